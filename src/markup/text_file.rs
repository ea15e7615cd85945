//! Text files that are articles to blocks: what people do in a README, a manual, a letter kept as text.
//!
//! Beside what plain fragments have (`super::plain`) there are underlined headings, lists and
//! paragraphs that were filled to a width, which are filled anew. What is drawn with letters, set in
//! columns or indented unevenly stays as it is: nothing is taken away that a line break or a space
//! might mean.

use super::plain::{Plain, read};
use crate::model::{Block, Container, ContainerKind, Content, MAX_NESTING};
use crate::text::{clean, width};

/// The least and the most columns that a text is filled to.
const FILLED: std::ops::RangeInclusive<usize> = 40..=100;
/// Of so many line breaks all but one must be where the next word had no room.
const FULL_OF: usize = 4;
/// How many columns before the widest line's end a line may end and still be full: some programs
/// fill all lines of a paragraph alike.
const SLACK: usize = 6;
/// The longest heading, in columns.
const MAX_HEADING: usize = 100;
/// The most digits that number an item; years have more.
const MAX_DIGITS: usize = 3;
/// Of so many letters in a drawing at least one is a sign.
const DRAWN: usize = 3;
/// Columns up to which a tab goes, and by which code is set in.
const TAB: usize = 4;

/// Reads a text file that is an article.
#[must_use]
pub fn from_text(text: &str) -> Vec<Block> {
    let text = clean(text);
    read(&text, Some(Style::of(&text)))
}

/// How a text file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether a single indented line is code. It is not where the first line of a paragraph is set
    /// in, as in novels.
    pub(super) one_line_is_code: bool,
}

impl Style {
    fn of(text: &str) -> Style {
        let lines: Vec<&str> = text.split('\n').collect();
        let is_blank = |line: &&str| line.trim().is_empty();
        let before = std::iter::once("").chain(lines.iter().copied());
        let mut paragraphs = 0_usize;
        let mut set_in = 0_usize;
        for (before, pair) in before.zip(lines.windows(2)) {
            let [line, next] = pair else { continue };
            if is_blank(&before) && !is_blank(line) && !is_blank(next) {
                paragraphs += 1;
                set_in += usize::from(indent(next) < indent(line));
            }
        }
        Style { one_line_is_code: set_in * 3 <= paragraphs }
    }
}

/// A list that may go on.
#[derive(Debug)]
pub(super) struct OpenList {
    sign: Sign,
    /// The column of the signs, and the one where words begin.
    column: usize,
    words: usize,
    list: u32,
    /// Its last item.
    item: Container,
}

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Bullet(char),
    Number(u64, char),
}

impl Sign {
    /// Whether an item with the other sign is the next of the same list.
    fn leads_to(self, next: Sign) -> bool {
        match (self, next) {
            (Sign::Bullet(a), Sign::Bullet(b)) => a == b,
            (Sign::Number(a, x), Sign::Number(b, y)) => x == y && b == a.saturating_add(1),
            _ => false,
        }
    }
}

impl Plain<'_> {
    /// Whether a paragraph goes on in the list before it, and so is no code however far it is set in.
    pub(super) fn goes_on(&self, lines: &[&str]) -> bool {
        let (Some(first), Some(last)) = (lines.first(), self.lists.last()) else { return false };
        if self.code.first().is_some_and(|code| indent(first) >= indent(code)) {
            return false;
        }
        let is_near = indent(first) < last.words + TAB;
        is_near && (item(first).is_some() || indent(first) >= last.words) && !is_drawn(lines)
    }

    /// Takes a paragraph that is neither code nor drawn.
    pub(super) fn end_prose(&mut self, lines: &[&str], style: Style) {
        let mut rest = lines;
        while let Some(&first) = rest.first() {
            if let Some((level, words, count)) = heading(rest) {
                self.lists.clear();
                self.builder.run.lines(words);
                let run = self.builder.run.take();
                if let Some(content) = super::normal::heading(level, run) {
                    self.builder.push(content);
                }
                rest = rest.get(count..).unwrap_or_default();
            } else if rest.len() == 1 && is_rule(first) {
                self.lists.clear();
                self.builder.push(Content::Rule);
                return;
            } else if item(first).is_some() {
                let next = rest.iter().skip(1).position(|line| item(line).is_some());
                let (lines, others) = rest.split_at(next.map_or(rest.len(), |next| next + 1));
                self.push_item(lines);
                rest = others;
            } else {
                while self.lists.pop_if(|list| list.words > indent(first)).is_some() {}
                let prose = before_items(rest, !self.lists.is_empty());
                let (lines, others) = rest.split_at(prose);
                self.push_paragraphs(lines, style);
                rest = others;
            }
        }
    }

    /// Paragraphs that are told apart by their first lines being set in.
    fn push_paragraphs(&mut self, lines: &[&str], style: Style) {
        let base = lines.iter().map(|line| indent(line)).min().unwrap_or(0);
        let starts = |line: &str| !style.one_line_is_code && indent(line) > base;
        let mut rest = lines;
        while !rest.is_empty() {
            let next = rest.iter().skip(1).position(|line| starts(line));
            let (lines, others) = rest.split_at(next.map_or(rest.len(), |next| next + 1));
            self.push_words(lines);
            rest = others;
        }
    }

    /// Takes the lines of an item.
    fn push_item(&mut self, lines: &[&str]) {
        let Some((&first, others)) = lines.split_first() else { return };
        let Some((sign, column, words)) = item(first) else { return };
        while self.lists.pop_if(|list| list.column > column).is_some() {}
        let before = self.lists.pop_if(|list| list.column == column);
        let before = before.filter(|list| list.sign.leads_to(sign)).map(|list| list.list);
        let list = before.unwrap_or_else(|| self.builder.next_id());
        let number = match sign {
            Sign::Bullet(_) => None,
            Sign::Number(number, _) => Some(number),
        };
        let kind = ContainerKind::Item { list, number };
        let item = Container { id: self.builder.next_id(), kind };
        if self.lists.len() < MAX_NESTING {
            self.lists.push(OpenList { sign, column, words, list, item });
        }
        let said = first.trim_start().split_once([' ', '\t']).map_or("", |(_, said)| said);
        let lines: Vec<&str> = std::iter::once(said).chain(others.iter().copied()).collect();
        self.push_words(&lines);
    }

    /// A paragraph in the lists that are open, filled anew if it was filled.
    fn push_words(&mut self, lines: &[&str]) {
        let items: Vec<Container> = self.lists.iter().map(|list| list.item.clone()).collect();
        let entered: Vec<_> =
            items.into_iter().map(|item| self.builder.enter_again(item)).collect();
        let joins = is_filled(lines);
        for (at, line) in lines.iter().enumerate() {
            if at > 0 && joins {
                self.builder.run.words(" ");
            } else if at > 0 {
                self.builder.run.line_break();
            }
            self.builder.run.lines(line);
        }
        self.builder.end_paragraph();
        for item in entered.iter().rev() {
            self.builder.leave(item);
        }
    }
}

/// How many columns a line is set in.
fn indent(line: &str) -> usize {
    let mut column = 0;
    for c in line.chars() {
        match c {
            ' ' => column += 1,
            '\t' => column += TAB - column % TAB,
            _ => break,
        }
    }
    column
}

/// The sign that a line begins with if it is an item, its column, and the one where words begin.
fn item(line: &str) -> Option<(Sign, usize, usize)> {
    let column = indent(line);
    let words = line.trim_start();
    let (mark, said) = words.split_once([' ', '\t'])?;
    if said.trim().is_empty() {
        return None;
    }
    let sign = match mark {
        "-" | "*" | "+" | "\u{2022}" | "o" => Sign::Bullet(mark.chars().next()?),
        _ => {
            let digits = mark.trim_end_matches(['.', ')']);
            let is_number = digits.len() + 1 == mark.len() && digits.len() <= MAX_DIGITS;
            let is_number = is_number && digits.bytes().all(|b| b.is_ascii_digit());
            Sign::Number(digits.parse().ok().filter(|_| is_number)?, mark.chars().next_back()?)
        }
    };
    Some((sign, column, column + width(mark) + 1 + indent(said)))
}

/// How many lines stand before the first item of a list. A line that only looks like one is none: it
/// is set in, or follows a colon, or another follows, or this is `in_list`.
fn before_items(lines: &[&str], in_list: bool) -> usize {
    let Some(first) = lines.iter().position(|line| item(line).is_some()) else {
        return lines.len();
    };
    let before = first.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or_default();
    let line = lines.get(first).copied().unwrap_or_default();
    let another = || lines.iter().skip(first + 1).any(|line| item(line).is_some());
    let is_led_to = before.trim_end().ends_with(':') || indent(line) > indent(before);
    if in_list || is_led_to || another() { first } else { lines.len() }
}

/// The heading that these lines begin with: its level, its words, and how many lines it has.
fn heading<'a>(lines: &[&'a str]) -> Option<(u8, &'a str, usize)> {
    let line = |at: usize| lines.get(at).copied().unwrap_or_default();
    let over = underline(line(0));
    let (words, (sign, length), count) = match over {
        Some(over) => (line(1), underline(line(2)).filter(|under| *under == over)?, 3),
        None => (line(0), underline(line(1))?, 2),
    };
    let columns = width(words.trim());
    let fits = columns > 0 && columns <= MAX_HEADING && length + 3 >= columns;
    let is_near = count == 3 || length <= columns.saturating_mul(2) + 8;
    let has_words = words.contains(char::is_alphanumeric);
    let level = if sign == '=' || count == 3 { 1 } else { 2 };
    (fits && is_near && has_words).then_some((level, words, count))
}

/// The sign that all of a line is made of, and how many of it there are.
fn underline(line: &str) -> Option<(char, usize)> {
    let line = line.trim();
    let sign = line.chars().next().filter(|sign| "=-~^*#".contains(*sign))?;
    (line.len() >= 3 && line.chars().all(|c| c == sign)).then_some((sign, line.len()))
}

/// Whether a line of its own parts what is above it from what is below.
fn is_rule(line: &str) -> bool {
    let signs: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    underline(&signs.replace('_', "-")).is_some()
}

/// Whether lines are filled: nearly all of them end where the first word of the next had no room.
fn is_filled(lines: &[&str]) -> bool {
    let widest = lines.iter().map(|line| width(line.trim_end())).max().unwrap_or(0);
    if lines.len() < 2 || !FILLED.contains(&widest) {
        return false;
    }
    let nexts = lines.iter().skip(1);
    let full = lines.iter().zip(nexts).filter(|(line, next)| {
        let word = next.split_whitespace().next().unwrap_or_default();
        width(line.trim_end()) + 1 + width(word) + SLACK > widest
    });
    full.count() * FULL_OF >= (lines.len() - 1) * (FULL_OF - 1)
}

/// Whether lines are drawn: made of signs, or set in unevenly, as a verse or what is centred.
pub(super) fn is_drawn(lines: &[&str]) -> bool {
    if lines.len() < 2 || heading(lines).is_some() {
        return false;
    }
    let is_box = |c: char| ('\u{2500}'..='\u{259F}').contains(&c);
    let (mut letters, mut signs, mut boxes) = (0_usize, 0_usize, 0_usize);
    for c in lines.iter().flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()) {
        letters += 1;
        signs += usize::from("|/\\_+=<^#~*-".contains(c));
        boxes += usize::from(is_box(c));
    }
    let has_items = lines.iter().any(|line| item(line).is_some());
    let mut columns: Vec<usize> = lines.iter().skip(1).map(|line| indent(line)).collect();
    columns.sort_unstable();
    columns.dedup();
    let is_uneven = columns.len() > 2;
    boxes > 1 || !has_items && (signs * DRAWN > letters || is_uneven)
}

#[cfg(test)]
mod tests {
    use super::super::{from_html, to_html};
    use super::*;
    use crate::model::plain_text;
    use proptest::prelude::*;

    const LAMP: &str = "The lamp at the end of the north mole has been out\n\
                        since February, and nobody who sails at night is\npleased with that at all.";

    #[test]
    fn a_file_is_read_as_people_write_it() {
        let joined = LAMP.replace('\n', " ");
        let filled = format!("<p>{joined}</p>");
        let item = format!("- {}\n- b", LAMP.replace('\n', "\n  "));
        let filled_item = format!("<ul>\n<li>{joined}</li>\n<li>b</li>\n</ul>");
        let novel = "    The lamp is out, and has been out\nas long as she knew it.\n    “Yes.”\n    He rows, in his boat, over to\nthe mole.";
        #[rustfmt::skip]
        let cases: [(&str, &str, &str); 31] = [
            // why                        the file                              the clean subset
            ("a filled paragraph",        LAMP,                                 &filled),
            ("a verse",                   "The lamp\nis out\nagain",            "<p>The lamp<br>is out<br>again</p>"),
            ("a heading",                 "Ebb\n===\n\na",                      "<h1>Ebb</h1>\n<p>a</p>"),
            ("one below it",              "Ebb\n---\na",                        "<h2>Ebb</h2>\n<p>a</p>"),
            ("a line above, too",         "*****\n Ebb\n*****\na",              "<h1>Ebb</h1>\n<p>a</p>"),
            ("a line too short",          "Ebb and flow\n---",                  "<p>Ebb and flow<br>---</p>"),
            ("a numbered heading",        "1. Ebb\n------\n\n2. Flow\n-------", "<h2>1. Ebb</h2>\n<h2>2. Flow</h2>"),
            ("a rule",                    "a\n\n* * *\n\nb\n\n_____",           "<p>a</p>\n<hr>\n<p>b</p>\n<hr>"),
            ("a list",                    "- a\n- b",                           "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("a loose list",              "* a\n\n* b\n\nc",                    "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>c</p>"),
            ("numbers",                   "2. a\n3. b\n\n4. c",                 "<ol start=\"2\">\n<li>a</li>\n<li>b</li>\n<li>c</li>\n</ol>"),
            ("lists in lists",            "- a\n  * b\n  * c\n- d",             "<ul>\n<li>a\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</li>\n<li>d</li>\n</ul>"),
            ("an item of two paragraphs", "- a\n\n  b\n- c",                    "<ul>\n<li><p>a</p>\n<p>b</p></li>\n<li>c</li>\n</ul>"),
            ("a filled item",             &item,                                &filled_item),
            ("an introduction",           "It has:\n- a\nb",                    "<p>It has:</p>\n<ul>\n<li>a<br>b</li>\n</ul>"),
            ("no item",                   "in the year\n- as it was",           "<p>in the year<br>- as it was</p>"),
            ("a year",                    "1911. The deed.",                    "<p>1911. The deed.</p>"),
            ("a line of code",            "Then:\n\n    make\n\nand wait",      "<p>Then:</p>\n<pre><code>make</code></pre>\n<p>and wait</p>"),
            ("code with gaps",            "    a\n\n      b\n",                 "<pre><code>a\n\n  b</code></pre>"),
            ("code below an item",        "- a\n\n      b\n\n  c",              "<ul>\n<li>a</li>\n</ul>\n<pre><code>b</code></pre>\n<ul>\n<li>c</li>\n</ul>"),
            ("a novel",                   novel,                                "<p>The lamp is out, and has been out<br>as long as she knew it.</p>\n<p>“Yes.”</p>\n<p>He rows, in his boat, over to<br>the mole.</p>"),
            ("a box",                     "+---+\n| a |\n+---+",                "<pre><code>+---+\n| a |\n+---+</code></pre>"),
            ("lines of a box",            "┌─┐ lamp\n└─┘ off",                  "<pre><code>┌─┐ lamp\n└─┘ off</code></pre>"),
            ("what is centred",           "     The Ebb\n   a poem of\n  the mole\n      1911", "<pre><code>   The Ebb\n a poem of\nthe mole\n    1911</code></pre>"),
            ("columns",                   "ab   c\nd    e",                     "<pre><code>ab   c\nd    e</code></pre>"),
            ("options",                   "  -h, --help   help\n  -v   more",   "<pre><code>-h, --help   help\n-v   more</code></pre>"),
            ("a quote",                   "> a\n> b\nc",                        "<blockquote><p>a<br>b</p></blockquote>\n<p>c</p>"),
            ("a list in a quote",         "> - a\n> - b\n- c",                  "<blockquote><ul>\n<li>a</li>\n<li>b</li>\n</ul></blockquote>\n<ul>\n<li>c</li>\n</ul>"),
            ("a fence",                   "```\n- a\n```",                      "<pre><code>- a</code></pre>"),
            ("a signature",               "a\n-- \n- b",                        "<p>a</p>\n<p><small>--<br>- b</small></p>"),
            ("nothing",                   " \n\n",                              ""),
        ];
        for (why, text, expected) in cases {
            let read = from_text(text);
            assert_eq!(to_html(&read), expected, "{why}");
            assert_eq!(from_html(expected), read, "{why}");
        }
    }

    proptest! {
        /// No letter gets lost, and what is read can be written down.
        #[test]
        fn nothing_is_lost(lines in proptest::collection::vec("(> )?( {2}| {4}|\t)?([-*] |[1-9][.] )?([a-c]{0,3}|={3}|-{3}|[|+/]{2}|The lamp at the end of the north mole)", 0..12)) {
            let text = lines.join("\n");
            let blocks = from_text(&text);
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            prop_assert_eq!(letters(&plain_text(&blocks)), letters(&text));
            prop_assert_eq!(from_html(&to_html(&blocks)), blocks);
        }
    }
}
