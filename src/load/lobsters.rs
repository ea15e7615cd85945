//! A story on Lobsters, or on a site that runs its software, with its comments in one list.
//!
//! `https://lobste.rs/s/ID.json`; what is in it is written down in the software's own models alone
//! ([story], [comment]). It has changed over the years: who answers whom was said by `indent_level`
//! (from 1, in pre-order), then by `parent_comment`, later with `depth` (from 0) beside it; people
//! were objects, and are names; up and down votes became a score and flags; `updated_at` became
//! `last_edited_at`, and both are there for comments that were never changed; the first answers have
//! no addresses of their own. A comment that is gone says by whom in place of its text.
//!
//! [story]: https://github.com/lobsters/lobsters/blob/master/app/models/story.rb
//! [comment]: https://github.com/lobsters/lobsters/blob/master/app/models/comment.rb

use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::{from_html, from_markdown};
use crate::model::{
    Article, Body, BodyKind, CommentId, Created, NewComment, Parent, Permalink, State, Text, Votes,
};

pub(super) const LOADER: Loader = Loader {
    name: "lobsters",
    about: "a story on Lobsters with its comments, JSON",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// A comment counts as edited when it was changed later than this, in seconds: as the site has it.
const GRACE: i64 = 60;

/// The site that answers are from which do not say so.
const SITE: &str = "Lobsters";

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &["\"short_id\""]) else { return Likelihood::No };
    let has_comments = |at: &str| {
        let has = |key: &str| outline.has(&format!("{at}{key}"));
        has("short_id")
            && (has("comment") || has("comment_plain"))
            && (has("commenting_user") || has("indent_level") || has("is_moderated"))
    };
    let is_story = outline.has_all(&["short_id", "comments[]", "title"])
        && outline.has_any(&["submitter_user", "comment_count", "comments_url"]);
    if is_story || has_comments("comments[].") || has_comments("[].") {
        Likelihood::Certain
    } else {
        Likelihood::No
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut reader = Reader { notes: Notes::default(), intake, op: Op::default(), skipped: 0 };
    let mut found = Found::Nothing;
    if let Some(root) = tree.root() {
        let known = root.is_object() && reader.story(root, sink);
        reader.comments(root, sink);
        let empty = !known && reader.intake.builder.is_empty();
        found = if empty { Found::Nothing } else { Found::Something };
    }
    let Reader { notes, intake, skipped, .. } = reader;
    notes.finish(sink);
    let outcome = tree.take_damage();
    conclude(input, LOADER.name, intake, skipped, outcome.map(|()| found), sink)
}

/// Who submitted the story.
#[derive(Debug, Default)]
struct Op {
    name: Option<String>,
    /// Whether what it leads to is by the same person.
    is_author: bool,
}

/// A person: an object, or the name alone.
struct User {
    name: Option<String>,
    roles: Vec<String>,
}

struct Reader {
    notes: Notes,
    intake: Intake,
    op: Op,
    skipped: usize,
}

impl Reader {
    /// Hands the story on; says whether there is anything in it.
    fn story(&mut self, root: Value<'_>, sink: &mut dyn Sink) -> bool {
        let by = self.user(root, "submitter_user").name;
        let notes = &mut self.notes;
        self.op = Op { name: by.clone(), is_author: notes.flag(root, "user_is_author") };
        let (title, url) = (notes.line(root, "title"), notes.line(root, "url"));
        let page = notes.line(root, "comments_url").or_else(|| notes.line(root, "short_id_url"));
        let html = notes.text(root, "description").filter(|html| !html.trim().is_empty());
        let markdown = notes.text(root, "description_plain");
        let tags = notes.each(root, "tags", "a text", tag);
        let published = notes.time(root, "created_at");
        if let Some(count) = notes.count(root, "comment_count") {
            sink.declared(count.into());
        }
        let known = title.is_some() || url.is_some() || html.is_some() || page.is_some();
        sink.article(Article {
            site: page.as_deref().map_or(Some(SITE.to_owned()), site),
            title,
            byline: by,
            published,
            url: url.or(page),
            tags,
            blocks: match (html, markdown) {
                (Some(html), _) => from_html(&html),
                (None, Some(markdown)) => from_markdown(&markdown),
                (None, None) => Vec::new(),
            },
            ..Article::default()
        });
        known
    }

    /// Reads all comments: those of a story, or a list that is nothing but comments.
    fn comments(&mut self, root: Value<'_>, sink: &mut dyn Sink) {
        let list: Vec<Value<'_>> = if root.is_object() {
            self.notes.list(root, "comments").collect()
        } else {
            root.items().collect()
        };
        // The last comment and what it answers, with how deep they stand.
        let mut path: Vec<(i64, CommentId)> = Vec::new();
        for item in list {
            if sink.stopped() {
                return;
            }
            if !item.is_object() {
                self.skipped += usize::from(item.kind() != Kind::Null);
                continue;
            }
            let depth = self.depth(item);
            if let Some(depth) = depth {
                while path.last().is_some_and(|&(above, _)| above >= depth) {
                    path.pop();
                }
            }
            let above = path.last().map(|&(_, at)| at).filter(|_| depth.is_some());
            let comment = self.comment(item, above);
            let at = self.intake.push(comment, sink);
            path.extend(depth.map(|depth| (depth, at)));
        }
    }

    /// How deep a comment stands, if it says so; from where that is counted is no matter.
    fn depth(&mut self, item: Value<'_>) -> Option<i64> {
        let depth = self.notes.whole(item, "depth");
        let indent = self.notes.whole(item, "indent_level").map(|level| level.saturating_sub(1));
        depth.or(indent)
    }

    /// A comment; `above` is what it answers by its depth.
    fn comment<'t>(&mut self, item: Value<'t>, above: Option<CommentId>) -> NewComment<'t> {
        let mut user = self.user(item, "commenting_user");
        if user.name.is_some() && user.name == self.op.name {
            let author = self.op.is_author.then_some("author");
            let own = ["op"].into_iter().chain(author).map(str::to_owned);
            user.roles.splice(0..0, own);
        }
        let notes = &mut self.notes;
        let (deleted, moderated) =
            (notes.flag(item, "is_deleted"), notes.flag(item, "is_moderated"));
        let state = match (moderated, deleted) {
            (true, _) => State::Removed,
            (false, true) => State::Deleted,
            (false, false) => State::Live,
        };
        let created = notes.time(item, "created_at");
        let edited = notes.time(item, "last_edited_at").or_else(|| notes.time(item, "updated_at"));
        let is_edited =
            created.zip(edited).is_some_and(|(created, edited)| edited - created > GRACE);
        let score = notes.votes(item, "score");
        let (up, down) = (notes.votes(item, "upvotes"), notes.votes(item, "downvotes"));
        let sum = || up.zip(down).map(|(up, down)| up.saturating_sub(down));
        let link = notes.line(item, "url").or_else(|| notes.line(item, "short_id_url"));
        let parent = notes.id(item, "parent_comment");
        NewComment {
            id: notes.id(item, "short_id").map(Into::into),
            parent: match (parent, above) {
                (Some(parent), _) => Parent::Id(parent),
                (None, Some(above)) => Parent::At(above),
                (None, None) => Parent::Root,
            },
            author: user.name.unwrap_or_default().into(),
            created: created.map_or(Created::Unknown, Created::At),
            votes: Votes { score: score.or_else(sum), up, down },
            edited: is_edited && state == State::Live,
            state,
            roles: user.roles,
            permalink: link.map_or(Permalink::Unknown, |link| Permalink::Given(link.into())),
            body: body(notes, item, state),
            ..NewComment::default()
        }
    }

    fn user(&mut self, of: Value<'_>, key: &str) -> User {
        let notes = &mut self.notes;
        let is_user = |value: Value<'_>| value.is_object() || value.kind() == Kind::Text;
        notes.read(of, key, "a name or an object", |value| is_user(value).then_some(()));
        let Some(user) = of.get(key).filter(|user| user.is_object()) else {
            let name = of.get(key).filter(|name| name.kind() == Kind::Text);
            return User { name: name.and_then(|_| notes.line(of, key)), roles: Vec::new() };
        };
        let mut roles = Vec::new();
        for (key, role) in [("is_moderator", "moderator"), ("is_admin", "admin")] {
            if notes.flag(user, key) {
                roles.push(role.to_owned());
            }
        }
        if user.get("username").is_none() {
            notes.missing(user, "username");
        }
        User { name: notes.line(user, "username"), roles }
    }
}

/// What a comment says. That of one which its author deleted says only that.
fn body<'t>(notes: &mut Notes, item: Value<'t>, state: State) -> Body<Text<'t>> {
    let mut text = |key: &str| {
        notes.read(item, key, "a text", |value| (value.kind() == Kind::Text).then_some(value))
    };
    let (html, markdown) = (text("comment"), text("comment_plain"));
    let kind = if html.is_some() { BodyKind::Html } else { BodyKind::Markdown };
    let text = html.or(markdown).filter(|_| state != State::Deleted);
    Body { kind, text: text.and_then(Value::body).unwrap_or_default() }
}

/// A tag: a word, or in answers of other software an object that has it.
fn tag(tag: Value<'_>) -> Option<String> {
    let word = tag.text().or_else(|| tag.get("tag")?.text())?;
    Some(crate::text::clean_line(&word))
}

/// The name of the site at an address.
fn site(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    Some(if host == "lobste.rs" { SITE.to_owned() } else { host.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::facts::{article, comments, links, read};

    /// The same discussion as each generation of the software gives it.
    const GENERATIONS: [&str; 5] = [
        include_str!("../../tests/fixtures/lobsters/2012-no-addresses.json"),
        include_str!("../../tests/fixtures/lobsters/2016-up-and-down.json"),
        include_str!("../../tests/fixtures/lobsters/2020-indented.json"),
        include_str!("../../tests/fixtures/lobsters/2023-parents.json"),
        include_str!("../../tests/fixtures/lobsters/2025-names.json"),
    ];

    #[test]
    fn every_generation_says_the_same() {
        for json in GENERATIONS {
            let document = read(&LOADER, json);
            assert_eq!(
                article(&document.article),
                [
                    "title: Who owns the harbour light?",
                    "by: inesv",
                    "site: Lobsters",
                    "published: 1777796100",
                    "url: https://quay.example/light",
                    "tags: harbour law",
                    "html: <p>The lamp is <em>out</em>.</p>",
                ]
            );
            let lines = comments(&document);
            // Votes and roles are not told by all of them.
            let told = [" +1", " +4", " +5", " -0", " -1", " -3", ", author", " <moderator>"];
            let bare: Vec<String> = lines
                .iter()
                .map(|line| told.iter().fold(line.clone(), |l, t| l.replace(t, "")))
                .collect();
            assert_eq!(
                bare,
                [
                    r#"0 aaa111 "tomasl" 1777796400 *4 | The town does./Since 1911."#,
                    r#"1 bbb222 "inesv" 1777796700 *4 edited <op> | Which deed?"#,
                    r#"2 ccc333 "adab" 1777797000 *1 DELETED | "#,
                    r#"1 ddd444 "quayside_7" 1777797300 *-2 REMOVED | Comment removed by moderator adab: off topic"#,
                    r#"0 eee555 "adab" 1777797600 *1 | The port."#,
                ],
                "{lines:?}"
            );
            assert_eq!(document.provenance.declared, Some(5));
            assert_eq!(document.provenance.warnings, Vec::<String>::new());
        }
    }

    #[test]
    fn each_generation_tells_something_more() {
        let lines = |generation: usize| comments(&read(&LOADER, GENERATIONS[generation]));
        assert!(lines(1)[1].contains(" *4 +5 -1 edited <op>"), "{:?}", lines(1));
        assert!(lines(2)[4].contains("<moderator>"), "{:?}", lines(2));
        assert!(lines(4)[1].contains("<op, author>"), "{:?}", lines(4));
        let first_link =
            |generation: usize| links(&read(&LOADER, GENERATIONS[generation])).remove(0);
        assert_eq!(first_link(4), "https://lobste.rs/s/xyz789/who_owns_harbour_light#c_aaa111");
    }

    #[test]
    fn a_list_of_comments_is_read_without_a_story() {
        let json = include_str!("../../tests/fixtures/lobsters/comments-alone.json");
        let document = read(&LOADER, json);
        assert_eq!(
            comments(&document),
            [
                r#"0 fff666 "tomasl" 1777796400 *2 | Ask the port."#,
                r#"0 ggg777 "adab" 1777796700 *3 | Nobody there. | answers zzz999"#,
            ]
        );
        assert_eq!(links(&document)[1], "https://lobste.rs/c/ggg777");
    }

    #[test]
    fn a_description_in_markdown_alone_is_read_and_so_are_comments() {
        let json = include_str!("../../tests/fixtures/lobsters/markdown-alone.json");
        let document = read(&LOADER, json);
        assert_eq!(
            article(&document.article),
            [
                "title: Ask: oil or lamp?",
                "site: crab.example",
                "url: https://crab.example/s/q1w2e3/oil_or_lamp",
                "html: <p>One <strong>or</strong> the other.</p>",
            ]
        );
        assert_eq!(comments(&document), [r#"0 hhh888 "" ? | Both, of course."#]);
    }

    #[test]
    fn what_is_of_a_wrong_type_costs_nothing_else() {
        let json = r#"{"short_id":"a","title":1,"submitter_user":2,"tags":"x","comments":[
            {"short_id":"b","commenting_user":["c"],"comment":{},"comment_plain":"*d*","score":"1",
             "depth":"0","indent_level":1,"created_at":7,"last_edited_at":[],"is_deleted":"no"},
            {"short_id":"e","commenting_user":{"username":3,"is_admin":1},"parent_comment":{},
             "depth":1},0]}"#;
        let document = read(&LOADER, json);
        assert_eq!(comments(&document), [r#"0 b "" 7 | d"#, r#"1 e "" ? | "#]);
        assert_eq!(
            document.provenance.warnings,
            [
                "submitter_user: expected a name or an object, found a number",
                "title: expected a text, found a number",
                "tags: expected a list, found a text",
                "comments[0].depth: expected a number, found a text",
                "comments[0].commenting_user: expected a name or an object, found a list",
                "comments[0].is_deleted: expected true or false, found a text",
                "comments[0].last_edited_at: expected a time, found a list",
                "comments[0].score: expected a number, found a text",
                "comments[0].comment: expected a text, found an object",
                "comments[1].commenting_user.is_admin: expected true or false, found a number",
                "comments[1].commenting_user.username: expected a text, found a number",
                "comments[1].parent_comment: expected a text or a number, found an object",
                "1 comment could not be read",
            ]
        );
    }
}
