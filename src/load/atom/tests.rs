//! Feeds of three kinds, each fact on its own, damage, segments of any size.

use std::fmt::Write;
use std::io::{self, Read};

use proptest::prelude::*;

use super::*;
use crate::load::Collector;
use crate::load::page::outline::comments;
use crate::model::{Document, plain_text};

/// A source that gives what it has in pieces of this size.
struct Drops<'a>(&'a [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let size = self.1.clamp(1, to.len()).min(self.0.len());
        to[..size].copy_from_slice(&self.0[..size]);
        self.0 = &self.0[size..];
        Ok(size)
    }
}

fn read_in_pieces(bytes: &[u8], head: usize, size: usize) -> Document {
    let (head, rest) = bytes.split_at(head.min(bytes.len()));
    let mut rest = Drops(rest, size);
    let mut sink = Collector::default();
    let input = Input { name: "feed.xml", ..Input::default() };
    load(&input, Stream::new(head.to_vec(), Some(&mut rest)), &mut sink).unwrap();
    sink.finish()
}

fn read(text: &str) -> Document {
    read_in_pieces(text.as_bytes(), text.len(), 1)
}

/// An Atom feed of comments on one page with these entries.
fn feed(entries: &str) -> String {
    format!(
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' \
         xmlns:thr='http://purl.org/syndication/thread/1.0' xml:lang='en'>\
         <title>Comments on: Lamp</title><link href='https://quay.example/lamp/'/>{entries}</feed>"
    )
}

const ATOM: &str = include_str!("../../../tests/fixtures/atom/harbour.atom");
const RSS: &str = include_str!("../../../tests/fixtures/atom/harbour.rss");

#[test]
fn a_feed_in_atom_says_all_of_this() {
    let document = read(ATOM);
    insta::assert_snapshot!(comments(&document), @r"
    48, R. Okafor, 4 May 2026 00:49 UTC, https://quay.example/2026/05/harbour-light/#comment-48: Lamps go out. Who has seen the keeper & his boat?
    44, quayside_7, 3 May 2026 08:59 UTC: The harbour master has one.
    41, Tomas Lind, 3 May 2026 08:05 UTC, https://quay.example/2026/05/harbour-light/#comment-41: The town does. It is in the 1911 deed.
    . 45, Ada Brandt, 3 May 2026 09:02 UTC, edited, https://quay.example/2026/05/harbour-light/#comment-45: in the 1911 deed//Please send a scan.
    . 42, Anonymous, 3 May 2026 08:30 UTC, Deleted:
    ");
    let article = &document.article;
    assert_eq!(article.title.as_deref(), Some("Who owns the harbour light & why?"));
    assert_eq!(article.byline.as_deref(), Some("Ines Varga"));
    assert_eq!(article.url.as_deref(), Some("https://quay.example/2026/05/harbour-light/"));
    assert_eq!(article.language.as_deref(), Some("en-GB"));
    assert_eq!(article.published, Some(1_777_793_400));
    insta::assert_snapshot!(plain_text(&article.blocks), @r"
    The lamp at the end of the north mole has been out since February.

    The port authority points at the town.
    ");
    let warning = "1 comment answers one that is not here; shown as a root";
    assert_eq!(document.provenance.warnings, [warning]);
    let link = document.thread.comments().next().unwrap().permalink().unwrap();
    assert_eq!(link, "https://quay.example/2026/05/harbour-light/#comment-48");
}

#[test]
fn a_feed_in_rss_says_all_of_this() {
    let document = read(RSS);
    insta::assert_snapshot!(comments(&document), @r"
    41, Tomas Lind, 3 May 2026 08:05 UTC, https://quay.example/2026/05/harbour-light/#comment-41: The town does./It is in the 1911 deed.
    . 45, Ada Brandt, 3 May 2026 09:02 UTC, 90%, https://quay.example/2026/05/harbour-light/#comment-45: In reply to Tomas Lind.//Please send a scan.
    ");
    assert_eq!(document.article.title.as_deref(), Some("Who owns the harbour light?"));
    assert_eq!(
        document.article.url.as_deref(),
        Some("https://quay.example/2026/05/harbour-light/")
    );
    assert_eq!(document.provenance.warnings, [""; 0]);
}

#[test]
fn each_fact_is_read_or_unknown() {
    #[rustfmt::skip]
    let cases = [
        ("nothing",             "<id>a</id>",                                                            "a: "),
        ("a name",              "<id>a</id><author><uri>x</uri><name>R. &amp; Okafor</name></author>",  "a, R. & Okafor: "),
        ("a name elsewhere",    "<id>a</id><source><name>x</name></source>",                             "a: "),
        ("a date",              "<id>a</id><published>2026-05-03T09:30:00+02:00</published>",            "a, 3 May 2026 07:30 UTC: "),
        ("only the last one",   "<id>a</id><updated>2026-05-03T07:30:00Z</updated>",                     "a, 3 May 2026 07:30 UTC: "),
        ("both",                "<id>a</id><published>2026-05-03T07:30:00Z</published><updated>2026-05-03T08:30:00Z</updated>", "a, 3 May 2026 07:30 UTC, edited: "),
        ("of mail",             "<id>a</id><pubDate>Sun, 03 May 2026 07:30:00 +0000</pubDate>",          "a, 3 May 2026 07:30 UTC: "),
        ("no date",             "<id>a</id><published>in spring</published>",                            "a, in spring (None): "),
        ("text",                "<id>a</id><content>1 &lt; 2</content>",                                 "a: 1 < 2"),
        ("HTML",                "<id>a</id><content type='html'>&lt;b&gt;oil&lt;/b&gt; &amp;amp; co</content>", "a: oil & co"),
        ("a section",           "<id>a</id><content type='html'><![CDATA[<p>oil</entry></p>]]></content>", "a: oil"),
        ("XHTML",               "<id>a</id><content type='xhtml'><div><p>oil</p><title>x</title></div></content>", "a: oil"),
        ("elsewhere",           "<id>a</id><content src='x'/><summary>in short</summary>",              "a: in short"),
        ("content wins",        "<id>a</id><content>long</content><summary>short</summary>",            "a: long"),
        ("and again",           "<id>a</id><summary>short</summary><content>long</content>",            "a: long"),
        ("a deletion",          "<id>a</id><content type='html'>&lt;p&gt;[deleted]&lt;/p&gt;</content>", "a, Deleted: "),
        ("a title that says",   "<id>a</id><title>Oil</title><content>is dear</content>",               "a: Oil//is dear"),
        ("one that does not",   "<id>a</id><title>By: Ada</title><author><name>Ada</name></author>",    "a, Ada: "),
        ("a lost account",      "<id>a</id><title>/u/[deleted] on Lamp</title><content>oil</content>",   "a: oil"),
        ("unknown entities",    "<id>a</id><content>&lol; &amp; &#x41;</content>",                      "a: &lol; & A"),
    ];
    for (why, entry, expected) in cases {
        let document = read(&feed(&format!("<entry>{entry}</entry>")));
        assert_eq!(comments(&document), format!("{expected}\n"), "{why}");
        assert_eq!(document.article.title.as_deref(), Some("Lamp"), "{why}");
    }
}

#[test]
fn parents_are_found_whatever_comes_first() {
    let entry = |id: &str, parent: &str| {
        let reply = if parent.is_empty() {
            String::new()
        } else {
            format!("<thr:in-reply-to ref='{parent}' href='{parent}'/>")
        };
        format!("<entry><id>{id}</id>{reply}<content>x</content></entry>")
    };
    #[rustfmt::skip]
    let cases = [
        ("newest first",    vec![("c", "b"), ("b", "a"), ("a", "")],         "a .b ..c"),
        ("oldest first",    vec![("a", ""), ("b", "a")],                     "a .b"),
        ("to the page",     vec![("a", "https://quay.example/lamp/")],       "a"),
        ("to nobody here",  vec![("a", "z")],                                "a"),
        ("to itself",       vec![("a", "a")],                                "a"),
        ("in a circle",     vec![("a", "b"), ("b", "a")],                    "a .b"),
        ("twice the same",  vec![("a", ""), ("a", "")],                      "a a~2"),
        ("by address",      vec![("u/#comment-2", "u/#comment-1"), ("u/#comment-1", "")], "1 .2"),
        ("of two pages",    vec![("u/#comment-1", ""), ("v/#comment-1", "")], "1 v/#comment-1"),
    ];
    for (why, entries, expected) in cases {
        let entries: String = entries.iter().map(|(id, parent)| entry(id, parent)).collect();
        let document = read(&feed(&entries));
        let outline: Vec<String> =
            document.thread.comments().map(|c| ".".repeat(c.depth() as usize) + c.name()).collect();
        assert_eq!(outline.join(" "), expected, "{why}");
    }
}

#[test]
fn damage_costs_no_more_than_itself() {
    let good = "<entry><id>z</id><content>fine</content></entry>";
    #[rustfmt::skip]
    let cases = [
        ("never closed",      "<entry><id>a</id><content>oil <b>dear</content></entry>",       "a: oil <b>dear\nz: fine\n"),
        ("closed twice",      "<entry><id>a</id></b></i><content>oil</content></entry>",       "a: oil\nz: fine\n"),
        ("nothing at all",    "<entry></entry>",                                               "z: fine\n"),
        ("markup of no kind", "<entry><id>a</id><!oil><content>oil</content></entry>",         "a: oil\nz: fine\n"),
        ("a bare ampersand",  "<entry><id>a</id><content>oil & lamps</content></entry>",       "a: oil & lamps\nz: fine\n"),
        ("a section",         "<entry><id>a</id><content><![CDATA[oil</content></entry>",      "a: oil\nz: fine\n"),
        ("a comment",         "<!-- oil <entry><id>a</id></entry>",                            "a: \nz: fine\n"),
        ("attributes twice",  "<entry a='1' a='2'><id>a</id></entry>",                         "a: \nz: fine\n"),
    ];
    for (why, bad, expected) in cases {
        let document = read(&feed(&(bad.to_owned() + good)));
        assert_eq!(comments(&document).replace("<![CDATA[", ""), expected, "{why}");
    }
    let document = read(&feed("<entry><id>a</id><content>oil").replace("</feed>", ""));
    assert_eq!(comments(&document), "a: oil\n");
    assert_eq!(document.provenance.warnings, ["the feed ends in the middle of an entry"]);
}

#[test]
fn entities_do_not_grow_and_nothing_is_fetched() {
    let mut laughs = String::from("<!DOCTYPE feed [<!ENTITY lol0 'lol'>");
    for at in 1..20 {
        let again = format!("&lol{};", at - 1).repeat(10);
        write!(laughs, "<!ENTITY lol{at} '{again}'>").unwrap();
    }
    laughs += "<!ENTITY file SYSTEM 'file:///etc/hostname'>]>";
    let entry = "<entry><id>a</id><content>&lol19; &file;</content></entry>";
    let text = feed(entry).replacen("<feed", &format!("{laughs}<feed"), 1);
    assert_eq!(comments(&read(&text)), "a: &lol19; &file;\n");
}

#[test]
fn only_a_feed_is_one() {
    #[rustfmt::skip]
    let cases: [(&str, &[u8], Likelihood); 9] = [
        ("Atom",            b"<?xml version='1.0'?>\n<!-- x --><feed xmlns='http://www.w3.org/2005/Atom'>", Likelihood::Certain),
        ("with a prefix",   b"<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>", Likelihood::Certain),
        ("RSS",             b"\xEF\xBB\xBF <rss version='2.0'>",                    Likelihood::Certain),
        ("UTF-16",          b"\xFF\xFE<\0r\0s\0s\0>\0",                             Likelihood::Certain),
        ("another feed",    b"<feed><cow/></feed>",                                 Likelihood::No),
        ("a page",          b"<!DOCTYPE html><html><p>&lt;rss>",                    Likelihood::No),
        ("text",            b"An <rss> is",                                         Likelihood::No),
        ("torn",            b"<rss",                                                Likelihood::No),
        ("nothing",         b"",                                                    Likelihood::No),
    ];
    for (why, bytes, expected) in cases {
        assert_eq!(sniff(&Input { bytes, ..Input::default() }), expected, "{why}");
    }
    let mut sink = Collector::default();
    let page = Stream::new(b"<p>no feed".to_vec(), None);
    assert!(matches!(load(&Input::default(), page, &mut sink), Err(LoadError::Broken { .. })));
}

#[test]
fn other_letters_are_read() {
    let latin = "<?xml version='1.0' encoding='ISO-8859-1'?><rss><channel><title>\u{D6}l</title>\
                 <item><guid>a</guid><description>\u{D6}l</description></item></channel></rss>";
    let bytes: Vec<u8> = latin.chars().map(|c| u8::try_from(c as u32).unwrap()).collect();
    let document = read_in_pieces(&bytes, 100, 7);
    assert_eq!(comments(&document), "a: Öl\n");
    let broken = b"<rss><channel><item><guid>a</guid><description>\xD6l \xE2\x82</description></item></channel></rss>";
    let document = read_in_pieces(broken, 60, 1);
    assert_eq!(comments(&document), "a: ?l ??\n");
    assert_eq!(document.provenance.warnings, ["some bytes are not UTF-8; each is shown as ?"]);
}

proptest! {
    /// The segments in which a feed comes make no difference.
    #[test]
    fn segments_make_no_difference(head in 0_usize..4000, size in 1_usize..3000, rss: bool) {
        let text = if rss { RSS } else { ATOM };
        let (whole, pieces) = (read(text), read_in_pieces(text.as_bytes(), head, size));
        prop_assert_eq!(comments(&whole), comments(&pieces));
        prop_assert_eq!(whole.article, pieces.article);
        prop_assert_eq!(whole.provenance.warnings, pieces.provenance.warnings);
    }

    /// Whatever comes, reading ends, and in pieces it says the same.
    #[test]
    fn soup_is_eaten(pieces in prop::collection::vec(0_usize..16, 0..40), size in 1_usize..50) {
        const SOUP: [&str; 16] = [
            "<entry>", "</entry>", "<id>", "a</id>", "<content>", "</content>", "<![CDATA[", "]]>",
            "<!-- ", " -->", "<!x", "oil & \u{D6}l", "<b x='", "'>", "</feed>", "<author><name>",
        ];
        let text = feed(&pieces.iter().map(|&at| SOUP[at]).collect::<String>());
        let whole = read(&text);
        let pieces = read_in_pieces(text.as_bytes(), 0, size);
        prop_assert_eq!(comments(&whole), comments(&pieces), "{}", text);
    }
}

#[test]
fn an_article_says_how_many_comments_it_has() {
    let article = "<link href='https://quay.example/lamp/'/><title>Lamp</title>";
    #[rustfmt::skip]
    let cases = [
        ("a link",   "<link rel='replies' href='u' thr:count='7'/>", Some(7)),
        ("a total",  "<thr:total>8</thr:total>",                     Some(8)),
        ("RSS",      "<slash:comments>9</slash:comments>",           Some(9)),
        ("no count", "<thr:total>many</thr:total>",                  None),
    ];
    for (why, count, declared) in cases {
        let document = read(&feed(&format!("<entry>{article}{count}</entry>")));
        assert_eq!(document.provenance.declared, declared, "{why}");
        assert_eq!(document.article.title.as_deref(), Some("Lamp"), "{why}");
    }
}

/// A feed of articles with these entries.
fn articles(entries: &str) -> Document {
    read(&feed(entries).replace("Comments on: Lamp", "The Quay"))
}

/// The subjects, each with its depth, how many comments are missing, and what it says.
fn subjects(document: &Document) -> String {
    let lines = document.thread.comments().map(|comment| {
        let dots = ".".repeat(comment.depth() as usize);
        let more = Some(comment.more()).filter(|&more| more > 0);
        let more = more.map(|more| format!(" +{more}")).unwrap_or_default();
        let body = plain_text(&crate::markup::from_body(comment.body())).replace('\n', "/");
        format!("{dots}{}{more}: {body}", comment.subject().unwrap_or("-"))
    });
    lines.collect::<Vec<_>>().join("; ")
}

#[test]
fn a_feed_of_articles_is_a_list_of_threads() {
    let of = |id: &str, title: &str, more: &str| {
        format!(
            "<entry><id>{id}</id><title>{title}</title><link href='https://quay.example/{id}'/><content>x</content>{more}</entry>"
        )
    };
    let reply = "<entry><id>r</id><title>Re: Ebb</title><thr:in-reply-to ref='a'/><content>y</content></entry>";
    let two = of("a", "Ebb", "") + &of("b", "Flow", "");
    #[rustfmt::skip]
    let cases = [
        ("two",                  two.clone(),                                                "Ebb: x; Flow: x"),
        ("their comments",       two.clone() + reply,                                        "Ebb: x; .-: y; Flow: x"),
        ("comments that come first", reply.to_owned() + &two,                                "Ebb: x; .-: y; Flow: x"),
        ("how many there are",   of("a", "Ebb", "<thr:total>3</thr:total>") + reply + &of("b", "Flow", "<slash:comments>1</slash:comments>"), "Ebb +2: x; .-: y; Flow +1: x"),
        ("what comes with it",   of("a", "Ebb", "<link rel='enclosure' href='https://q.example/a.mp3' type='audio/mpeg' length='2000'/>") + &of("b", "Flow", ""), "Ebb: x//[audio] a.mp3, 2 kB; Flow: x"),
        ("titles in HTML",       of("a", "&lt;i>Ebb&lt;/i>", "") + &of("b", "Flow", ""),   "Ebb: x; Flow: x"),
        ("comments of a page",   of("a#1", "Ebb", "") + &of("a#2", "Flow", ""),              "-: Ebb//x; -: Flow//x"),
        ("the title of all",     of("a", "The Quay", "") + &of("b", "The Quay", ""),         "-: The Quay//x; -: The Quay//x"),
    ];
    for (why, entries, expected) in cases {
        let document = articles(&entries);
        assert_eq!(subjects(&document), expected, "{why}");
        assert_eq!(document.article.title.as_deref(), Some("The Quay"), "{why}");
        assert!(document.article.blocks.is_empty(), "{why}");
        assert_eq!(document.provenance.warnings, [""; 0], "{why}");
    }
}

#[test]
fn the_only_article_of_a_feed_is_the_article() {
    let item = "<entry><id>a</id><title>Ebb</title><link href='https://quay.example/a'/>\
                <content>x</content><thr:total>2</thr:total></entry>";
    let replies = ["1", "2"].map(|id| {
        format!("<entry><id>{id}</id><thr:in-reply-to ref='a'/><content>{id}</content></entry>")
    });
    for entries in [item.to_owned() + &replies.concat(), replies.concat() + item] {
        let document = articles(&entries);
        let article = &document.article;
        if entries.starts_with("<entry><id>a") {
            assert_eq!(article.title.as_deref(), Some("Ebb"));
            assert_eq!(plain_text(&article.blocks), "x");
            assert_eq!(subjects(&document), "-: 1; -: 2");
        } else {
            // The comments were shown before anybody knew.
            assert_eq!(subjects(&document), "Ebb: x; .-: 1; .-: 2");
        }
        assert_eq!(document.provenance.warnings, [""; 0]);
    }
}

#[test]
fn names_are_taken_out_of_addresses() {
    let rss = |author: &str| {
        let item = format!("<item><title>Ebb</title><guid>a</guid>{author}</item>");
        format!(
            "<rss><channel><title>Quay</title><language>en-GB</language>{item}{item}</channel></rss>"
        )
    };
    let cases = [
        ("<author>a@b.example (Ada Brandt)</author>", "Ada Brandt"),
        ("<author>Ada Brandt</author>", "Ada Brandt"),
        ("<author>a@b.example</author>", "a@b.example"),
        ("<dc:creator>Ada Brandt</dc:creator><author>x@b.example</author>", "Ada Brandt"),
    ];
    for (author, expected) in cases {
        let document = read(&rss(author));
        let first = document.thread.comments().next().unwrap();
        assert_eq!(first.author(), expected);
        assert_eq!(document.article.language.as_deref(), Some("en-GB"));
    }
}
