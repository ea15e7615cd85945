//! All facts of a document in lines, for tests of loaders.

use std::fmt::Write;

use crate::load::{Collector, Input, Likelihood, Loader, Reads, Stream};
use crate::model::{Comment, Confidence, Created, Document, State, plain_text};

/// What `loader` makes of a page.
pub(in crate::load) fn read(loader: &Loader, page: impl AsRef<[u8]>) -> Document {
    let mut sink = Collector::default();
    let Reads::Stream(load) = loader.load else { panic!("pages are read as streams") };
    let input = Input { name: "page.html", ..Input::default() };
    load(&input, Stream::new(page.as_ref().to_vec(), None), &mut sink).unwrap();
    sink.finish()
}

/// The same of a page that the loader knows for its own.
pub(in crate::load) fn document(loader: &Loader, bytes: &[u8]) -> Document {
    assert!((loader.sniff)(&Input { bytes, ..Input::default() }) > Likelihood::Fallback);
    read(loader, bytes)
}

/// All of such a page.
pub(in crate::load) fn outline(loader: &Loader, bytes: &[u8]) -> String {
    let document = document(loader, bytes);
    article(&document) + &comments(&document)
}

/// The article in a line for each fact.
pub(in crate::load) fn article(document: &Document) -> String {
    let article = &document.article;
    let mut out = String::new();
    let at = |at: Option<i64>| at.map(crate::text::minute);
    let facts = [
        ("title", article.title.clone()),
        ("by", article.byline.clone()),
        ("site", article.site.clone()),
        ("at", at(article.published).or_else(|| article.published_text.clone())),
        ("updated", at(article.updated)),
        ("url", article.url.clone()),
        ("tags", Some(article.tags.join(", ")).filter(|tags| !tags.is_empty())),
        ("notices", Some(article.notices.join(" / ")).filter(|lines| !lines.is_empty())),
        ("text", Some(plain_text(&article.blocks).replace('\n', "/")).filter(|t| !t.is_empty())),
        ("declared", document.provenance.declared.map(|n| n.to_string())),
        ("missing", Some(document.thread.missing()).filter(|&n| n > 0).map(|n| n.to_string())),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            writeln!(out, "{name}: {fact}").unwrap();
        }
    }
    for warning in &document.provenance.warnings {
        writeln!(out, "warning: {warning}").unwrap();
    }
    out
}

/// The comments in a line for each.
pub(in crate::load) fn comments(document: &Document) -> String {
    let lines = document.thread.comments().map(|comment| facts(comment) + "\n");
    lines.collect()
}

fn facts(comment: Comment<'_>) -> String {
    let indent = ". ".repeat(comment.depth() as usize);
    let mut facts = vec![format!("{indent}{}", comment.name())];
    facts.extend(Some(comment.author().to_owned()).filter(|author| !author.is_empty()));
    match comment.created() {
        Created::Unknown => {}
        Created::At(at) => facts.push(crate::text::minute(at)),
        Created::Ago { text, seconds } => facts.push(format!("{text} ({seconds:?})")),
    }
    if comment.confidence() != Confidence::CERTAIN {
        facts.push(format!("{}%", comment.confidence().as_percent()));
    }
    let votes = comment.votes();
    facts.extend(votes.score.map(|score| format!("{score:+}")));
    facts.extend(votes.up.map(|up| format!("up {up}")));
    facts.extend(votes.down.map(|down| format!("down {down}")));
    facts.extend(comment.roles().iter().cloned());
    facts.extend(comment.edited().then(|| "edited".to_owned()));
    if comment.state() != State::Live {
        facts.push(format!("{:?}", comment.state()));
    }
    if comment.more() > 0 {
        facts.push(format!("{} more", comment.more()));
    }
    facts.extend(comment.permalink().map(|link| link.to_string()));
    let body = crate::markup::from_body(comment.body());
    format!("{}: {}", facts.join(", "), plain_text(&body).replace('\n', "/"))
}
