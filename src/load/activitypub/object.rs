//! One object: a note, an article, a video, or what is left of one.

use std::borrow::Cow;

use super::super::json::{Kind, Notes, Value};
use super::super::posts::{bounded, escape, headline, hidden};
use super::walk::is_tombstone;
use super::{Thread, hangs_on};
use crate::markup::{from_body, from_html};
use crate::model::{
    Article, Body, BodyKind, Created, NewComment, Parent, Permalink, State, Text, Votes, plain_text,
};
use crate::text::clean_line;

/// What is around an object: who did what with it when, and whose reply it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Outer<'t> {
    pub(super) actor: Option<Value<'t>>,
    pub(super) activity: Option<Value<'t>>,
    pub(super) above: Option<Cow<'t, str>>,
}

/// An object, and of it what must be known before the comments are handed over.
#[derive(Debug)]
pub(super) struct Object<'t> {
    value: Value<'t>,
    kind: String,
    /// Who wrote it, if that is said; an activity may say it as well.
    author: Option<Value<'t>>,
    activity: Option<Value<'t>>,
    pub(super) id: Option<Cow<'t, str>>,
    pub(super) parent: Option<Cow<'t, str>>,
    pub(super) who: Option<Cow<'t, str>>,
    /// How many answers it says it has.
    pub(super) replies: u32,
}

impl<'t> Object<'t> {
    pub(super) fn of(
        value: Value<'t>,
        kind: &str,
        outer: &Outer<'t>,
        notes: &mut Notes,
    ) -> Object<'t> {
        let id = ["id", "@id"].iter().find_map(|key| notes.text(value, key));
        let id = id.filter(|id| !id.is_empty()).map(bounded);
        if id.is_none() {
            notes.missing(value, "id");
        }
        let author = named(value, "attributedTo", notes).or_else(|| named(value, "actor", notes));
        let author = author.or(outer.actor);
        let answered = named(value, "inReplyTo", notes).and_then(address).map(bounded);
        let parent = answered.filter(|parent| !parent.is_empty()).or_else(|| outer.above.clone());
        Object {
            value,
            kind: kind.to_owned(),
            author,
            activity: outer.activity,
            id,
            parent: parent.filter(|parent| !parent.is_empty()),
            who: author.and_then(address),
            replies: hangs_on::replies(value, notes),
        }
    }

    /// Whether it has a title of its own.
    pub(super) fn has_name(&self) -> bool {
        self.value.get("name").and_then(Value::text).is_some()
    }

    pub(super) fn comment(
        &self,
        thread: &Thread<'t>,
        alone: bool,
        notes: &mut Notes,
    ) -> NewComment<'t> {
        let parent = self.parent.clone().filter(|parent| thread.id.as_ref() != Some(parent));
        let is_one = |likes: Value<'t>| matches!(likes.kind(), Kind::Object | Kind::Text);
        let likes = notes.read(self.value, "likes", "a collection", |l| is_one(l).then_some(l));
        let score = likes.filter(|likes| likes.is_object());
        let score = score.and_then(|likes| notes.votes(likes, "totalItems"));
        let created = self.time("published", notes);
        let tombstone = is_tombstone(self.value, &self.kind);
        let state = if tombstone { State::Deleted } else { State::Live };
        NewComment {
            id: self.id.clone().map(Into::into),
            parent: parent.map_or(Parent::Root, Parent::Id),
            author: self.name(notes).unwrap_or_default().into(),
            created: created.map_or(Created::Unknown, Created::At),
            votes: Votes { score, ..Votes::default() },
            edited: self.updated(notes).is_some() && state == State::Live,
            state,
            roles: self.roles(thread, notes),
            permalink: Permalink::from(self.address(notes).map(Cow::Owned)),
            more: thread.missing(self),
            body: self.body(!alone, notes),
            ..NewComment::default()
        }
    }

    /// The object as what the others are about.
    pub(super) fn article(&self, notes: &mut Notes) -> Article {
        let value = self.value;
        let name = notes.line(value, "name");
        let (kind, said) = self.said(notes);
        let said = said.and_then(Value::text).unwrap_or_default();
        let begins = || headline(&plain_text(&from_body(Body { kind, text: said.as_ref() })));
        let title = name.or_else(|| self.warning(notes)).or_else(begins);
        let html = self.html(false, notes);
        let blocks = match html {
            Some(html) => from_html(&html),
            None => from_body(Body { kind, text: said.as_ref() }),
        };
        let address = self.address(notes);
        let server = address.as_deref().and_then(|at| at.split('/').nth(2)).map(clean_line);
        let language = notes.read(value, "language", "a language", |language| {
            let said = if language.is_object() { language.get("identifier")? } else { language };
            Some(clean_line(&said.text()?))
        });
        Article {
            title,
            byline: self.name(notes),
            site: server,
            published: self.time("published", notes),
            updated: self.updated(notes),
            url: hangs_on::first_link(value, notes).or(address),
            language,
            image: hangs_on::link(value, "image", notes),
            tags: hangs_on::hashtags(value, notes),
            blocks,
            ..Article::default()
        }
    }

    fn time(&self, key: &str, notes: &mut Notes) -> Option<i64> {
        notes.time(self.value, key).or_else(|| notes.time(self.activity?, key))
    }

    /// When it was changed; some servers write when it was written.
    fn updated(&self, notes: &mut Notes) -> Option<i64> {
        let updated = notes.time(self.value, "updated")?;
        (Some(updated) != self.time("published", notes)).then_some(updated)
    }

    /// Who wrote it: by name, if it is here, or else the address of that.
    fn name(&self, notes: &mut Notes) -> Option<String> {
        let author = self.author.and_then(first)?;
        let named = author.is_object().then(|| {
            let names = ["preferredUsername", "name"];
            names.iter().find_map(|key| notes.line(author, key))
        });
        let named = named.flatten().or_else(|| Some(clean_line(&address(author)?)));
        named.filter(|name| !name.is_empty())
    }

    /// Where it can be read.
    fn address(&self, notes: &mut Notes) -> Option<String> {
        let url = hangs_on::link(self.value, "url", notes);
        let is_page = |id: &&Cow<'_, str>| id.starts_with("https://") || id.starts_with("http://");
        url.or_else(|| self.id.as_ref().filter(is_page).map(|id| clean_line(id)))
    }

    fn roles(&self, thread: &Thread<'t>, notes: &mut Notes) -> Vec<String> {
        let is_op = self.who.is_some() && self.who == thread.submitter;
        let speaks = notes.flag(self.value, "distinguished");
        let author = self.author.and_then(first).filter(|author| author.is_object());
        let kind = author.and_then(|author| notes.text(author, "type"));
        let is_bot = matches!(kind.as_deref(), Some("Service" | "Application"));
        let roles = [(is_op, "op"), (speaks, "moderator"), (is_bot, "bot")];
        roles.iter().filter(|(is, _)| *is).map(|(_, role)| (*role).to_owned()).collect()
    }

    /// The warning before its text. Of what has a title, a summary is none.
    fn warning(&self, notes: &mut Notes) -> Option<String> {
        let summary = notes.read(self.value, "summary", "a text", Value::text)?;
        let is_note = matches!(&*self.kind, "Note" | "Question" | "ChatMessage" | "");
        let is_warning = notes.flag(self.value, "sensitive") || is_note && !self.has_name();
        let summary = plain_text(&from_html(&summary));
        Some(clean_line(&summary)).filter(|warning| is_warning && !warning.is_empty())
    }

    /// Its text, and how that is written.
    fn said(&self, notes: &mut Notes) -> (BodyKind, Option<Value<'t>>) {
        let value = self.value;
        let is_text = |text: Value<'t>| (text.kind() == Kind::Text).then_some(text);
        let content = notes.read(value, "content", "a text", is_text);
        if content.is_some() {
            return (kind_of(value, BodyKind::Html, notes), content);
        }
        let source = notes.object(value, "source");
        let typed = source.and_then(|source| notes.read(source, "content", "a text", is_text));
        if let Some(source) = source.filter(|_| typed.is_some()) {
            return (kind_of(source, BodyKind::Plain, notes), typed);
        }
        let by_language = value.get("contentMap").filter(|map| map.is_object());
        let content = by_language.and_then(|map| map.children().find_map(is_text));
        (BodyKind::Html, content)
    }

    /// What it says: left where it stands if nothing hangs on it.
    fn body(&self, name: bool, notes: &mut Notes) -> Body<Text<'t>> {
        if let Some(html) = self.html(name, notes) {
            return Body { kind: BodyKind::Html, text: html.into() };
        }
        let (kind, said) = self.said(notes);
        if let Some(text) = said.and_then(Value::body) {
            return Body { kind, text };
        }
        let name = notes.text(self.value, "name");
        Body { kind: BodyKind::Plain, text: name.map(Text::Given).unwrap_or_default() }
    }

    /// Its text with all that hangs on it, if anything does; its `name` with that, if it has both.
    fn html(&self, name: bool, notes: &mut Notes) -> Option<String> {
        let warning = self.warning(notes);
        let (kind, said) = self.said(notes);
        let said = said.and_then(Value::text);
        let mut more = String::new();
        let name = notes.line(self.value, "name").filter(|_| name || said.is_none());
        if let Some(name) = name.filter(|_| said.is_some()) {
            more.extend(["<p>[title] ", &escape(&name), "</p>"]);
        }
        more.push_str(&hangs_on::all(self.value, said.as_deref(), notes));
        if more.is_empty() && warning.is_none() {
            return None;
        }
        let said = match said {
            Some(said) if kind == BodyKind::Html => said.into_owned(),
            Some(said) => crate::markup::to_html(&from_body(Body { kind, text: said })),
            None => {
                let name = notes.line(self.value, "name").unwrap_or_default();
                format!("<p>{}</p>", escape(&name))
            }
        };
        let html = said + &more;
        Some(warning.map_or_else(|| html.clone(), |warning| hidden(&warning, &html)))
    }
}

/// How a text is written, by its media type.
fn kind_of(value: Value<'_>, otherwise: BodyKind, notes: &mut Notes) -> BodyKind {
    match notes.text(value, "mediaType").as_deref() {
        Some("text/markdown" | "text/x.misskeymarkdown") => BodyKind::Markdown,
        Some("text/plain") => BodyKind::Plain,
        Some(kind) if kind.starts_with("text/html") => BodyKind::Html,
        _ => otherwise,
    }
}

/// A value, or the first of a list of them.
fn first(value: Value<'_>) -> Option<Value<'_>> {
    match value.kind() {
        Kind::List => value.items().find(|item| address(*item).is_some()),
        _ => Some(value),
    }
}

/// The value of a property that names an object.
pub(super) fn named<'t>(of: Value<'t>, key: &str, notes: &mut Notes) -> Option<Value<'t>> {
    let named = notes.read(of, key, "an address", |value| address(value).and(Some(value)));
    let given = of.get(key)?;
    for object in std::iter::once(given).chain(given.items()).filter(|given| given.is_object()) {
        notes.text(object, "id");
    }
    named
}

/// The address that stands for an object, wherever that is.
pub(super) fn address(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value.kind() {
        Kind::Text => value.text(),
        Kind::List => value.items().filter(|item| item.kind() != Kind::List).find_map(address),
        Kind::Object => {
            let keys = ["id", "@id", "href", "preferredUsername", "name"];
            keys.iter().find_map(|key| value.get(key)?.text())
        }
        _ => None,
    }
}
