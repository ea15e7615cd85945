//! For the tests of loaders: what came out of a source, a line for each comment.

use super::{Collector, Input, LoadError, Loader, Reads, Stream};
use crate::model::{Comment, Created, Document, State, plain_text};

/// Reads `source` with `loader`.
pub(super) fn read(loader: &Loader, source: &str) -> Result<Document, LoadError> {
    let mut sink = Collector::default();
    let input = Input { bytes: source.as_bytes(), ..Input::default() };
    match loader.load {
        Reads::Whole(load) => load(&input, &mut sink)?,
        Reads::Stream(load) => {
            load(&input, Stream::new(source.as_bytes().to_vec(), None), &mut sink)?;
        }
    }
    Ok(sink.finish())
}

/// `depth id author @time score(+up-down) +missing state roles link: words`, without what is not
/// there.
pub(super) fn lines(document: &Document) -> Vec<String> {
    document.thread.comments().map(line).collect()
}

fn line(comment: Comment<'_>) -> String {
    let mut facts = vec![comment.depth().to_string(), comment.name().to_owned()];
    facts.push(comment.author().to_owned());
    if let Created::At(at) = comment.created() {
        facts.push(format!("@{at}"));
    }
    let votes = comment.votes();
    facts.extend(votes.score.map(|score| score.to_string()));
    if let (Some(up), Some(down)) = (votes.up, votes.down) {
        facts.push(format!("(+{up}-{down})"));
    }
    if comment.more() > 0 {
        facts.push(format!("+{}", comment.more()));
    }
    match comment.state() {
        State::Live => {}
        state => facts.push(format!("{state:?}").to_lowercase()),
    }
    if comment.edited() {
        facts.push("edited".into());
    }
    facts.extend(comment.roles().iter().cloned());
    facts.extend(comment.permalink().map(std::borrow::Cow::into_owned));
    facts.retain(|fact| !fact.is_empty());
    format!("{}: {}", facts.join(" "), words(comment))
}

fn words(comment: Comment<'_>) -> String {
    let blocks = crate::markup::from_body(comment.body());
    plain_text(&blocks).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The article's facts, those that are there.
pub(super) fn article(document: &Document) -> Vec<String> {
    let article = &document.article;
    let texts = [&article.title, &article.byline, &article.site, &article.url, &article.image];
    let mut facts: Vec<String> = texts.into_iter().flatten().cloned().collect();
    facts.extend(article.published.map(|at| format!("@{at}")));
    facts.extend(article.updated.map(|at| format!("updated @{at}")));
    facts.extend(article.tags.iter().map(|tag| format!("#{tag}")));
    let words = plain_text(&article.blocks);
    facts.extend(Some(words.split_whitespace().collect::<Vec<_>>().join(" ")));
    facts.retain(|fact| !fact.is_empty());
    facts
}
