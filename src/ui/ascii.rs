//! What the program draws with, in ASCII: for terminals and fonts without more.
//!
//! Only for what the program itself adds. The words of an article or a comment keep their letters.

use std::borrow::Cow;

/// A sign, and the ASCII character of the same width that stands for it.
const SIGNS: &[(char, char)] = &[
    // The lines of the tree, panes and tables.
    ('│', '|'),
    ('┃', '|'),
    ('─', '-'),
    ('━', '-'),
    ('╌', '~'),
    ('┄', '~'),
    ('├', '|'),
    ('┤', '|'),
    ('└', '`'),
    ('┌', '+'),
    ('┐', '+'),
    ('┘', '+'),
    ('╭', '+'),
    ('╮', '+'),
    ('╰', '+'),
    ('╯', '+'),
    ('┴', '+'),
    ('┬', '+'),
    ('┼', '+'),
    // What can be folded, items, notes.
    ('▾', 'v'),
    ('▸', '>'),
    ('▴', '^'),
    ('◂', '<'),
    ('•', '*'),
    ('◦', 'o'),
    ('●', '*'),
    ('○', 'o'),
    ('✓', 'x'),
    ('▣', '#'),
    ('❝', '"'),
    ('¶', '#'),
    // Bars beside the text, and the cursor's mark.
    ('▌', '#'),
    ('▐', '#'),
    ('█', '#'),
    ('▏', '|'),
    ('▎', '|'),
    ('▍', '|'),
    ('▁', '.'),
    ('▂', '.'),
    ('▃', '-'),
    ('▄', '-'),
    ('▅', '='),
    ('▆', '='),
    ('▇', '#'),
    ('▋', '#'),
    ('▊', '#'),
    ('▉', '#'),
    ('∗', '*'),
    ('↔', '/'),
    ('░', '.'),
    ('▒', ':'),
    ('▓', '#'),
    // Between and behind words.
    ('…', '~'),
    ('›', '>'),
    ('‹', '<'),
    ('·', '-'),
    ('—', '-'),
    ('–', '-'),
    ('×', 'x'),
    ('“', '"'),
    ('”', '"'),
    ('‘', '\''),
    ('’', '\''),
    // Arrows.
    ('↑', '^'),
    ('↓', 'v'),
    ('←', '<'),
    ('→', '>'),
    ('↳', '`'),
    ('↵', '<'),
    ('⇄', '='),
];

/// `text` with ASCII in place of each sign, column for column.
#[must_use]
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain =
        |letter| SIGNS.iter().find(|(sign, _)| *sign == letter).map_or(letter, |&(_, ascii)| ascii);
    Cow::Owned(text.chars().map(plain).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn every_sign_has_the_width_of_what_stands_for_it() {
        for &(sign, plain) in SIGNS {
            assert!(!sign.is_ascii() && plain.is_ascii_graphic(), "{sign}");
            assert_eq!(width(&sign.to_string()), width(&plain.to_string()), "{sign}");
            assert_eq!(SIGNS.iter().filter(|(other, _)| *other == sign).count(), 1, "{sign}");
        }
    }

    #[test]
    fn signs_are_replaced_and_letters_are_not() {
        assert_eq!(ascii("│ └╌▸ 41 comments · …"), "| `~> 41 comments - ~");
        assert_eq!(ascii("Öl ² 漢"), "Öl ² 漢");
        assert!(matches!(ascii("plain"), Cow::Borrowed(_)));
    }
}
