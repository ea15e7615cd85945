//! Each theme's way of writing a comment, what is declared, what is not WordPress's.

use super::*;
use crate::load::page::outline;
use crate::model::{Comment, Document, plain_text};

fn read_page(bytes: &[u8]) -> Document {
    outline::read(&LOADER, bytes)
}

/// All that is known of a page.
fn facts(bytes: &[u8]) -> String {
    outline::outline(&LOADER, bytes)
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

#[test]
fn the_walker_of_html5_says_all_of_this() {
    insta::assert_snapshot!(facts(fixture!("harbour-html5").1), @r"
    title: Who owns the harbour light?
    by: By Ines Varga, 3 May 2026
    site: The Quay Review
    at: 3 May 2026 06:15 UTC
    url: https://quay.example/2026/05/harbour-light/
    text: The lamp at the end of the north mole has been out since February.
    declared: 1024
    warning: the page has only some of the comments; the site has more
    warning: the source says 1024 comments; 6 were found
    41, Tomas Lind, 3 May 2026 08:05 UTC, https://quay.example/2026/05/harbour-light/comment-page-2/#comment-41: The town does. It is in the deed of 1911.//for ever
    . 44, Ines Varga, 3 May 2026 09:00 UTC, author, https://quay.example/2026/05/harbour-light/comment-page-2/#comment-44: Please send a scan.
    . . 45, Ada Brandt, 3 May 2026 09:10 UTC, https://quay.example/2026/05/harbour-light/#comment-45: The copy in the archive has no second page.
    . . 46, R. Okafor, 3 May 2026 09:20 UTC, https://quay.example/2026/05/harbour-light/#comment-46: This one answers Ada, beyond the limit of the site.
    47, Lamps of the north | Mole, pingback, https://quay.example/2026/05/harbour-light/#comment-47: Lamps of the north | Mole
    48, quayside_7, 4 May 2026 00:49 UTC, 4 stars, https://quay.example/2026/05/harbour-light/#comment-48: Very good soup at the light, too.
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
        pages.iter().map(|(name, bytes)| format!("# {name}\n{}", facts(bytes))).collect();
    insta::assert_snapshot!(outlines.join("\n"), @r"
    # blocks
    title: The oil of the light
    url: https://journal.example/oil/
    text: Nobody pays for it.
    declared: 2
    9, Ada Brandt, 3 May 2026 08:20 UTC, https://journal.example/oil/#comment-9: The town does.
    . 12, Tomas Lind, 3 May 2026 09:02 UTC, https://journal.example/oil/#comment-12: Not since 1934.

    # kubrick-2006
    title: Quay notes » The light is out
    text: The light is out//It went out on Sunday.
    declared: 3
    warning: the dates of the comments name no time zone; they are read as UTC
    1, Tomas Lind, 3 May 2006 08:15 UTC: I saw it from the ferry.//So did the captain.
    2, Ada Brandt, 3 May 2006 19:40 UTC: @Tomas Lind: Which ferry?
    3, Mole watch, 4 May 2006 00:05 UTC: Out again.

    # one-line-below-2005
    title: Kaibrief: Wem gehört die Leuchte?
    text: Seit Februar brennt sie nicht.
    declared: 2
    warning: the dates of the comments name no time zone; they are read as UTC
    71, Tomas Lind, 3 May 2005 08:15 UTC: Der Stadt.
    72, Ada von Brandt, 3 May 2005 09:20 UTC: Nein, dem Hafenamt.//Das steht in der Urkunde.

    # not-nested-divs
    title: The keeper
    text: Where is the keeper?
    warning: the dates of the comments name no time zone; they are read as UTC
    warning: 1 comment in this page has no date that can be read
    5, Ada Brandt, 13 May 2026 20:15 UTC, https://keeper.example/where/#comment-5: On leave.
    . 6, Tomas Lind, 13 May 2026 21:00 UTC, https://keeper.example/where/#comment-6: Since when?
    . . 7, Ada Brandt, 3 Jun 2026 21:05 UTC, https://keeper.example/where/#comment-7: Since Monday.
    . 8, R. Okafor: Nobody has told me.
    9, quayside_7, 3 hours ago (Some(10800)): I saw him yesterday.

    # newspaper-pubdate
    title: Ferry late again
    text: By an hour.
    declared: 1
    310, Tomas Lind, 3 May 2026 08:15 UTC: It waits for the light.

    # microdata-and-items
    title: A list of lamps
    text: There are four.
    warning: the dates of the comments name no time zone; they are read as UTC
    20, Ada Brandt, 3 May 2026 08:15 UTC, https://lamps.example/list/#comment-20: Five, with the ferry's.
    . 21, quayside_7, 3 May 2026 09:00 UTC, https://lamps.example/list/#comment-21: The ferry's does not count.

    # terms
    title: Low water
    text: At noon.
    warning: the dates of the comments name no time zone; they are read as UTC
    3, Ada Brandt, 3 May 2026 00:00 UTC: At one.
    4, Tomas Lind, 3 May 2026 00:00 UTC: At noon.
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
    insta::assert_snapshot!(facts(fixture!("p2-2012").1), @r"
    title: Lamp | Team P2
    text: x/Ines8:15 am on May 3, 2012/Since February. It is dark and we have not one barrel of oil left in the store of the mole.
    11, Tomas, 3 May 2012 09:00 UTC, https://p2.example/lamp/#comment-11: The town does.
    . 12, Ines, 3 May 2012 09:10 UTC: No.
    ");
    insta::assert_snapshot!(facts(fixture!("ping-without-id-2010").1), @r"
    title: The lamp
    by: Ines
    text: It has been dark since February, and nobody in the harbour office wants to say why it is so.
    declared: 3
    warning: the dates of the comments name no time zone; they are read as UTC
    11, Tomas, 3 May 2010 09:00 UTC, http://quay.example/lamp#comment-11: The town does.
    . 12, Ines, 3 May 2010 21:10 UTC, author, http://quay.example/lamp#comment-12: No.
    70d6659d, Other blog, pingback: Other blog
    ");
    let likes = read_page(fixture!("jetpack-likes").1);
    assert_eq!(likes.thread.comments().next().unwrap().votes().up, Some(2));
}
