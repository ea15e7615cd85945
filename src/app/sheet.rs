//! A sheet over the panes: a list to read, or to choose from. The place below it stays.

use std::borrow::Cow;

use super::keymap::Command;
use super::prompt::Prompt;
use crate::layout::Row;
use crate::model::{CommentId, Order};

/// What a sheet shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The keys in force.
    Help,
    /// The orders to choose from.
    Orders,
    /// The comments that the cursor's answers.
    Peek,
    /// Facts about the discussion.
    Facts,
    /// Where the reader is.
    Where,
    /// The article's headings.
    Outline,
    /// The tree of comments.
    Map,
    /// Links to choose from.
    Links,
    /// Comments to choose from.
    Comments,
    /// The threads of an archive.
    Threads,
}

/// What choosing a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// As a key that is bound to this.
    Run(Command),
    /// Sorts.
    Order(Order),
    /// Opens an address.
    Link(String),
    /// Goes to a comment.
    Comment(CommentId),
    /// Opens a thread, named by its first comment.
    Thread(CommentId),
    /// Goes to an item of the article.
    Item(usize),
}

/// What is to be known of a line even where it is not in the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Nothing.
    #[default]
    None,
    /// It was not read.
    New,
    /// A search has found it.
    Found,
    /// It is the one to be chosen.
    Here,
}

/// A line of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetLine {
    /// What it counts for in the strip beside a long sheet.
    pub sign: Sign,
    /// What it shows.
    pub row: Row,
    /// What it does; nothing for a heading.
    pub choice: Option<Choice>,
    /// What it is searched by in small letters, where that is not what the row shows.
    pub(super) sought: String,
    /// Whether the row is only its beginning, as long as nobody sees it.
    pub(super) unfinished: bool,
    /// Whether it is a thread, and others of the list are about the same.
    pub(super) shares_subject: bool,
}

/// A sheet, and where the reader is on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What it shows.
    pub about: About,
    /// Its title.
    pub title: String,
    lines: Vec<SheetLine>,
    /// How many columns the widest line has.
    columns: usize,
    /// Those that the search leaves.
    shown: Vec<usize>,
    /// The first line in the window, counted in those shown.
    top: usize,
    /// The line to be chosen, counted in those shown, if there is one.
    chosen: Option<usize>,
    /// What is searched for, and whether it is still being typed.
    prompt: Prompt,
    searching: bool,
}

impl Sheet {
    /// A sheet with these lines, from the top.
    #[must_use]
    pub(super) fn new(about: About, title: impl Into<String>, lines: Vec<SheetLine>) -> Sheet {
        let shown = (0..lines.len()).collect();
        let columns = lines.iter().map(|line| line.row.width()).max().unwrap_or(0);
        let mut sheet = Sheet {
            about,
            title: title.into(),
            lines,
            columns,
            shown,
            top: 0,
            chosen: None,
            prompt: Prompt::default(),
            searching: false,
        };
        sheet.chosen = sheet.choosable(0, true);
        sheet
    }

    /// The same with the first line chosen that `wanted` wants.
    #[must_use]
    pub(super) fn at(mut self, wanted: impl Fn(&Choice) -> bool) -> Sheet {
        let line = self.lines.iter().position(|line| line.choice.as_ref().is_some_and(&wanted));
        self.chosen = line.or(self.chosen);
        self
    }

    /// The same, scrolled to the end.
    #[must_use]
    pub(super) fn at_end(mut self) -> Sheet {
        self.top = usize::MAX;
        self
    }

    /// How many lines it has; how many columns the widest of them.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.lines.len(), self.columns)
    }

    /// The same, searched as `before` was, with this chosen.
    #[must_use]
    pub(super) fn like(mut self, before: &Sheet, chosen: Option<&Choice>) -> Sheet {
        self.prompt.clone_from(&before.prompt);
        self.searching = before.searching;
        // Who has not moved yet is at the top, whatever comes there.
        let moved = before.chosen != before.choosable(0, true);
        self = self.at(|choice| moved && Some(choice) == chosen);
        self.filter();
        self
    }

    /// Has all rows made anew when they are seen.
    pub(super) fn unfinish(&mut self) {
        for line in &mut self.lines {
            line.unfinished = true;
        }
    }

    /// The same, this wide at least: for rows that are finished later.
    #[must_use]
    pub(super) fn wide(mut self, columns: usize) -> Sheet {
        self.columns = self.columns.max(columns);
        self
    }

    /// Finishes the rows in a window of `height`, or all of them, where that is still to be done.
    pub(super) fn finish(&mut self, height: Option<usize>, finish: impl Fn(&mut SheetLine)) {
        let top = height.map_or(0, |height| self.first_line(height));
        let height = height.unwrap_or(usize::MAX);
        for &at in self.shown.iter().skip(top).take(height) {
            if let Some(line) = self.lines.get_mut(at).filter(|line| line.unfinished) {
                finish(line);
                line.unfinished = false;
            }
        }
    }

    /// The row of the chosen line.
    #[must_use]
    pub fn chosen_row(&self) -> Option<&Row> {
        self.lines.get(*self.shown.get(self.chosen?)?).map(|line| &line.row)
    }

    /// The lines in a window of `height`, and whether each is the one to be chosen.
    pub fn visible(&self, height: usize) -> impl Iterator<Item = (&SheetLine, bool)> {
        let top = self.first_line(height);
        self.shown
            .iter()
            .enumerate()
            .skip(top)
            .take(height)
            .filter_map(move |(at, &line)| Some((self.lines.get(line)?, self.chosen == Some(at))))
    }

    /// How many lines lie above and below a window of `height`.
    #[must_use]
    pub fn beyond(&self, height: usize) -> (usize, usize) {
        let top = self.first_line(height);
        (top, self.shown.len().saturating_sub(top + height))
    }

    /// All lines as a strip of `height` rows: in each, what stands out most of the lines that
    /// share it. O(lines).
    #[must_use]
    pub fn strip(&self, height: usize) -> Vec<Sign> {
        let mut strip = vec![Sign::None; height];
        for (at, line) in self.shown.iter().enumerate() {
            let sign = if self.chosen == Some(at) {
                Sign::Here
            } else {
                self.lines.get(*line).map(|line| line.sign).unwrap_or_default()
            };
            if let Some(row) = strip.get_mut(at * height / self.shown.len()) {
                *row = sign.max(*row);
            }
        }
        strip
    }

    /// What is being typed to search it.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        self.searching.then_some(&self.prompt)
    }

    /// What it was searched for.
    #[must_use]
    pub fn sought(&self) -> &str {
        self.prompt.text()
    }

    /// Whether its lines stand for parts of the document.
    #[must_use]
    pub(super) fn names_parts(&self) -> bool {
        matches!(self.about, About::Map | About::Outline | About::Comments | About::Peek)
    }

    /// Whether there is anything to choose.
    #[must_use]
    pub fn is_menu(&self) -> bool {
        self.lines.iter().any(|line| line.choice.is_some())
    }

    /// What choosing now would do.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.lines.get(*self.shown.get(self.chosen?)?)?.choice.as_ref()
    }

    /// The first line of a window of `height`: near where it was, with the chosen line inside.
    fn first_line(&self, height: usize) -> usize {
        let last = self.shown.len().saturating_sub(height);
        let top = self.top.min(last);
        match self.chosen {
            Some(chosen) if chosen < top => chosen,
            Some(chosen) if chosen >= top + height => (chosen + 1).saturating_sub(height),
            _ => top,
        }
    }

    /// The first line from `from` on, or back, that can be chosen.
    fn choosable(&self, from: usize, forward: bool) -> Option<usize> {
        let can = |&at: &usize| {
            let line = self.shown.get(at).and_then(|&line| self.lines.get(line));
            line.is_some_and(|line| line.choice.is_some())
        };
        if forward {
            (from..self.shown.len()).find(can)
        } else {
            (0..=from.min(self.shown.len().saturating_sub(1))).rev().find(can)
        }
    }

    /// Moves by lines in a window of `height`; the chosen line, where there is one. Says whether
    /// anything moved.
    pub(super) fn scroll(&mut self, by: isize, height: usize) -> bool {
        let before = (self.top, self.chosen);
        self.top = self.first_line(height);
        if let Some(chosen) = self.chosen {
            let last = self.shown.len().saturating_sub(1);
            let to = chosen.saturating_add_signed(by).min(last);
            let next = self.choosable(to, by > 0).or_else(|| self.choosable(to, by < 0));
            self.chosen = next.or(self.chosen);
            self.top = self.first_line(height);
            // The headings above the first choice come along.
            if self.choosable(0, true) == self.chosen {
                self.top = 0;
            }
        } else {
            let last = self.shown.len().saturating_sub(height);
            self.top = self.top.saturating_add_signed(by).min(last);
        }
        (self.top, self.chosen) != before
    }

    /// Chooses the `row`th line of a window of `height`. Says whether it can be chosen.
    pub(super) fn point(&mut self, row: usize, height: usize) -> bool {
        let at = self.first_line(height) + row;
        let can = self.choosable(at, true) == Some(at);
        if can {
            self.chosen = Some(at);
        }
        can
    }

    /// Chooses the line that row `row` of a strip of `height` stands for. Says whether there is one.
    pub(super) fn point_in_strip(&mut self, row: usize, height: usize) -> bool {
        let at = row * self.shown.len() / height.max(1);
        let line = self.choosable(at, true);
        self.chosen = line.or(self.chosen);
        line.is_some()
    }

    /// Chooses the `number`th of what can be chosen, from 1. Says whether there is one.
    pub(super) fn choose_number(&mut self, number: usize) -> bool {
        let can = |&at: &usize| self.choosable(at, true) == Some(at);
        let found = (0..self.shown.len()).filter(can).nth(number.wrapping_sub(1));
        self.chosen = found.or(self.chosen);
        found.is_some()
    }

    /// Begins to search it.
    pub(super) fn search(&mut self) {
        self.searching = true;
        self.prompt = Prompt::default();
        self.filter();
    }

    /// What is being typed, to be changed; [`Sheet::filter`] afterwards.
    pub(super) fn typing(&mut self) -> Option<&mut Prompt> {
        self.searching.then_some(&mut self.prompt)
    }

    /// Ends the typing; what was found stays if `keep`.
    pub(super) fn end_search(&mut self, keep: bool) {
        self.searching = false;
        if !keep {
            self.prompt = Prompt::default();
            self.filter();
        }
    }

    /// Shows the lines in which all words that were typed stand. What cannot be chosen is left out
    /// of a menu then.
    pub(super) fn filter(&mut self) {
        let words = self.prompt.text().to_lowercase();
        let menu = self.is_menu();
        let fits = |line: &SheetLine| {
            let text = match line.sought.as_str() {
                "" => Cow::Owned(line.row.text().to_lowercase()),
                sought => Cow::Borrowed(sought),
            };
            words.is_empty()
                || (!menu || line.choice.is_some())
                    && words.split_whitespace().all(|word| text.contains(word))
        };
        let before = self.chosen.and_then(|chosen| self.shown.get(chosen).copied());
        let lines = self.lines.iter().enumerate();
        self.shown = lines.filter(|(_, line)| fits(line)).map(|(at, _)| at).collect();
        self.top = 0;
        let kept = self.shown.iter().position(|&line| Some(line) == before);
        self.chosen = kept.or_else(|| self.choosable(0, true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Piece, Role};

    fn sheet() -> Sheet {
        let line = |text: &str, choice| {
            let mut row = Row::default();
            row.pieces.push(Piece::added(text, Role::Text));
            SheetLine { row, choice, ..SheetLine::default() }
        };
        let item = |at| Some(Choice::Item(at));
        let lines = vec![
            line("Fruit", None),
            line("red apple", item(1)),
            line("yellow pear", item(2)),
            line("Roots", None),
            line("red beet", item(3)),
        ];
        Sheet::new(About::Outline, "Food", lines)
    }

    fn seen(sheet: &Sheet, height: usize) -> String {
        let lines = sheet.visible(height);
        let lines = lines
            .map(|(line, chosen)| format!("{}{}", if chosen { ">" } else { "" }, line.row.text()));
        lines.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn choosing_steps_over_headings_and_keeps_the_choice_in_the_window() {
        let mut sheet = sheet();
        assert_eq!(seen(&sheet, 2), "Fruit|>red apple");
        let steps = [
            (1, "red apple|>yellow pear"),
            (1, "Roots|>red beet"),
            (1, "Roots|>red beet"),
            (-1, ">yellow pear|Roots"),
            (-9, "Fruit|>red apple"),
            (9, "Roots|>red beet"),
        ];
        for (by, then) in steps {
            sheet.scroll(by, 2);
            assert_eq!(seen(&sheet, 2), then, "{by}");
        }
        assert!(!sheet.point(0, 2) && sheet.point(1, 2));
        assert!(sheet.choose_number(2) && !sheet.choose_number(4));
        assert_eq!(sheet.choice(), Some(&Choice::Item(2)));
    }

    #[test]
    fn the_strip_shows_all_of_it() {
        let mut sheet = sheet();
        sheet.lines[4].sign = Sign::New;
        sheet.lines[2].sign = Sign::Found;
        assert_eq!(sheet.strip(5), [Sign::None, Sign::Here, Sign::Found, Sign::None, Sign::New]);
        assert_eq!(sheet.strip(2), [Sign::Here, Sign::New]);
        assert_eq!(sheet.strip(0), []);
        assert!(sheet.point_in_strip(1, 2) && sheet.choice() == Some(&Choice::Item(2)));
    }

    #[test]
    fn searching_leaves_what_has_all_the_words() {
        let mut sheet = sheet();
        sheet.search();
        sheet.typing().unwrap().insert("RED b");
        sheet.filter();
        assert_eq!(seen(&sheet, 9), ">red beet");
        sheet.end_search(false);
        assert_eq!(seen(&sheet, 2), "Roots|>red beet");
    }
}
