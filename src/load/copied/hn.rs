//! A Hacker News page, copied as text.
//!
//! The head of a comment has stayed one line through the years: `3 points by pg 2 hours ago | link`
//! (until 2010), `pg 11 days ago | link` (2012), `pg 5 hours ago [–]` (2021), and since then with
//! the words `root`, `parent`, `prev` and `next`, each of which is there if there is somewhere to
//! go. They tell much of the tree: no `parent` is a thread start, no `root` its child, and without
//! `prev` the comment just above is the parent. Older pages have lost theirs.
//!
//! The page of a single comment begins with that comment, `| on:` the story's title; it is what is
//! discussed there, and so the article.

use super::{
    Input, Likelihood, Lines, LoadError, MAX_HEAD, Page, Place, Post, State, date_article,
    fill_article, likelihood, sample, score, split_domain, sum,
};
use crate::load::times::When;
use crate::load::{Loader, Reads, Sink};
use crate::text::clean_line;

/// The loader.
pub(in super::super) const LOADER: Loader = Loader {
    name: "hn_text",
    about: "a Hacker News page, copied from a browser as text",
    extensions: &["txt"],
    marks: &[],
    sniff,
    load: Reads::Whole(load),
};

/// The longest user name, in bytes; the site allows 15.
const MAX_NAME: usize = 24;
/// How many lines of the page may stand before the line about the submission.
const MAX_TOP: usize = 200;
/// Words on their own lines between a submission and its comments.
const FORM: &[&str] = &["help", "add comment", "update", "reply"];
/// What the last lines of a page begin with.
const FOOTERS: &[&str] = &[
    "Guidelines | FAQ",
    "Lists | RSS",
    "RSS | Bookmarklet",
    "Bookmarklet | Guidelines",
    "Consider applying for YC",
    "Applications are open for YC",
    "Registration is open for",
    "Join us for AI Startup School",
    "Search:",
];

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(text) = sample(input) else { return Likelihood::No };
    let (mut heads, mut framed, mut own) = (0, false, false);
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.len() > MAX_HEAD {
            continue;
        }
        if let Some(head) = Head::of(line) {
            heads += 1;
            own |= head.toggled || head.links.parent || head.next || head.on.is_some();
        } else {
            framed |= (line.starts_with("Hacker News") && line.contains("submit"))
                || line.contains("Guidelines | FAQ")
                || Submission::of(line).is_some();
            own |= line == "reply";
            if line.contains("Moderation Log") {
                return Likelihood::No;
            }
        }
        if framed && heads > 2 {
            break;
        }
    }
    // Another site has the same head with nothing but `link` in it.
    likelihood(if own || framed { heads } else { 0 }, framed)
}

fn load(input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    super::load(input, sink, read)
}

/// The line at the head of a comment.
#[derive(Clone, Copy, Debug, Default)]
struct Head<'a> {
    /// Empty where the comment is deleted.
    author: &'a str,
    age: &'a str,
    points: Option<i32>,
    links: Links,
    next: bool,
    /// The title of the story, where the page is not about that.
    on: Option<&'a str>,
    /// `[–]` stands at its end.
    toggled: bool,
    /// How many comments are folded away, itself included.
    folded: u32,
}

/// Which links there are to what stands above.
#[derive(Clone, Copy, Debug, Default)]
struct Links {
    root: bool,
    parent: bool,
    prev: bool,
}

impl<'a> Head<'a> {
    fn of(line: &'a str) -> Option<Head<'a>> {
        if line.len() > MAX_HEAD || !line.contains(" ago") && !line.contains(" on ") {
            return None;
        }
        let mut head = Head::default();
        let rest = head.take_toggle(line);
        let (who, mut words) = rest.split_once('|').map_or((rest, ""), |(who, words)| (who, words));
        let mut linked = head.toggled;
        while !words.is_empty() {
            if let Some(title) = words.trim_start().strip_prefix("on:") {
                head.on = Some(title.trim());
                linked = true;
                break;
            }
            let (word, tail) = words.split_once('|').unwrap_or((words, ""));
            linked |= head.take_word(word.trim())?;
            words = tail;
        }
        if !linked {
            return None;
        }
        head.take_writer(who.trim())?;
        Some(head)
    }

    /// Notes a word between bars; whether it is one that leads to a comment.
    fn take_word(&mut self, word: &str) -> Option<bool> {
        match word {
            "root" => self.links.root = true,
            "parent" => self.links.parent = true,
            "prev" => self.links.prev = true,
            "next" => self.next = true,
            "link" | "context" => {}
            "" | "favorite" | "un-favorite" | "flag" | "unflag" | "vouch" | "unvote" | "undown"
            | "edit" | "delete" => return Some(false),
            _ => return None,
        }
        Some(true)
    }

    /// Takes `[–]` or `[12 more]` from the end.
    fn take_toggle(&mut self, line: &'a str) -> &'a str {
        let cut = line.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
        match cut {
            Some((rest, "–" | "-" | "−" | "+")) => {
                self.toggled = true;
                rest.trim_end()
            }
            Some((rest, inside)) => {
                let folded = inside.strip_suffix(" more").and_then(|count| count.parse().ok());
                let Some(folded) = folded else { return line };
                (self.toggled, self.folded) = (true, folded);
                rest.trim_end()
            }
            None => line,
        }
    }

    /// Reads `3 points by pg 2 hours ago [dead]`, of which only the time must be there.
    fn take_writer(&mut self, who: &'a str) -> Option<()> {
        let mut rest = who;
        while let Some(bare) =
            ["[dead]", "[flagged]", "[dupe]"].iter().find_map(|mark| rest.strip_suffix(mark))
        {
            rest = bare.trim_end();
        }
        if let Some((points, by)) = rest.split_once(" by ")
            && let Some(count) = points.strip_suffix(" points").or(points.strip_suffix(" point"))
        {
            self.points = Some(score(count)?);
            rest = by;
        }
        if When::of(rest).is_some() {
            self.age = rest;
            return Some(());
        }
        let (author, age) = rest.split_once(' ')?;
        let fits = author.len() <= MAX_NAME
            && author.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        let age = age.trim();
        When::of(age).filter(|_| fits && !author.is_empty())?;
        (self.author, self.age) = (author, age);
        Some(())
    }
}

/// The line below a story's title.
#[derive(Clone, Copy, Debug)]
struct Submission<'a> {
    author: &'a str,
    age: &'a str,
    comments: Option<u64>,
}

impl<'a> Submission<'a> {
    fn of(line: &'a str) -> Option<Submission<'a>> {
        if line.len() > MAX_HEAD {
            return None;
        }
        let (points, rest) = line.split_once(" by ")?;
        let count = points.strip_suffix(" points").or(points.strip_suffix(" point"))?;
        score(count)?;
        let mut parts = rest.split('|').map(str::trim);
        let (author, age) = parts.next()?.split_once(' ')?;
        When::of(age)?;
        let mut submission = Submission { author, age, comments: None };
        let mut listed = false;
        for part in parts {
            let count = part.strip_suffix("comments").or(part.strip_suffix("comment"));
            if let Some(count) = count {
                listed = true;
                submission.comments = count.trim().parse().ok();
            } else if part == "discuss" {
                (listed, submission.comments) = (true, Some(0));
            } else if matches!(part, "hide" | "past" | "favorite") {
                listed = true;
            } else if matches!(part, "link" | "parent") {
                return None;
            }
        }
        listed.then_some(submission)
    }
}

fn read<'a>(lines: &Lines<'a>) -> Page<'a> {
    let heads: Vec<(usize, Head<'a>)> =
        lines.said(0..lines.len()).filter_map(|(at, line)| Some((at, Head::of(line)?))).collect();
    let mut page = Page::default();
    let first = heads.first().map_or(lines.len(), |&(at, _)| at);
    let single = heads.iter().filter(|(_, head)| head.on.is_some()).count() == 1;
    let item = heads.first().filter(|(_, head)| single && head.on.is_some() && !head.toggled);
    if item.is_none() {
        read_submission(lines, first, &mut page);
    }
    let mut swallowed = 0;
    let tells = heads.iter().any(|(_, head)| head.next || head.links.prev || head.links.root);
    let ends = heads.iter().skip(1).map(|&(at, _)| at).chain([lines.len()]);
    for (index, (&(at, head), end)) in heads.iter().zip(ends).enumerate() {
        let last = end == lines.len();
        let body = body(lines, at + 1, end, last);
        if index == 0 && item.is_some() {
            page.article.title = head.on.map(clean_line);
            page.article.byline = Some(clean_line(head.author));
            page.op = Some(head.author);
            date_article(&mut page.article, head.age);
            fill_article(&mut page.article, &lines.text(at + 1..body.0));
            continue;
        }
        let place = if head.on.is_some() {
            Place::Depth(0)
        } else if tells {
            place(head, page.posts.len())
        } else {
            Place::Unknown
        };
        swallowed += lines.said(at + 1..body.0).filter(|(_, line)| *line == "reply").count();
        page.posts.push(post(head, place, lines.text(at + 1..body.0)));
        for _ in 0..body.1 {
            let place = if tells { Place::Depth(0) } else { Place::Unknown };
            let text = "[deleted]".to_owned();
            page.posts.push(Post { state: State::Deleted, place, text, ..Post::default() });
        }
    }
    if swallowed > 0 {
        page.warnings.push(format!(
            "buttons to reply inside of a comment: {swallowed}; there another may begin whose head \
             cannot be read"
        ));
    }
    page.article.site = Some("Hacker News".into());
    page
}

fn place(head: Head<'_>, index: usize) -> Place {
    match (head.links.root, head.links.parent, head.links.prev) {
        (false, false, _) => Place::Depth(0),
        (false, true, _) => Place::Depth(1),
        (true, _, false) => Place::Under(index.checked_sub(1)),
        (true, _, true) => Place::Above(2),
    }
}

fn post(head: Head<'_>, place: Place, text: String) -> Post<'_> {
    let state = match text.as_str() {
        "[deleted]" => State::Deleted,
        "[flagged]" | "[dead]" | "[removed]" => State::Removed,
        "" if head.author.is_empty() => State::Deleted,
        "" if head.folded > 0 => State::NotLoaded,
        _ => State::Live,
    };
    let more = head.folded.saturating_sub(1);
    Post {
        author: head.author,
        votes: sum(head.points),
        state,
        place,
        more,
        text,
        ..Post::default()
    }
    .stamp(head.age)
}

/// Where a text that starts at `start` ends, and how many deleted comments without a head follow.
fn body(lines: &Lines<'_>, start: usize, end: usize, last: bool) -> (usize, usize) {
    let is_button = |at: usize| lines.get(at) == "reply";
    let button = (start..end).find(|&at| is_button(at));
    if last {
        let footer = (start..end).find(|&at| is_footer(lines.get(at)));
        // Where it is known what stands behind the comments, another may stand before it whose head
        // could not be read; else the first button ends what is surely a text.
        let last = footer.map(|footer| {
            lines.last(start..footer).filter(|&last| is_button(last)).unwrap_or(footer)
        });
        return (last.or(button).unwrap_or(end), 0);
    }
    let Some(button) = button else { return (end, 0) };
    // Before 2013 a deleted comment was a line, and that between two others.
    let behind = || lines.said(button + 1..end).map(|(_, line)| line);
    if behind().all(|line| line == "[deleted]") {
        (button, behind().count())
    } else {
        // Somebody wrote the word on a line; the last one is the button.
        let last = (start..end).rev().find(|&at| is_button(at));
        let below = last.is_some_and(|at| lines.first(at + 1..end).is_none());
        (last.filter(|_| below).unwrap_or(end), 0)
    }
}

fn is_footer(line: &str) -> bool {
    FOOTERS.iter().any(|footer| line.starts_with(footer))
        || line == "More"
        || line.contains("Guidelines | FAQ")
}

/// Reads what stands above the first comment.
fn read_submission<'a>(lines: &Lines<'a>, first: usize, page: &mut Page<'a>) {
    let top = 0..first.min(MAX_TOP);
    let found = lines.said(top).find_map(|(at, line)| Some((at, Submission::of(line)?)));
    let Some((at, submission)) = found else { return };
    let above = lines.last(0..at).map_or("", |above| lines.get(above));
    let (title, domain) = split_domain(above);
    page.article.title = Some(clean_line(title)).filter(|title| !title.is_empty());
    page.article.url = domain.map(clean_line);
    page.article.byline = Some(clean_line(submission.author));
    date_article(&mut page.article, submission.age);
    page.op = Some(submission.author);
    page.declared = submission.comments;
    let end = (at + 1..first).find(|&at| is_footer(lines.get(at))).unwrap_or(first);
    let mut end = end;
    while let Some(last) = lines.last(at + 1..end)
        && FORM.contains(&lines.get(last))
    {
        end = last;
    }
    fill_article(&mut page.article, &lines.text(at + 1..end));
}
