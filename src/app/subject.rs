//! What is at hand, as text and as addresses: what is copied, piped, opened.

use super::{App, Effect, Mode, Pane};
use crate::layout::{ArticleLayout, Row, linked_note};
use crate::limits::MAX_COPY;
use crate::markup::{from_body, openable, says_address, told_within};
use crate::model::{Comment, plain_text};
use crate::text::clean;

impl App {
    /// The comment, or its branch where that is folded, or the article: as text without line
    /// breaks inside a paragraph.
    pub(super) fn subject(&self) -> Option<String> {
        match self.focus() {
            Pane::Article => {
                let article = &self.document().article;
                let title = article.title.iter().map(|title| format!("{title}\n\n"));
                Some(title.collect::<String>() + &plain_text(&article.blocks) + "\n")
            }
            Pane::Thread => {
                let thread = &self.document().thread;
                let comment = thread.get(self.discussion().cursor()?)?;
                let branch = self.discussion().is_folded(comment)
                    && !self.discussion().arrangement().is_flat();
                let last = if branch { comment.end().0 } else { comment.id().0 + 1 };
                let ids = (comment.id().0..last).map(crate::model::CommentId);
                let comments = ids.filter_map(|id| thread.get(id));
                let depth = comment.depth();
                Some(comments.map(|comment| signed(comment, depth)).collect::<Vec<_>>().join("\n"))
            }
        }
    }

    /// The address of what is at hand: of the comment, or of the article.
    fn address(&self) -> Option<String> {
        let article = self.document().article.url.as_deref();
        let of_comment = || {
            let thread = &self.document().thread;
            thread.get(self.discussion().cursor()?)?.permalink()
        };
        let address = if self.focus() == Pane::Thread { of_comment() } else { None };
        let address = address.as_deref().and_then(openable).or_else(|| article.and_then(openable));
        address.map(str::to_owned)
    }

    pub(super) fn open_permalink(&mut self) -> Option<Effect> {
        let address = self.address();
        if address.is_none() {
            self.tell("no address is known");
        }
        self.open(&address?)
    }

    pub(super) fn copy_link(&mut self) -> Option<Effect> {
        let address = self.address();
        if address.is_none() {
            self.tell("no address is known to copy");
        }
        self.copied(&address?, "the address")
    }

    pub(super) fn copy_text(&mut self) -> Option<Effect> {
        let (text, what) = match self.focus() {
            Pane::Article => {
                let (item, _) = self.reader().place();
                let article = &self.document().article;
                (ArticleLayout::text(article, item), "this paragraph")
            }
            Pane::Thread => {
                let comment = self.document().thread.get(self.discussion().cursor()?)?;
                (plain_text(&from_body(comment.body())), "this comment's text")
            }
        };
        self.copied(&text, what)
    }

    /// The one way to the clipboard: what goes there is pasted into shells, so it is cleaned once
    /// more, whatever it went through before.
    fn copied(&mut self, text: &str, what: &'static str) -> Option<Effect> {
        if text.len() > MAX_COPY {
            self.tell("too long for the clipboard; | gives it to a command");
            return None;
        }
        Some(Effect::Copy { text: clean(text).into_owned(), what })
    }

    /// Opens an address, which is told before.
    pub(super) fn open(&mut self, address: &str) -> Option<Effect> {
        if let Some(label) = linked_note(address) {
            self.go_to_note(label);
            return None;
        }
        let address = openable(address)?.to_owned();
        let opening = "opening ";
        let room = usize::from(self.size().0).saturating_sub(opening.len() + 2);
        self.tell(format!("{opening}{}", told_within(&address, room)));
        Some(Effect::Open(address))
    }

    /// Opens a link if its words say where it leads; shows the address first if they do not.
    fn follow_link(&mut self, words: &str, address: &str) -> Option<Effect> {
        if says_address(words, address) || linked_note(address).is_some() {
            return self.open(address);
        }
        self.mode = Mode::Sheet(self.link_sheet(vec![(words.to_owned(), address.to_owned())]));
        None
    }

    /// The same for a link at hand of which only the address is known.
    pub(super) fn follow_at_hand(&mut self, address: &str) -> Option<Effect> {
        let links = self.links();
        let words = links.iter().find(|(_, other)| other == address).map(|(words, _)| &**words);
        self.follow_link(words.unwrap_or_default(), address)
    }

    /// The links at hand: of the cursor's comment, or of the article's rows in the window.
    pub(super) fn links(&self) -> Vec<(String, String)> {
        let mut links: Vec<(String, String)> = Vec::new();
        let mut add = |row: &Row| {
            for piece in &row.pieces {
                let Some(address) = &piece.link else { continue };
                match links.last_mut().filter(|(_, last)| **last == **address) {
                    Some((text, _)) => {
                        text.push(' ');
                        text.push_str(&piece.text);
                    }
                    None => links.push((piece.text.clone(), address.to_string())),
                }
            }
        };
        match self.focus() {
            Pane::Article => self.reader().visible().iter().filter_map(|l| l.row()).for_each(add),
            Pane::Thread => {
                let cursor = self.discussion().cursor();
                let rows = cursor.map(|id| self.discussion().rows_of(&self.document().thread, id));
                rows.unwrap_or_default().iter().for_each(&mut add);
            }
        }
        links
    }

    /// Follows the only link at hand, or the `number`th, or asks which.
    pub(super) fn open_link(&mut self, number: Option<usize>) -> Option<Effect> {
        let links = self.links();
        let wanted = match (number, links.as_slice()) {
            (None, [_, _, ..]) => {
                self.mode = Mode::Sheet(self.link_sheet(links));
                return None;
            }
            (None, only) => only.first(),
            (Some(number), links) => links.get(number.wrapping_sub(1)),
        };
        match wanted {
            Some((words, address)) => return self.follow_link(words, address),
            None if links.is_empty() => self.tell("no link here"),
            None => self.tell(format!("there are {} links here", links.len())),
        }
        None
    }
}

/// A comment under its author's name, set in by its depth below `from`.
fn signed(comment: Comment<'_>, from: u32) -> String {
    let indent = "  ".repeat(comment.depth().saturating_sub(from).min(40) as usize);
    let text = plain_text(&from_body(comment.body()));
    let lines = std::iter::once(format!("{}:", comment.author()))
        .chain(text.lines().map(str::to_owned))
        .map(|line| format!("{indent}{line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}
