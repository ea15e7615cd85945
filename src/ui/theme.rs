//! What each role looks like.
//!
//! The terminal's own colours, so that its light or dark scheme holds; one accent; nothing is told
//! by colour alone.

use ratatui::style::{Color, Modifier, Style};

use crate::layout::{Face, Role};

/// A look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The ground of the screen.
    pub ground: Style,
    accent: Style,
}

impl Theme {
    /// The terminal's own sixteen colours.
    #[must_use]
    pub fn terminal() -> Theme {
        Theme { ground: Style::new(), accent: Style::new().fg(Color::Cyan) }
    }

    /// No colours at all.
    #[must_use]
    pub fn mono() -> Theme {
        Theme { ground: Style::new(), accent: Style::new() }
    }

    /// The theme of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Theme> {
        match name {
            "terminal" => Some(Theme::terminal()),
            "mono" => Some(Theme::mono()),
            _ => None,
        }
    }

    /// The names of all themes.
    #[must_use]
    pub fn names() -> &'static [&'static str] {
        &["terminal", "mono"]
    }

    /// The look of text.
    #[must_use]
    pub fn face(&self, face: Face) -> Style {
        let mut style = self.role(face.role);
        let stress = [
            (face.strong, Modifier::BOLD),
            (face.emphasis, Modifier::ITALIC),
            (face.strike, Modifier::CROSSED_OUT),
        ];
        for (stressed, modifier) in stress {
            if stressed {
                style = style.add_modifier(modifier);
            }
        }
        style
    }

    /// The look of a role.
    #[must_use]
    pub fn role(&self, role: Role) -> Style {
        let plain = Style::new();
        match role {
            Role::Text | Role::Score | Role::Read => plain,
            Role::Title | Role::Heading | Role::Author => plain.add_modifier(Modifier::BOLD),
            Role::Badge => self.accent.add_modifier(Modifier::BOLD),
            Role::Meta | Role::Guide | Role::Spoiler => plain.add_modifier(Modifier::DIM),
            Role::Marker | Role::Code => self.accent,
            Role::Quote => plain.add_modifier(Modifier::ITALIC),
            Role::Link => plain.add_modifier(Modifier::UNDERLINED),
            Role::Caption | Role::Unsure => plain.add_modifier(Modifier::ITALIC | Modifier::DIM),
        }
    }

    /// The look of a match, which replaces that of the text; `current` is the one at hand.
    #[must_use]
    pub fn found(&self, current: bool) -> Style {
        let style = Style::new().add_modifier(Modifier::REVERSED);
        if current { style.patch(self.accent).add_modifier(Modifier::BOLD) } else { style }
    }

    /// The look of what is secondary for now, instead of its own `style`.
    #[must_use]
    pub fn dimmed(&self, style: Style) -> Style {
        style.add_modifier(Modifier::DIM)
    }

    /// The look of the line to be chosen, instead of its own `style`.
    #[must_use]
    pub fn selected(&self, style: Style) -> Style {
        style.remove_modifier(Modifier::DIM).add_modifier(Modifier::REVERSED)
    }

    /// The mark beside the comment that the reader is at.
    #[must_use]
    pub fn mark(&self, focused: bool) -> Style {
        if focused { self.accent } else { Style::new().add_modifier(Modifier::DIM) }
    }

    /// The header of a pane.
    #[must_use]
    pub fn head(&self, focused: bool) -> Style {
        let weight = if focused { Modifier::BOLD } else { Modifier::DIM };
        Style::new().add_modifier(weight)
    }
}
