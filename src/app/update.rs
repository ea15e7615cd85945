//! The one door through which the state changes.

use super::action::Action;
use super::event::{Effect, Event};
use super::key::{Code, Key, Named};
use super::keymap::{Command, Match};
use super::prompt::{Answer, Prompt};
use super::sheet::{About, Choice};
use super::{App, Ask, Asked, Mode, Pane};
use crate::layout::Split;

/// The largest count that can be typed.
const MAX_COUNT: usize = 99_999_999;
/// How many lines are remembered of each kind.
const MAX_HISTORY: usize = 100;

impl App {
    /// Takes an event. Costs what is on the screen, except for the arrival of comments and a new
    /// order, which cost O(comments); a search or a filter costs a slice of them each time that there
    /// is time ([`Event::Work`]).
    pub fn update(&mut self, event: Event) -> Option<Effect> {
        let effect = self.take(event);
        if matches!(self.mode, Mode::Sheet(_)) {
            self.finish_sheet();
        }
        effect
    }

    fn take(&mut self, event: Event) -> Option<Effect> {
        match event {
            Event::Key(key) => return self.key(key),
            Event::Mouse(mouse) => return self.mouse(mouse),
            Event::Paste(text) => self.paste(&text),
            Event::Resize(columns, rows) => {
                self.size = (columns, rows);
                self.wide = self.panes().split == Split::Side && self.split == Split::Auto;
                self.arrange_panes();
                if let Mode::Sheet(sheet) = &mut self.mode
                    && sheet.about == About::Threads
                {
                    sheet.unfinish();
                }
            }
            Event::Clock(now) => {
                self.now = now;
                self.thread.set_now(&self.document.thread, now);
            }
            Event::Work => self.work(),
            Event::Graphics(graphics) => self.set_graphics(graphics),
            Event::NoPicture(address, why) => self.lose_picture(&address, &why),
            Event::Load(piece) => self.load(piece),
        }
        None
    }

    fn paste(&mut self, text: &str) {
        match &mut self.mode {
            Mode::Asking(ask) => {
                ask.prompt.insert(text);
                ask.completions = None;
                self.count_matches();
            }
            Mode::Sheet(sheet) => {
                if let Some(prompt) = sheet.typing() {
                    prompt.insert(text);
                    sheet.filter();
                }
            }
            Mode::Reading => {}
        }
    }

    fn key(&mut self, key: Key) -> Option<Effect> {
        self.message = None;
        self.stop_seeking();
        match &mut self.mode {
            Mode::Asking(_) => return self.key_in_line(key),
            Mode::Sheet(sheet) => {
                if let Some(prompt) = sheet.typing() {
                    match prompt.key(key) {
                        Answer::More => sheet.filter(),
                        Answer::Done => sheet.end_search(true),
                        Answer::Cancelled => sheet.end_search(false),
                    }
                    return None;
                }
                let digit = key.typed().and_then(|c| c.to_digit(10)).map(|digit| digit as usize);
                if let Some(digit) = digit.filter(|_| sheet.about == About::Links) {
                    // More digits may follow where there are more than nine.
                    let (links, _) = sheet.size();
                    let at_once = sheet.choose_number(digit) && digit * 10 > links;
                    return if at_once { self.choose() } else { None };
                }
            }
            Mode::Reading => {}
        }
        if let Some(action) = self.awaiting.take() {
            self.take_letter(action, key);
            return None;
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
                let nearly = self.nearly();
                self.message = Some(nearly).filter(|nearly| !nearly.is_empty());
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
    pub(super) fn words(&self, action: Action) -> &'static str {
        match (action.help().split_once(" | "), self.focus) {
            (Some((_, words)), Pane::Article) | (Some((words, _)), Pane::Thread) => words,
            (None, _) => action.help(),
        }
    }

    /// Begins to type a line.
    pub(super) fn ask(&mut self, what: Asked) {
        let prompt = Prompt::default();
        let ask = Ask { what, prompt, hint: String::new(), back: 0, completions: None };
        self.mode = Mode::Asking(ask);
        self.count_matches();
    }

    fn key_in_line(&mut self, key: Key) -> Option<Effect> {
        let Mode::Asking(ask) = &mut self.mode else { return None };
        let history = self.history.get(&ask.what).map_or(&[][..], Vec::as_slice);
        match key.code {
            Code::Named(Named::Up) | Code::Char('p')
                if key == Key::named(Named::Up) || key.ctrl =>
            {
                ask.completions = None;
                ask.recall(history, true);
            }
            Code::Named(Named::Down) | Code::Char('n')
                if key == Key::named(Named::Down) || key.ctrl =>
            {
                ask.completions = None;
                ask.recall(history, false);
            }
            Code::Named(Named::Tab | Named::BackTab) => {
                ask.complete(key.code == Code::Named(Named::Tab), &self.themes);
            }
            _ => {
                ask.completions = None;
                ask.hint.clear();
                match ask.prompt.key(key) {
                    Answer::More => {}
                    Answer::Cancelled => self.mode = Mode::Reading,
                    Answer::Done => {
                        let (what, line) = (ask.what, ask.prompt.text().to_owned());
                        self.mode = Mode::Reading;
                        self.remember(what, &line);
                        return self.answer(what, &line);
                    }
                }
            }
        }
        self.count_matches();
        None
    }

    fn remember(&mut self, what: Asked, line: &str) {
        if line.is_empty() {
            return;
        }
        let history = self.history.entry(what).or_default();
        history.retain(|earlier| earlier != line);
        history.push(line.to_owned());
        if history.len() > MAX_HISTORY {
            history.remove(0);
        }
    }

    /// Does what the chosen line of a sheet says.
    pub(super) fn choose(&mut self) -> Option<Effect> {
        let Mode::Sheet(sheet) = &self.mode else { return None };
        let Some(choice) = sheet.choice().cloned() else {
            self.close_sheet(false);
            return None;
        };
        self.preview();
        self.close_sheet(true);
        match choice {
            Choice::Run(command) => self.run(command.action, command.count),
            Choice::Link(address) => self.open(&address),
            Choice::Order(_) | Choice::Comment(_) | Choice::Item(_) => None,
            Choice::Thread(id) => {
                if let Some(left) = self.place().filter(|_| self.thread.moved) {
                    self.jumps.leave(left);
                }
                self.focus = Pane::Thread;
                self.arrange_panes();
                self.thread.moved = true;
                self.thread.go_to_start(&self.document.thread, id);
                None
            }
        }
    }

    /// Closes the sheet; what it previewed stays if `keep`.
    pub(super) fn close_sheet(&mut self, keep: bool) {
        self.mode = Mode::Reading;
        match self.before.take() {
            Some(super::Before::Order(order)) if !keep => {
                self.thread.arrange(&self.document.thread, order);
            }
            Some(super::Before::Panes(place, panes)) if !keep => {
                (self.reader, self.thread) = *panes;
                self.focus = place.pane();
                self.arrange_panes();
            }
            Some(super::Before::Place(place)) if !keep => self.go_to_place(place),
            Some(super::Before::Place(place) | super::Before::Panes(place, _)) => {
                self.jumps.leave(place);
            }
            _ => {}
        }
    }

    /// Shows behind the sheet what choosing now would do.
    pub(super) fn preview(&mut self) {
        let Mode::Sheet(sheet) = &self.mode else { return };
        match sheet.choice() {
            Some(&Choice::Order(order)) => {
                if self.thread.arrangement().order() != order {
                    self.thread.arrange(&self.document.thread, order);
                }
            }
            Some(&Choice::Comment(id)) => {
                self.thread.moved = true;
                self.thread.go(&self.document.thread, id);
            }
            Some(&Choice::Item(item)) => {
                let spot = crate::layout::Spot::Space;
                self.reader.show(&self.document.article, item, spot, 0);
            }
            Some(Choice::Run(_) | Choice::Link(_) | Choice::Thread(_)) | None => {}
        }
    }
}

impl Ask {
    /// Takes an earlier line, or a later one.
    fn recall(&mut self, history: &[String], earlier: bool) {
        let back =
            if earlier { (self.back + 1).min(history.len()) } else { self.back.saturating_sub(1) };
        if back != self.back {
            self.back = back;
            let line = history.len().checked_sub(back).and_then(|at| history.get(at));
            self.prompt.set(line.map_or("", String::as_str));
        }
    }

    /// Takes the next thing that the line could become, or the one before.
    fn complete(&mut self, forward: bool, themes: &[String]) {
        if self.what != Asked::Command {
            return;
        }
        if self.completions.is_none() {
            let found = super::command::completions(self.prompt.before_cursor(), themes);
            let at = if forward { found.len().saturating_sub(1) } else { 0 };
            self.completions = Some((found, at));
        }
        let Some((found, at)) = &mut self.completions else { return };
        if found.is_empty() {
            "nothing begins so".clone_into(&mut self.hint);
            return;
        }
        *at = (*at + if forward { 1 } else { found.len() - 1 }) % found.len();
        if let Some(line) = found.get(*at) {
            self.prompt.set(line);
            self.hint = format!("{} of {}", *at + 1, found.len());
        }
    }
}
