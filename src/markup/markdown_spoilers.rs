//! Blocks of Markdown that are hidden until asked for, as Lemmy has them
//! ([documentation](https://join-lemmy.org/docs/users/02-media.html)):
//!
//! ```text
//! ::: spoiler what it is about
//! what is hidden
//! :::
//! ```
//!
//! The parser knows no such containers, so the text is cut at their lines, and each piece is parsed
//! on its own. More colons than three may stand on both lines; one that stays open hides all the
//! rest, as it does there.

/// How deep spoilers are told from each other; what is deeper is hidden all the same.
const MAX_DEPTH: usize = 64;

/// A stretch of Markdown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// What the spoiler that begins with this piece is about.
    pub(super) title: Option<&'a str>,
    /// Whether that title is hidden itself, being inside of another spoiler.
    pub(super) title_hidden: bool,
    /// Whether this piece is inside of a spoiler.
    pub(super) hidden: bool,
    pub(super) text: &'a str,
}

/// `text` between the lines that open and close spoilers; one piece where there are none.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut piece = Piece { title: None, title_hidden: false, hidden: false, text };
    if !text.contains(":::") {
        pieces.push(piece);
        return pieces;
    }
    // How many colons opened each spoiler.
    let mut open: Vec<usize> = Vec::new();
    let mut fence: Option<&str> = None;
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let (line_start, line_end) = (at, at + line.len());
        at = line_end;
        if toggles_fence(line, &mut fence) || fence.is_some() {
            continue;
        }
        let Some((colons, words)) = colons(line) else { continue };
        let opens = words.strip_prefix("spoiler").filter(|title| {
            open.len() < MAX_DEPTH && (title.is_empty() || title.starts_with([' ', '\t']))
        });
        let closes = words.is_empty() && open.last().is_some_and(|&opened| colons >= opened);
        if opens.is_none() && !closes {
            continue;
        }
        piece.text = text.get(start..line_start).unwrap_or_default();
        let title_hidden = !open.is_empty();
        match opens {
            Some(_) => open.push(colons),
            None => drop(open.pop()),
        }
        let title = opens.map(str::trim).filter(|title| !title.is_empty());
        let next = Piece { title, title_hidden, hidden: !open.is_empty(), text: "" };
        pieces.push(std::mem::replace(&mut piece, next));
        start = line_end;
    }
    piece.text = text.get(start..).unwrap_or_default();
    pieces.push(piece);
    pieces
}

/// `pieces` with those that are longer than `most` bytes in parts, cut where a paragraph begins that
/// belongs to nothing above it: the parser holds all that it has read, which takes ten times the text.
pub(super) fn in_parts(pieces: Vec<Piece<'_>>, most: usize) -> Vec<Piece<'_>> {
    if pieces.iter().all(|piece| piece.text.len() <= most) {
        return pieces;
    }
    let mut parts = Vec::new();
    for mut piece in pieces {
        let text = piece.text;
        let mut fence: Option<&str> = None;
        let (mut start, mut at, mut is_behind_blank) = (0, 0, false);
        for line in text.split_inclusive('\n') {
            let is_fence = toggles_fence(line, &mut fence) || fence.is_some();
            let begins = is_behind_blank && !is_fence && line.starts_with(char::is_alphabetic);
            if begins && at - start >= most {
                piece.text = text.get(start..at).unwrap_or_default();
                let hidden = piece.hidden;
                let next = Piece { title: None, title_hidden: false, hidden, text: "" };
                parts.push(std::mem::replace(&mut piece, next));
                start = at;
            }
            is_behind_blank = line.trim().is_empty();
            at += line.len();
        }
        piece.text = text.get(start..).unwrap_or_default();
        parts.push(piece);
    }
    parts
}

/// The number of colons that a line begins with, if they are enough, and the rest of it.
fn colons(line: &str) -> Option<(usize, &str)> {
    let line = line.trim();
    let words = line.trim_start_matches(':');
    let colons = line.len() - words.len();
    (colons >= 3).then(|| (colons, words.trim_start()))
}

/// Takes note of a line that begins or ends a block of code; says whether it is one.
fn toggles_fence<'a>(line: &'a str, fence: &mut Option<&'a str>) -> bool {
    let line = line.trim();
    let Some(sign @ (b'`' | b'~')) = line.bytes().next() else { return false };
    let length = line.bytes().take_while(|&byte| byte == sign).count();
    let (signs, rest) = line.split_at(length);
    match *fence {
        None if length >= 3 && !(sign == b'`' && rest.contains('`')) => *fence = Some(signs),
        Some(open) if signs.starts_with(open) && rest.is_empty() => *fence = None,
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each piece: `#title|`, in capitals if hidden.
    fn shown(text: &str) -> String {
        let shown = |piece: Piece<'_>| {
            let title = piece.title.map(|title| format!("#{title}#")).unwrap_or_default();
            let title = if piece.title_hidden { title.to_uppercase() } else { title };
            let text = piece.text.replace('\n', "/");
            title + &if piece.hidden { text.to_uppercase() } else { text }
        };
        pieces(text).into_iter().map(shown).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn spoilers_begin_and_end_where_their_lines_are() {
        #[rustfmt::skip]
        let cases = [
            ("none",                  "a\nb",                                       "a/b"),
            ("one",                   "a\n::: spoiler b c\nd\n:::\ne",              "a/|#b c#D/|e"),
            ("without a title",       ":::spoiler\na\n:::",                         "|A/|"),
            ("one that stays open",   "::: spoiler a\nb\nc",                        "|#a#B/C"),
            ("one in another",        ":::: spoiler a\n::: spoiler b\nc\n:::\nd\n::::\ne", "|#a#|#B#C/|D/|e"),
            ("too few colons to end", ":::: spoiler a\nb\n:::\nc",                  "|#a#B/:::/C"),
            ("another container",     "::: warning\na\n:::",                        "::: warning/a/:::"),
            ("in code there is none", "```\n::: spoiler a\n```\n:::",               "```/::: spoiler a/```/:::"),
            ("code in one",           "::: spoiler a\n~~~\n:::\n~~~\n:::\nb",       "|#a#~~~/:::/~~~/|b"),
            ("a word like it",        "::: spoilers\na",                            "::: spoilers/a"),
        ];
        for (why, text, expected) in cases {
            assert_eq!(shown(text), expected, "{why}");
        }
    }

    #[test]
    fn a_million_of_them_are_no_matter() {
        let text = "::: spoiler a\n".repeat(100_000);
        assert_eq!(pieces(&text).len(), MAX_DEPTH + 1);
    }

    #[test]
    fn long_texts_are_cut_before_paragraphs_alone() {
        let text = "one\n\ntwo\nthree\n\n- four\n\n  five\n\n```\n\nsix\n```\n\nseven\n";
        let texts = |most| -> Vec<&str> {
            in_parts(pieces(text), most).into_iter().map(|part| part.text).collect()
        };
        assert_eq!(texts(100), [text]);
        assert_eq!(texts(1).concat(), text);
        let starts: Vec<_> = texts(1).iter().filter_map(|part| part.lines().next()).collect();
        assert_eq!(starts, ["one", "two", "seven"]);
    }
}
