//! What Discourse makes of a post (`cooked`), in markup that others know.
//!
//! Pictures of emoji become emoji; a picture with its name and size in a `div` below it becomes a
//! figure with a caption; of videos and recordings the address stays, which stands in them for
//! whoever cannot play them. Everything else is as it was. One pass, in proportion to the text.

use std::borrow::Cow;

use super::super::json::STRING;
use super::emoji::emoji;
use crate::model::Notation;

/// A `cooked` text that is a string of JSON, with its quotation marks.
pub(super) static COOKED: Notation = Notation {
    name: "discourse-cooked",
    decode: |json| match (STRING.decode)(json) {
        Cow::Borrowed(html) => plain_markup(html),
        Cow::Owned(html) => Cow::Owned(plain_markup(&html).into_owned()),
    },
    plain_letters: |_| true,
};

/// What is written otherwise has one of these words.
const TELLING: [&str; 4] = ["lightbox-wrapper", "emoji", "<video", "<audio"];

/// A `div` that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Div {
    Figure,
    Caption,
    Other,
}

/// The same in usual markup.
pub(super) fn plain_markup(html: &str) -> Cow<'_, str> {
    if !TELLING.iter().any(|word| html.contains(word)) {
        return html.into();
    }
    let mut out = String::with_capacity(html.len());
    let mut open = Vec::new();
    let mut rest = html;
    while let Some((before, tag, after)) = next_tag(rest) {
        out.push_str(before);
        match rewritten(tag, &mut open) {
            Some(instead) => out.push_str(&instead),
            None => out.push_str(tag),
        }
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

/// The next tag, what stands before it and what behind it.
fn next_tag(html: &str) -> Option<(&str, &str, &str)> {
    let (start, _) = html.match_indices('<').next()?;
    let (before, tag) = html.split_at_checked(start)?;
    let length = tag.find('>')? + 1;
    let (tag, after) = tag.split_at_checked(length)?;
    Some((before, tag, after))
}

/// What stands for a tag, if not itself.
fn rewritten(tag: &str, open: &mut Vec<Div>) -> Option<Cow<'static, str>> {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_end = tag.starts_with("</");
    match (name, is_end) {
        ("div", false) => {
            let class = attribute(tag, "class").unwrap_or_default();
            let in_figure = open.last() == Some(&Div::Figure);
            let (div, instead) = match class {
                "lightbox-wrapper" => (Div::Figure, Some("<figure>")),
                "meta" if in_figure => (Div::Caption, Some("<figcaption>")),
                _ => (Div::Other, None),
            };
            open.push(div);
            instead.map(Cow::Borrowed)
        }
        ("div", true) => match open.pop()? {
            Div::Figure => Some("</figure>".into()),
            Div::Caption => Some("</figcaption>".into()),
            Div::Other => None,
        },
        ("video" | "audio", false) => Some("<p>".into()),
        ("video" | "audio", true) => Some("</p>".into()),
        ("img", false) => {
            let class = attribute(tag, "class")?;
            class.split(' ').find(|class| *class == "emoji")?;
            let name = attribute(tag, "alt").or_else(|| attribute(tag, "title"))?;
            Some(emoji(name).map_or_else(|| name.to_owned().into(), Cow::Borrowed))
        }
        _ => None,
    }
}

/// The value of an attribute, as Discourse writes it: in double quotation marks.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, behind) = tag.split_once(&format!(" {name}=\""))?;
    behind.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_others_do_not_know_is_written_otherwise() {
        #[rustfmt::skip]
        let cases = [
            ("no reason",         "<p>a <b>lamp</b></p>", "<p>a <b>lamp</b></p>"),
            ("an emoji",          r#"Yes <img src="/wink.png" title=":wink:" class="emoji" alt=":wink:">!"#, "Yes 😉!"),
            ("one alone",         r#"<img class="emoji only-emoji" alt=":+1:" width="20">"#, "👍"),
            ("one that is ours",  r#"<img class="emoji" alt=":quay_cat:">"#, ":quay_cat:"),
            ("a skin",            r#"<img class="emoji" alt=":wave:t3:">"#, "👋"),
            ("a figure",
             r#"<div class="lightbox-wrapper"><a href="l"><img alt="l"><div class="meta"><span>l.png</span></div></a></div><div>x</div>"#,
             r#"<figure><a href="l"><img alt="l"><figcaption><span>l.png</span></figcaption></a></figure><div>x</div>"#),
            ("what is no figure", r#"emoji <div class="meta">x</div></div>"#, r#"emoji <div class="meta">x</div></div>"#),
            ("a video",           r#"<video controls><a href="v">v</a></video>"#, r#"<p><a href="v">v</a></p>"#),
            ("what breaks off",   r#"<video><img class="emoji" alt=":wi"#, r#"<p><img class="emoji" alt=":wi"#),
            ("a bare sign",       "emoji < 3 < 4", "emoji < 3 < 4"),
        ];
        for (why, html, then) in cases {
            assert_eq!(plain_markup(html), then, "{why}");
        }
    }

    #[test]
    fn many_open_brackets_cost_no_more_than_they_are_long() {
        let html = format!("emoji{}", "<div class=\"lightbox-wrapper\"".repeat(100_000));
        assert_eq!(plain_markup(&html), html);
        let html = format!("emoji{}", "<img class=\"emoji".repeat(100_000));
        assert_eq!(plain_markup(&html), html);
    }
}
