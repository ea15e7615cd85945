//! The items of an answer, and which hangs on which.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::json::{self, Notes, Value};

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A story, a job or a poll.
    Story,
    Comment,
    /// A choice of a poll.
    Option,
}

/// One item.
#[derive(Debug)]
struct Item<'t> {
    value: Value<'t>,
    kind: Kind,
    id: Option<Cow<'t, str>>,
    /// What it answers, or the poll that it is a choice of.
    parent: Option<Cow<'t, str>>,
    /// Its answers that are here, in the order in which the site shows them.
    answers: Vec<usize>,
    /// Whether it is among the answers of another.
    is_placed: bool,
    /// How many answers are not here.
    missing: u32,
}

/// All items, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Items<'t> {
    list: Vec<Item<'t>>,
    by_id: HashMap<Cow<'t, str>, usize>,
    /// How many things were no items.
    pub(super) skipped: usize,
}

impl<'t> Items<'t> {
    /// Those of an answer: one, a list, or an object that has them by their ids or in lists.
    pub(super) fn read(root: Value<'t>, notes: &mut Notes) -> Items<'t> {
        let mut items = Items::default();
        if is_item(root) {
            items.add_nested(root, notes);
        } else {
            items.add_all(root, notes);
        }
        items.free_options();
        for (at, item) in items.list.iter().enumerate() {
            if let Some(id) = &item.id {
                items.by_id.entry(id.clone()).or_insert(at);
            }
        }
        items.place_ranked(notes);
        items.place_others();
        items
    }

    fn add_all(&mut self, root: Value<'t>, notes: &mut Notes) {
        for value in root.children() {
            let is_group = value.kind() == json::Kind::List || value.is_object() && !is_item(value);
            if is_group && root.is_object() && !is_number(&value.key()) {
                for value in value.children() {
                    self.add_or_skip(value, notes);
                }
            } else if root.is_object() && !is_number(&value.key()) && !value.is_object() {
                // What stands beside items in an object may be anything.
            } else {
                self.add_or_skip(value, notes);
            }
        }
    }

    fn add_or_skip(&mut self, value: Value<'t>, notes: &mut Notes) {
        if value.is_object() {
            self.add_nested(value, notes);
        } else {
            self.skip(value);
        }
    }

    /// Adds an item, and those that somebody put into its kids in place of their ids.
    fn add_nested(&mut self, value: Value<'t>, notes: &mut Notes) {
        let mut at = self.list.len();
        self.add(value, notes);
        while let Some(value) = self.value(at) {
            let kids = value.get("kids").into_iter().flat_map(Value::items);
            for kid in kids.filter(|kid| kid.is_object()) {
                let new = self.list.len();
                self.add(kid, notes);
                self.place(new, at);
            }
            at += 1;
        }
    }

    fn skip(&mut self, value: Value<'t>) {
        self.skipped += usize::from(value.kind() != json::Kind::Null);
    }

    /// Adds an item; where it has no id, the key that it has is one.
    fn add(&mut self, value: Value<'t>, notes: &mut Notes) {
        let key = Some(value.key()).filter(|key| is_number(key));
        let id = notes.id(value, "id").or(key);
        let kind = match notes.text(value, "type").as_deref() {
            Some("comment") => Kind::Comment,
            Some("pollopt") => Kind::Option,
            Some("story" | "job" | "poll") => Kind::Story,
            _ if value.get("poll").is_some() => Kind::Option,
            _ if value.get("title").is_some() || value.get("descendants").is_some() => Kind::Story,
            _ => Kind::Comment,
        };
        let parent = notes.id(value, if kind == Kind::Option { "poll" } else { "parent" });
        let (answers, is_placed, missing) = (Vec::new(), false, 0);
        self.list.push(Item { value, kind, id, parent, answers, is_placed, missing });
    }

    /// Makes comments of choices whose poll is not here, for want of anything better.
    fn free_options(&mut self) {
        if self.of(Kind::Story).next().is_none() {
            for item in self.list.iter_mut().filter(|item| item.kind == Kind::Option) {
                item.kind = Kind::Comment;
            }
        }
    }

    /// Hangs comments where `kids` say, unless they say otherwise of themselves.
    fn place_ranked(&mut self, notes: &mut Notes) {
        for at in 0..self.list.len() {
            let Some(value) = self.value(at) else { continue };
            let id = |kid: Value<'t>| if kid.is_object() { Some(None) } else { kid.id().map(Some) };
            let kids = notes.each(value, "kids", "a text or a number", id);
            for kid in kids.into_iter().flatten() {
                match self.by_id.get(&kid).copied() {
                    Some(kid) if self.may_answer(kid, at) => self.place(kid, at),
                    Some(_) => {}
                    None => {
                        if let Some(item) = self.list.get_mut(at) {
                            item.missing = item.missing.saturating_add(1);
                        }
                    }
                }
            }
        }
    }

    /// Whether the item at `kid` has no place yet, and says nothing against one under `at`.
    fn may_answer(&self, kid: usize, at: usize) -> bool {
        let Some(item) = self.list.get(kid).filter(|item| !item.is_placed && kid != at) else {
            return false;
        };
        let named = item.parent.as_ref().and_then(|parent| self.by_id.get(parent));
        item.kind == Kind::Comment && named.is_none_or(|&named| named == at)
    }

    /// Hangs the others where they say themselves, behind the ranked ones.
    fn place_others(&mut self) {
        for at in 0..self.list.len() {
            let Some(item) = self.list.get(at).filter(|item| !item.is_placed) else { continue };
            let named = item.parent.as_ref().and_then(|parent| self.by_id.get(parent)).copied();
            if let Some(named) = named.filter(|&named| item.kind == Kind::Comment && named != at) {
                self.place(at, named);
            }
        }
    }

    fn place(&mut self, kid: usize, under: usize) {
        if let Some(item) = self.list.get_mut(under) {
            item.answers.push(kid);
        }
        if let Some(item) = self.list.get_mut(kid) {
            item.is_placed = true;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The numbers of those of one kind.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = usize> {
        self.list.iter().enumerate().filter(move |(_, item)| item.kind == kind).map(|(at, _)| at)
    }

    pub(super) fn value(&self, at: usize) -> Option<Value<'t>> {
        self.list.get(at).map(|item| item.value)
    }

    pub(super) fn id(&self, at: usize) -> Option<&str> {
        self.list.get(at)?.id.as_deref()
    }

    /// Whether no other before it has its id.
    pub(super) fn is_first(&self, at: usize) -> bool {
        self.id(at).is_some_and(|id| self.by_id.get(id) == Some(&at))
    }

    pub(super) fn answers(&self, at: usize) -> &[usize] {
        self.list.get(at).map_or(&[], |item| item.answers.as_slice())
    }

    pub(super) fn is_placed(&self, at: usize) -> bool {
        self.list.get(at).is_none_or(|item| item.is_placed)
    }

    pub(super) fn missing(&self, at: usize) -> u32 {
        self.list.get(at).map_or(0, |item| item.missing)
    }

    /// The id of what an item answers, unless that is a story which is here.
    pub(super) fn comment_answered(&self, at: usize) -> Option<&str> {
        let parent = self.list.get(at)?.parent.as_deref()?;
        let named = self.by_id.get(parent).and_then(|&named| self.list.get(named));
        named.is_none_or(|named| named.kind == Kind::Comment).then_some(parent)
    }

    /// The choices of a poll, in its own order; those of one that is not here belong to any.
    pub(super) fn options(&self, poll: usize, notes: &mut Notes) -> Vec<Value<'t>> {
        let is_its = |item: &&Item<'_>| {
            let named = item.parent.as_ref().and_then(|parent| self.by_id.get(parent));
            item.kind == Kind::Option && named.is_none_or(|&named| named == poll)
        };
        let parts = self.value(poll).map(|poll| notes.ids(poll, "parts")).unwrap_or_default();
        let mut rank = HashMap::new();
        for (at, part) in parts.into_iter().enumerate() {
            rank.entry(part).or_insert(at);
        }
        let mut options: Vec<&Item<'_>> = self.list.iter().filter(is_its).collect();
        options.sort_by_key(|item| {
            item.id.as_ref().and_then(|id| rank.get(id)).copied().unwrap_or(usize::MAX)
        });
        options.into_iter().map(|item| item.value).collect()
    }
}

/// Whether an object is one item, not several by their ids.
fn is_item(value: Value<'_>) -> bool {
    let is_leaf = |key: &str| value.get(key).is_some_and(|value| value.id().is_some());
    value.is_object() && (is_leaf("id") || is_leaf("type") || is_leaf("time"))
}

fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}
