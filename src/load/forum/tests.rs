//! Each forum's versions, and whose a page is.

use super::super::{Input, Likelihood, Loader};
use super::*;
use crate::load::page::summary::outline;

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
    The lamp is out: 
    21, Ada Brandt, 3 May 2026 08:15 UTC, moderator, http://old.example/threads/lamp.3/page-2#post-21: Still out.
    22, quayside_7, 3 May 2026 08:20 UTC, edited, http://old.example/threads/lamp.3/page-2#post-22: And today?/Out.
    the dates of the comments name no time zone; they are read as UTC
    this is one page of several; the topic has more posts
    # version-1-likes
    The lamp is out, ines, 3 May 2016 08:15 UTC: Since February./Nobody lit it.
    102, tomas, 4 May 2016 09:00 UTC, up 5, staff, edited: ines said://Since February.//It was the wind.//Oil.
    103, bad, Removed: 
    this is one page of several; the topic has more posts
    # version-2
    Notice The lamp is out, Ines Varga, 3 May 2026 08:15 UTC: It has been out since February.
    102, Tomas Lind, 3 May 2026 08:20 UTC, up 14, staff, Pilot, edited, https://forum.example/threads/lamp.3/post-102: Ines Varga said://since February//Since January, I think.
    103, Ines Varga, 3 May 2026 09:20 UTC, op: You may be right.
    104, quayside_7, Removed: 
    this is one page of several; the topic has more posts
    # version-2-votes
    Question The lamp is out, ines, 3 May 2026 08:15 UTC: Since February.
    102, tomas, 3 May 2026 09:00 UTC, +4, up 5, staff, Harbour Master, edited: ines said://Since February.//Wind. @ines//Oil.//hush :)
    103, bad, 3 May 2026 11:00 UTC, Removed: 
    this is one page of several; the topic has more posts
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
    Lamp, Ines Varga, 3 May 2026 08:15 UTC: Out since February.
    602, quayside_7, 4 May 2026 21:20 UTC: Seen it.
    the dates of the comments name no time zone; they are read as UTC
    # version-3-guest
    The lamp is out - Quay Forums, ines, 3 May 2010 08:15 UTC: Since February./Nobody lit it.
    502, Guest Person, Yesterday, 10:15 PM Some(86400), edited: Quote://Originally Posted by ines//Since February.//Wind.

    # version-4
    Leuchte aus, Ines Varga, 3 May 2026 08:15 UTC, 33 declared: Seit Februar.
    502, Tomas Lind, 3 May 2026 08:20 UTC, moderator, edited, https://vb.example/leuchte-3.html#post502: Zitat von Ines Varga//Seit Februar.//Seit Januar! Winken
    the dates of the comments name no time zone; they are read as UTC
    this is one page of several; the topic has more posts
    the source says 33 comments; 1 were found
    # version-5-comments
    Lamp, Ines Varga, 3 May 2026 08:15 UTC: Out.
    702, Tomas Lind, 3 May 2026 08:20 UTC, edited: Since when?
     703, Ada Brandt, 3 May 2026 08:25 UTC: Since February.
    the dates of the comments name no time zone; they are read as UTC
    # version-5-dated
    The lamp is out, ines, 3 May 2026 08:15 UTC: Since February.
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
    The lamp, Ines Varga, 3 May 2026 08:15 UTC, 2 declared: Out since February.
    32, Old Keeper, 3 May 2026 08:20 UTC, moderator, edited, https://board.example/viewtopic.php?t=3#p32: Ines Varga wrote://Out//In my time it was not.
    33, Ines Varga, 4 May 2026 08:20 UTC, op: I know.
    the dates of the comments name no time zone; they are read as UTC
    # prosilver-deleted
    The lamp is out, ines, 3 May 2026 08:15 UTC, 3 declared: Since February.
    502, Guest X, 3 May 2026 09:15 UTC, edited: ines wrote: Sun May 03, 2026 8:15 am//Since February.//Wind. :-)
    503, ada, 3 May 2026 10:15 UTC, Removed: 
    the dates of the comments name no time zone; they are read as UTC
    this is one page of several; the topic has more posts
    the source says 3 comments; 2 were found
    # subsilver2
    The lamp is out, ines, 3 May 2009 08:15 UTC: Since February.
    502, tomas, 3 May 2009 09:15 UTC: ines wrote://Since February.//Wind.
    the dates of the comments name no time zone; they are read as UTC
    # version-2-rows
    Lamp: 
    41, Tomas Lind, 3 May 2026 08:15 UTC: Still out.
    42, Ada Brandt, 3 May 2026 08:20 UTC: Yes.
    the dates of the comments name no time zone; they are read as UTC
    this is one page of several; the topic has more posts
    # version-2-quotes
    The lamp is out, ines, 3 May 2005 08:15 UTC: Since February./Nobody.
    502, tomas, 3 May 2005 09:15 UTC, admin, edited: ines wrote://Since February.//Wind.
    the dates of the comments name no time zone; they are read as UTC
    ");
}

#[test]
fn discourse_says_all_of_this() {
    let fixtures = [fixture!("discourse_html", "crawler")];
    insta::assert_snapshot!(all(&discourse::LOADER, &fixtures), @r"
    # crawler
    The lamp, ines, 3 May 2026 08:15 UTC: Out since February.
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
