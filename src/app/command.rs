//! The command line behind `:`.

use super::action::Action;
use super::keymap::Command;
use crate::model::Order;

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// Nothing.
    Nothing,
    /// As a key that is bound to this.
    Run(Command),
    /// Goes to comment or line n.
    Go(usize),
    /// Sorts.
    Sort(Order),
    /// Filters; nothing ends the filter.
    Filter(String),
    /// Writes the document to a file.
    Write {
        /// Its path.
        path: String,
        /// Whether one that is there may be replaced.
        replace: bool,
    },
    /// Takes a theme.
    Theme(String),
    /// Changes a setting, or tells it.
    Set(String, Option<String>),
    /// Tells what a key does.
    HelpFor(String),
    /// Pipes what is at hand to a command.
    Pipe(String),
}

/// Commands with words behind them: name, what may stand there, what it does.
const COMMANDS: &[(&str, &str)] = &[
    ("sort", "ORDER"),
    ("filter", "CONDITIONS"),
    ("w", "FILE"),
    ("w!", "FILE"),
    ("theme", "NAME"),
    ("set", "NAME=VALUE"),
    ("help", "KEY"),
    ("pipe", "COMMAND"),
    ("q", ""),
    ("q!", ""),
];

/// The settings that `:set` knows, and what each may be.
pub(super) const SETTINGS: &[(&str, &[&str])] = &[
    ("measure", &["60", "66", "72", "80"]),
    ("split", &["auto", "side", "stacked", "one"]),
    ("share", &["40", "50", "60"]),
    ("focus", &["on", "off"]),
    ("quotes", &["on", "off"]),
    ("spoilers", &["on", "off"]),
    ("pictures", &["auto", "on", "off"]),
    ("breaking", &["greedy", "optimal"]),
    ("hyphenate", &["on", "off"]),
    ("justify", &["on", "off"]),
    ("spacing", &["0", "1", "2"]),
    ("reorder", &["on", "off"]),
];

/// Reads a line.
///
/// # Errors
/// A sentence for the reader, when it is no command.
pub(super) fn parse(line: &str) -> Result<Typed, String> {
    let line = line.trim();
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let needs =
        |what: &str| if rest.is_empty() { Err(format!(":{name} needs {what}")) } else { Ok(()) };
    match name {
        "" => Ok(Typed::Nothing),
        "q" | "quit" | "q!" => Ok(run(Action::Abort)),
        "sort" => {
            let order = Order::ALL.iter().find(|order| order.name() == rest);
            let names: Vec<_> = Order::ALL.iter().map(|order| order.name()).collect();
            order
                .map(|&order| Typed::Sort(order))
                .ok_or_else(|| format!(":sort takes one of {}", names.join(" ")))
        }
        "filter" | "limit" => Ok(Typed::Filter(rest.to_owned())),
        "w" | "write" | "w!" | "write!" | "save" => needs("a file name")
            .map(|()| Typed::Write { path: rest.to_owned(), replace: name.ends_with('!') }),
        "theme" | "colorscheme" => needs("a name").map(|()| Typed::Theme(rest.to_owned())),
        "set" => {
            needs("a setting")?;
            let (setting, value) = match rest.split_once(['=', ' ']) {
                Some((setting, value)) => (setting.trim(), Some(value.trim().to_owned())),
                None => match rest.strip_prefix("no") {
                    Some(setting) if is_setting(setting) => (setting, Some("off".to_owned())),
                    _ => (rest.trim_end_matches('?'), None),
                },
            };
            Ok(Typed::Set(setting.to_owned(), value))
        }
        "help" | "h" if rest.is_empty() => Ok(run(Action::Help)),
        "help" | "h" => Ok(Typed::HelpFor(rest.to_owned())),
        "pipe" | "!" => needs("a command").map(|()| Typed::Pipe(rest.to_owned())),
        _ => {
            if let Ok(number) = name.parse() {
                return Ok(Typed::Go(number));
            }
            let count = rest.parse().ok();
            let action = Action::from_name(name).filter(|_| rest.is_empty() || count.is_some());
            action.map(|action| Typed::Run(Command { action, count })).ok_or_else(|| unknown(name))
        }
    }
}

fn run(action: Action) -> Typed {
    Typed::Run(Command { action, count: None })
}

fn is_setting(name: &str) -> bool {
    SETTINGS.iter().any(|(known, _)| *known == name)
}

fn unknown(name: &str) -> String {
    let names =
        COMMANDS.iter().map(|(known, _)| *known).chain(Action::ALL.iter().map(|a| a.name()));
    let near = names.filter(|known| known.starts_with(name.get(..1).unwrap_or("?")));
    match near.min_by_key(|known| distance(known, name)).filter(|n| distance(n, name) <= 2) {
        Some(near) => format!(":{name} is no command; did you mean :{near}?"),
        None => format!(":{name} is no command; Tab lists them, ? the keys"),
    }
}

/// How many letters must be changed to make one word the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(40).collect();
    let mut before: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(40).enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let change = at(&before, j) + usize::from(x != *y);
            row.push(change.min(at(&before, j + 1) + 1).min(at(&row, j) + 1));
        }
        before = row;
    }
    before.last().copied().unwrap_or(0)
}

/// What the line could become: all that begin with it. `themes` are the names that `:theme` takes.
#[must_use]
pub(super) fn completions(line: &str, themes: &[String]) -> Vec<String> {
    let Some((name, rest)) = line.split_once(' ') else {
        let commands = COMMANDS.iter().map(|(name, what)| match *what {
            "" => (*name).to_owned(),
            _ => format!("{name} "),
        });
        let actions = Action::ALL.iter().map(|action| action.name().to_owned());
        return commands.chain(actions).filter(|whole| whole.starts_with(line)).collect();
    };
    let words: Vec<String> = match name {
        "sort" => Order::ALL.iter().map(|order| order.name().to_owned()).collect(),
        "theme" => themes.to_vec(),
        "set" => SETTINGS
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| format!("{name}={value}")))
            .collect(),
        "filter" => ["author:", "score>", "depth<", "new", "-"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    };
    let fitting = words.into_iter().filter(|word| word.starts_with(rest));
    fitting.map(|word| format!("{name} {word}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let write = |path: &str, replace| Typed::Write { path: path.to_owned(), replace };
        let set =
            |name: &str, value: Option<&str>| Typed::Set(name.to_owned(), value.map(str::to_owned));
        let cases = [
            ("", Ok(Typed::Nothing)),
            (" 12 ", Ok(Typed::Go(12))),
            ("sort top", Ok(Typed::Sort(Order::Top))),
            ("sort", Err(":sort takes one of given top new old best discussed latest")),
            ("filter author:ada -oil", Ok(Typed::Filter("author:ada -oil".to_owned()))),
            ("w notes on oil.md", Ok(write("notes on oil.md", false))),
            ("w! a.html", Ok(write("a.html", true))),
            ("w", Err(":w needs a file name")),
            ("set measure=60", Ok(set("measure", Some("60")))),
            ("set nojustify", Ok(set("justify", Some("off")))),
            ("set measure?", Ok(set("measure", None))),
            ("help x", Ok(Typed::HelpFor("x".to_owned()))),
            ("fold-all", Ok(run(Action::FoldAll))),
            ("next 3", Ok(Typed::Run(Command { action: Action::Next, count: Some(3) }))),
            ("fold-al", Err(":fold-al is no command; did you mean :fold-all?")),
            ("xyzzy", Err(":xyzzy is no command; Tab lists them, ? the keys")),
            ("q", Ok(run(Action::Abort))),
        ];
        for (line, expected) in cases {
            assert_eq!(parse(line), expected.map_err(str::to_owned), "{line:?}");
        }
    }

    #[test]
    fn tab_completes_what_may_stand_there() {
        let themes = ["dark".to_owned(), "light".to_owned()];
        let cases: [(&str, &[&str]); 5] = [
            ("so", &["sort "]),
            ("sort n", &["sort new"]),
            ("theme l", &["theme light"]),
            ("set mea", &["set measure=60", "set measure=66", "set measure=72", "set measure=80"]),
            ("filter au", &["filter author:"]),
        ];
        for (line, expected) in cases {
            assert_eq!(completions(line, &themes), expected, "{line:?}");
        }
    }
}
