//! What each action does, and each line that was typed.

use super::action::Action;
use super::command::{Typed, parse};
use super::event::Effect;
use super::filter::Filter;
use super::in_article::read;
use super::in_thread::discuss;
use super::jumps::Place;
use super::key::Key;
use super::keymap::Match;
use super::search::Search;
use super::sheet::About;
use super::{App, Asked, Before, Mode, Pane};
use crate::model::Order;

/// How often a counted step through matches repeats at most.
const MAX_STEPS: usize = 10_000;

impl App {
    /// Does `action`, `count` times or to the `count`th.
    pub(super) fn run(&mut self, action: Action, count: Option<usize>) -> Option<Effect> {
        if matches!(self.mode, Mode::Sheet(_)) {
            return self.run_on_sheet(action, count);
        }
        let times = count.unwrap_or(1);
        match action {
            Action::Quit | Action::Abort => return Some(Effect::Quit),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Redraw => return Some(Effect::Redraw),
            Action::Search => self.ask(Asked::Search),
            Action::Filter => self.ask_for_filter(),
            Action::CommandLine => self.ask(Asked::Command),
            Action::Pipe => self.ask(Asked::Pipe),
            Action::Edit => return self.subject().map(Effect::Edit),
            Action::Clear => self.clear(),
            Action::OtherPane => self.other_pane(),
            Action::NextSplit => self.next_split(),
            Action::SplitLeft => self.move_split(false, times),
            Action::SplitRight => self.move_split(true, times),
            Action::Wider => self.change_measure(true, times),
            Action::Narrower => self.change_measure(false, times),
            Action::FocusMode => self.toggle_focus_mode(),
            Action::NextOrder => {
                let order = self.thread.arrangement().order().next();
                self.sort(order);
            }
            Action::OrderMenu
            | Action::Peek
            | Action::Map
            | Action::Threads
            | Action::Facts
            | Action::Where
            | Action::Help => self.open_sheet(action),
            Action::Mark | Action::Jump => self.awaiting = Some(action),
            Action::JumpBack => self.jump_back(),
            Action::Spoilers => self.toggle_spoilers(),
            Action::Pictures => self.toggle_pictures(),
            Action::OpenLink => return self.open_link(count),
            Action::OpenPermalink => return self.open_permalink(),
            Action::CopyLink => return self.copy_link(),
            Action::CopyText => return self.copy_text(),
            Action::NextMatch if self.has_search() => self.step_match(true, times),
            Action::PreviousMatch if self.has_search() => self.step_match(false, times),
            Action::Follow if self.focus == Pane::Article => self.follow(),
            Action::Passage | Action::Comments => self.across(),
            Action::NextNew | Action::PreviousNew if self.focus == Pane::Article => {
                self.step_passage(action == Action::NextNew, times);
            }
            Action::NextNew
            | Action::PreviousNew
            | Action::Done
            | Action::ToggleRead
            | Action::CatchUp
            | Action::Quotes => self.in_discussion(action, count),
            Action::Next
            | Action::Previous
            | Action::LineDown
            | Action::LineUp
            | Action::PageDown
            | Action::PageUp
            | Action::HalfPageDown
            | Action::HalfPageUp
            | Action::First
            | Action::Last
            | Action::Percent
            | Action::Left
            | Action::Right
            | Action::NextSibling
            | Action::PreviousSibling
            | Action::NextThread
            | Action::PreviousThread
            | Action::NextMatch
            | Action::PreviousMatch
            | Action::Parent
            | Action::Root
            | Action::NextAuthor
            | Action::PreviousAuthor
            | Action::Follow
            | Action::ToggleFold
            | Action::OpenFold
            | Action::CloseFold
            | Action::FoldAll
            | Action::UnfoldAll
            | Action::FoldToDepth => self.in_pane(action, count),
        }
        None
    }

    /// What each pane does in its own way.
    fn in_pane(&mut self, action: Action, count: Option<usize>) {
        let left = self.place();
        let edge = match self.focus {
            Pane::Article => read(&mut self.reader, &self.document.article, action, count),
            Pane::Thread => {
                self.thread.moved = true;
                let filtered = self.thread.filter().is_some();
                let edge = discuss(&mut self.thread, &self.document.thread, action, count);
                let ended = filtered && self.thread.filter().is_none();
                edge.or(ended.then_some("the filter is off: what you went to does not match"))
            }
        };
        if let Some(left) = left.filter(|_| action.is_jump() && self.place() != left) {
            self.jumps.leave(left);
        }
        self.message = edge.map(str::to_owned);
    }

    /// What only the discussion knows; from the article, it goes there. What is done to a comment is
    /// not done to one that is out of sight.
    fn in_discussion(&mut self, action: Action, count: Option<usize>) {
        if self.document.thread.is_empty() {
            self.tell("no comments here");
            return;
        }
        let to_one = matches!(action, Action::Done | Action::ToggleRead);
        if to_one && self.focus == Pane::Article {
            let tab = self.keymap.keys_of(Action::OtherPane);
            let tab = tab.first().cloned().unwrap_or_default();
            return self.tell(format!("that is done to a comment; {tab} goes to the discussion"));
        }
        self.focus = Pane::Thread;
        self.in_pane(action, count);
    }

    pub(super) fn open_sheet(&mut self, action: Action) {
        let in_thread = self.focus == Pane::Thread;
        let nothing = "no comments here";
        let has_comments = !self.document.thread.is_empty();
        let sheet = match action {
            Action::Help => Ok(self.help_sheet()),
            Action::Where => Ok(self.where_sheet()),
            Action::OrderMenu if has_comments => Ok(self.order_sheet()),
            Action::Facts if has_comments || !self.document.provenance.warnings.is_empty() => {
                Ok(self.facts_sheet())
            }
            Action::Map if in_thread => self.map_sheet().ok_or(nothing),
            Action::Map => self.outline_sheet().ok_or("no headings here"),
            Action::Threads => self.threads_sheet().ok_or(nothing),
            Action::Peek if in_thread => self.peek_sheet().ok_or("it answers nobody"),
            Action::Peek => {
                self.quoting_sheet().ok_or("no comment quotes what is here, and there is no note")
            }
            _ => Err(nothing),
        };
        match sheet {
            Ok(sheet) => {
                self.before = match action {
                    Action::OrderMenu => Some(Before::Order(self.thread.arrangement().order())),
                    Action::Map => {
                        let panes = Box::new((self.reader.clone(), self.thread.clone()));
                        self.place().map(|place| Before::Panes(place, panes))
                    }
                    _ => None,
                };
                self.mode = Mode::Sheet(sheet);
            }
            Err(why) => self.tell(why),
        }
    }

    fn run_on_sheet(&mut self, action: Action, count: Option<usize>) -> Option<Effect> {
        let height = self.sheet_areas().map_or(1, |(_, inner)| usize::from(inner.height).max(1));
        let Mode::Sheet(sheet) = &mut self.mode else { return None };
        let opener = match sheet.about {
            About::Help => Action::Help,
            About::Orders => Action::OrderMenu,
            About::Peek => Action::Peek,
            About::Facts => Action::Facts,
            About::Where => Action::Where,
            About::Outline | About::Map => Action::Map,
            About::Links => Action::OpenLink,
            About::Comments => Action::Comments,
            About::Threads => Action::Threads,
        };
        match action {
            Action::Abort => return Some(Effect::Quit),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Redraw => return Some(Effect::Redraw),
            Action::Search | Action::Filter => sheet.search(),
            Action::Follow | Action::ToggleFold | Action::Right => return self.choose(),
            Action::Clear if !sheet.sought().is_empty() => sheet.end_search(false),
            Action::Quit | Action::Clear | Action::Left => self.close_sheet(false),
            _ if action == opener => self.close_sheet(false),
            Action::First => self.scroll_sheet(isize::MIN / 2, height),
            Action::Last => self.scroll_sheet(isize::MAX / 2, height),
            Action::NextOrder if sheet.about == About::Orders => self.scroll_sheet(1, height),
            Action::NextSibling => self.scroll_sheet(1, height),
            Action::PreviousSibling => self.scroll_sheet(-1, height),
            _ => match action.rows(height, count) {
                0 => {
                    let can = if sheet.is_menu() { "Enter chooses, " } else { "" };
                    self.tell(format!("{can}/ searches, q closes"));
                }
                rows => self.scroll_sheet(rows, height),
            },
        }
        None
    }

    fn scroll_sheet(&mut self, rows: isize, height: usize) {
        if let Mode::Sheet(sheet) = &mut self.mode {
            sheet.scroll(rows, height);
            self.preview();
        }
    }

    fn ask_for_filter(&mut self) {
        if self.document.thread.is_empty() {
            self.tell("no comments to filter");
            return;
        }
        self.ask(Asked::Filter);
    }

    /// Tells beside a filter that is being typed how many comments it would leave.
    pub(super) fn count_matches(&mut self) {
        let Mode::Asking(ask) = &mut self.mode else {
            return self.stop_counting();
        };
        if ask.what != Asked::Filter {
            return;
        }
        let filter = match Filter::parse(ask.prompt.text()) {
            Err(why) => {
                ask.hint = why;
                None
            }
            Ok(filter) if filter.is_empty() => {
                "words /regex/ author:… score>… depth<… new".clone_into(&mut ask.hint);
                None
            }
            Ok(filter) => Some(filter),
        };
        self.count_filtered(filter);
    }

    /// Does what a line says that was typed.
    pub(super) fn answer(&mut self, what: Asked, line: &str) -> Option<Effect> {
        match what {
            Asked::Search => self.search(line),
            Asked::Filter => self.filter(line),
            Asked::Pipe => return self.pipe(line),
            Asked::Command => match parse(line) {
                Ok(typed) => return self.obey(typed),
                Err(why) => self.tell(why),
            },
        }
        None
    }

    fn obey(&mut self, typed: Typed) -> Option<Effect> {
        match typed {
            Typed::Nothing => {}
            Typed::Run(command) => return self.run(command.action, command.count),
            Typed::Go(number) => return self.run(Action::Last, Some(number)),
            Typed::Sort(order) => self.sort(order),
            Typed::Filter(filter) => self.filter(&filter),
            Typed::Write { .. } if self.loading => {
                self.tell("not all of it has come; :w writes what is whole");
            }
            Typed::Write { path, replace } => return Some(Effect::Write { path, replace }),
            Typed::Theme(name) => return Some(Effect::Theme(name)),
            Typed::Set(name, value) => self.set(&name, value.as_deref()),
            Typed::HelpFor(keys) => self.help_for(&keys),
            Typed::Pipe(command) => return self.pipe(&command),
        }
        None
    }

    fn pipe(&mut self, command: &str) -> Option<Effect> {
        let text = self.subject()?;
        Some(Effect::Pipe { command: command.trim().to_owned(), text })
    }

    /// Tells what a key does, or which keys do an action.
    fn help_for(&mut self, asked: &str) {
        if let Some(action) = Action::from_name(asked) {
            let keys = self.keymap.keys_of(action).join(" ");
            return self.tell(format!("{asked}: {} ({keys})", self.words(action)));
        }
        let keys: Result<Vec<Key>, _> = asked.split_whitespace().map(str::parse).collect();
        let single = || asked.chars().map(Key::char).collect::<Vec<_>>();
        let keys = keys.unwrap_or_else(|_| single());
        let words = match self.keymap.find(&keys) {
            Match::Command(command) => self.words(command.action).to_owned(),
            Match::Prefix => {
                let next = self.keymap.continuations(&keys);
                let next: Vec<String> = next.iter().map(|(key, _)| key.to_string()).collect();
                format!("begins {}", next.join(" "))
            }
            Match::None => "does nothing".to_owned(),
        };
        self.tell(format!("{asked}: {words}"));
    }

    fn filter(&mut self, line: &str) {
        if self.document.thread.is_empty() {
            return self.tell("no comments to filter");
        }
        match Filter::parse(line) {
            Err(why) => self.tell(why),
            Ok(filter) if filter.is_empty() => self.clear_filter(),
            Ok(filter) => self.begin_filter(filter, line),
        }
    }

    fn clear_filter(&mut self) {
        if self.thread.filter().is_some() {
            self.thread.set_filter(&self.document.thread, None);
            self.tell(format!("all {}", self.entries.words().unwrap_or_default()));
        }
    }

    fn clear(&mut self) {
        self.count = None;
        if self.stop_filtering() {
            self.tell("not filtered");
        } else if self.reader.search.is_some() || self.thread.search.is_some() {
            self.reader.search = None;
            self.thread.search = None;
        } else {
            self.clear_filter();
        }
    }

    fn search(&mut self, pattern: &str) {
        if pattern.is_empty() {
            return;
        }
        if self.focus == Pane::Thread {
            return self.search_thread(pattern);
        }
        let left = self.place();
        self.reader.find(&self.document.article, pattern);
        if self.reader.step_match(&self.document.article, true) {
            if let Some(left) = left {
                self.jumps.leave(left);
            }
            self.tell_match();
        } else {
            self.tell_nothing_found(pattern);
        }
    }

    /// Where nothing is found, says whether the other pane has it.
    pub(super) fn tell_nothing_found(&mut self, pattern: &str) {
        let elsewhere = match self.focus {
            Pane::Article => {
                self.reader.search = None;
                let mut other = self.thread.clone();
                other.find(&self.document.thread, pattern);
                // A long discussion is not gone through for a hint.
                other.search.filter(Search::is_complete).map_or(0, |search| search.len())
            }
            Pane::Thread => {
                self.thread.search = None;
                let mut other = self.reader.clone();
                other.find(&self.document.article, pattern);
                other.search.map_or(0, |search| search.len())
            }
        };
        let filtered = self.focus == Pane::Thread && self.thread.filter().is_some();
        let hint = match elsewhere {
            0 if filtered => " in what the filter leaves".to_owned(),
            0 => String::new(),
            n => format!("; the other pane has it {n}×"),
        };
        self.message = Some(format!("not found: {pattern}{hint}"));
    }

    fn step_match(&mut self, forward: bool, times: usize) {
        for _ in 0..times.min(MAX_STEPS) {
            match self.focus {
                Pane::Article => self.reader.step_match(&self.document.article, forward),
                Pane::Thread => self.thread.step_match(&self.document.thread, forward),
            };
        }
        self.tell_match();
    }

    pub(super) fn tell_match(&mut self) {
        let place = match self.focus {
            Pane::Article => {
                self.reader.search.as_ref().map(|s| (&s.pattern, s.number(), s.len(), true))
            }
            Pane::Thread => self
                .thread
                .search
                .as_ref()
                .map(|s| (&s.pattern, s.number(), s.len(), s.is_complete())),
        };
        if let Some((pattern, Some(number), count, complete)) = place {
            let more = if complete { "" } else { "…" };
            self.message = Some(format!("/{pattern}  match {number} of {count}{more}"));
        }
    }

    fn has_search(&self) -> bool {
        match self.focus {
            Pane::Article => self.reader.search.is_some(),
            Pane::Thread => self.thread.search.is_some(),
        }
    }

    fn other_pane(&mut self) {
        if !self.has_both() {
            self.tell(if self.has_article() { "no comments here" } else { "no article here" });
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

    fn toggle_focus_mode(&mut self) {
        self.focus_mode = !self.focus_mode;
        self.tell(if self.focus_mode { "all but this is dim" } else { "nothing is dim" });
    }

    fn sort(&mut self, order: Order) {
        let thread = &self.document.thread;
        if thread.is_empty() {
            self.tell("no comments to sort");
            return;
        }
        self.thread.arrange(thread, order);
        self.message = Some(match order.idle(thread) {
            Some(why) => format!("order: {} — {why}, so as given", order.label()),
            None => format!("order: {}", order.label()),
        });
    }

    /// The letter behind `m` or `'` has come.
    pub(super) fn take_letter(&mut self, action: Action, key: Key) {
        let Some(place) = self.place() else { return };
        match (action, key.typed()) {
            (Action::Mark, Some(letter)) if letter.is_alphanumeric() => {
                self.jumps.mark(letter, place);
                self.tell(format!("marked as {letter}; '{letter} comes back"));
            }
            (Action::Jump, Some('\'')) => match self.jumps.swap(place) {
                Some(place) => self.go_to_place(place),
                None => self.tell("no jump was made"),
            },
            (Action::Jump, Some(letter)) if letter.is_alphanumeric() => {
                if let Some(to) = self.jumps.marked(letter) {
                    self.jumps.leave(place);
                    self.go_to_place(to);
                } else {
                    let letters = self.jumps.letters();
                    let marks = if letters.is_empty() { "none".to_owned() } else { letters };
                    self.tell(format!("no mark {letter}; marks: {marks}"));
                }
            }
            _ => {}
        }
    }

    fn jump_back(&mut self) {
        match self.place().and_then(|here| self.jumps.back(here)) {
            Some(place) => self.go_to_place(place),
            None => self.tell("no jump was made"),
        }
    }

    /// Where the reader is.
    pub(super) fn place(&self) -> Option<Place> {
        match self.focus {
            Pane::Article => {
                let (item, spot) = self.reader.place();
                Some(Place::Article(item, spot))
            }
            Pane::Thread => {
                let comment = self.document.thread.get(self.thread.cursor()?)?;
                Some(Place::Comment(comment.key()))
            }
        }
    }

    /// Goes to a place, in whichever pane it is.
    pub(super) fn go_to_place(&mut self, place: Place) {
        self.focus = place.pane();
        match place {
            Place::Article(item, spot) => self.reader.show(&self.document.article, item, spot, 0),
            Place::Comment(key) => match self.document.thread.find(key) {
                Some(id) => {
                    self.thread.moved = true;
                    self.thread.go(&self.document.thread, id);
                }
                None => self.tell("that comment is gone"),
            },
        }
    }

    pub(super) fn arrange_panes(&mut self) {
        let panes = self.panes();
        let (article, thread) = (panes.article, panes.thread);
        let size = |columns: u16, rows: u16| (usize::from(columns), usize::from(rows));
        let (columns, rows) = size(article.width, article.height);
        self.reader.resize(&self.document.article, columns, rows);
        let (columns, rows) = size(thread.width.saturating_sub(1), thread.height);
        self.thread.resize(&self.document.thread, columns, rows);
    }
}
