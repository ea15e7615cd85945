//! Which passage of the article a comment answers: what it quotes of it.
//!
//! A quote is a quoted block, or words between quotation marks. It is looked for by its letters and
//! digits alone, so that other quotation marks, dashes or line ends do no harm, by way of all
//! windows of [`WINDOW`] letters of the article: O(article + quotes).

use std::collections::{BTreeMap, HashMap};

use crate::limits::MAX_QUOTING;
use crate::markup::from_body;
use crate::model::{Article, Comment, CommentId, Thread};

/// How many letters a quote must have to be looked for: fewer are found by accident.
const WINDOW: usize = 16;
/// The marks that open a quotation, and those that close it.
const MARKS: [(char, char); 6] =
    [('“', '”'), ('"', '"'), ('„', '“'), ('«', '»'), ('»', '«'), ('「', '」')];

/// Where comments quote the article.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors {
    /// The comments that quote each block, in the thread's order.
    by_block: BTreeMap<usize, Vec<CommentId>>,
    /// The block that a comment quotes first, and the byte of its text.
    by_comment: HashMap<CommentId, (usize, usize)>,
}

impl Anchors {
    /// Finds the quotes. O(article + comments).
    #[must_use]
    pub(super) fn new(article: &Article, thread: &Thread) -> Anchors {
        let blocks: Vec<Letters> =
            article.blocks.iter().map(|block| Letters::of(&block.plain())).collect();
        let mut windows: HashMap<&[char], (usize, usize)> = HashMap::new();
        for (block, letters) in blocks.iter().enumerate() {
            for (at, window) in letters.letters.windows(WINDOW).enumerate() {
                windows.entry(window).or_insert((block, at));
            }
        }
        let mut anchors = Anchors::default();
        for comment in thread.comments().take(MAX_QUOTING) {
            let found = quotes(comment).into_iter().find_map(|quote| {
                let letters = Letters::of(&quote).letters;
                let &(block, at) = windows.get(letters.get(..WINDOW)?)?;
                Some((block, *blocks.get(block)?.offsets.get(at)?))
            });
            if let Some((block, offset)) = found {
                anchors.by_block.entry(block).or_default().push(comment.id());
                anchors.by_comment.insert(comment.id(), (block, offset));
            }
        }
        anchors
    }

    /// The comments that quote the block at `block`.
    #[must_use]
    pub(super) fn on(&self, block: usize) -> &[CommentId] {
        self.by_block.get(&block).map_or(&[], Vec::as_slice)
    }

    /// What the comment quotes: a block, and the byte of its text.
    #[must_use]
    pub(super) fn of(&self, comment: CommentId) -> Option<(usize, usize)> {
        self.by_comment.get(&comment).copied()
    }

    /// The next block behind `block` that is quoted, or the one before.
    #[must_use]
    pub(super) fn next(&self, block: Option<usize>, forward: bool) -> Option<usize> {
        let mut quoted = self.by_block.keys().copied();
        if forward {
            quoted.find(|&at| block.is_none_or(|block| at > block))
        } else {
            quoted.rfind(|&at| block.is_some_and(|block| at < block))
        }
    }
}

/// The letters and digits of a text, small, and the byte at which each stands.
struct Letters {
    letters: Vec<char>,
    offsets: Vec<usize>,
}

impl Letters {
    fn of(text: &str) -> Letters {
        let known = text.char_indices().filter(|(_, c)| c.is_alphanumeric());
        let (offsets, letters) =
            known.map(|(at, c)| (at, c.to_lowercase().next().unwrap_or(c))).unzip();
        Letters { letters, offsets }
    }
}

/// What a comment quotes, of whomever.
fn quotes(comment: Comment<'_>) -> Vec<String> {
    let text = comment.body().text;
    let opens = |c: char| MARKS.iter().any(|(open, _)| *open == c);
    if !text.contains(['>', '&']) && !text.contains(opens) {
        return Vec::new();
    }
    let mut quotes = Vec::new();
    for block in from_body(comment.body()) {
        let words = block.plain();
        if block.is_quoted() {
            quotes.push(words.into_owned());
            continue;
        }
        let mut rest = words.as_ref();
        while let Some((at, mark)) = rest.char_indices().find(|&(_, c)| opens(c)) {
            rest = rest.get(at + mark.len_utf8()..).unwrap_or_default();
            let closes = |c: char| MARKS.contains(&(mark, c));
            let Some(end) = rest.find(closes) else { break };
            quotes.push(rest.get(..end).unwrap_or_default().to_owned());
            rest = rest.get(end..).unwrap_or_default();
            rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        }
    }
    quotes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NewComment;

    #[test]
    fn quotes_are_found_by_their_letters() {
        #[rustfmt::skip]
        let cases = [
            ("a quoted block",       "> nobody can say WHO pays for - the oil\n\nI can", Some((0, 24))),
            ("quotation marks",      "You write “who pays for the oil” and leave it", Some((0, 0))),
            ("long ones",            "“The clerk of the harbour office” is me",       Some((1, 0))),
            ("other marks",          "\"the clerk, of the harbour: office!\"",        Some((1, 0))),
            ("after another quote",  "> of something else entirely\n\n> The clerk of the harbour", Some((1, 0))),
            ("too short to be sure", "> the oil\n\nIndeed",                            None),
            ("none",                 "Nobody can say who pays for the oil.",          None),
        ];
        let article = Article {
            blocks: crate::markup::from_plain(
                "The lamp has been out, nobody can say who pays for the oil.\n\nThe clerk of the harbour office shrugs.",
            ),
            ..Article::default()
        };
        for (why, text, expected) in cases {
            let mut thread = Thread::default();
            let mut comment = NewComment::default();
            comment.body.text = text.to_owned().into();
            comment.body.kind = crate::model::BodyKind::Markdown;
            thread.extend([comment]);
            let anchors = Anchors::new(&article, &thread);
            let expected = expected.map(|(block, _)| block);
            assert_eq!(anchors.of(CommentId(0)).map(|(block, _)| block), expected, "{why}");
            if let Some(block) = expected {
                assert_eq!(anchors.on(block), [CommentId(0)]);
                assert_eq!(anchors.next(None, true), Some(block));
            }
        }
    }
}
