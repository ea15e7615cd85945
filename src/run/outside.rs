//! What the main loop has at hand of the outside: the terminal, and the pictures that it shows.

use std::io;
use std::sync::mpsc::Sender;

use super::pictures::{self, Made, Means, Studio};
use super::reader::Message;
use super::setup::Setup;
use super::terminal::Tty;
use crate::app::{App, Event, Graphics, Showing};
use crate::ui::Theme;

/// What the machine is not.
pub(super) struct Outside {
    /// What the reader's files and the arguments come to.
    pub(super) setup: Setup,
    /// The theme in force.
    pub(super) theme: Theme,
    /// The terminal.
    pub(super) tty: Tty,
    /// The pictures.
    pub(super) studio: Studio,
    /// The way into the main loop.
    pub(super) sender: Sender<Message>,
}

impl Outside {
    /// Asks the terminal what it can make of pictures, if there is one to be shown or there may be, and
    /// it was not asked before. Nobody may be reading keys.
    pub(super) fn ask_about_pictures(&mut self, app: &mut App) {
        if !self.is_worth_asking(app) {
            return;
        }
        let (means, cell, typed) = pictures::ask();
        let graphics = self.studio.learn(means, cell);
        let is_bare = self.setup.config.ascii && means == Means::Blocks;
        app.update(Event::Graphics(if is_bare { Graphics::Nothing } else { graphics }));
        for key in typed {
            let _ = self.sender.send(Message::Typed(key));
        }
    }

    fn is_worth_asking(&self, app: &App) -> bool {
        let is_named = pictures::is_named();
        let is_wanted = app.wants_graphics() && (is_named || app.pictures() == Showing::On);
        // Where a document is long in coming, nobody waits for the answer; later it would have to
        // wait for a key.
        let is_idle = is_named && app.is_empty() && self.studio.may_come_to_know();
        is_wanted || is_idle && app.pictures() != Showing::Off && self.setup.has_colors()
    }

    /// Draws what has changed, and sees to the pictures that have come into sight.
    pub(super) fn draw(&mut self, app: &App) -> io::Result<()> {
        if self.tty.forgot() {
            self.tty.send(&self.studio.clear())?;
        }
        self.tty.send(&self.studio.attend(app))?;
        self.tty.draw(app, &self.theme, &self.studio)
    }

    /// Takes a picture that was made, or that could not be.
    pub(super) fn hang(&mut self, app: &mut App, made: Made) -> io::Result<()> {
        match self.studio.take(made) {
            Ok(bytes) => self.tty.send(&bytes),
            Err((address, why)) => {
                app.update(Event::NoPicture(address, why));
                Ok(())
            }
        }
    }

    /// The terminal has another size, and perhaps other letters.
    pub(super) fn resize(&mut self, app: &mut App) {
        self.tty.resized();
        let graphics = pictures::cell_size().and_then(|cell| self.studio.learn_cell(cell));
        if let Some(graphics) = graphics {
            app.update(Event::Graphics(graphics));
        }
    }
}
