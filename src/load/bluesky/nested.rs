//! Threads whose replies are nested, as the first version has them.

use super::super::json::{Kind, Value};
use super::Reader;
use super::post::Post;
use crate::model::{CommentId, Parent};

impl<'t> Reader<'t, '_> {
    /// Reads a thread from the post that was asked for.
    pub(super) fn nested(&mut self, thread: Value<'t>) {
        let asked = Post::of(thread, &mut self.notes);
        let replies: Vec<_> = self.notes.list(thread, "replies").collect();
        let mut open: Vec<(Value<'t>, Option<CommentId>)> = Vec::new();
        if self.article.is_none() && !asked.is_stub() {
            let missing = asked.missing(replies.len());
            let mut above = Vec::new();
            let mut here = self.notes.object(thread, "parent");
            while let Some(post) = here {
                above.push(post);
                here = self.notes.object(post, "parent");
            }
            self.take_article(asked, &above);
            open.extend(replies.into_iter().rev().map(|reply| (reply, None)));
            self.walk(open);
            self.missing_roots(missing);
        } else {
            open.push((thread, None));
            self.walk(open);
        }
    }

    /// Comments in pre-order, so that each can name the place of its parent.
    fn walk(&mut self, mut open: Vec<(Value<'t>, Option<CommentId>)>) {
        while let Some((value, parent)) = open.pop() {
            if !value.is_object() {
                self.skipped += usize::from(value.kind() != Kind::Null);
                continue;
            }
            if self.sink.stopped() {
                return;
            }
            let post = Post::of(value, &mut self.notes);
            let start = open.len();
            open.extend(self.notes.list(value, "replies").map(|reply| (reply, None)));
            let direct = open.len() - start;
            let mut comment = post.comment(self.submitter.as_deref(), &mut self.notes);
            comment.parent = parent.map_or(Parent::Root, Parent::At);
            comment.more = post.missing(direct);
            let at = self.intake.push(comment, self.sink);
            if let Some(pushed) = open.get_mut(start..) {
                pushed.reverse();
                for (_, parent) in pushed {
                    *parent = Some(at);
                }
            }
        }
    }
}
