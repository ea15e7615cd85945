//! The article as items: its head, then its blocks, then what stood around it.

use super::blocks::{Style, block_rows, rich_rows};
use super::direction;
use super::picture::{Easel, Hung, Pixels};
use super::row::{Piece, Role, Row, Spot};
use super::typography::Typography;
use crate::model::{Article, Content, RichText};
use crate::text::{Language, clip, day, width};

/// Words that a reader reads in a minute.
const PACE: usize = 230;

/// How an article is laid out in a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleLayout {
    /// Columns left of the text.
    pub margin: usize,
    /// Columns of text.
    pub measure: usize,
    /// How many words the article has, for the time that it takes to read.
    pub words: usize,
    /// How its paragraphs are set.
    pub typography: Typography,
    /// The room that its pictures have; none if they are not shown.
    pub easel: Option<Easel>,
}

impl ArticleLayout {
    /// The item of the title and the facts under it.
    pub const HEAD: usize = 0;

    /// The layout of an article of `words` in a pane of `columns`: the text in the middle, at most
    /// as wide as `typography` says.
    #[must_use]
    pub fn new(columns: usize, words: usize, typography: Typography) -> ArticleLayout {
        let typography = typography.clamped();
        let least = match columns {
            ..24 => 0,
            24..48 => 1,
            _ => 2,
        };
        let measure = columns.saturating_sub(2 * least).clamp(1, typography.measure);
        let margin = columns.saturating_sub(measure) / 2;
        ArticleLayout { margin, measure, words, typography, easel: None }
    }

    /// How many items `article` has: the head, each block, and the tail.
    #[must_use]
    pub fn items(article: &Article) -> usize {
        article.blocks.len() + 2
    }

    /// The text of an item, as rows name its bytes: what is searched.
    #[must_use]
    pub fn text(article: &Article, item: usize) -> String {
        match item.checked_sub(1) {
            None => article.headline().unwrap_or_default().to_owned(),
            Some(at) => match article.blocks.get(at) {
                Some(block) => block.plain().into_owned(),
                None => tail(article).join("\n"),
            },
        }
    }

    /// The level of the heading that `item` is, if it is one.
    #[must_use]
    pub fn heading(article: &Article, item: usize) -> Option<u8> {
        match article.blocks.get(item.checked_sub(1)?)?.content {
            Content::Heading { level, .. } => Some(level),
            _ => None,
        }
    }

    /// The address of the picture that `item` is, if it is one.
    #[must_use]
    pub fn picture(article: &Article, item: usize) -> Option<&str> {
        match &article.blocks.get(item.checked_sub(1)?)?.content {
            Content::Figure { image, .. } => Some(image),
            _ => None,
        }
    }

    /// The rows of an item, without the margin; `folded` is how many items a folded heading hides.
    #[must_use]
    pub fn rows(self, article: &Article, item: usize, folded: Option<usize>) -> Vec<Row> {
        self.rows_with(article, item, folded, None)
    }

    /// The same with the picture that the item is, if its size is known.
    #[must_use]
    pub fn rows_with(
        self,
        article: &Article,
        item: usize,
        folded: Option<usize>,
        picture: Option<Pixels>,
    ) -> Vec<Row> {
        let Some(at) = item.checked_sub(1) else { return self.head(article) };
        let Some(block) = article.blocks.get(at) else { return self.tail(article) };
        let before = at.checked_sub(1).and_then(|at| article.blocks.get(at));
        let style = Style {
            measure: self.measure,
            wrap_code: false,
            role: Role::Text,
            typography: self.typography,
            language: article.language.as_deref().and_then(Language::of),
            picture: self.easel.zip(picture).map(|(easel, pixels)| Hung { pixels, easel }),
        };
        let mut rows = block_rows(block, before, 0, style);
        if let Some(hidden) = folded {
            self.tell_fold(&mut rows, hidden);
        }
        rows
    }

    /// Says behind a heading, or below it where there is no room, how much is folded under it.
    fn tell_fold(self, rows: &mut Vec<Row>, hidden: usize) {
        let s = if hidden == 1 { "" } else { "s" };
        let label = format!(" ▸ {hidden} paragraph{s} folded");
        let room = rows.last().map_or(0, |row| self.measure.saturating_sub(row.width()));
        if width(&label) > room {
            rows.push(Row::new(rows.last().map(|row| row.spot).unwrap_or_default()));
        }
        if let Some(row) = rows.last_mut() {
            let room = self.measure.saturating_sub(row.width());
            row.pieces.push(Piece::added(clip(&label, room), Role::Meta));
        }
    }

    fn head(self, article: &Article) -> Vec<Row> {
        let mut rows = Vec::new();
        if let Some(title) = article.headline() {
            rows.append(&mut rich_rows(&RichText::plain(title), 0, self.measure, Role::Title));
            if self.typography.reorder {
                direction::reorder(&mut rows, direction::is_from_right(title));
            }
        }
        let facts = facts(article, self.words);
        if !facts.is_empty() {
            let behind = article.headline().map_or(0, str::len);
            rows.append(&mut added(&facts, behind, self.measure, Role::Meta));
        }
        if !rows.is_empty() {
            rows.push(Row::new(Spot::Space));
        }
        if let Some(row) = rows.first_mut() {
            row.spot = Spot::Head;
        }
        rows
    }

    fn tail(self, article: &Article) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut base = 0;
        for line in tail(article) {
            rows.push(Row::new(Spot::Space));
            rows.append(&mut rich_rows(&RichText::plain(&line), base, self.measure, Role::Meta));
            base += line.len() + 1;
        }
        rows
    }
}

/// Text that is none of the article's own, on rows that stand behind its byte `behind`.
fn added(text: &str, behind: usize, measure: usize, role: Role) -> Vec<Row> {
    let mut rows = rich_rows(&RichText::plain(text), 0, measure, role);
    for row in &mut rows {
        row.spot = Spot::Text(behind);
        row.pieces.iter_mut().for_each(|piece| piece.source = None);
    }
    rows
}

/// Who, where, when, how long.
fn facts(article: &Article, words: usize) -> String {
    let published = article.published.map(day).or_else(|| article.published_text.clone());
    let minutes = (words >= PACE).then(|| format!("{} min", words.div_ceil(PACE)));
    let facts = [article.byline.clone(), article.publisher(), published, minutes];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The note about the author, and what stood around the text.
fn tail(article: &Article) -> Vec<String> {
    article.about.iter().chain(&article.notices).cloned().collect()
}
