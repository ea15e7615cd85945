//! One comment: a row of the page with a cell for the indent, one to vote and one that says it all.

use std::borrow::Cow;

use super::super::page::{
    NodeRef, Times, all, around, attribute, first, markup, says, votes, words,
};
use super::item;
use crate::load::gone::gone;
use crate::load::json;
use crate::model::{Body, BodyKind, Created, NewComment, Permalink, State, Votes};

/// How wide the spacer image is for each level.
const INDENT: u32 = 40;
/// Beyond this depth the width of a spacer image is no indent.
const MAX_INDENT: u32 = 10_000;

/// What a row says.
pub(super) struct Row<'a> {
    id: Option<String>,
    /// Its depth.
    pub(super) indent: u32,
    /// The id of its parent, where a link leads to that one's own page.
    pub(super) parent: Option<String>,
    author: String,
    created: Created<Cow<'static, str>>,
    score: Option<i32>,
    marks: Vec<String>,
    /// How many comments its fold holds, itself among them.
    pub(super) holds: Option<u64>,
    /// The element with the text.
    text: Option<NodeRef<'a>>,
    state: State,
}

impl<'a> Row<'a> {
    /// Of the cell `td.default`.
    pub(super) fn of(cell: &NodeRef<'a>, times: &mut Times) -> Row<'a> {
        let row = around(cell, |node| node.has_name("tr"));
        let head = first(cell, ".comhead");
        let links = head.map(|head| all(&head, "a")).unwrap_or_default();
        let leads_to_item = |link: &&NodeRef<'_>| says(link, "href", |href| item(href).is_some());
        let id_of = |link: &NodeRef<'_>| item(&link.attr("href")?);
        let parent = links.iter().filter(leads_to_item).find(|link| words(link) == "parent");
        let fold = links.iter().find(|link| link.has_class("togg"));
        let printed = head.map(|head| words(&head)).unwrap_or_default();
        let author = links.iter().find(|link| is_user(link)).map(words).unwrap_or_default();
        let own = own_words(&printed, &author);
        let (text, state) = text(cell);
        Row {
            id: own_id(cell).or_else(|| links.iter().find(leads_to_item).and_then(id_of)),
            indent: row.as_ref().map_or(0, indent),
            parent: parent.and_then(id_of),
            created: created(head.as_ref(), own, times),
            author,
            score: head.and_then(|head| score(&head)),
            marks: marks(own),
            holds: fold.and_then(|fold| attribute(fold, "n")?.parse().ok()),
            text,
            state,
        }
    }

    /// Whether there should be a text and is none.
    pub(super) fn is_empty(&self) -> bool {
        self.state == State::NotLoaded
    }

    /// The comment, on an item by this author.
    pub(super) fn comment(self, op: Option<&str>) -> NewComment<'static> {
        let is_op = op == Some(self.author.as_str());
        let text = self.text.map(|text| body(&text)).unwrap_or_default();
        NewComment {
            permalink: if self.id.is_some() { Permalink::ById } else { Permalink::Unknown },
            id: self.id.map(Into::into),
            author: self.author.into(),
            created: self.created,
            votes: Votes { score: self.score, ..Votes::default() },
            state: self.state,
            roles: is_op.then(|| "op".to_owned()).into_iter().chain(self.marks).collect(),
            body: Body { kind: BodyKind::Html, text: text.into() },
            ..NewComment::default()
        }
    }
}

/// Whether a link names who wrote something.
pub(super) fn is_user(link: &NodeRef<'_>) -> bool {
    link.has_class("hnuser") || says(link, "href", |href| href.contains("user?id="))
}

/// The sum of votes that a head shows.
fn score(head: &NodeRef<'_>) -> Option<i32> {
    votes(&words(&first(head, ".score, [id^=score_]")?))
}

/// The id that the row around a cell has, or the arrows in it.
fn own_id(cell: &NodeRef<'_>) -> Option<String> {
    let is_number = |id: &&str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    let row = around(cell, |node| node.has_name("tr") && says(node, "id", |id| is_number(&id)));
    let of_row = row.and_then(|row| attribute(&row, "id"));
    of_row.or_else(|| {
        let row = around(cell, |node| node.has_name("tr"))?;
        let id = attribute(&first(&row, "[id^=up_], [id^=score_]")?, "id")?;
        id.split('_').nth(1).filter(is_number).map(str::to_owned)
    })
}

/// The depth that a row shows: as a number, or by the width of its spacer.
fn indent(row: &NodeRef<'_>) -> u32 {
    let cells = row.children_it(false).filter(NodeRef::is_element);
    let own: Vec<_> = cells.take_while(|cell| !cell.has_class("default")).collect();
    let number = own.iter().find_map(|cell| attribute(cell, "indent")?.parse().ok());
    let width = || {
        let spacer = own.first().and_then(|cell| first(cell, "img[width]"))?;
        Some(attribute(&spacer, "width")?.parse::<u32>().ok()? / INDENT)
    };
    number.or_else(width).filter(|indent| *indent <= MAX_INDENT).unwrap_or(0)
}

/// What a head says of the comment itself: behind the author, and before the first bar.
fn own_words<'h>(head: &'h str, author: &str) -> &'h str {
    let own = |line: &'h str| line.split('|').next().unwrap_or_default().trim();
    match head.split_once(author) {
        Some((_, behind)) if !author.is_empty() => own(behind),
        // Behind whom nothing names: the age is what begins with its number.
        _ => {
            let line = own(head);
            let behind = |word: &str| line.split_once(word).map_or(line, |(_, behind)| behind);
            let rest = behind(" by ");
            rest.find(|c: char| c.is_ascii_digit()).and_then(|at| rest.get(at..)).unwrap_or(rest)
        }
    }
}

fn marks(own: &str) -> Vec<String> {
    let words = ["flagged", "dead"];
    let is_there = |word: &&str| own.contains(&format!("[{word}]"));
    words.into_iter().filter(is_there).map(str::to_owned).collect()
}

/// When: the exact time has no zone, which is UTC; newer pages have UTC seconds behind it.
pub(super) fn created(
    head: Option<&NodeRef<'_>>,
    own: &str,
    times: &mut Times,
) -> Created<Cow<'static, str>> {
    let age = head.and_then(|head| first(head, ".age"));
    let title = age.and_then(|age| attribute(&age, "title")).unwrap_or_default();
    let exact = title.split_whitespace().next().unwrap_or_default();
    let seconds = title.split_whitespace().nth(1).and_then(|at| json::seconds(at.parse().ok()?));
    if let Some(at) = times.at(exact).or(seconds) {
        return Created::At(at);
    }
    let printed = age.map_or_else(|| own.to_owned(), |age| words(&age));
    let printed = printed.split('[').next().unwrap_or_default().trim();
    times.read(&[printed.strip_prefix("on ").unwrap_or(printed)])
}

/// The element with the text, and what became of a comment that has none.
fn text<'a>(cell: &NodeRef<'a>) -> (Option<NodeRef<'a>>, State) {
    let found = first(cell, ".commtext").or_else(|| first(cell, ".comment"));
    let Some(text) = found else { return (None, State::NotLoaded) };
    cut_reply(&text);
    match words(&text).as_str() {
        "[flagged]" | "[dead]" => (None, State::Removed),
        "" => (None, State::NotLoaded),
        line => match gone(line.as_bytes()) {
            Some(state) => (None, state),
            None => (Some(text), State::Live),
        },
    }
}

/// Takes the link to reply out of a text.
fn cut_reply(text: &NodeRef<'_>) {
    for reply in all(text, "div.reply") {
        reply.remove_from_parent();
    }
    for link in all(text, "a[href^=\"reply?\"]") {
        let mut part = link;
        while let Some(up) = part.parent().filter(|up| up.id != text.id) {
            if !(up.has_name("p") || up.has_name("font") || up.has_name("u"))
                || words(&up) != "reply"
            {
                break;
            }
            part = up;
        }
        part.remove_from_parent();
    }
}

/// The markup of a text.
pub(super) fn body(text: &NodeRef<'_>) -> String {
    cut_reply(text);
    markup(text).trim().to_owned()
}
