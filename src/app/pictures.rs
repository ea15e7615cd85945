//! Pictures in the article: whether they are shown.
//!
//! What a terminal can show is its own to say, and asking it takes time; so it is asked only when
//! there is a picture to show ([`App::wants_graphics`]), and until then pictures are their captions.

use super::App;
use crate::layout::Pixels;

/// What is said where no picture can be shown.
const NO_GRAPHICS: &str = "this terminal shows no pictures";

/// When pictures are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Showing {
    /// Where the terminal can show real ones.
    #[default]
    Auto,
    /// Always; where the terminal has no better, in coloured half-blocks.
    On,
    /// Never.
    Off,
}

impl Showing {
    /// All of them, by their names.
    pub const ALL: [(&str, Showing); 3] =
        [("auto", Showing::Auto), ("on", Showing::On), ("off", Showing::Off)];

    pub(super) fn name(self) -> &'static str {
        let found = Showing::ALL.iter().find(|(_, showing)| *showing == self);
        found.map_or("", |(name, _)| name)
    }

    pub(super) fn from_name(name: &str) -> Option<Showing> {
        Showing::ALL.iter().find(|(known, _)| *known == name).map(|&(_, showing)| showing)
    }
}

/// What the terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Graphics {
    /// It was not asked.
    #[default]
    Unknown,
    /// No picture of any kind.
    Nothing,
    /// Coloured half-blocks, with cells of this size.
    Blocks(Pixels),
    /// Real pictures, with cells of this size.
    Real(Pixels),
}

impl App {
    /// When pictures are to be shown.
    pub fn set_pictures(&mut self, showing: Showing) {
        self.showing = showing;
        self.hang_pictures();
    }

    /// When pictures are shown.
    #[must_use]
    pub fn pictures(&self) -> Showing {
        self.showing
    }

    /// Whether there are pictures that might be shown, if only it were known how.
    #[must_use]
    pub fn wants_graphics(&self) -> bool {
        self.graphics == Graphics::Unknown
            && self.showing != Showing::Off
            && self.reader.has_pictures()
    }

    /// The terminal has been asked.
    pub(super) fn set_graphics(&mut self, graphics: Graphics) {
        self.graphics = graphics;
        self.hang_pictures();
        if graphics == Graphics::Nothing && self.wants_pictures() {
            self.tell(NO_GRAPHICS);
        }
    }

    fn wants_pictures(&self) -> bool {
        self.showing == Showing::On && self.reader.has_pictures()
    }

    /// The size of a cell, if pictures are shown.
    fn shown_in(&self) -> Option<Pixels> {
        match (self.showing, self.graphics) {
            (Showing::Auto | Showing::On, Graphics::Real(cell))
            | (Showing::On, Graphics::Blocks(cell)) => Some(cell),
            _ => None,
        }
    }

    /// Gives pictures their room, or takes it back; the place in the text stays.
    pub(super) fn hang_pictures(&mut self) {
        let cell = self.shown_in();
        self.reader.set_cell(&self.document.article, cell);
    }

    /// A picture turned out to be none. Its caption stays; what is wrong with it is said once.
    pub(super) fn lose_picture(&mut self, address: &str, why: &str) {
        if self.reader.lose_picture(&self.document.article, address) {
            self.document.warn(why);
            self.tell(why);
        }
    }

    /// Shows pictures as well as the terminal can, or shows none.
    pub(super) fn toggle_pictures(&mut self) {
        if !self.reader.has_pictures() {
            let none = "no pictures that are on this machine";
            self.tell(if self.has_text() { none } else { "no article here" });
            return;
        }
        let waits = self.showing == Showing::On && self.graphics == Graphics::Unknown;
        let shown = self.shown_in().is_some() || waits;
        self.set_pictures(if shown { Showing::Off } else { Showing::On });
        self.tell(match (shown, self.graphics) {
            (true, _) => "pictures are captions",
            (false, Graphics::Nothing) => NO_GRAPHICS,
            (false, _) => "pictures are shown",
        });
    }
}
