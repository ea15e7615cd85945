//! What stands before the text of a Markdown file: front matter in YAML between `---`, or in TOML
//! between `+++`, as the makers of sites have it (Jekyll, Hugo, Zola, Pandoc).
//!
//! Of YAML only what occurs there is read: keys with a value, a list, or lines set in below. What else
//! YAML can say is passed over, and stands for nothing.

use crate::load::json::instant;
use crate::model::Article;
use crate::text::clean_line;

/// How many lines front matter may have.
const MAX_LINES: usize = 200;
/// How many values of a list are kept.
const MAX_VALUES: usize = 100;

/// Keys by which front matter is told from other lines between rules.
const TELLING: [&str; 14] = [
    "title",
    "author",
    "authors",
    "date",
    "published",
    "tags",
    "categories",
    "keywords",
    "layout",
    "lang",
    "language",
    "draft",
    "slug",
    "description",
];

/// Keys and their values, in the order in which they came.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Matter {
    fields: Vec<(String, Vec<String>)>,
}

impl Matter {
    /// The front matter of a text, and what comes below it.
    pub(super) fn of(text: &str) -> Option<(Matter, &str)> {
        let (matter, rest) = match text.strip_prefix("---\n") {
            Some(inner) => yaml(inner)?,
            None => toml(text.strip_prefix("+++\n")?)?,
        };
        let is_one = matter.fields.iter().any(|(key, _)| TELLING.contains(&key.as_str()));
        is_one.then_some((matter, rest))
    }

    /// What is known about the article, without its text.
    pub(super) fn article(&self) -> Article {
        let date = self.line(&["date", "published", "pubdate", "created"]);
        let exact = |date: &String| instant(date).filter(|_| date.contains(':'));
        let published = date.as_ref().and_then(exact);
        let address = self.line(&["canonical_url", "canonical", "url", "permalink"]);
        let is_address = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        Article {
            title: self.line(&["title"]),
            byline: Some(self.all(&["author", "authors", "creator"]).join(", "))
                .filter(|names| !names.is_empty()),
            published,
            published_text: date.filter(|_| published.is_none()),
            updated: self.line(&["updated", "lastmod", "modified"]).as_ref().and_then(exact),
            url: address.filter(is_address),
            language: self.line(&["lang", "language", "locale"]),
            tags: self.all(&["tags", "keywords", "categories"]),
            ..Article::default()
        }
    }

    /// The values of the first of these keys that is there.
    fn all(&self, keys: &[&str]) -> Vec<String> {
        let of = |key: &&str| self.fields.iter().find(|(known, _)| known == key);
        keys.iter().find_map(of).map(|(_, values)| values.clone()).unwrap_or_default()
    }

    fn line(&self, keys: &[&str]) -> Option<String> {
        self.all(keys).into_iter().next()
    }

    fn push(&mut self, key: &str, values: impl IntoIterator<Item = String>) {
        let values = values.into_iter().map(|value| clean_line(&value));
        let values: Vec<String> =
            values.filter(|value| !value.is_empty()).take(MAX_VALUES).collect();
        if !values.is_empty() {
            self.fields.push((key.trim().to_ascii_lowercase(), values));
        }
    }
}

/// Lines of YAML up to the end of the front matter.
fn yaml(text: &str) -> Option<(Matter, &str)> {
    let mut matter = Matter::default();
    let mut rest = text;
    // The key whose values stand below it, and those.
    let mut open: Option<(&str, Vec<String>)> = None;
    for _ in 0..MAX_LINES {
        let (line, below) = rest.split_once('\n').or((!rest.is_empty()).then_some((rest, "")))?;
        rest = below;
        let ends = matches!(line.trim_end(), "---" | "...");
        let is_below = line.starts_with([' ', '\t', '-']) && !ends;
        if let Some((_, values)) = open.as_mut().filter(|_| is_below) {
            let value = line.trim();
            let listed = value.strip_prefix("- ").map(|value| {
                // Of a person with a name and more, the name.
                value.strip_prefix("name:").unwrap_or(value)
            });
            match (listed, values.last_mut()) {
                (Some(value), _) => values.push(unquoted(value).to_owned()),
                // A text over several lines.
                (None, None) if !value.contains(": ") => values.push(value.to_owned()),
                (None, Some(last)) if !value.contains(": ") => last.extend([" ", value]),
                _ => {}
            }
            continue;
        }
        if let Some((key, values)) = open.take() {
            matter.push(key, values);
        }
        if ends {
            return Some((matter, rest));
        }
        if is_below || line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once(':')?;
        match value.trim() {
            "" | ">" | "|" | ">-" | "|-" => open = Some((key, Vec::new())),
            value => matter.push(key, values(value)),
        }
    }
    None
}

/// The value of a line, or those of a list in it.
fn values(value: &str) -> Vec<String> {
    match value.strip_prefix('[').and_then(|value| value.strip_suffix(']')) {
        Some(list) => list.split(',').map(|value| unquoted(value).to_owned()).collect(),
        None => vec![unquoted(value).to_owned()],
    }
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let between = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    between('"').or_else(|| between('\'')).unwrap_or(value)
}

/// Tables of TOML up to the end of the front matter; what is in a table is as if it were above it.
fn toml(text: &str) -> Option<(Matter, &str)> {
    let lines = text.split_inclusive('\n').take(MAX_LINES);
    let mut length = 0;
    for line in lines {
        if line.trim_end() == "+++" {
            let table = text.get(..length)?.parse::<toml::Table>().ok()?;
            let mut matter = Matter::default();
            let inner = table.values().filter_map(toml::Value::as_table);
            for (key, value) in std::iter::once(&table).chain(inner).flatten() {
                matter.push(key, toml_values(value));
            }
            return Some((matter, text.get(length + line.len()..)?));
        }
        length += line.len();
    }
    None
}

fn toml_values(value: &toml::Value) -> Vec<String> {
    let one = |value: &toml::Value| match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Datetime(date) => Some(date.to_string()),
        toml::Value::Table(table) => table.get("name")?.as_str().map(str::to_owned),
        _ => None,
    };
    match value {
        toml::Value::Array(values) => values.iter().filter_map(one).collect(),
        toml::Value::Table(_) => Vec::new(),
        value => one(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is known, in a line, and the text below it.
    fn read(text: &str) -> Option<(String, &str)> {
        let (matter, rest) = Matter::of(text)?;
        let article = matter.article();
        let facts = [
            article.title,
            article.byline,
            article.published.map(|at| at.to_string()).or(article.published_text),
            article.updated.map(|at| at.to_string()),
            article.url,
            article.language,
            Some(article.tags.join("+")).filter(|tags| !tags.is_empty()),
        ];
        Some((facts.map(|fact| fact.unwrap_or_else(|| "-".into())).join(" | "), rest))
    }

    #[test]
    fn facts_stand_before_the_text() {
        #[rustfmt::skip]
        let cases = [
            ("plain",          "---\ntitle: Ebb\n---\nDark.",                           "Ebb | - | - | - | - | - | -",            "Dark."),
            ("with dots",      "---\ntitle: Ebb\ndate: May\n...\nDark.",                "Ebb | - | May | - | - | - | -",          "Dark."),
            ("quoted",         "---\ntitle: \"Ebb: 'low'\"\nauthor: 'Ada Brandt'\n---\n", "Ebb: 'low' | Ada Brandt | - | - | - | - | -", ""),
            ("it is all there is", "---\ntitle: Ebb\n---",                              "Ebb | - | - | - | - | - | -",            ""),
            ("lists",          "---\ntitle: Ebb\ntags: [oil, \"low light\"]\nauthors:\n  - Ada Brandt\n  - Tomas Lind\n---\n", "Ebb | Ada Brandt, Tomas Lind | - | - | - | - | oil+low light", ""),
            ("lists not set in", "---\ntags:\n- oil\n- light\nlang: en\n---\n",         "- | - | - | - | - | en | oil+light",     ""),
            ("people",         "---\nauthor:\n  - name: Ada Brandt\n    mail: a@b\ntitle: Ebb\n---\n", "Ebb | Ada Brandt | - | - | - | - | -", ""),
            ("folded",         "---\ntitle: >\n  The ebb\n  and flow\n---\n",           "The ebb and flow | - | - | - | - | - | -", ""),
            ("an hour",        "---\ndate: 2026-05-03T09:30:00+02:00\nlastmod: 2026-05-03 07:30:01 UTC\n---\n", "- | - | 1777793400 | 1777793401 | - | - | -", ""),
            ("a day",          "---\ndate: 2026-05-03\nurl: /ebb\n---\n",               "- | - | 2026-05-03 | - | - | - | -",     ""),
            ("an address",     "---\ntitle: Ebb\ncanonical_url: https://q.example/\n---\n", "Ebb | - | - | - | https://q.example/ | - | -", ""),
            ("TOML",           "+++\ntitle = 'Ebb'\ndate = 2026-05-03T09:30:00+02:00\n[taxonomies]\ntags = ['oil']\n[extra]\nauthor = 'Ada Brandt'\n+++\nDark.", "Ebb | Ada Brandt | 1777793400 | - | - | - | oil", "Dark."),
            ("people in TOML", "+++\ntitle = 'Ebb'\nauthors = [{name = 'Ada Brandt'}]\n+++\n", "Ebb | Ada Brandt | - | - | - | - | -", ""),
        ];
        for (why, text, facts, rest) in cases {
            assert_eq!(read(text), Some((facts.to_owned(), rest)), "{why}");
        }
        #[rustfmt::skip]
        let none = [
            ("never closed",    "---\ntitle: Ebb\nDark: yes"),
            ("no keys",         "---\ntitle: Ebb\nDark\n---\n"),
            ("nothing telling", "---\na: b\n---\n"),
            ("a rule",          "---\n"),
            ("further down",    "a\n---\ntitle: Ebb\n---\n"),
            ("broken TOML",     "+++\ntitle = Ebb\n+++\n"),
            ("open TOML",       "+++\ntitle = 'Ebb'\n"),
            ("nothing",         ""),
        ];
        for (why, text) in none {
            assert_eq!(read(text), None, "{why}");
        }
    }
}
