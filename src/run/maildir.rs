//! A folder of messages, read as if it were one mbox.
//!
//! A [maildir] has its messages, a file each, in `cur` and `new`; a folder of `.eml` files is as good.
//! They are handed on one behind the other with a line `From ` before each, and with such lines in
//! them quoted, so that nobody else has to know. The marks at the ends of the names say what another
//! program has shown, and are not looked at.
//!
//! [maildir]: https://cr.yp.to/proto/maildir.html

use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The longest message that is read, in bytes; of a longer one the beginning is.
const MAX_MESSAGE: u64 = 40 << 20;
/// How many messages are read at most.
const MAX_MESSAGES: usize = 2_000_000;

/// What stands between messages. Nobody says here when they came.
const SEPARATOR: &[u8] = b"From nobody@maildir.invalid Thu Jan  1 00:00:00 1970\n";

/// The messages of a folder, in the order in which they came, as far as their names tell; none if it
/// is no folder of messages.
///
/// # Errors
/// When it cannot be listed.
pub(super) fn messages(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let [current, new] = ["cur", "new"].map(|name| folder.join(name));
    let mut messages = Vec::new();
    if current.is_dir() {
        list(&current, |_| true, &mut messages)?;
        if new.is_dir() {
            list(&new, |_| true, &mut messages)?;
        }
    } else {
        list(folder, is_message, &mut messages)?;
    }
    messages.sort_by_cached_key(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let end = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
        let number: Option<u64> = name.get(..end).and_then(|number| number.parse().ok());
        (number.unwrap_or(u64::MAX), name)
    });
    Ok(messages)
}

/// Whether a folder holds messages and nothing else that is to be read.
pub(super) fn is_one(folder: &Path) -> bool {
    let is_mail = |path: &Path| path.is_dir() || is_hidden(path) || is_message(path);
    let mut entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    folder.join("cur").is_dir()
        || entries.all(|path| is_mail(&path)) && messages(folder).is_ok_and(|all| !all.is_empty())
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_message(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("eml"))
}

fn list(
    folder: &Path,
    is_message: impl Fn(&Path) -> bool,
    messages: &mut Vec<PathBuf>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !is_hidden(&path) && is_message(&path) && messages.len() < MAX_MESSAGES {
            messages.push(path);
        }
    }
    Ok(())
}

/// The bytes of messages, one behind the other.
pub(super) struct Messages {
    files: std::vec::IntoIter<PathBuf>,
    open: Cursor<Vec<u8>>,
    /// How many could not be read.
    failed: Arc<AtomicUsize>,
}

impl Messages {
    /// The messages in these files; `failed` counts those that cannot be read.
    pub(super) fn new(files: Vec<PathBuf>, failed: Arc<AtomicUsize>) -> Messages {
        Messages { files: files.into_iter(), open: Cursor::default(), failed }
    }
}

impl Read for Messages {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.open.read(to)? {
                0 if !to.is_empty() => {
                    let Some(path) = self.files.next() else { return Ok(0) };
                    match message(&path) {
                        Ok(bytes) => self.open = Cursor::new(bytes),
                        // Another program may have moved it meanwhile.
                        Err(_) => drop(self.failed.fetch_add(1, Ordering::Relaxed)),
                    }
                }
                got => return Ok(got),
            }
        }
    }
}

/// A message as it stands in an mbox.
fn message(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut bytes = Vec::new();
    file.take(MAX_MESSAGE).read_to_end(&mut bytes)?;
    Ok(quoted(&bytes))
}

/// A message behind its separator, with lines quoted that look like one.
fn quoted(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(SEPARATOR.len() + bytes.len() + 16);
    out.extend_from_slice(SEPARATOR);
    for (at, line) in bytes.split_inclusive(|&b| b == b'\n').enumerate() {
        let signs = line.iter().take_while(|&&b| b == b'>').count();
        if line.get(signs..).is_some_and(|rest| rest.starts_with(b"From ")) {
            // Some deliver a message with the separator of an mbox in front.
            if at == 0 {
                continue;
            }
            out.push(b'>');
        }
        out.extend_from_slice(line);
    }
    out.extend_from_slice(b"\n\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_in_the_order_in_which_they_came() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("cur/900.a:2,S", "Subject: first\n\nFrom here\n>From there");
        write("cur/.hidden", "x");
        write("new/1000.b", "From a@b Sun May  3 09:30:00 2026\nSubject: second\n\nx\n");
        write("tmp/1001.c", "not yet");
        write("c.eml", "beside it");
        fs::create_dir(folder.path().join("new/950.folder")).unwrap();
        let failed = Arc::new(AtomicUsize::new(0));
        let mut text = String::new();
        let files = messages(folder.path()).unwrap();
        Messages::new(files, Arc::clone(&failed)).read_to_string(&mut text).unwrap();
        let separator = str::from_utf8(SEPARATOR).unwrap();
        let expected = [
            separator,
            "Subject: first\n\n>From here\n>>From there\n\n",
            separator,
            "Subject: second\n\nx\n\n\n",
        ];
        assert_eq!(text, expected.concat());
        assert_eq!(failed.load(Ordering::Relaxed), 1, "a folder is no message");
        let eml = messages(&folder.path().join("new")).unwrap();
        assert!(eml.is_empty(), "no folder of messages: {eml:?}");
    }
}
