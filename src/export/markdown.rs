//! Markdown ([CommonMark]), for notes and for anything that renders it.
//!
//! A reply stands in the quote of what it answers, so that a thread reads as one wherever quotes
//! are shown by a bar. Renderers slow down or give up on quotes without end, so the depth of
//! quotes has a limit; deeper replies name whom they answer.
//!
//! [CommonMark]: https://spec.commonmark.org/0.31.2/

use std::fmt;

use super::facts::{self, BETWEEN};
use super::{Exporter, Options, Part};
use crate::markup::{escape_markdown, from_body, to_markdown};
use crate::model::{Arrangement, Article, Comment, Document, Thread};

pub(super) const EXPORTER: Exporter =
    Exporter { name: "markdown", ending: "md", about: "Markdown, replies as nested quotes", write };

/// The most quotes that a comment is put in.
const MAX_LEVELS: usize = 10;

const LEVEL: &str = "> ";

fn write(document: &Document, options: &Options, out: &mut dyn fmt::Write) -> fmt::Result {
    let mut begun = false;
    if options.article() {
        for part in article_parts(&document.article) {
            out.write_str(if begun { "\n" } else { "" })?;
            write_quoted("", &part, out)?;
            begun = true;
        }
    }
    if options.only == Part::Thread || (options.thread() && !document.thread.is_empty()) {
        out.write_str(if begun { "\n" } else { "" })?;
        write_thread(document, options, out)?;
    }
    Ok(())
}

/// What the article consists of; a blank line goes between.
fn article_parts(article: &Article) -> Vec<String> {
    let escaped = |text: &String| escape_markdown(text);
    let mut parts = Vec::new();
    parts.extend(article.headline().map(|title| format!("# {}", escape_markdown(title))));
    parts.extend(facts::byline(article).map(|byline| format!("*{}*", escape_markdown(&byline))));
    parts.push(to_markdown(&article.blocks));
    let around = article.about.iter().chain(&article.notices).map(escaped);
    parts.extend(around.map(|notice| format!("*{notice}*")));
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn write_thread(document: &Document, options: &Options, out: &mut dyn fmt::Write) -> fmt::Result {
    let thread = &document.thread;
    writeln!(out, "## {}", escape_markdown(&facts::thread_title(document, options.order)))?;
    let arrangement = Arrangement::new(thread, options.order);
    let mut above = 0;
    for position in 0..arrangement.len() {
        let Some(comment) = arrangement.at(position).and_then(|id| thread.get(id)) else {
            continue;
        };
        let depth = arrangement.depth(comment) as usize;
        let levels = depth.min(MAX_LEVELS);
        // A reply continues the quotes around what it answers; its own must begin anew, or
        // two comments beside each other would be one quote.
        let shared = if levels > above { above } else { levels.saturating_sub(1) };
        writeln!(out, "{}", LEVEL.repeat(shared).trim_end())?;
        let prefix = LEVEL.repeat(levels);
        let place_shows = depth <= MAX_LEVELS && !arrangement.is_flat();
        write_quoted(&prefix, &header(thread, comment, place_shows), out)?;
        let body = to_markdown(&from_body(comment.body()));
        let more = facts::more(comment).map(|more| format!("*{}*", escape_markdown(&more)));
        for part in [Some(body), more].into_iter().flatten() {
            if !part.trim().is_empty() {
                writeln!(out, "{}", prefix.trim_end())?;
                write_quoted(&prefix, &part, out)?;
            }
        }
        above = levels;
    }
    Ok(())
}

/// `**author** (roles) · +48 · [date](permalink) · edited`.
fn header(thread: &Thread, comment: Comment<'_>, place_shows: bool) -> String {
    let mut header = format!("**{}**", escape_markdown(facts::author(comment)));
    let roles = facts::roles(comment);
    if !roles.is_empty() {
        header.push_str(" (");
        header.push_str(&escape_markdown(&roles));
        header.push(')');
    }
    let plain = |fact: String| escape_markdown(&fact);
    let created = facts::created(comment).map(plain);
    let link = comment.permalink();
    let dated = match link.as_deref().and_then(facts::web_address) {
        Some(address) => Some(format!("[{}]({address})", created.unwrap_or_else(|| "link".into()))),
        None => created,
    };
    let facts: [Option<String>; 6] = [
        comment.subject().map(|subject| format!("**{}**", escape_markdown(subject))),
        // Signs and digits alone, and never at the start of a line.
        facts::votes(comment.votes()),
        dated,
        comment.edited().then(|| "edited".into()),
        facts::state(comment).map(|state| format!("*{}*", state.trim_matches(['[', ']']))),
        facts::answers(thread, comment, place_shows).map(plain),
    ];
    for fact in facts.into_iter().flatten() {
        header.push_str(BETWEEN);
        header.push_str(&fact);
    }
    header
}

/// Writes the lines of `text`, each behind `prefix`.
fn write_quoted(prefix: &str, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
    for line in text.trim_end_matches('\n').split('\n') {
        out.write_str(if line.is_empty() { prefix.trim_end() } else { prefix })?;
        out.write_str(line)?;
        out.write_str("\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Body, BodyKind, Created, NewComment, Parent, Votes};

    fn export(document: &Document) -> String {
        let mut out = String::new();
        write(document, &Options::default(), &mut out).unwrap();
        out
    }

    fn comment(id: &str, parent: Option<&str>, text: &str) -> NewComment<'static> {
        NewComment {
            id: Some(id.to_owned().into()),
            parent: parent.map_or(Parent::Root, |parent| Parent::Id(parent.to_owned().into())),
            author: id.to_uppercase().into(),
            body: Body { kind: BodyKind::Plain, text: text.to_owned().into() },
            ..NewComment::default()
        }
    }

    #[test]
    fn a_thread_is_nested_quotes() {
        let mut document = Document::default();
        document.article.title = Some("The light".into());
        document.article.byline = Some("Ines Varga".into());
        document.article.blocks = vec![Block::paragraph("One"), Block::paragraph("Two")];
        document.article.notices = vec!["Join in".into()];
        document.thread.extend([
            NewComment { more: 2, ..comment("ada", None, "Yes\n\nNo") },
            NewComment {
                votes: Votes { score: Some(7), ..Votes::default() },
                created: Created::At(1_777_795_512),
                permalink: Some("https://quay.example/c".into()).into(),
                ..comment("pim", Some("ada"), "Why")
            },
            comment("bo", Some("pim"), "So"),
            comment("lea", Some("ada"), "Ah"),
            NewComment { subject: "Who *pays*".into(), ..comment("tom", None, "Oh") },
        ]);
        // The texts have nothing that is escaped, but for what is always said of the facts.
        let plain = export(&document).replace('\\', "");
        insta::assert_snapshot!(plain, @r"
        # The light

        *Ines Varga*

        One

        Two

        *Join in*

        ## 5 comments

        **ADA**

        Yes

        No

        *2 more replies not loaded*

        > **PIM** · +7 · [3 May 2026 08:05 UTC](https://quay.example/c)
        >
        > Why
        >
        > > **BO**
        > >
        > > So

        > **LEA**
        >
        > Ah

        **TOM** · **Who *pays***

        Oh
        ");
    }

    #[test]
    fn a_hostile_depth_has_an_end() {
        let chain = |at: usize| {
            let parent = at.checked_sub(1).map(|parent| parent.to_string());
            comment(&at.to_string(), parent.as_deref(), "So")
        };
        let mut document = Document::default();
        document.thread.extend((0..20_000).map(chain));
        let out = export(&document);
        let deepest = out.lines().map(|line| line.matches('>').count()).max();
        assert_eq!(deepest, Some(MAX_LEVELS));
        assert!(out.contains("answers 19998"));
    }
}
