//! What must hold of any document, whatever it was made of.

use std::collections::HashSet;

use sidenote::markup::{from_body, is_safe_link};
use sidenote::model::{
    Article, Block, BodyKind, Comment, CommentId, ContainerKind, Content, Created, Document, Mark,
    MarkKind, RichText, Thread,
};
use sidenote::text::clean;

/// How many bodies are turned into blocks: all of them, but in an input that is one giant list.
const BODIES: usize = 200;

/// Nothing in the document can do harm, and its tree is one.
pub fn document(document: &Document) {
    article(&document.article);
    document.provenance.warnings.iter().for_each(|warning| line("a warning", warning));
    line_or_none("the address", document.provenance.url.as_deref());
    line("the loader", &document.provenance.loader);
    thread(&document.thread);
    for comment in document.thread.comments().take(BODIES) {
        body(comment);
    }
}

/// The strings of an article.
pub fn article(article: &Article) {
    let Article { title, byline, site, published_text, url, language, image, about, .. } = article;
    for (what, field) in [
        ("title", title),
        ("byline", byline),
        ("site", site),
        ("date", published_text),
        ("address", url),
        ("language", language),
        ("image", image),
    ] {
        line_or_none(what, field.as_deref());
    }
    if let Some(about) = about {
        string("the note about the author", about);
    }
    article.tags.iter().for_each(|tag| line("a tag", tag));
    article.notices.iter().for_each(|notice| string("a notice", notice));
    blocks(&article.blocks);
}

/// Whatever is in these, a terminal takes none of it for an order.
pub fn blocks(blocks: &[Block]) {
    for block in blocks {
        for container in &block.within {
            if let ContainerKind::Footnote(label) = &container.kind {
                line("a footnote's label", label);
            }
        }
        match &block.content {
            Content::Heading { level, text } => {
                assert!((1..=6).contains(level), "a heading of level {level}");
                rich(text);
            }
            Content::Paragraph(text) => rich(text),
            Content::Code { language, text } => {
                line_or_none("a language", language.as_deref());
                string("code", text);
            }
            Content::Table(table) => table.all_rows().flatten().for_each(rich),
            Content::Figure { image, alt, caption } => {
                line("an image", image);
                string("a description", alt);
                rich(caption);
            }
            Content::Rule => {}
        }
    }
}

fn rich(rich: &RichText) {
    string("a text", rich.text());
    for Mark { range, kind } in rich.marks() {
        let marked = rich.text().get(range.clone());
        assert!(marked.is_some_and(|marked| !marked.is_empty()), "a mark on nothing: {kind:?}");
        match kind {
            MarkKind::Link(to) | MarkKind::Image(to) => {
                line("a link", to);
                assert!(is_safe_link(to), "a link to {to:?}");
            }
            MarkKind::FootnoteRef(label) => line("a footnote's label", label),
            _ => {}
        }
    }
}

fn string(what: &str, text: &str) {
    assert_eq!(clean(text), text, "{what} is not clean");
}

fn line(what: &str, text: &str) {
    string(what, text);
    assert!(!text.contains('\n'), "{what} has several lines: {text:?}");
}

fn line_or_none(what: &str, text: Option<&str>) {
    if let Some(text) = text {
        line(what, text);
    }
}

fn body(comment: Comment<'_>) {
    line("an author", comment.author());
    line("an id", comment.name());
    line_or_none("a subject", comment.subject());
    comment.roles().iter().for_each(|role| line("a role", role));
    line_or_none("a permalink", comment.permalink().as_deref());
    line_or_none("a parent's id", comment.unknown_parent());
    if let Created::Ago { text, .. } = comment.created() {
        line("an age", text);
    }
    let body = comment.body();
    if body.kind == BodyKind::Plain {
        string("a body", &body.text);
    }
    blocks(&from_body(body));
}

/// Every parent is there and comes before, and each comment is counted once and has a name of its own.
pub fn thread(thread: &Thread) {
    tree(thread);
    let mut keys = HashSet::new();
    for comment in thread.comments() {
        assert!(keys.insert(comment.key()), "two comments are called {:?}", comment.name());
    }
}

/// The same of a thread of which more is to come: names may be among that.
pub fn tree(thread: &Thread) {
    let length = u32::try_from(thread.len()).expect("a thread has 32 bits");
    for comment in thread.comments() {
        let (at, end) = (comment.id(), comment.end());
        assert!(at < end && end.0 <= length, "{at:?} ends at {end:?} of {length}");
        let above = comment.parent().map(|id| thread.get(id).expect("a parent that is not there"));
        assert_eq!(comment.depth(), above.map_or(0, |above| above.depth() + 1), "{at:?}");
        if let Some(above) = above {
            assert!(above.id() < at && end <= above.end(), "{at:?} is outside of its parent");
        }
    }
    let mut seen = 0;
    let mut open: Vec<CommentId> = thread.children(None).collect();
    while let Some(id) = open.pop() {
        seen += 1;
        open.extend(thread.children(Some(id)));
    }
    assert_eq!(seen, thread.len(), "comments that are not reached from a root, or twice");
}

/// What is printed has no control but line ends and tabs, and nothing that turns text around.
pub fn printed(what: &str, text: &str) {
    let bad = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(text.chars().find(bad), None, "{what} has a control");
}
