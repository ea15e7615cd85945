//! Keys, by our own names: what they are called in a keymap is what they are called in help.

use std::fmt;
use std::str::FromStr;

/// A key press. Shift is in the letter; Control and Alt are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With Control.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
}

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A letter, digit or sign; space too.
    Char(char),
    /// A key with a name.
    Named(Named),
    /// F1 and on.
    Function(u8),
}

/// Keys that have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is called as on a keyboard")]
pub enum Named {
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// Names in a keymap and in help.
const NAMES: &[(&str, Code, &str)] = &[
    ("space", Code::Char(' '), "Space"),
    ("enter", Code::Named(Named::Enter), "Enter"),
    ("esc", Code::Named(Named::Esc), "Esc"),
    ("tab", Code::Named(Named::Tab), "Tab"),
    ("shift-tab", Code::Named(Named::BackTab), "Shift-Tab"),
    ("backspace", Code::Named(Named::Backspace), "Backspace"),
    ("delete", Code::Named(Named::Delete), "Delete"),
    ("insert", Code::Named(Named::Insert), "Insert"),
    ("up", Code::Named(Named::Up), "↑"),
    ("down", Code::Named(Named::Down), "↓"),
    ("left", Code::Named(Named::Left), "←"),
    ("right", Code::Named(Named::Right), "→"),
    ("home", Code::Named(Named::Home), "Home"),
    ("end", Code::Named(Named::End), "End"),
    ("pageup", Code::Named(Named::PageUp), "PgUp"),
    ("pagedown", Code::Named(Named::PageDown), "PgDn"),
];

impl Key {
    /// A letter, digit or sign without Control or Alt.
    #[must_use]
    pub fn char(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: false, alt: false }
    }

    /// A named key without Control or Alt.
    #[must_use]
    pub fn named(named: Named) -> Key {
        Key { code: Code::Named(named), ctrl: false, alt: false }
    }

    /// The letter that this types, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// A key's name that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key is called {name:?}")]
pub struct BadKey {
    /// What stood there.
    pub name: String,
}

impl FromStr for Key {
    type Err = BadKey;

    /// Reads `j`, `G`, `space`, `f1`, `ctrl-e`, `alt-x`.
    fn from_str(name: &str) -> Result<Key, BadKey> {
        let (mut ctrl, mut alt, mut rest) = (false, false, name);
        loop {
            if let Some(tail) = rest.strip_prefix("ctrl-").filter(|tail| !tail.is_empty()) {
                (ctrl, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("alt-").filter(|tail| !tail.is_empty()) {
                (alt, rest) = (true, tail);
            } else {
                break;
            }
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(c), None) if !c.is_whitespace() && !c.is_control() => Some(Code::Char(c)),
            (Some('f'), Some(_)) => rest.get(1..).and_then(|n| n.parse().ok()).map(Code::Function),
            _ => None,
        };
        let named = NAMES.iter().find(|(known, ..)| *known == rest).map(|&(_, code, _)| code);
        let code = named.or(code).ok_or_else(|| BadKey { name: name.to_owned() })?;
        Ok(Key { code, ctrl, alt })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        let named = NAMES.iter().find(|(_, code, _)| *code == self.code);
        match (self.code, named) {
            (_, Some((_, _, shown))) => f.write_str(shown),
            (Code::Char(c), _) => write!(f, "{c}"),
            (Code::Function(n), _) => write!(f, "F{n}"),
            (Code::Named(named), _) => write!(f, "{named:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_shown() {
        let cases = [
            ("j", "j"),
            ("G", "G"),
            ("-", "-"),
            ("f", "f"),
            ("f1", "F1"),
            ("space", "Space"),
            ("ctrl-e", "Ctrl-e"),
            ("ctrl--", "Ctrl--"),
            ("alt-pagedown", "Alt-PgDn"),
            ("shift-tab", "Shift-Tab"),
        ];
        for (name, shown) in cases {
            let key: Key = name.parse().unwrap();
            assert_eq!(key.to_string(), shown, "{name}");
        }
        for wrong in ["", "ctrl-", "jj", "spcae", "f999", " "] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong:?}");
        }
    }
}
