//! Comments as they stand in the page to comments of the thread.

use std::borrow::Cow;

use html5gum::Span as At;
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use memchr::memmem;

use super::super::age::{Order, PrintedDate, parse_age, parse_date};
use super::super::gone::gone;
use super::super::{Intake, Sink};
use super::scan::Raw;
use crate::model::{
    Body, BodyKind, Comment, Created, NewComment, Notation, Parent, Permalink, Segment, Span,
    State, Text, Votes,
};
use crate::text::clean_line;

/// A body as the page has it.
static HTML: Notation =
    Notation { name: "HTML", decode: String::from_utf8_lossy, plain_letters: |_| true };
/// A body that begins with the passage of the article that it is about.
static INLINE: Notation =
    Notation { name: "HTML with a passage", decode: passage_as_quote, plain_letters: |_| true };

/// Takes comments from a page into a thread.
pub(super) struct Reader<'a> {
    pub(super) sink: &'a mut dyn Sink,
    pub(super) intake: Intake,
    page: Segment,
    /// The page's address.
    address: Option<String>,
    /// What stands before the id in the address of a comment.
    links: Option<String>,
    /// Comments of which replies are folded away, and how many.
    folded: Vec<(String, u32)>,
    dates: Dates,
    read: usize,
    /// How many comments have no text, name no id, are cut short.
    empty: usize,
    nameless: usize,
    cut: usize,
}

/// What is known of how the page prints dates.
#[derive(Default)]
struct Dates {
    /// Whether day or month comes first, once a date has shown it.
    order: Option<Order>,
    /// Some are read as UTC for want of a zone.
    unzoned: bool,
    /// Comments whose date nothing has told day and month apart in so far.
    open: Vec<(String, PrintedDate)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sink: &'a mut dyn Sink, page: Segment) -> Reader<'a> {
        let mut intake = Intake::default();
        intake.builder.keep(page.clone());
        Reader {
            sink,
            intake,
            page,
            address: None,
            links: None,
            folded: Vec::new(),
            dates: Dates::default(),
            read: 0,
            empty: 0,
            nameless: 0,
            cut: 0,
        }
    }

    /// Where the page is found: a comment without an address is there, at its `#comment-ID`.
    pub(super) fn set_address(&mut self, address: Option<String>) {
        self.address = address;
    }

    pub(super) fn comment(&mut self, raw: &Raw) {
        self.read += 1;
        self.nameless += usize::from(raw.id.is_empty());
        self.cut += usize::from(raw.is_cut);
        let (body, state) = self.body(raw);
        self.empty += usize::from(state == State::NotLoaded);
        if let Some(folded) = last_number(&raw.folded) {
            self.folded.push((raw.id.clone(), folded));
        }
        let parent = match raw.parent.as_str() {
            "" | "0" => Parent::Root,
            parent => Parent::Id(parent.into()),
        };
        let id = Some(Cow::Borrowed(raw.id.as_str())).filter(|id| !id.is_empty());
        let permalink = self.permalink(raw);
        let comment = NewComment {
            id_at: id.is_some().then(|| self.id_at(raw)).flatten(),
            id: id.map(Into::into),
            parent,
            author: raw.author.trim().into(),
            created: self.created(raw),
            votes: votes(raw),
            edited: raw.is_edited,
            state,
            roles: roles(raw),
            permalink,
            body,
            ..NewComment::default()
        };
        self.intake.push(comment, self.sink);
        self.sink.progress(raw.end as u64);
    }

    fn body(&self, raw: &Raw) -> (Body<Text<'static>>, State) {
        let (start, end) = raw.body.unwrap_or_default();
        let bytes = self.page.bytes.get(start..end).unwrap_or_default();
        let start = start + (bytes.len() - bytes.trim_ascii_start().len());
        let bytes = bytes.trim_ascii();
        let state = match gone(bytes) {
            Some(state) => return (Body::default(), state),
            None if raw.body.is_none() => State::NotLoaded,
            None => State::Live,
        };
        let span = Span { at: self.page.at + start as u64, length: bytes.len() };
        let notation = if raw.own.is_inline { &INLINE } else { &HTML };
        (Body { kind: BodyKind::Html, text: Text::Kept(span, notation) }, state)
    }

    /// Where the digits of the id stand in the page: in its own element's tag.
    fn id_at(&self, raw: &Raw) -> Option<u64> {
        const NEAR: usize = 512;
        let tag = self.page.bytes.get(raw.id_at..)?;
        let tag = tag.get(..NEAR).unwrap_or(tag);
        let at = memmem::find(tag, b"-comm-")? + b"-comm-".len();
        let is_it = tag.get(at..)?.starts_with(raw.id.as_bytes());
        is_it.then(|| self.page.at + (raw.id_at + at) as u64)
    }

    fn permalink<'r>(&mut self, raw: &'r Raw) -> Permalink<'r> {
        let before = raw.link.strip_suffix(&raw.id).filter(|_| !raw.id.is_empty());
        if self.links.is_none() {
            let page = self.address.as_ref().filter(|_| raw.link.is_empty());
            let links = before.map(str::to_owned).or_else(|| {
                Some(format!("{}#comment-", page?.split('#').next().unwrap_or_default()))
            });
            if let Some(links) = &links {
                self.intake.builder.set_permalinks(links, "");
            }
            self.links = links;
        }
        match (&self.links, before) {
            (Some(_), _) if raw.link.is_empty() && !raw.id.is_empty() => Permalink::ById,
            (Some(links), Some(before)) if links == before => Permalink::ById,
            _ if raw.link.is_empty() => Permalink::Unknown,
            _ => Permalink::Given(raw.link.as_str().into()),
        }
    }

    /// The exact date before the age, if it can be read.
    fn created<'r>(&mut self, raw: &'r Raw) -> Created<Cow<'r, str>> {
        let lines = raw.date.each_ref().map(|line| line.trim());
        let mut printed = lines.into_iter().filter(|line| !line.is_empty());
        for line in printed.clone() {
            if let Some(date) = parse_date(line) {
                if let Some(at) = self.dates.read(date) {
                    return Created::At(at);
                }
                self.dates.open.push((raw.id.clone(), date));
                return Created::Ago { text: line.into(), seconds: None };
            }
        }
        let age = printed.clone().find_map(|line| Some((line, parse_age(line)?)));
        match age {
            Some((line, seconds)) => Created::Ago { text: line.into(), seconds: Some(seconds) },
            None => printed
                .next_back()
                .map_or(Created::Unknown, |line| Created::Ago { text: line.into(), seconds: None }),
        }
    }

    /// Does what can be done when all comments are there; hands over the thread, then the warnings.
    pub(super) fn finish(mut self) {
        let builder = &mut self.intake.builder;
        if let Some(order) = self.dates.order {
            for (id, date) in std::mem::take(&mut self.dates.open) {
                if let (Some(id), Some(at)) = (builder.find(&id), in_order(date, order)) {
                    builder.fill(id, NewComment { created: Created::At(at), ..Default::default() });
                    self.dates.unzoned |= date.instant().is_none();
                }
            }
        }
        if !self.folded.is_empty() {
            builder.settle();
        }
        for (id, folded) in &self.folded {
            let Some(at) = builder.find(id) else { continue };
            let here = builder.thread().get(at).map_or(0, Comment::descendants);
            let more = folded.saturating_sub(here);
            builder.fill(at, NewComment { more, ..NewComment::default() });
        }
        let warnings = self.warnings();
        std::mem::take(&mut self.intake).finish(self.sink);
        for warning in warnings {
            self.sink.warning(warning);
        }
    }

    fn warnings(&self) -> Vec<String> {
        let comments = |count: usize| match count {
            1 => "1 comment".to_owned(),
            _ => format!("{count} comments"),
        };
        let counted = [
            (self.empty, "in this page could not be read"),
            (self.nameless, "had no number in this page: what they answer is not known"),
            (self.cut, "in this page stopped at a link to the rest"),
        ];
        let counted = counted.iter().filter(|(count, _)| *count > 0);
        let mut warnings: Vec<_> =
            counted.map(|(count, what)| format!("{} {what}", comments(*count))).collect();
        if self.dates.unzoned {
            warnings.push(
                "the dates of the comments name no time zone; they are read as UTC".to_owned(),
            );
        }
        warnings
    }
}

impl Dates {
    /// UTC seconds, where day and month are told apart.
    fn read(&mut self, date: PrintedDate) -> Option<i64> {
        if matches!(date.order, Order::DayFirst | Order::MonthFirst) {
            self.order.get_or_insert(date.order);
        }
        let at = match self.order {
            None if date.order == Order::Open => None,
            order => in_order(date, order.unwrap_or(date.order)),
        };
        self.unzoned |= at.is_some() && date.instant().is_none();
        at
    }
}

/// UTC seconds of a date on a page that has its dates in this order.
fn in_order(date: PrintedDate, order: Order) -> Option<i64> {
    let swaps = (date.order, order) == (Order::Open, Order::MonthFirst);
    let date = if swaps { date.swapped()? } else { date };
    date.instant().or_else(|| date.as_if_utc())
}

/// `1,024` and `-3` are numbers, `1.2k` is not one that is known.
fn number(text: &str) -> Option<i32> {
    let text = text.trim().replace(',', "").replace('\u{2212}', "-");
    text.parse().ok()
}

fn votes(raw: &Raw) -> Votes {
    let read = |text: &Option<String>| text.as_deref().and_then(number);
    let (up, down) = (read(&raw.up), read(&raw.down).map(i32::saturating_abs));
    let sum = match (up, down, raw.down.is_some()) {
        (Some(up), Some(down), _) => Some(up.saturating_sub(down)),
        // The site counts no votes against.
        (Some(up), None, false) => Some(up),
        _ => None,
    };
    Votes { score: read(&raw.score).or(sum), up, down }
}

/// What the author is here, and what the site does with the comment.
fn roles(raw: &Raw) -> Vec<String> {
    let label = clean_line(&raw.label);
    let role = match raw.own.role.as_str() {
        "guest" => String::new(),
        "post_author" => "author".to_owned(),
        role if role.contains("moderator") => "moderator".to_owned(),
        "administrator" | "editor" if label.is_empty() => raw.own.role.clone(),
        _ => label,
    };
    let marks = [(raw.own.is_sticky, "sticky"), (raw.own.is_closed, "closed")];
    let marks = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| (*mark).to_owned());
    Some(role).filter(|role| !role.is_empty()).into_iter().chain(marks).collect()
}

/// The number at the end of `View Replies (9)`.
fn last_number(text: &str) -> Option<u32> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let start = digits.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    digits.get(start..)?.parse().ok()
}

/// Makes a quote of the passage that stands before a comment on it: label, `“passage"`, link, in an
/// element of its own.
fn passage_as_quote(bytes: &[u8]) -> Cow<'_, str> {
    let whole = || String::from_utf8_lossy(bytes);
    let mut open = 0_u32;
    let mut label = 0_u32;
    let mut passage = String::new();
    let mut end = None;
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, at: At<usize>| {
        match event {
            CallbackEvent::OpenStartTag { name } if name == b"div" => open += 1,
            CallbackEvent::OpenStartTag { name } if name == b"span" || name == b"a" => label += 1,
            CallbackEvent::EndTag { name } if name == b"span" || name == b"a" => {
                label = label.saturating_sub(1);
            }
            CallbackEvent::String { value } if open == 1 && label == 0 => {
                passage += &String::from_utf8_lossy(value);
            }
            CallbackEvent::EndTag { name } if name == b"div" => {
                open = open.saturating_sub(1);
                return (open == 0).then_some(at.end);
            }
            _ => {}
        }
        None
    });
    emitter.naively_switch_states(true);
    if let Some(Ok(at)) = Tokenizer::new_with_emitter(bytes, emitter).next() {
        end = Some(at);
    }
    let Some(rest) = end.and_then(|end| bytes.get(end..)) else { return whole() };
    let passage = passage.trim().trim_end_matches('"').trim();
    let escaped = passage.replace('&', "&amp;").replace('<', "&lt;");
    let rest = String::from_utf8_lossy(rest);
    Cow::Owned(format!("<blockquote><p>{escaped}</p></blockquote>{rest}"))
}
