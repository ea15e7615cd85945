//! What the terminal shows, what it is to show, and the bytes from one to the other.

use std::collections::HashMap;
use std::mem;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Color;

use super::frame::{Frame, place};
use super::page::Page;
use super::scroll::Shift;
use super::strips::{self, Placed, Strips};

/// A frame of up to as many bytes is sent as it is. A longer one is marked as one change
/// (synchronised update, mode 2026), so that no terminal shows a part of it.
///
/// The marks are 16 bytes. A frame of this size is read by the terminal in one piece: the kernel
/// and ssh hand on what is written at once by the kilobyte.
const ALONE: usize = 256;

/// Bytes that moving rows takes, at least.
const MOVE: usize = 14;

/// A difference of as few bytes needs no search for rows that moved.
const FEW: usize = 60;

/// What is so many times as much by weight almost surely takes more bytes: nobody has to count them.
const SURE: usize = 2;

/// The screen as it is and as it will be.
#[derive(Default)]
pub(super) struct Canvas {
    shown: Page,
    next: Page,
    /// The strips of pictures in `shown`.
    placed: Vec<Placed>,
    /// Whether `shown` and `cursor` are what the terminal shows.
    is_known: bool,
    cursor: Option<Position>,
}

impl Canvas {
    /// Takes it that the terminal may show anything: the next frame begins with clearing it.
    pub(super) fn forget(&mut self) {
        self.is_known = false;
    }

    /// Draws the screen with `paint`, which writes every cell, and returns what to write to the
    /// terminal; nothing if it shows that already.
    ///
    /// `cursor` is where the terminal's own cursor is to be seen. `addresses` are those of the
    /// links, by the tags in their cells; `strips` those of pictures, by the colours of theirs.
    pub(super) fn frame(
        &mut self,
        area: Rect,
        cursor: Option<Position>,
        addresses: &HashMap<Color, &str>,
        strips: &Strips,
        paint: impl FnOnce(&mut Buffer),
    ) -> Vec<u8> {
        if self.shown.buffer.area != area {
            self.forget();
        }
        let mut placed = Vec::new();
        self.next.draw(area, addresses, |buffer| {
            paint(buffer);
            placed = strips::take(buffer, strips);
        });
        if !self.is_known {
            self.placed.clear();
        }
        strips::uncover(&mut self.shown, &self.placed, &placed);
        let is_plain = self.placed.is_empty() && placed.is_empty();
        let mut bytes =
            if self.is_known { self.changes(addresses, is_plain) } else { self.whole(addresses) };
        strips::write(&mut bytes, (&self.shown, &self.placed), (&self.next, &placed), strips);
        self.placed = placed;
        self.put_cursor(&mut bytes, cursor);
        mem::swap(&mut self.shown, &mut self.next);
        self.is_known = true;
        self.cursor = cursor;
        if bytes.len() <= ALONE { bytes } else { as_one(&bytes) }
    }

    /// All of the next screen.
    fn whole(&mut self, addresses: &HashMap<Color, &str>) -> Vec<u8> {
        self.shown.clear(self.next.buffer.area);
        let mut frame = Frame::new(addresses);
        frame.clear();
        frame.difference(&self.shown, &self.next, None, usize::MAX);
        frame.finish()
    }

    /// What differs in the next screen, with rows moved where that is shorter and the screen is plain:
    /// strips of pictures are never moved.
    fn changes(&self, addresses: &HashMap<Color, &str>, is_plain: bool) -> Vec<u8> {
        let difference = |shift, limit| {
            let mut frame = Frame::new(addresses);
            frame.difference(&self.shown, &self.next, shift, limit);
            frame.finish()
        };
        let few = difference(None, FEW);
        if few.len() <= FEW {
            return few;
        }
        let shift = is_plain.then(|| Shift::find(&self.shown.texts(), &self.next.texts()));
        let Some(shift) = shift.flatten() else {
            return difference(None, usize::MAX);
        };
        let weight = |shift| self.next.weight(&self.shown, shift);
        let (moved, still) = (weight(Some(shift)) + MOVE, weight(None));
        if still > SURE * moved {
            return difference(Some(shift), usize::MAX);
        }
        if moved > SURE * still {
            return difference(None, usize::MAX);
        }
        let moved = difference(Some(shift), usize::MAX);
        let still = difference(None, moved.len());
        if moved.len() < still.len() { moved } else { still }
    }

    /// Shows or hides the cursor where that is a change, and puts it back to where it was where the
    /// frame has taken it away.
    fn put_cursor(&self, bytes: &mut Vec<u8>, cursor: Option<Position>) {
        let was = self.cursor.filter(|_| self.is_known);
        if let Some(position) = cursor.filter(|_| !bytes.is_empty() || cursor != was) {
            place(bytes, position);
        }
        match cursor {
            Some(_) if was.is_none() => bytes.extend(b"\x1b[?25h"),
            None if was.is_some() || !self.is_known => bytes.extend(b"\x1b[?25l"),
            _ => {}
        }
    }
}

/// Marks a frame as one change.
fn as_one(bytes: &[u8]) -> Vec<u8> {
    [b"\x1b[?2026h", bytes, b"\x1b[?2026l"].concat()
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use proptest::prelude::*;
    use ratatui::buffer::Cell;
    use ratatui::style::{Modifier, Style};

    use super::*;

    const TAG: Color = Color::Rgb(1, 2, 3);
    const OTHER_TAG: Color = Color::Rgb(4, 5, 6);

    fn addresses() -> HashMap<Color, &'static str> {
        [(TAG, "https://example.org/ü\u{1b}"), (OTHER_TAG, "https://b.example/")].into()
    }

    /// The bytes for a screen of these lines.
    fn written(canvas: &mut Canvas, lines: &[&str], cursor: Option<(u16, u16)>) -> String {
        let buffer = Buffer::with_lines(lines.iter().copied());
        show(canvas, &buffer, cursor.map(Position::from))
    }

    fn show(canvas: &mut Canvas, buffer: &Buffer, cursor: Option<Position>) -> String {
        let paint = |next: &mut Buffer| next.clone_from(buffer);
        String::from_utf8(canvas.frame(buffer.area, cursor, &addresses(), &Strips::new(), paint))
            .unwrap()
    }

    #[test]
    fn only_what_has_changed_is_written() {
        let long = "0123456789 abcdefghijklmnopqrst";
        #[rustfmt::skip]
        let cases: &[(&str, &[&str], &[&str], &str)] = &[
            // why                        before                    after                    bytes
            ("nothing",                   &["abc", "def"],          &["abc", "def"],         ""),
            ("a cell",                    &["abc", "def"],          &["abc", "dXf"],         "\x1b[2;2HX"),
            ("one at the left",           &["abc", "def"],          &["abc", "Xef"],         "\x1b[2HX"),
            ("one in the first row",      &["abc", "def"],          &["abX", "def"],         "\x1b[;3HX"),
            ("through a short gap",       &["abcdef"],              &["XbcYef"],             "\x1b[HXbcY"),
            ("over a long one",           &[long],                  &["X123456789 abcdefghijklmnopqrsY"], "\x1b[HX\x1b[31GY"),
            ("the next row",              &["abc ", "def "],        &["aXc ", "Yef "],       "\x1b[;2HX\r\nY"),
            ("further down",              &["abc ", "def ", "ghi "],&["aXc ", "def ", "Yhi "], "\x1b[;2HX\r\n\nY"),
            ("the rest of a row",         &["abcdefghi"],           &["ab       "],          "\x1b[;3H\x1b[K"),
            ("two blanks",                &["abcd"],                &["ab  "],               "\x1b[;3H  "),
            ("wide over narrow",          &["abcd"],                &["日cd"],               "\x1b[H日"),
            ("narrow over wide",          &["日cd"],                &["abcd"],               "\x1b[Hab"),
            ("wide, moved by a half",     &["日cd"],                &["a日d"],               "\x1b[Ha日"),
            ("unsure: by number",         &["abcd"],                &["xe\u{301}zd"],        "\x1b[Hxe\u{301}\x1b[3Gz"),
            ("unsure, wide: cleared",     &["abcd"],                &["❤\u{fe0f}cd"],        "\x1b[H  \r❤\u{fe0f}"),
            ("unsure, on blanks",         &["  cd"],                &["❤\u{fe0f}cd"],        "\x1b[H❤\u{fe0f}"),
            ("what the parts cover",      &["  cdef"],              &["👍🏽cdef"],            "\x1b[H👍🏽\x1b[3Gcd"),
        ];
        for (why, before, after, bytes) in cases {
            let mut canvas = Canvas::default();
            written(&mut canvas, before, None);
            assert_eq!(written(&mut canvas, after, None), *bytes, "{why}");
        }
    }

    #[test]
    fn a_pane_that_scrolls_costs_its_new_rows() {
        let screen = |from: usize| {
            let rows = (from..from + 36).map(|row| format!("{row:>4} {}", "words ".repeat(12)));
            let lines = ["The head".to_owned()].into_iter().chain(rows);
            let lines: Vec<_> = lines.chain([format!("at line {from}")]).collect();
            Buffer::with_lines(lines)
        };
        let mut canvas = Canvas::default();
        show(&mut canvas, &screen(100), None);
        for (to, moved) in [
            (101, "\x1b[;37r\x1b[2H\x1b[M\x1b[r"),
            (100, "\x1b[;37r\x1b[2H\x1b[L\x1b[r"),
            (103, "\x1b[;37r\x1b[2H\x1b[3M\x1b[r"),
        ] {
            let bytes = show(&mut canvas, &screen(to), None);
            assert!(bytes.starts_with(moved) || bytes.contains(&format!("h{moved}")), "{bytes:?}");
            assert!(bytes.len() < 40 + 85 * to.abs_diff(100).max(1), "{} {bytes:?}", bytes.len());
        }
    }

    #[test]
    fn what_is_not_known_is_cleared_and_written_whole() {
        let mut canvas = Canvas::default();
        let whole = "\x1b[r\x1b[m\x1b[H\x1b[2Ja\r\n\x1b[Cb\x1b[?25l";
        assert_eq!(written(&mut canvas, &["a ", " b"], None), whole);
        canvas.forget();
        assert_eq!(written(&mut canvas, &["a ", " b"], None), whole);
        assert_eq!(written(&mut canvas, &["a ", " b"], None), "");
        assert!(
            written(&mut canvas, &["a  ", " b "], None).starts_with("\x1b[r\x1b[m\x1b[H\x1b[2J")
        );
        assert_eq!(
            show(&mut canvas, &Buffer::default(), None),
            "\x1b[r\x1b[m\x1b[H\x1b[2J\x1b[?25l"
        );
    }

    #[test]
    fn the_cursor_is_told_of_only_when_it_changes() {
        let mut canvas = Canvas::default();
        written(&mut canvas, &["ab"], None);
        #[rustfmt::skip]
        let steps = [
            ("ab", Some((1, 0)), "\x1b[;2H\x1b[?25h"),
            ("ab", Some((1, 0)), ""),
            ("ab", Some((0, 0)), "\x1b[H"),
            ("aX", Some((0, 0)), "\x1b[;2HX\x1b[H"),
            ("aX", None,         "\x1b[?25l"),
            ("aX", None,         ""),
        ];
        for (line, cursor, bytes) in steps {
            assert_eq!(written(&mut canvas, &[line], cursor), bytes, "{line} {cursor:?}");
        }
    }

    #[test]
    fn only_a_long_frame_is_marked_as_one_change() {
        let mut canvas = Canvas::default();
        written(&mut canvas, &[" ".repeat(300).as_str()], None);
        assert!(written(&mut canvas, &["a".repeat(300).as_str()], None).ends_with("a\x1b[?2026l"));
        let short = format!("{}{}", "b".repeat(200), "a".repeat(100));
        assert!(written(&mut canvas, &[short.as_str()], None).ends_with('b'));
    }

    #[test]
    fn an_address_is_written_around_its_cells_only() {
        let mut buffer = Buffer::with_lines(["abcde"]);
        let mut canvas = Canvas::default();
        show(&mut canvas, &buffer, None);
        let link = |tag| Style::new().underline_color(tag);
        buffer.set_string(1, 0, "bc", link(TAG));
        // One whose address nobody knows is none.
        buffer.set_string(4, 0, "e", link(Color::Rgb(9, 9, 9)));
        let open = "\x1b]8;id=010203;https://example.org/%C3%BC%1B\x1b\\";
        let close = "\x1b]8;;\x1b\\";
        assert_eq!(show(&mut canvas, &buffer, None), format!("\x1b[;2H{open}bc{close}"));
        buffer.set_string(2, 0, "X", link(TAG));
        assert_eq!(show(&mut canvas, &buffer, None), format!("\x1b[;3H{open}X{close}"));
        buffer.set_string(1, 0, "bX", link(Color::Reset));
        assert_eq!(show(&mut canvas, &buffer, None), "\x1b[;2HbX");
    }

    #[test]
    fn what_is_drawn_over_half_of_a_grapheme_is_seen() {
        let mut buffer = Buffer::with_lines(["日本"]);
        buffer.set_string(1, 0, "│", Style::new());
        let mut canvas = Canvas::default();
        assert!(show(&mut canvas, &buffer, None).contains("2J │本"));
    }

    const SIZE: (u16, u16) = (24, 9);

    const TEXTS: &[&str] = &[
        "hello, world",
        "a",
        "x    y z",
        "                    ",
        "│",
        "日本語",
        "a한b글c",
        "e\u{301}te\u{301}",
        "नमस्ते",
        "ｶﾞ",
        "❤\u{fe0f}",
        "🙂 ok",
        "👍🏽a",
        "👨‍👩‍👧x",
        "🇩🇪🇫🇷",
    ];

    /// What happens to a screen.
    #[derive(Clone, Debug)]
    enum Step {
        Write(u16, u16, &'static str, Style),
        Restyle(u16, u16, u16, Style),
        Ground(Style),
        Shift(Shift),
        Clear(u16, u16),
    }

    impl Step {
        fn take(&self, buffer: &mut Buffer) {
            let inside = buffer.area;
            match *self {
                Step::Write(x, y, text, style) => {
                    buffer.set_string(x, y, text, style);
                }
                Step::Restyle(x, y, width, style) => {
                    buffer.set_style(Rect::new(x, y, width, 1).intersection(inside), style);
                }
                Step::Ground(style) => buffer.set_style(inside, style),
                Step::Shift(shift) => {
                    let width = usize::from(inside.width);
                    let before = buffer.clone();
                    for (y, row) in buffer.content.chunks_mut(width).enumerate() {
                        match shift.source(y) {
                            Some(from) => {
                                row.clone_from_slice(&before.content[from * width..][..width]);
                            }
                            None => row.fill(Cell::EMPTY),
                        }
                    }
                }
                Step::Clear(y, rows) => {
                    let width = usize::from(inside.width);
                    let cells = buffer.content.iter_mut().skip(usize::from(y) * width);
                    cells.take(usize::from(rows) * width).for_each(Cell::reset);
                }
            }
            // The emulator wraps at the edge, which our terminals are told not to do.
            for (at, cell) in buffer.content.iter_mut().enumerate() {
                let near_edge = at % usize::from(inside.width) >= usize::from(inside.width) - 7;
                if near_edge && (cell.symbol().chars().count() > 1 || cell.symbol() > "🀀") {
                    cell.set_symbol("*");
                }
            }
        }
    }

    fn styles() -> BoxedStrategy<Style> {
        let color = prop_oneof![
            3 => Just(Color::Reset),
            1 => Just(Color::Cyan),
            1 => Just(Color::LightRed),
            1 => Just(Color::Indexed(200)),
            1 => Just(Color::Rgb(10, 200, 30)),
        ];
        let modifier = prop_oneof![
            2 => Just(Modifier::empty()),
            1 => any::<u16>().prop_map(Modifier::from_bits_truncate),
            1 => Just(Modifier::BOLD),
        ];
        (color.clone(), color, modifier)
            .prop_map(|(fg, bg, modifier)| {
                // The emulator knows one of bold and dim at a time.
                let both = modifier.contains(Modifier::BOLD | Modifier::DIM);
                let modifier = if both { modifier - Modifier::BOLD } else { modifier };
                Style::new().fg(fg).bg(bg).add_modifier(modifier).remove_modifier(!modifier)
            })
            .boxed()
    }

    fn links() -> BoxedStrategy<Style> {
        let tags = vec![Color::Reset, TAG, OTHER_TAG, Color::Rgb(9, 9, 9)];
        proptest::sample::select(tags).prop_map(|tag| Style::new().underline_color(tag)).boxed()
    }

    fn steps(style: BoxedStrategy<Style>) -> impl Strategy<Value = Vec<Vec<Step>>> {
        let (width, height) = SIZE;
        let texts = proptest::sample::select(TEXTS);
        let shift = (0..height, 2..=height, 1..height, any::<bool>());
        let step = prop_oneof![
            6 => (0..width, 0..height, texts, style.clone())
                .prop_map(|(x, y, text, style)| Step::Write(x, y, text, style)),
            1 => (0..width, 0..height, 1..width, style.clone())
                .prop_map(|(x, y, width, style)| Step::Restyle(x, y, width, style)),
            1 => style.prop_map(Step::Ground),
            1 => (0..height, 1..height).prop_map(|(y, rows)| Step::Clear(y, rows)),
            2 => shift.prop_map(move |(top, rows, by, up)| {
                let end = usize::from((top + rows).min(height));
                Step::Shift(Shift { top: top.into(), end, rows: by.into(), up })
            }),
        ];
        let first = proptest::collection::vec(step.clone(), 12..20);
        let others = proptest::collection::vec(proptest::collection::vec(step, 0..4), 1..8);
        (first, others).prop_map(|(first, others)| [vec![first], others].concat())
    }

    fn emulator() -> vt100::Parser {
        let (width, height) = SIZE;
        vt100::Parser::new(NonZero::new(height).unwrap(), NonZero::new(width).unwrap(), 0)
    }

    /// A cell as it is seen.
    #[derive(Clone, Debug, PartialEq)]
    struct Seen(String, vt100::Color, vt100::Color, [bool; 5]);

    impl Seen {
        fn new(symbol: &str, fg: vt100::Color, bg: vt100::Color, modifiers: [bool; 5]) -> Seen {
            let [.., underline, reverse] = modifiers;
            let symbol = if symbol.is_empty() { " " } else { symbol };
            if symbol == " " && !underline && !reverse {
                return Seen(symbol.to_owned(), vt100::Color::Default, bg, [false; 5]);
            }
            Seen(symbol.to_owned(), fg, bg, modifiers)
        }
    }

    fn seen(terminal: &vt100::Parser) -> Vec<Seen> {
        let (width, height) = SIZE;
        let cells = (0..height).flat_map(|y| (0..width).map(move |x| (y, x)));
        let cells = cells.map(|(y, x)| terminal.screen().cell(y, x).unwrap());
        cells
            .map(|cell| {
                if cell.is_wide_continuation() {
                    return Seen::new("", vt100::Color::Default, vt100::Color::Default, [false; 5]);
                }
                let modifiers =
                    [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
                Seen::new(cell.contents(), cell.fgcolor(), cell.bgcolor(), modifiers)
            })
            .collect()
    }

    /// What is to be seen of a cell, where terminals agree on that.
    fn expected(cell: &Cell) -> Option<Seen> {
        let symbol = cell.symbol();
        if symbol.is_empty() || symbol.chars().count() > 1 {
            return None;
        }
        let color = |color| match color {
            Color::Cyan => vt100::Color::Idx(6),
            Color::LightRed => vt100::Color::Idx(9),
            Color::Indexed(index) => vt100::Color::Idx(index),
            Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
            _ => vt100::Color::Default,
        };
        let modifiers = [
            Modifier::BOLD,
            Modifier::DIM,
            Modifier::ITALIC,
            Modifier::UNDERLINED,
            Modifier::REVERSED,
        ];
        let modifiers = modifiers.map(|modifier| cell.modifier.contains(modifier));
        Some(Seen::new(symbol, color(cell.fg), color(cell.bg), modifiers))
    }

    proptest! {
        /// However a screen came about, it looks like one that is written anew, and like the
        /// buffer.
        #[test]
        fn changes_come_to_the_same_as_the_whole(steps in steps(styles())) {
            let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
            let (mut canvas, mut terminal) = (Canvas::default(), emulator());
            for steps in &steps {
                for step in steps {
                    step.take(&mut buffer);
                }
                terminal.process(show(&mut canvas, &buffer, None).as_bytes());
                let mut whole = emulator();
                whole.process(show(&mut Canvas::default(), &buffer, None).as_bytes());
                prop_assert_eq!(seen(&terminal), seen(&whole));
                let is_now = seen(&terminal);
                for (cell, seen) in canvas.shown.buffer.content.iter().zip(is_now) {
                    if let Some(expected) = expected(cell) {
                        prop_assert_eq!(expected, seen);
                    }
                }
                prop_assert_eq!(show(&mut canvas, &buffer, None), "");
            }
        }

        /// A cell is in a link if it is tagged with one; seen by having links be reverse.
        #[test]
        fn links_are_where_they_belong(steps in steps(links())) {
            let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
            let (mut canvas, mut terminal) = (Canvas::default(), emulator());
            for steps in &steps {
                for step in steps {
                    step.take(&mut buffer);
                }
                let bytes = show(&mut canvas, &buffer, None);
                let parts = bytes.split("\x1b]8;").enumerate().map(|(at, part)| match part {
                    part if at == 0 => part.to_owned(),
                    part if part.starts_with(';') => part.replacen(";\x1b\\", "\x1b[27m", 1),
                    part => format!("\x1b[7m{}", part.split_once("\x1b\\").unwrap().1),
                });
                let bytes: String = parts.collect();
                terminal.process(bytes.as_bytes());
                let is_now = seen(&terminal);
                for (cell, Seen(symbol, .., [.., reverse])) in canvas.shown.buffer.content.iter().zip(is_now) {
                    if !cell.symbol().is_empty() {
                        let tagged = addresses().contains_key(&cell.underline_color);
                        prop_assert_eq!(reverse, tagged, "{} {:?}", symbol, cell);
                    }
                }
                prop_assert!(!terminal.screen().inverse());
            }
        }
    }
}
