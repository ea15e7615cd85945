//! Mail: a message for each comment, threaded by `References`, for mail programs.
//!
//! The article, where it has a text, is a message too, and the comments answer it. Our own reader of
//! mail knows it by its header, finds in another header what mail has no place for, and makes the
//! same document again. Every dialect of mbox is served: no line of a body looks like the start of
//! a message, so that nothing has to be quoted.
//!
//! Addresses end in `.invalid` ([RFC 2606](https://www.rfc-editor.org/rfc/rfc2606)): an answer to them
//! goes nowhere.

mod header;

use std::borrow::Cow;
use std::fmt;

use super::{Exporter, Options, text};
use crate::markup::{from_body, from_html, from_plain, to_html};
use crate::model::mail::{ARTICLE, FACTS, article_id, message_id, token};
use crate::model::{
    Article, Block, BodyKind, Comment, Created, Document, State, Thread, content_id,
};

pub(super) const EXPORTER: Exporter =
    Exporter { name: "mbox", ending: "mbox", about: "an mbox, threaded for mail programs", write };

/// How many of its ancestors a message names beside the first, the nearest: a thread may be deep.
const NEAREST: usize = 20;
/// The longest name in an address, in letters.
const MAX_LOCAL: usize = 40;
/// What is said of an article of which nothing is known, so that nothing is made up.
const UNTITLED: &str = "untitled";
/// The years that a date of mail can tell, in UTC seconds: 1900 to 9999.
const DATES: std::ops::Range<i64> = -2_208_988_800..253_402_300_800;

fn write(document: &Document, options: &Options, out: &mut dyn fmt::Write) -> fmt::Result {
    let (article, thread) = (&document.article, &document.thread);
    let facts = article_facts(article, thread);
    let has_comments = options.thread() && !thread.is_empty();
    let is_empty = facts == [UNTITLED] && article.blocks.is_empty() && !has_comments;
    let is_shown = options.article() && !is_empty;
    let mut above = Above { title: article.title.as_deref(), ..Above::default() };
    let mut facts = if is_shown { facts.as_slice() } else { &[] };
    if is_shown && (!article.blocks.is_empty() || !has_comments) {
        let id = article_id(&article_name(article));
        write_article(article, &id, facts, out)?;
        above.article = Some(id);
        facts = &[];
    }
    if has_comments {
        for comment in thread.comments() {
            above.path.truncate(comment.depth() as usize);
            write_comment(comment, facts, &mut above, out)?;
            facts = &[];
        }
    }
    Ok(())
}

/// What stands above a comment.
#[derive(Default)]
struct Above<'a> {
    /// The article's message, if it is one.
    article: Option<String>,
    title: Option<&'a str>,
    /// The `Message-ID` of each ancestor from the root down, and what it is about.
    path: Vec<(Cow<'a, str>, Option<&'a str>)>,
}

impl Above<'_> {
    /// All that a message refers to, in brackets: the first and the nearest.
    fn references(&self, unknown: Option<&str>) -> Vec<String> {
        let nearest = self.path.len().saturating_sub(NEAREST).max(1);
        let root = self.path.first().into_iter();
        let path = root.chain(self.path.get(nearest..).unwrap_or_default());
        let path = path.map(|(id, _)| id.to_string());
        let unknown = unknown.map(|id| message_id(id).into_owned());
        let all = self.article.clone().into_iter().chain(path).chain(unknown);
        all.map(|id| format!("<{id}>")).collect()
    }
}

fn write_article(
    article: &Article,
    id: &str,
    facts: &[String],
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    write_start(article.published, out)?;
    write_from(article.byline.as_deref().unwrap_or_default(), out)?;
    write_date(article.published, out)?;
    if let Some(title) = &article.title {
        header::text("Subject", title, out)?;
    }
    writeln!(out, "Message-ID: <{id}>")?;
    header::list(ARTICLE, facts, "; ", out)?;
    // In the form in which they will be read again.
    write_blocks(&from_html(&to_html(&article.blocks)), id, out)
}

fn write_comment<'a>(
    comment: Comment<'a>,
    article: &[String],
    above: &mut Above<'a>,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let id = message_id(comment.name());
    let created = match comment.created() {
        Created::At(seconds) => Some(seconds),
        _ => None,
    };
    write_start(created, out)?;
    write_from(comment.author(), out)?;
    write_date(created, out)?;
    let theirs = above.path.last().map_or(above.title, |(_, subject)| *subject);
    let subject = comment.subject().or(theirs);
    let references = above.references(comment.unknown_parent());
    // The start of a thread is an answer as well if it has no subject of its own.
    let answers = comment.parent().is_some() || comment.subject().is_none();
    if let Some(subject) = subject {
        let mark = if answers { "Re: " } else { "" };
        header::text("Subject", &format!("{mark}{subject}"), out)?;
    }
    writeln!(out, "Message-ID: <{id}>")?;
    if let Some(parent) = references.last() {
        writeln!(out, "In-Reply-To: {parent}")?;
        header::list("References", &references, " ", out)?;
    }
    header::list(FACTS, comment_facts(comment), "; ", out)?;
    if !article.is_empty() {
        header::list(ARTICLE, article, "; ", out)?;
    }
    above.path.push((id.clone(), subject));
    let body = comment.body();
    if body.kind == BodyKind::Plain {
        out.write_str("MIME-Version: 1.0\n")?;
        header::body("plain", &body.text, out)?;
        return out.write_str("\n");
    }
    write_blocks(&from_body(body), &id, out)
}

/// The line with which a message begins in an mbox.
fn write_start(at: Option<i64>, out: &mut dyn fmt::Write) -> fmt::Result {
    let at = at.filter(|at| DATES.contains(at)).unwrap_or(0);
    let time = jiff::Timestamp::from_second(at).map_err(|_| fmt::Error)?;
    writeln!(out, "From nobody@sidenote.invalid {}", time.strftime("%a %b %e %H:%M:%S %Y"))
}

fn write_date(at: Option<i64>, out: &mut dyn fmt::Write) -> fmt::Result {
    let Some(at) = at.filter(|at| DATES.contains(at)) else { return Ok(()) };
    let time = jiff::Timestamp::from_second(at).map_err(|_| fmt::Error)?;
    writeln!(out, "Date: {}", time.strftime("%a, %d %b %Y %H:%M:%S +0000"))
}

/// `From: Ines Varga <ines.varga@author.sidenote.invalid>`.
fn write_from(author: &str, out: &mut dyn fmt::Write) -> fmt::Result {
    let mut local = String::new();
    for word in author.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty()) {
        if local.len() + word.len() < MAX_LOCAL {
            local.push_str(if local.is_empty() { "" } else { "." });
            local.push_str(&word.to_ascii_lowercase());
        }
    }
    let local = if local.is_empty() { "nobody" } else { &local };
    let name = header::phrase(author);
    let between = if name.is_empty() { "" } else { " " };
    writeln!(out, "From: {name}{between}<{local}@author.sidenote.invalid>")
}

/// The rest of a message: blocks as plain text, and as HTML too where that says more.
fn write_blocks(blocks: &[Block], id: &str, out: &mut dyn fmt::Write) -> fmt::Result {
    out.write_str("MIME-Version: 1.0\n")?;
    let plain = text::page_of(blocks)?;
    if from_plain(&plain) == blocks {
        header::body("plain", &plain, out)?;
        return out.write_str("\n");
    }
    let html = to_html(blocks);
    let mut boundary = format!("=_{}", content_id(id, &plain));
    while plain.contains(&boundary) || html.contains(&boundary) {
        boundary.push('_');
    }
    writeln!(out, "Content-Type: multipart/alternative; boundary=\"{boundary}\"\n\n--{boundary}")?;
    header::body("plain", &plain, out)?;
    writeln!(out, "--{boundary}")?;
    header::body("html", &html, out)?;
    writeln!(out, "--{boundary}--\n")
}

/// What mail has no header for, of a comment.
fn comment_facts(comment: Comment<'_>) -> Vec<String> {
    let mut facts = vec!["comment".to_owned()];
    let votes = comment.votes();
    let numbers = [("score", votes.score), ("up", votes.up), ("down", votes.down)];
    facts.extend(numbers.iter().filter_map(|(name, n)| Some(format!("{name}={}", (*n)?))));
    let mut say = |fact: String| facts.push(fact);
    if comment.edited() {
        say("edited".to_owned());
    }
    match comment.state() {
        State::Live => {}
        State::Deleted => say("state=deleted".to_owned()),
        State::Removed => say("state=removed".to_owned()),
        State::NotLoaded => say("state=not_loaded".to_owned()),
    }
    for role in comment.roles() {
        say(format!("role={}", token(role)));
    }
    if comment.author().is_empty() {
        say("anonymous".to_owned());
    }
    if comment.subject().is_some() {
        say(format!("subject={}", if comment.parent().is_some() { "answer" } else { "start" }));
    }
    match comment.created() {
        Created::At(at) if !DATES.contains(&at) => say(format!("created={at}")),
        Created::Ago { text, .. } if !text.is_empty() => say(format!("age={}", token(text))),
        _ => {}
    }
    if !comment.confidence().is_certain() {
        say(format!("sure={}", comment.confidence().as_percent()));
    }
    if comment.more() > 0 {
        say(format!("more={}", comment.more()));
    }
    if let Some(link) = comment.permalink() {
        say(format!("permalink={}", token(&link)));
    }
    facts
}

/// The same of the article.
fn article_facts(article: &Article, thread: &Thread) -> Vec<String> {
    let lines = [
        ("title", &article.title),
        ("byline", &article.byline),
        ("site", &article.site),
        ("published-text", &article.published_text),
        ("url", &article.url),
        ("language", &article.language),
        ("image", &article.image),
        ("about", &article.about),
    ];
    let lines = lines.iter().filter_map(|(name, line)| Some((*name, line.as_ref()?)));
    let tags = article.tags.iter().map(|tag| ("tag", tag));
    let notices = article.notices.iter().map(|notice| ("notice", notice));
    let all = lines.chain(tags).chain(notices);
    let mut facts: Vec<String> =
        all.map(|(name, line)| format!("{name}={}", token(line))).collect();
    let times = [("published", article.published), ("updated", article.updated)];
    facts.extend(times.iter().filter_map(|(name, at)| Some(format!("{name}={}", (*at)?))));
    if article.is_book {
        facts.push("book".to_owned());
    }
    if thread.missing_roots() > 0 {
        facts.push(format!("more={}", thread.missing_roots()));
    }
    if facts.is_empty() {
        facts.push(UNTITLED.to_owned());
    }
    facts
}

/// A word for the article that is another for another one.
fn article_name(article: &Article) -> String {
    let name = |it: &Option<String>| it.clone().unwrap_or_default();
    content_id(&name(&article.url), &name(&article.title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Part;
    use crate::model::{Body, NewComment, Parent, Votes};

    fn export(document: &Document, only: Part) -> String {
        let mut out = String::new();
        write(document, &Options { only, ..Options::default() }, &mut out).unwrap();
        out
    }

    #[test]
    fn a_discussion_is_a_thread_of_mail_below_its_article() {
        let mut document = Document::default();
        document.article.title = Some("The light".into());
        document.article.byline = Some("Ines Varga".into());
        document.article.published = Some(1_777_793_400);
        document.article.blocks = vec![Block::paragraph("It is out.")];
        document.thread.extend([
            NewComment {
                id: Some("41".into()),
                author: "Krüger, Bettina".into(),
                created: Created::At(1_777_795_512),
                votes: Votes { score: Some(-3), ..Votes::default() },
                roles: vec!["op".into(), "harbour master".into()],
                body: Body { kind: BodyKind::Html, text: "<p>I read <em>all</em> of it.".into() },
                ..NewComment::default()
            },
            NewComment {
                id: Some("light-2@quay.example".into()),
                parent: Parent::Id("41".into()),
                subject: "Oil".into(),
                body: Body { kind: BodyKind::Plain, text: "Who pays?".into() },
                ..NewComment::default()
            },
        ]);
        insta::assert_snapshot!(export(&document, Part::All), @r#"
        From nobody@sidenote.invalid Sun May  3 07:30:00 2026
        From: Ines Varga <ines.varga@author.sidenote.invalid>
        Date: Sun, 03 May 2026 07:30:00 +0000
        Subject: The light
        Message-ID: <fdd5fab8@article.sidenote.invalid>
        X-Sidenote-Article: title=The%20light; byline=Ines%20Varga;
         published=1777793400
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 7bit

        It is out.

        From nobody@sidenote.invalid Sun May  3 08:05:12 2026
        From: =?utf-8?B?S3LDvGdlciwgQmV0dGluYQ==?= <kr.ger.bettina@author.sidenote.invalid>
        Date: Sun, 03 May 2026 08:05:12 +0000
        Subject: Re: The light
        Message-ID: <41@comment.sidenote.invalid>
        In-Reply-To: <fdd5fab8@article.sidenote.invalid>
        References: <fdd5fab8@article.sidenote.invalid>
        X-Sidenote: comment; score=-3; role=op; role=harbour%20master
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="=_dc49fe64"

        --=_dc49fe64
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 7bit

        I read all of it.
        --=_dc49fe64
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 7bit

        <p>I read <em>all</em> of it.</p>
        --=_dc49fe64--

        From nobody@sidenote.invalid Thu Jan  1 00:00:00 1970
        From: <nobody@author.sidenote.invalid>
        Subject: Re: Oil
        Message-ID: <light-2@quay.example>
        In-Reply-To: <41@comment.sidenote.invalid>
        References: <fdd5fab8@article.sidenote.invalid>
         <41@comment.sidenote.invalid>
        X-Sidenote: comment; anonymous; subject=answer
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 7bit

        Who pays?
        "#);
        let comments = export(&document, Part::Thread);
        assert!(!comments.contains("article.sidenote") && comments.contains("Subject: Re: Oil"));
        let article = export(&document, Part::Article);
        assert!(article.contains("It is out.") && !article.contains("Oil"));
        assert_eq!(export(&Document::default(), Part::All), "");
    }

    #[test]
    fn a_deep_thread_names_its_root_and_the_nearest() {
        let comment = |at: usize| NewComment {
            id: Some(format!("c{at}").into()),
            parent: at
                .checked_sub(1)
                .map_or(Parent::Root, |up| Parent::Id(format!("c{up}").into())),
            ..NewComment::default()
        };
        let mut document = Document::default();
        document.thread.extend((0..100_000).map(comment));
        let mail = export(&document, Part::Thread);
        let last = mail.rsplit_once("References: ").unwrap().1.split_once("\nX-").unwrap().0;
        let last: Vec<&str> = last.split_whitespace().collect();
        assert_eq!(last.len(), 1 + NEAREST);
        assert_eq!(last.first(), Some(&"<c0@comment.sidenote.invalid>"));
        assert_eq!(last.last(), Some(&"<c99998@comment.sidenote.invalid>"));
    }
}
