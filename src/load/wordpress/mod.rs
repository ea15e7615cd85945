//! A saved page of a [WordPress](https://wordpress.org/) site with the comments that its theme shows.
//!
//! Every theme writes its own markup, but the id (`comment-12`) and the classes of a comment
//! ([`comment_class`]: `even`, `depth-2`, `bypostauthor`) are WordPress's, and most themes keep the
//! names of [its own walker]. What has neither is what is left when all that is known is taken away.
//!
//! Beyond the nesting limit of the site replies stand beside what they answer: there the page does
//! not say more than that they belong to the same comment, and no more is made of it.
//!
//! [`comment_class`]: https://developer.wordpress.org/reference/functions/comment_class/
//! [its own walker]: https://developer.wordpress.org/reference/classes/walker_comment/

mod find;
mod section;

use memchr::memmem;

use super::page::comment::Parts;
use super::page::entries::{Entry, hand_over};
use super::page::{self, Page, posts::Post};
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::model::BodyKind;
use find::Mark;

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "wordpress",
    about: "a saved page of a WordPress site with its theme's comments",
    extensions: &["html", "htm"],
    marks: &[
        &["depth-1", "thread-even", "comment-"],
        &["depth-1", "thread-even", "/wp-", "WordPress"],
    ],
    sniff,
    load: Reads::Stream(load),
};

/// How far before a word the tag begins at most that it stands in, and how far behind it ends.
const TAG: usize = 400;
/// How many places are looked at for one that says whose the page is.
const MAX_LOOKS: usize = 10_000;

/// A page with the element of a comment whose classes are WordPress's, or with one that has only the
/// id and something else in the page that is WordPress's.
fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(bytes) = page::sniffed(input) else { return Likelihood::No };
    // The plugin's comments have these ids inside of its own.
    if ["wpd-comm-", "wc-comm-"].iter().any(|own| page::holds(&bytes, own)) {
        return Likelihood::No;
    }
    let is_class = |tag: &[u8]| {
        page::holds(tag, "class=")
            && ["comment", "pingback", "trackback"].iter().any(|class| page::holds(tag, class))
    };
    if any_tag(&bytes, "depth-1", is_class) || any_tag(&bytes, "thread-even", is_class) {
        return Likelihood::Certain;
    }
    if !any_tag(&bytes, "comment-", find::is_comment_tag) {
        return Likelihood::No;
    }
    let is_address = |tag: &[u8]| {
        ["href=", "src=", "action="].iter().any(|attribute| page::holds(tag, attribute))
    };
    let own = ["/wp-content/", "/wp-includes/", "/wp-comments-post.php"];
    let is_own = own.iter().any(|path| any_tag(&bytes, path, is_address))
        || any_tag(&bytes, "WordPress", |tag| page::holds(tag, "generator"));
    if is_own { Likelihood::Certain } else { Likelihood::No }
}

/// Whether `word` stands in a tag that `is_it` says this of.
fn any_tag(bytes: &[u8], word: &str, is_it: impl Fn(&[u8]) -> bool) -> bool {
    memmem::find_iter(bytes, word.as_bytes()).take(MAX_LOOKS).any(|at| {
        let before = bytes.get(at.saturating_sub(TAG)..at).unwrap_or_default();
        let Some(open) = memchr::memrchr(b'<', before) else { return false };
        let start = at - (before.len() - open);
        let rest = bytes.get(start..).unwrap_or_default();
        let rest = rest.get(..2 * TAG).unwrap_or(rest);
        let tag = rest.get(..memchr::memchr(b'>', rest).unwrap_or(rest.len())).unwrap_or(rest);
        start + tag.len() > at && is_it(tag)
    })
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let posts = find::comments(&page);
    let section = section::Section::of(&page);
    section::clear(&page);
    let article = page.known_article();
    let address = article.url.clone();
    sink.article(article);
    if let Some(declared) = section.declared {
        sink.declared(declared);
    }
    let links = address.map(|address| format!("{address}#comment-"));
    hand_over(entries(&posts), links.as_deref(), 0, sink);
    let flat = find::without_depth(&posts);
    page::say(sink, flat, "does not say how deep it stands", "do not say how deep they stand");
    if section.has_more {
        sink.warning("the page has only some of the comments; the site has more".into());
    }
    Ok(())
}

fn entries(posts: &[Post<'_, Mark>]) -> Vec<Entry> {
    let parents = find::parents(posts);
    let read = |(post, parent): (&Post<'_, Mark>, Option<usize>)| {
        let parts = Parts::of(&post.node, &post.kind.id, post.kind.ping.is_some(), find::number);
        let roles = post.kind.roles(parts.is_author);
        Entry {
            id: parts.id,
            parent,
            author: parts.author,
            stamp: parts.stamp,
            votes: parts.votes,
            roles: roles.into_iter().chain(parts.rating).collect(),
            link: parts.link,
            kind: BodyKind::Html,
            body: parts.body,
            ..Entry::default()
        }
    };
    posts.iter().zip(parents).map(read).collect()
}

#[cfg(test)]
mod tests;
