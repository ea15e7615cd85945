//! What holds whatever the reader does.

use proptest::prelude::*;
use sidenote::app::{Action, App, Command, Key, Load};
use sidenote::layout::{Spot, Typography};
use sidenote::model::{CommentId, NewComment, ThreadBuilder};
use std::collections::BTreeSet;

use crate::support::{Driver, SAMPLE, again, chain, document};
use crate::typography::typographies;

/// Every key of the keymap but those that leave.
fn keys() -> Vec<Vec<Key>> {
    let keymap = sidenote::app::Keymap::parse(sidenote::app::DEFAULT_KEYMAP).unwrap();
    let left_out = [Action::Quit, Action::Abort, Action::Suspend];
    let wanted = |command: &Command| !left_out.contains(&command.action);
    let firsts = keymap.continuations(&[]);
    let mut keys: Vec<Vec<Key>> = Vec::new();
    for (first, command) in firsts {
        if keymap.find(&[first]) == sidenote::app::Match::Prefix {
            let seconds = keymap.continuations(&[first]);
            keys.extend(
                seconds.into_iter().filter(|(_, c)| wanted(c)).map(|(k, _)| vec![first, k]),
            );
        } else if wanted(&command) {
            keys.push(vec![first]);
        }
    }
    keys.dedup();
    keys
}

#[derive(Clone)]
enum Step {
    Keys(Vec<Key>),
    Resize(u16, u16),
    Search(String),
    Filter(String),
    Typography(Typography),
    /// So many more comments come, of those that are still to come.
    More(usize),
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Step::Keys(keys) => keys.iter().try_for_each(|key| write!(f, "{key}")),
            Step::Resize(columns, rows) => write!(f, "{columns}x{rows}"),
            Step::Search(words) => write!(f, "/{words}"),
            Step::Filter(words) => write!(f, "&{words}"),
            Step::Typography(typography) => write!(f, "{typography:?}"),
            Step::More(count) => write!(f, "+{count}"),
        }
    }
}

fn steps(count: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        20 => prop::sample::select(keys()).prop_map(Step::Keys),
        2 => (1_u16..200, 1_u16..70).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        1 => prop::sample::select(vec!["oil", "the", "Lind", "nowhere", "1911"])
            .prop_map(|words| Step::Search(words.to_owned())),
        1 => prop::sample::select(vec!["oil", "-the", "author:Lind", "score>9", "depth<2", "new", ""])
            .prop_map(|words| Step::Filter(words.to_owned())),
        2 => typographies().prop_map(Step::Typography),
        3 => (1_usize..20).prop_map(Step::More),
    ];
    prop::collection::vec(step, 1..=count)
}

/// What is under the eye in the discussion: a comment, and the row of its header if that is shown.
fn eye(driver: &Driver) -> Option<(CommentId, Option<usize>)> {
    driver.cursor().map(|id| (id, driver.cursor_row()))
}

fn is_fold_or_sort(app: &App, keys: &[Key]) -> bool {
    let sidenote::app::Match::Command(command) = app.keymap().find(keys) else { return false };
    matches!(
        command.action,
        Action::Follow
            | Action::ToggleFold
            | Action::OpenFold
            | Action::CloseFold
            | Action::FoldAll
            | Action::UnfoldAll
            | Action::FoldToDepth
            | Action::NextOrder
    )
}

/// The comment that stands for `id` on the screen: itself, or its outermost folded ancestor.
fn stands_for(app: &App, id: CommentId) -> CommentId {
    let thread = &app.document().thread;
    let discussion = app.discussion();
    if discussion.arrangement().is_flat() {
        return id;
    }
    let folded = |id: &CommentId| discussion.is_folded(thread.get(*id).unwrap());
    thread.ancestors(id).filter(folded).last().unwrap_or(id)
}

/// What must hold of any state.
fn check(driver: &Driver) -> Result<(), TestCaseError> {
    let app = driver.app();
    let thread = &app.document().thread;
    let discussion = app.discussion();

    // The cursor is on a comment that is shown, and in the window if that has any row.
    let shown: Vec<CommentId> = discussion.shown(thread).collect();
    if let Some(cursor) = discussion.cursor() {
        prop_assert!(shown.contains(&cursor), "the cursor is in a fold");
        let lines = discussion.visible();
        let text = lines.iter().any(|line| line.row().is_some_and(|row| row.spot != Spot::Space));
        prop_assert!(
            !text || lines.iter().any(|line| line.item == cursor),
            "the cursor is out of sight"
        );
    }

    // Each comment is shown once, or hidden under exactly one that is.
    let unique: BTreeSet<_> = shown.iter().collect();
    prop_assert_eq!(unique.len(), shown.len());
    let flat = discussion.arrangement().is_flat();
    let hidden: usize = shown
        .iter()
        .filter_map(|&id| thread.get(id))
        .filter(|&comment| discussion.is_folded(comment) && !flat)
        .map(|comment| comment.descendants() as usize)
        .sum();
    match discussion.filter() {
        None => prop_assert_eq!(shown.len() + hidden, thread.len()),
        Some(filter) => {
            prop_assert!(shown.len() <= filter.shown() && filter.shown() <= shown.len() + hidden);
            prop_assert!(driver.app().document().thread.len() >= filter.matches());
        }
    }

    // No row is wider than its pane, but those that are moved sideways.
    let panes = app.panes();
    for line in discussion.visible() {
        let row = line.row().unwrap();
        let room = usize::from(panes.thread.width.saturating_sub(1)).max(4);
        prop_assert!(row.width() <= room, "{} in {room}: {:?}", row.width(), row.text());
    }
    for line in app.reader().visible() {
        let row = line.row().unwrap();
        let room = app.reader().layout().unwrap().measure.max(2);
        prop_assert!(
            row.wide || row.width() <= room,
            "{} in {room}: {:?}",
            row.width(),
            row.text()
        );
    }
    driver.cells();
    Ok(())
}

/// A document that comes bit by bit: its comments as they stand in it, or the last first, so that
/// replies come before what they answer.
struct Coming {
    builder: ThreadBuilder,
    rest: std::vec::IntoIter<NewComment<'static>>,
}

impl Coming {
    fn more(&mut self, count: usize) -> Load {
        for comment in self.rest.by_ref().take(count) {
            self.builder.push(comment);
        }
        Load::Thread(Box::new(self.builder.snapshot()))
    }
}

/// The name of the cursor's comment, and the row of its header if that is shown.
fn named_eye(driver: &Driver) -> Option<(String, Option<usize>)> {
    let (id, row) = eye(driver)?;
    Some((driver.app().document().thread.get(id)?.name().to_owned(), row))
}

fn run(text: &str, backwards: bool, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let document = document("any.json", text);
    let mut comments = again(&document);
    if backwards {
        comments.reverse();
    }
    let mut coming = Coming { builder: ThreadBuilder::default(), rest: comments.into_iter() };
    let article = Load::Article(Box::new(document.article));
    let mut driver = Driver::empty((100, 30)).receive(article).receive(coming.more(20)).keys("tab");
    for step in steps {
        let before = eye(&driver);
        let mut keeps_place = false;
        if let Step::More(count) = step {
            let moved = driver.app().discussion().moved;
            let filtered = driver.app().discussion().filter().is_some();
            let before = named_eye(&driver);
            driver = driver.receive(coming.more(count));
            check(&driver)?;
            // What comes may change what a filter leaves, and whose fold hides the place.
            let thread = &driver.app().document().thread;
            let hidden = before.as_ref().and_then(|(name, _)| thread.find_id(name));
            let hidden = hidden.is_some_and(|id| stands_for(driver.app(), id) != id);
            if let Some((name, row)) = before.filter(|_| moved && !filtered && !hidden) {
                let (now, now_row) = named_eye(&driver).unwrap();
                prop_assert_eq!(now, name, "what comes moves the reader to another comment");
                let top = driver.app().discussion().visible().first();
                let at_top = top.is_some_and(|line| {
                    let first = driver.app().discussion().shown(thread).next();
                    line.index == 0 && first == Some(line.item)
                });
                prop_assert!(row.is_none() || at_top || now_row == row, "{row:?} to {now_row:?}");
            }
            continue;
        }
        match step {
            Step::More(_) => {}
            Step::Keys(keys) => {
                keeps_place = is_fold_or_sort(driver.app(), &keys)
                    && *driver.app().mode() == sidenote::app::Mode::Reading
                    && driver.app().typed().is_empty()
                    && driver.focus() == sidenote::app::Pane::Thread;
                for key in keys {
                    driver.press(key);
                }
            }
            Step::Resize(columns, rows) => {
                keeps_place = true;
                driver.resize(columns, rows);
            }
            Step::Search(words) => driver = driver.keys("esc esc esc /").enter(&words),
            Step::Filter(words) => driver = driver.keys("esc esc esc &").enter(&words),
            Step::Typography(typography) => {
                keeps_place = true;
                driver.set_typography(typography);
            }
        }
        check(&driver)?;
        if let (true, Some((id, row))) = (keeps_place, before) {
            let id = stands_for(driver.app(), id);
            let height = usize::from(driver.app().panes().thread.height);
            if let Some(row) = row.filter(|_| height > 0) {
                prop_assert_eq!(driver.cursor(), Some(id), "the eye is on another comment");
                let wanted = row.min(height - 1);
                let now = driver.cursor_row();
                let top = driver.app().discussion().visible().first();
                let at_top = top.is_some_and(|line| {
                    let thread = &driver.app().document().thread;
                    line.index == 0
                        && driver.app().discussion().shown(thread).next() == Some(line.item)
                });
                prop_assert!(
                    now == Some(wanted) || at_top && now.is_some_and(|now| now < wanted),
                    "the place moved from row {wanted} to {now:?}"
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_and_sizes_lose_the_place_or_a_comment(steps in steps(200)) {
        run(SAMPLE, false, steps)?;
    }

    #[test]
    fn not_where_replies_come_before_what_they_answer(steps in steps(200)) {
        run(SAMPLE, true, steps)?;
    }

    #[test]
    fn not_in_a_deep_thread_either(steps in steps(200), backwards in any::<bool>()) {
        run(&chain(60), backwards, steps)?;
    }
}

#[test]
fn the_article_keeps_its_top_line_through_any_width() {
    let mut driver = Driver::read("sample.json", SAMPLE, (100, 30)).keys("space space");
    let place = driver.app().reader().place();
    for columns in (12..200).chain((12..200).rev()) {
        driver.resize(columns, 30);
        let (item, spot) = driver.app().reader().place();
        assert_eq!(item, place.0, "at {columns} columns");
        assert!(spot <= place.1, "at {columns} columns the line starts behind the word");
    }
}
