//! The machine: what the reader sees and may do, changed by events and by nothing else.
//!
//! [`App::update`] takes an [`Event`], changes the state, and says what only the outside can do.
//! No terminal, file, thread or clock: time arrives in events, keys are our own [`Key`]. Everything
//! on the screen follows from `&App`.

mod action;
mod cache;
mod event;
mod folds;
mod help;
mod in_article;
mod in_thread;
mod key;
mod keymap;
mod prompt;
mod reader;
mod search;
mod thread;
mod update;
mod viewport;

pub use action::{Action, Group};
pub use event::{Effect, Event, Load};
pub use help::{Help, HelpLine};
pub use key::{BadKey, Code, Key, Named};
pub use keymap::{Command, DEFAULT as DEFAULT_KEYMAP, Keymap, KeymapError, Match};
pub use prompt::Prompt;
pub use reader::Reader;
pub use search::Search;
pub use thread::Discussion;
pub use viewport::VisibleRow;

use crate::layout::{Panes, Split, panes};
use crate::model::{CommentId, Document, Order};

/// One of the two panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pane {
    /// The article.
    #[default]
    Article,
    /// The discussion.
    Thread,
}

/// What stands over the panes and takes the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Nothing.
    #[default]
    Reading,
    /// The line in which a search is typed.
    Searching(Prompt),
    /// The list of keys.
    Help(Help),
}

/// The whole state of the reader.
#[derive(Debug)]
pub struct App {
    document: Document,
    reader: Reader,
    thread: Discussion,
    keymap: Keymap,
    mode: Mode,
    focus: Pane,
    split: Split,
    size: (u16, u16),
    /// Keys of a sequence that is not complete, and the count before them.
    pending: Vec<Key>,
    count: Option<usize>,
    /// What the reader is told until the next key.
    message: Option<String>,
    loading: bool,
    /// The comment to go to as soon as it has come.
    wanted: Option<String>,
}

impl App {
    /// An empty reader that waits for a document, in the time `now` (UTC seconds).
    #[must_use]
    pub fn new(keymap: Keymap, order: Order, now: i64) -> App {
        let mut app = App {
            document: Document::default(),
            reader: Reader::default(),
            thread: Discussion::default(),
            keymap,
            mode: Mode::default(),
            focus: Pane::default(),
            split: Split::default(),
            size: (0, 0),
            pending: Vec::new(),
            count: None,
            message: None,
            loading: true,
            wanted: None,
        };
        app.thread.arrange(&app.document.thread, order);
        app.thread.set_now(&app.document.thread, now);
        app
    }

    /// Goes to the comment with this id as soon as it has come.
    #[must_use]
    pub fn at_comment(mut self, id: Option<String>) -> App {
        self.wanted = id;
        self
    }

    /// What is read.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The article pane.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The discussion pane.
    #[must_use]
    pub fn discussion(&self) -> &Discussion {
        &self.thread
    }

    /// What takes the keys.
    #[must_use]
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// The pane that takes them otherwise.
    #[must_use]
    pub fn focus(&self) -> Pane {
        self.focus
    }

    /// Which keys do what.
    #[must_use]
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// The screen's columns and rows.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// What the reader is told until the next key.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Tells the reader something, until the next key.
    pub fn tell(&mut self, message: String) {
        self.message = Some(message);
    }

    /// The count and keys typed so far, of a command that is not complete.
    #[must_use]
    pub fn typed(&self) -> String {
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        let keys: String = self.pending.iter().map(Key::to_string).collect();
        count + &keys
    }

    /// Whether more of the document is to come.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.loading
    }

    /// Where everything is on the screen.
    #[must_use]
    pub fn panes(&self) -> Panes {
        let (columns, rows) = self.size;
        panes(columns, rows, if self.has_both() { self.split } else { Split::One })
    }

    /// Whether there is both an article and a discussion.
    #[must_use]
    pub fn has_both(&self) -> bool {
        self.has_article() && !self.document.thread.is_empty()
    }

    /// The number of the cursor's comment in the order, from 1.
    #[must_use]
    pub fn comment_number(&self) -> Option<usize> {
        self.thread.cursor().map(|id: CommentId| self.thread.arrangement().position(id) + 1)
    }

    /// Whether nothing has come yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.has_article() && self.document.thread.is_empty()
    }

    fn has_article(&self) -> bool {
        let article = &self.document.article;
        !article.blocks.is_empty() || article.title.is_some()
    }
}
