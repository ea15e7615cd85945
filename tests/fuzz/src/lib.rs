//! What is fuzzed: a list of functions from bytes to nothing, each of which panics on a finding.
//!
//! The same list is run by libFuzzer (`fuzz_targets/any.rs`), by a driver that needs stable Rust
//! alone (`src/drive/main.rs`), and by the project's own tests, which replay the seeds and every
//! finding that was kept (`tests/replay.rs`). So nothing here may use more than the crate that it
//! tests and what that one's tests have.
//!
//! An input is taken as it is; choices that a target has to make besides (a width, sizes of pieces)
//! are drawn from a hash of it ([`choices`]). So every fixture is a seed as it lies there.

mod app;
mod choices;
mod export;
mod load;
mod markup;
mod seeds;
mod sound;
mod text;

use std::path::PathBuf;

use sidenote::load::{LOADERS, Loader};

pub use seeds::{folder, regressions, seeds};
#[allow(unused_imports, reason = "used by the programs that fuzz alone")]
pub use {
    choices::Choices,
    markup::run as markup,
    text::{clean_it as clean, layout, settings, wrap},
};

/// Something to give bytes to.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// What it runs.
    kind: Kind,
    /// How much of a long run it gets, against the others: by how much a fault in it would cost,
    /// and how much there is to find.
    pub weight: u32,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Load(&'static Loader),
    Named(&'static str, Run, &'static str),
}

/// What a target does with an input.
type Run = fn(&[u8]);

/// What is not a loader: its name, what it runs, its dictionary, its weight.
const OTHERS: &[(&str, Run, &str, u32)] = &[
    ("app", app::run, "keys", 8),
    ("clean", text::clean_it, "text", 2),
    ("detect", load::detect_it, "html", 3),
    ("export", export::run, "html", 3),
    ("layout", text::layout, "markdown", 4),
    ("markup", markup::run, "html", 6),
    ("merge", export::merged, "json", 2),
    ("native", export::native, "json", 3),
    ("settings", text::settings, "toml", 1),
    ("wrap", text::wrap, "text", 3),
];

/// All of them: one for each loader of the registry, and the others.
#[must_use]
pub fn targets() -> Vec<Target> {
    let loaders = LOADERS.iter().map(|loader| Target { kind: Kind::Load(loader), weight: 2 });
    let others = OTHERS.iter().map(|&(name, run, dictionary, weight)| Target {
        kind: Kind::Named(name, run, dictionary),
        weight,
    });
    loaders.chain(others).collect()
}

/// The one of this name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    targets().into_iter().find(|target| target.name() == name)
}

impl Target {
    /// Its name: `load-` and the loader's, or its own.
    #[must_use]
    pub fn name(&self) -> String {
        match self.kind {
            Kind::Load(loader) => format!("load-{}", loader.name),
            Kind::Named(name, ..) => name.to_owned(),
        }
    }

    /// The loader that it runs, if that is what it is for.
    #[must_use]
    pub fn loader(&self) -> Option<&'static Loader> {
        match self.kind {
            Kind::Load(loader) => Some(loader),
            Kind::Named(..) => None,
        }
    }

    /// Runs it once.
    ///
    /// # Panics
    /// When something does not hold that must.
    pub fn run(&self, data: &[u8]) {
        match self.kind {
            Kind::Load(loader) => load::load_it(loader, data),
            Kind::Named(_, run, _) => run(data),
        }
    }

    /// The words of its format, in libFuzzer's notation.
    #[must_use]
    pub fn dictionary(&self) -> PathBuf {
        let name = match self.kind {
            Kind::Named(.., dictionary) => dictionary,
            Kind::Load(loader) => match (loader.extensions, loader.name) {
                (_, "mbox") => "mail",
                (_, "atom" | "wxr" | "disqus") => "xml",
                (extensions, _) if extensions.contains(&"json") => "json",
                (extensions, _) if extensions.contains(&"html") => "html",
                (_, "plain") => "markdown",
                _ => "copied",
            },
        };
        folder().join("dictionaries").join(name).with_extension("dict")
    }
}
