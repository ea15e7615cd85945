//! The list of keys, made of the keymap in force.

use super::action::{Action, Group};
use super::keymap::Keymap;

/// The list, and how far it is scrolled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// Its lines.
    pub lines: Vec<HelpLine>,
    /// The first line shown.
    pub top: usize,
}

/// A line of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// Nothing.
    Space,
    /// What the lines below are about.
    Heading(&'static str),
    /// Keys, and what they do.
    Keys {
        /// The keys, parted by spaces.
        keys: String,
        /// What they do in the discussion, or everywhere.
        does: &'static str,
        /// What they do in the article, where that differs.
        in_article: Option<&'static str>,
    },
}

impl Help {
    /// The list for `keymap`, from the top.
    #[must_use]
    pub fn new(keymap: &Keymap) -> Help {
        let mut lines = Vec::new();
        for group in Group::ALL {
            if !lines.is_empty() {
                lines.push(HelpLine::Space);
            }
            lines.push(HelpLine::Heading(group.label()));
            for &action in Action::ALL.iter().filter(|action| action.group() == group) {
                let keys = keymap.keys_of(action).join(" ");
                if keys.is_empty() {
                    continue;
                }
                let (does, in_article) = match action.help().split_once(" | ") {
                    Some((does, in_article)) => (does, Some(in_article)),
                    None => (action.help(), None),
                };
                lines.push(HelpLine::Keys { keys, does, in_article });
            }
        }
        Help { lines, top: 0 }
    }

    /// Scrolls by `lines` in a window of `height`, not past the ends.
    pub fn scroll(&mut self, lines: isize, height: usize) {
        let last = self.lines.len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(lines).min(last);
    }
}
