//! Looks as the terminal is told of them: SGR sequences that say what differs, and no more.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// How a cell looks besides its symbol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// The symbol's colour.
    pub(super) fg: Color,
    /// The ground's.
    pub(super) bg: Color,
    /// Bold, underline and so on.
    pub(super) modifier: Modifier,
}

/// What is seen even where there is no symbol.
const ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// Modifiers and the SGR parameters that switch them on, by the one that switches them off.
const SWITCHES: [(u8, &[(Modifier, u8)]); 7] = [
    (22, &[(Modifier::BOLD, 1), (Modifier::DIM, 2)]),
    (23, &[(Modifier::ITALIC, 3)]),
    (24, &[(Modifier::UNDERLINED, 4)]),
    (25, &[(Modifier::SLOW_BLINK, 5), (Modifier::RAPID_BLINK, 6)]),
    (27, &[(Modifier::REVERSED, 7)]),
    (28, &[(Modifier::HIDDEN, 8)]),
    (29, &[(Modifier::CROSSED_OUT, 9)]),
];

impl Look {
    /// That of a cell.
    pub(super) fn of(cell: &Cell) -> Look {
        Look { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// What of it is seen on a blank: all, or the ground alone.
    pub(super) fn on_blank(self) -> Look {
        if self.modifier.intersects(ON_BLANK) {
            return self;
        }
        Look { bg: self.bg, ..Look::default() }
    }

    /// The nearest look that is the same as `blank` where there is no symbol.
    pub(super) fn towards(self, blank: Look) -> Look {
        if blank.modifier.intersects(ON_BLANK) {
            return blank;
        }
        Look { bg: blank.bg, modifier: self.modifier.difference(ON_BLANK), ..self }
    }
}

/// Writes what makes a terminal with one look have the other: the differences, or a reset and all
/// that the new look has, whichever is shorter.
pub(super) fn change(bytes: &mut Vec<u8>, from: Look, to: Look) {
    if from == to {
        return;
    }
    if to == Look::default() {
        bytes.extend(b"\x1b[m");
        return;
    }
    let start = bytes.len();
    sequence(bytes, b"\x1b[", from, to);
    if from == Look::default() {
        return;
    }
    let middle = bytes.len();
    // The parameter that resets, 0, is what an empty one means.
    sequence(bytes, b"\x1b[;", Look::default(), to);
    if bytes.len() - middle < middle - start {
        bytes.drain(start..middle);
    } else {
        bytes.truncate(middle);
    }
}

/// Each parameter is written with the separator behind it; the last one's becomes the end.
fn sequence(bytes: &mut Vec<u8>, lead: &[u8], from: Look, to: Look) {
    bytes.extend(lead);
    let switches = if from.modifier == to.modifier { &[][..] } else { &SWITCHES };
    for (off, group) in switches {
        let of = |modifier: Modifier| group.iter().filter(move |(one, _)| modifier.contains(*one));
        if of(from.modifier).eq(of(to.modifier)) {
            continue;
        }
        if of(from.modifier.difference(to.modifier)).next().is_some() {
            number(bytes, u16::from(*off));
        }
        // All of a group: to some terminals bold and dim are degrees of one thing.
        of(to.modifier).for_each(|(_, on)| number(bytes, u16::from(*on)));
    }
    if from.fg != to.fg {
        color(bytes, 30, to.fg);
    }
    if from.bg != to.bg {
        color(bytes, 40, to.bg);
    }
    bytes.pop();
    bytes.push(b'm');
}

fn number(bytes: &mut Vec<u8>, number: u16) {
    decimal(bytes, number.into());
    bytes.push(b';');
}

/// Writes a number, without the cost of formatting: a frame has hundreds.
pub(super) fn decimal(bytes: &mut Vec<u8>, number: usize) {
    if number >= 10 {
        decimal(bytes, number / 10);
    }
    bytes.push(b'0' + u8::try_from(number % 10).unwrap_or(0));
}

/// The parameters of a colour; `base` is 30 for symbols, 40 for the ground.
fn color(bytes: &mut Vec<u8>, base: u16, color: Color) {
    let named = match color {
        Color::Reset => 9,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Indexed(index) => {
            for part in [base + 8, 5, index.into()] {
                number(bytes, part);
            }
            return;
        }
        Color::Rgb(r, g, b) => {
            for part in [base + 8, 2, r.into(), g.into(), b.into()] {
                number(bytes, part);
            }
            return;
        }
    };
    number(bytes, base + named);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shorter_way_is_taken() {
        let plain = Look::default();
        let with = |fg, bg, modifier| Look { fg, bg, modifier };
        let (bold, dim) = (Modifier::BOLD, Modifier::DIM);
        let paper = Color::Rgb(28, 31, 36);
        let only = |modifier| with(Color::Reset, Color::Reset, modifier);
        #[rustfmt::skip]
        let cases = [
            ("nothing differs",         only(bold), only(bold), ""),
            ("one is switched on",      plain, only(bold), "\x1b[1m"),
            ("all go: a reset",         with(Color::Cyan, paper, bold), plain, "\x1b[m"),
            ("most go",                 with(Color::Cyan, paper, bold), only(dim), "\x1b[;2m"),
            ("a colour stays",          with(Color::Reset, paper, bold), with(Color::Reset, paper, Modifier::empty()), "\x1b[22m"),
            ("dim stays, bold goes",    with(Color::Reset, paper, bold | dim), with(Color::Reset, paper, dim), "\x1b[22;2m"),
            ("bold comes to dim",       with(Color::Reset, paper, dim), with(Color::Reset, paper, bold | dim), "\x1b[1;2m"),
            ("bright, indexed",         plain, with(Color::LightRed, Color::Indexed(7), Modifier::empty()), "\x1b[91;48;5;7m"),
            ("back to the own colour",  with(Color::Red, paper, bold), with(Color::Reset, paper, bold), "\x1b[39m"),
        ];
        for (why, from, to, then) in cases {
            let mut bytes = Vec::new();
            change(&mut bytes, from, to);
            assert_eq!(String::from_utf8(bytes).unwrap(), then, "{why}");
        }
    }
}
