//! Files in the text itself, as mail and news carried them before MIME, and news did long after: a
//! line about each instead of them.
//!
//! [uuencode] has lines of 45 bytes between `begin 644 NAME` and `end`, each with its own length in
//! front; [yEnc] has everything between `=ybegin` and `=yend`, which tell name and size. A line that
//! begins like one of these and is none stays, and so does all behind it.
//! What an archive has left of an attachment is taken for one ([`scrubbed`]).
//!
//! [uuencode]: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/uuencode.html
//! [yEnc]: http://www.yenc.org/yenc-draft.1.3.txt

use std::borrow::Cow;

use super::mime::about_file;
use super::scrubbed;

/// The longest line of uuencode: 45 bytes are 60 letters behind one for their number.
const LONGEST: usize = 61;
/// Some programs put a letter more at the end, to sum the line up.
const SPARE: usize = 2;

/// `text` with its files taken out, and a line about each behind it.
pub(super) fn without_files(text: &str) -> Cow<'_, str> {
    if !text.contains("begin ") && !text.contains(scrubbed::SENTENCE) {
        return text.into();
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let (mut kept, mut files) = (Vec::with_capacity(lines.len()), Vec::new());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        if let Some((count, about)) = file(rest) {
            files.push(about);
            at += count;
        } else {
            kept.push(*line);
            at += 1;
        }
    }
    if files.is_empty() {
        return text.into();
    }
    let kept = kept.join("\n");
    let kept = kept.trim_end();
    let gap = if kept.trim().is_empty() { "" } else { "\n\n" };
    format!("{kept}{gap}{}", files.join("\n")).into()
}

fn file(lines: &[&str]) -> Option<(usize, String)> {
    uuencoded(lines).or_else(|| yencoded(lines)).or_else(|| scrubbed::note(lines))
}

/// How many of these lines are a file in uuencode, and a line about it.
fn uuencoded(lines: &[&str]) -> Option<(usize, String)> {
    let (first, rest) = lines.split_first()?;
    let (mode, name) = first.trim_end().strip_prefix("begin ")?.trim_start().split_once(' ')?;
    let is_mode = (3..=4).contains(&mode.len()) && mode.bytes().all(|b| (b'0'..=b'7').contains(&b));
    if !is_mode || name.trim().is_empty() {
        return None;
    }
    let (mut bytes, mut count) = (0, 0);
    for line in rest.iter().map(|line| line.trim_end_matches('\r')) {
        let Some(length) = length(line) else { break };
        bytes += length;
        count += 1;
    }
    let is_end = rest.get(count).is_some_and(|line| line.trim_end() == "end");
    // Not a line of it: words.
    let is_file = bytes > 0 || is_end && count > 0;
    is_file.then(|| (1 + count + usize::from(is_end), about_file(name.trim(), bytes)))
}

/// How many bytes a line of uuencode stands for; `None` if it is none.
fn length(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let first = *bytes.first()?;
    let is_letter = |byte: &u8| (b' '..=b'`').contains(byte);
    if !bytes.iter().all(is_letter) || bytes.len() > LONGEST + SPARE {
        return None;
    }
    let length = usize::from((first - b' ') & 63);
    let letters = length.div_ceil(3) * 4;
    // White space at the end, which is zeros, gets lost.
    let is_long_enough = bytes.len() <= 1 + letters + SPARE && 2 + letters <= bytes.len() + 4;
    (length <= 45 && (is_long_enough || length == 0 && bytes.len() == 1)).then_some(length)
}

/// How many of these lines are a file in yEnc, and a line about it.
fn yencoded(lines: &[&str]) -> Option<(usize, String)> {
    let head = lines.first()?.trim_end().strip_prefix("=ybegin ")?;
    let (facts, name) = head.split_once("name=")?;
    let size = facts.split(' ').find_map(|fact| fact.strip_prefix("size=")?.parse().ok())?;
    let end = lines.iter().position(|line| line.starts_with("=yend"));
    let count = end.map_or(lines.len(), |end| end + 1);
    Some((count, about_file(name.trim(), size)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_the_text_is_a_line() {
        const LINE: &str = "M5&AE(&QA;7`@:7,@;W5T+B!4:&4@;&%M<\"!I<R!O=70N(%1H92!L86UP(&ES";
        let file = format!("begin 644 plan of mole.txt\n{LINE}\n{LINE}\n%(&]U=\"X*\n`\nend");
        let about = "▪ plan of mole.txt, 95 bytes";
        #[rustfmt::skip]
        let cases = [
            ("between words",  format!("Here.\n\n{file}\n\nInes"),         format!("Here.\n\n\nInes\n\n{about}")),
            ("alone",          file.clone(),                               about.to_owned()),
            ("CR LF",          file.replace('\n', "\r\n"),                 about.to_owned()),
            ("never ended",    file.replace("\n`\nend", ""),               about.to_owned()),
            ("two",            format!("{file}\n{file}"),                  format!("{about}\n{about}")),
            ("yEnc",           "a\n=ybegin line=128 size=584 name=a b.bin\n)_o*\n=yend size=584\nb".into(), "a\nb\n\n▪ a b.bin, 584 bytes".into()),
            ("words",          "begin 644 times with it\nand then stop".into(), "begin 644 times with it\nand then stop".into()),
            ("no mode",        "begin reading\nM".into(),                  "begin reading\nM".into()),
            ("no name",        "begin 644\n`\nend".into(),                 "begin 644\n`\nend".into()),
        ];
        for (why, text, expected) in cases {
            assert_eq!(without_files(&text), expected, "{why}");
        }
    }

    #[test]
    fn many_beginnings_cost_one_pass() {
        let flood = "begin 644 a\n".repeat(100_000);
        assert_eq!(without_files(&flood), flood);
        let flood = "=ybegin size=1 name=a\n".repeat(100_000);
        assert_eq!(without_files(&flood), "▪ a, 1 byte");
    }
}
