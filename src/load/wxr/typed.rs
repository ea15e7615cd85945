//! Texts as they are typed into WordPress, which makes paragraphs of lines when it shows them
//! ([`wpautop`]).
//!
//! [`wpautop`]: https://developer.wordpress.org/reference/functions/wpautop/

use std::borrow::Cow;

use crate::load::xml::text::unescape;
use crate::model::Notation;

/// The content of an element that holds such a text.
pub(super) static TYPED: Notation = Notation {
    name: "typed HTML in XML",
    decode: |bytes| match unescape(bytes) {
        Cow::Borrowed(text) => html(text),
        Cow::Owned(text) => Cow::Owned(html(&text).into_owned()),
    },
    plain_letters: |_| true,
};

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 28] = [
    "address",
    "blockquote",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The text with a paragraph for what stands between empty lines, and breaks for line ends; as it is
/// where it has paragraphs of its own.
pub(super) fn html(typed: &str) -> Cow<'_, str> {
    let has_own = ["<p>", "<p ", "<!-- wp:"].iter().any(|mark| typed.contains(mark));
    if has_own || !typed.contains(['\n', '\r']) {
        return typed.into();
    }
    let mut html = String::with_capacity(typed.len() + typed.len() / 8);
    let mut in_paragraph = false;
    let mut in_code = false;
    let mut was_block = true;
    for line in typed.lines() {
        if in_code {
            html.push('\n');
            html.push_str(line);
            in_code = !line.contains("</pre");
            was_block = !in_code;
            continue;
        }
        let line = line.trim();
        let is_block = begins_with_block(line);
        if in_paragraph && (line.is_empty() || is_block) {
            html.push_str("</p>\n");
            in_paragraph = false;
        }
        if line.is_empty() {
            was_block = true;
            continue;
        }
        if in_paragraph {
            html.push_str("<br>\n");
        } else if !is_block && was_block {
            html.push_str("<p>");
            in_paragraph = true;
        } else {
            html.push('\n');
        }
        html.push_str(line);
        in_code = line.contains("<pre") && !line.contains("</pre");
        was_block = !is_block || ends_with_block(line);
    }
    if in_paragraph {
        html.push_str("</p>");
    }
    html.into()
}

fn begins_with_block(line: &str) -> bool {
    line.strip_prefix('<').is_some_and(names_block)
}

fn ends_with_block(line: &str) -> bool {
    line.rsplit_once('<').is_some_and(|(_, tag)| tag.ends_with('>') && names_block(tag))
}

/// Whether a tag, without its bracket, is of a block.
fn names_block(tag: &str) -> bool {
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::from_html;
    use crate::model::plain_text;

    #[test]
    fn lines_become_paragraphs() {
        #[rustfmt::skip]
        let cases = [
            ("one line",      "Oil.",                                   "Oil."),
            ("two",           "Oil,\nwick.",                            "Oil,\nwick."),
            ("paragraphs",    "Oil.\r\n\r\nWick.\n\n\nRope.",           "Oil.\n\nWick.\n\nRope."),
            ("its own",       "<p>Oil,\nwick.</p>\n\n<p>Rope.</p>",     "Oil, wick.\n\nRope."),
            ("blocks",        "Oil:\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nRope.", "Oil:\n\na\nb\n\nRope."),
            ("code",          "See:\n<pre>a\n\nb</pre>\nRope.",         "See:\n\na\n\nb\n\nRope."),
            ("a heading",     "<h2>Oil</h2>\nBurns.",                   "Oil\n\nBurns."),
            ("a quote",       "<blockquote>Oil\nburns.</blockquote>\nYes.", "Oil burns.\n\nYes."),
        ];
        for (why, typed, text) in cases {
            assert_eq!(plain_text(&from_html(&html(typed))), text, "{why}: {}", html(typed));
        }
    }
}
