//! Our JSON, out and in again: nothing is lost, and the order of comments means nothing.

use proptest::prelude::*;
use sidenote::export::{EXPORTERS, Options};
use sidenote::load::{Collector, Input, load};
use sidenote::model::{
    Article, Block, Body, BodyKind, Confidence, Created, Document, NewComment, Parent, State, Votes,
};

pub fn export(document: &Document) -> String {
    let json = EXPORTERS.iter().find(|exporter| exporter.name == "json").unwrap();
    let mut out = String::new();
    (json.write)(document, &Options::default(), &mut out).unwrap();
    out
}

fn import(json: &str) -> Document {
    let mut sink = Collector::default();
    let input = Input { bytes: json.as_bytes(), name: "test", ..Input::default() };
    load(&input, None, &mut sink).unwrap();
    sink.finish()
}

/// Plain words, so that what markup makes of a text is not what is tested here.
fn words() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-zé漢😀]{1,5}", 0..4).prop_map(|words| words.join(" "))
}

/// One line with anything in it, cleaned as a loader would.
fn line() -> impl Strategy<Value = String> {
    "\\PC{0,12}".prop_map(|line| sidenote::text::clean_line(&line))
}

fn maybe_line() -> impl Strategy<Value = Option<String>> {
    prop::option::of(line()).prop_map(|line| line.filter(|line| !line.is_empty()))
}

fn created() -> impl Strategy<Value = Created<std::borrow::Cow<'static, str>>> {
    prop_oneof![
        Just(Created::Unknown),
        (-10_000_000_000_i64..100_000_000_000).prop_map(Created::At),
        line().prop_map(|text| Created::Ago { text: text.into(), seconds: None }),
    ]
}

fn votes() -> impl Strategy<Value = Votes> {
    let count = || prop::option::of(-i32::MAX..=i32::MAX);
    (count(), count(), count()).prop_map(|(score, up, down)| Votes { score, up, down })
}

fn comment() -> impl Strategy<Value = NewComment<'static>> {
    let state = prop_oneof![
        Just(State::Live),
        Just(State::Deleted),
        Just(State::Removed),
        Just(State::NotLoaded)
    ];
    let roles = prop::collection::vec(line().prop_filter("said", |role| !role.is_empty()), 0..3);
    let tree = (prop::option::of("[a-f]|\\PC{1,4}"), prop::option::of("[a-f]"), 0_u8..=100);
    let author = (line(), prop_oneof![Just(String::new()), line(), "[ab]"]);
    let facts = (author, created(), votes(), any::<bool>(), state, roles, maybe_line());
    (tree, facts, 0_u32..3, words()).prop_map(|(tree, facts, more, text)| {
        let (id, parent, percent) = tree;
        let ((author, subject), created, votes, edited, state, roles, permalink) = facts;
        NewComment {
            id: id.map(Into::into),
            id_at: None,
            parent: parent.map_or(Parent::Root, |id| Parent::Id(id.into())),
            confidence: Confidence::percent(percent),
            author: author.into(),
            subject: subject.into(),
            created,
            votes,
            edited,
            state,
            roles,
            permalink: permalink.map(Into::into).into(),
            more,
            body: Body { kind: BodyKind::Plain, text: text.into() },
        }
    })
}

fn article() -> impl Strategy<Value = Article> {
    let lines = || prop::collection::vec(line().prop_filter("said", |l| !l.is_empty()), 0..3);
    let names = (maybe_line(), maybe_line(), maybe_line(), maybe_line(), maybe_line());
    let times = (prop::option::of(0_i64..4_000_000_000), prop::option::of(0_i64..4_000_000_000));
    let rest = (maybe_line(), maybe_line(), maybe_line(), lines(), lines());
    (names, times, rest, prop::collection::vec(words(), 0..3), any::<bool>()).prop_map(
        |(names, (published, updated), rest, texts, is_book)| {
            let texts = texts.iter().filter(|text| !text.is_empty());
            Article {
                title: names.0,
                byline: names.1,
                site: names.2,
                url: names.3,
                language: names.4,
                published,
                updated,
                published_text: rest.0,
                image: rest.1,
                about: rest.2,
                tags: rest.3,
                notices: rest.4,
                is_book,
                blocks: texts.map(|text| Block::paragraph(text)).collect(),
            }
        },
    )
}

prop_compose! {
    pub fn document()(
        article in article(),
        comments in prop::collection::vec(comment(), 0..12),
        loader in "[a-z_]{1,8}",
        url in maybe_line(),
        loaded in prop::option::of(0_i64..4_000_000_000),
        declared in prop::option::of(0_u64..20),
        warnings in prop::collection::vec(line().prop_filter("said", |l| !l.is_empty()), 0..3),
    ) -> Document {
        let mut document = Document { article, ..Document::default() };
        document.thread.extend(comments);
        document.provenance.loader = loader;
        document.provenance.url = url;
        document.provenance.loaded = loaded;
        document.provenance.declared = declared;
        document.provenance.warnings = warnings;
        document.finish();
        document
    }
}

/// Each comment's id with its parent's, in any order.
fn edges(document: &Document) -> Vec<(String, Option<String>)> {
    let thread = &document.thread;
    let name = |id| thread.get(id).map(|comment| comment.name().to_owned());
    let edge = |comment: sidenote::model::Comment<'_>| {
        (comment.name().to_owned(), comment.parent().and_then(name))
    };
    let mut edges: Vec<_> = thread.comments().map(edge).collect();
    edges.sort();
    edges
}

proptest! {
    #[test]
    fn out_and_in_and_out_is_the_same(document in document()) {
        let first = export(&document);
        let again = import(&first);
        prop_assert_eq!(&export(&again), &first);
        prop_assert_eq!(&again.article, &document.article);
        prop_assert_eq!(&again.provenance, &document.provenance);
        prop_assert_eq!(again.thread.len(), document.thread.len());
        for (again, before) in again.thread.comments().zip(document.thread.comments()) {
            prop_assert_eq!(again.key(), before.key());
            prop_assert_eq!(again.parent(), before.parent());
            prop_assert_eq!(again.unknown_parent(), before.unknown_parent());
            prop_assert_eq!(again.confidence(), before.confidence());
            prop_assert_eq!(again.author(), before.author());
            prop_assert_eq!(again.subject(), before.subject());
            prop_assert_eq!(again.votes(), before.votes());
            prop_assert_eq!(again.edited(), before.edited());
            prop_assert_eq!(again.state(), before.state());
            prop_assert_eq!(again.roles(), before.roles());
            prop_assert_eq!(again.permalink(), before.permalink());
            prop_assert_eq!(again.more(), before.more());
            match before.created() {
                Created::Ago { text: "", .. } => prop_assert_eq!(again.created(), Created::Unknown),
                Created::Ago { text: before, .. } => {
                    // The seconds are read from the words again, or not at all.
                    let kept = matches!(again.created(), Created::Ago { text, .. } if text == before);
                    prop_assert!(kept, "{:?} for {before}", again.created());
                }
                before => prop_assert_eq!(again.created(), before),
            }
        }
    }

    #[test]
    fn any_order_of_the_comments_is_the_same_tree(
        (given, shuffled) in document().prop_flat_map(|document| {
            let json = export(&document);
            let comments = json.lines().filter(|line| line.starts_with("  {"));
            let comments: Vec<String> =
                comments.map(|line| line.trim_end_matches(',').to_owned()).collect();
            (Just(document), Just(comments).prop_shuffle())
        })
    ) {
        let json = format!("{{\"format\":\"sidenote-1\",\"comments\":[{}]}}", shuffled.join(","));
        prop_assert_eq!(edges(&import(&json)), edges(&given));
    }
}

#[test]
fn the_sample_is_complete_and_survives() {
    let sample = import(include_str!("../data/sample.json"));
    assert_eq!(sample.provenance.warnings, [""; 0]);
    assert!(!sample.article.blocks.is_empty() && !sample.thread.is_empty());
    let first = export(&sample);
    assert_eq!(export(&import(&first)), first);
}
