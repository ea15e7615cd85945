//! A folder of messages, read as if it were one mbox.
//!
//! A [maildir] has its messages, a file each, in `cur` and `new`; a folder of `.eml` files is as good,
//! and so is one whose files have numbers for names, which is a folder of [MH] or a spool of news.
//! They are handed on one behind the other with a line `From ` before each, and with such lines in
//! them quoted, so that nobody else has to know. The marks at the ends of the names say what another
//! program has shown, and are not looked at.
//!
//! [maildir]: https://cr.yp.to/proto/maildir.html
//! [MH]: https://www.nongnu.org/nmh/

use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// So much more is read of a message than is kept of one, in bytes, that whoever cuts it sees that it
/// has to be cut, and says so.
const BEYOND: usize = 1 << 20;

/// How much of a message is looked at to see that it is one, in bytes.
const LINE: u64 = 1024;

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
        if messages.is_empty() {
            list(folder, is_numbered, &mut messages)?;
            messages.retain(|path| begins_as_one(path));
        }
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
    let is_mail =
        |path: &Path| path.is_dir() || is_hidden(path) || is_message(path) || is_numbered(path);
    let mut entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    folder.join("cur").is_dir()
        || entries.all(|path| is_mail(&path)) && messages(folder).is_ok_and(|all| !all.is_empty())
}

/// What is deleted in a folder of MH has a comma or a number sign before its name.
fn is_hidden(path: &Path) -> bool {
    let is_sign = |name: &[u8]| matches!(name, [b'.', ..] | [b',' | b'#', b'0'..=b'9', ..]);
    path.file_name().is_none_or(|name| is_sign(name.as_encoded_bytes()))
}

fn is_numbered(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    !name.is_empty() && name.iter().all(u8::is_ascii_digit)
}

/// Whether a file begins with headers, as far as one can tell by its first line: anything may have a
/// number for a name.
fn begins_as_one(path: &Path) -> bool {
    let mut start = Vec::new();
    let is_file = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    let file = File::open(path).ok().filter(|_| is_file);
    let read = file.and_then(|file| file.take(LINE).read_to_end(&mut start).ok());
    let line = start.split(|&b| b == b'\n').next().unwrap_or_default();
    let name = line.split(|&b| b == b':').next().unwrap_or_default();
    let is_header = name.len() < line.len()
        && !name.is_empty()
        && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    read.is_some() && (is_header || line.starts_with(b"From "))
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
        if !is_hidden(&path) && is_message(&path) {
            messages.push(path);
        }
    }
    Ok(())
}

/// The bytes of messages, one behind the other.
pub(super) struct Messages {
    files: std::vec::IntoIter<PathBuf>,
    open: Cursor<Vec<u8>>,
    /// How much is kept of each, in bytes.
    longest: usize,
    /// How many could not be read.
    failed: Arc<AtomicUsize>,
}

impl Messages {
    /// The messages in these files, of which `longest` bytes are kept; `failed` counts those that
    /// cannot be read.
    pub(super) fn new(files: Vec<PathBuf>, longest: usize, failed: Arc<AtomicUsize>) -> Messages {
        Messages { files: files.into_iter(), open: Cursor::default(), longest, failed }
    }
}

impl Read for Messages {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.open.read(to)? {
                0 if !to.is_empty() => {
                    let Some(path) = self.files.next() else { return Ok(0) };
                    match message(&path, self.longest) {
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
fn message(path: &Path, longest: usize) -> io::Result<Vec<u8>> {
    // Asked first: to open a pipe is to wait for whoever writes to it.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    file.take((longest + BEYOND) as u64).read_to_end(&mut bytes)?;
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
        Messages::new(files, 1000, Arc::clone(&failed)).read_to_string(&mut text).unwrap();
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

    #[test]
    fn numbered_files_are_messages_if_they_begin_as_such() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("10", "Subject: third\n\nx");
        write("9", "Received: by a\nSubject: second\n\nx");
        write("1", "From a@b Sun May  3 09:30:00 2026\nSubject: first\n\nx");
        write(".mh_sequences", "unseen: 10\n");
        write(",8", "Subject: deleted\n\nx");
        let names = |folder: &Path| -> Vec<String> {
            let files = messages(folder).unwrap().into_iter();
            files.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
        };
        assert_eq!(names(folder.path()), ["1", "9", "10"]);
        assert!(is_one(folder.path()));
        write("2", "<html>");
        assert_eq!(names(folder.path()), ["1", "9", "10"]);
        for name in ["1", "9", "10"] {
            write(name, "<p>no header");
        }
        assert!(!is_one(folder.path()), "numbered pages");
    }
}
