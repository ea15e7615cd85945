//! The program in a real terminal.

use crate::support::pty::Terminal;

const SIZE: (u16, u16) = (130, 40);

#[test]
fn it_opens_reads_and_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::run("exec sidenote", SIZE);
    terminal.wait_for("Who owns the harbour light?");
    terminal.wait_for("51 comments");
    terminal.wait("alternate screen", vt100::Screen::alternate_screen);
    terminal.send(" ");
    terminal
        .wait("title gone from the text", |s| s.contents().matches("Ines Varga ·").count() == 0);
    // Another program gets the text at hand, and the terminal with it.
    terminal.send("\t|cat\r");
    terminal.wait_for("Tomas Lind:");
    terminal.wait_for("[Enter goes back to reading]");
    terminal.send("\r");
    terminal.wait_for("51 comments");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.md");
    terminal.send(&format!(":w {}\r", file.display()));
    terminal.wait_for("bytes of markdown");
    assert!(std::fs::read_to_string(file).unwrap().starts_with("# Who owns the harbour light?"));
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.is_restored();
}

#[test]
fn it_is_configured_folds_sorts_and_searches() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.toml");
    std::fs::write(&config, "theme = \"system\"\nascii = true\nmouse = \"no\"\n").unwrap();
    std::fs::write(folder.path().join("keymap.toml"), "[keys]\nfirst = [\"x\"]\n").unwrap();
    let command = format!("exec sidenote --config {} data/sample.json", config.display());
    let mut terminal = Terminal::run(&command, (200, 40));
    terminal.wait_for("51 comments");
    terminal.wait_for("config.toml:3: mouse = \"no\": true or false is wanted here");
    terminal.send("Gx");
    terminal.wait_for("? help");
    assert!(!terminal.text().contains(['│', '─', '▾']), "{}", terminal.text());
    terminal.send("\t");
    terminal.send("\r");
    terminal.wait_for("17 replies folded");
    terminal.send("s");
    terminal.wait_for("order: most voted");
    terminal.send("/stamp was new\r");
    terminal.wait_for("match 1 of");
    terminal.wait_for("stamp was new");
    terminal.send("?");
    terminal.wait_for("one taller than the screen");
    terminal.send("qq");
    assert!(terminal.wait_for_end().success());
    terminal.is_restored();
}

#[test]
fn it_survives_any_series_of_sizes() {
    let mut terminal = Terminal::run("exec sidenote", SIZE);
    terminal.wait_for("51 comments");
    for (columns, rows) in [(1, 1), (300, 90), (2, 50), (80, 2), (40, 10), (1, 90), (100, 30)] {
        terminal.resize(columns, rows);
        terminal.send("jk \t");
    }
    terminal.wait_for("51 comments");
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.is_restored();
}

#[test]
fn it_stops_for_the_shell_and_comes_back() {
    let shell = "set -m; sidenote; echo stopped; read line; fg; echo stopped; read line; fg";
    let mut terminal = Terminal::run(shell, SIZE);
    terminal.wait_for("51 comments");
    for _ in 0..2 {
        terminal.send("\u{1a}");
        terminal.wait("shell's screen", |screen| !screen.alternate_screen());
        terminal.wait_for("stopped");
        terminal.is_restored();
        terminal.send("\n");
        terminal.wait("alternate screen", vt100::Screen::alternate_screen);
        terminal.wait_for("51 comments");
    }
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.is_restored();
}

#[test]
fn without_a_shell_to_wake_it_it_does_not_stop() {
    let mut terminal = Terminal::run("exec sidenote", SIZE);
    terminal.wait_for("51 comments");
    terminal.send("\u{1a}\tG");
    terminal.wait_for("comment 51 of 51");
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.is_restored();
}

#[test]
fn signals_end_it_and_leave_the_terminal_as_it_was() {
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let mut terminal = Terminal::run("exec sidenote", SIZE);
        terminal.wait_for("51 comments");
        terminal.signal(signal);
        assert!(!terminal.wait_for_end().success(), "{signal}: it says how it ended");
        terminal.is_restored();
    }
}

#[test]
fn a_panic_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::run("SIDENOTE_TEST_PANIC=1 exec sidenote", SIZE);
    assert!(!terminal.wait_for_end().success());
    terminal.wait_for("asked for by SIDENOTE_TEST_PANIC");
    terminal.is_restored();
}

#[test]
fn content_comes_from_a_pipe_while_keys_come_from_the_terminal() {
    let mut terminal = Terminal::run(
        "printf '# Piped\\n\\n- *in*\\n- **out**\\n\\n## Two\\n' | sidenote",
        (60, 12),
    );
    terminal.wait_for("Piped");
    terminal.send("zM");
    terminal.wait_for("Two ▸");
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.is_restored();
}

#[test]
fn a_slow_pipe_can_be_left_before_it_ends() {
    let mut terminal = Terminal::run("(sleep 30 & echo $! >&2) | sidenote", (60, 12));
    terminal.wait_for("loading");
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.is_restored();
}

#[test]
fn what_cannot_be_read_leaves_one_line_and_the_screen_alone() {
    let mut terminal = Terminal::run("exec sidenote no/such/file", (80, 12));
    assert_eq!(terminal.wait_for_end().exit_code(), 1);
    assert_eq!(terminal.text().trim(), "sidenote: no/such/file does not exist; check the path");
    terminal.is_restored();
}

#[test]
fn a_terminal_that_reads_no_utf8_gets_ascii() {
    let page = "printf '# \u{15b}9bm \u{706f}\u{53f0} \u{201c}Harbour\u{201d}\n\nNobody pays.\n'";
    let mut terminal = Terminal::run(&format!("{page} | LC_ALL=C sidenote"), (60, 12));
    terminal.wait_for("?9bm ???? \"Harbour\"");
    assert!(terminal.text().is_ascii(), "{}", terminal.text());
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.is_restored();
    let command = format!("{page} | LANG=de_DE.ISO-8859-1 LC_ALL= sidenote -o text");
    let mut terminal = Terminal::run(&command, (60, 12));
    assert!(terminal.wait_for_end().success());
    assert!(terminal.text().contains("?9bm ???? \"Harbour\"\n"), "{}", terminal.text());
}
