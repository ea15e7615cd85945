//! What the discussion is about: the item above the comments, which may be a comment itself.

use super::super::page::{
    NodeRef, Page, Times, absolute, all, around, dated, first, number, words,
};
use super::row::{body, created, is_user};
use super::{SITE, comments, item};
use crate::markup::from_html;
use crate::model::{Article, Block};
use crate::text::clean_line;

/// The item.
pub(super) struct Story<'a> {
    /// The table that it is, if the page has one.
    table: Option<NodeRef<'a>>,
    /// The cell with its text, if it is a comment.
    comment: Option<NodeRef<'a>>,
    /// The line below the title.
    line: Option<NodeRef<'a>>,
    author: Option<String>,
    title: Option<String>,
    url: Option<String>,
    id: Option<String>,
    options: Vec<Block>,
    page_title: Option<String>,
}

impl<'a> Story<'a> {
    /// That of a page with these cells of comments, of which the first may be the item.
    pub(super) fn of(page: &'a Page, cells: &[NodeRef<'a>]) -> Story<'a> {
        let line = page.first("td.subtext");
        let page_title = page.first("title").map(|title| words(&title));
        let is_list = page_title.as_deref().is_some_and(is_of_somebody);
        let table = page
            .first("table.fatitem")
            .or_else(|| old_table(line.as_ref(), cells).filter(|_| !is_list));
        let line = line.filter(|_| table.is_some());
        let comment = cells.iter().find(|cell| is_in(table.as_ref(), cell)).copied();
        let comment = comment.filter(|_| line.is_none());
        let head = comment.and_then(|cell| first(&cell, ".comhead")).or(line);
        let links = head.map(|head| all(&head, "a")).unwrap_or_default();
        let id = table.as_ref().and_then(|table| own_id(table, &links));
        let about = comment.and_then(|cell| about(&cell));
        let named = table.as_ref().filter(|_| comment.is_none()).and_then(title);
        Story {
            author: links.iter().find(|link| is_user(link)).map(words).filter(|a| !a.is_empty()),
            title: about.or_else(|| named.map(|named| words(&named))).filter(|t| !t.is_empty()),
            url: named.and_then(|link| absolute(SITE, &link.attr("href")?)),
            options: table.as_ref().map(options).unwrap_or_default(),
            page_title,
            table,
            comment,
            line,
            id,
        }
    }

    pub(super) fn is_there(&self) -> bool {
        self.table.is_some()
    }

    /// Whether a cell is the item's own, or one of a poll.
    pub(super) fn holds(&self, cell: &NodeRef<'_>) -> bool {
        is_in(self.table.as_ref(), cell)
    }

    pub(super) fn author(&self) -> Option<&str> {
        self.author.as_deref()
    }

    /// How many comments it says to have.
    pub(super) fn declared(&self) -> Option<u64> {
        let links = all(&self.line?, "a");
        links.iter().rev().find_map(|link| comments(&words(link)))
    }

    pub(super) fn article(&self, times: &mut Times) -> Article {
        let head = self.comment.and_then(|cell| first(&cell, ".comhead")).or(self.line);
        let printed = head.map(|head| words(&head)).unwrap_or_default();
        let own = printed.split('|').next().unwrap_or_default();
        let own = self.author().and_then(|by| Some(own.split_once(by)?.1)).unwrap_or(own).trim();
        let (published, published_text) = dated(created(head.as_ref(), own, times));
        let page_title = self.page_title.as_deref().map(|title| {
            title
                .trim_start_matches("Hacker News |")
                .trim_end_matches("| Hacker News")
                .trim()
                .to_owned()
        });
        let by_comment = self.comment.and(self.author()).map(|by| format!("Comment by {by}"));
        let about = self.title.as_ref().filter(|_| self.comment.is_some());
        let item = self.id.as_ref().map(|id| format!("{SITE}/item?id={id}"));
        let mut blocks = self.text().map(|html| from_html(&html)).unwrap_or_default();
        blocks.extend(self.options.iter().cloned());
        Article {
            title: self.title.clone().or(by_comment).or(page_title).filter(|t| !t.is_empty()),
            byline: self.author.clone(),
            site: Some("Hacker News".into()),
            published,
            published_text,
            url: self.url.clone().or(item),
            language: Some("en".into()),
            blocks,
            notices: about.map(|about| format!("A comment on: {about}")).into_iter().collect(),
            ..Article::default()
        }
    }

    /// The item's own text: of a comment, of a question, of a poll.
    fn text(&self) -> Option<String> {
        if let Some(cell) = self.comment {
            return first(&cell, ".commtext, .comment").map(|text| body(&text));
        }
        let table = self.table?;
        if let Some(text) = first(&table, ".toptext") {
            return Some(body(&text));
        }
        // Before 2021 it was the only cell of its row with anything in it but a form.
        let rows = all(&table, "tr");
        let below = rows.iter().skip_while(|row| first(row, "td.subtext").is_none()).skip(1);
        let cells =
            below.filter_map(|row| row.children_it(false).filter(NodeRef::is_element).last());
        let is_text = |cell: &NodeRef<'_>| {
            first(cell, "form, table, .comhead, .comment").is_none() && !words(cell).is_empty()
        };
        cells.filter(is_text).map(|cell| body(&cell)).next()
    }
}

/// The title of an item, mostly a link; the first of its cells is that of a rank.
fn title<'a>(table: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let places = [".titleline > a", "a.storylink", "td.title > a", ".titleline", "td.title"];
    let words_in = |place| all(table, place).into_iter().find(|node| !words(node).is_empty());
    places.into_iter().find_map(words_in)
}

/// Whether a page is titled as the list of what somebody wrote, with the replies to it.
fn is_of_somebody(title: &str) -> bool {
    title.trim_end_matches("| Hacker News").trim_end().ends_with("'s comments")
}

/// The table of an item in pages that do not name it: it has the line below a title, or the first
/// comment alone has a link to what it is about.
fn old_table<'a>(line: Option<&NodeRef<'a>>, cells: &[NodeRef<'a>]) -> Option<NodeRef<'a>> {
    let of = |node: &NodeRef<'a>| around(node, |node| node.has_name("table"));
    line.and_then(of).or_else(|| {
        let first = cells.first().filter(|cell| about(cell).is_some())?;
        let mut others = cells.iter().skip(1);
        let table = of(first);
        let is_list = others.any(|cell| is_in(table.as_ref(), cell) || about(cell).is_some());
        table.filter(|_| !is_list)
    })
}

fn is_in(table: Option<&NodeRef<'_>>, node: &NodeRef<'_>) -> bool {
    table.is_some_and(|table| around(node, |up| up.id == table.id).is_some())
}

/// The title of what a comment is about: `on: TITLE`.
fn about(cell: &NodeRef<'_>) -> Option<String> {
    let head = first(cell, ".comhead")?;
    let link = first(&head, ".onstory a, .storyon a").or_else(|| {
        let last = all(&head, "a").pop()?;
        let before = last.prev_sibling()?;
        before.text().trim_end().ends_with("on:").then_some(last)
    })?;
    // The words are shortened.
    let title = link.attr("title").map(|title| clean_line(&title)).filter(|t| !t.is_empty());
    title.or_else(|| Some(words(&link))).filter(|title| !title.is_empty())
}

fn own_id(table: &NodeRef<'_>, links: &[NodeRef<'_>]) -> Option<String> {
    let row = first(table, "tr.athing[id]").and_then(|row| row.attr("id"));
    let row = row.filter(|id| id.bytes().all(|b| b.is_ascii_digit())).map(|id| id.to_string());
    row.or_else(|| links.iter().rev().find_map(|link| item(&link.attr("href")?)))
}

/// What a poll asks, with the votes for each answer.
fn options(table: &NodeRef<'_>) -> Vec<Block> {
    let lines = all(table, "td.comment").into_iter().filter_map(|option| {
        let row = around(&option, |node| node.has_name("tr"))?;
        let below = std::iter::successors(row.next_sibling(), NodeRef::next_sibling)
            .find(|node| node.has_name("tr"));
        let points = below.and_then(|row| number(&words(&first(&row, ".score, [id^=score_]")?)));
        let text = words(&option);
        let text = match points {
            Some(1) => format!("{text} (1 point)"),
            Some(points) => format!("{text} ({points} points)"),
            None => text,
        };
        Some(format!("<li>{}</li>", text.replace('&', "&amp;").replace('<', "&lt;")))
    });
    let lines: String = lines.collect();
    if lines.is_empty() { Vec::new() } else { from_html(&format!("<ul>{lines}</ul>")) }
}
