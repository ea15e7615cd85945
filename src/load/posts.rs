//! What the loaders of short posts have in common: a title made of a text, and HTML made of what
//! hangs on a post (images, links, polls).

use std::borrow::Cow;

use crate::text::clean_line;

/// How many characters of a text are its title.
const TITLE: usize = 120;
/// How many bytes of an id are looked at that must be copied for all who name it.
const MAX_ID: usize = 512;

/// The beginning of a text that has no title of its own, up to the end of a word.
pub(super) fn headline(text: &str) -> Option<String> {
    let line = clean_line(text);
    let Some((end, _)) = line.char_indices().nth(TITLE) else {
        return Some(line).filter(|line| !line.is_empty());
    };
    let start = line.get(..end)?;
    let words = start.rsplit_once(' ').map_or(start, |(words, _)| words);
    Some(format!("{words} …"))
}

/// An id that many others may be nested under: one that is written with escapes is copied for each
/// of them, and so must not be a giant.
pub(super) fn bounded(id: Cow<'_, str>) -> Cow<'_, str> {
    match id {
        Cow::Owned(id) if id.len() > MAX_ID => {
            let end = id.floor_char_boundary(MAX_ID);
            Cow::Owned(id.get(..end).unwrap_or_default().to_owned())
        }
        id => id,
    }
}

/// `text` as HTML says it.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if text.contains(['&', '<', '>', '"']) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Cow::Owned(text.replace('"', "&quot;"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A link, said as `label`.
pub(super) fn link(address: &str, label: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(address), escape(label))
}

/// A paragraph with a link to something of a `kind` ("image"), with its description if it has one.
pub(super) fn attached(kind: &str, address: &str, description: Option<&str>) -> String {
    let label = match description {
        Some(description) => format!("[{kind}] {description}"),
        None => format!("[{kind}]"),
    };
    format!("<p>{}</p>", link(address, &label))
}

/// A paragraph with a link to a file of this media type, which is called by its title, or else by the
/// end of its address, with its size in bytes if that is known.
pub(super) fn enclosed(address: &str, kind: &str, title: &str, bytes: Option<u64>) -> String {
    let kind = kind.split('/').next().filter(|kind| !matches!(*kind, "" | "application"));
    let file = address.split(['?', '#']).next().unwrap_or_default();
    let file = file.rsplit('/').find(|part| !part.is_empty()).unwrap_or(address);
    let name = if title.is_empty() { file } else { title };
    let size = match bytes {
        None | Some(0) => String::new(),
        Some(bytes) if bytes < 1_000_000 => format!(", {} kB", bytes.div_ceil(1000)),
        Some(bytes) => format!(", {} MB", bytes / 1_000_000),
    };
    attached(kind.unwrap_or("file"), address, Some(&format!("{name}{size}")))
}

/// HTML that is hidden behind a warning.
pub(super) fn hidden(warning: &str, html: &str) -> String {
    format!("<details><summary>{}</summary>{html}</details>", escape(warning))
}

/// HTML that somebody else has said, and who that is, if known.
pub(super) fn quoted(who: Option<&str>, html: &str) -> String {
    let who = who.map(|who| format!("<p>{}:</p>", escape(who))).unwrap_or_default();
    format!("<blockquote>{who}{html}</blockquote>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_beginning_of_a_text() {
        assert_eq!(headline(" The lamp\n\nis out. "), Some("The lamp is out.".into()));
        assert_eq!(headline(" \n"), None);
        let long = headline(&"über ".repeat(99)).unwrap();
        assert_eq!((long.chars().count(), long.ends_with("über …")), (121, true));
        assert_eq!(headline(&"ü".repeat(999)).unwrap().chars().count(), 122);
    }

    #[test]
    fn a_giant_is_cut_where_a_letter_ends() {
        let giant = "ü".repeat(MAX_ID) + "a";
        assert_eq!(bounded(giant.as_str().into()), giant, "it need not be copied");
        assert_eq!(bounded(giant.clone().into()).len(), MAX_ID);
        assert_eq!(bounded(format!("a{giant}").into()).len(), MAX_ID - 1);
    }

    #[test]
    fn nothing_gets_out_of_its_place() {
        assert_eq!(link("a\"b", "<c>&"), "<a href=\"a&quot;b\">&lt;c&gt;&amp;</a>");
        assert_eq!(attached("image", "/x", Some("y")), "<p><a href=\"/x\">[image] y</a></p>");
        let sound = enclosed("https://q.example/1/ebb.mp3?x=1", "audio/mpeg", "", Some(24_500_000));
        assert!(sound.ends_with(">[audio] ebb.mp3, 24 MB</a></p>"), "{sound}");
        let paper = enclosed("https://q.example/1/", "application/pdf", "The deed", Some(900));
        assert!(paper.ends_with(">[file] The deed, 1 kB</a></p>"), "{paper}");
        assert_eq!(hidden("<w>", "x"), "<details><summary>&lt;w&gt;</summary>x</details>");
        assert_eq!(quoted(Some("@<b>"), "x"), "<blockquote><p>@&lt;b&gt;:</p>x</blockquote>");
    }
}
