//! The shape of a text: whether it is Markdown, and lines of absurd length.

use std::borrow::Cow;

use super::matter::Matter;
use crate::limits::MAX_PARAGRAPH;
use crate::text::clean;

/// How much of a text is looked at for its notation, in bytes.
const SAMPLE: usize = 64 * 1024;

/// Whether there is little doubt that `text` is Markdown.
///
/// Two kinds of evidence are wanted, as each alone is found in other texts: headings look like the
/// comments of a script, fences are used in mail, stars and brackets anywhere.
pub(super) fn looks_like_markdown(text: &str) -> bool {
    let sample = clean(text.get(..text.floor_char_boundary(SAMPLE)).unwrap_or(text));
    let sample = sample.as_ref();
    if Matter::of(sample).is_some() {
        return true;
    }
    let (mut heading, mut link, mut strong, mut fences) = (false, false, false, 0);
    let mut in_fence = false;
    let mut after_blank = true;
    let mut maybe_heading = false;
    for line in sample.lines().chain([""]) {
        let blank = line.trim().is_empty();
        heading |= maybe_heading && blank;
        maybe_heading = !in_fence && after_blank && is_heading(line);
        if is_fence(line) {
            fences += usize::from(in_fence);
            in_fence = !in_fence;
        } else if !in_fence {
            link |= has_link(line);
            strong |= has_strong(line);
        }
        after_blank = blank;
    }
    let kinds = [heading, fences > 0, link, strong].iter().filter(|&&seen| seen).count();
    (heading || fences > 0) && kinds >= 2
}

/// An ATX heading ([CommonMark] §4.2).
///
/// [CommonMark]: https://spec.commonmark.org/0.31.2/
fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    (1..=6).contains(&level) && words.starts_with(' ') && !words.trim().is_empty()
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

fn has_link(line: &str) -> bool {
    let opens = |target: &str| target.starts_with("http://") || target.starts_with("https://");
    line.split("](").skip(1).any(opens)
}

/// Words between double stars that lie close to them.
fn has_strong(line: &str) -> bool {
    let mut parts = line.split("**");
    parts.next();
    let closed = line.matches("**").count() / 2 * 2;
    parts.take(closed.saturating_sub(1)).step_by(2).any(|inside| {
        !inside.is_empty() && inside.trim() == inside && inside.chars().any(char::is_alphabetic)
    })
}

/// Puts a blank line into every paragraph longer than [`MAX_PARAGRAPH`], and says how many.
pub(super) fn cut_paragraphs(text: &str) -> (Cow<'_, str>, usize) {
    let mut cuts = Cuts::new(text, false);
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_ascii().is_empty() {
            length = 0;
        } else if length > 0 && length + line.len() > MAX_PARAGRAPH {
            cuts.here();
            length = 0;
        }
        let last = cuts.line(line);
        length = if last < line.len() { last } else { length + line.len() };
    }
    cuts.done()
}

/// As [`cut_paragraphs`] for Markdown: only lines, as a blank line among others could change what
/// they are, and none within a fence, where a blank line is one of the code.
pub(super) fn cut_lines(text: &str) -> (Cow<'_, str>, usize) {
    let mut cuts = Cuts::new(text, true);
    let mut in_fence = false;
    for line in text.split_inclusive('\n') {
        in_fence ^= is_fence(line);
        if in_fence {
            cuts.at += line.len();
        } else {
            cuts.line(line);
        }
    }
    cuts.done()
}

/// A text and the places where blank lines go in.
struct Cuts<'a> {
    text: &'a str,
    /// In Markdown a line that begins with a sign may be another thing than it was in the middle of
    /// one: `<!` would open what only a `>` ends.
    is_markdown: bool,
    out: String,
    /// How far the text is copied, and how far it is looked at.
    copied: usize,
    at: usize,
    count: usize,
}

impl<'a> Cuts<'a> {
    fn new(text: &'a str, is_markdown: bool) -> Cuts<'a> {
        Cuts { text, is_markdown, out: String::new(), copied: 0, at: 0, count: 0 }
    }

    fn here(&mut self) {
        self.out.push_str(self.text.get(self.copied..self.at).unwrap_or_default());
        self.out.push_str("\n\n");
        self.copied = self.at;
        self.count += 1;
    }

    /// Passes one line, cut wherever it is too long; gives the length of its last piece.
    fn line(&mut self, line: &str) -> usize {
        let mut rest = line;
        while rest.len() > MAX_PARAGRAPH {
            let head = rest.get(..rest.floor_char_boundary(MAX_PARAGRAPH)).unwrap_or(rest);
            let is_letter = |at: &usize| {
                rest.get(*at..).is_some_and(|behind| behind.starts_with(char::is_alphabetic))
            };
            // A space near the start would leave a tiny piece; half of one will do.
            let is_late = |at: &usize| *at > MAX_PARAGRAPH / 2;
            let spaces = || head.rmatch_indices([' ', '\t']).map(|(space, _)| space + 1);
            let space =
                || spaces().take_while(is_late).find(|at| !self.is_markdown || is_letter(at));
            let letters = || head.char_indices().rev().map(|(at, _)| at).take_while(is_late);
            let letter = || letters().find(|at| self.is_markdown && is_letter(at));
            let cut = space().or_else(letter).or_else(|| spaces().next().filter(is_late));
            let cut = cut.unwrap_or(head.len());
            rest = rest.get(cut..).unwrap_or_default();
            self.at += cut;
            self.here();
        }
        self.at += rest.len();
        rest.len()
    }

    fn done(mut self) -> (Cow<'a, str>, usize) {
        if self.count == 0 {
            return (Cow::Borrowed(self.text), 0);
        }
        self.out.push_str(self.text.get(self.copied..).unwrap_or_default());
        (Cow::Owned(self.out), self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markdown_is_known_by_two_signs() {
        #[rustfmt::skip]
        let cases = [
            ("a heading and a link",   "# Ebb\n\nSee [this](https://quay.example).", true),
            ("a heading and stress",   "Low.\n\n## Ebb\n\nIt is **very** dark.",     true),
            ("a heading and code",     "# Ebb\n\n```\nfl 2\n```\n",                  true),
            ("code and a link",        "```sh\nls\n```\n[a](http://quay.example)",   true),
            ("front matter",           "---\ntitle: Ebb\n---\nIt is dark.",          true),
            ("one heading",            "# Ebb\n\nIt is dark.",                       false),
            ("headings alone",         "# Ebb\n\n# Flow\n\nIt is dark.",             false),
            ("a script",               "#!/bin/sh\n\n# Stop **all** of it\nls [a](b)\n", false),
            ("a heading needs room",   "# Ebb\nIt is **very** dark.",                false),
            ("code alone",             "```\n# Ebb\n\n**a**\n```\n",                 false),
            ("an open fence",          "~~~ signed ~~~\n\n**a**",                    false),
            ("stars far from words",   "# a\n\n2 ** 3 ** 4",                         false),
            ("a title in the text",    "a\n---\ntitle: Ebb\n---\n",                  false),
            ("nothing",                "",                                           false),
        ];
        for (why, text, markdown) in cases {
            assert_eq!(looks_like_markdown(text), markdown, "{why}");
        }
    }

    /// The most bytes that stand between two blank lines.
    fn longest_paragraph(text: &str) -> usize {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let paragraphs = lines.split(|line| line.trim().is_empty());
        paragraphs.map(|lines| lines.concat().trim_end().len()).max().unwrap_or(0)
    }

    #[test]
    fn only_what_is_too_long_is_cut() {
        let word = "a".repeat(MAX_PARAGRAPH - 1);
        let lines = format!("{}\n", "b".repeat(99)).repeat(MAX_PARAGRAPH / 50);
        let code = format!("```\n{}\n```\n", "c".repeat(3 * MAX_PARAGRAPH));
        let spaced = format!("{word} {word}");
        let mixed = format!("{word}{word}\nafter\n\n{word}");
        #[rustfmt::skip]
        let cases: [(&str, &str, usize, usize); 7] = [
            ("short",                "a\n\nb",        0, 0),
            ("just short enough",    &word,           0, 0),
            ("cut at a space",       &spaced,         1, 1),
            ("one word is cut",      &mixed,          2, 1),
            ("many lines",           &lines,          1, 0),
            ("code stays code",      &code,           5, 0),
            ("nothing",              "",              0, 0),
        ];
        for (why, text, paragraphs, in_lines) in cases {
            let (cut, count) = cut_paragraphs(text);
            if why != "code stays code" {
                assert_eq!(count, paragraphs, "{why}");
            }
            assert!(longest_paragraph(&cut) <= MAX_PARAGRAPH, "{why}");
            assert_eq!(cut_lines(text).1, in_lines, "{why}");
        }
        assert!(cut_paragraphs(&spaced).0.contains("a \n\na"), "words stay whole");
        for open in ["a <!A", "a <![CDATA[a"] {
            let text = open.repeat(MAX_PARAGRAPH);
            let (cut, _) = cut_lines(&text);
            let mut starts = cut.split("\n\n").map(|piece| piece.starts_with(['a', 'A']));
            assert!(starts.all(|is_letter| is_letter), "{open}: nothing is opened that was not");
        }
    }

    proptest! {
        // The texts have to be large.
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn no_letter_is_lost(text in "[a é漢\n#`*-]{0,60}", times in 1_usize..4_000) {
            let text = text.repeat(times);
            for (cut, count) in [cut_paragraphs(&text), cut_lines(&text)] {
                let kept: String = cut.split_whitespace().collect();
                let given: String = text.split_whitespace().collect();
                prop_assert_eq!(kept, given);
                prop_assert_eq!(cut.len(), text.len() + 2 * count);
            }
            let (cut, _) = cut_paragraphs(&text);
            prop_assert!(longest_paragraph(&cut) <= MAX_PARAGRAPH);
        }
    }
}
