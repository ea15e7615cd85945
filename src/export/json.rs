//! Our own JSON, `sidenote-1`: everything that is known, for other programs and for later.
//!
//! One comment to a line, in the order of the document, so that two states of a thread can be
//! compared line by line. Reading it again and writing that gives the same bytes. Whether a
//! comment is deleted is said twice, as `state` and as a flag for those who need no more.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};

use super::facts::rfc3339;
use super::{Exporter, Options};
use crate::markup::{from_body, to_html};
use crate::model::{
    Article, Block, Comment, Content, Created, Document, Mark, MarkKind, Provenance, RichText,
    State, Thread, plain_text,
};

pub(super) const EXPORTER: Exporter = Exporter {
    name: "json",
    ending: "json",
    about: "all that is known, as JSON that can be read again",
    write,
};

fn write(document: &Document, options: &Options, out: &mut dyn fmt::Write) -> fmt::Result {
    out.write_str("{\n \"format\": \"sidenote-1\",\n \"source\": ")?;
    write_object(&SourceOut::new(&document.provenance), out)?;
    if options.article() {
        out.write_str(",\n \"article\": ")?;
        write_object(&ArticleOut::new(&document.article), out)?;
    }
    if options.thread() {
        if document.thread.missing_roots() > 0 {
            write!(out, ",\n \"more\": {}", document.thread.missing_roots())?;
        }
        out.write_str(",\n \"comments\": [")?;
        let mut between = "\n  ";
        for comment in document.thread.comments() {
            out.write_str(between)?;
            let comment = CommentOut::new(&document.thread, comment);
            out.write_str(&serde_json::to_string(&comment).map_err(|_| fmt::Error)?)?;
            between = ",\n  ";
        }
        out.write_str(if document.thread.is_empty() { "]" } else { "\n ]" })?;
    }
    out.write_str("\n}\n")
}

/// Writes an object over several lines, one level in.
fn write_object(object: &impl Serialize, out: &mut dyn fmt::Write) -> fmt::Result {
    let mut json = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut json, PrettyFormatter::with_indent(b" "));
    object.serialize(&mut serializer).map_err(|_| fmt::Error)?;
    let json = String::from_utf8(json).map_err(|_| fmt::Error)?;
    // A line end in JSON is never part of a text.
    let mut between = "";
    for line in json.lines() {
        out.write_str(between)?;
        out.write_str(line)?;
        between = "\n ";
    }
    Ok(())
}

/// A text, if there is one.
fn known(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

#[derive(Serialize)]
struct SourceOut<'a> {
    loader: &'a str,
    url: Option<&'a str>,
    loaded: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    declared: Option<u64>,
    warnings: &'a [String],
}

impl<'a> SourceOut<'a> {
    fn new(provenance: &'a Provenance) -> SourceOut<'a> {
        SourceOut {
            loader: &provenance.loader,
            url: known(provenance.url.as_ref()),
            loaded: provenance.loaded.and_then(rfc3339),
            declared: provenance.declared,
            warnings: &provenance.warnings,
        }
    }
}

#[derive(Serialize)]
struct ArticleOut<'a> {
    title: Option<&'a str>,
    byline: Option<&'a str>,
    site: Option<&'a str>,
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    text: String,
    html: String,
    notices: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    book: bool,
}

impl<'a> ArticleOut<'a> {
    fn new(article: &'a Article) -> ArticleOut<'a> {
        ArticleOut {
            title: known(article.title.as_ref()),
            byline: known(article.byline.as_ref()),
            site: known(article.site.as_ref()),
            published: published(article),
            published_text: known(article.published_text.as_ref()),
            updated: article.updated.and_then(rfc3339),
            url: known(article.url.as_ref()),
            language: known(article.language.as_ref()),
            image: known(article.image.as_ref()),
            tags: &article.tags,
            text: plain_text(&article.blocks),
            html: to_html(&article.blocks),
            notices: &article.notices,
            about: known(article.about.as_ref()),
            book: article.is_book,
        }
    }
}

/// When it appeared, with the parts of a second that the date as printed has.
fn published(article: &Article) -> Option<String> {
    let seconds = article.published?;
    let exact = article.published_text.as_deref().and_then(|text| {
        let without_zone = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
        text.parse().ok().or_else(|| without_zone().map(|time| time.timestamp()))
    });
    let exact = exact.filter(|time: &Timestamp| time.as_second() == seconds);
    exact.map(|time| time.to_string()).or_else(|| rfc3339(seconds))
}

#[derive(Serialize)]
struct CommentOut<'a> {
    id: &'a str,
    parent: Option<&'a str>,
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    created: Option<String>,
    age: Option<&'a str>,
    score: Option<i32>,
    up: Option<i32>,
    down: Option<i32>,
    edited: bool,
    deleted: bool,
    state: &'static str,
    roles: &'a [String],
    permalink: Option<Cow<'a, str>>,
    more: u32,
    parent_confidence: f64,
    text: String,
    html: String,
}

impl<'a> CommentOut<'a> {
    fn new(thread: &'a Thread, comment: Comment<'a>) -> CommentOut<'a> {
        let blocks = from_body(comment.body());
        let parent = comment.parent().and_then(|parent| thread.get(parent)).map(Comment::name);
        let (created, age) = match comment.created() {
            Created::Unknown => (None, None),
            Created::At(seconds) => (rfc3339(seconds), None),
            Created::Ago { text, .. } => (None, Some(text).filter(|text| !text.is_empty())),
        };
        let votes = comment.votes();
        CommentOut {
            id: comment.name(),
            parent: parent.or(comment.unknown_parent()),
            author: Some(comment.author()).filter(|author| !author.is_empty()),
            subject: comment.subject(),
            created,
            age,
            score: votes.score,
            up: votes.up,
            down: votes.down,
            edited: comment.edited(),
            deleted: matches!(comment.state(), State::Deleted | State::Removed),
            state: match comment.state() {
                State::Live => "live",
                State::Deleted => "deleted",
                State::Removed => "removed",
                State::NotLoaded => "not_loaded",
            },
            roles: comment.roles(),
            permalink: comment.permalink(),
            more: comment.more(),
            parent_confidence: f64::from(comment.confidence().as_percent()) / 100.0,
            text: spoken(&blocks),
            html: to_html(&blocks),
        }
    }
}

/// The words of a text without the descriptions of its pictures, which nobody wrote as a part of it;
/// those that have nothing else are what there is.
fn spoken(blocks: &[Block]) -> String {
    let mut blocks = Cow::Borrowed(blocks);
    let has_picture = |block: &Block| match &block.content {
        Content::Figure { .. } => true,
        Content::Paragraph(text) => text.marks().iter().any(is_picture),
        _ => false,
    };
    if blocks.iter().any(has_picture) {
        let blocks = blocks.to_mut();
        for block in blocks.iter_mut() {
            match &mut block.content {
                Content::Figure { alt, .. } => alt.clear(),
                Content::Paragraph(text) => *text = without_pictures(text),
                _ => {}
            }
        }
    }
    plain_text(&blocks)
}

fn is_picture(mark: &Mark) -> bool {
    matches!(mark.kind, MarkKind::Image(_))
}

fn without_pictures(text: &RichText) -> RichText {
    let mut words = String::new();
    let mut at = 0;
    for mark in text.marks().iter().filter(|mark| is_picture(mark)) {
        words.push_str(text.text().get(at..mark.range.start).unwrap_or_default());
        at = at.max(mark.range.end);
    }
    words.push_str(text.text().get(at..).unwrap_or_default());
    RichText::plain(words.trim()).finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Part;
    use crate::model::{Block, Body, BodyKind, NewComment, Parent, Votes};

    fn export(document: &Document, only: Part) -> String {
        let mut out = String::new();
        write(document, &Options { only, ..Options::default() }, &mut out).unwrap();
        out
    }

    #[test]
    fn what_a_picture_shows_is_in_the_markup_alone() {
        let mut document = Document::default();
        let html = "<img src=https://quay.example/a.png alt=lamp>It is <img src=/b.png alt=out> \
                    <img class=emoji src=/c.png alt=:sad:>.";
        document.thread.extend([NewComment {
            body: Body { kind: BodyKind::Html, text: html.into() },
            ..NewComment::default()
        }]);
        let json = export(&document, Part::All);
        assert!(json.contains(r#""text":"It is  :sad:.""#), "{json}");
        assert!(json.contains("alt=\\\"lamp\\\""), "{json}");
    }

    fn sample() -> Document {
        let mut document = Document::default();
        document.provenance.loader = "page_text".into();
        document.article.title = Some("The \"Ebb\"".into());
        document.article.blocks = vec![Block::paragraph("One."), Block::paragraph("Two.")];
        document.thread.extend([
            NewComment {
                id: Some("a".into()),
                author: "Ada".into(),
                created: Created::At(1_777_795_512),
                votes: Votes { score: Some(-3), ..Votes::default() },
                roles: vec!["op".into()],
                body: Body { kind: BodyKind::Plain, text: "Yes.".into() },
                ..NewComment::default()
            },
            NewComment {
                id: Some("b".into()),
                parent: Parent::Id("a".into()),
                state: State::Removed,
                created: Created::Ago { text: "a day ago".into(), seconds: Some(86_400) },
                more: 2,
                ..NewComment::default()
            },
            NewComment {
                id: Some("c".into()),
                parent: Parent::Id("gone".into()),
                ..NewComment::default()
            },
        ]);
        document
    }

    #[test]
    fn every_key_is_there_and_a_comment_is_a_line() {
        let json = export(&sample(), Part::All);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let keys = |at: &serde_json::Value| -> Vec<String> {
            at.as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(keys(&value), ["article", "comments", "format", "source"]);
        assert_eq!(keys(&value["source"]), ["loaded", "loader", "url", "warnings"]);
        #[rustfmt::skip]
        assert_eq!(
            keys(&value["article"]),
            ["byline", "html", "language", "notices", "published", "site", "text", "title", "url"]
        );
        #[rustfmt::skip]
        assert_eq!(
            keys(&value["comments"][0]),
            ["age", "author", "created", "deleted", "down", "edited", "html", "id", "more", "parent",
             "parent_confidence", "permalink", "roles", "score", "state", "text", "up"]
        );
        let lines = json.lines().filter(|line| line.starts_with("  {\"id\":")).count();
        assert_eq!(lines, 3, "{json}");
    }

    #[test]
    fn an_article_appeared_at_the_instant_that_is_printed() {
        let cases = [
            (None, "2026-05-03T08:05:12Z"),
            (Some("2026-05-03T08:05:12.345Z"), "2026-05-03T08:05:12.345Z"),
            (Some("2026-05-03T10:05:12.345+02:00"), "2026-05-03T08:05:12.345Z"),
            (Some("2026-05-03 08:05:12.5"), "2026-05-03T08:05:12.5Z"),
            (Some("2026-05-03"), "2026-05-03T08:05:12Z"),
            (Some("2026-05-04T08:05:12.345Z"), "2026-05-03T08:05:12Z"),
            (Some("a Sunday"), "2026-05-03T08:05:12Z"),
        ];
        for (printed, wanted) in cases {
            let mut document = sample();
            document.article.published = Some(1_777_795_512);
            document.article.published_text = printed.map(str::to_owned);
            let json = export(&document, Part::All);
            let value: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert_eq!(value["article"]["published"], wanted, "{printed:?}");
        }
    }

    #[test]
    fn values_are_what_is_known_and_else_null() {
        let json = export(&sample(), Part::All);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        #[rustfmt::skip]
        let cases = [
            ("/format",                    serde_json::json!("sidenote-1")),
            ("/source/loader",             serde_json::json!("page_text")),
            ("/source/loaded",             serde_json::json!(null)),
            ("/article/title",             serde_json::json!("The \"Ebb\"")),
            ("/article/text",              serde_json::json!("One.\n\nTwo.")),
            ("/comments/0/created",        serde_json::json!("2026-05-03T08:05:12Z")),
            ("/comments/0/score",          serde_json::json!(-3)),
            ("/comments/0/up",             serde_json::json!(null)),
            ("/comments/0/roles",          serde_json::json!(["op"])),
            ("/comments/0/text",           serde_json::json!("Yes.")),
            ("/comments/0/parent_confidence", serde_json::json!(1.0)),
            ("/comments/1/parent",         serde_json::json!("a")),
            ("/comments/1/author",         serde_json::json!(null)),
            ("/comments/1/created",        serde_json::json!(null)),
            ("/comments/1/age",            serde_json::json!("a day ago")),
            ("/comments/1/deleted",        serde_json::json!(true)),
            ("/comments/1/state",          serde_json::json!("removed")),
            ("/comments/1/more",           serde_json::json!(2)),
            ("/comments/2/parent",         serde_json::json!("gone")),
        ];
        for (path, expected) in cases {
            assert_eq!(value.pointer(path), Some(&expected), "{path}");
        }
    }

    #[test]
    fn parts_are_left_out_when_not_wanted() {
        let article: serde_json::Value =
            serde_json::from_str(&export(&sample(), Part::Article)).unwrap();
        assert!(article.get("article").is_some() && article.get("comments").is_none());
        let thread: serde_json::Value =
            serde_json::from_str(&export(&sample(), Part::Thread)).unwrap();
        assert!(thread.get("article").is_none() && thread.get("comments").is_some());
        let nothing: serde_json::Value =
            serde_json::from_str(&export(&Document::default(), Part::All)).unwrap();
        assert_eq!(nothing["comments"], serde_json::json!([]));
    }
}
