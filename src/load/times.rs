//! When comments were written, as a copied page prints it.
//!
//! Ages stay as they are printed. A date that names no zone is read as UTC, so that it can be sorted,
//! and the reader is told; one of which nothing on the page tells day and month apart stays as it is.

use crate::model::Created;

use super::age::{Order, PrintedDate, parse_age, parse_date};

/// What a line says of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Seconds ago.
    Ago(u32),
    /// A date.
    Date(PrintedDate),
}

impl When {
    /// The time that `line` as a whole is.
    pub(super) fn of(line: &str) -> Option<When> {
        parse_age(line).map(When::Ago).or_else(|| parse_date(line).map(When::Date))
    }

    /// A number that grows with time, for times that are printed alike. One of a date without a
    /// time of day is none: it stands for any moment of the day.
    pub(super) fn in_order(self) -> Option<i64> {
        match self {
            When::Ago(seconds) => Some(-i64::from(seconds)),
            When::Date(_) => None,
        }
    }
}

/// How the dates of a page are to be read.
#[derive(Default)]
pub(super) struct Dates {
    /// The order of day and month, if any date shows it.
    order: Option<Order>,
    /// Some are read as UTC for want of a zone.
    pub(super) unzoned: bool,
}

impl Dates {
    /// Learns from all `times` of a page.
    pub(super) fn of(times: &(impl Iterator<Item = When> + Clone)) -> Dates {
        let dates = || {
            times.clone().filter_map(|when| match when {
                When::Date(date) => Some(date),
                When::Ago(_) => None,
            })
        };
        let order = dates().map(|date| date.order);
        let order = order.into_iter().find(|o| matches!(o, Order::DayFirst | Order::MonthFirst));
        let read = |date: &PrintedDate| date.order != Order::Open || order.is_some();
        let unzoned = dates().any(|date| date.instant().is_none() && read(&date));
        Dates { order, unzoned }
    }

    /// The time that the page prints as `text`, which says `when`.
    pub(super) fn created(
        &self,
        text: &str,
        when: Option<When>,
    ) -> Created<std::borrow::Cow<'static, str>> {
        let printed = |seconds| Created::Ago { text: text.to_owned().into(), seconds };
        match when {
            None if text.is_empty() => Created::Unknown,
            None => printed(None),
            Some(When::Ago(seconds)) => printed(Some(seconds)),
            Some(When::Date(date)) => {
                let read = match (date.order, self.order) {
                    (Order::Open, None) => None,
                    (Order::Open, Some(Order::MonthFirst)) => date.swapped(),
                    _ => Some(date),
                };
                let instant = read.and_then(|date| date.instant().or_else(|| date.as_if_utc()));
                instant.map_or_else(|| printed(None), Created::At)
            }
        }
    }
}
