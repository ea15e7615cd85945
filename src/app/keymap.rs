//! Which keys do what: the table of `data/keymap.toml`, read once.

use std::collections::BTreeMap;

use super::action::Action;
use super::key::Key;

/// The table that the program comes with.
pub const DEFAULT: &str = include_str!("../../data/keymap.toml");

/// What a key sequence asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// What to do.
    pub action: Action,
    /// The count that the binding brings along; one that is typed goes before it.
    pub count: Option<usize>,
}

/// Keys and what they do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    bindings: BTreeMap<Vec<Key>, Command>,
    /// The keys of each action as help shows them, in the order of the table.
    shown: BTreeMap<Action, Vec<String>>,
}

/// What the keys pressed so far come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// This command.
    Command(Command),
    /// The beginning of some.
    Prefix,
    /// Nothing.
    None,
}

/// Why a table of keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeymapError {
    /// It is not TOML.
    #[error("the keymap is not TOML")]
    Toml(#[from] toml::de::Error),
    /// A name that no action has.
    #[error("keys.{name}: no action is called that")]
    NoSuchAction {
        /// The name.
        name: String,
    },
    /// A name that no key has.
    #[error("keys.{name}: {key:?} is no key")]
    NoSuchKey {
        /// The action.
        name: String,
        /// What stood there.
        key: String,
    },
    /// The same keys twice, or keys that begin others and could so never be told from them.
    #[error("keys.{name}: {keys:?} is taken")]
    Taken {
        /// The action.
        name: String,
        /// The keys.
        keys: String,
    },
}

#[derive(serde::Deserialize)]
struct Table {
    keys: BTreeMap<String, Vec<String>>,
}

impl Keymap {
    /// Reads a table.
    ///
    /// # Errors
    /// When it is not TOML, names what does not exist, or binds the same keys twice.
    pub fn parse(table: &str) -> Result<Keymap, KeymapError> {
        let table: Table = toml::from_str(table)?;
        let mut keymap = Keymap::default();
        for (name, sequences) in table.keys {
            let (action, count) = match name.split_once(' ') {
                Some((action, count)) => (action, count.trim().parse().ok()),
                None => (name.as_str(), None),
            };
            let action = Action::from_name(action)
                .ok_or_else(|| KeymapError::NoSuchAction { name: name.clone() })?;
            for keys in sequences {
                let sequence = keys.split(' ').map(str::parse).collect::<Result<Vec<Key>, _>>();
                let sequence = sequence
                    .map_err(|bad| KeymapError::NoSuchKey { name: name.clone(), key: bad.name })?;
                if !keymap.bind(sequence, Command { action, count }) {
                    return Err(KeymapError::Taken { name, keys });
                }
            }
        }
        Ok(keymap)
    }

    /// Binds `keys`, unless they, a beginning of them, or an extension of them is bound.
    fn bind(&mut self, keys: Vec<Key>, command: Command) -> bool {
        let begun =
            (1..=keys.len()).any(|n| keys.get(..n).is_some_and(|k| self.bindings.contains_key(k)));
        let free = !begun && self.find(&keys) == Match::None;
        if free {
            let mut shown: String = keys.iter().map(Key::to_string).collect();
            if command.count.is_some() {
                shown.push('…');
            }
            if command.count.is_none_or(|count| count == 1) {
                self.shown.entry(command.action).or_default().push(shown);
            }
            self.bindings.insert(keys, command);
        }
        free
    }

    /// What `keys` come to.
    #[must_use]
    pub fn find(&self, keys: &[Key]) -> Match {
        if let Some(&command) = self.bindings.get(keys) {
            return Match::Command(command);
        }
        let longer = self.bindings.range(keys.to_vec()..).next();
        match longer {
            Some((bound, _)) if bound.starts_with(keys) => Match::Prefix,
            _ => Match::None,
        }
    }

    /// The keys of `action` as help shows them, in the order of the table. Of keys that bring a
    /// count along only the first stands for all.
    #[must_use]
    pub fn keys_of(&self, action: Action) -> &[String] {
        self.shown.get(&action).map_or(&[], Vec::as_slice)
    }

    /// What begins with `keys`: the next key, and what it does.
    #[must_use]
    pub fn continuations(&self, keys: &[Key]) -> Vec<(Key, Command)> {
        let next =
            |bound: &Vec<Key>| bound.strip_prefix(keys).and_then(|rest| rest.first().copied());
        self.bindings.iter().filter_map(|(bound, &command)| Some((next(bound)?, command))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_key() {
        let keymap = Keymap::parse(DEFAULT).unwrap();
        for &action in Action::ALL {
            assert!(!keymap.keys_of(action).is_empty(), "{action:?} is bound to nothing");
        }
    }

    #[test]
    fn mistakes_are_named() {
        let cases = [
            ("[keys]\nnxt = [\"j\"]", "keys.nxt: no action is called that"),
            ("[keys]\nnext = [\"jj\"]", "keys.next: \"jj\" is no key"),
            ("[keys]\nnext = [\"j\"]\nquit = [\"j\"]", "keys.quit: \"j\" is taken"),
            ("[keys]\nnext = [\"z\"]\nquit = [\"z a\"]", "keys.quit: \"z a\" is taken"),
            ("[keys]\nnext = [\"z a\"]\nquit = [\"z\"]", "keys.quit: \"z\" is taken"),
            ("keys", "the keymap is not TOML"),
        ];
        for (table, message) in cases {
            assert_eq!(Keymap::parse(table).unwrap_err().to_string(), message, "{table:?}");
        }
    }
}
