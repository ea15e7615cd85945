//! What a page says of its article: JSON-LD, then the names in its head, then its title.
//!
//! Only what is said of the article counts. A date that merely stands somewhere on the page, or the
//! name of the program that made it, would be an invention.

use dom_query::Document;
use serde_json::Value;

use super::clean::similarity;
use crate::load::entities;
use crate::load::page::{self, all, first};

/// How many scripts of JSON-LD are read.
const MAX_SCRIPTS: usize = 32;
/// How many parts of one are looked at.
const MAX_PARTS: usize = 512;
/// What parts a title from the site's name.
const SEPARATORS: [char; 8] = ['|', '-', '–', '—', '\\', '/', '>', '»'];

/// The facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::load) struct Head {
    pub(in crate::load) title: Option<String>,
    pub(in crate::load) byline: Option<String>,
    pub(in crate::load) site: Option<String>,
    /// As it is written.
    pub(in crate::load) published: Option<String>,
    /// As it is written.
    pub(in crate::load) updated: Option<String>,
    /// The text, without markup.
    pub(in crate::load) body: Option<String>,
}

/// Reads them.
pub(in crate::load) fn head(tree: &Document) -> Head {
    let said = json_ld(tree);
    let names = metas(tree);
    let meta = |wanted: &[&str]| {
        wanted.iter().find_map(|name| {
            let found = names.iter().rev().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone())
        })
    };
    let title = said.title.or_else(|| {
        meta(&[
            "dc:title",
            "dcterm:title",
            "og:title",
            "weibo:article:title",
            "weibo:webpage:title",
            "title",
            "twitter:title",
            "parsely-title",
        ])
    });
    let byline = said.byline.or_else(|| {
        meta(&["dc:creator", "dcterm:creator", "author", "parsely-author"])
            .or_else(|| meta(&["article:author"]).filter(|name| !is_address(name)))
    });
    Head {
        title: title.or_else(|| shown_title(tree)),
        byline,
        site: said.site.or_else(|| meta(&["og:site_name"])),
        published: said.published.or_else(|| meta(&["article:published_time", "parsely-pub-date"])),
        updated: said.updated.or_else(|| meta(&["article:modified_time", "og:updated_time"])),
        body: said.body,
    }
}

fn is_address(name: &str) -> bool {
    name.starts_with("http://") || name.starts_with("https://")
}

/// A text in one line; nothing if it says nothing.
fn line(text: &str) -> Option<String> {
    let line = entities::name_line(text);
    Some(line).filter(|line| !line.is_empty())
}

/// The names in the head, in small letters, and what they are.
fn metas(tree: &Document) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for meta in page::metas(tree) {
        let Some(content) = meta.attr("content").and_then(|content| line(&content)) else {
            continue;
        };
        let clean = |name: &str| {
            name.to_lowercase().split_whitespace().collect::<String>().replace('.', ":")
        };
        let property = meta.attr("property").map(|names| names.to_string()).unwrap_or_default();
        let mut is_property = false;
        for name in property.split_whitespace().map(clean) {
            let name = match name.strip_prefix("og:") {
                Some(rest) if rest.starts_with("article:") => rest.to_owned(),
                _ => name,
            };
            if name.contains(':') {
                is_property = true;
                found.push((name, content.clone()));
            }
        }
        if is_property {
            continue;
        }
        if let Some(name) = meta.attr("name") {
            let name = clean(&name);
            let name = ["dc-", "dcterm-", "og-", "twitter-"]
                .iter()
                .find_map(|prefix| {
                    let rest = name.strip_prefix(prefix)?;
                    Some(format!("{}:{rest}", prefix.trim_end_matches('-')))
                })
                .unwrap_or(name);
            found.push((name, content));
        }
    }
    found
}

#[derive(Default)]
struct Said {
    title: Option<String>,
    byline: Option<String>,
    site: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    body: Option<String>,
}

fn json_ld(tree: &Document) -> Said {
    for json in page::json_ld(tree).take(MAX_SCRIPTS) {
        // What stands behind a whole value does no harm.
        let mut values = serde_json::Deserializer::from_str(&json).into_iter::<Value>();
        let Some(Ok(value)) = values.next() else { continue };
        if let Some(article) = article_in(&value) {
            return said(article, tree);
        }
    }
    Said::default()
}

fn article_in(value: &Value) -> Option<&Value> {
    let parts: Vec<&Value> = match value {
        Value::Array(parts) => parts.iter().take(MAX_PARTS).collect(),
        _ => vec![value],
    };
    parts.into_iter().find_map(|part| {
        let context = part.get("@context")?;
        let context = context.as_str().or_else(|| context.get("@vocab")?.as_str())?;
        let name = context.trim_start_matches("http").trim_start_matches('s').trim_end_matches('/');
        if name != "://schema.org" {
            return None;
        }
        if is_article(part) {
            return Some(part);
        }
        let graph = part.get("@graph")?.as_array()?;
        graph.iter().take(MAX_PARTS).find(|part| is_article(part))
    })
}

fn is_article(part: &Value) -> bool {
    const TYPES: [&str; 8] = [
        "Article",
        "Report",
        "SocialMediaPosting",
        "BlogPosting",
        "LiveBlogPosting",
        "DiscussionForumPosting",
        "APIReference",
        "NewsArticle",
    ];
    let is_one = |name: &str| TYPES.contains(&name) || name.ends_with("Article");
    match part.get("@type") {
        Some(Value::String(name)) => is_one(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is_one),
        _ => false,
    }
}

fn said(article: &Value, tree: &Document) -> Said {
    let text = |key: &str| article.get(key).and_then(Value::as_str).and_then(line);
    let title = match (text("name"), text("headline")) {
        (Some(name), Some(headline)) if name != headline => {
            // Either may be the site's name.
            let shown = shown_title(tree).unwrap_or_default();
            let is_headline =
                similarity(&headline, &shown) > 0.75 && similarity(&name, &shown) <= 0.75;
            Some(if is_headline { headline } else { name })
        }
        (name, headline) => name.or(headline),
    };
    let name = |value: &Value| value.get("name").and_then(Value::as_str).and_then(line);
    let byline = article.get("author").and_then(|author| match author {
        Value::Array(authors) => {
            let names: Vec<String> = authors.iter().take(MAX_PARTS).filter_map(name).collect();
            Some(names.join(", ")).filter(|names| !names.is_empty())
        }
        author => name(author),
    });
    Said {
        title,
        byline,
        site: article.get("publisher").and_then(name),
        published: text("datePublished"),
        updated: text("dateModified"),
        body: article.get("articleBody").and_then(Value::as_str).map(str::to_owned),
    }
}

/// The title without the site's name, as far as that can be told from its separators.
fn shown_title(tree: &Document) -> Option<String> {
    let whole = first(&tree.root(), "title").map(|title| title.text()).unwrap_or_default();
    let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    let count = |text: &str| text.split_whitespace().count();
    let chars: Vec<(usize, char)> = whole.char_indices().collect();
    let between = |among: &[char]| {
        chars.windows(3).rev().find_map(|three| match three {
            [(at, ' '), (_, sign), (_, ' ')] if among.contains(sign) => Some(*at),
            _ => None,
        })
    };
    let is_path = between(&['\\', '/', '>', '»']).is_some();
    let mut title = whole.clone();
    if let Some(last) = between(&SEPARATORS) {
        whole.get(..last).unwrap_or_default().clone_into(&mut title);
        if count(&title) < 3 {
            let behind = whole.split_once(SEPARATORS).map_or("", |(_, behind)| behind);
            behind.clone_into(&mut title);
        }
    } else if let Some((before, _)) = whole.split_once(": ") {
        let headings = all(&tree.root(), "h1, h2");
        let is_heading = headings.iter().take(256).any(|heading| heading.text().trim() == whole);
        if !is_heading {
            let last = whole.rsplit_once(':').map_or("", |(_, behind)| behind);
            if count(last) < 3 {
                let behind = whole.split_once(':').map_or("", |(_, behind)| behind);
                behind.clone_into(&mut title);
            } else if count(before) <= 5 {
                last.clone_into(&mut title);
            }
        }
    } else if !(15..=150).contains(&chars.len())
        && let [only] = all(&tree.root(), "h1").as_slice()
    {
        title = only.text().split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let title = title.trim().to_owned();
    let is_short = count(&title) <= 4;
    let parts = |text: &str| {
        text.split(' ')
            .filter(|word| !word.is_empty() && !word.chars().all(|c| SEPARATORS.contains(&c)))
            .count()
    };
    // Joined where the separators were: one word less.
    let all = parts(&whole).saturating_sub(
        whole
            .split(' ')
            .filter(|word| !word.is_empty() && word.chars().all(|c| SEPARATORS.contains(&c)))
            .count(),
    );
    if is_short && (!is_path || count(&title) + 1 != all) {
        return line(&whole);
    }
    line(&title)
}
