//! The comments of wpDiscuz 3 to 5, whose head is the name alone: votes, buttons and time stand
//! below the text.
//!
//! ```text
//! Guest
//! Ada Brandt
//!
//! It is in the log.
//!
//! Vote Up2Vote Down  Reply
//! 3 days ago
//! ```
//!
//! The line with the votes is the same all over a page but for its number, so the page itself says
//! which it is. The name stands behind the time of the comment before; that of the first behind the
//! last label, or above the button that stands below all names.
//!
//! What is below a comment and only half of it can be read is still its end, if the head of the next
//! one stands below; a comment whose name is missing has none.

use std::collections::HashMap;
use std::ops::Range;

use super::When;
use super::chrome::{self, Kind};
use super::headers::{Demand, MAX_NAME, is_name};
use super::lines::Lines;

/// The longest line with votes, in bytes.
const MAX_VOTES: usize = 100;
/// How many lines may stand between votes and time.
const BETWEEN: usize = 2;
/// The fewest comments that show how a page prints them.
const FEW: usize = 2;
/// How far above the first votes the comments are taken to begin at most, in lines.
const MAX_FIRST: usize = 400;
/// How many lines of a form stand above the first comment at most.
const MAX_FORM: usize = 40;
/// What stands above the form to comment, behind the number of comments.
const INVITATIONS: &[&str] = &[
    "leave a comment",
    "leave a reply",
    "be the first to comment",
    "hinterlasse einen kommentar",
    "hinterlasse eine antwort",
    "schreibe einen kommentar",
    "laisser un commentaire",
    "laissez un commentaire",
    "poster un commentaire",
    "deja un comentario",
    "deja una respuesta",
    "lascia un commento",
    "deixe um comentário",
    "deixe uma resposta",
    "geef een reactie",
    "laat een reactie achter",
    "dodaj komentarz",
    "zostaw komentarz",
    "оставьте комментарий",
    "оставить комментарий",
    "залишити коментар",
    "yorum yap",
    "bir yorum yazın",
    "lämna en kommentar",
    "skriv en kommentar",
    "jätä kommentti",
    "napsat komentář",
    "発言する",
    "发表评论",
];
/// Parts of the words for a vote, and for the button beside it, in the languages they are common in.
const VOTE_WORDS: &[&str] = &[
    "vote",
    "daumen",
    "pouce",
    "pulgar",
    "voto",
    "pollice",
    "polegar",
    "głos",
    "голос",
    "duim",
    "stem",
    "röst",
    "stemme",
    "hlas",
    "oyla",
    "oy ver",
    "like",
    "thumb",
    "лайк",
    "ψήφ",
    "ääni",
    "赞",
    "推荐",
    "投票",
];

/// A comment of such a page.
#[derive(Debug)]
pub(super) struct Comment<'a> {
    pub(super) author: &'a str,
    pub(super) label: Option<&'a str>,
    pub(super) age: &'a str,
    pub(super) when: Option<When>,
    pub(super) score: Option<i32>,
    /// The lines of its text.
    pub(super) text: Range<usize>,
}

/// What such a page has.
#[derive(Debug)]
pub(super) struct Older<'a> {
    /// The first line that belongs to the comments.
    pub(super) start: usize,
    pub(super) declared: Option<u64>,
    pub(super) comments: Vec<Comment<'a>>,
    /// How many of them have no time or no votes that can be read, and how many have no name.
    pub(super) torn: usize,
    pub(super) nameless: usize,
}

/// The votes and the time below a comment.
#[derive(Clone, Copy)]
struct Foot {
    /// The line behind the text.
    votes: usize,
    /// The last line before the next comment.
    end: usize,
    /// `None` where it cannot be read.
    time: Option<usize>,
    score: Option<i32>,
}

/// Finds the comments of an older page, if this is one.
pub(super) fn find<'a>(lines: &Lines<'a>) -> Option<Older<'a>> {
    let feet = feet(lines)?;
    let first = *feet.first()?;
    let button = below_names(lines, &feet);
    let name = first_name(lines, first.votes, &feet, button)?;
    let (start, declared) = opening(lines, name);
    let mut from = name;
    let mut comments = Vec::with_capacity(feet.len());
    let torn = feet.iter().filter(|foot| foot.time.is_none() || foot.score.is_none()).count();
    let mut nameless = 0;
    let apart = has_gaps_below_names(lines, &feet, button);
    for foot in feet {
        let (at, label) = name_at(lines, from, foot.votes);
        let has_button = |at: usize| button.is_some_and(|button| lines.get(at) == button);
        let mut text = at + 1;
        if has_button(text) {
            text += 1;
        }
        let is_named = text > at + 1
            || text < foot.votes
                && is_name(lines.get(at), false, Demand::Age)
                && (!apart || lines.gap(at + 1) > 0);
        if !is_named {
            nameless += 1;
            text = if has_button(at) { at + 1 } else { at };
        }
        let age = foot.time.map_or("", |time| lines.get(time));
        comments.push(Comment {
            author: if is_named { lines.get(at) } else { "" },
            label,
            age,
            when: When::of(age),
            score: foot.score,
            text: text.min(foot.votes)..foot.votes,
        });
        from = foot.end + 1;
    }
    Some(Older { start, declared, comments, torn, nameless })
}

/// Whether a blank line stands below most names.
fn has_gaps_below_names(lines: &Lines<'_>, feet: &[Foot], button: Option<&str>) -> bool {
    let names = feet.windows(2).filter_map(|pair| {
        let [before, foot] = pair else { return None };
        Some(name_at(lines, before.end + 1, foot.votes).0)
    });
    let gaps = names.filter(|&at| lines.gap(at + 1) > 0).count();
    button.is_none() && gaps * 2 > feet.len()
}

/// The line without its number, and that: `Vote Up2Vote Down  Reply`, or the number alone.
fn votes(line: &str) -> Option<((&str, &str), i32)> {
    if line.len() > MAX_VOTES {
        return None;
    }
    let start = line.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = line.split_at_checked(start)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, after) = rest.split_at_checked(end)?;
    let score: i32 = digits.parse().ok()?;
    let (before, score) = match before.strip_suffix(['-', '−']) {
        Some(bare) => (bare, -score),
        None => (before.strip_suffix('+').unwrap_or(before), score),
    };
    let alone = before.is_empty() && after.trim().is_empty();
    let known = || {
        let words = line.to_lowercase();
        VOTE_WORDS.iter().any(|word| words.contains(word))
    };
    let clean = !after.contains(|c: char| c.is_ascii_digit());
    (clean && (alone || known())).then_some(((before, after), score))
}

fn feet(lines: &Lines<'_>) -> Option<Vec<Foot>> {
    let mut found: Vec<(Foot, (&str, &str))> = Vec::new();
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    let mut times = 0;
    for time in (1..lines.len()).filter(|&at| lines.is_time(at)) {
        times += 1;
        let above = (1..=BETWEEN).filter_map(|back| time.checked_sub(back));
        let Some((at, (words, score))) =
            above.filter(|&at| !lines.is_time(at)).find_map(|at| Some((at, votes(lines.get(at))?)))
        else {
            continue;
        };
        *counts.entry(words).or_default() += 1;
        let foot = Foot { votes: at, end: time, time: Some(time), score: Some(score) };
        found.push((foot, words));
    }
    let (&words, &count) = counts.iter().max_by_key(|&(words, count)| (count, words))?;
    if count < FEW || count * 2 <= times {
        return None;
    }
    let feet = found.into_iter().filter(|(_, other)| *other == words).map(|(foot, _)| foot);
    Some(with_torn(lines, &feet.collect::<Vec<_>>(), words))
}

/// Adds the feet of which one line cannot be read: the votes without a time, and a time below which
/// the next head stands.
fn with_torn(lines: &Lines<'_>, feet: &[Foot], words: (&str, &str)) -> Vec<Foot> {
    // The first line of the head below `at`; a button may stand above it.
    let head = |at: usize| at + usize::from(folds(lines.get(at)));
    // Below the last foot there is no head.
    let below = || feet.iter().rev().skip(1).map(|foot| head(foot.end + 1));
    let most = |count: usize| count * 2 >= feet.len();
    let roles = most(below().filter(|&at| is_role(lines.get(at))).count());
    let apart = most(below().filter(|&at| lines.gap(at + 1) > 0).count());
    let is_name = |at: usize| is_name(lines.get(at), false, Demand::Age);
    let heads = |at: usize| {
        let at = head(at);
        if roles { is_role(lines.get(at)) } else { apart && lines.gap(at + 1) > 0 && is_name(at) }
    };
    let ends = feet.iter().map(|foot| foot.votes).chain([lines.len()]);
    let starts = [0].into_iter().chain(feet.iter().map(|foot| foot.end + 1));
    let mut all = Vec::with_capacity(feet.len());
    for (index, (start, end)) in starts.zip(ends).enumerate() {
        let mut at = start;
        while at < end {
            let score =
                votes(lines.get(at)).filter(|(found, _)| *found == words && words != ("", ""));
            let foot = if let Some((_, score)) = score {
                // What stands where others have the time, and above a head, is the time.
                let end = if !heads(at + 1) && heads(at + 2) { at + 1 } else { at };
                Some(Foot { votes: at, end, time: None, score: Some(score) })
            } else if index > 0 && lines.is_time(at) && heads(at + 1) && is_below_text(lines, at) {
                Some(Foot { votes: at, end: at, time: Some(at), score: None })
            } else {
                None
            };
            at = foot.map_or(at, |foot| foot.end) + 1;
            all.extend(foot);
        }
        all.extend(feet.get(index));
    }
    all
}

/// Whether a blank line parts line `at`, or the one above, from a text.
fn is_below_text(lines: &Lines<'_>, at: usize) -> bool {
    lines.gap(at) > 0 || at.checked_sub(1).is_some_and(|above| lines.gap(above) > 0)
}

/// The line that stands below most names: a button.
fn below_names<'a>(lines: &Lines<'a>, feet: &[Foot]) -> Option<&'a str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for pair in feet.windows(2) {
        let [before, foot] = pair else { break };
        let (at, _) = name_at(lines, before.end + 1, foot.votes);
        *counts.entry(lines.get(at + 1)).or_default() += 1;
    }
    let (line, count) = counts.into_iter().max_by_key(|&(line, count)| (count, line))?;
    (count >= FEW && count * 2 > feet.len()).then_some(line)
}

/// Where the name stands behind `from`, and the label above it.
fn name_at<'a>(lines: &Lines<'a>, from: usize, end: usize) -> (usize, Option<&'a str>) {
    let mut at = from;
    let mut label = None;
    while at + 1 < end {
        let line = lines.get(at);
        if is_role(line) {
            label = Some(line);
        } else if !folds(line) {
            break;
        }
        at += 1;
    }
    (at, label)
}

/// Whether a line is the button that shows or hides the replies to a comment.
fn folds(line: &str) -> bool {
    chrome::is(line, &[Kind::HideReplies, Kind::ShowReplies, Kind::Button])
        || chrome::folded_replies(line).is_some()
}

fn is_role(line: &str) -> bool {
    chrome::is(line, &[Kind::Author, Kind::Moderator, Kind::Role])
}

/// Where the name of the first comment stands, whose votes are at `votes`.
fn first_name(
    lines: &Lines<'_>,
    votes: usize,
    feet: &[Foot],
    button: Option<&str>,
) -> Option<usize> {
    let top = votes.saturating_sub(MAX_FIRST);
    if let Some(button) = button
        && let Some(at) = (top + 1..votes).find(|&at| lines.get(at) == button)
    {
        return Some(at - 1);
    }
    // Where the others have a role above the name, so has the first.
    let others: Vec<usize> = feet.iter().map(|foot| foot.end + 1).collect();
    let roles = others.iter().filter(|&&at| is_role(lines.get(at))).count();
    if roles * 2 > others.len()
        && let Some(at) = (top..votes).find(|&at| is_role(lines.get(at)) && !lines.is_time(at + 1))
    {
        return Some(at);
    }
    let is_label = |&at: &usize| {
        let line = lines.get(at);
        chrome::is(line, &[Kind::Label, Kind::Form]) || chrome::first_sort(line).is_some()
    };
    let label = (top..votes).rev().find(is_label);
    let from = label.map_or(top, |at| at + 1);
    // A name is short, and a blank line stands behind it as behind the others.
    let gaps = lines.has_gaps(from..votes);
    let fits = |&at: &usize| {
        lines.get(at).len() <= MAX_NAME && (!gaps || lines.gap(at + 1) > 0) && at + 1 < votes
    };
    (from..votes).find(fits)
}

fn invites(line: &str) -> bool {
    line.len() <= MAX_VOTES && INVITATIONS.contains(&chrome::key(line).as_str())
}

/// Where the comments begin, at or above line `name`, and how many the page says there are.
fn opening(lines: &Lines<'_>, name: usize) -> (usize, Option<u64>) {
    let top = name.saturating_sub(MAX_FIRST);
    let counted = (top..name).rev().find_map(|at| {
        let line = lines.get(at);
        if let Some(count) = chrome::comment_count(line) {
            return Some((at, Some(count)));
        }
        let count = line.parse().ok().filter(|_| invites(lines.get(at + 1)))?;
        Some((at, Some(count)))
    });
    let near = name.saturating_sub(MAX_FORM).max(top);
    let is_label = |line: &str| chrome::is(line, &[Kind::Label, Kind::Form]) || invites(line);
    let label = || (near..name).find(|&at| is_label(lines.get(at)));
    counted.unwrap_or_else(|| (label().unwrap_or(name), None))
}
