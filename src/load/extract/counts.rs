//! What is counted in the nodes of a page, small enough to be kept for each of a million.

use super::tags::Tag;

/// What is counted in a subtree.
///
/// Of each node it is kept in 32 bits, as a page may have a million nodes; one of more than 2^27
/// characters would count no further. It is handed out in 64, so that whoever multiplies need not
/// think of that.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counts<N = i64> {
    /// Characters, white space taken together; those of Chinese, Japanese and Korean are two each.
    pub(super) length: N,
    /// Commas, of many scripts.
    pub(super) commas: N,
    /// Characters in links, in tenths: those within the page count less.
    pub(super) linked: N,
    /// Characters in headings.
    pub(super) headed: N,
    /// Characters in lists.
    pub(super) listed: N,
    /// Characters in elements that hold text by themselves.
    pub(super) textish: N,
    /// Characters of paragraphs that are long enough to be read, and no links.
    pub(super) prose: N,
    /// Characters in quotes.
    pub(super) quoted: N,
    /// Posts of social networks, quoted.
    pub(super) posts: N,
    pub(super) paragraphs: N,
    pub(super) images: N,
    pub(super) items: N,
    pub(super) inputs: N,
    /// Frames and objects that are no known players of videos.
    pub(super) embeds: N,
    /// Those that are.
    pub(super) videos: N,
    /// Tables that hold data.
    pub(super) tables: N,
}

impl<N: Copy> Counts<N> {
    /// Each number of both, put together.
    pub(super) fn with<M: Copy, T>(self, other: Counts<M>, join: impl Fn(N, M) -> T) -> Counts<T> {
        Counts {
            length: join(self.length, other.length),
            commas: join(self.commas, other.commas),
            linked: join(self.linked, other.linked),
            headed: join(self.headed, other.headed),
            listed: join(self.listed, other.listed),
            textish: join(self.textish, other.textish),
            prose: join(self.prose, other.prose),
            quoted: join(self.quoted, other.quoted),
            posts: join(self.posts, other.posts),
            paragraphs: join(self.paragraphs, other.paragraphs),
            images: join(self.images, other.images),
            items: join(self.items, other.items),
            inputs: join(self.inputs, other.inputs),
            embeds: join(self.embeds, other.embeds),
            videos: join(self.videos, other.videos),
            tables: join(self.tables, other.tables),
        }
    }

    /// What an element of this kind, in which this is counted, adds to the one that it lies in.
    pub(super) fn lifted(mut self, tag: Tag) -> Counts<N> {
        if matches!(tag, Tag::Ul | Tag::Ol) {
            self.listed = self.length;
        }
        if tag.is_heading() {
            self.headed = self.length;
        }
        if tag == Tag::Blockquote {
            self.quoted = self.length;
        }
        if tag.is_textish() {
            self.textish = self.length;
        }
        self
    }
}

impl Counts {
    /// How much of the text is in links, from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "no page has 2^52 characters")]
    pub(super) fn link_density(&self) -> f64 {
        if self.length <= 0 {
            return 0.0;
        }
        self.linked as f64 / (self.length * i64::from(LINKED)) as f64
    }
}

/// What a character of a link counts, and one of a link within the page, in tenths.
pub(super) const LINKED: i32 = 10;
pub(super) const LINKED_WITHIN: i32 = 3;

/// What a node counts by itself, as far as its tag does not say it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Own {
    /// Of words: characters, commas, and what a character of them counts as one of a link.
    pub(super) length: i32,
    pub(super) commas: i32,
    pub(super) link: i32,
    /// Characters, where it is a paragraph to be read.
    pub(super) prose: i32,
    /// Whether it is one of a kind: a quote that is a post, a frame that plays a video, a table of
    /// data.
    pub(super) is_marked: bool,
}

impl Own {
    pub(super) fn counts(self, tag: Tag) -> Counts<i32> {
        let is = |is_one: bool| i32::from(is_one);
        Counts {
            length: self.length,
            commas: self.commas,
            linked: self.length.saturating_mul(self.link),
            prose: self.prose,
            posts: is(tag == Tag::Blockquote && self.is_marked),
            paragraphs: is(tag.is_paragraph()),
            images: is(tag == Tag::Img),
            items: is(tag == Tag::Li),
            inputs: is(tag == Tag::Input),
            embeds: is(tag == Tag::Embed && !self.is_marked),
            videos: is(tag == Tag::Embed && self.is_marked),
            tables: is(tag == Tag::Table && self.is_marked),
            ..Counts::default()
        }
    }
}

/// Whether a character says about as much as two letters: those of Chinese, Japanese and Korean.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

/// How many characters and commas a text has.
pub(super) fn measure(text: &str, was_space: &mut bool) -> (i32, i32) {
    let (mut length, mut commas) = (0_i32, 0_i32);
    for c in text.chars() {
        if c.is_whitespace() {
            length += i32::from(!*was_space);
            *was_space = true;
        } else if c.is_ascii() {
            length = length.saturating_add(1);
            *was_space = false;
            commas += i32::from(c == ',');
        } else {
            length = length.saturating_add(if is_wide(c) { 2 } else { 1 });
            *was_space = false;
            commas += i32::from(matches!(
                c,
                '\u{060C}'
                    | '\u{FE50}'
                    | '\u{FE10}'
                    | '\u{FE11}'
                    | '\u{2E41}'
                    | '\u{2E34}'
                    | '\u{2E32}'
                    | '\u{FF0C}'
                    | '\u{3001}'
            ));
        }
    }
    (length, commas)
}
