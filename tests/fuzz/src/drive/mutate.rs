//! Changes an input a little: bits, bytes, words of its format, repetitions, pieces of another.

use std::path::Path;

use sidenote_fuzz::Choices;

/// Changes to one input, at most.
const CHANGES: usize = 5;
/// How often a piece is repeated, at most.
const REPEATS: usize = 40;
/// Numbers at the edges of what programs count with.
const NUMBERS: [&str; 10] = [
    "0",
    "-1",
    "1",
    "255",
    "65536",
    "2147483648",
    "4294967295",
    "9223372036854775808",
    "1e999",
    "00",
];

/// Reads words in libFuzzer's notation: one in quotes on a line, `\xAB` for a byte.
///
/// # Panics
/// When the file cannot be read.
pub fn words(dictionary: &Path) -> Vec<Vec<u8>> {
    let text = std::fs::read_to_string(dictionary)
        .unwrap_or_else(|error| panic!("{}: {error}", dictionary.display()));
    let lines = text.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    lines.map(unescaped).collect()
}

fn unescaped(word: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = word.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b'x') => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                bytes.extend(u8::from_str_radix(&digits, 16));
            }
            other => bytes.extend(other),
        }
    }
    bytes
}

/// A changed copy of `input`, at most `most` bytes long.
pub fn mutated(
    input: &[u8],
    other: &[u8],
    words: &[Vec<u8>],
    most: usize,
    choices: &mut Choices,
) -> Vec<u8> {
    let mut data = input.to_vec();
    for _ in 0..=choices.below(CHANGES) {
        change(&mut data, other, words, choices);
        data.truncate(most);
    }
    data
}

fn change(data: &mut Vec<u8>, other: &[u8], words: &[Vec<u8>], choices: &mut Choices) {
    let at = choices.below(data.len() + 1);
    match choices.below(11) {
        0 => {
            if let Some(byte) = data.get_mut(at) {
                *byte ^= 1 << choices.below(8);
            }
        }
        1 => {
            if let Some(byte) = data.get_mut(at) {
                *byte = random_byte(choices);
            }
        }
        2 => insert(data, at, &[random_byte(choices)]),
        3 => {
            let piece = piece(data, choices);
            data.drain(piece);
        }
        4..=6 if !words.is_empty() => insert(data, at, choices.one::<Vec<u8>>(words)),
        7 if !words.is_empty() => {
            let word = choices.one(words);
            let end = (at + word.len()).min(data.len());
            data.splice(at..end, word.iter().copied());
        }
        8 => {
            let copy = data[piece(data, choices)].to_vec();
            let times = if choices.flip() { 1 } else { 1 + choices.below(REPEATS) };
            insert(data, at, &copy.repeat(times));
        }
        9 => {
            let copy = other[piece(other, choices)].to_vec();
            insert(data, at, &copy);
        }
        _ => insert(data, at, choices.one(&NUMBERS).as_bytes()),
    }
}

fn random_byte(choices: &mut Choices) -> u8 {
    choices.number().to_le_bytes()[0]
}

fn insert(data: &mut Vec<u8>, at: usize, what: &[u8]) {
    data.splice(at..at, what.iter().copied());
}

/// A piece of `data`, mostly a short one.
fn piece(data: &[u8], choices: &mut Choices) -> std::ops::Range<usize> {
    let start = choices.below(data.len() + 1);
    let longest = if choices.below(4) == 0 { data.len() } else { 64 };
    let length = choices.below(longest + 1).min(data.len() - start);
    start..start + length
}
