//! The outside: arguments, files, the terminal, the clock, threads.
//!
//! Everything that the pure folders leave out happens here and only here.

mod args;
mod canvas;
mod config;
mod effects;
mod files;
mod frame;
mod generate;
mod info;
mod links;
mod locale;
mod maildir;
mod manual;
mod outside;
mod page;
mod pictures;
mod print;
mod reader;
mod scroll;
mod setup;
mod sgr;
mod source;
mod strips;
mod terminal;
mod worker;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};

use args::{Args, Color};
use setup::Setup;
use source::Source;

/// Exit status for a source that cannot be read.
const UNREADABLE: u8 = 1;
/// Exit status for wrong usage.
const USAGE: u8 = 2;
/// Why nothing could be printed, before the system's own word.
const UNWRITABLE: &str = "cannot write to standard output";

/// Runs the program with these arguments, its own name first. Returns its exit status.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    outlive_file_limits();
    let args = match Args::read(arguments) {
        Ok(args) => args,
        Err(error) => return usage(&error),
    };
    match start(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            if let Some(wrong) = error.downcast_ref() {
                return usage(wrong);
            }
            complain(&one_line(&error));
            ExitCode::from(UNREADABLE)
        }
    }
}

/// Makes a file that may not grow any more (`ulimit -f`) an error in writing it, as a full disk is,
/// instead of the end of the program, which would leave a part of it behind.
fn outlive_file_limits() {
    // Where it cannot be had, all is as it would be without.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// Says what is wrong with the arguments, or what they ask to be told.
fn usage(error: &clap::Error) -> ExitCode {
    // Help and version are errors to clap, and go to standard output.
    let status = if error.use_stderr() { USAGE } else { 0 };
    match error.print() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&format!("{UNWRITABLE}: {error}"));
            ExitCode::from(UNREADABLE)
        }
        _ => ExitCode::from(status),
    }
}

fn complain(what: &str) {
    // Nobody is left to hear that standard error is closed.
    let _ = writeln!(io::stderr(), "sidenote: {}", locale::readable(what));
}

fn start(args: &Args) -> Result<()> {
    if args.formats {
        return print::formats();
    }
    if let Some(what) = args.generate {
        return generate::print(what);
    }
    let setup = Setup::new(args)?;
    let limits = setup.config.limits;
    let source = Source::new(args, limits)?;
    let on_screen = args.output.is_none() && !args.info && io::stdout().is_terminal();
    if on_screen && !args.explain {
        return reader::read(args, source, setup);
    }
    setup.complaints.iter().for_each(|complaint| complain(complaint));
    if args.explain {
        return info::explain(&source, limits);
    }
    if args.info {
        let document = worker::load_all(&source, args.from.as_deref(), limits)?;
        return info::print(&document, &source).context(UNWRITABLE);
    }
    print::document(args, &source, &setup.config)
}

/// Whether output may have colours.
fn is_colored(args: &Args) -> bool {
    match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_color_wanted() && io::stdout().is_terminal(),
    }
}

/// `NO_COLOR`, when it is not empty, asks for none (<https://no-color.org>).
fn is_color_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// What went wrong, outermost first, on one clean line.
fn one_line(error: &anyhow::Error) -> String {
    let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
    crate::text::clean_line(&chain.join(": "))
}

/// UTC seconds.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
