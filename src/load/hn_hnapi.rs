//! A Hacker News item as node-hnapi and hnpwa give it: its comments nested in `comments`.
//!
//! `node-hnapi.herokuapp.com/item/ID` ([node-hnapi]), `api.hnpwa.com/v0/item/ID.json`
//! ([hnpwa-api]). What bites: before 2015 there was no `time` but only `time_ago`, and ids were
//! texts; addresses within the site are `item?id=1`; a deleted comment has no `user`; hnpwa counts
//! the answers of each comment, node-hnapi those of the story alone; `more_comments_id` stands for
//! further pages.
//!
//! [node-hnapi]: https://github.com/cheeaun/node-hnapi
//! [hnpwa-api]: https://github.com/davideast/hnpwa-api

use super::age::parse_age;
use super::hn::{self, Keys, Story};
use super::json::{Found, Notes, Outline, Tree, Value, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::model::{CommentId, Created, NewComment, Parent};

pub(super) const LOADER: Loader = Loader {
    name: "hn_hnapi",
    about: "a Hacker News item with its comments, JSON of node-hnapi or hnpwa",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &["\"comments\"", "\"time_ago\""]) else {
        return Likelihood::No;
    };
    let telling = ["comments_count", "comments[].level", "comments[].content"];
    if outline.has("comments[]")
        && outline.has_any(&["time_ago", "comments[].time_ago"])
        && outline.has_any(&telling)
    {
        Likelihood::Certain
    } else {
        Likelihood::No
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    intake.builder.set_permalinks(hn::ITEM, "");
    let mut reader = Reader { notes: Notes::default(), intake, op: None, skipped: 0, missing: 0 };
    let mut found = Found::Nothing;
    if let Some(root) = tree.root().filter(|root| root.is_object()) {
        found = reader.item(root, sink);
    }
    let Reader { notes, intake, skipped, .. } = reader;
    notes.finish(sink);
    let outcome = tree.take_damage();
    conclude(input, LOADER.name, intake, skipped, outcome.map(|()| found), sink)
}

/// What is to be done next.
enum Step<'t> {
    /// Read a comment, which answers another.
    Read(Value<'t>, Option<CommentId>),
    /// A comment, or the story, is at its end.
    End { of: Option<CommentId>, declared: Option<u32>, before: u64 },
}

struct Reader {
    notes: Notes,
    intake: Intake,
    /// Who submitted the story.
    op: Option<String>,
    skipped: usize,
    /// How many comments were found to be missing.
    missing: u64,
}

impl Reader {
    /// Reads the item at the top, and what hangs on it.
    fn item(&mut self, root: Value<'_>, sink: &mut dyn Sink) -> Found {
        let story = self.story(root);
        self.op.clone_from(&story.author);
        let known = story.is_known();
        sink.article(story.article());
        let declared = self.notes.count(root, "comments_count");
        if let Some(declared) = declared {
            sink.declared(declared.into());
        }
        self.comments(root, declared, sink);
        if root.get("more_comments_id").is_some() && self.missing == 0 {
            // How many that are nobody says.
            self.intake.builder.add_missing(None, 1);
        }
        let empty = self.intake.builder.is_empty() && !known;
        if empty { Found::Nothing } else { Found::Something }
    }

    fn story(&mut self, root: Value<'_>) -> Story {
        let notes = &mut self.notes;
        let html = hn::text(notes, root, "content").and_then(Value::text);
        let kind = notes.text(root, "type");
        let mut options = Vec::new();
        for option in notes.objects(root, "poll") {
            let text = notes.text(option, "item").unwrap_or_default().into_owned();
            options.push((text, notes.votes(option, "points")));
        }
        Story {
            title: notes.line(root, "title"),
            author: notes.line(root, "user"),
            published: notes.time(root, "time"),
            url: notes.line(root, "url"),
            id: notes.id(root, "id").map(std::borrow::Cow::into_owned),
            html: html.filter(|html| !html.trim().is_empty()).map(std::borrow::Cow::into_owned),
            is_comment: kind.as_deref() == Some("comment"),
            options,
        }
    }

    /// Reads what hangs on the item, in pre-order.
    fn comments(&mut self, root: Value<'_>, declared: Option<u32>, sink: &mut dyn Sink) {
        let mut steps = vec![Step::End { of: None, declared, before: 0 }];
        self.open(root, None, &mut steps);
        while let Some(step) = steps.pop() {
            match step {
                Step::End { of, declared, before } => self.close(of, declared, before),
                Step::Read(item, parent) if item.is_object() => {
                    if sink.stopped() {
                        return;
                    }
                    let before = self.known();
                    let declared = self.notes.count(item, "comments_count");
                    let comment = self.comment(item, parent);
                    let at = self.intake.push(comment, sink);
                    steps.push(Step::End { of: Some(at), declared, before: before + 1 });
                    self.open(item, Some(at), &mut steps);
                }
                Step::Read(item, _) => {
                    let is_null = item.kind() == super::json::Kind::Null;
                    self.skipped += usize::from(!is_null);
                }
            }
        }
    }

    /// Notes the answers to an item to be read, the first of them next.
    fn open<'t>(&mut self, item: Value<'t>, at: Option<CommentId>, steps: &mut Vec<Step<'t>>) {
        let first = steps.len();
        steps.extend(self.notes.list(item, "comments").map(|item| Step::Read(item, at)));
        if let Some(new) = steps.get_mut(first..) {
            new.reverse();
        }
    }

    /// How many comments are known of, here or not.
    fn known(&self) -> u64 {
        self.intake.builder.len() as u64 + self.missing
    }

    /// Counts what an item says that it has and has not. `before` is how many were known of when
    /// its answers began.
    fn close(&mut self, of: Option<CommentId>, declared: Option<u32>, before: u64) {
        let below = self.known().saturating_sub(before);
        let missing = u64::from(declared.unwrap_or(0)).saturating_sub(below);
        if missing > 0 {
            self.missing += missing;
            let more = u32::try_from(missing).unwrap_or(u32::MAX);
            self.intake.builder.add_missing(of, more);
        }
    }

    fn comment<'t>(&mut self, item: Value<'t>, parent: Option<CommentId>) -> NewComment<'t> {
        let notes = &mut self.notes;
        let id = notes.id(item, "id");
        let keys = Keys { author: "user", text: "content" };
        let comment = hn::comment(notes, item, keys, self.op.as_deref());
        let ago = notes.line(item, "time_ago");
        let created = match (notes.time(item, "time"), ago) {
            (Some(seconds), _) => Created::At(seconds),
            (None, Some(ago)) => Created::Ago { seconds: parse_age(&ago), text: ago.into() },
            (None, None) => Created::Unknown,
        };
        NewComment {
            permalink: hn::permalink(id.is_some()),
            id: id.map(Into::into),
            parent: parent.map_or(Parent::Root, Parent::At),
            created,
            votes: crate::model::Votes { score: notes.votes(item, "points"), ..Default::default() },
            ..comment
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::facts::{article, comments, links, read};

    #[test]
    fn every_fact_of_an_answer_comes_out() {
        let json = include_str!("../../tests/fixtures/hn_hnapi/harbour.json");
        let document = read(&LOADER, json);
        assert_eq!(
            article(&document.article),
            [
                "title: Ask HN: Who pays for a harbour light?",
                "by: inesv",
                "site: Hacker News",
                "published: 1777796100",
                "url: https://news.ycombinator.com/item?id=9001",
                "html: <p>The lamp has been out since <em>February</em>.</p><p>Who pays?</p>",
            ]
        );
        assert_eq!(
            comments(&document),
            [
                r#"0 9002 "tomasl" 1777796400 | The town does./See the deed."#,
                r#"1 9003 "inesv" 1777796700 <op> | Which deed?"#,
                r#"2 9004 "" 1777797000 DELETED | "#,
                r#"3 9005 "adab" 1777797300 | The one of 1911."#,
                r#"1 9006 "r_okafor" 1777797600 <dead> | Buy my lamps."#,
                r#"1 9007 "quayside_7" 1777797900 REMOVED <dead> | "#,
                r#"0 9008 "adab" 1777798200 REMOVED <dead> | "#,
                r#"0 9009 "" ? DELETED | "#,
            ]
        );
        assert_eq!(links(&document)[0], "https://news.ycombinator.com/item?id=9002");
        assert_eq!(document.provenance.declared, Some(8));
        assert!(document.provenance.warnings.is_empty());
    }

    #[test]
    fn what_is_counted_and_not_there_is_missing_where_it_belongs() {
        let json = include_str!("../../tests/fixtures/hn_hnapi/hnpwa-cut.json");
        let document = read(&LOADER, json);
        assert_eq!(
            article(&document.article).last().unwrap(),
            "html: <p>One vote each.</p><ul><li>The town (12 points)</li><li>The port (1 point)</li>\
             <li>Nobody</li></ul>"
        );
        assert_eq!(
            comments(&document),
            [
                r#"0 9102 "tomasl" 1777796400 | The town."#,
                r#"1 9103 "adab" 1777796700 more:2 | The port."#,
                r#"0 9104 "quayside_7" 1777797000 | Nobody."#,
            ]
        );
        assert_eq!(document.thread.missing_roots(), 3);
        assert!(document.provenance.warnings.is_empty());
    }

    #[test]
    fn an_age_is_all_that_old_answers_have() {
        let json = include_str!("../../tests/fixtures/hn_hnapi/by-age.json");
        let document = read(&LOADER, json);
        assert_eq!(
            comments(&document),
            [
                r#"0 902 "tomasl" (2 hours ago: Some(7200)) <op> | The keeper knew."#,
                r#"0 903 "adab" (1 hour ago: Some(3600)) | He retired."#,
                r#"1 4fd0bfc1 "" ? DELETED | "#,
            ]
        );
        assert_eq!(document.thread.missing_roots(), 1);
    }

    #[test]
    fn a_comment_may_stand_at_the_top() {
        let json = include_str!("../../tests/fixtures/hn_hnapi/of-a-comment.json");
        let document = read(&LOADER, json);
        assert_eq!(article(&document.article)[0], "title: Comment by adab");
        assert_eq!(comments(&document), [r#"0 9202 "tomasl" 1777796400 | Thank you."#]);
    }

    #[test]
    fn what_is_of_a_wrong_type_costs_nothing_else() {
        let json = r#"{"id":1,"title":7,"time_ago":"now","comments_count":"two","comments":[
            {"id":2,"user":{"name":"ada"},"time":"soon","content":"<p>Yes","comments":{}},
            3,null,{"id":[],"user":"bo","time":5,"content":["x"],"dead":"no"}]}"#;
        let document = read(&LOADER, json);
        let lines = comments(&document);
        assert_eq!(lines[0], r#"0 2 "" ? | Yes"#);
        assert!(lines[1].ends_with(r#" "bo" 5 | "#), "{}", lines[1]);
        assert_eq!(
            document.provenance.warnings,
            [
                "title: expected a text, found a number",
                "comments_count: expected a number, found a text",
                "comments[0].user: expected a text, found an object",
                "comments[0].time: expected a time, found a text",
                "comments[0].comments: expected a list, found an object",
                "comments[3].id: expected a text or a number, found a list",
                "comments[3].content: expected a text, found a list",
                "comments[3].dead: expected true or false, found a text",
                "1 comment could not be read",
            ]
        );
    }

    #[test]
    fn depth_and_width_cost_no_more_than_what_is_read() {
        let deep = 20_000;
        let open = r#"{"id":1,"user":"a","time":1,"content":"b","comments":["#.repeat(deep);
        let json = format!(
            r#"{{"time_ago":"x","comments_count":0,"comments":[{open}{}]}}"#,
            "]}".repeat(deep)
        );
        assert_eq!(read(&LOADER, &json).thread.len(), deep);
    }
}
