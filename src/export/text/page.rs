//! Lines on a page: wrapped, prefixed, inked. Blocks become lines here.

use std::fmt;
use std::ops::Range;

use super::ink::{Ink, Role};
use super::links::Links;
use super::signs::{Signed, signed};
use super::table;
use crate::markup::picture_name;
use crate::model::{Block, Container, ContainerKind, Content, RichText};
use crate::text::{Breaking, Filling, clip, lines, width};

/// A page is never narrower, and comments are shifted only as far as leaves as much.
pub(super) const MIN_MEASURE: usize = 40;

/// What lists and quotes within each other leave to the text at least, in columns.
const MIN_NESTED: usize = 20;

/// What stands under the title and over the discussion, under other headings, and under low ones.
const TITLE_LINE: &str = "═";
const HEADING_LINE: &str = "─";
const LOW_LINE: &str = "┄";

/// The widest text that is filled, in columns: what it costs grows with the measure.
const WIDEST: usize = 2_000;

/// The longest line under a heading, in columns, where no width is asked for.
const LONGEST_LINE: usize = 100;

/// How much of a footnote's label is shown before it, in columns.
const MAX_LABEL: usize = 20;

/// What stands on a page besides the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dress {
    /// Nothing: no signs for quotes and breaks, nothing that a reader of the page would not see.
    Bare,
    /// Signs for what would be mistaken without them.
    Plain,
    /// All that makes it a page to be read: headings underlined, notes and powers shown as such.
    Full,
}

/// Where lines go, and how.
pub(super) struct Page<'w> {
    pub(super) out: &'w mut dyn fmt::Write,
    /// The columns of a line; `None` leaves a paragraph on one.
    pub(super) width: Option<usize>,
    pub(super) color: bool,
    pub(super) dress: Dress,
    /// The links so far, if they are numbered.
    pub(super) links: Option<Links>,
    /// Whether anything stands on the page.
    pub(super) begun: bool,
}

/// What stands before the first line of something, and before the others.
#[derive(Clone, Debug)]
pub(super) struct Prefix {
    pub(super) first: String,
    pub(super) rest: String,
}

impl Page<'_> {
    /// A blank line, unless the page is empty.
    pub(super) fn gap(&mut self) -> fmt::Result {
        if self.begun { self.out.write_str("\n") } else { Ok(()) }
    }

    fn is_bare(&self) -> bool {
        self.dress == Dress::Bare
    }

    /// Whether this is for a program: not even set in lines. The numbers of lists are no words.
    fn is_raw(&self) -> bool {
        self.is_bare() && self.width.is_none()
    }

    /// The columns that are left behind `prefix`.
    pub(super) fn measure(&self, prefix: &str) -> usize {
        let left = self.width.map(|all| all.saturating_sub(width(prefix)).max(MIN_NESTED));
        left.unwrap_or(usize::MAX)
    }

    /// A blank line behind `indent`, unless the page is empty.
    pub(super) fn gap_in(&mut self, indent: &str) -> fmt::Result {
        if self.begun { writeln!(self.out, "{}", indent.trim_end()) } else { Ok(()) }
    }

    /// A heading over what is not of the text, with a line under it.
    pub(super) fn title(&mut self, title: &str, role: Role) -> fmt::Result {
        self.text("", title, role)?;
        self.underline("", title, TITLE_LINE)
    }

    /// A line as long as the longest of `text`.
    fn underline(&mut self, prefix: &str, text: &str, line: &str) -> fmt::Result {
        if self.dress != Dress::Full {
            return Ok(());
        }
        let widest = if self.width.is_some() {
            let lines = filled(text, self.measure(prefix));
            lines.filter_map(|line| Some(width(text.get(line)?))).max()
        } else {
            text.split('\n').map(width).max()
        };
        writeln!(self.out, "{prefix}{}", line.repeat(widest.unwrap_or(0).min(LONGEST_LINE)))
    }

    /// Text in one ink.
    pub(super) fn text(&mut self, indent: &str, text: &str, role: Role) -> fmt::Result {
        self.pieces(indent, &[(text, Ink::of(role))])
    }

    /// One running text of pieces, each in its ink.
    pub(super) fn pieces(&mut self, indent: &str, pieces: &[(&str, Ink)]) -> fmt::Result {
        let mut text = String::new();
        let mut inks = Vec::new();
        for (piece, ink) in pieces {
            inks.push((text.len(), *ink));
            text.push_str(piece);
        }
        let prefix = Prefix { first: indent.into(), rest: indent.into() };
        self.lines(&prefix, &text, &inks, Ink::NONE)
    }

    fn rich(&mut self, prefix: &Prefix, text: &RichText, ink: Ink) -> fmt::Result {
        let Signed { text, inks } = self.signed(text);
        self.lines(prefix, &text, &inks, ink)
    }

    /// The words of a text with their signs, as far as they have some here, and their inks.
    pub(super) fn signed<'t>(&mut self, text: &'t RichText) -> Signed<'t> {
        signed(text, self.dress == Dress::Full, self.color, self.links.as_mut())
    }

    fn heading(&mut self, prefix: &Prefix, level: u8, text: &RichText) -> fmt::Result {
        let Signed { text, inks } = self.signed(text);
        self.lines(prefix, &text, &inks, Ink::of(Role::Heading))?;
        let line = if level <= 2 { HEADING_LINE } else { LOW_LINE };
        self.underline(&prefix.rest, &text, line)
    }

    /// Breaks `text` into lines and writes them, in the ink of the place and always in `ink`.
    pub(super) fn lines(
        &mut self,
        prefix: &Prefix,
        text: &str,
        inks: &[(usize, Ink)],
        always: Ink,
    ) -> fmt::Result {
        let mut inks = inks.iter().copied().peekable();
        let mut ink = Ink::NONE;
        let mut before = &prefix.first;
        let measure = self.measure(&prefix.rest);
        let mut write_line = |page: &mut Self, start: usize, end: usize| {
            let blank = start == end;
            page.out.write_str(if blank { before.trim_end() } else { before })?;
            before = &prefix.rest;
            let mut at = start;
            while at < end {
                while let Some((_, next)) = inks.next_if(|&(change, _)| change <= at) {
                    ink = next;
                }
                let until = inks.peek().map_or(end, |&(change, _)| change.min(end));
                let piece = text.get(at..until).unwrap_or_default();
                let ink = if page.color { ink.and(always) } else { Ink::NONE };
                ink.write(piece, page.out)?;
                at = until;
            }
            page.begun = true;
            page.out.write_str("\n")
        };
        if self.width.is_some() {
            for line in filled(text, measure) {
                write_line(self, line.start, line.end)?;
            }
        } else {
            let mut start = 0;
            for line in text.split('\n') {
                write_line(self, start, start + line.len())?;
                start += line.len() + 1;
            }
        }
        Ok(())
    }

    /// Blocks, parted by blank lines; the items of a list follow each other.
    pub(super) fn blocks<'b>(
        &mut self,
        indent: &str,
        blocks: impl IntoIterator<Item = &'b Block>,
    ) -> fmt::Result {
        let mut before: Option<&Block> = None;
        for block in blocks {
            if !self.prints(block) {
                continue;
            }
            let above = before.map_or(&[][..], |block| &block.within);
            let shared = shared(above, &block.within);
            if before.is_some() && !is_next_item(above, &block.within, shared) {
                let common = block.within.get(..shared).unwrap_or_default();
                let between = self.prefix(indent, common, shared).rest;
                writeln!(self.out, "{}", between.trim_end())?;
                if self.dress == Dress::Full && matches!(block.content, Content::Heading { .. }) {
                    writeln!(self.out, "{}", between.trim_end())?;
                }
            }
            let prefix = self.prefix(indent, &block.within, shared);
            self.block(&prefix, block)?;
            before = Some(block);
        }
        Ok(())
    }

    /// Whether anything of `block` is to be seen.
    fn prints(&self, block: &Block) -> bool {
        match &block.content {
            Content::Rule => !self.is_bare(),
            Content::Figure { caption, .. } => !self.is_bare() || !caption.is_empty(),
            Content::Paragraph(text) if text.is_empty() => is_item(block.within.last()),
            Content::Paragraph(_) | Content::Code { .. } => true,
            Content::Heading { text, .. } => !text.is_empty(),
            Content::Table(table) => table.columns() > 0,
        }
    }

    fn block(&mut self, prefix: &Prefix, block: &Block) -> fmt::Result {
        match &block.content {
            Content::Heading { level, text } => self.heading(prefix, *level, text),
            Content::Paragraph(text) => self.rich(prefix, text, Ink::NONE),
            Content::Code { text, .. } => self.as_it_is(prefix, text),
            Content::Table(_) if self.is_bare() => self.as_it_is(prefix, &block.plain()),
            Content::Table(table) => table::write(self, prefix, table),
            Content::Figure { caption, .. } if self.is_bare() => {
                self.rich(prefix, caption, Ink::NONE)
            }
            Content::Figure { alt, caption, image } => {
                let named = || picture_name(image).filter(|_| caption.is_empty());
                // What the caption says is not said twice.
                let alt = Some(alt.as_str()).filter(|&alt| alt != caption.text());
                let said = alt.filter(|alt| !alt.is_empty()).or_else(named);
                let mut mark = said.map_or("[image]".into(), |said| format!("[image: {said}]"));
                if let Some(number) = self.links.as_mut().and_then(|links| links.number(image)) {
                    mark.push_str(&number);
                }
                self.lines(prefix, &mark, &[], Ink::of(Role::Meta))?;
                if caption.is_empty() {
                    return Ok(());
                }
                let below = Prefix { first: prefix.rest.clone(), rest: prefix.rest.clone() };
                self.rich(&below, caption, Ink::NONE)
            }
            Content::Rule => self.as_it_is(prefix, "* * *"),
        }
    }

    /// Lines that are never wrapped.
    pub(super) fn as_it_is(&mut self, prefix: &Prefix, text: &str) -> fmt::Result {
        let wrapped = self.width.take();
        let outcome = self.lines(prefix, text, &[], Ink::NONE);
        self.width = wrapped;
        outcome
    }

    /// The prefix for a block in `within`, of which the block before stood in the first `shared`.
    fn prefix(&self, indent: &str, within: &[Container], shared: usize) -> Prefix {
        let mut prefix = Prefix { first: indent.into(), rest: indent.into() };
        for (at, container) in within.iter().enumerate() {
            let sign = match &container.kind {
                ContainerKind::Quote if self.is_bare() => continue,
                ContainerKind::Quote => {
                    prefix.first.push_str("> ");
                    prefix.rest.push_str("> ");
                    continue;
                }
                ContainerKind::Item { number: Some(number), .. } if !self.is_raw() => {
                    format!("{number}. ")
                }
                ContainerKind::Item { .. } => "- ".into(),
                ContainerKind::Footnote(_) if self.is_raw() => continue,
                ContainerKind::Footnote(label) => format!("[{}] ", clip(label, MAX_LABEL)),
            };
            let blank = " ".repeat(width(&sign));
            prefix.first.push_str(if at < shared { &blank } else { &sign });
            prefix.rest.push_str(&blank);
        }
        prefix
    }
}

/// The lines of a text that are as even as they can be.
pub(super) fn filled(text: &str, measure: usize) -> impl Iterator<Item = Range<usize>> {
    let filling = Filling { breaking: Breaking::Optimal, ..Filling::plain(measure.min(WIDEST)) };
    lines(text, filling).map(|line| line.range)
}

/// How many containers both stand in.
fn shared(above: &[Container], below: &[Container]) -> usize {
    above.iter().zip(below).take_while(|(above, below)| above.id == below.id).count()
}

fn is_item(container: Option<&Container>) -> bool {
    container.is_some_and(|container| matches!(container.kind, ContainerKind::Item { .. }))
}

/// Whether `below` opens an item right under one: the next of its list, or the first inside it.
fn is_next_item(above: &[Container], below: &[Container], shared: usize) -> bool {
    if !is_item(below.get(shared)) {
        return false;
    }
    match above.get(shared) {
        Some(above) => is_item(Some(above)),
        None => is_item(shared.checked_sub(1).and_then(|last| above.get(last))),
    }
}
