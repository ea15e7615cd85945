//! What an answer is made of: envelopes are opened, comments are found where they lie.

use std::collections::{BTreeMap, HashMap};

use crate::load::json::{Kind, Notes, Value};
use crate::text::clean_line;

/// How deep things lie in each other: `data.repository.issue.timelineItems.nodes[].comments.nodes[]`.
const MAX_NESTING: u32 = 24;
/// How many kinds of events are named when they are counted.
const MAX_KINDS: usize = 6;

/// Where comments are: everything in these is one, or an event, or a thread of them.
const LISTS: [&str; 12] = [
    "comments",
    "comments_data",
    "timeline",
    "timelineItems",
    "events",
    "reviews",
    "reviews_data",
    "review_comments",
    "review_comments_data",
    "reviewThreads",
    "notes",
    "comment",
];

/// What is in issues and comments and looks like them.
const NOISE: [&str; 16] = [
    "user",
    "author",
    "actor",
    "owner",
    "sender",
    "editor",
    "labels",
    "milestone",
    "category",
    "assignee",
    "assignees",
    "reactions",
    "reactionGroups",
    "head",
    "base",
    "performed_via_github_app",
];

/// Around what is looked for.
const HOLDERS: [&str; 7] =
    ["data", "repository", "node", "issue", "pull_request", "pullRequest", "discussion"];

/// A comment, and where it was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'t> {
    pub(super) value: Value<'t>,
    /// The entry that it lies in, or that begins its thread.
    pub(super) parent: Option<usize>,
    /// Whether it only stands in the same thread, so that what it says itself is better.
    pub(super) is_loose: bool,
    /// The issue that it lies in.
    pub(super) issue: Option<usize>,
    /// How many replies there are that are not here.
    pub(super) more: u32,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct All<'t> {
    pub(super) issues: Vec<Value<'t>>,
    pub(super) entries: Vec<Entry<'t>>,
    /// How many comments there are that are not here, and start threads.
    pub(super) missing: u32,
    /// How many replies there are here to which comment, by the ids that they name.
    pub(super) answered: HashMap<String, u32>,
    pub(super) skipped: usize,
    events: BTreeMap<String, u64>,
    /// For each thread of comments the entry that begins it.
    threads: Vec<Option<usize>>,
}

/// What a thing lies in.
#[derive(Clone, Copy, Debug)]
enum In {
    /// Nothing that says anything.
    Nothing,
    /// A list of comments.
    List,
    /// An entry, which it answers.
    Entry(usize),
    /// A thread, of which the first comment is answered by the others.
    Thread(usize),
}

#[derive(Clone, Copy, Debug)]
struct Step<'t> {
    value: Value<'t>,
    depth: u32,
    within: In,
    issue: Option<usize>,
}

/// Finds everything, in the order in which it stands.
pub(super) fn gather<'t>(root: Value<'t>, notes: &mut Notes) -> All<'t> {
    let mut all = All::default();
    let mut waiting = vec![Step { value: root, depth: 0, within: In::Nothing, issue: None }];
    while let Some(step) = waiting.pop() {
        if step.depth > MAX_NESTING {
            all.skipped += 1;
            continue;
        }
        let before = waiting.len();
        match step.value.kind() {
            Kind::List => {
                let depth = step.depth + 1;
                waiting.extend(step.value.items().map(|value| Step { value, depth, ..step }));
            }
            Kind::Object => all.object(step, &mut waiting, notes),
            Kind::Null => {}
            _ => all.skipped += usize::from(!matches!(step.within, In::Nothing) || step.depth < 2),
        }
        if let Some(new) = waiting.get_mut(before..) {
            new.reverse();
        }
    }
    all
}

impl<'t> All<'t> {
    fn object(&mut self, step: Step<'t>, waiting: &mut Vec<Step<'t>>, notes: &mut Notes) {
        let Step { value, depth, within, .. } = step;
        let next = |value| Step { value, depth: depth + 1, ..step };
        if let Some(inside) = connection(value) {
            waiting.push(next(inside));
            return;
        }
        let is_counted = !matches!(within, In::Nothing) && has_any(value, &["totalCount"]);
        if is_counted || has_any(value, &["nodes", "edges"]) {
            for key in ["nodes", "edges"] {
                notes.read(value, key, "a list", |_| None::<()>);
            }
            return;
        }
        if value.get("node").is_some() {
            waiting.extend(notes.object(value, "node").map(next));
            return;
        }
        if let Some(event) = other_event(value) {
            *self.events.entry(event).or_default() += 1;
            return;
        }
        if matches!(within, In::Nothing) && is_issue(value) {
            self.issue(step, waiting, notes);
        } else if let Some(list) = thread_of(value) {
            self.threads.push(None);
            let within = In::Thread(self.threads.len() - 1);
            waiting.push(Step { within, ..next(list) });
        } else if !matches!(within, In::Nothing) || is_comment(value) {
            self.entry(step, waiting, notes);
        } else {
            for key in LISTS {
                list_of(value, key, notes);
            }
            for key in HOLDERS {
                notes.read(value, key, "an object", |child| {
                    matches!(child.kind(), Kind::Object | Kind::List).then_some(())
                });
            }
            for child in value.children() {
                let key = child.key();
                let is_list = LISTS.contains(&key.as_ref());
                let is_open = matches!(child.kind(), Kind::Object | Kind::List);
                if is_open && !NOISE.contains(&key.as_ref()) {
                    let within = if is_list { In::List } else { In::Nothing };
                    waiting.push(Step { within, ..next(child) });
                }
            }
        }
    }

    fn issue(&mut self, step: Step<'t>, waiting: &mut Vec<Step<'t>>, notes: &mut Notes) {
        let issue = Some(self.issues.len());
        self.issues.push(step.value);
        for key in LISTS {
            let Some(list) = list_of(step.value, key, notes) else { continue };
            self.missing = self.missing.saturating_add(beyond(list, notes));
            let (value, depth) = (list, step.depth + 1);
            waiting.push(Step { value, depth, within: In::List, issue });
        }
    }

    fn entry(&mut self, step: Step<'t>, waiting: &mut Vec<Step<'t>>, notes: &mut Notes) {
        let at = self.entries.len();
        let (parent, is_loose) = match step.within {
            In::Nothing | In::List => (None, false),
            In::Entry(parent) => (Some(parent), false),
            In::Thread(thread) => match self.threads.get_mut(thread) {
                Some(first @ None) => {
                    *first = Some(at);
                    (None, false)
                }
                Some(first) => (*first, true),
                None => (None, false),
            },
        };
        let mut more = 0_u32;
        for key in ["replies", "comments"] {
            let Some(list) = list_of(step.value, key, notes) else { continue };
            more = more.saturating_add(beyond(list, notes));
            let (value, depth) = (list, step.depth + 1);
            waiting.push(Step { value, depth, within: In::Entry(at), issue: step.issue });
        }
        if let Some(parent) = named_parent(step.value) {
            *self.answered.entry(parent).or_default() += 1;
        }
        let Step { value, issue, .. } = step;
        self.entries.push(Entry { value, parent, is_loose, issue, more });
    }

    /// Says how many events there are, which are no comments.
    pub(super) fn events(&self) -> Option<String> {
        let count: u64 = self.events.values().sum();
        let kinds: Vec<_> = self.events.keys().take(MAX_KINDS).map(String::as_str).collect();
        let kinds = kinds.join(", ");
        let and_so_on = if self.events.len() > MAX_KINDS { ", …" } else { "" };
        match count {
            0 => None,
            1 => Some(format!("1 event is not shown: {kinds}")),
            _ => Some(format!("{count} events are not shown: {kinds}{and_so_on}")),
        }
    }
}

/// What lies in a connection of GraphQL.
fn connection(value: Value<'_>) -> Option<Value<'_>> {
    let list = value.get("nodes").or_else(|| value.get("edges"))?;
    (list.kind() == Kind::List).then_some(list)
}

/// A list or connection; where only their number is, there is none of it.
fn list_of<'t>(of: Value<'t>, key: &str, notes: &mut Notes) -> Option<Value<'t>> {
    notes.read(of, key, "a list", |list| match list.kind() {
        Kind::List => Some(Some(list)),
        Kind::Object => {
            let is_one = has_any(list, &["nodes", "edges", "totalCount", "pageInfo"]);
            (is_one || is_comment(list)).then_some(Some(list))
        }
        Kind::Number if key == "comments" => Some(None),
        _ => None,
    })?
}

/// How many more a connection says that there are than lie in it.
fn beyond(list: Value<'_>, notes: &mut Notes) -> u32 {
    if !list.is_object() {
        return 0;
    }
    let all = notes.count(list, "totalCount").unwrap_or(0);
    let here = connection(list).map_or(0, |nodes| nodes.items().count());
    all.saturating_sub(u32::try_from(here).unwrap_or(u32::MAX))
}

fn has_any(value: Value<'_>, keys: &[&str]) -> bool {
    keys.iter().any(|key| value.get(key).is_some())
}

fn is_issue(value: Value<'_>) -> bool {
    const BODIES: [&str; 8] =
        ["body", "bodyHTML", "bodyText", "body_html", "number", "iid", "comments", "comments_url"];
    has_any(value, &["title"]) && has_any(value, &BODIES)
        || has_any(value, &["comments_url", "comments_data"])
        || has_any(value, &["number"]) && has_any(value, &["comments", "timelineItems"])
}

fn is_comment(value: Value<'_>) -> bool {
    has_any(
        value,
        &["body", "bodyHTML", "bodyText", "body_html", "body_text", "author_association"],
    ) || has_any(value, &["user", "author"]) && has_any(value, &["created_at", "createdAt"])
}

/// The comments of a thread that is not one itself: on code, or of GitLab.
fn thread_of(value: Value<'_>) -> Option<Value<'_>> {
    let is_list = |list: &Value<'_>| matches!(list.kind(), Kind::Object | Kind::List);
    if let Some(notes) = value.get("notes").filter(|notes| notes.kind() == Kind::List) {
        return Some(notes);
    }
    let event = value.get("event").and_then(Value::text);
    let is_one = matches!(event.as_deref(), Some("line-commented" | "commit-commented"))
        || has_any(value, &["isResolved", "isCollapsed"]);
    value.get("comments").filter(is_list).filter(|_| is_one)
}

/// The name of what happened, if that is not that somebody said something.
fn other_event(value: Value<'_>) -> Option<String> {
    if let Some(event) = value.get("event").and_then(Value::text) {
        let says = ["commented", "reviewed", "line-commented", "commit-commented"];
        let is_empty = event == "reviewed" && is_empty_review(value);
        return (!says.contains(&event.as_ref()) || is_empty).then(|| clean_line(&event));
    }
    if value.get("system").and_then(Value::flag) == Some(true) {
        return Some("system note".into());
    }
    if let Some(kind) = value.get("__typename").and_then(Value::text) {
        let is_event = kind.ends_with("Event") || kind == "PullRequestCommit";
        return is_event.then(|| clean_line(&kind));
    }
    let is_review = has_any(value, &["submitted_at", "submittedAt"]);
    (is_review && is_empty_review(value)).then(|| "reviewed".into())
}

/// A review that only holds comments together, which come on their own.
fn is_empty_review(value: Value<'_>) -> bool {
    let state = value.get("state").and_then(Value::text);
    let body = value.get("body").and_then(Value::text);
    let holds_any = value.get("comments").is_some_and(|list| connection(list).is_some());
    body.is_some_and(|body| body.trim().is_empty())
        && !holds_any
        && state.is_some_and(|state| state.eq_ignore_ascii_case("commented"))
}

/// The id of the comment that this one says it answers.
pub(super) fn named_parent(value: Value<'_>) -> Option<String> {
    let id = ["in_reply_to_id", "parent_id"].into_iter().find_map(|key| value.get(key)?.id());
    let id = id.or_else(|| value.way(&["replyTo", "id"])?.id());
    id.map(std::borrow::Cow::into_owned).filter(|id| !id.is_empty() && id != "0")
}
