//! A saved topic of a [phpBB](https://www.phpbb.com/) forum, versions 2 and 3.
//!
//! Version 3 in its style prosilver has `div.post#p12`; its older style, and version 2, have rows of
//! tables in which an anchor (`<a name="12">`) stands before the name.

use super::super::page::posts::{Post, has_class, last_digits, take_posts};
use super::super::page::times::Stamp;
use super::super::page::{self, NodeRef, Page, around, attribute, markup, words};
use super::super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use super::quotes::{cut_signature, is_gone, plain_quotes, role};
use super::{Entry, Topic, line, link};
use crate::model::{BodyKind, State};

/// The loader.
pub(in crate::load) const LOADER: Loader = Loader {
    name: "phpbb",
    about: "a saved topic of a phpBB forum",
    extensions: &["html", "htm"],
    marks: &[&["postbody"], &["phpbb", "phpBB", "viewtopic.php?"]],
    sniff,
    load: Reads::Stream(load),
};

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(bytes) = page::sniffed(input) else { return Likelihood::No };
    let is_any = |marks: &[&str]| marks.iter().any(|mark| page::holds(&bytes, mark));
    let is_own = is_any(&[
        "id=\"phpbb\"",
        "phpBB Group",
        "phpBB Limited",
        "Powered by phpBB",
        "phpbb_alert",
    ]);
    // Many take the line about the software out of their pages, none the addresses.
    let is_own = is_own
        || page::holds(&bytes, "viewtopic.php?")
            && is_any(&["class=\"postdetails\"", "class=\"postauthor\"", "class=\"postprofile"]);
    let has_posts = is_any(&["class=\"postbody\"", "class=\"postbody "]);
    if is_own && has_posts { Likelihood::Certain } else { Likelihood::No }
}

/// The number of a post, if an element is one: empty where nothing says it.
///
/// Either its class or its number is enough where it holds the text of a post.
fn number(node: &NodeRef<'_>) -> Option<String> {
    if node.has_name("div") {
        let id = node.id_attr().unwrap_or_default();
        let number = last_digits(&id).filter(|digits| id.strip_suffix(digits) == Some("p"));
        let is_marked = has_class(node, &["post"]);
        if number.is_some() && is_marked {
            return number.map(str::to_owned);
        }
        let is_post = (number.is_some() || is_marked) && page::first(node, ".postbody").is_some();
        return is_post.then(|| number.unwrap_or_default().to_owned());
    }
    if !node.has_name("tr") {
        return None;
    }
    // A row that begins a post has the anchor in its first cell; its text may be in the next row.
    let cell = node.children_it(false).find(|child| child.has_name("td"))?;
    let named = page::first(&cell, ".name, .postauthor").is_some();
    let anchor = page::first(&cell, "a[name]").and_then(|anchor| anchor.attr("name"));
    let is_number = |name: &str, digits: &str| matches!(name.strip_suffix(digits), Some("" | "p"));
    let number = anchor.as_deref().and_then(|name| {
        last_digits(name).filter(|digits| is_number(name, digits)).map(str::to_owned)
    });
    let is_listed = || {
        let table = page::around(node, |up| up.has_name("table"));
        table.is_some_and(|table| has_class(&table, &["forumline", "tablebg"]))
    };
    (number.is_some() || named).then_some(())?;
    (number.is_some() && named || is_listed()).then(|| number.unwrap_or_default())
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    join_rows(&page);
    let posts = match page.first("body") {
        Some(body) => take_posts(body, |node, enclosing: Option<&mut Post<'_, String>>| {
            number(node).filter(|_| enclosing.is_none())
        }),
        None => Vec::new(),
    };
    let base = page.base();
    let title =
        page.first(".topic-title, h2 a.titles, a.titles, a.maintitle, h2 a[href*=viewtopic]");
    let pages =
        page.all(".pagination, .nav, .gensmall").iter().map(words).find_map(|line| count(&line));
    let topic = Topic {
        title: title.map(|title| words(&title)),
        entries: posts.iter().map(|post| entry(post, base.as_deref())).collect(),
        has_first: pages.is_none_or(|pages| pages.here == 1),
        is_part: pages.is_some_and(|pages| pages.all > 1),
        posts: pages.and_then(|pages| pages.posts),
    };
    topic.finish(&page, sink);
    Ok(())
}

/// In the old styles a post is more than one row: joins those that follow to its first one.
fn join_rows(page: &Page) {
    for row in page.all("tr").into_iter().filter(|row| number(row).is_some()) {
        if page::first(&row, ".postbody").is_some() {
            continue;
        }
        while let Some(next) = row.next_element_sibling()
            && next.has_name("tr")
            && number(&next).is_none()
        {
            let has_text = page::first(&next, ".postbody").is_some();
            row.append_child(&next);
            if has_text {
                break;
            }
        }
    }
}

/// What `42 posts • Page 2 of 3` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pages {
    posts: Option<u64>,
    here: u64,
    all: u64,
}

fn count(line: &str) -> Option<Pages> {
    let numbers = line.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok());
    let numbers: Vec<u64> = numbers.take(4).collect();
    let says_page = ["page", "seite", "página", "pagina", "strona", "страница"];
    let lower = line.to_lowercase();
    if !says_page.iter().any(|word| lower.contains(word)) {
        return None;
    }
    match numbers.as_slice() {
        [posts, here, all, ..] if here <= all => {
            Some(Pages { posts: Some(*posts), here: *here, all: *all })
        }
        [here, all] if here <= all => Some(Pages { posts: None, here: *here, all: *all }),
        _ => None,
    }
}

fn entry(post: &Post<'_, String>, base: Option<&str>) -> Entry {
    let node = &post.node;
    let author = line(
        node,
        ".postprofile .username, .postprofile .username-coloured, p.author .username, \
         p.author .username-coloured, p.author strong, .postauthor, .name b, .name",
    );
    let rank = line(node, ".profile-rank, .profile td, .postdetails");
    let role = rank.and_then(|rank| role(&rank));
    let stamp = stamp(node);
    let notice = page::first(node, ".notice").map(|notice| words(&notice));
    let notice = notice.or_else(|| last_words(node)).unwrap_or_default();
    let body = body(node);
    let is_gone = is_gone(node, &["deleted"]) && page::first(node, ".content").is_none();
    Entry {
        id: post.kind.clone(),
        author: author.unwrap_or_default(),
        stamp,
        roles: role.map(str::to_owned).into_iter().collect(),
        edited: notice.chars().any(|c| c.is_ascii_digit()),
        state: if is_gone { State::Removed } else { State::Live },
        link: link(node, "p.author a[href], h3 a[href^='#p'], a[href*='#p'], a[href*='#']", base),
        kind: BodyKind::Html,
        body: body.filter(|_| !is_gone).unwrap_or_default(),
        ..Entry::default()
    }
}

/// The text of a post. In version 2 it is a cell with a `.postbody` before, between and behind the
/// tables that are its quotes.
fn body(node: &NodeRef<'_>) -> Option<String> {
    let body = page::first(node, ".postbody .content, .content").or_else(|| {
        let first = page::first(node, ".postbody")?;
        let cell = around(&first, |up| up.has_name("td"));
        cell.filter(|_| first.has_name("span")).or(Some(first))
    })?;
    for line in page::all(&body, ".gensmall") {
        line.remove_from_parent();
    }
    for text in page::all(&body, "span.postbody") {
        cut_signature(&text);
    }
    plain_quotes(&body);
    Some(markup(&body).trim().to_owned())
}

/// What old pages say in small letters behind the text: when it was changed.
fn last_words(node: &NodeRef<'_>) -> Option<String> {
    let lines = page::all(node, "span.gensmall, div.gensmall");
    let mut lines = lines.iter().filter(|line| !words(line).starts_with('_')).map(words);
    lines.rfind(|line| line.to_lowercase().contains("edited"))
}

fn stamp(node: &NodeRef<'_>) -> Stamp {
    if let Some(time) = page::first(node, "p.author time[datetime], time[datetime]")
        && let Some(stamp) = attribute(&time, "datetime").and_then(|value| Stamp::machine(&value))
    {
        return stamp;
    }
    let lines =
        page::all(node, "p.author, .postdetails, td.gensmall > div, td.gensmall, .gensmall");
    let dates = lines.iter().map(|head| {
        let line = words(head);
        // `by Ada » Sun May 03, 2026 8:15 am`, `Posted: Sun May 03, 2026 8:15 am    Post subject: …`
        let date = line.rsplit_once('»').map_or(line.as_str(), |(_, date)| date);
        let date = date.split_once("Post subject").map_or(date, |(date, _)| date);
        Stamp::within(date)
    });
    dates.fold(Stamp::None, |best, stamp| if best.worth() > 2 { best } else { best.or(stamp) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted() {
        let of = |posts, here, all| Some(Pages { posts, here, all });
        assert_eq!(count("42 posts • Page 2 of 3"), of(Some(42), 2, 3));
        assert_eq!(count("42 Beiträge • Seite 1 von 1"), of(Some(42), 1, 1));
        assert_eq!(count("Page 1 of 7"), of(None, 1, 7));
        assert_eq!(count("Joined: 3 May 2026"), None);
    }
}
