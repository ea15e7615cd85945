//! What a terminal can make of pictures: asked for when there is one.
//!
//! An answer comes the way that keys come, so nobody else may be reading those meanwhile. The first
//! question is one that every terminal answers, and whose answer does no harm when it comes late: to
//! one that does not answer that, nothing else is said. What the reader types meanwhile is kept.

use std::env;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use ratatui_image::picker::cap_parser::{Parser, QueryStdioOptions, Response};

use super::Means;
use crate::app::{Code, Key, Named};
use crate::layout::Pixels;

/// How long a terminal has for the first answer.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// How long at least for the others.
const WAIT: Duration = Duration::from_secs(1);
/// As many times as long as the first answer took, the others may take.
const PATIENCE: u32 = 4;
/// The size of a cell where nobody says it, in pixels: only its proportions matter then.
const CELL: Pixels = Pixels { width: 10, height: 20 };
/// The largest side of a cell that is believed, in pixels: four times what the densest screens have.
const MAX_CELL: u32 = 256;
/// The longest answer that is read, in bytes: with whatever was typed meanwhile.
const MAX_ANSWER: usize = 4096;

/// Which kind of terminal (DA1): every one since the VT100 answers.
const KIND: &[u8] = b"\x1b[c";

/// Terminals that can show pictures and say who they are: a variable, and how its value begins.
const NAMED: &[(&str, &str)] = &[
    ("TERM", "xterm-kitty"),
    ("TERM", "xterm-ghostty"),
    ("TERM", "foot"),
    ("TERM", "mlterm"),
    ("TERM", "contour"),
    ("TERM", "wezterm"),
    ("TERM_PROGRAM", "ghostty"),
    ("TERM_PROGRAM", "WezTerm"),
    ("TERM_PROGRAM", "iTerm"),
    ("TERM_PROGRAM", "mintty"),
    ("TERM_PROGRAM", "rio"),
    ("LC_TERMINAL", "iTerm2"),
    ("WT_SESSION", ""),
    ("XTERM_VERSION", ""),
];

/// Those that have iTerm2's protocol, which serves better than what else they say that they have.
const ITERM2: &[(&str, &str)] = &[
    ("TERM_PROGRAM", "iTerm"),
    ("LC_TERMINAL", "iTerm2"),
    ("TERM_PROGRAM", "WezTerm"),
    ("TERM", "wezterm"),
    ("TERM_PROGRAM", "mintty"),
    ("TERM_PROGRAM", "rio"),
];

/// One that says that it has what it has only in part: no placeholders, and sixels in wrong places.
const UNSOUND: &[(&str, &str)] = &[("KONSOLE_VERSION", "")];

/// Whether the terminal is called something that promises pictures. One that is not can still be
/// asked, but only who wants to see pictures has that done.
pub(in crate::run) fn is_named() -> bool {
    is_any(NAMED)
}

fn is_any(names: &[(&str, &str)]) -> bool {
    // What is inside of another program's windows is not what the variables say.
    let is_inside = env::var_os("TMUX").is_some() || env::var_os("STY").is_some();
    let fits = |&(name, start): &(&str, &str)| {
        env::var(name).is_ok_and(|value| !value.is_empty() && value.starts_with(start))
    };
    !is_inside && names.iter().any(fits)
}

/// What the terminal can, the size of its cells, and what was typed while it was asked. Nobody may be
/// reading keys, and they must come as they are typed (raw mode).
pub(in crate::run) fn ask() -> (Means, Pixels, Vec<Key>) {
    let Ok(mut line) = Line::open() else { return (Means::Blocks, CELL, Vec::new()) };
    let start = Instant::now();
    let is_kind = |answer: &[u8]| finds(answer, b"\x1b[?", b'c');
    let answers = line.ask(KIND, FIRST_WAIT, is_kind).is_ok_and(|answered| answered);
    if answers {
        let options = QueryStdioOptions { kitty_compression: true, ..QueryStdioOptions::default() };
        let wait = WAIT.max(start.elapsed() * PATIENCE);
        let is_end = |answer: &[u8]| finds(answer, b"\x1b[0", b'n');
        // Without an end there may still be something.
        let _ = line.ask(Parser::query(false, options).as_bytes(), wait, is_end);
    }
    let mut parser = Parser::new();
    let told: Vec<Response> =
        line.answer.iter().flat_map(|&byte| parser.push(char::from(byte))).collect();
    let cell = told.iter().find_map(|response| match response {
        Response::CellSize(Some((width, height))) => {
            Some(Pixels { width: (*width).into(), height: (*height).into() })
        }
        _ => None,
    });
    let cell = cell.filter(|cell| is_sound(*cell)).or_else(cell_size);
    let is_known = cell.is_some() && !is_any(UNSOUND);
    let means = if is_known { means(&told, is_any(ITERM2)) } else { Means::Blocks };
    (means, cell.unwrap_or(CELL), typed(&line.answer))
}

/// The best of what a terminal says, or is known to have.
fn means(told: &[Response], has_iterm2: bool) -> Means {
    let says = |response| told.contains(&response);
    if has_iterm2 && !told.is_empty() {
        // Some of these have Kitty's protocol as well, but not its placeholders.
        Means::Iterm2
    } else if says(Response::Kitty) {
        Means::Kitty { compressed: says(Response::KittyCompression) }
    } else if says(Response::Sixel) {
        Means::Sixel
    } else {
        Means::Blocks
    }
}

/// The size of a cell as the system has it from the terminal.
pub(in crate::run) fn cell_size() -> Option<Pixels> {
    let window = crossterm::terminal::window_size().ok()?;
    let width = window.width.checked_div(window.columns).filter(|&width| width > 0)?;
    let height = window.height.checked_div(window.rows).filter(|&height| height > 0)?;
    Some(Pixels { width: width.into(), height: height.into() }).filter(|cell| is_sound(*cell))
}

/// Whether a cell can be of this size: a picture is as many times as large.
fn is_sound(cell: Pixels) -> bool {
    (1..=MAX_CELL).contains(&cell.width) && (1..=MAX_CELL).contains(&cell.height)
}

/// Whether there is a sequence that starts and ends like this in `answer`.
fn finds(answer: &[u8], start: &[u8], end: u8) -> bool {
    answer.windows(start.len()).enumerate().filter(|(_, window)| *window == start).any(|(at, _)| {
        let rest = answer.get(at + start.len()..).unwrap_or_default();
        rest.iter().find(|byte| byte.is_ascii_alphabetic()) == Some(&end)
    })
}

/// The line to the terminal and back.
struct Line {
    input: File,
    answer: Vec<u8>,
}

impl Line {
    /// Where keys come from.
    fn open() -> io::Result<Line> {
        let stdin = io::stdin();
        let input = if stdin.is_terminal() {
            File::from(stdin.as_fd().try_clone_to_owned()?)
        } else {
            File::open("/dev/tty")?
        };
        Ok(Line { input, answer: Vec::new() })
    }

    /// Says `question`, and reads until there is what `is_whole` wants. Says whether that came in
    /// time.
    fn ask(
        &mut self,
        question: &[u8],
        wait: Duration,
        is_whole: impl Fn(&[u8]) -> bool,
    ) -> io::Result<bool> {
        let mut output = io::stdout();
        output.write_all(question)?;
        output.flush()?;
        let until = Instant::now() + wait;
        while !is_whole(&self.answer) && self.answer.len() < MAX_ANSWER {
            let left = until.saturating_duration_since(Instant::now());
            let left = PollTimeout::try_from(left).unwrap_or(PollTimeout::ZERO);
            let mut polled = [PollFd::new(self.input.as_fd(), PollFlags::POLLIN)];
            if poll(&mut polled, left)? == 0 {
                return Ok(false);
            }
            let mut bytes = [0; 256];
            let count = self.input.read(&mut bytes)?;
            if count == 0 {
                return Ok(false);
            }
            self.answer.extend(bytes.get(..count).unwrap_or_default());
        }
        Ok(true)
    }
}

/// What a person typed among the answers: letters, and the keys that one reads with.
fn typed(bytes: &[u8]) -> Vec<Key> {
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.chars().peekable();
    let mut keys = Vec::new();
    while let Some(c) = rest.next() {
        let code = match c {
            '\x1b' => match rest.next_if(|c| matches!(c, '[' | '_')) {
                Some('[') => {
                    let mut sequence = String::new();
                    for c in rest.by_ref() {
                        sequence.push(c);
                        if ('@'..='~').contains(&c) {
                            break;
                        }
                    }
                    named(&sequence).map(Code::Named)
                }
                Some(_) => {
                    while rest.next().is_some_and(|c| c != '\x1b') {}
                    let _ = rest.next_if_eq(&'\\');
                    None
                }
                None => Some(Code::Named(Named::Esc)),
            },
            '\r' => Some(Code::Named(Named::Enter)),
            '\t' => Some(Code::Named(Named::Tab)),
            '\x7f' => Some(Code::Named(Named::Backspace)),
            c if c.is_control() => None,
            c => Some(Code::Char(c)),
        };
        keys.extend(code.map(|code| Key { code, ctrl: false, alt: false }));
    }
    keys
}

fn named(sequence: &str) -> Option<Named> {
    Some(match sequence {
        "A" => Named::Up,
        "B" => Named::Down,
        "C" => Named::Right,
        "D" => Named::Left,
        "H" => Named::Home,
        "F" => Named::End,
        "5~" => Named::PageUp,
        "6~" => Named::PageDown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_is_chosen_of_what_a_terminal_says() {
        let size = Response::CellSize(Some((10, 20)));
        let kitty = Means::Kitty { compressed: false };
        #[rustfmt::skip]
        let cases: [(&str, &[Response], bool, Means); 7] = [
            ("nothing",                 &[],                                    false, Means::Blocks),
            ("a size alone",            std::slice::from_ref(&size),            false, Means::Blocks),
            ("sixels",                  &[Response::Sixel, size.clone()],       false, Means::Sixel),
            ("both",                    &[Response::Sixel, Response::Kitty],    false, kitty),
            ("one that can inflate",    &[Response::Kitty, Response::KittyCompression], false, Means::Kitty { compressed: true }),
            ("a name, and answers",     &[Response::Kitty, size.clone()],       true,  Means::Iterm2),
            ("a name alone",            &[],                                    true,  Means::Blocks),
        ];
        for (why, told, named, then) in cases {
            assert_eq!(means(told, named), then, "{why}");
        }
    }

    #[test]
    fn what_was_typed_between_the_answers_is_kept() {
        let bytes = b"j\x1b[?62;4ck\x1b[A\x1b_Gi=31;OK\x1b\\\xc3\xa4\x1b[6;20;10t\x1b[6~\x1b[0nG\r";
        let keys: Vec<String> = typed(bytes).iter().map(ToString::to_string).collect();
        assert_eq!(keys, ["j", "k", "↑", "ä", "PgDn", "G", "Enter"]);
        assert!(typed(b"").is_empty());
    }

    #[test]
    fn answers_are_whole_when_their_end_is_there() {
        assert!(finds(b"j\x1b[?62;22c", b"\x1b[?", b'c'));
        assert!(!finds(b"j\x1b[?62;22", b"\x1b[?", b'c'));
        assert!(!finds(b"\x1b[?1;0$yc", b"\x1b[?", b'c'));
    }
}
