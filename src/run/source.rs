//! Where a document's bytes come from.

use std::fs::{self, File, FileType};
use std::io::{self, IsTerminal, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::args::Args;
use super::maildir::{self, Messages};

/// The largest input, in bytes.
const MAX_INPUT: u64 = 4 << 30;

/// The article and thread that the program comes with.
const SAMPLE: &str = include_str!("../../data/sample.json");

/// A document's source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A file, or a folder of messages.
    File(PathBuf),
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
    #[error("{0} is a folder without messages; name a file in it")]
    Folder(String),
    #[error("{0} is a device; name a file, or - for standard input")]
    Device(String),
    #[error("{0} may not be read; check its permissions")]
    Forbidden(String),
    #[error("standard input is a terminal; pipe something in, or name a file")]
    Terminal,
    #[error("{name} has more than {limit} bytes; sidenote reads no more than that")]
    TooLarge { name: String, limit: u64 },
    #[error("cannot read {name}")]
    Failed {
        name: String,
        #[source]
        cause: io::Error,
    },
}

impl Source {
    /// What the arguments ask for: a file, or what is piped in, or the sample.
    ///
    /// # Errors
    /// [`SourceError::Terminal`] when standard input is asked for and nothing is piped in.
    pub(super) fn new(args: &Args) -> Result<Source, SourceError> {
        match &args.source {
            Some(path) if path.as_os_str() == "-" && io::stdin().is_terminal() => {
                Err(SourceError::Terminal)
            }
            Some(path) if path.as_os_str() == "-" => Ok(Source::StandardInput),
            Some(path) => Ok(Source::File(path.clone())),
            None if is_piped() => Ok(Source::StandardInput),
            None => Ok(Source::Sample),
        }
    }

    /// What to call it before the reader.
    pub(super) fn name(&self) -> String {
        match self {
            Source::File(path) => crate::text::clean_line(&path.to_string_lossy()),
            Source::StandardInput => "standard input".to_owned(),
            Source::Sample => "the sample".to_owned(),
        }
    }

    /// Its bytes, to be read.
    ///
    /// # Errors
    /// When there are none to be had, or too many. Reading more than [`MAX_INPUT`] bytes is an
    /// error as well.
    pub(super) fn open(&self) -> Result<Opened, SourceError> {
        let failed = Arc::new(AtomicUsize::new(0));
        let bytes: Box<dyn Read> = match self {
            Source::Sample => Box::new(SAMPLE.as_bytes()),
            Source::StandardInput => Box::new(io::stdin()),
            Source::File(path) if path.is_dir() => {
                let files = maildir::messages(path).map_err(|cause| self.failure(cause))?;
                if files.is_empty() {
                    return Err(SourceError::Folder(self.name()));
                }
                Box::new(Messages::new(files, Arc::clone(&failed)))
            }
            Source::File(path) => {
                self.check(path)?;
                Box::new(File::open(path).map_err(|cause| self.failure(cause))?)
            }
        };
        let bytes = Box::new(Limited { bytes, name: self.name(), left: MAX_INPUT });
        Ok(Opened { bytes, failed })
    }

    /// How many bytes it has, if that is known beforehand.
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Source::Sample => Some(SAMPLE.len() as u64),
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
        if metadata.len() > MAX_INPUT {
            return Err(SourceError::TooLarge { name: self.name(), limit: MAX_INPUT });
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

/// A source that is being read.
pub(super) struct Opened {
    /// Its bytes.
    pub(super) bytes: Box<dyn Read>,
    failed: Arc<AtomicUsize>,
}

impl Opened {
    /// What could not be read of it, a sentence.
    pub(super) fn complaint(&self) -> Option<String> {
        match self.failed.load(Ordering::Relaxed) {
            0 => None,
            1 => Some("1 file in this folder could not be read".to_owned()),
            many => Some(format!("{many} files in this folder could not be read")),
        }
    }
}

/// Bytes up to a limit, behind which there is an error.
struct Limited {
    bytes: Box<dyn Read>,
    name: String,
    left: u64,
}

impl Read for Limited {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let got = self.bytes.read(to)?;
        self.left = self.left.checked_sub(got as u64).ok_or_else(|| {
            let name = self.name.clone();
            io::Error::other(SourceError::TooLarge { name, limit: MAX_INPUT })
        })?;
        Ok(got)
    }
}

/// Whether somebody pipes or redirects something in: `/dev/null` and terminals do not count.
fn is_piped() -> bool {
    let piped = |kind: FileType| kind.is_fifo() || kind.is_file() || kind.is_socket();
    !io::stdin().is_terminal()
        && fs::metadata("/dev/stdin").is_ok_and(|metadata| piped(metadata.file_type()))
}
