//! The numbers of a thread as rows: a curve over time, bars for who wrote most.

use super::row::{Piece, Role, Row};
use crate::model::{Census, Comment, Thread};
use crate::text::{clip, minute, width};

/// Columns of the curve over time.
const CURVE: usize = 48;
/// Columns of the longest bar.
const BAR: usize = 24;
/// Columns for a number behind a bar.
const NUMBER: usize = 8;
/// Columns for a name.
const NAME: usize = 30;

/// Facts about `thread`: people, span, depth, the busiest branch, comments over time, who wrote
/// most, who answered whom, in `columns`. O(comments).
#[must_use]
pub fn fact_rows(thread: &Thread, columns: usize) -> Vec<Row> {
    let longest = columns.saturating_sub(NAME + 2 + NUMBER).clamp(4, BAR);
    let bar = |name: &str, count: usize, most: usize| bar(name, count, most, longest);
    let census = Census::of(thread);
    let mut rows = vec![
        fact("comments", &format!("{} in {} threads", census.comments, census.threads)),
        fact("people", &census.people.to_string()),
        fact("depth", &format!("{} replies of replies", census.depth)),
    ];
    if census.gone > 0 {
        rows.push(fact("deleted", &census.gone.to_string()));
    }
    if let Some((first, last)) = census.span {
        rows.push(fact("from", &minute(first)));
        rows.push(fact("to", &minute(last)));
    }
    if let Some((id, replies)) = census.busiest {
        let author = thread.get(id).map(Comment::author).unwrap_or_default();
        let s = if replies == 1 { "reply" } else { "replies" };
        rows.push(fact("busiest", &format!("{replies} {s} under {}", called(author))));
    }
    if census.span.is_some_and(|(first, last)| first < last) {
        heading(&mut rows, "Over time");
        let mut row = Row::default();
        row.pieces.push(Piece::added(curve(&census.over_time(thread, CURVE)), Role::Marker));
        rows.push(row);
    }
    if census.people > 1 {
        heading(&mut rows, "Who wrote most");
        let most = census.writers.first().map_or(1, |writer| writer.1);
        rows.extend(census.writers.iter().map(|(name, count)| bar(name, *count, most)));
    }
    if !census.duels.is_empty() {
        heading(&mut rows, "Who answered whom");
        let most = census.duels.first().map_or(1, |duel| duel.2);
        let duel =
            |(a, b, count): &(String, String, usize)| bar(&format!("{a} ↔ {b}"), *count, most);
        rows.extend(census.duels.iter().map(duel));
    }
    rows
}

fn called(author: &str) -> &str {
    if author.is_empty() { "[no name]" } else { author }
}

fn fact(name: &str, value: &str) -> Row {
    let mut row = Row::default();
    row.pieces.push(Piece::added(format!("{name:<10}"), Role::Meta));
    row.pieces.push(Piece::added(value, Role::Text));
    row
}

fn heading(rows: &mut Vec<Row>, words: &str) {
    rows.push(Row::default());
    let mut row = Row::default();
    row.pieces.push(Piece::added(words, Role::Heading));
    rows.push(row);
}

/// A name, a bar as long as its share of `most`, which has `longest` columns, the number.
fn bar(name: &str, count: usize, most: usize, longest: usize) -> Row {
    let cut =
        if width(name) > NAME { format!("{}…", clip(name, NAME - 1)) } else { name.to_owned() };
    let eighths = (count * longest * 8).div_ceil(most.max(1));
    let mut bar = "█".repeat(eighths / 8);
    bar.extend(['▏', '▎', '▍', '▌', '▋', '▊', '▉'].get((eighths % 8).wrapping_sub(1)));
    let mut row = Row::default();
    let gap = " ".repeat(NAME + 2 - width(&cut).min(NAME));
    row.pieces.push(Piece::added(cut + &gap, Role::Text));
    row.pieces.push(Piece::added(bar, Role::Marker));
    row.pieces.push(Piece::added(format!(" {count}"), Role::Meta));
    row
}

/// Counts as a curve of one row.
fn curve(counts: &[usize]) -> String {
    const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let step = |&count: &usize| match count {
        0 => ' ',
        count => STEPS.get((count * 8).div_ceil(most) - 1).copied().unwrap_or('█'),
    };
    counts.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_and_curves_show_shares() {
        assert_eq!(curve(&[0, 1, 4, 8]), " ▁▄█");
        assert_eq!(curve(&[]), "");
        let bars = [bar("Ada", 4, 4, 24), bar("Tomas Lind", 1, 4, 24), bar("x", 1, 1000, 24)];
        let lengths = bars.map(|row| width(&row.pieces[1].text));
        assert_eq!(lengths, [24, 6, 1]);
        let long = bar("a name that does not fit into the column", 1, 1, 9);
        assert_eq!(width(&long.pieces[0].text), NAME + 2);
    }
}
