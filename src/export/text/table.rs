//! Tables of printed text: columns as wide as their words ask for, their cells wrapped; where no width
//! would leave them readable, a list for each row, `name: value`.

use std::fmt;

use super::ink::Ink;
use super::page::{Page, Prefix, filled};
use crate::model::{Align, Table};
use crate::text::{Need, fit_columns, width};

/// The widest table that is set in columns where no width is asked for.
const MAX_TABLE: usize = 100;
/// Columns between two columns of a table.
const GAP: usize = 2;
/// A longer word may be cut to make a table fit, in columns: addresses and file names, rarely words
/// that are spoken.
const LONGEST_WORD: usize = 14;

/// Writes a table behind `prefix`. Costs its cells.
pub(super) fn write(page: &mut Page<'_>, prefix: &Prefix, table: &Table) -> fmt::Result {
    let rows: Vec<Vec<String>> = table
        .all_rows()
        .map(|row| row.iter().map(|cell| page.signed(cell).text.into_owned()).collect())
        .collect();
    let mut needs = vec![Need { least: 1, most: 1 }; table.columns()];
    for (cell, need) in rows.iter().flat_map(|row| row.iter().zip(0..)) {
        let Some(need) = needs.get_mut::<usize>(need) else { continue };
        let word = cell.split_whitespace().map(width).max().unwrap_or(0);
        let line = cell.split('\n').map(width).max().unwrap_or(0);
        need.least = need.least.max(word.min(LONGEST_WORD));
        need.most = need.most.max(line);
    }
    let head = usize::from(!table.header.is_empty());
    let measure = page.measure(&prefix.rest).min(MAX_TABLE);
    match fit_columns(&needs, GAP, measure) {
        Some(widths) => grid(page, prefix, &rows, head, &widths, &table.align),
        None => records(page, prefix, &rows, head),
    }
}

/// Rows with their cells one under the other, and a line under the header.
fn grid(
    page: &mut Page<'_>,
    prefix: &Prefix,
    rows: &[Vec<String>],
    head: usize,
    widths: &[usize],
    align: &[Align],
) -> fmt::Result {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| line_up(row, widths, align)).collect();
    // Where a row takes several lines, the next does not begin where it ends.
    let apart = rows.iter().skip(head).any(|lines| lines.len() > 1);
    let mut prefix = prefix.clone();
    for (at, lines) in rows.iter().enumerate() {
        if apart && at > head {
            page.as_it_is(&prefix, "")?;
        }
        for line in lines {
            page.as_it_is(&prefix, line)?;
            prefix.first.clone_from(&prefix.rest);
        }
        if at + 1 == head {
            let length = widths.iter().sum::<usize>() + GAP * (widths.len().saturating_sub(1));
            page.as_it_is(&prefix, &"─".repeat(length))?;
        }
    }
    Ok(())
}

/// The lines of one row.
fn line_up(row: &[String], widths: &[usize], align: &[Align]) -> Vec<String> {
    let cells: Vec<Vec<&str>> = row
        .iter()
        .zip(widths)
        .map(|(cell, &width)| filled(cell, width).filter_map(|line| cell.get(line)).collect())
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(1);
    let line = |number: usize| {
        let mut line = String::new();
        for (at, (lines, &columns)) in cells.iter().zip(widths).enumerate() {
            let words = lines.get(number).copied().unwrap_or_default();
            let free = columns.saturating_sub(width(words));
            let left = match align.get(at).copied().unwrap_or_default() {
                Align::Left => 0,
                Align::Center => free / 2,
                Align::Right => free,
            };
            let gap = if at > 0 { GAP } else { 0 };
            line.extend(std::iter::repeat_n(' ', gap + left));
            line.push_str(words);
            line.extend(std::iter::repeat_n(' ', free - left));
        }
        line.trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

/// A row as a list of its cells, each behind its column's name. Empty cells have no place in it.
fn records(page: &mut Page<'_>, prefix: &Prefix, rows: &[Vec<String>], head: usize) -> fmt::Result {
    let names = rows.first().filter(|_| head > 0 && rows.len() > head);
    let mut first = prefix.first.as_str();
    for (at, row) in rows.iter().skip(if names.is_some() { head } else { 0 }).enumerate() {
        if at > 0 {
            page.as_it_is(&Prefix { first: first.into(), rest: first.into() }, "")?;
        }
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let name = names.and_then(|names| names.get(column)).filter(|name| !name.is_empty());
            let line = name.map_or_else(|| cell.clone(), |name| format!("{name}: {cell}"));
            let hanging = Prefix { first: first.into(), rest: format!("{}  ", prefix.rest) };
            page.lines(&hanging, &line, &[], Ink::NONE)?;
            first = &prefix.rest;
        }
    }
    Ok(())
}
