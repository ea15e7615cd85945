//! Paragraphs that were filled to a fixed width, as mail programs send them, made one line each, so
//! that they can be filled anew to the width at hand.
//!
//! A line end is taken away only where the writer's program must have made it: where the next word
//! would not have fitted into the widest line of the paragraph; so too inside of quotes. Lists, code,
//! tables, patches and signatures stay as they are.

use std::borrow::Cow;

use crate::markup::patch_lines;
use crate::text::width;

/// The least and the most columns that mail is filled to.
const FILLED: std::ops::RangeInclusive<usize> = 50..=90;

/// `text` with its filled paragraphs in one line each.
pub(super) fn reflowed(text: &str) -> Cow<'_, str> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    let mut at = 0;
    while at < lines.len() {
        let rest = lines.get(at..).unwrap_or_default();
        if rest.first().is_some_and(|line| line.trim_end() == "--") {
            // The signature, to the end.
            push_lines(&mut out, rest);
            break;
        }
        let quoted = push_quote(&mut out, rest);
        if quoted > 0 {
            changed = true;
            at += quoted;
            continue;
        }
        let patch = patch_lines(rest);
        if patch > 0 {
            push_lines(&mut out, rest.get(..patch).unwrap_or_default());
            at += patch;
            continue;
        }
        let prose = rest.iter().take_while(|line| is_prose(line)).count();
        let paragraph = rest.get(..prose.max(1)).unwrap_or_default();
        let widest = paragraph.iter().map(|line| width(line)).max().unwrap_or(0);
        if prose > 1 && FILLED.contains(&widest) {
            changed |= push_filled(&mut out, paragraph, widest);
        } else {
            push_lines(&mut out, paragraph);
        }
        at += paragraph.len().max(1);
    }
    // A line end was written behind each.
    out.pop();
    if changed { out.into() } else { text.into() }
}

/// Writes the lines that `lines` begin with and that are quoted alike, filled anew inside; how many.
fn push_quote(out: &mut String, lines: &[&str]) -> usize {
    let marks = lines.first().map_or("", |line| quote_marks(line));
    if marks.is_empty() {
        return 0;
    }
    let same = lines.iter().take_while(|line| quote_marks(line) == marks).count();
    let inside = lines.iter().take(same).map(|line| line.get(marks.len()..).unwrap_or_default());
    // Inside of the marks there are no more of them, so this goes no deeper.
    for line in reflowed(&inside.collect::<Vec<_>>().join("\n")).split('\n') {
        out.push_str(marks);
        out.push_str(line);
        out.push('\n');
    }
    same
}

/// What a line is quoted with, and the space behind it.
fn quote_marks(line: &str) -> &str {
    let words = line.trim_start_matches(['>', ' ']);
    let marks = line.get(..line.len() - words.len()).unwrap_or_default();
    let end = marks.rfind('>').map_or(0, |last| last + 1);
    let space = usize::from(line.get(end..).is_some_and(|rest| rest.starts_with(' ')));
    line.get(..end + space).filter(|_| end > 0 && line.starts_with('>')).unwrap_or_default()
}

/// Whether a line can be one of a filled paragraph.
fn is_prose(line: &str) -> bool {
    let first = line.chars().next();
    let text =
        first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '"' | '\'' | '(' | '“' | '«'));
    let item = line.split_whitespace().next().is_some_and(|word| {
        let number = word.trim_end_matches(['.', ')', ':']);
        number.len() < word.len() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    // Columns of a table are set apart by several spaces.
    let table = line.trim_end().contains("   ") || line.contains('\t');
    text && !item && !table && line.trim_end() != "--"
}

/// Writes a paragraph that is perhaps filled to `widest` columns; says whether a line end was taken
/// away. It is not filled where more than a quarter of its lines end before they must.
fn push_filled(out: &mut String, paragraph: &[&str], widest: usize) -> bool {
    let ends_full = |line: &str, next: &str| {
        let word = next.split_whitespace().next().unwrap_or_default();
        width(line.trim_end()) + 1 + width(word) > widest
    };
    let nexts = paragraph.iter().skip(1);
    let full: Vec<bool> =
        paragraph.iter().zip(nexts).map(|(line, next)| ends_full(line, next)).collect();
    let count = full.iter().filter(|&&full| full).count();
    if count * 4 < full.len() * 3 {
        push_lines(out, paragraph);
        return false;
    }
    for (line, full) in paragraph.iter().zip(full.iter().chain([&false])) {
        out.push_str(if *full { line.trim_end() } else { line });
        out.push(if *full { ' ' } else { '\n' });
    }
    count > 0
}

fn push_lines(out: &mut String, lines: &[&str]) {
    for line in lines {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_a_program_has_filled_is_joined() {
        const LONG: &str = "The lamp at the end of the north mole has been out since";
        #[rustfmt::skip]
        let cases = [
            ("a filled paragraph",   format!("{LONG}\nFebruary, and nobody in town can say who pays for the\noil."), format!("{LONG} February, and nobody in town can say who pays for the oil.")),
            ("the writer's own end", format!("{LONG}\nno.\nYes, says the clerk, and the clerk ought to know it"), format!("{LONG}\nno.\nYes, says the clerk, and the clerk ought to know it")),
            ("short lines",          "one\ntwo\nthree".to_owned(),                 "one\ntwo\nthree".to_owned()),
            ("a quote",              format!("> {LONG}\n> February\nno"),          format!("> {LONG} February\nno")),
            ("quotes of two levels", format!(">> {LONG}\n>> February\n> {LONG}\n>\n> February"), format!(">> {LONG} February\n> {LONG}\n>\n> February")),
            ("a list in a quote",    format!("> 1. {LONG}\n> 2. February"),        format!("> 1. {LONG}\n> 2. February")),
            ("a list",               format!("1. {LONG}\n2. February"),            format!("1. {LONG}\n2. February")),
            ("code",                 format!("  {LONG}\n  February"),              format!("  {LONG}\n  February")),
            ("a table",              format!("{LONG}   1\nFebruary   2"),          format!("{LONG}   1\nFebruary   2")),
            ("a patch",              "diff --git a/the/lamp/at/the/end/of/the/mole b/the/lamp/at/the\nindex 8a3f8ee..197ab01 100644".to_owned(), "diff --git a/the/lamp/at/the/end/of/the/mole b/the/lamp/at/the\nindex 8a3f8ee..197ab01 100644".to_owned()),
            ("a signature",          format!("Bye\n-- \n{LONG}\nFebruary-and-on"), format!("Bye\n-- \n{LONG}\nFebruary-and-on")),
        ];
        for (why, text, expected) in cases {
            assert_eq!(reflowed(&text), expected, "{why}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "([a-z>\"-]{1,9}[ \n]{1,2}){0,60}") {
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&reflowed(&text)), words(&text));
        }
    }
}
