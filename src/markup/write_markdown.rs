//! Blocks to Markdown: [CommonMark], with tables, `~~` and footnotes as GitHub has them.
//!
//! No HTML is written, so that nothing can hide in it. What is written reads as the same words
//! again; [`super::markdown_text`] sees to those, this file to the lines they stand on.
//!
//! [CommonMark]: https://spec.commonmark.org/0.31.2/

use std::collections::HashSet;

use super::markdown_text::{Place, longest_run, write_address, write_line, write_text};
use super::normal::normal;
use crate::model::{Align, Block, Container, ContainerKind, Content, RichText, Table};

/// The largest number that an item may start with in Markdown.
const MAX_NUMBER: u64 = 999_999_999;

/// Writes blocks as Markdown, with a line end after the last.
///
/// A figure's caption is the title of its image; superscript and subscript have no sign and are
/// words; a spoiler is `>!so!<`.
#[must_use]
pub fn to_markdown(blocks: &[Block]) -> String {
    let blocks = normal(blocks);
    let mut writer = Writer { notes: notes(&blocks), ..Writer::default() };
    for (at, block) in blocks.iter().enumerate() {
        writer.block(block, blocks.get(at + 1));
    }
    if !writer.out.is_empty() {
        writer.out.push('\n');
    }
    writer.out
}

/// Escapes text for one line of Markdown: a name, a title. Line ends become spaces.
#[must_use]
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    write_line(&mut out, text);
    out
}

#[derive(Default)]
struct Writer<'a> {
    out: String,
    /// The containers around the block before.
    within: &'a [Container],
    /// What each of them puts before a line that it does not start on.
    prefixes: Vec<String>,
    notes: HashSet<&'a str>,
    /// The footnotes that have been started, with the id of their container.
    defined: HashSet<&'a str>,
    /// Whether the list at this depth has the other kind of sign than the one before it.
    other_sign: Vec<bool>,
    was_paragraph: bool,
}

impl<'a> Writer<'a> {
    fn block(&mut self, block: &'a Block, next: Option<&Block>) {
        let same = self.within.iter().zip(&block.within).take_while(|(a, b)| a == b).count();
        let new = block.within.get(same);
        let is_list = |list: &ContainerKind| matches!(list, ContainerKind::Item { .. });
        let before = self.within.get(same);
        let after_list = before.is_some_and(|before| is_list(&before.kind));
        let goes_on =
            before.and_then(list_of).is_some_and(|list| new.and_then(list_of) == Some(list));
        self.separate(block, same, goes_on);
        self.prefixes.truncate(same);
        self.within = &block.within;
        let mut first = self.prefixes.concat();
        for (depth, container) in block.within.iter().enumerate().skip(same) {
            let other = match (depth == same, goes_on, after_list) {
                (true, true, _) => self.other_sign.get(depth).copied().unwrap_or(false),
                (true, false, true) => !self.other_sign.get(depth).copied().unwrap_or(false),
                _ => false,
            };
            self.other_sign.resize(depth, false);
            self.other_sign.push(other);
            let (start, rest) = self.sign(container, other, depth);
            first.push_str(&start);
            self.prefixes.push(rest);
        }
        self.other_sign.truncate(block.within.len().max(same + 1));
        let mut text = String::new();
        self.content(&mut text, &block.content);
        if text.is_empty() && !is_next_item(block, next) {
            // An item of nothing, with something else behind its list, is read in many ways.
            text.push_str("&nbsp;");
        }
        self.lines(&first, &text);
        self.was_paragraph = matches!(block.content, Content::Paragraph(_));
    }

    /// Ends the block before: by an empty line, except between items that are one line each.
    fn separate(&mut self, block: &Block, same: usize, goes_on: bool) {
        if self.out.is_empty() {
            return;
        }
        self.out.push('\n');
        let is_paragraph = matches!(block.content, Content::Paragraph(_));
        let nested = self.within.len() == same && same > 0 && starts_tightly(block, same);
        let tight = (goes_on || nested) && self.was_paragraph && is_paragraph;
        if !tight {
            let prefix = self.prefixes.get(..same).unwrap_or_default().concat();
            self.out.push_str(prefix.trim_end());
            self.out.push('\n');
        }
    }

    /// What a container writes before its first line, and before the others.
    fn sign(&mut self, container: &'a Container, other: bool, depth: usize) -> (String, String) {
        match &container.kind {
            ContainerKind::Quote => ("> ".into(), "> ".into()),
            ContainerKind::Item { number: None, .. } => {
                (if other { "* " } else { "- " }.into(), "  ".into())
            }
            ContainerKind::Item { number: Some(number), .. } => {
                let sign = if other { ')' } else { '.' };
                let start = format!("{}{sign} ", number.min(&MAX_NUMBER));
                let rest = " ".repeat(start.len());
                (start, rest)
            }
            ContainerKind::Footnote(label) => {
                // A second note of the same name would be lost to a reader; its words are not.
                if depth == 0 && self.notes.contains(label.as_str()) && self.defined.insert(label) {
                    (format!("[^{label}]: "), "    ".into())
                } else {
                    (String::new(), String::new())
                }
            }
        }
    }

    fn lines(&mut self, first: &str, text: &str) {
        let rest = self.prefixes.concat();
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            let prefix = if at == 0 { first } else { &rest };
            self.out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
            self.out.push_str(line);
        }
    }

    fn content(&self, out: &mut String, content: &Content) {
        match content {
            Content::Paragraph(text) => write_text(out, text, Place::Paragraph, &self.notes),
            Content::Heading { level, text } => {
                out.push_str(&"#".repeat(usize::from(*level)));
                out.push(' ');
                write_text(out, text, Place::Line, &self.notes);
            }
            Content::Code { language, text } => {
                let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
                let language = language.as_deref().unwrap_or_default();
                out.extend([&fence, language, "\n", text, "\n", &fence]);
            }
            Content::Table(table) => self.table(out, table),
            Content::Figure { image, alt, caption } => {
                out.push_str("![");
                write_line(out, alt);
                out.push(']');
                write_address(out, image, caption.text(), Place::Line);
            }
            // Lines of `-` or `*` would be items, and the former headings.
            Content::Rule => out.push_str("___"),
        }
    }

    fn table(&self, out: &mut String, table: &Table) {
        let columns = table.columns();
        self.row(out, &table.header, columns);
        out.push_str("\n|");
        for column in 0..columns {
            out.push_str(match table.align.get(column) {
                Some(Align::Center) => " :-: |",
                Some(Align::Right) => " --: |",
                Some(Align::Left) | None => " --- |",
            });
        }
        for row in &table.rows {
            out.push('\n');
            self.row(out, row, row.len());
        }
    }

    fn row(&self, out: &mut String, row: &[RichText], columns: usize) {
        out.push('|');
        for column in 0..columns {
            out.push(' ');
            if let Some(cell) = row.get(column) {
                write_text(out, cell, Place::Cell, &self.notes);
            }
            out.push_str(" |");
        }
    }
}

fn list_of(container: &Container) -> Option<u32> {
    match container.kind {
        ContainerKind::Item { list, .. } => Some(list),
        _ => None,
    }
}

/// Whether the list that `block` starts in an item may follow its words without an empty line:
/// nothing but a list of items with words that counts from 1 may end a paragraph.
fn starts_tightly(block: &Block, depth: usize) -> bool {
    let new = block.within.get(depth).map(|container| &container.kind);
    let around = depth.checked_sub(1).and_then(|at| block.within.get(at));
    around.and_then(list_of).is_some()
        && matches!(new, Some(ContainerKind::Item { number: None | Some(1), .. }))
        && matches!(&block.content, Content::Paragraph(text) if !text.is_empty())
}

/// Whether `next` is the next item of the list in which `block` is one.
fn is_next_item(block: &Block, next: Option<&Block>) -> bool {
    let list = |block: &Block| block.within.last().and_then(list_of);
    next.is_some_and(|next| list(block) == list(next) && block.within.len() == next.within.len())
}

/// The labels of the footnotes that can be written as such: outermost, and named in one word.
fn notes(blocks: &[Block]) -> HashSet<&str> {
    let outermost = blocks.iter().filter_map(|block| block.within.first());
    let labels = outermost.filter_map(|container| match &container.kind {
        ContainerKind::Footnote(label) => Some(label.as_str()),
        _ => None,
    });
    let is_word = |label: &&str| {
        let known = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
        !label.is_empty() && label.chars().all(known)
    };
    labels.filter(is_word).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{from_html, from_markdown, generate};
    use super::*;
    use crate::model::plain_text;
    use proptest::prelude::*;

    #[test]
    fn blocks_are_written_as_people_would() {
        #[rustfmt::skip]
        let cases = [
            // why                         HTML                                             Markdown
            ("paragraphs",                 "a<br>b<p>c",                                    "a\\\nb\n\nc\n"),
            ("headings",                   "<h2>a #</h2>",                                  "## a \\#\n"),
            ("marks",                      "<em>a</em> (<b>b</b>), <s>c</s> <code>d`</code>", "*a* (**b**), ~~c~~ `` d` ``\n"),
            ("marks in marks",             "<b><i>a</i> b</b>",                             "***a* b**\n"),
            ("spaces are not marked",      "a<b> b </b>c",                                  "a **b** c\n"),
            ("no stars between letters",   "a<i>b</i>c",                                    "abc\n"),
            ("no marks that cross",        "<i>a <b>b</i> c</b>",                           "*a **b*** c\n"),
            ("no sign, no mark",           "a<sup>2</sup>",                                 "a2\n"),
            ("spoilers",                   "<span class=spoiler>a<br>b</span>",             ">!a!<\\\n>!b!<\n"),
            ("links",                      "<a href='/b (c)'>a</a> http://d.e/_f_g",         "[a](/b%20\\(c\\)) <http://d.e/_f_g>\n"),
            ("an image in a sentence",     "a! <img src=/i alt='[b]'>",                     "a! ![\\[b\\]](/i)\n"),
            ("a figure",                   "<figure><img src=/i alt=b><figcaption>c \"d\"</figcaption></figure>", "![b](/i \"c \\\"d\\\"\")\n"),
            ("signs are words",            "*a* _b_ c_d [e] <br>&lt;f> &amp;amp; & g~h \\",  "\\*a\\* \\_b\\_ c_d \\[e\\]\\\n\\<f> \\&amp; & g\\~h \\\\\n"),
            ("so are they at the start",   "- a<br># b<br>> c<br>1. d<br>2) e<br>+ f<br>= g<br>3 h", "\\- a\\\n\\# b\\\n\\> c\\\n1\\. d\\\n2\\) e\\\n\\+ f\\\n\\= g\\\n3 h\n"),
            ("quotes",                     "<blockquote>a<blockquote>b</blockquote></blockquote><blockquote>c</blockquote>", "> a\n>\n> > b\n\n> c\n"),
            ("lists",                      "<ul><li>a<li>b<ol start=9><li>c<li>d</ol></ul>", "- a\n- b\n\n  9. c\n  10. d\n"),
            ("a list in an item",          "<ol><li>a<ul><li>b</ul><li>c</ol>",             "1. a\n   - b\n2. c\n"),
            ("lists after lists",          "<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>",    "- a\n\n* b\n\n- c\n"),
            ("more in an item",            "<ol><li><p>a<p>b<li>c</ol>",                    "1. a\n\n   b\n2. c\n"),
            ("an empty item",              "<ul><li><li>a</ul>",                            "-\n- a\n"),
            ("code",                       "<pre class=lang-c>a\n\n```</pre>",              "````c\na\n\n```\n````\n"),
            ("code in a quote",            "<blockquote><pre>a\n\nb</pre></blockquote>",    "> ```\n> a\n>\n> b\n> ```\n"),
            ("a table",                    "<table><tr><th>a|b<th align=right>c<tr><td>d<br>e</table>", "| a\\|b | c |\n| --- | --: |\n| d e |\n"),
            ("a rule",                     "a<hr>",                                         "a\n\n___\n"),
            ("footnotes",                  "a<a role=doc-noteref href=#fn-1>1</a>: <aside role=doc-footnote id=fn-1><p>b<p>c</aside>", "a[^1]\\:\n\n[^1]: b\n\n    c\n"),
            ("a note that is missing",     "a<a role=doc-noteref href=#fn-1>1</a>",         "a[1](#fn-1)\n"),
            ("nothing",                    "",                                              ""),
        ];
        for (why, html, expected) in cases {
            assert_eq!(to_markdown(&from_html(html)), expected, "{why}");
        }
    }

    #[test]
    fn names_are_words_on_one_line() {
        let cases = [
            ("a name", "Ines Varga", "Ines Varga"),
            ("signs", "*q*_7 <x> [y](z)", "\\*q\\*\\_7 \\<x> \\[y\\]\\(z)"),
            ("a number", "1. a\n# b #", "1\\. a \\# b \\#"),
        ];
        for (why, name, expected) in cases {
            assert_eq!(escape_markdown(name), expected, "{why}");
        }
    }

    fn words(text: &str) -> String {
        text.split(|c: char| c.is_whitespace()).collect()
    }

    proptest! {
        /// The words that are written are the words that are read.
        #[test]
        fn no_word_is_lost_or_added(blocks in generate::blocks()) {
            let markdown = to_markdown(&blocks);
            let read = plain_text(&from_markdown(&markdown));
            prop_assert_eq!(words(&read), words(&plain_text(&normal(&blocks))), "{}", markdown);
        }
    }
}
