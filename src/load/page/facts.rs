//! What a page says of its article in its head: [Open Graph] and the `article:` names, JSON-LD of
//! [schema.org], the older names, then the title.
//!
//! [Open Graph]: https://ogp.me/
//! [schema.org]: https://schema.org/Article

use super::article::when;
use super::{NodeRef, Page, attribute, metas, says, words};
use crate::load::json::instant;
use crate::model::Article;

impl Page {
    /// The page's own address, as it says itself, or as the reader does.
    pub(in crate::load) fn address(&self) -> Option<String> {
        let said = || {
            let metas = metas(&self.tree);
            let mut named = metas.iter().filter(|meta| is_named(meta, "og:url"));
            named.find_map(|meta| attribute(meta, "content"))
        };
        self.canonical().or_else(said).or_else(|| self.url.clone())
    }

    fn canonical(&self) -> Option<String> {
        let is_canonical =
            |rel: &str| rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("canonical"));
        let links = self.all("link");
        let link = links.iter().find(|link| says(link, "rel", is_canonical))?;
        attribute(link, "href")
    }

    /// What the head says: title, author, site, times, address, language, image, subjects. The text
    /// is the loader's to find.
    pub(in crate::load) fn facts(&self) -> Article {
        // All are found at once: to look through a page for each of them costs more than its article.
        let metas = metas(&self.tree);
        let content = |meta: &NodeRef<'_>| attribute(meta, "content");
        let said = |name: &&str| metas.iter().filter(|meta| is_named(meta, name)).find_map(content);
        let meta = |names: &[&str]| names.iter().find_map(said);
        let published =
            meta(&["article:published_time", "datePublished", "date", "DC.date.issued"]);
        let (published, published_text) = when(published.as_deref());
        let tags = metas.iter().filter(|meta| is_named(meta, "article:tag"));
        Article {
            title: meta(&["og:title", "twitter:title"])
                .or_else(|| self.first("title").map(|title| words(&title)))
                .filter(|title| !title.is_empty()),
            byline: meta(&["author", "article:author", "DC.creator"]).filter(|by| !is_address(by)),
            site: meta(&["og:site_name", "application-name"]),
            published,
            published_text,
            updated: meta(&["article:modified_time", "og:updated_time"])
                .as_deref()
                .and_then(instant),
            url: self.canonical().or_else(|| meta(&["og:url"])).or_else(|| self.url.clone()),
            language: self.first("html").and_then(|html| attribute(&html, "lang")),
            image: meta(&["og:image", "twitter:image"]),
            tags: tags.filter_map(content).collect(),
            ..Article::default()
        }
    }
}

fn is_named(meta: &NodeRef<'_>, name: &str) -> bool {
    let keys = ["property", "name", "itemprop"];
    keys.iter().any(|key| meta.attr(key).is_some_and(|known| known.eq_ignore_ascii_case(name)))
}

/// Some pages name their author by an address.
fn is_address(name: &str) -> bool {
    name.starts_with("http://") || name.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_read() {
        let page = Page::of(
            "<html lang=en-GB><head><title>Lamp - The Quay</title>\
             <meta property='og:title' content='Who owns the lamp?'>\
             <meta name=author content='Ines Varga'><meta property='article:author' content='http://x/'>\
             <meta property='article:published_time' content='2026-05-03T08:15:00+02:00'>\
             <link rel='canonical' href='https://quay.example/lamp'>\
             <meta property='article:tag' content=oil><meta property='article:tag' content=light>",
        );
        let facts = page.facts();
        assert_eq!(facts.title.as_deref(), Some("Who owns the lamp?"));
        assert_eq!(facts.byline.as_deref(), Some("Ines Varga"));
        assert_eq!(facts.published, Some(1_777_788_900));
        assert_eq!(facts.url.as_deref(), Some("https://quay.example/lamp"));
        assert_eq!(facts.language.as_deref(), Some("en-GB"));
        assert_eq!(facts.tags, ["oil", "light"]);
        assert_eq!(Page::of("<title>Lamp").facts().title.as_deref(), Some("Lamp"));
    }
}
