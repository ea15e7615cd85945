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
        thread::write(&document.thread, options.order, out)?;
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
    let title = article.title.as_deref().unwrap_or("Comments");
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
    if let Some(title) = &article.title {
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
mod tests {
    use super::*;
    use crate::model::{Body, BodyKind, NewComment, Parent, Votes};

    fn export(document: &Document) -> String {
        let mut out = String::new();
        write(document, &Options::default(), &mut out).unwrap();
        out
    }

    fn comment(id: &str, parent: Option<&str>) -> NewComment<'static> {
        NewComment {
            id: Some(id.to_owned().into()),
            parent: parent.map_or(Parent::Root, |parent| Parent::Id(parent.to_owned().into())),
            author: id.to_uppercase().into(),
            body: Body { kind: BodyKind::Plain, text: "Yes".into() },
            ..NewComment::default()
        }
    }

    #[test]
    fn a_page_has_everything_once() {
        let mut document = Document::default();
        document.article.title = Some("The light".into());
        document.article.language = Some("en-GB".into());
        document.article.url = Some("https://quay.example/1".into());
        document.article.blocks = vec![Block::paragraph("It is dark")];
        document.article.notices = vec!["Join in".into()];
        document.thread.extend([
            NewComment {
                votes: Votes { score: Some(7), ..Votes::default() },
                created: Created::At(1_777_795_512),
                permalink: Some("https://quay.example/c?a=1&b=2".into()).into(),
                roles: vec!["op".into()],
                more: 1,
                ..comment("ada", None)
            },
            comment("pim", Some("ada")),
        ]);
        let page = export(&document);
        for part in [
            "<!DOCTYPE html>\n<html lang=\"en-GB\">",
            "<title>The light</title>",
            "<h1><a href=\"https://quay.example/1\">The light</a></h1>",
            "It is dark",
            "<p class=\"notice\">Join in</p>",
            "<h2>2 comments</h2>",
            "<article class=\"comment\" id=\"c-ada\">\n<header><b>ADA</b> (OP) · +7 · \
             <a href=\"https://quay.example/c?a=1&amp;b=2\"><time datetime=\"2026-05-03T08:05:12Z\">\
             3 May 2026 08:05 UTC</time></a></header>\n",
            "<p class=\"notice\">1 more reply not loaded</p>\n</article>",
            "<article class=\"comment\" id=\"c-pim\" style=\"margin-left:1rem\">",
        ] {
            assert_eq!(page.matches(part).count(), 1, "{part}\n{page}");
        }
    }

    #[test]
    fn no_fact_breaks_out_of_its_place() {
        let hostile = "\"'><script>alert(1)</script><img src=x>&";
        let mut document = Document::default();
        let article = &mut document.article;
        article.title = Some(hostile.into());
        article.byline = Some(hostile.into());
        article.language = Some(hostile.into());
        article.url = Some(hostile.into());
        article.notices = vec![hostile.into()];
        article.about = Some(hostile.into());
        document.thread.extend([
            NewComment {
                author: hostile.into(),
                roles: vec![hostile.into()],
                created: Created::Ago { text: hostile.into(), seconds: None },
                permalink: Some(format!("https://quay.example/{hostile}").into()).into(),
                ..comment(hostile, None)
            },
            NewComment {
                permalink: Some("javascript:alert(1)".into()).into(),
                confidence: crate::model::Confidence::percent(1),
                ..comment("b", Some(hostile))
            },
        ]);
        let page = export(&document);
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(!page.contains("javascript:"), "{page}");
        assert!(!page.contains("lang="), "{page}");
        let tags = page.matches('<').count();
        document.article =
            Article { title: Some("t".into()), byline: Some("b".into()), ..Article::default() };
        document.article.notices = vec!["n".into(), "m".into()];
        let harmless = export(&document).matches('<').count();
        assert_eq!(tags, harmless, "as many tags as with harmless words");
    }

    #[test]
    fn pictures_are_links() {
        let mut inline = RichText::plain("see ");
        inline.push("a mole");
        inline.mark_from(4, MarkKind::Image("https://quay.example/m".into()));
        inline.push(" or ");
        inline.push("a boat");
        inline.mark_from(14, MarkKind::Image("https://quay.example/b".into()));
        inline.mark_from(14, MarkKind::Link("https://quay.example/l".into()));
        let figure = Content::Figure {
            image: "https://quay.example/f".into(),
            alt: "A tower".into(),
            caption: inline.clone().finish(),
        };
        let block = |content| Block { within: Vec::new(), content };
        let blocks = vec![block(Content::Paragraph(inline.finish())), block(figure)];
        let seen: Vec<(String, Vec<Mark>)> = without_pictures(blocks)
            .into_iter()
            .map(|block| match block.content {
                Content::Paragraph(text) => (text.text().to_owned(), text.marks().to_vec()),
                other => panic!("{other:?}"),
            })
            .collect();
        let link = |range, to: &str| Mark {
            range,
            kind: MarkKind::Link(format!("https://quay.example/{to}")),
        };
        let expected = [
            ("see a mole or a boat".to_owned(), vec![link(4..10, "m"), link(14..20, "l")]),
            (
                "[A tower] see a mole or a boat".to_owned(),
                vec![link(0..9, "f"), link(14..20, "m"), link(24..30, "l")],
            ),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_hostile_depth_does_not_nest() {
        let chain = |at: usize| {
            let parent = at.checked_sub(1).map(|parent| parent.to_string());
            comment(&at.to_string(), parent.as_deref())
        };
        let mut document = Document::default();
        document.thread.extend((0..20_000).map(chain));
        let page = export(&document);
        let (mut open, mut deepest) = (0, 0);
        for part in page.split('<') {
            open +=
                i32::from(part.starts_with("article")) - i32::from(part.starts_with("/article"));
            deepest = deepest.max(open);
        }
        assert_eq!((open, deepest), (0, 1));
        assert!(page.contains(&format!("margin-left:{MAX_LEVELS}rem")));
    }
}
