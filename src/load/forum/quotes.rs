//! Quotes in posts, in the elements that HTML has for them.
//!
//! Forums draw a quote as boxes or as a table, with a line above it that says whose words they are,
//! and around it what only a browser needs: an arrow to the post, a line to unfold a long one. Here
//! the box becomes a `blockquote` and the line above a paragraph; nothing is moved, so nothing is lost
//! and it costs one pass for each kind of box.

use std::collections::HashSet;

use super::super::page::posts::{Step, has_class, walk};
use super::super::page::{self, NodeRef, around, words};

/// What only a browser needs.
const CHROME: &str = ".bbCodeBlock-expandLink, .quoteExpand, .AttributionLink, \
     .bbcode_postedby img, .bbcode_quote_container, td.alt2 a[href*='#post'] img, blockquote cite a[data-post-id]";
/// Boxes that hold a quote.
const BOXES: &str = ".bbcode_quote, .quotecontent";
/// Lines that say whose words follow.
const LINES: &str = ".attribution, .bbcode_postedby, .bbCodeBlock-title, .quotetitle, \
     blockquote > cite, blockquote > div > cite";
/// Cells of tables that hold a quote: of phpBB 2, and of vBulletin 3.
const CELLS: &str = "table td.quote, div.smallfont + table td.alt2";
/// What begins a signature of phpBB 2, in the text itself.
const SIGNATURE: &str = "_________________";

/// Writes the quotes in the text of a post so.
pub(super) fn plain_quotes(body: &NodeRef<'_>) {
    for chrome in page::all(body, CHROME) {
        chrome.remove_from_parent();
    }
    for quote in page::all(body, BOXES) {
        quote.rename("blockquote");
    }
    for line in page::all(body, LINES) {
        line.rename("p");
    }
    quoted_tables(body);
}

/// Takes tables around the cell of a quote for what they are: a box with a line above.
fn quoted_tables(body: &NodeRef<'_>) {
    let is_table = |up: &NodeRef<'_>| up.has_name("table");
    let cells = page::all(body, CELLS);
    let tables: Vec<_> = cells.iter().filter_map(|cell| around(cell, is_table)).collect();
    if tables.is_empty() {
        return;
    }
    let of_quotes: HashSet<_> = tables.iter().map(|table| table.id).collect();
    let quotes: HashSet<_> = cells.iter().map(|cell| cell.id).collect();
    let mut parts = page::all(body, "tbody, thead, tr, td, th");
    parts.retain(|part| around(part, is_table).is_some_and(|up| of_quotes.contains(&up.id)));
    for part in parts.into_iter().chain(tables) {
        part.rename(if quotes.contains(&part.id) { "blockquote" } else { "div" });
    }
}

/// Takes a signature out of a text that has it behind a line, as phpBB 2 does.
pub(super) fn cut_signature(body: &NodeRef<'_>) {
    let mut line = None;
    walk(body, |node, _| {
        let is_line = node.is_text() && node.text().trim_start().starts_with(SIGNATURE);
        if is_line {
            line = Some(*node);
        }
        if is_line { Step::Stop } else { Step::Into }
    });
    let mut next = line;
    while let Some(node) = next {
        next = node.next_sibling();
        node.remove_from_parent();
    }
}

/// The role in a title below a name, where it is one: people choose most of them themselves.
pub(super) fn role(title: &str) -> Option<&'static str> {
    let title = title.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if has(&["moderator", "модератор"]) {
        Some("moderator")
    } else if has(&["administrator", "site admin", "администратор"]) || title == "admin"
    {
        Some("admin")
    } else {
        None
    }
}

/// Whether a post is only the notice that it was taken away.
pub(super) fn is_gone(node: &NodeRef<'_>, classes: &[&str]) -> bool {
    has_class(node, classes)
        || page::first(node, ".post-notice.deleted, .deleted_post_message")
            .is_some_and(|notice| !words(&notice).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{from_html, to_html};

    #[test]
    fn a_box_with_a_name_is_a_quote() {
        const SAID: &str = "<p>ines said:</p>\n<blockquote><p>out</p></blockquote>\n<p>No.</p>";
        #[rustfmt::skip]
        let cases = [
            ("phpBB 2",     "<table><tr><td><span class=genmed><b>ines said:</b></span></td></tr><tr><td class=quote>out</td></tr></table><span class=postbody>No.</span>", SAID.replace("ines said:", "<strong>ines said:</strong>")),
            ("subsilver",   "<div class=quotetitle>ines said:</div><div class=quotecontent>out</div>No.", SAID.into()),
            ("prosilver",   "<blockquote><div><cite>ines said: <a data-post-id=3>&uarr;</a></cite>out</div></blockquote>No.", "<blockquote><p>ines said:</p>\n<p>out</p></blockquote>\n<p>No.</p>".into()),
            ("vBulletin 3", "<div><div class=smallfont>ines said:</div><table><tr><td class=alt2>out</td></tr></table></div>No.", SAID.into()),
            ("vBulletin 4", "<div class=bbcode_container><div class=bbcode_quote><div class=bbcode_postedby><img alt=Quote>ines said:</div><div class=message>out</div></div></div>No.", "<blockquote><p>ines said:</p>\n<p>out</p></blockquote>\n<p>No.</p>".into()),
            ("XenForo 1",   "<div class=bbCodeQuote><aside><div class=attribution>ines said: <a class=AttributionLink>&uarr;</a></div><blockquote class=quoteContainer><div class=quote>out</div><div class=quoteExpand>Click to expand...</div></blockquote></aside></div>No.", SAID.into()),
            ("XenForo 2",   "<blockquote class=bbCodeBlock><div class=bbCodeBlock-title>ines said:</div><div><div>out</div><div class=bbCodeBlock-expandLink>Click</div></div></blockquote>No.", "<blockquote><p>ines said:</p>\n<p>out</p></blockquote>\n<p>No.</p>".into()),
            ("a table",     "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "<table>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>c</td><td>d</td></tr>\n</tbody>\n</table>".into()),
        ];
        for (why, html, expected) in cases {
            let page = page::Page::of(html);
            let body = page.first("body").unwrap();
            plain_quotes(&body);
            assert_eq!(to_html(&from_html(&page::markup(&body))).trim(), expected, "{why}");
        }
    }

    #[test]
    fn only_words_that_mean_one_are_a_role() {
        let roles =
            ["Site Admin", "Moderators", "Administrator", "admin", "Harbour admiral", "Keeper"];
        let expected = [Some("admin"), Some("moderator"), Some("admin"), Some("admin"), None, None];
        assert_eq!(roles.map(role), expected);
    }
}
