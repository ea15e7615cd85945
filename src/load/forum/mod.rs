//! Saved pages of forums: `XenForo`, `vBulletin`, phpBB, and Discourse as it shows itself to crawlers.
//!
//! A topic is flat: who quotes a post does not stand below it, and no parents are made of quotes. The
//! first post of the first page is the article. A later page has posts alone.

pub(super) mod discourse;
pub(super) mod phpbb;
mod quotes;
pub(super) mod vbulletin;
pub(super) mod xenforo;

use super::Sink;
use super::page::entries::{Entry, hand_over};
use super::page::{self, NodeRef, Page, attribute, words};
use crate::markup::from_html;

/// What a page says of a topic.
#[derive(Debug, Default)]
struct Topic {
    title: Option<String>,
    entries: Vec<Entry>,
    /// Whether the first of them began the topic.
    has_first: bool,
    /// Whether there are other pages of it.
    is_part: bool,
    /// How many posts the topic has, the first among them.
    posts: Option<u64>,
}

impl Topic {
    /// Hands it on.
    fn finish(mut self, page: &Page, sink: &mut dyn Sink) {
        let mut article = page.facts();
        article.title = self.title.filter(|title| !title.is_empty()).or(article.title);
        if self.has_first && !self.entries.is_empty() {
            let first = self.entries.remove(0);
            for entry in &mut self.entries {
                entry.parent = entry.parent.and_then(|at| at.checked_sub(1));
                if !first.author.is_empty() && entry.author == first.author {
                    mark_op(&mut entry.roles);
                }
            }
            if let Some(at) = first.stamp.seconds() {
                (article.published, article.published_text) = (Some(at), None);
            }
            article.byline = Some(first.author).filter(|name| !name.is_empty()).or(article.byline);
            article.blocks = from_html(&first.body);
        }
        sink.article(article);
        let opening = u64::from(self.has_first);
        if let Some(posts) = self.posts.filter(|posts| *posts > 0) {
            sink.declared(if self.has_first || self.is_part {
                posts - opening.max(1)
            } else {
                posts
            });
        }
        hand_over(self.entries, None, 0, sink);
        if self.is_part {
            sink.warning("this is one page of several; the topic has more posts".into());
        }
    }
}

/// Says that the author of a post began the topic, once.
fn mark_op(roles: &mut Vec<String>) {
    if !roles.iter().any(|role| role == "op") {
        roles.insert(0, "op".into());
    }
}

/// The words of the first element that a selector names, if there are any.
fn line(node: &NodeRef<'_>, selector: &str) -> Option<String> {
    let found = page::all(node, selector);
    found.iter().map(words).find(|line| !line.is_empty())
}

/// The address in the first such link.
fn link(node: &NodeRef<'_>, selector: &str, base: Option<&str>) -> Option<String> {
    let href = attribute(&page::first(node, selector)?, "href")?;
    page::entries::whole_address(&href, base)
}

/// The number of a post in its topic, as in `#12`.
fn ordinal(words: &str) -> Option<u64> {
    words.trim().trim_start_matches('#').replace([',', '.'], "").parse().ok()
}

#[cfg(test)]
mod tests;
