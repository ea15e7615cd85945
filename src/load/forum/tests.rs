//! Each forum's versions, and whose a page is.

use super::super::{Input, Likelihood, Loader};
use super::*;
use crate::load::page::outline::outline;

const FORUMS: [&Loader; 4] =
    [&xenforo::LOADER, &vbulletin::LOADER, &phpbb::LOADER, &discourse::LOADER];

/// Fixtures of a loader, with their names.
fn all(loader: &Loader, fixtures: &[(&str, &[u8])]) -> String {
    let outlines = fixtures.iter().map(|(name, bytes)| {
        for other in FORUMS.iter().filter(|other| other.name != loader.name) {
            let input = Input { bytes, ..Input::default() };
            assert_eq!((other.sniff)(&input), Likelihood::No, "{} {name}", other.name);
        }
        format!("# {name}\n{}", outline(loader, bytes))
    });
    outlines.collect::<Vec<_>>().join("\n")
}

macro_rules! fixture {
    ($folder:literal, $name:literal) => {
        (
            $name,
            include_bytes!(concat!("../../../tests/fixtures/", $folder, "/", $name, ".html"))
                .as_slice(),
        )
    };
}

#[test]
fn xenforo_says_all_of_this() {
    let fixtures = [
        fixture!("xenforo", "version-1-page-2"),
        fixture!("xenforo", "version-1-likes"),
        fixture!("xenforo", "version-2"),
        fixture!("xenforo", "version-2-votes"),
    ];
    insta::assert_snapshot!(all(&xenforo::LOADER, &fixtures), @r"
    # version-1-page-2
    title: The lamp is out
    url: http://old.example/threads/lamp.3/page-2
    warning: the dates of the comments name no time zone; they are read as UTC
    warning: this is one page of several; the topic has more posts
    21, Ada Brandt, 3 May 2026 08:15 UTC, moderator, http://old.example/threads/lamp.3/page-2#post-21: Still out.
    22, quayside_7, 3 May 2026 08:20 UTC, edited, http://old.example/threads/lamp.3/page-2#post-22: And today?/Out.

    # version-1-likes
    title: The lamp is out
    by: ines
    at: 3 May 2016 08:15 UTC
    text: Since February./Nobody lit it.
    warning: this is one page of several; the topic has more posts
    102, tomas, 4 May 2016 09:00 UTC, up 5, staff, edited: ines said://Since February.//It was the wind.//Oil.
    103, bad, Removed: 

    # version-2
    title: Notice The lamp is out
    by: Ines Varga
    at: 3 May 2026 08:15 UTC
    url: https://forum.example/threads/lamp.3/
    text: It has been out since February.
    warning: this is one page of several; the topic has more posts
    102, Tomas Lind, 3 May 2026 08:20 UTC, up 14, staff, Pilot, edited, https://forum.example/threads/lamp.3/post-102: Ines Varga said://since February//Since January, I think.
    103, Ines Varga, 3 May 2026 09:20 UTC, op: You may be right.
    104, quayside_7, Removed: 

    # version-2-votes
    title: Question The lamp is out
    by: ines
    at: 3 May 2026 08:15 UTC
    url: https://quay.example/threads/lamp.7/
    text: Since February.
    warning: this is one page of several; the topic has more posts
    102, tomas, 3 May 2026 09:00 UTC, +4, up 5, staff, Harbour Master, edited: ines said://Since February.//Wind. @ines//Oil.//hush :)
    103, bad, 3 May 2026 11:00 UTC, Removed:
    ");
}

#[test]
fn vbulletin_says_all_of_this() {
    let fixtures = [
        fixture!("vbulletin", "version-3-months-first"),
        fixture!("vbulletin", "version-3-guest"),
        fixture!("vbulletin", "version-4"),
        fixture!("vbulletin", "version-5-comments"),
        fixture!("vbulletin", "version-5-dated"),
    ];
    insta::assert_snapshot!(all(&vbulletin::LOADER, &fixtures), @r"
    # version-3-months-first
    title: Lamp
    by: Ines Varga
    at: 3 May 2026 08:15 UTC
    text: Out since February.
    warning: the dates of the comments name no time zone; they are read as UTC
    602, quayside_7, 4 May 2026 21:20 UTC: Seen it.

    # version-3-guest
    title: The lamp is out - Quay Forums
    by: ines
    at: 3 May 2010 08:15 UTC
    text: Since February./Nobody lit it.
    502, Guest Person, Yesterday, 10:15 PM (Some(86400)), edited: Quote://Originally Posted by ines//Since February.//Wind.

    # version-4
    title: Leuchte aus
    by: Ines Varga
    at: 3 May 2026 08:15 UTC
    url: https://vb.example/leuchte-3.html
    text: Seit Februar.
    declared: 33
    warning: the dates of the comments name no time zone; they are read as UTC
    warning: this is one page of several; the topic has more posts
    warning: the source says 33 comments; 1 were found
    502, Tomas Lind, 3 May 2026 08:20 UTC, moderator, edited, https://vb.example/leuchte-3.html#post502: Zitat von Ines Varga//Seit Februar.//Seit Januar! Winken

    # version-5-comments
    title: Lamp
    by: Ines Varga
    at: 3 May 2026 08:15 UTC
    text: Out.
    warning: the dates of the comments name no time zone; they are read as UTC
    702, Tomas Lind, 3 May 2026 08:20 UTC, edited: Since when?
    . 703, Ada Brandt, 3 May 2026 08:25 UTC: Since February.

    # version-5-dated
    title: The lamp is out
    by: ines
    at: 3 May 2026 08:15 UTC
    text: Since February.
    502, Guest1, 3 May 2026 09:00 UTC: Originally posted by ines//Since February.//Wind.
    ");
}

#[test]
fn phpbb_says_all_of_this() {
    let fixtures = [
        fixture!("phpbb", "prosilver"),
        fixture!("phpbb", "prosilver-deleted"),
        fixture!("phpbb", "subsilver2"),
        fixture!("phpbb", "version-2-rows"),
        fixture!("phpbb", "version-2-quotes"),
    ];
    insta::assert_snapshot!(all(&phpbb::LOADER, &fixtures), @r"
    # prosilver
    title: The lamp
    by: Ines Varga
    at: 3 May 2026 08:15 UTC
    url: https://board.example/viewtopic.php?t=3
    text: Out since February.
    declared: 2
    warning: the dates of the comments name no time zone; they are read as UTC
    32, Old Keeper, 3 May 2026 08:20 UTC, moderator, edited, https://board.example/viewtopic.php?t=3#p32: Ines Varga wrote://Out//In my time it was not.
    33, Ines Varga, 4 May 2026 08:20 UTC, op: I know.

    # prosilver-deleted
    title: The lamp is out
    by: ines
    at: 3 May 2026 08:15 UTC
    text: Since February.
    declared: 3
    warning: the dates of the comments name no time zone; they are read as UTC
    warning: this is one page of several; the topic has more posts
    warning: the source says 3 comments; 2 were found
    502, Guest X, 3 May 2026 09:15 UTC, edited: ines wrote: Sun May 03, 2026 8:15 am//Since February.//Wind. :-)
    503, ada, 3 May 2026 10:15 UTC, Removed: 

    # subsilver2
    title: The lamp is out
    by: ines
    at: 3 May 2009 08:15 UTC
    text: Since February.
    warning: the dates of the comments name no time zone; they are read as UTC
    502, tomas, 3 May 2009 09:15 UTC: ines wrote://Since February.//Wind.

    # version-2-rows
    title: Lamp
    warning: the dates of the comments name no time zone; they are read as UTC
    warning: this is one page of several; the topic has more posts
    41, Tomas Lind, 3 May 2026 08:15 UTC: Still out.
    42, Ada Brandt, 3 May 2026 08:20 UTC: Yes.

    # version-2-quotes
    title: The lamp is out
    by: ines
    at: 3 May 2005 08:15 UTC
    text: Since February./Nobody.
    warning: the dates of the comments name no time zone; they are read as UTC
    502, tomas, 3 May 2005 09:15 UTC, admin, edited: ines wrote://Since February.//Wind.
    ");
}

#[test]
fn discourse_says_all_of_this() {
    let fixtures = [fixture!("discourse_html", "crawler")];
    insta::assert_snapshot!(all(&discourse::LOADER, &fixtures), @r"
    # crawler
    title: The lamp
    by: ines
    at: 3 May 2026 08:15 UTC
    url: https://talk.example/t/the-lamp/3
    text: Out since February.
    2, lind, 3 May 2026 08:20 UTC, up 2, https://talk.example/t/the-lamp/3/2: The town knows.
    ");
}

#[test]
fn a_text_about_a_forum_is_none() {
    let page = "<p>phpBB Group, viewtopic.php, vBulletin, id=\"XF\", Discourse</p>";
    for forum in FORUMS {
        let input = Input { bytes: page.as_bytes(), ..Input::default() };
        assert_eq!((forum.sniff)(&input), Likelihood::No, "{}", forum.name);
    }
}
