//! How much is read and shown at most, so that nothing that strangers wrote takes all memory or
//! all time.
//!
//! Here stands every limit that a reader can come upon. What lies behind one is left out, and a
//! sentence says so; what was read before it is shown. Those that somebody may need more of are the
//! fields of [`Limits`], which the section `[limits]` of the configuration sets; `SECURITY.md`
//! lists them.
//!
//! Two other kinds of bounds are not here. What keeps an algorithm short (how far a date is looked
//! for, how many classes say what an element is) stands beside the algorithm: to come upon it costs
//! nobody a word. What a record has room for (an id of 32 KiB, a body of 1 GiB) stands with the
//! record, in `model::thread`.

/// A mebibyte, in bytes.
pub const MIB: usize = 1 << 20;

/// The limits that a reader may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How much is read of a source, in bytes, and of several together. More than most machines
    /// have room for: it is endless pipes that it is for.
    pub input: u64,
    /// How much is read of a web page, in bytes, without what is long and not seen
    /// ([`MAX_UNSEEN`]), and of its article where the comments are read as they come: a tree takes
    /// several times as much memory.
    pub page: usize,
    /// How much is kept of a message, in bytes: it has to be carried along until its end is found.
    pub message: usize,
    /// How much is unpacked of all files of a book together, in bytes. Of each it is half of that;
    /// the longest novels have a tenth.
    pub book: usize,
    /// How many files a folder may have: who names one with more of them has slipped.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            input: 4096 * MIB as u64,
            page: 64 * MIB,
            message: 32 * MIB,
            book: 64 * MIB,
            files: 10_000,
        }
    }
}

/// How many warnings of a document are kept; one more says that there were others.
pub const MAX_WARNINGS: usize = 100;

/// The largest picture that is read, in bytes: a photograph as a camera writes it has a third.
pub const MAX_PICTURE: usize = 32 * MIB;

/// How many pixels a picture may have: cameras make fewer. A file of some bytes can claim to have
/// thousands of millions, each of which takes memory.
pub const MAX_PIXELS: u64 = 50_000_000;

/// How much memory the pixels of a picture may take, in bytes.
pub const MAX_DECODED: u64 = 256 * MIB as u64;

/// How many pictures of an article are looked for; of each the beginning is read.
pub const MAX_PICTURES: usize = 1000;

/// The largest file of settings, in bytes: a hundred times what has every setting and key.
pub const MAX_SETTINGS: u64 = 1 << 20;

/// How many files an archive may have: a book of a thousand chapters and pictures has a tenth.
pub const MAX_ARCHIVED: usize = 50_000;

/// How many parts of a book are read: an encyclopedia has fewer.
pub const MAX_CHAPTERS: usize = 10_000;

/// How many parts of a message are looked at: people attach some tens.
pub const MAX_MAIL_PARTS: usize = 1000;

/// How deep the parts of a message may lie inside of each other: each forwards another.
pub const MAX_MAIL_DEPTH: usize = 100;

/// The longest subject that is kept, in bytes; a longer one is cut, as nobody sees its end.
pub const MAX_SUBJECT: usize = 1000;

/// How many elements of a web page may be open in each other; tags that nest deeper are left out,
/// their words are not. The parser looks through all of them at each tag.
pub const MAX_OPEN: usize = 400;

/// The longest attribute, and the longest script of data, in bytes, that stays in a web page. A page
/// that was saved as one file has its pictures in it, and is mostly those. (Styles and programs are
/// never read.)
pub const MAX_UNSEEN: usize = 4 * MIB;

/// How many containers a leaf may stand in; what a source nests deeper is put at this level. A
/// terminal has no columns for more.
pub const MAX_NESTING: usize = 12;

/// The longest paragraph of a plain text, in bytes, some ten thousand words; a longer one is parted.
///
/// A paragraph is the unit of layout; one without end would have to be wrapped whole before its
/// first line can be shown. Nobody writes such a paragraph, programs do, so the blank line that
/// comes in where it is cut breaks no thought. Words are cut only where there is no space.
pub const MAX_PARAGRAPH: usize = 64 * 1024;

/// How many paragraphs of a copied page are kept apart; what follows is one.
pub const MAX_PARAGRAPHS: usize = 100_000;

/// The longest row of a table: what browsers let a cell span. What follows is a row of its own.
pub const MAX_COLUMNS: usize = 1_000;

/// The longest address that becomes a link, in bytes; browsers stop not far from here as well.
pub const MAX_ADDRESS: usize = 8 * 1024;

/// How many zero-width characters in a row (accents, joiners, selectors) are kept.
///
/// The Unicode Stream-Safe Text Format ([UAX #15]) allows 30 as well.
///
/// [UAX #15]: https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format
pub const MAX_ZERO_WIDTH: usize = 30;

/// How many comments are looked through for quotes of the article: each must be parsed for it.
pub const MAX_QUOTING: usize = 20_000;

/// How many comments the map lists one by one; of more, only those that are not as deep.
pub const MAX_MAP: usize = 10_000;

/// The most that is put on the clipboard, in bytes: terminals refuse more.
pub const MAX_COPY: usize = 74_994;
