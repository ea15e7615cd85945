//! `--generate`: the files that a package brings along, made of what the program knows of itself.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;
use clap_mangen::Man;
use roff::{Roff, bold, roman};

use super::args::Args;
use super::{UNWRITABLE, config, manual};
use crate::app::DEFAULT_KEYMAP;

/// What can be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum What {
    /// The man page
    Man,
    /// Completions for bash
    CompleteBash,
    /// Completions for zsh
    CompleteZsh,
    /// Completions for fish
    CompleteFish,
    /// Completions for elvish
    CompleteElvish,
    /// The configuration as it is without one, explained
    Config,
    /// The keys as they are without a keymap, explained
    Keymap,
}

/// Prints it.
pub(super) fn print(what: What) -> Result<()> {
    let bytes = match what {
        What::Man => man()?,
        What::CompleteBash => completions(Shell::Bash),
        What::CompleteZsh => completions(Shell::Zsh),
        What::CompleteFish => completions(Shell::Fish),
        What::CompleteElvish => completions(Shell::Elvish),
        What::Config => config::DEFAULT.into(),
        What::Keymap => DEFAULT_KEYMAP.into(),
    };
    // At once, as those who make it give up in a panic when a pipe is closed.
    io::stdout().lock().write_all(&bytes).context(UNWRITABLE)
}

fn completions(shell: Shell) -> Vec<u8> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "sidenote", &mut bytes);
    bytes
}

fn man() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let man = Man::new(Args::command());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for (heading, lines) in manual::SECTIONS {
        let mut section = Roff::new();
        section.control("SH", [heading.to_uppercase().as_str()]);
        for (left, right) in *lines {
            section.control("TP", []).text([bold(*left)]).text([roman(*right)]);
        }
        section.to_writer(&mut page)?;
    }
    Ok(page)
}
