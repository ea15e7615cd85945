//! Tables of HTML. A cell is running text; blocks and tables in it are only its lines.

use dom_query::{Element, NodeRef};

use super::elements::Role;
use super::html::{Frame, Reader, attribute};
use super::normal::sound_table;
use crate::model::{Align, RichText, Table};

/// How many empty cells may come from cells that span columns, in a whole text.
const MAX_SPANNED: usize = 10_000;

/// A table that is being read.
#[derive(Default)]
pub(super) struct OpenTable {
    table: Table,
    row: Vec<RichText>,
    /// Whether every cell of the row so far is a heading.
    heads: bool,
    in_head: bool,
    /// How many cells the one being read goes over, after the first.
    span: usize,
}

impl Reader {
    /// A row, a cell, or a group of rows. In a table that only lays out a page they are blocks.
    pub(super) fn table_part(&mut self, role: &Role, element: &Element) -> Frame {
        let Some(open) = &mut self.table else { return Frame::Block };
        match role {
            Role::Rows { head } => {
                open.in_head = *head;
                Frame::Block
            }
            Role::Cell { head } => {
                let column = open.row.len();
                open.heads = *head && (column == 0 || open.heads);
                open.span = attribute(element, "colspan")
                    .and_then(|span| span.trim().parse::<usize>().ok())
                    .map_or(0, |span| span.saturating_sub(1));
                set_align(&mut open.table.align, column, align(element));
                self.flat += 1;
                Frame::Cell
            }
            _ => Frame::Row,
        }
    }

    pub(super) fn end_cell(&mut self) {
        self.flat -= 1;
        let text = self.builder.run.take().into_text();
        let Some(open) = &mut self.table else { return };
        open.row.push(text);
        let spanned = open.span.min(MAX_SPANNED.saturating_sub(self.spanned));
        self.spanned += spanned;
        open.row.resize(open.row.len() + spanned, RichText::default());
    }

    /// The first row is the header if it says so, or if all its cells do.
    pub(super) fn end_row(&mut self) {
        let Some(open) = &mut self.table else { return };
        let row = std::mem::take(&mut open.row);
        let is_first = open.table.rows.is_empty() && open.table.header.is_empty();
        if is_first && (open.in_head || open.heads) {
            open.table.header = row;
        } else {
            open.table.rows.push(row);
        }
    }

    pub(super) fn end_table(&mut self) {
        let Some(open) = self.table.take() else { return };
        for content in sound_table(open.table) {
            self.builder.push(content);
        }
    }
}

fn set_align(columns: &mut Vec<Align>, column: usize, align: Align) {
    if align != Align::Left {
        if columns.len() <= column {
            columns.resize(column + 1, Align::Left);
        }
        if let Some(known) = columns.get_mut(column).filter(|known| **known == Align::Left) {
            *known = align;
        }
    }
}

/// Where a cell says that its text stands, by attribute or style.
fn align(element: &Element) -> Align {
    let style = attribute(element, "style").and_then(|style| {
        style.split(';').find_map(|rule| {
            let (name, value) = rule.split_once(':')?;
            name.trim().eq_ignore_ascii_case("text-align").then_some(value)
        })
    });
    let word = style.or_else(|| attribute(element, "align")).unwrap_or_default().trim();
    let is = |known: &str| word.get(..known.len()).is_some_and(|w| w.eq_ignore_ascii_case(known));
    if is("center") {
        Align::Center
    } else if is("right") || is("end") {
        Align::Right
    } else {
        Align::Left
    }
}

/// Whether a table only lays out a page: it says so, or it has one column and no heading.
///
/// Looks at its own rows, so that tables in each other cost no more than their rows.
pub(super) fn is_layout(table: &NodeRef<'_>, role: Option<&str>) -> bool {
    let is_data = |row: &NodeRef<'_>| {
        let mut cells = row.children_it(false).filter(NodeRef::is_element);
        match cells.next() {
            Some(first) => first.has_name("th") || cells.next().is_some(),
            None => false,
        }
    };
    let has_data = |part: NodeRef<'_>| {
        if part.has_name("tr") {
            is_data(&part)
        } else {
            part.children_it(false).any(|row| is_data(&row))
        }
    };
    matches!(role, Some("presentation" | "none")) || !table.children_it(false).any(has_data)
}
