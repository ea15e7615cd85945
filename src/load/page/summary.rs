//! What a loader reads from a page, as lines that a test can state.

use std::fmt::Write;

use crate::load::{Collector, Input, Likelihood, Loader, Reads, Stream};
use crate::model::{Comment, Created, Document, State, plain_text};

/// The document that is in `bytes`, which the loader knows for its own.
pub(in crate::load) fn document(loader: &Loader, bytes: &[u8]) -> Document {
    let mut sink = Collector::default();
    let input = Input { bytes, name: "page.html", ..Input::default() };
    assert!((loader.sniff)(&input) > Likelihood::Fallback);
    match loader.load {
        Reads::Stream(load) => {
            load(&input, Stream::new(bytes.to_vec(), None), &mut sink).unwrap();
        }
        Reads::Whole(load) => load(&input, &mut sink).unwrap(),
    }
    sink.finish()
}

/// All that is known of the article and the comments, a line for each, then the warnings.
pub(in crate::load) fn outline(loader: &Loader, bytes: &[u8]) -> String {
    let document = document(loader, bytes);
    let article = &document.article;
    let mut facts = vec![article.title.clone().unwrap_or_default()];
    facts.extend(article.byline.clone());
    facts.extend(article.published.map(crate::text::minute));
    facts.extend(document.provenance.declared.map(|declared| format!("{declared} declared")));
    let text = plain_text(&article.blocks).replace('\n', "/");
    let mut out = format!("{}: {text}\n", facts.join(", "));
    for comment in document.thread.comments() {
        writeln!(out, "{}", line(comment)).unwrap();
    }
    out + &document.provenance.warnings.join("\n")
}

fn line(comment: Comment<'_>) -> String {
    let indent = " ".repeat(comment.depth() as usize);
    let mut facts = vec![format!("{indent}{}", comment.name()), comment.author().to_owned()];
    match comment.created() {
        Created::Unknown => {}
        Created::At(at) => facts.push(crate::text::minute(at)),
        Created::Ago { text, seconds } => facts.push(format!("{text} {seconds:?}")),
    }
    let votes = comment.votes();
    facts.extend(votes.score.map(|score| format!("{score:+}")));
    facts.extend(votes.up.map(|up| format!("up {up}")));
    facts.extend(votes.down.map(|down| format!("down {down}")));
    facts.extend(comment.roles().iter().cloned());
    if comment.edited() {
        facts.push("edited".into());
    }
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
