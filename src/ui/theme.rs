//! What each role looks like: a table of words, in `data/themes` or the reader's own folder.
//!
//! A theme names a look a line, `title = "bold"`: colours, `on` before that of the ground, and any
//! of bold, dim, italic, underline, reverse, strike. A `[palette]` gives colours names. What a
//! theme does not name is as in the theme that it is based on.

use ratatui::style::{Color, Modifier, Style};

use crate::layout::{Face, Role};
use crate::settings::{Entry, Mistake, Table, suggestion};

/// The themes that the program comes with.
const THEMES: &[(&str, &str)] = &[
    ("terminal", include_str!("../../data/themes/terminal.toml")),
    ("dark", include_str!("../../data/themes/dark.toml")),
    ("light", include_str!("../../data/themes/light.toml")),
    ("contrast", include_str!("../../data/themes/contrast.toml")),
    ("mono", include_str!("../../data/themes/mono.toml")),
];

/// The name under which a theme says which one it is based on; `terminal` if it does not.
const BASE: &str = "base";
/// The section that gives colours names.
const PALETTE: &str = "palette";

/// What a look may have besides colours.
const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("strike", Modifier::CROSSED_OUT),
];

macro_rules! looks {
    ($($variant:ident, $name:literal;)*) => {
        /// Everything that a theme gives a look to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Look {
            $($variant,)*
        }

        impl Look {
            const ALL: &[Look] = &[$(Look::$variant),*];

            /// Its name in a theme.
            fn name(self) -> &'static str {
                match self { $(Look::$variant => $name),* }
            }
        }
    };
}

looks! {
    Ground, "ground";
    Text, "text";
    Title, "title";
    Heading, "heading";
    Author, "author";
    Read, "read";
    Badge, "badge";
    Score, "score";
    Meta, "meta";
    Guide, "guide";
    Marker, "marker";
    Quote, "quote";
    Code, "code";
    Keyword, "code-keyword";
    Literal, "code-string";
    Comment, "code-comment";
    Number, "code-number";
    Function, "code-function";
    Type, "code-type";
    Added, "added";
    Removed, "removed";
    Link, "link";
    Caption, "caption";
    Unsure, "unsure";
    Spoiler, "spoiler";
    Found, "found";
    CurrentMatch, "current-match";
    Mark, "mark";
    MarkUnfocused, "mark-unfocused";
    Head, "head";
    HeadUnfocused, "head-unfocused";
    New, "new";
    Dimmed, "dimmed";
    Overlay, "overlay";
    Selected, "selected";
}

impl From<Role> for Look {
    fn from(role: Role) -> Look {
        match role {
            Role::Text => Look::Text,
            Role::Title => Look::Title,
            Role::Heading => Look::Heading,
            Role::Author => Look::Author,
            Role::Read => Look::Read,
            Role::New => Look::New,
            Role::Badge => Look::Badge,
            Role::Score => Look::Score,
            Role::Meta => Look::Meta,
            Role::Guide => Look::Guide,
            Role::Marker => Look::Marker,
            Role::Quote => Look::Quote,
            Role::Code => Look::Code,
            Role::Keyword => Look::Keyword,
            Role::Literal => Look::Literal,
            Role::Comment => Look::Comment,
            Role::Number => Look::Number,
            Role::Function => Look::Function,
            Role::Type => Look::Type,
            Role::Added => Look::Added,
            Role::Removed => Look::Removed,
            Role::Link => Look::Link,
            Role::Caption => Look::Caption,
            Role::Unsure => Look::Unsure,
            Role::Spoiler => Look::Spoiler,
        }
    }
}

/// A look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The ground of the screen.
    pub ground: Style,
    /// Whether what the program itself draws is to be ASCII.
    pub ascii: bool,
    looks: [Style; Look::ALL.len()],
}

impl Default for Theme {
    fn default() -> Theme {
        let looks = [Style::new(); Look::ALL.len()];
        Theme { ground: Style::new(), ascii: false, looks }
    }
}

impl Theme {
    /// The names of the themes that the program comes with.
    pub fn names() -> impl Iterator<Item = &'static str> {
        THEMES.iter().map(|(name, _)| *name)
    }

    /// The theme called `name`, of those that the program comes with.
    #[must_use]
    pub fn named(name: &str) -> Option<Theme> {
        let (_, table) = THEMES.iter().find(|(known, _)| *known == name)?;
        // Each of them is complete, and so is based on nothing.
        Some(Theme::default().overlaid(Table::read(table)).0)
    }

    /// The terminal's own sixteen colours, on its own ground.
    #[must_use]
    pub fn terminal() -> Theme {
        Theme::named("terminal").unwrap_or_default()
    }

    /// No colours at all.
    #[must_use]
    pub fn mono() -> Theme {
        Theme::named("mono").unwrap_or_default()
    }

    /// Reads a theme, and what is wrong with it: that costs the line that it is on, which is then
    /// as in the theme that this one is based on.
    #[must_use]
    pub fn parse(table: &str) -> (Theme, Vec<Mistake>) {
        let mut table = Table::read(table);
        let mut base = Theme::terminal();
        if let Some(at) = table.entries.iter().position(|entry| entry.path() == BASE) {
            let entry = table.entries.remove(at);
            match entry.one_of("theme", &Theme::names().collect::<Vec<_>>()) {
                Ok(name) => base = Theme::named(name).unwrap_or_default(),
                Err(mistake) => table.mistakes.push(mistake),
            }
        }
        base.overlaid(table)
    }

    /// With the looks of `table` in place of its own.
    fn overlaid(mut self, table: Table) -> (Theme, Vec<Mistake>) {
        let Table { entries, sections, mut mistakes } = table;
        for (name, line) in sections.iter().filter(|(name, _)| name != PALETTE) {
            let what = format!("[{name}]: a theme has no section but [{PALETTE}]");
            mistakes.push(Mistake { line: *line, what });
        }
        let (palette, looks): (Vec<_>, Vec<_>) = entries
            .iter()
            .filter(|entry| entry.section.is_empty() || entry.section == PALETTE)
            .partition(|entry| entry.section == PALETTE);
        let mut colors = Vec::new();
        for entry in palette {
            match entry.text().and_then(|text| color(text).map_err(|what| entry.wrong(what))) {
                Ok(color) => colors.push((entry.name.as_str(), color)),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        for entry in looks {
            match look(entry, &colors) {
                Ok((look, style)) => self.set(look, style),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        (self, mistakes)
    }

    fn set(&mut self, look: Look, style: Style) {
        if look == Look::Ground {
            self.ground = style;
        }
        if let Some(known) = self.looks.get_mut(look as usize) {
            *known = style;
        }
    }

    fn get(&self, look: Look) -> Style {
        self.looks.get(look as usize).copied().unwrap_or_default()
    }

    /// With ASCII for what the program itself draws, or without.
    #[must_use]
    pub fn with_ascii(self, ascii: bool) -> Theme {
        Theme { ascii, ..self }
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
        self.get(role.into())
    }

    /// The look of a match, which replaces that of the text; `current` is the one at hand.
    #[must_use]
    pub fn found(&self, current: bool) -> Style {
        self.get(if current { Look::CurrentMatch } else { Look::Found })
    }

    /// The mark beside the comment that the reader is at.
    #[must_use]
    pub fn mark(&self, focused: bool) -> Style {
        self.get(if focused { Look::Mark } else { Look::MarkUnfocused })
    }

    /// The header of a pane.
    #[must_use]
    pub fn head(&self, focused: bool) -> Style {
        self.get(if focused { Look::Head } else { Look::HeadUnfocused })
    }

    /// `style` in a row that is only there for the sake of others. One with a ground of its own
    /// stays as it is: it marks something, and its colours belong together.
    #[must_use]
    pub fn dimmed(&self, style: Style) -> Style {
        let own = style.bg.is_some_and(|bg| bg != Color::Reset && Some(bg) != self.ground.bg);
        if own {
            return style;
        }
        style.remove_modifier(Modifier::BOLD).patch(self.get(Look::Dimmed))
    }

    /// The ground of what stands over the panes, a menu say.
    #[must_use]
    pub fn overlay(&self) -> Style {
        self.get(Look::Overlay)
    }

    /// The chosen line of a menu.
    #[must_use]
    pub fn selected(&self) -> Style {
        self.get(Look::Selected)
    }
}

/// What an entry names, and how it is to look.
fn look(entry: &Entry, palette: &[(&str, Color)]) -> Result<(Look, Style), Mistake> {
    let look = Look::ALL.iter().find(|look| look.name() == entry.name).ok_or_else(|| {
        let near = suggestion(&entry.name, Look::ALL.iter().map(|look| look.name()));
        entry.misnamed(format_args!("a theme has no look of that name{near}"))
    })?;
    let style = style(entry.text()?, palette).map_err(|what| entry.wrong(what))?;
    Ok((*look, style))
}

/// Reads `bold #d7dae0 on #1c1f24`.
fn style(words: &str, palette: &[(&str, Color)]) -> Result<Style, String> {
    let mut style = Style::new();
    let mut words = words.split_whitespace();
    let named = |word: &str| match palette.iter().find(|(name, _)| *name == word) {
        Some(&(_, color)) => Ok(color),
        None => color(word),
    };
    while let Some(word) = words.next() {
        let modifier = MODIFIERS.iter().find(|(name, _)| *name == word);
        style = match (modifier, word) {
            (Some(&(_, modifier)), _) => style.add_modifier(modifier),
            (None, "on") => style.bg(named(words.next().unwrap_or("nothing"))?),
            (None, _) => style.fg(named(word)?),
        };
    }
    Ok(style)
}

fn color(word: &str) -> Result<Color, String> {
    word.parse().map_err(|_| {
        let modifiers = MODIFIERS.map(|(name, _)| name).join(", ");
        format!(
            "{word:?} is no colour; there are #rrggbb, those of the palette, the terminal's black, \
             red, light-red …, 0 to 255, and {modifiers}"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks that tell something which the words and signs that wear them do not tell as well.
    const TELLING: &[Look] = &[
        Look::Title,
        Look::Heading,
        Look::Author,
        Look::Badge,
        Look::Quote,
        Look::Link,
        Look::Caption,
        Look::Unsure,
        Look::Found,
        Look::CurrentMatch,
        Look::Head,
        Look::New,
        Look::Selected,
    ];

    #[test]
    fn the_themes_that_come_along_are_complete_and_have_no_mistakes() {
        for (name, text) in THEMES {
            let table = Table::read(text);
            let names: Vec<&str> = table
                .entries
                .iter()
                .filter(|entry| entry.section.is_empty())
                .map(|entry| entry.name.as_str())
                .collect();
            let looks: Vec<&str> = Look::ALL.iter().map(|look| look.name()).collect();
            assert_eq!(names, looks, "{name}");
            assert_eq!(Theme::default().overlaid(table).1, [], "{name}");
        }
    }

    /// The luminance of a colour, as WCAG 2.2 has it.
    fn luminance(color: Color) -> f64 {
        let Color::Rgb(red, green, blue) = color else { panic!("{color} is no true colour") };
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(style: Style) -> f64 {
        let (text, ground) = (luminance(style.fg.unwrap()), luminance(style.bg.unwrap()));
        (text.max(ground) + 0.05) / (text.min(ground) + 0.05)
    }

    #[test]
    fn every_look_can_be_read() {
        for (name, least) in [("dark", 4.5), ("light", 4.5), ("contrast", 7.0)] {
            let theme = Theme::named(name).unwrap();
            for &look in Look::ALL {
                for ground in [theme.ground, theme.ground.patch(theme.overlay())] {
                    let style = ground.patch(theme.get(look));
                    let found = contrast(style);
                    assert!(found >= least, "{} in {name}: {found:.2}", look.name());
                    let dimmed = contrast(style.patch(theme.dimmed(theme.get(look))));
                    assert!(dimmed >= least, "{} in {name}, dimmed: {dimmed:.2}", look.name());
                    // Its colours were measured; what a terminal makes of "dim" was not.
                    assert!(!style.add_modifier.contains(Modifier::DIM), "{}", look.name());
                }
            }
        }
    }

    #[test]
    fn nothing_is_told_by_colour_alone() {
        for (name, _) in THEMES {
            let theme = Theme::named(name).unwrap();
            let modifiers = |look| theme.get(look).add_modifier;
            for &look in TELLING {
                assert_ne!(modifiers(look), modifiers(Look::Text), "{} in {name}", look.name());
            }
            let pairs = [
                (Look::Found, Look::CurrentMatch),
                (Look::Found, Look::Link),
                (Look::Head, Look::HeadUnfocused),
                (Look::Quote, Look::Link),
            ];
            for (one, other) in pairs {
                let alike = modifiers(one) == modifiers(other)
                    && theme.get(one).bg.is_some() == theme.get(other).bg.is_some();
                assert!(!alike, "{} and {} in {name}", one.name(), other.name());
            }
        }
    }

    #[test]
    fn mono_has_no_colours_and_terminal_only_the_sixteen() {
        for &look in Look::ALL {
            let mono = Theme::mono().get(look);
            assert_eq!((mono.fg, mono.bg), (None, None), "{}", look.name());
            let own = Theme::terminal().get(look);
            for color in [own.fg, own.bg].into_iter().flatten() {
                assert!(!matches!(color, Color::Rgb(..) | Color::Indexed(_)), "{}", look.name());
            }
        }
        assert_eq!(Theme::terminal().ground, Style::new());
    }

    #[test]
    fn a_theme_is_laid_over_the_one_that_it_is_based_on() {
        let (theme, mistakes) = Theme::parse(
            "base = \"dark\"\ntitle = \"underline sea on 7\"\n[palette]\nsea = \"#010203\"\n",
        );
        assert_eq!(mistakes, []);
        let dark = Theme::named("dark").unwrap();
        let sea = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(7));
        assert_eq!(theme.role(Role::Title), sea.add_modifier(Modifier::UNDERLINED));
        assert_eq!(theme.role(Role::Author), dark.role(Role::Author));
        assert_eq!(theme.ground, dark.ground);
        assert_eq!(Theme::parse("").0, Theme::terminal());
    }

    #[test]
    fn mistakes_are_named_and_cost_their_own_line() {
        #[rustfmt::skip]
        let cases = [
            ("tilte = \"bold\"",        "1: tilte: a theme has no look of that name; is \"title\" meant?"),
            ("\n\nmeta = \"fiant\"",    "3: meta = \"fiant\": \"fiant\" is no colour; there are #rrggbb"),
            ("meta = \"bold on\"",      "1: meta = \"bold on\": \"nothing\" is no colour"),
            ("meta = true",             "1: meta = true: words in quotes are wanted here"),
            ("base = \"drak\"",         "1: base = \"drak\": no theme is called that; there are terminal, dark"),
            ("[palette]\nred = \"#12\"", "2: palette.red = \"#12\": \"#12\" is no colour"),
            ("[colours]\nred = \"#12\"", "1: [colours]: a theme has no section but [palette]"),
            ("meta = bold",             "1: this is not TOML: "),
        ];
        for (table, message) in cases {
            let (theme, mistakes) = Theme::parse(&format!("{table}\n"));
            assert_eq!(mistakes.len(), 1, "{table}: {mistakes:?}");
            assert!(mistakes[0].to_string().starts_with(message), "{table}: {}", mistakes[0]);
            assert_eq!(theme, Theme::terminal(), "{table}");
        }
    }
}
