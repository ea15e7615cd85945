//! One page of HTML that needs nothing else.
//!
//! Nothing is loaded when the page is opened: no script, and pictures are links. A content security
//! policy says the same to the browser, should a mistake ever slip through. What is told of the
//! article and of each comment is also marked for machines (`meta`, [microdata] of schema.org), so
//! that sidenote and others read the same facts and the same tree back.
//!
//! [microdata]: https://html.spec.whatwg.org/multipage/microdata.html

mod thread;

use std::borrow::Cow;
use std::fmt;

use super::facts::{self, BETWEEN};
use super::{Exporter, Options, Part};
use crate::markup::to_page;
use crate::model::{Article, Document};

pub(super) const EXPORTER: Exporter =
    Exporter { name: "html", ending: "html", about: "one HTML page that loads nothing", write };

/// The longest language tag that is believed, in bytes; [BCP 47] §4.4.1 asks for 35 at least.
///
/// [BCP 47]: https://www.rfc-editor.org/info/bcp47
const MAX_LANGUAGE: usize = 64;

/// The languages that are written from right to left in their usual script, of those that the web has
/// pages in ([Unicode CLDR], `layout.xml`). A paragraph of another direction finds its own (`page.css`).
///
/// [Unicode CLDR]: https://cldr.unicode.org/
const FROM_RIGHT: [&str; 12] =
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"];

const STYLE: &str = include_str!("../../../data/page.css");

fn write(document: &Document, options: &Options, out: &mut dyn fmt::Write) -> fmt::Result {
    write_head(&document.article, out)?;
    if options.article() {
        write_article(&document.article, out)?;
    }
    if options.only == Part::Thread || (options.thread() && !document.thread.is_empty()) {
        thread::write(document, options.order, out)?;
    }
    out.write_str("</body>\n</html>\n")
}

fn write_head(article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
    let is_tag = |tag: &&String| {
        let fits = tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        fits && (1..=MAX_LANGUAGE).contains(&tag.len())
    };
    out.write_str("<!DOCTYPE html>\n<html")?;
    if let Some(language) = article.language.as_ref().filter(is_tag) {
        let primary = language.split('-').next().unwrap_or_default();
        let from_right = FROM_RIGHT.iter().any(|known| primary.eq_ignore_ascii_case(known));
        let direction = if from_right { " dir=\"rtl\"" } else { "" };
        write!(out, " lang=\"{language}\"{direction}")?;
    }
    let title = article.headline().unwrap_or("Comments");
    write!(
        out,
        ">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n",
        escape(title)
    )?;
    let instant = |seconds: Option<i64>| seconds.and_then(facts::rfc3339);
    let known = [
        ("name=\"author\"", article.byline.clone()),
        ("property=\"og:site_name\"", article.site.clone()),
        ("property=\"article:published_time\"", instant(article.published)),
        ("property=\"article:modified_time\"", instant(article.updated)),
    ];
    for (what, fact) in known {
        if let Some(fact) = fact.filter(|fact| !fact.is_empty()) {
            writeln!(out, "<meta {what} content=\"{}\">", escape(&fact))?;
        }
    }
    if let Some(url) = article.url.as_deref().and_then(facts::web_address) {
        writeln!(out, "<link rel=\"canonical\" href=\"{}\">", escape(&url))?;
    }
    write!(out, "<style>\n{STYLE}</style>\n</head>\n<body>\n")
}

fn write_article(article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
    let body = to_page(&article.blocks, "");
    let has_byline = facts::byline(article).is_some();
    if article.title.is_none() && !has_byline && body.is_empty() {
        return Ok(());
    }
    out.write_str("<article class=\"page\">\n")?;
    if article.title.is_some() || has_byline {
        write_header(article, out)?;
    }
    writeln!(out, "{}", body.trim_end_matches('\n'))?;
    if let Some(about) = &article.about {
        writeln!(out, "<p class=\"about about-author\">{}</p>", escape(about))?;
    }
    for notice in &article.notices {
        writeln!(out, "<p class=\"notice\">{}</p>", escape(notice))?;
    }
    out.write_str("</article>\n")
}

fn write_header(article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
    out.write_str("<header>\n")?;
    if let Some(title) = article.headline() {
        match article.url.as_deref().and_then(facts::web_address) {
            Some(url) => {
                writeln!(out, "<h1><a href=\"{}\">{}</a></h1>", escape(&url), escape(title))?;
            }
            None => writeln!(out, "<h1>{}</h1>", escape(title))?,
        }
    }
    let who = [&article.byline, &article.site].into_iter().flatten();
    let mut known: Vec<String> =
        who.filter(|fact| !fact.is_empty()).map(|fact| escape(fact).into_owned()).collect();
    let printed = article.published_text.as_deref().filter(|text| !text.is_empty());
    let published = article.published.and_then(|at| time(at, None));
    known.extend(published.or_else(|| printed.map(|text| escape(text).into_owned())));
    if !known.is_empty() {
        writeln!(out, "<p class=\"byline\">{}</p>", known.join(BETWEEN))?;
    }
    out.write_str("</header>\n")
}

/// An instant for people and machines.
fn time(seconds: i64, property: Option<&str>) -> Option<String> {
    let property = property.map_or_else(String::new, |name| format!(" itemprop=\"{name}\""));
    let (words, machine) = (facts::date(seconds)?, facts::rfc3339(seconds)?);
    Some(format!("<time{property} datetime=\"{machine}\">{}</time>", escape(&words)))
}

fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests;
