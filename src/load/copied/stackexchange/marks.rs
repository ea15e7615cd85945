//! The words that Stack Exchange puts around texts.

use super::super::{Lines, MAX_HEAD, Post, number};
use crate::load::times::When;

/// The longest name, in bytes; the sites allow 30 characters.
const MAX_NAME: usize = 130;
/// How many words of a line may be its time.
const TIME_WORDS: usize = 6;

/// What a signature says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signed {
    Asked,
    Answered,
    Edited,
}

/// Who signed, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signature<'a> {
    pub(super) author: &'a str,
    pub(super) age: &'a str,
}

impl<'a> Signature<'a> {
    /// `answered Feb 6, 2014 at 23:35`: what it signs, and the time.
    pub(super) fn of(line: &'a str) -> Option<(Signed, &'a str)> {
        let (word, age) = line.split_once([' ', '\u{A0}'])?;
        let signed = match word {
            "asked" => Signed::Asked,
            "answered" => Signed::Answered,
            "edited" => Signed::Edited,
            _ => return None,
        };
        let age = age.trim();
        is_time(age).then_some((signed, age))
    }
}

/// The end of a comment.
pub(super) struct Found<'a> {
    /// What stands before the signature on its line.
    pub(super) before: &'a str,
    pub(super) signature: Signature<'a>,
    /// The line behind it.
    pub(super) end: usize,
}

/// The comment that ends on line `at`, if one does.
pub(super) fn comment<'a>(lines: &Lines<'a>, at: usize) -> Option<Found<'a>> {
    let line = lines.get(at);
    let (before, signature) = line.rsplit_once("– ").or_else(|| line.rsplit_once("–\u{A0}"))?;
    let before = before.trim();
    if before.is_empty() && signature.len() <= MAX_NAME {
        let next = lines.first(at + 1..at + 4)?;
        let age = without_edit_mark(lines.get(next));
        if is_time(age) {
            let signature = Signature { author: signature.trim(), age };
            return Some(Found { before, signature, end: next + 1 });
        }
    }
    let signature = without_edit_mark(signature);
    let cuts = signature.rmatch_indices([' ', '\u{A0}']).take(TIME_WORDS).collect::<Vec<_>>();
    for (cut, _) in cuts.into_iter().rev() {
        let (author, age) = signature.split_at_checked(cut)?;
        if is_time(age.trim()) && !author.is_empty() && author.len() <= MAX_NAME {
            let signature = Signature { author: author.trim(), age: age.trim() };
            return Some(Found { before, signature, end: at + 1 });
        }
    }
    None
}

fn without_edit_mark(line: &str) -> &str {
    line.strip_suffix("edited").map_or(line, str::trim_end).trim()
}

/// Whether a text is a time as the sites print it: `Feb 6, 2014 at 23:35`, `Feb 6 '14 at 23:35`,
/// `Feb 6 at 23:35` in the current year, `3 hours ago`, `yesterday`.
pub(super) fn is_time(text: &str) -> bool {
    text.len() < MAX_HEAD && (When::of(&with_century(text)).is_some() || is_day_of_this_year(text))
}

fn is_day_of_this_year(text: &str) -> bool {
    let Some((day, time)) = text.split_once(" at ") else { return false };
    let with_year = format!("{day}, 2000 {time}");
    day.len() <= 6 && time.contains(':') && When::of(&with_year).is_some()
}

/// The time with its year in full: `'14` is 2014.
pub(super) fn with_century(text: &str) -> String {
    match text.split_once(" '") {
        Some((day, rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{day} 20{rest}")
        }
        _ => text.to_owned(),
    }
}

/// Gives a post its time.
pub(super) fn stamp<'a>(mut post: Post<'a>, age: &'a str) -> Post<'a> {
    post.age = age;
    post.when = When::of(&with_century(age));
    post
}

/// A name that stands twice without a space, once.
pub(super) fn without_copy(name: &str) -> &str {
    let half = name.len() / 2;
    match name.split_at_checked(half) {
        Some((first, second)) if first == second && !first.is_empty() => first,
        _ => name,
    }
}

/// The name without the mark of a moderator, and whether it had one.
pub(super) fn without_diamond(name: &str) -> (&str, bool) {
    match name.strip_suffix('♦') {
        Some(bare) => (without_copy(bare.trim_end()), true),
        None => (name, false),
    }
}

/// `Show 5 more comments`.
pub(super) fn more(line: &str) -> Option<u32> {
    let (_, rest) = line.split_once("how ")?;
    let (count, rest) = rest.split_once(' ')?;
    let fits = matches!(rest.trim(), "more comments" | "more comment");
    u32::try_from(number(count).filter(|_| fits)?).ok()
}

pub(super) fn is_comment_button(line: &str) -> bool {
    let head = line.get(..13).unwrap_or_default();
    head.eq_ignore_ascii_case("add a comment") || more(line).is_some()
}

/// Whether a line is the first of the buttons below a text.
pub(super) fn is_button(line: &str) -> bool {
    matches!(
        line,
        "Share"
            | "share"
            | "Cite"
            | "cite"
            | "Follow"
            | "follow"
            | "link"
            | "Improve this question"
            | "Improve this answer"
    ) || line.starts_with("share|")
        || line.starts_with("share |")
        || line.starts_with("link|")
        || line.starts_with("Share Improve")
        || line.starts_with("ShareImprove")
        || line.starts_with("Share Cite")
        || line.starts_with("ShareCite")
}

/// What a line with the button to improve it stands below.
pub(super) fn improved(line: &str) -> Option<Signed> {
    if !is_button(line) {
        return None;
    }
    [("mprove this question", Signed::Asked), ("mprove this answer", Signed::Answered)]
        .into_iter()
        .find_map(|(words, signed)| line.contains(words).then_some(signed))
}

/// Whether a line is a button that stands beside those, for who may do more.
pub(super) fn is_action(line: &str) -> bool {
    let more =
        ["edit", "flag", "close", "delete", "undelete", "reopen", "protect", "vote to close"];
    is_button(line) || more.iter().any(|word| line.eq_ignore_ascii_case(word))
}

/// Whether a line says how much a writer is trusted: the reputation, and badges.
pub(super) fn is_reputation(line: &str) -> bool {
    line.contains(" badge") || line.contains('●')
}

/// The name that a line is, behind a dash: half of a comment's signature.
pub(super) fn dashed(line: &str) -> Option<&str> {
    let name = line.strip_prefix('–')?;
    let name = name.strip_prefix([' ', '\u{A0}'])?.trim();
    (!name.is_empty() && name.len() <= MAX_NAME).then_some(name)
}

/// Whether a line above a text is a button or a label.
pub(super) fn is_label(line: &str) -> bool {
    let known = [
        "up vote",
        "down vote",
        "favorite",
        "accepted",
        "Save this question.",
        "Timeline",
        "Accepted",
        "Show activity on this post.",
        "active",
        "oldest",
        "votes",
        "Sorted by:",
        "Save",
        "+",
        "Highest score (default)",
        "Trending (recent votes count more)",
        "This answer is useful",
        "Date modified (newest first)",
        "Date created (oldest first)",
        "active oldest votes",
        "This question shows research effort; it is useful and clear",
        "Reset to default",
        "Order by",
        "This answer is not useful",
        "up vote down vote accepted",
        "up vote down vote",
        "Bookmark this question.",
    ];
    known.contains(&line)
        || line.starts_with("Sorted by")
        || line.starts_with("up vote ")
        || is_answer_count(line)
}

fn is_answer_count(line: &str) -> bool {
    let count = line.strip_suffix(" Answers").or(line.strip_suffix(" Answer"));
    count.is_some_and(|count| number(count).is_some())
}

/// Whether a line between title and question says something of it.
pub(super) fn is_fact(line: &str) -> bool {
    let rest = |word: &str| line.strip_prefix(word).map(str::trim);
    line == "Ask Question"
        || rest("Asked ").is_some_and(is_long_time)
        || rest("Modified ").or(rest("Active ")).is_some_and(is_long_time)
        || rest("Viewed ").is_some_and(|rest| rest.ends_with("times") || rest.ends_with("time"))
}

/// `8 years, 2 months ago`, `today`.
fn is_long_time(text: &str) -> bool {
    is_time(text) || text.ends_with(" ago") || matches!(text, "today" | "yesterday")
}

/// Whether a line stands behind all answers.
pub(super) fn is_end(line: &str) -> bool {
    [
        "Not the answer you're looking for?",
        "Your Answer",
        "You must log in to answer this question",
        "Highly active question",
        "Browse other questions tagged",
        "Not the answer you’re looking for?",
    ]
    .iter()
    .any(|end| line.starts_with(end))
}

/// Whether a line is one that these sites have and others have not.
pub(super) fn is_frame(line: &str) -> bool {
    is_answer_count(line)
        || is_comment_button(line)
        || line == "Ask Question"
        || line.contains("Stack Exchange Inc")
        || line.starts_with("share|improve")
}
