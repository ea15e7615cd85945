//! The XML export of a forum.

use std::collections::HashMap;

use crate::load::entities::{name_line, title_line};
use crate::load::json::instant;
use crate::load::xml::text::ESCAPED_HTML;
use crate::load::xml::{Element, Xml};
use crate::load::{Input, Intake, LoadError, Sink, Stream};
use crate::markup::from_html;
use crate::model::{Article, Body, BodyKind, Created, NewComment, Parent, Permalink, State};

/// A thread, as far as its posts need it.
#[derive(Debug, Default)]
struct Thread<'x> {
    own: Option<Element<'x>>,
    posts: Vec<Element<'x>>,
}

pub(super) fn load(
    input: &Input<'_>,
    stream: Stream<'_>,
    sink: &mut dyn Sink,
) -> Result<(), LoadError> {
    let xml = Xml::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    intake.builder.keep(xml.segment());
    let threads = xml.root().map(threads).unwrap_or_default();
    let commented: Vec<_> = threads.iter().filter(|thread| !thread.posts.is_empty()).collect();
    let alone = match commented.as_slice() {
        [thread] => thread.own,
        [] => threads.first().and_then(|thread| thread.own),
        _ => None,
    };
    if let Some(thread) = alone {
        sink.article(article(thread));
    }
    let mut reader = Reader { undated: 0, odd: 0 };
    for thread in &threads {
        let page = thread.own.and_then(|own| own.line("link"));
        let owner = thread.own.and_then(|own| own.get("author")?.line("username"));
        let title = thread.own.and_then(|own| title_line(&own.line("title")?));
        for &post in &thread.posts {
            if sink.stopped() {
                break;
            }
            let mut comment = reader.post(post, page.as_deref(), owner.as_deref());
            // Among many discussions each thread says which it is of.
            if alone.is_none() && comment.parent == Parent::Root {
                comment.subject = title.as_deref().unwrap_or_default().into();
            }
            intake.push(comment, sink);
        }
    }
    let is_empty = intake.builder.is_empty() && alone.is_none();
    intake.finish(sink);
    reader.finish(sink);
    if is_empty {
        let cause = "it has no discussions".into();
        let name = input.name.to_owned();
        return Err(LoadError::Broken { name, format: super::LOADER.name, cause });
    }
    Ok(())
}

/// The threads with their posts, in the order in which they are first talked in.
fn threads(root: Element<'_>) -> Vec<Thread<'_>> {
    let mut threads: Vec<Thread<'_>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut known = HashMap::new();
    for thread in root.children().filter(|child| child.is("thread")) {
        if let Some(id) = thread.attribute("id") {
            known.entry(id).or_insert(thread);
        }
    }
    for post in root.children().filter(|child| child.is("post")) {
        let id = post.get("thread").and_then(|of| of.attribute("id")).unwrap_or_default();
        let at = *places.entry(id.clone()).or_insert_with(|| {
            threads.push(Thread { own: known.get(&id).copied(), posts: Vec::new() });
            threads.len() - 1
        });
        if let Some(thread) = threads.get_mut(at) {
            thread.posts.push(post);
        }
    }
    if threads.is_empty() {
        let own = root.children().find(|child| child.is("thread"));
        threads.extend(own.map(|own| Thread { own: Some(own), posts: Vec::new() }));
    }
    threads
}

fn article(thread: Element<'_>) -> Article {
    let author = thread.get("author").and_then(|author| author.line("name"));
    let text = thread.get("message").map(|message| from_html(&message.text()));
    let is_closed = thread.line("isClosed").as_deref() == Some("true");
    Article {
        title: thread.line("title").and_then(|title| title_line(&title)),
        byline: author.map(|name| name_line(&name)),
        site: thread.line("forum"),
        published: thread.line("createdAt").and_then(|date| instant(&date)),
        url: thread.line("link"),
        blocks: text.unwrap_or_default(),
        notices: is_closed.then(|| "The discussion is closed.".to_owned()).into_iter().collect(),
        ..Article::default()
    }
}

#[derive(Debug)]
struct Reader {
    /// How many posts have a time that cannot be read.
    undated: u64,
    /// How many have no id.
    odd: u64,
}

impl Reader {
    fn post<'x>(
        &mut self,
        post: Element<'x>,
        page: Option<&str>,
        owner: Option<&str>,
    ) -> NewComment<'x> {
        let id = post.attribute("id").filter(|id| !id.is_empty());
        self.odd += u64::from(id.is_none());
        let author = post.get("author");
        let account = author.and_then(|author| author.line("username"));
        let name = author.and_then(|author| author.line("name")).or_else(|| account.clone());
        let is = |key: &str| post.line(key).as_deref() == Some("true");
        let is_refused = post.line("isApproved").as_deref() == Some("false");
        let mut roles = Vec::new();
        roles.extend(
            (account.is_some() && account.as_deref() == owner).then(|| "author".to_owned()),
        );
        roles.extend(is_refused.then(|| "unapproved".to_owned()));
        let date = post.line("createdAt");
        let created = match date.as_deref().map(instant) {
            Some(Some(at)) => Created::At(at),
            Some(None) => {
                self.undated += 1;
                Created::Ago { text: date.unwrap_or_default().into(), seconds: None }
            }
            None => Created::Unknown,
        };
        let parent = post.get("parent").and_then(|of| of.attribute("id"));
        let link = page.zip(id.as_ref()).map(|(page, id)| format!("{page}#comment-{id}"));
        let (deleted, spam) = (is("isDeleted"), is("isSpam"));
        let text = post.get("message").filter(|_| !deleted).map(|of| of.body(&ESCAPED_HTML));
        NewComment {
            id: id.map(Into::into),
            parent: parent.map_or(Parent::Root, |id| Parent::Id(id.into())),
            author: name.map(|name| name_line(&name)).unwrap_or_default().into(),
            created,
            state: match (deleted, spam) {
                (true, _) => State::Deleted,
                (false, true) => State::Removed,
                (false, false) => State::Live,
            },
            roles,
            permalink: link.map_or(Permalink::Unknown, |link| Permalink::Given(link.into())),
            body: Body { kind: BodyKind::Html, text: text.unwrap_or_default() },
            ..NewComment::default()
        }
    }

    fn finish(self, sink: &mut dyn Sink) {
        let many = [(self.undated, "a date that cannot be read"), (self.odd, "no id")];
        for (count, what) in many {
            match count {
                0 => {}
                1 => sink.warning(format!("1 post has {what}")),
                _ => sink.warning(format!("{count} posts have {what}")),
            }
        }
    }
}
