//! A saved page of [Hacker News](https://news.ycombinator.com): an item and what is said about it, a
//! comment with its replies, or one of the lists of comments, as the site laid them out from 2007 on.
//!
//! Nothing specifies the markup; all layouts have in common that a comment is a row with a cell
//! `td.default`, and that its depth is an indent: the attribute of `td.ind`, or the width of a spacer
//! image, 40 pixels a level. What bites: old texts are in `<font>`, whose end tag comes too late, so
//! that the link to reply lies in the text; ids are in the links where rows have none; exact times
//! came late, and name no zone, which is UTC. What is deleted, flagged or dead says so in brackets.
//! The number at the fold of a comment counts what it holds, here or not; long discussions go on
//! behind a link "More".

mod row;
mod story;

use super::page::{Page, Times, holds, number, say, sniffed, tagged};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::model::{CommentId, NewComment, Parent};
use row::Row;
use story::Story;

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "hn_html",
    about: "a saved page of Hacker News",
    extensions: &["html", "htm"],
    marks: &[&["hnmain", "Hacker News"]],
    sniff,
    load: Reads::Stream(load),
};

/// What a comment stands in: a cell by its class, or by the head that is in it.
const CELLS: &str = "td.default, td:has(> div > .comhead), td:has(> div > span > .comhead)";

/// Where its relative links lead.
const SITE: &str = "https://news.ycombinator.com";

/// The frame of all pages since 2013 with a cell that only comments and items have; before that the
/// title, and the same cell.
fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(page) = sniffed(input) else { return Likelihood::No };
    // Until 2011 the name stood first.
    let titles = ["Hacker News</title>", "<title>Hacker News |"];
    let has_cells = || tagged(&page, "class", "default");
    let is_framed =
        tagged(&page, "id", "hnmain") && (tagged(&page, "class", "fatitem") || has_cells());
    let is_old = || {
        titles.iter().any(|title| holds(&page, title))
            && has_cells()
            && tagged(&page, "class", "comhead")
    };
    if is_framed || is_old() { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let mut times = Times::default();
    let cells = page.all(CELLS);
    let story = Story::of(&page, &cells);
    if !story.is_there() && cells.is_empty() {
        let cause = "it has neither an item nor comments".into();
        return Err(LoadError::Broken { name: input.name.to_owned(), format: LOADER.name, cause });
    }
    let mut reader =
        Reader { sink, intake: Intake::by_id(), open: Vec::new(), counts: Vec::new(), empty: 0 };
    reader.intake.builder.set_permalinks(&format!("{SITE}/item?id="), "");
    reader.sink.article(story.article(&mut times));
    for cell in cells.iter().filter(|cell| !story.holds(cell)) {
        if reader.sink.stopped() {
            break;
        }
        let row = Row::of(cell, &mut times);
        reader.comment(row, &story);
    }
    reader.missing(&page, &story);
    let Reader { intake, empty, .. } = reader;
    intake.finish(sink);
    times.finish(sink);
    say(sink, empty, "has no text", "have no text");
    Ok(())
}

struct Reader<'s> {
    sink: &'s mut dyn Sink,
    intake: Intake,
    /// The way down to the last comment: indents and places.
    open: Vec<(u32, CommentId)>,
    /// For each comment its parent, and how many comments its fold says that it holds.
    counts: Vec<(Option<CommentId>, Option<u64>)>,
    empty: usize,
}

impl Reader<'_> {
    fn comment(&mut self, row: Row<'_>, story: &Story<'_>) {
        while self.open.last().is_some_and(|(indent, _)| *indent >= row.indent) {
            self.open.pop();
        }
        let above = self.open.last().map(|(_, at)| *at);
        // In a list of comments from everywhere a link names the parent.
        let named = row.parent.clone().filter(|_| above.is_none() && !story.is_there());
        let parent = match (above, named) {
            (Some(at), _) => Parent::At(at),
            (None, Some(id)) => Parent::Id(id.into()),
            (None, None) => Parent::Root,
        };
        self.empty += usize::from(row.is_empty());
        let (indent, holds) = (row.indent, row.holds);
        let comment = row.comment(story.author());
        let at = self.intake.push(NewComment { parent, ..comment }, self.sink);
        self.counts.push((above, holds));
        self.open.push((indent, at));
    }

    /// Counts what is not in the page: by the folds, and by the number of comments where a link
    /// leads to more of them.
    fn missing(&mut self, page: &Page, story: &Story<'_>) {
        let mut here = vec![1_u64; self.counts.len()];
        let mut known = vec![0_u64; self.counts.len()];
        let mut found = Vec::new();
        for (at, (parent, holds)) in self.counts.iter().enumerate().rev() {
            let own = here.get(at).copied().unwrap_or(1);
            let below = known.get(at).copied().unwrap_or(0);
            // What is missing below is missing here too, and counted there.
            let lacks = holds.unwrap_or(0).saturating_sub(own);
            if lacks > below {
                found.push((at, lacks - below));
            }
            let Some(parent) = parent.map(CommentId::index) else { continue };
            if let (Some(here), Some(known)) = (here.get_mut(parent), known.get_mut(parent)) {
                *here += own;
                *known += lacks.max(below);
            }
        }
        let builder = &mut self.intake.builder;
        for (at, lacks) in found {
            let at = u32::try_from(at).ok().map(CommentId);
            builder.add_missing(at, u32::try_from(lacks).unwrap_or(u32::MAX));
        }
        let declared = story.declared();
        if let Some(declared) = declared {
            self.sink.declared(declared);
        }
        if has_more(page) {
            let found = builder.len() as u64 + builder.thread().missing();
            let lacks = declared.unwrap_or(0).saturating_sub(found);
            builder.add_missing(None, u32::try_from(lacks).unwrap_or(u32::MAX));
            self.sink
                .warning("the discussion goes on in another page, to which a link leads".into());
        }
    }
}

/// Whether a link leads to the next page.
fn has_more(page: &Page) -> bool {
    page.first("a.morelink, td.title > a[href^=\"/x?\"], td.title > a[href^=\"x?\"]").is_some()
}

/// The number in `item?id=NUMBER`.
fn item(address: &str) -> Option<String> {
    let (_, id) = address.split_once("item?id=")?;
    let digits: String = id.chars().take_while(char::is_ascii_digit).collect();
    Some(digits).filter(|digits| !digits.is_empty())
}

/// A number of comments as printed: `124 comments`; a new item has a link to `discuss`.
fn comments(line: &str) -> Option<u64> {
    if line == "discuss" {
        return Some(0);
    }
    let counts = line.ends_with("comments") || line.ends_with("comment");
    u64::try_from(number(line)?).ok().filter(|_| counts)
}

#[cfg(test)]
mod tests;
