//! A Lobsters page, copied as text.
//!
//! A comment has its score on one line and its head on the next: `adamo 11 hours ago | link`, and
//! since 2022 without the link. A hat that the writer wears stands behind the name, `edited` before
//! the age. Nothing tells the tree. The title has the tags behind it on the same line or the next,
//! and the site's own mark (☶) only where the story is a text.

use std::ops::Range;

use super::{
    Input, Likelihood, Lines, LoadError, MAX_HEAD, Page, Place, Post, State, date_article,
    fill_article, likelihood, number, sample, score, sum,
};
use crate::load::times::When;
use crate::load::{Loader, Reads, Sink};
use crate::text::clean_line;

/// The loader.
pub(in super::super) const LOADER: Loader = Loader {
    name: "lobsters_text",
    about: "a Lobsters page, copied from a browser as text",
    extensions: &["txt"],
    marks: &[],
    sniff,
    load: Reads::Whole(load),
};

/// The longest user name, in bytes; the site allows 24.
const MAX_NAME: usize = 32;
/// The longest hat, in words.
const HAT_WORDS: usize = 5;
/// How many lines stand between the score of a story and the line with its submitter.
const TITLE_LINES: usize = 5;
/// Words on their own lines that are buttons.
const BUTTONS: &[&str] =
    &["Preview", "Post", "Cancel", "link", "flag", "reply", "Login to comment"];
/// The site's tags that can be taken for nothing else at the end of a title.
const TAGS: &str = "a11y ai android announce api apl art ask assembly audio book browsers c c# c++ \
    career cli clojure cogsci compilers compsci crypto cryptography css culture d databases debugging \
    design devops distributed dotnet education elixir elm email emacs erlang event finance fortran \
    forth freebsd games gleam go graphics hardware haskell historical hiring illumos interview ios \
    java javascript job kotlin law linux lisp lobsters lua mac math merkle-trees meta ml mobile \
    netbsd networking nix nodejs objectivec openbsd osdev pdf performance perl person philosophy php \
    plt practices privacy programming prolog python rant release reversing ruby rust satire scala \
    scaling scheme science security show slides swift systemd testing transcript unix \
    user-interface vcs vibecoding video vim virtualization visualization wasm web windows zig";

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(text) = sample(input) else { return Likelihood::No };
    let (mut linked, mut scored, mut framed, mut foreign) = (0, 0, false, false);
    let mut before = "";
    for line in text.lines().map(str::trim) {
        if let Some(head) = Head::of(line, is_score(before)) {
            linked += usize::from(head.linked);
            scored += usize::from(!head.linked && is_score(before));
        }
        framed |= Story::of(line).is_some() || line.contains("Moderation Log");
        foreign |= line == "reply" || line.starts_with("Hacker News");
        before = line;
    }
    // Another site has the same head, with the word below its texts.
    let heads = if foreign && !framed { 0 } else { linked + scored };
    match likelihood(heads, framed) {
        Likelihood::Certain if !framed && linked == 0 => Likelihood::Likely,
        likelihood => likelihood,
    }
}

fn load(input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    super::load(input, sink, read)
}

/// A score, or the mark for one that is not shown.
fn is_score(line: &str) -> bool {
    line == "~" || number(line).is_some()
}

/// The line at the head of a comment.
#[derive(Clone, Copy, Debug, Default)]
struct Head<'a> {
    author: &'a str,
    age: &'a str,
    hat: &'a str,
    edited: bool,
    linked: bool,
}

impl<'a> Head<'a> {
    /// `scored` says that a score stands above the line, as it does above heads of today.
    fn of(line: &'a str, scored: bool) -> Option<Head<'a>> {
        if line.len() > MAX_HEAD || !line.contains(" ago") && !line.contains("just now") {
            return None;
        }
        let bare = ["[-]", "[–]", "[+]"].iter().find_map(|mark| line.strip_prefix(mark));
        let mut parts = bare.unwrap_or(line).trim_start().split('|').map(str::trim);
        let who = parts.next()?;
        let mut head = Head::default();
        for part in parts {
            head.linked |= part == "link" || part.starts_with("on:");
            if !is_part(part) {
                return None;
            }
        }
        let (author, mut rest) = who.split_once(' ')?;
        if !is_name(author) || When::of(who).is_some() {
            return None;
        }
        head.author = author;
        let whole = rest;
        for words in 0..=HAT_WORDS {
            rest = rest.trim_start();
            if When::of(rest).is_some() {
                let hat = whole.get(..whole.len() - rest.len()).unwrap_or_default().trim();
                let bare = hat.strip_suffix("edited").map(str::trim_end);
                head.edited = bare.is_some();
                head.hat = bare.unwrap_or(hat);
                head.age = rest;
                let known = head.hat.is_empty() || head.linked || scored;
                return (known && words <= HAT_WORDS).then_some(head);
            }
            rest = rest.split_once(' ')?.1;
        }
        None
    }

    /// A head whose name or age cannot be read: it has its link, or stands below a score.
    fn torn(line: &'a str, scored: bool) -> Option<Head<'a>> {
        if line.len() > MAX_HEAD {
            return None;
        }
        let mut parts = line.split('|').map(str::trim);
        let who = parts.next()?;
        let mut linked = false;
        for part in parts {
            linked |= part == "link";
            if !is_part(part) {
                return None;
            }
        }
        let head = Head { linked, ..Head::default() };
        if When::of(who).is_some() {
            return (linked || scored).then_some(Head { age: who, ..head });
        }
        let author = who.split(' ').next().filter(|name| is_name(name)).unwrap_or_default();
        linked.then_some(Head { author, ..head })
    }

    fn is_torn(&self) -> bool {
        self.author.is_empty() || self.age.is_empty()
    }
}

fn is_name(word: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    word.len() <= MAX_NAME && word.bytes().all(fits) && !is_story_word(word)
}

/// Whether a head may have this behind its age.
fn is_part(part: &str) -> bool {
    let buttons = ["link", "parent", "flag", "unflag", "reply", "edit", "delete", "bookmark", ""];
    buttons.contains(&part) || part.starts_with("on:") || part.starts_with(['-', '+'])
}

fn is_story_word(word: &str) -> bool {
    matches!(word, "authored" | "via" | "submitted" | "by")
}

/// `authored by gioele 3 years ago | 10 comments`, below a title.
#[derive(Clone, Copy, Debug)]
struct Story<'a> {
    author: &'a str,
    age: &'a str,
    comments: Option<u64>,
}

impl<'a> Story<'a> {
    fn of(line: &'a str) -> Option<Story<'a>> {
        if line.len() > MAX_HEAD {
            return None;
        }
        let mut parts = line.split('|').map(str::trim);
        let who = parts.next()?;
        let rest =
            ["authored by ", "via ", "submitted by "].iter().find_map(|by| who.strip_prefix(by))?;
        let (author, age) = rest.trim_start().split_once(' ')?;
        let age = age.trim_start().trim_start_matches("edited ").trim_start();
        When::of(age)?;
        let mut story = Story { author, age, comments: None };
        let mut listed = false;
        for part in parts {
            if let Some(count) = part.strip_suffix(" comments").or(part.strip_suffix(" comment")) {
                story.comments = if count == "no" { Some(0) } else { count.trim().parse().ok() };
                listed = true;
            }
        }
        listed.then_some(story)
    }
}

/// Where a comment begins: at its score, if that stands above its head.
struct Found<'a> {
    start: usize,
    at: usize,
    scored: bool,
    score: Option<i32>,
    head: Head<'a>,
}

impl<'a> Found<'a> {
    /// All heads, those that are torn too.
    fn all(lines: &Lines<'a>) -> Vec<Found<'a>> {
        let found = |torn: bool| {
            lines.said(0..lines.len()).filter_map(move |(at, line)| {
                let above = at.checked_sub(1).map_or("", |above| lines.get(above));
                let scored = is_score(above);
                let whole = Head::of(line, scored);
                let head = whole.or_else(|| Head::torn(line, scored).filter(|_| torn))?;
                let start = if scored { at - 1 } else { at };
                Some(Found { start, at, scored, score: score(above), head })
            })
        };
        // Above and without a head that is whole there are no comments.
        let Some(first) = found(false).next().map(|found| found.start) else { return Vec::new() };
        let story = lines.said(0..first).find(|(_, line)| Story::of(line).is_some());
        let top = story.map_or(first, |(at, _)| at);
        found(true).filter(|found| found.start > top || found.start >= first).collect()
    }
}

fn read<'a>(lines: &Lines<'a>) -> Page<'a> {
    let found = Found::all(lines);
    let mut page = Page::default();
    let first = found.first().map_or(lines.len(), |found| found.start);
    read_story(lines, first, &mut page);
    let footer = |from: usize| (from..lines.len()).find(|&at| is_footer(lines.get(at)));
    let last = found.last().and_then(|found| footer(found.at)).unwrap_or(lines.len());
    let ends: Vec<usize> = found.iter().skip(1).map(|next| next.start).chain([last]).collect();
    let scored = found.iter().any(|found| found.scored);
    for (Found { at, score, head, .. }, end) in found.into_iter().zip(ends) {
        let end = without_buttons(lines, at + 1, end);
        page.torn += usize::from(head.is_torn());
        page.doubtful += if scored { scores(lines, at + 1..end) } else { 0 };
        page.posts.push(post(head, score, lines.text(at + 1..end)));
    }
    page
}

/// How many lines within a text look as if they were the score of another comment.
fn scores(lines: &Lines<'_>, text: Range<usize>) -> usize {
    let Some(first) = lines.first(text.clone()) else { return 0 };
    let scores = lines.said(first + 1..text.end).filter(|&(at, line)| {
        is_score(line) && lines.is_blank(at - 1) && lines.first(at + 1..text.end).is_some()
    });
    scores.count()
}

fn is_footer(line: &str) -> bool {
    line.contains("Moderation Log") && line.split_whitespace().count() < 16
}

fn without_buttons(lines: &Lines<'_>, start: usize, mut end: usize) -> usize {
    while let Some(last) = lines.last(start..end)
        && BUTTONS.contains(&lines.get(last))
    {
        end = last;
    }
    end
}

fn post(head: Head<'_>, score: Option<i32>, text: String) -> Post<'_> {
    let bare = text.trim_matches(['[', ']']);
    let state = if text.contains('\n') || text.len() > MAX_HEAD {
        State::Live
    } else if bare == "Comment removed by author" {
        State::Deleted
    } else if bare.starts_with("Comment removed by moderator")
        || bare == "Comment from banned user removed"
    {
        State::Removed
    } else {
        State::Live
    };
    let roles = if head.hat.is_empty() { Vec::new() } else { vec![clean_line(head.hat)] };
    Post {
        author: head.author,
        votes: sum(score),
        edited: head.edited,
        state,
        roles,
        place: Place::Unknown,
        text,
        ..Post::default()
    }
    .stamp(head.age)
}

/// Reads what stands above the first comment.
fn read_story<'a>(lines: &Lines<'a>, first: usize, page: &mut Page<'a>) {
    let found = lines.said(0..first).find_map(|(at, line)| Some((at, Story::of(line)?)));
    page.article.site = Some("Lobsters".into());
    let Some((at, story)) = found else { return };
    let mut above: Vec<&str> = Vec::new();
    for (_, line) in (0..at).rev().map(|at| (at, lines.get(at))).filter(|(_, l)| !l.is_empty()) {
        if is_score(line) || above.len() >= TITLE_LINES {
            break;
        }
        above.push(line);
    }
    // Without a score above it, the title is the nearest line that is not only tags.
    let scored = above.len() < TITLE_LINES;
    let title = if scored { above.pop() } else { above.iter().copied().find(|l| !is_tags(l)) };
    read_title(title.unwrap_or_default(), page);
    let others = above.iter().rev().filter(|_| scored);
    for word in others.flat_map(|line| line.split_whitespace()) {
        if is_tag(word) {
            page.article.tags.push(word.into());
        } else if word.contains('.') {
            page.article.url.get_or_insert_with(|| clean_line(word));
        }
    }
    page.article.byline = Some(clean_line(story.author));
    date_article(&mut page.article, story.age);
    page.op = Some(story.author);
    page.declared = story.comments;
    let end = (at + 1..first).find(|&at| is_footer(lines.get(at))).unwrap_or(first);
    let end = without_buttons(lines, at + 1, end);
    fill_article(&mut page.article, &lines.text(at + 1..end));
}

fn is_tag(word: &str) -> bool {
    TAGS.split_whitespace().any(|tag| tag == word)
}

fn is_tags(line: &str) -> bool {
    line.split_whitespace().all(is_tag)
}

/// Reads `A title ☶ ask programming` or `A title rust web example.org`.
fn read_title(line: &str, page: &mut Page<'_>) {
    let article = &mut page.article;
    if let Some((title, tags)) = line.split_once('☶') {
        article.title = Some(clean_line(title));
        article.tags.extend(tags.split_whitespace().map(clean_line));
        return;
    }
    let mut title = line;
    if let Some((rest, domain)) = title.rsplit_once(' ')
        && domain.contains('.')
        && !domain.ends_with('.')
    {
        article.url = Some(clean_line(domain));
        title = rest.trim_end();
    }
    while let Some((rest, tag)) = title.rsplit_once(' ')
        && is_tag(tag)
    {
        article.tags.insert(0, clean_line(tag));
        title = rest.trim_end();
    }
    article.title = Some(clean_line(title)).filter(|title| !title.is_empty());
}
