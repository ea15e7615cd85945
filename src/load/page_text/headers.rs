//! The lines at the head of each comment: name, name again, role, age, "Reply to".
//!
//! A copy has the name twice where the text of the picture was copied too, else once. Which it is
//! is a matter of the page, as is what stands before and behind a head; a run of lines that looks
//! like a head but does not look like the others of its page is part of a text.

use std::collections::{HashMap, HashSet};

use super::When;
use super::chrome::{self, Kind};
use super::lines::Lines;
use super::replies;

/// The longest name, in bytes.
pub(super) const MAX_NAME: usize = 120;
/// The longest role, in bytes.
const MAX_ROLE: usize = 40;
/// How many labels may stand among the lines of a head.
const MAX_LABELS: usize = 3;
/// The longest line that may be an age in a language that is not known, in bytes.
const MAX_FOREIGN_AGE: usize = 48;
/// Of the heads of a page, the share that must agree for the others to stand out, in percent.
const CUSTOM: usize = 80;

/// A comment's head.
#[derive(Clone, Debug)]
pub(super) struct Header<'a> {
    /// Its first line.
    pub(super) start: usize,
    /// The line behind it.
    pub(super) end: usize,
    /// Who wrote the comment.
    pub(super) author: &'a str,
    /// When, as printed; empty where the page shows no ages.
    pub(super) age: &'a str,
    /// What that says.
    pub(super) when: Option<When>,
    /// Whom it answers.
    pub(super) reply_to: Option<&'a str>,
    /// What is said of the author.
    pub(super) labels: Vec<&'a str>,
    /// Whether the name stands there twice.
    pub(super) doubled: bool,
}

/// How much of a head must be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// The age.
    Age,
    /// Where the name stands twice, a short line with a number in it is an age in some language.
    AnyAge,
    /// Where the name stands twice, there need be no age: a site can leave them out.
    NameTwice,
}

/// The heads from line `from` on, in order.
///
/// `declared` is the number of comments that the page names.
pub(super) fn find<'a>(lines: &Lines<'a>, from: usize, declared: Option<u64>) -> Vec<Header<'a>> {
    let mut headers = candidates(lines, from, Demand::Age);
    let enough = |found: usize| found as u64 * 2 >= declared.unwrap_or(1);
    for demand in [Demand::AnyAge, Demand::NameTwice] {
        if !enough(headers.len()) {
            let others = alike(candidates(lines, from, demand));
            if others.len() > headers.len() {
                headers = others;
            }
        }
    }
    let declared = declared.and_then(|declared| usize::try_from(declared).ok());
    let mut headers = choose(lines, headers, declared);
    replies::learn(lines, &mut headers);
    headers
}

/// Everything that looks like a head.
fn candidates<'a>(lines: &Lines<'a>, from: usize, demand: Demand) -> Vec<Header<'a>> {
    let mut found = Vec::new();
    let mut at = from;
    while at < lines.len() {
        match at_line(lines, at, demand) {
            Some(header) => {
                at = header.end;
                found.push(header);
            }
            None => at += 1,
        }
    }
    found
}

/// Those whose ages begin or end like another's, where more than one has an age.
fn alike(headers: Vec<Header<'_>>) -> Vec<Header<'_>> {
    let ends = |header: &Header<'_>| {
        let words: Vec<&str> = header.age.split_whitespace().collect();
        let word = |word: Option<&&str>| {
            word.filter(|w| !w.contains(char::is_numeric)).map(|w| chrome::key(w))
        };
        (word(words.first()), word(words.last()))
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for header in &headers {
        let (first, last) = ends(header);
        let last = last.filter(|last| Some(last) != first.as_ref());
        for word in first.into_iter().chain(last) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let often = |word: Option<String>| word.is_some_and(|word| counts.get(&word) > Some(&1));
    let mut headers = headers;
    if headers.len() > 1 {
        headers.retain(|header| {
            let (first, last) = ends(header);
            header.age.is_empty() || often(first) || often(last)
        });
    }
    headers
}

/// The head that starts at line `start`, if one does.
pub(super) fn at_line<'a>(lines: &Lines<'a>, start: usize, demand: Demand) -> Option<Header<'a>> {
    let first = lines.get(start);
    if first.is_empty() || first.len() > MAX_NAME {
        return None;
    }
    let (author, labels, at) = match doubled_name(
        lines,
        start,
        if demand == Demand::NameTwice { 0 } else { MAX_LABELS },
    ) {
        Some((author, labels, at)) => (author, labels, at),
        None if demand != Demand::Age => return None,
        None => (first, Vec::new(), start + 1),
    };
    let doubled = at > start + 1;
    let header =
        Header { start, end: at, author, age: "", when: None, reply_to: None, labels, doubled };
    let header = read_tail(lines, header, demand)?;
    is_name(author, doubled, demand).then_some(header)
}

/// The name that stands at `start` and again behind at most `labels` lines, those lines, and the
/// line behind.
fn doubled_name<'a>(
    lines: &Lines<'a>,
    start: usize,
    labels: usize,
) -> Option<(&'a str, Vec<&'a str>, usize)> {
    let first = lines.get(start);
    for second in start + 1..=start + 1 + labels {
        let line = lines.get(second);
        if line.is_empty() || line.len() > MAX_NAME {
            return None;
        }
        let labels = || (start + 1..second).map(|at| lines.get(at)).collect::<Vec<_>>();
        if same_name(first, line) || chrome::is_picture_of(first, line) {
            return Some((line, labels(), second + 1));
        }
        if line.len() > MAX_ROLE || lines.is_time(second) {
            return None;
        }
    }
    None
}

/// Reads the lines behind the name: labels, age and "Reply to", in any order that the layouts have.
fn read_tail<'a>(lines: &Lines<'a>, mut header: Header<'a>, demand: Demand) -> Option<Header<'a>> {
    let reply_at = |at: usize| chrome::reply_to(lines.get(at)).filter(|reply| reply.1);
    let age_at = |at: usize| {
        lines.is_time(at) || (demand == Demand::AnyAge && is_foreign_age(lines.get(at)))
    };
    for _ in 0..MAX_LABELS + 2 {
        let line = lines.get(header.end);
        let aged = !header.age.is_empty();
        if !aged && age_at(header.end) {
            (header.age, header.when) = (line, When::of(line));
        } else if header.reply_to.is_none()
            && let Some((name, _)) = reply_at(header.end)
        {
            match split_age(name) {
                Some((name, age)) if !aged => {
                    (header.reply_to, header.age, header.when) = (Some(name), age, When::of(age));
                }
                _ => header.reply_to = Some(name),
            }
        } else if !aged && header.labels.len() < MAX_LABELS && is_label(lines, &header, age_at) {
            header.labels.push(line);
        } else {
            break;
        }
        header.end += 1;
    }
    (!header.age.is_empty() || demand == Demand::NameTwice).then_some(header)
}

/// Whether the next line is a role or another label. One that is not known must stand before an age.
fn is_label(lines: &Lines<'_>, header: &Header<'_>, age_at: impl Fn(usize) -> bool) -> bool {
    let line = lines.get(header.end);
    if line.is_empty() || line.len() > MAX_ROLE || same_name(line, header.author) {
        return false;
    }
    let known = is_known_label(line) || chrome::votes_and_reply(line).is_some();
    let before_age =
        age_at(header.end + 1) || chrome::reply_to(lines.get(header.end + 1)).is_some();
    (known || header.doubled)
        && (before_age || (known && is_known_label(lines.get(header.end + 1))))
}

/// Whether `line` is a role or a state.
pub(super) fn is_known_label(line: &str) -> bool {
    chrome::is(line, &[Kind::Author, Kind::Moderator, Kind::Role, Kind::State])
}

/// `name age` as one line.
fn split_age(line: &str) -> Option<(&str, &str)> {
    let spaces = line.char_indices().filter(|(_, c)| c.is_whitespace());
    let cuts: Vec<usize> = spaces.map(|(at, _)| at).collect();
    cuts.into_iter().take(MAX_ROLE).find_map(|at| {
        let (name, age) = line.split_at(at);
        When::of(age).map(|_| (name.trim(), age.trim()))
    })
}

/// An age in a language that is not known: short, with a number, no sentence.
fn is_foreign_age(line: &str) -> bool {
    let words = line.split_whitespace().count();
    line.len() <= MAX_FOREIGN_AGE
        && (2..=4).contains(&words)
        && line.chars().any(char::is_numeric)
        && !line.ends_with(['.', '!', '?', ':', ','])
}

/// Whether two lines are the same name.
fn same_name(a: &str, b: &str) -> bool {
    a == b || a.split_whitespace().eq(b.split_whitespace())
}

/// Whether `line` can be a name. One that stands there once, or with nothing that is understood,
/// must not look like anything else.
pub(super) fn is_name(line: &str, doubled: bool, demand: Demand) -> bool {
    if When::of(line).is_some() || chrome::reply_to(line).is_some_and(|reply| reply.1) {
        return false;
    }
    if doubled && demand == Demand::Age {
        return true;
    }
    if doubled && chrome::is(line, &[Kind::Form]) {
        return false;
    }
    let label = [
        Kind::Label,
        Kind::Reply,
        Kind::Button,
        Kind::HideReplies,
        Kind::Opening,
        Kind::Sort,
        Kind::Published,
    ];
    let words = line.split_whitespace().count();
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let sentence = line.ends_with(['!', '?', ':', ';', ',', '…', '”', '"', '»', '。', '！', '？'])
        || (line.ends_with('.') && words > 3)
        || line.starts_with(['“', '"', '>', '„', '«', '(']);
    line.chars().any(|c| c.is_alphabetic() || !c.is_ascii() && !c.is_whitespace())
        && words <= 8
        && !sentence
        && (words == 1 || !chrome::is(last, &[Kind::Reply]))
        && !line.contains("://")
        && !chrome::is(line, &label)
        && chrome::folded_replies(line).is_none()
        && chrome::comment_count(line).is_none()
        && chrome::first_sort(line).is_none()
}

/// How a head stands among other lines.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Manner {
    /// A blank line or a button stands before it.
    apart: bool,
    /// A button stands before it.
    below_button: bool,
}

impl Manner {
    fn of(lines: &Lines<'_>, header: &Header<'_>) -> Manner {
        let before = header.start.checked_sub(1).map_or("", |at| lines.get(at));
        let kinds = [Kind::Reply, Kind::Button, Kind::HideReplies, Kind::Label];
        let below_button = chrome::is(before, &kinds)
            || chrome::folded_replies(before).is_some()
            || chrome::votes_and_reply(before).is_some();
        Manner { apart: below_button || lines.gap(header.start) > 0, below_button }
    }
}

/// Takes the heads that go with their page, and leaves the others to the texts.
fn choose<'a>(lines: &Lines<'a>, all: Vec<Header<'a>>, declared: Option<usize>) -> Vec<Header<'a>> {
    let doubled = all.iter().filter(|header| header.doubled).count();
    // One doubled head among many single ones is a line that somebody wrote twice.
    let page_doubles = doubled > 0 && doubled * 3 >= all.len();
    let manners: Vec<Manner> = all.iter().map(|header| Manner::of(lines, header)).collect();
    let usual = |test: &dyn Fn(usize) -> bool| {
        let regular = |at: &usize| all.get(*at).is_some_and(|h| h.doubled || !page_doubles);
        let considered: Vec<usize> = (1..all.len()).filter(regular).collect();
        let count = considered.iter().filter(|&&at| test(at)).count();
        considered.len() >= 3 && count * 100 >= considered.len() * CUSTOM
    };
    let below_button = usual(&|at| manners.get(at).is_some_and(|manner| manner.below_button));
    let apart = usual(&|at| manners.get(at).is_some_and(|manner| manner.apart));
    let followed = usual(&|at| all.get(at).is_some_and(|h| lines.gap(h.end) > 0));
    let known = known_names(&all, page_doubles);

    let mut surplus = declared.map_or(0, |declared| all.len().saturating_sub(declared));
    let mut missing = declared.map(|declared| declared.saturating_sub(doubled));
    let mut chosen = Vec::with_capacity(all.len());
    for (at, (header, manner)) in all.into_iter().zip(manners).enumerate() {
        let odd = (below_button && !manner.below_button)
            || (apart && !manner.apart)
            || (followed && lines.gap(header.end) == 0);
        let keep = if page_doubles && !header.doubled {
            let wanted = missing.is_none_or(|missing| missing > 0);
            let named = known.contains(header.author);
            let keep = wanted && named && manner.apart && (header.reply_to.is_some() || !odd);
            missing = missing.map(|missing| missing.saturating_sub(usize::from(keep)));
            keep
        } else if page_doubles {
            at == 0 || !odd || surplus == 0
        } else {
            // A head after an empty text has nothing before it; the page's number tells.
            let tight = below_button && !manner.below_button;
            at == 0
                || !odd
                || (!tight && surplus == 0 && declared.is_some())
                || (known.contains(header.author) && (header.reply_to.is_some() || surplus == 0))
        };
        if keep {
            chosen.push(header);
        } else {
            surplus = surplus.saturating_sub(1);
        }
    }
    chosen
}

/// The names that stand in a sure place: doubled, answered, or at the head of two comments.
fn known_names<'a>(headers: &[Header<'a>], page_doubles: bool) -> HashSet<&'a str> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    let mut known = HashSet::new();
    for header in headers {
        known.extend(header.reply_to);
        if header.doubled {
            known.insert(header.author);
        } else if !page_doubles {
            let times = times.entry(header.author).or_default();
            *times += 1;
            if *times > 1 {
                known.insert(header.author);
            }
        }
    }
    known
}
