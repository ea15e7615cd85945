//! A page of old.reddit.com, copied as text.
//!
//! The head of a comment says how many comments hang below it, `(35 children)`, loaded or not; with
//! the order of the page that is the whole tree. The word `parent` among the links below a text is
//! there for every reply, and puts right what the numbers got wrong: comments that are gone are
//! counted and not shown. A copy without the style sheet has three scores, for a reader who voted
//! against, not at all and for; the middle one is the score. Text beside a name or a title (flair)
//! stands there without a space.

mod tree;

use std::ops::Range;

use super::{
    Input, Likelihood, Lines, LoadError, MAX_HEAD, Page, Place, Post, State, date_article,
    fill_article, likelihood, number, sample, split_domain, sum,
};
use crate::load::times::When;
use crate::load::{Loader, Reads, Sink};
use crate::model::Confidence;
use crate::text::clean_line;
use tree::Item;

/// The loader.
pub(in super::super) const LOADER: Loader = Loader {
    name: "reddit_text",
    about: "a page of old.reddit.com, copied from a browser as text",
    extensions: &["txt"],
    marks: &[],
    sniff,
    load: Reads::Whole(load),
};

/// The longest user name, in bytes; the site allows 20.
const MAX_NAME: usize = 32;
/// The shortest title that is looked for elsewhere on the page to know it from its flair, in bytes.
const MIN_TITLE: usize = 8;
/// The links below a comment; a style sheet can leave no space between them.
const LINKS: &[&str] = &[
    "permalink",
    "embed",
    "save",
    "unsave",
    "parent",
    "report",
    "reply",
    "give award",
    "give gold",
    "context",
    "full comments",
    "share",
    "source",
    "hide child comments",
    "crosspost",
];
/// What an archived page or one of a single thread says above its comments.
const NOTICES: &[&str] = &[
    "this is an archived post",
    "you are viewing a single comment's thread",
    "this post is locked",
];

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(text) = sample(input) else { return Likelihood::No };
    let (mut heads, mut framed) = (0, false);
    for line in text.lines().map(str::trim) {
        heads += usize::from(Head::of(line).is_some());
        framed |= Submission::of(line).is_some() || line.starts_with("permalink");
        if framed && heads > 2 {
            break;
        }
    }
    likelihood(heads, framed)
}

fn load(input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    super::load(input, sink, read)
}

/// The line at the head of a comment.
#[derive(Clone, Debug, Default)]
struct Head<'a> {
    author: &'a str,
    age: &'a str,
    score: Option<i32>,
    edited: bool,
    roles: Vec<String>,
    /// How many comments hang below it.
    children: u32,
}

impl<'a> Head<'a> {
    /// `[–]NAME[S] 352 points353 points354 points 2 hours ago* (35 children)`.
    fn of(line: &'a str) -> Option<Head<'a>> {
        if line.len() > MAX_HEAD {
            return None;
        }
        let rest = ["[–]", "[-]", "[−]", "[+]"].iter().find_map(|mark| line.strip_prefix(mark))?;
        let rest = rest.trim_start();
        let (rest, children) = rest.strip_suffix(')')?.rsplit_once('(')?;
        let children = children.strip_suffix(" children").or(children.strip_suffix(" child"))?;
        let mut head = Head { children: u32::try_from(number(children)?).ok()?, ..Head::default() };
        let mut rest = head.take_name(rest.trim_end())?;
        while let Some((before, note)) = rest.rsplit_once(" - ")
            && (note.ends_with("comment") || note == "locked")
        {
            rest = before.trim_end();
        }
        if let Some(bare) = rest.strip_suffix('*') {
            head.edited = true;
            rest = bare.trim_end();
        }
        head.take_age(rest)?;
        Some(head)
    }

    fn take_name(&mut self, rest: &'a str) -> Option<&'a str> {
        if let Some(rest) = rest.strip_prefix("[deleted]").or(rest.strip_prefix("[removed]")) {
            return Some(rest);
        }
        let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        let end = rest.bytes().position(|b| !is_name(b))?;
        let (name, rest) = rest.split_at_checked(end)?;
        self.author = Some(name).filter(|name| (1..=MAX_NAME).contains(&name.len()))?;
        Some(rest)
    }

    /// Reads the scores and the age at the end of `rest`, and marks of roles before them.
    fn take_age(&mut self, rest: &'a str) -> Option<()> {
        let hidden = rest.rsplit_once("[score hidden]");
        let scored = || {
            let at = rest.rfind(" point")?;
            let (before, behind) = rest.split_at_checked(at)?;
            let behind = behind.trim_start_matches(" point");
            Some((before, behind.strip_prefix('s').unwrap_or(behind)))
        };
        let (before, age) = match hidden {
            Some((before, age)) => (before, age.trim()),
            None => match scored() {
                Some((before, age)) => {
                    self.score = scores(before);
                    (before, age.trim())
                }
                // A comment that is gone has no score.
                None => ("", last_words(rest, 3)),
            },
        };
        When::of(age)?;
        self.age = age;
        for (at, _) in before.match_indices('[') {
            let inside = before.get(at + 1..).and_then(|rest| rest.split_once(']'));
            for letter in inside.map_or("", |(inside, _)| inside).split(',') {
                match letter {
                    "S" => self.roles.push("op".into()),
                    "M" => self.roles.push("moderator".into()),
                    "A" => self.roles.push("staff".into()),
                    _ => {}
                }
            }
        }
        Some(())
    }
}

/// The score in `352 points353 points354`: the middle one of three, or the only one.
fn scores(text: &str) -> Option<i32> {
    let one = |piece: &str| {
        let piece = piece.trim_end();
        let start = piece.rfind(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | 'k')));
        let start = start.map_or(0, |at| {
            let sign = piece.get(at..).is_some_and(|rest| rest.starts_with(['-', '−', '–']));
            let width =
                piece.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            if sign { at } else { at + width }
        });
        read_score(piece.get(start..)?)
    };
    let found: Vec<i32> = text.split(" point").filter_map(one).collect();
    match *found.as_slice() {
        [.., _, score, _] | [.., score] => Some(score),
        [] => None,
    }
}

/// `353`, `-27`, `1,234`, `12.3k`.
fn read_score(text: &str) -> Option<i32> {
    let Some(thousands) = text.strip_suffix('k') else { return super::score(text) };
    let thousands: f64 = thousands.replace('−', "-").parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "a cast of a float saturates")]
    Some((thousands * 1000.0).round() as i32)
}

/// The last `count` words of `text`, or all of it.
fn last_words(text: &str, count: usize) -> &str {
    let start = text.rmatch_indices(' ').nth(count - 1).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or(text).trim()
}

/// `submitted 2 hours ago by TheHarbour`, below a title.
#[derive(Clone, Copy, Debug)]
struct Submission<'a> {
    author: &'a str,
    age: &'a str,
}

impl<'a> Submission<'a> {
    fn of(line: &'a str) -> Option<Submission<'a>> {
        if line.len() > MAX_HEAD {
            return None;
        }
        let (age, author) = line.strip_prefix("submitted ")?.split_once(" by ")?;
        let age = age.trim_end_matches(['*', ' ']);
        When::of(age)?;
        let author = author.split([' ', '[']).next().unwrap_or_default();
        Some(Submission { author, age })
    }
}

/// What stands below the text of a comment.
#[derive(Clone, Copy, Debug, Default)]
struct Below {
    /// Where the text ends.
    end: usize,
    /// Whether a link leads to a comment above; unknown where there are no links.
    parent: Option<bool>,
}

fn read<'a>(lines: &Lines<'a>) -> Page<'a> {
    let heads: Vec<(usize, Head<'a>)> =
        lines.said(0..lines.len()).filter_map(|(at, line)| Some((at, Head::of(line)?))).collect();
    let mut page = Page::default();
    read_submission(lines, heads.first().map_or(lines.len(), |&(at, _)| at), &mut page);
    let ends: Vec<usize> = heads.iter().skip(1).map(|&(at, _)| at).chain([lines.len()]).collect();
    let mut items = Vec::with_capacity(heads.len());
    // What answers a comment that is gone has no link to it, as if it answered none.
    let mut gone_until = 0;
    for ((at, head), end) in heads.into_iter().zip(ends) {
        let index = page.posts.len();
        let below = below(lines, at + 1, end);
        let reply = below.parent.filter(|&reply| reply || index >= gone_until);
        items.push(Item::Comment { children: head.children, reply });
        if head.author.is_empty() {
            gone_until = gone_until.max(index + 1 + head.children as usize);
        }
        let mut post = post(head, lines.text(at + 1..below.end));
        // A flair stands behind a name without a space; whoever submitted is known by the mark.
        if let Some(op) = page.op.filter(|op| post.author.starts_with(op))
            && post.roles.iter().any(|role| role == "op")
        {
            post.author = op;
        }
        page.posts.push(post);
        page.torn += behind(lines, below.end..end, &mut page.posts, &mut items);
    }
    let tree = tree::build(&items);
    for (post, (parent, sure)) in page.posts.iter_mut().zip(tree.parents) {
        post.place = Place::Under(parent);
        post.sure = Some(Confidence::percent(sure));
    }
    for (owner, more) in tree.more {
        match owner.and_then(|owner| page.posts.get_mut(owner)) {
            Some(post) => post.more = post.more.saturating_add(more),
            None => page.missing = page.missing.saturating_add(more),
        }
    }
    page
}

/// Reads what stands in `range` behind a text: its links, what the page does not show, and the texts
/// with links of their own whose heads could not be read. Gives the number of those.
fn behind<'a>(
    lines: &Lines<'a>,
    range: Range<usize>,
    posts: &mut Vec<Post<'a>>,
    items: &mut Vec<Item>,
) -> usize {
    let (mut found, mut start) = (0, None);
    for (at, line) in lines.said(range.clone()) {
        if let Some(stub) = stub(line) {
            items.push(stub);
            start = None;
        } else if is_links(line) {
            if let Some(start) = start.take() {
                let parent = below(lines, at, range.end).parent;
                items.push(Item::Comment { children: 0, reply: parent });
                posts.push(Post { text: lines.text(start..at), ..Post::default() });
                found += 1;
            }
        } else if !LINKS.contains(&line) {
            start = start.or(Some(at));
        }
    }
    found
}

fn post(head: Head<'_>, text: String) -> Post<'_> {
    let state = match text.to_ascii_lowercase().as_str() {
        "[deleted]" | "comment deleted by user" => State::Deleted,
        "[removed]"
        | "comment removed by moderator"
        | "[ removed by reddit ]"
        | "[removed by reddit]" => State::Removed,
        _ => State::Live,
    };
    Post {
        author: head.author,
        votes: sum(head.score),
        edited: head.edited,
        roles: head.roles,
        state,
        text,
        ..Post::default()
    }
    .stamp(head.age)
}

/// `load more comments (12 replies)` has a number, `continue this thread` none.
fn stub(line: &str) -> Option<Item> {
    if let Some(rest) = line.strip_prefix("load more comments") {
        let count = rest.trim().trim_start_matches('(').split(' ').next();
        let count = count.and_then(number).and_then(|count| u32::try_from(count).ok());
        return Some(Item::More(count.unwrap_or(1)));
    }
    line.starts_with("continue this thread").then_some(Item::Rest)
}

/// Finds the links below the text between `start` and `end`.
fn below(lines: &Lines<'_>, start: usize, end: usize) -> Below {
    let Some(first) = lines.said(start..end).find(|(_, line)| is_links(line)) else {
        let stub = lines.said(start..end).find(|(_, line)| stub(line).is_some());
        return Below { end: stub.map_or(end, |(at, _)| at), parent: None };
    };
    let row = (first.0..end).map(|at| lines.get(at)).take_while(|line| !line.is_empty());
    let parent = row.take(LINKS.len()).any(|line| line.contains("parent"));
    Below { end: first.0, parent: Some(parent) }
}

/// Whether a line is the first of the links, or all of them.
fn is_links(line: &str) -> bool {
    let line = line.trim_start_matches(['•', '*', ' ']);
    let Some(mut rest) = line.strip_prefix("permalink") else { return false };
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        match LINKS.iter().find_map(|link| rest.strip_prefix(link)) {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    true
}

/// Reads what stands above the first comment.
fn read_submission<'a>(lines: &Lines<'a>, first: usize, page: &mut Page<'a>) {
    page.article.site = Some("Reddit".into());
    let (mut submission, mut submitted_on) = (None, None);
    for (at, line) in lines.said(0..first) {
        if let Some(sub) = line.strip_prefix("discussions in ") {
            page.article.site = Some(clean_line(sub));
        } else if let Some(date) = line.strip_prefix("this post was submitted on ") {
            submitted_on = Some(date);
        } else if submission.is_none() {
            submission = Submission::of(line).map(|found| (at, found));
        }
    }
    let Some((at, submission)) = submission else { return };
    let above = lines.last(0..at).map_or("", |above| lines.get(above));
    let (title, domain) = split_domain(above);
    page.article.title =
        Some(clean_line(without_flair(lines, first, title))).filter(|title| !title.is_empty());
    page.article.url = domain.filter(|domain| !domain.starts_with("self.")).map(clean_line);
    page.article.byline = Some(clean_line(submission.author));
    date_article(&mut page.article, submitted_on.unwrap_or(submission.age));
    page.op = Some(submission.author);
    let is_count = |line: &str| {
        let count = line.strip_suffix(" comments").or(line.strip_suffix(" comment"))?;
        number(count)
    };
    let count = lines.said(at + 1..first).find_map(|(at, line)| Some((at, is_count(line)?)));
    page.declared = count.and_then(|(_, count)| u64::try_from(count).ok());
    let end = count.map_or(at, |(at, _)| at);
    fill_article(&mut page.article, &lines.text(at + 1..end.max(at + 1)));
    let notices = lines.said(end..first).map(|(_, line)| line);
    let notices = notices.filter(|line| NOTICES.iter().any(|notice| line.starts_with(notice)));
    page.article.notices.extend(notices.take(NOTICES.len()).map(clean_line));
}

/// The title without the words that stand before or behind it without a space: where the page names
/// the story elsewhere too, they are not there.
fn without_flair<'a>(lines: &Lines<'a>, first: usize, title: &'a str) -> &'a str {
    let elsewhere = lines.said(0..first).map(|(_, line)| line).filter(|line| {
        (MIN_TITLE..title.len()).contains(&line.len())
            && (title.ends_with(line) || title.starts_with(line))
    });
    elsewhere.max_by_key(|line| line.len()).unwrap_or(title)
}
