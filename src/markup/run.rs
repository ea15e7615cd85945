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

use super::links::{
    MAX_ADDRESS, bare_links, clean_address, clean_image, clean_label, may_hold_links,
};
use crate::model::{Mark, MarkKind, RichText};
use crate::text::clean;

/// Stands for an image that describes itself by nothing. Cleaned text has no such character.
const UNSEEN: char = '\0';

/// How many bytes of link addresses a run may hand on to the paragraphs that follow it.
///
/// A link around a million paragraphs would otherwise be copied a million times.
const MAX_CARRIED: usize = 128 * MAX_ADDRESS;

/// How many kinds of marks there are, links and footnote references being one.
const SLOTS: usize = 9;

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

/// Which marks exclude each other: those of the same number.
fn slot(kind: &MarkKind) -> usize {
    match kind {
        MarkKind::Link(_) | MarkKind::FootnoteRef(_) => 0,
        MarkKind::Image(_) => 1,
        MarkKind::Emphasis => 2,
        MarkKind::Strong => 3,
        MarkKind::Strike => 4,
        MarkKind::Superscript => 5,
        MarkKind::Subscript => 6,
        MarkKind::Spoiler => 7,
        MarkKind::Code => 8,
    }
}

fn address_length(kind: &MarkKind) -> usize {
    match kind {
        MarkKind::Link(address) | MarkKind::FootnoteRef(address) => address.len(),
        _ => 0,
    }
}

fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n')
}

/// Marks with sound targets, images whole and apart, no two of a slot touching; and the text, in
/// which no image's description has a line break.
fn tidy_marks(text: String, marks: Vec<Mark>) -> (String, Vec<Mark>) {
    if marks.is_empty() {
        return (text, marks);
    }
    let (mut images, mut others): (Vec<Mark>, Vec<Mark>) = marks
        .into_iter()
        .filter_map(sound)
        .partition(|mark| matches!(mark.kind, MarkKind::Image(_)));
    images.sort_by_key(|image| image.range.start);
    let mut end = 0;
    images.retain_mut(|image| {
        image.range = trimmed(&text, image.range.clone(), &[' ', '\t', '\n']);
        let apart = image.range.start >= end && !image.range.is_empty();
        end = if apart { image.range.end } else { end };
        apart
    });
    let text = without_breaks(text, &images);
    for mark in &mut others {
        let inside = |at: usize| {
            let after = images.partition_point(|image| image.range.end <= at);
            images.get(after).filter(|image| image.range.start < at).map(|image| &image.range)
        };
        let start = inside(mark.range.start).map_or(mark.range.start, |image| image.start);
        let end = inside(mark.range.end).map_or(mark.range.end, |image| image.end);
        mark.range = start..end;
    }
    let mut marks = merged(others);
    marks.extend(images);
    sort(&mut marks);
    (text, marks)
}

/// The mark with its target cleaned, unless that may not be kept.
fn sound(mark: Mark) -> Option<Mark> {
    let kind = match mark.kind {
        MarkKind::Link(address) => MarkKind::Link(clean_address(&address)?),
        MarkKind::Image(address) => MarkKind::Image(clean_image(&address)?),
        MarkKind::FootnoteRef(label) => MarkKind::FootnoteRef(clean_label(&label)),
        kind => kind,
    };
    Some(Mark { kind, range: mark.range })
}

fn sort(marks: &mut [Mark]) {
    marks.sort_by(|a, b| {
        (a.range.start, b.range.end, &a.kind).cmp(&(b.range.start, a.range.end, &b.kind))
    });
}

/// Marks of which no two of the same kind touch, and no two of the same slot overlap.
fn merged(mut marks: Vec<Mark>) -> Vec<Mark> {
    sort(&mut marks);
    let mut merged: Vec<Mark> = Vec::new();
    let mut last = [None; SLOTS];
    for mut mark in marks {
        let Some(last) = last.get_mut(slot(&mark.kind)) else { continue };
        if let Some(before) = last.and_then(|at: usize| merged.get_mut(at)) {
            let is_image = matches!(mark.kind, MarkKind::Image(_));
            if before.kind == mark.kind && before.range.end >= mark.range.start && !is_image {
                before.range.end = before.range.end.max(mark.range.end);
                continue;
            }
            mark.range.start = mark.range.start.max(before.range.end);
        }
        if mark.range.start < mark.range.end {
            *last = Some(merged.len());
            merged.push(mark);
        }
    }
    sort(&mut merged);
    merged
}

fn without_breaks(text: String, images: &[Mark]) -> String {
    let broken = |image: &Mark| text.get(image.range.clone()).is_some_and(|alt| alt.contains('\n'));
    if !images.iter().any(broken) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for image in images {
        out.push_str(text.get(out.len()..image.range.start).unwrap_or_default());
        out.push_str(&text.get(image.range.clone()).unwrap_or_default().replace('\n', " "));
    }
    out.push_str(text.get(out.len()..).unwrap_or_default());
    out
}

/// `range` without `edge` characters at its ends.
fn trimmed(text: &str, range: Range<usize>, edge: &[char]) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else { return range.start..range.start };
    let tail = part.trim_start_matches(edge);
    let start = range.end - tail.len();
    start..start + tail.trim_end_matches(edge).len()
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

/// The part `range` of `text` with white space as a reader sees it, and `marks` moved along.
///
/// White space with a break in it is that break, other white space one space; none at the ends. It
/// belongs to the marks around its first such character.
fn squeeze(text: &str, range: Range<usize>, mut marks: Vec<Mark>) -> RichText {
    let range = trimmed(text, range, &[' ', '\t', '\n', UNSEEN, '\u{A0}']);
    let part = text.get(range.clone()).unwrap_or_default();
    if is_blank(part) {
        return RichText::default();
    }
    if marks.is_empty() && is_squeezed(part) && !may_hold_links(part) {
        return RichText::plain(part).finish();
    }
    let mut borders = Vec::with_capacity(2 * marks.len());
    for mark in &mut marks {
        let clip = |at: usize| at.clamp(range.start, range.end) - range.start;
        mark.range = clip(mark.range.start)..clip(mark.range.end);
        borders.extend([mark.range.start, mark.range.end]);
    }
    borders.sort_unstable();
    borders.dedup();
    let (squeezed, moved) = squeeze_text(part, &borders);
    for mark in &mut marks {
        let at = |border: &usize| {
            let known = borders.binary_search(border).ok();
            known.and_then(|at| moved.get(at).copied()).unwrap_or(squeezed.len())
        };
        mark.range = at(&mark.range.start)..at(&mark.range.end);
    }
    let mut marks = merged(marks);
    let mut taken = marks.clone();
    taken.retain(|mark| matches!(slot(&mark.kind), 0 | 1 | 8));
    let taken: Vec<_> = taken.into_iter().map(|mark| mark.range).collect();
    marks.extend(bare_links(&squeezed, &taken));
    rich(&squeezed, &marks)
}

/// Whether all white space is single spaces: most texts need no work.
fn is_squeezed(text: &str) -> bool {
    let mut after_gap = false;
    text.bytes().all(|byte| {
        let fine = !(matches!(byte, b'\t' | 0) || after_gap && is_gap(byte));
        after_gap = is_gap(byte);
        fine
    })
}

fn is_blank(text: &str) -> bool {
    let unseen = |c| matches!(c, UNSEEN | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}');
    text.chars().all(|c| c.is_whitespace() || unseen(c))
}

/// The squeezed text, and where each of the sorted `borders` lies in it.
fn squeeze_text(text: &str, borders: &[usize]) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut moved = Vec::with_capacity(borders.len());
    let mut borders = borders.iter().copied().peekable();
    let mut at = 0;
    let is_space = |byte: u8| is_gap(byte) || byte == 0;
    while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
        let word = rest.iter().position(|&byte| is_space(byte)).unwrap_or(rest.len());
        while let Some(border) = borders.next_if(|&border| border < at + word) {
            moved.push(out.len() + border - at);
        }
        out.push_str(text.get(at..at + word).unwrap_or_default());
        let gap = rest.get(word..).unwrap_or_default();
        let gap = gap.get(..gap.iter().position(|&byte| !is_space(byte)).unwrap_or(gap.len()));
        let gap = gap.unwrap_or_default();
        let turn = gap.iter().position(|&byte| byte == b'\n');
        let (fill, turn) = match turn.or_else(|| gap.iter().position(|&byte| is_gap(byte))) {
            Some(turn_at) => (if turn.is_some() { "\n" } else { " " }, turn_at),
            None => ("", 0),
        };
        at += word;
        while let Some(border) = borders.next_if(|&border| border < at + gap.len()) {
            moved.push(out.len() + if border > at + turn { fill.len() } else { 0 });
        }
        out.push_str(fill);
        at += gap.len();
    }
    moved.resize(moved.len() + borders.count(), out.len());
    (out, moved)
}

/// A [`RichText`] of these. If cleaning it as a whole takes anything away (a flood of accents that
/// came in pieces), the marks have lost their places, and are left out.
fn rich(text: &str, marks: &[Mark]) -> RichText {
    let mut by_end: Vec<&Mark> = marks.iter().collect();
    by_end.sort_by_key(|mark| mark.range.end);
    let mut rich = RichText::default();
    for mark in by_end {
        rich.push(text.get(rich.len()..mark.range.end).unwrap_or_default());
        rich.mark_from(mark.range.start, mark.kind.clone());
    }
    rich.push(text.get(rich.len()..).unwrap_or_default());
    let rich = rich.finish();
    if rich.text() == clean(text) { rich } else { RichText::plain(text).finish() }
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
