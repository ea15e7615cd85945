//! Pictures that are written in a page itself.
//!
//! The text of a page has only their names. When one is wanted, the page's file is read again: what
//! is in memory is the picture that is being made, and not all of them.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use memchr::memmem::Finder;

use super::files::Bytes;
use crate::limits::{MAX_PICTURE, MAX_PICTURES, MIB};
use crate::load::{inline_data, inline_name};

/// The largest page that is read again, in bytes: what is in it is its pictures for the most part.
const MAX_PAGE: u64 = 256 * MIB as u64;

/// The pictures in the page at `path`: where they stand, by their names.
pub(super) fn index(path: &Path) -> HashMap<String, Range<usize>> {
    let facts = fs::metadata(path).ok();
    let is_sound = facts.is_some_and(|facts| facts.is_file() && facts.len() <= MAX_PAGE);
    let bytes = is_sound.then(|| fs::read(path).ok()).flatten().unwrap_or_default();
    let finder = Finder::new(b"data:image/");
    let mut found = HashMap::new();
    let mut end = 0;
    for start in finder.find_iter(&bytes) {
        // What begins inside of another is none.
        if start < end {
            continue;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let is_end = |byte: &u8| matches!(byte, b'"' | b'\'' | b')' | b'>' | b'<' | b'\\');
        end = start
            + rest.iter().position(|byte| is_end(byte) || *byte <= b' ').unwrap_or(rest.len());
        let address = bytes.get(start..end).and_then(|address| str::from_utf8(address).ok());
        if let Some(name) = address.and_then(inline_name) {
            found.insert(name, start..end);
        }
        if found.len() >= MAX_PICTURES {
            break;
        }
    }
    found
}

/// The picture that stands there in the page at `path`, if it still has that name.
pub(super) fn open(path: &Path, name: &str, range: &Range<usize>) -> Option<Box<dyn Bytes>> {
    let mut bytes = vec![0; range.len()];
    let mut page = File::open(path).ok()?;
    page.seek(SeekFrom::Start(range.start as u64)).ok()?;
    page.read_exact(&mut bytes).ok()?;
    let address = str::from_utf8(&bytes).ok()?;
    let data = inline_data(address).filter(|_| inline_name(address).as_deref() == Some(name))?;
    // Three bytes are four letters.
    let is_sound = data.len() / 4 * 3 <= MAX_PICTURE;
    let picture = BASE64_STANDARD.decode(data).ok().filter(|_| is_sound)?;
    Some(Box::new(Cursor::new(picture)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_in_their_page_by_name() {
        let data = BASE64_STANDARD.encode([7; 4000]);
        let address = format!("data:image/png;base64,{data}");
        let broken = format!("data:image/png;base64,!{data}");
        let page = format!(
            "<img src=\"data:image/gif;base64,AAAA\"><img src=\"{address}\"><img src='{broken}'>\
             <style>a {{ background: url({address}x) }}</style>data:image/"
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quay.html");
        fs::write(&path, page).unwrap();
        let found = index(&path);
        assert_eq!(found.len(), 3);
        let name = inline_name(&address).unwrap();
        let range = &found[&name];
        assert!(open(&path, &name, range).is_some());
        assert!(open(&path, "#picture-0", range).is_none(), "another name");
        let broken = inline_name(&broken).unwrap();
        assert!(open(&path, &broken, &found[&broken]).is_none());
        fs::write(&path, "shorter").unwrap();
        assert!(open(&path, &name, range).is_none(), "the page has changed");
        assert!(index(&folder.path().join("none")).is_empty());
    }
}
