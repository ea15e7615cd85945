//! Blocks made up at random, for the properties that readers and writers must have.
//!
//! They are wilder than what readers make: marks overlap, lists change their kind on the way, ids
//! come back after a break, white space stands anywhere.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::model::{
    Align, Block, Container, ContainerKind, Content, Mark, MarkKind, RichText, Table,
};

/// Any kind of mark, with safe and unsafe targets.
fn kind() -> impl Strategy<Value = MarkKind> {
    let address = "(https?://a\\.b/[c(&\"<]{0,2}|/[a ]{1,2}|#x|javascript:x|)";
    prop_oneof![
        Just(MarkKind::Emphasis),
        Just(MarkKind::Strong),
        Just(MarkKind::Strike),
        Just(MarkKind::Superscript),
        Just(MarkKind::Subscript),
        Just(MarkKind::Spoiler),
        Just(MarkKind::Small),
        Just(MarkKind::Code),
        address.prop_map(MarkKind::Link),
        "[1a <]{1,2}".prop_map(MarkKind::FootnoteRef),
        address.prop_map(MarkKind::Image),
    ]
}

/// Text with marks anywhere.
pub(super) fn rich() -> impl Strategy<Value = RichText> {
    let text = "[ab \n\u{A0}é.,1*_`\\[\\]()<>&\"#+|~!:\\\\-]{0,20}|[a(]{0,2} ?(www[.]a|http://a[.]b)[). ]{0,3}";
    rich_of(text)
}

/// Text that matches `pattern`, with marks anywhere.
pub(super) fn rich_of(pattern: &'static str) -> impl Strategy<Value = RichText> {
    (pattern, vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), kind()), 0..5))
        .prop_map(|(text, marks)| {
            let mut borders: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            borders.push(text.len());
            let mut marks: Vec<Mark> = marks
                .into_iter()
                .map(|(a, b, kind)| Mark { range: *a.get(&borders)..*b.get(&borders), kind })
                .collect();
            marks.sort_by_key(|mark| mark.range.end);
            let mut rich = RichText::default();
            for mark in marks {
                rich.push(text.get(rich.len()..mark.range.end).unwrap_or(""));
                rich.mark_from(mark.range.start, mark.kind);
            }
            rich.push(text.get(rich.len()..).unwrap_or(""));
            rich
        })
}

fn content() -> impl Strategy<Value = Content> {
    let align = prop_oneof![Just(Align::Left), Just(Align::Center), Just(Align::Right)];
    let table = (vec(rich(), 0..3), vec(vec(rich(), 0..3), 0..3), vec(align, 0..4));
    prop_oneof![
        6 => rich().prop_map(Content::Paragraph),
        1 => (1_u8..7, rich()).prop_map(|(level, text)| Content::Heading { level, text }),
        1 => (proptest::option::of("[a-c+ `<]{0,4}"), "[ab \n\t<&`~#-]{0,12}")
            .prop_map(|(language, text)| Content::Code { language, text }),
        1 => table.prop_map(|(header, rows, align)| Content::Table(Table { header, rows, align })),
        1 => ("(https://a\\.b/[ \"]?|data:x|)", "[a \"<\n]{0,4}", rich())
            .prop_map(|(image, alt, caption)| Content::Figure { image, alt, caption }),
        1 => Just(Content::Rule),
    ]
}

fn container() -> impl Strategy<Value = ContainerKind> {
    let number = prop_oneof![
        2 => Just(None),
        3 => (0_u64..4).prop_map(Some),
        1 => Just(Some(u64::MAX)),
    ];
    prop_oneof![
        2 => Just(ContainerKind::Quote),
        4 => (0_u32..3, number).prop_map(|(list, number)| ContainerKind::Item { list, number }),
        1 => "[a1 \"]{0,3}".prop_map(ContainerKind::Footnote),
    ]
}

/// A text: each block leaves some of the containers of the one before and enters new ones.
pub(super) fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let step = (0_usize..4, vec((0_u32..30, container()), 0..3), content());
    vec(step, 0..8).prop_map(|steps| {
        let mut within: Vec<Container> = Vec::new();
        steps
            .into_iter()
            .map(|(keep, enter, content)| {
                within.truncate(within.len().min(keep));
                within.extend(enter.into_iter().map(|(id, kind)| Container { id, kind }));
                Block { within: within.clone(), content }
            })
            .collect()
    })
}
