//! A feed of articles in [JSON Feed](https://www.jsonfeed.org/version/1.1/), 1.0 or 1.1.
//!
//! Each item starts a thread, with its title for a subject; the only one is the article. The format
//! knows no comments, and leaves dates, titles and authors out where they are not known.

use std::borrow::Cow;

use super::json::{Found, Notes, Outline, Tree, Value, conclude, start_of};
use super::posts::enclosed;
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::{from_html, from_plain, to_html};
use crate::model::{Article, Body, BodyKind, Created, NewComment, Permalink};

pub(super) const LOADER: Loader = Loader {
    name: "jsonfeed",
    about: "a feed of articles in JSON Feed",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// Where the format says its version, and how far in.
const VERSION: &[u8] = b"jsonfeed.org";
const HEAD: usize = 64 * 1024;

fn sniff(input: &Input<'_>) -> Likelihood {
    let start = start_of(input.bytes);
    let head = start.get(..HEAD).unwrap_or(start);
    if memchr::memmem::find(head, VERSION).is_none() {
        return Likelihood::No;
    }
    let outline = Outline::of(input, &["\"version\"", "\"items\""]);
    let is_feed = outline.is_some_and(|outline| outline.has_all(&["version", "items[]"]));
    if is_feed { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut notes = Notes::default();
    let mut found = Found::Nothing;
    if let Some(feed) = tree.root() {
        let items = notes.objects(feed, "items");
        let title = notes.line(feed, "title");
        if title.is_some() || !items.is_empty() {
            found = Found::Something;
        }
        let language = notes.line(feed, "language");
        let article = match items.as_slice() {
            [only] => Article { site: title, ..article(*only, feed, &mut notes) },
            _ => Article { title, url: notes.line(feed, "home_page_url"), ..Article::default() },
        };
        sink.article(Article { language: article.language.clone().or(language), ..article });
        for &item in items.iter().filter(|_| items.len() > 1) {
            if sink.stopped() {
                break;
            }
            intake.push(comment(item, feed, &mut notes), sink);
        }
    }
    notes.finish(sink);
    let outcome = tree.take_damage().map(|()| found);
    conclude(input, LOADER.name, intake, 0, outcome, sink)
}

/// The only item of a feed.
fn article(item: Value<'_>, feed: Value<'_>, notes: &mut Notes) -> Article {
    let text = notes.text(item, "content_html").map_or_else(
        || to_html(&from_plain(&plain(item, notes).unwrap_or_default())),
        Cow::into_owned,
    );
    let mut tags = Vec::new();
    for tag in notes.list(item, "tags") {
        tags.extend(tag.text().map(|tag| crate::text::clean_line(&tag)));
    }
    Article {
        title: notes.line(item, "title"),
        byline: Some(authors(item, feed, notes)).filter(|authors| !authors.is_empty()),
        published: notes.time(item, "date_published"),
        updated: notes.time(item, "date_modified"),
        url: notes.line(item, "url"),
        language: notes.line(item, "language"),
        image: notes.line(item, "image"),
        tags,
        blocks: from_html(&(text + &attachments(item, notes))),
        ..Article::default()
    }
}

/// One of many items.
fn comment<'t>(item: Value<'t>, feed: Value<'_>, notes: &mut Notes) -> NewComment<'t> {
    let attached = attachments(item, notes);
    let html = notes.text(item, "content_html").filter(|html| !html.is_empty());
    let stays = html.is_some() && attached.is_empty();
    let body = match html {
        Some(_) if stays => {
            let text = item.get("content_html").and_then(Value::body).unwrap_or_default();
            Body { kind: BodyKind::Html, text }
        }
        Some(html) => Body { kind: BodyKind::Html, text: (html.into_owned() + &attached).into() },
        None if attached.is_empty() => {
            let text = plain(item, notes).unwrap_or_default();
            Body { kind: BodyKind::Plain, text: text.into() }
        }
        None => {
            let text = to_html(&from_plain(&plain(item, notes).unwrap_or_default()));
            Body { kind: BodyKind::Html, text: (text + &attached).into() }
        }
    };
    let link = notes.text(item, "url").filter(|link| !link.is_empty());
    let published = notes.time(item, "date_published");
    let updated = notes.time(item, "date_modified");
    NewComment {
        id: notes.id(item, "id").or_else(|| link.clone()).map(Into::into),
        author: authors(item, feed, notes).into(),
        subject: notes.line(item, "title").unwrap_or_default().into(),
        created: published.or(updated).map_or(Created::Unknown, Created::At),
        edited: published.is_some() && updated > published,
        permalink: link.map_or(Permalink::Unknown, Permalink::Given),
        body,
        ..NewComment::default()
    }
}

/// What an item says that has no HTML.
fn plain<'t>(item: Value<'t>, notes: &mut Notes) -> Option<Cow<'t, str>> {
    notes.text(item, "content_text").or_else(|| notes.text(item, "summary"))
}

/// Who wrote an item: as it says itself, or as the whole feed does, in 1.1 or in 1.0.
fn authors(item: Value<'_>, feed: Value<'_>, notes: &mut Notes) -> String {
    for of in [item, feed] {
        let mut people = notes.objects(of, "authors");
        people.extend(notes.object(of, "author"));
        let mut names: Vec<String> =
            people.into_iter().filter_map(|person| notes.line(person, "name")).collect();
        names.dedup();
        if !names.is_empty() {
            return names.join(", ");
        }
    }
    String::new()
}

/// The files that come with an item, as links.
fn attachments(item: Value<'_>, notes: &mut Notes) -> String {
    let mut links = String::new();
    for file in notes.objects(item, "attachments") {
        let Some(address) = notes.line(file, "url") else { continue };
        let kind = notes.line(file, "mime_type").unwrap_or_default();
        let title = notes.line(file, "title").unwrap_or_default();
        let bytes = notes.whole(file, "size_in_bytes").and_then(|size| u64::try_from(size).ok());
        links += &enclosed(&address, &kind, &title, bytes);
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::report::{document, facts};
    use crate::model::plain_text;

    const VERSION: &str = r#""version":"https://jsonfeed.org/version/1.1","title":"The Quay""#;

    #[test]
    fn many_items_are_threads() {
        let json = format!(
            r#"{{{VERSION},"home_page_url":"https://quay.example/","author":{{"name":"Ines Varga"}},"items":[
            {{"id":"1","url":"https://quay.example/1","title":"Ebb","content_html":"<p>Low.</p>","date_published":"2026-05-03T08:15:00+02:00"}},
            {{"id":2,"content_text":"High.","authors":[{{"name":"Ada Brandt"}},{{"name":"Tomas Lind"}}],
              "attachments":[{{"url":"https://quay.example/a.mp3","mime_type":"audio/mpeg","size_in_bytes":24500000}}]}},
            {{"id":3,"summary":"In short.","title":7}}]}}"#
        );
        insta::assert_snapshot!(facts(&LOADER, json.as_bytes()).join("\n").replace("|  | \n", "|\n"), @r#"
        The Quay | - | - | - - | https://quay.example/ |
        0 1 Ines Varga ? 1777788900 "Ebb" <https://quay.example/1>: Low.
        0 2 Ada Brandt, Tomas Lind ? ?: High. /  / [audio] a.mp3, 24 MB
        0 3 Ines Varga ? ?: In short.
        ! items[2].title: expected a text, found a number
        "#);
    }

    #[test]
    fn the_only_item_is_the_article() {
        let json = format!(
            r#"{{{VERSION},"language":"en","items":[{{"id":"1","url":"https://quay.example/1","title":"Ebb",
            "content_text":"Low.\n\nDark.","tags":["tides"],"authors":[{{"name":"Ada Brandt"}}]}}]}}"#
        );
        let document = document(&LOADER, json.as_bytes());
        let article = &document.article;
        assert_eq!(article.title.as_deref(), Some("Ebb"));
        assert_eq!(article.site.as_deref(), Some("The Quay"));
        assert_eq!(article.byline.as_deref(), Some("Ada Brandt"));
        assert_eq!(article.language.as_deref(), Some("en"));
        assert_eq!(article.tags, ["tides"]);
        assert_eq!(plain_text(&article.blocks), "Low.\n\nDark.");
        assert!(document.thread.is_empty());
    }

    #[test]
    fn only_a_feed_is_one() {
        let sniffed = |json: &str| sniff(&Input { bytes: json.as_bytes(), ..Input::default() });
        let feed = format!(r#"{{{VERSION},"items":[]}}"#);
        assert_eq!(sniffed(&feed), Likelihood::Certain);
        assert_eq!(sniffed(&feed.replace("/version", "\\/version")), Likelihood::Certain);
        assert_eq!(sniffed(r#"{"version":"1.1","items":[]}"#), Likelihood::No);
        assert_eq!(sniffed(r#"{"text":"see jsonfeed.org"}"#), Likelihood::No);
    }
}
