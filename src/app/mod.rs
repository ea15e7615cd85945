//! The machine: what the reader sees and may do, changed by events and by nothing else.
//!
//! [`App::update`] takes an [`Event`], changes the state, and says what only the outside can do.
//! No terminal, file, thread or clock: time arrives in events, keys are our own [`Key`]. Everything
//! on the screen follows from `&App`.

mod action;
mod anchors;
mod cache;
mod command;
mod event;
mod filter;
mod folds;
mod id_set;
mod in_article;
mod in_thread;
mod jumps;
mod key;
mod keymap;
mod listing;
mod loading;
mod mouse;
mod notes;
mod passages;
mod perform;
mod pictures;
mod prompt;
mod read_marks;
mod reader;
mod search;
mod settings;
mod sheet;
mod sheets;
mod subject;
mod thread;
mod threads;
mod update;
mod viewport;
mod words;
mod work;

pub use action::{Action, Group};
pub use event::{Effect, Event, Load};
pub use filter::Filtered;
pub use key::{BadKey, Code, Key, Named};
pub use keymap::{Command, DEFAULT as DEFAULT_KEYMAP, Keymap, KeymapError, Match};
pub use mouse::{Mouse, MouseKind};
pub use pictures::{Graphics, Showing};
pub use prompt::Prompt;
pub use reader::Reader;
pub use search::Search;
pub use sheet::{About, Choice, Sheet, SheetLine, Sign};
pub use thread::Discussion;
pub use viewport::VisibleRow;

/// How many rows of each pane are kept unless [`App::set_cache`] says otherwise.
pub const CACHED_ROWS: usize = cache::ROWS;

use crate::layout::{Area, Panes, SIDE_BY_SIDE, SheetPlace, Split, Typography, panes, sheet_areas};
use crate::model::{CommentId, Document, Entries, Order};
use anchors::Anchors;
use jumps::{Jumps, Place};
use std::collections::BTreeMap;

/// By how many columns a screen gets narrower before its panes are no longer side by side.
const HYSTERESIS: u16 = 8;

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
    /// The line in which something is typed.
    Asking(Ask),
    /// A sheet.
    Sheet(Sheet),
}

/// A line in which something is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What for.
    pub what: Asked,
    /// What was typed.
    pub prompt: Prompt,
    /// What there is to say of it meanwhile.
    pub hint: String,
    /// How far back in what was typed earlier.
    back: usize,
    /// What Tab goes through, and where it is.
    completions: Option<(Vec<String>, usize)>,
}

/// What a line is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// A search.
    Search,
    /// A filter.
    Filter,
    /// A command.
    Command,
    /// A command of the shell that gets the text at hand.
    Pipe,
}

impl Asked {
    /// The sign before the line.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Asked::Search => "/",
            Asked::Filter => "&",
            Asked::Command => ":",
            Asked::Pipe => "|",
        }
    }
}

/// What a preview changes, to be put back.
#[derive(Clone, Debug)]
enum Before {
    Order(Order),
    Place(Place),
    /// A place, and both panes as they were: a preview opens folds.
    Panes(Place, Box<(Reader, Discussion)>),
}

/// The whole state of the reader.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, in any mixture")]
pub struct App {
    document: Document,
    /// What its thread consists of.
    entries: Entries,
    reader: Reader,
    thread: Discussion,
    keymap: Keymap,
    mode: Mode,
    focus: Pane,
    split: Split,
    /// The article's part of the screen, in percent.
    share: u16,
    /// Whether the line between the panes is being dragged.
    dragging: bool,
    /// Whether all but the comment or paragraph at hand is dim.
    focus_mode: bool,
    size: (u16, u16),
    /// Whether the panes stand side by side by the width: they stay so on a screen that gets a
    /// little narrower, so that no drag over the border makes them jump to and fro.
    wide: bool,
    typography: Typography,
    showing: Showing,
    graphics: Graphics,
    /// Keys of a sequence that is not complete, and the count before them.
    pending: Vec<Key>,
    count: Option<usize>,
    /// What waits for a letter: a mark is set, or gone to.
    awaiting: Option<Action>,
    jumps: Jumps,
    /// Which comments quote which passages; found when first asked for.
    anchors: Option<Anchors>,
    /// The quoted block that the reader was led to last.
    passage: Option<usize>,
    before: Option<Before>,
    /// What was typed earlier, the latest last.
    history: BTreeMap<Asked, Vec<String>>,
    /// The names that `:theme` takes.
    themes: Vec<String>,
    /// UTC seconds.
    now: i64,
    /// What the reader is told until the next key.
    message: Option<String>,
    loading: bool,
    /// How many bytes of the source are read, and how many it has if that is known.
    progress: Option<(u64, Option<u64>)>,
    /// A filter on its way through the comments, and what it is for.
    filtering: Option<work::Filters>,
    /// A search goes to its first match as soon as that is found, from this place.
    seeking: Option<work::Seeking>,
    /// The comment to go to as soon as it has come.
    wanted: Option<String>,
    /// Whether the list of threads has come up by itself.
    listed: bool,
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
            share: 50,
            dragging: false,
            focus_mode: false,
            size: (0, 0),
            wide: false,
            typography: Typography::default(),
            showing: Showing::default(),
            graphics: Graphics::default(),
            pending: Vec::new(),
            count: None,
            awaiting: None,
            jumps: Jumps::default(),
            anchors: None,
            passage: None,
            before: None,
            history: BTreeMap::new(),
            themes: Vec::new(),
            now,
            message: None,
            entries: Entries::default(),
            loading: true,
            progress: None,
            filtering: None,
            seeking: None,
            wanted: None,
            listed: false,
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

    /// Tells `:theme` which names there are.
    #[must_use]
    pub fn with_themes(mut self, themes: Vec<String>) -> App {
        self.themes = themes;
        self
    }

    /// Says something to the reader, until the next key.
    pub fn tell(&mut self, message: impl Into<String>) {
        self.message = Some(message.into());
    }

    /// What is read.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// How many articles and comments its thread has.
    #[must_use]
    pub fn entries(&self) -> Entries {
        self.entries
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

    /// How text is set.
    #[must_use]
    pub fn typography(&self) -> Typography {
        self.typography
    }

    /// Keeps so many rows of each pane that were laid out, so that they need not be again.
    pub fn set_cache(&mut self, rows: usize) {
        self.reader.set_cache(rows);
        self.thread.set_cache(rows);
    }

    /// Sets text in another way, inside the limits of [`Typography`]; the places in both panes
    /// stay.
    pub fn set_typography(&mut self, typography: Typography) {
        self.typography = typography.clamped();
        self.reader.set_typography(&self.document.article, self.typography);
        self.thread.set_typography(&self.document.thread, self.typography);
    }

    /// What the reader is told until the next key.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The count and keys typed so far, of a command that is not complete.
    #[must_use]
    pub fn typed(&self) -> String {
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        let keys: String = self.pending.iter().map(Key::to_string).collect();
        let waits = match self.awaiting {
            Some(Action::Mark) => "mark: a letter",
            Some(_) => "go to mark: a letter",
            None => "",
        };
        count + &keys + waits
    }

    /// Whether all but the comment or paragraph at hand is to be dim.
    #[must_use]
    pub fn focus_mode(&self) -> bool {
        self.focus_mode
    }

    /// The frame of the sheet, and the part inside for its lines.
    #[must_use]
    pub fn sheet_areas(&self) -> Option<(Area, Area)> {
        let Mode::Sheet(sheet) = &self.mode else { return None };
        let place = match sheet.about {
            About::Orders => SheetPlace::Corner,
            _ => SheetPlace::Middle,
        };
        Some(sheet_areas(self.size.0, self.size.1, sheet.size(), place))
    }

    /// Whether more of the document is to come.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.loading
    }

    /// How far the loading is: a share in percent, or the number of bytes where nobody knows how
    /// many there are.
    #[must_use]
    pub fn progress(&self) -> Option<String> {
        let (read, of) = self.progress.filter(|_| self.loading)?;
        Some(match of.filter(|&of| of > 0) {
            Some(of) => format!("{} %", (read.min(of) * 100) / of),
            None => format!("{} MB", read / 1_000_000),
        })
    }

    /// Where everything is on the screen.
    #[must_use]
    pub fn panes(&self) -> Panes {
        let (columns, rows) = self.size;
        let stays = self.wide && columns >= SIDE_BY_SIDE - HYSTERESIS;
        let split = if self.split == Split::Auto && stays { Split::Side } else { self.split };
        let both = self.has_both() && self.has_text();
        panes(columns, rows, if both { split } else { Split::One }, self.share)
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

    /// Whether the article is more than its headline.
    #[must_use]
    pub fn has_text(&self) -> bool {
        let article = &self.document.article;
        !article.blocks.is_empty() || !article.notices.is_empty()
    }

    /// Whether there is something to read beside the comments; the name of an archive is nothing.
    fn has_article(&self) -> bool {
        let article = &self.document.article;
        !article.blocks.is_empty() || article.title.is_some() && !self.is_archive()
    }
}
