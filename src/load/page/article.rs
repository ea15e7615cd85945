//! The article of a page: what its head says of it, completed by what it shows, and its text.
//!
//! The text is what is in the obvious container: `itemprop=articleBody`, the classes that themes use
//! for it, `<article>`, classes that may mean other things, `<main>`, `<body>`, in this order; of
//! several the longest. All but the first two hold more than the text, and so lose what is around it
//! by its element's name.

use super::posts::{Event, Step, has_class, walk};
use super::{NodeRef, Page, attribute, markup, words};
use crate::load::json::instant;
use crate::markup::from_html;
use crate::model::{Article, Content};
use crate::text::clean_line;

/// Classes of the element that holds an article's text, in widespread themes.
const TEXT_CLASSES: &[&str] = &[
    "entry-content",
    "td-post-content",
    "post-content",
    "post-body",
    "article-content",
    "article-body",
    "article__body",
    "story-body",
    "single-content",
    "e-content",
];
/// The same where there is none of those: classes that some themes give to other things too.
const VAGUE_CLASSES: &[&str] =
    &["storycontent", "entry", "entrytext", "posttext", "post-text", "hentry", "h-entry", "post"];
/// How many containers of one kind are looked at.
const MAX_CONTAINERS: usize = 16;
/// What stands around a text.
const AROUND: &[&str] = &["nav", "header", "footer", "aside", "form", "dialog", "button", "select"];

impl Page {
    /// The article: its facts, and the text from the obvious container. Comments shall have been
    /// taken out of the page before.
    pub(in crate::load) fn article(&self) -> Article {
        let mut article = self.seen_facts();
        if let Some(container) = self.container() {
            article.blocks = from_html(&markup(&container));
        }
        drop_repeated_title(&mut article);
        article
    }

    /// What relative addresses in the page are relative to.
    pub(in crate::load) fn base(&self) -> Option<String> {
        let said = self.first("base[href]").and_then(|base| attribute(&base, "href"));
        said.filter(|base| base.starts_with("http")).or_else(|| self.facts().url)
    }

    /// What the head says, and where that is silent, what is shown.
    pub(in crate::load) fn seen_facts(&self) -> Article {
        let mut article = self.facts();
        let shown = |selector: &str| {
            let found = self.first(selector).map(|node| words(&node));
            found.filter(|words| !words.is_empty())
        };
        // A heading that the head's title says too, perhaps with the site's name behind it; but many
        // a heading is that name itself.
        let sure = shown("h1.entry-title, h1[itemprop~=headline], h1.p-name");
        let is_most = |title: &str, heading: &str| heading.len() * 2 > title.len();
        article.title = match (article.title, sure, shown("h1")) {
            (Some(title), Some(sure), _) if title.contains(&sure) => Some(sure),
            (Some(title), _, Some(heading))
                if title.contains(&heading) && is_most(&title, &heading) =>
            {
                Some(heading)
            }
            (title, sure, heading) => title.or(sure).or(heading),
        };
        article.site = article.site.or_else(|| shown(".site-title"));
        article.byline = article.byline.or_else(|| shown("a[rel~=author], span.author"));
        if article.published.is_none() {
            let time = self.first(
                "time.published[datetime], time.entry-date[datetime], \
                 time[itemprop~=datePublished][datetime], article time[datetime]",
            );
            let date = time.and_then(|time| attribute(&time, "datetime"));
            article.published = date.as_deref().and_then(instant);
            if article.published.is_some() {
                article.published_text = None;
            }
        }
        article
    }

    fn container(&self) -> Option<NodeRef<'_>> {
        let body = self.first("body")?;
        let mut best: Vec<(u8, NodeRef<'_>)> = Vec::new();
        walk(&body, |node, event| {
            if event == Event::Enter
                && let Some(rank) = rank(node)
            {
                let known = best.first().map_or(u8::MAX, |(rank, _)| *rank);
                if rank < known {
                    best.clear();
                }
                if rank <= known && best.len() < MAX_CONTAINERS {
                    best.push((rank, *node));
                }
            }
            Step::Into
        });
        best.push((NARROWEST + 3, body));
        let (rank, _) = *best.first()?;
        let same = best.iter().filter(|(other, _)| *other == rank).map(|(_, node)| *node);
        let container = same.max_by_key(length)?;
        if rank >= NARROWEST {
            strip(&container, AROUND);
        }
        Some(container)
    }
}

/// Takes a first heading away that only says the title again.
pub(in crate::load) fn drop_repeated_title(article: &mut Article) {
    let Some(title) = article.title.as_deref() else { return };
    let is_title = article.blocks.first().is_some_and(|first| match &first.content {
        Content::Heading { text, .. } => clean_line(text.text()) == title,
        _ => false,
    });
    if is_title {
        article.blocks.remove(0);
    }
}

/// From this rank on a container holds more than the text.
const NARROWEST: u8 = 2;

/// How sure an element is the article's container; lower is surer.
fn rank(node: &NodeRef<'_>) -> Option<u8> {
    let name = node.node_name()?;
    let is_body = |prop: &str| prop.split_ascii_whitespace().any(|word| word == "articleBody");
    if node.attr("itemprop").is_some_and(|prop| is_body(&prop)) {
        return Some(0);
    }
    if has_class(node, TEXT_CLASSES) {
        return Some(1);
    }
    match name.as_ref() {
        "article" => Some(NARROWEST),
        "body" => None,
        _ if has_class(node, VAGUE_CLASSES) => Some(NARROWEST + 1),
        "main" => Some(NARROWEST + 2),
        _ => None,
    }
}

/// How many bytes of text an element holds.
fn length(node: &NodeRef<'_>) -> usize {
    let mut length = 0;
    walk(node, |node, event| {
        if event == Event::Enter && node.is_text() {
            length += node.text().trim().len();
        }
        Step::Into
    });
    length
}

/// Takes all elements of these names out of `node`.
pub(in crate::load) fn strip(node: &NodeRef<'_>, names: &[&str]) {
    let mut found = Vec::new();
    walk(node, |node, event| {
        let is_one = event == Event::Enter
            && node.node_name().is_some_and(|name| names.contains(&name.as_ref()));
        if is_one {
            found.push(*node);
            return Step::Over;
        }
        Step::Into
    });
    for node in found {
        node.remove_from_parent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plain_text;

    #[test]
    fn the_text_is_in_the_surest_container() {
        #[rustfmt::skip]
        let cases = [
            ("a class for it",   "<main><p>no</p><div class='x entry-content'><p>yes</p></div></main>", "yes"),
            ("itemprop",         "<div class=post-body>no</div><div itemprop='articleBody'>yes</div>", "yes"),
            ("the longest",      "<article>no</article><article>yes, it is</article>", "yes, it is"),
            ("article in main",  "<main>no<article><header>no</header>yes<footer>no</footer></article></main>", "yes"),
            ("a class of the old", "<div class=post>yes, it is</div><div class=post>no</div>", "yes, it is"),
            ("none of these",    "<nav>no</nav><div>yes</div><aside>no</aside>", "yes"),
            ("its title too",    "<title>Ebb</title><main><h1>Ebb</h1><p>yes</main>", "yes"),
            ("nothing",          "", ""),
        ];
        for (why, html, wanted) in cases {
            assert_eq!(plain_text(&Page::of(html).article().blocks), wanted, "{why}");
        }
    }

    #[test]
    fn what_the_head_does_not_say_is_read_off_the_page() {
        let page = Page::of(
            "<title>The lamp - The Quay Review</title><p class=site-title>The Quay Review</p>\
             <h1 class=entry-title>The lamp</h1><a rel=author>Ines Varga</a>\
             <time class='entry-date' datetime='2026-05-03T08:15:00Z'>3 May</time>",
        );
        let article = page.article();
        assert_eq!(article.title.as_deref(), Some("The lamp"));
        let title = |html: &str| Page::of(html).article().title.unwrap();
        let site_first = "<title>The Quay » Who owns the lamp?</title><h1>The Quay</h1>";
        assert_eq!(title(site_first), "The Quay » Who owns the lamp?");
        assert_eq!(
            title("<title>Who owns the lamp? | Quay</title><h1>Who owns the lamp?</h1>"),
            "Who owns the lamp?"
        );
        assert_eq!(article.site.as_deref(), Some("The Quay Review"));
        assert_eq!(article.byline.as_deref(), Some("Ines Varga"));
        assert_eq!(article.published, Some(1_777_796_100));
    }
}
