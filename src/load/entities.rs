//! Single lines that a site writes as HTML: names and titles with entities in them.

use crate::markup::from_html;
use crate::model::plain_text;
use crate::text::clean_line;

/// Longer ones are cut before they are looked at, in bytes.
const LONGEST: usize = 16 * 1024;

/// A name whose entities stand for letters; what looks like a tag is part of the name.
pub(super) fn name_line(name: &str) -> String {
    if !name.contains('&') {
        return clean_line(name);
    }
    clean_line(&plain_text(&from_html(&beginning(name).replace('<', "&lt;"))))
}

/// A title that may be HTML altogether; `None` if there is nothing in it.
pub(super) fn title_line(title: &str) -> Option<String> {
    let line = if title.contains(['<', '&']) {
        clean_line(&plain_text(&from_html(beginning(title))))
    } else {
        clean_line(title)
    };
    Some(line).filter(|line| !line.is_empty())
}

fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_become_letters_once() {
        #[rustfmt::skip]
        let cases = [
            ("plain",            "Ada Brandt",              "Ada Brandt",         Some("Ada Brandt")),
            ("an entity",        "Sk&aring;r &amp; Co",     "Skår & Co",          Some("Skår & Co")),
            ("escaped twice",    "a &amp;amp; b",           "a &amp; b",          Some("a &amp; b")),
            ("a tag",            "<em>The lamp</em> &#8217;s", "<em>The lamp</em> ’s", Some("The lamp ’s")),
            ("an arrow",         "<3 & oil",                "<3 & oil",           Some("<3 & oil")),
            ("nothing",          " ",                       "",                   None),
        ];
        for (why, text, name, title) in cases {
            assert_eq!(name_line(text), name, "{why}");
            assert_eq!(title_line(text).as_deref(), title, "{why}");
        }
    }
}
