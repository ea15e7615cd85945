//! Notes as the API of Misskey gives them, and of what has come of it: Sharkey, Firefish, `CherryPick`
//! ([Note]).
//!
//! `notes/show`, `notes/children`, `notes/replies`, `notes/conversation`, and timelines. Each note has
//! the one that it answers in it, and so the ones on top come along with their answers; the single
//! one that all the others answer is the article. What bites: an answer may come before what it
//! answers and more than once; a note that is only a boost has no text; reactions are counted by
//! their signs; of a note from elsewhere alone the address is known.
//!
//! [Note]: https://misskey-hub.net/docs/for-developers/api/entity/note/

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude};
use super::posts::{attached, bounded, escape, headline, hidden, quoted};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::{from_html, from_plain};
use crate::model::{
    Article, Body, BodyKind, Created, NewComment, Parent, Permalink, State, Text, Votes,
};

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "misskey",
    about: "notes of Misskey and its kin, JSON of their API",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// What a note has.
const NOTE: &[&str] = &[
    "userId",
    "user.username",
    "cw",
    "visibility",
    "replyId",
    "renoteId",
    "repliesCount",
    "renoteCount",
    "localOnly",
    "reactionAcceptance",
];
/// How many of them make sure of it.
const ENOUGH: usize = 5;

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &[]) else { return Likelihood::No };
    let is_it = outline.most_together(NOTE) >= ENOUGH
        && outline.most_together(&["user.username", "text", "userId"]) >= 2;
    if is_it { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut notes = Notes::default();
    let (all, skipped) = gather(&tree, &mut notes);
    let thread = Thread::of(&all);
    let article = thread.article.and_then(|at| all.get(at));
    if let Some(note) = article {
        sink.article(note.article(&mut notes));
        intake.builder.add_missing(None, thread.missing(note));
        // It counts the answers to itself, not those to them.
        if all.len() == 1 {
            sink.declared(note.replies.into());
        }
    }
    for (at, note) in all.iter().enumerate() {
        if sink.stopped() {
            break;
        }
        if Some(at) != thread.article {
            intake.push(note.comment(&thread, &mut notes), sink);
        }
    }
    let found = if all.is_empty() { Found::Nothing } else { Found::Something };
    drop((thread, all));
    notes.finish(sink);
    let outcome = tree.take_damage().map(|()| found);
    conclude(input, LOADER.name, intake, skipped, outcome, sink)
}

/// A note, and of it what must be known before the comments are handed over.
struct Note<'t> {
    value: Value<'t>,
    user: Option<Value<'t>>,
    id: Option<Cow<'t, str>>,
    parent: Option<Cow<'t, str>>,
    who: Option<Cow<'t, str>>,
    /// How many answers it says it has.
    replies: u32,
}

/// All notes of an answer in its order, each once, and how many things in its lists are none.
fn gather<'t>(tree: &'t Tree, notes: &mut Notes) -> (Vec<Note<'t>>, usize) {
    let (mut all, mut skipped) = (Vec::new(), 0);
    // Which of them lie in another, and may come again with more to say.
    let mut seen: HashSet<Cow<'t, str>> = HashSet::new();
    let mut open = Vec::from_iter(tree.root());
    let mut inner = Vec::new();
    while let Some(value) = open.pop() {
        let start = open.len();
        match value.kind() {
            Kind::List => open.extend(value.items()),
            Kind::Object if is_note(value) => {
                inner.extend(notes.object(value, "reply"));
                let note = Note::of(value, notes);
                if note.id.clone().is_none_or(|id| seen.insert(id)) {
                    all.push(note);
                }
            }
            Kind::Object => {
                open.extend(value.children().filter(|child| child.children().next().is_some()));
            }
            Kind::Null => {}
            _ => skipped += usize::from(value.parent().is_some_and(|up| up.kind() == Kind::List)),
        }
        if let Some(pushed) = open.get_mut(start..) {
            pushed.reverse();
        }
    }
    let mut above = Vec::new();
    while let Some(value) = inner.pop() {
        let note = Note::of(value, notes);
        if note.id.clone().is_some_and(|id| seen.insert(id)) {
            inner.extend(notes.object(value, "reply"));
            above.push(note);
        }
    }
    above.reverse();
    above.append(&mut all);
    (above, skipped)
}

/// Whether an object is a note: its user, its files and a notification have some of this, too.
fn is_note(value: Value<'_>) -> bool {
    let telling = ["text", "replyId", "renoteId", "visibility", "userId", "user", "cw"];
    telling.iter().filter(|key| value.get(key).is_some()).count() >= 3
}

/// What is known of all notes together.
struct Thread<'t> {
    /// How many answers to each are there.
    answers: HashMap<Cow<'t, str>, u32>,
    /// The place of the one that is the article, and its id.
    article: Option<usize>,
    id: Option<Cow<'t, str>>,
    /// Who wrote it.
    starter: Option<Cow<'t, str>>,
}

impl<'t> Thread<'t> {
    fn of(all: &[Note<'t>]) -> Thread<'t> {
        let ids: HashSet<_> = all.iter().filter_map(|note| note.id.clone()).collect();
        let mut answers: HashMap<Cow<'t, str>, u32> = HashMap::new();
        for parent in all.iter().filter_map(|note| note.parent.clone()) {
            *answers.entry(parent).or_default() += 1;
        }
        let is_root = |note: &Note<'_>| note.parent.as_ref().is_none_or(|up| !ids.contains(up));
        let mut roots = all.iter().enumerate().filter(|(_, note)| is_root(note));
        let root = roots.next().filter(|(_, note)| note.parent.is_none());
        let root = root.filter(|_| roots.next().is_none());
        Thread {
            article: root.map(|(at, _)| at),
            id: root.and_then(|(_, note)| note.id.clone()),
            starter: root.and_then(|(_, note)| note.who.clone()),
            answers,
        }
    }

    /// How many answers to a note are not there.
    fn missing(&self, note: &Note<'_>) -> u32 {
        let there = note.id.as_ref().and_then(|id| self.answers.get(id)).copied();
        note.replies.saturating_sub(there.unwrap_or(0))
    }
}

impl<'t> Note<'t> {
    fn of(value: Value<'t>, notes: &mut Notes) -> Note<'t> {
        let user = notes.object(value, "user");
        let id = notes.id(value, "id").map(bounded);
        if id.is_none() {
            notes.missing(value, "id");
        }
        let who = notes.id(value, "userId").or_else(|| notes.id(user?, "id"));
        Note {
            value,
            user,
            id,
            parent: notes.id(value, "replyId").map(bounded),
            who,
            replies: notes.count(value, "repliesCount").unwrap_or(0),
        }
    }

    fn comment(&self, thread: &Thread<'t>, notes: &mut Notes) -> NewComment<'t> {
        let parent = self.parent.clone().filter(|parent| thread.id.as_ref() != Some(parent));
        let created = notes.time(self.value, "createdAt");
        let is_hidden = notes.flag(self.value, "isHidden");
        let is_gone = notes.text(self.value, "deletedAt").is_some();
        NewComment {
            id: self.id.clone().map(Into::into),
            parent: parent.map_or(Parent::Root, Parent::Id),
            author: self.author(notes).unwrap_or_default().into(),
            created: created.map_or(Created::Unknown, Created::At),
            votes: Votes { score: self.reactions(notes), ..Votes::default() },
            edited: notes.text(self.value, "updatedAt").is_some(),
            state: match (is_gone, is_hidden) {
                (true, _) => State::Deleted,
                (false, true) => State::NotLoaded,
                (false, false) => State::Live,
            },
            roles: self.roles(thread, notes),
            permalink: Permalink::from(self.address(notes).map(Cow::Owned)),
            more: thread.missing(self),
            body: self.body(notes),
            ..NewComment::default()
        }
    }

    /// The note as what the others are about.
    fn article(&self, notes: &mut Notes) -> Article {
        let said = notes.text(self.value, "text").unwrap_or_default();
        let shown = self.user.and_then(|user| notes.line(user, "name"));
        let url = self.address(notes);
        let host = url.as_deref().and_then(|url| url.split('/').nth(2)).map(str::to_owned);
        let blocks = match self.html(notes) {
            Some(html) => from_html(&html),
            None => from_plain(&said),
        };
        Article {
            title: notes.line(self.value, "cw").or_else(|| headline(&said)),
            byline: shown.or_else(|| self.author(notes)),
            site: host.or_else(|| Some("Misskey".into())),
            published: notes.time(self.value, "createdAt"),
            updated: notes.time(self.value, "updatedAt"),
            url,
            tags: notes
                .list(self.value, "tags")
                .filter_map(Value::text)
                .map(|tag| crate::text::clean_line(&tag))
                .collect(),
            blocks,
            ..Article::default()
        }
    }

    /// A note from elsewhere has an address; where the server itself is, its answers do not say.
    fn address(&self, notes: &mut Notes) -> Option<String> {
        notes.line(self.value, "url").or_else(|| notes.line(self.value, "uri"))
    }

    fn author(&self, notes: &mut Notes) -> Option<String> {
        let user = self.user?;
        let name = notes.line(user, "username").or_else(|| notes.line(user, "name"))?;
        let host = notes.line(user, "host");
        Some(host.map_or(name.clone(), |host| format!("{name}@{host}")))
    }

    /// How many signs of any kind it was given.
    fn reactions(&self, notes: &mut Notes) -> Option<i32> {
        let signs = notes.object(self.value, "reactions")?;
        let counts: Vec<_> = signs.children().map(|sign| sign.key().into_owned()).collect();
        let counts = counts.iter().filter_map(|sign| notes.votes(signs, sign));
        Some(counts.fold(0_i32, i32::saturating_add))
    }

    fn roles(&self, thread: &Thread<'t>, notes: &mut Notes) -> Vec<String> {
        let mut roles = Vec::new();
        if thread.starter.is_some() && self.who == thread.starter {
            roles.push("op".to_owned());
        }
        let Some(user) = self.user else { return roles };
        for (key, role) in [("isModerator", "moderator"), ("isAdmin", "admin"), ("isBot", "bot")] {
            roles.extend(notes.flag(user, key).then(|| role.to_owned()));
        }
        let badges = notes.objects(user, "badgeRoles");
        roles.extend(badges.into_iter().filter_map(|badge| notes.line(badge, "name")));
        roles
    }

    /// What it says: left where it stands if nothing hangs on it.
    fn body(&self, notes: &mut Notes) -> Body<Text<'t>> {
        if let Some(html) = self.html(notes) {
            return Body { kind: BodyKind::Html, text: html.into() };
        }
        let text = notes.read(self.value, "text", "a text", Value::body);
        Body { kind: BodyKind::Plain, text: text.unwrap_or_default() }
    }

    /// Its text with all that hangs on it, if anything does.
    fn html(&self, notes: &mut Notes) -> Option<String> {
        let warning = notes.line(self.value, "cw");
        let mut more = String::new();
        if let Some(inner) = notes.object(self.value, "renote") {
            let inner = Note::of(inner, notes);
            let who = inner.author(notes).map(|who| format!("@{who}"));
            let said = notes.text(inner.value, "text").unwrap_or_default();
            more.push_str(&quoted(who.as_deref(), &paragraphs(&said)));
        }
        for file in notes.objects(self.value, "files") {
            let kind = notes.line(file, "type").unwrap_or_default();
            let kind =
                kind.split('/').next().filter(|kind| ["image", "video", "audio"].contains(kind));
            if let Some(address) = notes.line(file, "url") {
                let about = notes.line(file, "comment").or_else(|| notes.line(file, "name"));
                more.push_str(&attached(kind.unwrap_or("file"), &address, about.as_deref()));
            }
        }
        if let Some(poll) = notes.object(self.value, "poll") {
            more.push_str("<ul>");
            for choice in notes.objects(poll, "choices") {
                let text = notes.line(choice, "text").unwrap_or_default();
                let votes = notes.whole(choice, "votes").map(|votes| format!(": {votes}"));
                more.extend(["<li>", &escape(&text), &votes.unwrap_or_default(), "</li>"]);
            }
            more.push_str("</ul>");
        }
        if more.is_empty() && warning.is_none() {
            return None;
        }
        let html = paragraphs(&notes.text(self.value, "text").unwrap_or_default()) + &more;
        Some(match warning {
            Some(warning) => hidden(&warning, &html),
            None => html,
        })
    }
}

/// A plain text as HTML says it, with its lines.
fn paragraphs(text: &str) -> String {
    crate::markup::to_html(&from_plain(text))
}

#[cfg(test)]
mod tests {
    use super::super::outcome::{article, lines, read};
    use super::*;

    #[test]
    fn what_all_answer_is_the_article() {
        let text = include_str!("../../tests/fixtures/misskey/children.json");
        let document = read(&LOADER, text).unwrap();
        #[rustfmt::skip]
        assert_eq!(lines(&document), [
            "0 9n2 tomas_l @1777798800 5 +1 Pilot: The town does. Since 1911. :lamp:",
            "1 9n3 adab@mole.example @1777799400 0 edited https://mole.example/@adab/9n3: dull deeds Not <all> of it. [image] the deed",
            "0 9n4 inesv@quay.example @1777800600 1 notloaded op bot: @quayside_7: Look at the mole.",
        ]);
        #[rustfmt::skip]
        assert_eq!(article(&document), [
            "Who pays for the lamp?", "Ines Varga", "quay.example", "https://quay.example/notes/9n1",
            "@1777796100", "#harbour", "Who pays for the lamp?",
        ]);
        assert_eq!(document.thread.missing(), 2, "one of them starts a thread");
        let text = include_str!("../../tests/fixtures/misskey/alone.json");
        let document = read(&LOADER, text).unwrap();
        assert_eq!(
            article(&document),
            [
                "Who pays?",
                "Ines Varga",
                "Misskey",
                "@1777796100",
                "Who pays? the town: 3 the port: 1"
            ]
        );
        assert_eq!(document.provenance.declared, Some(2));
    }
}
