//! The normal form of blocks: what readers make and what writers write.
//!
//! It has nothing that cannot be written down and read again: no empty leaf (except the one that
//! an empty list item needs), no unsafe address, no list that jumps in its numbers, no container
//! that comes back after something else. [`super::run`] does the same for running text.

use super::links::{clean_image, clean_label};
use super::run::{Piece, Run};
use crate::limits::MAX_COLUMNS;
use crate::model::{Align, Block, Container, ContainerKind, Content, MAX_NESTING, RichText, Table};
use crate::text::clean;

/// The longest name of a programming language, in bytes.
const MAX_LANGUAGE: usize = 40;
/// The most rows of a table in one block: some screens, so that to come to it costs no more.
const MAX_ROWS: usize = 500;
/// The most cells in one block, for the same reason; one row may have more.
const MAX_CELLS: usize = 5_000;
/// A header of more cells is not said again over each part of a table: it would be a multiplication.
const MAX_REPEATED: usize = 100;
/// Nor is one of more text, in bytes.
const MAX_HEADER: usize = 4 * 1024;

/// `blocks` in the normal form. Blocks that a reader made are in it already.
pub(super) fn normal(blocks: &[Block]) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        let within = sound_containers(&block.within);
        let contents = sound_contents(&block.content);
        if contents.is_empty() && is_item(&within) {
            let content = Content::Paragraph(RichText::default());
            out.push(Block { within: within.clone(), content });
        }
        out.extend(contents.into_iter().map(|content| Block { within: within.clone(), content }));
    }
    settle(&mut out);
    out
}

/// Makes the containers of blocks sound whose leaves are.
pub(super) fn settle(blocks: &mut Vec<Block>) {
    drop_needless(blocks);
    renumber(blocks);
}

/// Numbers the containers from 0 in the order in which they appear, a list before its first item.
///
/// A container that comes back after another is a new one. A list goes on only from item to item,
/// and as long as its numbers do.
fn renumber(blocks: &mut [Block]) {
    let mut before: Vec<Container> = Vec::new();
    let mut now: Vec<Container> = Vec::new();
    let mut ids = 0_u32..;
    for block in blocks {
        let old = std::mem::take(&mut block.within);
        let same = before.iter().zip(&old).take_while(|(a, b)| a == b).count();
        let goes_on = match (before.get(same), old.get(same), now.get(same)) {
            (Some(a), Some(b), Some(Container { kind: ContainerKind::Item { list, .. }, .. })) => {
                is_next_item(&a.kind, &b.kind).then_some(*list)
            }
            _ => None,
        };
        now.truncate(same);
        for container in old.get(same..).unwrap_or_default() {
            let kind = match &container.kind {
                ContainerKind::Item { number, .. } => {
                    let list = goes_on.filter(|_| now.len() == same).or_else(|| ids.next());
                    ContainerKind::Item { list: list.unwrap_or(u32::MAX), number: *number }
                }
                kind => kind.clone(),
            };
            now.push(Container { id: ids.next().unwrap_or(u32::MAX), kind });
        }
        block.within.clone_from(&now);
        before = old;
    }
}

/// Whether `b` is the item after `a` in the same list.
fn is_next_item(a: &ContainerKind, b: &ContainerKind) -> bool {
    match (a, b) {
        (
            ContainerKind::Item { list: a, number: before },
            ContainerKind::Item { list: b, number },
        ) => a == b && before.map(|before| before.checked_add(1)) == number.map(Some),
        _ => false,
    }
}

fn is_item(within: &[Container]) -> bool {
    within.last().is_some_and(|last| matches!(last.kind, ContainerKind::Item { .. }))
}

/// Takes out the empty paragraphs of items that hold something else.
fn drop_needless(blocks: &mut Vec<Block>) {
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut rest = std::mem::take(blocks).into_iter().peekable();
    while let Some(block) = rest.next() {
        let empty = matches!(&block.content, Content::Paragraph(text) if text.is_empty());
        let shares = |other: Option<&Block>| {
            other.is_some_and(|other| other.within.starts_with(&block.within))
        };
        if !(empty && (shares(kept.last()) || shares(rest.peek()))) {
            kept.push(block);
        }
    }
    *blocks = kept;
}

fn sound_containers(within: &[Container]) -> Vec<Container> {
    let sound = |container: &Container| match &container.kind {
        ContainerKind::Footnote(label) => {
            Container { id: container.id, kind: ContainerKind::Footnote(clean_label(label)) }
        }
        _ => container.clone(),
    };
    within.iter().take(MAX_NESTING).map(sound).collect()
}

fn sound_contents(content: &Content) -> Vec<Content> {
    let one = match content {
        Content::Paragraph(text) => return paragraphs(Run::of(text)),
        Content::Heading { level, text } => heading(*level, Run::of(text)),
        Content::Code { language, text } => code(language.as_deref(), text),
        Content::Table(table) => {
            let cells =
                |row: &[RichText]| row.iter().map(|cell| Run::of(cell).into_text()).collect();
            return sound_table(Table {
                header: cells(&table.header),
                rows: table.rows.iter().map(|row| cells(row)).collect(),
                align: table.align.clone(),
            });
        }
        Content::Figure { image, alt, caption } => {
            return figure(image, alt, Run::of(caption).into_text());
        }
        Content::Rule => Some(Content::Rule),
    };
    one.into_iter().collect()
}

/// The paragraphs and lone images of a run.
pub(super) fn paragraphs(run: Run) -> Vec<Content> {
    let pieces = run.into_pieces().into_iter();
    let content = |piece| match piece {
        Piece::Text(text) => Content::Paragraph(text),
        Piece::Image { address, alt } => {
            Content::Figure { image: address, alt, caption: RichText::default() }
        }
    };
    pieces.map(content).collect()
}

/// A heading of a run, if there are words in it.
pub(super) fn heading(level: u8, run: Run) -> Option<Content> {
    let text = run.into_text();
    (!text.is_empty()).then(|| Content::Heading { level: level.clamp(1, 6), text })
}

/// A block of code, if there is any.
pub(super) fn code(language: Option<&str>, text: &str) -> Option<Content> {
    let text = clean(text);
    let text = text.trim_end_matches('\n');
    (!text.trim().is_empty())
        .then(|| Content::Code { language: language.and_then(sound_language), text: text.into() })
}

/// The name of a language: one word of the characters that such names have.
fn sound_language(language: &str) -> Option<String> {
    let end = |c: char| c.is_whitespace() || matches!(c, ',' | '{' | ';');
    let word = language.split(end).next().unwrap_or_default();
    let known = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '#' | '.' | '_' | '/');
    (!word.is_empty() && word.len() <= MAX_LANGUAGE && word.chars().all(known))
        .then(|| word.to_owned())
}

/// A figure; without an image that may be loaded, its words.
pub(super) fn figure(image: &str, alt: &str, caption: RichText) -> Vec<Content> {
    let mut described = Run::default();
    described.words(alt);
    let Some(image) = clean_image(image) else {
        return paragraphs(if caption.is_empty() { described } else { Run::of(&caption) });
    };
    let alt = described.into_plain();
    vec![Content::Figure { image, alt, caption }]
}

/// A table whose cells are in the normal form, if there is a word in it. A block is laid out whole,
/// so a large table is several, each below the same header.
pub(super) fn sound_table(mut table: Table) -> Vec<Content> {
    table.rows.retain(|row| !row.is_empty());
    bound_columns(&mut table);
    let header_bytes: usize = table.header.iter().map(RichText::len).sum();
    let repeats = table.header.len() <= MAX_REPEATED && header_bytes <= MAX_HEADER;
    let align = table.align;
    let mut part = Table { header: table.header, rows: Vec::new(), align: align.clone() };
    let mut contents = Vec::new();
    let mut cells = 0;
    for row in table.rows {
        let is_full = part.rows.len() >= MAX_ROWS || cells + row.len() > MAX_CELLS;
        if is_full && !part.rows.is_empty() {
            let header = if repeats { part.header.clone() } else { Vec::new() };
            let next = Table { header, rows: Vec::new(), align: align.clone() };
            contents.append(&mut sound_part(std::mem::replace(&mut part, next)));
            cells = 0;
        }
        cells += row.len();
        part.rows.push(row);
    }
    contents.append(&mut sound_part(part));
    contents
}

/// Lets rows that are too long go on in the next one.
fn bound_columns(table: &mut Table) {
    if table.columns() <= MAX_COLUMNS {
        return;
    }
    let header = std::mem::take(&mut table.header);
    let rows = std::mem::take(&mut table.rows);
    if header.len() <= MAX_COLUMNS {
        table.header = header;
    } else {
        table.rows.extend(header.chunks(MAX_COLUMNS).map(<[RichText]>::to_vec));
    }
    table
        .rows
        .extend(rows.iter().flat_map(|row| row.chunks(MAX_COLUMNS)).map(<[RichText]>::to_vec));
}

/// A table that is not too large. Without a header, one column is no table, but paragraphs that
/// somebody has put into one.
fn sound_part(mut table: Table) -> Vec<Content> {
    if table.all_rows().flatten().all(RichText::is_empty) {
        return Vec::new();
    }
    if table.header.is_empty() && table.columns() < 2 {
        return table.rows.iter().flatten().flat_map(|cell| paragraphs(Run::of(cell))).collect();
    }
    table.align.truncate(table.columns());
    let used = table.align.iter().rposition(|&align| align != Align::Left).map_or(0, |at| at + 1);
    table.align.truncate(used);
    vec![Content::Table(table)]
}

#[cfg(test)]
mod tests {
    use super::super::generate;
    use super::*;
    use proptest::prelude::*;

    fn item(id: u32, list: u32, number: Option<u64>) -> Container {
        Container { id, kind: ContainerKind::Item { list, number } }
    }

    fn block(text: &str, within: &[Container]) -> Block {
        Block { within: within.to_vec(), ..Block::paragraph(text) }
    }

    #[test]
    fn lists_go_on_from_item_to_item_alone() {
        let quote = Container { id: 7, kind: ContainerKind::Quote };
        let cases = [
            ("one list", vec![item(1, 9, None)], vec![item(2, 9, None)], true),
            ("two lists", vec![item(1, 9, None)], vec![item(2, 8, None)], false),
            ("numbers go on", vec![item(1, 9, Some(3))], vec![item(2, 9, Some(4))], true),
            ("numbers jump", vec![item(1, 9, Some(3))], vec![item(2, 9, Some(5))], false),
            ("no more numbers", vec![item(1, 9, Some(3))], vec![item(2, 9, None)], false),
            ("the last number", vec![item(1, 9, Some(u64::MAX))], vec![item(2, 9, None)], false),
            (
                "over a nested quote",
                vec![item(1, 9, None), quote.clone()],
                vec![item(2, 9, None)],
                true,
            ),
            ("at another depth", vec![item(1, 9, None)], vec![quote, item(2, 9, None)], false),
        ];
        let list = |block: &Block| {
            block.within.iter().find_map(|container| match container.kind {
                ContainerKind::Item { list, .. } => Some(list),
                _ => None,
            })
        };
        for (why, first, second, same) in cases {
            let blocks = normal(&[block("a", &first), block("b", &second)]);
            assert_eq!(list(&blocks[0]) == list(&blocks[1]), same, "{why}");
        }
    }

    #[test]
    fn an_item_keeps_an_empty_paragraph_only_if_it_has_nothing_else() {
        let (a, b) = (item(1, 0, None), item(2, 0, None));
        let quote = Container { id: 3, kind: ContainerKind::Quote };
        let blocks = [
            block("", std::slice::from_ref(&a)),
            block(" ", std::slice::from_ref(&a)),
            block("", &[b.clone(), quote.clone()]),
            block("", std::slice::from_ref(&b)),
            block("x", &[b, quote]),
            block("", &[]),
        ];
        let normal = normal(&blocks);
        let texts: Vec<_> =
            normal.iter().map(|block| (block.within.len(), block.plain().into_owned())).collect();
        assert_eq!(texts, [(1, String::new()), (2, "x".into())]);
    }

    #[test]
    fn languages_are_names() {
        let cases = [
            ("a name", "c++", Some("c++")),
            ("more behind it", "rust,ignore x", Some("rust")),
            ("a sentence", "what`s", None),
            ("nothing", " ", None),
        ];
        for (why, given, expected) in cases {
            assert_eq!(sound_language(given).as_deref(), expected, "{why}");
        }
    }

    /// Why, cells of the header, rows, cells of each; then header and rows of each part.
    type Shape = (&'static str, usize, usize, usize, &'static [(usize, usize)]);

    #[test]
    #[rustfmt::skip]
    fn a_large_table_is_several() {
        let row = |cells: usize| vec![RichText::plain("x"); cells];
        let shapes: &[Shape] = &[
            ("one",                           3,    4,     3, &[(3, 4)]),
            ("many rows",                     3, 1_200,    3, &[(3, 500), (3, 500), (3, 200)]),
            ("many cells",                  100,  120,   100, &[(100, 50), (100, 50), (100, 20)]),
            ("a header too wide to repeat", 101,    2, 1_000, &[(101, 2)]),
            ("of which only one has it",    101,    6, 1_000, &[(101, 5), (0, 1)]),
            ("a row goes on",                 3,    1, 2_500, &[(3, 3)]),
            ("a header that is none",     2_500,    1,     2, &[(0, 4)]),
        ];
        for (why, header, rows, cells, parts) in shapes {
            let table = Table { header: row(*header), rows: vec![row(*cells); *rows], align: vec![] };
            let size = |content: &Content| match content {
                Content::Table(table) => (table.header.len(), table.rows.len()),
                _ => (0, 0),
            };
            let contents = sound_table(table);
            assert_eq!(contents.iter().map(size).collect::<Vec<_>>(), *parts, "{why}");
            let again: Vec<Content> = contents.iter().flat_map(sound_contents).collect();
            assert_eq!(again, contents, "{why}");
        }
    }

    proptest! {
        #[test]
        fn the_normal_form_is_stable(blocks in generate::blocks()) {
            let once = normal(&blocks);
            prop_assert_eq!(&normal(&once), &once);
            let mut ids: Vec<u32> = once.iter().flat_map(|block| &block.within).map(|c| c.id).collect();
            ids.sort_unstable();
            ids.dedup();
            let lists = once.iter().flat_map(|block| &block.within).filter_map(|c| match c.kind {
                ContainerKind::Item { list, .. } => Some(list),
                _ => None,
            });
            for list in lists {
                prop_assert!(ids.binary_search(&list).is_err(), "lists and items share no id");
            }
        }
    }
}
