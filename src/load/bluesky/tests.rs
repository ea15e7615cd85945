//! What comes out of the fixtures of Bluesky, whole and damaged.

use super::super::outcome::{article, lines, read};
use super::*;
use crate::markup::to_html;
use crate::model::{Comment, Document};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../tests/fixtures/bluesky/", $name))
    };
}

const THREAD: &str = fixture!("thread.json");
const SECOND: &str = fixture!("thread-v2.json");
const FEED: &str = fixture!("feed.json");
const RECORDS: &str = fixture!("records.json");
const POSTS: &str = fixture!("posts.json");
const GONE: &str = fixture!("not-found.json");

/// The lines with what is the same in all of them cut short.
fn short(document: &Document) -> Vec<String> {
    let short = |line: String| {
        line.replace("at://did:plc:", "")
            .replace("at://", "")
            .replace("app.bsky.feed.post/", "")
            .replace("https://bsky.app/profile/", "/")
            .replace(".quay.example", "")
    };
    lines(document).into_iter().map(short).collect()
}

#[test]
fn a_nested_thread_is_an_article_and_its_replies() {
    let document = read(&LOADER, THREAD).unwrap();
    #[rustfmt::skip]
    assert_eq!(short(&document), [
        "0 tomas/k3 tomas @1777803300 4 +1 /tomas/post/k3: Who pays? For the oil, I mean. And for the lamp?",
        "1 ines/k4 ines @1777806900 1 op /ines/post/k4: The town.",
        "1 ada/k5 did:plc:ada deleted /did:plc:ada/post/k5: ",
        "0 ada/k6 did:plc:ada notloaded /did:plc:ada/post/k6: ",
        "0 ada/k7 ada @1777810500 0 /ada/post/k7: See this. graphic-media [link] The deed of 1911 @bot: High water 14:05",
        "0 tides/k8 Tides @1777814100 0 bot /did:plc:tides/post/k8: warn Low water 08:00",
    ]);
    assert_eq!(document.thread.missing(), 2, "one of them starts a thread");
    let facts = [
        "Who owns the light? ä See quay.example/d… @tomas #harbour",
        "Ines Varga",
        "Bluesky",
        "https://bsky.app/profile/ines.quay.example/post/k2",
        "@1777799700",
        "#lamp",
    ];
    assert_eq!(article(&document)[..6], facts);
    assert!(document.provenance.warnings.is_empty());
}

#[test]
fn what_it_answers_stands_before_its_text_and_ranges_are_links() {
    let document = read(&LOADER, THREAD).unwrap();
    let expected = r#"<blockquote><p>@tomas.quay.example:</p>
<p>The lamp is out.</p></blockquote>
<blockquote><p>@ines.quay.example:</p>
<p>Is it? &lt;yes&gt;</p></blockquote>
<p>Who owns the light? ä See <a href="https://quay.example/deed?a=1&amp;b=2">quay.example/d…</a> <a href="https://bsky.app/profile/did:plc:tomas">@tomas</a> <a href="https://bsky.app/hashtag/harbour">#harbour</a></p>
<p><a href="https://cdn.example/f.jpg">[image] The north mole</a></p>"#;
    assert_eq!(to_html(&document.article.blocks), expected);
}

#[test]
fn the_second_version_is_a_list_with_depths() {
    let document = read(&LOADER, SECOND).unwrap();
    #[rustfmt::skip]
    assert_eq!(short(&document), [
        "0 tomas/k3 tomas @1777803300 4 +2 /tomas/post/k3: Who pays?",
        "1 ines/k4 ines @1777806900 0 op /ines/post/k4: The town.",
        "1 ada/k5 did:plc:ada notloaded /did:plc:ada/post/k5: ",
        "0 ada/k6 did:plc:ada notloaded /did:plc:ada/post/k6: ",
        "0 ada/k7 did:plc:ada deleted /did:plc:ada/post/k7: ",
    ]);
    assert_eq!(document.thread.missing(), 5, "three of them start threads");
    let words = "@tomas.quay.example: The lamp is out. Who owns the light?";
    assert_eq!(article(&document)[5], words);
}

#[test]
fn lists_of_posts_are_comments() {
    let feed = read(&LOADER, FEED).unwrap();
    #[rustfmt::skip]
    assert_eq!(short(&feed), [
        "0 ada/k9 ada @1777810500 0 /ada/post/k9: Nets.",
        "0 ines/k1 ines @1777796100 0 +1 /ines/post/k1: Who owns the light?",
        "1 tomas/k3 tomas @1777803300 0 /tomas/post/k3: Who pays?",
        "2 ines/k4 ines @1777806900 0 /ines/post/k4: The town.",
    ]);
    let records = read(&LOADER, RECORDS).unwrap();
    let record = "0 ines/k1 did:plc:ines @1777796100 /did:plc:ines/post/k1: Who owns the light?";
    assert_eq!(short(&records), [record]);
    let posts = read(&LOADER, POSTS).unwrap();
    #[rustfmt::skip]
    assert_eq!(short(&posts), [
        "0 ines/k1 ines @1777796100 0 +1 /ines/post/k1: Who owns the light?",
        "1 ines/k2 ines @1777799700 0 /ines/post/k2: Nobody?",
    ]);
    assert!([feed, records, posts].iter().all(|document| article(document).is_empty()));
    let gone = read(&LOADER, GONE).unwrap();
    assert_eq!(short(&gone), ["0 ada/k5 did:plc:ada deleted /did:plc:ada/post/k5: "]);
}

#[test]
fn depth_is_no_matter() {
    let deep = 3_000;
    let post =
        |at: usize| format!(r#"{{"post":{{"uri":"at://a/b/{at}","record":{{"text":"c"}}}},"#);
    let nested = |key: &str, end: &str| -> String {
        let begin = (0..deep).map(|at| post(at) + &format!("\"{key}\":{end}"));
        let begin = begin.collect::<String>();
        let close = if end == "[" { "]}" } else { "}" };
        format!(r#"{{"thread":{begin}{}{}}}"#, post(deep) + "\"x\":0}", close.repeat(deep))
    };
    let below = read(&LOADER, &nested("replies", "[")).unwrap();
    assert_eq!(below.thread.comments().map(Comment::depth).max(), Some(2_999));
    let above = read(&LOADER, &nested("parent", "")).unwrap();
    assert_eq!((above.thread.len(), above.article.blocks.len()), (0, 2 * deep + 1));
}

#[test]
fn what_is_no_post_is_counted() {
    let json = r#"{"thread":{"post":{"uri":"at://a/b/1","record":{"text":"a"}},"replies":[7,null,
        {"post":{"uri":"at://a/b/2","record":{"text":"b","facets":[3,{"index":{}}]}}}]}}"#;
    let document = read(&LOADER, json).unwrap();
    assert_eq!(short(&document), ["0 a/b/2 a /a/post/2: b"]);
    assert_eq!(document.provenance.warnings, ["1 comment could not be read"]);
}
