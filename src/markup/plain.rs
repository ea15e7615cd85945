//! Plain text to blocks: what people do in mail and in comment boxes without markup.
//!
//! Empty lines part paragraphs, `>` quotes, an indented or fenced paragraph is code. Everything
//! else is words: a line that starts with a number stays a line that starts with a number.

use super::build::{Builder, Entered};
use super::normal::code;
use crate::model::{Block, ContainerKind, MAX_NESTING};
use crate::text::clean;

/// How many spaces make an indentation.
const INDENTATION: &str = "    ";

/// How many spaces inside a line are there to put words under words.
const GAP: &str = "   ";

/// Reads plain text. A line end inside a paragraph stays one.
///
/// A paragraph of two or more lines is code if all of them are indented by a tab or four spaces,
/// or if at least half of them have wide gaps, as in a table made of spaces.
#[must_use]
pub fn from_plain(text: &str) -> Vec<Block> {
    let text = clean(text);
    let is_closing = |line: &str| is_fence_end(unquoted(line, usize::MAX).1);
    let fences = text.split('\n').enumerate().filter(|(_, line)| is_closing(line));
    let last_fence = fences.map(|(at, _)| at).last().unwrap_or(0);
    let mut reader = Plain::default();
    for (at, line) in text.split('\n').enumerate() {
        reader.line(line, at < last_fence);
    }
    reader.end_paragraph();
    reader.end_code();
    reader.quote(0);
    reader.builder.finish()
}

#[derive(Default)]
struct Plain<'a> {
    builder: Builder,
    quotes: Vec<Entered>,
    /// How many `>` the line before had.
    depth: usize,
    paragraph: Vec<&'a str>,
    /// Lines of code whose end has not come, with their indentation.
    code: Vec<&'a str>,
    /// The language of the code, if it stands between fences.
    fence: Option<&'a str>,
}

impl<'a> Plain<'a> {
    fn line(&mut self, line: &'a str, may_open: bool) {
        let limit = self.fence.map_or(usize::MAX, |_| self.depth);
        let (depth, words) = unquoted(line, limit);
        if depth != self.depth {
            self.end_paragraph();
            self.end_code();
            self.quote(depth);
        }
        if self.fence.is_some() {
            if is_fence_end(words) {
                self.end_code();
            } else {
                self.code.push(words);
            }
        } else if let Some(language) = fence(words).filter(|_| may_open) {
            self.end_paragraph();
            self.end_code();
            self.fence = Some(language);
        } else if words.trim().is_empty() {
            self.end_paragraph();
        } else {
            self.paragraph.push(words);
        }
    }

    /// Goes into or out of quotes.
    fn quote(&mut self, depth: usize) {
        self.depth = depth;
        while self.quotes.len() > depth {
            let Some(quote) = self.quotes.pop() else { break };
            self.builder.leave(&quote);
        }
        while self.quotes.len() < depth.min(MAX_NESTING) {
            self.quotes.push(self.builder.enter(ContainerKind::Quote));
        }
    }

    fn end_paragraph(&mut self) {
        let lines = std::mem::take(&mut self.paragraph);
        let indented = lines.iter().all(|line| line.starts_with([' ', '\t']) && is_indented(line));
        if !lines.is_empty() && indented && (lines.len() > 1 || !self.code.is_empty()) {
            if !self.code.is_empty() {
                self.code.push("");
            }
            self.code.extend(lines);
            return;
        }
        self.end_code();
        if is_table(&lines) {
            self.code = lines;
            self.end_code();
            return;
        }
        for (at, line) in lines.into_iter().enumerate() {
            if at > 0 {
                self.builder.run.line_break();
            }
            self.builder.run.lines(line);
        }
        self.builder.end_paragraph();
    }

    fn end_code(&mut self) {
        let language = self.fence.take();
        let mut lines = std::mem::take(&mut self.code);
        if language.is_none() {
            let indentation = common_indentation(&lines);
            for line in &mut lines {
                *line = line.strip_prefix(indentation).unwrap_or(line.trim_start());
            }
        }
        if let Some(content) = code(language, &lines.join("\n")) {
            self.builder.push(content);
        }
    }
}

/// How many `>` a line starts with, up to `limit`, and what comes after them.
fn unquoted(line: &str, limit: usize) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while depth < limit {
        let inner = rest.trim_start_matches(' ');
        let Some(after) = inner.strip_prefix('>').filter(|_| rest.len() - inner.len() < 4) else {
            break;
        };
        depth += 1;
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    (depth, rest)
}

/// The language that a line opens a block of code with; it may be empty.
fn fence(line: &str) -> Option<&str> {
    let language = line.trim().strip_prefix("```")?.trim_start_matches('`').trim();
    (!language.contains('`')).then_some(language)
}

fn is_fence_end(line: &str) -> bool {
    fence(line).is_some_and(str::is_empty)
}

fn is_indented(line: &str) -> bool {
    line.starts_with('\t') || line.starts_with(INDENTATION)
}

fn is_table(lines: &[&str]) -> bool {
    let has_gap = |line: &&&str| line.trim().contains(GAP) || line.trim().contains('\t');
    let gaps = lines.iter().filter(has_gap).count();
    gaps > 1 && 2 * gaps >= lines.len()
}

fn common_indentation<'a>(lines: &[&'a str]) -> &'a str {
    let mut full = lines.iter().filter(|line| !line.trim().is_empty());
    let Some(first) = full.next() else { return "" };
    let mut length = first.len() - first.trim_start_matches([' ', '\t']).len();
    for line in full {
        let same = first.bytes().zip(line.bytes()).take_while(|(a, b)| a == b).count();
        length = length.min(same);
    }
    first.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{from_html, to_html};
    use super::*;
    use crate::model::plain_text;
    use proptest::prelude::*;

    #[test]
    fn text_is_read_as_people_write_it() {
        #[rustfmt::skip]
        let cases = [
            // why                            plain                            the clean subset
            ("paragraphs",                    "a\nb\n \t\n\u{A0}\nc\r\n\r\nd", "<p>a<br>b</p>\n<p>c</p>\n<p>d</p>"),
            ("edges are trimmed",             "\n\n  a  \n   b\n\n",           "<p>a<br>b</p>"),
            ("markup is words",               "<b>*a*</b> &lt;",               "<p>&lt;b&gt;*a*&lt;/b&gt; &amp;lt;</p>"),
            ("numbers are words",             "1. a\n2. b\n- c",               "<p>1. a<br>2. b<br>- c</p>"),
            ("an address",                    "a http://a.b!",                 "<p>a <a href=\"http://a.b\">http://a.b</a>!</p>"),
            ("a quote",                       "a\n> b\n>c\nd",                 "<p>a</p>\n<blockquote><p>b<br>c</p></blockquote>\n<p>d</p>"),
            ("quotes in quotes",              "> a\n>> b\n> > > c\n> d",       "<blockquote><p>a</p>\n<blockquote><p>b</p>\n<blockquote><p>c</p></blockquote></blockquote>\n<p>d</p></blockquote>"),
            ("an empty line in a quote",      "> a\n>\n> b\n\n> c",            "<blockquote><p>a</p>\n<p>b</p></blockquote>\n<blockquote><p>c</p></blockquote>"),
            ("indented lines",                "a\n\n    b\n      c\n\n    d\n\ne", "<p>a</p>\n<pre><code>b\n  c\n\nd</code></pre>\n<p>e</p>"),
            ("by tabs",                       "\ta\n\t\tb",                    "<pre><code>a\n\tb</code></pre>"),
            ("one line is none",              "    a\n\nb",                    "<p>a</p>\n<p>b</p>"),
            ("not all are",                   "    a\nb",                      "<p>a<br>b</p>"),
            ("columns",                       "ab   c\nd    e",                "<pre><code>ab   c\nd    e</code></pre>"),
            ("one gap makes no column",       "ab   c\nd e",                   "<p>ab c<br>d e</p>"),
            ("fences",                        "a\n```rust\n> b\n\n c\n```\nd", "<p>a</p>\n<pre><code class=\"language-rust\">&gt; b\n\n c</code></pre>\n<p>d</p>"),
            ("an open fence is words",        "```\na\n```\n```\nb",           "<pre><code>a</code></pre>\n<p>```<br>b</p>"),
            ("fences in a quote",             "> ```\n> a\n> > b\n> ```\nc",   "<blockquote><pre><code>a\n&gt; b</code></pre></blockquote>\n<p>c</p>"),
            ("a quote ends them",             "> ```\n> a\nb\n```\n```",       "<blockquote><pre><code>a</code></pre></blockquote>\n<p>b</p>"),
            ("code in a line",                "```a``` b",                     "<p>```a``` b</p>"),
            ("nothing",                       " \n\n",                         ""),
        ];
        for (why, plain, expected) in cases {
            let read = from_plain(plain);
            assert_eq!(to_html(&read), expected, "{why}");
            assert_eq!(from_html(expected), read, "{why}");
        }
    }

    proptest! {
        /// No letter gets lost, and what is read can be written down.
        #[test]
        fn nothing_is_lost(lines in proptest::collection::vec("(> ?){0,3}( {4}|\t)?[a-c1.  \t-]{0,6}", 0..12)) {
            let text = lines.join("\n");
            let blocks = from_plain(&text);
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&plain_text(&blocks)), letters(&text));
            prop_assert_eq!(from_html(&to_html(&blocks)), blocks);
        }
    }
}
