//! A change to a source, and what it may cost.

use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::Path;

use sidenote::load::LOADERS;

use super::exceptions::EXCEPTIONS;
use super::outcome::{Damage, Outcome, read};

/// What stands where a source is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// A text: a name, a date, a number, a paragraph.
    Text,
    /// What an attribute says.
    Attribute,
    /// What kind of thing an element is, which may be the head of a comment with all of its facts.
    Name,
    /// An element with all that is in it.
    Element,
    /// A header of mail.
    Header,
    /// A line.
    Line,
}

/// What is put there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Into {
    Nothing,
    Nonsense,
}

/// One change.
pub struct Change {
    spot: Spot,
    what: String,
    at: Range<usize>,
    into: Into,
}

impl Change {
    pub fn new(spot: Spot, what: &str, at: Range<usize>, into: Into) -> Change {
        Change { spot, what: what.to_owned(), at, into }
    }

    /// The source with it.
    fn made(&self, source: &[u8]) -> Vec<u8> {
        let into = if self.into == Into::Nonsense { &b"x"[..] } else { b"" };
        [&source[..self.at.start], into, &source[self.at.end..]].concat()
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} -> {:?}", self.spot, self.what, self.into)
    }
}

/// Both things that can be put in one place.
pub fn both(spot: Spot, what: &str, at: Range<usize>) -> [Change; 2] {
    [Into::Nothing, Into::Nonsense].map(|into| Change::new(spot, what, at.clone(), into))
}

/// The beginning of some text, as it is named in a failure.
pub fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect()
}

/// Makes each change that `changes` has for a fixture, and judges what it costs.
pub fn check_all(changes: impl Fn(&str, &[u8]) -> Option<Vec<Change>>) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut checked = 0;
    let mut failures = Vec::new();
    for loader in LOADERS.iter().map(|loader| loader.name) {
        for entry in fs::read_dir(fixtures.join(loader)).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            let name = format!("{loader}/{}", path.file_name().unwrap().to_string_lossy());
            let Some(changes) = changes(loader, &bytes) else { continue };
            let before = read(loader, &bytes).unwrap();
            let every = changes.len().div_ceil(MAX_CHANGES);
            for change in changes.iter().step_by(every.max(1)) {
                checked += 1;
                let after = read(loader, &change.made(&bytes));
                let old = String::from_utf8_lossy(&bytes[change.at.clone()]);
                failures.extend(judge(&name, change, &old, &before, after.as_ref()));
            }
        }
    }
    assert!(checked > 5);
    assert!(
        failures.is_empty(),
        "{} of {checked} failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// How many changes of one fixture are made: each takes some milliseconds. Of more every second or
/// third is made, and so on.
const MAX_CHANGES: usize = 150;

/// What is wrong with what a change costs.
fn judge(
    name: &str,
    change: &Change,
    old: &str,
    before: &Outcome,
    after: Option<&Outcome>,
) -> Option<String> {
    let damage = after.map(|after| Damage::of(before, after));
    let verdict = match &damage {
        None => Some("is refused".to_owned()),
        Some(damage) if change.spot == Spot::Line => verdict_of_line(old, damage),
        Some(damage) => verdict(change, damage),
    }?;
    let place = format!("{name}: {change}");
    let is_known =
        EXCEPTIONS.iter().any(|(fixture, what, _)| name.contains(fixture) && place.contains(what));
    let damage = damage.map(|damage| damage.to_string()).unwrap_or_default();
    (!is_known).then(|| format!("{place} {verdict}: {damage}"))
}

/// Facts that each comment has for itself, independent of each other. Others follow from these, or
/// from what is around the comment.
const OWN: [&str; 4] = ["text", "author", "time", "votes"];

/// What must hold of each change:
///
/// 1. No comment is gone, but the one that was taken out with its element. None comes up in silence.
/// 2. What a comment says for itself changes in one comment alone, or it is told.
/// 3. There one fact changes; with the name of an element those that stand in it.
/// 4. What is in the place of a date and is none is told, if nothing else says the date. (Votes that
///    are no number are votes that a site hides.)
/// 5. Who answers whom stays, but for one that does not say it any more. Everything else is told.
fn verdict(change: &Change, damage: &Damage) -> Option<String> {
    let own = |facts: &[&str]| facts.iter().filter(|fact| OWN.contains(fact)).count();
    let is_told = !damage.told.is_empty() || damage.placeholders > 0;
    let taken_out = usize::from(change.spot == Spot::Element);
    if damage.gone.len() > taken_out {
        return Some(if is_told { "loses a comment" } else { "loses a comment in silence" }.into());
    }
    if damage.grown > 0 && !is_told {
        return Some("makes a comment in silence".into());
    }
    let touched = damage.changed.iter().filter(|(_, facts)| own(facts) > 0);
    if touched.clone().count() > 1 && !is_told {
        return Some("changes several comments".into());
    }
    let is_too_much = |facts: &[&str]| own(facts) > 1 && change.spot != Spot::Name;
    if let Some((id, _)) = touched.clone().find(|(_, facts)| is_too_much(facts)) {
        return Some(format!("changes too much of {id}"));
    }
    let is_value = change.into == Into::Nonsense && change.spot != Spot::Name;
    if is_value && damage.lost_times > 0 && !is_told {
        return Some("is not told".into());
    }
    let moved = damage.changed.iter().filter(|(_, facts)| facts.contains(&"parent")).count();
    if moved > usize::from(!is_value) && !is_told {
        return Some("moves a comment in silence".into());
    }
    None
}

/// What must hold of each line of a copied page, where lines are all that there is to tell things by:
///
/// 1. What stood in the comment or article of which the line was the head stands in another text
///    now, or it is told that something is missing.
/// 2. Only its neighbours, which may have it now, say anything else than before, or it is told.
/// 3. No comment is gone in silence, but one that stood in that line.
fn verdict_of_line(old: &str, damage: &Damage) -> Option<String> {
    if !damage.told.is_empty() {
        return None;
    }
    if let Some(word) = damage.lost_words.iter().find(|word| !old.contains(*word)) {
        return Some(format!("loses {word:?}"));
    }
    if damage.gone.len() > usize::from(!damage.lost_words.is_empty()) {
        return Some("loses a comment in silence".into());
    }
    let is_own = |facts: &[&str]| facts.iter().any(|fact| OWN.contains(fact));
    let touched = damage.changed.iter().filter(|(_, facts)| is_own(facts)).count();
    (touched > 2).then(|| "changes several comments".into())
}
