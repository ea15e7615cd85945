//! Strings as a terminal shows them: cleaning, widths, line breaking.
//!
//! Nothing here knows what a comment or an article is.

mod clean;
mod when;
mod wrap;

pub use clean::{MAX_ZERO_WIDTH, clean, clean_line};
pub use when::{ago, day, minute};
pub use wrap::{LineBreaks, clip, graphemes, line_breaks, width};
