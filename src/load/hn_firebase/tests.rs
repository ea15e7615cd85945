//! What comes out of items, in whatever form and order they come.

use super::*;
use crate::load::facts::{article, comments, links, read};

const HARBOUR: &str = include_str!("../../../tests/fixtures/hn_firebase/list-out-of-order.json");

/// The comments of [`HARBOUR`], ranked as its kids are.
const RANKED: [&str; 7] = [
    r#"0 9303 "adab" 1777796700 | The town does."#,
    r#"1 9306 "inesv" 1777797600 more:2 <op> | Which deed?"#,
    r#"1 9305 "" 1777797300 DELETED | "#,
    r#"2 9307 "r_okafor" 1777797900 <dead> | Buy my lamps."#,
    r#"0 9302 "tomasl" 1777796400 | The port does."#,
    r#"0 9304 "quayside_7" 1777797000 REMOVED <dead> | "#,
    r#"0 9308 "adab" 1777798200 | Neither. | answers 9399"#,
];

#[test]
fn items_in_any_order_are_shown_as_they_are_ranked() {
    let document = read(&LOADER, HARBOUR);
    assert_eq!(
        article(&document.article),
        [
            "title: Ask HN: Who pays for a harbour light?",
            "by: inesv",
            "site: Hacker News",
            "published: 1777796100",
            "url: https://news.ycombinator.com/item?id=9301",
            "html: <p>The lamp is out.</p><p>Who pays?</p>",
        ]
    );
    assert_eq!(comments(&document), RANKED);
    assert_eq!(links(&document)[1], "https://news.ycombinator.com/item?id=9306");
    assert_eq!(document.thread.missing_roots(), 3, "a kid that is not here, and what hangs on it");
    assert_eq!(
        document.provenance.warnings,
        ["1 comment answers one that is not here; shown as a root"]
    );
}

#[test]
fn lines_and_objects_of_items_say_the_same_as_a_list() {
    let lines = include_str!("../../../tests/fixtures/hn_firebase/lines.json");
    let object = include_str!("../../../tests/fixtures/hn_firebase/by-id.json");
    let from_lines = read(&LOADER, lines);
    assert_eq!(
        comments(&from_lines),
        [
            r#"0 9402 "tomasl" 1777796400 | The keeper knew."#,
            r#"1 9403 "adab" 1777796700 | He retired."#
        ]
    );
    let from_object = read(&LOADER, object);
    assert_eq!(comments(&from_object), comments(&from_lines));
    assert_eq!(from_object.article, from_lines.article);
    assert!(from_object.provenance.warnings.is_empty());
}

#[test]
fn a_story_alone_says_how_much_is_missing() {
    let json = include_str!("../../../tests/fixtures/hn_firebase/story-alone.json");
    let document = read(&LOADER, json);
    assert_eq!(article(&document.article)[0], "title: The last keeper of the north mole");
    assert_eq!((document.thread.len(), document.thread.missing()), (0, 17));
    assert!(document.provenance.warnings.is_empty());
}

#[test]
fn a_poll_has_its_choices_in_its_text() {
    let json = include_str!("../../../tests/fixtures/hn_firebase/poll.json");
    let document = read(&LOADER, json);
    assert_eq!(
        article(&document.article).last().unwrap(),
        "html: <p>One vote each.</p><ul><li>The town (12 points)</li><li>The port (1 point)</li></ul>"
    );
    assert_eq!(comments(&document), [r#"0 9604 "adab" 1777796700 | The town."#]);
}

#[test]
fn a_comment_alone_is_a_comment() {
    let json = include_str!("../../../tests/fixtures/hn_firebase/comment-alone.json");
    let document = read(&LOADER, json);
    assert_eq!(
        comments(&document),
        [r#"0 9702 "tomasl" 1777796400 more:2 | Ask the port. | answers 9701"#]
    );
}

#[test]
fn kids_may_be_items_themselves() {
    let json = include_str!("../../../tests/fixtures/hn_firebase/nested-kids.json");
    let document = read(&LOADER, json);
    assert_eq!(
        comments(&document),
        [
            r#"0 9802 "tomasl" 1777796400 | The keeper knew."#,
            r#"1 9803 "adab" 1777796700 more:1 | He retired."#,
            r#"0 9804 "quayside_7" 1777797000 | When?"#,
        ]
    );
    assert!(document.provenance.warnings.is_empty());
}

#[test]
fn a_choice_without_its_poll_is_shown() {
    let json = r#"{"by":"a","id":2,"poll":1,"score":3,"text":"x","time":4,"type":"pollopt"}"#;
    assert_eq!(comments(&read(&LOADER, json)), [r#"0 2 "a" 4 *3 | x | answers 1"#]);
}

#[test]
fn items_may_stand_in_an_object_within() {
    let json = r#"{"fetched":7,"by":{"x":null},"items":{
        "1":{"type":"story","title":"T","by":"a"},"2":{"type":"comment","parent":1,"text":"b","by":"c"}}}"#;
    assert_eq!(comments(&read(&LOADER, json)), [r#"0 2 "c" ? | b"#]);
}

#[test]
fn those_that_answer_each_other_are_shown_once() {
    let json = r#"[{"id":1,"type":"comment","by":"a","parent":2,"text":"x","kids":[2]},
        {"id":2,"type":"comment","by":"b","parent":1,"text":"y","kids":[1,2]},
        {"id":3,"type":"comment","by":"c","parent":3,"text":"z","kids":[3]}]"#;
    let document = read(&LOADER, json);
    assert_eq!(document.thread.len(), 3);
    assert_eq!(
        document.provenance.warnings,
        ["2 comments were their own ancestors; shown as roots"]
    );
}

#[test]
fn a_deep_exchange_is_no_harder_than_a_wide_one() {
    let many = 20_000;
    let item = |id: usize, parent: usize| {
        format!(r#"{{"id":{id},"type":"comment","by":"a","parent":{parent},"text":"b"}}"#)
    };
    let deep: Vec<String> = (1..=many).rev().map(|id| item(id, id - 1)).collect();
    let wide: Vec<String> = (1..=many).map(|id| item(id, 1)).collect();
    for items in [deep, wide] {
        assert_eq!(read(&LOADER, &format!("[{}]", items.join(","))).thread.len(), many);
    }
}

#[test]
fn what_is_of_a_wrong_type_costs_nothing_else() {
    let json = r#"[{"id":1,"type":"story","title":["x"],"by":"a","kids":{},"time":true},
        {"id":2,"type":3,"by":4,"parent":1,"text":{},"kids":"none"},"x"]"#;
    let document = read(&LOADER, json);
    assert_eq!(comments(&document), [r#"0 2 "" ? | "#]);
    assert_eq!(
        document.provenance.warnings,
        [
            "[1].type: expected a text, found a number",
            "[0].kids: expected a list, found an object (and once more)",
            "[0].title: expected a text, found a list",
            "[0].time: expected a time, found true or false",
            "[1].by: expected a text, found a number",
            "[1].text: expected a text, found an object",
            "1 comment could not be read",
        ]
    );
}
