//! "Reply to" in words that leave doubt, or in no known language.

use std::collections::{HashMap, HashSet};

use super::chrome;
use super::headers::{self, Header};
use super::lines::Lines;

/// How much white space may stand before a name behind "Reply to", its own included.
const MAX_PHRASE: usize = 6;

/// Finds "Reply to" where its words alone leave doubt, or are not known at all: some words before
/// the name of somebody who has written, in the same way more than once, or as a label.
pub(super) fn learn<'a>(lines: &Lines<'a>, headers: &mut [Header<'a>]) {
    let people: HashSet<String> = headers.iter().map(|header| chrome::key(header.author)).collect();
    let known = |name: &str| people.contains(&chrome::key(name));
    let named = |line: &str| -> Option<usize> {
        first_words(line).find(|&at| line.get(at..).is_some_and(known))
    };
    let mut prefixes: HashMap<String, usize> = HashMap::new();
    let any = headers.iter().any(|header| header.reply_to.is_some());
    for header in headers.iter().filter(|header| header.reply_to.is_none()) {
        let line = lines.get(header.end);
        if let Some(prefix) = named(line).and_then(|at| line.get(..at)) {
            *prefixes.entry(chrome::key(prefix)).or_default() += 1;
        }
    }
    prefixes.retain(|_, count| *count > 1);
    for header in headers.iter_mut().filter(|header| header.reply_to.is_none()) {
        let said = |line: &str| chrome::reply_to(line).is_some_and(|(name, _)| known(name));
        let label =
            header.labels.iter().position(|label| said(label) || (!any && named(label).is_some()));
        if let Some(label) = label {
            let line = header.labels.remove(label);
            header.reply_to = name_in(line, named(line));
            continue;
        }
        let line = lines.get(header.end);
        // Words that stand before known names stand before those of people who are gone, too.
        let usual = |&at: &usize| {
            line.get(..at).is_some_and(|prefix| prefixes.contains_key(&chrome::key(prefix)))
        };
        let at = if any { None } else { first_words(line).find(usual) };
        if said(line) || at.is_some() {
            header.reply_to = name_in(line, at);
            header.end += 1;
        }
    }
}

/// The ends of the first words of a line that is short enough to have a name in it.
fn first_words(line: &str) -> impl Iterator<Item = usize> {
    let short = if line.len() <= headers::MAX_NAME { line } else { "" };
    short.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).take(MAX_PHRASE)
}

fn name_in(line: &str, at: Option<usize>) -> Option<&str> {
    match chrome::reply_to(line) {
        Some((name, _)) => Some(name),
        None => line.get(at?..).map(str::trim),
    }
}
