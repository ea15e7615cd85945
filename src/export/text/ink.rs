//! Roles of printed text, and the terminal's codes for them.
//!
//! Attributes alone, no colours: they are right on every background. The codes are SGR
//! ([ECMA-48] §8.3.117); nothing else that a terminal obeys is ever written.
//!
//! [ECMA-48]: https://ecma-international.org/publications-and-standards/standards/ecma-48/

use std::fmt;

use crate::model::{MarkKind, RichText};

/// What a piece of text is, as far as it looks different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Heading,
    Author,
    Meta,
    Strong,
    Emphasis,
    Link,
    Strike,
}

/// Some roles at once, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ink(u8);

const ROLES: [Role; 8] = [
    Role::Title,
    Role::Heading,
    Role::Author,
    Role::Meta,
    Role::Strong,
    Role::Emphasis,
    Role::Link,
    Role::Strike,
];

impl Role {
    fn sgr(self) -> &'static str {
        match self {
            Role::Title | Role::Heading | Role::Author | Role::Strong => "1",
            Role::Meta => "2",
            Role::Emphasis => "3",
            Role::Link => "4",
            Role::Strike => "9",
        }
    }

    fn of(mark: &MarkKind) -> Option<Role> {
        match mark {
            MarkKind::Link(_) | MarkKind::Image(_) => Some(Role::Link),
            MarkKind::Emphasis => Some(Role::Emphasis),
            MarkKind::Strong => Some(Role::Strong),
            MarkKind::Strike => Some(Role::Strike),
            MarkKind::Small => Some(Role::Meta),
            _ => None,
        }
    }
}

impl Ink {
    pub(super) const NONE: Ink = Ink(0);

    pub(super) fn of(role: Role) -> Ink {
        Ink(1 << role as u8)
    }

    pub(super) fn and(self, other: Ink) -> Ink {
        Ink(self.0 | other.0)
    }

    /// Writes `text` with this ink; plain if there is none.
    pub(super) fn write(self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        if self == Ink::NONE || text.is_empty() {
            return out.write_str(text);
        }
        let mut between = "\u{1B}[";
        for role in ROLES.iter().filter(|&&role| self.0 & Ink::of(role).0 != 0) {
            out.write_str(between)?;
            out.write_str(role.sgr())?;
            between = ";";
        }
        write!(out, "m{text}\u{1B}[0m")
    }
}

/// Where the ink changes in `text`: byte offsets, rising, each with the ink from there on.
///
/// Costs a sort of the marks' borders, however they overlap.
pub(super) fn changes(text: &RichText) -> Vec<(usize, Ink)> {
    let mut borders: Vec<(usize, Role, bool)> = Vec::new();
    for mark in text.marks() {
        if let Some(role) = Role::of(&mark.kind) {
            borders.push((mark.range.start, role, true));
            borders.push((mark.range.end, role, false));
        }
    }
    borders.sort_unstable_by_key(|&(at, ..)| at);
    let mut open = [0_usize; ROLES.len()];
    let mut changes: Vec<(usize, Ink)> = Vec::new();
    for (at, role, opens) in borders {
        if let Some(open) = open.get_mut(role as usize) {
            *open = if opens { *open + 1 } else { open.wrapping_sub(1) };
        }
        let inked = ROLES.iter().zip(&open).filter(|&(_, &open)| open > 0);
        let ink = inked.fold(Ink::NONE, |ink, (&role, _)| ink.and(Ink::of(role)));
        match changes.last_mut() {
            Some(last) if last.0 == at => last.1 = ink,
            _ => changes.push((at, ink)),
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_marks_are_all_shown() {
        let mut text = RichText::plain("ab");
        text.mark_from(0, MarkKind::Strong);
        text.push("cd");
        text.mark_from(1, MarkKind::Emphasis);
        text.mark_from(2, MarkKind::Strong);
        text.mark_from(3, MarkKind::Code);
        let (strong, emphasis) = (Ink::of(Role::Strong), Ink::of(Role::Emphasis));
        let both = strong.and(emphasis);
        let expected = [(0, strong), (1, both), (2, both), (4, Ink::NONE)];
        assert_eq!(changes(&text.finish()), expected);
    }

    #[test]
    fn ink_is_taken_off_again() {
        let mut out = String::new();
        let ink = Ink::of(Role::Author).and(Ink::of(Role::Link));
        ink.write("Ada", &mut out).unwrap();
        ink.write("", &mut out).unwrap();
        Ink::NONE.write(" said", &mut out).unwrap();
        assert_eq!(out, "\u{1B}[1;4mAda\u{1B}[0m said");
    }

    #[test]
    fn a_million_marks_cost_a_sort() {
        let mut text = RichText::default();
        for _ in 0..300_000 {
            text.push("a");
            text.mark_from(0, MarkKind::Strong);
        }
        assert_eq!(changes(&text).last(), Some(&(300_000, Ink::NONE)));
    }
}
