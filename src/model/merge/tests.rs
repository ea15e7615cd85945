//! Documents put together: which comments are the same, whose facts count, what is missing.

use super::*;
use crate::model::{BodyKind, Confidence};
use proptest::prelude::*;

type Line<'a> = (&'a str, Option<&'a str>, &'a str, u32);

/// A document of comments: id, parent, author, how many replies are missing.
fn document(comments: &[Line<'_>]) -> Document {
    let mut builder = ThreadBuilder::default();
    for &(id, parent, author, more) in comments {
        builder.push(NewComment {
            id: Some(id.into()),
            parent: parent.map_or(Parent::Root, |parent| Parent::Id(parent.into())),
            author: author.into(),
            more,
            body: Body { kind: BodyKind::Plain, text: format!("{author} says {id}").into() },
            ..NewComment::default()
        });
    }
    Document { thread: builder.finish(), ..Document::default() }
}

/// What came of it: depth, id, author, replies missing.
fn outline(document: &Document) -> Vec<String> {
    let comments = document.thread.comments();
    let line = |comment: Comment<'_>| {
        let (depth, more) = (comment.depth(), comment.more());
        format!("{depth} {} {} +{more}", comment.name(), comment.author())
    };
    comments.map(line).collect()
}

#[test]
fn pages_of_a_thread_are_one_thread() {
    let first = document(&[("1", None, "ada", 0), ("2", Some("1"), "bo", 0)]);
    let second =
        document(&[("3", None, "cy", 0), ("4", Some("2"), "ada", 0), ("5", Some("9"), "di", 0)]);
    let whole = merge(vec![first, second]);
    assert_eq!(
        outline(&whole),
        ["0 1 ada +0", "1 2 bo +0", "2 4 ada +0", "0 3 cy +0", "0 5 di +0"]
    );
    let last = whole.thread.comments().last().unwrap();
    assert_eq!(last.unknown_parent(), Some("9"));
}

#[test]
fn a_listing_gets_the_replies_that_it_lacked() {
    let listing = document(&[("1", None, "ada", 3), ("2", None, "bo", 1)]);
    let more = document(&[("3", Some("1"), "cy", 0), ("4", Some("3"), "ada", 0)]);
    let whole = merge(vec![listing, more]);
    assert_eq!(outline(&whole), ["0 1 ada +1", "1 3 cy +0", "2 4 ada +0", "0 2 bo +1"]);
}

#[test]
fn the_same_comment_twice_is_one_with_the_facts_of_both() {
    let page =
        document(&[("1", None, "ada", 0), ("2", Some("1"), "bo", 0), ("3", Some("1"), "cy", 0)]);
    let mut answer = Document::default();
    answer.thread.extend([
        NewComment { id: Some("1".into()), author: "Ada".into(), ..NewComment::default() },
        NewComment {
            id: Some("2".into()),
            parent: Parent::Id("1".into()),
            author: "bo".into(),
            ..NewComment::default()
        },
        NewComment {
            id: Some("3".into()),
            parent: Parent::Id("2".into()),
            author: "cy".into(),
            created: Created::At(7),
            votes: Votes { score: Some(4), ..Votes::default() },
            edited: true,
            roles: vec!["op".into()],
            subject: "The lamp".into(),
            ..NewComment::default()
        },
    ]);
    let whole = merge(vec![page, answer]);
    assert_eq!(outline(&whole), ["0 1 ada +0", "1 2 bo +0", "2 3 cy +0"], "a page cuts depth off");
    let last = whole.thread.comments().last().unwrap();
    assert_eq!(
        (last.created(), last.votes().score, last.edited()),
        (Created::At(7), Some(4), true)
    );
    assert_eq!(last.subject(), Some("The lamp"));
    assert_eq!((last.roles(), last.body().text.as_ref()), (&["op".to_owned()][..], "cy says 3"));
}

#[test]
fn two_sites_that_count_from_one_stay_apart() {
    let one = document(&[("1", None, "ada", 0), ("2", Some("1"), "bo", 0)]);
    let other = document(&[("1", None, "Xaver", 0), ("2", Some("1"), "Yps", 0)]);
    let whole = merge(vec![one, other]);
    assert_eq!(outline(&whole), ["0 1 ada +0", "1 2 bo +0", "0 1~2 Xaver +0", "1 2~2 Yps +0"]);
}

#[test]
fn a_circle_made_of_two_documents_is_cut() {
    let one = document(&[("1", None, "ada", 0), ("2", Some("1"), "bo", 0)]);
    let other = document(&[("2", None, "bo", 0), ("1", Some("2"), "ada", 0)]);
    assert_eq!(merge(vec![one, other]).thread.len(), 2);
}

#[test]
fn an_inferred_parent_gives_way_to_a_given_one() {
    let mut guessed = Document::default();
    guessed.thread.extend([
        NewComment { id: Some("1".into()), author: "ada".into(), ..NewComment::default() },
        NewComment { id: Some("2".into()), author: "bo".into(), ..NewComment::default() },
        NewComment {
            id: Some("3".into()),
            author: "cy".into(),
            parent: Parent::Id("2".into()),
            confidence: Confidence::percent(60),
            ..NewComment::default()
        },
    ]);
    let given = document(&[("1", None, "ada", 0), ("2", None, "bo", 0), ("3", Some("1"), "cy", 0)]);
    let whole = merge(vec![guessed, given]);
    assert_eq!(outline(&whole), ["0 1 ada +0", "1 3 cy +0", "0 2 bo +0"]);
    assert_eq!(whole.thread.get(CommentId(1)).unwrap().confidence(), Confidence::CERTAIN);
}

#[test]
fn articles_are_joined_or_put_behind_each_other() {
    let article = |title: &str, url: &str, text: &str| Article {
        title: Some(title.into()),
        url: Some(url.into()),
        blocks: if text.is_empty() { vec![] } else { vec![Block::paragraph(text)] },
        ..Article::default()
    };
    let of = |article: Article| Document { article, ..Document::default() };
    let page = article("Lamp", "https://quay.example/lamp/", "Out.");
    let answer = Article {
        byline: Some("Ines".into()),
        ..article("Lamp!", "http://quay.example/lamp?x=1", "")
    };
    let joined = merge(vec![of(answer.clone()), of(page.clone())]).article;
    assert_eq!((joined.title.as_deref(), joined.byline.as_deref()), (Some("Lamp"), Some("Ines")));
    assert_eq!(joined.blocks.len(), 1);
    let other = article("Oil", "https://quay.example/oil", "Dear.");
    let both = merge(vec![of(page), of(other)]).article;
    let words: Vec<_> = both.blocks.iter().map(|block| block.plain().into_owned()).collect();
    assert_eq!(words, ["Out.", "", "Oil", "Dear."]);
}

proptest! {
    /// Cut into pieces in any way, a thread is put together as it was.
    #[test]
    fn pieces_make_the_whole(
        parents in prop::collection::vec(any::<prop::sample::Index>(), 1..40),
        cuts in prop::collection::vec(0_usize..3, 40),
    ) {
        let lines: Vec<(String, Option<String>)> = parents
            .iter()
            .enumerate()
            .map(|(at, parent)| {
                let parent = parent.index(at + 1);
                (at.to_string(), (parent < at).then(|| parent.to_string()))
            })
            .collect();
        let of = |piece: Option<usize>| {
            let lines = lines.iter().zip(&cuts);
            let lines = lines.filter(|(_, cut)| piece.is_none_or(|piece| piece == **cut));
            let lines: Vec<_> =
                lines.map(|((id, parent), _)| (id.as_str(), parent.as_deref(), "ada", 0)).collect();
            document(&lines)
        };
        let whole = of(None);
        let merged = merge((0..3).map(|piece| of(Some(piece))).collect());
        let tree = |document: &Document| {
            let thread = &document.thread;
            let parent = |comment: Comment<'_>| comment.parent().and_then(|id| thread.get(id));
            let mut tree: Vec<_> = thread
                .comments()
                .map(|comment| (comment.name(), parent(comment).map(Comment::name)))
                .map(|(id, parent)| (id.to_owned(), parent.map(str::to_owned)))
                .collect();
            tree.sort();
            tree
        };
        prop_assert_eq!(tree(&merged), tree(&whole));
        prop_assert_eq!(tree(&merge(vec![whole.clone(), whole.clone()])), tree(&whole));
    }
}
