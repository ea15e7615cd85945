//! For tests: everything that a loader makes of an input, a line each.

use super::{Collector, Input, Loader, Reads, Stream};
use crate::markup::from_body;
use crate::model::{Comment, Created, Document, State, plain_text};

/// What `loader` makes of `bytes`, which it must take.
pub(super) fn document(loader: &Loader, bytes: &[u8]) -> Document {
    let mut sink = Collector::default();
    let input = Input { bytes, name: "test", ..Input::default() };
    match loader.load {
        Reads::Whole(load) => load(&input, &mut sink).unwrap(),
        Reads::Stream(load) => load(&input, Stream::new(bytes.to_vec(), None), &mut sink).unwrap(),
    }
    sink.finish()
}

/// The article in a line, then each comment: depth, id, author, votes, time, and what else there is
/// to say of it, then its text; then the warnings.
pub(super) fn facts(loader: &Loader, bytes: &[u8]) -> Vec<String> {
    let document = document(loader, bytes);
    let article = &document.article;
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    let time = |at: Option<i64>| at.map_or("-".into(), |at| at.to_string());
    let mut lines = vec![format!(
        "{} | {} | {} | {} {} | {} | {} | {}",
        or_none(&article.title),
        or_none(&article.byline),
        or_none(&article.site),
        time(article.published),
        time(article.updated),
        or_none(&article.url),
        article.tags.join(" "),
        plain_text(&article.blocks).replace('\n', " / "),
    )];
    lines.extend(article.notices.iter().map(|notice| format!("~ {notice}")));
    lines.extend(document.thread.comments().map(comment));
    if document.thread.missing() > 0 {
        lines.push(format!("missing {}", document.thread.missing()));
    }
    if let Some(declared) = document.provenance.declared {
        lines.push(format!("declared {declared}"));
    }
    lines.extend(document.provenance.warnings.iter().map(|warning| format!("! {warning}")));
    lines
}

fn comment(comment: Comment<'_>) -> String {
    let number = |n: Option<i32>| n.map_or("?".to_owned(), |n| n.to_string());
    let votes = comment.votes();
    let created = match comment.created() {
        Created::Unknown => "?".to_owned(),
        Created::At(at) => at.to_string(),
        Created::Ago { text, .. } => format!("({text})"),
    };
    let mut line = vec![format!(
        "{} {} {} {}",
        comment.depth(),
        comment.name(),
        if comment.author().is_empty() { "-" } else { comment.author() },
        number(votes.score),
    )];
    if votes.up.is_some() || votes.down.is_some() {
        line.push(format!("={}-{}", number(votes.up), number(votes.down)));
    }
    line.push(created);
    line.extend(comment.subject().map(|subject| format!("{subject:?}")));
    line.extend(comment.edited().then(|| "edited".to_owned()));
    line.extend((comment.state() != State::Live).then(|| format!("{:?}", comment.state())));
    line.extend((comment.more() > 0).then(|| format!("+{}", comment.more())));
    let roles = comment.roles();
    line.extend((!roles.is_empty()).then(|| format!("[{}]", roles.join(", "))));
    line.extend(comment.permalink().map(|link| format!("<{link}>")));
    let text = plain_text(&from_body(comment.body()));
    format!("{}: {}", line.join(" "), text.trim().replace('\n', " / "))
}
