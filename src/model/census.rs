//! What can be counted in a thread: who, when, how deep, who with whom.

use std::collections::HashMap;

use super::{Comment, CommentId, Created, State, Thread};

/// How many people, pairs and branches are named.
const NAMED: usize = 8;

/// The numbers of a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Comments.
    pub comments: usize,
    /// Comments that answer no other.
    pub threads: usize,
    /// Different names.
    pub people: usize,
    /// Replies of replies: 0 where nobody answers.
    pub depth: u32,
    /// Deleted or removed.
    pub gone: usize,
    /// The first and the last instant, in UTC seconds, if any is known.
    pub span: Option<(i64, i64)>,
    /// Who wrote most, with the number of comments.
    pub writers: Vec<(String, usize)>,
    /// Who answered each other most, with the number of replies between them.
    pub duels: Vec<(String, String, usize)>,
    /// The comment under which most was said, not counting those that start a thread unless no
    /// other has replies; and how many replies.
    pub busiest: Option<(CommentId, u32)>,
}

impl Census {
    /// Counts `thread`. O(comments).
    #[must_use]
    pub fn of(thread: &Thread) -> Census {
        let mut census = Census { comments: thread.len(), ..Census::default() };
        let mut writers: HashMap<&str, usize> = HashMap::new();
        let mut pairs: HashMap<(&str, &str), usize> = HashMap::new();
        for comment in thread.comments() {
            census.threads += usize::from(comment.parent().is_none());
            census.depth = census.depth.max(comment.depth());
            census.gone += usize::from(matches!(comment.state(), State::Deleted | State::Removed));
            if let Some(at) = known_instant(comment) {
                let (first, last) = census.span.unwrap_or((at, at));
                census.span = Some((first.min(at), last.max(at)));
            }
            let author = comment.author();
            if author.is_empty() {
                continue;
            }
            *writers.entry(author).or_default() += 1;
            let parent = comment.parent().and_then(|parent| thread.get(parent));
            if let Some(other) =
                parent.map(Comment::author).filter(|o| !o.is_empty() && *o != author)
            {
                *pairs.entry((author.min(other), author.max(other))).or_default() += 1;
            }
        }
        census.people = writers.len();
        census.busiest = busiest(thread);
        let mut writers: Vec<_> = writers.into_iter().collect();
        writers.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let writers = writers.into_iter().take(NAMED);
        census.writers = writers.map(|(name, count)| (name.to_owned(), count)).collect();
        let mut pairs: Vec<_> = pairs.into_iter().filter(|pair| pair.1 > 1).collect();
        pairs.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let pairs = pairs.into_iter().take(NAMED);
        census.duels = pairs.map(|((a, b), n)| (a.to_owned(), b.to_owned(), n)).collect();
        census
    }

    /// How many comments fall into each of `parts` equal parts of the span. O(comments).
    #[must_use]
    pub fn over_time(&self, thread: &Thread, parts: usize) -> Vec<usize> {
        let mut counts = vec![0; parts];
        let Some((first, last)) = self.span else { return counts };
        let length = i128::from(last) - i128::from(first) + 1;
        for at in thread.comments().filter_map(known_instant) {
            let part = (i128::from(at) - i128::from(first)) * parts as i128 / length;
            if let Some(count) = usize::try_from(part).ok().and_then(|part| counts.get_mut(part)) {
                *count += 1;
            }
        }
        counts
    }
}

fn known_instant(comment: Comment<'_>) -> Option<i64> {
    match comment.created() {
        Created::At(at) => Some(at),
        _ => None,
    }
}

fn busiest(thread: &Thread) -> Option<(CommentId, u32)> {
    let most = |roots: bool| {
        let branches = thread.comments().filter(|c| c.parent().is_none() == roots);
        // Of several, the first.
        branches.rev().max_by_key(|c| c.descendants()).filter(|c| c.descendants() > 0)
    };
    most(false).or_else(|| most(true)).map(|comment| (comment.id(), comment.descendants()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NewComment, Parent};

    #[test]
    fn people_pairs_and_time_are_counted() {
        let comment = |id: &str, parent: Option<&str>, author: &str, at| NewComment {
            id: Some(id.to_owned().into()),
            parent: parent.map_or(Parent::Root, |parent| Parent::Id(parent.to_owned().into())),
            author: author.to_owned().into(),
            created: Created::At(at),
            ..NewComment::default()
        };
        let mut thread = Thread::default();
        thread.extend([
            comment("a", None, "Ada", 100),
            comment("b", Some("a"), "Tom", 110),
            comment("c", Some("b"), "Ada", 120),
            comment("d", Some("c"), "Ada", 199),
            comment("e", None, "", 150),
        ]);
        let census = Census::of(&thread);
        assert_eq!((census.comments, census.threads, census.people, census.depth), (5, 2, 2, 3));
        assert_eq!(census.span, Some((100, 199)));
        assert_eq!(census.writers, [("Ada".to_owned(), 3), ("Tom".to_owned(), 1)]);
        assert_eq!(census.duels, [("Ada".to_owned(), "Tom".to_owned(), 2)]);
        assert_eq!(census.busiest.map(|(id, n)| (id.0, n)), Some((1, 2)));
        assert_eq!(census.over_time(&thread, 4), [3, 0, 1, 1]);
        assert_eq!(Census::of(&Thread::default()), Census::default());
    }
}
