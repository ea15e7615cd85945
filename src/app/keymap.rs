//! Which keys do what: the table of `data/keymap.toml`, and what is laid over it.
//!
//! A preset and the reader's own keymap are overlays: each line gives an action its keys anew, and
//! a key that it gives away is taken from the action that had it.

use std::collections::{BTreeMap, BTreeSet};

use super::action::Action;
use super::key::Key;
use crate::settings::{Entry, Mistake, Table as Settings, suggestion};

/// The table that the program comes with.
pub const DEFAULT: &str = include_str!("../../data/keymap.toml");

/// What can be laid over it by name.
const PRESETS: &[(&str, &str)] = &[
    ("default", ""),
    ("vim", include_str!("../../data/keymaps/vim.toml")),
    ("mutt", include_str!("../../data/keymaps/mutt.toml")),
    ("hn", include_str!("../../data/keymaps/hn.toml")),
];

/// The section that a table of keys stands in.
const SECTION: &str = "keys";

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
            let command = Command::named(&name)?;
            for keys in sequences {
                if !keymap.bind(sequence(&name, &keys)?, command) {
                    return Err(KeymapError::Taken { name, keys });
                }
            }
        }
        Ok(keymap)
    }

    /// The names of the presets: what [`Keymap::preset`] knows.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|(name, _)| *name)
    }

    /// The keys that the program comes with, with those of a preset over them.
    #[must_use]
    pub fn preset(name: &str) -> Option<Keymap> {
        let (_, table) = PRESETS.iter().find(|(known, _)| *known == name)?;
        let mut keymap = Keymap::parse(DEFAULT).ok()?;
        keymap.overlay(table);
        Some(keymap)
    }

    /// Lays a table over this one; returns what is wrong with it.
    ///
    /// Each line replaces all keys of its action; none unbind it. Keys that the table gives to an
    /// action are taken from the one that had them, and so are those that begin them or that they
    /// begin. A line with a mistake changes nothing.
    pub fn overlay(&mut self, table: &str) -> Vec<Mistake> {
        let Settings { entries, sections, mut mistakes } = Settings::read(table);
        for (name, line) in sections.iter().filter(|(name, _)| name != SECTION) {
            let what = format!("[{name}]: a keymap has no section but [{SECTION}]");
            mistakes.push(Mistake { line: *line, what });
        }
        let mut given = Vec::new();
        let mut own = BTreeSet::new();
        for entry in entries.iter().filter(|e| e.section.is_empty() || e.section == SECTION) {
            match line(entry, &own) {
                Ok((command, sequences)) => {
                    own.extend(sequences.iter().cloned());
                    given.push((command, sequences));
                }
                Err(mistake) => mistakes.push(mistake),
            }
        }
        for &(command, _) in &given {
            self.unbind(|_, bound| bound == command);
        }
        for (command, sequences) in given {
            for keys in sequences {
                self.unbind(|bound, _| is_in_the_way(bound, &keys));
                self.bind(keys, command);
            }
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        mistakes
    }

    /// Unbinds what `is_meant`.
    fn unbind(&mut self, is_meant: impl Fn(&[Key], Command) -> bool) {
        let meant = self.bindings.extract_if(.., |keys, command| is_meant(keys, *command));
        for (keys, command) in meant {
            let label = label(&keys, command);
            if let Some(shown) = self.shown.get_mut(&command.action)
                && let Some(at) = shown.iter().position(|known| *known == label)
            {
                shown.remove(at);
            }
        }
    }

    /// Binds `keys`, unless they, a beginning of them, or an extension of them is bound.
    fn bind(&mut self, keys: Vec<Key>, command: Command) -> bool {
        let begun =
            (1..=keys.len()).any(|n| keys.get(..n).is_some_and(|k| self.bindings.contains_key(k)));
        let free = !begun && self.find(&keys) == Match::None;
        if free {
            if command.count.is_none_or(|count| count == 1) {
                self.shown.entry(command.action).or_default().push(label(&keys, command));
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

impl Command {
    /// The command called `name`: an action, and behind a space the count that comes with it.
    fn named(name: &str) -> Result<Command, KeymapError> {
        let unknown = || KeymapError::NoSuchAction { name: name.to_owned() };
        let (action, count) = match name.split_once(' ') {
            Some((action, count)) => (action, Some(count.trim().parse().map_err(|_| unknown())?)),
            None => (name, None),
        };
        let action = Action::from_name(action).ok_or_else(unknown)?;
        Ok(Command { action, count })
    }
}

/// Reads the keys of the action called `name`.
fn sequence(name: &str, keys: &str) -> Result<Vec<Key>, KeymapError> {
    keys.split(' ')
        .map(str::parse)
        .collect::<Result<_, super::BadKey>>()
        .map_err(|bad| KeymapError::NoSuchKey { name: name.to_owned(), key: bad.name })
}

/// What a line of an overlay binds; `own` are the keys that lines before it have.
fn line(entry: &Entry, own: &BTreeSet<Vec<Key>>) -> Result<(Command, Vec<Vec<Key>>), Mistake> {
    let mistake = |what: String| Mistake { line: entry.line, what };
    if entry.section.is_empty() {
        return Err(entry.misnamed(format_args!("keys stand behind a line [{SECTION}]")));
    }
    let name = &entry.name;
    let command = Command::named(name).map_err(|error| {
        let near = suggestion(name, Action::ALL.iter().map(|action| action.name()));
        mistake(format!("{error}{near}"))
    })?;
    let mut sequences: Vec<Vec<Key>> = Vec::new();
    for keys in entry.words()? {
        let sequence = sequence(name, keys).map_err(|error| mistake(error.to_string()))?;
        let taken = own.iter().chain(&sequences).any(|other| is_in_the_way(other, &sequence));
        if taken {
            let (name, keys) = (name.clone(), keys.clone());
            return Err(mistake(KeymapError::Taken { name, keys }.to_string()));
        }
        sequences.push(sequence);
    }
    Ok((command, sequences))
}

/// Whether two sequences cannot both be bound: one is the other, or begins it.
fn is_in_the_way(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Keys as help shows them.
fn label(keys: &[Key], command: Command) -> String {
    let mut label: String = keys.iter().map(Key::to_string).collect();
    if command.count.is_some() {
        label.push('…');
    }
    label
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

    /// Actions that a preset leaves without a key on purpose: what its model uses the key for is
    /// worth more there.
    const UNBOUND: &[(&str, Action)] = &[];

    #[test]
    fn presets_have_no_mistakes_and_lose_no_action() {
        for (name, table) in PRESETS {
            let mut keymap = Keymap::parse(DEFAULT).unwrap();
            assert_eq!(keymap.overlay(table), [], "{name}");
            assert_eq!(Keymap::preset(name), Some(keymap.clone()), "{name}");
            for &action in Action::ALL {
                let is_unbound = keymap.keys_of(action).is_empty();
                let on_purpose = UNBOUND.contains(&(name, action));
                assert_eq!(is_unbound, on_purpose, "{action:?} in {name}");
            }
        }
        assert_eq!(Keymap::preset("default"), Keymap::parse(DEFAULT).ok());
        assert_eq!(Keymap::preset("emacs"), None);
    }

    /// What `keys` do: the action, `…` for a beginning, nothing.
    fn does(keymap: &Keymap, keys: &str) -> String {
        let keys: Vec<Key> = keys.split(' ').map(|key| key.parse().unwrap()).collect();
        match keymap.find(&keys) {
            Match::Command(command) => command.action.name().to_owned(),
            Match::Prefix => "…".to_owned(),
            Match::None => String::new(),
        }
    }

    #[test]
    fn an_overlay_replaces_takes_and_unbinds() {
        type Then = &'static [(&'static str, &'static str)];
        #[rustfmt::skip]
        let cases: &[(&str, &str, Then)] = &[
            ("all keys of an action",      "page-down = [\"x\"]",
                &[("x", "page-down"), ("space", ""), ("f", ""), ("b", "page-up")]),
            ("none at all",                "page-down = []",      &[("space", ""), ("pagedown", "")]),
            ("one that another had",       "next = [\"k\"]",      &[("k", "next"), ("j", "")]),
            ("two that change places",     "next = [\"k\"]\nprevious = [\"j\"]",
                &[("k", "next"), ("j", "previous")]),
            ("one of several",             "next = [\"f\"]",
                &[("f", "next"), ("space", "page-down")]),
            ("a beginning goes",           "first = [\"g g\"]",   &[("g", "…"), ("g g", "first")]),
            ("so does what a key begins",  "next = [\"z\"]",
                &[("z", "next"), ("z a", ""), ("enter", "follow"), ("z 1", "")]),
            ("a count is its own command", "\"fold-to-depth 1\" = [\"f1\"]",
                &[("f1", "fold-to-depth"), ("z 1", ""), ("z 2", "fold-to-depth")]),
            ("nothing changes nothing",    "",                    &[("j", "next"), ("z a", "toggle-fold")]),
        ];
        for (why, lines, then) in cases {
            let mut keymap = Keymap::parse(DEFAULT).unwrap();
            assert_eq!(keymap.overlay(&format!("[keys]\n{lines}\n")), [], "{why}");
            for (keys, action) in *then {
                assert_eq!(does(&keymap, keys), *action, "{why}: {keys}");
            }
        }
    }

    #[test]
    fn help_shows_the_keys_in_force() {
        let mut keymap = Keymap::parse(DEFAULT).unwrap();
        keymap.overlay("[keys]\nnext = [\"f\", \"z a\"]\n\"fold-to-depth 1\" = []\n");
        assert_eq!(keymap.keys_of(Action::Next), ["f", "za"]);
        assert_eq!(keymap.keys_of(Action::PageDown), ["Space", "PgDn", "Ctrl-f"]);
        assert!(keymap.keys_of(Action::ToggleFold).is_empty());
        assert!(keymap.keys_of(Action::FoldToDepth).is_empty());
        for &action in Action::ALL {
            let bound = keymap.bindings.values().any(|command| {
                command.action == action && command.count.is_none_or(|count| count == 1)
            });
            assert_eq!(bound, !keymap.keys_of(action).is_empty(), "{action:?}");
        }
    }

    #[test]
    fn mistakes_in_an_overlay_leave_the_other_lines_in_force() {
        #[rustfmt::skip]
        let cases = [
            ("nxet = [\"Z\"]",              "3: keys.nxet: no action is called that; is \"next\" meant?"),
            ("frobnicate = [\"Z\"]",        "3: keys.frobnicate: no action is called that"),
            ("next = [\"Z\", \"jj\"]",      "3: keys.next: \"jj\" is no key"),
            ("\"next x\" = [\"Z\"]",        "3: keys.next x: no action is called that; is \"next\" meant?"),
            ("next = [\"\"]",               "3: keys.next: \"\" is no key"),
            ("next = [\"a\"]",              "3: keys.next: \"a\" is taken"),
            ("next = [\"a b\"]",            "3: keys.next: \"a b\" is taken"),
            ("next = [\"Z\", \"Z\"]",       "3: keys.next: \"Z\" is taken"),
            ("next = \"Z\"",                "3: keys.next = \"Z\": a list of words is wanted here: [\"one\", \"two\"]"),
            ("next = [1]",                  "3: keys.next = a list of other things than words: a list of words is wanted here: [\"one\", \"two\"]"),
            ("[other]\nnext = [\"Z\"]",     "3: [other]: a keymap has no section but [keys]"),
        ];
        for (wrong, message) in cases {
            let mut keymap = Keymap::parse(DEFAULT).unwrap();
            let mistakes = keymap.overlay(&format!("[keys]\nquit = [\"a\"]\n{wrong}\n"));
            let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            assert_eq!(mistakes, [message], "{wrong}");
            assert_eq!(does(&keymap, "a"), "quit", "{wrong}");
            assert_eq!(does(&keymap, "j"), "next", "{wrong}");
            assert_eq!(does(&keymap, "Z"), "", "{wrong}");
        }
        let mut keymap = Keymap::parse(DEFAULT).unwrap();
        let mistakes = keymap.overlay("quit = [\"a\"]\nnext = [\n");
        assert_eq!(mistakes.len(), 2, "{mistakes:?}");
        assert_eq!(mistakes[0].to_string(), "1: quit: keys stand behind a line [keys]");
        assert!(mistakes[1].to_string().contains("this is not TOML"), "{mistakes:?}");
        assert_eq!(does(&keymap, "j"), "next");
    }
}
