//! Posts that stand in a list: a thread of the second version, feeds, searches.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::super::json::{Kind, Value};
use super::Reader;
use super::post::Post;
use crate::model::Parent;

/// An item of a list, and how deep it says it stands.
struct Item<'t> {
    post: Post<'t>,
    depth: Option<i64>,
}

impl<'t> Reader<'t, '_> {
    /// Reads a thread of the second version: above the post that was asked for depths are negative.
    pub(super) fn flat(&mut self, thread: Value<'t>, answer: Value<'t>) {
        let mut above = Vec::new();
        let mut items: Vec<Item<'t>> = Vec::new();
        for value in thread.items() {
            if !value.is_object() {
                self.skipped += usize::from(value.kind() != Kind::Null);
                continue;
            }
            let depth = self.notes.whole(value, "depth");
            if depth.is_some_and(|depth| depth < 0) {
                above.push(value);
            } else {
                items.push(Item { post: Post::of(value, &mut self.notes), depth });
            }
        }
        let asked = items.iter().position(|item| item.depth == Some(0) && !item.post.is_stub());
        // Who stands above stands nearest first elsewhere.
        above.reverse();
        let mut missing = 0;
        let has_article = self.article.is_none() && asked.is_some();
        if let Some(at) = asked.filter(|_| has_article) {
            let asked = items.remove(at);
            let direct = items.iter().filter(|item| item.depth == Some(1)).count();
            let others = self.notes.flag(answer, "hasOtherReplies");
            missing = asked.post.missing_beside(direct, others);
            self.take_article(asked.post, &above);
        } else {
            let mut all = Vec::with_capacity(above.len() + items.len());
            for value in above.into_iter().rev() {
                let depth = self.notes.whole(value, "depth");
                all.push(Item { post: Post::of(value, &mut self.notes), depth });
            }
            all.append(&mut items);
            items = all;
        }
        self.hand_over(items);
        if has_article {
            self.missing_roots(missing);
        }
    }

    /// Reads posts that have nothing around them; those that stand beside others as what they answer
    /// come once.
    pub(super) fn loose(&mut self, values: &[Value<'t>]) {
        let mut items = Vec::new();
        let mut seen: HashSet<Cow<'t, str>> = HashSet::new();
        for &value in values {
            let post = Post::of(value, &mut self.notes);
            seen.extend(post.id.clone());
            items.push(Item { post, depth: None });
        }
        for &value in values {
            for above in ["root", "parent"].iter().filter_map(|key| value.way(&["reply", key])) {
                if !Post::is_in(above) {
                    continue;
                }
                let post = Post::of(above, &mut self.notes);
                if post.id.clone().is_none_or(|id| seen.insert(id)) {
                    items.push(Item { post, depth: None });
                }
            }
        }
        self.hand_over(items);
    }

    /// Hands posts over as comments, each under the one that it says it answers, or else under the
    /// one before that stands less deep.
    fn hand_over(&mut self, items: Vec<Item<'t>>) {
        let mut answers: HashMap<Cow<'t, str>, usize> = HashMap::new();
        let ids: HashSet<Cow<'t, str>> =
            items.iter().filter_map(|item| item.post.id.clone()).collect();
        for parent in items.iter().filter_map(|item| item.post.parent.clone()) {
            *answers.entry(parent).or_default() += 1;
        }
        let article = self.article.as_ref().and_then(|post| post.id.clone());
        let mut path: Vec<(i64, Option<Cow<'t, str>>)> = Vec::new();
        for Item { post, depth } in items {
            if self.sink.stopped() {
                return;
            }
            let mut above = None;
            if let Some(depth) = depth {
                while path.last().is_some_and(|(other, _)| *other >= depth) {
                    path.pop();
                }
                above = path.last().and_then(|(_, id)| id.clone());
                path.push((depth, post.id.clone()));
            }
            let said = post.parent.clone().filter(|parent| {
                depth.is_none() || ids.contains(parent) || Some(parent) == article.as_ref()
            });
            let parent = said.or(above).filter(|parent| Some(parent) != article.as_ref());
            let mut comment = post.comment(self.submitter.as_deref(), &mut self.notes);
            comment.parent = parent.map_or(Parent::Root, Parent::Id);
            let direct = post.id.as_ref().and_then(|id| answers.get(id)).copied();
            comment.more = post.missing(direct.unwrap_or(0));
            self.intake.push(comment, self.sink);
        }
    }
}
