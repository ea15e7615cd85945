//! A saved page of a question on [Stack Overflow](https://stackoverflow.com) or another site of the
//! [Stack Exchange](https://stackexchange.com/sites) network, as laid out from 2009 on.
//!
//! The question is the article; answers start threads, comments answer them, and comments on the
//! question start threads of their own. Ids are `a` and the number of an answer, `c` and that of a
//! comment, since both are counted apart. What bites: of the names below a post the last is its
//! author, those before it have edited it; times have a licence behind them; comments without votes
//! show no number, which is 0. Comments that are folded away are counted, and answers on other pages.

mod post;

use super::page::{
    NodeRef, Page, Times, all, around, attribute, dated, first, holds, markup, number, origin, say,
    says, sniffed, tagged, votes, words,
};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::from_html;
use crate::model::{Article, Body, BodyKind, NewComment, Parent, Permalink, State, Votes};
use post::Post;

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "stack_exchange_html",
    about: "a saved page of a question on Stack Overflow or another Stack Exchange site",
    extensions: &["html", "htm"],
    marks: &[&["sstatic.net"]],
    sniff,
    load: Reads::Stream(load),
};

/// What is a comment: the class or the number is enough.
const COMMENTS: &str = "li.comment, tr.comment, li[id^=comment-], tr[id^=comment-]";
/// What is an answer.
const ANSWERS: &str = "div.answer, div[id^=answer-]";

/// The network's host for pictures and scripts, which all pages name, and a question or an answer.
fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(page) = sniffed(input) else { return Likelihood::No };
    let is_question = || {
        tagged(&page, "class", "question") && tagged(&page, "id", "question")
            || tagged(&page, "class", "answer") && tagged(&page, "id", "answer-")
    };
    if holds(&page, "sstatic.net") && is_question() { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let question = page.first("#question, .question[data-questionid]");
    let mut said = page.all(&format!("{ANSWERS}, {COMMENTS}"));
    said.retain(|node| !node.has_name("div") || is_answer(node));
    if question.is_none() && said.is_empty() {
        let cause = "it has neither a question nor answers".into();
        return Err(LoadError::Broken { name: input.name.to_owned(), format: LOADER.name, cause });
    }
    let mut reader = Reader {
        sink,
        intake: Intake::by_id(),
        times: Times::default(),
        site: None,
        url: None,
        op: None,
        empty: 0,
    };
    reader.question(&page, question.as_ref());
    for node in &said {
        if reader.sink.stopped() {
            break;
        }
        if node.has_name("div") { reader.answer(node) } else { reader.comment(node) }
    }
    reader.left_out(&page);
    reader.finish();
    Ok(())
}

struct Reader<'s> {
    sink: &'s mut dyn Sink,
    intake: Intake,
    times: Times,
    /// The scheme and host of the page.
    site: Option<String>,
    /// Where the question is.
    url: Option<String>,
    op: Option<String>,
    empty: usize,
}

impl Reader<'_> {
    fn question(&mut self, page: &Page, question: Option<&NodeRef<'_>>) {
        let facts = page.facts();
        self.url.clone_from(&facts.url);
        self.site = facts.url.as_deref().and_then(origin);
        let title = page.first("#question-header h1, .question-hyperlink, h1[itemprop=name]");
        let title = title.map(|title| words(&title)).filter(|title| !title.is_empty());
        let post = question.map(Post::of);
        let question_date =
            page.first("time[itemprop=dateCreated]").and_then(|t| attribute(&t, "datetime"));
        let at = post.as_ref().map(|post| post.created(&mut self.times)).unwrap_or_default();
        let (at, published_text) = dated(at);
        let published = at.or_else(|| self.times.at(&question_date?));
        let byline = post.as_ref().map(Post::author).filter(|name| !name.is_empty());
        let tags = question.map(|question| all(question, ".post-taglist .post-tag"));
        let notices = question.map(|question| all(question, ".js-post-notice, .question-status"));
        let text = post.as_ref().and_then(Post::text);
        self.op.clone_from(&byline);
        self.sink.article(Article {
            title: title.or(facts.title),
            byline,
            site: facts.site,
            published,
            published_text,
            url: facts.url,
            language: facts.language,
            tags: tags.unwrap_or_default().iter().map(words).filter(|t| !t.is_empty()).collect(),
            notices: notices
                .unwrap_or_default()
                .iter()
                .map(words)
                .filter(|n| !n.is_empty())
                .collect(),
            blocks: text.map(|text| from_html(&markup(&text))).unwrap_or_default(),
            ..Article::default()
        });
    }

    fn answer(&mut self, node: &NodeRef<'_>) {
        let post = Post::of(node);
        let number = answer_number(node);
        let author = post.author();
        let text = post.text().map(|text| markup(&text).trim().to_owned());
        let state = if text.is_some() { State::Live } else { State::NotLoaded };
        self.empty += usize::from(state == State::NotLoaded);
        let link = number.as_ref().and_then(|n| Some(format!("{}/a/{n}", self.site.as_ref()?)));
        let comment = NewComment {
            id: number.map(|number| format!("a{number}").into()),
            roles: self.roles(&author, post.roles()),
            author: author.into(),
            created: post.created(&mut self.times),
            votes: Votes { score: post.score(), ..Votes::default() },
            edited: post.is_edited(),
            state,
            permalink: link.map_or(Permalink::Unknown, |link| Permalink::Given(link.into())),
            body: Body { kind: BodyKind::Html, text: text.unwrap_or_default().into() },
            ..NewComment::default()
        };
        self.intake.push(comment, self.sink);
    }

    fn comment(&mut self, node: &NodeRef<'_>) {
        let number = attribute(node, "id").and_then(|id| digits(id.strip_prefix("comment-")?));
        let on = post_of(node);
        let answer = on.as_ref().map(|on| format!("a{on}"));
        let answer = answer.filter(|id| self.intake.builder.find(id).is_some());
        let copy = first(node, ".comment-copy");
        let text = copy.map(|text| markup(&text).trim().to_owned());
        let state = if text.is_some() { State::Live } else { State::NotLoaded };
        self.empty += usize::from(state == State::NotLoaded);
        let name = first(node, ".comment-user");
        let author = name.map(|name| post::name(&name)).unwrap_or_default();
        let mut roles = name.map(|name| post::marks(&[name])).unwrap_or_default();
        if name.is_some_and(|name| name.has_class("owner")) {
            roles.insert(0, "op".to_owned());
        }
        let link = || {
            let url = self.url.as_ref()?.split('#').next()?;
            Some(format!("{url}#comment{}_{}", number.as_ref()?, on.as_ref()?))
        };
        let date = first(node, ".comment-date");
        let stamp = date.and_then(|date| first(&date, "[title]")).or(date);
        let comment = NewComment {
            permalink: link().map_or(Permalink::Unknown, |link| Permalink::Given(link.into())),
            id: number.map(|number| format!("c{number}").into()),
            parent: answer.map_or(Parent::Root, |id| Parent::Id(id.into())),
            roles: self.roles(&author, roles),
            author: author.into(),
            created: post::time(stamp.as_ref(), &mut self.times),
            votes: Votes { score: comment_score(node), ..Votes::default() },
            edited: first(node, ".comment-edited, [title*=\"was edited\"], .iconPencilSm")
                .is_some(),
            state,
            body: Body { kind: BodyKind::Html, text: text.unwrap_or_default().into() },
            ..NewComment::default()
        };
        self.intake.push(comment, self.sink);
    }

    fn roles(&self, author: &str, mut roles: Vec<String>) -> Vec<String> {
        let is_op = !author.is_empty() && self.op.as_deref() == Some(author);
        if is_op && !roles.iter().any(|role| role == "op") {
            roles.insert(0, "op".to_owned());
        }
        roles
    }

    /// Counts comments behind a link, and answers on other pages.
    fn left_out(&mut self, page: &Page) {
        let builder = &mut self.intake.builder;
        for list in page.all("[id^=comments-]") {
            let Some(on) =
                attribute(&list, "id").and_then(|id| digits(id.strip_prefix("comments-")?))
            else {
                continue;
            };
            let counted = |node: NodeRef<'_>| {
                number(&attribute(&node, "data-remaining-comments-count")?).filter(|n| *n > 0)
            };
            let is_link =
                |node: &NodeRef<'_>| says(node, "id", |id| id == format!("comments-link-{on}"));
            let linked = || {
                let beside = std::iter::successors(list.next_sibling(), NodeRef::next_sibling);
                let links = beside.filter(NodeRef::is_element).take(3).find(is_link)?;
                let link = first(&links, ".js-show-link:not(.dno), .comments-link b")?;
                number(&words(&link))
            };
            let own = all(&list, "[data-remaining-comments-count]").into_iter().find_map(counted);
            let more = own.or_else(linked).and_then(|more| u32::try_from(more).ok());
            if let Some(more) = more.filter(|more| *more > 0) {
                let at = builder.find(&format!("a{on}"));
                builder.add_missing(at, more);
            }
        }
        let count =
            page.first("[data-answercount]").and_then(|head| attribute(&head, "data-answercount"));
        let count =
            count.or_else(|| page.first("[itemprop=answerCount]").map(|count| words(&count)));
        let here = page.all(ANSWERS).iter().filter(|node| is_answer(node)).count() as u64;
        let there = count.and_then(|count| u64::try_from(number(&count)?).ok()).unwrap_or(0);
        if there > here {
            let more = u32::try_from(there - here).unwrap_or(u32::MAX);
            builder.add_missing(None, more);
            self.sink.warning(format!("the page holds {here} of {there} answers"));
        }
    }

    fn finish(self) {
        say(self.sink, self.intake.nameless, "has no id", "have no ids");
        self.intake.finish(self.sink);
        self.times.finish(self.sink);
        say(self.sink, self.empty, "has no text", "have no text");
    }
}

/// Whether what looks like an answer is one.
fn is_answer(node: &NodeRef<'_>) -> bool {
    node.has_class("answer") || answer_number(node).is_some()
}

/// The number of an answer.
fn answer_number(node: &NodeRef<'_>) -> Option<String> {
    let id = attribute(node, "data-answerid").and_then(|id| digits(&id));
    id.or_else(|| digits(attribute(node, "id")?.strip_prefix("answer-")?))
}

/// The number of the post that a comment is on: of the list that it is in, or of the answer.
fn post_of(comment: &NodeRef<'_>) -> Option<String> {
    let number = |list: &NodeRef<'_>| digits(list.attr("id")?.strip_prefix("comments-")?);
    let list = around(comment, |up| number(up).is_some());
    list.and_then(|list| number(&list))
        .or_else(|| answer_number(&around(comment, |up| up.has_class("answer"))?))
}

/// The votes for a comment; where there are none, the place for them is empty.
fn comment_score(node: &NodeRef<'_>) -> Option<i32> {
    attribute(node, "data-comment-score").and_then(|score| votes(&score)).or_else(|| {
        let line = words(&first(node, ".comment-score")?);
        if line.is_empty() { Some(0) } else { votes(&line) }
    })
}

fn digits(text: &str) -> Option<String> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
