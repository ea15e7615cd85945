//! A saved page of an [Askbot](https://askbot.com/) site: a question, its answers (`div.post.answer`),
//! the comments on both (`div.comment` in `div.comments`).
//!
//! Answers have the id `a` and their number, comments `c` and theirs, since the site counts both in one
//! row but elsewhere they are told apart so. A long question is on several pages.

use super::page::entries::{Entry, hand_over, whole_address};
use super::page::posts::{Post, has_class, last_digits, take_posts};
use super::page::times::Stamp;
use super::page::{self, NodeRef, Page, attribute, markup, words};
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::from_html;
use crate::model::{BodyKind, Votes};

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "askbot",
    about: "a saved page of an Askbot site: a question with answers and comments",
    extensions: &["html", "htm"],
    marks: &[&["askbot["]],
    sniff,
    load: Reads::Stream(load),
};

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(bytes) = page::sniffed(input) else { return Likelihood::No };
    let is_askbot = page::holds(&bytes, "askbot['") || page::holds(&bytes, "askbot[\"");
    let has_question = ["js-question", "question-vote-number-", "question-img-upvote-"]
        .iter()
        .any(|mark| page::holds(&bytes, mark));
    if is_askbot && has_question { Likelihood::Certain } else { Likelihood::No }
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Question,
    Answer,
    Comment,
}

fn kind(node: &NodeRef<'_>) -> Option<Kind> {
    let id = node.id_attr().unwrap_or_default();
    if has_class(node, &["js-question", "question"]) && has_class(node, &["post", "js-question"]) {
        Some(Kind::Question)
    } else if has_class(node, &["answer"])
        && (has_class(node, &["post"]) || last_digits(&id).is_some())
        || id.starts_with("post-id-") && node.has_attr("data-post-id")
    {
        Some(Kind::Answer)
    } else if has_class(node, &["comment"]) && id.starts_with("post-id-")
        || has_class(node, &["js-comment"])
        || id.strip_prefix("comment-").is_some_and(|id| id.parse::<u64>().is_ok())
        || node.has_attr("data-comment-id")
            && (id.starts_with("post-id-") || has_class(node, &["comment"]))
    {
        Some(Kind::Comment)
    } else {
        None
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let mut article = page.facts();
    if let Some(title) = page.first(".post h1, h1.section-title, h1") {
        article.title = Some(words(&title)).filter(|title| !title.is_empty()).or(article.title);
    }
    let tags = page.all(".post-tags .js-tag-name, .post-tags a[rel~=tag]");
    article.tags = tags.iter().map(words).collect();
    for template in page.all(".js-templates") {
        template.remove_from_parent();
    }
    let posts = match page.first("body") {
        Some(body) => take_posts(body, |node, _: Option<&mut Post<'_, Kind>>| kind(node)),
        None => Vec::new(),
    };
    let question = posts.iter().find(|post| post.kind == Kind::Question);
    let mut asked_by = String::new();
    if let Some(question) = question {
        let (author, stamp, edited) = written(&question.node);
        asked_by = author;
        article.byline = Some(asked_by.clone()).filter(|author| !author.is_empty());
        if let Stamp::Exact(at, _) = stamp {
            (article.published, article.published_text) = (Some(at), None);
        }
        if let Some(Stamp::Exact(at, _)) = edited {
            article.updated = Some(at);
        }
        article.blocks = from_html(&text(&question.node));
    }
    let address = article.url.clone();
    sink.article(article);
    let answers = posts.iter().filter(|post| post.kind == Kind::Answer).count();
    hand_over(entries(&posts, &asked_by, address.as_deref()), None, missing(&page, answers), sink);
    Ok(())
}

/// How many answers are on other pages.
fn missing(page: &Page, here: usize) -> u32 {
    let headings = page.all("h2, h3, .answer-count, .tabBar");
    let said = headings.iter().find_map(|heading| {
        let line = words(heading);
        let (number, word) = line.split_once(' ')?;
        let is_count = word.to_lowercase().starts_with("answer");
        number.parse::<usize>().ok().filter(|_| is_count)
    });
    said.and_then(|said| u32::try_from(said.checked_sub(here)?).ok()).unwrap_or(0)
}

fn entries(posts: &[Post<'_, Kind>], asked_by: &str, address: Option<&str>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // Where each post is among the entries: the question is none of them.
    let mut places: Vec<Option<usize>> = Vec::new();
    let mut last_answer = None;
    for post in posts {
        let within = post.within.and_then(|at| posts.get(at).map(|above| (at, above.kind)));
        let parent = match (post.kind, within) {
            (Kind::Comment, Some((_, Kind::Question))) | (Kind::Answer | Kind::Question, _) => None,
            (Kind::Comment, Some((at, _))) => places.get(at).copied().flatten(),
            // The comments of old pages stand beside the answer.
            (Kind::Comment, None) => last_answer,
        };
        if post.kind == Kind::Question {
            places.push(None);
            last_answer = None;
            continue;
        }
        places.push(Some(entries.len()));
        if post.kind == Kind::Answer {
            last_answer = Some(entries.len());
        }
        let mut entry = entry(post, address);
        entry.parent = parent;
        if !asked_by.is_empty() && entry.author == asked_by {
            entry.roles.push("op".into());
        }
        entries.push(entry);
    }
    entries
}

fn entry(post: &Post<'_, Kind>, address: Option<&str>) -> Entry {
    let node = &post.node;
    let digits = ["data-post-id", "data-comment-id", "id"]
        .iter()
        .find_map(|key| last_digits(&node.attr(key)?).map(str::to_owned));
    let digits = digits.unwrap_or_default();
    let id =
        |letter: char| if digits.is_empty() { String::new() } else { format!("{letter}{digits}") };
    if post.kind == Kind::Comment {
        let score = page::first(node, ".js-score, .upvote").map(|score| words(&score));
        let time = page::first(node, "abbr.timeago").or_else(|| page::first(node, ".age"));
        return Entry {
            id: id('c'),
            author: page::first(node, "a.author, .author").map(|by| words(&by)).unwrap_or_default(),
            stamp: time.map(|time| stamp(&time)).unwrap_or_default(),
            votes: Votes { score: score.and_then(|score| score.parse().ok()), ..Votes::default() },
            link: address.map(|address| format!("{address}#post-id-{digits}")),
            kind: BodyKind::Html,
            body: page::first(node, ".comment-body").map(|body| markup(&body)).unwrap_or_default(),
            ..Entry::default()
        };
    }
    let (author, stamp, edited) = written(node);
    let score =
        page::first(node, ".vote-number").map(|score| words(&score).replace('\u{2212}', "-"));
    let is_accepted = has_class(node, &["accepted-answer", "accepted"])
        || page::first(node, ".answer-img-accept.selected, .accept-answer.selected").is_some();
    let link = page::first(node, "a.permant-link[href], a[href*='answer=']");
    Entry {
        id: id('a'),
        author,
        stamp,
        votes: Votes { score: score.and_then(|score| score.parse().ok()), ..Votes::default() },
        roles: if is_accepted { vec!["accepted".to_owned()] } else { Vec::new() },
        edited: edited.is_some(),
        link: link.and_then(|link| whole_address(&attribute(&link, "href")?, address)),
        kind: BodyKind::Html,
        body: text(node),
        ..Entry::default()
    }
}

/// Who wrote a post, when, and when it was changed. What belongs to the community has no author.
fn written(node: &NodeRef<'_>) -> (String, Stamp, Option<Stamp>) {
    let infos = page::all(node, ".post-update-info");
    let time =
        |info: &NodeRef<'_>| page::first(info, "abbr.timeago, time, abbr").map(|t| stamp(&t));
    let first = infos.first();
    let link = first.and_then(|info| {
        let links = [".user-info a[href]", ".user-card a[href]"];
        links
            .into_iter()
            .flat_map(|links| page::all(info, links))
            .find(|link| !words(link).is_empty())
    });
    let author = link.map(|link| words(&link)).unwrap_or_default();
    let edited = infos.get(1).and_then(time);
    (author, first.and_then(time).unwrap_or_default(), edited)
}

/// `2010-08-18 15:52:28 -0500` in the title, which a script makes an age of.
fn stamp(node: &NodeRef<'_>) -> Stamp {
    let exact = ["title", "datetime"].iter().find_map(|key| {
        let value = node.attr(key)?.trim().replace(" -", "-").replace(" +", "+");
        Stamp::machine(&value.replacen(' ', "T", 1))
    });
    exact.unwrap_or_else(|| Stamp::printed(&words(node)))
}

/// What a post says, without the card of who wrote it.
fn text(node: &NodeRef<'_>) -> String {
    for info in page::all(node, ".post-update-info-container, .post-update-info, .comments") {
        info.remove_from_parent();
    }
    let body = page::first(node, ".post-body, .answer-body, .question-body, .js-editable-content");
    body.map(|body| markup(&body)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::page::outline::outline;

    #[test]
    fn a_question_has_answers_and_comments() {
        let page = include_bytes!("../../tests/fixtures/askbot/lamp-oil.html");
        insta::assert_snapshot!(outline(&LOADER, page), @r"
        title: Who pays for the oil?
        by: Ines Varga
        at: 3 May 2026 08:15 UTC
        updated: 3 May 2026 09:00 UTC
        url: https://ask.example/question/7/who-pays/
        tags: light
        text: The lamp is out, and nobody says.
        missing: 1
        c8, R. Okafor, 3 May 2026 08:20 UTC, +3, https://ask.example/question/7/who-pays/#post-id-8: Which lamp?
        a11, Tomas Lind, 3 May 2026 09:02 UTC, -2, accepted, edited, https://ask.example/question/7/who-pays/?answer=11#post-id-11: The town does.//deed of 1911
        . c12, Ines Varga, 3 May 2026 10:00 UTC, op, https://ask.example/question/7/who-pays/#post-id-12: Please send a scan.
        a13, 3 May 2026 11:00 UTC, +0: See the page of the harbour office.
        ");
        let page = include_bytes!("../../tests/fixtures/askbot/editable.html");
        insta::assert_snapshot!(outline(&LOADER, page), @r"
        title: Who pays?
        by: ines
        at: 3 May 2014 13:15 UTC
        text: Since February.
        c91, tomas, 3 May 2014 14:00 UTC, +2: Which?
        a51, tomas, 4 May 2014 13:15 UTC, -1, accepted: The town.
        ");
    }
}
