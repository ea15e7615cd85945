//! The driver: the only test code that knows how the reader is put together.

pub mod pty;
pub mod svg;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::process::{Command, Stdio};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::widgets::Widget;
use sidenote::app::{App, Event, Graphics, Key, Keymap, Load, Pane};
use sidenote::layout::Pixels;
use sidenote::load::{Collector, Input, load};
use sidenote::model::{CommentId, Document, NewComment, Order, Parent};
use sidenote::ui::{Gallery, Screen, Theme};

/// The time of every test: 4 May 2026, 12:00 UTC.
pub const NOW: i64 = 1_777_896_000;

/// The article and thread that the program comes with.
pub const SAMPLE: &str = include_str!("../../data/sample.json");

/// A folder for settings in which there are none: no test reads those of whoever runs it.
pub const NO_SETTINGS: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/no-settings");

/// The program, to be run at the root of the project, with nothing on standard input.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sidenote"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    command.env("XDG_CONFIG_HOME", NO_SETTINGS).env_remove("NO_COLOR");
    command
}

/// A reader that is driven by keys and shows its state as text.
pub struct Driver {
    app: App,
    gallery: Gallery,
}

/// Loads a document, as the program does without a screen.
pub fn document(name: &str, text: &str) -> Document {
    let mut sink = Collector::default();
    let input = Input { bytes: text.as_bytes(), name, ..Input::default() };
    load(&input, None, &mut sink).expect("the text is readable");
    sink.finish()
}

/// Comments from an outline: `a(b(c)d)e` is a with the replies b and d, c under b, and e. A number
/// after a name is its score: `a5(b-1)`.
pub fn comments(outline: &str) -> Vec<NewComment<'static>> {
    let mut comments: Vec<NewComment<'static>> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut letters = outline.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '(' => path.push(
                comments.last().and_then(|c| c.id.clone()).expect("a comment").text().into_owned(),
            ),
            ')' => drop(path.pop()),
            ' ' => {}
            _ => {
                let score = |c: &char| c.is_ascii_digit() || *c == '-';
                let mut digits = String::new();
                while let Some(digit) = letters.next_if(score) {
                    digits.push(digit);
                }
                let mut comment = NewComment {
                    id: Some(letter.to_string().into()),
                    parent: path.last().map_or(Parent::Root, |id| Parent::Id(id.clone().into())),
                    author: letter.to_uppercase().to_string().into(),
                    ..NewComment::default()
                };
                comment.votes.score = digits.parse().ok();
                comment.body.text = format!("words of {letter}").into();
                comments.push(comment);
            }
        }
    }
    comments
}

impl Driver {
    /// Opens the discussion of an outline on a screen of this size.
    pub fn open(outline: &str, size: (u16, u16)) -> Driver {
        Driver::empty(size).comments(comments(outline)).receive(Load::Done)
    }

    /// Opens the text of a file on a screen of this size.
    pub fn read(name: &str, text: &str, size: (u16, u16)) -> Driver {
        let document = document(name, text);
        let comments = again(&document);
        Driver::empty(size)
            .receive(Load::Article(Box::new(document.article)))
            .comments(comments)
            .receive(Load::Done)
    }

    /// A reader whose document is still to come.
    pub fn empty((columns, rows): (u16, u16)) -> Driver {
        let keymap = Keymap::parse(sidenote::app::DEFAULT_KEYMAP).expect("the built-in keymap");
        let mut app = App::new(keymap, Order::Given, NOW);
        app.update(Event::Resize(columns, rows));
        Driver { app, gallery: Gallery::default() }
    }

    /// A piece of the document comes.
    pub fn receive(mut self, piece: Load) -> Driver {
        self.app.update(Event::Load(piece));
        self
    }

    /// More comments come.
    pub fn comments(self, comments: Vec<NewComment<'static>>) -> Driver {
        let mut thread = self.app.document().thread.clone();
        thread.extend(comments);
        self.receive(Load::Thread(Box::new(thread)))
    }

    /// Presses keys, parted by spaces.
    pub fn keys(mut self, keys: &str) -> Driver {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            self.press(key.parse().expect("a key"));
        }
        self
    }

    /// Types text and then Enter.
    pub fn enter(mut self, text: &str) -> Driver {
        text.chars().for_each(|c| self.press(Key::char(c)));
        self.keys("enter")
    }

    /// Presses one key.
    pub fn press(&mut self, key: Key) {
        self.app.update(Event::Key(key));
    }

    /// An event; says what the outside is to do.
    pub fn effect(&mut self, event: Event) -> Option<sidenote::app::Effect> {
        self.app.update(event)
    }

    /// Pictures can be had, and the terminal can show them in cells of 10 × 20 pixels.
    pub fn pictures(mut self, sizes: &[(&str, u32, u32)], real: bool) -> Driver {
        let size = |width, height| Pixels { width, height };
        let sizes =
            sizes.iter().map(|&(name, width, height)| (name.to_owned(), size(width, height)));
        self.app.update(Event::Load(Load::Pictures(sizes.collect())));
        let cell = size(10, 20);
        let graphics = if real { Graphics::Real(cell) } else { Graphics::Blocks(cell) };
        self.app.update(Event::Graphics(graphics));
        self
    }

    /// Hangs the pictures in sight: each row of a letter of its own, in half-blocks.
    pub fn hang(mut self) -> Driver {
        let strips =
            self.app.reader().visible().iter().filter_map(|line| line.row()?.picture.clone());
        for strip in strips.collect::<Vec<_>>() {
            let print = (*strip.print).clone();
            let cells = (0..print.rows).flat_map(|row| {
                let shade = u8::try_from(row).unwrap_or(0) * 8;
                let mut cell = Cell::new("▀");
                cell.set_fg(Color::Rgb(shade, 0, 90)).set_bg(Color::Rgb(0, shade, 90));
                std::iter::repeat_n(cell, print.columns.into())
            });
            self.gallery.hang(print.clone(), cells.collect());
        }
        self
    }

    /// Gives the screen another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.app.update(Event::Resize(columns, rows));
    }

    /// Sets text in another way.
    pub fn set_typography(&mut self, typography: sidenote::layout::Typography) {
        self.app.set_typography(typography);
    }

    /// Pastes text.
    pub fn paste(mut self, text: &str) -> Driver {
        self.app.update(Event::Paste(text.to_owned()));
        self
    }

    /// The reader itself, to be asked and not to be changed.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The comments shown: `>` before the cursor's, `+n` behind a folded one that hides n.
    pub fn outline(&self) -> String {
        let thread = &self.app.document().thread;
        let discussion = self.app.discussion();
        let mut outline = String::new();
        for id in discussion.shown(thread) {
            let comment = thread.get(id).expect("it is shown");
            if !outline.is_empty() {
                outline.push(' ');
            }
            if discussion.cursor() == Some(id) {
                outline.push('>');
            }
            outline.push_str(comment.name());
            if discussion.is_folded(comment) {
                let flat = discussion.arrangement().is_flat();
                let hidden = if flat { 0 } else { comment.descendants() };
                write!(outline, "+{hidden}").expect("a string takes all");
            }
        }
        outline
    }

    /// The id of the comment at the cursor.
    pub fn cursor(&self) -> Option<CommentId> {
        self.app.discussion().cursor()
    }

    /// The screen row on which the cursor's header stands.
    pub fn cursor_row(&self) -> Option<usize> {
        let lines = self.app.discussion().visible();
        lines.iter().position(|line| {
            Some(line.item) == self.cursor()
                && line.row().is_some_and(|row| row.spot == sidenote::layout::Spot::Head)
        })
    }

    /// The pane that has the focus.
    pub fn focus(&self) -> Pane {
        self.app.focus()
    }

    /// The first row of the article pane that has text.
    pub fn top_of_article(&self) -> String {
        let lines = self.app.reader().visible();
        let texts = lines.iter().filter_map(|line| line.row()).map(sidenote::layout::Row::text);
        texts.map(|text| text.trim().to_owned()).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// What the reader is told.
    pub fn message(&self) -> &str {
        self.app.message().unwrap_or_default()
    }

    /// The cells of the screen.
    pub fn cells(&self) -> Buffer {
        self.cells_in(&Theme::terminal())
    }

    /// The cells of the screen in this theme.
    pub fn cells_in(&self, theme: &Theme) -> Buffer {
        let (columns, rows) = self.app.size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        Screen { app: &self.app, theme, gallery: &self.gallery }.render(buffer.area, &mut buffer);
        buffer
    }

    /// The screen as text, without spaces at line ends.
    pub fn screen(&self) -> String {
        self.screen_in(&Theme::terminal())
    }

    /// The screen as text in this theme, without spaces at line ends.
    pub fn screen_in(&self, theme: &Theme) -> String {
        let cells = self.cells_in(theme);
        let mut screen = String::new();
        for y in 0..cells.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..cells.area.width {
                let symbol = cells[(x, y)].symbol();
                if skip == 0 {
                    line.push_str(symbol);
                    skip = sidenote::text::width(symbol).max(1);
                }
                skip -= 1;
            }
            screen.push_str(line.trim_end());
            screen.push('\n');
        }
        screen
    }
}

/// The comments of a document, as a loader would hand them over.
pub fn again(document: &Document) -> Vec<NewComment<'static>> {
    use sidenote::model::{Body, Created};
    let thread = &document.thread;
    let comment = |comment: sidenote::model::Comment<'_>| NewComment {
        id: Some(comment.name().to_owned().into()),
        id_at: None,
        parent: comment
            .parent()
            .and_then(|id| thread.get(id))
            .map_or(Parent::Root, |parent| Parent::Id(parent.name().to_owned().into())),
        confidence: comment.confidence(),
        author: comment.author().to_owned().into(),
        subject: comment.subject().unwrap_or_default().to_owned().into(),
        created: match comment.created() {
            Created::Unknown => Created::Unknown,
            Created::At(at) => Created::At(at),
            Created::Ago { text, seconds } => {
                Created::Ago { text: text.to_owned().into(), seconds }
            }
        },
        votes: comment.votes(),
        edited: comment.edited(),
        state: comment.state(),
        roles: comment.roles().to_vec(),
        permalink: comment.permalink().map(|link| Cow::Owned(link.into_owned())).into(),
        more: comment.more(),
        body: Body { kind: comment.body().kind, text: comment.body().text.into_owned().into() },
    };
    thread.comments().map(comment).collect()
}

/// A thread of `depth` comments, each the reply to the one before, as our own JSON.
pub fn chain(depth: usize) -> String {
    let mut comments = Vec::new();
    for at in 0..depth {
        let parent = at.checked_sub(1).map_or("null".to_owned(), |above| format!("\"c{above}\""));
        comments.push(format!(
            r#"{{"id":"c{at}","parent":{parent},"author":"{}","score":{},"created":"2026-05-04T{:02}:{:02}:00Z","text":"Answer number {at} says that the one before it had a point, and then does not let it stand. It goes on for long enough to need a second line, and a third in a narrow pane."}}"#,
            ["Mara Lindqvist", "Tobias Ek"][at % 2],
            (at * 7) % 23,
            at / 60,
            at % 60,
        ));
    }
    format!(
        r#"{{"format":"sidenote-1","article":{{"title":"A talk that went deep","text":"Two people could not stop."}},"comments":[{}]}}"#,
        comments.join(",")
    )
}
