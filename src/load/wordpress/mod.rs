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
mod parts;
mod section;

use memchr::memmem;

use super::page::times::Times;
use super::page::{self, Page, posts::Post};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::model::{Body, BodyKind, CommentId, NewComment, Parent, Permalink};
use find::Mark;
use parts::Parts;

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "wordpress",
    about: "a saved page of a WordPress site with its theme's comments",
    extensions: &["html", "htm"],
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
    let article = page.article();
    let address = article.url.clone();
    sink.article(article);
    if let Some(declared) = section.declared {
        sink.declared(declared);
    }
    read(&posts, address.as_deref(), sink);
    if section.has_more {
        sink.warning("the page has only some of the comments; the site has more".into());
    }
    Ok(())
}

fn read(posts: &[Post<'_, Mark>], address: Option<&str>, sink: &mut dyn Sink) {
    let parts: Vec<Parts> = posts.iter().map(Parts::of).collect();
    let mut times = Times::of(parts.iter().map(|parts| &parts.stamp));
    let mut intake = Intake::default();
    if let Some(address) = address {
        intake.builder.set_permalinks(&format!("{address}#comment-"), "");
    }
    let mut pushed: Vec<CommentId> = Vec::with_capacity(posts.len());
    let mut unread = 0_usize;
    let parents = find::parents(posts);
    for ((post, parts), parent) in posts.iter().zip(parts).zip(parents) {
        if sink.stopped() {
            break;
        }
        unread += usize::from(parts.author.is_empty() && parts.body.is_empty());
        let id = Some(parts.id.clone()).filter(|id| !id.is_empty());
        let own = |link: &String| match address {
            Some(address) => *link == format!("{address}#comment-{}", parts.id),
            None => false,
        };
        let permalink = match parts.link {
            Some(link) if !own(&link) => Permalink::Given(link.into()),
            None if address.is_none() || id.is_none() => Permalink::Unknown,
            _ => Permalink::ById,
        };
        let parent =
            parent.and_then(|at| pushed.get(at)).map_or(Parent::Root, |at| Parent::At(*at));
        let comment = NewComment {
            id: id.map(Into::into),
            parent,
            author: parts.author.into(),
            created: times.created(parts.stamp),
            votes: parts.votes,
            roles: post.kind.roles(parts.is_author).into_iter().chain(parts.rating).collect(),
            permalink,
            body: Body { kind: BodyKind::Html, text: parts.body.into() },
            ..NewComment::default()
        };
        pushed.push(intake.push(comment, sink));
    }
    intake.finish(sink);
    for warning in times.warnings() {
        sink.warning(warning);
    }
    if unread > 0 {
        let comments = if unread == 1 { "1 comment".into() } else { format!("{unread} comments") };
        sink.warning(format!("{comments} in this page could not be read"));
    }
}

#[cfg(test)]
mod tests;
