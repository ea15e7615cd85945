//! The files in a book: what is asked for is unpacked, and never more than a book may have.
//!
//! A file's name is looked up and nothing is written, so a name that leads out of the archive leads
//! nowhere. Sizes are counted as they come out, whatever the archive says of them; entries that
//! share their bytes are counted as often as they are read.

use std::collections::HashMap;
use std::io::Read;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, Error, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

use crate::limits::MAX_ARCHIVED;

/// Why a file cannot be read, or only in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trouble {
    /// It is not there.
    Missing,
    /// It is encrypted.
    Encrypted,
    /// It is packed in another way than books are.
    Packed,
    /// Its bytes are not those that were packed.
    Damaged,
    /// There is more of it than is read.
    TooLarge,
}

/// A file in the archive.
#[derive(Clone, Copy, Debug)]
struct File {
    way: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
}

/// An archive whose directory has been read.
#[derive(Debug)]
pub(super) struct Archive<'a> {
    zip: ZipSliceArchive<&'a [u8]>,
    files: HashMap<String, File>,
    /// How much is unpacked of one file, in bytes.
    most: usize,
    /// How much may still be unpacked.
    left: usize,
    /// Whether the directory breaks off, or has more files than are looked at.
    pub(super) is_cut: bool,
}

impl<'a> Archive<'a> {
    /// Reads the directory; so many bytes will be unpacked of all files together.
    pub(super) fn open(bytes: &'a [u8], limit: usize) -> Result<Archive<'a>, Error> {
        let zip = ZipArchive::from_slice(bytes)?;
        let mut files = HashMap::new();
        let mut is_cut = false;
        for (count, entry) in zip.entries().enumerate() {
            let Some(entry) = entry.ok().filter(|_| count < MAX_ARCHIVED) else {
                is_cut = true;
                break;
            };
            let file = File {
                way: entry.wayfinder(),
                method: entry.compression_method(),
                is_encrypted: entry.flags().is_encrypted(),
            };
            let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
            // The first of a name is the one, as a second may have been put there to hide it.
            files.entry(name).or_insert(file);
        }
        Ok(Archive { zip, files, most: limit / 2, left: limit, is_cut })
    }

    /// The first file whose name ends so, by the alphabet.
    pub(super) fn first_with(&self, ending: &str) -> Option<String> {
        self.files.keys().filter(|name| name.ends_with(ending)).min().cloned()
    }

    /// Whether there is a file of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// What is in a file, as far as it can be read, and why not all of it.
    pub(super) fn read(&mut self, name: &str) -> (Vec<u8>, Option<Trouble>) {
        let nothing = |trouble| (Vec::new(), Some(trouble));
        let Some(&file) = self.files.get(name) else { return nothing(Trouble::Missing) };
        if file.is_encrypted {
            return nothing(Trouble::Encrypted);
        }
        let Ok(entry) = self.zip.get_entry(file.way) else { return nothing(Trouble::Damaged) };
        let packed = entry.data();
        let limit = self.most.min(self.left);
        let (bytes, trouble) = match file.method {
            CompressionMethod::STORE => unpack(entry.verifying_reader(packed), limit),
            CompressionMethod::DEFLATE => {
                unpack(entry.verifying_reader(DeflateDecoder::new(packed)), limit)
            }
            _ => return nothing(Trouble::Packed),
        };
        self.left -= bytes.len().min(self.left);
        (bytes, trouble)
    }
}

/// What comes out, up to `limit`.
fn unpack(reader: impl Read, limit: usize) -> (Vec<u8>, Option<Trouble>) {
    let mut bytes = Vec::new();
    let read = reader.take(limit as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > limit {
        bytes.truncate(limit);
        return (bytes, Some(Trouble::TooLarge));
    }
    (bytes, read.is_err().then_some(Trouble::Damaged))
}

/// Where an address leads from `base`, a file in the archive, and the place in it that it names.
///
/// What leads out of the archive leads to nothing that is in it.
pub(super) fn resolve(base: &str, address: &str) -> (String, Option<String>) {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(unquote(fragment))),
        None => (address, None),
    };
    if path.is_empty() {
        return (base.to_owned(), fragment);
    }
    let path = unquote(path.split('?').next().unwrap_or_default());
    let folder = match path.strip_prefix('/') {
        Some(_) => "",
        None => base.rsplit_once('/').map_or("", |(folder, _)| folder),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    (parts.join("/"), fragment)
}

/// Takes back the escapes of an address ([RFC 3986 §2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)).
fn unquote(text: &str) -> String {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = digit(bytes.get(at + 1)).zip(digit(bytes.get(at + 2)));
        let code = code.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        let code = code.filter(|_| byte == b'%');
        out.push(code.unwrap_or(byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::archive;
    use super::*;

    #[test]
    fn what_unpacks_without_end_is_cut() {
        let endless = std::io::repeat(b'a');
        assert_eq!(unpack(endless, 3), (b"aaa".to_vec(), Some(Trouble::TooLarge)));
        assert_eq!(unpack(&b"aaa"[..], 3), (b"aaa".to_vec(), None));
        let ebb = "ebb ".repeat(1000);
        let bytes = archive(&[("a", &ebb), ("b", &ebb), ("c", &ebb)]);
        let mut archive = Archive::open(&bytes, 8000).unwrap();
        archive.left = 6000;
        let sizes = ["a", "b", "c", "d"].map(|name| {
            let (bytes, trouble) = archive.read(name);
            (bytes.len(), trouble)
        });
        let (cut, missing) = (Some(Trouble::TooLarge), Some(Trouble::Missing));
        assert_eq!(sizes, [(4000, None), (2000, cut), (0, cut), (0, missing)]);
    }

    #[test]
    fn addresses_lead_to_files_of_the_archive() {
        #[rustfmt::skip]
        let cases = [
            // why                  from               address             file               place
            ("a neighbour",         "OPS/a.xhtml",     "b.xhtml",          "OPS/b.xhtml",     None),
            ("a place in it",       "OPS/a.xhtml",     "b.xhtml#n1",       "OPS/b.xhtml",     Some("n1")),
            ("a place here",        "OPS/a.xhtml",     "#n%201",           "OPS/a.xhtml",     Some("n 1")),
            ("up and down",         "OPS/t/a.xhtml",   "../x/b.xhtml",     "OPS/x/b.xhtml",   None),
            ("the top",             "OPS/a.xhtml",     "/b.xhtml",         "b.xhtml",         None),
            ("no way out",          "OPS/a.xhtml",     "../../../etc/p",   "etc/p",           None),
            ("escapes",             "a.xhtml",         "%C3%B6l%2x.xhtml", "öl%2x.xhtml",     None),
            ("a question",          "a.xhtml",         "b.xhtml?c=d",      "b.xhtml",         None),
            ("nothing",             "a.xhtml",         "",                 "a.xhtml",         None),
        ];
        for (why, from, address, file, place) in cases {
            let (found, fragment) = resolve(from, address);
            assert_eq!((found.as_str(), fragment.as_deref()), (file, place), "{why}");
        }
    }
}
