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
    /// What was read, and what is new.
    Reading,
    /// Finding and ordering.
    Finding,
    /// Facts about the place and the whole.
    Looking,
    /// Links, copies, other programs.
    Taking,
    /// Panes and the program.
    Program,
}

impl Group {
    /// Every group, in the order of help.
    pub const ALL: [Group; 8] = [
        Group::Scrolling,
        Group::Moving,
        Group::Folding,
        Group::Reading,
        Group::Finding,
        Group::Looking,
        Group::Taking,
        Group::Program,
    ];

    /// Its heading in help.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Group::Scrolling => "Scrolling",
            Group::Moving => "Moving about",
            Group::Folding => "Folding",
            Group::Reading => "Read and unread",
            Group::Finding => "Searching and sorting",
            Group::Looking => "Looking around",
            Group::Taking => "Links, copies, other programs",
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
    Left, "left", Folding, "fold, then parent | scroll wide code and tables left";
    Right, "right", Folding, "unfold, then first reply | scroll wide code and tables right";
    NextSibling, "next-sibling", Moving, "next sibling | next paragraph";
    PreviousSibling, "previous-sibling", Moving, "previous sibling | previous paragraph";
    NextThread, "next-thread", Moving, "next thread | next heading";
    PreviousThread, "previous-thread", Moving, "previous thread | previous heading";
    Parent, "parent", Moving, "parent | heading of this section";
    NextAuthor, "next-author", Moving, "next comment by this author | next paragraph";
    PreviousAuthor, "previous-author", Moving, "previous comment by this author | previous paragraph";
    Root, "root", Moving, "start of this thread | title";
    Follow, "follow", Folding, "fold or unfold | fold a heading, leave a note; else to quotes or links";
    ToggleFold, "toggle-fold", Folding, "fold or unfold | fold or unfold this section";
    OpenFold, "open-fold", Folding, "unfold | unfold this section";
    CloseFold, "close-fold", Folding, "fold | fold this section";
    FoldAll, "fold-all", Folding, "fold everything";
    UnfoldAll, "unfold-all", Folding, "unfold everything";
    FoldToDepth, "fold-to-depth", Folding, "fold what is deeper than n replies | than heading n";
    NextNew, "next-new", Reading, "next unread comment | next paragraph that is quoted";
    PreviousNew, "previous-new", Reading, "previous unread comment | previous paragraph that is quoted";
    Done, "done", Reading, "done with this branch: read, folded, on to the next";
    ToggleRead, "toggle-read", Reading, "read or unread";
    CatchUp, "catch-up", Reading, "mark everything as read";
    Quotes, "quotes", Folding, "show or fold quoted text";
    Spoilers, "spoilers", Folding, "show or cover what authors hid";
    Pictures, "pictures", Folding, "show the article's pictures, or their captions alone";
    Search, "search", Finding, "search; small letters find large ones too";
    NextMatch, "next-match", Finding, "next match; without a search next thread | next heading";
    PreviousMatch, "previous-match", Finding, "previous match; without a search previous thread | previous heading";
    Filter, "filter", Finding, "filter: words /regex/ author:… score>… depth<… new -not";
    Clear, "clear", Finding, "clear the search, then the filter";
    NextOrder, "next-order", Finding, "next order: as given, most voted, newest, oldest, …";
    OrderMenu, "order-menu", Finding, "choose the order";
    Peek, "peek", Looking, "the comments that this one answers | the comments on this paragraph, and notes";
    Passage, "passage", Looking, "to the passage that this comment quotes | to the comments on this paragraph";
    Comments, "comments", Looking, "to the passage that this comment quotes | to the comments on this paragraph";
    Map, "map", Looking, "map of the discussion | outline";
    Threads, "threads", Looking, "list of the threads, newest activity first";
    Facts, "facts", Looking, "facts: who, when, how deep, who with whom";
    Where, "where", Looking, "where am I: exact times and numbers";
    Mark, "mark", Moving, "remember this place as a letter";
    Jump, "jump", Moving, "go to the place with a letter; twice: back";
    JumpBack, "jump-back", Moving, "back to where the last jump was made";
    OpenLink, "open-link", Taking, "open a link or go to a note, or link n";
    OpenPermalink, "open-permalink", Taking, "open this comment's own page | the article's page";
    CopyLink, "copy-link", Taking, "copy the address of this comment | of the article";
    CopyText, "copy-text", Taking, "copy this comment's text | this paragraph's";
    Pipe, "pipe", Taking, "pipe this comment, or its folded branch, to a command | the article";
    Edit, "edit", Taking, "open this comment, or its folded branch, in the editor | the article";
    OtherPane, "other-pane", Program, "other pane";
    NextSplit, "next-split", Program, "panes side by side, stacked, or one";
    SplitLeft, "split-left", Program, "move the line between the panes left, or up";
    SplitRight, "split-right", Program, "move the line between the panes right, or down";
    Wider, "wider", Program, "wider column of text";
    Narrower, "narrower", Program, "narrower column of text";
    FocusMode, "focus-mode", Program, "dim everything but the comment at hand | the paragraph";
    CommandLine, "command-line", Program, "type a command: sort, filter, w FILE, set, help, …";
    Help, "help", Program, "these keys; / searches them, Enter runs one";
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

    /// Whether it can go far: what it leaves is worth coming back to.
    #[must_use]
    pub(super) fn is_jump(self) -> bool {
        matches!(
            self,
            Action::First
                | Action::Last
                | Action::Percent
                | Action::NextThread
                | Action::PreviousThread
                | Action::Parent
                | Action::Root
                | Action::NextAuthor
                | Action::PreviousAuthor
                | Action::NextNew
                | Action::PreviousNew
        )
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
