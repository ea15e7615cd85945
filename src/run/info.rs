//! `--info`: what was found in a source. `--explain`: how the article of a page was found.

use std::io::{self, Read, Write};

use anyhow::{Context, Result};

use super::UNWRITABLE;
use super::source::Source;
use crate::limits::Limits;
use crate::load::{self, Input};
use crate::model::{Comment, Created, Document, Entries, State};
use crate::text::minute;

/// Prints which parts of a page were weighed as its article, and why one won.
pub(super) fn explain(source: &Source, limits: Limits) -> Result<()> {
    let mut bytes = Vec::new();
    source.open(limits)?.bytes.take(limits.page as u64).read_to_end(&mut bytes)?;
    let name = source.name();
    let input = Input { bytes: &bytes, name: &name, limits, ..Input::default() };
    let lines = load::explain(&input)?;
    io::stdout().lock().write_all(lines.as_bytes()).context(UNWRITABLE)
}

/// Prints what was found, a fact a line.
pub(super) fn print(document: &Document, source: &Source) -> Result<()> {
    let mut out = io::stdout().lock();
    let thread = &document.thread;
    let article = &document.article;
    let count = |wanted: fn(Comment<'_>) -> bool| thread.comments().filter(|&c| wanted(c)).count();
    let depth = thread.comments().map(Comment::depth).max().unwrap_or(0);
    let roots = count(|comment| comment.parent().is_none());
    let gone = count(|comment| matches!(comment.state(), State::Deleted | State::Removed));
    let unsure = count(|comment| !comment.confidence().is_sure());
    let votes = count(|comment| comment.votes().score.is_some());
    let words = article.words();

    let mut line = |name: &str, value: String| {
        if value.is_empty() { Ok(()) } else { writeln!(out, "{name:<10}{value}") }
    };
    let published = article.published.map(minute).or_else(|| article.published_text.clone());
    line("source", source.name())?;
    line("loader", document.provenance.loader.clone())?;
    line("title", article.title.clone().unwrap_or_default())?;
    line("byline", article.byline.clone().unwrap_or_default())?;
    line("site", article.site.clone().unwrap_or_default())?;
    line("published", published.unwrap_or_default())?;
    line("article", format!("{} blocks, {words} words", article.blocks.len()))?;
    let entries = Entries::of(article, thread);
    if entries.articles > 0 {
        line("articles", entries.articles.to_string())?;
    }
    line("comments", declared(document, entries.comments))?;
    if !thread.is_empty() {
        // Of a feed each article is one.
        let threads = if entries.articles > 0 { String::new() } else { roots.to_string() };
        line("threads", threads)?;
        line("depth", depth.to_string())?;
        line("people", thread.people().to_string())?;
        line("span", span(document))?;
        line("votes", some_of(votes, thread.len()))?;
    }
    if gone > 0 {
        line("deleted", gone.to_string())?;
    }
    if unsure > 0 {
        line("unsure", format!("{unsure} of {} parents are guesses", thread.len() - roots))?;
    }
    if thread.missing() > 0 {
        line("missing", format!("{} replies are not in the source", thread.missing()))?;
    }
    for warning in &document.provenance.warnings {
        line("warning", warning.clone())?;
    }
    Ok(())
}

fn declared(document: &Document, found: usize) -> String {
    match document.provenance.declared {
        Some(declared) if declared != found as u64 => format!("{found} of {declared}"),
        _ => found.to_string(),
    }
}

fn some_of(some: usize, all: usize) -> String {
    match some {
        0 => "unknown".to_owned(),
        _ if some == all => "known".to_owned(),
        _ => format!("known of {some}, unknown of {}", all - some),
    }
}

/// From the first to the last comment, as far as the source tells.
fn span(document: &Document) -> String {
    let mut instants = Vec::new();
    let mut ages = Vec::new();
    for comment in document.thread.comments() {
        match comment.created() {
            Created::At(at) => instants.push(at),
            Created::Ago { text, seconds: Some(seconds) } => ages.push((seconds, text)),
            _ => {}
        }
    }
    if let (Some(&first), Some(&last)) = (instants.iter().min(), instants.iter().max()) {
        return format!("{} to {}", minute(first), minute(last));
    }
    match (ages.iter().max(), ages.iter().min()) {
        (Some((_, oldest)), Some((_, newest))) if oldest == newest => (*oldest).to_owned(),
        (Some((_, oldest)), Some((_, newest))) => format!("{oldest} to {newest}"),
        _ => "unknown".to_owned(),
    }
}
