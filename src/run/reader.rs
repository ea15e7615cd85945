//! The main loop: events in, [`App::update`], effects out, one drawing for all that has queued up.

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use nix::sys::signal::{Signal, killpg, raise};
use nix::unistd::{getpgid, getpgrp, getppid, getsid};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::args::Args;
use super::effects;
use super::now;
use super::outside::Outside;
use super::pictures::{Folder, Made, Studio};
use super::setup::Setup;
use super::source::Source;
use super::terminal::{Tty, is_lent};
use super::worker::Worker;
use crate::app::{App, Code, Effect, Event, Graphics, Key, Load, Mouse, MouseKind, Named};

/// How long the first screen waits for the document, so that a small one comes up at once.
const PATIENCE: Duration = Duration::from_millis(100);
/// How long it waits for more when there is something to show.
const GRACE: Duration = Duration::from_millis(3);
/// How many comments a first screen waits for at most.
const SCREENFUL: usize = 64;
/// How long is worked before the screen is drawn again.
const SPELL: Duration = Duration::from_millis(25);
/// How often ages are counted anew.
const MINUTE: Duration = Duration::from_mins(1);

/// What comes in from the other threads.
#[derive(Debug)]
pub(super) enum Message {
    /// A piece of the document.
    Load(Load),
    /// The terminal's word.
    Terminal(event::Event),
    /// A key that was pressed while the terminal was asked something.
    Typed(Key),
    /// A signal.
    Signal(i32),
    /// A picture is there.
    Picture(Box<Made>),
    /// No key can come any more.
    Lost,
}

/// What to do after a message.
enum Next {
    Go,
    Leave,
    /// Leave, and say this.
    Fail(String),
    /// Leave as this signal makes a program leave.
    Die(i32),
}

/// Opens the reader on `source`, until the person leaves.
pub(super) fn read(args: &Args, source: Source, mut setup: Setup) -> Result<()> {
    let (sender, receiver) = mpsc::channel();
    let folder = Folder::of(&source);
    let studio = Studio::new(folder.clone(), sender.clone());
    let _worker =
        Worker::start(source, args.from.clone(), setup.config.limits, folder, sender.clone());
    watch_signals(sender.clone())?;
    let theme = setup.theme();
    let keymap = std::mem::take(&mut setup.keymap);
    let mut app = App::new(keymap, setup.config.sort, now())
        .at_comment(args.at.clone())
        .with_themes(setup.theme_names().to_vec());
    app.set_split(setup.config.split);
    app.set_typography(setup.config.text);
    app.set_cache(setup.config.cache);
    app.set_pictures(setup.config.pictures);
    if !setup.has_colors() {
        app.update(Event::Graphics(Graphics::Nothing));
    }
    if let Some(notice) = setup.notice() {
        app.tell(notice);
    }
    let tty =
        Tty::new(setup.config.mouse, setup.config.links).context("cannot use the terminal")?;
    let (columns, rows) = Tty::size().context("cannot ask the terminal for its size")?;
    app.update(Event::Resize(columns, rows));
    wait_for_content(&mut app, &receiver)?;

    let tty = tty.take().context("cannot use the terminal")?;
    let mut outside = Outside { setup, theme, tty, studio, sender: sender.clone() };
    // Before anybody reads keys.
    outside.ask_about_pictures(&mut app);
    let go_on = watch_keys(sender);
    let end = turn(&mut app, &mut outside, &receiver, &go_on);
    let _ = outside.tty.send(&outside.studio.clear());
    drop(outside);
    // The system takes a long discussion back at once; to give it back piece by piece takes a while.
    std::mem::forget(app);
    match end {
        Ok(Next::Fail(why)) => Err(anyhow!(why)),
        Ok(Next::Die(signal)) => emulate_default_handler(signal).context("cannot leave"),
        Ok(_) => Ok(()),
        // A terminal that went away in the middle is no mistake of anybody's.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(error).context("the terminal does not answer"),
    }
}

/// Waits a little for the document; a source that cannot be read ends it here, with the terminal
/// still as it was.
fn wait_for_content(app: &mut App, receiver: &Receiver<Message>) -> Result<()> {
    let mut until = Instant::now() + PATIENCE;
    while let Ok(message) = receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
        if let Message::Signal(signal) = message
            && !matches!(signal, SIGWINCH | SIGTSTP)
        {
            emulate_default_handler(signal).context("cannot leave")?;
        }
        if let Message::Load(piece) = message {
            if let Load::Failed(why) = &piece {
                return Err(anyhow!(why.clone()));
            }
            // A first screen of something long; what is short is there whole in no time.
            let is_beginning = match &piece {
                Load::Beginning(..) => true,
                Load::Thread(thread) => thread.len() >= SCREENFUL,
                _ => false,
            };
            app.update(Event::Load(piece));
            if is_beginning {
                break;
            }
            if !app.is_empty() {
                until = until.min(Instant::now() + GRACE);
            }
        }
        if !app.is_loading() {
            break;
        }
    }
    Ok(())
}

/// Turns until the person leaves. The notice stays through what is still being loaded, to the first
/// key.
fn turn(
    app: &mut App,
    outside: &mut Outside,
    receiver: &Receiver<Message>,
    go_on: &Sender<()>,
) -> io::Result<Next> {
    test_panic();
    let mut minute = Instant::now() + MINUTE;
    let mut drawn = Instant::now();
    let mut worked = false;
    loop {
        if let Some((columns, rows)) = outside.tty.new_size()?
            && app.size() != (columns, rows)
        {
            app.update(Event::Resize(columns, rows));
        }
        if !worked || !app.has_work() || drawn.elapsed() > SPELL {
            outside.draw(app)?;
            drawn = Instant::now();
        }
        worked = false;
        if minute <= Instant::now() {
            minute = Instant::now() + MINUTE;
            app.update(Event::Clock(now()));
        }
        // Whoever has work to do waits for nothing.
        let wait = if app.has_work() { Duration::ZERO } else { minute - Instant::now() };
        let mut message = match receiver.recv_timeout(wait) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => {
                worked = app.has_work();
                app.update(Event::Work);
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(Next::Leave),
        };
        loop {
            let is_key = matches!(message, Message::Terminal(_));
            match take(app, outside, message)? {
                Next::Go => {}
                leave => return Ok(leave),
            }
            if is_key {
                outside.ask_about_pictures(app);
                let _ = go_on.send(());
            }
            match receiver.try_recv() {
                Ok(next) => message = next,
                Err(_) => break,
            }
        }
    }
}

fn take(app: &mut App, outside: &mut Outside, message: Message) -> io::Result<Next> {
    let effect = match message {
        // Nothing was shown of it, so there is nothing to stay for.
        Message::Load(Load::Failed(why)) if app.is_empty() => return Ok(Next::Fail(why)),
        Message::Load(piece) => app.update(Event::Load(piece)),
        // The terminal itself is asked: sizes that come fast can overtake the events that tell of
        // them.
        Message::Terminal(event::Event::Resize(..)) | Message::Signal(SIGWINCH) => {
            outside.resize(app);
            None
        }
        Message::Typed(key) => app.update(Event::Key(key)),
        Message::Picture(made) => {
            outside.hang(app, *made)?;
            None
        }
        Message::Terminal(event) => translate(event).and_then(|event| app.update(event)),
        Message::Signal(SIGTSTP) => Some(Effect::Suspend),
        Message::Signal(signal) => return Ok(Next::Die(signal)),
        Message::Lost => return Ok(Next::Leave),
    };
    let Outside { setup, theme, tty, .. } = outside;
    match effect {
        None => {}
        Some(Effect::Quit) => return Ok(Next::Leave),
        Some(Effect::Redraw) => tty.clear()?,
        Some(Effect::Copy { text, what }) => {
            effects::copy(&text)?;
            app.tell(format!("copied {what}"));
        }
        Some(Effect::Write { path, replace }) => tell(app, effects::write(app, &path, replace)),
        Some(Effect::Open(address)) => {
            tell(app, effects::open(tty, &setup.config.opener, &address));
        }
        Some(Effect::Pipe { command, text }) => {
            tell(app, effects::pipe(tty, &setup.config.pager, &command, &text));
        }
        Some(Effect::Edit(text)) => tell(app, effects::edit(tty, &setup.config.editor, &text)),
        Some(Effect::Theme(name)) => {
            if let Some(named) = setup.named(&name) {
                *theme = named;
            } else {
                let names = setup.theme_names().join(" ");
                app.tell(format!("no theme is called {name}; there are {names}"));
            }
        }
        Some(Effect::Suspend) => {
            if !has_shell() {
                return Ok(Next::Go);
            }
            tty.lend(|| {
                // The whole job stops, so that the shell sees it; one that cannot stop goes on.
                let _ = killpg(getpgrp(), Signal::SIGSTOP);
            })?;
            let (columns, rows) = Tty::size()?;
            app.update(Event::Clock(now()));
            app.update(Event::Resize(columns, rows));
        }
    }
    Ok(Next::Go)
}

/// Tells what came of something done outside.
fn tell(app: &mut App, end: Result<String>) {
    app.tell(end.unwrap_or_else(|error| super::one_line(&error)));
}

/// Whether a shell would take the terminal while this program is stopped, and continue it later:
/// the parent is of this session, and of another process group (POSIX, "orphaned process group").
fn has_shell() -> bool {
    let parent = Some(getppid());
    let same_session = getsid(parent).is_ok_and(|session| getsid(None) == Ok(session));
    let same_group = getpgid(parent) == Ok(getpgrp());
    same_session && !same_group
}

/// Reads the terminal on a thread of its own: an event each time that it is told to go on, so that
/// it takes no key from a program that has the terminal meanwhile.
fn watch_keys(sender: Sender<Message>) -> Sender<()> {
    let (go_on, told) = mpsc::channel();
    let _ = go_on.send(());
    thread::spawn(move || {
        while told.recv().is_ok() {
            let message = match event::read() {
                Ok(event) => Message::Terminal(event),
                Err(_) => Message::Lost,
            };
            let lost = matches!(message, Message::Lost);
            if sender.send(message).is_err() || lost {
                return;
            }
        }
    });
    go_on
}

fn watch_signals(sender: Sender<Message>) -> Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH])
        .context("cannot watch for signals")?;
    thread::spawn(move || {
        for signal in signals.forever() {
            // What is pressed in another program is meant for that; only stopping is for both.
            match signal {
                SIGINT | SIGQUIT if is_lent() => continue,
                SIGTSTP if is_lent() => {
                    let _ = has_shell().then(|| raise(Signal::SIGSTOP));
                    continue;
                }
                _ => {}
            }
            if sender.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(Key {
            code: code(key.code)?,
            ctrl: key.modifiers.contains(KeyModifiers::CONTROL),
            alt: key.modifiers.contains(KeyModifiers::ALT),
        })),
        event::Event::Paste(text) => Some(Event::Paste(text)),
        event::Event::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
                MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
                MouseEventKind::ScrollUp => MouseKind::WheelUp,
                MouseEventKind::ScrollDown => MouseKind::WheelDown,
                _ => return None,
            };
            Some(Event::Mouse(Mouse { kind, column: mouse.column, row: mouse.row }))
        }
        _ => None,
    }
}

fn code(code: KeyCode) -> Option<Code> {
    let named = match code {
        KeyCode::Char(c) => return Some(Code::Char(c)),
        KeyCode::F(n) => return Some(Code::Function(n)),
        KeyCode::Enter => Named::Enter,
        KeyCode::Esc => Named::Esc,
        KeyCode::Tab => Named::Tab,
        KeyCode::BackTab => Named::BackTab,
        KeyCode::Backspace => Named::Backspace,
        KeyCode::Delete => Named::Delete,
        KeyCode::Insert => Named::Insert,
        KeyCode::Up => Named::Up,
        KeyCode::Down => Named::Down,
        KeyCode::Left => Named::Left,
        KeyCode::Right => Named::Right,
        KeyCode::Home => Named::Home,
        KeyCode::End => Named::End,
        KeyCode::PageUp => Named::PageUp,
        KeyCode::PageDown => Named::PageDown,
        _ => return None,
    };
    Some(Code::Named(named))
}

/// A panic on demand, in builds for development only: that the terminal survives one is tested on
/// the program itself.
fn test_panic() {
    let asked_for = cfg!(debug_assertions) && std::env::var_os("SIDENOTE_TEST_PANIC").is_some();
    assert!(!asked_for, "asked for by SIDENOTE_TEST_PANIC");
}
