//! Everything that a key can do: one list, from which the keymap and help are checked and made.

/// Where a key is pressed, for keys that do different things in the two panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Going through text.
    Scrolling,
    /// Going through the tree of comments, or the article's parts.
    Moving,
    /// Folding.
    Folding,
    /// Finding and ordering.
    Finding,
    /// Panes and the program.
    Program,
}

impl Group {
    /// Every group, in the order of help.
    pub const ALL: [Group; 5] =
        [Group::Scrolling, Group::Moving, Group::Folding, Group::Finding, Group::Program];

    /// Its heading in help.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Group::Scrolling => "Scrolling",
            Group::Moving => "Moving about",
            Group::Folding => "Folding",
            Group::Finding => "Searching and sorting",
            Group::Program => "Panes and program",
        }
    }
}

macro_rules! actions {
    ($($variant:ident, $name:literal, $group:ident, $help:literal;)*) => {
        /// Something that a key can do. A count typed before the key comes with it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $(#[doc = $help] $variant,)*
        }

        impl Action {
            /// Every action, in the order of help.
            pub const ALL: &[Action] = &[$(Action::$variant),*];

            /// Its name in a keymap.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Action::$variant => $name),* }
            }

            /// What it does, in a line: in the discussion, and after ` | ` in the article, where
            /// that differs.
            #[must_use]
            pub fn help(self) -> &'static str {
                match self { $(Action::$variant => $help),* }
            }

            /// Where it stands in help.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $(Action::$variant => Group::$group),* }
            }
        }
    };
}

actions! {
    Next, "next", Moving, "next comment; one taller than the screen scrolls first | line down";
    Previous, "previous", Moving, "previous comment | line up";
    LineDown, "line-down", Scrolling, "line down";
    LineUp, "line-up", Scrolling, "line up";
    PageDown, "page-down", Scrolling, "page down";
    PageUp, "page-up", Scrolling, "page up";
    HalfPageDown, "half-page-down", Scrolling, "half a page down";
    HalfPageUp, "half-page-up", Scrolling, "half a page up";
    First, "first", Scrolling, "first comment, or comment n | top, or line n";
    Last, "last", Scrolling, "last comment, or comment n | bottom, or line n";
    Percent, "percent", Scrolling, "n % of the way";
    Left, "left", Folding, "fold, then parent | scroll wide code left";
    Right, "right", Folding, "unfold, then first reply | scroll wide code right";
    NextSibling, "next-sibling", Moving, "next sibling | next paragraph";
    PreviousSibling, "previous-sibling", Moving, "previous sibling | previous paragraph";
    NextThread, "next-thread", Moving, "next thread | next heading";
    PreviousThread, "previous-thread", Moving, "previous thread | previous heading";
    Parent, "parent", Moving, "parent | heading of this section";
    Root, "root", Moving, "start of this thread | title";
    ToggleFold, "toggle-fold", Folding, "fold or unfold | fold or unfold this section";
    OpenFold, "open-fold", Folding, "unfold | unfold this section";
    CloseFold, "close-fold", Folding, "fold | fold this section";
    FoldAll, "fold-all", Folding, "fold everything";
    UnfoldAll, "unfold-all", Folding, "unfold everything";
    FoldToDepth, "fold-to-depth", Folding, "fold what is deeper than n replies | than heading n";
    Search, "search", Finding, "search; small letters find large ones too";
    NextMatch, "next-match", Finding, "next match; without a search next thread | next heading";
    PreviousMatch, "previous-match", Finding, "previous match; without a search previous thread | previous heading";
    Clear, "clear", Finding, "clear the search";
    NextOrder, "next-order", Finding, "next order: as given, most voted, newest, oldest, …";
    OtherPane, "other-pane", Program, "other pane";
    NextSplit, "next-split", Program, "panes side by side, stacked, or one";
    Help, "help", Program, "these keys";
    Redraw, "redraw", Program, "draw the screen anew";
    Suspend, "suspend", Program, "back to the shell; `fg` returns";
    Quit, "quit", Program, "close this, or quit";
    Abort, "abort", Program, "quit at once";
}

impl Action {
    /// The action called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL.iter().copied().find(|action| action.name() == name)
    }

    /// The rows that a scrolling action moves by in a window whose pages have `page` rows: down,
    /// or up if negative. 0 for an action that does not scroll.
    #[must_use]
    pub fn rows(self, page: usize, count: Option<usize>) -> isize {
        let count = isize::try_from(count.unwrap_or(1).min(MAX_REPEATS)).unwrap_or(1);
        let page = isize::try_from(page.max(1)).unwrap_or(1);
        match self {
            Action::Next | Action::LineDown => count,
            Action::Previous | Action::LineUp => -count,
            Action::PageDown => page.saturating_mul(count),
            Action::PageUp => page.saturating_mul(-count),
            Action::HalfPageDown => (page / 2).max(1).saturating_mul(count),
            Action::HalfPageUp => (page / 2).max(1).saturating_mul(-count),
            _ => 0,
        }
    }
}

/// How often a counted key repeats, and how many pages it scrolls, at most: a slip on the number
/// keys must not hold the program up. Going far is what `G` and `%` are for.
const MAX_REPEATS: usize = 1_000;

/// Does `step` until it fails, at most `times` times (or a thousand); says whether it worked at all.
pub(super) fn repeat(times: usize, mut step: impl FnMut() -> bool) -> bool {
    let mut done = 0;
    while done < times.min(MAX_REPEATS) && step() {
        done += 1;
    }
    done > 0
}
