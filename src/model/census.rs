//! What can be counted in a thread: who, when, how deep, who with whom.

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
        // By number, as hashing a million names takes a second.
        let mut writers: Vec<usize> = Vec::new();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for comment in thread.comments() {
            census.threads += usize::from(comment.parent().is_none());
            census.depth = census.depth.max(comment.depth());
            census.gone += usize::from(matches!(comment.state(), State::Deleted | State::Removed));
            if let Some(at) = known_instant(comment) {
                let (first, last) = census.span.unwrap_or((at, at));
                census.span = Some((first.min(at), last.max(at)));
            }
            let author = comment.author_number();
            if author == 0 {
                continue;
            }
            let at = author as usize;
            if writers.len() <= at {
                writers.resize(at + 1, 0);
            }
            if let Some(count) = writers.get_mut(at) {
                *count += 1;
            }
            let parent = comment.parent().and_then(|parent| thread.get(parent));
            let other = parent.map_or(0, Comment::author_number);
            if other != 0 && other != author {
                pairs.push((author.min(other), author.max(other)));
            }
        }
        let name = |number: u32| thread.author(number).to_owned();
        census.people = writers.iter().filter(|&&count| count > 0).count();
        census.busiest = busiest(thread);
        let writers = (0..).zip(writers).filter(|&(_, count)| count > 0);
        census.writers = most_of(writers.collect(), |&number| name(number));
        pairs.sort_unstable();
        let runs = pairs.chunk_by(|a, b| a == b).filter(|run| run.len() > 1);
        let pairs = runs.filter_map(|run| Some((*run.first()?, run.len()))).collect();
        let named = |&(a, b): &(u32, u32)| {
            let (a, b) = (name(a), name(b));
            if a < b { (a, b) } else { (b, a) }
        };
        census.duels = most_of(pairs, named).into_iter().map(|((a, b), n)| (a, b, n)).collect();
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

/// Those with the highest counts by their names; of equals the first by name.
fn most_of<T, N: Ord>(mut counted: Vec<(T, usize)>, name: impl Fn(&T) -> N) -> Vec<(N, usize)> {
    counted.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    // All that share the last count which is named must be compared by name.
    let least = counted.get(NAMED - 1).map_or(0, |&(_, count)| count);
    let named = counted.iter().take_while(|&&(_, count)| count >= least);
    let mut named: Vec<(N, usize)> = named.map(|(it, count)| (name(it), *count)).collect();
    named.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    named.truncate(NAMED);
    named
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
