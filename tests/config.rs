//! Settings in files, through the whole program. What each file may say is tested where it is read.

use std::fs;
use std::path::Path;
use std::process::Command;

use assert_cmd::assert::OutputAssertExt;
use tempfile::{TempDir, tempdir};

use crate::support::{NO_SETTINGS, program};

/// A folder as `XDG_CONFIG_HOME` names one, with these files of ours in it.
fn settings(files: &[(&str, &str)]) -> TempDir {
    let folder = tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join("sidenote").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn configured(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = program(arguments);
    command.env("XDG_CONFIG_HOME", folder);
    command
}

/// What a run that goes well prints, and what it complains about.
fn printed(mut command: Command) -> (String, Vec<String>) {
    let assert = command.assert().success();
    let output = assert.get_output();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let complaints = text(&output.stderr).lines().map(str::to_owned).collect();
    (text(&output.stdout), complaints)
}

#[test]
fn a_mistake_is_a_line_on_standard_error_and_no_more() {
    #[rustfmt::skip]
    let cases = [
        ("config.toml",      "ascii = true\ntheme = \"drak\"\n",
            "config.toml:2: theme = \"drak\": no theme is called that; there are terminal, dark, light, contrast, mono, system, auto"),
        ("config.toml",      "\n\nasci = true",       "config.toml:3: asci: no setting is called that; is \"ascii\" meant?"),
        ("config.toml",      "theme = \"a\u{1b}[31m\"", "config.toml:1: this is not TOML: "),
        ("config.toml",      "theme = \"a\\u001b[31m\"", "config.toml:1: theme = \"a\\u{1b}[31m\": no theme is called that"),
        ("keymap.toml",      "[keys]\nnxt = [\"j\"]", "keymap.toml:2: keys.nxt: no action is called that; is \"next\" meant?"),
        ("themes/dark.toml", "title = \"blod\"",      "themes/dark.toml:1: title = \"blod\": \"blod\" is no colour; there are #rrggbb"),
    ];
    for arguments in [
        ["--color", "always", "--theme", "dark"].as_slice(),
        &["--theme", "dark", "--info", "--color", "always"],
    ] {
        let (plain, _) = printed(program(arguments));
        for (file, text, message) in cases {
            let folder = settings(&[(file, text)]);
            let (out, complaints) = printed(configured(folder.path(), arguments));
            let [complaint] = complaints.as_slice() else { panic!("{file}: {complaints:?}") };
            assert!(complaint.starts_with("sidenote: "), "{complaint}");
            assert!(complaint.contains(message), "{complaint}");
            assert!(!complaint.chars().any(char::is_control), "{complaint:?}");
            assert_eq!(out, plain, "{file}: it is printed all the same");
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_a_line_too() {
    let folder = settings(&[("other", "")]);
    let file = folder.path().join("sidenote/config.toml");
    let complaint = || {
        let (_, complaints) = printed(configured(folder.path(), &["--info"]));
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        complaints.concat()
    };
    fs::write(&file, b"ascii = true\n# \xff\n").unwrap();
    assert!(complaint().ends_with("config.toml:2: this is not UTF-8"), "{}", complaint());
    fs::write(&file, " ".repeat(2 << 20)).unwrap();
    assert!(complaint().ends_with("it has more than 1048576 bytes, and is not read"));
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert!(complaint().contains("config.toml: it cannot be read: "), "{}", complaint());
}

#[test]
fn settings_hold_and_the_command_line_goes_before_them() {
    let folder = settings(&[("config.toml", "sort = \"top\"\n")]);
    let thread = ["--only", "thread"];
    let top = printed(program(&["--only", "thread", "--sort", "top"])).0;
    let given = printed(program(&thread)).0;
    assert_ne!(top, given);
    assert_eq!(printed(configured(folder.path(), &thread)).0, top);
    for arguments in [["--sort", "given"].as_slice(), &["--no-config"]] {
        let arguments = [&thread, arguments].concat();
        assert_eq!(printed(configured(folder.path(), &arguments)).0, given, "{arguments:?}");
    }
    let file = folder.path().join("sidenote/config.toml");
    let named = ["--only", "thread", "--config", file.to_str().unwrap()];
    assert_eq!(printed(program(&named)).0, top);
}

#[test]
fn what_the_command_line_names_must_exist() {
    let missing = program(&["--config", "no/such/file"]).assert().code(1);
    missing.stderr("sidenote: no/such/file does not exist; check the path\n");
    let folder = settings(&[("themes/mine.toml", "base = \"dark\"\n")]);
    let assert = configured(folder.path(), &["--theme", "yours"]).assert().code(2);
    let error = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(error.contains("no theme is called \"yours\"; there are terminal, dark"), "{error}");
    assert!(error.contains("auto, mine"), "{error}");
    configured(folder.path(), &["--theme", "mine", "--info"]).assert().success().stderr("");
    configured(folder.path(), &["--theme", "mine", "--no-config"]).assert().code(2);
}

#[test]
fn no_home_is_no_mistake() {
    for (home, configuration) in
        [(None, Some(NO_SETTINGS)), (Some(""), None), (Some("/nonexistent"), Some("relative"))]
    {
        let mut command = program(&["--info"]);
        command.env_remove("HOME").env_remove("XDG_CONFIG_HOME");
        home.map(|home| command.env("HOME", home));
        configuration.map(|folder| command.env("XDG_CONFIG_HOME", folder));
        assert_eq!(printed(command).1, [""; 0], "{home:?} {configuration:?}");
    }
}
