//! The list of threads: what an archive of many opens as, to choose from.
//!
//! Opening it looks once at every comment for its date, and keeps of each thread what it is searched
//! by; what a line shows is made when it is seen.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::action::Action;
use super::sheet::{About, Choice, Sheet, SheetLine, Sign};
use super::{App, Mode, Pane};
use crate::layout::{Piece, Role, Row, Spot};
use crate::model::{Comment, CommentId, CommentKey, Created, State, Thread};
use crate::text::{ago, clip, width};

/// Columns that a line wants.
const COLUMNS: usize = 84;
/// Columns for who started a thread, on a screen that has room for it.
const STARTER: usize = 18;
/// Columns for the number of its comments.
const COUNT: usize = 5;
/// Columns for the time of the last.
const LAST: usize = 12;
/// What its subject has at least, or the starter is left out.
const SUBJECT: usize = 36;

impl App {
    /// Whether this is an archive: several threads, each about something, and no article above them.
    pub(super) fn is_archive(&self) -> bool {
        let thread = &self.document.thread;
        let mut roots = thread.children(None).take(2).filter_map(|id| thread.get(id));
        let first = roots.next();
        self.document.article.blocks.is_empty()
            && first.is_some_and(|first| first.subject().is_some())
            && roots.next().is_some()
    }

    /// Lists the threads of an archive when it comes, unless the reader is elsewhere already; brings
    /// a list that is open up to date.
    ///
    /// `chosen` is the thread that was chosen on it.
    pub(super) fn list_threads_that_came(&mut self, chosen: Option<CommentKey>) {
        match &self.mode {
            Mode::Sheet(sheet) if sheet.about == About::Threads => {
                let chosen = chosen.and_then(|key| self.document.thread.find(key));
                let chosen = chosen.map(Choice::Thread);
                let sheet = self.threads_sheet().map(|new| new.like(sheet, chosen.as_ref()));
                self.mode = sheet.map_or(Mode::Reading, Mode::Sheet);
            }
            Mode::Reading if self.lists_by_itself() => {
                self.listed = true;
                self.mode = self.threads_sheet().map_or(Mode::Reading, Mode::Sheet);
            }
            _ => {}
        }
    }

    /// Lists the chapters of a book when it comes, unless the reader is elsewhere already.
    pub(super) fn list_chapters_that_came(&mut self) {
        let is_new = !self.listed && self.wanted.is_none() && self.reader.place().0 == 0;
        let is_free = matches!(self.mode, Mode::Reading) && self.focus == Pane::Article;
        if self.document.article.is_book && is_new && is_free {
            self.listed = true;
            self.open_sheet(Action::Map);
        }
    }

    fn lists_by_itself(&self) -> bool {
        !self.listed && !self.thread.moved && self.wanted.is_none() && self.is_archive()
    }

    /// The thread that is chosen on the list.
    pub(super) fn chosen_thread(&self) -> Option<CommentKey> {
        let Mode::Sheet(sheet) = &self.mode else { return None };
        let Some(&Choice::Thread(root)) = sheet.choice() else { return None };
        self.document.thread.get(root).map(Comment::key)
    }

    /// The threads, the one with the newest comment first, those about the same together; the
    /// cursor's is chosen.
    pub(super) fn threads_sheet(&self) -> Option<Sheet> {
        let thread = &self.document.thread;
        let mut roots: Vec<(Option<i64>, Comment<'_>)> = thread
            .children(None)
            .filter_map(|id| thread.get(id))
            .map(|root| (last_instant(thread, root), root))
            .collect();
        let mut subjects: HashMap<&str, (usize, Option<i64>)> = HashMap::new();
        for (last, root) in &roots {
            let (threads, newest) = subjects.entry(root.subject().unwrap_or_default()).or_default();
            *threads += 1;
            *newest = (*newest).max(*last);
        }
        // A subject that only one has, or none, has nothing to be put together.
        subjects.retain(|subject, (threads, _)| *threads > 1 && !subject.is_empty());
        let shared = |root: &Comment<'_>| subjects.get(root.subject().unwrap_or_default());
        roots.sort_by_cached_key(|(last, root)| match shared(root) {
            Some(&(_, newest)) => (Reverse(newest), root.subject(), Reverse(*last)),
            None => (Reverse(*last), None, Reverse(*last)),
        });
        let lines: Vec<SheetLine> = roots
            .iter()
            .map(|(_, root)| SheetLine {
                choice: Some(Choice::Thread(root.id())),
                sought: sought(thread, *root),
                unfinished: true,
                shares_subject: shared(root).is_some(),
                ..SheetLine::default()
            })
            .collect();
        let count = lines.len();
        let cursor = self.thread.cursor()?;
        let here = thread.ancestors(cursor).last().unwrap_or(cursor);
        let what = if self.entries.articles > 0 { "article" } else { "thread" };
        let title = if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
        let title = match self.document.article.title.as_ref().filter(|_| self.is_archive()) {
            Some(name) => format!("{} · {title}", clip(name, COLUMNS / 2)),
            None => title,
        };
        let sheet = Sheet::new(About::Threads, title, lines).wide(COLUMNS);
        let chosen = self.thread.moved.then_some(Choice::Thread(here));
        Some(sheet.at(|choice| Some(choice) == chosen.as_ref()))
    }

    /// The line of a thread: what it is about, who began it, how many comments, when the last came.
    ///
    /// Where others are about the same (`shares_subject`) it says how this one begins, too.
    pub(super) fn thread_line(
        &self,
        root: CommentId,
        shares_subject: bool,
        columns: usize,
    ) -> (Row, Sign) {
        let thread = &self.document.thread;
        let Some(comment) = thread.get(root) else { return (Row::default(), Sign::None) };
        let unread = !self.thread.is_read(comment);
        let facts = 2 + COUNT + 2 + LAST;
        let with_starter = columns >= SUBJECT + 2 + STARTER + facts;
        let starter = if with_starter { 2 + STARTER } else { 0 };
        let wide = columns.saturating_sub(2 + starter + facts).max(1);
        let subject = match comment.subject() {
            Some(subject) if shares_subject => {
                let subject = cut(subject, wide / 2);
                format!("{subject} · {}", self.words_of(root, wide))
            }
            Some(subject) => subject.to_owned(),
            None => self.words_of(root, wide),
        };
        let last = match last_instant(thread, comment) {
            Some(at) => ago(at, self.now),
            None => match comment.created() {
                Created::Ago { text, .. } => text.to_owned(),
                _ => String::new(),
            },
        };
        let count = comments(comment).to_string();
        let mut row = Row::new(Spot::Head);
        let mut push = |text: String, role| row.pieces.push(Piece::added(text, role));
        push(if unread { "• " } else { "  " }.to_owned(), Role::New);
        push(fitted(&subject, wide), if unread { Role::Author } else { Role::Read });
        if with_starter {
            push(format!("  {}", fitted(starter_of(thread, comment), STARTER)), Role::Text);
        }
        push(format!("  {count:>COUNT$}  "), Role::Score);
        push(clip(&last, LAST).to_owned(), Role::Meta);
        (row, if unread { Sign::New } else { Sign::None })
    }
}

/// `text` in exactly so many columns.
fn fitted(text: &str, columns: usize) -> String {
    let mut text = cut(text, columns);
    text.push_str(&" ".repeat(columns.saturating_sub(width(&text))));
    text
}

/// `text` in so many columns at most.
fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    format!("{}…", clip(text, columns.saturating_sub(1)))
}

/// When the newest comment of a thread was written, if that is known of any.
fn last_instant(thread: &Thread, root: Comment<'_>) -> Option<i64> {
    let all = (root.id().0..root.end().0).filter_map(|id| thread.get(CommentId(id)));
    let instants = all.filter_map(|comment| match comment.created() {
        Created::At(at) => Some(at),
        _ => None,
    });
    instants.max()
}

/// How many comments a thread has, those that only its source has too; one that is only known to be
/// missing is none.
fn comments(root: Comment<'_>) -> u32 {
    let here = root.descendants() + u32::from(root.state() != State::NotLoaded);
    here.saturating_add(root.more())
}

/// Who began a thread: of one whose start is missing, who answered that first.
fn starter_of<'a>(thread: &'a Thread, root: Comment<'a>) -> &'a str {
    let first = || thread.children(Some(root.id())).next().and_then(|id| thread.get(id));
    match root.author() {
        "" => first().map_or("", Comment::author),
        author => author,
    }
}

/// What a thread is searched by.
fn sought(thread: &Thread, root: Comment<'_>) -> String {
    let subject = root.subject().unwrap_or_default();
    format!("{subject} {}", starter_of(thread, root)).to_lowercase()
}
