//! What a thread consists of: a feed of articles has those at the top, everything else comments.

use std::collections::HashSet;

use super::{Article, Thread};

/// How many there are of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// Articles, each at the top with its own title and address; 0 of a discussion.
    pub articles: usize,
    /// Comments.
    pub comments: usize,
}

impl Entries {
    /// Counts what stands below `article`. O(threads) of a feed, O(1) of most that is none.
    ///
    /// A feed has no text of its own; its first entry has a title and an address, each of the others
    /// one of them, and no two are about the same. (Mail has no addresses, and comments seldom have titles.)
    #[must_use]
    pub fn of(article: &Article, thread: &Thread) -> Entries {
        let mut roots = thread.children(None).filter_map(|id| thread.get(id)).peekable();
        let mut subjects = HashSet::new();
        let mut articles = 0;
        let is_feed = article.blocks.is_empty()
            && roots
                .peek()
                .is_some_and(|first| first.subject().is_some() && first.permalink().is_some())
            && roots.all(|root| {
                articles += 1;
                match root.subject() {
                    Some(title) => subjects.insert(title),
                    None => root.permalink().is_some(),
                }
            });
        let articles = if is_feed && articles > 1 { articles } else { 0 };
        Entries { articles, comments: thread.len() - articles }
    }

    /// What one of them is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match (self.articles, self.comments) {
            (0, _) => "comment",
            (_, 0) => "article",
            _ => "entry",
        }
    }

    /// `12 articles`, `12 articles and 30 comments`, `1 comment`; `None` where there is nothing.
    #[must_use]
    pub fn words(self) -> Option<String> {
        let several = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 {what}")),
            _ => Some(format!("{count} {what}s")),
        };
        let (articles, comments) =
            (several(self.articles, "article"), several(self.comments, "comment"));
        let parts: Vec<String> = articles.into_iter().chain(comments).collect();
        (!parts.is_empty()).then(|| parts.join(" and "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, NewComment, Parent};

    fn entry(id: &str, subject: &'static str, parent: Option<&str>) -> NewComment<'static> {
        NewComment {
            id: Some(id.to_owned().into()),
            subject: subject.into(),
            parent: parent.map_or(Parent::Root, |id| Parent::Id(id.to_owned().into())),
            permalink: Some(format!("https://quay.example/{id}").into()).into(),
            ..NewComment::default()
        }
    }

    #[test]
    fn a_feed_has_articles_and_a_discussion_comments() {
        let text = vec![Block::paragraph("Oil.")];
        #[rustfmt::skip]
        let cases = [
            // what it is             text     entries                                       in words
            ("a feed",                &[][..], vec![("a", "Oil", ""), ("b", "Gas", "")],     Some("2 articles")),
            ("with a comment",        &[],     vec![("a", "Oil", ""), ("b", "Gas", ""), ("c", "", "a")],
                                                                                             Some("2 articles and 1 comment")),
            ("below an article",      &text,   vec![("a", "Oil", ""), ("b", "Gas", "")],     Some("2 comments")),
            ("about the same",        &[],     vec![("a", "Oil", ""), ("b", "Oil", "")],     Some("2 comments")),
            ("one without a title",   &[],     vec![("a", "Oil", ""), ("b", "", "")],        Some("2 articles")),
            ("none with a title",     &[],     vec![("a", "", ""), ("b", "", "")],           Some("2 comments")),
            ("one entry",             &[],     vec![("a", "Oil", "")],                       Some("1 comment")),
            ("nothing",               &[],     vec![],                                       None),
        ];
        for (what, blocks, entries, words) in cases {
            let article = Article { blocks: blocks.to_vec(), ..Article::default() };
            let mut thread = Thread::default();
            thread.extend(entries.into_iter().map(|(id, subject, parent)| {
                entry(id, subject, Some(parent).filter(|parent| !parent.is_empty()))
            }));
            assert_eq!(Entries::of(&article, &thread).words().as_deref(), words, "{what}");
        }
    }
}
