//! Settings that can be changed while reading: `:set`.

use super::App;
use super::command::SETTINGS;
use super::pictures::Showing;
use crate::layout::{Breaking, Split};

/// By how much a key moves the line between the panes, in percent.
const SHARE_STEP: u16 = 5;
/// The least that either pane has, in percent.
const SHARE_LEAST: u16 = 20;

impl App {
    /// Moves the line between the panes.
    pub(super) fn move_split(&mut self, right: bool, times: usize) {
        let by = SHARE_STEP.saturating_mul(u16::try_from(times).unwrap_or(u16::MAX));
        let share =
            if right { self.share.saturating_add(by) } else { self.share.saturating_sub(by) };
        self.set_share(share);
        self.message = Some(if matches!(self.panes().split, Split::One) {
            "there is only one pane".to_owned()
        } else {
            format!("article {} %, discussion {} %", self.share, 100 - self.share)
        });
    }

    /// Makes the column of text wider or narrower.
    pub(super) fn change_measure(&mut self, wider: bool, times: usize) {
        let steps = isize::try_from(times).unwrap_or(isize::MAX);
        let typography = self.typography().widened(if wider { steps } else { -steps });
        let changed = typography != self.typography();
        self.set_typography(typography);
        let measure = self.typography().measure;
        self.tell(match (changed, wider) {
            (true, _) => format!("text {measure} columns wide, where there is room"),
            (false, true) => "the widest column".to_owned(),
            (false, false) => "the narrowest column".to_owned(),
        });
    }

    /// Gives the article this part of the screen, in percent.
    pub(super) fn set_share(&mut self, share: u16) {
        self.share = share.clamp(SHARE_LEAST, 100 - SHARE_LEAST);
        self.arrange_panes();
    }

    /// How the panes are to be placed.
    pub fn set_split(&mut self, split: Split) {
        self.split = split;
        self.arrange_panes();
    }

    /// Changes a setting, or tells what it is.
    pub(super) fn set(&mut self, name: &str, value: Option<&str>) {
        let known = SETTINGS.iter().find(|(known, _)| *known == name);
        let Some((_, values)) = known else {
            let names: Vec<&str> = SETTINGS.iter().map(|(name, _)| *name).collect();
            let near = if name == "theme" { "; :theme NAME sets that" } else { "" };
            return self
                .tell(format!("no setting is called {name}{near}; there are {}", names.join(" ")));
        };
        let done = value.is_none_or(|value| self.change(name, value));
        let now = self.setting(name);
        self.tell(if done {
            format!("{name}={now}")
        } else {
            format!("{name}={now}; it can be one of {}", values.join(" "))
        });
    }

    /// Says whether `value` was one.
    fn change(&mut self, name: &str, value: &str) -> bool {
        let number = value.parse::<u16>().ok();
        let switch = match value {
            "on" | "true" | "yes" | "" => Some(true),
            "off" | "false" | "no" => Some(false),
            _ => None,
        };
        match (name, number, switch) {
            ("share", Some(share), _) => self.set_share(share),
            ("focus", _, Some(on)) => self.focus_mode = on,
            ("quotes", _, Some(on)) => {
                if self.thread.quotes_folded() == on {
                    self.thread.toggle_quotes(&self.document.thread);
                }
            }
            ("pictures", ..) => match Showing::from_name(value) {
                Some(showing) => self.set_pictures(showing),
                None => return false,
            },
            ("split", ..) => match Split::from_name(value) {
                Some(split) => self.set_split(split),
                None => return false,
            },
            _ => return self.change_typography(name, value, switch),
        }
        true
    }

    /// Shows what authors hid, or covers it.
    pub(super) fn toggle_spoilers(&mut self) {
        let typography = self.typography();
        let spoilers = !typography.spoilers;
        self.set_typography(crate::layout::Typography { spoilers, ..typography });
        self.tell(if spoilers { "spoilers are shown" } else { "spoilers are covered" });
    }

    /// Says whether `value` was one.
    fn change_typography(&mut self, name: &str, value: &str, switch: Option<bool>) -> bool {
        let mut typography = self.typography();
        let number = value.parse::<usize>().ok();
        match (name, number, switch) {
            ("measure", Some(measure), _) => typography.measure = measure,
            ("spacing", Some(spacing), _) => typography.spacing = spacing,
            ("hyphenate", _, Some(on)) => typography.hyphenate = on,
            ("spoilers", _, Some(on)) => typography.spoilers = on,
            ("reorder", _, Some(on)) => typography.reorder = on,
            ("justify", _, Some(on)) => typography.justify = on,
            ("breaking", ..) if value == "greedy" => typography.breaking = Breaking::Greedy,
            ("breaking", ..) if value == "optimal" => typography.breaking = Breaking::Optimal,
            _ => return false,
        }
        let valid = typography.clamped() == typography;
        self.set_typography(typography);
        valid
    }

    fn setting(&self, name: &str) -> String {
        let switch = |on: bool| if on { "on" } else { "off" }.to_owned();
        match name {
            "share" => self.share.to_string(),
            "focus" => switch(self.focus_mode),
            "quotes" => switch(!self.thread.quotes_folded()),
            "split" => self.split.name().to_owned(),
            "pictures" => self.pictures().name().to_owned(),
            "measure" => self.typography().measure.to_string(),
            "spacing" => self.typography().spacing.to_string(),
            "hyphenate" => switch(self.typography().hyphenate),
            "spoilers" => switch(self.typography().spoilers),
            "reorder" => switch(self.typography().reorder),
            "justify" => switch(self.typography().justify),
            "breaking" => match self.typography().breaking {
                Breaking::Greedy => "greedy".to_owned(),
                Breaking::Optimal => "optimal".to_owned(),
            },
            _ => String::new(),
        }
    }
}
