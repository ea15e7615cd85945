//! A comment as rows: the lines that show whom it answers, its header, its text.
//!
//! Each level of depth is set in by two columns, further down by one, and then no more: text never
//! falls under 40 columns, or two thirds of a narrow pane, and the depth is written as a number.

use super::blocks::{Style, block_rows};
use super::row::{Face, Piece, Role, Row, Spot};
use super::typography::Typography;
use crate::markup::from_body;
use crate::model::{Arrangement, Block, Comment, CommentId, Created, State, Thread};
use crate::text::{Language, ago, clip, width};

/// Text in a comment has at least this many columns, while the pane has half as many more.
const MIN_TEXT: usize = 40;
/// How far up a line of ancestors is followed to draw which of them have replies to come.
const MAX_CLIMB: u32 = 256;
/// Columns of the bar that a comment's own text stands behind.
const BAR: usize = 2;

/// How deep replies are set in, in a pane of some width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indents {
    columns: usize,
    /// Levels of two columns.
    double: u32,
    /// Levels of one column, below those.
    single: u32,
}

impl Indents {
    /// For a pane of `columns`.
    #[must_use]
    pub fn new(columns: usize) -> Indents {
        let text = MIN_TEXT.min(columns * 2 / 3);
        let room = u32::try_from(columns.saturating_sub(text + BAR)).unwrap_or(u32::MAX);
        let double = room / 4;
        Indents { columns, double, single: room - 2 * double }
    }

    /// The columns that stand before the header of a comment at `depth`.
    #[must_use]
    pub fn before(self, depth: u32) -> usize {
        let double = depth.min(self.double);
        (double * 2 + depth.saturating_sub(double).min(self.single)) as usize
    }

    /// The deepest level that still looks different from the one above.
    fn deepest(self) -> u32 {
        self.double + self.single
    }

    /// The columns for text at `depth`, at most `widest`.
    #[must_use]
    pub fn measure(self, depth: u32, widest: usize) -> usize {
        self.columns.saturating_sub(self.before(depth) + BAR).clamp(1, widest.max(1))
    }
}

/// What a comment's rows depend on.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, in any mixture")]
pub struct CommentRows<'a> {
    /// The thread.
    pub thread: &'a Thread,
    /// Its order.
    pub arrangement: &'a Arrangement,
    /// The room.
    pub indents: Indents,
    /// How paragraphs are set.
    pub typography: Typography,
    /// The language of the comments, if it is known: that of the article.
    pub language: Option<Language>,
    /// The time that ages are counted from, in UTC seconds.
    pub now: i64,
    /// Whether its text and replies are hidden.
    pub folded: bool,
    /// Whether an empty row stands above it.
    pub spaced: bool,
    /// Whether it was read.
    pub read: bool,
    /// Whether each quote in it is one line.
    pub quotes_folded: bool,
    /// Whether it stands on its own, without the lines of its thread.
    pub alone: bool,
}

/// The text of a comment as its rows name the bytes: the author, the subject if there is one, the
/// words, a line end between.
#[must_use]
pub fn comment_text(comment: Comment<'_>) -> String {
    let blocks = from_body(comment.body());
    let mut text = comment.author().to_owned();
    if let Some(subject) = comment.subject() {
        text.push('\n');
        text.push_str(subject);
    }
    for block in &blocks {
        text.push('\n');
        text.push_str(&block.plain());
    }
    text
}

/// How many bytes of that text its header shows.
#[must_use]
pub fn head_bytes(comment: Comment<'_>) -> usize {
    comment.author().len() + comment.subject().map_or(0, |subject| 1 + subject.len())
}

/// The rows of the comment `id`; none if the thread has no such comment.
///
/// Costs what this comment costs to parse and wrap, and at most 256 steps up to its ancestors.
#[must_use]
pub fn comment_rows(id: CommentId, how: CommentRows<'_>) -> Vec<Row> {
    let Some(comment) = how.thread.get(id) else { return Vec::new() };
    let depth = if how.alone { 0 } else { how.arrangement.depth(comment) };
    let guides = Guides::new(comment, depth, how);
    let blocks = from_body(comment.body());
    let mut rows = Vec::new();
    if how.spaced {
        rows.push(guides.space());
    }
    rows.push(header(comment, depth, &guides, &blocks, how));
    if !how.folded {
        let prefix = guides.text();
        let typography = how.typography.clamped();
        let style = Style {
            measure: how.indents.measure(depth, typography.measure),
            wrap_code: true,
            role: Role::Text,
            typography,
            language: how.language,
            picture: None,
        };
        for mut row in body(comment, &blocks, how.quotes_folded, style) {
            row.pieces.splice(0..0, prefix.iter().cloned());
            rows.push(row);
        }
    }
    rows
}

fn body(comment: Comment<'_>, blocks: &[Block], quotes_folded: bool, style: Style) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut base = head_bytes(comment) + 1;
    let mut before: Option<&Block> = None;
    for block in blocks {
        if !(quotes_folded && block.is_quoted()) {
            rows.append(&mut block_rows(block, before, base, style));
        } else if !before.is_some_and(Block::is_quoted) {
            rows.push(folded_quote(block, base, style.measure));
        }
        base += block.plain().len() + 1;
        before = Some(block);
    }
    let mut note = |words: String| {
        let mut row = Row::new(Spot::Text(base));
        row.pieces.push(Piece::added(clip(&words, style.measure), Role::Meta));
        rows.push(row);
    };
    match comment.state() {
        State::Live if blocks.is_empty() => note("(no text)".to_owned()),
        State::Live => {}
        State::Deleted => note("deleted by its author".to_owned()),
        State::Removed => note("removed by a moderator".to_owned()),
        State::NotLoaded => note("not loaded".to_owned()),
    }
    match comment.more() {
        0 => {}
        1 => note("… 1 more reply is not loaded".to_owned()),
        more => note(format!("… {more} more replies are not loaded")),
    }
    rows
}

/// A quote in one line: its first words.
fn folded_quote(block: &Block, base: usize, measure: usize) -> Row {
    let mut line = Line { row: Row::new(Spot::Text(base)), room: measure };
    line.push("▎ ", Role::Guide);
    let words = block.plain().split_whitespace().take(measure).collect::<Vec<_>>().join(" ");
    line.push(clip(&words, measure.saturating_sub(4)), Role::Quote);
    line.push(" …", Role::Meta);
    line.row
}

fn header(
    comment: Comment<'_>,
    depth: u32,
    guides: &Guides,
    blocks: &[Block],
    how: CommentRows<'_>,
) -> Row {
    let mut row = Row::new(Spot::Head);
    row.pieces = guides.header();
    let used: usize = row.pieces.iter().map(|piece| width(&piece.text)).sum();
    let mut line = Line { row, room: how.indents.columns.saturating_sub(used) };

    let folded = how.folded;
    let parent = comment.descendants() > 0 && !how.arrangement.is_flat() && !how.alone;
    line.push(
        if folded {
            "▸ "
        } else if parent {
            "▾ "
        } else {
            "• "
        },
        Role::Marker,
    );
    if depth > how.indents.deepest() {
        line.push(&format!("{depth}› "), Role::Meta);
    }
    let name = named(comment);
    let source = (!comment.author().is_empty()).then_some(0);
    line.push_from(name, if how.read { Role::Read } else { Role::Author }.into(), source);
    for role in comment.roles() {
        line.push("  ", Role::Meta);
        line.push(&badge(role), Role::Badge);
    }
    if let Some(score) = comment.votes().score {
        line.push("  ", Role::Meta);
        line.push(&format!("{score:+}"), Role::Score);
    }
    let facts = facts(comment, how, folded);
    if let Some(subject) = comment.subject() {
        line.push_subject(subject, comment.author().len() + 1, width(&facts));
    }
    if !facts.is_empty() {
        line.push("  ", Role::Meta);
        line.push(&facts, Role::Meta);
    }
    let answered = comment.parent().filter(|_| how.arrangement.is_flat());
    if let Some(guess) = guess(comment, how.thread) {
        line.push(if facts.is_empty() { "  " } else { " · " }, Role::Meta);
        line.push_kept(&guess, "?", Role::Unsure);
    } else if let Some(parent) = answered.and_then(|parent| how.thread.get(parent)) {
        line.push(if facts.is_empty() { "  " } else { " · " }, Role::Meta);
        line.push(&format!("answers {}", named(parent)), Role::Meta);
    }
    if folded {
        snippet(&mut line, comment, blocks);
    }
    line.row
}

fn named(comment: Comment<'_>) -> &str {
    match (comment.author(), comment.state()) {
        ("", State::Deleted) => "[deleted]",
        ("", State::Removed) => "[removed]",
        ("", State::NotLoaded) => "[not here]",
        ("", _) => "[no name]",
        (name, _) => name,
    }
}

/// The date, whether it was edited, how many replies.
fn facts(comment: Comment<'_>, how: CommentRows<'_>, folded: bool) -> String {
    let mut facts = Vec::new();
    match comment.created() {
        Created::Unknown => {}
        Created::At(seconds) => facts.push(ago(seconds, how.now)),
        Created::Ago { text, .. } => facts.push(text.to_owned()),
    }
    if comment.edited() {
        facts.push("edited".to_owned());
    }
    let hides = folded && !how.arrangement.is_flat() && comment.descendants() > 0;
    match comment.descendants() {
        0 => {}
        1 => facts.push("1 reply".to_owned()),
        replies => facts.push(format!("{replies} replies")),
    }
    if let Some(replies) = facts.last_mut().filter(|_| hides) {
        replies.push_str(" folded");
    }
    facts.retain(|fact| !fact.is_empty());
    facts.join(" · ")
}

/// Whom it seems to answer, where that is not sure.
fn guess(comment: Comment<'_>, thread: &Thread) -> Option<String> {
    if comment.confidence().is_sure() {
        return None;
    }
    match comment.parent().and_then(|parent| thread.get(parent)) {
        Some(parent) => Some(format!("answers {}?", parent.author())),
        None => Some("answers somebody?".to_owned()),
    }
}

/// The first words of a folded comment, as far as they fit.
fn snippet(line: &mut Line, comment: Comment<'_>, blocks: &[Block]) {
    const LEAST: usize = 12;
    if line.room < LEAST + 3 {
        return;
    }
    let words = blocks.iter().map(Block::plain).find(|words| !words.is_empty());
    if let Some(words) = words.filter(|_| comment.state() == State::Live) {
        let words = words.split_whitespace().take(line.room).collect::<Vec<_>>().join(" ");
        line.push("  ", Role::Meta);
        line.push(&words, Role::Quote);
    }
}

/// A role in the words of the field.
fn badge(role: &str) -> String {
    match role {
        "op" => "OP".to_owned(),
        "author" => "AUTHOR".to_owned(),
        "moderator" => "MOD".to_owned(),
        other => other.to_uppercase(),
    }
}

/// A row that takes pieces while there is room, and ends in `…` where there is none.
struct Line {
    row: Row,
    room: usize,
}

impl Line {
    fn push(&mut self, text: &str, role: Role) {
        self.push_from(text, role.into(), None);
    }

    /// Pushes text that ends in a sign which is kept where the text has to be cut.
    fn push_kept(&mut self, text: &str, sign: &str, role: Role) {
        let columns = width(text);
        if columns > self.room && self.room > width(sign) {
            let cut = clip(text, self.room - width(sign) - 1).to_owned();
            self.push(&format!("{cut}…{sign}"), role);
        } else {
            self.push(text, role);
        }
    }

    /// Pushes a subject, which leaves room for `facts` columns behind it if that leaves enough to it.
    fn push_subject(&mut self, subject: &str, source: usize, facts: usize) {
        /// A subject in fewer columns says nothing.
        const LEAST: usize = 20;
        /// What stands before it, and before the facts.
        const GAPS: usize = 4;
        let behind = Some(facts).filter(|&facts| self.room >= facts + GAPS + LEAST);
        self.push("  ", Role::Meta);
        let kept = behind.map_or(0, |facts| facts + 2).min(self.room);
        self.room -= kept;
        self.push_from(subject, Role::Heading.into(), Some(source));
        self.room += kept;
    }

    fn push_from(&mut self, text: &str, face: Face, source: Option<usize>) {
        let columns = width(text);
        let text = if columns <= self.room {
            self.room -= columns;
            text.to_owned()
        } else if self.room > 0 {
            let cut = format!("{}…", clip(text, self.room - 1));
            self.room = 0;
            cut
        } else {
            return;
        };
        self.row.pieces.push(Piece { text, face, source, link: None });
    }
}

/// The lines left of a comment.
struct Guides {
    /// For each level that is drawn and above the comment's own: its columns, and whether the
    /// ancestor there has siblings to come.
    levels: Vec<(usize, bool)>,
    /// The same of the comment itself, for the branch that leads to its header.
    branch: Option<(usize, bool)>,
    sure: bool,
}

impl Guides {
    fn new(comment: Comment<'_>, depth: u32, how: CommentRows<'_>) -> Guides {
        let deepest = how.indents.deepest();
        let columns = |level: u32| how.indents.before(level + 1) - how.indents.before(level);
        let shown = depth.min(deepest);
        let mut levels: Vec<(usize, bool)> =
            (0..shown.saturating_sub(1)).map(|level| (columns(level), true)).collect();
        let continues = |comment: Comment<'_>| {
            let parent = comment.parent().and_then(|parent| how.thread.get(parent));
            parent.is_some_and(|parent| how.arrangement.end(comment) < how.arrangement.end(parent))
        };
        if depth.saturating_sub(deepest) < MAX_CLIMB {
            // The line at a level belongs to the replies one level further down.
            for above in how.thread.ancestors(comment.id()).filter_map(|id| how.thread.get(id)) {
                let level = above.depth().checked_sub(1).map(|level| level as usize);
                if let Some(level) = level.and_then(|level| levels.get_mut(level)) {
                    level.1 = continues(above);
                }
            }
        }
        let branch =
            (shown > 0).then(|| (columns(shown - 1), depth > deepest || continues(comment)));
        Guides { levels, branch, sure: comment.confidence().is_sure() }
    }

    fn line(&self) -> String {
        let mut line = String::new();
        for &(columns, continues) in &self.levels {
            line.push(if continues { '│' } else { ' ' });
            line.extend(std::iter::repeat_n(' ', columns - 1));
        }
        line
    }

    fn header(&self) -> Vec<Piece> {
        let mut line = self.line();
        if let Some((columns, continues)) = self.branch {
            line.push(if continues { '├' } else { '└' });
            let arm = if self.sure { '─' } else { '╌' };
            line.extend(std::iter::repeat_n(arm, columns - 1));
        }
        added(line)
    }

    fn text(&self) -> Vec<Piece> {
        let mut line = self.line();
        if let Some((columns, continues)) = self.branch {
            line.push(if continues { '│' } else { ' ' });
            line.extend(std::iter::repeat_n(' ', columns - 1));
        }
        line.push_str("│ ");
        added(line)
    }

    fn space(&self) -> Row {
        let mut line = self.line();
        if self.branch.is_some() {
            line.push('│');
        }
        Row { pieces: added(line), ..Row::new(Spot::Space) }
    }
}

fn added(line: String) -> Vec<Piece> {
    if line.is_empty() { Vec::new() } else { vec![Piece::added(line, Role::Guide)] }
}
