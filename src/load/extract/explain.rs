//! Which candidates were weighed, and why the winner won, for a person who wonders.

use std::fmt::Write;

use super::map::Map;
use super::tags::Tag;
use super::{Round, Rounds};

/// How many levels of a place are named.
const LEVELS: usize = 3;

/// How many neighbours of a winner are named.
const NEIGHBOURS: usize = 10;

/// All rounds, in lines.
pub(super) fn explain(rounds: &Rounds<'_>) -> String {
    let mut out = String::new();
    for (at, round) in rounds.tried.iter().enumerate() {
        // Writing to a text cannot fail.
        let _ = explain_round(round, at + 1, at == rounds.best, &mut out);
    }
    if let Some(byline) = &rounds.byline {
        let _ = writeln!(out, "byline: {byline}");
    }
    out
}

fn explain_round(
    round: &Round<'_>,
    number: usize,
    is_best: bool,
    out: &mut String,
) -> std::fmt::Result {
    let Round { how, map, weighed, length, left } = round;
    let mut allowed = Vec::new();
    allowed.push(if how.unlikely { "unlikely classes left out" } else { "all classes weighed" });
    allowed.push(if how.classes { "names count" } else { "names do not count" });
    allowed.push(if how.clean { "odd blocks cleaned out" } else { "odd blocks kept" });
    let verdict = if is_best { "taken" } else { "too little text" };
    writeln!(out, "round {number}: {}; {length} characters, {verdict}", allowed.join(", "))?;
    writeln!(out, "  points  chars  links  candidate")?;
    for candidate in &weighed.best {
        let mark = if candidate.at == weighed.winner { '>' } else { ' ' };
        let counts = candidate.counts;
        writeln!(
            out,
            "{mark} {:6.1} {:6} {:5.0}%  {}",
            candidate.score,
            counts.length,
            counts.link_density() * 100.0,
            place(map, candidate.at)
        )?;
    }
    writeln!(out, "  winner: {}, since {}", place(map, weighed.winner), weighed.why)?;
    let mut neighbours = weighed.parts.iter().filter(|&&part| part != weighed.winner);
    for &part in neighbours.by_ref().take(NEIGHBOURS) {
        writeln!(out, "  with its neighbour {}", place(map, part))?;
    }
    let more = neighbours.count();
    if more > 0 {
        writeln!(out, "  with {more} more neighbours")?;
    }
    for (why, words) in &left.why {
        writeln!(out, "  left out, {why}: {words}")?;
    }
    Ok(())
}

/// The names of an element and those that it lies in.
fn place(map: &Map<'_>, at: usize) -> String {
    let mut levels: Vec<usize> = map.ancestors(at).take(LEVELS - 1).collect();
    levels.reverse();
    levels.push(at);
    let names: Vec<String> = levels.into_iter().map(|at| name(map, at)).collect();
    names.join(" > ")
}

fn name(map: &Map<'_>, at: usize) -> String {
    /// Longer names tell no more.
    const LONGEST: usize = 40;
    let Some(node) = map.node(at).filter(|_| map.tag(at) != Tag::Text) else {
        return "loose text".into();
    };
    let mut name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
    if let Some(id) = node.id_attr().filter(|id| !id.is_empty()) {
        name.push('#');
        name.extend(id.chars().take(LONGEST));
    }
    if let Some(class) = node.class() {
        for class in class.split_ascii_whitespace().take(2) {
            name.push('.');
            name.extend(class.chars().take(LONGEST));
        }
    }
    crate::text::clean_line(&name)
}
