//! A saved page of a story on [Lobsters](https://lobste.rs), or on a site that runs the same software,
//! as laid out from 2012 on ([its templates](https://github.com/lobsters/lobsters/tree/master/app/views)).
//!
//! A comment is `div.comment` with the id `c_ID`; what it answers is the comment in the list item
//! around its own. What bites: the times of some years are local to the server and only a number
//! beside them is exact; a score that is hidden is `~` or a space; of an edited comment the time is
//! that of the last change.

use std::borrow::Cow;
use std::collections::HashMap;

use super::page::{
    NodeRef, Page, Times, absolute, all, around, attribute, dated, first, holds, markup, number,
    origin, say, says, sniffed, tagged, votes, words,
};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::load::json::seconds;
use crate::markup::from_html;
use crate::model::{
    Article, Body, BodyKind, CommentId, Created, NewComment, Parent, Permalink, State, Text, Votes,
};

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "lobsters_html",
    about: "a saved page of a story on Lobsters",
    extensions: &["html", "htm"],
    marks: &[&["comments_subtree", "story_liner", "data-shortid="]],
    sniff,
    load: Reads::Stream(load),
};

/// Where links lead if the page does not say which site it is of.
const SITE: &str = "https://lobste.rs";

/// What is a comment: two of the three things that all of them have. (A form has an empty id.)
const COMMENTS: &str = "div.comment[id^=c_], div.comment[data-shortid]:not([data-shortid=\"\"]), \
    div[id^=c_][data-shortid]";

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(page) = sniffed(input) else { return Likelihood::No };
    let has_story = || tagged(&page, "class", "story_liner") && tagged(&page, "class", "comments1");
    let has_comments = || holds(&page, "data-shortid=") && tagged(&page, "id", "c_");
    if tagged(&page, "class", "comments_subtree") || has_story() || has_comments() {
        Likelihood::Certain
    } else {
        Likelihood::No
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let mut reader =
        Reader { sink, intake: Intake::by_id(), times: Times::default(), op: None, empty: 0 };
    let is_story = reader.story(&page);
    let comments = page.all(COMMENTS);
    if !is_story && comments.is_empty() {
        let cause = "it has neither a story nor comments".into();
        return Err(LoadError::Broken { name: input.name.to_owned(), format: LOADER.name, cause });
    }
    // The list item of each comment.
    let mut items = HashMap::new();
    for comment in &comments {
        if reader.sink.stopped() {
            break;
        }
        let item = around(comment, is_item);
        let above = item.and_then(|item| around(&item, |up| items.contains_key(&up.id)));
        let above = above.and_then(|item| items.get(&item.id)).copied();
        let at = reader.comment(comment, above);
        items.extend(item.map(|item| (item.id, at)));
    }
    say(reader.sink, reader.intake.nameless, "has no id", "have no ids");
    reader.intake.finish(reader.sink);
    reader.times.finish(reader.sink);
    say(reader.sink, reader.empty, "has no text", "have no text");
    Ok(())
}

fn is_item(node: &NodeRef<'_>) -> bool {
    node.has_name("li")
}

struct Reader<'s> {
    sink: &'s mut dyn Sink,
    intake: Intake,
    times: Times,
    op: Option<String>,
    empty: usize,
}

impl Reader<'_> {
    /// Takes the story, or what the page says of itself; says whether there is one.
    fn story(&mut self, page: &Page) -> bool {
        let facts = page.facts();
        let site = facts.url.as_deref().and_then(origin).unwrap_or_else(|| SITE.to_owned());
        self.intake.builder.set_permalinks(&format!("{site}/c/"), "");
        let name = facts.site.clone().or_else(|| Some("Lobsters".into()).filter(|_| site == SITE));
        let story = page.first("ol.stories .story, li.story, div.story");
        let Some(story) = story else {
            self.sink.article(Article { site: name, ..facts });
            return false;
        };
        let link = first(&story, ".link a, a.u-url");
        let byline = first(&story, ".byline");
        let author = byline.and_then(|line| author(&line));
        let label = first(&story, ".comments_label");
        let label = label.map(|label| words(&label)).unwrap_or_default();
        let declared = if label.ends_with("no comments") { Some(0) } else { number(&label) };
        if let Some(declared) = declared.and_then(|count| u64::try_from(count).ok()) {
            self.sink.declared(declared);
        }
        self.op = author.as_ref().map(words);
        let at = byline.map(|line| self.time(&line)).unwrap_or_default();
        let (published, published_text) = dated(at);
        let title = first(&story, ".link").map(|title| words(&title));
        let text = page.first(".story_content .story_text, .story_text");
        self.sink.article(Article {
            title: title.filter(|title| !title.is_empty()).or(facts.title),
            byline: self.op.clone(),
            site: name,
            published,
            published_text,
            url: link.and_then(|link| absolute(&site, &link.attr("href")?)).or(facts.url),
            language: facts.language,
            tags: all(&story, ".tags .tag").iter().map(words).collect(),
            blocks: text.map(|text| from_html(&markup(&text))).unwrap_or_default(),
            ..Article::default()
        });
        true
    }

    fn comment(&mut self, node: &NodeRef<'_>, above: Option<CommentId>) -> CommentId {
        let id = node.attr("id").and_then(|id| Some(id.strip_prefix("c_")?.to_owned()));
        let id = id.or_else(|| attribute(node, "data-shortid"));
        let byline = first(node, ".byline");
        let name = byline.and_then(|line| author(&line));
        let author = name.map(|name| words(&name)).unwrap_or_default();
        let (body, state) = body(first(node, ".comment_text").as_ref());
        self.empty += usize::from(state == State::NotLoaded);
        let is_op = !author.is_empty() && self.op.as_deref() == Some(&author);
        let is_author = name.is_some_and(|name| name.has_class("user_is_author"));
        let hat = byline.and_then(|line| first(&line, ".hat")).map(|hat| words(&hat));
        let roles = [(is_op, "op"), (is_author, "author")];
        let roles = roles.into_iter().filter(|(is, _)| *is).map(|(_, role)| role.to_owned());
        let comment = NewComment {
            id: id.filter(|id| !id.is_empty()).map(Into::into),
            parent: above.map_or(Parent::Root, Parent::At),
            author: author.into(),
            created: byline.map(|line| self.time(&line)).unwrap_or_default(),
            votes: Votes { score: score(node), ..Votes::default() },
            edited: byline.is_some_and(|line| is_edited(&line)),
            state,
            roles: roles.chain(hat.filter(|hat| !hat.is_empty())).collect(),
            permalink: Permalink::ById,
            body,
            ..NewComment::default()
        };
        self.intake.push(comment, self.sink)
    }

    /// When: by seconds, by a time with its zone, or else as the page prints it.
    fn time(&mut self, byline: &NodeRef<'_>) -> Created<Cow<'static, str>> {
        // Hats have titles too.
        let is_time = |span: &NodeRef<'_>| {
            let starts = |title: &str| title.trim().starts_with(|c: char| c.is_ascii_digit());
            says(span, "title", starts)
        };
        let spans = || all(byline, "span[title]").into_iter().find(is_time);
        let Some(time) = first(byline, "time").or_else(spans) else {
            return self.times.unreadable();
        };
        if let Some(at) = attribute(&time, "data-at-unix").and_then(|at| seconds(at.parse().ok()?))
        {
            return Created::At(at);
        }
        let exact = |name: &str| attribute(&time, name).unwrap_or_default();
        self.times.read_local(&[&exact("datetime"), &exact("title"), &words(&time)])
    }
}

/// The link that names somebody; the one before it is a picture.
fn author<'a>(byline: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let links = all(byline, "a[href*=\"/u/\"], a[href*=\"/~\"]");
    links.into_iter().find(|link| !words(link).is_empty())
}

/// The score beside a comment, or in the arrow to vote for it.
fn score(node: &NodeRef<'_>) -> Option<i32> {
    let voters = first(node, ".voters")?;
    let places = [".score", ".upvoter"];
    places.into_iter().find_map(|place| votes(&words(&first(&voters, place)?)))
}

/// Whether the line says so before the time.
fn is_edited(byline: &NodeRef<'_>) -> bool {
    let lines = all(byline, "span");
    let says_so =
        |node: &NodeRef<'_>| node.immediate_text().split_whitespace().any(|word| word == "edited");
    says_so(byline) || lines.iter().any(says_so)
}

/// The text, and what became of a comment whose text says only that it is gone; what a moderator
/// says of it is kept.
fn body(text: Option<&NodeRef<'_>>) -> (Body<Text<'static>>, State) {
    let Some(text) = text else { return (Body::default(), State::NotLoaded) };
    let html = markup(text).trim().to_owned();
    let gone = first(text, "p > .na, .na").map(|gone| words(&gone)).unwrap_or_default();
    let is_gone = gone.starts_with('[') && gone.ends_with(']') && words(text).starts_with(&gone);
    let state = match (is_gone, gone.contains("by author")) {
        (false, _) if html.is_empty() => State::NotLoaded,
        (false, _) => State::Live,
        (true, true) => State::Deleted,
        (true, false) => State::Removed,
    };
    let reason = state == State::Removed && gone.contains(": ");
    if state != State::Live && !reason {
        return (Body::default(), state);
    }
    (Body { kind: BodyKind::Html, text: html.into() }, state)
}

#[cfg(test)]
mod tests;
