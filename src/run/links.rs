//! Links that a terminal can follow: OSC 8 around the cells that have an address.
//!
//! The cells carry a tag where their underline's colour would be ([`crate::ui::link_tag`]), so a
//! cell whose address changes is drawn anew like one whose colour does. No colour is written for
//! it, but the address, as the [hyperlinks specification] says.
//!
//! [hyperlinks specification]: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda

use std::io::Write;

use ratatui::style::Color;

/// Writes what begins the link to `address`; one that is open ends there. The tag makes its parts,
/// on several lines say, one link to the terminal.
pub(super) fn open(bytes: &mut Vec<u8>, tag: Color, address: &str) {
    let Color::Rgb(r, g, b) = tag else { return };
    // Writing to memory does not fail.
    let _ = write!(bytes, "\x1b]8;id={r:02x}{g:02x}{b:02x};");
    encode(bytes, address);
    bytes.extend(b"\x1b\\");
}

/// Writes what ends the open link.
pub(super) fn close(bytes: &mut Vec<u8>) {
    bytes.extend(b"\x1b]8;;\x1b\\");
}

/// Writes `address` with nothing in it but what the specification allows: visible ASCII.
fn encode(bytes: &mut Vec<u8>, address: &str) {
    for byte in address.bytes() {
        match byte {
            b'!'..=b'~' => bytes.push(byte),
            _ => {
                let _ = write!(bytes, "%{byte:02X}");
            }
        }
    }
}
