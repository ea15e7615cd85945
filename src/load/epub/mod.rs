//! A book in EPUB, [3](https://www.w3.org/TR/epub-33/) or 2: an archive of chapters in XHTML, in an
//! order that its package document says.
//!
//! A book is one text, so that search, marks and places go through all of it. Each line of its table
//! of contents is a heading, from which the reader chooses. What bites: the same file may be several
//! chapters, or a chapter several files; headings are repeated in the contents, or only there; notes
//! stand anywhere, each file's numbered anew; archives are small and what they unpack to is not.

mod archive;
mod chapter;
mod package;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use memchr::memmem;

use self::archive::{Archive, Trouble};
use self::chapter::Text;
use self::package::{Line, Package, Part};
use super::charset::to_utf8;
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink};
use crate::markup::from_html;
use crate::model::{Article, Segment};

pub(super) const LOADER: Loader = Loader {
    name: "epub",
    about: "a book in EPUB, its chapters to choose from",
    extensions: &["epub"],
    marks: &[],
    sniff,
    load: Reads::Whole(load),
};

/// How every zip archive with something in it begins.
const ZIP: &[u8] = b"PK\x03\x04";
/// Within so many bytes a book says that it is one.
const HEAD: usize = 256;

/// Whether a zip archive begins so, which may be a book.
pub(super) fn is_archive(beginning: &[u8]) -> bool {
    beginning.starts_with(ZIP)
}

fn sniff(input: &Input<'_>) -> Likelihood {
    if !is_archive(input.bytes) {
        return Likelihood::No;
    }
    let head = input.bytes.get(..HEAD).unwrap_or(input.bytes);
    let says_so = memmem::find(head, b"mimetypeapplication/epub+zip").is_some();
    // Whoever packed it by hand may have put the type elsewhere; the directory is at the end.
    let is_one = || memmem::rfind(input.bytes, b"META-INF/container.xml").is_some();
    if says_so || is_one() { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let broken = |cause: Box<dyn std::error::Error + Send + Sync>| LoadError::Broken {
        name: input.name.to_owned(),
        format: LOADER.name,
        cause,
    };
    let mut archive =
        Archive::open(input.bytes, input.limits.book).map_err(|cause| broken(Box::new(cause)))?;
    let package = Package::read(&mut archive);
    let Some(package) = package.filter(|package| !package.parts.is_empty()) else {
        return Err(broken("it does not say what its chapters are".into()));
    };
    let mut troubles = BTreeMap::new();
    let text = read(&mut archive, &package, &mut troubles, sink);
    let blocks = from_html(&text.html);
    if blocks.is_empty() && troubles.contains_key(&Trouble::Encrypted) {
        return Err(broken("its text is encrypted, for readers that have its key".into()));
    }
    sink.article(Article { blocks, ..package.article });
    for warning in warnings(&troubles, package.unlisted, package.is_cut || archive.is_cut) {
        sink.warning(warning);
    }
    sink.progress(input.bytes.len() as u64);
    Ok(())
}

/// The text of all parts, with what went wrong with how many of them.
fn read(
    archive: &mut Archive<'_>,
    package: &Package,
    troubles: &mut BTreeMap<Trouble, usize>,
    sink: &mut dyn Sink,
) -> Text {
    let mut by_file: HashMap<&str, Vec<&Line>> = HashMap::new();
    for line in &package.contents {
        by_file.entry(&line.file).or_default().push(line);
    }
    let mut text = Text::default();
    for Part { file, is_picture } in &package.parts {
        if sink.stopped() {
            break;
        }
        let lines = by_file.get(file.as_str()).map(Vec::as_slice).unwrap_or_default();
        if *is_picture {
            text.add_picture(file, lines);
            continue;
        }
        let (bytes, trouble) = if package.encrypted.contains(file) {
            (Vec::new(), Some(Trouble::Encrypted))
        } else {
            archive.read(file)
        };
        let (segment, damage) = to_utf8(Segment { at: 0, bytes: Arc::new(bytes) }, None);
        let trouble = trouble.or_else(|| damage.map(|_| Trouble::Damaged));
        if let Some(trouble) = trouble {
            *troubles.entry(trouble).or_default() += 1;
        }
        text.add(&String::from_utf8_lossy(&segment.bytes), file, lines);
    }
    text
}

/// What could not be read, a sentence for each kind.
fn warnings(
    troubles: &BTreeMap<Trouble, usize>,
    unlisted: usize,
    is_cut: bool,
) -> impl Iterator<Item = String> {
    let mut troubles = troubles.clone();
    if unlisted > 0 {
        *troubles.entry(Trouble::Missing).or_default() += unlisted;
    }
    let told = troubles.into_iter().map(|(trouble, count)| {
        let parts = if count == 1 { "1 part of".to_owned() } else { format!("{count} parts of") };
        let what = match trouble {
            Trouble::Missing => "could not be found",
            Trouble::Encrypted => "could not be read, being encrypted",
            Trouble::Packed => "could not be unpacked",
            Trouble::Damaged => "could be read only in part, being damaged",
            Trouble::TooLarge => "could be read only in part, being too large",
        };
        format!("{parts} the book {what}")
    });
    let cut = is_cut.then(|| "the book has more files than could be read".to_owned());
    told.chain(cut)
}
