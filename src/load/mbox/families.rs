//! Messages that answer what is not in the file, put together by what they share.
//!
//! An archive begins in the middle of its threads, so several messages may answer one that is
//! missing. As in [message threading] by Jamie Zawinski, that one gets a place where it has several
//! of them below, and none for the sake of a single one.
//!
//! [message threading]: https://www.jwz.org/doc/threading.html

use std::collections::HashMap;

/// A message none of whose references is here.
#[derive(Debug)]
pub(super) struct Lost {
    /// The number of the message.
    pub(super) number: usize,
    /// What it refers to, the nearest first.
    pub(super) above: Vec<String>,
}

/// Messages below one that is missing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Family {
    /// The farthest that the first of them refers to.
    pub(super) id: String,
    /// Their numbers, two at least, in the order in which they came.
    pub(super) members: Vec<usize>,
}

/// The families among messages, in the order of their first. About O(references).
///
/// What has no `@` in it is no id, and nothing that is shared: `git send-email` has asked for one, and
/// people have answered "yes".
pub(super) fn of(lost: &[Lost]) -> Vec<Family> {
    // Each message is a set of its own at first; whoever knows an id is in one set.
    let mut sets: Vec<usize> = (0..lost.len()).collect();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (at, message) in lost.iter().enumerate() {
        for id in ids(message) {
            let other = *known.entry(id).or_insert(at);
            let (a, b) = (first_of(&mut sets, at), first_of(&mut sets, other));
            if let Some(set) = sets.get_mut(a.max(b)) {
                *set = a.min(b);
            }
        }
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); lost.len()];
    for (at, message) in lost.iter().enumerate() {
        if let Some(members) = members.get_mut(first_of(&mut sets, at)) {
            members.push(message.number);
        }
    }
    let families = lost.iter().zip(members).filter(|(_, members)| members.len() > 1);
    let family = |(first, members)| Some(Family { id: ids(first).last()?.to_owned(), members });
    families.filter_map(family).collect()
}

fn ids(message: &Lost) -> impl Iterator<Item = &str> {
    message.above.iter().map(String::as_str).filter(|id| id.contains('@'))
}

/// The first message of the set in which the one at `at` is; shortens the way there.
fn first_of(sets: &mut [usize], mut at: usize) -> usize {
    while let Some(&up) = sets.get(at).filter(|&&up| up != at) {
        let above = sets.get(up).copied().unwrap_or(up);
        if let Some(set) = sets.get_mut(at) {
            *set = above;
        }
        at = above;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_shares_a_missing_one_is_a_family() {
        #[rustfmt::skip]
        let cases: [(&str, &[&str], &str); 6] = [
            ("the same parent",        &["a@x", "a@x"],               "a@x: 0 1"),
            ("alone",                  &["a@x", "b@x"],               ""),
            ("one above the other",    &["b@x a@x", "a@x", "c@x"],    "a@x: 0 1"),
            ("by way of a third",      &["a@x", "b@x", "b@x a@x"],    "a@x: 0 1 2"),
            ("two of them",            &["a@x", "b@x", "b@x", "a@x"], "a@x: 0 3, b@x: 1 2"),
            ("no id",                  &["yes", "yes a@x", "yes"],    ""),
        ];
        for (why, above, expected) in cases {
            let lost = |(number, above): (usize, &&str)| {
                let above = above.split(' ').map(str::to_owned).collect();
                Lost { number, above }
            };
            let lost: Vec<_> = above.iter().enumerate().map(lost).collect();
            let shown = |family: &Family| {
                let members: Vec<_> = family.members.iter().map(usize::to_string).collect();
                format!("{}: {}", family.id, members.join(" "))
            };
            let found: Vec<_> = of(&lost).iter().map(shown).collect();
            assert_eq!(found.join(", "), expected, "{why}");
        }
    }
}
