//! The program without a terminal: printing, manners, mistakes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::assert::OutputAssertExt;
use tempfile::tempdir;

use crate::support::{NO_SETTINGS, SAMPLE, document, program};

const PAGE: &str = "tests/fixtures/native/small.json";

fn output(arguments: &[&str]) -> String {
    let assert = program(arguments).assert().success();
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// The one line on standard error of a run that fails with this status.
fn complaint(arguments: &[&str], status: i32) -> String {
    let assert = program(arguments).assert().code(status);
    let error = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(assert.get_output().stdout.is_empty(), "nothing is printed: {arguments:?}");
    error
}

#[test]
fn text_is_printed_where_there_is_no_terminal() {
    let text = output(&[]);
    assert!(text.starts_with("Who owns the harbour light?\n"), "{text}");
    assert_eq!(text, output(&["-o", "text"]));
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    assert!(output(&["--color", "always"]).contains("\u{1b}["));
}

#[test]
fn every_format_prints_each_part() {
    for exporter in sidenote::export::EXPORTERS {
        let article = output(&["-o", exporter.name, "--only", "article"]);
        let thread = output(&["-o", exporter.name, "--only", "thread"]);
        let all = output(&["-o", exporter.name]);
        assert!(article.contains("north mole has been out"), "{}", exporter.name);
        assert!(!article.contains("send a scan to anyone"), "{}", exporter.name);
        assert!(thread.contains("send a scan to anyone"), "{}", exporter.name);
        assert!(!thread.contains("north mole has been out"), "{}", exporter.name);
        assert!(all.contains("north mole has been out") && all.contains("send a scan to anyone"));
    }
}

#[test]
fn every_format_is_written_into_a_folder_under_the_titles_name() {
    let folder = tempdir().unwrap();
    let page = folder.path().join("page.md");
    fs::write(&page, "# ../../Oil & lamps\n\nNobody pays.\n").unwrap();
    let into = folder.path().to_str().unwrap();
    for exporter in sidenote::export::EXPORTERS {
        for name in ["oil-lamps", "oil-lamps-2"] {
            let said = output(&["-o", exporter.name, "--into", into, page.to_str().unwrap()]);
            let path = folder.path().join(format!("{name}.{}", exporter.ending));
            assert_eq!(said, format!("{}\n", path.display()));
            let printed = output(&["-o", exporter.name, page.to_str().unwrap()]);
            let written = fs::read_to_string(&path).unwrap();
            assert_eq!(written.len(), printed.len(), "{}", exporter.name);
        }
    }
    let none = folder.path().join("none");
    let complaint = complaint(&["-o", "json", "--into", none.to_str().unwrap()], 1);
    assert!(complaint.contains("cannot make a file in"), "{complaint}");
}

/// The value of a key of a document in JSON.
fn part(arguments: &[&str], name: &str) -> serde_json::Value {
    let json: serde_json::Value = serde_json::from_str(&output(arguments)).unwrap();
    json[name].clone()
}

#[test]
fn a_printed_page_is_read_as_the_document_that_it_was() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("page.html");
    let path = path.to_str().unwrap();
    fs::write(path, output(&["-o", "html"])).unwrap();
    let (was, is) = (part(&["-o", "json"], "article"), part(&["-o", "json", path], "article"));
    for fact in ["title", "byline", "site", "published", "language", "url", "html"] {
        assert_eq!(is[fact], was[fact], "{fact}");
    }
    let comments = |arguments: &[&str]| {
        let comments = part(arguments, "comments");
        let ids = comments.as_array().unwrap().iter();
        // Its anchor is an id with a letter before it.
        let plain = |id: &serde_json::Value| id.as_str().map(|id| id.replace("c-", ""));
        ids.map(|one| (plain(&one["id"]), plain(&one["parent"]), one["score"].clone())).collect()
    };
    let (was, is): (Vec<_>, Vec<_>) = (comments(&["-o", "json"]), comments(&["-o", "json", path]));
    assert_eq!(is, was);
    // The same page comes of it again.
    let again = output(&["-o", "html", "--only", "article", path]);
    let first = output(&["-o", "html", "--only", "article"]);
    let article = |page: &str| page.split("<article").nth(1).map(str::to_owned);
    assert_eq!(article(&again), article(&first));
}

#[test]
fn printed_markdown_is_printed_again_as_it_was() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("page.md");
    for only in [&["--only", "article"][..], &[]] {
        let first = output(&[&["-o", "markdown"], only].concat());
        fs::write(&path, &first).unwrap();
        let again = output(&["-o", "markdown", path.to_str().unwrap()]);
        assert_eq!(again, first);
    }
}

#[test]
fn links_are_numbered_where_that_is_asked() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("page.md");
    fs::write(&path, "# Oil\n\nSee [the deed](https://quay.example/deed).\n").unwrap();
    let page = path.to_str().unwrap();
    let links = "See the deed<1>.\n\nLinks\n═════\n\n<1> https://quay.example/deed\n";
    assert!(output(&["-o", "text", "--links", page]).ends_with(links));
    assert_eq!(output(&["-o", "text", "--only", "article", page]), "See the deed.\n");
}

#[test]
fn several_sources_are_one_document() {
    let folder = tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let page = write(
        "page-2.json",
        r#"{"article":{"title":"Lamp","text":"Out."},"more":1,
            "comments":[{"id":"a","author":"Ada","text":"One","more":1}]}"#,
    );
    let rest = write(
        "page-10.json",
        r#"{"comments":[{"id":"b","parent":"a","author":"Bo","text":"Two"},
            {"id":"c","author":"Cy","text":"Three"}]}"#,
    );
    write("picture.png", "\0\0\0\0");
    write("style.css", "body { color: red }");
    write(".hidden", "\0");
    let named = output(&["-o", "json", &page, &rest]);
    let document = document("both.json", &named);
    let people: Vec<_> = document.thread.comments().map(|c| (c.depth(), c.author())).collect();
    assert_eq!(people, [(0, "Ada"), (1, "Bo"), (0, "Cy")]);
    assert_eq!((document.thread.missing(), document.article.title.as_deref()), (0, Some("Lamp")));
    let info = output(&["--info", folder.path().to_str().unwrap()]);
    assert!(info.contains("comments  3\n"), "{info}");
    assert!(info.contains("2 files in") && info.contains("could not be read"), "{info}");
    assert_eq!(
        output(&["--only", "thread", folder.path().to_str().unwrap()]).matches("Two").count(),
        1
    );
    let missing = complaint(&[&page, "tests/nowhere.html"], 1);
    assert!(missing.contains("tests/nowhere.html does not exist"), "{missing}");
}

#[test]
fn json_out_and_in_and_out_is_the_same() {
    let folder = tempdir().unwrap();
    let mut before = output(&["-o", "json"]);
    for round in 0..2 {
        let path = folder.path().join(format!("{round}.json"));
        fs::write(&path, &before).unwrap();
        let after = output(&["-o", "json", path.to_str().unwrap()]);
        assert_eq!(before, after, "round {round}");
        before = after;
    }
    assert_eq!(document("a.json", &before).thread.len(), document("b.json", SAMPLE).thread.len());
}

#[test]
fn comments_are_printed_in_the_order_asked_for() {
    let place = |order: &str, words: &str| output(&["--sort", order]).find(words).unwrap();
    let (first, later) = ("The town does. It is in the 1911 deed", "two because page one");
    assert!(place("given", first) > 0);
    let _ = later;
    let texts: Vec<String> = sidenote::model::Order::ALL
        .iter()
        .map(|o| output(&["--only", "thread", "--sort", o.name()]))
        .collect();
    assert!(texts.iter().all(|text| text.contains(first)), "no order loses a comment");
    assert_ne!(texts[0], texts[1]);
    assert_ne!(texts[2], texts[3]);
}

#[test]
fn text_is_wrapped_at_the_width_asked_for() {
    for width in [40_usize, 60, 100] {
        let text = output(&["--width", &width.to_string(), "--only", "article"]);
        let code = |line: &str| line.contains("  ") || line.contains('\t');
        let widest = text.lines().filter(|l| !code(l)).map(sidenote::text::width).max().unwrap();
        assert!(widest <= width && widest > width - 12, "{widest} at {width}");
    }
}

#[test]
fn info_says_what_was_found() {
    let info = output(&["--info"]);
    for fact in
        ["loader    native", "comments  51", "people    22", "depth     6", "byline    Ines Varga"]
    {
        assert!(info.contains(fact), "{fact}: {info}");
    }
}

#[test]
fn formats_are_listed() {
    let formats = output(&["--formats"]);
    for loader in sidenote::load::LOADERS {
        assert!(formats.contains(loader.name), "{formats}");
    }
}

#[test]
fn what_cannot_be_read_is_one_clear_line() {
    let folder = tempdir().unwrap();
    let at = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let empty = at("empty.txt", b"");
    let blank = at("blank.txt", b" \n\n ");
    let binary = at("binary", &[0x7F, b'E', b'L', b'F', 0, 0, 1, 2, 3]);
    let broken = at("broken.json", br#"{"format":"sidenote-1","comments":[{"text":"a"},"#);
    let hostile = folder.path().join("a\u{1b}[31m\nb");
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let cases: &[(&str, &str)] = &[
        ("no/such/file", "does not exist"),
        (inner.to_str().unwrap(), "is a folder without files"),
        ("/dev/zero", "is a device"),
        (&empty, "is empty"),
        (&blank, "is empty"),
        (&binary, "is not text"),
        (&broken, "line 1"),
        (hostile.to_str().unwrap(), "does not exist"),
    ];
    for (path, message) in cases {
        for format in ["text", "json"] {
            let line = complaint(&["-o", format, path], 1);
            assert!(line.starts_with("sidenote: ") && line.contains(message), "{path}: {line:?}");
            assert_eq!(line.lines().count(), 1, "{line:?}");
            assert!(!line.trim_end().chars().any(char::is_control), "{line:?}");
        }
        complaint(&["--info", path], 1);
    }
}

#[test]
fn wrong_usage_has_its_own_status() {
    for arguments in [
        &["--no-such-option"][..],
        &["-o", "pdf"],
        &["--sort", "sideways"],
        &["--from", "nothing"],
        &["--width", "3"],
        &["--theme", "drak"],
        &["--generate", "nothing"],
        &["--config", "a", "--no-config"],
    ] {
        complaint(arguments, 2);
    }
}

#[test]
fn help_and_version_come_short_and_long() {
    let (short, long) = (output(&["-h"]), output(&["--help"]));
    assert!(short.contains("--only") && !short.contains("Exit status"), "{short}");
    for part in ["--only", "Examples:", "Files:", "Environment:", "Exit status:", "config.toml"] {
        assert!(long.contains(part), "{part}: {long}");
    }
    let widest = long.lines().map(sidenote::text::width).max();
    assert!(widest <= Some(100), "{widest:?}");
    assert_eq!(output(&["-V"]), concat!("sidenote ", env!("CARGO_PKG_VERSION"), "\n"));
    let version = output(&["--version"]);
    assert!(version.starts_with("sidenote ") && version.contains(std::env::consts::ARCH));
}

/// The long names of all options, as help lists them.
fn options() -> Vec<String> {
    let help = output(&["--help"]);
    let long = |line: &str| {
        let name = line.trim_start().split("--").nth(1)?;
        let is_option = line.trim_start().starts_with('-') && line.starts_with("  ");
        is_option.then(|| name.split([' ', ',']).next().unwrap_or_default().to_owned())
    };
    let options: Vec<String> = help.lines().filter_map(long).collect();
    assert!(options.len() > 12 && options.contains(&"theme".to_owned()), "{options:?}");
    options
}

#[test]
fn the_man_page_has_every_option_and_section() {
    let page = output(&["--generate", "man"]).replace("\\-", "-");
    for option in options() {
        assert!(page.contains(&format!("--{option}\\fR")), "--{option}: {page}");
    }
    for section in ["NAME", "SYNOPSIS", "EXAMPLES", "FILES", "ENVIRONMENT", "EXIT STATUS"] {
        let heading = [format!(".SH {section}\n"), format!(".SH \"{section}\"\n")];
        assert!(heading.iter().any(|heading| page.contains(heading)), "{section}: {page}");
    }
}

#[test]
fn completions_name_every_option() {
    for shell in ["bash", "zsh", "fish", "elvish"] {
        let script = output(&["--generate", &format!("complete-{shell}")]);
        for option in options() {
            let named = [format!("--{option}"), format!("-l {option}")];
            assert!(named.iter().any(|name| script.contains(name)), "--{option} in {shell}");
        }
    }
}

#[test]
fn what_is_generated_for_a_reader_to_change_has_no_mistakes() {
    let folder = tempdir().unwrap();
    let settings = folder.path().join("sidenote");
    fs::create_dir(&settings).unwrap();
    for what in ["config", "keymap"] {
        let text = output(&["--generate", what]);
        assert!(text.lines().filter(|line| line.starts_with('#')).count() > 5, "{text}");
        fs::write(settings.join(format!("{what}.toml")), text).unwrap();
    }
    let mut command = program(&["--info"]);
    command.env("XDG_CONFIG_HOME", folder.path()).assert().success().stderr("");
}

#[test]
fn standard_input_is_read() {
    for arguments in [&["-o", "text", "-"][..], &["-o", "text"]] {
        let mut command = assert_cmd::Command::from_std(program(arguments));
        let assert = command.write_stdin("Words from a pipe.").assert().success();
        assert_eq!(assert.get_output().stdout, b"Words from a pipe.\n");
    }
    let mut command = assert_cmd::Command::from_std(program(&[]));
    let assert = command.write_stdin("").assert().code(1);
    assert_eq!(assert.get_output().stderr, b"sidenote: standard input is empty\n");
}

#[test]
fn a_closed_pipe_is_silent() {
    let program = env!("CARGO_BIN_EXE_sidenote");
    for format in ["text", "json", "html", "markdown"] {
        let script = format!("{{ '{program}' -o {format}; echo status $? >&2; }} | head -c 1");
        let run = Command::new("/bin/sh")
            .args(["-c", &script])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("XDG_CONFIG_HOME", NO_SETTINGS)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&run.stderr), "status 0\n", "{format}");
    }
}

#[test]
fn what_is_missing_is_told() {
    let info = output(&["--info", PAGE]);
    assert!(info.contains("warning"), "{info}");
}

#[test]
fn a_folder_of_messages_is_an_archive() {
    let folder = tempdir().unwrap();
    let message = |name: &str, id: &str, refs: &str| {
        let text = format!(
            "From: Ada <a@quay>\nSubject: Oil\nMessage-ID: <{id}@quay>\nReferences: {refs}\n\nFrom {id}\n"
        );
        fs::create_dir_all(folder.path().join("box/cur")).unwrap();
        fs::write(folder.path().join(name), text).unwrap();
    };
    message("box/cur/2.x:2,", "b", "<a@quay>");
    message("box/cur/1.x:2,S", "a", "");
    let path = folder.path().join("box");
    let text = output(&["-o", "text", "--only", "thread", path.to_str().unwrap()]);
    assert_eq!(text, "2 comments\n══════════\n\nAda\nSubject: Oil\nFrom a\n│\n│ Ada\n│ From b\n");
}

/// What a command of the shell, in which `sidenote` is the program, leaves: its status, and what it
/// says on standard error. `$1` is the folder.
fn shell(command: &str, folder: &Path) -> (Option<i32>, String) {
    let program = env!("CARGO_BIN_EXE_sidenote");
    let done = Command::new("sh")
        .args(["-c", &command.replace("sidenote", program), "sh"])
        .arg(folder)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("XDG_CONFIG_HOME", NO_SETTINGS)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (done.status.code(), String::from_utf8(done.stderr).unwrap())
}

#[test]
fn what_is_longer_than_the_limit_is_read_up_to_it() {
    let folder = tempdir().unwrap();
    let at = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let config = at("config.toml", "[limits]\ninput = 1\npage = 1\nmessage = 1\nfiles = 2\n");
    let word = "The lamp on the north mole is out. ";
    let long = word.repeat((5 << 19) / word.len()) + "The end.";
    let text = at("long.txt", &long);
    let json = at("long.json", &format!(r#"{{"comments":[{{"text":"{long}"}}]}}"#));
    let small = at("small.txt", "Nobody pays.");
    let info = |sources: &[&str]| output(&[&["--config", &config, "--info"], sources].concat());
    assert!(info(&[&text]).contains("only the first 1 MiB of"), "{}", info(&[&text]));
    assert!(info(&[&text]).contains(" were read, 1 MiB are left out; limits.input"));
    assert!(!info(&[&small]).contains("warning"));
    assert!(info(&[&text, &small]).contains("the last file is left out"));
    let error = complaint(&["--config", &config, "-o", "text", &json], 1);
    assert!(error.contains("only the first 1 MiB of") && error.lines().count() == 1, "{error}");
    let too_many =
        complaint(&["--config", &config, "-o", "text", folder.path().to_str().unwrap()], 1);
    assert!(too_many.contains("more than 2 files (limits.files)"), "{too_many}");

    // What comes by a pipe has no length. All of it fits by default.
    let mut piped = program(&["--config", &config, "--info", "-"]);
    let piped = piped.stdin(fs::File::open(&text).unwrap()).assert().success();
    let piped = String::from_utf8_lossy(&piped.get_output().stdout).into_owned();
    assert!(piped.contains("only the first 1 MiB of standard input were read"), "{piped}");
    assert!(output(&["-o", "text", &text]).ends_with("The end.\n"));

    let config = at("config.toml", "[limits]\npage = 1\nmessage = 1\n");
    let info = |source: &str| output(&["--config", &config, "--info", source]);
    let page = at("long.html", &format!("<html><body><p>{long}</p></body></html>"));
    assert!(info(&page).contains("only the first 1 MiB of the page were read"), "{}", info(&page));
    let mail = |body: &str| format!("From a@b Sun May  3 09:30:00 2026\nFrom: a@b\n\n{body}\n\n");
    let mail = at("long.mbox", &(mail(&long.replace(". ", ".\n")) + &mail("It is on again.")));
    assert!(info(&mail).contains("1 message is longer than 1 MiB"), "{}", info(&mail));
    assert!(info(&mail).contains("comments  2\n"), "{}", info(&mail));
}

#[test]
fn a_file_that_cannot_be_written_whole_is_not_there() {
    let folder = tempdir().unwrap();
    let (status, error) =
        shell(r#"ulimit -f 1; exec sidenote -o html --into "$1" data/sample.json"#, folder.path());
    assert_eq!(status, Some(1), "{error}");
    assert!(error.starts_with("sidenote: cannot make a file in "), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "nothing is left of it");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_standard_output_is_told() {
    for what in ["-o text", "--info", "--formats", "--help", "--generate man"] {
        let (status, error) = shell(&format!("exec sidenote {what} >/dev/full"), Path::new("/"));
        assert_eq!(status, Some(1), "{what}: {error}");
        assert!(
            error.starts_with("sidenote: cannot write to standard output: "),
            "{what}: {error}"
        );
        assert_eq!(error.lines().count(), 1, "{what}: {error}");
    }
}

#[test]
fn closed_streams_cost_no_file() {
    let whole = output(&["-o", "markdown", PAGE]);
    for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
        let folder = tempdir().unwrap();
        let command = format!("exec sidenote -o markdown --into \"$1\" {PAGE} {closed}");
        let (status, error) = shell(&command, folder.path());
        assert_eq!((status, error.as_str()), (Some(0), ""), "{closed}");
        let files: Vec<_> = folder.path().read_dir().unwrap().map(|f| f.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{closed}");
        assert_eq!(fs::read_to_string(&files[0]).unwrap(), whole, "{closed}");
    }
}

#[test]
fn it_needs_nothing_of_its_environment() {
    let text = output(&["-o", "text", PAGE]);
    let mut bare = program(&["-o", "text", PAGE]);
    assert_eq!(bare.env_clear().assert().success().get_output().stdout, text.as_bytes());
    let mut plain = program(&["-o", "text"]);
    let printed = plain.env("LC_ALL", "C").assert().success().get_output().stdout.clone();
    assert_eq!(String::from_utf8(printed).unwrap(), output(&[]), "a pipe gets UTF-8");
}
