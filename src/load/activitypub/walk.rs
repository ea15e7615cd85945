//! Finding the objects in activities, collections and each other.

use std::borrow::Cow;

use super::super::json::{Kind, Notes, Tree, Value};
use super::object::{Object, Outer, named};

/// What is no post: who, and what is done without saying anything.
const SILENT: &[&str] = &[
    "Person",
    "Group",
    "Service",
    "Application",
    "Organization",
    "Feed",
    "Like",
    "Dislike",
    "EmojiReact",
    "Follow",
    "Accept",
    "Reject",
    "Block",
    "Flag",
    "Undo",
    "Remove",
    "Lock",
    "Move",
    "Join",
    "Leave",
    "View",
];
/// What is done with a post.
const DONE: &[&str] = &["Create", "Announce", "Update", "Add", "Delete", "Offer", "Invite"];
/// What holds posts.
const COLLECTIONS: &[&str] =
    &["Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"];
/// Where they are in it.
const ITEMS: &[&str] = &["orderedItems", "items", "first"];

/// What was found.
#[derive(Default)]
pub(super) struct Found<'t> {
    pub(super) objects: Vec<Object<'t>>,
    /// How many posts are only named.
    pub(super) elsewhere: usize,
    pub(super) skipped: usize,
}

/// A value that is to be looked at.
struct Open<'t> {
    value: Value<'t>,
    outer: Outer<'t>,
    /// Whether it should be a post.
    listed: bool,
}

/// All objects in `tree`, those before their replies.
pub(super) fn objects<'t>(tree: &'t Tree, notes: &mut Notes) -> Found<'t> {
    let mut found = Found::default();
    let root = tree.root().map(|value| Open { value, outer: Outer::default(), listed: false });
    let mut open = Vec::from_iter(root);
    while let Some(next) = open.pop() {
        let start = open.len();
        let Open { value, ref outer, listed } = next;
        match value.kind() {
            Kind::List => {
                let items = value.items();
                open.extend(items.map(|value| Open { value, outer: outer.clone(), listed: true }));
            }
            Kind::Object => look(next, &mut open, &mut found, notes),
            Kind::Null => {}
            // The address of a reply is counted where the replies are.
            Kind::Text => found.elsewhere += usize::from(listed && outer.above.is_none()),
            Kind::Number | Kind::Bool => found.skipped += usize::from(listed),
        }
        if let Some(pushed) = open.get_mut(start..) {
            pushed.reverse();
        }
    }
    found
}

/// Looks at an object of whatever type.
fn look<'t>(
    Open { value, outer, .. }: Open<'t>,
    open: &mut Vec<Open<'t>>,
    found: &mut Found<'t>,
    notes: &mut Notes,
) {
    let kind = type_of(value, notes);
    let kind = kind.as_deref().unwrap_or_default();
    let has = |key: &str| value.get(key).is_some();
    let push = |value, outer: &Outer<'t>, open: &mut Vec<Open<'t>>| {
        open.push(Open { value, outer: outer.clone(), listed: true });
    };
    if COLLECTIONS.contains(&kind) || ITEMS.iter().any(|key| has(key)) {
        for inside in ITEMS.iter().filter_map(|key| value.get(key)) {
            let leads_on = inside.kind() == Kind::Text;
            if !leads_on {
                push(inside, &outer, open);
            }
        }
    } else if DONE.contains(&kind) || has("object") && !SILENT.contains(&kind) {
        let Some(object) = value.get("object") else { return };
        if object.kind() != Kind::Text || kind != "Delete" {
            let actor = named(value, "actor", notes).or(outer.actor);
            let published = value.get("published").and(Some(value)).or(outer.activity);
            // Who boosts or deletes has not written it.
            let wrote = !matches!(kind, "Announce" | "Delete");
            let outer = if wrote { Outer { actor, activity: published, ..outer } } else { outer };
            push(object, &outer, open);
        }
    } else if !SILENT.contains(&kind) && is_post(value, kind) {
        let object = Object::of(value, kind, &outer, notes);
        let above = Some(object.id.clone().unwrap_or_default()).filter(|id| !id.is_empty());
        let outer = Outer { above: above.or(Some(Cow::Borrowed(""))), ..Outer::default() };
        found.objects.push(object);
        for replies in ["replies", "comments"].iter().filter_map(|key| value.get(key)) {
            if matches!(replies.kind(), Kind::Object | Kind::List) {
                push(replies, &outer, open);
            }
        }
    } else if kind.is_empty() {
        // Something that was wrapped around.
        for inside in value.children().filter(|child| child.children().next().is_some()) {
            open.push(Open { value: inside, outer: outer.clone(), listed: false });
        }
    }
}

/// The type of an object, the first of several.
fn type_of<'t>(value: Value<'t>, notes: &mut Notes) -> Option<Cow<'t, str>> {
    let key = if value.get("type").is_some() { "type" } else { "@type" };
    let kind = notes.read(value, key, "a text", |kind| match kind.kind() {
        Kind::List => kind.items().find_map(Value::text),
        _ => kind.text(),
    })?;
    let prefix = ["as:", "https://www.w3.org/ns/activitystreams#"];
    let name = prefix.iter().find_map(|prefix| kind.strip_prefix(prefix)).map(str::to_owned);
    Some(name.map_or(kind, Cow::Owned))
}

/// Whether an object says something.
fn is_post(value: Value<'_>, kind: &str) -> bool {
    let has = |key: &&str| value.get(key).is_some();
    let known = ["Note", "Page", "Article", "Question", "Video", "Event", "ChatMessage", "Audio"];
    let says = ["content", "contentMap", "name", "source", "summary"].iter().any(has);
    let is_from = ["attributedTo", "inReplyTo", "published", "actor", "to"].iter().any(has);
    is_tombstone(value, kind) || known.contains(&kind) || says && is_from
}

/// Whether an object stands for one that is gone; one that has lost its type says so all the same.
pub(super) fn is_tombstone(value: Value<'_>, kind: &str) -> bool {
    kind == "Tombstone" || value.get("formerType").is_some()
}
