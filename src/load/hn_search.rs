//! An answer of Hacker News Search: comments that match, of one story or of many, in `hits`.
//!
//! `https://hn.algolia.com/api/v1/search?tags=comment,story_ID` and `search_by_date`
//! ([HN Search API]); stories themselves may be among the hits. The items that the same host nests
//! are another format. What bites: ids are texts (`objectID`) and those of parents numbers; hits are
//! ranked or newest first, so parents come later or not at all; a page has at most a thousand of
//! `nbHits`; `_highlightResult` repeats everything with marks, and is not read.
//!
//! [HN Search API]: https://hn.algolia.com/api

use std::borrow::Cow;
use std::collections::HashSet;

use super::hn::{self, Keys, Story};
use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::model::{Created, NewComment, Parent, Votes};

pub(super) const LOADER: Loader = Loader {
    name: "hn_search",
    about: "comments on Hacker News, JSON of its search",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &["\"objectID\"", "\"created_at_i\""]) else {
        return Likelihood::No;
    };
    let is_hit = |at: &str| {
        let has = |key: &str| outline.has(&format!("{at}{key}"));
        has("objectID") && has("created_at_i") && (has("story_id") || has("_tags[]"))
    };
    if ["hits[].", "[].hits[].", "[]."].iter().any(|at| is_hit(at)) {
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
    let mut notes = Notes::default();
    let mut found = Found::Nothing;
    let mut skipped = 0;
    if let Some(root) = tree.root() {
        let hits = Hits::read(root, &mut notes);
        skipped = hits.skipped;
        found = hand_over(&hits, &mut notes, &mut intake, sink);
    }
    notes.finish(sink);
    let outcome = tree.take_damage();
    conclude(input, LOADER.name, intake, skipped, outcome.map(|()| found), sink)
}

/// What was found.
#[derive(Debug, Default)]
struct Hits<'t> {
    comments: Vec<Value<'t>>,
    stories: Vec<Value<'t>>,
    /// How many there are on all pages.
    all: Option<u32>,
    query: Option<String>,
    /// How many were no hits.
    skipped: usize,
}

impl<'t> Hits<'t> {
    /// Those of one page, of a list of pages, or in a list of their own.
    fn read(root: Value<'t>, notes: &mut Notes) -> Hits<'t> {
        let mut hits = Hits::default();
        let is_page = |value: &Value<'_>| value.is_object() && value.get("objectID").is_none();
        if root.is_object() {
            hits.add_page(root, notes);
        }
        for value in root.items() {
            if is_page(&value) && value.get("hits").is_some() {
                hits.add_page(value, notes);
            } else {
                hits.add(value);
            }
        }
        hits
    }

    fn add_page(&mut self, page: Value<'t>, notes: &mut Notes) {
        for hit in notes.list(page, "hits") {
            self.add(hit);
        }
        self.all = notes.count(page, "nbHits").or(self.all);
        self.query = notes.line(page, "query").or(self.query.take());
    }

    fn add(&mut self, hit: Value<'t>) {
        if !hit.is_object() {
            self.skipped += usize::from(hit.kind() != Kind::Null);
            return;
        }
        let has = |key: &str| hit.get(key).is_some();
        let is_story = (has("title") || has("story_text") || has("num_comments"))
            && !has("comment_text")
            && !has("parent_id");
        if is_story { self.stories.push(hit) } else { self.comments.push(hit) }
    }
}

/// A comment that was found, and what it names.
struct Hit<'t> {
    value: Value<'t>,
    id: Option<Cow<'t, str>>,
    story: Option<Cow<'t, str>>,
    parent: Option<Cow<'t, str>>,
}

impl<'t> Hit<'t> {
    fn of(value: Value<'t>, notes: &mut Notes) -> Hit<'t> {
        Hit {
            value,
            id: notes.id(value, "objectID"),
            story: notes.id(value, "story_id"),
            parent: notes.id(value, "parent_id"),
        }
    }
}

fn hand_over(
    hits: &Hits<'_>,
    notes: &mut Notes,
    intake: &mut Intake,
    sink: &mut dyn Sink,
) -> Found {
    let comments: Vec<Hit<'_>> = hits.comments.iter().map(|&hit| Hit::of(hit, notes)).collect();
    let mut stories: HashSet<Cow<'_, str>> =
        comments.iter().filter_map(|hit| hit.story.clone()).collect();
    let mut op = None;
    if stories.len() == 1 || stories.is_empty() && !hits.stories.is_empty() {
        let story = story(hits, &comments, notes);
        op.clone_from(&story.author);
        sink.article(story.article());
    } else if let Some(query) = &hits.query {
        let title = Some(format!("Hacker News search: {query}"));
        sink.article(Story { title, ..Story::default() }.article());
    }
    stories.extend(hits.stories.iter().filter_map(|story| story.get("objectID")?.id()));
    let here: HashSet<_> = comments.iter().filter_map(|hit| hit.id.clone()).collect();
    let mut below: u64 = 0;
    for hit in comments {
        if sink.stopped() {
            break;
        }
        let answers = notes.ids(hit.value, "children");
        let missing = answers.iter().filter(|answer| !here.contains(*answer)).count();
        let more = u32::try_from(missing).unwrap_or(u32::MAX);
        below += u64::from(more);
        let comment = comment(hit, &stories, notes, op.as_deref());
        intake.push(NewComment { more, ..comment }, sink);
    }
    count(hits, below, intake, sink);
    let empty = hits.comments.is_empty() && hits.stories.is_empty();
    if empty { Found::Nothing } else { Found::Something }
}

/// Counts what is on other pages.
fn count(hits: &Hits<'_>, below: u64, intake: &mut Intake, sink: &mut dyn Sink) {
    let here = hits.comments.len() as u64 + hits.stories.len() as u64;
    let all = hits.all.map_or(here, u64::from);
    let mut missing = all.saturating_sub(here + below);
    // The comments of a story that was found itself are not hits.
    if let [story] = hits.stories.as_slice() {
        let number = story.get("num_comments").and_then(Value::whole);
        if let Some(number) = number.and_then(|number| u64::try_from(number).ok()) {
            sink.declared(number);
            missing = number.saturating_sub(hits.comments.len() as u64 + below);
        }
    }
    let missing = u32::try_from(missing).unwrap_or(u32::MAX);
    if missing > 0 {
        intake.builder.add_missing(None, missing);
    }
}

/// The story that all is about, as it was found, or as its comments name it.
fn story(hits: &Hits<'_>, comments: &[Hit<'_>], notes: &mut Notes) -> Story {
    if let Some(&hit) = hits.stories.first() {
        let html = hn::text(notes, hit, "story_text").and_then(Value::text);
        notes.count(hit, "num_comments");
        return Story {
            title: notes.line(hit, "title"),
            author: notes.line(hit, "author"),
            published: notes.time(hit, "created_at_i").or_else(|| notes.time(hit, "created_at")),
            url: notes.line(hit, "url"),
            id: notes.id(hit, "objectID").map(Cow::into_owned),
            html: html.filter(|html| !html.trim().is_empty()).map(Cow::into_owned),
            ..Story::default()
        };
    }
    let mut story = Story::default();
    for hit in comments {
        story.title = story.title.or_else(|| notes.line(hit.value, "story_title"));
        story.url = story.url.or_else(|| notes.line(hit.value, "story_url"));
        story.id = story.id.or_else(|| hit.story.as_deref().map(str::to_owned));
    }
    story
}

fn comment<'t>(
    hit: Hit<'t>,
    stories: &HashSet<Cow<'_, str>>,
    notes: &mut Notes,
    op: Option<&str>,
) -> NewComment<'t> {
    let Hit { value, id, parent, .. } = hit;
    let keys = Keys { author: "author", text: "comment_text" };
    let comment = hn::comment(notes, value, keys, op);
    let at = notes.time(value, "created_at_i").or_else(|| notes.time(value, "created_at"));
    NewComment {
        permalink: hn::permalink(id.is_some()),
        id: id.map(Into::into),
        parent: parent.filter(|parent| !stories.contains(parent)).map_or(Parent::Root, Parent::Id),
        created: at.map_or(Created::Unknown, Created::At),
        votes: Votes { score: notes.votes(value, "points"), ..Votes::default() },
        ..comment
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::facts::{article, comments, links, read};

    #[test]
    fn comments_of_one_story_are_threaded() {
        let json = include_str!("../../tests/fixtures/hn_search/one-story.json");
        let document = read(&LOADER, json);
        assert_eq!(
            article(&document.article),
            [
                "title: The last keeper of the north mole",
                "site: Hacker News",
                "url: https://quay.example/keeper",
            ]
        );
        assert_eq!(
            comments(&document),
            [
                r#"0 9805 "quayside_7" 1777797300 | Not in 1911. | answers 9804"#,
                r#"0 9802 "tomasl" 1777796400 *4 more:1 | The keeper knew./He told me."#,
                r#"1 9803 "adab" 1777796700 | He retired."#,
            ]
        );
        assert_eq!(links(&document)[1], "https://news.ycombinator.com/item?id=9802");
        assert_eq!(document.thread.missing_roots(), 5);
    }

    #[test]
    fn a_story_among_the_hits_is_the_article() {
        let json = include_str!("../../tests/fixtures/hn_search/with-story.json");
        let document = read(&LOADER, json);
        assert_eq!(
            article(&document.article),
            [
                "title: Ask HN: Who pays for a harbour light?",
                "by: inesv",
                "site: Hacker News",
                "published: 1777796100",
                "url: https://news.ycombinator.com/item?id=9811",
                "html: <p>The lamp is out.</p>",
            ]
        );
        assert_eq!(
            comments(&document),
            [
                r#"0 9812 "tomasl" 1777796400 | The town."#,
                r#"1 9813 "inesv" 1777796700 <op> | Since when?"#,
            ]
        );
        assert_eq!(document.thread.missing_roots(), 1);
        assert!(document.provenance.warnings.is_empty());
    }

    #[test]
    fn comments_of_many_stories_are_a_search() {
        let json = include_str!("../../tests/fixtures/hn_search/many-stories.json");
        let document = read(&LOADER, json);
        assert_eq!(article(&document.article)[0], "title: Hacker News search: lighthouse");
        assert_eq!(
            comments(&document),
            [
                r#"0 9822 "tomasl" 1777796400 | A lighthouse needs oil."#,
                r#"0 9832 "adab" 1777796700 | A lighthouse needs a keeper."#,
            ]
        );
    }

    #[test]
    fn what_is_of_a_wrong_type_costs_nothing_else() {
        let json = r#"{"hits":[{"objectID":{},"author":"a","comment_text":1,"created_at_i":"x",
            "story_id":1,"parent_id":[1],"children":3,"points":"4"},7],"nbHits":"all"}"#;
        let document = read(&LOADER, json);
        assert!(comments(&document)[0].ends_with(r#" "a" ? | "#));
        assert_eq!(
            document.provenance.warnings,
            [
                "nbHits: expected a number, found a text",
                "hits[0].objectID: expected a text or a number, found an object",
                "hits[0].parent_id: expected a text or a number, found a list",
                "hits[0].children: expected a list, found a number",
                "hits[0].comment_text: expected a text, found a number",
                "hits[0].created_at_i: expected a time, found a text",
                "hits[0].points: expected a number, found a text",
                "1 comment could not be read",
            ]
        );
    }
}
