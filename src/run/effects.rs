//! What the machine wants done outside: files, the clipboard, other programs.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use super::files::{private_copy, save};
use super::terminal::Tty;
use crate::app::App;
use crate::export::{EXPORTERS, Exporter, Options, file_name};

/// Writes the document to `path`, in the format that its ending says, or into a folder as text, named
/// by its title. Returns what to tell.
///
/// # Errors
/// When no format has that ending, the file is there and may not be replaced, or it cannot be
/// written; a file that is replaced stays as it was until the new one is whole.
pub(super) fn write(app: &App, path: &str, replace: bool) -> Result<String> {
    let mut path = expand(path);
    if path.is_dir() {
        path.push(format!("{}.txt", file_name(app.document())));
    }
    let exporter = exporter(&path)?;
    let shown = path.display();
    if path.exists() && !replace {
        bail!("{shown} is there already; :w! replaces it");
    }
    let options = Options {
        order: app.discussion().arrangement().order(),
        width: Some(80),
        ..Options::default()
    };
    let mut text = String::new();
    (exporter.write)(app.document(), &options, &mut text).context("cannot write it")?;
    save(&path, text.as_bytes(), replace).with_context(|| format!("cannot write {shown}"))?;
    Ok(format!("{shown} written, {} bytes of {}", text.len(), exporter.name))
}

fn exporter(path: &Path) -> Result<&'static Exporter> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("txt");
    let ending = match ending {
        "text" => "txt",
        "markdown" => "md",
        "htm" => "html",
        other => other,
    };
    EXPORTERS.iter().find(|exporter| exporter.ending == ending).ok_or_else(|| {
        anyhow!(
            "no format is written to files that end in .{ending}; .txt .md .html .json .mbox are"
        )
    })
}

/// `~/` at the start is the home folder, as a shell would have it.
fn expand(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(path),
    }
}

/// Puts `text` on the clipboard by way of the terminal (OSC 52), so that it works over ssh as well.
///
/// # Errors
/// When the terminal is gone.
pub(super) fn copy(text: &str) -> io::Result<()> {
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
}

/// Opens `address` with `opener`, or in what the system or `$BROWSER` has for it; without a shell.
///
/// # Errors
/// When there is nothing to open it with.
pub(super) fn open(tty: &mut Tty, opener: &[String], address: &str) -> Result<String> {
    let mut done = Ok(());
    let open = || match opener.split_first() {
        Some((program, words)) => {
            let run = Command::new(program).args(words).arg(address).stdin(keys()).status();
            run.and_then(|status| match status.code() {
                Some(0) => Ok(()),
                _ => Err(io::Error::other(format!("{program} failed"))),
            })
        }
        None => webbrowser::open(address),
    };
    tty.lend(|| done = open()).context("the terminal does not answer")?;
    done.with_context(|| format!("no opener or $BROWSER takes {address}"))?;
    Ok(format!("opened {address}"))
}

/// Gives `text` to a command of the shell, and shows what that prints until Enter; without a
/// command, to `pager`, `$PAGER` or less.
///
/// # Errors
/// When there is no shell.
pub(super) fn pipe(tty: &mut Tty, pager: &[String], command: &str, text: &str) -> Result<String> {
    if command.is_empty() {
        let pager = match pager {
            [] => variable("PAGER").unwrap_or("less".to_owned()),
            words => words.join(" "),
        };
        let mut ended = Ok(String::new());
        tty.lend(|| ended = run_piped(&pager, text)).context("the terminal does not answer")?;
        return ended;
    }
    let mut ended = Err(anyhow!("it was not run"));
    tty.lend(|| {
        ended = run_piped(command, text);
        let _ = write!(io::stdout(), "\n[Enter goes back to reading] ");
        let _ = io::stdout().flush();
        super::terminal::wait_for_enter();
    })
    .context("the terminal does not answer")?;
    ended
}

fn run_piped(command: &str, text: &str) -> Result<String> {
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::piped())
        .spawn()
        .context("cannot run sh")?;
    if let Some(mut input) = child.stdin.take() {
        // A command that does not read to the end is its own business.
        let _ = input.write_all(text.as_bytes());
    }
    let status = child.wait().context("it did not end")?;
    Ok(match status.code() {
        Some(0) => format!("{command} is done"),
        Some(code) => format!("{command} ended with {code}"),
        None => format!("{command} was ended by a signal"),
    })
}

/// Opens a copy of `text` in `editor`, `$VISUAL`, `$EDITOR` or vi.
///
/// # Errors
/// When the copy cannot be made or the editor cannot be run.
pub(super) fn edit(tty: &mut Tty, editor: &[String], text: &str) -> Result<String> {
    let named = || variable("VISUAL").or_else(|| variable("EDITOR")).unwrap_or("vi".to_owned());
    let editor = match editor {
        [] => named().split_whitespace().map(str::to_owned).collect(),
        words => words.to_vec(),
    };
    let Some((program, words)) = editor.split_first() else { bail!("no editor is named") };
    let copy = private_copy(text).context("cannot make a copy to edit")?;
    let mut ended = Ok(());
    tty.lend(|| {
        let run = Command::new(program).args(words).arg(&copy).stdin(keys()).status();
        ended = run.map(drop);
    })
    .context("the terminal does not answer")?;
    let _ = std::fs::remove_file(&copy);
    if let Some(folder) = copy.parent() {
        let _ = std::fs::remove_dir(folder);
    }
    ended.with_context(|| format!("cannot run {program}; set $EDITOR"))?;
    Ok(format!("back from {program}; it had a copy"))
}

/// What a program reads keys from: the terminal, even where standard input is a document.
fn keys() -> Stdio {
    match std::fs::File::open("/dev/tty") {
        Ok(terminal) if !io::stdin().is_terminal() => terminal.into(),
        _ => Stdio::inherit(),
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}
