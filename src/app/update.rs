//! The one door through which the state changes.

use super::action::Action;
use super::event::{Effect, Event, Load};
use super::help::Help;
use super::in_article::read;
use super::in_thread::discuss;
use super::key::{Code, Key, Named};
use super::keymap::{Command, Match};
use super::prompt::{Answer, Prompt};
use super::{App, Mode, Pane};
use crate::model::Article;
use crate::text::Language;

/// The largest count that can be typed.
const MAX_COUNT: usize = 99_999_999;

impl App {
    /// Takes an event. Costs what is on the screen, except for the arrival of comments, a new
    /// order, a new search, which cost O(comments).
    pub fn update(&mut self, event: Event) -> Option<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => {
                if let Mode::Searching(prompt) = &mut self.mode {
                    prompt.insert(&text);
                }
                None
            }
            Event::Resize(columns, rows) => {
                self.size = (columns, rows);
                self.arrange_panes();
                None
            }
            Event::Clock(now) => {
                self.thread.set_now(&self.document.thread, now);
                None
            }
            Event::Load(piece) => {
                self.load(piece);
                None
            }
        }
    }

    fn key(&mut self, key: Key) -> Option<Effect> {
        self.message = None;
        match &mut self.mode {
            Mode::Searching(prompt) => {
                match prompt.key(key) {
                    Answer::More => {}
                    Answer::Cancelled => self.mode = Mode::Reading,
                    Answer::Done => {
                        let pattern = prompt.text().to_owned();
                        self.mode = Mode::Reading;
                        self.search(&pattern);
                    }
                }
                return None;
            }
            Mode::Reading | Mode::Help(_) => {}
        }
        if self.pending.is_empty() && self.take_digit(key) {
            return None;
        }
        self.pending.push(key);
        match self.keymap.find(&self.pending) {
            Match::Prefix => None,
            Match::Command(command) => {
                self.pending.clear();
                let count = self.count.take().or(command.count);
                self.run(command.action, count)
            }
            Match::None => {
                self.message = Some(self.nearly());
                self.pending.clear();
                self.count = None;
                None
            }
        }
    }

    /// A digit before a command belongs to its count, unless it is bound; 0 only goes on one.
    fn take_digit(&mut self, key: Key) -> bool {
        let digit = key.typed().and_then(|c| c.to_digit(10)).map(|digit| digit as usize);
        let Some(digit) = digit.filter(|&digit| digit > 0 || self.count.is_some()) else {
            return false;
        };
        if self.keymap.find(&[key]) != Match::None {
            return false;
        }
        let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
        self.count = Some(count.min(MAX_COUNT));
        true
    }

    /// What to say of keys that do nothing: what they begin, or what the other case would do.
    fn nearly(&self) -> String {
        let typed: String = self.pending.iter().map(Key::to_string).collect();
        let escaped = self.pending.last() == Some(&Key::named(Named::Esc));
        if escaped && self.pending.len() > 1 {
            return String::new();
        }
        let begun = self.pending.split_last().map(|(_, begun)| begun).filter(|b| !b.is_empty());
        if let Some(begun) = begun {
            let next = self.keymap.continuations(begun);
            let next: Vec<String> = next.iter().map(|(key, _)| key.to_string()).collect();
            let begun: String = begun.iter().map(Key::to_string).collect();
            return format!("{typed} does nothing; after {begun} comes one of {}", next.join(" "));
        }
        let swapped = self.pending.first().and_then(|&key| match key.code {
            Code::Char(c) if c.is_lowercase() => c.to_uppercase().next(),
            Code::Char(c) if c.is_uppercase() => c.to_lowercase().next(),
            _ => None,
        });
        let near = swapped.map(|c| (c, self.keymap.find(&[Key::char(c)])));
        match near {
            Some((c, Match::Command(Command { action, .. }))) => {
                format!("{typed} does nothing; {c}: {}", self.words(action))
            }
            _ => format!("{typed} does nothing; ? lists the keys"),
        }
    }

    /// What an action does in the pane that has the focus.
    fn words(&self, action: Action) -> &'static str {
        match (action.help().split_once(" | "), self.focus) {
            (Some((_, words)), Pane::Article) | (Some((words, _)), Pane::Thread) => words,
            (None, _) => action.help(),
        }
    }

    fn run(&mut self, action: Action, count: Option<usize>) -> Option<Effect> {
        if matches!(self.mode, Mode::Help(_)) {
            return self.run_in_help(action, count);
        }
        match action {
            Action::Quit | Action::Abort => return Some(Effect::Quit),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Redraw => return Some(Effect::Redraw),
            Action::Help => self.mode = Mode::Help(Help::new(&self.keymap)),
            Action::Search => self.mode = Mode::Searching(Prompt::default()),
            Action::Clear => self.clear_search(),
            Action::OtherPane => self.other_pane(),
            Action::NextSplit => self.next_split(),
            Action::NextOrder => self.next_order(),
            Action::NextMatch if self.has_search() => self.step_match(true, count.unwrap_or(1)),
            Action::PreviousMatch if self.has_search() => {
                self.step_match(false, count.unwrap_or(1));
            }
            _ => {
                let edge = match self.focus {
                    Pane::Article => read(&mut self.reader, &self.document.article, action, count),
                    Pane::Thread => {
                        self.thread.moved = true;
                        discuss(&mut self.thread, &self.document.thread, action, count)
                    }
                };
                self.message = edge.map(str::to_owned);
            }
        }
        None
    }

    fn run_in_help(&mut self, action: Action, count: Option<usize>) -> Option<Effect> {
        let height = usize::from(self.size.1).saturating_sub(2).max(1);
        let Mode::Help(help) = &mut self.mode else { return None };
        match action {
            Action::Next
            | Action::Previous
            | Action::LineDown
            | Action::LineUp
            | Action::PageDown
            | Action::PageUp
            | Action::HalfPageDown
            | Action::HalfPageUp => help.scroll(action.rows(height, count), height),
            Action::First => help.scroll(isize::MIN, height),
            Action::Last => help.scroll(isize::MAX, height),
            Action::Abort => return Some(Effect::Quit),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Redraw => return Some(Effect::Redraw),
            Action::Quit | Action::Clear | Action::Help => self.mode = Mode::Reading,
            _ => self.message = Some("q closes the list of keys".to_owned()),
        }
        None
    }

    fn search(&mut self, pattern: &str) {
        if pattern.is_empty() {
            return;
        }
        let found = match self.focus {
            Pane::Article => {
                self.reader.find(&self.document.article, pattern);
                self.reader.step_match(&self.document.article, true)
            }
            Pane::Thread => {
                self.thread.moved = true;
                self.thread.find(&self.document.thread, pattern);
                self.thread.step_match(&self.document.thread, true)
            }
        };
        if found { self.tell_match() } else { self.tell_nothing_found(pattern) }
    }

    /// Where nothing is found, says whether the other pane has it.
    fn tell_nothing_found(&mut self, pattern: &str) {
        let elsewhere = match self.focus {
            Pane::Article => {
                self.reader.search = None;
                let mut other = self.thread.clone();
                other.find(&self.document.thread, pattern);
                other.search.map_or(0, |search| search.len())
            }
            Pane::Thread => {
                self.thread.search = None;
                let mut other = self.reader.clone();
                other.find(&self.document.article, pattern);
                other.search.map_or(0, |search| search.len())
            }
        };
        let hint = match elsewhere {
            0 => String::new(),
            n => format!("; the other pane has it {n}×"),
        };
        self.message = Some(format!("not found: {pattern}{hint}"));
    }

    fn step_match(&mut self, forward: bool, times: usize) {
        for _ in 0..times.min(10_000) {
            match self.focus {
                Pane::Article => self.reader.step_match(&self.document.article, forward),
                Pane::Thread => self.thread.step_match(&self.document.thread, forward),
            };
        }
        self.tell_match();
    }

    fn tell_match(&mut self) {
        let place = match self.focus {
            Pane::Article => self.reader.search.as_ref().map(|s| (&s.pattern, s.number(), s.len())),
            Pane::Thread => self.thread.search.as_ref().map(|s| (&s.pattern, s.number(), s.len())),
        };
        if let Some((pattern, Some(number), count)) = place {
            self.message = Some(format!("/{pattern}  match {number} of {count}"));
        }
    }

    fn has_search(&self) -> bool {
        match self.focus {
            Pane::Article => self.reader.search.is_some(),
            Pane::Thread => self.thread.search.is_some(),
        }
    }

    fn clear_search(&mut self) {
        self.count = None;
        self.reader.search = None;
        self.thread.search = None;
    }

    fn other_pane(&mut self) {
        if !self.has_both() {
            let missing = if self.has_article() { "no comments here" } else { "no article here" };
            self.message = Some(missing.to_owned());
            return;
        }
        self.focus = match self.focus {
            Pane::Article => Pane::Thread,
            Pane::Thread => Pane::Article,
        };
    }

    fn next_split(&mut self) {
        let (columns, rows) = self.size;
        let before = self.panes().split;
        self.split = self.split.next(columns, rows);
        self.arrange_panes();
        self.message = Some(if !self.has_both() {
            "there is only one pane".to_owned()
        } else if self.panes().split == before {
            "this screen has room for one pane".to_owned()
        } else {
            format!("panes: {}", self.split.label())
        });
    }

    fn next_order(&mut self) {
        let thread = &self.document.thread;
        if thread.is_empty() {
            self.message = Some("no comments to sort".to_owned());
            return;
        }
        let order = self.thread.arrangement().order().next();
        self.thread.arrange(thread, order);
        self.message = Some(match order.missing(thread) {
            Some(fact) => format!("order: {} — the {fact} are unknown, so as given", order.label()),
            None => format!("order: {}", order.label()),
        });
    }

    fn arrange_panes(&mut self) {
        let panes = self.panes();
        let (article, thread) = (panes.article, panes.thread);
        let size = |columns: u16, rows: u16| (usize::from(columns), usize::from(rows));
        let (columns, rows) = size(article.width, article.height);
        self.reader.resize(&self.document.article, columns, rows);
        let (columns, rows) = size(thread.width.saturating_sub(1), thread.height);
        self.thread.resize(&self.document.thread, columns, rows);
    }

    fn load(&mut self, piece: Load) {
        match piece {
            Load::Beginning(article, words) => self.take_article(*article, words),
            Load::Article(article) => {
                let words = article.words();
                self.take_article(*article, words);
            }
            Load::Comments(batch) => {
                self.thread.extend(&mut self.document.thread, batch);
            }
            Load::Provenance(provenance) => self.document.provenance = *provenance,
            Load::Declared(comments) => self.document.provenance.declared = Some(comments),
            Load::Warning(what) => self.document.warn(&what),
            Load::Done => {
                self.loading = false;
                self.document.finish();
                self.tell_warnings();
            }
            Load::Failed(why) => {
                self.loading = false;
                self.message = Some(why);
            }
        }
        if !self.has_article() && !self.document.thread.is_empty() {
            self.focus = Pane::Thread;
        }
        self.go_to_wanted();
        self.arrange_panes();
    }

    fn take_article(&mut self, article: Article, words: usize) {
        self.document.article = article;
        self.reader.reset(&self.document.article, words);
        let language = self.document.article.language.as_deref().and_then(Language::of);
        self.thread.set_language(&self.document.thread, language);
    }

    fn tell_warnings(&mut self) {
        self.message = match self.document.provenance.warnings.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [first, rest @ ..] => Some(format!("{first} (and {} more; see --info)", rest.len())),
        };
    }

    fn go_to_wanted(&mut self) {
        let Some(wanted) = &self.wanted else { return };
        if let Some(id) = self.document.thread.find_id(wanted) {
            self.wanted = None;
            self.focus = Pane::Thread;
            self.arrange_panes();
            self.thread.moved = true;
            self.thread.go(&self.document.thread, id);
        } else if !self.loading {
            self.message = Some(format!("no comment has the id {wanted}"));
            self.wanted = None;
        }
    }
}
