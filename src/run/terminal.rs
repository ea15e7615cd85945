//! The terminal: taken, given back, always.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, Write};
use std::os::fd::AsFd;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use super::canvas::Canvas;
use super::locale;
use super::pictures::Studio;
use crate::app::App;
use crate::ui::{Screen, Theme};

/// Whether the terminal is ours now: what the panic hook and `Drop` ask, whichever comes first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Presses, drags and the wheel (modes 1002 and 1006 of xterm), but not every move of the mouse,
/// which crossterm's own command would ask for as well.
struct MouseOn;

impl crossterm::Command for MouseOn {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b[?1002h\x1b[?1006h")
    }
}

struct MouseOff;

impl crossterm::Command for MouseOff {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b[?1006l\x1b[?1002l")
    }
}

/// How long the terminal has to say what colours it has.
const COLORS_WAIT: Duration = Duration::from_millis(100);

/// Whether the terminal's ground is light; none if it does not say in time.
///
/// Its answer comes the way that keys come, so this is asked before anybody reads those.
pub(super) fn is_light() -> Option<bool> {
    let mut options = QueryOptions::default();
    options.timeout = COLORS_WAIT;
    theme_mode(options).ok().map(|mode| mode == ThemeMode::Light)
}

/// Whether another program has the terminal, and with it the keys that are signals.
static LENT: AtomicBool = AtomicBool::new(false);

/// Whether another program has the terminal now.
pub(super) fn is_lent() -> bool {
    LENT.load(Ordering::SeqCst)
}

/// Whether the mouse is ours while the terminal is.
static MOUSE: AtomicBool = AtomicBool::new(true);

/// The terminal while it shows the reader. Dropping it gives it back.
pub(super) struct Tty {
    links: bool,
    /// Whether the size may be another than it was when last asked for.
    resized: bool,
    /// Whether what the terminal was sent before may be gone.
    forgot: bool,
    canvas: Canvas,
    /// Standard output, past its buffer: that parts what it is given at the last line feed.
    output: File,
}

impl Tty {
    /// Makes ready for the terminal, without a sign of it: what can be done while a document loads.
    ///
    /// # Errors
    /// When there is no terminal.
    pub(super) fn new(mouse: bool, links: bool) -> io::Result<Tty> {
        MOUSE.store(mouse, Ordering::SeqCst);
        let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        Ok(Tty { links, resized: true, forgot: false, canvas: Canvas::default(), output })
    }

    /// Takes the terminal: raw mode, the alternate screen, no cursor.
    ///
    /// From now on a panic gives it back before it prints.
    ///
    /// # Errors
    /// When it cannot be taken; it is as it was then.
    pub(super) fn take(self) -> io::Result<Tty> {
        let before = panic::take_hook();
        let owner = thread::current().id();
        panic::set_hook(Box::new(move |info| {
            // A worker that panics reports that itself; the screen is not its to write on.
            if thread::current().id() == owner || !TAKEN.load(Ordering::SeqCst) {
                give_back();
                before(info);
            }
        }));
        enter().inspect_err(|_| give_back())?;
        Ok(self)
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// When the terminal does not say.
    pub(super) fn size() -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// Takes it that the size may have changed.
    pub(super) fn resized(&mut self) {
        self.resized = true;
    }

    /// Columns and rows if they may have changed since this was last asked.
    ///
    /// # Errors
    /// When the terminal does not say.
    pub(super) fn new_size(&mut self) -> io::Result<Option<(u16, u16)>> {
        std::mem::take(&mut self.resized).then(Tty::size).transpose()
    }

    /// Draws what has changed, in one piece; writes nothing if nothing has.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn draw(&mut self, app: &App, theme: &Theme, studio: &Studio) -> io::Result<()> {
        let screen = Screen { app, theme, gallery: &studio.gallery };
        let addresses = if self.links { screen.links() } else { HashMap::new() };
        let (columns, rows) = app.size();
        let area = Rect::new(0, 0, columns, rows);
        let bytes =
            self.canvas.frame(area, screen.cursor(), &addresses, &studio.strips, |buffer| {
                screen.render(area, buffer);
                if !locale::is_utf8() {
                    for cell in &mut buffer.content {
                        if let Cow::Owned(plain) = locale::in_ascii(cell.symbol()) {
                            cell.set_symbol(&plain);
                        }
                    }
                }
            });
        self.output.write_all(&bytes)
    }

    /// Writes what a picture needs besides its cells.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.output.write_all(bytes)
    }

    /// Whether what was sent may be gone since this was last asked.
    pub(super) fn forgot(&mut self) -> bool {
        std::mem::take(&mut self.forgot)
    }

    /// Forgets what is on the screen: the next drawing clears it and draws every cell.
    ///
    /// # Errors
    /// None: it is the drawing that finds out whether the terminal is gone.
    #[expect(clippy::unnecessary_wraps, reason = "the main loop takes it for what draws")]
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.canvas.forget();
        self.forgot = true;
        Ok(())
    }

    /// Gives the terminal back, does `meanwhile`, takes it again.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn lend(&mut self, meanwhile: impl FnOnce()) -> io::Result<()> {
        LENT.store(true, Ordering::SeqCst);
        give_back();
        meanwhile();
        LENT.store(false, Ordering::SeqCst);
        self.resized();
        enter()?;
        self.clear()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        give_back();
    }
}

/// Waits until a person presses Enter, on the terminal itself: standard input may be a document.
pub(super) fn wait_for_enter() {
    let line = std::fs::File::open("/dev/tty").map(io::BufReader::new);
    let _ = line.and_then(|mut terminal| terminal.read_line(&mut String::new()));
}

fn enter() -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        DisableLineWrap,
        EnableBracketedPaste,
        cursor::Hide
    )?;
    if MOUSE.load(Ordering::SeqCst) {
        execute!(io::stdout(), MouseOn)?;
    }
    Ok(())
}

/// Leaves the terminal as it was found. A terminal that is gone needs nothing.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        MouseOff,
        DisableBracketedPaste,
        EnableLineWrap,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
    let _ = out.flush();
}
