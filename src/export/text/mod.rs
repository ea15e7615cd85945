//! Plain text, for pipes and for reading in a pager.
//!
//! The article alone is its words and nothing else, a blank line between blocks, no marks: that is
//! what extraction is measured by. Set in lines (`--width`), its lists keep their numbers, which a
//! reader wants. With the thread, or the thread alone, the page says who wrote what, and quotes are marked.
//!
//! A comment is written and forgotten before the next is looked at, whatever the thread's size.

mod ink;
mod links;
mod page;
mod signs;
mod table;

use std::fmt;

use self::ink::{Ink, Role};
use self::links::Links;
use self::page::{Dress, MIN_MEASURE, Page};
use super::facts::{self, BETWEEN};
use super::{Exporter, Options, Part};
use crate::markup::from_body;
use crate::model::{Arrangement, Article, Block, Comment, ContainerKind, Document, Thread};

pub(super) const EXPORTER: Exporter =
    Exporter { name: "text", ending: "txt", about: "plain text", write };

/// The deepest level that is shown by indentation; deeper ones are numbers in the header.
const MAX_LEVELS: usize = 20;

/// A level: the line that replies hang from.
const LEVEL: &str = "│ ";

fn write(document: &Document, options: &Options, out: &mut dyn fmt::Write) -> fmt::Result {
    let out = &mut WholeWords(out);
    let bare = options.only == Part::Article;
    let width = options.width.map(|width| width.max(MIN_MEASURE));
    let dress = if bare { Dress::Bare } else { Dress::Full };
    let links = options.links.then(Links::default);
    let mut page = Page { out, width, color: options.color, dress, links, begun: false };
    if bare {
        page.blocks("", &document.article.blocks)?;
    } else if options.article() {
        write_article(&document.article, &mut page)?;
    }
    if options.only == Part::Thread || (!bare && !document.thread.is_empty()) {
        write_thread(document, options, &mut page)?;
    }
    links::write(&mut page)
}

/// Leaves out the marks in words where a screen might part them (U+00AD): who searches the text for a
/// word finds it.
struct WholeWords<'a>(&'a mut dyn fmt::Write);

impl fmt::Write for WholeWords<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.split('\u{AD}').try_for_each(|part| self.0.write_str(part))
    }
}

/// Blocks as plain text, a paragraph to a line.
pub(super) fn page_of(blocks: &[Block]) -> Result<String, fmt::Error> {
    let mut text = String::new();
    let (width, color, links) = (None, false, None);
    let dress = Dress::Plain;
    let mut page = Page { out: &mut text, width, color, dress, links, begun: false };
    page.blocks("", blocks)?;
    Ok(text)
}

fn write_article(article: &Article, page: &mut Page<'_>) -> fmt::Result {
    if let Some(title) = article.headline() {
        page.title(title, Role::Title)?;
    }
    if let Some(byline) = facts::byline(article) {
        page.text("", &byline, Role::Meta)?;
    }
    let in_footnote = |block: &&Block| {
        let kinds = block.within.iter().map(|container| &container.kind);
        kinds.into_iter().any(|kind| matches!(kind, ContainerKind::Footnote(_)))
    };
    let text = || article.blocks.iter().filter(|block| !in_footnote(block));
    if text().next().is_some() {
        page.gap()?;
        page.blocks("", text())?;
    }
    for notice in article.about.iter().chain(&article.notices) {
        page.gap()?;
        page.text("", notice, Role::Meta)?;
    }
    let footnotes = || article.blocks.iter().filter(in_footnote);
    if footnotes().next().is_some() {
        page.gap()?;
        page.blocks("", footnotes())?;
    }
    Ok(())
}

fn write_thread(document: &Document, options: &Options, page: &mut Page<'_>) -> fmt::Result {
    let thread = &document.thread;
    page.gap()?;
    page.title(&facts::thread_title(document, options.order), Role::Heading)?;
    let arrangement = Arrangement::new(thread, options.order);
    let room =
        options.width.map_or(MAX_LEVELS, |width| width.saturating_sub(MIN_MEASURE) / LEVEL.len());
    let levels = room.min(MAX_LEVELS);
    for position in 0..arrangement.len() {
        let Some(comment) = arrangement.at(position).and_then(|id| thread.get(id)) else {
            continue;
        };
        let depth = arrangement.depth(comment) as usize;
        let indent = LEVEL.repeat(depth.min(levels));
        page.gap_in(&indent)?;
        write_header(thread, comment, &arrangement, depth > levels, &indent, page)?;
        page.blocks(&indent, &from_body(comment.body()))?;
        if let Some(more) = facts::more(comment) {
            page.gap_in(&indent)?;
            page.text(&indent, &more, Role::Meta)?;
        }
    }
    Ok(())
}

fn write_header(
    thread: &Thread,
    comment: Comment<'_>,
    arrangement: &Arrangement,
    too_deep: bool,
    indent: &str,
    page: &mut Page<'_>,
) -> fmt::Result {
    let roles = Some(facts::roles(comment)).filter(|roles| !roles.is_empty());
    let facts: [Option<String>; 6] = [
        facts::votes(comment.votes()),
        facts::created(comment),
        comment.edited().then(|| "edited".into()),
        facts::state(comment).map(str::to_owned),
        facts::answers(thread, comment, !too_deep && !arrangement.is_flat()),
        too_deep.then(|| format!("depth {}", comment.depth())),
    ];
    let mut meta = roles.map_or_else(String::new, |roles| format!(" ({roles})"));
    for fact in facts.into_iter().flatten() {
        meta.push_str(BETWEEN);
        meta.push_str(&fact);
    }
    let author = (facts::author(comment), Ink::of(Role::Author));
    page.pieces(indent, &[author, (&meta, Ink::of(Role::Meta))])?;
    match comment.subject() {
        Some(subject) => page.text(indent, &format!("Subject: {subject}"), Role::Heading),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Align, Body, BodyKind, Confidence, Container, Content, Created, MarkKind, NewComment,
        Order, Parent, RichText, State, Table, Votes,
    };
    use crate::text::width;

    fn export(document: &Document, options: &Options) -> String {
        let mut out = String::new();
        write(document, options, &mut out).unwrap();
        out
    }

    fn item(id: u32, list: u32, number: Option<u64>) -> Container {
        Container { id, kind: ContainerKind::Item { list, number } }
    }

    fn quote(id: u32) -> Container {
        Container { id, kind: ContainerKind::Quote }
    }

    fn block(within: &[Container], words: &str) -> Block {
        Block { within: within.to_vec(), ..Block::paragraph(words) }
    }

    fn bare(content: Content) -> Block {
        Block { within: Vec::new(), content }
    }

    /// An article with a block of every kind.
    fn article() -> Article {
        let cells = |cells: &[&str]| cells.iter().map(|cell| RichText::plain(cell)).collect();
        let table = Table {
            header: cells(&["Light", "No."]),
            rows: vec![cells(&["North mole", "114"]), cells(&["Ice quay", "116"])],
            align: vec![Align::Left, Align::Right],
        };
        let figure = |alt: &str, caption: &str| Content::Figure {
            image: "https://quay.example/i".into(),
            alt: alt.into(),
            caption: RichText::plain(caption),
        };
        let footnote = Container { id: 9, kind: ContainerKind::Footnote("1".into()) };
        Article {
            title: Some("Who owns the light?".into()),
            byline: Some("Ines Varga".into()),
            site: Some("The Quay Review".into()),
            published: Some(1_777_793_400),
            notices: vec!["Join the discussion".into()],
            blocks: vec![
                bare(Content::Heading { level: 2, text: RichText::plain("The lamp") }),
                block(&[], "It is out,\nagain."),
                block(&[quote(1)], "I slept."),
                block(&[quote(1)], "It was dark."),
                block(&[item(2, 0, Some(9))], "Look."),
                block(&[item(3, 0, Some(10))], "Ask:"),
                block(&[item(3, 0, Some(10)), item(4, 1, None)], "the bulb,"),
                block(&[item(3, 0, Some(10)), item(5, 1, None)], "the supply."),
                block(&[item(3, 0, Some(10))], "Wait."),
                block(&[item(6, 0, Some(11))], "Enter it."),
                bare(Content::Code { language: None, text: "a  b\n  c".into() }),
                bare(Content::Table(table)),
                bare(figure("A mole", "The north mole.")),
                bare(figure("A tower", "")),
                bare(Content::Rule),
                block(&[footnote], "By the deed of 1911."),
                block(&[], "The end."),
            ],
            ..Article::default()
        }
    }

    #[test]
    fn an_article_alone_is_its_words() {
        let document = Document { article: article(), ..Document::default() };
        let options = Options { only: Part::Article, ..Options::default() };
        insta::assert_snapshot!(export(&document, &options), @r"
        The lamp

        It is out,
        again.

        I slept.

        It was dark.

        - Look.
        - Ask:
          - the bulb,
          - the supply.

          Wait.
        - Enter it.

        a  b
          c

        Light	No.
        North mole	114
        Ice quay	116

        The north mole.

        By the deed of 1911.

        The end.
        ");
    }

    #[test]
    fn an_article_has_its_surroundings() {
        let document = Document { article: article(), ..Document::default() };
        insta::assert_snapshot!(export(&document, &Options::default()), @r"
        Who owns the light?
        ═══════════════════
        Ines Varga · The Quay Review · 3 May 2026 07:30 UTC

        The lamp
        ────────

        It is out,
        again.

        > I slept.
        >
        > It was dark.

        9. Look.
        10. Ask:
            - the bulb,
            - the supply.

            Wait.
        11. Enter it.

        a  b
          c

        Light       No.
        ───────────────
        North mole  114
        Ice quay    116

        [image: A mole]
        The north mole.

        [image: A tower]

        * * *

        The end.

        Join the discussion

        [1] By the deed of 1911.
        ");
    }

    fn comment(id: &str, parent: Option<&str>, text: &str) -> NewComment<'static> {
        NewComment {
            id: Some(id.to_owned().into()),
            parent: parent.map_or(Parent::Root, |parent| Parent::Id(parent.to_owned().into())),
            author: id.to_uppercase().into(),
            body: Body { kind: BodyKind::Plain, text: text.to_owned().into() },
            ..NewComment::default()
        }
    }

    fn votes(score: i32) -> Votes {
        Votes { score: Some(score), ..Votes::default() }
    }

    fn discussion() -> Document {
        let mut document = Document::default();
        document.thread.extend([
            NewComment { votes: votes(1), ..comment("ada", None, "It is dark.") },
            NewComment {
                votes: votes(48),
                roles: vec!["op".into(), "staff".into()],
                created: Created::At(1_777_795_512),
                edited: true,
                more: 3,
                ..comment("tomas", None, "The town pays.\n\nSince 1911.")
            },
            NewComment {
                created: Created::Ago { text: "a day ago".into(), seconds: Some(86_400) },
                confidence: Confidence::percent(50),
                ..comment("pim", Some("tomas"), "Does it?")
            },
            NewComment {
                author: String::new().into(),
                state: State::Deleted,
                ..comment("x", Some("pim"), "")
            },
            NewComment { subject: "Who pays".into(), ..comment("bo", Some("lost"), "Yes.") },
        ]);
        document
    }

    #[test]
    fn a_thread_shows_who_answers_whom() {
        let options = Options { order: Order::Top, ..Options::default() };
        insta::assert_snapshot!(export(&discussion(), &options), @r"
        5 comments, most voted first
        ════════════════════════════

        TOMAS (OP, staff) · +48 · 3 May 2026 08:05 UTC · edited
        The town pays.

        Since 1911.

        3 more replies not loaded
        │
        │ PIM · a day ago · answers TOMAS (?)
        │ Does it?
        │ │
        │ │ (no name) · [deleted]

        ADA · +1
        It is dark.

        BO · answers a comment that is not here
        Subject: Who pays
        Yes.
        ");
    }

    #[test]
    fn a_flat_order_names_whom_a_comment_answers() {
        let options = Options { order: Order::Latest, ..Options::default() };
        insta::assert_snapshot!(export(&discussion(), &options), @r"
        5 comments, latest first, flat
        ══════════════════════════════

        PIM · a day ago · answers TOMAS (?)
        Does it?

        TOMAS (OP, staff) · +48 · 3 May 2026 08:05 UTC · edited
        The town pays.

        Since 1911.

        3 more replies not loaded

        ADA · +1
        It is dark.

        (no name) · [deleted] · answers PIM

        BO · answers a comment that is not here
        Subject: Who pays
        Yes.
        ");
    }

    #[test]
    fn colours_are_codes_around_words() {
        let mut text = RichText::plain("See ");
        text.push("the deed");
        text.mark_from(4, MarkKind::Link("https://quay.example".into()));
        let mut document = discussion();
        document.article.title = Some("The light".into());
        document.article.blocks = vec![bare(Content::Paragraph(text.finish()))];
        let options = Options { color: true, ..Options::default() };
        let colored = export(&document, &options);
        let expected = "\u{1B}[1mThe light\u{1B}[0m\n═════════\n\nSee \u{1B}[4mthe deed\u{1B}[0m\n\n\u{1B}[1m5 comments\u{1B}[0m\n══════════\n\n\u{1B}[1mADA\u{1B}[0m\u{1B}[2m · +1\u{1B}[0m\n";
        assert!(colored.starts_with(expected), "{colored:?}");
        let stripped = crate::text::clean(&colored);
        assert_eq!(stripped, export(&document, &Options::default()), "the words are the same");
    }

    #[test]
    fn nothing_of_the_content_is_a_control() {
        let hostile = "a\u{1B}[31mb\u{7}\u{9B}c\u{202E}";
        let mut document = Document::default();
        document.thread.extend([NewComment {
            roles: vec![hostile.into()],
            author: hostile.into(),
            created: Created::Ago { text: hostile.into(), seconds: None },
            ..comment(hostile, None, hostile)
        }]);
        let out = export(&document, &Options::default());
        assert!(!out.contains(|c: char| c.is_control() && c != '\n'), "{out:?}");
        assert_eq!(crate::text::clean(&out), out);
    }

    #[test]
    fn lines_keep_to_the_width_and_words_to_their_measure() {
        let words = "harbour light mole quay ".repeat(20);
        let mut document = Document::default();
        let chain = |at: usize| {
            let parent = at.checked_sub(1).map(|parent| parent.to_string());
            comment(&at.to_string(), parent.as_deref(), &words)
        };
        document.thread.extend((0..60).map(chain));
        for columns in [1, 40, 50, 72, 200] {
            let options = Options { width: Some(columns), ..Options::default() };
            let out = export(&document, &options);
            let widest = out.lines().map(width).max().unwrap();
            assert!(widest <= columns.max(MIN_MEASURE), "{widest} at {columns}");
            let bare = out.lines().map(|line| line.trim_start_matches(['│', ' ']));
            let shortest = bare.filter(|line| line.starts_with("harbour")).map(width).min();
            assert!(shortest.is_some_and(|shortest| shortest > 20), "{shortest:?} at {columns}");
            assert!(out.contains("depth 59"), "a depth that cannot be shown is a number");
        }
    }

    #[test]
    fn depth_and_number_cost_their_size() {
        let chain = |at: usize| {
            let parent = at.checked_sub(1).map(|parent| parent.to_string());
            comment(&at.to_string(), parent.as_deref(), "a")
        };
        let mut document = Document::default();
        document.thread.extend((0..100_000).map(chain));
        let out = export(&document, &Options { order: Order::New, ..Options::default() });
        let lines = 4;
        assert!(out.len() < 100_000 * lines * MAX_LEVELS * LEVEL.len(), "{}", out.len());
        assert!(out.contains("depth 99999"));
    }
}
