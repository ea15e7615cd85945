//! An answer whose order says nothing, or that is small: all of its values, to be asked for by name.
//!
//! The values lie in one list in pre-order, and know where their own end; texts and numbers stay in
//! the bytes. So there is nothing to recurse over, and dropping it is flat. 40 bytes a value.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Json, JsonError, STRING, Token, start_of};
use crate::load::charset::whole_text;
use crate::load::{Input, Intake, LoadError, Sink, Stream};
use crate::model::{Segment, Span, Text};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Kind {
    /// `{…}`.
    Object,
    /// `[…]`.
    List,
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`.
    Null,
}

/// How many steps of a long way are shown from each of its ends.
const SHOWN_STEPS: usize = 8;

/// The empty place: a value that has no key, or none before it.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    /// Whether a `Bool` is true.
    is_true: bool,
    /// Where the key stands, without its quotation marks; empty in a list.
    key: (u64, u32),
    /// Where a text, without its quotation marks, or a number stands.
    value: (u64, u32),
    /// The place behind its last descendant.
    end: u32,
    parent: u32,
}

/// All values of an answer.
#[derive(Debug)]
pub(in crate::load) struct Tree {
    segment: Segment,
    nodes: Vec<Node>,
    /// Why there is no more of it, if it breaks off.
    broken: Option<JsonError>,
    /// Whether that is behind the end of a document, if it is anywhere.
    is_whole: bool,
}

impl Tree {
    /// Reads all of `stream`; of what breaks off, what has come is there.
    ///
    /// Several documents behind each other, as JSON lines are, become a list of them.
    ///
    /// # Errors
    /// [`LoadError::Failed`] when it cannot be had.
    pub(in crate::load) fn read(
        input: &Input<'_>,
        stream: Stream<'_>,
        sink: &mut dyn Sink,
    ) -> Result<Tree, LoadError> {
        Ok(Tree::of(whole_text(input, stream, sink)?))
    }

    fn of(segment: Segment) -> Tree {
        let json = Json::over(Arc::clone(&segment.bytes));
        let mut tree = Tree { segment, nodes: Vec::new(), broken: None, is_whole: true };
        tree.broken = tree.fill(json).err();
        tree
    }

    fn fill(&mut self, mut json: Json<'_>) -> Result<(), JsonError> {
        let mut open: Vec<u32> = Vec::new();
        let mut key = (0, 0);
        loop {
            self.go_on(&mut json, &mut open);
            let token = match json.next() {
                Ok(token) => token,
                Err(error) => {
                    self.is_whole = json.is_behind();
                    self.close_all(&mut open);
                    return Err(error);
                }
            };
            let (kind, value, is_true) = match token {
                Token::Done => {
                    self.close_all(&mut open);
                    return Ok(());
                }
                Token::End => {
                    self.close(open.pop());
                    continue;
                }
                Token::Key(range) => {
                    key = place(&range);
                    continue;
                }
                Token::Object => (Kind::Object, (0, 0), false),
                Token::Array => (Kind::List, (0, 0), false),
                Token::String(range) => (Kind::Text, place(&range), false),
                Token::Number(range) => (Kind::Number, place(&range), false),
                Token::Bool(is_true) => (Kind::Bool, (0, 0), is_true),
                Token::Null => (Kind::Null, (0, 0), false),
            };
            let at = u32::try_from(self.nodes.len()).unwrap_or(NONE);
            if at == NONE {
                self.close_all(&mut open);
                self.is_whole = false;
                return Err(json.broken("there is more than can be read"));
            }
            let parent = open.last().copied().unwrap_or(NONE);
            let key = std::mem::take(&mut key);
            self.nodes.push(Node { kind, is_true, key, value, end: at + 1, parent });
            if matches!(kind, Kind::Object | Kind::List) {
                open.push(at);
            }
        }
    }

    /// Where a document has ended and another begins, takes both as items of a list.
    fn go_on(&mut self, json: &mut Json<'_>, open: &mut Vec<u32>) {
        if !json.begins_again() {
            return;
        }
        if open.is_empty() {
            let outermost = |place: u32| if place == NONE { 0 } else { place + 1 };
            for node in &mut self.nodes {
                node.end += 1;
                node.parent = outermost(node.parent);
            }
            let (key, value) = ((0, 0), (0, 0));
            let list = Node { kind: Kind::List, is_true: false, key, value, end: 1, parent: NONE };
            self.nodes.insert(0, list);
            open.push(0);
        }
    }

    fn close(&mut self, at: Option<u32>) {
        let end = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        if let Some(node) = at.and_then(|at| self.nodes.get_mut(at as usize)) {
            node.end = end;
        }
    }

    fn close_all(&mut self, open: &mut Vec<u32>) {
        while let Some(at) = open.pop() {
            self.close(Some(at));
        }
    }

    /// The outermost value; `None` if there is none at all.
    pub(in crate::load) fn root(&self) -> Option<Value<'_>> {
        self.node(0).map(|_| Value { tree: self, at: 0 })
    }

    /// Lets the thread keep the bytes, so that bodies can stay in them. To be called before
    /// [`Value::body`] is.
    pub(in crate::load) fn keep(&self, intake: &mut Intake) {
        intake.builder.keep(self.segment.clone());
    }

    /// Why there is no more of it, if it breaks off; to be given to [`super::conclude`].
    pub(in crate::load) fn take_damage(&mut self) -> Result<(), JsonError> {
        self.broken.take().map_or(Ok(()), Err)
    }

    /// Whether it is all there, though something that is no JSON may stand behind it.
    pub(in crate::load) fn is_whole(&self) -> bool {
        self.is_whole
    }

    fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    fn bytes(&self, (at, length): (u64, u32)) -> &[u8] {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let end = at.saturating_add(length as usize);
        self.segment.bytes.get(at..end).unwrap_or_default()
    }
}

fn place(range: &std::ops::Range<usize>) -> (u64, u32) {
    (range.start as u64, u32::try_from(range.len()).unwrap_or(NONE))
}

/// One value of an answer.
#[derive(Clone, Copy, Debug)]
pub(in crate::load) struct Value<'t> {
    tree: &'t Tree,
    at: u32,
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Value<'_>) -> bool {
        self.at == other.at && std::ptr::eq(self.tree, other.tree)
    }
}

impl<'t> Value<'t> {
    fn node(self) -> Option<&'t Node> {
        self.tree.node(self.at)
    }

    /// What it is.
    pub(in crate::load) fn kind(self) -> Kind {
        self.node().map_or(Kind::Null, |node| node.kind)
    }

    /// Whether it is an object.
    pub(in crate::load) fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    /// Where it and all that is in it stand among all values.
    pub(in crate::load) fn range(self) -> std::ops::Range<u32> {
        self.at..self.node().map_or(self.at, |node| node.end)
    }

    /// What is directly in it, `null`s with it. Nothing in a leaf.
    pub(in crate::load) fn children(self) -> impl Iterator<Item = Value<'t>> {
        let tree = self.tree;
        let end = self.node().map_or(0, |node| node.end);
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let value = Value { tree, at };
            let node = value.node().filter(|_| at < end)?;
            at = node.end;
            Some(value)
        })
    }

    /// The values of a list; nothing of anything else.
    pub(in crate::load) fn items(self) -> impl Iterator<Item = Value<'t>> {
        let is_list = self.kind() == Kind::List;
        self.children().filter(move |_| is_list)
    }

    /// It and all that is in it, in pre-order.
    pub(in crate::load) fn descendants(self) -> impl Iterator<Item = Value<'t>> {
        let end = self.node().map_or(0, |node| node.end);
        (self.at..end).map(move |at| Value { tree: self.tree, at })
    }

    /// The value of `key` in an object; `None` where there is none, or `null`. Of two the first.
    ///
    /// O(values in the object).
    pub(in crate::load) fn get(self, key: &str) -> Option<Value<'t>> {
        let found = self.children().find(|child| child.is_named(key));
        found.filter(|value| value.kind() != Kind::Null)
    }

    /// The value at the end of a way of keys.
    pub(in crate::load) fn way(self, keys: &[&str]) -> Option<Value<'t>> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The key that it has in its object; empty in a list.
    pub(in crate::load) fn key(self) -> Cow<'t, str> {
        let Some(node) = self.node().filter(|node| node.key.1 > 0) else { return "".into() };
        let (at, length) = node.key;
        (STRING.decode)(self.tree.bytes((at.saturating_sub(1), length.saturating_add(2))))
    }

    /// Whether it has this key; one that is written with escapes has none of ours.
    fn is_named(self, key: &str) -> bool {
        self.node().is_some_and(|node| {
            node.key.1 as usize == key.len() && self.tree.bytes(node.key) == key.as_bytes()
        })
    }

    /// Where it stands among all values, in pre-order.
    pub(in crate::load) fn place(self) -> u32 {
        self.at
    }

    /// The place behind its last descendant.
    pub(in crate::load) fn end(self) -> u32 {
        self.node().map_or(self.at, |node| node.end)
    }

    /// What it is in.
    pub(in crate::load) fn parent(self) -> Option<Value<'t>> {
        let parent = self.node()?.parent;
        (parent != NONE).then_some(Value { tree: self.tree, at: parent })
    }

    /// The text that it is.
    pub(in crate::load) fn text(self) -> Option<Cow<'t, str>> {
        let (at, length) = self.node().filter(|node| node.kind == Kind::Text)?.value;
        Some((STRING.decode)(self.tree.bytes((at.saturating_sub(1), length.saturating_add(2)))))
    }

    /// The text or number that it is, as an id.
    pub(in crate::load) fn id(self) -> Option<Cow<'t, str>> {
        match self.kind() {
            Kind::Text => self.text(),
            Kind::Number => Some(String::from_utf8_lossy(self.tree.bytes(self.node()?.value))),
            _ => None,
        }
    }

    /// The whole number that it is, or the whole part of the number.
    pub(in crate::load) fn whole(self) -> Option<i64> {
        let node = self.node().filter(|node| node.kind == Kind::Number)?;
        super::whole_number(self.tree.bytes(node.value))
    }

    /// The same as votes; for giants the largest that is kept.
    pub(in crate::load) fn votes(self) -> Option<i32> {
        let most = i64::from(i32::MAX);
        i32::try_from(self.whole()?.clamp(-most, most)).ok()
    }

    /// Whether it is `true`; `None` if it is neither that nor `false`.
    pub(in crate::load) fn flag(self) -> Option<bool> {
        self.node().filter(|node| node.kind == Kind::Bool).map(|node| node.is_true)
    }

    /// The text that it is as a body, left where it stands; see [`Tree::keep`].
    pub(in crate::load) fn body(self) -> Option<Text<'static>> {
        let (at, length) = self.node().filter(|node| node.kind == Kind::Text)?.value;
        let at = self.tree.segment.at + at.saturating_sub(1);
        Some(Text::Kept(Span { at, length: length as usize + 2 }, &STRING))
    }

    /// How the way to it is written, a long one by its ends: `replies[3].author`. O(what stands before it on that way).
    pub(in crate::load) fn path(self) -> String {
        let mut steps = Vec::new();
        let mut here = self;
        while let Some(parent) = here.parent() {
            steps.push(if parent.is_object() {
                format!(".{}", crate::text::clean_line(&here.key()))
            } else {
                let at = parent.children().position(|child| child == here);
                format!("[{}]", at.unwrap_or_default())
            });
            here = parent;
        }
        steps.reverse();
        if steps.len() > 2 * SHOWN_STEPS {
            steps.splice(SHOWN_STEPS..steps.len() - SHOWN_STEPS, [String::from("…")]);
        }
        let path = steps.concat();
        path.strip_prefix('.').map_or(path.clone(), str::to_owned)
    }
}

/// Whether `bytes` begin as JSON does.
pub(in crate::load) fn may_be_json(bytes: &[u8]) -> bool {
    matches!(start_of(bytes), [b'{' | b'[', ..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn tree(json: &str) -> Tree {
        Tree::of(Segment { at: 0, bytes: Arc::new(json.as_bytes().to_vec()) })
    }

    #[test]
    fn values_are_had_by_name_and_know_their_way() {
        let tree = tree(
            r#"{"a":[{"b":"ö\n"},{"b":7.9,"c":true,"d":null}],"e\"":{"f":"g"},"id":12345678901}"#,
        );
        let root = tree.root().unwrap();
        let list: Vec<_> = root.get("a").unwrap().items().collect();
        assert_eq!(list[0].get("b").unwrap().text().unwrap(), "ö\n");
        assert_eq!(list[1].get("b").unwrap().whole(), Some(7));
        assert_eq!(list[1].get("b").unwrap().text(), None);
        assert_eq!(list[1].get("c").unwrap().flag(), Some(true));
        assert_eq!(list[1].get("d"), None);
        assert_eq!(list[1].children().last().unwrap().path(), "a[1].d");
        assert_eq!(root.get("id").unwrap().id().unwrap(), "12345678901");
        assert_eq!(root.get("id").unwrap().votes(), Some(i32::MAX));
        let odd = root.children().nth(1).unwrap();
        assert_eq!((odd.key().as_ref(), odd.items().count()), ("e\"", 0));
        assert_eq!(root.descendants().count(), 11);
        assert_eq!(root.way(&["a", "b"]), None);
    }

    #[test]
    fn what_breaks_off_is_there_as_far_as_it_came() {
        let mut tree = tree(r#"[{"a":1,"b":[2,{"c":"d"#);
        let root = tree.root().unwrap();
        let first = root.items().next().unwrap();
        assert_eq!(first.get("a").unwrap().whole(), Some(1));
        assert_eq!(first.get("b").unwrap().items().count(), 2);
        assert!(tree.take_damage().is_err());
        assert!(Tree::of(Segment { at: 0, bytes: Arc::default() }).root().is_none());
    }

    #[test]
    fn documents_behind_each_other_are_a_list() {
        let mut tree = tree("{\"a\":1}\n{\"a\":2}\n[3]\n");
        let root = tree.root().unwrap();
        let kinds: Vec<_> = root.items().map(Value::kind).collect();
        assert_eq!(kinds, [Kind::Object, Kind::Object, Kind::List]);
        let second = root.items().nth(1).unwrap().get("a").unwrap();
        assert_eq!((second.whole(), second.path().as_str()), (Some(2), "[1].a"));
        assert!(tree.take_damage().is_ok());
        for (json, is_whole) in
            [("{\"a\":1} oh", true), ("{\"a\":1} }", true), ("{} {\"a\"", false)]
        {
            let mut tree = self::tree(json);
            assert!(tree.take_damage().is_err(), "{json}");
            assert_eq!(tree.is_whole(), is_whole, "{json}");
        }
    }

    #[test]
    fn depth_costs_nothing() {
        let deep = 300_000;
        let tree = tree(&format!("{}7{}", r#"{"a":["#.repeat(deep), "]}".repeat(deep)));
        let last = tree.root().unwrap().descendants().last().unwrap();
        assert_eq!(last.whole(), Some(7));
        assert_eq!(last.path(), "a[0].a[0].a[0].a[0]….a[0].a[0].a[0].a[0]");
    }
}
