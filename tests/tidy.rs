//! The rules of the house, as far as a machine can read them off the source.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each folder of `src` may import from the crate, besides itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("settings", &[]),
    ("model", &["text"]),
    ("markup", &["text", "model"]),
    ("load", &["text", "model", "markup"]),
    ("export", &["text", "model", "markup"]),
    ("layout", &["text", "model", "markup"]),
    ("app", &["text", "settings", "model", "markup", "layout"]),
    ("ui", &["text", "settings", "model", "layout", "app"]),
    ("run", &["text", "settings", "model", "markup", "load", "export", "layout", "app", "ui"]),
];

/// What only some folders may name: the word, and who may.
const RESERVED: &[(&str, &[&str])] = &[
    ("ratatui", &["ui", "run"]),
    ("crossterm", &["run"]),
    ("ratatui_image", &["run"]),
    ("image::", &["run"]),
    ("percent_encoding", &["run"]),
    ("base64::", &["run"]),
    ("anyhow", &["run"]),
    ("clap", &["run"]),
    ("signal_hook", &["run"]),
    ("dom_query", &["markup", "load"]),
    ("mail_parser", &["load"]),
    ("pulldown_cmark", &["markup"]),
    ("serde_json", &["load", "export"]),
    ("syntect", &["layout"]),
    ("two_face", &["layout"]),
    ("unicode_bidi", &["layout"]),
    ("html5gum", &["load"]),
    ("quick_xml", &["load"]),
    ("rawzip", &["load"]),
    ("flate2", &["load"]),
    ("imagesize", &["load"]),
    ("encoding_rs", &["load"]),
    ("toml::", &["settings", "app", "load"]),
    ("etcetera", &["run"]),
    ("terminal_colorsaurus", &["run"]),
    ("std::fs", &["run"]),
    ("std::net", &[]),
    ("std::env", &["run"]),
    ("std::process", &["run"]),
    ("std::thread", &["run"]),
    ("SystemTime", &[]),
    ("Instant", &["run"]),
    ("Timestamp::now", &["run"]),
    ("Zoned::now", &["run"]),
    ("stdout()", &["run"]),
    ("&mut App", &["app", "run"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|known| known == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The source files of each folder, without their tests and comments.
fn sources() -> BTreeMap<String, Vec<(PathBuf, String)>> {
    let src = root().join("src");
    let mut folders: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    for path in files(&src, "rs") {
        let inside = path.strip_prefix(&src).unwrap();
        let Some(folder) = inside.parent().and_then(|p| p.iter().next()) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        let code: String = text
            .split("#[cfg(test)]\nmod tests")
            .next()
            .unwrap()
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| [line, "\n"])
            .collect();
        folders.entry(folder.to_string_lossy().into_owned()).or_default().push((path, code));
    }
    folders
}

#[test]
fn imports_run_one_way() {
    let sources = sources();
    let known: Vec<&str> = MAY_USE.iter().map(|(folder, _)| *folder).collect();
    for folder in sources.keys() {
        assert!(known.contains(&folder.as_str()), "src/{folder} is in no list of tests/tidy.rs");
    }
    for (folder, allowed) in MAY_USE {
        for (path, code) in &sources[*folder] {
            for other in known.iter().filter(|other| *other != folder && !allowed.contains(other)) {
                let named = code.contains(&format!("crate::{other}"))
                    || code.contains(&format!("use crate::{{{other}"));
                assert!(!named, "{} uses {other}", path.display());
            }
        }
    }
}

#[test]
fn the_outside_stays_outside() {
    for (folder, files) in sources() {
        for (word, allowed) in RESERVED {
            for (path, code) in &files {
                let used = code.contains(word) && !allowed.contains(&folder.as_str());
                assert!(!used, "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn loaders_and_exporters_do_not_know_each_other() {
    for (name, folder) in [("loader", "load"), ("exporter", "export")] {
        let shared = ["mod.rs", "registry.rs", "sink.rs"];
        for path in fs::read_dir(root().join("src").join(folder)).unwrap() {
            let path = path.unwrap().path();
            if path.is_dir() || shared.iter().any(|name| path.ends_with(name)) {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let own = path.file_stem().unwrap().to_string_lossy().into_owned();
            // Named by the registry, so that a new one is not forgotten here.
            let others = sidenote::load::LOADERS.iter().map(|loader| loader.name);
            for other in others.filter(|other| *other != own) {
                let used = text.contains(&format!("super::{other}"));
                assert!(!used, "the {name} {} uses {other}", path.display());
            }
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["src", "tests"] {
        for path in files(&root().join(folder), "rs") {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//! "), "{} has no head", path.display());
        }
    }
}

#[test]
fn exceptions_give_their_reason() {
    for path in files(&root().join("src"), "rs") {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let excepts = line.contains("#[allow(") || line.contains("#[expect(");
            let reasoned = text.lines().skip(number).take(4).any(|line| line.contains("reason = "));
            assert!(!excepts || reasoned, "{}:{} gives no reason", path.display(), number + 1);
        }
        for word in ["todo!", "unimplemented!", "dbg!(", "FIXME", "unsafe {"] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn the_page_on_security_names_every_limit_that_can_be_set() {
    let security = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let config = fs::read_to_string(root().join("data/config.toml")).unwrap();
    let (_, limits) = config.split_once("[limits]").unwrap();
    let set: Vec<_> = limits.lines().filter_map(|line| line.split_once(" = ")).collect();
    assert!(set.len() >= 5, "{set:?}");
    for (name, value) in set {
        let row = security.lines().find(|line| line.contains(&format!("`limits.{name}`")));
        let row = row.unwrap_or_default().replace(',', "");
        assert!(row.contains(value), "SECURITY.md: limits.{name} = {value}: {row:?}");
    }
}

#[test]
fn every_loader_has_fixtures() {
    for loader in sidenote::load::LOADERS {
        let folder = root().join("tests/fixtures").join(loader.name);
        let count = fs::read_dir(&folder).map_or(0, Iterator::count);
        assert!(count > 0, "{} has no fixture in {}", loader.name, folder.display());
    }
}

#[test]
fn the_readme_names_every_format_theme_and_key_table() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for loader in sidenote::load::LOADERS {
        assert!(readme.contains(&format!("`{}`", loader.name)), "README: {}", loader.name);
    }
    for exporter in sidenote::export::EXPORTERS {
        assert!(readme.contains(&format!("`{}`", exporter.name)), "README: {}", exporter.name);
    }
    let themes = sidenote::ui::Theme::names();
    for name in themes.chain(sidenote::app::Keymap::presets()) {
        assert!(readme.contains(&format!("`{name}`")), "README: {name}");
    }
    for command in ["cargo run --release", "cargo test", "data/keymap.toml", "data/screen.svg"] {
        assert!(readme.contains(command), "README: {command}");
    }
}
