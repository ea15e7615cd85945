//! What comes out of topics and posts.

use super::*;
use crate::load::facts::{article, comments, links, read};
use crate::load::{Collector, Stream};
use crate::model::Document;

const TOPIC: &str = include_str!("../../../tests/fixtures/discourse/topic.json");

/// The document of `json`, which came from `url`.
fn read_from(url: &str, json: &str) -> Document {
    let mut sink = Collector::default();
    let input = Input { url: Some(url), ..Input::default() };
    load(&input, Stream::new(json.as_bytes().to_vec(), None), &mut sink).unwrap();
    sink.finish()
}

#[test]
fn every_fact_of_a_topic_comes_out() {
    let document = read(&LOADER, TOPIC);
    assert_eq!(
        article(&document.article),
        [
            "title: Who owns the harbour light?",
            "by: inesv",
            "published: 1777796400",
            "updated: 1777808100",
            "tags: harbour law",
            "html: <p>The lamp is <strong>out</strong> 😦.</p><p><strong>Who pays?</strong> (voters: 8)</p>\
             <ul><li>The town (7 votes)</li><li>The port (1 vote)</li></ul>",
        ]
    );
    assert_eq!(
        comments(&document),
        [
            r#"0 702 "tomasl" 1777796700 *4 | The town does."#,
            r#"1 703 "inesv" 1777797000 *0 edited <op> | Which deed?"#,
            r#"2 704 "adab" 1777797300 *12 <moderator, accepted answer> | The one of 1911./deed.png20×30 1 KB"#,
            r#"3 705 "quayside_7" 1777797600 *0 REMOVED | Off topic."#,
            r#"1 708 "tomasl" 1777798500 *0 DELETED | Never mind."#,
            r#"0 707 "r_okafor" 1777798200 *0 DELETED | (post deleted by author)"#,
            r#"0 709 "r_okafor" 1777798800 *0 REMOVED | Buy my lamps."#,
            r#"0 710 "adab" 1777799100 *0 <moderator, action> | closed enabled"#,
            r#"0 711 "adab" 1777799400 *0 <admin, moderator action> | I split this topic."#,
            r#"0 712 "keeper" 1777799700 *3 <staff> | I kept it for you. | answers post 6"#,
        ]
    );
    assert_eq!(document.thread.missing_roots(), 3);
    assert_eq!(document.provenance.declared, Some(13));
    assert_eq!(
        document.provenance.warnings,
        ["1 comment answers one that is not here; shown as a root"]
    );
}

#[test]
fn addresses_are_those_of_the_site_it_came_from() {
    assert!(links(&read(&LOADER, TOPIC)).iter().all(String::is_empty));
    let document = read_from("https://quay.example/t/harbour-light/77.json?print=true", TOPIC);
    assert_eq!(links(&document)[0], "https://quay.example/t/harbour-light/77/2");
    assert_eq!(document.article.url.as_deref(), Some("https://quay.example/t/harbour-light/77"));
    let latest = include_str!("../../../tests/fixtures/discourse/latest-posts.json");
    let document = read_from("https://quay.example/posts.json", latest);
    assert!(links(&document).contains(&"https://quay.example/t/oil/81/5".to_owned()));
}

#[test]
fn the_first_layout_is_read_and_counted() {
    let json = include_str!("../../../tests/fixtures/discourse/layout-of-2013.json");
    let document = read(&LOADER, json);
    assert_eq!(
        article(&document.article),
        [
            "title: A harbour for all",
            "by: inesv",
            "published: 1367586840",
            "tags: uncategorised",
            "html: <p>Welcome.</p>",
        ]
    );
    assert_eq!(comments(&document), [r#"0 12 "tomasl" 1367587200 *1 <staff> | Thank you."#]);
    assert_eq!(document.thread.missing_roots(), 2);
}

#[test]
fn a_page_that_does_not_begin_the_topic_has_no_article() {
    let json = include_str!("../../../tests/fixtures/discourse/page-without-opening.json");
    let document = read(&LOADER, json);
    assert_eq!(article(&document.article), Vec::<String>::new());
    assert_eq!(
        comments(&document),
        [r#"0 721 "tomasl" 1777802400 *0 | Still out."#, r#"1 722 "inesv" 1777802700 *0 | Still."#,]
    );
    assert_eq!(document.thread.missing_roots(), 27);
}

#[test]
fn posts_of_many_topics_answer_those_of_their_own() {
    let json = include_str!("../../../tests/fixtures/discourse/latest-posts.json");
    let document = read(&LOADER, json);
    assert_eq!(article(&document.article), Vec::<String>::new());
    assert_eq!(
        comments(&document),
        [
            r#"0 901 "inesv" 1777796400 *0 | A lamp?"#,
            r#"1 902 "adab" 1777796700 *0 | New lamp."#,
            r#"0 903 "keeper" 1777797000 *0 | Old oil."#,
            r#"1 905 "tomasl" 1777797600 *0 | New oil."#,
        ]
    );
}

#[test]
fn posts_of_one_topic_have_its_title() {
    let json = include_str!("../../../tests/fixtures/discourse/posts-of-a-topic.json");
    let document = read(&LOADER, json);
    assert_eq!(
        article(&document.article),
        [
            "title: Who owns the harbour light?",
            "by: inesv",
            "published: 1777796400",
            "html: <p>The lamp is out.</p>",
        ]
    );
    assert_eq!(comments(&document), [r#"0 702 "tomasl" 1777796700 *0 | The town does."#]);
}

#[test]
fn a_list_of_posts_may_write_numbers_as_texts() {
    let json = include_str!("../../../tests/fixtures/discourse/replies.json");
    let document = read(&LOADER, json);
    assert_eq!(
        comments(&document),
        [
            r#"0 704 "adab" 1777797300 *0 | The deed says. | answers post 3"#,
            r#"1 706 "tomasl" 1777797900 *5 | Which page?"#,
        ]
    );
}

#[test]
fn pages_behind_each_other_are_one_topic() {
    let json = include_str!("../../../tests/fixtures/discourse/pages.json");
    let document = read(&LOADER, json);
    assert_eq!(article(&document.article)[0], "title: Who owns the harbour light?");
    assert_eq!((document.thread.len(), document.thread.missing()), (2, 0));
    assert!(document.provenance.warnings.is_empty());
}

#[test]
fn sorted_keys_are_recognised_and_a_title_may_have_entities() {
    let json = include_str!("../../../tests/fixtures/discourse/sorted-keys.json");
    let document = read(&LOADER, json);
    assert_eq!(article(&document.article)[0], "title: Oil & lamp");
    assert_eq!(comments(&document), [r#"0 702 "adab" 1777796700 *0 | Lamp."#]);
}

#[test]
fn what_is_of_a_wrong_type_costs_nothing_else() {
    let json = r#"{"title":{},"posts_count":"9","tags":[1,"a"],"details":[],"post_stream":{"stream":"x",
        "posts":[5,{"post_number":1,"cooked":"<p>A</p>"},{"post_number":[],"id":2,"username":3,
        "name":"Bo","cooked":4,"raw":"*b*","reply_to_post_number":{},"actions_summary":7,
        "version":"2","hidden":"no","created_at":false},
        {"post_number":3,"cooked":"c","reply_to_post_number":3}]}}"#;
    let document = read(&LOADER, json);
    assert_eq!(comments(&document)[0], r#"0 2 "Bo" ? | b"#);
    assert_eq!(document.thread.len(), 2);
    assert_eq!(
        document.provenance.warnings,
        [
            "post_stream.stream: expected a list, found a text",
            "post_stream.posts[2].post_number: expected a number, found a list",
            "post_stream.posts[2].reply_to_post_number: expected a number, found an object",
            "details: expected an object, found a list",
            "title: expected a text, found an object",
            "tags[0]: expected a text, found a number",
            "post_stream.posts[2].username: expected a text, found a number",
            "post_stream.posts[2].hidden: expected true or false, found a text",
            "post_stream.posts[2].created_at: expected a time, found true or false",
            "post_stream.posts[2].actions_summary: expected a list, found a number",
            "post_stream.posts[2].version: expected a number, found a text",
            "post_stream.posts[2].cooked: expected a text, found a number",
            "posts_count: expected a number, found a text",
            "1 comment could not be read",
        ]
    );
}

#[test]
fn posts_that_answer_each_other_are_shown_once() {
    let json = r#"[{"id":1,"post_number":2,"cooked":"a","reply_to_post_number":3,"username":"a"},
        {"id":2,"post_number":3,"cooked":"b","reply_to_post_number":2,"username":"b"}]"#;
    assert_eq!(read(&LOADER, json).thread.len(), 2);
}
