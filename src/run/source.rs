//! Where a document's bytes come from.

use std::fs::{self, File, FileType};
use std::io::{self, IsTerminal, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::args::Args;
use super::maildir::{self, Messages};
use crate::limits::{Limits, MIB};

/// The article and thread that the program comes with.
const SAMPLE: &str = include_str!("../../data/sample.json");

/// A document's source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A file, or a folder of messages.
    File(PathBuf),
    /// Several that belong together.
    Several {
        /// What they are called together.
        name: String,
        /// Each.
        parts: Vec<Source>,
        /// Whether they were named one by one; of a folder, what cannot be read may be anything.
        named: bool,
    },
    /// Standard input.
    StandardInput,
    /// The built-in sample.
    Sample,
}

/// Why a source's bytes cannot be had.
#[derive(Debug, thiserror::Error)]
pub(super) enum SourceError {
    #[error("{0} does not exist; check the path")]
    Missing(String),
    #[error("{0} is a folder without files; name one that has some")]
    Folder(String),
    #[error("{name} has more than {limit} files (limits.files); name those that belong together")]
    TooMany { name: String, limit: usize },
    #[error("{0} is a device; name a file, or - for standard input")]
    Device(String),
    #[error("{0} may not be read; check its permissions")]
    Forbidden(String),
    #[error("standard input is a terminal; pipe something in, or name a file")]
    Terminal,
    #[error("cannot read {name}")]
    Failed {
        name: String,
        #[source]
        cause: io::Error,
    },
}

impl Source {
    /// What the arguments ask for: files, folders, or what is piped in, or the sample.
    ///
    /// # Errors
    /// [`SourceError::Terminal`] when standard input is asked for and nothing is piped in; when one of
    /// several cannot be had, or a folder holds nothing or too many files.
    pub(super) fn new(args: &Args, limits: Limits) -> Result<Source, SourceError> {
        match args.source.as_slice() {
            [] if is_piped() => Ok(Source::StandardInput),
            [] => Ok(Source::Sample),
            [path] => Source::at(path, limits),
            [first, rest @ ..] => {
                let parts = args.source.iter().map(|path| {
                    let part = Source::at(path, limits)?;
                    if let Source::File(path) = &part {
                        part.check(path)?;
                    }
                    Ok(part)
                });
                let name = format!("{} and {} more", shown(first), rest.len());
                Ok(Source::Several { name, parts: parts.collect::<Result<_, _>>()?, named: true })
            }
        }
    }

    fn at(path: &Path, limits: Limits) -> Result<Source, SourceError> {
        if path.as_os_str() != "-" {
            return if path.is_dir() && !maildir::is_one(path) {
                Source::folder(path, limits.files)
            } else {
                Ok(Source::File(path.into()))
            };
        }
        if io::stdin().is_terminal() {
            return Err(SourceError::Terminal);
        }
        Ok(Source::StandardInput)
    }

    /// The files in a folder but for the hidden ones, by name, numbers in them by size.
    fn folder(path: &Path, limit: usize) -> Result<Source, SourceError> {
        let source = Source::File(path.into());
        let entries = fs::read_dir(path).map_err(|cause| source.failure(cause))?;
        let mut files: Vec<PathBuf> = Vec::new();
        for entry in entries {
            let path = entry.map_err(|cause| source.failure(cause))?.path();
            let is_hidden =
                path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."));
            if is_hidden || !path.is_file() {
                continue;
            }
            files.push(path);
            if files.len() > limit {
                return Err(SourceError::TooMany { name: source.name(), limit });
            }
        }
        files.sort_by_cached_key(|path| by_numbers(&path.to_string_lossy()));
        let name = source.name();
        if files.is_empty() {
            return Err(SourceError::Folder(name));
        }
        let parts = files.into_iter().map(Source::File).collect();
        Ok(Source::Several { name, parts, named: false })
    }

    /// What to call it before the reader.
    pub(super) fn name(&self) -> String {
        match self {
            Source::File(path) => shown(path),
            Source::Several { name, .. } => name.clone(),
            Source::StandardInput => "standard input".to_owned(),
            Source::Sample => "the sample".to_owned(),
        }
    }

    /// Its bytes, to be read as far as the limits allow.
    ///
    /// # Errors
    /// When there are none to be had.
    pub(super) fn open(&self, limits: Limits) -> Result<Opened, SourceError> {
        let failed = Arc::new(AtomicUsize::new(0));
        let bytes: Box<dyn Read> = match self {
            Source::Sample => Box::new(SAMPLE.as_bytes()),
            // Each is opened by itself.
            Source::Several { .. } => Box::new(io::empty()),
            Source::StandardInput => Box::new(io::stdin()),
            Source::File(path) if path.is_dir() => {
                let files = maildir::messages(path).map_err(|cause| self.failure(cause))?;
                if files.is_empty() {
                    return Err(SourceError::Folder(self.name()));
                }
                Box::new(Messages::new(files, limits.message, Arc::clone(&failed)))
            }
            Source::File(path) => {
                self.check(path)?;
                Box::new(File::open(path).map_err(|cause| self.failure(cause))?)
            }
        };
        let is_cut = Arc::new(AtomicBool::new(false));
        let bytes = Limited { bytes, left: limits.input, is_cut: Arc::clone(&is_cut) };
        let cut = format!("only the first {} of {} were read", size(limits.input), self.name());
        let rest = self.length().and_then(|length| length.checked_sub(limits.input));
        let rest = rest.map(|rest| format!(", {} are left out", size(rest))).unwrap_or_default();
        let cut = format!("{cut}{rest}; limits.input in config.toml allows more");
        Ok(Opened { bytes: Box::new(bytes), failed, is_cut, cut })
    }

    /// How many bytes it has, if that is known beforehand.
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Source::Sample => Some(SAMPLE.len() as u64),
            Source::Several { parts, .. } => parts.iter().map(Source::length).sum(),
            Source::StandardInput => None,
            Source::File(path) => {
                let metadata = fs::metadata(path).ok()?;
                metadata.is_file().then_some(metadata.len())
            }
        }
    }

    /// Whether a file can be read.
    fn check(&self, path: &Path) -> Result<(), SourceError> {
        let metadata = fs::metadata(path).map_err(|cause| self.failure(cause))?;
        let kind = metadata.file_type();
        if kind.is_dir() {
            return Err(SourceError::Folder(self.name()));
        }
        if kind.is_char_device() || kind.is_block_device() || kind.is_socket() {
            return Err(SourceError::Device(self.name()));
        }
        Ok(())
    }

    fn failure(&self, cause: io::Error) -> SourceError {
        let name = self.name();
        match cause.kind() {
            io::ErrorKind::NotFound => SourceError::Missing(name),
            io::ErrorKind::PermissionDenied => SourceError::Forbidden(name),
            io::ErrorKind::IsADirectory => SourceError::Folder(name),
            _ => SourceError::Failed { name, cause },
        }
    }
}

/// A path as it is shown.
fn shown(path: &Path) -> String {
    crate::text::clean_line(&path.to_string_lossy())
}

/// How many digits the numbers in names have at most, to be sorted by their size.
const LONGEST_NUMBER: usize = 20;

/// A name to sort by in which `page 2` stands before `page 10`.
fn by_numbers(name: &str) -> String {
    let mut key = String::new();
    let mut rest = name;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (words, behind) = rest.split_at(start);
        let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let (digits, behind) = behind.split_at(end);
        key.push_str(words);
        let digits = digits.trim_start_matches('0');
        key.extend(std::iter::repeat_n('0', LONGEST_NUMBER.saturating_sub(digits.len())));
        key.push_str(digits);
        rest = behind;
    }
    key.push_str(rest);
    key
}

/// A source that is being read.
pub(super) struct Opened {
    /// Its bytes.
    pub(super) bytes: Box<dyn Read>,
    failed: Arc<AtomicUsize>,
    is_cut: Arc<AtomicBool>,
    /// What to say if it is.
    cut: String,
}

impl Opened {
    /// That it was not read to its end, if it was not, a sentence.
    pub(super) fn cut(&self) -> Option<String> {
        self.is_cut.load(Ordering::Relaxed).then(|| self.cut.clone())
    }

    /// What could not be read of it, a sentence.
    pub(super) fn complaint(&self) -> Option<String> {
        match self.failed.load(Ordering::Relaxed) {
            0 => None,
            1 => Some("1 file in this folder could not be read".to_owned()),
            many => Some(format!("{many} files in this folder could not be read")),
        }
    }
}

/// Bytes up to a limit, where they end; whether there would have been more is told.
struct Limited {
    bytes: Box<dyn Read>,
    left: u64,
    is_cut: Arc<AtomicBool>,
}

impl Read for Limited {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(to.len());
        if room == 0 && !to.is_empty() && !self.is_cut.load(Ordering::Relaxed) {
            let more = self.bytes.read(&mut [0])? > 0;
            self.is_cut.store(more, Ordering::Relaxed);
        }
        let got = self.bytes.read(to.get_mut(..room).unwrap_or_default())?;
        self.left = self.left.saturating_sub(got as u64);
        Ok(got)
    }
}

/// A number of bytes as people say it.
fn size(bytes: u64) -> String {
    match bytes / MIB as u64 {
        0 => format!("{bytes} bytes"),
        many => format!("{many} MiB"),
    }
}

/// Whether somebody pipes or redirects something in: `/dev/null` and terminals do not count.
fn is_piped() -> bool {
    let piped = |kind: FileType| kind.is_fifo() || kind.is_file() || kind.is_socket();
    !io::stdin().is_terminal()
        && fs::metadata("/dev/stdin").is_ok_and(|metadata| piped(metadata.file_type()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stand_in_the_order_of_their_numbers() {
        let mut names = ["page-10.html", "page-2.html", "page.html", "page-02b.html", "a9", "a10"];
        names.sort_by_cached_key(|name| by_numbers(name));
        assert_eq!(
            names,
            ["a9", "a10", "page-2.html", "page-02b.html", "page-10.html", "page.html"]
        );
    }
}
