//! Each theme's way of writing a comment, what is declared, what is not WordPress's.

use std::fmt::Write;

use super::*;
use crate::load::Collector;
use crate::model::{Comment, Created, Document, plain_text};

fn read_page(bytes: &[u8]) -> Document {
    let mut sink = Collector::default();
    let input = Input { name: "page.html", ..Input::default() };
    load(&input, Stream::new(bytes.to_vec(), None), &mut sink).unwrap();
    sink.finish()
}

fn facts(comment: Comment<'_>) -> String {
    let indent = " ".repeat(comment.depth() as usize);
    let mut facts = vec![format!("{indent}{}", comment.name()), comment.author().to_owned()];
    match comment.created() {
        Created::Unknown => {}
        Created::At(at) => facts.push(crate::text::minute(at)),
        Created::Ago { text, seconds } => facts.push(format!("{text} {seconds:?}")),
    }
    facts.extend(comment.roles().iter().cloned());
    let body = crate::markup::from_body(comment.body());
    format!("{}: {}", facts.join(", "), plain_text(&body).replace('\n', "/"))
}

macro_rules! fixture {
    ($name:literal) => {
        (
            $name,
            include_bytes!(concat!("../../../tests/fixtures/wordpress/", $name, ".html"))
                .as_slice(),
        )
    };
}

/// All that is known of the comments, a line for each, then the warnings.
fn outline(bytes: &[u8]) -> String {
    assert_eq!(sniff(&Input { bytes, ..Input::default() }), Likelihood::Certain);
    let document = read_page(bytes);
    let mut out = String::new();
    for comment in document.thread.comments() {
        writeln!(out, "{}", facts(comment)).unwrap();
    }
    let title = document.article.title.unwrap_or_default();
    writeln!(out, "{title}: {}", plain_text(&document.article.blocks)).unwrap();
    out + &document.provenance.warnings.join("\n")
}

#[test]
fn the_walker_of_html5_says_all_of_this() {
    insta::assert_snapshot!(outline(fixture!("harbour-html5").1), @r"
    41, Tomas Lind, 3 May 2026 08:05 UTC: The town does. It is in the deed of 1911.//for ever
     44, Ines Varga, 3 May 2026 09:00 UTC, author: Please send a scan.
      45, Ada Brandt, 3 May 2026 09:10 UTC: The copy in the archive has no second page.
      46, R. Okafor, 3 May 2026 09:20 UTC: This one answers Ada, beyond the limit of the site.
    47, Lamps of the north | Mole, pingback: Lamps of the north | Mole
    48, quayside_7, 4 May 2026 00:49 UTC, 4 stars: Very good soup at the light, too.
    Who owns the harbour light?: The lamp at the end of the north mole has been out since February.
    the page has only some of the comments; the site has more
    the source says 1024 comments; 6 were found
    ");
    let document =
        read_page(include_bytes!("../../../tests/fixtures/wordpress/harbour-html5.html"));
    assert_eq!(document.provenance.declared, Some(1024));
    let links: Vec<_> = document.thread.comments().filter_map(Comment::permalink).collect();
    let own = "https://quay.example/2026/05/harbour-light/";
    assert_eq!(links[0], format!("{own}comment-page-2/#comment-41"));
    assert_eq!(links[2], format!("{own}#comment-45"));
}

#[test]
fn themes_write_comments_in_many_ways() {
    let pages = [
        fixture!("blocks"),
        fixture!("kubrick-2006"),
        fixture!("one-line-below-2005"),
        fixture!("not-nested-divs"),
        fixture!("newspaper-pubdate"),
        fixture!("microdata-and-items"),
        fixture!("terms"),
    ];
    let outlines: Vec<_> =
        pages.iter().map(|(name, bytes)| format!("# {name}\n{}", outline(bytes))).collect();
    insta::assert_snapshot!(outlines.join("\n"), @r"
    # blocks
    9, Ada Brandt, 3 May 2026 08:20 UTC: The town does.
     12, Tomas Lind, 3 May 2026 09:02 UTC: Not since 1934.
    The oil of the light: Nobody pays for it.

    # kubrick-2006
    1, Tomas Lind, 3 May 2006 08:15 UTC: I saw it from the ferry.//So did the captain.
    2, Ada Brandt, 3 May 2006 19:40 UTC: @Tomas Lind: Which ferry?
    3, Mole watch, 4 May 2006 00:05 UTC: Out again.
    Quay notes » The light is out: The light is out

    It went out on Sunday.
    the dates of the comments name no time zone; they are read as UTC
    # one-line-below-2005
    71, Tomas Lind, 3 May 2005 08:15 UTC: Der Stadt.
    72, Ada von Brandt, 3 May 2005 09:20 UTC: Nein, dem Hafenamt.//Das steht in der Urkunde.
    Kaibrief: Wem gehört die Leuchte?: Seit Februar brennt sie nicht.
    the dates of the comments name no time zone; they are read as UTC
    # not-nested-divs
    5, Ada Brandt, 13 May 2026 20:15 UTC: On leave.
     6, Tomas Lind, 13 May 2026 21:00 UTC: Since when?
      7, Ada Brandt, 3 Jun 2026 21:05 UTC: Since Monday.
     8, R. Okafor: Nobody has told me.
    9, quayside_7, 3 hours ago Some(10800): I saw him yesterday.
    The keeper: Where is the keeper?
    the dates of the comments name no time zone; they are read as UTC
    1 comment in this page has no date that can be read
    # newspaper-pubdate
    310, Tomas Lind, 3 May 2026 08:15 UTC: It waits for the light.
    Ferry late again: By an hour.

    # microdata-and-items
    20, Ada Brandt, 3 May 2026 08:15 UTC: Five, with the ferry's.
     21, quayside_7, 3 May 2026 09:00 UTC: The ferry's does not count.
    A list of lamps: There are four.
    the dates of the comments name no time zone; they are read as UTC
    # terms
    3, Ada Brandt, 3 May 2026 00:00 UTC: At one.
    4, Tomas Lind, 3 May 2026 00:00 UTC: At noon.
    Low water: At noon.
    the dates of the comments name no time zone; they are read as UTC
    ");
}

#[test]
fn only_wordpress_is_wordpress() {
    let own = "<link href='/wp-content/themes/a.css'>";
    #[rustfmt::skip]
    let cases = [
        ("classes alone",         "<li class='comment even depth-1'>".to_owned(), Likelihood::Certain),
        ("an id and a theme",     format!("{own}<li id=comment-7>"), Likelihood::Certain),
        ("an id alone",           "<li id=comment-7>".to_owned(), Likelihood::No),
        ("a theme in a text",     "<li id=comment-7>see /wp-content/ and <b> href=".to_owned(), Likelihood::No),
        ("no comments",           own.to_owned(), Likelihood::No),
        ("a menu",                "<li class='menu depth-1'>".to_owned(), Likelihood::No),
        ("an answer to a plugin", format!("{own}<div id='wpd-comm-1_0' class='comment even depth-1'>"), Likelihood::No),
        ("a text about it",       "comment-7 depth-1 class=comment".to_owned(), Likelihood::No),
    ];
    for (why, page, wanted) in cases {
        let input = Input { bytes: page.as_bytes(), ..Input::default() };
        assert_eq!(sniff(&input), wanted, "{why}");
    }
}

#[test]
fn a_comment_keeps_what_it_has() {
    let page = "<ol><li class='comment even depth-1'><p>No name, no number.</p></li>\
        <li class='comment odd depth-1' id='comment-2'></li>\
        <li class='comment even depth-1' id='comment-2'><b class=fn>Ada</b><p>The number again.</p></li>\
        <li class='comment odd depth-7' id='comment-3'><b class=fn>Ada</b><p>Too deep.</p></li></ol>";
    let document = read_page(page.as_bytes());
    let texts: Vec<_> = document
        .thread
        .comments()
        .map(|c| plain_text(&crate::markup::from_body(c.body())))
        .collect();
    assert_eq!(texts, ["No name, no number.", "", "The number again.", "Too deep."]);
    assert_eq!(
        document.provenance.warnings,
        [
            "1 comment in this page could not be read",
            "1 comment in this page has no id",
            "1 comment has the id of another; both are kept"
        ]
    );
}

#[test]
fn heads_that_hold_more_than_a_name_and_pings_without_a_number_are_read() {
    insta::assert_snapshot!(outline(fixture!("p2-2012").1), @r"
    11, Tomas, 3 May 2012 09:00 UTC: The town does.
     12, Ines, 3 May 2012 09:10 UTC: No.
    Lamp | Team P2: x
    Ines8:15 am on May 3, 2012
    Since February. It is dark and we have not one barrel of oil left in the store of the mole.
    ");
    insta::assert_snapshot!(outline(fixture!("ping-without-id-2010").1), @r"
    11, Tomas, 3 May 2010 09:00 UTC: The town does.
     12, Ines, 3 May 2010 21:10 UTC, author: No.
    70d6659d, Other blog, pingback: Other blog
    The lamp: It has been dark since February, and nobody in the harbour office wants to say why it is so.
    the dates of the comments name no time zone; they are read as UTC
    ");
    let likes = read_page(fixture!("jetpack-likes").1);
    assert_eq!(likes.thread.comments().next().unwrap().votes().up, Some(2));
}
