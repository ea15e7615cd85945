//! Plain text to blocks: what people do in mail and in comment boxes without markup.
//!
//! Empty lines part paragraphs, `>` quotes, an indented or fenced paragraph is code, and so is a
//! patch; what stands below a signature's `-- ` is small print. Everything else is words: a line
//! that starts with a number stays a line that starts with a number.

use super::build::{Builder, Entered};
use super::normal::code;
use super::patch::{Hunk, may_begin, patch};
use super::text_file::{OpenList, Style, is_drawn};
use crate::model::{Block, ContainerKind, MAX_NESTING, MarkKind};
use crate::text::clean;

/// How many spaces make an indentation.
const INDENTATION: &str = "    ";

/// How many lines a signature has at most where its sign lacks the space at the end.
const MAX_SIGNATURE: usize = 12;
/// The least length of a line of `_`, behind which mailing lists say who they are.
const FOOTER: usize = 30;
/// What an attachment begins with, as mail is read here.
const ATTACHMENT: char = '▪';

/// How many spaces inside a line are there to put words under words.
const GAP: &str = "   ";

/// Reads plain text. A line end inside a paragraph stays one.
///
/// A paragraph of two or more lines is code if all of them are indented by a tab or four spaces,
/// or if at least half of them have wide gaps, as in a table made of spaces.
#[must_use]
pub fn from_plain(text: &str) -> Vec<Block> {
    read(&clean(text), None)
}

/// Reads a text that has been cleaned: what somebody has typed, or a text file in its own style.
pub(super) fn read(text: &str, style: Option<Style>) -> Vec<Block> {
    let is_closing = |line: &str| is_fence_end(unquoted(line, usize::MAX).1);
    let fences = text.split('\n').enumerate().filter(|(_, line)| is_closing(line));
    let last_fence = fences.map(|(at, _)| at).last().unwrap_or(0);
    let lines: Vec<&str> = text.split('\n').collect();
    let mut reader = Plain { style, ..Plain::default() };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let patch = reader.patch(lines.get(at..).unwrap_or_default());
        if patch == 0 {
            let rest = lines.len() - at;
            reader.line(line, at < last_fence, rest);
        }
        at += patch.max(1);
    }
    reader.end_paragraph();
    reader.end_code();
    reader.quote(0);
    reader.builder.finish()
}

#[derive(Default)]
pub(super) struct Plain<'a> {
    pub(super) builder: Builder,
    /// How a text file is written; `None` of what is no file.
    style: Option<Style>,
    /// The lists that the last paragraph stood in, in a text file.
    pub(super) lists: Vec<OpenList>,
    quotes: Vec<Entered>,
    /// How many `>` the line before had.
    depth: usize,
    paragraph: Vec<&'a str>,
    /// Lines of code whose end has not come, with their indentation.
    pub(super) code: Vec<&'a str>,
    /// The language of the code, if it stands between fences.
    fence: Option<&'a str>,
    /// The hunk of a patch that is not complete, and the number of `>` before its lines.
    hunk: Option<(Hunk, usize)>,
    /// Whether what is read is a signature.
    signed: bool,
}

impl<'a> Plain<'a> {
    /// Takes the lines of a patch, if `lines` begin with one; how many they were.
    fn patch(&mut self, lines: &[&'a str]) -> usize {
        let Some(&first) = lines.first().filter(|_| self.fence.is_none()) else { return 0 };
        if self.hunk.is_none() && !may_begin(first.trim_start_matches(['>', ' '])) {
            return 0;
        }
        let (depth, _) = unquoted(first, usize::MAX);
        // What begins with a sign for a quote may also be a line of a hunk that stands in fewer.
        let open = self.hunk.filter(|(_, open)| *open <= depth);
        let depth = open.map_or(depth, |(_, open)| open);
        let line = |at: usize| {
            let (found, words) = unquoted(lines.get(at)?, depth);
            (found == depth).then_some(words)
        };
        let (length, left) = patch(line, open.map(|(hunk, _)| hunk));
        if length == 0 {
            self.hunk = self.hunk.filter(|_| open.is_none());
            return 0;
        }
        // It may go on where others have written between its lines, and not behind what is none.
        let is_blank = |&at: &usize| line(at).is_some_and(|line| line.trim().is_empty());
        let blank = (length..lines.len()).take_while(is_blank).count();
        let breaks_off = line(length + blank).is_none();
        self.hunk = left.filter(|_| breaks_off).map(|left| (left, depth));
        self.end_paragraph();
        self.end_code();
        self.quote(depth);
        self.fence = Some("diff");
        self.code = (0..length).filter_map(line).collect();
        self.end_code();
        length
    }

    /// Takes a line, behind which there are `rest` with it.
    fn line(&mut self, line: &'a str, may_open: bool, rest: usize) {
        let limit = self.fence.map_or(usize::MAX, |_| self.depth);
        let (depth, words) = unquoted(line, limit);
        if depth != self.depth {
            self.end_paragraph();
            self.end_code();
            self.quote(depth);
        }
        if self.fence.is_none() && is_signature(words, rest) {
            self.end_paragraph();
            self.end_code();
            self.signed = true;
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
        if depth != self.depth {
            self.lists.clear();
        }
        self.signed &= depth == self.depth;
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
        let style = self.style.filter(|_| !self.signed);
        if let Some(style) = style.filter(|_| self.goes_on(&lines)) {
            self.end_code();
            return self.end_prose(&lines, style);
        }
        let indented = lines.iter().all(|line| line.starts_with([' ', '\t']) && is_indented(line));
        let one_is_enough = style.is_some_and(|style| style.one_line_is_code);
        let enough = lines.len() > 1 || one_is_enough || !self.code.is_empty();
        if !lines.is_empty() && indented && enough {
            if !self.code.is_empty() {
                self.code.push("");
            }
            self.code.extend(lines);
            return;
        }
        self.end_code();
        if is_table(&lines) || style.is_some() && is_drawn(&lines) {
            self.code = lines;
            self.end_code();
            return;
        }
        if let Some(style) = style {
            return self.end_prose(&lines, style);
        }
        self.signed &= !lines.first().is_some_and(|line| line.starts_with(ATTACHMENT));
        if self.signed {
            self.builder.run.open(MarkKind::Small);
        }
        for (at, line) in lines.into_iter().enumerate() {
            if at > 0 {
                self.builder.run.line_break();
            }
            self.builder.run.lines(line);
        }
        self.builder.run.close_all();
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

/// Whether a signature begins with this line: [RFC 3676 §4.3], or the foot of a mailing list.
///
/// [RFC 3676 §4.3]: https://www.rfc-editor.org/rfc/rfc3676#section-4.3
fn is_signature(line: &str, rest: usize) -> bool {
    line == "-- "
        || line == "--" && (2..=MAX_SIGNATURE).contains(&rest)
        || line.len() >= FOOTER && line.bytes().all(|b| b == b'_')
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
        let cases: [(&str, &str, &str); 30] = [
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
            ("a signature",                   "a\n\n-- \nb\n\nc",               "<p>a</p>\n<p><small>--<br>b</small></p>\n<p><small>c</small></p>"),
            ("one below words",               "a\n-- \nb",                     "<p>a</p>\n<p><small>--<br>b</small></p>"),
            ("one whose space was lost",      "a\n--\nb",                      "<p>a</p>\n<p><small>--<br>b</small></p>"),
            ("a rule of two",                 &format!("a\n--{}", "\nb".repeat(12)), &format!("<p>a<br>--{}</p>", "<br>b".repeat(12))),
            ("one in a quote",                "> a\n> -- \n> b\nc",           "<blockquote><p>a</p>\n<p><small>--<br>b</small></p></blockquote>\n<p>c</p>"),
            ("a list's foot",                 &format!("a\n{}\nb", "_".repeat(40)), &format!("<p>a</p>\n<p><small>{}<br>b</small></p>", "_".repeat(40))),
            ("what is attached is none of it", "-- \nb\n\n▪ c, 1 kB",          "<p><small>--<br>b</small></p>\n<p>▪ c, 1 kB</p>"),
            ("a patch",                       "a\n@@ -1,2 +1,2 @@\n > b\n-c\n+d\ne", "<p>a</p>\n<pre><code class=\"language-diff\">@@ -1,2 +1,2 @@\n &gt; b\n-c\n+d</code></pre>\n<p>e</p>"),
            ("a patch under review",          "> @@ -1,2 +1,3 @@\n>  b\n> +c\n\nWhy?\n\n>  d\n> - e", "<blockquote><pre><code class=\"language-diff\">@@ -1,2 +1,3 @@\n b\n+c</code></pre></blockquote>\n<p>Why?</p>\n<blockquote><pre><code class=\"language-diff\"> d</code></pre>\n<p>- e</p></blockquote>"),
            ("a list behind its end",         "> @@ -1,2 +1,3 @@\n> +c\n\nWhy?\n\n> Well\n> - e", "<blockquote><pre><code class=\"language-diff\">@@ -1,2 +1,3 @@\n+c</code></pre></blockquote>\n<p>Why?</p>\n<blockquote><p>Well<br>- e</p></blockquote>"),
        ];
        for (why, plain, expected) in cases {
            let read = from_plain(plain);
            assert_eq!(to_html(&read), expected, "{why}");
            assert_eq!(from_html(expected), read, "{why}");
        }
    }

    #[test]
    fn broken_hunks_cost_no_more_than_their_lines() {
        let blank = "\n".repeat(100_000);
        let hunk = "@@ -1,1000000 +1,1000000 @@\n";
        let texts = [
            hunk.to_owned() + &blank,
            hunk.repeat(100_000),
            format!("{hunk}{blank}x{blank}"),
            format!("> {hunk}x\n> \n").repeat(50_000),
            format!("> {hunk}x\n{}", "> \n".repeat(100_000)),
            "-- \n".repeat(100_000),
        ];
        for text in texts {
            assert!(!from_plain(&text).is_empty());
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
