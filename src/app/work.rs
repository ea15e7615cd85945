//! What takes longer than a key may: searches and filters go through a long discussion a slice at a
//! time, so that every key works meanwhile, and what is found shows as it is found.

use super::filter::{Filter, Filtered, Filtering};
use super::jumps::Place;
use super::thread::AT_ONCE;
use super::{App, Asked, Mode, Pane};

/// How many bytes of comments a slice goes through, about: some milliseconds.
const SLICE: usize = 8 << 20;

/// A filter on its way.
#[derive(Debug)]
pub(super) struct Filters {
    filtering: Filtering,
    /// What was typed, for what is told at the end; none while it is being typed, and none where it
    /// is the filter that was in force before more comments came.
    asked: Option<String>,
    /// Whether it is to be put in force.
    applies: bool,
}

/// A search on its way to its first match.
#[derive(Debug)]
pub(super) struct Seeking {
    /// Where the reader was.
    left: Option<Place>,
    pattern: String,
}

impl App {
    /// Whether there is something to go on with when there is time.
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.filtering.as_ref().is_some_and(|filters| !self.is_through(filters))
            || self.thread.search.as_ref().is_some_and(|search| !search.is_complete())
    }

    fn is_through(&self, filters: &Filters) -> bool {
        !filters.applies && filters.filtering.percent(&self.document.thread) >= 100
    }

    /// Does a slice of it.
    pub(super) fn work(&mut self) {
        if self.filtering.as_ref().is_some_and(|filters| !self.is_through(filters)) {
            self.filter_on(SLICE);
        } else if !self.thread.search_on(&self.document.thread, SLICE) || self.seeking.is_some() {
            self.seek();
        }
    }

    /// Something else was pressed: what is found does not move the reader any more.
    pub(super) fn stop_seeking(&mut self) {
        self.seeking = None;
    }

    /// Begins to search the comments, and goes to the first match that follows.
    pub(super) fn search_thread(&mut self, pattern: &str) {
        let left = self.place();
        self.thread.moved = true;
        self.thread.find(&self.document.thread, pattern);
        self.seeking = Some(Seeking { left, pattern: pattern.to_owned() });
        self.seek();
    }

    /// Goes to the first match that follows if it is known.
    fn seek(&mut self) {
        let Some(search) = &self.thread.search else { return };
        if self.seeking.is_none() {
            return;
        }
        if search.is_complete() && search.is_empty() {
            if let Some(seeking) = self.seeking.take() {
                self.tell_nothing_found(&seeking.pattern);
            }
        } else if self.thread.knows_next_match() {
            self.thread.step_match(&self.document.thread, true);
            if let Some(left) = self.seeking.take().and_then(|seeking| seeking.left) {
                self.jumps.leave(left);
            }
            self.tell_match();
        } else {
            let all = self.document.thread.len().max(1);
            self.tell(format!("/{}  … {} %", search.pattern, search.searched * 100 / all));
        }
    }

    /// Begins to filter; `asked` is what was typed.
    pub(super) fn begin_filter(&mut self, filter: Filter, asked: &str) {
        self.focus = Pane::Thread;
        self.thread.moved = true;
        let counted = self.filtering.take().map(|filters| filters.filtering);
        // What was counted while it was typed need not be looked at again.
        let counted = counted.filter(|counted| counted.filter.text == filter.text);
        let filtering = counted.unwrap_or_else(|| Filtering::new(filter));
        self.filtering = Some(Filters { filtering, asked: Some(asked.to_owned()), applies: true });
        self.filter_on(AT_ONCE);
    }

    /// More comments have come, and others may stand where they stood: a filter on its way begins
    /// anew, or else the one that was in force does.
    pub(super) fn filter_again(&mut self, in_force: Option<Filter>) {
        let on_its_way = self.filtering.take();
        let anew = |filters: Filters| {
            let filtering = Filtering::new(filters.filtering.filter);
            Filters { filtering, ..filters }
        };
        let applied = in_force.map(|filter| Filters {
            filtering: Filtering::new(filter),
            asked: None,
            applies: true,
        });
        self.filtering = match on_its_way {
            Some(filters) if filters.applies || applied.is_none() => Some(anew(filters)),
            _ => applied,
        };
        self.filter_on(AT_ONCE);
    }

    /// Begins to count what a filter would leave, which is being typed; goes on counting if it is
    /// the same as before.
    pub(super) fn count_filtered(&mut self, filter: Option<Filter>) {
        let filtering = filter.map(Filtering::new);
        self.filtering =
            filtering.map(|filtering| Filters { filtering, asked: None, applies: false });
        self.filter_on(SLICE);
    }

    fn filter_on(&mut self, budget: usize) {
        let Some(mut filters) = self.filtering.take() else { return };
        let thread = &self.document.thread;
        let through = self.thread.go_on(thread, &mut filters.filtering, budget);
        let (matches, all) = (filters.filtering.matches(), thread.len());
        let percent = filters.filtering.percent(thread);
        if !filters.applies {
            if let Mode::Asking(ask) = &mut self.mode
                && ask.what == Asked::Filter
            {
                let so_far = if through { String::new() } else { format!(" … {percent} %") };
                ask.hint = format!("{matches} of {all} match{so_far}");
                self.filtering = Some(filters);
            }
            return;
        }
        if !through {
            self.tell(format!("filtering … {percent} %, {matches} match; Esc stops it"));
            self.filtering = Some(filters);
            return;
        }
        self.thread.set_filter(thread, Some(filters.filtering));
        if let Some(line) = filters.asked {
            let shown = self.thread.filter().map_or(0, Filtered::shown);
            self.tell(match matches {
                0 => format!("nothing matches {line}"),
                _ => format!("{matches} of {all} match; {shown} shown with what they answer"),
            });
        }
    }

    /// A filter is not typed any more.
    pub(super) fn stop_counting(&mut self) {
        // What was counted may be what comes into force now: `begin_filter` takes it then.
        if let Some(filters) = &self.filtering
            && !filters.applies
            && self.mode == Mode::Reading
        {
            self.filtering = None;
        }
    }

    /// Stops a filter that is on its way. Says whether there was one.
    pub(super) fn stop_filtering(&mut self) -> bool {
        self.filtering.take_if(|filters| filters.applies).is_some()
    }
}
