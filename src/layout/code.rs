//! Code as rows: its lines as they are, in the colours of its language or those of a patch.

use super::blocks::inset;
use super::row::{Piece, Role, Row, Spot};
use super::syntax::colours;
use crate::text::{clip, graphemes};

/// Columns for each tab in code.
const TAB: &str = "    ";
/// The longest row that is scrolled sideways, in columns; what is longer goes on in the next.
///
/// Nobody scrolls that far, and what a key costs grows with the rows on the screen.
const WIDEST: usize = 1_000;

/// The rows of `code`; where `wrap` is off, they are wide.
pub(super) fn rows(
    code: &str,
    language: Option<&str>,
    base: usize,
    measure: usize,
    wrap: bool,
) -> Vec<Row> {
    let is_patch = matches!(language, Some("diff" | "patch"));
    let colours = language.filter(|_| !is_patch).map(|name| colours(name, code));
    let mut colours = colours.iter().flatten().peekable();
    let inset = inset(measure);
    let room = if wrap { (measure - inset).max(1) } else { WIDEST };
    let tab = clip(TAB, room);
    let mut rows = Vec::new();
    let mut at = 0;
    for line in code.split('\n') {
        let role = if is_patch { patch_role(line) } else { Role::Code };
        let mut rest = line;
        loop {
            let (text, behind) = rest.split_at(fitting(rest, room, tab));
            let mut row = Row::new(Spot::Text(base + at));
            row.wide = !wrap;
            row.pieces.push(Piece::added(" ".repeat(inset), Role::Code));
            let mut from = at;
            let end = at + text.len();
            while from < end {
                while colours.next_if(|(range, _)| range.end <= from).is_some() {}
                let (to, role) = match colours.peek() {
                    Some((range, role)) if range.start <= from => (range.end.min(end), *role),
                    Some((range, _)) => (range.start.min(end), role),
                    None => (end, role),
                };
                push(&mut row, code.get(from..to).unwrap_or_default(), tab, role, base + from);
                from = to;
            }
            rows.push(row);
            at = end;
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
        at += 1;
    }
    rows
}

/// Pushes text of one role, with `tab` for a tab.
fn push(row: &mut Row, text: &str, tab: &str, role: Role, mut source: usize) {
    for (number, part) in text.split('\t').enumerate() {
        if number > 0 {
            row.pieces.push(Piece::added(tab, role));
        }
        if !part.is_empty() {
            let face = role.into();
            let piece = Piece { text: part.to_owned(), face, source: Some(source), link: None };
            row.pieces.push(piece);
        }
        source += part.len() + 1;
    }
}

/// What a line of a patch is.
fn patch_role(line: &str) -> Role {
    let named = ["+++ ", "--- ", "diff ", "index ", "Index: "];
    if named.iter().any(|start| line.starts_with(start)) {
        Role::Meta
    } else {
        match line.bytes().next() {
            Some(b'+') => Role::Added,
            Some(b'-') => Role::Removed,
            Some(b'@') => Role::Marker,
            _ => Role::Text,
        }
    }
}

/// How many bytes of `text` fit in `room` columns with `tab` for a tab; at least one grapheme.
fn fitting(text: &str, room: usize, tab: &str) -> usize {
    if text.len() * TAB.len() <= room {
        return text.len();
    }
    let mut used = 0;
    for (at, grapheme, columns) in graphemes(text) {
        used += if grapheme == "\t" { tab.len() } else { columns };
        if used > room && at > 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rows: &[Row]) -> Vec<String> {
        let piece = |piece: &Piece| match piece.face.role {
            Role::Code => piece.text.clone(),
            role => format!("{role:?}({})", piece.text),
        };
        rows.iter().map(|row| row.pieces.iter().map(piece).collect()).collect()
    }

    #[test]
    fn words_of_a_language_have_their_roles() {
        #[rustfmt::skip]
        let cases: &[(&str, Option<&str>, &str, &[&str])] = &[
            ("keywords, names, numbers", Some("rust"), "fn lit(n: u8) -> bool {\n\tn > 3 // dark\n}",
                &["  Keyword(fn) Function(lit)(n: Keyword(u8)) -> Keyword(bool) {", "      n > Number(3) Comment(// dark)", "  }"]),
            ("by another name of it",    Some("py"),   "s = \"oil\"", &["  s = Literal(\"oil\")"]),
            ("over several lines",       Some("c"),    "/* a\n b */ int x;", &["  Comment(/* a)", "  Comment( b */) Keyword(int) x;"]),
            ("a language that is none",  Some("moor"), "fn lit()", &["  fn lit()"]),
            ("none",                     None,         "fn lit()", &["  fn lit()"]),
            ("a patch",                  Some("diff"), "@@ -1 +1 @@\n-a\n+b", &["  Marker(@@ -1 +1 @@)", "  Removed(-a)", "  Added(+b)"]),
        ];
        for (why, language, code, expected) in cases {
            assert_eq!(&shown(&rows(code, *language, 0, 40, false)), expected, "{why}");
        }
    }

    #[test]
    fn colours_change_no_letter_however_lines_are_cut() {
        let code = "let s = \"漢字 \u{1F46A} é\";\t// end\n\n\tfn f() { return 1; }";
        for measure in 1..40 {
            let rows = rows(code, Some("rust"), 7, measure, true);
            let mut shown = String::new();
            for piece in rows.iter().flat_map(|row| &row.pieces) {
                let Some(source) = piece.source else { continue };
                assert_eq!(code.get(source - 7..source - 7 + piece.text.len()), Some(&*piece.text));
                shown += &piece.text;
            }
            assert_eq!(shown, code.replace(['\t', '\n'], ""), "{measure}");
            // Two for a letter that is no narrower.
            let widest = rows.iter().map(Row::width).max();
            assert!(widest <= Some(measure.max(2)), "{widest:?} in {measure}");
        }
    }

    #[test]
    fn a_line_without_end_goes_on_below() {
        let rows = rows(&"x".repeat(2 * WIDEST + 1), Some("js"), 0, 40, false);
        let widths: Vec<usize> = rows.iter().map(|row| row.width() - 2).collect();
        assert_eq!(widths, [WIDEST, WIDEST, 1]);
        assert_eq!(rows.last().map(|row| row.spot), Some(Spot::Text(2 * WIDEST)));
    }
}
