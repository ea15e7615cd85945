//! What a file is called that a document is written to.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Comment, Document};

/// The longest name, in bytes: file systems take 255 with an ending, people read less.
const MAX_NAME: usize = 100;

/// The words of the title in small letters with hyphens between them, without an ending.
///
/// Nothing else of the title comes into it: no separator of folders, no dot, no blank, no sign that
/// a shell or a terminal knows, so that it names a file in the folder that it is put into and no
/// other. A document without a title, or with one that is the path of a file, is called after its
/// first comment's subject, its author or its site, or `untitled`.
#[must_use]
pub fn file_name(document: &Document) -> String {
    let article = &document.article;
    let first = document.thread.children(None).next().and_then(|id| document.thread.get(id));
    let said = [
        article.headline(),
        first.and_then(Comment::subject),
        article.byline.as_deref(),
        article.site.as_deref(),
    ];
    let titles = said.into_iter().flatten().filter(|title| !is_path(title));
    let name = titles.map(in_words).find(|name| !name.is_empty());
    name.unwrap_or_else(|| "untitled".to_owned())
}

/// Whether this is one word that leads to a file, be it in disguise.
fn is_path(title: &str) -> bool {
    let ways = ["..", "．．", "\\", "%2"];
    !title.contains(char::is_whitespace)
        && (title.starts_with('/') || ways.iter().any(|way| title.contains(way)))
}

fn in_words(title: &str) -> String {
    let mut name = String::new();
    for word in title.unicode_words() {
        let fit = |c: &char| !c.is_ascii() || c.is_ascii_alphanumeric();
        let word: String = word.to_lowercase().chars().filter(fit).collect();
        let between = usize::from(!name.is_empty());
        if name.len() + between + word.len() > MAX_NAME {
            if name.is_empty() {
                name.push_str(word.get(..word.floor_char_boundary(MAX_NAME)).unwrap_or_default());
            }
            break;
        }
        if between == 1 && !word.is_empty() {
            name.push('-');
        }
        name.push_str(&word);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name() {
        let long = "mole ".repeat(100);
        let cut = "mole-".repeat(19) + "mole";
        let one_word = "ö".repeat(400);
        #[rustfmt::skip]
        let cases = [
            ("words",                "Who owns the harbour light?",   "who-owns-the-harbour-light"),
            ("other scripts",        "Wem gehört das Öl? 灯台守",        "wem-gehört-das-öl-灯-台-守"),
            ("a way out",            "../../a/b",                     "untitled"),
            ("one in disguise",      "%2e%2e%2fa",                    "untitled"),
            ("a way out in words",   "../../a and ../b",              "a-and-b"),
            ("a slash",              "TCP/IP",                        "tcp-ip"),
            ("a hidden file",        ".bashrc",                       "bashrc"),
            ("an option",            "--help -rf",                    "help-rf"),
            ("a shell's signs",      "$(touch x) `y`; a|b > c & d",   "touch-x-y-a-b-c-d"),
            ("apostrophes",          "The keeper's 3.5 lamps",        "the-keepers-35-lamps"),
            ("nothing to be named",  "…/\\*?",                        "untitled"),
            ("too long",             long.as_str(),                   cut.as_str()),
            ("one long word",        one_word.as_str(),               &"ö".repeat(50)),
        ];
        for (why, title, expected) in cases {
            let mut document = Document::default();
            document.article.title = Some(title.to_owned());
            assert_eq!(file_name(&document), expected, "{why}");
        }
    }
}
