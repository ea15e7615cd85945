//! The article of a page: what its head says of it, completed by what it shows, and its text.
//!
//! The text is found by [`crate::load::extract`], on any page.

use super::posts::{Event, Step, walk};
use super::{NodeRef, Page, attribute, words};
use crate::load::extract::{self, Fallback, Head, head};
use crate::load::json::instant;
use crate::markup::{from_html, from_plain};
use crate::model::{Article, Content};
use crate::text::clean_line;

/// A text of fewer words is hardly all of an article.
const FEW_WORDS: usize = 80;

impl Page {
    /// The article of any page: what is said of it, and its text. Comments shall have been taken out
    /// of the page before.
    ///
    /// Says too what the page is where it is hardly an article.
    pub(in crate::load) fn article(&self) -> (Article, Option<&'static str>) {
        let head = head(&self.tree);
        let mut article = self.facts();
        article.title = head.title.clone().or(article.title);
        article.byline.clone_from(&head.byline);
        article.site.clone_from(&head.site);
        let (published, printed) = when(head.published.as_deref());
        (article.published, article.published_text) = (published, printed);
        article.updated = when(head.updated.as_deref()).0.or(article.updated);
        let instead = self.fill(&mut article, &head, Fallback::Whole);
        (article, instead)
    }

    /// The same for pages of a known kind, whose markup can be trusted to name the article's own
    /// title, author and date.
    pub(in crate::load) fn known_article(&self) -> Article {
        let head = head(&self.tree);
        let mut article = self.seen_facts();
        article.title = article.title.or_else(|| head.title.clone());
        article.byline = article.byline.or_else(|| head.byline.clone());
        article.site = article.site.or_else(|| head.site.clone());
        if article.published.is_none() && article.published_text.is_none() {
            (article.published, article.published_text) = when(head.published.as_deref());
        }
        self.fill(&mut article, &head, Fallback::Short);
        article
    }

    /// Puts the text in.
    fn fill(&self, article: &mut Article, head: &Head, allowed: Fallback) -> Option<&'static str> {
        let body = self.first("body")?;
        let head =
            Head { title: article.title.clone(), byline: article.byline.clone(), ..head.clone() };
        let found = extract::find(body, &head, allowed);
        article.byline = article.byline.take().or(found.byline);
        article.notices = found.notices.iter().map(|notice| clean_line(notice)).collect();
        article.about = found.about.map(|about| clean_line(&about));
        article.blocks = from_html(&found.html);
        let count = |text: &str| text.split_whitespace().count();
        let words: usize = article.blocks.iter().map(|block| count(&block.plain())).sum();
        let told = head.body.as_deref().unwrap_or_default();
        if words < FEW_WORDS && count(told) > 2 * words.max(FEW_WORDS / 2) {
            // What the page shows to machines only.
            article.blocks = from_plain(told);
        }
        drop_repeated_title(article);
        found.instead
    }

    /// Which parts of the page were weighed as its article, and why one won.
    pub(in crate::load) fn explain(&self) -> String {
        let head = head(&self.tree);
        self.first("body").map(|body| extract::explain(body, &head)).unwrap_or_default()
    }

    /// What relative addresses in the page are relative to.
    pub(in crate::load) fn base(&self) -> Option<String> {
        let said = self.first("base[href]").and_then(|base| attribute(&base, "href"));
        said.filter(|base| base.starts_with("http")).or_else(|| self.address())
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
        if article.published.is_none() {
            let time = self.first(
                "time.published[datetime], time.entry-date[datetime], \
                 time[itemprop~=datePublished][datetime], article time[datetime]",
            );
            let date = time.and_then(|time| attribute(&time, "datetime"));
            let (at, written) = when(date.as_deref());
            if at.is_some() {
                (article.published, article.published_text) = (at, written);
            }
        }
        article
    }
}

/// A date as the instant that it names, and as it is written where that is not how we write the same
/// instant: it may name a time zone, parts of a second, a day alone, or nothing that can be read.
pub(super) fn when(written: Option<&str>) -> (Option<i64>, Option<String>) {
    let at = written.and_then(instant);
    let ours = at.and_then(|at| jiff::Timestamp::from_second(at).ok()).map(|at| at.to_string());
    (at, written.filter(|text| ours.as_deref() != Some(text)).map(clean_line))
}

/// Takes a first heading away that only says the title again.
pub(in crate::load) fn drop_repeated_title(article: &mut Article) {
    let is_title = article.blocks.first().is_some_and(|first| match &first.content {
        Content::Heading { text, .. } => {
            let heading = clean_line(text.text());
            [article.title.as_deref(), article.headline()].contains(&Some(&heading))
        }
        _ => false,
    });
    if is_title {
        article.blocks.remove(0);
    }
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

    #[test]
    fn what_the_head_does_not_say_is_read_off_the_page() {
        let page = Page::of(
            "<title>The lamp - The Quay Review</title><p class=site-title>The Quay Review</p>\
             <h1 class=entry-title>The lamp</h1><a rel=author>Ines Varga</a>\
             <time class='entry-date' datetime='2026-05-03T08:15:00Z'>3 May</time>",
        );
        let article = page.known_article();
        assert_eq!(article.title.as_deref(), Some("The lamp"));
        let title = |html: &str| Page::of(html).known_article().title.unwrap();
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
