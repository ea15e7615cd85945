//! The line in which something is typed.

use unicode_segmentation::UnicodeSegmentation;

use super::key::{Code, Key, Named};
use crate::text::clean_line;

/// How many bytes may be typed.
const MAX_BYTES: usize = 1_000;

/// A line of input with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    text: String,
    /// A byte offset in the text, between graphemes.
    cursor: usize,
}

/// What a key did to a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Typing goes on.
    More,
    /// Enter.
    Done,
    /// Esc, or Backspace with nothing left.
    Cancelled,
}

impl Prompt {
    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was typed before the cursor.
    #[must_use]
    pub fn before_cursor(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    /// Replaces what was typed.
    pub(super) fn set(&mut self, text: &str) {
        clean_line(text).clone_into(&mut self.text);
        if text.ends_with(' ') {
            self.text.push(' ');
        }
        self.cursor = self.text.len();
    }

    /// Takes pasted text; line ends become spaces.
    pub(super) fn insert(&mut self, text: &str) {
        let text = if text == " " { text.to_owned() } else { clean_line(text) };
        if self.text.len() + text.len() <= MAX_BYTES {
            self.text.insert_str(self.cursor, &text);
            self.cursor += text.len();
        }
    }

    /// Takes a key: letters, the arrows, and Emacs's and the shell's Ctrl-A, E, B, F, U, W, H, D.
    pub(super) fn key(&mut self, key: Key) -> Answer {
        if let Some(c) = key.typed() {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return Answer::More;
        }
        match key.code {
            Code::Named(Named::Enter) => return Answer::Done,
            Code::Named(Named::Esc) | Code::Char('c' | 'g') => return Answer::Cancelled,
            Code::Named(Named::Backspace) | Code::Char('h') if self.text.is_empty() => {
                return Answer::Cancelled;
            }
            Code::Named(Named::Backspace) | Code::Char('h') => {
                self.delete(self.back(), self.cursor);
            }
            Code::Named(Named::Delete) | Code::Char('d') => {
                self.delete(self.cursor, self.forward());
            }
            Code::Named(Named::Left) | Code::Char('b') => self.cursor = self.back(),
            Code::Named(Named::Right) | Code::Char('f') => self.cursor = self.forward(),
            Code::Named(Named::Home) | Code::Char('a') => self.cursor = 0,
            Code::Named(Named::End) | Code::Char('e') => self.cursor = self.text.len(),
            Code::Char('u') => self.delete(0, self.cursor),
            Code::Char('w') => {
                let before = self.before_cursor().trim_end();
                let start = before.rfind(' ').map_or(0, |at| at + 1);
                self.delete(start, self.cursor);
            }
            _ => {}
        }
        Answer::More
    }

    fn delete(&mut self, from: usize, to: usize) {
        if from < to {
            self.text.replace_range(from..to, "");
            self.cursor = from;
        }
    }

    fn back(&self) -> usize {
        self.before_cursor().grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn forward(&self) -> usize {
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        self.cursor + rest.graphemes(true).next().map_or(0, str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_edits_as_in_a_shell() {
        #[rustfmt::skip]
        let cases = [
            ("letters and space", "o i space l",                "oi l|"),
            ("back over one",     "a é backspace",              "a|"),
            ("inside",            "a c left b",                 "ab|c"),
            ("a word",            "a b space c d ctrl-w x",     "ab x|"),
            ("all before",        "a b left ctrl-u",            "|b"),
            ("ends",              "b home a end c",             "abc|"),
            ("forward",           "a b home delete",            "|b"),
        ];
        for (why, keys, then) in cases {
            let mut prompt = Prompt::default();
            for key in keys.split(' ') {
                assert_eq!(prompt.key(key.parse().unwrap()), Answer::More, "{why}");
            }
            let (before, after) = prompt.text().split_at(prompt.before_cursor().len());
            assert_eq!(format!("{before}|{after}"), then, "{why}");
        }
        let mut prompt = Prompt::default();
        prompt.insert("two\nlines\u{1b}[31m");
        assert_eq!(prompt.text(), "two lines");
        assert_eq!(prompt.key("enter".parse().unwrap()), Answer::Done);
        assert_eq!(Prompt::default().key("backspace".parse().unwrap()), Answer::Cancelled);
    }
}
