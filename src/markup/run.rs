//! A run of text while it is being read: raw text, and marks that open and close in any order.
//!
//! All readers collect into this, and all writers pass through it, so there is one normal form of
//! running text: no white space at the ends, none twice, none around a line break; marks of one
//! kind neither touch nor overlap; a link holds no link; an image's description is marked whole.
//! Because writers write that form and readers arrive at it, a text that is written and read again
//! is the same.
//!
//! Marks of one kind are counted, not stacked: a thousand `<b>` in each other are one mark, and
//! at most one mark of each kind has to be continued in the next paragraph.

use std::ops::Range;

use super::links::clean_image;
use super::marks::{address_length, slot, tidy_marks};
use super::squeeze::{UNSEEN, is_blank, is_gap, squeeze};
use crate::limits::MAX_ADDRESS;
use crate::model::{Mark, MarkKind, RichText};
use crate::text::clean;

/// How many bytes of link addresses a run may hand on to the paragraphs that follow it.
///
/// A link around a million paragraphs would otherwise be copied a million times.
const MAX_CARRIED: usize = 128 * MAX_ADDRESS;

/// Text with open and closed marks. White space in it is as the source has it; `\n` is a break.
#[derive(Debug, Default)]
pub(super) struct Run {
    text: String,
    marks: Vec<Mark>,
    open: Vec<Open>,
    carried: usize,
}

/// A mark that is not closed yet; inside it, `depth - 1` more of its kind.
#[derive(Clone, Debug)]
struct Open {
    kind: MarkKind,
    start: usize,
    depth: usize,
}

/// What a run of text turns out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A paragraph.
    Text(RichText),
    /// An image that no words stand beside.
    Image {
        /// Its address.
        address: String,
        /// Its description.
        alt: String,
    },
}

impl Run {
    /// A finished text, to be brought into the normal form.
    pub(super) fn of(rich: &RichText) -> Run {
        Run { text: rich.text().to_owned(), marks: rich.marks().to_vec(), ..Run::default() }
    }

    /// Appends text whose line ends are white space.
    pub(super) fn words(&mut self, text: &str) {
        for (at, line) in clean(text).split('\n').enumerate() {
            if at > 0 {
                self.text.push(' ');
            }
            self.text.push_str(line);
        }
    }

    /// Appends text whose line ends are breaks.
    pub(super) fn lines(&mut self, text: &str) {
        self.text.push_str(&clean(text));
    }

    /// Appends a break. Two in a row part paragraphs.
    pub(super) fn line_break(&mut self) {
        self.text.push('\n');
    }

    /// Starts a mark here. One of a kind that is open already changes nothing.
    pub(super) fn open(&mut self, kind: MarkKind) {
        match self.open.iter_mut().find(|open| slot(&open.kind) == slot(&kind)) {
            Some(open) => open.depth += 1,
            None => self.open.push(Open { kind, start: self.text.len(), depth: 1 }),
        }
    }

    /// Ends here what [`Run::open`] started.
    pub(super) fn close(&mut self, kind: &MarkKind) {
        let Some(at) = self.open.iter().position(|open| slot(&open.kind) == slot(kind)) else {
            return;
        };
        let Some(open) = self.open.get_mut(at) else { return };
        open.depth -= 1;
        if open.depth == 0 {
            let open = self.open.swap_remove(at);
            self.marks.push(Mark { range: open.start..self.text.len(), kind: open.kind });
        }
    }

    /// Ends all marks that are open.
    pub(super) fn close_all(&mut self) {
        for open in std::mem::take(&mut self.open) {
            self.marks.push(Mark { range: open.start..self.text.len(), kind: open.kind });
        }
    }

    /// Appends an image; one whose address is not to be followed leaves its description alone.
    pub(super) fn image(&mut self, address: &str, alt: &str) {
        let start = self.text.len();
        let is_gap = |c: char| matches!(c, ' ' | '\n' | '\t');
        self.words(clean(alt).trim_matches(is_gap));
        if let Some(address) = clean_image(address) {
            if self.text.len() == start {
                self.text.push(UNSEEN);
            }
            let range = start..self.text.len();
            self.marks.push(Mark { range, kind: MarkKind::Image(address) });
        }
    }

    /// Takes out what is there; the marks that are open go on in what follows.
    pub(super) fn take(&mut self) -> Run {
        let end = self.text.len();
        let mut taken = std::mem::take(self);
        let budget = MAX_CARRIED.saturating_sub(taken.carried);
        self.open.clone_from(&taken.open);
        self.open.retain(|open| address_length(&open.kind) <= budget);
        self.carried = taken.carried;
        for open in &mut self.open {
            open.start = 0;
            if end > 0 {
                self.carried += address_length(&open.kind);
            }
        }
        taken.close_all();
        taken
    }

    /// Everything as one text: what a heading or a cell holds.
    pub(super) fn into_text(mut self) -> RichText {
        self.close_all();
        let (text, marks) = tidy_marks(self.text, self.marks);
        squeeze(&text, 0..text.len(), marks)
    }

    /// Everything as one line without marks: what describes an image.
    pub(super) fn into_plain(self) -> String {
        squeeze(&self.text, 0..self.text.len(), Vec::new()).text().to_owned()
    }

    /// The paragraphs that it holds, and images that stand alone.
    pub(super) fn into_pieces(mut self) -> Vec<Piece> {
        self.close_all();
        let (text, marks) = tidy_marks(self.text, self.marks);
        let mut pieces = Vec::new();
        let mut marks = marks.into_iter().peekable();
        let mut current: Vec<Mark> = Vec::new();
        let mut carried = 0;
        for range in paragraphs(&text) {
            current.retain(|mark| mark.range.end > range.start);
            carried += current.iter().map(|mark| address_length(&mark.kind)).sum::<usize>();
            if carried > MAX_CARRIED {
                current.retain(|mark| address_length(&mark.kind) == 0);
            }
            while let Some(mark) = marks.next_if(|mark| mark.range.start < range.end) {
                current.push(mark);
            }
            match lone_images(&text, &range, &current) {
                Some(images) => pieces.extend(images),
                None => pieces.push(Piece::Text(squeeze(&text, range, current.clone()))),
            }
        }
        pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
        pieces
    }
}

/// The ranges between empty lines.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut gap: Option<(usize, usize)> = None;
    for (at, byte) in text.bytes().enumerate() {
        match gap {
            _ if is_gap(byte) => {
                let (from, breaks) = gap.unwrap_or((at, 0));
                gap = Some((from, breaks + usize::from(byte == b'\n')));
            }
            Some((from, 2..)) => {
                ranges.push(start..from);
                (start, gap) = (at, None);
            }
            _ => gap = None,
        }
    }
    ranges.push(start..text.len());
    ranges
}

/// The images in `range` if it holds images and nothing else.
fn lone_images(text: &str, range: &Range<usize>, marks: &[Mark]) -> Option<Vec<Piece>> {
    let mut at = range.start;
    let mut images = Vec::new();
    let blank = |from: usize, to: usize| text.get(from..to).is_some_and(is_blank);
    for mark in marks.iter().filter(|mark| mark.range.start >= range.start) {
        let MarkKind::Image(address) = &mark.kind else { continue };
        if !blank(at, mark.range.start) {
            return None;
        }
        at = mark.range.end;
        let alt = squeeze(text, mark.range.clone(), Vec::new()).text().to_owned();
        images.push(Piece::Image { address: address.clone(), alt });
    }
    (!images.is_empty() && blank(at, range.end)).then_some(images)
}

#[cfg(test)]
mod tests {
    use super::super::generate;
    use super::*;
    use proptest::prelude::*;

    /// Marks as tags, in the order of [`RichText::marks`]: what a reader would see.
    fn shown(rich: &RichText) -> String {
        let name = |kind: &MarkKind| match kind {
            MarkKind::Link(address) => format!("a {address}"),
            MarkKind::Image(address) => format!("img {address}"),
            other => format!("{other:?}"),
        };
        let marks = rich.marks().iter();
        let marks = marks.map(|mark| {
            format!("{}:{}", name(&mark.kind), rich.text().get(mark.range.clone()).unwrap())
        });
        format!("{:?} {}", rich.text(), marks.collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn white_space_is_as_a_reader_sees_it_and_marks_keep_their_words() {
        type Feed = fn(&mut Run);
        #[rustfmt::skip]
        let cases: &[(&str, Feed, &str)] = &[
            ("runs are one space",        |r| r.words("  a \t\n b  "),                    "\"a b\" "),
            ("a space goes to its mark",  |r| { r.words("a "); r.open(MarkKind::Strong); r.words(" b"); r.close(&MarkKind::Strong); }, "\"a b\" Strong:b"),
            ("no space at a break",       |r| { r.open(MarkKind::Strong); r.words("a "); r.close(&MarkKind::Strong); r.line_break(); r.words(" b"); }, "\"a\\nb\" Strong:a"),
            ("nested marks are one",      |r| { r.open(MarkKind::Strong); r.words("a"); r.open(MarkKind::Strong); r.words("b"); r.close(&MarkKind::Strong); r.words("c"); r.close(&MarkKind::Strong); }, "\"abc\" Strong:abc"),
            ("touching marks are one",    |r| { for _ in 0..2 { r.open(MarkKind::Code); r.words("a"); r.close(&MarkKind::Code); } }, "\"aa\" Code:aa"),
            ("a link holds no link",      |r| { r.open(MarkKind::Link("/a".into())); r.words("x"); r.open(MarkKind::Link("/b".into())); r.words("y"); r.close(&MarkKind::Link("/b".into())); r.words("z"); r.close(&MarkKind::Link("/a".into())); }, "\"xyz\" a /a:xyz"),
            ("an unsafe link is text",    |r| { r.open(MarkKind::Link("javascript:x".into())); r.words("x"); }, "\"x\" "),
            ("an open mark is closed",    |r| { r.open(MarkKind::Strike); r.words("x "); }, "\"x\" Strike:x"),
            ("a closed nothing is none",  |r| { r.close(&MarkKind::Strike); r.words("x"); }, "\"x\" "),
            ("an image in a sentence",    |r| { r.words("see "); r.image("/i", " a\nlamp "); r.words(" !"); }, "\"see a lamp !\" img /i:a lamp"),
            ("an unnamed one vanishes",   |r| { r.words("see "); r.image("/i", " "); r.words(" it"); }, "\"see it\" "),
            ("an unsafe one is words",    |r| { r.words("see "); r.image("data:x", "lamp"); }, "\"see lamp\" "),
            ("a bare address",            |r| r.words("http://a.b."), "\"http://a.b.\" a http://a.b:http://a.b"),
            ("not in code",               |r| { r.open(MarkKind::Code); r.words("http://a.b"); }, "\"http://a.b\" Code:http://a.b"),
            ("no-break spaces at edges",  |r| r.words("\u{A0} a\u{A0}b \u{A0}"), "\"a\u{a0}b\" "),
            ("nothing to see",            |r| r.words("\u{A0}\u{200B} \u{AD}"), "\"\" "),
        ];
        for (why, feed, expected) in cases {
            let mut run = Run::default();
            feed(&mut run);
            let expected = expected.replace('\u{A0}', "\\u{a0}");
            assert_eq!(shown(&run.into_text()), expected, "{why}");
        }
    }

    #[test]
    fn empty_lines_part_paragraphs_and_images_stand_alone() {
        let mut run = Run::default();
        run.open(MarkKind::Emphasis);
        run.lines("one\n \ntwo\n");
        run.image("/i", "");
        run.lines("\nthree\n\n");
        run.image("/j", "lamp");
        run.image("/k", "");
        run.lines("\n\n\n");
        run.close(&MarkKind::Emphasis);
        let pieces: Vec<_> = run
            .into_pieces()
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => shown(text),
                Piece::Image { address, alt } => format!("{address} {alt}"),
            })
            .collect();
        let expected =
            ["\"one\" Emphasis:one", "\"two\\nthree\" Emphasis:two\nthree", "/j lamp", "/k "];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn a_long_address_is_not_copied_without_end() {
        let mut run = Run::default();
        run.open(MarkKind::Link(format!("/{}", "a".repeat(MAX_ADDRESS - 1))));
        let linked = (0..1_000).filter(|_| {
            run.words("x");
            !run.take().into_text().marks().is_empty()
        });
        assert!((100..200).contains(&linked.count()));
        let mut run = Run::default();
        run.open(MarkKind::Link(format!("/{}", "a".repeat(MAX_ADDRESS - 1))));
        run.lines(&"x\n\n".repeat(1_000));
        let pieces = run.into_pieces();
        let linked =
            |piece: &&Piece| matches!(piece, Piece::Text(text) if !text.marks().is_empty());
        assert!((100..200).contains(&pieces.iter().filter(linked).count()));
    }

    #[test]
    fn accents_that_come_in_pieces_have_an_end() {
        let mut run = Run::default();
        for _ in 0..50 {
            run.open(MarkKind::Strong);
            run.words(&"\u{301}".repeat(20));
            run.close(&MarkKind::Strong);
        }
        run.words("x");
        let rich = run.into_text();
        assert_eq!(clean(rich.text()), rich.text());
    }

    proptest! {
        /// The normal form is one: bringing a text into it twice is doing it once.
        #[test]
        fn the_normal_form_is_stable(rich in generate::rich()) {
            let once = Run::of(&rich).into_text();
            prop_assert_eq!(&Run::of(&once).into_text(), &once);
            for mark in once.marks() {
                prop_assert!(once.text().get(mark.range.clone()).is_some_and(|text| !text.is_empty()));
            }
            let words = |text: &str| text.split([' ', '\n', '\t', '\u{A0}']).collect::<String>();
            prop_assert_eq!(words(once.text()), words(rich.text()));
        }
    }
}
