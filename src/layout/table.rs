//! Tables that fit: columns as wide as they need while there is room, then wrapped, and where not
//! even that leaves readable columns, a row becomes a list of `name: value`.

use super::blocks::{inset, rich_rows};
use super::row::{Piece, Role, Row, Spot};
use crate::model::{Align, RichText, Table};
use crate::text::width;

/// Columns between two columns of a table.
const GAP: usize = 2;
/// A column is never made narrower than this to fit, in columns.
const NARROWEST: usize = 6;

/// The rows of `table` at `measure` columns. Costs O(cells × rounds of fitting).
pub(super) fn rows(table: &Table, base: usize, measure: usize) -> Vec<Row> {
    let count = table.columns();
    if count == 0 {
        return vec![Row::new(Spot::Text(base))];
    }
    match fit(table, count, measure) {
        Some(widths) => grid(table, base, &widths),
        None => records(table, base, measure),
    }
}

/// A width for each column so that all fit, or `None` if they cannot.
fn fit(table: &Table, count: usize, measure: usize) -> Option<Vec<usize>> {
    let room = measure.checked_sub(GAP * (count - 1))?;
    let mut wanted = vec![1; count];
    for row in table.all_rows() {
        for (cell, wanted) in row.iter().zip(&mut wanted) {
            let lines = cell.text().split('\n').map(width);
            *wanted = lines.fold(*wanted, usize::max);
        }
    }
    let least: usize = wanted.iter().map(|&wanted| wanted.min(NARROWEST)).sum();
    if least > room {
        return None;
    }
    // The widest columns share what is left when the narrow ones have all they want.
    let mut order: Vec<usize> = wanted.clone();
    order.sort_unstable();
    let (mut left, mut open) = (room, count);
    let mut limit = room;
    for want in order {
        limit = left / open;
        if want > limit {
            break;
        }
        left -= want;
        open -= 1;
        limit = usize::MAX;
    }
    Some(wanted.into_iter().map(|want| want.min(limit)).collect())
}

fn grid(table: &Table, base: usize, widths: &[usize]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut at = base;
    for (number, cells) in table.all_rows().enumerate() {
        let head = number == 0 && !table.header.is_empty();
        let role = if head { Role::Heading } else { Role::Text };
        let mut laid: Vec<Vec<Row>> = Vec::with_capacity(widths.len());
        let start = at;
        for (cell, &width) in cells.iter().zip(widths) {
            laid.push(rich_rows(cell, at, width, role));
            at += cell.len() + 1;
        }
        let height = laid.iter().map(Vec::len).max().unwrap_or(1);
        let mut columns: Vec<_> = laid.into_iter().map(Vec::into_iter).collect();
        for _ in 0..height {
            let mut row = Row::new(Spot::Text(start));
            for (index, (lines, &width)) in columns.iter_mut().zip(widths).enumerate() {
                let pieces = lines.next().map(|row| row.pieces).unwrap_or_default();
                push_cell(&mut row, pieces, width, index, align(table, index));
            }
            rows.push(row);
        }
        if head {
            let mut line = Row::new(Spot::Text(start));
            let length = widths.iter().sum::<usize>() + GAP * (widths.len() - 1);
            line.pieces.push(Piece::added("─".repeat(length), Role::Guide));
            rows.push(line);
        }
    }
    rows
}

fn align(table: &Table, column: usize) -> Align {
    table.align.get(column).copied().unwrap_or_default()
}

fn push_cell(row: &mut Row, pieces: Vec<Piece>, columns: usize, index: usize, align: Align) {
    let used: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
    let free = columns.saturating_sub(used);
    let left = match align {
        Align::Left => 0,
        Align::Center => free / 2,
        Align::Right => free,
    };
    let gap = if index > 0 { GAP } else { 0 };
    row.pieces.push(Piece::added(" ".repeat(gap + left), Role::Text));
    row.pieces.extend(pieces);
    row.pieces.push(Piece::added(" ".repeat(free - left), Role::Text));
}

/// A row as a list of its cells, each under its column's name.
fn records(table: &Table, base: usize, measure: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut at = base;
    let inset = inset(measure);
    let header_length: usize = table.header.iter().map(|cell| cell.len() + 1).sum();
    if !table.header.is_empty() {
        at += header_length;
    }
    for (number, cells) in table.rows.iter().enumerate() {
        if number > 0 {
            rows.push(Row::new(Spot::Text(at)));
        }
        for (index, cell) in cells.iter().enumerate() {
            let name = table.header.get(index).map(RichText::text).unwrap_or_default();
            let mut lines = rich_rows(cell, at, (measure - inset).max(1), Role::Text);
            if !name.is_empty() {
                for mut line in rich_rows(&RichText::plain(name), at, measure, Role::Heading) {
                    line.pieces.iter_mut().for_each(|piece| piece.source = None);
                    rows.push(line);
                }
            }
            for line in &mut lines {
                line.pieces.insert(0, Piece::added(" ".repeat(inset), Role::Text));
            }
            rows.append(&mut lines);
            at += cell.len() + 1;
        }
    }
    rows
}
