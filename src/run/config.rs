//! `config.toml`: what it may say, and what the program takes when it does not.
//!
//! Each setting is one line of [`SETTINGS`] with its check. `data/config.toml` shows them all with
//! their defaults. Finding and reading the files is the business of `setup`.

use crate::app::{CACHED_ROWS, Keymap, Showing};
use crate::layout::{Breaking, Split, Typography};
use crate::limits::{Limits, MIB};
use crate::model::Order;
use crate::settings::{Entry, Mistake, Table, suggestion};

/// The configuration that the program comes with, and explains.
pub(super) const DEFAULT: &str = include_str!("../../data/config.toml");

/// What the reader wants of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Config {
    /// The name of the theme.
    pub theme: String,
    /// Whether the program draws in ASCII.
    pub ascii: bool,
    /// The keymap that the reader's own is laid over: the name of a preset.
    pub keymap: &'static str,
    /// The order of the comments.
    pub sort: Order,
    /// How the panes are divided at first.
    pub split: Split,
    /// How text is set.
    pub text: Typography,
    /// When pictures are shown.
    pub pictures: Showing,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// Whether links can be clicked.
    pub links: bool,
    /// What opens an address; empty for what the system says.
    pub opener: Vec<String>,
    /// What edits a file; empty for what the system says.
    pub editor: Vec<String>,
    /// What shows a long text; empty for what the system says.
    pub pager: Vec<String>,
    /// How many laid-out rows of each pane are kept.
    pub cache: usize,
    /// How much is read.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            theme: "auto".to_owned(),
            ascii: false,
            keymap: "default",
            sort: Order::default(),
            split: Split::default(),
            text: Typography::default(),
            pictures: Showing::default(),
            mouse: true,
            links: true,
            opener: Vec::new(),
            editor: Vec::new(),
            pager: Vec::new(),
            cache: CACHED_ROWS,
            limits: Limits::default(),
        }
    }
}

/// A setting: its name, and what a line with that name does.
struct Setting {
    name: &'static str,
    set: fn(&mut Config, &Entry, &[String]) -> Result<(), Mistake>,
}

/// Every setting, in the order of `data/config.toml`. The last argument of each is the names of
/// the themes that there are.
const SETTINGS: &[Setting] = &[
    Setting {
        name: "theme",
        set: |config, entry, themes| {
            let known: Vec<&str> = themes.iter().map(String::as_str).collect();
            entry.one_of("theme", &known).map(|name| name.clone_into(&mut config.theme))
        },
    },
    Setting {
        name: "ascii",
        set: |config, entry, _| entry.switch().map(|switch| config.ascii = switch),
    },
    Setting {
        name: "keymap",
        set: |config, entry, _| {
            let known: Vec<&'static str> = Keymap::presets().collect();
            entry.one_of("keymap", &known).map(|name| config.keymap = name)
        },
    },
    Setting {
        name: "sort",
        set: |config, entry, _| {
            let orders = Order::ALL.iter().map(|order| (order.name(), *order));
            choice(entry, "order", &orders.collect::<Vec<_>>()).map(|order| config.sort = order)
        },
    },
    Setting {
        name: "split",
        set: |config, entry, _| choice(entry, "split", SPLITS).map(|split| config.split = split),
    },
    Setting {
        name: "pictures",
        set: |config, entry, _| {
            choice(entry, "way of showing pictures", &Showing::ALL)
                .map(|showing| config.pictures = showing)
        },
    },
    Setting {
        name: "mouse",
        set: |config, entry, _| entry.switch().map(|switch| config.mouse = switch),
    },
    Setting {
        name: "links",
        set: |config, entry, _| entry.switch().map(|switch| config.links = switch),
    },
    Setting {
        name: "opener",
        set: |config, entry, _| entry.words().map(|words| config.opener = words.to_vec()),
    },
    Setting {
        name: "editor",
        set: |config, entry, _| entry.words().map(|words| config.editor = words.to_vec()),
    },
    Setting {
        name: "pager",
        set: |config, entry, _| entry.words().map(|words| config.pager = words.to_vec()),
    },
    Setting {
        name: "cache",
        set: |config, entry, _| entry.number(100..=60_000).map(|n| config.cache = n.into()),
    },
    Setting {
        name: "text.measure",
        set: |config, entry, _| entry.number(20..=140).map(|n| config.text.measure = n.into()),
    },
    Setting {
        name: "text.breaking",
        set: |config, entry, _| {
            choice(entry, "way of breaking lines", BREAKINGS).map(|how| config.text.breaking = how)
        },
    },
    Setting {
        name: "text.hyphenate",
        set: |config, entry, _| entry.switch().map(|switch| config.text.hyphenate = switch),
    },
    Setting {
        name: "text.justify",
        set: |config, entry, _| entry.switch().map(|switch| config.text.justify = switch),
    },
    Setting {
        name: "text.spacing",
        set: |config, entry, _| entry.number(0..=2).map(|n| config.text.spacing = n.into()),
    },
    Setting {
        name: "text.spoilers",
        set: |config, entry, _| entry.switch().map(|switch| config.text.spoilers = switch),
    },
    Setting {
        name: "text.reorder",
        set: |config, entry, _| entry.switch().map(|switch| config.text.reorder = switch),
    },
    Setting {
        name: "limits.input",
        set: |config, entry, _| {
            // The addresses of a thread's text end behind 8 GiB.
            entry.number(1..=8191).map(|n| config.limits.input = u64::from(n) * MIB as u64)
        },
    },
    Setting {
        name: "limits.page",
        set: |config, entry, _| mebibytes(entry).map(|bytes| config.limits.page = bytes),
    },
    Setting {
        name: "limits.message",
        set: |config, entry, _| mebibytes(entry).map(|bytes| config.limits.message = bytes),
    },
    Setting {
        name: "limits.book",
        set: |config, entry, _| mebibytes(entry).map(|bytes| config.limits.book = bytes),
    },
    Setting {
        name: "limits.files",
        set: |config, entry, _| entry.number(1..=60_000).map(|n| config.limits.files = n.into()),
    },
];

const SPLITS: &[(&str, Split)] = &[
    ("auto", Split::Auto),
    ("side", Split::Side),
    ("stacked", Split::Stacked),
    ("one", Split::One),
];

const BREAKINGS: &[(&str, Breaking)] =
    &[("greedy", Breaking::Greedy), ("optimal", Breaking::Optimal)];

impl Config {
    /// Reads a configuration, and what is wrong with it: a line with a mistake changes nothing.
    /// `themes` are the names of the themes that there are.
    pub(super) fn parse(text: &str, themes: &[String]) -> (Config, Vec<Mistake>) {
        let Table { entries, sections, mut mistakes } = Table::read(text);
        let mut config = Config::default();
        let is_section = |name: &str| SETTINGS.iter().any(|setting| section(setting) == name);
        for (name, line) in sections.iter().filter(|(name, _)| !is_section(name)) {
            let near = suggestion(name, SETTINGS.iter().map(section).filter(|s| !s.is_empty()));
            let what = format!("[{name}]: there is no section of that name{near}");
            mistakes.push(Mistake { line: *line, what });
        }
        for entry in entries.iter().filter(|entry| is_section(&entry.section)) {
            let path = entry.path();
            let done = match SETTINGS.iter().find(|setting| setting.name == path) {
                Some(setting) => (setting.set)(&mut config, entry, themes),
                None => Err(unknown(entry)),
            };
            mistakes.extend(done.err());
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        (config, mistakes)
    }
}

/// The section that a setting stands in; empty for none.
fn section(setting: &Setting) -> &'static str {
    setting.name.split_once('.').map_or("", |(section, _)| section)
}

/// A name that no setting has; one that stands in the wrong section is told where it belongs.
fn unknown(entry: &Entry) -> Mistake {
    let names = || SETTINGS.iter().map(|setting| setting.name);
    let behind = |name: &&str| name.rsplit('.').next() == Some(entry.name.as_str());
    let near = match names().find(behind) {
        Some(name) => format!("; is {name:?} meant?"),
        None => suggestion(&entry.path(), names()),
    };
    entry.misnamed(format_args!("no setting is called that{near}"))
}

/// What is read whole: a text has room for 1 GiB.
fn mebibytes(entry: &Entry) -> Result<usize, Mistake> {
    entry.number(1..=1023).map(|n| usize::from(n) * MIB)
}

fn choice<T: Copy>(entry: &Entry, what: &str, known: &[(&str, T)]) -> Result<T, Mistake> {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let name = entry.one_of(what, &names)?;
    let chosen = known.iter().find(|(known, _)| *known == name).map(|&(_, value)| value);
    chosen.ok_or_else(|| entry.wrong("it is not known"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Config, Vec<String>) {
        let themes = ["terminal", "dark", "system"].map(str::to_owned);
        let (config, mistakes) = Config::parse(text, &themes);
        (config, mistakes.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_file_that_comes_along_shows_every_setting_and_its_default() {
        let (config, mistakes) = Config::parse(DEFAULT, &["auto".to_owned()]);
        assert_eq!(mistakes, []);
        assert_eq!(config, Config::default());
        let shown: Vec<String> = Table::read(DEFAULT).entries.iter().map(Entry::path).collect();
        let names: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
        assert_eq!(shown, names);
        for order in Order::ALL {
            assert!(DEFAULT.contains(order.name()), "{}", order.name());
        }
        for preset in Keymap::presets() {
            assert!(DEFAULT.contains(preset), "{preset}");
        }
        for name in crate::ui::Theme::names() {
            assert!(DEFAULT.contains(name), "{name}");
        }
    }

    #[test]
    fn every_setting_can_be_set() {
        let (config, mistakes) = parse(
            "theme = \"dark\"\nascii = true\nkeymap = \"vim\"\nsort = \"top\"\nsplit = \"one\"\n\
             pictures = \"off\"\nmouse = false\nlinks = false\nopener = [\"a\", \"b\"]\neditor = [\"c\"]\npager = [\"d\"]\ncache = 500\n\
             [text]\nmeasure = 60\nbreaking = \"optimal\"\nhyphenate = true\njustify = true\nspacing = 0\nspoilers = true\nreorder = true\n\
             [limits]\ninput = 1\npage = 2\nmessage = 3\nbook = 4\nfiles = 5\n",
        );
        assert_eq!(mistakes, [""; 0]);
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let set = Config {
            theme: "dark".to_owned(),
            ascii: true,
            keymap: "vim",
            sort: Order::Top,
            split: Split::One,
            text: Typography {
                measure: 60,
                breaking: Breaking::Optimal,
                hyphenate: true,
                justify: true,
                spacing: 0,
                spoilers: true,
                reorder: true,
            },
            pictures: Showing::Off,
            mouse: false,
            links: false,
            opener: words(&["a", "b"]),
            editor: words(&["c"]),
            pager: words(&["d"]),
            cache: 500,
            limits: Limits {
                input: MIB as u64,
                page: 2 * MIB,
                message: 3 * MIB,
                book: 4 * MIB,
                files: 5,
            },
        };
        assert_eq!(config, set);
    }

    #[test]
    fn mistakes_are_one_line_and_cost_their_own_setting() {
        #[rustfmt::skip]
        let cases = [
            ("theme = \"drak\"",        "2: theme = \"drak\": no theme is called that; there are terminal, dark, system"),
            ("theme = 7",               "2: theme = 7: words in quotes are wanted here"),
            ("thme = \"dark\"",         "2: thme: no setting is called that; is \"theme\" meant?"),
            ("frobnicate = true",       "2: frobnicate: no setting is called that"),
            ("ascii = \"yes\"",         "2: ascii = \"yes\": true or false is wanted here, without quotes"),
            ("keymap = \"emacs\"",      "2: keymap = \"emacs\": no keymap is called that; there are default, vim, mutt, hn"),
            ("sort = \"sideways\"",     "2: sort = \"sideways\": no order is called that; there are given, top, new, old, best, discussed, latest"),
            ("split = \"three\"",       "2: split = \"three\": no split is called that; there are auto, side, stacked, one"),
            ("pictures = true",         "2: pictures = true: words in quotes are wanted here"),
            ("pictures = \"sixel\"",    "2: pictures = \"sixel\": no way of showing pictures is called that; there are auto, on, off"),
            ("mouse = 1",               "2: mouse = 1: true or false is wanted here, without quotes"),
            ("editor = \"vi\"",         "2: editor = \"vi\": a list of words is wanted here: [\"one\", \"two\"]"),
            ("measure = 60",            "2: measure: no setting is called that; is \"text.measure\" meant?"),
            ("text.measure = 19",       "2: text.measure = 19: a whole number from 20 to 140 is wanted here"),
            ("[text]\nmeasure = 141",   "3: text.measure = 141: a whole number from 20 to 140 is wanted here"),
            ("[text]\nmeasure = 70.5",  "3: text.measure = a number that is not whole: a whole number from 20 to 140 is wanted here"),
            ("[text]\nspacing = -1",    "3: text.spacing = -1: a whole number from 0 to 2 is wanted here"),
            ("[text]\nbreaking = \"x\"", "3: text.breaking = \"x\": no way of breaking lines is called that; there are greedy, optimal"),
            ("[text]\njustyfy = true",  "3: text.justyfy: no setting is called that; is \"text.justify\" meant?"),
            ("[text]\nascii = true",    "3: text.ascii: no setting is called that; is \"ascii\" meant?"),
            ("[limits]\ninput = 0",     "3: limits.input = 0: a whole number from 1 to 8191 is wanted here"),
            ("[limits]\npage = 1024",   "3: limits.page = 1024: a whole number from 1 to 1023 is wanted here"),
            ("[txet]\nmeasure = 60",    "2: [txet]: there is no section of that name; is \"text\" meant?"),
            ("text = 3",                "2: text: no setting is called that"),
            ("ascii.x = true",          "2: [ascii]: there is no section of that name"),
        ];
        for (wrong, message) in cases {
            let (config, mistakes) = parse(&format!("links = false\n{wrong}\n"));
            assert_eq!(mistakes, [message], "{wrong}");
            assert_eq!(config, Config { links: false, ..Config::default() }, "{wrong}");
        }
        let (config, mistakes) =
            parse("links = false\nascii = \nmouse = false\n[text\nmeasure = 60");
        assert!(mistakes[0].starts_with("2: this is not TOML: "), "{mistakes:?}");
        assert!(mistakes.iter().any(|line| line.starts_with("4: ")), "{mistakes:?}");
        assert!(!config.links && !config.ascii && !config.mouse, "{mistakes:?}");
    }
}
