//! A page of a WordPress blog with the comments that come with WordPress, copied as text.
//!
//! Themes print the head of a comment in four ways ([`Style`]): `Ada says:` with the date below,
//! name and date on one line, name and date on two, and `Comment by Ada — DATE` behind the text. A
//! page has one of them, which is the one found most often behind the line that counts the comments.
//! Nothing of the tree is left; a button to answer stands below a comment where the tree may still
//! grow. Pingbacks are comments too, of one line.

mod heads;
mod torn;

use super::{Input, Likelihood, Lines, LoadError, Page, Place, Post, sample};
use crate::load::page_text::{
    article_in, comment_count, ends_page, is_author_role, is_reply_button, is_wpdiscuz,
};
use crate::load::times::When;
use crate::load::{Loader, Reads, Sink};
use crate::model::Article;
use crate::text::clean_line;
use heads::{Head, Style, heading, pingback};

/// The loader.
pub(in super::super) const LOADER: Loader = Loader {
    name: "wordpress_text",
    about: "a WordPress page with its comments, copied from a browser as text",
    extensions: &["txt"],
    marks: &[],
    sniff,
    load: Reads::Whole(load),
};

/// The longest title, in bytes.
const MAX_TITLE: usize = 300;
/// The fewest words of a title that is known by a date above it.
const TITLE_WORDS: usize = 4;
/// How many lines of the page may stand before its title.
const MAX_TOP: usize = 200;
/// How far above the text its title is looked for, in lines.
const TITLE_REACH: usize = 4;
/// A line this long is prose, in bytes.
const PROSE: usize = 140;
/// Of the heads of a page, the share that must stand behind the number of comments, in percent.
const BEHIND: usize = 80;

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(text) = sample(input) else { return Likelihood::No };
    let lines = Lines::new(&text);
    // Without the number of comments above them the other styles prove nothing.
    let counted = lines.said(0..lines.len()).any(|(_, line)| heading(line).is_some());
    let styles = if counted { &Style::ALL[..] } else { &[Style::Says, Style::Foot] };
    let Some(found) = Comments::find(&lines, styles) else { return Likelihood::No };
    let heads = found.heads.len();
    let buttons = found.buttons(&lines);
    match found.style {
        Style::Says | Style::Foot if heads > 2 && (buttons > 1 || found.declared.is_some()) => {
            Likelihood::Certain
        }
        Style::Says | Style::Foot if heads > 1 || buttons > 0 || found.declared.is_some() => {
            Likelihood::Likely
        }
        Style::OneLine | Style::TwoLines
            if buttons * 3 >= heads && found.declared.is_some() && !is_wpdiscuz(input) =>
        {
            Likelihood::Likely
        }
        _ => Likelihood::No,
    }
}

fn load(input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    super::load(input, sink, read)
}

/// The comments of a page: their heads, in one style.
struct Comments<'a> {
    style: Style,
    heads: Vec<Head<'a>>,
    /// The first line that belongs to them.
    start: usize,
    declared: Option<u64>,
    /// The title that the line with their number names.
    title: Option<&'a str>,
}

impl<'a> Comments<'a> {
    fn find(lines: &Lines<'a>, styles: &[Style]) -> Option<Comments<'a>> {
        let mut best: Option<Comments<'a>> = None;
        for &style in styles {
            let found = Comments::of(lines, style);
            // Two lines are what the other styles look like too, so they must be more by far.
            let factor = if style == Style::TwoLines { 2 } else { 1 };
            let better =
                best.as_ref().is_none_or(|best| found.heads.len() > best.heads.len() * factor);
            if !found.heads.is_empty() && better {
                best = Some(found);
            }
        }
        best
    }

    fn of(lines: &Lines<'a>, style: Style) -> Comments<'a> {
        let mut heads = heads::find(lines, style);
        let last = heads.last().map_or(0, |head| head.start);
        let headings = lines
            .said(0..last)
            .filter_map(|(at, line)| heading(line).map(|(count, title)| (at, count, title)))
            .collect::<Vec<_>>();
        let behind = |at: usize| heads.len() - heads.partition_point(|head| head.start <= at);
        let heading = headings
            .iter()
            .rev()
            .find(|&&(at, ..)| behind(at) * 100 >= heads.len() * BEHIND)
            .copied();
        let start = heading.map_or(0, |(at, ..)| at);
        heads.retain(|head| head.start >= start);
        let first = heads.first().map_or(lines.len(), |head| head.start);
        let title = headings.iter().rev().find_map(|&(.., title)| title);
        Comments {
            style,
            start: if heading.is_some() { start } else { first },
            declared: heading.map(|(_, count, _)| count),
            heads,
            title,
        }
    }

    /// How many heads have a button to answer above or below them.
    fn buttons(&self, lines: &Lines<'_>) -> usize {
        let start = self.heads.first().map_or(0, |head| head.start);
        lines.said(start..lines.len()).filter(|(_, line)| is_button(line)).count()
    }
}

/// The button to answer, with an arrow or without.
fn is_button(line: &str) -> bool {
    is_reply_button(line.trim_end_matches(['↓', '↵', '→', '»', ' ', '\u{A0}']))
        || matches!(
            line,
            "Antwort ↓"
                | "Antwort"
                | "Log in to Reply"
                | "Zum Antworten anmelden"
                | "Reply to this comment"
        )
}

fn read<'a>(lines: &Lines<'a>) -> Page<'a> {
    let mut page = Page::default();
    let Some(mut found) = Comments::find(lines, &Style::ALL) else {
        page.article = article_in(&lines.text(0..lines.len()));
        return page;
    };
    page.declared = found.declared;
    page.article = article(lines, &found);
    let ends_with_button = found.buttons(lines) * 2 >= found.heads.len();
    torn::add(lines, &mut found, &mut page);
    let nexts = found.heads.iter().skip(1).map(|head| head.start).chain([lines.len()]);
    let mut from = found.start + usize::from(found.declared.is_some());
    for (index, (head, next)) in found.heads.iter().zip(nexts).enumerate() {
        let (start, end) = if found.style == Style::Foot {
            let start = if index == 0 && found.declared.is_none() {
                paragraph(lines, head.start)
            } else {
                from
            };
            (start, head.start)
        } else {
            // Pingbacks stand between two comments, or before the first.
            if index == 0 && found.declared.is_some() {
                pingbacks(lines, from, head.start, &mut page);
            }
            (head.end, next)
        };
        let is_last = next == lines.len() && found.style != Style::Foot;
        let end = if is_last { last_end(lines, start, end, ends_with_button) } else { end };
        let first_ping = (start..end).find(|&at| pingback(lines.get(at)).is_some());
        let text_end = without_buttons(lines, start, first_ping.unwrap_or(end));
        let text_start = lines
            .said(start..text_end)
            .find(|(_, line)| !is_leading(line))
            .map_or(text_end, |(at, _)| at);
        let mut post = Post {
            author: head.author,
            place: Place::Unknown,
            text: lines.text(text_start..text_end),
            ..Post::default()
        };
        if head.is_author {
            post.roles.push("author".into());
        }
        page.posts.push(post.stamp(head.age));
        if let Some(ping) = first_ping {
            pingbacks(lines, ping, end, &mut page);
            page.leave(lines, ping..end, |line| pingback(line).is_some() || is_between(line));
        }
        from = head.end;
    }
    page
}

/// The paragraph right above line `at`: the only one that is surely a comment's.
fn paragraph(lines: &Lines<'_>, at: usize) -> usize {
    let Some(last) = lines.last(0..at) else { return at };
    (0..last).rev().take_while(|&at| !lines.is_blank(at)).last().unwrap_or(last)
}

fn pingbacks<'a>(lines: &Lines<'a>, start: usize, end: usize, page: &mut Page<'a>) {
    for (_, line) in lines.said(start..end) {
        if let Some(title) = pingback(line) {
            page.posts.push(Post {
                author: title,
                roles: vec!["pingback".into()],
                place: Place::Depth(0),
                ..Post::default()
            });
        }
    }
}

/// Where the last comment ends: below its button, or before what pages have behind the comments.
fn last_end(lines: &Lines<'_>, start: usize, end: usize, buttons: bool) -> usize {
    let ends = |line: &str| ends_page(line) || heads::ends_comments(line);
    let footer = lines.said(start..end).find(|(_, line)| ends(line)).map(|(at, _)| at);
    let end = footer.unwrap_or(end);
    // Where it is known what stands behind the comments, another may stand before it whose head could
    // not be read; else the first button ends what is surely a text.
    let last = footer.and_then(|_| lines.last(start..end)).filter(|&at| is_button(lines.get(at)));
    let below =
        |at: usize| lines.said(at + 1..end).next().is_some_and(|(_, l)| pingback(l).is_some());
    let first = || lines.said(start..end).find(|&(at, line)| is_button(line) && !below(at));
    let button = last.or_else(|| Some(first()?.0));
    button.filter(|_| buttons).unwrap_or(end)
}

/// Whether a line between head and text is no part of the text.
fn is_leading(line: &str) -> bool {
    matches!(line, "Permalink" | "permalink" | "#" | "Link" | "Edit" | "(Edit)" | "|")
        || is_button(line)
        || is_author_role(line)
        || line.starts_with("Your comment is awaiting moderation")
        || line.starts_with("Dein Kommentar wartet auf")
}

/// Whether a line between two comments is no part of either.
fn is_between(line: &str) -> bool {
    is_leading(line) || heads::is_chrome(line) || When::of(line).is_some()
}

fn without_buttons(lines: &Lines<'_>, start: usize, mut end: usize) -> usize {
    while let Some(last) = lines.last(start..end)
        && (is_button(lines.get(last)) || heads::is_chrome(lines.get(last)))
    {
        end = last;
    }
    end
}

fn article(lines: &Lines<'_>, found: &Comments<'_>) -> Article {
    let top = 0..found.start.min(MAX_TOP);
    let named =
        found.title.and_then(|title| lines.said(top.clone()).find(|(_, line)| *line == title));
    let title = named.map(|(at, _)| at).or_else(|| title_by_date(lines, top.clone()));
    let title = title.or_else(|| title_above_text(lines, top));
    let from = title.unwrap_or(0);
    let mut end = found.start;
    while let Some(last) = lines.last(from..end)
        && heading(lines.get(last)).is_some()
    {
        end = last;
    }
    let body: Vec<&str> =
        (from..end).map(|at| lines.get(at)).filter(|line| !is_breadcrumbs(line)).collect();
    let mut article = article_in(&body.join("\n"));
    if let Some(title) = title.map(|at| lines.get(at)).or(found.title) {
        article.title = Some(clean_line(title));
    }
    let above = lines.last(0..from).map(|at| lines.get(at)).filter(|line| When::of(line).is_some());
    if let Some(date) = above.filter(|_| article.published_text.is_none()) {
        super::date_article(&mut article, date);
    }
    article
}

/// `Home » Recipes » Cakes`.
fn is_breadcrumbs(line: &str) -> bool {
    line.len() < MAX_TITLE
        && [" >> ", " » ", " > ", " / ", " › "].iter().any(|mark| line.matches(mark).count() > 1)
}

/// The last line above the text that can be a title: the names of site and section stand above it.
fn title_above_text(lines: &Lines<'_>, top: std::ops::Range<usize>) -> Option<usize> {
    let text = lines.said(top.clone()).find(|(_, line)| line.len() >= PROSE)?.0;
    let said: Vec<(usize, &str)> = lines.said(top.start..text).collect();
    let fits = |line: &str| {
        line.split_whitespace().count() > 2
            && !line.ends_with(['.', ',', ':'])
            && !is_breadcrumbs(line)
            && heading(line).is_none()
            && When::of(line).is_none()
    };
    let near = said.iter().rev().take(TITLE_REACH);
    near.filter(|(_, line)| fits(line)).map(|&(at, _)| at).next()
}

/// The title beside the first date above the text: below it where it is long enough, or above.
fn title_by_date(lines: &Lines<'_>, top: std::ops::Range<usize>) -> Option<usize> {
    let said: Vec<(usize, &str)> =
        lines.said(top).take_while(|(_, line)| line.len() < PROSE).collect();
    let date = said.iter().position(|(_, line)| matches!(When::of(line), Some(When::Date(_))))?;
    let words = |at: usize, count: usize| {
        let (line, text) = said.get(at)?;
        let fits = text.split_whitespace().count() >= count && !text.ends_with('.');
        (fits && !is_breadcrumbs(text) && comment_count(text).is_none()).then_some(*line)
    };
    words(date + 1, TITLE_WORDS).or_else(|| words(date.checked_sub(1)?, 2))
}
