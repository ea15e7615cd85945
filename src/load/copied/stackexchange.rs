//! A question of a Stack Exchange site, copied as text.
//!
//! Question and answers end with a signature, `answered Feb 6, 2014 at 23:35` and the name below;
//! comments have theirs at the end too, `– Vogel` and a time, on lines of their own or (until about
//! 2021) behind the text. Answers start threads, and so do the comments on the question; those on an
//! answer hang below it. Scores are bare numbers above a text; a comment without one has none.
//!
//! A copy without the style sheet has each name twice without a space, and the number of comments
//! above the first of them: a number that can be taken for a score, so the page as a whole is asked.
//!
//! Where a signature cannot be read, the buttons above it tell that a text ends ([`feet`]), and half
//! of a comment's that a comment does ([`comments`]).

mod comments;
mod feet;
mod marks;

use std::ops::Range;

use super::{
    Input, Likelihood, Lines, LoadError, Page, Place, Post, date_article, fill_article, likelihood,
    number, sample, score, sum,
};
use crate::load::{Loader, Reads, Sink};
use crate::text::clean_line;
use comments::Comment;
use feet::Foot;
use marks::{Signature, Signed, is_frame, is_label, stamp};

/// The loader.
pub(in super::super) const LOADER: Loader = Loader {
    name: "stack_exchange_text",
    about: "a question of a Stack Exchange site, copied from a browser as text",
    extensions: &["txt"],
    marks: &[],
    sniff,
    load: Reads::Whole(load),
};

/// How many lines about its writer stand below a text.
const CARD: usize = 8;
/// How many lines from one fact about a question the next one stands at most.
const FACTS: usize = 3;
/// The longest line of tags, in words.
const MAX_TAGS: usize = 8;

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(text) = sample(input) else { return Likelihood::No };
    let lines = Lines::new(&text);
    let (mut signed, mut framed) = (0, false);
    for (at, line) in lines.said(0..lines.len()) {
        signed +=
            usize::from(matches!(Signature::of(line), Some((Signed::Asked | Signed::Answered, _))));
        signed += usize::from(marks::comment(&lines, at).is_some());
        framed |= is_frame(line);
        if framed && signed > 2 {
            break;
        }
    }
    likelihood(signed, framed)
}

fn load(input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    super::load(input, sink, read)
}

/// A question or an answer: the lines of its text, its signature, its comments.
struct Part<'a> {
    signed: Signed,
    /// The line of its signature.
    at: usize,
    author: &'a str,
    age: &'a str,
    edited: bool,
    /// Where its comments end.
    end: usize,
    comments: Vec<Comment<'a>>,
    /// How many comments are not shown.
    more: u32,
    /// The numbers between its signature and its first comment.
    numbers: Vec<i32>,
    /// Whether the first of them is the writer's reputation.
    bare: bool,
    /// Lines behind its comments that belong to none.
    left: Range<usize>,
}

fn read<'a>(lines: &Lines<'a>) -> Page<'a> {
    let end = feet::page_end(lines);
    let feet = feet::find(lines, end);
    let stops = feet.iter().skip(1).map(|next| next.at).chain([end]);
    let parts: Vec<Part<'a>> =
        feet.iter().zip(stops).map(|(foot, stop)| part(lines, foot, stop)).collect();
    let counted = parts.iter().filter(|part| !part.comments.is_empty()).all(|part| {
        let count = part.comments.len() + part.more as usize;
        part.numbers.iter().any(|&number| usize::try_from(number) == Ok(count))
    });
    let mut page = Page::default();
    let broken = feet.iter().filter(|foot| foot.age.is_empty()).count();
    if broken > 0 {
        page.warnings.push(format!("texts whose signature cannot be read: {broken}"));
    }
    let torn = parts.iter().flat_map(|part| &part.comments).filter(|comment| comment.is_torn());
    let torn = torn.count();
    if torn > 0 {
        page.warnings.push(format!("comments whose signature cannot be read: {torn}"));
    }
    let mut start = 0;
    for part in parts {
        let from = start;
        start = part.end;
        take(lines, part, from, counted, &mut page);
    }
    page
}

/// Reads what `foot` signs and the comments between it and `stop`.
fn part<'a>(lines: &Lines<'a>, foot: &Foot<'a>, stop: usize) -> Part<'a> {
    let mut part = Part {
        signed: foot.signed,
        at: foot.at,
        author: marks::without_copy(feet::name(lines, foot, stop)),
        age: foot.age,
        edited: foot.edited,
        end: foot.at + 1,
        comments: Vec::new(),
        more: 0,
        numbers: Vec::new(),
        bare: true,
        left: 0..0,
    };
    let mut start = card_end(lines, &mut part, stop);
    let mut line = start;
    while line < stop {
        if let Some(found) = marks::comment(lines, line) {
            let head = comments::before(lines, start..line, &mut part.comments);
            part.comments.push(comments::whole(lines, head..line, &found));
            line = found.end;
            start = line;
            part.end = line;
            continue;
        }
        let is_button = marks::is_comment_button(lines.get(line));
        if let Some(more) = marks::more(lines.get(line)) {
            part.more = part.more.saturating_add(more);
        }
        if is_button {
            let rest = comments::before(lines, start..line, &mut part.comments);
            if part.comments.is_empty() {
                part.left = rest..line;
            } else {
                part.comments.extend(comments::unsigned(lines, rest..line));
            }
            part.end = line + 1;
            break;
        }
        line += 1;
    }
    part
}

/// Passes over the lines about the writer and the numbers behind them; gives the first line of the
/// first comment's text.
fn card_end<'a>(lines: &Lines<'a>, part: &mut Part<'a>, stop: usize) -> usize {
    let mut end = part.at + 1;
    let mut badges = None;
    let card: Vec<(usize, &'a str)> = lines.said(part.at + 1..stop).take(CARD).collect();
    for &(at, line) in &card {
        if marks::comment(lines, at).is_some() || marks::is_comment_button(line) {
            break;
        }
        if marks::is_reputation(line) {
            badges = Some(at);
        }
    }
    part.bare = badges.is_none();
    for (index, &(at, line)) in card.iter().enumerate() {
        let stops = marks::comment(lines, at).is_some() || marks::is_comment_button(line);
        if stops || index > 0 && badges.is_none_or(|badges| at > badges) && score(line).is_none() {
            break;
        }
        if let Some(number) = score(line).filter(|_| badges.is_none_or(|badges| at > badges)) {
            part.numbers.push(number);
        }
        end = at + 1;
    }
    end
}

/// Puts a part on the page: the question is the article, an answer a comment with others below.
fn take<'a>(lines: &Lines<'a>, part: Part<'a>, from: usize, counted: bool, page: &mut Page<'a>) {
    page.leave(lines, part.left.clone(), |line| score(line).is_some());
    let below = match part.signed {
        Signed::Asked if page.posts.is_empty() && page.article.title.is_none() => {
            read_question(lines, &part, from, page);
            page.missing = page.missing.saturating_add(part.more);
            None
        }
        _ => {
            page.posts.push(answer(lines, &part, from));
            Some(page.posts.len() - 1)
        }
    };
    // The first comment's score stands among the numbers that are not part of a text.
    let count = part.comments.len() + part.more as usize;
    let numbers = &part.numbers;
    let is_count = |number: &i32| usize::try_from(*number) == Ok(count);
    let first_score = if counted {
        let at = numbers.iter().rposition(is_count);
        // Where the count and a score are alike, the count is the first of the two.
        let at = at.map(|at| {
            let twice = at > 0 && numbers.get(at - 1).is_some_and(is_count);
            if twice { at - 1 } else { at }
        });
        at.and_then(|at| numbers.get(at + 1)).copied()
    } else {
        numbers.get(usize::from(part.bare)..).unwrap_or_default().last().copied()
    };
    for (index, comment) in part.comments.into_iter().enumerate() {
        let score = if index == 0 { first_score } else { comment.score };
        let (author, moderator) = marks::without_diamond(comment.author);
        let mut post = Post {
            author,
            votes: sum(Some(score.unwrap_or(0))),
            place: below.map_or(Place::Depth(0), |below| Place::Under(Some(below))),
            text: comment.text,
            ..Post::default()
        };
        if moderator {
            post.roles.push("moderator".into());
        }
        page.posts.push(stamp(post, comment.age));
    }
}

/// The lines of a text that ends before the buttons above line `at`, and the words and at most
/// `numbers` numbers on lines above it.
fn text_range<'a>(
    lines: &Lines<'a>,
    from: usize,
    at: usize,
    numbers: usize,
) -> (usize, usize, Vec<&'a str>) {
    let end = feet::buttons(lines, from, at).unwrap_or(at);
    let mut above = Vec::new();
    let (mut start, mut count) = (from, 0);
    for (at, line) in lines.said(from..end) {
        let is_number = score(line).is_some();
        if !is_label(line) && !is_number || is_number && count == numbers {
            break;
        }
        count += usize::from(is_number);
        above.push(line);
        start = at + 1;
    }
    (start, end, above)
}

fn answer<'a>(lines: &Lines<'a>, part: &Part<'a>, from: usize) -> Post<'a> {
    let (start, end, above) = text_range(lines, from, part.at, 1);
    let (author, moderator) = marks::without_diamond(part.author);
    let accepted = (from..end).any(|at| lines.get(at) == "accepted") && above.contains(&"accepted");
    let mut roles = Vec::new();
    if moderator {
        roles.push("moderator".into());
    }
    if accepted {
        roles.push("accepted".into());
    }
    let mut scores = above.iter().filter_map(|line| score(line));
    let post = Post {
        author,
        votes: sum(scores.next_back()),
        edited: part.edited,
        roles,
        place: Place::Depth(0),
        more: part.more,
        text: lines.text(start..end),
        ..Post::default()
    };
    stamp(post, part.age)
}

fn read_question<'a>(lines: &Lines<'a>, part: &Part<'a>, from: usize, page: &mut Page<'a>) {
    // The title is the last thing before the line that says when it was asked.
    let said = || lines.said(from..part.at);
    let facts = said().filter(|(_, line)| marks::is_fact(line)).map(|(at, _)| at);
    let facts: Vec<usize> = facts.collect();
    let head = facts.first().copied();
    // What looks like one further below is a line of the text.
    let pairs = facts.iter().zip(facts.iter().skip(1));
    let near = pairs.take_while(|(fact, next)| lines.said(**fact..**next).count() <= FACTS);
    let last = near.last().map(|(_, next)| next).or(facts.first());
    let title = head.and_then(|head| lines.last(from..head));
    let title = title.or_else(|| lines.first(from..part.at));
    page.article.title = title.map(|at| clean_line(lines.get(at)));
    let from = last.or(title.as_ref()).map_or(from, |&at| at + 1);
    // Below its score stands how many have saved it.
    let (start, mut end, _) = text_range(lines, from, part.at, 2);
    if let Some(last) = lines.last(start..end)
        && is_tags(lines.get(last))
        && lines.first(start..last).is_some()
    {
        page.article.tags = lines.get(last).split_whitespace().map(clean_line).collect();
        end = last;
    }
    fill_article(&mut page.article, &lines.text(start..end));
    let (author, _) = marks::without_diamond(part.author);
    page.article.byline = Some(clean_line(author)).filter(|name| !name.is_empty());
    let age = marks::with_century(part.age);
    date_article(&mut page.article, &age);
    page.op = Some(author);
}

/// Whether a line can be tags: few words of small letters, digits and hyphens.
fn is_tags(line: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.+#".contains(&b);
    let words = line.split_whitespace().count();
    words <= MAX_TAGS
        && number(line).is_none()
        && line.split_whitespace().all(|w| w.bytes().all(fits))
        && !line.ends_with('.')
}
