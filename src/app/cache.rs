//! Rows that were laid out lately.

use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

use crate::layout::Row;

/// How many rows are kept unless the reader says otherwise: some hundred screens.
pub(super) const ROWS: usize = 20_000;

/// Rows by what they depend on. Emptied when full: what is on the screen is soon back.
#[derive(Clone, Debug)]
pub(super) struct RowCache<K> {
    items: HashMap<K, Rc<[Row]>>,
    /// How many rows are kept, and how many may be.
    rows: usize,
    limit: usize,
}

impl<K> Default for RowCache<K> {
    fn default() -> RowCache<K> {
        RowCache { items: HashMap::new(), rows: 0, limit: ROWS }
    }
}

impl<K: Eq + Hash> RowCache<K> {
    /// The rows for `key`, from `lay_out` if they are not here.
    pub(super) fn get(&mut self, key: K, lay_out: impl FnOnce() -> Vec<Row>) -> Rc<[Row]> {
        if let Some(rows) = self.items.get(&key) {
            return Rc::clone(rows);
        }
        let rows: Rc<[Row]> = lay_out().into();
        // An item without rows takes room as well.
        self.rows += rows.len() + 1;
        if self.rows > self.limit {
            self.items.clear();
            self.rows = rows.len() + 1;
        }
        self.items.insert(key, Rc::clone(&rows));
        rows
    }

    /// Keeps so many rows from now on, and those of one item in any case.
    pub(super) fn set_limit(&mut self, rows: usize) {
        self.limit = rows;
        self.clear();
    }

    /// Forgets everything: what the rows depend on has changed.
    pub(super) fn clear(&mut self) {
        self.items.clear();
        self.rows = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Spot;

    #[test]
    fn no_more_rows_are_kept_than_asked_for() {
        let mut cache = RowCache::default();
        cache.set_limit(10);
        let mut made = 0;
        for item in [1, 2, 1, 3, 1, 3, 4, 4] {
            let rows = if item == 4 { 100 } else { 3 };
            cache.get(item, || {
                made += 1;
                vec![Row::new(Spot::Head); rows]
            });
            assert!(cache.items.len() <= 2 && (cache.rows <= 10 || cache.items.len() == 1));
        }
        assert_eq!(made, 5, "1, 2, then 3 empties it, 1 again, and 4, which is kept alone");
    }
}
