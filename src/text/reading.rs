//! How much there is to read.

/// How many letters of Chinese or Japanese are read in the time of a word of another language: about
/// 450 a minute.
const IDEOGRAPHS: usize = 2;
/// How many of Thai, Lao, Khmer and Burmese are, whose words are as long as others and stand unparted.
const UNPARTED: usize = 4;

/// How many words `text` has; of scripts that do not part words by blanks, about as many as take as long
/// to read. O(text).
#[must_use]
pub fn count_words(text: &str) -> usize {
    if text.is_ascii() {
        return text.split_ascii_whitespace().count();
    }
    let (mut parted, mut ideographs, mut unparted) = (0_usize, 0_usize, 0_usize);
    for word in text.split_whitespace() {
        let before = (ideographs, unparted);
        let mut has_others = false;
        for letter in word.chars() {
            match letter {
                // Han, Hiragana and Katakana, wherever they stand.
                '\u{3041}'..='\u{30FF}'
                | '\u{31F0}'..='\u{31FF}'
                | '\u{3400}'..='\u{4DBF}'
                | '\u{4E00}'..='\u{9FFF}'
                | '\u{F900}'..='\u{FAFF}'
                | '\u{FF66}'..='\u{FF9F}'
                | '\u{20000}'..='\u{3FFFF}' => ideographs += 1,
                // Thai and Lao, Burmese, Khmer.
                '\u{0E01}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' => {
                    unparted += 1;
                }
                _ => has_others |= letter.is_alphanumeric(),
            }
        }
        parted += usize::from(has_others || before == (ideographs, unparted));
    }
    parted + ideographs.div_ceil(IDEOGRAPHS) + unparted.div_ceil(UNPARTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_they_are_read() {
        #[rustfmt::skip]
        let cases = [
            ("",                            0),
            (" The lamp  is\nout – again ", 6),
            ("Где маяк — там и порт",       6),
            ("등대가 꺼져 있다",                3),
            ("灯台の光が消えた。",               4),
            ("灯台 は 2026 年に 消えた",        5),
            ("港のLEDが切れた",                4),
            ("ประภาคารดับแล้ว",              4),
            ("。 !",                          2),
        ];
        for (text, wanted) in cases {
            assert_eq!(count_words(text), wanted, "{text}");
        }
    }
}
