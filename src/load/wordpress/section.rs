//! What stands around the comments: how many there are, whether there are more pages of them.

use super::page::posts::last_digits;
use super::page::{self, Page, attribute, words};

/// Headings over the comments, in widespread themes.
const HEADINGS: &str = ".comments-title, #comments-title, .wp-block-comments-title, \
    .comments__headline, .td-comments-title, .comment-title, .comments-heading, .title-comments, \
    h2#comments, h3#comments, h4#comments, #comments > h2, #comments > h3, #comments > h4, \
    .comments-area > h2, .comments-area > h3, .comments-count, .comment-count";
/// What belongs to the comments and not to the article.
const AROUND: &str = ".comments-area, .comment-respond, #respond, .comment-list, .commentlist, \
    .wp-block-comments, #commentlist, #comments-title";

/// What is known of all comments together.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// How many the site says there are.
    pub(super) declared: Option<u64>,
    /// Whether other pages have more of them.
    pub(super) has_more: bool,
}

impl Section {
    pub(super) fn of(page: &Page) -> Section {
        let declared = page.all(HEADINGS).iter().find_map(|heading| count(&words(heading)));
        let is_page = |link: &page::NodeRef<'_>| {
            let address = attribute(link, "href").unwrap_or_default();
            let is_other = address.contains("comment-page-") || address.contains("cpage=");
            // A comment's own address names the page that it is on.
            is_other && !address.contains("#comment-")
        };
        let links = page.all("a[href*='comment-page-'], a[href*='cpage=']");
        Section { declared, has_more: links.iter().any(is_page) }
    }
}

/// Takes what is left of the comments out of the page.
pub(super) fn clear(page: &Page) {
    for node in page.all(AROUND) {
        node.remove_from_parent();
    }
}

/// The number in `12 Kommentare`, `Comments (1,204)`; the title of an article may have others.
fn count(heading: &str) -> Option<u64> {
    const LONGEST: usize = 12;
    let separates = |c: char| matches!(c, ',' | '.' | '\u{A0}' | '\u{202F}' | '\'' | '’');
    let first = heading.trim_start_matches(['(', '[']);
    let end = first.find(|c: char| !c.is_ascii_digit() && !separates(c)).unwrap_or(first.len());
    let number = first.get(..end).filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    let behind = || last_digits(heading.trim_end_matches([')', ']', ' ', ':']));
    let number = number.or_else(behind).filter(|number| number.len() <= LONGEST)?;
    number.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_how_many_there_are() {
        let cases = [
            ("45 Gedanken zu „Top 10“", Some(45)),
            ("1,204 comments", Some(1204)),
            ("1.204 Kommentare", Some(1204)),
            ("Comments (35)", Some(35)),
            ("Kommentare: 7", Some(7)),
            ("One thought on “The lamp”", None),
            ("Comments", None),
        ];
        for (heading, wanted) in cases {
            assert_eq!(count(heading), wanted, "{heading}");
        }
    }
}
