//! How wide the columns of a table are to be.

/// What a column asks for, in columns of the screen.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// Its longest word, or what may be left of that.
    pub least: usize,
    /// Its longest line.
    pub most: usize,
}

/// A width for each column so that all fit in `measure` with `gap` between them, or `None` if they
/// cannot: narrow columns have all they want, the others what their words have, and of the rest so
/// much the more as their lines are longer.
#[must_use]
pub fn fit_columns(needs: &[Need], gap: usize, measure: usize) -> Option<Vec<usize>> {
    let room = measure.checked_sub(gap * needs.len().saturating_sub(1))?;
    let least: usize = needs.iter().map(|need| need.least).sum();
    let mut spare = room.checked_sub(least)?;
    let mut widths: Vec<usize> = needs.iter().map(|need| need.least).collect();
    let mut order: Vec<usize> = (0..needs.len()).collect();
    order.sort_by_key(|&at| needs.get(at).map(|need| need.most));
    let mut open = order.as_slice();
    while let Some((&at, rest)) = open.split_first() {
        let (Some(need), Some(width)) = (needs.get(at), widths.get_mut(at)) else { break };
        let more = need.most.saturating_sub(*width);
        if more > spare / open.len() {
            break;
        }
        *width += more;
        spare -= more;
        open = rest;
    }
    // An endless line must not starve the columns beside it.
    let more =
        |at: usize| needs.get(at).map_or(0, |need| need.most.min(room) - need.least.min(room));
    let wanted: usize = open.iter().map(|&at| more(at)).sum();
    let mut left = spare;
    for (number, &at) in open.iter().enumerate() {
        let is_last = number + 1 == open.len();
        let given = if is_last { left } else { spare * more(at) / wanted.max(1) };
        left -= given.min(left);
        if let Some(width) = widths.get_mut(at) {
            *width += given;
        }
    }
    Some(widths)
}
