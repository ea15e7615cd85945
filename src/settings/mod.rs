//! Tables of settings: TOML in which every line is known by its number.
//!
//! The configuration, the keymaps and the themes are read through this, so that a mistake in any of
//! them is one line of words, says where it is, and costs no more than the setting that it is in.
//!
//! Not here: files, and what a setting means.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;

use toml::de::{DeTable, DeValue};

/// What is wrong, and on which line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}: {what}")]
pub struct Mistake {
    /// The line.
    pub line: usize,
    /// What is wrong there, and what would be right.
    pub what: String,
}

/// What a setting is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text in quotes.
    Text(String),
    /// A whole number.
    Number(i64),
    /// True or false.
    Switch(bool),
    /// A list of texts.
    Words(Vec<String>),
    /// Something that no setting is: what to call it.
    Other(&'static str),
}

/// A setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The section that it stands in; empty outside of all.
    pub section: String,
    /// What it is called there.
    pub name: String,
    /// The line that it stands on, from 1.
    pub line: usize,
    /// What it is set to.
    pub value: Value,
}

/// What a text sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The settings, in the order of the text.
    pub entries: Vec<Entry>,
    /// The sections and their lines, in the order of the text; empty ones too.
    pub sections: Vec<(String, usize)>,
    /// Where the text is not TOML; what stands on those lines is left out.
    pub mistakes: Vec<Mistake>,
}

impl Table {
    /// Reads a text. Sections in sections are no settings, and are kept as [`Value::Other`].
    #[must_use]
    pub fn read(text: &str) -> Table {
        let (root, errors) = DeTable::parse_recoverable(text);
        let line = |at: usize| line_of(text, at);
        let mut table = Table::default();
        let mut broken = BTreeSet::new();
        for error in errors {
            let number = error.span().map_or(1, |span| line(span.start));
            if broken.insert(number) {
                let what = format!("this is not TOML: {}", one_line(error.message()));
                table.mistakes.push(Mistake { line: number, what });
            }
        }
        for (name, value) in root.get_ref() {
            let number = line(name.span().start);
            if let DeValue::Table(inner) = value.get_ref() {
                table.sections.push((name.get_ref().to_string(), number));
                for (inner, value) in inner {
                    let number = line(inner.span().start);
                    let section = name.get_ref().to_string();
                    table.entries.push(entry(section, inner.get_ref(), number, value.get_ref()));
                }
            } else {
                table.entries.push(entry(String::new(), name.get_ref(), number, value.get_ref()));
            }
        }
        table.entries.retain(|entry| !broken.contains(&entry.line));
        table.entries.sort_by_key(|entry| entry.line);
        table.sections.sort_by_key(|&(_, line)| line);
        table
    }
}

fn entry(section: String, name: &str, line: usize, value: &DeValue<'_>) -> Entry {
    Entry { section, name: name.to_owned(), line, value: value.into() }
}

impl From<&DeValue<'_>> for Value {
    fn from(value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Value::Other("a number that is too large"), Value::Number),
            DeValue::Boolean(switch) => Value::Switch(*switch),
            DeValue::Array(items) => items
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .map_or(Value::Other("a list of other things than words"), Value::Words),
            DeValue::Float(_) => Value::Other("a number that is not whole"),
            DeValue::Datetime(_) => Value::Other("a date"),
            DeValue::Table(_) => Value::Other("a section"),
        }
    }
}

impl fmt::Display for Value {
    /// As it stands in the text, more or less.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => write!(f, "{text:?}"),
            Value::Number(number) => write!(f, "{number}"),
            Value::Switch(switch) => write!(f, "{switch}"),
            Value::Words(words) => write!(f, "{words:?}"),
            Value::Other(what) => f.write_str(what),
        }
    }
}

impl Entry {
    /// What it is called, with the section before it: `text.measure`.
    #[must_use]
    pub fn path(&self) -> String {
        if self.section.is_empty() {
            self.name.clone()
        } else {
            format!("{}.{}", self.section, self.name)
        }
    }

    /// A mistake in the name.
    #[must_use]
    pub fn misnamed(&self, what: impl fmt::Display) -> Mistake {
        Mistake { line: self.line, what: format!("{}: {what}", self.path()) }
    }

    /// A mistake in what it is set to.
    #[must_use]
    pub fn wrong(&self, what: impl fmt::Display) -> Mistake {
        Mistake { line: self.line, what: format!("{} = {}: {what}", self.path(), self.value) }
    }

    /// The text that it is set to.
    ///
    /// # Errors
    /// When it is something else.
    pub fn text(&self) -> Result<&str, Mistake> {
        match &self.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.wrong("words in quotes are wanted here")),
        }
    }

    /// The one of `known` that it is set to; `what` says what these are ("order").
    ///
    /// # Errors
    /// When it is something else.
    pub fn one_of<'k>(&self, what: &str, known: &[&'k str]) -> Result<&'k str, Mistake> {
        let text = self.text()?;
        known.iter().find(|name| **name == text).copied().ok_or_else(|| {
            let all = known.join(", ");
            self.wrong(format_args!("no {what} is called that; there are {all}"))
        })
    }

    /// Whether it is switched on.
    ///
    /// # Errors
    /// When it is neither true nor false.
    pub fn switch(&self) -> Result<bool, Mistake> {
        match self.value {
            Value::Switch(switch) => Ok(switch),
            _ => Err(self.wrong("true or false is wanted here, without quotes")),
        }
    }

    /// The number that it is set to.
    ///
    /// # Errors
    /// When it is something else, or not in the range.
    pub fn number(&self, range: RangeInclusive<u16>) -> Result<u16, Mistake> {
        let number = match self.value {
            Value::Number(number) => u16::try_from(number).ok(),
            _ => None,
        };
        number.filter(|number| range.contains(number)).ok_or_else(|| {
            let (least, most) = range.into_inner();
            self.wrong(format_args!("a whole number from {least} to {most} is wanted here"))
        })
    }

    /// The list that it is set to.
    ///
    /// # Errors
    /// When it is something else.
    pub fn words(&self) -> Result<&[String], Mistake> {
        match &self.value {
            Value::Words(words) => Ok(words),
            _ => Err(self.wrong("a list of words is wanted here: [\"one\", \"two\"]")),
        }
    }
}

/// `; is "measure" meant?`, if one of `known` is near enough to `name`; else nothing.
#[must_use]
pub fn suggestion<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let distance = |known: &&str| strsim::damerau_levenshtein(name, known);
    let near = name.chars().count() / 3 + 1;
    known
        .into_iter()
        .min_by_key(distance)
        .filter(|best| distance(best) <= near)
        .map_or(String::new(), |best| format!("; is {best:?} meant?"))
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        Table::read(text).mistakes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn everything_knows_its_line() {
        let table =
            Table::read("a = 1\n\n[two]\nb = \"x\" # why\nc = [\"y\",\n \"z\"]\nd = true\n[e]\n");
        let shown: Vec<String> = table
            .entries
            .iter()
            .map(|entry| format!("{} {} = {}", entry.line, entry.path(), entry.value))
            .collect();
        assert_eq!(
            shown,
            ["1 a = 1", "4 two.b = \"x\"", "5 two.c = [\"y\", \"z\"]", "7 two.d = true"]
        );
        assert_eq!(table.sections, [("two".to_owned(), 3), ("e".to_owned(), 8)]);
        assert_eq!(table.mistakes, []);
    }

    #[test]
    fn what_is_not_toml_costs_its_own_line() {
        let text = "a = 1\nb = \nc = 3\nc = 4\nd = nonsense\ne = \"open\nf = 6\n";
        let table = Table::read(text);
        let kept: Vec<usize> = table.entries.iter().map(|entry| entry.line).collect();
        assert_eq!(kept, [1, 3, 7], "{:?}", mistakes(text));
        let lines: Vec<usize> = table.mistakes.iter().map(|mistake| mistake.line).collect();
        assert_eq!(lines, [2, 4, 5, 6], "{:?}", mistakes(text));
        assert!(
            mistakes(text).iter().all(|line| line.contains("not TOML") && !line.contains('\n'))
        );
    }

    #[test]
    fn values_are_asked_for_by_kind() {
        let odd =
            "a = 1.5\nb = 2026-05-04\nc = [1]\nd = {x.y = 1}\ne = 99999999999999999999\nf = -3\n";
        for entry in &Table::read(odd).entries {
            for what in [
                entry.text().err(),
                entry.switch().err(),
                entry.number(0..=9).err(),
                entry.words().err(),
                entry.one_of("thing", &["x"]).err(),
            ] {
                let what = what.map(|mistake| mistake.to_string()).unwrap_or_default();
                assert!(what.contains("wanted here"), "{entry:?}: {what}");
            }
        }
    }

    #[test]
    fn near_names_are_suggested() {
        let known = ["theme", "ascii", "text.measure"];
        for (name, meant) in [
            ("thme", "; is \"theme\" meant?"),
            ("measure", ""),
            ("text.mesure", "; is \"text.measure\" meant?"),
            ("colour", ""),
            ("", ""),
        ] {
            assert_eq!(suggestion(name, known), meant, "{name}");
        }
    }
}
