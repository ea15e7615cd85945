//! What comes in, and the tree that comes out.

use super::*;
use crate::model::{Comment, Notation, RECORD_BYTES};
use proptest::prelude::*;

fn comment(id: Option<&str>, parent: Option<&str>) -> NewComment<'static> {
    NewComment {
        id: id.map(|id| id.to_owned().into()),
        parent: parent.map_or(Parent::Root, |parent| Parent::Id(parent.to_owned().into())),
        ..NewComment::default()
    }
}

/// `a(b(c))d`: ids, and in brackets the replies.
fn outline(thread: &Thread) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for comment in thread.comments() {
        if comment.depth() > depth {
            out.push('(');
        }
        out.push_str(&")".repeat((depth.saturating_sub(comment.depth())) as usize));
        out.push_str(comment.name());
        depth = comment.depth();
    }
    out.push_str(&")".repeat(depth as usize));
    out
}

#[test]
fn a_tree_is_made_of_whatever_comes() {
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a [&'a str]);
    #[rustfmt::skip]
    let cases: &[Case<'_>] = &[
        ("parents first",      &[("a", ""), ("b", "a"), ("c", "b"), ("d", "")],  "a(b(c))d", &[]),
        ("parents last",       &[("d", ""), ("c", "b"), ("b", "a"), ("a", "")],  "da(b(c))", &[]),
        ("siblings in order",  &[("a", ""), ("b", "a"), ("x", ""), ("c", "a")],  "a(bc)x",   &[]),
        ("an orphan",          &[("a", ""), ("b", "z")],                         "ab",       &["1 comment answers one that is not here; shown as a root"]),
        ("its own parent",     &[("a", "a"), ("b", "a")],                        "a(b)",     &["1 comment was its own ancestor; shown as a root"]),
        ("a circle",           &[("x", "c"), ("b", "a"), ("c", "b"), ("a", "c")], "b(c(xa))", &["1 comment was its own ancestor; shown as a root"]),
        ("two circles",        &[("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")], "a(b)c(d)", &["2 comments were their own ancestors; shown as roots"]),
        ("an id twice",        &[("a", ""), ("a", ""), ("b", "a")],              "a(b)a~2",  &["1 comment has the id of another; both are kept"]),
        ("a copy that answers", &[("a", ""), ("a", "a"), ("a", "a~2")],          "a(a~2(a~3))", &["2 comments have the id of another; all are kept"]),
        ("a copy's id given",  &[("a", ""), ("a~2", ""), ("a", "")],             "aa~2a~3",  &["1 comment has the id of another; both are kept"]),
    ];
    for (why, given, expected, warnings) in cases {
        let mut thread = Thread::default();
        thread.extend(given.iter().map(|(id, parent)| {
            comment(Some(id), Some(*parent).filter(|parent| !parent.is_empty()))
        }));
        assert_eq!(outline(&thread), *expected, "{why}");
        assert_eq!(thread.warnings(), *warnings, "{why}");
    }
}

#[test]
fn a_batch_finds_its_place_in_what_is_there() {
    type Batch<'a> = &'a [(&'a str, &'a str)];
    #[rustfmt::skip]
    let cases: &[(&str, &[Batch<'_>], &str)] = &[
        ("a later reply",           &[&[("a", ""), ("b", "")], &[("c", "a")]],                     "a(c)b"),
        ("a parent at last",        &[&[("b", "a"), ("c", "b"), ("d", "")], &[("a", "")]],         "da(b(c))"),
        ("orphans keep their turn", &[&[("b", "a"), ("x", "")], &[("c", "a")], &[("a", "")]],      "xa(bc)"),
        ("a circle closes late, and is cut at its first, which stood under another",
                                    &[&[("c", "a"), ("r", ""), ("a", "z")], &[("z", "c")]],        "c(z(a))r"),
    ];
    for (why, batches, expected) in cases {
        let mut builder = ThreadBuilder::default();
        for batch in *batches {
            for (id, parent) in *batch {
                let parent = Some(*parent).filter(|parent| !parent.is_empty());
                builder.push(comment(Some(id), parent));
            }
            builder.settle();
        }
        assert_eq!(outline(&builder.finish()), *expected, "{why}");
    }
}

#[test]
fn every_fact_comes_back_as_it_went_in() {
    let full = NewComment {
        id: Some("t1_a".into()),
        id_at: None,
        parent: Parent::Id("t1_gone".into()),
        confidence: Confidence::percent(57),
        author: "Ines Varga".into(),
        subject: "Oil".into(),
        created: Created::At(-7),
        votes: Votes { score: Some(-3), up: Some(1), down: Some(4) },
        edited: true,
        state: State::Removed,
        roles: vec!["op".into(), "staff".into()],
        permalink: Some("https://quay.example/a".into()).into(),
        more: 12,
        body: Body { kind: BodyKind::Markdown, text: "**oil**".into() },
    };
    let aged = |text: &'static str, seconds| NewComment {
        created: Created::Ago { text: text.into(), seconds },
        ..NewComment::default()
    };
    let mut thread = Thread::default();
    // The first has no votes, so that those of the second are the first of the thread.
    thread.extend([NewComment::default(), full.clone(), aged("now", Some(0)), aged("?", None)]);
    let at = |at| thread.get(CommentId(at)).unwrap();
    let seen = at(1);
    assert_eq!(seen.name(), "t1_a");
    assert_eq!((seen.parent(), seen.unknown_parent()), (None, Some("t1_gone")));
    assert_eq!(seen.confidence(), full.confidence);
    assert_eq!(seen.author(), full.author.text());
    assert_eq!(seen.subject(), Some("Oil"));
    assert_eq!(seen.created(), Created::At(-7));
    assert_eq!(seen.votes(), full.votes);
    assert!(seen.edited());
    assert_eq!(seen.state(), State::Removed);
    assert_eq!(seen.roles(), full.roles);
    assert_eq!(seen.permalink(), Some("https://quay.example/a".into()));
    assert_eq!((seen.more(), thread.missing()), (12, 12));
    assert_eq!(seen.body(), Body { kind: BodyKind::Markdown, text: "**oil**".into() });
    assert_eq!(at(0).votes(), Votes::default());
    assert_eq!(at(0).created(), Created::Unknown);
    assert_eq!((at(0).permalink(), at(0).unknown_parent(), at(0).more()), (None, None, 0));
    assert_eq!(at(2).created(), Created::Ago { text: "now", seconds: Some(0) });
    assert_eq!(at(3).created(), Created::Ago { text: "?", seconds: None });
    assert_eq!(at(3).votes(), Votes::default());
    assert_eq!(thread.people(), 2);
    assert_eq!(thread.find(seen.key()), Some(CommentId(1)));
    assert_eq!(thread.find_id("t1_a"), Some(CommentId(1)));
    assert_eq!(thread.find_id("t1_b"), None);
}

/// What must come out, by definition: each comment's name and, from its root down to itself,
/// the places in the order of arrival. Sorted by that, comments are in pre-order and siblings
/// in the order of arrival.
fn slowly(given: &[(Option<String>, Option<String>)]) -> Vec<(Vec<usize>, String)> {
    let mut names: Vec<String> = Vec::new();
    for (id, _) in given {
        let wanted = id.clone().unwrap_or_else(|| content_id("", ""));
        let copies = (2..).map(|copy| format!("{wanted}~{copy}"));
        let mut ids = std::iter::once(wanted.clone()).chain(copies);
        names.push(ids.find(|id| !names.contains(id)).unwrap());
    }
    let wish = |at: usize| {
        let wanted = given[at].1.as_ref()?;
        names.iter().position(|name| name == wanted)
    };
    let walk = |from: usize| {
        let mut walk = vec![from];
        while let Some(next) = wish(*walk.last().unwrap()).filter(|_| walk.len() <= names.len()) {
            walk.push(next);
        }
        walk
    };
    let is_cut = |at: usize| {
        let circle = walk(at);
        circle.len() > 1
            && circle[1..].contains(&at)
            && circle.iter().all(|&other| other >= at || !walk(other)[1..].contains(&other))
    };
    let mut all: Vec<(Vec<usize>, String)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let mut path = vec![at];
        while let Some(up) = wish(path[0]).filter(|_| !is_cut(path[0])) {
            path.insert(0, up);
        }
        all.push((path, name.clone()));
    }
    all.sort();
    all
}

fn given() -> impl Strategy<Value = Vec<(Option<String>, Option<String>)>> {
    let id = "[a-h]|[a-b]~2";
    prop::collection::vec((prop::option::of(id), prop::option::of(id)), 0..24)
}

fn threaded<'a>(given: impl IntoIterator<Item = &'a [(Option<String>, Option<String>)]>) -> Thread {
    let mut builder = ThreadBuilder::default();
    for batch in given {
        let new = |(id, parent): &(Option<String>, Option<String>)| {
            comment(id.as_deref(), parent.as_deref())
        };
        for comment in batch.iter().map(new) {
            builder.push(comment);
        }
        builder.settle();
    }
    builder.finish()
}

fn edges(thread: &Thread) -> Vec<(&str, Option<&str>)> {
    let name = |id| thread.get(id).map(Comment::name);
    let mut edges: Vec<_> =
        thread.comments().map(|c| (c.name(), c.parent().and_then(name))).collect();
    edges.sort_unstable();
    edges
}

proptest! {
    /// Nothing is lost or repeated, whatever the parents are: orphans, circles, copies.
    #[test]
    fn the_tree_is_as_defined(given in given()) {
        let thread = threaded([&given[..]]);
        let expected = slowly(&given);
        prop_assert_eq!(thread.len(), expected.len());
        for (comment, (path, name)) in thread.comments().zip(&expected) {
            prop_assert_eq!(comment.name(), name);
            prop_assert_eq!(comment.depth() as usize, path.len() - 1);
            let below = expected.iter().filter(|(other, _)| other.starts_with(path)).count();
            prop_assert_eq!(comment.descendants() as usize, below - 1);
            let above = expected.iter().position(|(other, _)| other[..] == path[..path.len() - 1]);
            prop_assert_eq!(comment.parent().map(CommentId::index), above);
        }
    }

    /// The same comments in the same order are the same thread, however they are parted into
    /// batches; siblings too.
    #[test]
    fn batches_make_no_difference(given in given(), cuts in prop::collection::vec(0_usize..24, 0..4)) {
        let mut cuts: Vec<usize> = cuts.iter().map(|&cut| cut.min(given.len())).collect();
        cuts.extend([0, given.len()]);
        cuts.sort_unstable();
        let batched = threaded(cuts.windows(2).map(|cut| &given[cut[0]..cut[1]]));
        let at_once = threaded([&given[..]]);
        prop_assert_eq!(edges(&batched), edges(&at_once));
        prop_assert_eq!(outline(&batched), outline(&at_once));
    }

    /// Invariants that walking and folding rely on.
    #[test]
    fn ranges_nest(given in given()) {
        let thread = threaded([&given[..]]);
        let mut keys = std::collections::HashSet::new();
        for comment in thread.comments() {
            prop_assert!(keys.insert(comment.key()), "keys are unique");
            let (at, end) = (comment.id().index(), comment.end().index());
            prop_assert!(at < end && end <= thread.len());
            let ancestors: Vec<CommentId> = thread.ancestors(comment.id()).collect();
            prop_assert_eq!(ancestors.len(), comment.depth() as usize);
            for ancestor in ancestors {
                let range = ancestor.index()..thread.get(ancestor).unwrap().end().index();
                prop_assert!(range.contains(&at) && end <= range.end && ancestor.index() < at);
                let depth = thread.get(ancestor).unwrap().depth();
                prop_assert_eq!(thread.ancestor_at(comment.id(), depth), Some(ancestor));
            }
            let children: Vec<_> = thread.children(Some(comment.id())).collect();
            let slowly: Vec<_> = thread.comments().filter(|c| c.parent() == Some(comment.id())).map(Comment::id).collect();
            prop_assert_eq!(children, slowly);
        }
        let roots: Vec<_> = thread.children(None).collect();
        let slowly: Vec<_> = thread.comments().filter(|c| c.parent().is_none()).map(Comment::id).collect();
        prop_assert_eq!(roots, slowly);
    }

    /// The ways up, in trees deep enough for steps and leaps.
    #[test]
    fn ancestors_are_found_from_any_depth(backs in prop::collection::vec(0_usize..3, 1..60)) {
        let parents = (0_usize..).zip(&backs).map(|(at, back)| at.checked_sub(1 + back));
        let name = |at: usize| format!("t{at}");
        let given: Vec<_> = (0..).zip(parents).map(|(at, up)| (Some(name(at)), up.map(name))).collect();
        let thread = threaded([&given[..]]);
        let way = |id: CommentId| -> Vec<CommentId> {
            std::iter::once(id).chain(thread.ancestors(id)).collect()
        };
        let ids = || thread.comments().map(Comment::id);
        for id in ids() {
            let slowly: Vec<_> = way(id).into_iter().rev().map(Some).chain([None]).collect();
            let found: Vec<_> = (0..).map(|depth| thread.ancestor_at(id, depth)).take(slowly.len()).collect();
            prop_assert_eq!(found, slowly);
            for other in ids() {
                let slowly = way(id).into_iter().find(|at| way(other).contains(at));
                prop_assert_eq!(thread.shared_ancestor(id, other), slowly);
            }
        }
    }

    /// In another order a comment keeps its key and its parent, as long as ids are unique and
    /// no circle is cut; which of two copies is the copy, and where a circle is cut, is a
    /// matter of which came first.
    #[test]
    fn a_reload_in_another_order_keeps_keys_and_parents(
        (given, again) in prop::collection::vec(prop::option::of(0_usize..20), 0..20).prop_flat_map(|parents| {
            let given: Vec<_> = parents.iter().enumerate().map(|(at, parent)| {
                let parent = parent.filter(|&parent| parent < at || parent > 18);
                (Some(format!("t{at}")), parent.map(|parent| format!("t{parent}")))
            }).filter(|(id, parent)| id != parent).collect();
            (Just(given.clone()), Just(given).prop_shuffle())
        })
    ) {
        let (before, after) = (threaded([&given[..]]), threaded([&again[..]]));
        prop_assert_eq!(edges(&before), edges(&after));
        for comment in before.comments() {
            let again = after.find(comment.key()).and_then(|at| after.get(at)).map(Comment::name);
            prop_assert_eq!(again, Some(comment.name()));
        }
    }
}

#[test]
fn a_comment_without_an_id_is_named_by_what_it_says() {
    let says = |author: &'static str, text: &'static str| NewComment {
        author: author.into(),
        body: Body { text: text.into(), ..Body::default() },
        ..NewComment::default()
    };
    let (mut once, mut again) = (Thread::default(), Thread::default());
    once.extend([says("Ada", "Yes."), says("Pim", "Yes.")]);
    again.extend([says("Pim", "Yes."), says("Bo", "No."), says("Ada", "Yes.")]);
    for comment in once.comments() {
        let found = again.find(comment.key()).and_then(|at| again.get(at)).unwrap();
        assert_eq!(found.author(), comment.author());
    }
    again.extend([NewComment { id: Some(" ".into()), ..says("Ada", "Yes.") }]);
    assert_eq!(again.len(), 4);
    assert_eq!(again.warnings(), [""; 0], "to say the same twice is no damage");
}

/// Each would take hours if anything were quadratic, and overflow if anything recursed.
#[test]
fn a_million_of_anything_works() {
    type Make<'a> = &'a dyn Fn(usize) -> NewComment<'static>;
    const MANY: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
    let name = |at: usize| format!("t{at}");
    let chain = |at: usize| comment(Some(&name(at)), at.checked_sub(1).map(name).as_deref());
    let round = |at: usize| comment(Some(&name(at)), Some(&name((at + 1) % MANY)));
    #[rustfmt::skip]
    let cases: [(&str, Make<'_>, usize); 5] = [
        ("a chain",             &chain,                                MANY - 1),
        ("a chain from below",  &|at| chain(MANY - 1 - at),            MANY - 1),
        ("flat",                &|at| comment(Some(&name(at)), None),  0),
        ("one circle",          &round,                                MANY - 1),
        ("one id",              &|_| comment(Some("a"), Some("a~9")),  1),
    ];
    for (why, make, depth) in cases {
        let mut thread = Thread::default();
        thread.extend((0..MANY).map(make));
        assert_eq!(thread.len(), MANY, "{why}");
        let deepest = thread.comments().map(|comment| comment.depth() as usize).max();
        assert!(deepest.is_some_and(|deepest| deepest >= depth), "{why}: {deepest:?}");
    }
}

#[test]
fn many_kinds_of_roles_are_told_apart() {
    let with_role = |at: usize| NewComment {
        roles: vec![format!("role {at}")],
        ..comment(Some(&at.to_string()), None)
    };
    let mut thread = Thread::default();
    thread.extend((0..100_000).map(with_role));
    let role = |at: u32| thread.get(CommentId(at)).unwrap().roles().first().cloned();
    assert_eq!(role(0).as_deref(), Some("role 0"));
    assert_eq!(role(60_000).as_deref(), Some("role 60000"));
    assert_eq!(role(99_999), None, "what cannot be numbered is left out, not mixed up");
}

#[test]
fn a_record_is_small() {
    assert_eq!(RECORD_BYTES, 56);
}

proptest! {
    /// A nested source: places for parents, what is known of a comment before its replies, behind
    /// them, or in between; and looked at after every step.
    #[test]
    fn places_make_the_same_tree_as_ids(
        parents in prop::collection::vec((0_usize..20, 0_u8..3), 0..20)
    ) {
        let mut builder = ThreadBuilder::default();
        let mut by_id = Vec::new();
        let mut path: Vec<(CommentId, usize, bool)> = Vec::new();
        let mut late: Vec<(CommentId, usize)> = Vec::new();
        for (at, (depth, when)) in parents.into_iter().enumerate() {
            path.truncate(depth);
            let parent = path.last().copied();
            let id = builder.reserve(parent.map(|(id, ..)| id));
            if when == 0 {
                builder.fill(id, comment(Some(&format!("t{at}")), None));
            } else {
                late.push((id, at));
            }
            by_id.push((Some(format!("t{at}")), parent.map(|(_, at, _)| format!("t{at}"))));
            path.push((id, at, when == 0));
            let seen = builder.snapshot();
            prop_assert_eq!(seen.len(), at + 1);
            let depths: Vec<u32> = seen.comments().map(Comment::depth).collect();
            prop_assert_eq!(depths.last().copied(), Some(u32::try_from(path.len() - 1).unwrap()));
            for comment in seen.comments() {
                let below = seen.comments().filter(|c| {
                    seen.ancestors(c.id()).any(|above| above == comment.id())
                });
                prop_assert_eq!(comment.descendants() as usize, below.count());
            }
        }
        for (id, at) in late.into_iter().rev() {
            builder.fill(id, comment(Some(&format!("t{at}")), None));
            builder.fill(id, NewComment { author: "late".into(), ..NewComment::default() });
        }
        let (placed, named) = (builder.finish(), threaded([&by_id[..]]));
        prop_assert_eq!(outline(&placed), outline(&named));
        prop_assert_eq!(edges(&placed), edges(&named));
    }
}

#[test]
fn kept_text_is_read_when_it_is_asked_for() {
    static CAPITALS: Notation = Notation {
        name: "capitals",
        decode: |bytes| String::from_utf8_lossy(bytes).to_uppercase().into(),
        plain_letters: |_| false,
    };
    let mut builder = ThreadBuilder::default();
    builder.set_permalinks("https://quay.example/c/", "/");
    builder.keep(Segment { at: 0, bytes: std::sync::Arc::new(b"id7 who pays\x1b[0m?".to_vec()) });
    builder.push(NewComment {
        id: Some("id7".into()),
        id_at: Some(0),
        permalink: Permalink::ById,
        body: Body {
            kind: BodyKind::Plain,
            text: Text::Kept(Span { at: 4, length: 13 }, &CAPITALS),
        },
        ..NewComment::default()
    });
    // Taken already: written down under another id.
    builder.push(NewComment {
        id: Some("id7".into()),
        id_at: Some(0),
        permalink: Permalink::ById,
        ..NewComment::default()
    });
    // Not kept by anybody yet.
    builder.push(NewComment {
        id: Some(b"id\xFF8\x1b[1m"[..].into()),
        author: b"Ada\xFF  Brandt "[..].into(),
        body: Body {
            kind: BodyKind::Plain,
            text: Text::Raw(b"the\x1b town"[..].into(), &CAPITALS),
        },
        ..NewComment::default()
    });
    let thread = builder.finish();
    let names: Vec<_> = thread.comments().map(Comment::name).collect();
    assert_eq!(names, ["id7", "id7~2", "id\u{FFFD}8"]);
    let last = thread.get(CommentId(2)).unwrap();
    assert_eq!(last.author(), "Ada\u{FFFD} Brandt");
    assert_eq!((last.bytes(), &*last.body().text), (&b"the\x1b town"[..], "THE␛ TOWN"));
    let first = thread.get(CommentId(0)).unwrap();
    assert_eq!(first.body().text, "WHO PAYS?");
    assert_eq!(first.permalink().as_deref(), Some("https://quay.example/c/id7/"));
}

#[test]
fn an_id_that_has_to_be_cleaned_is_not_shown_as_its_source_has_it() {
    let mut builder = ThreadBuilder::default();
    builder.keep(Segment { at: 0, bytes: std::sync::Arc::new(b"a\n\t</b".to_vec()) });
    builder.push(NewComment {
        id: Some("a\n\t</b".into()),
        id_at: Some(0),
        ..NewComment::default()
    });
    let thread = builder.finish();
    assert_eq!(thread.comments().next().unwrap().name(), "a </b");
}

#[test]
fn a_subject_is_said_where_it_is_new_wherever_its_comment_is_moved() {
    let about = |id, parent, subject: &'static str| NewComment {
        subject: subject.into(),
        ..comment(Some(id), parent)
    };
    let mut thread = Thread::default();
    thread.extend([
        about("d", Some("a"), "Rope"),
        about("b", Some("a"), "OIL"),
        about("c", Some("b"), " oil\n"),
        about("a", None, "Oil"),
        about("e", Some("d"), ""),
        about("f", None, "Oil"),
    ]);
    let said: Vec<_> = thread.comments().map(|c| (c.name(), c.subject())).collect();
    let expected = [
        ("a", Some("Oil")),
        ("d", Some("Rope")),
        ("e", None),
        ("b", None),
        ("c", None),
        ("f", Some("Oil")),
    ];
    assert_eq!(said, expected);
}
