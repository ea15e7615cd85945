//! Blocks of text as rows: wrapping, lists, quotes, figures.

use std::ops::Range;
use std::rc::Rc;

use super::picture::Hung;
use super::row::{Face, Piece, Role, Row, Spot};
use super::scripts::{Part, Written, script};
use super::typography::{Breaking, Typography};
use super::{code, direction, justify, table};
use crate::markup::{openable, picture_name};
use crate::model::{Block, Container, ContainerKind, Content, MarkKind, RichText};
use crate::text::{Filling, Hyphens, Language, clip, lines, raised, width};

/// What containers take from the left never leaves less than this, in columns.
const MIN_TEXT: usize = 12;
/// What sets a paragraph in that no empty row parts from the one above, in columns.
const SET_IN: usize = 2;

/// What a link to a footnote starts with: nothing that an address can start with.
const NOTE: &str = "#";

/// How to lay blocks out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Columns for text.
    pub measure: usize,
    /// Whether long lines of code go on in the next row; otherwise the row is wide.
    pub wrap_code: bool,
    /// The role of running text.
    pub role: Role,
    /// How paragraphs are set; their measure is the one above.
    pub typography: Typography,
    /// The language of the text, if it is known.
    pub language: Option<Language>,
    /// The picture, if it is a figure whose picture is shown.
    pub picture: Option<Hung>,
}

/// The rows of `block`, whose text starts at byte `base` of its item, below `before`.
///
/// Starts with empty rows where the two are set apart.
pub(super) fn block_rows(
    block: &Block,
    before: Option<&Block>,
    base: usize,
    style: Style,
) -> Vec<Row> {
    let frame = Frame::new(block, before, style.measure);
    let measure = style.measure.saturating_sub(frame.columns).max(1);
    let quoted = block.is_quoted();
    let role = if quoted { Role::Quote } else { style.role };
    let mut inner = match &block.content {
        Content::Heading { text, .. } => rich_rows(text, base, measure, Role::Heading),
        Content::Paragraph(text) => {
            let set_in = before.is_some_and(|before| is_set_in(before, block, style.typography));
            let columns = if set_in && measure >= MIN_TEXT { SET_IN } else { 0 };
            let setting = Setting { measure, set_in: columns, ..Setting::new(style) };
            set_rows(text, base, role, setting)
        }
        Content::Code { language, text } => {
            code::rows(text, language.as_deref(), base, measure, style.wrap_code)
        }
        Content::Table(table) => table::rows(table, base, measure, Style { role, ..style }),
        Content::Figure { image, alt, caption } => {
            let inset = inset(measure);
            let hung = style.picture.map(|hung| hung.rows(image, base, measure, inset));
            let mut rows = hung.unwrap_or_default();
            let shown = !rows.is_empty();
            rows.append(&mut caption_rows((image, alt, caption), base, measure, shown));
            rows
        }
        Content::Rule => vec![rule(base, measure)],
    };
    if style.typography.reorder && !matches!(block.content, Content::Code { .. }) {
        direction::reorder(&mut inner, direction::is_from_right(&block.plain()));
    }
    let spaces = before.map_or(0, |before| spaces(before, block, style.typography));
    let mut rows = Vec::with_capacity(inner.len() + spaces);
    for _ in 0..spaces {
        let mut space = Row::new(Spot::Space);
        space.pieces.clone_from(&frame.shared);
        rows.push(space);
    }
    for (at, mut row) in inner.into_iter().enumerate() {
        let prefix = if at == 0 { &frame.first } else { &frame.rest };
        if !style.typography.spoilers {
            row.cover();
        }
        row.pieces.splice(0..0, prefix.iter().cloned());
        rows.push(row);
    }
    rows
}

/// Columns that code, pictures and the cells of narrow tables are set in by, where there is room.
pub(super) fn inset(measure: usize) -> usize {
    if measure >= MIN_TEXT { 2 } else { 0 }
}

/// How many empty rows part two blocks.
fn spaces(before: &Block, block: &Block, typography: Typography) -> usize {
    if is_tight(before, block) {
        0
    } else if follows_in_text(before, block) {
        typography.spacing
    } else {
        typography.spacing.max(1)
    }
}

/// Whether nothing but its first line parts a paragraph from the one above.
fn is_set_in(before: &Block, block: &Block, typography: Typography) -> bool {
    typography.spacing == 0 && follows_in_text(before, block)
}

/// Whether both are paragraphs of the same text.
fn follows_in_text(before: &Block, block: &Block) -> bool {
    let is_paragraph = |block: &Block| matches!(block.content, Content::Paragraph(_));
    is_paragraph(before) && is_paragraph(block) && before.within == block.within
}

/// Items of one list stand close together; so does a paragraph and the list in the same item.
fn is_tight(before: &Block, block: &Block) -> bool {
    let list_of = |container: &Container| match container.kind {
        ContainerKind::Item { list, .. } => Some(list),
        _ => None,
    };
    let shared = block.within.iter().zip(&before.within).take_while(|(a, b)| a == b).count();
    let next = (block.within.get(shared), before.within.get(shared));
    match next {
        (Some(a), Some(b)) => list_of(a).is_some() && list_of(a) == list_of(b),
        (Some(a), None) => shared > 0 && list_of(a).is_some(),
        _ => false,
    }
}

/// What containers put before a block's rows.
struct Frame {
    /// Before the first row: the marks of items that begin here.
    first: Vec<Piece>,
    /// Before the others.
    rest: Vec<Piece>,
    /// Before the empty row above: only containers that hold the block above as well.
    shared: Vec<Piece>,
    columns: usize,
}

impl Frame {
    fn new(block: &Block, before: Option<&Block>, measure: usize) -> Frame {
        let above = before.map_or(&[][..], |before| &before.within);
        let shared = block.within.iter().zip(above).take_while(|(a, b)| a == b).count();
        let mut frame =
            Frame { first: Vec::new(), rest: Vec::new(), shared: Vec::new(), columns: 0 };
        for (at, container) in block.within.iter().enumerate() {
            let (mark, role) = mark(&container.kind);
            let columns = width(&mark);
            if frame.columns + columns + MIN_TEXT > measure {
                break;
            }
            frame.columns += columns;
            let bar = container.kind == ContainerKind::Quote;
            let blank = if bar { mark.clone() } else { " ".repeat(columns) };
            if at < shared {
                frame.shared.push(Piece::added(blank.clone(), role));
            }
            frame.rest.push(Piece::added(blank.clone(), role));
            let first = if at < shared { blank } else { mark };
            frame.first.push(Piece::added(first, role));
        }
        frame
    }
}

fn mark(kind: &ContainerKind) -> (String, Role) {
    match kind {
        ContainerKind::Quote => ("▎ ".to_owned(), Role::Guide),
        ContainerKind::Item { number: None, .. } => ("• ".to_owned(), Role::Marker),
        ContainerKind::Item { number: Some(number), .. } => (format!("{number}. "), Role::Marker),
        ContainerKind::Footnote(label) => {
            let label = clip(label, 8);
            (raised(label).unwrap_or_else(|| format!("[{label}]")) + " ", Role::Marker)
        }
    }
}

/// How a text is set.
#[derive(Clone, Copy)]
struct Setting {
    measure: usize,
    /// Columns by which the first line is set in.
    set_in: usize,
    typography: Typography,
    language: Option<Language>,
}

impl Setting {
    fn new(style: Style) -> Setting {
        let Style { measure, typography, language, .. } = style;
        Setting { measure, set_in: 0, typography, language }
    }
}

/// Text wrapped at `measure`, its marks as faces; greedy, ragged, words whole.
pub(super) fn rich_rows(rich: &RichText, base: usize, measure: usize, role: Role) -> Vec<Row> {
    set_rows(rich, base, role, plain(measure))
}

/// How what is no running text is set.
fn plain(measure: usize) -> Setting {
    let typography = Typography {
        breaking: Breaking::Greedy,
        hyphenate: false,
        justify: false,
        ..Typography::default()
    };
    Setting { measure, set_in: 0, typography, language: None }
}

/// Text set as the reader wants it, its marks as faces.
fn set_rows(rich: &RichText, base: usize, role: Role, setting: Setting) -> Vec<Row> {
    let Setting { measure, set_in, typography, language } = setting;
    let from_right = direction::is_from_right(rich.text());
    let written = Written::new(rich);
    // Where signs were put in, bytes are others than those of the text.
    let hyphenate = typography.hyphenate && written.is_plain();
    let code = if hyphenate { code_ranges(rich) } else { Vec::new() };
    let hyphens = hyphenate.then_some(Hyphens { language, never: &code });
    let filling = Filling { measure, set_in, breaking: typography.breaking, hyphens };
    let mut segments = rich.segments().peekable();
    let mut rows = Vec::new();
    for line in lines(written.text(), filling) {
        let mut row = Row::new(Spot::Text(base + written.source(line.range.start)));
        if line.set_in > 0 {
            row.pieces.push(Piece::added(" ".repeat(line.set_in), role));
        }
        for part in written.parts(line.range) {
            let range = match part {
                Part::Added(sign) => {
                    row.pieces.push(Piece::added(sign, role));
                    continue;
                }
                Part::Source(range) => range,
            };
            let mut at = range.start;
            while at < range.end {
                while segments.next_if(|(segment, _)| segment.end <= at).is_some() {}
                let Some((segment, kinds)) = segments.peek() else { break };
                let end = segment.end.min(range.end);
                let text = rich.text().get(at..end).unwrap_or_default();
                push_shown(&mut row, text, kinds, face(role, kinds), base + at);
                at = end;
            }
        }
        if line.hyphen {
            let face = row.pieces.last().map_or(Face::from(role), |piece| piece.face);
            row.pieces.push(Piece { text: "-".to_owned(), face, source: None, link: None });
        }
        if typography.justify && !line.last && !from_right {
            let missing = measure.saturating_sub(row.width());
            justify::stretch(&mut row, missing, rows.len().is_multiple_of(2));
        }
        rows.push(row);
    }
    if from_right {
        direction::align_right(&mut rows, measure);
    }
    rows
}

/// What a reference to the footnote of this label links to.
fn note_link(label: &str) -> String {
    format!("{NOTE}{label}")
}

/// The label of the footnote that a link leads to, if it leads to one.
#[must_use]
pub fn linked_note(link: &str) -> Option<&str> {
    link.strip_prefix(NOTE)
}

/// Text behind the name of what it is, `name: text`, below it where it has no room; the other lines
/// are set in. The name stands at byte `name.1` of the item.
pub(super) fn named_rows(
    name: (&str, usize),
    text: &RichText,
    base: usize,
    measure: usize,
    role: Role,
) -> Vec<Row> {
    let inset = inset(measure);
    let (name, at) = name;
    let columns = width(name) + 2;
    let from_right = direction::is_from_right(name) || direction::is_from_right(text.text());
    let fits = columns > inset && columns * 2 <= measure && !name.contains('\n');
    let is_beside = fits && !from_right;
    let room = (measure - inset).max(1);
    let mut head = rich_rows(&RichText::plain(name), at, (measure - 1).max(1), Role::Heading);
    if let Some(last) = head.last_mut().filter(|last| last.width() < measure) {
        last.pieces.push(Piece::added(":", Role::Heading));
    }
    for row in &mut head {
        row.spot = Spot::Text(base);
    }
    let setting = Setting { set_in: if is_beside { columns - inset } else { 0 }, ..plain(room) };
    let mut rows = set_rows(text, base, role, setting);
    // A word that has no room behind the name begins below it, not set in.
    let has_room = |row: &Row| row.pieces.first().is_some_and(|piece| piece.source.is_none());
    let is_beside = is_beside && rows.first().is_some_and(has_room);
    for (number, row) in rows.iter_mut().enumerate() {
        if number == 0 && is_beside {
            // In the place of what the first line is set in by.
            let mut name = head.pop().map(|row| row.pieces).unwrap_or_default();
            name.push(Piece::added(" ", role));
            row.pieces.splice(0..1, name);
        } else if inset > 0 {
            row.pieces.insert(0, Piece::added(" ".repeat(inset), role));
        }
    }
    head.append(&mut rows);
    head
}

/// The bytes of code in a text, where no word is parted.
fn code_ranges(rich: &RichText) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for mark in rich.marks().iter().filter(|mark| mark.kind == MarkKind::Code) {
        match ranges.last_mut().filter(|before| mark.range.start <= before.end) {
            Some(before) => before.end = before.end.max(mark.range.end),
            None => ranges.push(mark.range.clone()),
        }
    }
    ranges
}

/// Pushes text as it is shown, in pieces that name the bytes they stand for.
///
/// A soft hyphen is a hint for breaking and no letter, so a new piece starts behind it.
fn push_shown(row: &mut Row, text: &str, kinds: &[&MarkKind], face: Face, source: usize) {
    let link = kinds.iter().find_map(|kind| match kind {
        MarkKind::Link(address) => openable(address).map(Rc::from),
        MarkKind::FootnoteRef(label) => Some(note_link(label).into()),
        _ => None,
    });
    let mut at = source;
    for part in text.split('\u{AD}') {
        let shown = script(part, kinds).unwrap_or_else(|| part.replace('\t', " "));
        if !shown.is_empty() {
            row.pieces.push(Piece { text: shown, face, source: Some(at), link: link.clone() });
        }
        at += part.len() + '\u{AD}'.len_utf8();
    }
}

fn face(role: Role, kinds: &[&MarkKind]) -> Face {
    let mut face = Face::from(role);
    for kind in kinds {
        match kind {
            MarkKind::Emphasis => face.emphasis = true,
            MarkKind::Strong => face.strong = true,
            MarkKind::Strike => face.strike = true,
            MarkKind::Code => face.role = Role::Code,
            MarkKind::Link(_) => face.role = Role::Link,
            MarkKind::FootnoteRef(_) => face.role = Role::Marker,
            MarkKind::Image(_) => face.role = Role::Caption,
            MarkKind::Small if face.role == role => face.role = Role::Meta,
            MarkKind::Spoiler | MarkKind::Superscript | MarkKind::Subscript | MarkKind::Small => {}
        }
    }
    // Whatever else it is, it must be covered.
    if kinds.iter().any(|kind| **kind == MarkKind::Spoiler) {
        face.role = Role::Spoiler;
    }
    face
}

/// The words of a figure; where the picture is not shown, with a sign that there is one, and with the
/// name of its file if it has no words, which is no part of the text.
fn caption_rows(
    (image, alt, caption): (&str, &str, &RichText),
    base: usize,
    measure: usize,
    shown: bool,
) -> Vec<Row> {
    let said = if caption.is_empty() { RichText::plain(alt) } else { caption.clone() };
    if shown && said.is_empty() {
        return Vec::new();
    }
    let inset = inset(measure);
    let mut rows = rich_rows(&said, base, (measure - inset).max(1), Role::Caption);
    for (at, row) in rows.iter_mut().enumerate().filter(|_| inset > 0) {
        let sign = if at == 0 && !shown { "▣ " } else { "  " };
        row.pieces.insert(0, Piece::added(sign, Role::Caption));
    }
    if said.is_empty()
        && let Some(row) = rows.first_mut()
    {
        let name = picture_name(image).unwrap_or("picture");
        row.pieces.push(Piece::added(clip(name, measure - inset), Role::Caption));
    }
    rows
}

fn rule(base: usize, measure: usize) -> Row {
    let mut row = Row::new(Spot::Text(base));
    let length = measure.min(9);
    row.pieces.push(Piece::added(" ".repeat((measure - length) / 2), Role::Guide));
    row.pieces.push(Piece::added("─".repeat(length), Role::Guide));
    row
}
