//! Raised and lowered letters, where Unicode has them.

/// Letters, and how they look raised and lowered; a blank where there is no such letter.
#[rustfmt::skip]
const SCRIPTS: &[(char, char, char)] = &[
    ('0', '⁰', '₀'), ('1', '¹', '₁'), ('2', '²', '₂'), ('3', '³', '₃'), ('4', '⁴', '₄'),
    ('5', '⁵', '₅'), ('6', '⁶', '₆'), ('7', '⁷', '₇'), ('8', '⁸', '₈'), ('9', '⁹', '₉'),
    ('+', '⁺', '₊'), ('-', '⁻', '₋'), ('−', '⁻', '₋'), ('–', '⁻', '₋'), ('=', '⁼', '₌'),
    ('(', '⁽', '₍'), (')', '⁾', '₎'), ('a', 'ᵃ', 'ₐ'), ('b', 'ᵇ', ' '), ('c', 'ᶜ', ' '),
    ('d', 'ᵈ', ' '), ('e', 'ᵉ', 'ₑ'), ('f', 'ᶠ', ' '), ('g', 'ᵍ', ' '), ('h', 'ʰ', 'ₕ'),
    ('i', 'ⁱ', 'ᵢ'), ('j', 'ʲ', 'ⱼ'), ('k', 'ᵏ', 'ₖ'), ('l', 'ˡ', 'ₗ'), ('m', 'ᵐ', 'ₘ'),
    ('n', 'ⁿ', 'ₙ'), ('o', 'ᵒ', 'ₒ'), ('p', 'ᵖ', 'ₚ'), ('r', 'ʳ', 'ᵣ'), ('s', 'ˢ', 'ₛ'),
    ('t', 'ᵗ', 'ₜ'), ('u', 'ᵘ', 'ᵤ'), ('v', 'ᵛ', 'ᵥ'), ('w', 'ʷ', ' '), ('x', 'ˣ', 'ₓ'),
    ('y', 'ʸ', ' '), ('z', 'ᶻ', ' '), ('A', 'ᴬ', ' '), ('B', 'ᴮ', ' '), ('D', 'ᴰ', ' '),
    ('E', 'ᴱ', ' '), ('G', 'ᴳ', ' '), ('H', 'ᴴ', ' '), ('I', 'ᴵ', ' '), ('J', 'ᴶ', ' '),
    ('K', 'ᴷ', ' '), ('L', 'ᴸ', ' '), ('M', 'ᴹ', ' '), ('N', 'ᴺ', ' '), ('O', 'ᴼ', ' '),
    ('P', 'ᴾ', ' '), ('R', 'ᴿ', ' '), ('T', 'ᵀ', ' '), ('U', 'ᵁ', ' '), ('V', 'ⱽ', ' '),
    ('W', 'ᵂ', ' '),
];

/// `text` raised, a letter for a letter of the same width; `None` if one of them cannot be.
#[must_use]
pub fn raised(text: &str) -> Option<String> {
    text.chars().map(|c| script(c).map(|(raised, _)| raised)).collect()
}

/// `text` lowered, a letter for a letter of the same width; `None` if one of them cannot be.
#[must_use]
pub fn lowered(text: &str) -> Option<String> {
    text.chars().map(|c| script(c).map(|(_, lowered)| lowered).filter(|&c| c != ' ')).collect()
}

/// The signs around a text that is raised or lowered and has no letters for it: `1^Q`, `x_(C)`; none
/// where letters say it, and none around what begins with punctuation, which stands apart already
/// (`[1]`, `: 207`, `*`).
#[must_use]
pub fn script_signs(text: &str, is_raised: bool) -> Option<(&'static str, &'static str)> {
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '−' | '±' | '∞' | '√');
    let has_letters = if is_raised { raised(text) } else { lowered(text) }.is_some();
    if has_letters || !text.trim_start().starts_with(begins) {
        return None;
    }
    Some(match (is_raised, text.chars().count() == 1) {
        (true, true) => ("^", ""),
        (true, false) => ("^(", ")"),
        (false, true) => ("_", ""),
        (false, false) => ("_(", ")"),
    })
}

fn script(letter: char) -> Option<(char, char)> {
    SCRIPTS
        .iter()
        .find(|(known, ..)| *known == letter)
        .map(|&(_, raised, lowered)| (raised, lowered))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn letters_keep_their_width() {
        for &(letter, raised, lowered) in SCRIPTS {
            let widths = [letter, raised, lowered].map(|c| width(&c.to_string()));
            assert_eq!(widths, [1; 3], "{letter}");
        }
        assert_eq!(raised("−3th"), Some("⁻³ᵗʰ".to_owned()));
        assert_eq!((raised("q"), lowered("2b")), (None, None));
    }
}
