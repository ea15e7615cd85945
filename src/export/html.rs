//! One page of HTML that needs nothing else.
//!
//! Comments are siblings, shifted by a margin, so that no depth of a thread becomes a depth of
//! elements. Nothing is loaded when the page is opened: no script, and pictures are links. A
//! content security policy says the same to the browser, should a mistake ever slip through.

use std::borrow::Cow;
use std::fmt;

use super::facts::{self, BETWEEN};
use super::{Exporter, Options, Part};
use crate::markup::{from_body, to_html};
use crate::model::{
    Arrangement, Article, Block, Comment, Content, Created, Document, Mark, MarkKind, RichText,
    Thread,
};

pub(super) const EXPORTER: Exporter =
    Exporter { name: "html", ending: "html", about: "one HTML page that loads nothing", write };

/// The deepest level that is shown by a margin.
const MAX_LEVELS: u32 = 20;

/// The longest language tag that is believed, in bytes; [BCP 47] §4.4.1 asks for 35 at least.
///
/// [BCP 47]: https://www.rfc-editor.org/info/bcp47
const MAX_LANGUAGE: usize = 64;

const STYLE: &str = "\
:root{color-scheme:light dark;--dim:#666;--line:#ccc}
@media(prefers-color-scheme:dark){:root{--dim:#999;--line:#444}}
body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif;overflow-wrap:break-word}
header,.notice{color:var(--dim);font-size:.9em}
pre{overflow-x:auto}
blockquote{margin-left:0;padding-left:1rem;border-left:3px solid var(--line)}
table{border-collapse:collapse;display:block;overflow-x:auto}
td,th{border:1px solid var(--line);padding:.2rem .5rem}
.comment{border-top:1px solid var(--line);margin-top:1rem;padding-top:.5rem}
.comment header b{color:CanvasText}
";

fn write(document: &Document, options: &Options, out: &mut dyn fmt::Write) -> fmt::Result {
    write_head(&document.article, out)?;
    if options.article() {
        write_article(&document.article, out)?;
    }
    if options.only == Part::Thread || (options.thread() && !document.thread.is_empty()) {
        write_thread(&document.thread, options, out)?;
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
        write!(out, " lang=\"{language}\"")?;
    }
    let title = article.title.as_deref().unwrap_or("Comments");
    write!(
        out,
        ">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escape(title)
    )
}

fn write_article(article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
    let byline = facts::byline(article);
    let body = to_html(&without_pictures(article.blocks.clone()));
    if article.title.is_none() && byline.is_none() && body.is_empty() {
        return Ok(());
    }
    out.write_str("<article>\n")?;
    if let Some(title) = &article.title {
        match article.url.as_deref().and_then(facts::web_address) {
            Some(url) => {
                writeln!(out, "<h1><a href=\"{}\">{}</a></h1>", escape(&url), escape(title))?;
            }
            None => writeln!(out, "<h1>{}</h1>", escape(title))?,
        }
    }
    if let Some(byline) = byline {
        writeln!(out, "<header>{}</header>", escape(&byline))?;
    }
    writeln!(out, "{}", body.trim_end_matches('\n'))?;
    for notice in article.about.iter().chain(&article.notices) {
        writeln!(out, "<p class=\"notice\">{}</p>", escape(notice))?;
    }
    out.write_str("</article>\n")
}

fn write_thread(thread: &Thread, options: &Options, out: &mut dyn fmt::Write) -> fmt::Result {
    writeln!(out, "<h2>{}</h2>", escape(&facts::thread_title(thread, options.order)))?;
    let arrangement = Arrangement::new(thread, options.order);
    for position in 0..arrangement.len() {
        let Some(comment) = arrangement.at(position).and_then(|id| thread.get(id)) else {
            continue;
        };
        let depth = arrangement.depth(comment);
        write!(out, "<article class=\"comment\" id=\"{}\"", anchor(comment))?;
        if depth > 0 {
            write!(out, " style=\"margin-left:{}rem\"", depth.min(MAX_LEVELS))?;
        }
        out.write_str(">\n")?;
        let place_shows = depth <= MAX_LEVELS && !arrangement.is_flat();
        write_header(thread, comment, place_shows, out)?;
        let body = to_html(&without_pictures(from_body(comment.body())));
        if !body.is_empty() {
            writeln!(out, "{}", body.trim_end_matches('\n'))?;
        }
        if let Some(more) = facts::more(comment) {
            writeln!(out, "<p class=\"notice\">{}</p>", escape(&more))?;
        }
        out.write_str("</article>\n")?;
    }
    Ok(())
}

fn write_header(
    thread: &Thread,
    comment: Comment<'_>,
    place_shows: bool,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    write!(out, "<header><b>{}</b>", escape(facts::author(comment)))?;
    let roles = facts::roles(comment);
    if !roles.is_empty() {
        write!(out, " ({})", escape(&roles))?;
    }
    if let Some(subject) = comment.subject() {
        write!(out, "{BETWEEN}<b>{}</b>", escape(subject))?;
    }
    if let Some(votes) = facts::votes(comment.votes()) {
        write!(out, "{BETWEEN}{votes}")?;
    }
    write_date(comment, out)?;
    if comment.edited() {
        write!(out, "{BETWEEN}edited")?;
    }
    if let Some(state) = facts::state(comment) {
        write!(out, "{BETWEEN}{state}")?;
    }
    if let Some(answers) = facts::answers(thread, comment, place_shows) {
        let answers = escape(&answers);
        match comment.parent().and_then(|parent| thread.get(parent)) {
            Some(parent) => write!(out, "{BETWEEN}<a href=\"#{}\">{answers}</a>", anchor(parent))?,
            None => write!(out, "{BETWEEN}{answers}")?,
        }
    }
    out.write_str("</header>\n")
}

/// The date, leading to where the comment came from.
fn write_date(comment: Comment<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
    let link = comment.permalink();
    let link = link.as_deref().and_then(facts::web_address);
    let words = facts::created(comment).or_else(|| link.as_ref().map(|_| "link".into()));
    let Some(words) = words else { return Ok(()) };
    out.write_str(BETWEEN)?;
    if let Some(link) = &link {
        write!(out, "<a href=\"{}\">", escape(link))?;
    }
    let machine = match comment.created() {
        Created::At(seconds) => facts::rfc3339(seconds),
        _ => None,
    };
    match machine {
        Some(machine) => write!(out, "<time datetime=\"{machine}\">{}</time>", escape(&words))?,
        None => out.write_str(&escape(&words))?,
    }
    out.write_str(if link.is_some() { "</a>" } else { "" })
}

/// The name of a comment within the page: the source's id where that is a plain word.
fn anchor(comment: Comment<'_>) -> String {
    let name = comment.name();
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if name.len() <= 64 && name.bytes().all(plain) {
        format!("c-{name}")
    } else {
        format!("k-{:016x}", comment.key().0)
    }
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

/// The same blocks with links where pictures were.
fn without_pictures(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        match &mut block.content {
            Content::Figure { image, alt, caption } => {
                let mut text = RichText::plain("[");
                text.push(if alt.is_empty() { "image" } else { alt });
                text.push("]");
                text.mark_from(0, MarkKind::Link(std::mem::take(image)));
                if !caption.is_empty() {
                    text.push(" ");
                    append(&mut text, &linked_pictures(caption));
                }
                block.content = Content::Paragraph(text.finish());
            }
            Content::Heading { text, .. } | Content::Paragraph(text) => {
                *text = linked_pictures(text);
            }
            Content::Table(table) => {
                for cell in table.header.iter_mut().chain(table.rows.iter_mut().flatten()) {
                    *cell = linked_pictures(cell);
                }
            }
            Content::Code { .. } | Content::Rule => {}
        }
    }
    blocks
}

fn linked_pictures(text: &RichText) -> RichText {
    if !text.marks().iter().any(|mark| matches!(mark.kind, MarkKind::Image(_))) {
        return text.clone();
    }
    let mut linked = RichText::default();
    append(&mut linked, text);
    linked.finish()
}

/// Appends `text` with links for its pictures; one that stands in a link already is only named.
fn append(to: &mut RichText, text: &RichText) {
    let base = to.len();
    let mut marks: Vec<Mark> = Vec::new();
    let mut linked = 0;
    for mark in text.marks() {
        let kind = match &mark.kind {
            MarkKind::Image(_) if mark.range.start < linked => continue,
            MarkKind::Image(address) => MarkKind::Link(address.clone()),
            kind => kind.clone(),
        };
        if matches!(kind, MarkKind::Link(_)) {
            linked = linked.max(mark.range.end);
        }
        marks.push(Mark { range: mark.range.clone(), kind });
    }
    // A mark can be set when exactly its text is there.
    marks.sort_by_key(|mark| mark.range.end);
    let mut at = 0;
    for mark in marks {
        to.push(text.text().get(at..mark.range.end).unwrap_or_default());
        at = mark.range.end;
        to.mark_from(base + mark.range.start, mark.kind);
    }
    to.push(text.text().get(at..).unwrap_or_default());
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
