//! For tests of loaders: everything that came out of a fixture, a line for each thing.

use super::{Collector, Input, Loader, Reads, Stream};
use crate::markup::{from_body, to_html};
use crate::model::{Article, Comment, Created, Document, State, plain_text};

/// The document that `loader` makes of `source`.
pub(super) fn read(loader: &Loader, source: &str) -> Document {
    let mut sink = Collector::default();
    let bytes = source.as_bytes();
    let input = Input { bytes, name: "fixture", ..Input::default() };
    match loader.load {
        Reads::Whole(load) => load(&input, &mut sink),
        Reads::Stream(load) => load(&input, Stream::new(bytes.to_vec(), None), &mut sink),
    }
    .unwrap();
    sink.finish()
}

/// The article in lines: only what it has.
pub(super) fn article(article: &Article) -> Vec<String> {
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    let tags = Some(article.tags.join(" ")).filter(|tags| !tags.is_empty());
    let html = Some(to_html(&article.blocks).replace('\n', "")).filter(|html| !html.is_empty());
    [
        ("title", article.title.clone()),
        ("by", article.byline.clone()),
        ("site", article.site.clone()),
        ("published", number(article.published)),
        ("updated", number(article.updated)),
        ("url", article.url.clone()),
        ("tags", tags),
        ("html", html),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some(format!("{name}: {}", value?)))
    .collect()
}

/// A line for each comment: depth, id, author, time, votes; what is not as usual; the text; the id
/// of a parent that is not there.
pub(super) fn comments(document: &Document) -> Vec<String> {
    document.thread.comments().map(line).collect()
}

fn line(comment: Comment<'_>) -> String {
    let created = match comment.created() {
        Created::Unknown => "?".to_owned(),
        Created::At(seconds) => seconds.to_string(),
        Created::Ago { text, seconds } => format!("({text}: {seconds:?})"),
    };
    let (depth, id, author) = (comment.depth(), comment.name(), comment.author());
    let mut parts = vec![format!("{depth} {id} {author:?} {created}")];
    let votes = comment.votes();
    for (sign, number) in [("*", votes.score), ("+", votes.up), ("-", votes.down)] {
        parts.extend(number.map(|number| format!("{sign}{number}")));
    }
    if comment.edited() {
        parts.push("edited".into());
    }
    match comment.state() {
        State::Live => {}
        State::Deleted => parts.push("DELETED".into()),
        State::Removed => parts.push("REMOVED".into()),
        State::NotLoaded => parts.push("NOT LOADED".into()),
    }
    if comment.more() > 0 {
        parts.push(format!("more:{}", comment.more()));
    }
    if !comment.roles().is_empty() {
        parts.push(format!("<{}>", comment.roles().join(", ")));
    }
    let text = plain_text(&from_body(comment.body())).replace("\n\n", "/");
    parts.push(format!("| {text}"));
    parts.extend(comment.unknown_parent().map(|parent| format!("| answers {parent}")));
    parts.join(" ")
}

/// The links of the comments.
pub(super) fn links(document: &Document) -> Vec<String> {
    let link = |comment: Comment<'_>| comment.permalink().map_or_else(String::new, String::from);
    document.thread.comments().map(link).collect()
}
