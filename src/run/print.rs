//! Printing a document to standard output.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};

use anyhow::{Context, Result};

use super::args::Args;
use super::config::Config;
use super::source::Source;
use super::{UNWRITABLE, files, is_colored, locale, worker};
use crate::export::{EXPORTERS, Exporter, Options, file_name};
use crate::load::LOADERS;
use crate::model::Document;

/// Text on a terminal is wrapped at most here, in columns, unless `--width` says otherwise.
const COMFORTABLE: u16 = 80;

/// Prints the formats that can be read.
pub(super) fn formats() -> Result<()> {
    let mut out = io::stdout().lock();
    let widest = LOADERS.iter().map(|loader| loader.name.len()).max().unwrap_or(0);
    for loader in LOADERS {
        writeln!(out, "{:<widest$}  {}", loader.name, loader.about).context(UNWRITABLE)?;
    }
    Ok(())
}

/// Loads and prints a document, its comments in this order.
pub(super) fn document(args: &Args, source: &Source, config: &Config) -> Result<()> {
    let wanted = args.output.as_deref();
    let exporter =
        EXPORTERS.iter().find(|exporter| wanted.is_none_or(|name| name == exporter.name));
    let Some(exporter) = exporter else { return Ok(()) };
    let document = worker::load_all(source, args.from.as_deref(), config.limits)?;
    let options = Options {
        only: args.part(),
        order: config.sort,
        width: args.width.or_else(terminal_width).map(usize::from),
        color: is_colored(args),
        links: args.links,
    };
    let Some(folder) = &args.into else {
        let mut out = io::stdout();
        let readable = if out.is_terminal() { locale::readable } else { locale::unchanged };
        return write(exporter, &document, &options, &mut out, readable).context(UNWRITABLE);
    };
    let path = files::save_in(folder, &file_name(&document), exporter.ending, |file| {
        write(exporter, &document, &options, file, locale::unchanged)
    })
    .with_context(|| format!("cannot make a file in {}", folder.display()))?;
    writeln!(io::stdout(), "{}", path.display()).context(UNWRITABLE)
}

fn write(
    exporter: &Exporter,
    document: &Document,
    options: &Options,
    to: &mut dyn Write,
    readable: fn(&str) -> Cow<'_, str>,
) -> Result<()> {
    let mut out = Output { inner: BufWriter::new(to), readable, error: None };
    let written = (exporter.write)(document, options, &mut out);
    let flushed = out.inner.flush();
    match (out.error, written) {
        (Some(error), _) => Err(error.into()),
        (None, Err(error)) => Err(error.into()),
        (None, Ok(())) => Ok(flushed?),
    }
}

fn terminal_width() -> Option<u16> {
    let columns = io::stdout().is_terminal().then(crossterm::terminal::size)?.ok()?.0;
    Some(columns.clamp(20, COMFORTABLE))
}

/// Lets exporters, which know no files, write to one; keeps the error that `fmt` cannot carry.
struct Output<W: Write> {
    inner: W,
    /// What becomes of text before it is written.
    readable: fn(&str) -> Cow<'_, str>,
    error: Option<io::Error>,
}

impl<W: Write> fmt::Write for Output<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.inner.write_all((self.readable)(text).as_bytes()).map_err(|error| {
            self.error = Some(error);
            fmt::Error
        })
    }
}
