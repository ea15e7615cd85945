//! The whole reader: random keys over random documents at random sizes, while the document comes.
//!
//! An input is a byte that says how many bytes of steps follow, those, and the source. A printable
//! byte is that key; what the others are is said in [`step`].

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use sidenote::app::{
    App, Code, DEFAULT_KEYMAP, Effect, Event, Key, Keymap, Load, Mouse, MouseKind, Named,
};
use sidenote::layout::{Breaking, Typography};
use sidenote::load::{Input, Sink, load};
use sidenote::markup::is_safe_link;
use sidenote::model::{Article, Order, Provenance, Thread};
use sidenote::text::clean;
use sidenote::ui::{Gallery, Screen, Theme};

use super::sound;

/// 4 May 2026, 12:00 UTC.
const NOW: i64 = 1_777_896_000;
/// Slices of work that a search or a filter may take between two keys.
const SLICES: usize = 3;
/// Cells beside and below the screen in which nothing may be drawn.
const MARGIN: u16 = 2;

/// The keys with names, at the bytes below the space.
const NAMED: [Named; 15] = [
    Named::Enter,
    Named::Esc,
    Named::Tab,
    Named::BackTab,
    Named::Backspace,
    Named::Delete,
    Named::Insert,
    Named::Up,
    Named::Down,
    Named::Left,
    Named::Right,
    Named::Home,
    Named::End,
    Named::PageUp,
    Named::PageDown,
];

/// Letters that are bound with Control.
const CONTROLS: &[u8] = b"abcdefghklnoprtuvwy";

/// Runs it.
pub fn run(data: &[u8]) {
    let Some((&count, rest)) = data.split_first() else { return };
    let (steps, source) = rest.split_at(usize::from(count).min(rest.len()));
    let mut recorder = Recorder::default();
    let input = Input { bytes: source, name: "fuzz", ..Input::default() };
    let end = match load(&input, None, &mut recorder) {
        Ok(()) => Load::Done,
        Err(error) => Load::Failed(clean(&error.to_string()).into_owned()),
    };
    recorder.pieces.push(end);
    let keymap = Keymap::parse(DEFAULT_KEYMAP).expect("the built-in keymap");
    let order = Order::ALL[usize::from(count) % Order::ALL.len()];
    let mut app = App::new(keymap, order, NOW).with_themes(vec!["dark".into(), "mono".into()]);
    let mut coming = recorder.pieces.into_iter();
    happen(&mut app, Event::Resize(80, 24));
    let mut bytes = steps.iter().copied();
    while let Some(byte) = bytes.next() {
        let event = match step(byte, &mut bytes) {
            Step::Event(event) => event,
            Step::Coming => match coming.next() {
                Some(piece) => Event::Load(piece),
                None => Event::Work,
            },
            Step::Typography(typography) => {
                app.set_typography(typography);
                Event::Work
            }
        };
        happen(&mut app, event);
    }
    for piece in coming {
        happen(&mut app, Event::Load(piece));
    }
}

enum Step {
    Event(Event),
    /// The next piece of the document.
    Coming,
    Typography(Typography),
}

/// What a byte, and some of those behind it, does.
fn step(byte: u8, more: &mut impl Iterator<Item = u8>) -> Step {
    let key = |code, ctrl, alt| Step::Event(Event::Key(Key { code, ctrl, alt }));
    let mut next = || more.next().unwrap_or(0);
    let letter = |byte: u8| Code::Char(char::from(byte));
    match byte {
        b' '..=b'~' => key(letter(byte), false, false),
        b'\r' | b'\n' => key(Code::Named(Named::Enter), false, false),
        0x1B => key(Code::Named(Named::Esc), false, false),
        0..=0x1F => key(Code::Named(NAMED[usize::from(byte) % NAMED.len()]), false, false),
        0x7F => key(Code::Named(Named::Backspace), false, false),
        0x80..=0x8F => {
            let at = usize::from(next()) % CONTROLS.len();
            key(letter(CONTROLS[at]), true, false)
        }
        0x90..=0x93 => key(letter(b'a' + next() % 26), false, true),
        0x94..=0x97 => key(Code::Function(next()), false, false),
        0x98..=0x9F => key(Code::Char(char::from(next())), false, false),
        0xA0..=0xAF => Step::Event(Event::Resize(u16::from(next()), u16::from(next() % 100))),
        0xB0..=0xBF => {
            use MouseKind::{Drag, Press, Release, WheelDown, WheelUp};
            let kind = [Press, Press, Drag, Release, WheelUp, WheelDown][usize::from(byte) % 6];
            let (column, row) = (u16::from(next()), u16::from(next() % 100));
            Step::Event(Event::Mouse(Mouse { kind, column, row }))
        }
        0xC0..=0xDF => Step::Coming,
        0xE0..=0xE7 => Step::Event(Event::Work),
        0xE8..=0xEB => {
            let pasted = [next(), next(), next(), next()];
            Step::Event(Event::Paste(String::from_utf8_lossy(&pasted).into_owned()))
        }
        0xEC..=0xED => Step::Event(Event::Clock(NOW + i64::from(next()) * 10_000)),
        0xEE => Step::Event(Event::Clock([i64::MIN, i64::MAX, 0][usize::from(next()) % 3])),
        0xEF..=0xFF => {
            let bits = next();
            let breaking = if bits & 1 == 1 { Breaking::Optimal } else { Breaking::Greedy };
            Step::Typography(Typography {
                measure: usize::from(next()),
                breaking,
                hyphenate: bits & 2 != 0,
                justify: bits & 4 != 0,
                spacing: usize::from(bits >> 4),
                spoilers: bits & 8 != 0,
                reorder: bits & 16 != 0,
            })
        }
    }
}

/// An event, and what must hold of what follows from it.
fn happen(app: &mut App, event: Event) {
    if let Some(effect) = app.update(event) {
        check(&effect);
    }
    for _ in 0..SLICES {
        if app.has_work() {
            app.update(Event::Work);
        }
    }
    draw(app);
}

fn check(effect: &Effect) {
    match effect {
        Effect::Open(address) => {
            assert!(is_safe_link(address), "{address:?} is opened");
            let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
            assert!(
                ["http", "https", "mailto"].contains(&scheme.as_str()),
                "{address:?} is opened"
            );
        }
        Effect::Copy { text, .. } => sound::printed("what is copied", text),
        Effect::Pipe { text, .. } | Effect::Edit(text) => sound::printed("what is handed on", text),
        _ => {}
    }
}

/// Draws the screen, and looks at its cells and at those around it.
fn draw(app: &App) {
    let (columns, rows) = app.size();
    let screen = Rect::new(0, 0, columns, rows);
    let around = Rect::new(0, 0, columns + MARGIN, rows + MARGIN);
    let mut buffer = Buffer::filled(around, Cell::new("\u{2592}"));
    let theme = Theme::terminal();
    let gallery = Gallery::default();
    let drawn = Screen { app, theme: &theme, gallery: &gallery };
    drawn.render(screen, &mut buffer);
    for y in 0..around.height {
        for x in 0..around.width {
            let cell = &buffer[(x, y)];
            if x >= columns || y >= rows {
                assert_eq!(cell.symbol(), "\u{2592}", "drawn outside at {x}, {y}");
            } else {
                let control = cell.symbol().chars().any(char::is_control);
                assert!(!control, "a control at {x}, {y}: {:?}", cell.symbol());
            }
        }
    }
    for address in drawn.links().values() {
        assert!(is_safe_link(address), "a link to {address:?}");
    }
    if let Some(cursor) = drawn.cursor() {
        let inside = cursor.x < columns.max(1) && cursor.y < rows.max(1);
        assert!(inside, "the cursor is at {cursor:?} of {columns}x{rows}");
    }
}

/// Keeps what a loader says, piece by piece, to say it again between keys.
#[derive(Default)]
struct Recorder {
    pieces: Vec<Load>,
}

impl Sink for Recorder {
    fn beginning(&mut self, article: Article, words: usize) {
        self.pieces.push(Load::Beginning(Box::new(article), words));
    }

    fn article(&mut self, article: Article) {
        self.pieces.push(Load::Article(Box::new(article)));
    }

    fn thread(&mut self, thread: Thread) {
        self.pieces.push(Load::Thread(Box::new(thread)));
    }

    fn wants(&self, _comments: usize) -> bool {
        true
    }

    fn provenance(&mut self, provenance: Provenance) {
        self.pieces.push(Load::Provenance(Box::new(provenance)));
    }

    fn declared(&mut self, comments: u64) {
        self.pieces.push(Load::Declared(comments));
    }

    fn warning(&mut self, what: String) {
        self.pieces.push(Load::Warning(clean(&what).into_owned()));
    }

    fn progress(&mut self, bytes: u64) {
        self.pieces.push(Load::Progress(bytes, None));
    }
}
