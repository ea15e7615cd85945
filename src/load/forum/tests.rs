//! Each forum's versions, and whose a page is.

use super::super::{Input, Likelihood, Loader};
use super::*;
use crate::load::page::outline::outline;

const FORUMS: [&Loader; 4] =
    [&xenforo::LOADER, &vbulletin::LOADER, &phpbb::LOADER, &discourse::LOADER];

/// All fixtures of a loader, by name.
fn all(loader: &Loader) -> String {
    let folder = format!("tests/fixtures/{}", loader.name);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let outlines = paths.iter().map(|path| {
        let bytes = std::fs::read(path).unwrap();
        for other in FORUMS.iter().filter(|other| other.name != loader.name) {
            let input = Input { bytes: &bytes, ..Input::default() };
            assert_eq!((other.sniff)(&input), Likelihood::No, "{} {path:?}", other.name);
        }
        format!("# {}\n{}", path.file_stem().unwrap().display(), outline(loader, &bytes))
    });
    outlines.collect::<Vec<_>>().join("\n")
}

#[test]
fn xenforo_says_all_of_this() {
    insta::assert_snapshot!(all(&xenforo::LOADER), @"");
}

#[test]
fn vbulletin_says_all_of_this() {
    insta::assert_snapshot!(all(&vbulletin::LOADER), @"");
}

#[test]
fn phpbb_says_all_of_this() {
    insta::assert_snapshot!(all(&phpbb::LOADER), @"");
}

#[test]
fn discourse_says_all_of_this() {
    insta::assert_snapshot!(all(&discourse::LOADER), @"");
}

#[test]
fn a_text_about_a_forum_is_none() {
    let page = "<p>phpBB Group, viewtopic.php, vBulletin, id=\"XF\", Discourse</p>";
    for forum in FORUMS {
        let input = Input { bytes: page.as_bytes(), ..Input::default() };
        assert_eq!((forum.sniff)(&input), Likelihood::No, "{}", forum.name);
    }
}
