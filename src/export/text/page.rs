//! Lines on a page: wrapped, prefixed, inked. Blocks become lines here.

use std::fmt;

use super::ink::{Ink, Role, changes};
use crate::model::{Align, Block, Container, ContainerKind, Content, RichText, Table};
use crate::text::{clip, line_breaks, width};

/// A page is never narrower, and comments are shifted only as far as leaves as much.
pub(super) const MIN_MEASURE: usize = 40;

/// What lists and quotes within each other leave to the text at least, in columns.
const MIN_NESTED: usize = 20;

/// The widest table that is set in columns where no width is asked for.
const MAX_TABLE: usize = 100;

/// How much of a footnote's label is shown before it, in columns.
const MAX_LABEL: usize = 20;

/// Where lines go, and how.
pub(super) struct Page<'w> {
    pub(super) out: &'w mut dyn fmt::Write,
    /// The columns of a line; `None` leaves a paragraph on one.
    pub(super) width: Option<usize>,
    pub(super) color: bool,
    /// Words alone: no signs for quotes and breaks, nothing that a reader of the page would not see.
    pub(super) bare: bool,
    /// Whether anything stands on the page.
    pub(super) begun: bool,
}

/// What stands before the first line of something, and before the others.
struct Prefix {
    first: String,
    rest: String,
}

impl Page<'_> {
    /// A blank line, unless the page is empty.
    pub(super) fn gap(&mut self) -> fmt::Result {
        if self.begun { self.out.write_str("\n") } else { Ok(()) }
    }

    /// The columns that are left behind `prefix`.
    fn measure(&self, prefix: &str) -> usize {
        let left = self.width.map(|all| all.saturating_sub(width(prefix)).max(MIN_NESTED));
        left.unwrap_or(usize::MAX)
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
        let inks = if self.color { changes(text) } else { Vec::new() };
        self.lines(prefix, text.text(), &inks, ink)
    }

    /// Breaks `text` into lines and writes them, in the ink of the place and always in `ink`.
    fn lines(
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
            for line in line_breaks(text, measure) {
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
            Content::Rule => !self.bare,
            Content::Figure { caption, .. } => !self.bare || !caption.is_empty(),
            Content::Paragraph(text) if text.is_empty() => is_item(block.within.last()),
            Content::Paragraph(_) | Content::Code { .. } => true,
            Content::Heading { text, .. } => !text.is_empty(),
            Content::Table(table) => table.columns() > 0,
        }
    }

    fn block(&mut self, prefix: &Prefix, block: &Block) -> fmt::Result {
        match &block.content {
            Content::Heading { text, .. } => self.rich(prefix, text, Ink::of(Role::Heading)),
            Content::Paragraph(text) => self.rich(prefix, text, Ink::NONE),
            Content::Code { text, .. } => self.as_it_is(prefix, text),
            Content::Table(_) if self.bare => self.as_it_is(prefix, &block.plain()),
            Content::Table(table) => self.table(prefix, table),
            Content::Figure { caption, .. } if self.bare => self.rich(prefix, caption, Ink::NONE),
            Content::Figure { alt, caption, .. } => {
                let mark =
                    if alt.is_empty() { "[image]".into() } else { format!("[image: {alt}]") };
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
    fn as_it_is(&mut self, prefix: &Prefix, text: &str) -> fmt::Result {
        let wrapped = self.width.take();
        let outcome = self.lines(prefix, text, &[], Ink::NONE);
        self.width = wrapped;
        outcome
    }

    /// Rows with their cells one under the other, if they fit; else parted by bars.
    fn table(&mut self, prefix: &Prefix, table: &Table) -> fmt::Result {
        let mut columns: Vec<usize> = Vec::new();
        for row in table.all_rows() {
            columns.resize(columns.len().max(row.len()), 0);
            for (column, cell) in columns.iter_mut().zip(row) {
                *column = (*column).max(width(cell.text()));
            }
        }
        let all = columns.iter().fold(0, |all: usize, column| all.saturating_add(column + 2));
        let aligned = all <= self.measure(&prefix.rest).min(MAX_TABLE) + 2;
        let mut prefix = Prefix { first: prefix.first.clone(), rest: prefix.rest.clone() };
        for row in table.all_rows() {
            let mut line = String::new();
            for (at, cell) in row.iter().enumerate() {
                line.push_str(match at {
                    0 => "",
                    _ if aligned => "  ",
                    _ => " | ",
                });
                let column = columns.get(at).copied().filter(|_| aligned).unwrap_or(0);
                let room = column.saturating_sub(width(cell.text()));
                let left = match table.align.get(at).copied().unwrap_or_default() {
                    Align::Left => 0,
                    Align::Center => room / 2,
                    Align::Right => room,
                };
                line.extend(std::iter::repeat_n(' ', left));
                line.push_str(&cell.text().replace('\n', " "));
                line.extend(std::iter::repeat_n(' ', room - left));
            }
            self.as_it_is(&prefix, line.trim_end())?;
            prefix.first.clone_from(&prefix.rest);
        }
        Ok(())
    }

    /// The prefix for a block in `within`, of which the block before stood in the first `shared`.
    fn prefix(&self, indent: &str, within: &[Container], shared: usize) -> Prefix {
        let mut prefix = Prefix { first: indent.into(), rest: indent.into() };
        for (at, container) in within.iter().enumerate() {
            let sign = match &container.kind {
                ContainerKind::Quote if self.bare => continue,
                ContainerKind::Quote => {
                    prefix.first.push_str("> ");
                    prefix.rest.push_str("> ");
                    continue;
                }
                ContainerKind::Item { number: Some(number), .. } => format!("{number}. "),
                ContainerKind::Item { number: None, .. } => "- ".into(),
                ContainerKind::Footnote(label) => format!("[{}] ", clip(label, MAX_LABEL)),
            };
            let blank = " ".repeat(width(&sign));
            prefix.first.push_str(if at < shared { &blank } else { &sign });
            prefix.rest.push_str(&blank);
        }
        prefix
    }
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
