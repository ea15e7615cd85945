//! Reads a page into tags and texts, of which only the places are wanted.
//!
//! What a [tokenizer](html5gum) says as it goes is put together here to what [`Bounder`] hears of. To
//! copy each text and value first, as the emitters do that come with it, would cost more than all else.

use std::ops::Range;

use html5gum::{Emitter, Error, State, Tokenizer};

use super::names::{MAX_NAME, Name};
use super::{Bounder, PROGRAM};

/// What a [`Bounder`] has heard when all of `page` is read.
pub(super) fn read(page: &str) -> Bounder {
    let mut tokens = Tokens::default();
    for nothing in Tokenizer::new_with_emitter(page.as_bytes(), &mut tokens) {
        let Ok(()) = nothing;
    }
    tokens.bounder
}

/// A name that comes letter by letter.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Letters {
    packed: Name,
    count: usize,
}

impl Letters {
    fn push(&mut self, letters: &[u8]) {
        for &letter in letters.iter().take(MAX_NAME - self.count) {
            self.packed = self.packed << 8 | Name::from(letter);
            self.count += 1;
        }
    }
}

#[derive(Default)]
struct Tokens {
    bounder: Bounder,
    /// How much of the page is read.
    position: usize,
    /// Where the last `<` stands.
    start: usize,
    /// The text before the tag that is being read; there is none if it is not said to be.
    text: Range<usize>,
    has_text: bool,
    is_end: bool,
    self_closing: bool,
    /// The name of the tag that is being read; that of a start tag until its first attribute.
    tag: Letters,
    /// The start tag whose content is being read.
    last: Letters,
    attribute: Letters,
    attribute_start: usize,
    value_start: usize,
    /// Where the value ends, as far as there is one.
    value_end: Option<usize>,
    /// Its beginning, if it is a type.
    kind: Vec<u8>,
}

impl Tokens {
    fn tell_text(&mut self) {
        if std::mem::take(&mut self.has_text) {
            self.bounder.text(self.text.clone());
        }
    }

    fn tell_tag(&mut self) {
        self.tell_text();
        if !self.is_end && self.tag.count > 0 {
            self.bounder.open_tag(self.tag.packed, self.start);
            self.last = std::mem::take(&mut self.tag);
        }
    }

    fn tell_attribute(&mut self) {
        self.tell_tag();
        if self.attribute.count > 0 {
            self.bounder.attribute(self.attribute.packed, self.attribute_start);
            self.attribute = Letters::default();
        }
    }

    fn tell_value(&mut self) {
        self.tell_attribute();
        if let Some(end) = self.value_end.take() {
            self.bounder.value(&self.kind, self.value_start..end);
            self.kind.clear();
        }
    }
}

impl Emitter for &mut Tokens {
    type Token = ();

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<()> {
        None
    }

    fn init_string(&mut self) {
        if !self.has_text {
            self.text.start = self.position;
        }
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.has_text |= !text.is_empty();
        self.text.end = self.position;
    }

    fn start_open_tag(&mut self) {
        self.start = self.position.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.tag = Letters::default();
        self.is_end = false;
        self.self_closing = false;
    }

    fn init_end_tag(&mut self) {
        self.tag = Letters::default();
        self.is_end = true;
    }

    fn push_tag_name(&mut self, letters: &[u8]) {
        self.tag.push(letters);
    }

    fn set_self_closing(&mut self) {
        self.self_closing |= !self.is_end;
    }

    fn init_attribute(&mut self) {
        self.tell_value();
        self.attribute_start = self.position.saturating_sub(1);
    }

    fn push_attribute_name(&mut self, letters: &[u8]) {
        self.attribute.push(letters);
    }

    fn init_attribute_value(&mut self) {
        self.value_start = self.position;
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.tell_attribute();
        if self.bounder.is_type {
            // What begins as a program's type is one's.
            self.kind.extend(value.iter().take(PROGRAM.len()));
        }
        if self.value_end.is_some() || !value.is_empty() {
            self.value_end = Some(self.position);
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.tell_value();
        if self.is_end {
            self.last = Letters::default();
            self.bounder.end(self.tag.packed, self.start..self.position);
            return None;
        }
        self.bounder.start(self.self_closing, self.position);
        let state = content(self.last.packed);
        if state.is_some() {
            self.init_string();
        }
        state
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end && self.last.count > 0 && self.last == self.tag
    }

    fn set_last_start_tag(&mut self, tag: Option<&[u8]>) {
        self.last = Letters::default();
        self.last.push(tag.unwrap_or_default());
    }

    fn init_comment(&mut self) {
        self.tell_text();
    }

    fn init_doctype(&mut self) {
        self.tell_text();
    }

    fn emit_eof(&mut self) {
        self.tell_text();
    }

    fn emit_error(&mut self, _: Error) {}
    fn emit_current_comment(&mut self) {}
    fn emit_current_doctype(&mut self) {}
    fn set_force_quirks(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
}

/// How the content of an element is read that is no markup.
fn content(tag: Name) -> Option<State> {
    const LETTERS: usize = "plaintext".len();
    let letters = tag.to_be_bytes();
    let start = letters.iter().position(|&letter| letter != 0)?;
    let name = letters.get(start..)?;
    if name.len() > LETTERS { None } else { html5gum::naive_next_state(name) }
}
