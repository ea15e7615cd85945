//! What is written to the terminal to change what it shows: as few bytes as will do.
//!
//! The pen is known across a whole frame: where it is, how it writes, in which link. Each step is
//! taken in the shorter of the ways there are. Sequences are those of the VT220, which all terminals
//! know; rows are moved by IL and DL, since the Linux console has no SU and SD.
//!
//! Terminals do not agree on how wide a grapheme of several characters is, nor a new emoji. Behind
//! such a one nothing is taken for granted: the next cell is gone to by its number, and what the
//! parts would cover, drawn one after another, is written again.

use std::collections::HashMap;
use std::ops::Range;

use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect};
use ratatui::style::Color;
use unicode_width::UnicodeWidthChar;

use super::links;
use super::page::{Cells, Page, Print};
use super::scroll::Shift;
use super::sgr::{Look, change, decimal};

/// As many unchanged columns may be written again instead of gone over; more is never shorter.
const GAP: usize = 9;

/// As many that need no change of the pen take fewer bytes than going over them, which takes 3 for
/// one column and 4 for more.
const SHORT_GAP: usize = 3;

/// As many blanks or more may be erased (ECH) instead of written. That leaves the pen where they
/// begin, and with the way to where they end takes up to 12 bytes.
const ERASED: usize = 12;

/// The bytes of a frame, and the pen behind them. A frame begins with a look and a link reset, at
/// an unknown place, and leaves them reset.
pub(super) struct Frame<'a> {
    bytes: Vec<u8>,
    pen: Pen,
    addresses: &'a HashMap<Color, &'a str>,
}

/// What the terminal writes with; none of a place that is not known.
#[derive(Clone, Copy, Default)]
struct Pen {
    row: Option<usize>,
    column: Option<usize>,
    look: Look,
    /// The tag of the open link.
    link: Color,
    /// The numbers of what it writes, without symbols: of letters, and of blanks.
    styles: (Print, Print),
}

/// A row as it is shown and as it is to be.
///
/// Both are settled: the cells behind the first one of a wide grapheme have empty symbols.
#[derive(Clone, Copy)]
struct Line<'a> {
    y: usize,
    previous: Cells<'a>,
    current: Cells<'a>,
}

impl<'a> Frame<'a> {
    /// A frame in which nothing is written yet; `addresses` are those of its links, by their tags.
    pub(super) fn new(addresses: &'a HashMap<Color, &'a str>) -> Frame<'a> {
        Frame { bytes: Vec::new(), pen: Pen::default(), addresses }
    }

    /// Clears the screen, whatever state another program left the terminal in.
    pub(super) fn clear(&mut self) {
        self.bytes.extend(b"\x1b[r\x1b[m\x1b[H\x1b[2J");
        self.pen = Pen { row: Some(0), column: Some(0), ..Pen::default() };
    }

    /// Writes what differs, with rows moved first if there is a `shift`. Leaves it at that when
    /// more than `limit` bytes are written.
    ///
    /// The frame must begin with a shift: what that leaves behind has the pen's ground.
    pub(super) fn difference(
        &mut self,
        previous: &Page,
        current: &Page,
        shift: Option<Shift>,
        limit: usize,
    ) {
        let mut blank = Page::default();
        if let Some(shift) = shift {
            self.shift(shift, usize::from(current.buffer.area.height));
            blank.clear(Rect { height: 1, ..current.buffer.area });
        }
        for (y, current) in current.rows() {
            let source = shift.map_or(Some(y), |shift| shift.source(y));
            let previous = source.and_then(|y| previous.row(y)).or_else(|| blank.row(0));
            self.line(Line { y, previous: previous.unwrap_or_default(), current });
            if self.bytes.len() > limit {
                return;
            }
        }
    }

    fn shift(&mut self, shift: Shift, height: usize) {
        let inside = shift.end < height;
        if inside {
            self.control(&[1, shift.end], b'r');
        }
        self.control(&[shift.top + 1], b'H');
        self.control(&[shift.rows], if shift.up { b'M' } else { b'L' });
        if inside {
            self.bytes.extend(b"\x1b[r");
        }
        self.pen = Pen::default();
    }

    /// Ends the frame.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.link(Color::Reset);
        change(&mut self.bytes, self.pen.look, Look::default());
        self.bytes
    }

    fn line(&mut self, line: Line<'_>) {
        let (mut x, mut spilt) = (0, 0);
        while x < line.current.len() {
            if x >= spilt {
                if (self.pen.row, self.pen.column) == (Some(line.y), Some(x)) {
                    x = self.letters(line, x);
                }
                let Some(next) = line.current.next_difference(line.previous, x) else { return };
                x = next;
            }
            let columns = line.columns(x);
            let blanks = x..x + line.current.blanks(x);
            if !blanks.is_empty() {
                let last = blanks.clone().rfind(|&x| x < spilt || line.is_changed(x));
                let end = last.map_or(blanks.end, |last| last + 1);
                self.blank(line, x..end, blanks.end == line.current.len());
                x = end;
                continue;
            }
            let covered = x + 1..x + columns;
            let is_clear = covered.is_empty() || x >= spilt && line.is_clear(covered, line.look(x));
            self.reach(line, x, |frame| frame.put(line, x, is_clear));
            x += columns;
            spilt = spilt.max(x + line.spill(x - columns));
        }
    }

    /// Writes what there is to write from `x` on, where the pen is, as far as it is ASCII and needs no
    /// change of the pen: nearly all text, and the same bytes as cell by cell. Returns where that ends.
    fn letters(&mut self, line: Line<'_>, x: usize) -> usize {
        let (letter, blank) = self.pen.styles;
        let (mut end, mut written) = (x, self.bytes.len());
        let (mut blanks, mut unchanged) = (0, 0);
        for (at, (now, before)) in (x..).zip(line.current.prints_beside(line.previous, x)) {
            let byte = if now.ascii(blank) == Some(b' ') { Some(b' ') } else { now.ascii(letter) };
            let Some(byte) = byte else { break };
            let is_blank = byte == b' ';
            blanks = if is_blank { blanks + 1 } else { 0 };
            unchanged = if now == before { unchanged + 1 } else { 0 };
            if blanks == ERASED || unchanged > SHORT_GAP {
                break;
            }
            self.bytes.push(byte);
            if unchanged == 0 && !is_blank {
                (end, written) = (at + 1, self.bytes.len());
            }
        }
        self.bytes.truncate(written);
        self.pen.column = Some(end).filter(|&end| end < line.current.len());
        end
    }

    /// Blanks `range`; `to_end` if there is nothing else behind it.
    fn blank(&mut self, line: Line<'_>, range: Range<usize>, to_end: bool) {
        let write = |frame: &mut Frame<'a>| {
            frame.reach(line, range.start, |frame| {
                range.clone().for_each(|x| frame.put(line, x, true));
            });
        };
        if !to_end && range.len() < ERASED {
            return write(self);
        }
        let erase = |frame: &mut Frame<'a>| {
            let at = frame.pen.column.filter(|_| frame.pen.row == Some(line.y));
            if !to_end || at.is_none_or(|at| at + line.current.blanks(at) < range.end) {
                frame.go(range.start, line.y);
            }
            frame.link(Color::Reset);
            // Some terminals fill with more of the pen's look than its ground.
            frame.look(Look::default());
            if to_end {
                frame.bytes.extend(b"\x1b[K");
            } else {
                frame.control(&[range.len()], b'X');
            }
        };
        self.shorter(erase, write);
    }

    /// Goes to `x` and does there `what`: over what lies between, or through it.
    fn reach(&mut self, line: Line<'_>, x: usize, what: impl Fn(&mut Frame<'a>)) {
        if (self.pen.row, self.pen.column) == (Some(line.y), Some(x)) {
            return what(self);
        }
        let over = |frame: &mut Frame<'a>| {
            frame.go(x, line.y);
            what(frame);
        };
        let between = self.pen.column.filter(|_| self.pen.row == Some(line.y)).map(|from| from..x);
        let through = between.filter(|gap| (1..GAP).contains(&gap.len()) && line.is_plain(gap));
        let Some(gap) = through else { return over(self) };
        let through = |frame: &mut Frame<'a>| {
            let mut at = gap.start;
            while at < gap.end {
                frame.put(line, at, true);
                at += line.columns(at);
            }
            what(frame);
        };
        if !self.pen.is_for(line.current.cells.get(gap.clone()).unwrap_or_default()) {
            self.shorter(over, through);
        } else if gap.len() <= SHORT_GAP {
            through(self);
        } else {
            over(self);
        }
    }

    /// Does one or the other, whichever takes fewer bytes; the first if there is no difference.
    fn shorter(&mut self, one: impl Fn(&mut Frame<'a>), other: impl Fn(&mut Frame<'a>)) {
        let (start, pen) = (self.bytes.len(), self.pen);
        other(self);
        let (middle, then) = (self.bytes.len(), self.pen);
        self.pen = pen;
        one(self);
        if middle - start < self.bytes.len() - middle {
            self.bytes.truncate(middle);
            self.pen = then;
        } else {
            self.bytes.drain(start..middle);
        }
    }

    /// Writes the grapheme at `x`, where the pen is. `is_clear`: there is nothing where it would
    /// not reach, were it narrower to the terminal than to us.
    fn put(&mut self, line: Line<'_>, x: usize, is_clear: bool) {
        let Some(cell) = line.current.get(x) else { return };
        self.link(cell.underline_color);
        if cell.symbol() == " " {
            let (blank, pen) = (Look::of(cell), self.pen.look);
            let near = pen.towards(blank);
            if pen.on_blank() != blank {
                self.shorter(|frame| frame.look(blank), |frame| frame.look(near));
            }
        } else {
            self.look(Look::of(cell));
        }
        if let &[byte] = cell.symbol().as_bytes() {
            self.bytes.push(byte);
            self.pen.column = Some(x + 1).filter(|&next| next < line.current.len());
            return;
        }
        let columns = line.columns(x);
        let is_sure = is_sure(cell.symbol());
        if !is_sure && !is_clear {
            self.bytes.resize(self.bytes.len() + columns, b' ');
            self.pen.column = None;
            self.go(x, line.y);
        }
        self.bytes.extend(cell.symbol().as_bytes());
        // At the right edge the pen stays on the last column.
        let next = x + columns;
        self.pen.column = Some(next).filter(|&next| is_sure && next < line.current.len());
    }

    /// Takes the pen to a cell.
    fn go(&mut self, x: usize, y: usize) {
        let Pen { row, column, .. } = self.pen;
        if (row, column) == (Some(y), Some(x)) {
            return;
        }
        let right = |frame: &mut Frame<'_>, columns: usize| match columns {
            0 => {}
            _ => frame.control(&[columns], b'C'),
        };
        let down = row.and_then(|row| y.checked_sub(row)).filter(|down| (0..=4).contains(down));
        let from_edge = |frame: &mut Frame<'_>| match down {
            // A line feed may go to the first column as well (LNM), so it is not used without CR.
            Some(down) => {
                frame.bytes.push(b'\r');
                frame.bytes.resize(frame.bytes.len() + down, b'\n');
                right(frame, x);
            }
            None => frame.control(&[y + 1, x + 1], b'H'),
        };
        let by_number = |frame: &mut Frame<'_>| match row {
            Some(row) if row == y => frame.control(&[x + 1], b'G'),
            _ => frame.control(&[y + 1, x + 1], b'H'),
        };
        match column.and_then(|column| x.checked_sub(column)).filter(|_| row == Some(y)) {
            Some(columns) => {
                self.shorter(by_number, |frame| frame.shorter(|f| right(f, columns), from_edge));
            }
            None => self.shorter(by_number, from_edge),
        }
        self.pen.row = Some(y);
        self.pen.column = Some(x);
    }

    fn look(&mut self, look: Look) {
        if self.pen.look != look {
            change(&mut self.bytes, self.pen.look, look);
            self.pen.look = look;
            self.pen.restyle();
        }
    }

    fn link(&mut self, tag: Color) {
        if self.pen.link == tag {
            return;
        }
        self.pen.link = tag;
        self.pen.restyle();
        match self.addresses.get(&tag) {
            Some(address) => links::open(&mut self.bytes, tag, address),
            None => links::close(&mut self.bytes),
        }
    }

    fn control(&mut self, parameters: &[usize], end: u8) {
        control(&mut self.bytes, parameters, end);
    }
}

impl Pen {
    /// Numbers what it writes, after a change of it.
    fn restyle(&mut self) {
        let of = |look| Print::style(look, self.link);
        self.styles = (of(self.look), of(self.look.on_blank()));
    }

    /// Whether these cells can be written as they are, a byte each.
    fn is_for(&self, cells: &[Cell]) -> bool {
        cells.iter().all(|cell| {
            let symbol = cell.symbol().as_bytes();
            let look = if symbol == b" " { self.look.on_blank() } else { self.look };
            symbol.len() == 1 && look == Look::of(cell) && self.link == cell.underline_color
        })
    }
}

impl Line<'_> {
    /// The columns of the grapheme at `x`.
    fn columns(&self, x: usize) -> usize {
        let rest = self.current.cells.iter().skip(x + 1);
        1 + rest.take_while(|cell| cell.symbol().is_empty()).count()
    }

    /// Whether a cell is to be another. Of a wide grapheme the first one is, if any.
    fn is_changed(&self, x: usize) -> bool {
        self.current.differs(self.previous, x)
    }

    fn look(&self, x: usize) -> Look {
        self.current.get(x).map(Look::of).unwrap_or_default()
    }

    /// Whether nothing is shown in `range` but the ground of `look`.
    fn is_clear(&self, range: Range<usize>, look: Look) -> bool {
        let mut cells = self.previous.cells.get(range).unwrap_or_default().iter();
        cells.all(|cell| cell.symbol() == " " && Look::of(cell) == look.on_blank())
    }

    /// Whether `range` can be written without doubt of where that ends.
    fn is_plain(&self, range: &Range<usize>) -> bool {
        let mut cells = self.current.cells.get(range.clone()).unwrap_or_default().iter();
        cells.all(|cell| is_sure(cell.symbol()))
    }

    /// How many columns more than it should the grapheme at `x` takes of a terminal that draws its
    /// characters one after another.
    fn spill(&self, x: usize) -> usize {
        let symbol = self.current.get(x).map_or(" ", Cell::symbol);
        if is_sure(symbol) {
            return 0;
        }
        let apart = symbol.chars().map(|char| match char.width() {
            Some(1) if is_pictograph(char) => 2,
            width => width.unwrap_or(0),
        });
        apart.sum::<usize>().saturating_sub(self.columns(x))
    }
}

/// Whether all terminals agree on how wide a grapheme is.
fn is_sure(symbol: &str) -> bool {
    if symbol.len() == 1 {
        return true;
    }
    let mut chars = symbol.chars();
    let first = chars.next();
    chars.next().is_none() && !first.is_some_and(is_pictograph)
}

/// Whether it lies where emoji do, of which each year brings new ones.
fn is_pictograph(char: char) -> bool {
    ('\u{1f000}'..'\u{20000}').contains(&char)
}

/// Writes where the terminal's own cursor is to be.
pub(super) fn place(bytes: &mut Vec<u8>, Position { x, y }: Position) {
    control(bytes, &[usize::from(y) + 1, usize::from(x) + 1], b'H');
}

/// Writes a control sequence. Each parameter is one whose default is 1.
fn control(bytes: &mut Vec<u8>, parameters: &[usize], end: u8) {
    bytes.extend(b"\x1b[");
    let said = parameters.iter().rposition(|&parameter| parameter != 1).map_or(0, |at| at + 1);
    for (at, parameter) in parameters.iter().take(said).enumerate() {
        if at > 0 {
            bytes.push(b';');
        }
        if *parameter != 1 {
            decimal(bytes, *parameter);
        }
    }
    bytes.push(end);
}
