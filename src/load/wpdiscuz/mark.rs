//! The classes and ids by which wpDiscuz marks the parts of a comment.
//!
//! Version 7 begins them with `wpd-`, versions 3 to 5 with `wc-`. A comment is the element
//! `id="wpd-comm-ID_PARENT"`, whose parent is the true one however the page is laid out; see
//! [`class.WpdiscuzWalker.php`](https://plugins.trac.wordpress.org/browser/wpdiscuz) of each version.

use super::tag::{Name, Tag};

/// What an element of a comment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Author,
    /// The author's role, as printed.
    Label,
    Date,
    /// The sum of votes, or both kinds on their own.
    Score,
    Up,
    Down,
    Body,
    /// How many replies a click would load.
    Folded,
    Link,
    /// The author's role, as a class.
    Role,
    Edited,
    /// Behind this the comment goes on elsewhere.
    ReadMore,
    /// A part that can stand in none of the others: what is open is not closed in this page.
    Frame,
}

/// What this element of a comment is, by its classes.
pub(super) fn mark(tag: &Tag) -> Option<Mark> {
    let mut found = None;
    for class in tag.classes() {
        let mark = match class {
            b"wpdiscuz-children-count" => Mark::Folded,
            b"wpdiscuz-readmore" => Mark::ReadMore,
            _ => {
                let stem = class.strip_prefix(b"wpd-").or_else(|| class.strip_prefix(b"wc-"));
                match stem.unwrap_or_default() {
                    b"comment-author" => Mark::Author,
                    b"comment-label" => Mark::Label,
                    b"comment-date" => Mark::Date,
                    b"comment-text" => Mark::Body,
                    b"vote-result" => Mark::Score,
                    b"vote-result-like" => Mark::Up,
                    b"vote-result-dislike" => Mark::Down,
                    b"view-replies" => Mark::Folded,
                    b"comment-link-input" => Mark::Link,
                    b"comment-wrap" => Mark::Role,
                    b"comment-last-edited" => Mark::Edited,
                    b"comment-header" | b"comment-subheader" | b"comment-footer" => Mark::Frame,
                    _ => continue,
                }
            }
        };
        // Votes of one kind are `vote-result` too.
        if found.is_none() || found == Some(Mark::Score) {
            found = Some(mark);
        }
    }
    let has_address = || !tag.get(Name::Address).is_empty();
    found.or_else(|| has_address().then_some(Mark::Link))
}

/// What a comment's own element says of it.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) is_sticky: bool,
    pub(super) is_closed: bool,
    /// About a passage of the article, which is quoted.
    pub(super) is_inline: bool,
    /// The author's role, in the plugin's word.
    pub(super) role: String,
}

impl Own {
    /// Of the element that a comment is, if this is one.
    pub(super) fn of(tag: &Tag) -> Option<Own> {
        let id = tag.get(Name::Id);
        let is_comment = |class: &[u8]| matches!(class, b"wpd-comment" | b"wc-comment");
        if own_id(id).is_none() && !tag.classes().any(is_comment) {
            return None;
        }
        let mut own = Own::default();
        for class in tag.classes() {
            match class.strip_prefix(b"wpd-").or_else(|| class.strip_prefix(b"wc-")) {
                Some(b"sticky-comment") => own.is_sticky = true,
                Some(b"closed-comment") => own.is_closed = true,
                Some(b"inline-comment") => own.is_inline = true,
                _ => {}
            }
        }
        own.add_role(tag);
        Some(own)
    }

    /// Takes the role of `wpd-blog-ROLE`; of several, the one that says most.
    pub(super) fn add_role(&mut self, tag: &Tag) {
        for class in tag.classes() {
            let role = class.strip_prefix(b"wpd-blog-").or_else(|| class.strip_prefix(b"wc-blog-"));
            match role {
                None | Some(b"user" | b"") => {}
                Some(role) if self.role.is_empty() || role == b"post_author" => {
                    self.role = String::from_utf8_lossy(role).into_owned();
                }
                Some(_) => {}
            }
        }
    }
}

/// The numbers in `wpd-comm-ID_PARENT`.
pub(super) fn own_id(id: &[u8]) -> Option<(String, String)> {
    let numbers = id.strip_prefix(b"wpd-comm-").or_else(|| id.strip_prefix(b"wc-comm-"))?;
    let (id, parent) = std::str::from_utf8(numbers).ok()?.trim().split_once('_')?;
    let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    (is_number(id) && is_number(parent)).then(|| (id.to_owned(), parent.to_owned()))
}
