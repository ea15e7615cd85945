//! Rows that were laid out lately.

use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

use crate::layout::Row;

/// How many items' rows are kept: several screens of one-line items.
const MAX_ITEMS: usize = 1_024;

/// Rows by what they depend on. Emptied when full: what is on the screen is soon back.
#[derive(Clone, Debug)]
pub(super) struct RowCache<K> {
    rows: HashMap<K, Rc<[Row]>>,
}

impl<K> Default for RowCache<K> {
    fn default() -> RowCache<K> {
        RowCache { rows: HashMap::new() }
    }
}

impl<K: Eq + Hash> RowCache<K> {
    /// The rows for `key`, from `lay_out` if they are not here.
    pub(super) fn get(&mut self, key: K, lay_out: impl FnOnce() -> Vec<Row>) -> Rc<[Row]> {
        if let Some(rows) = self.rows.get(&key) {
            return Rc::clone(rows);
        }
        if self.rows.len() >= MAX_ITEMS {
            self.rows.clear();
        }
        let rows: Rc<[Row]> = lay_out().into();
        self.rows.insert(key, Rc::clone(&rows));
        rows
    }

    /// Forgets everything: what the rows depend on has changed.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
    }
}
