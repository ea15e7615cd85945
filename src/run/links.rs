//! Links that a terminal can follow: OSC 8 around the cells that have an address.
//!
//! The cells carry a tag where their underline's colour would be ([`crate::ui::link_tag`]), so a
//! cell whose address changes is drawn anew like one whose colour does. Here the tag is taken out
//! again and the address written, as the [hyperlinks specification] says.
//!
//! [hyperlinks specification]: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda

use std::collections::HashMap;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::Color;

/// The terminal, with links.
pub(super) struct Linked<W: Write> {
    inner: CrosstermBackend<W>,
    /// The addresses on the screen, by their tags; empty where links are not wanted.
    pub(super) addresses: HashMap<Color, String>,
}

impl<W: Write> Linked<W> {
    pub(super) fn new(writer: W) -> Linked<W> {
        Linked { inner: CrosstermBackend::new(writer), addresses: HashMap::new() }
    }

    fn draw_run(&mut self, tag: Color, run: &[(u16, u16, Cell)]) -> io::Result<()> {
        let address = self.addresses.get(&tag).map(|address| encoded(address));
        if let (Some(address), Color::Rgb(r, g, b)) = (&address, tag) {
            write!(self.inner, "\x1b]8;id={r:02x}{g:02x}{b:02x};{address}\x1b\\")?;
        }
        self.inner.draw(run.iter().map(|(x, y, cell)| (*x, *y, cell)))?;
        if address.is_some() {
            write!(self.inner, "\x1b]8;;\x1b\\")?;
        }
        Ok(())
    }
}

/// `address` with nothing in it but what the specification allows: visible ASCII.
fn encoded(address: &str) -> String {
    let encode = |byte: u8| match byte {
        b'!'..=b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    address.bytes().map(encode).collect()
}

impl<W: Write> Write for Linked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.inner)
    }
}

impl<W: Write> Backend for Linked<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut run: Vec<(u16, u16, Cell)> = Vec::new();
        let mut tag = Color::Reset;
        for (x, y, cell) in content {
            if cell.underline_color != tag && !run.is_empty() {
                self.draw_run(tag, &run)?;
                run.clear();
            }
            tag = cell.underline_color;
            let mut cell = cell.clone();
            cell.underline_color = Color::Reset;
            run.push((x, y, cell));
        }
        if run.is_empty() { Ok(()) } else { self.draw_run(tag, &run) }
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[(&'static str, Color)], addresses: &[(Color, &str)]) -> String {
        let mut bytes = Vec::new();
        let mut backend = Linked::new(&mut bytes);
        backend.addresses = addresses.iter().map(|&(tag, to)| (tag, to.to_owned())).collect();
        let cells: Vec<Cell> = cells
            .iter()
            .map(|&(symbol, tag)| {
                let mut cell = Cell::new(symbol);
                cell.underline_color = tag;
                cell
            })
            .collect();
        backend.draw((0..).zip(&cells).map(|(x, cell)| (x, 0, cell))).unwrap();
        drop(backend);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn an_address_is_written_around_its_cells_only() {
        let tag = Color::Rgb(1, 2, 3);
        let cells = [("a", Color::Reset), ("b", tag), ("c", tag), ("d", Color::Reset)];
        let out = written(&cells, &[(tag, "https://example.org/ü\u{1b}")]);
        let (before, rest) =
            out.split_once("\x1b]8;id=010203;https://example.org/%C3%BC%1B\x1b\\").unwrap();
        let (inside, after) = rest.split_once("\x1b]8;;\x1b\\").unwrap();
        assert!(before.contains('a') && inside.contains("bc") && after.contains('d'), "{out:?}");
        // No colour is left of the tag.
        assert!(!out.contains("\x1b[58"), "{out:?}");
        assert!(!written(&cells, &[]).contains("]8;"));
    }
}
