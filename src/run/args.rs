//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::PossibleValuesParser;
use clap::{Parser, ValueEnum};

use super::generate::What;
use super::manual;
use crate::export::{EXPORTERS, Part};
use crate::load::LOADERS;
use crate::model::Order;

/// Read an article and what people say about it, side by side.
///
/// Opens saved pages, answers of APIs, mail, feeds, exports, pages copied as text, Markdown and plain
/// text (see --formats), from files, folders or standard input. Prints instead of opening the reader
/// when standard output is no terminal.
#[derive(Debug, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "a flag that takes no value is one")]
#[command(
    version,
    long_version = LONG_VERSION.as_str(),
    max_term_width = 100,
    after_help = "--help says more, with examples",
    after_long_help = manual::after_help()
)]
pub(super) struct Args {
    /// A file, a folder, or - for standard input; several that belong together make one document
    /// [default: what is piped in, else the built-in sample]
    pub source: Vec<PathBuf>,

    /// Print instead of opening the reader
    #[arg(short, long, value_name = "FORMAT", value_parser = names(EXPORTERS.iter().map(|e| e.name)))]
    pub output: Option<String>,

    /// Write into a new file in this folder instead of printing, named by the title
    #[arg(long, value_name = "FOLDER", requires = "output")]
    pub into: Option<PathBuf>,

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

    /// Print which parts of a web page were weighed as its article and why one won, and leave
    #[arg(long, conflicts_with_all = ["info", "output"])]
    pub explain: bool,

    /// Open at this comment
    #[arg(long, value_name = "ID")]
    pub at: Option<String>,

    /// Wrap printed text at this many columns
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub width: Option<u16>,

    /// Number the links of printed text, their addresses at its end
    #[arg(long)]
    pub links: bool,

    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,

    /// The look of the reader
    ///
    /// One of terminal, dark, light, contrast and mono, or a theme of your own; auto is terminal,
    /// and system is dark or light, as the terminal is.
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,

    /// Draw lines and marks in ASCII
    #[arg(long)]
    pub ascii: bool,

    /// Take the configuration, and what lies beside it, from here
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,

    /// Read no configuration, keymap or theme
    #[arg(long)]
    pub no_config: bool,

    /// Print a file that belongs to the program, and leave
    #[arg(long, value_name = "WHAT", exclusive = true)]
    pub generate: Option<What>,
}

/// What `--version` says: the version, and which build of it this is.
static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    let build =
        option_env!("SIDENOTE_BUILD").map(|build| format!(" ({build})")).unwrap_or_default();
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let (system, processor) = (std::env::consts::OS, std::env::consts::ARCH);
    format!("{}{build}\n{system} {processor}, {profile} build", env!("CARGO_PKG_VERSION"))
});

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

    /// The order of the comments, if one is asked for.
    pub(super) fn order(&self) -> Option<Order> {
        let called = |order: &&Order| Some(order.name()) == self.sort.as_deref();
        Order::ALL.iter().find(called).copied()
    }
}

fn names(names: impl Iterator<Item = &'static str>) -> PossibleValuesParser {
    PossibleValuesParser::new(names.collect::<Vec<_>>())
}
