//! Strings and rows: cleaning, line breaking, the layout of articles and comments; settings.

use sidenote::app::Keymap;
use sidenote::layout::{
    ArticleLayout, Breaking, CommentRows, Indents, Row, Spot, Typography, comment_rows,
    comment_text,
};
use sidenote::markup::from_body;
use sidenote::model::{
    Arrangement, Article, Block, Body, BodyKind, Content, NewComment, Order, Parent, Thread,
};
use sidenote::settings::Table;
use sidenote::text::{
    Filling, Hyphens, Language, clean, clean_line, cleaned_line, clip, graphemes, lines, width,
};
use sidenote::ui::Theme;

use super::choices::Choices;
use super::sound;

/// Cleaning: no order to a terminal survives, twice is once, and clean text stays.
pub fn clean_it(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let cleaned = clean(&text);
    sound::printed("cleaned text", &cleaned);
    assert_eq!(clean(&cleaned), cleaned, "twice is not once");
    let line = clean_line(&text);
    assert!(!line.contains(['\n', '\t']), "a line of two: {line:?}");
    assert_eq!(line, clean_line(&line));
    assert_eq!(cleaned_line(&text), line);
    let columns = Choices::of(data).below(40);
    let clipped = clip(&cleaned, columns);
    assert!(cleaned.starts_with(clipped) && width(clipped) <= columns);
    assert_eq!(graphemes(&cleaned).map(|(_, g, _)| g).collect::<String>(), cleaned);
}

const LANGUAGES: [&str; 6] = ["en", "de", "fr", "fi", "ru", "xx"];

/// Line breaking: no letter is lost, and no line is wider than it may be.
pub fn wrap(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let text = clean(&text);
    let mut choices = Choices::of(data);
    let language = Language::of(choices.one::<&str>(&LANGUAGES));
    let filling = Filling {
        measure: 1 + choices.below(90),
        set_in: choices.below(4),
        breaking: if choices.flip() { Breaking::Optimal } else { Breaking::Greedy },
        hyphens: choices.flip().then_some(Hyphens { language, never: &[] }),
    };
    let mut behind = 0;
    let mut kept = String::new();
    for line in lines(&text, filling) {
        assert!(line.range.start >= behind, "{line:?} begins before {behind}");
        behind = line.range.end;
        let words = &text[line.range.clone()];
        let skipped = words.replace('\u{AD}', "");
        let used = line.set_in + width(&skipped) + usize::from(line.hyphen);
        let is_one = graphemes(words).filter(|(_, _, width)| *width > 0).count() <= 1;
        assert!(used <= filling.measure || is_one, "{words:?} has {used} columns: {filling:?}");
        kept += words;
    }
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(letters(&kept), letters(&text), "{filling:?}");
}

fn typography(choices: &mut Choices) -> Typography {
    Typography {
        measure: choices.below(160),
        breaking: if choices.flip() { Breaking::Optimal } else { Breaking::Greedy },
        hyphenate: choices.flip(),
        justify: choices.flip(),
        spacing: choices.below(3),
        spoilers: true,
        reorder: false,
    }
}

/// The rows of an article and of a comment with this text.
pub fn layout(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut choices = Choices::of(data);
    let kind = *choices.one(&[BodyKind::Html, BodyKind::Markdown, BodyKind::Plain]);
    let typography = typography(&mut choices);
    let columns = 1 + choices.below(150);
    let language = *choices.one(&LANGUAGES);
    let text = if kind == BodyKind::Plain { clean(&text) } else { text };
    let article = Article {
        title: Some(clean_line(text.lines().next().unwrap_or_default())),
        language: Some(language.to_owned()),
        blocks: from_body(Body { kind, text: text.as_ref() }),
        ..Article::default()
    };
    let layout = ArticleLayout::new(columns, article.words(), typography);
    for item in 0..ArticleLayout::items(&article) {
        let rows = layout.rows(&article, item, None);
        let ordered = item.checked_sub(1).is_none_or(|at| !has_table(article.blocks.get(at..=at)));
        check(&rows, &ArticleLayout::text(&article, item), layout.measure.max(2), ordered);
    }
    let mut thread = Thread::default();
    let of = |id: &'static str, parent| NewComment {
        id: Some(id.into()),
        parent,
        author: "Ada Brandt".into(),
        body: Body { kind, text: text.clone().into() },
        ..NewComment::default()
    };
    thread.extend([of("a", Parent::Root), of("b", Parent::Id("a".into()))]);
    let arrangement = Arrangement::new(&thread, Order::Given);
    for comment in thread.comments() {
        let columns = columns.max(4);
        let how = CommentRows {
            thread: &thread,
            arrangement: &arrangement,
            indents: Indents::new(columns),
            typography,
            language: Language::of(language),
            now: 1_777_896_000,
            folded: false,
            spaced: true,
            read: choices.flip(),
            quotes_folded: choices.flip(),
            alone: choices.flip(),
        };
        let ordered = !has_table(Some(&article.blocks));
        check(&comment_rows(comment.id(), how), &comment_text(comment), columns, ordered);
    }
}

/// Whether there is a table among these: its cells stand beside each other.
fn has_table(blocks: Option<&[Block]>) -> bool {
    let is_table = |block: &Block| matches!(block.content, Content::Table(_));
    blocks.is_some_and(|blocks| blocks.iter().any(is_table))
}

/// Rows say truly which bytes they show, none twice where they are in order, and are no wider than
/// they may be.
fn check(rows: &[Row], text: &str, room: usize, ordered: bool) {
    let mut behind = 0;
    for row in rows {
        assert!(row.wide || row.width() <= room, "{:?} in {room}", row.text());
        for piece in &row.pieces {
            sound::printed("a row", &piece.text);
            assert!(!piece.text.contains('\n'), "a row of two: {:?}", piece.text);
            let Some(source) = piece.source else { continue };
            assert!(text.is_char_boundary(source), "{source} in a text of {}", text.len());
            // The number of a footnote is shown raised, a tab as spaces.
            let said = text.get(source..source + piece.text.len());
            let bytes = if said == Some(&piece.text) { piece.text.len() } else { 1 };
            if ordered && row.spot != Spot::Head {
                assert!(source >= behind, "{source} is shown behind {behind}: {rows:?}");
                behind = source + bytes;
            }
        }
    }
}

/// Files that a person writes, or copies from one who did: keys, themes, settings.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let table = Table::read(&text);
    for mistake in &table.mistakes {
        let _ = format!("{mistake:?}");
    }
    let _ = Keymap::parse(&text);
    let mut keymap = Keymap::parse(sidenote::app::DEFAULT_KEYMAP).expect("the built-in keymap");
    let _ = keymap.overlay(&text);
    let _ = Theme::parse(&text);
}
