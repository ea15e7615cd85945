//! What happens to the program, and what the program wants done.

use super::key::Key;
use super::mouse::Mouse;
use super::pictures::Graphics;
use crate::layout::Pixels;
use crate::model::{Article, Provenance, Thread};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// The screen has this many columns and rows.
    Resize(u16, u16),
    /// It is this late, in UTC seconds.
    Clock(i64),
    /// There is time to go on with what takes longer ([`super::App::has_work`]).
    Work,
    /// This is what the terminal can show of pictures.
    Graphics(Graphics),
    /// The picture at this address cannot be shown, for this reason.
    NoPicture(String, String),
    /// A piece of the document that is being loaded has come.
    Load(Load),
}

/// A piece of a document that is being loaded.
#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    /// The first screens of an article that takes a while to read, and about how many words the
    /// whole has.
    Beginning(Box<Article>, usize),
    /// The article.
    Article(Box<Article>),
    /// The thread as far as it has come; it takes the place of what came before.
    Thread(Box<Thread>),
    /// Pictures of the article that can be had: their addresses and sizes.
    Pictures(Vec<(String, Pixels)>),
    /// How many bytes of the source are read, and how many it has if that is known.
    Progress(u64, Option<u64>),
    /// What the source says of its origin.
    Provenance(Box<Provenance>),
    /// How many comments the source says that it has.
    Declared(u64),
    /// Something that could not be read, or only guessed.
    Warning(String),
    /// The end; nothing comes after it.
    Done,
    /// The source turned out to be unreadable; what has come stays.
    Failed(String),
}

/// Something that only the outside can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Leave.
    Quit,
    /// Stop until the shell continues us.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Open an address, which is http, https or mailto, with the system's opener.
    Open(String),
    /// Put a text, which is clean, on the clipboard.
    Copy {
        /// The text.
        text: String,
        /// What it is, to be told.
        what: &'static str,
    },
    /// Write the document to a file, in the format that its name says.
    Write {
        /// Its path, as typed.
        path: String,
        /// Whether a file that is there may be replaced.
        replace: bool,
    },
    /// Give a text to a command on its standard input, and show what that prints.
    Pipe {
        /// The command, for the shell; empty for the pager.
        command: String,
        /// The text.
        text: String,
    },
    /// Open a copy of a text in the editor.
    Edit(String),
    /// Take the theme of this name.
    Theme(String),
}
