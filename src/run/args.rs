//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Parser, ValueEnum};

use crate::export::{EXPORTERS, Part};
use crate::load::LOADERS;
use crate::model::Order;

/// Read an article and what people say about it, side by side.
///
/// Opens a page copied as text, sidenote's own JSON, Markdown or plain text, from a file or from
/// standard input. Prints instead of opening the reader when standard output is no terminal.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub(super) struct Args {
    /// A file, or - for standard input [default: what is piped in, else the built-in sample]
    pub source: Option<PathBuf>,

    /// Print instead of opening the reader
    #[arg(short, long, value_name = "FORMAT", value_parser = names(EXPORTERS.iter().map(|e| e.name)))]
    pub output: Option<String>,

    /// Print one part of the document
    #[arg(long, value_name = "PART")]
    pub only: Option<Only>,

    /// The order of the comments
    #[arg(long, value_name = "ORDER", value_parser = names(Order::ALL.iter().map(|o| o.name())))]
    pub sort: Option<String>,

    /// Do not guess the format of the input
    #[arg(long, value_name = "FORMAT", value_parser = names(LOADERS.iter().map(|l| l.name)))]
    pub from: Option<String>,

    /// List the formats that can be read, and leave
    #[arg(long)]
    pub formats: bool,

    /// Load everything, print what was found, and leave
    #[arg(long)]
    pub info: bool,

    /// Open at this comment
    #[arg(long, value_name = "ID")]
    pub at: Option<String>,

    /// Wrap printed text at this many columns
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub width: Option<u16>,

    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// One part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Only {
    /// The article
    Article,
    /// The thread
    Thread,
}

impl Args {
    /// Reads arguments, the program's own name first.
    ///
    /// # Errors
    /// What clap has to say of wrong usage, or of `--help` and `--version`.
    pub(super) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Args, clap::Error> {
        Args::try_parse_from(arguments)
    }

    /// The parts to print.
    pub(super) fn part(&self) -> Part {
        match self.only {
            None => Part::All,
            Some(Only::Article) => Part::Article,
            Some(Only::Thread) => Part::Thread,
        }
    }

    /// The order of the comments.
    pub(super) fn order(&self) -> Order {
        let called = |order: &&Order| Some(order.name()) == self.sort.as_deref();
        Order::ALL.iter().find(called).copied().unwrap_or_default()
    }
}

fn names(names: impl Iterator<Item = &'static str>) -> PossibleValuesParser {
    PossibleValuesParser::new(names.collect::<Vec<_>>())
}
