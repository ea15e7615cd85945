//! Pages of known sites, copied from a browser as plain text (select all, copy).
//!
//! A copy has the site's words and not its tree: there is a loader for each site, since each puts
//! other words around a comment, and what they share is here. They find the head of each comment by
//! its site's own words ("4 hours ago | parent | next"), and take what stands between two heads as
//! a text. What the words tell of a comment's place goes to [`super::parents`], which guesses the
//! rest and says how sure it is.
//!
//! There is no specification but the pages themselves. A browser prints them as
//! [`innerText`](https://html.spec.whatwg.org/multipage/dom.html#the-innertext-idl-attribute) does:
//! what the style sheet hides is gone, boxes stand on lines of their own.

mod forum;
mod hn;
mod lines;
mod lobsters;
mod reddit;
mod stackexchange;
mod wordpress;

pub(super) use forum::LOADER as FORUM;
pub(super) use hn::LOADER as HN;
pub(super) use lobsters::LOADER as LOBSTERS;
pub(super) use reddit::LOADER as REDDIT;
pub(super) use stackexchange::LOADER as STACKEXCHANGE;
pub(super) use wordpress::LOADER as WORDPRESS;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::parents::{self, Naming, Place, Remark};
use super::times::{Dates, When};
use super::{Input, Intake, Likelihood, LoadError, Sink};
use crate::markup::from_plain;
use crate::model::{
    Article, Body, BodyKind, CommentId, Confidence, NewComment, Parent, State, Votes, content_id,
};
use crate::text::{clean, clean_line};
use lines::Lines;

/// How far into a page its comments must have begun to be recognised, in bytes.
const SNIFFED: usize = 1024 * 1024;
/// The longest line that is looked at for a head, in bytes.
const MAX_HEAD: usize = 400;
/// How much of a line that belongs to no comment is shown in the warning, in characters.
const MAX_STRAY: usize = 60;

/// A copied page, read.
#[derive(Debug, Default)]
struct Page<'a> {
    article: Article,
    /// How many comments it says that it has.
    declared: Option<u64>,
    /// Who wrote what is discussed, by the name that their comments have.
    op: Option<&'a str>,
    posts: Vec<Post<'a>>,
    /// How many threads it says that it does not show.
    missing: u32,
    /// How many of the posts have a head of which not all can be read, or none.
    torn: usize,
    /// How many places in their texts look as if another began there.
    doubtful: usize,
    warnings: Vec<String>,
    /// How many lines among the posts are in none of them, and the first of those.
    strays: usize,
    stray: &'a str,
}

impl<'a> Page<'a> {
    /// Counts the lines of `range` that become no part of the page and are not `known` to be none.
    fn leave(&mut self, lines: &Lines<'a>, range: Range<usize>, known: impl Fn(&str) -> bool) {
        for (_, line) in lines.said(range).filter(|(_, line)| !known(line)) {
            if self.strays == 0 {
                self.stray = line;
            }
            self.strays += 1;
        }
    }

    /// The warnings, with one of the lines that were left and one if there is nothing else.
    fn warnings(&mut self, is_empty: bool) -> Vec<String> {
        let mut warnings = std::mem::take(&mut self.warnings);
        if self.torn > 0 {
            warnings.push(format!("comments whose head cannot be read: {}", self.torn));
        }
        if self.doubtful > 0 {
            warnings.push(format!(
                "places where a comment may begin whose head cannot be read: {}; it stands in the \
                 one before",
                self.doubtful
            ));
        }
        if self.strays > 0 {
            let first: String = clean_line(self.stray).chars().take(MAX_STRAY).collect();
            let count = self.strays;
            warnings.push(format!("lines that belong to no comment: {count}, the first “{first}”"));
        }
        if is_empty {
            warnings.push("no comment was found in this page, so all of it is the article".into());
        }
        warnings
    }
}

/// A comment as printed.
#[derive(Debug, Default)]
struct Post<'a> {
    author: &'a str,
    /// The time as printed, and what it says.
    age: &'a str,
    when: Option<When>,
    votes: Votes,
    edited: bool,
    state: State,
    roles: Vec<String>,
    place: Place,
    /// How sure that is, where it is less than the page's word.
    sure: Option<Confidence>,
    /// How many replies the page does not show.
    more: u32,
    text: String,
}

impl<'a> Post<'a> {
    fn stamp(mut self, age: &'a str) -> Post<'a> {
        self.age = age;
        self.when = When::of(age);
        self
    }
}

/// Whether this is text that may be a copied page, and that text; its beginning, where it is long.
fn sample<'a>(input: &Input<'a>) -> Option<Cow<'a, str>> {
    let bytes = input.bytes.get(..SNIFFED).unwrap_or(input.bytes);
    let mut said = bytes.iter().filter(|b| !b.is_ascii_whitespace());
    match (said.next()?, said.next()) {
        (b'<' | b'{', _) | (b'[', Some(b'{' | b'[' | b'"')) => None,
        _ => Some(String::from_utf8_lossy(bytes)),
    }
}

/// How sure a page with so many heads is, if its site's own words stand around them or not.
fn likelihood(heads: usize, framed: bool) -> Likelihood {
    match (heads, framed) {
        (1.., true) | (3.., false) => Likelihood::Certain,
        (2, false) => Likelihood::Likely,
        _ => Likelihood::No,
    }
}

/// Reads `input` with `read` and hands it on.
#[expect(clippy::unnecessary_wraps, reason = "what every loader returns")]
fn load(
    input: &Input<'_>,
    sink: &mut dyn Sink,
    read: for<'a> fn(&Lines<'a>) -> Page<'a>,
) -> Result<(), LoadError> {
    let decoded = String::from_utf8_lossy(input.bytes);
    if matches!(decoded, Cow::Owned(_)) {
        sink.warning("some bytes are not UTF-8; each is shown as \u{FFFD}".into());
    }
    let text = clean(&decoded);
    let lines = Lines::new(&text);
    let mut page = read(&lines);
    let is_empty =
        page.posts.is_empty() && page.article.blocks.is_empty() && page.article.title.is_none();
    if is_empty {
        fill_article(&mut page.article, &lines.text(0..lines.len()));
    }
    sink.article(std::mem::take(&mut page.article));
    if let Some(declared) = page.declared {
        sink.declared(declared);
    }
    for warning in page.warnings(is_empty) {
        sink.warning(warning);
    }
    if !sink.stopped() {
        hand_on(page, sink);
    }
    sink.progress(input.bytes.len() as u64);
    Ok(())
}

fn hand_on(page: Page<'_>, sink: &mut dyn Sink) {
    let remark = |post: &'_ Post<'_>| -> (String, Place) { (clean_line(post.author), post.place) };
    let heads: Vec<(String, Place)> = page.posts.iter().map(remark).collect();
    let remarks: Vec<Remark<'_>> = heads
        .iter()
        .zip(&page.posts)
        .map(|((author, place), post)| Remark {
            author,
            reply_to: None,
            text: &post.text,
            place: *place,
            time: post.when.and_then(When::in_order),
        })
        .collect();
    let links = parents::infer(&remarks, Naming::Sometimes);
    let dates = Dates::of(&page.posts.iter().filter_map(|post| post.when));
    if dates.unzoned {
        sink.warning("the dates of the comments name no time zone; they are read as UTC".into());
    }
    let mut intake = Intake::default();
    let mut ids: Vec<CommentId> = Vec::with_capacity(page.posts.len());
    let mut copies: HashMap<String, usize> = HashMap::new();
    let op = page.op.map(clean_line);
    for ((post, link), (author, _)) in page.posts.into_iter().zip(links).zip(heads) {
        if sink.stopped() {
            break;
        }
        let id = new_id(content_id(&author, &post.text), &mut copies);
        let parent = link.parent.and_then(|at| ids.get(at)).copied();
        let mut roles = post.roles;
        if !author.is_empty() && op.as_ref() == Some(&author) && !roles.iter().any(|r| r == "op") {
            roles.push("op".into());
        }
        let comment = NewComment {
            id: Some(id.into()),
            parent: parent.map_or(Parent::Root, Parent::At),
            confidence: post.sure.map_or(link.confidence, |sure| sure.min(link.confidence)),
            created: dates.created(post.age, post.when),
            author: author.into(),
            votes: post.votes,
            edited: post.edited,
            state: post.state,
            roles,
            more: post.more,
            body: Body { kind: BodyKind::Plain, text: post.text.into() },
            ..NewComment::default()
        };
        ids.push(intake.push(comment, sink));
    }
    if page.missing > 0 {
        intake.builder.add_missing(None, page.missing);
    }
    intake.finish(sink);
}

/// `id`, or where that is taken, the same with a number: a page copied again has the same ones.
fn new_id(id: String, copies: &mut HashMap<String, usize>) -> String {
    let copy = copies.entry(id.clone()).or_default();
    *copy += 1;
    if *copy == 1 { id } else { format!("{id}-{copy}") }
}

/// A date as every other of its page looks: its digits and letters are alike.
fn shape(date: &str) -> String {
    let mut shape = String::with_capacity(date.len());
    for c in date.chars() {
        let kind = match c {
            c if c.is_numeric() => '0',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        if !shape.ends_with(kind) || !kind.is_alphanumeric() {
            shape.push(kind);
        }
    }
    shape
}

/// Puts a printed time where the article has it.
fn date_article(article: &mut Article, text: &str) {
    let text = text.strip_prefix("on ").unwrap_or(text);
    match When::of(text) {
        Some(When::Date(date)) if date.instant().is_some() => article.published = date.instant(),
        _ => article.published_text = Some(clean_line(text)).filter(|text| !text.is_empty()),
    }
}

/// Puts `text` where the article has it.
fn fill_article(article: &mut Article, text: &str) {
    article.blocks = from_plain(text);
}

/// A number as pages print them: `1,723`, `-3`, `−3`, `2.206`, `1 204`.
fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.len() > 20 {
        return None;
    }
    let mut value: i64 = 0;
    for c in digits.chars() {
        match c.to_digit(10) {
            Some(digit) => value = value.checked_mul(10)?.checked_add(i64::from(digit))?,
            None if matches!(c, ',' | '.' | '\'' | '’' | '\u{A0}' | '\u{202F}') => {}
            None => return None,
        }
    }
    Some(sign * value)
}

/// The same as a score, cut to what a score can be.
fn score(text: &str) -> Option<i32> {
    let number = number(text)?;
    Some(i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX }))
}

/// The votes of a comment of which only their sum is shown.
fn sum(score: Option<i32>) -> Votes {
    Votes { score, ..Votes::default() }
}

/// The title without the site's domain in parentheses at its end, and that domain.
fn split_domain(line: &str) -> (&str, Option<&str>) {
    let split = || {
        let (title, domain) = line.strip_suffix(')')?.rsplit_once('(')?;
        let domain = domain.trim();
        let fits = domain.contains('.') && !domain.contains(char::is_whitespace);
        (fits && !title.trim().is_empty()).then(|| (title.trim_end(), domain))
    };
    match split() {
        Some((title, domain)) => (title, Some(domain)),
        None => (line, None),
    }
}

#[cfg(test)]
mod tests;
