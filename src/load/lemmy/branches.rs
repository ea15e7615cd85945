//! How many comments are not there, by what each says of its branch.

use std::collections::HashMap;

use super::view::View;

/// How many comments are missing under each, and before all.
#[derive(Debug, Default)]
pub(super) struct Branches {
    missing: Vec<u32>,
    pub(super) roots: u32,
}

impl Branches {
    /// A count is of the whole branch, so what is there of it and what is known to be missing
    /// further down is taken off. O(length of all paths).
    pub(super) fn of(views: &[View<'_>]) -> Branches {
        let above = above(views);
        // How many comments each has right below it that have not been counted yet.
        let mut waits = vec![0_u32; views.len()];
        for &above in above.iter().flatten() {
            if let Some(waits) = waits.get_mut(above) {
                *waits += 1;
            }
        }
        let mut ready: Vec<usize> =
            (0..views.len()).filter(|&at| waits.get(at) == Some(&0)).collect();
        let mut there = vec![0_u32; views.len()];
        // In a circle nobody is ever ready; what its comments say stays as it is.
        let mut missing: Vec<u32> = views.iter().map(|view| view.below).collect();
        while let Some(at) = ready.pop() {
            let below = there.get(at).copied().unwrap_or(0);
            let Some(missing) = missing.get_mut(at) else { continue };
            *missing = missing.saturating_sub(below);
            let whole = below.saturating_add(*missing).saturating_add(1);
            let Some(above) = above.get(at).copied().flatten() else { continue };
            if let (Some(there), Some(waits)) = (there.get_mut(above), waits.get_mut(above)) {
                *there = there.saturating_add(whole);
                *waits -= 1;
                if *waits == 0 {
                    ready.push(above);
                }
            }
        }
        Branches { missing, roots: 0 }
    }

    /// How many replies to the comment at `at` are missing.
    pub(super) fn missing(&self, at: usize) -> u32 {
        self.missing.get(at).copied().unwrap_or(0)
    }

    /// What is missing of `declared` comments, and under none of those that are `there`.
    pub(super) fn missing_roots(&mut self, declared: u32, there: usize) {
        let known = self.missing.iter().map(|&missing| u64::from(missing)).sum::<u64>();
        let missing = u64::from(declared).saturating_sub(known + there as u64);
        self.roots = u32::try_from(missing).unwrap_or(u32::MAX);
    }
}

/// In whose branch each comment is: that of the next one above it that is there, since the parent
/// itself may be missing.
fn above(views: &[View<'_>]) -> Vec<Option<usize>> {
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for (at, view) in views.iter().enumerate() {
        if let Some(id) = view.id.as_deref() {
            by_id.entry(id).or_insert(at);
        }
    }
    let of = |(at, view): (usize, &View<'_>)| {
        let in_path = view.path.as_deref().into_iter().flat_map(|path| path.rsplit('.').skip(1));
        let mut ids = in_path.chain(view.parent.as_deref());
        ids.find_map(|id| by_id.get(id).copied().filter(|&above| above != at))
    };
    views.iter().enumerate().map(of).collect()
}
