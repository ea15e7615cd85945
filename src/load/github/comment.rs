//! A comment of REST or GraphQL: the fields are the same, their names are not.

use std::borrow::Cow;

use super::Reader;
use super::gather::{All, Entry, named_parent};
use crate::load::json::{Kind, Value};
use crate::model::{Body, BodyKind, Created, NewComment, Parent, Permalink, State, Text, Votes};

/// How many lines of the code that a comment is about are shown: its end is what it is about.
const HUNK_LINES: usize = 4;

/// Who somebody is.
#[derive(Debug, Default)]
pub(super) struct User {
    pub(super) name: String,
    roles: Vec<&'static str>,
}

impl Reader<'_> {
    pub(super) fn comments(&mut self, all: &All<'_>) {
        let askers: Vec<String> = all.issues.iter().map(|&issue| self.user(issue).name).collect();
        let mut places = Vec::new();
        for entry in &all.entries {
            if self.sink.stopped() {
                return;
            }
            let issue = entry.issue.or((askers.len() == 1).then_some(0));
            let asker = issue.and_then(|at| askers.get(at)).map_or("", String::as_str);
            let mut new = self.comment(all, entry, asker);
            let named =
                named_parent(entry.value).filter(|_| entry.parent.is_none() || entry.is_loose);
            let at = entry.parent.and_then(|at| places.get(at)).copied();
            new.parent = match (named, at) {
                (Some(id), _) => Parent::Id(id.into()),
                (None, Some(at)) => Parent::At(at),
                (None, None) => Parent::Root,
            };
            places.push(self.intake.push(new, self.sink));
        }
        self.intake.builder.add_missing(None, all.missing);
    }

    fn comment<'t>(&mut self, all: &All<'_>, entry: &Entry<'t>, asker: &str) -> NewComment<'t> {
        let of = entry.value;
        let id = self.notes.id(of, "id");
        let user = self.user(of);
        let mut roles: Vec<String> = Vec::new();
        if !user.name.is_empty() && user.name != "ghost" && user.name == asker {
            roles.push("op".into());
        }
        roles.extend(self.roles(of));
        roles.extend(user.roles.iter().map(|&role| role.to_owned()));
        let link = self.page(of);
        let is_chosen = |name: Option<&str>| name.is_some_and(|name| self.answers.contains(name));
        let is_answer = is_chosen(link.as_deref()) || is_chosen(id.as_deref());
        if is_answer || self.notes.flag(of, "isAnswer") {
            roles.push("answer".into());
        }
        for key in ["in_reply_to_id", "parent_id"] {
            self.notes.id(of, key);
        }
        if let Some(comment) = self.notes.object(of, "replyTo") {
            self.notes.id(comment, "id");
        }
        let deleted = self.first_time(of, &["deletedAt", "deleted_at"]).is_some();
        let counted = ["child_comment_count", "replyCount"];
        let counted = counted.into_iter().find_map(|key| self.notes.count(of, key)).unwrap_or(0);
        let here = id.as_ref().and_then(|id| all.answered.get(id.as_ref())).copied().unwrap_or(0);
        let inside = of.get("replies").map_or(0, |list| list.items().count());
        let here = here.saturating_add(u32::try_from(inside).unwrap_or(u32::MAX));
        NewComment {
            id: id.map(Into::into),
            author: user.name.into(),
            created: self.created(of),
            votes: self.votes(of),
            edited: self.is_edited(of),
            state: if deleted { State::Deleted } else { State::Live },
            roles,
            permalink: link.map_or(Permalink::Unknown, |link| Permalink::Given(link.into())),
            more: entry.more.max(counted.saturating_sub(here)),
            body: if deleted { Body::default() } else { self.body(of) },
            ..NewComment::default()
        }
    }

    /// Who wrote it: an account, one that is no more (`null`), or, where things were moved here, a
    /// name.
    pub(super) fn user(&mut self, of: Value<'_>) -> User {
        let name = self.notes.line(of, "original_author");
        let keys = ["user", "author", "actor"];
        let Some(key) = keys.into_iter().find(|key| of.get(key).is_some()) else {
            let is_gone = |child: Value<'_>| {
                child.kind() == Kind::Null && keys.contains(&child.key().as_ref())
            };
            let gone = of.children().any(is_gone).then(|| "ghost".to_owned());
            return User { name: name.or(gone).unwrap_or_default(), roles: Vec::new() };
        };
        let Some(user) = self.notes.object(of, key) else {
            return User { name: name.unwrap_or_default(), roles: Vec::new() };
        };
        let named = ["login", "username", "name"];
        let account = named.into_iter().find_map(|key| self.notes.line(user, key));
        let kind = self.notes.text(user, "type").or_else(|| self.notes.text(user, "__typename"));
        let is_bot = kind.as_deref() == Some("Bot") || self.notes.flag(user, "is_bot");
        let is_staff = self.notes.flag(user, "site_admin");
        let roles = [is_bot.then_some("bot"), is_staff.then_some("staff")];
        User {
            name: name.or(account).unwrap_or_else(|| "ghost".to_owned()),
            roles: roles.into_iter().flatten().collect(),
        }
    }

    /// What they are to the repository, and what a review concludes.
    fn roles(&mut self, of: Value<'_>) -> Vec<String> {
        let association = self.notes.text(of, "author_association");
        let association = association.or_else(|| self.notes.text(of, "authorAssociation"));
        let role = match association.as_deref() {
            Some("OWNER") => Some("owner"),
            Some("MEMBER") => Some("member"),
            Some("COLLABORATOR") => Some("collaborator"),
            _ => None,
        };
        let state = self.notes.text(of, "state").map(|state| state.to_ascii_lowercase());
        let verdict = match state.as_deref() {
            Some("approved") => Some("approved"),
            Some("changes_requested") => Some("changes requested"),
            Some("dismissed") => Some("dismissed"),
            _ => None,
        };
        let minimized = self.notes.flag(of, "isMinimized").then_some("minimized");
        [role, verdict, minimized].into_iter().flatten().map(str::to_owned).collect()
    }

    /// The page of an issue or comment, which is `url` in GraphQL, and the API's in REST.
    pub(super) fn page(&mut self, of: Value<'_>) -> Option<String> {
        let html = self.notes.line(of, "html_url").or_else(|| self.notes.line(of, "web_url"));
        let is_page = |url: &String| !url.contains("://api.") && !url.contains("/api/v");
        html.or_else(|| self.notes.line(of, "url").filter(is_page))
    }

    pub(super) fn first_time(&mut self, of: Value<'_>, keys: &[&str]) -> Option<i64> {
        keys.iter().find_map(|key| self.notes.time(of, key))
    }

    fn created(&mut self, of: Value<'_>) -> Created<Cow<'static, str>> {
        const KEYS: [&str; 5] =
            ["created_at", "createdAt", "submitted_at", "submittedAt", "publishedAt"];
        self.first_time(of, &KEYS).map_or(Created::Unknown, Created::At)
    }

    /// In REST only a later change is known; in GraphQL, where other things move that time, more.
    fn is_edited(&mut self, of: Value<'_>) -> bool {
        let written = self.notes.time(of, "created_at");
        let changed = self.notes.time(of, "updated_at");
        let is_note = of.get("noteable_type").is_some();
        let is_later = matches!((written, changed), (Some(w), Some(c)) if c > w) && !is_note;
        let named = self.first_time(of, &["lastEditedAt", "last_edited_at"]).is_some();
        is_later || named || self.notes.flag(of, "includesCreatedEdit")
    }

    /// Thumbs are votes; other reactions are not. Comments of discussions have real ones.
    fn votes(&mut self, of: Value<'_>) -> Votes {
        if let Some(up) = self.notes.votes(of, "upvoteCount") {
            return Votes { score: Some(up), up: Some(up), down: None };
        }
        let (mut up, mut down) = (None, None);
        let groups: Vec<_> = self.notes.list(of, "reactionGroups").collect();
        if of.get("reactionGroups").is_some_and(|groups| groups.kind() == Kind::List) {
            let mut thumbs = [0, 0];
            for group in groups {
                let content = self.notes.text(group, "content");
                let users = self.notes.object(group, "users");
                let users = users.or_else(|| self.notes.object(group, "reactors"));
                let count = users.and_then(|users| self.notes.votes(users, "totalCount"));
                match (content.as_deref(), thumbs.as_mut_slice()) {
                    (Some("THUMBS_UP"), [up, _]) => *up = count.unwrap_or(0),
                    (Some("THUMBS_DOWN"), [_, down]) => *down = count.unwrap_or(0),
                    _ => {}
                }
            }
            [up, down] = thumbs.map(Some);
        } else if let Some(reactions) = self.notes.object(of, "reactions") {
            up = self.notes.votes(reactions, "+1").or_else(|| thumb(reactions, "THUMBS_UP"));
            down = self.notes.votes(reactions, "-1").or_else(|| thumb(reactions, "THUMBS_DOWN"));
            if up.is_none() && down.is_none() {
                let score = self.notes.votes(reactions, "total_count");
                return Votes { score, ..Votes::default() };
            }
        }
        let score = up.or(down).map(|_| up.unwrap_or(0).saturating_sub(down.unwrap_or(0)));
        Votes { score, up, down }
    }

    /// The text, and at the beginning of a thread on code the lines that it is about.
    fn body(&mut self, of: Value<'_>) -> Body<Text<'static>> {
        let mut body = Body::default();
        let kinds = [
            (BodyKind::Html, ["bodyHTML", "body_html"]),
            (BodyKind::Markdown, ["body", "description"]),
            (BodyKind::Plain, ["bodyText", "body_text"]),
        ];
        let places =
            kinds.iter().flat_map(|(kind, keys)| keys.iter().map(move |key| (*kind, *key)));
        let mut source = None;
        for (kind, key) in places {
            let text = self.notes.read(of, key, "a text", Value::body);
            if let Some(text) = text.filter(|_| source.is_none()) {
                // One that is empty is as good as any other.
                source = of.get(key).and_then(Value::text).filter(|text| !text.trim().is_empty());
                body = Body { kind, text };
            }
        }
        let Some(hunk) = self.notes.text(of, "diff_hunk").filter(|_| named_parent(of).is_none())
        else {
            return body;
        };
        let path = self.notes.line(of, "path").unwrap_or_default();
        let text = with_hunk(body.kind, &source.unwrap_or_default(), &path, &hunk);
        Body { kind: body.kind, text: text.into() }
    }
}

/// As giscus counts thumbs.
fn thumb(reactions: Value<'_>, name: &str) -> Option<i32> {
    reactions.way(&[name, "count"])?.votes()
}

/// A text with the end of the code that it is about behind it.
fn with_hunk(kind: BodyKind, text: &str, path: &str, hunk: &str) -> String {
    let lines = hunk.lines().count();
    let end: Vec<&str> = hunk.lines().skip(lines.saturating_sub(HUNK_LINES)).collect();
    let end = end.join("\n");
    match kind {
        BodyKind::Html => {
            let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
            let (path, end) = (escape(path), escape(&end));
            format!(
                "{text}\n<p><code>{path}</code></p>\n<pre><code class=\"language-diff\">{end}</code></pre>"
            )
        }
        BodyKind::Markdown => {
            let longest = end.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            let path = path.replace('`', "'");
            format!("{text}\n\n`{path}`\n\n{fence}diff\n{end}\n{fence}\n")
        }
        BodyKind::Plain => format!("{text}\n\n{path}\n{end}"),
    }
}
