//! A saved page of a [Blogger](https://www.blogger.com/) blog: the comments that its servers write
//! into the page, threaded (`li.comment#c123`, since 2012) or in a list of terms (`dt#c123`, before).
//!
//! Dates are printed in the blog's language and time zone, but the address of each comment has the
//! time in it, to the millisecond (`?showComment=1494425649856#c123`).

use super::page::article::drop_repeated_title;
use super::page::entries::{Entry, hand_over, whole_address};
use super::page::posts::{Post, has_class, take_posts};
use super::page::times::Stamp;
use super::page::{self, NodeRef, Page, attribute, markup, words};
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::model::{BodyKind, State};

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "blogger",
    about: "a saved page of a Blogger blog with its comments",
    extensions: &["html", "htm"],
    marks: &[&["blogger.com", "blogspot.", "blogblog.com"]],
    sniff,
    load: Reads::Stream(load),
};

/// The id of a comment has at least so many digits.
const MIN_DIGITS: usize = 10;

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(bytes) = page::sniffed(input) else { return Likelihood::No };
    let is_here = |mark: &[u8]| {
        memchr::memmem::find_iter(&bytes, mark).any(|at| {
            let digits = bytes.get(at + mark.len()..).unwrap_or_default();
            digits.iter().take_while(|b| b.is_ascii_digit()).count() >= MIN_DIGITS
        })
    };
    let has_comment = [&b"id=\"c"[..], b"id='c"].into_iter().any(is_here);
    let own = ["blogger.com", "blogspot.", "blogblog.com"];
    if has_comment && own.iter().any(|own| page::holds(&bytes, own)) {
        Likelihood::Certain
    } else {
        Likelihood::No
    }
}

/// The digits of the id of a comment; empty for one whose class alone says that it is one.
fn number(node: &NodeRef<'_>) -> Option<String> {
    let id = node.id_attr().unwrap_or_default();
    let digits = id.strip_prefix('c').unwrap_or_default();
    if digits.len() >= MIN_DIGITS && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Some(digits.to_owned());
    }
    let is_comment = node.has_name("li") && has_class(node, &["comment"])
        || node.has_name("dt") && has_class(node, &["comment-author"]);
    is_comment.then(String::new)
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    // In a list of terms the text stands beside the author.
    for term in page.all("dl > dt").iter().filter(|term| number(term).is_some()) {
        while let Some(text) = term.next_element_sibling().filter(|next| next.has_name("dd")) {
            term.append_child(&text);
        }
    }
    let posts = match page.first("body") {
        Some(body) => take_posts(body, |node, _: Option<&mut Post<'_, String>>| {
            let holds = ["li", "dt", "div"].iter().any(|name| node.has_name(name));
            number(node).filter(|_| holds)
        }),
        None => Vec::new(),
    };
    let heading = page.first("#comments h4, #comments h3, .comments h4, .comments h3");
    let declared = heading.and_then(|heading| first_number(&words(&heading)));
    let has_more =
        page.first(".comments .loadmore:not(.hidden), #comments .paging-control").is_some();
    for node in page.all("#comments, .comments") {
        node.remove_from_parent();
    }
    let author = page.first(".post-author .fn, .post-author [itemprop=name]");
    let byline = author.map(|author| words(&author)).filter(|name| !name.is_empty());
    for footer in page.all(".post-footer") {
        footer.remove_from_parent();
    }
    let mut article = page.known_article();
    if let Some(title) = page.first("h3.post-title, h1.post-title, h2.post-title, .entry-title") {
        article.title = Some(words(&title)).filter(|title| !title.is_empty()).or(article.title);
        drop_repeated_title(&mut article);
    }
    if byline.is_some() {
        article.byline = byline;
    }
    let address = article.url.clone();
    sink.article(article);
    if let Some(declared) = declared {
        sink.declared(declared);
    }
    let entries = posts.iter().map(|post| entry(post, address.as_deref())).collect();
    let links = address.map(|address| format!("{address}#c"));
    hand_over(entries, links.as_deref(), 0, sink);
    if has_more {
        sink.warning("the page has only some of the comments; the site has more".into());
    }
    Ok(())
}

fn first_number(line: &str) -> Option<u64> {
    line.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse().ok())
}

fn entry(post: &Post<'_, String>, address: Option<&str>) -> Entry {
    let node = &post.node;
    let first = |selector: &str| page::first(node, selector);
    let link = first("a[href*='showComment=']")
        .or_else(|| first(".comment-timestamp a[href], .datetime a[href]"));
    let href = link.as_ref().and_then(|link| attribute(link, "href"));
    let stamp = href.as_deref().and_then(time_in);
    let printed = || link.or_else(|| first(".datetime, .comment-timestamp"));
    let author = first("cite.user, .comment-author, .comment-header cite");
    let author = if node.has_name("dt") { author.or(Some(*node)) } else { author };
    let by = author.map(|author| name(&author)).unwrap_or_default();
    let is_author = first(".blog-author").is_some() || has_class(node, &["blog-author"]);
    let body = first(".comment-content").or_else(|| first(".comment-body, dd"));
    let gone = body.as_ref().and_then(|body| page::first(body, ".deleted-comment"));
    let gone = gone.map(|gone| match words(&gone).to_lowercase() {
        words if words.contains("admin") => State::Removed,
        _ => State::Deleted,
    });
    Entry {
        id: post.kind.clone(),
        parent: post.within,
        author: by,
        stamp: stamp.or_else(|| Some(Stamp::printed(&words(&printed()?)))).unwrap_or_default(),
        roles: if is_author { vec!["author".to_owned()] } else { Vec::new() },
        state: gone.unwrap_or_default(),
        link: href.and_then(|href| whole_address(&href, address)),
        kind: BodyKind::Html,
        body: body.filter(|_| gone.is_none()).map(|body| markup(&body)).unwrap_or_default(),
        ..Entry::default()
    }
}

/// The time in the address of a comment.
fn time_in(address: &str) -> Option<Stamp> {
    let (_, rest) = address.split_once("showComment=")?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    Stamp::machine(digits)
}

/// The name in an element, without `said...`.
fn name(node: &NodeRef<'_>) -> String {
    if let Some(link) = page::first(node, "a[href*='profile'], a[rel~=nofollow]") {
        let name = words(&link);
        if !name.is_empty() && !link.attr("href").unwrap_or_default().contains("showComment=") {
            return name;
        }
    }
    let mut line = String::new();
    for child in node.children_it(false) {
        if child.has_name("dd") {
            break;
        }
        line += &if child.is_text() { child.text().to_string() } else { words(&child) };
    }
    let line = crate::text::clean_line(&line);
    // `Ada said...`, `Ada hat gesagt…`
    match line.strip_suffix("...").or_else(|| line.strip_suffix('…')) {
        Some(said) => {
            let said = said.trim_end();
            let verbs = ["hat gesagt", "a dit", "ha detto", "said"];
            let verb = verbs.iter().find_map(|verb| said.strip_suffix(verb));
            let name = verb.or_else(|| said.rsplit_once(' ').map(|(name, _)| name));
            name.unwrap_or(said).trim().to_owned()
        }
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::page::outline::outline;

    #[test]
    fn both_layouts_are_read() {
        let threaded = include_bytes!("../../tests/fixtures/blogger/threaded.html");
        insta::assert_snapshot!(outline(&LOADER, threaded), @r"
        title: Die Leuchte
        url: https://kaibrief.blogspot.example/2026/05/leuchte.html
        text: Seit Februar brennt sie nicht.
        declared: 4
        warning: the dates of the comments name no time zone; they are read as UTC
        warning: the page has only some of the comments; the site has more
        1234567890123456701, Tomas Lind, 3 May 2026 08:15 UTC, https://kaibrief.blogspot.example/2026/05/leuchte.html?showComment=1777796100250#c1234567890123456701: Wer zahlt?/Die Stadt.
        . 1234567890123456702, Ines Varga, 3 May 2026 08:30 UTC, author, https://kaibrief.blogspot.example/2026/05/leuchte.html?showComment=1777797000000#c1234567890123456702: Danke!
        . 1234567890123456703, Unknown, 3 May 2026 08:46 UTC, Deleted, https://kaibrief.blogspot.example/2026/05/?showComment=1777798000000#c1234567890123456703: 
        1234567890123456704, quayside_7, 4 May 2026 10:15 UTC, Removed, https://kaibrief.blogspot.example/2026/05/leuchte.html#:
        ");
        let terms = include_bytes!("../../tests/fixtures/blogger/terms-2008.html");
        insta::assert_snapshot!(outline(&LOADER, terms), @r"
        title: Low water
        text: At noon.
        declared: 2
        warning: the dates of the comments name no time zone; they are read as UTC
        1234567890123456801, Ada Brandt, 3 May 2008 08:15 UTC, http://log.blogspot.example/2008/05/low.html?showComment=1209802500000#c1234567890123456801: At one, I think.
        1234567890123456802, Old Keeper, 3 May 2008 09:15 UTC: At noon, as ever.
        ");
    }

    #[test]
    fn only_a_blog_there_is_one() {
        let of = |page: &str| sniff(&Input { bytes: page.as_bytes(), ..Input::default() });
        let own = "<a href='https://www.blogger.com/'>";
        assert_eq!(of(&format!("{own}<li class='comment' id='c1234567890'>")), Likelihood::Certain);
        assert_eq!(of(&format!("{own}<li class='comment' id='c12'>")), Likelihood::No);
        assert_eq!(of("<li class='comment' id='c1234567890'>"), Likelihood::No);
    }
}
