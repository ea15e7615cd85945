//! Any web page: its article, and the comments that it says are some, or that look like some.
//!
//! For pages that no site's own loader knows. Comments are taken from what is written for machines
//! ([`jsonld`], [`marked`]), and where there is nothing of it, from elements that repeat and have an
//! author, a time and a text each ([`repeated`]). Of several the one that says most is shown; the
//! reader is told which it was, and what else there is.

mod jsonld;
mod looks;
mod marked;
mod repeated;

use super::page::article::drop_repeated_title;
use super::page::comment::Parts;
use super::page::entries::{Entry, hand_over};
use super::page::posts::{Post, last_digits};
use super::page::{self, Page};
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::{from_html, from_plain};
use crate::model::{Article, BodyKind, State};

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "web",
    about: "any web page: its article, and comments as far as they can be told",
    extensions: &["html", "htm", "xhtml"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How far into a page one of its first tags must stand.
const BEGINNING: usize = 4096;

/// A page that begins as one; a text in Markdown may begin with a tag too.
fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(bytes) = page::sniffed(input) else { return Likelihood::No };
    let start = bytes.get(..BEGINNING).unwrap_or(&bytes).to_ascii_lowercase();
    let is_whole =
        ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| page::holds(&start, tag));
    let is_page = is_whole || input.has_extension(LOADER.extensions);
    let parts = ["<div", "<article", "<section", "<main", "<table", "<ul", "<ol", "<p>", "<h1"];
    let is_part = || {
        !has_other_name(input)
            && parts.iter().any(|tag| start.starts_with(tag.as_bytes()))
            && !has_markdown(&start)
    };
    if is_page || is_part() { Likelihood::Possible } else { Likelihood::No }
}

/// Whether there is Markdown in it, which may begin with a tag: a heading, a list, code between fences.
fn has_markdown(start: &[u8]) -> bool {
    let signs: [&[u8]; 6] = [b"# ", b"## ", b"### ", b"```", b"* ", b"- "];
    let begins = |line: &[u8]| signs.iter().any(|sign| line.starts_with(sign));
    start.split(|&byte| byte == b'\n').any(begins)
}

/// Whether the name says that it is a text.
fn has_other_name(input: &Input<'_>) -> bool {
    input.has_extension(&["txt", "text", "md", "markdown", "mdown", "mkd", "xml"])
}

/// The surest way to find comments.
const JSON_LD: &str = "JSON-LD";

/// Comments, and how they were found.
struct Found {
    how: &'static str,
    entries: Vec<Entry>,
    declared: Option<u64>,
}

impl Found {
    /// How much they say.
    fn worth(&self) -> usize {
        let worth = |entry: &Entry| {
            2 * usize::from(!entry.body.is_empty())
                + usize::from(!entry.author.is_empty())
                + usize::from(entry.stamp.worth() > 1)
        };
        self.entries.iter().map(worth).sum()
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let said = jsonld::read(&page, sink);
    let address = page.address();
    let mut found = vec![Found { how: JSON_LD, entries: said.entries, declared: said.declared }];
    let mut shown = marked::read(&page, address.as_deref());
    if shown.entries.is_empty() {
        shown = repeated::read(&page, address.as_deref());
    }
    found.push(shown);
    found.retain(|found| !found.entries.is_empty());
    // Of equals the first stays first.
    found.sort_by_key(|found| std::cmp::Reverse(found.worth()));
    let (mut article, instead) = page.article();
    // What began a discussion is told with its answers; any other article tells of itself.
    if found.first().is_some_and(|found| found.how == JSON_LD) {
        let heading = page.first("h1").map(|heading| page::words(&heading));
        said.main.complete(&mut article, heading.as_deref());
    }
    sink.article(article);
    let mut found = found.into_iter();
    if let Some(best) = found.next() {
        if let Some(declared) = best.declared {
            sink.declared(declared);
        }
        let others = found.map(|other| format!("; {} has {} too", other.how, other.entries.len()));
        let others: String = others.collect();
        let how = best.how;
        hand_over(best.entries, None, 0, sink);
        sink.warning(format!(
            "no loader knows this site; its comments were found by {how}{others}"
        ));
    } else if let Some(instead) = instead {
        sink.warning(format!("this page is hardly an article, but {instead}"));
    }
    Ok(())
}

/// What structured data says of the article.
#[derive(Debug, Default)]
struct Main {
    title: Option<String>,
    byline: Option<String>,
    published: Option<i64>,
    /// The text of the question or the post that began it all.
    text: Option<(BodyKind, String)>,
}

impl Main {
    /// Fills in what the page itself does not say.
    fn complete(self, article: &mut Article, heading: Option<&str>) {
        let is_shown = self.title.is_some() && self.title.as_deref() == heading;
        let title = article.title.take().filter(|_| !is_shown);
        article.title = title.or(self.title);
        article.byline = article.byline.take().or(self.byline);
        if article.published_text.is_none() {
            article.published = article.published.or(self.published);
        }
        if let Some((kind, text)) = self.text {
            article.blocks = match kind {
                BodyKind::Html => from_html(&text),
                _ => from_plain(&text),
            };
        }
        drop_repeated_title(article);
    }
}

/// A comment that is an element of the page.
fn entry<K>(post: &Post<'_, K>, address: Option<&str>) -> Entry {
    let anchor = post.node.id_attr().map(|id| id.to_string()).unwrap_or_default();
    let id = short(&anchor).to_owned();
    let parts = Parts::of(&post.node, &id, false, |fragment| Some(short(fragment)));
    let own =
        || address.filter(|_| !anchor.is_empty()).map(|address| format!("{address}#{anchor}"));
    let state = gone(&parts.body);
    Entry {
        id: parts.id,
        parent: post.within,
        author: parts.author,
        stamp: parts.stamp,
        votes: parts.votes,
        roles: parts.is_author.then(|| "author".to_owned()).into_iter().collect(),
        link: parts.link.or_else(own),
        state: state.unwrap_or(State::Live),
        kind: BodyKind::Html,
        body: if state.is_some() { String::new() } else { parts.body },
        ..Entry::default()
    }
}

/// What became of a comment whose body says only that.
fn gone(html: &str) -> Option<State> {
    /// A body that says no more than that is no longer, in bytes.
    const LONGEST: usize = 200;
    if html.len() > LONGEST {
        return None;
    }
    let page = Page::of(html);
    super::gone::gone(page::words(&page.first("body")?).as_bytes())
}

/// The number in an id that says no more than that it is a comment's.
fn short(id: &str) -> &str {
    const OWN: [&str; 9] =
        ["comment", "c", "cmt", "reply", "post", "p", "message", "li-comment", "div-comment"];
    let Some(digits) = last_digits(id) else { return id };
    let before = id.strip_suffix(digits).unwrap_or_default().trim_end_matches(['-', '_']);
    if OWN.contains(&before) { digits } else { id }
}

#[cfg(test)]
mod tests;
