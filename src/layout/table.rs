//! Tables: columns as wide as their words ask for, their cells wrapped; where no width would leave
//! them readable, a table of short cells keeps its columns and is scrolled sideways, and any other
//! becomes a list for each row, `name: value`.
//!
//! What a table costs is bounded where it is read (`markup`): a long one comes in several.

use super::blocks::{Style, inset, named_rows, rich_rows};
use super::row::{Piece, Role, Row, Spot};
use crate::model::{Align, RichText, Table};
use crate::text::{self, width};

/// Columns between two columns of a table.
const GAP: usize = 2;
/// A longer word may be cut to make a table fit, in columns: addresses and file names, rarely words
/// that are spoken.
const LONGEST_WORD: usize = 14;
/// Cells that are no wider are read along and down: where they do not fit, they are scrolled to. In
/// columns.
const SHORT_CELL: usize = 20;
/// Of more columns, nobody finds the one above again when they are scrolled: each row is a list.
const MOST_SCROLLED: usize = 40;

/// The rows of `table` in `measure` columns of a text of this style. Costs O(cells).
pub(super) fn rows(table: &Table, base: usize, measure: usize, style: Style) -> Vec<Row> {
    let needs = needs(table);
    if needs.is_empty() {
        return vec![Row::new(Spot::Text(base))];
    }
    if let Some(widths) = fit(&needs, measure) {
        return grid(table, base, &widths);
    }
    match scrolled(&needs).filter(|_| !style.wrap_code) {
        Some(widths) => {
            let mut rows = grid(table, base, &widths);
            for row in &mut rows {
                row.wide = true;
            }
            rows
        }
        None => records(table, base, measure, style.role),
    }
}

/// What a column asks for, in columns of the screen.
#[derive(Clone, Copy)]
struct Need {
    /// Its longest word, or what may be left of that.
    least: usize,
    /// Its longest line.
    most: usize,
    /// Its longest line below the header.
    body: usize,
}

fn needs(table: &Table) -> Vec<Need> {
    let mut needs = vec![Need { least: 1, most: 1, body: 1 }; table.columns()];
    let heads = usize::from(!table.header.is_empty());
    for (number, row) in table.all_rows().enumerate() {
        for (cell, need) in row.iter().zip(&mut needs) {
            let text = cell.text();
            let word = text.split_whitespace().map(width).max().unwrap_or(0);
            let line = text.split('\n').map(width).max().unwrap_or(0);
            need.least = need.least.max(word.min(LONGEST_WORD));
            need.most = need.most.max(line);
            if number >= heads {
                need.body = need.body.max(line);
            }
        }
    }
    needs
}

/// A width for each column so that all fit, or `None` if they cannot.
fn fit(needs: &[Need], measure: usize) -> Option<Vec<usize>> {
    let needs: Vec<_> =
        needs.iter().map(|need| text::Need { least: need.least, most: need.most }).collect();
    text::fit_columns(&needs, GAP, measure)
}

/// The widths of a table that is wider than the text, if it is one to be scrolled.
fn scrolled(needs: &[Need]) -> Option<Vec<usize>> {
    let is_short = |need: &Need| need.body <= SHORT_CELL;
    (needs.len() <= MOST_SCROLLED && needs.iter().all(is_short))
        .then(|| needs.iter().map(|need| need.body.max(need.least)).collect())
}

fn grid(table: &Table, base: usize, widths: &[usize]) -> Vec<Row> {
    let mut laid: Vec<Vec<Row>> = Vec::new();
    let mut at = base;
    let heads = usize::from(!table.header.is_empty());
    for (number, cells) in table.all_rows().enumerate() {
        let role = if number < heads { Role::Heading } else { Role::Text };
        let mut lines = line_up(table, cells, at, widths, role);
        at += cells.iter().map(|cell| cell.len() + 1).sum::<usize>();
        if number < heads {
            let mut line = Row::new(lines.first().map(|row| row.spot).unwrap_or_default());
            let length = widths.iter().sum::<usize>() + GAP * (widths.len() - 1);
            line.pieces.push(Piece::added("─".repeat(length), Role::Guide));
            lines.push(line);
        }
        laid.push(lines);
    }
    // Where a row takes several lines, the next does not begin where it ends.
    let apart = laid.iter().skip(heads).any(|lines| lines.len() > 1);
    let mut rows = Vec::new();
    for (number, mut lines) in laid.into_iter().enumerate() {
        if apart && number > heads {
            rows.push(Row::new(Spot::Space));
        }
        rows.append(&mut lines);
    }
    rows
}

/// The lines of one row of a table, whose text starts at byte `at`.
fn line_up(table: &Table, cells: &[RichText], at: usize, widths: &[usize], role: Role) -> Vec<Row> {
    let mut behind = at;
    let mut columns = Vec::with_capacity(cells.len());
    for (cell, &width) in cells.iter().zip(widths) {
        columns.push(rich_rows(cell, behind, width, role));
        behind += cell.len() + 1;
    }
    let height = columns.iter().map(Vec::len).max().unwrap_or(1);
    let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
    let line = |_| {
        let mut row = Row::new(Spot::Text(at));
        for (index, (lines, &width)) in columns.iter_mut().zip(widths).enumerate() {
            let pieces = lines.next().map(|row| row.pieces).unwrap_or_default();
            let align = table.align.get(index).copied().unwrap_or_default();
            push_cell(&mut row, pieces, width, index, align);
        }
        row
    };
    (0..height).map(line).collect()
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

/// A row as a list of its cells, each behind its column's name. Empty cells have no place in it.
fn records(table: &Table, base: usize, measure: usize, role: Role) -> Vec<Row> {
    let mut names = Vec::with_capacity(table.header.len());
    let mut at = base;
    for cell in &table.header {
        names.push((cell.text(), at));
        at += cell.len() + 1;
    }
    if table.rows.is_empty() {
        return table
            .header
            .iter()
            .zip(&names)
            .flat_map(|(cell, &(_, at))| rich_rows(cell, at, measure, Role::Heading))
            .collect();
    }
    let mut rows = Vec::new();
    for cells in &table.rows {
        if !rows.is_empty() {
            rows.push(Row::new(Spot::Space));
        }
        for (index, cell) in cells.iter().enumerate() {
            match names.get(index).filter(|(name, _)| !name.is_empty()) {
                _ if cell.is_empty() => {}
                Some(name) => rows.append(&mut named_rows(*name, cell, at, measure, role)),
                None => rows.append(&mut listed_rows(cell, at, measure, role, index == 0)),
            }
            at += cell.len() + 1;
        }
    }
    rows
}

/// A cell without a name: the first of a row begins it, the others stand below, set in.
fn listed_rows(cell: &RichText, at: usize, measure: usize, role: Role, is_first: bool) -> Vec<Row> {
    let inset = if is_first { 0 } else { inset(measure) };
    let mut rows = rich_rows(cell, at, (measure - inset).max(1), role);
    if inset > 0 {
        for row in &mut rows {
            row.pieces.insert(0, Piece::added(" ".repeat(inset), Role::Text));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Typography;
    use crate::model::{Block, Content};

    fn table(rows: &[&str]) -> Table {
        let cells = |row: &str| row.split('|').map(|cell| RichText::plain(cell.trim())).collect();
        let (header, body) = rows.split_first().unwrap();
        let header = if header.is_empty() { Vec::new() } else { cells(header) };
        Table {
            header,
            rows: body.iter().map(|row| cells(row)).collect(),
            align: vec![Align::Left, Align::Right, Align::Center],
        }
    }

    fn shown(table: &Table, measure: usize, wrap_code: bool) -> Vec<String> {
        let typography = Typography::default();
        let style = Style {
            measure,
            wrap_code,
            role: Role::Text,
            typography,
            language: None,
            picture: None,
        };
        let rows = rows(table, 0, measure, style);
        let sign = |row: &Row| if row.wide { ">" } else { "" };
        rows.iter().map(|row| format!("{}{}", row.text().trim_end(), sign(row))).collect()
    }

    #[test]
    fn a_table_takes_the_form_that_fits() {
        let lamps = table(&[
            "Lamp | Oil | Keeper",
            "north mole | 12 | Ada Brandt, and after her nobody at all",
            "south | 7 | nobody",
        ]);
        let tides =
            table(&["", "03:10 | 4.2 | 09:25 | 0.9 | 15:40", "03:58 | 4.1 | 10:13 | 1.0 | 16:24"]);
        let long = table(&["", "harbourmaster harbourmaster | lighthousekeeper and no other"]);
        #[rustfmt::skip]
        let cases: &[(&str, &Table, usize, bool, &[&str])] = &[
            ("all fits", &lamps, 60, false,
                &["Lamp        Oil                  Keeper",
                  "────────────────────────────────────────────────────────",
                  "north mole   12  Ada Brandt, and after her nobody at all",
                  "south         7                  nobody"]),
            ("the long column gives way", &lamps, 36, false,
                &["Lamp        Oil        Keeper",
                  "────────────────────────────────────",
                  "north mole   12    Ada Brandt, and",
                  "                 after her nobody at",
                  "                         all",
                  "",
                  "south         7        nobody"]),
            ("no room for words", &lamps, 14, false,
                &["Lamp: north", "  mole", "Oil: 12", "Keeper:", "  Ada Brandt,", "  and after", "  her nobody", "  at all",
                  "", "Lamp: south", "Oil: 7", "Keeper:", "  nobody"]),
            ("short cells are scrolled", &tides, 20, false,
                &["03:10  4.2  09:25  0.9  15:40>", "03:58  4.1  10:13  1.0  16:24>"]),
            ("but not in a comment", &tides, 20, true,
                &["03:10", "  4.2", "  09:25", "  0.9", "  15:40", "", "03:58", "  4.1", "  10:13", "  1.0", "  16:24"]),
            ("a name without room for its value", &table(&["harbourmaster | b", "Ines Varga | x"]), 14, true,
                &["harbourmaster:", "  Ines Varga", "b: x"]),
            ("long cells are not", &long, 20, false,
                &["harbourmaster", "harbourmaster", "  lighthousekeeper", "  and no other"]),
        ];
        for (why, table, measure, wrapped, rows) in cases {
            assert_eq!(&shown(table, *measure, *wrapped), rows, "{why}");
        }
    }

    #[test]
    fn rows_name_the_bytes_that_they_show() {
        let tables = [
            table(&["", "|", "north mole | oil", "|", "| Ada"]),
            table(&["|", "| one", "two |"]),
            table(&["Lamp | Keeper", "|", "south | nobody"]),
        ];
        for (table, measure) in tables.iter().flat_map(|table| [(table, 40), (table, 5)]) {
            let content = Content::Table(table.clone());
            let text = Block { within: Vec::new(), content }.plain().into_owned();
            let style = Style {
                measure,
                wrap_code: true,
                role: Role::Text,
                typography: Typography::default(),
                language: None,
                picture: None,
            };
            for piece in rows(table, 0, measure, style).iter().flat_map(|row| &row.pieces) {
                let Some(source) = piece.source else { continue };
                let said = text.get(source..source + piece.text.len());
                assert_eq!(said, Some(piece.text.as_str()), "{text:?}");
            }
        }
    }

    #[test]
    fn what_is_found_in_a_name_is_marked_in_every_record() {
        let table = table(&["harbourmaster | b", "Ines Varga | x", "Tomas Lind | y"]);
        let typography = Typography::default();
        let style = Style {
            measure: 14,
            wrap_code: true,
            role: Role::Text,
            typography,
            language: None,
            picture: None,
        };
        let rows = rows(&table, 0, 14, style);
        let named = rows.iter().flat_map(|row| &row.pieces).filter(|piece| piece.source == Some(0));
        assert_eq!(
            named.map(|piece| piece.text.as_str()).collect::<Vec<_>>(),
            ["harbourmaster"; 2]
        );
    }
}
