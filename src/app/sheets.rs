//! What each sheet shows.

use super::action::{Action, Group};
use super::keymap::Command;
use super::sheet::{About, Choice, Sheet, SheetLine, Sign};
use super::{App, Mode, Pane};
use crate::layout::{
    ArticleLayout, CommentRows, Indents, Piece, Role, Row, SheetPlace, Spot, comment_rows,
    fact_rows, linked_note, sheet_areas,
};
use crate::limits::MAX_MAP;
use crate::markup::{from_body, told_within};
use crate::model::{Arrangement, Block, Comment, CommentId, Created, Order, State};
use crate::text::{Language, ago, clip, count_words, minute, width};

/// How many of a comment's parents are shown.
const MAX_PARENTS: usize = 200;
/// Columns for the text of a peek, and for a line of the map.
pub(super) const COLUMNS: usize = 76;
/// Columns for the names of facts.
const NAMES: usize = 11;
/// Columns for the keys in help.
const KEYS: usize = 20;
/// The deepest indentation in the map, in columns.
const MAX_INDENT: usize = 24;
/// Words that a reader reads in a minute.
const PACE: usize = 230;

impl App {
    /// The keys in force, in groups.
    pub(super) fn help_sheet(&self) -> Sheet {
        let mut lines = Vec::new();
        for group in Group::ALL {
            if !lines.is_empty() {
                lines.push(SheetLine::default());
            }
            lines.push(SheetLine {
                row: row(&[(group.label(), Role::Heading)]),
                choice: None,
                ..SheetLine::default()
            });
            for &action in Action::ALL.iter().filter(|action| action.group() == group) {
                let keys = self.keymap().keys_of(action).join(" ");
                let keys = if keys.is_empty() { format!(":{}", action.name()) } else { keys };
                let room = KEYS.saturating_sub(width(&keys)).max(1);
                let keys = format!("  {keys}{}", " ".repeat(room));
                let row = row(&[(&keys, Role::Marker), (self.words(action), Role::Text)]);
                let choice = Some(Choice::Run(Command { action, count: None }));
                lines.push(SheetLine { row, choice, ..SheetLine::default() });
            }
        }
        let title = match self.focus() {
            Pane::Article => "Keys in the article",
            Pane::Thread => "Keys in the discussion",
        };
        Sheet::new(About::Help, title, lines)
    }

    /// The orders; one whose facts nobody knows says so.
    pub(super) fn order_sheet(&self) -> Sheet {
        let now = self.discussion().arrangement().order();
        let line = |&order: &Order| {
            let mark = if order == now { "• " } else { "  " };
            let missing = order.idle(&self.document().thread);
            let why = missing.map(|why| format!("  ({why})")).unwrap_or_default();
            let pieces = [(mark, Role::Marker), (order.label(), Role::Text), (&why, Role::Meta)];
            SheetLine {
                row: row(&pieces),
                choice: Some(Choice::Order(order)),
                ..SheetLine::default()
            }
        };
        let lines = Order::ALL.iter().map(line).collect();
        Sheet::new(About::Orders, "Order", lines).at(|choice| *choice == Choice::Order(now))
    }

    /// The comments that the cursor's answers, the first of the thread at the top.
    pub(super) fn peek_sheet(&self) -> Option<Sheet> {
        let thread = &self.document().thread;
        let cursor = self.discussion().cursor()?;
        let mut parents: Vec<CommentId> = thread.ancestors(cursor).take(MAX_PARENTS).collect();
        parents.reverse();
        if parents.is_empty() {
            return None;
        }
        let lines = self.comment_lines(&parents);
        let depth = thread.get(cursor).map_or(0, Comment::depth);
        Some(Sheet::new(About::Peek, format!("What this answers, {depth} up"), lines).at_end())
    }

    /// The comments whole, one below the other.
    pub(super) fn comment_lines(&self, comments: &[CommentId]) -> Vec<SheetLine> {
        let thread = &self.document().thread;
        let how = CommentRows {
            thread,
            arrangement: self.discussion().arrangement(),
            indents: Indents::new(COLUMNS.min(usize::from(self.size().0).saturating_sub(8))),
            typography: self.typography(),
            language: self.document().article.language.as_deref().and_then(Language::of),
            now: self.now,
            folded: false,
            spaced: false,
            read: false,
            quotes_folded: false,
            alone: true,
        };
        let mut lines = Vec::new();
        for &comment in comments {
            if !lines.is_empty() {
                lines.push(SheetLine::default());
            }
            let rows = comment_rows(comment, how).into_iter();
            lines.extend(rows.map(|row| SheetLine { row, ..SheetLine::default() }));
        }
        lines
    }

    /// Comments to choose from, a line each.
    pub(super) fn choose_comment_sheet(&self, title: String, comments: &[CommentId]) -> Sheet {
        let comments = comments.iter().filter_map(|&id| self.document().thread.get(id));
        let lines = comments.map(|comment| SheetLine {
            row: self.map_row(comment, false),
            choice: Some(Choice::Comment(comment.id())),
            sign: self.map_sign(comment),
            unfinished: true,
            ..SheetLine::default()
        });
        Sheet::new(About::Comments, title, lines.collect()).wide(COLUMNS)
    }

    /// The numbers of the discussion.
    pub(super) fn facts_sheet(&self) -> Sheet {
        let thread = &self.document().thread;
        let mut rows = if thread.is_empty() {
            Vec::new()
        } else {
            fact_rows(thread, usize::from(self.size().0).saturating_sub(6))
        };
        rows.extend(
            self.document().provenance.warnings.iter().map(|why| row(&[(why, Role::Unsure)])),
        );
        let lines =
            rows.into_iter().map(|row| SheetLine { row, choice: None, ..SheetLine::default() });
        Sheet::new(About::Facts, "Facts", lines.collect())
    }

    /// Exactly where the reader is.
    pub(super) fn where_sheet(&self) -> Sheet {
        let facts = match self.focus() {
            Pane::Article => self.where_in_article(),
            Pane::Thread => self.where_in_thread(),
        };
        let room = usize::from(self.size().0).saturating_sub(NAMES + 8).max(8);
        let lines = |(name, value): (&str, String)| {
            // An address on a narrow screen goes on in the next line.
            let mut lines = Vec::new();
            let mut rest = value.as_str();
            while !rest.is_empty() {
                let piece =
                    Some(clip(rest, room)).filter(|piece| !piece.is_empty()).unwrap_or(rest);
                let name = if lines.is_empty() { name } else { "" };
                let row = row(&[(&format!("{name:<NAMES$}"), Role::Meta), (piece, Role::Text)]);
                lines.push(SheetLine { row, ..SheetLine::default() });
                rest = rest.get(piece.len()..).unwrap_or_default();
            }
            lines
        };
        Sheet::new(About::Where, "Where", facts.into_iter().flat_map(lines).collect())
    }

    fn where_in_thread(&self) -> Vec<(&'static str, String)> {
        let thread = &self.document().thread;
        let Some(comment) = self.discussion().cursor().and_then(|id| thread.get(id)) else {
            return Vec::new();
        };
        let (age, exact) = match comment.created() {
            Created::Unknown => (String::new(), "unknown".to_owned()),
            Created::At(at) => (format!(" ({})", ago(at, self.now)), minute(at)),
            Created::Ago { text, .. } => (" (as printed)".to_owned(), text.to_owned()),
        };
        let votes = comment.votes();
        let score = votes.score.map_or("unknown".to_owned(), |score| format!("{score:+}"));
        let parts = match (votes.up, votes.down) {
            (Some(up), Some(down)) => format!(" ({up} for, {down} against)"),
            _ => String::new(),
        };
        let parent = comment.parent().and_then(|parent| thread.get(parent));
        let sure = if comment.confidence().is_sure() {
            String::new()
        } else {
            format!(" ({} % sure)", comment.confidence().as_percent())
        };
        let state = match comment.state() {
            State::Live if comment.edited() => "edited",
            State::Live => "",
            State::Deleted => "deleted by its author",
            State::Removed => "removed by a moderator",
            State::NotLoaded => "not loaded",
        };
        let number = self.comment_number().unwrap_or(0);
        vec![
            (
                "comment",
                format!("{number} of {}, {} %", thread.len(), number * 100 / thread.len().max(1)),
            ),
            ("by", comment.author().to_owned()),
            ("written", exact + &age),
            ("votes", score + &parts),
            ("state", state.to_owned()),
            ("depth", comment.depth().to_string()),
            (
                "answers",
                parent.map(|parent| parent.author().to_owned() + &sure).unwrap_or_default(),
            ),
            ("replies", comment.descendants().to_string()),
            ("id", comment.name().to_owned()),
            ("address", comment.permalink().unwrap_or_default().into_owned()),
        ]
    }

    fn where_in_article(&self) -> Vec<(&'static str, String)> {
        let article = &self.document().article;
        let (item, _) = self.reader().place();
        let headings = (0..=item).rev();
        let section = headings.filter(|&at| ArticleLayout::heading(article, at).is_some());
        let section = section.map(|at| ArticleLayout::text(article, at)).next();
        let words = article.words();
        let left: usize = article
            .blocks
            .iter()
            .skip(item.saturating_sub(1))
            .map(|block| count_words(&block.plain()))
            .sum();
        vec![
            (
                "paragraph",
                format!(
                    "{} of {}",
                    item.clamp(1, article.blocks.len().max(1)),
                    article.blocks.len()
                ),
            ),
            ("seen", format!("{} %", self.reader().percent())),
            ("section", section.unwrap_or_default()),
            ("words", format!("{words}, {left} of them from here on")),
            ("left", format!("{} min", left.div_ceil(PACE))),
            ("by", article.byline.clone().unwrap_or_default()),
            (
                "published",
                article
                    .published
                    .map(minute)
                    .or_else(|| article.published_text.clone())
                    .unwrap_or_default(),
            ),
            ("address", article.url.clone().unwrap_or_default()),
        ]
    }

    /// The article's headings.
    pub(super) fn outline_sheet(&self) -> Option<Sheet> {
        let article = &self.document().article;
        let here = self.reader().place().0;
        let mut lines = Vec::new();
        let mut current = None;
        for item in 0..ArticleLayout::items(article) {
            let Some(level) = ArticleLayout::heading(article, item) else { continue };
            let indent = "  ".repeat(usize::from(level).saturating_sub(1).min(6));
            let text = ArticleLayout::text(article, item);
            let row = row(&[(&indent, Role::Meta), (clip(&text, COLUMNS), Role::Text)]);
            lines.push(SheetLine { row, choice: Some(Choice::Item(item)), ..SheetLine::default() });
            if item <= here.max(1) {
                current = Some(item);
            }
        }
        let title = if article.is_book { "Chapters" } else { "Outline" };
        let sheet = Sheet::new(About::Outline, title, lines);
        let at_here = |choice: &Choice| current.is_some_and(|item| *choice == Choice::Item(item));
        sheet.is_menu().then(|| sheet.at(at_here))
    }

    /// The tree of comments, a line each, as far down as it can be listed.
    pub(super) fn map_sheet(&self) -> Option<Sheet> {
        let thread = &self.document().thread;
        let discussion = self.discussion();
        let arrangement = discussion.arrangement();
        let cursor = discussion.cursor()?;
        let depth = self.map_depth();
        let is_listed = |comment: &Comment<'_>| {
            arrangement.depth(*comment) <= depth
                && discussion
                    .filter()
                    .is_none_or(|filter| filter.is_shown(comment.id(), arrangement))
        };
        let ids = (0..arrangement.len()).filter_map(|position| arrangement.at(position));
        let comments = ids.filter_map(|id| thread.get(id)).filter(is_listed);
        let lines: Vec<SheetLine> = comments
            .take(MAX_MAP)
            .map(|comment| SheetLine {
                row: self.map_row(comment, comment.id() == cursor),
                choice: Some(Choice::Comment(comment.id())),
                sign: self.map_sign(comment),
                unfinished: true,
                ..SheetLine::default()
            })
            .collect();
        let near = std::iter::once(cursor).chain(thread.ancestors(cursor));
        let near = near.filter_map(|id| thread.get(id)).find(|c| is_listed(c)).map(Comment::id);
        let missing = thread.len() - lines.len().min(thread.len());
        let title = match missing {
            0 => "Map".to_owned(),
            _ if depth == u32::MAX => {
                format!("Map of {} of {}", lines.len(), self.entries.words().unwrap_or_default())
            }
            _ => format!("Map, down to depth {depth}; {missing} more below"),
        };
        let at_near = |choice: &Choice| near.is_some_and(|id| *choice == Choice::Comment(id));
        Some(Sheet::new(About::Map, title, lines).at(at_near).wide(COLUMNS))
    }

    /// Adds the first words of comments to the lines of a sheet that can be seen; to all while it is
    /// searched.
    pub(super) fn finish_sheet(&mut self) {
        let height = self.sheet_areas().map_or(1, |(_, inner)| usize::from(inner.height).max(1));
        let columns = self.sheet_areas().map_or(1, |(_, inner)| usize::from(inner.width));
        let Mode::Sheet(mut sheet) = std::mem::take(&mut self.mode) else { return };
        let searches_rows = sheet.prompt().is_some() && sheet.about != About::Threads;
        let height = Some(height).filter(|_| !searches_rows);
        sheet.finish(height, |line| match line.choice {
            Some(Choice::Comment(id)) => {
                line.row.pieces.extend(self.first_words(id, line.row.width()));
            }
            Some(Choice::Thread(id)) => {
                (line.row, line.sign) = self.thread_line(id, line.shares_subject, columns);
            }
            _ => {}
        });
        self.mode = Mode::Sheet(sheet);
    }

    /// The first words of a comment, as far as a line that has `used` columns has room.
    fn first_words(&self, id: CommentId, used: usize) -> Option<Piece> {
        self.document().thread.get(id)?;
        let room = COLUMNS.saturating_sub(used + 2);
        Some(Piece::added(format!("  {}", self.words_of(id, room)), Role::Meta))
    }

    /// The first words of a comment, in so many columns at most.
    pub(super) fn words_of(&self, id: CommentId, room: usize) -> String {
        let Some(comment) = self.document().thread.get(id) else { return String::new() };
        let blocks = from_body(comment.body());
        let words = blocks.iter().map(Block::plain).find(|words| !words.is_empty());
        let words = words.unwrap_or_default();
        let words = words.split_whitespace().take(room).collect::<Vec<_>>().join(" ");
        clip(&words, room).to_owned()
    }

    /// How deep the map goes: as far as it has room for all of a level.
    fn map_depth(&self) -> u32 {
        let thread = &self.document().thread;
        if thread.len() <= MAX_MAP {
            return u32::MAX;
        }
        let mut levels: Vec<usize> = Vec::new();
        for comment in thread.comments() {
            let depth = comment.depth() as usize;
            if depth < MAX_MAP {
                levels.resize(levels.len().max(depth + 1), 0);
            }
            if let Some(level) = levels.get_mut(depth) {
                *level += 1;
            }
        }
        let sums = levels.iter().scan(0, |sum, level| {
            *sum += level;
            Some(*sum)
        });
        let fitting = sums.take_while(|&sum| sum <= MAX_MAP).count();
        u32::try_from(fitting.saturating_sub(1)).unwrap_or(0)
    }

    fn map_sign(&self, comment: Comment<'_>) -> Sign {
        let discussion = self.discussion();
        let search = discussion.search.as_ref();
        if search.is_some_and(|search| search.in_item(comment.id()).next().is_some()) {
            Sign::Found
        } else if discussion.is_read(comment) {
            Sign::None
        } else {
            Sign::New
        }
    }

    fn map_row(&self, comment: Comment<'_>, here: bool) -> Row {
        let discussion = self.discussion();
        let depth = discussion.arrangement().depth(comment) as usize;
        let (sign, sign_role) = match self.map_sign(comment) {
            _ if here => ("▸", Role::Marker),
            Sign::Found => ("∗", Role::Marker),
            Sign::New => ("•", Role::New),
            Sign::None | Sign::Here => (" ", Role::Marker),
        };
        let indent = " ".repeat(1 + depth.min(MAX_INDENT));
        let role = if discussion.is_read(comment) { Role::Read } else { Role::Author };
        let name = if comment.author().is_empty() { "[no name]" } else { comment.author() };
        let score = comment.votes().score.map(|score| format!("  {score:+}")).unwrap_or_default();
        let folded = discussion.is_folded(comment) && comment.descendants() > 0;
        let folded = if folded { format!("  ▸{}", comment.descendants()) } else { String::new() };
        row(&[
            (sign, sign_role),
            (&indent, Role::Guide),
            (clip(name, 30), role),
            (&score, Role::Score),
            (&folded, Role::Meta),
        ])
    }

    /// The links to choose from, numbered: of their words as much as leaves room for their hosts, so
    /// that nobody is led elsewhere by one that is too long to be seen.
    pub(super) fn link_sheet(&self, links: Vec<(String, String)>) -> Sheet {
        const WORDS: usize = 30;
        let (columns, rows) = self.size();
        let widest = (links.len(), usize::MAX);
        let room = usize::from(sheet_areas(columns, rows, widest, SheetPlace::Middle).1.width);
        let line = |(number, (text, address)): (usize, (String, String))| {
            let number = format!("{number:>2}  ");
            let words = (room / 3).min(WORDS);
            let text = format!("{}  ", clip(&text, words));
            let room = room.saturating_sub(width(&number) + width(&text));
            if let Some(label) = linked_note(&address) {
                let note = format!("note {label}");
                let row = row(&[(&number, Role::Marker), (&text, Role::Text), (&note, Role::Meta)]);
                return SheetLine {
                    row,
                    choice: Some(Choice::Link(address)),
                    ..SheetLine::default()
                };
            }
            let told = told_within(&address, room);
            let shown = clip(&told, 200);
            let row = row(&[(&number, Role::Marker), (&text, Role::Text), (shown, Role::Link)]);
            SheetLine { row, choice: Some(Choice::Link(address)), ..SheetLine::default() }
        };
        Sheet::new(About::Links, "Links", (1..).zip(links).map(line).collect())
    }
}

fn row(pieces: &[(&str, Role)]) -> Row {
    let mut row = Row::new(Spot::Head);
    let pieces = pieces.iter().filter(|(text, _)| !text.is_empty());
    row.pieces = pieces.map(|&(text, role)| Piece::added(text, role)).collect();
    row
}

/// What a filter shows, for those who ask by comment.
impl super::Filtered {
    fn is_shown(&self, id: CommentId, arrangement: &Arrangement) -> bool {
        let position = arrangement.position(id);
        self.at_or_after(position) == Some(position)
    }
}
