//! Texts that say of a comment only that it is gone.

use crate::model::State;

/// None of them is longer, in bytes.
const LONGEST: usize = 40;

/// What became of a comment whose text says only that.
pub(super) fn gone(html: &[u8]) -> Option<State> {
    if html.len() > LONGEST {
        return None;
    }
    let text = html.strip_prefix(b"<p>").map_or(html, |html| html.trim_ascii());
    let text = text.strip_suffix(b"</p>").map_or(text, <[u8]>::trim_ascii);
    match text {
        b"[deleted]" => Some(State::Deleted),
        b"[removed]" => Some(State::Removed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_that_says_nothing_else_is_gone() {
        #[rustfmt::skip]
        let cases: [(&[u8], Option<State>); 6] = [
            (b"<p>[deleted]</p>",     Some(State::Deleted)),
            (b"[deleted]",            Some(State::Deleted)),
            (b"<p> [removed] </p>",   Some(State::Removed)),
            (b"<p>[deleted] by me",   None),
            (b"",                     None),
            (b"<p></p>",              None),
        ];
        for (html, state) in cases {
            assert_eq!(gone(html), state, "{}", String::from_utf8_lossy(html));
        }
    }
}
