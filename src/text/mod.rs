//! Strings as a terminal shows them: cleaning, widths, line breaking.
//!
//! Nothing here knows what a comment or an article is.

mod clean;
mod columns;
mod hyphens;
mod lines;
mod reading;
mod scripts;
mod when;
mod wrap;

pub use clean::{MAX_ZERO_WIDTH, clean, clean_line, cleaned_line};
pub use columns::{Need, fit_columns};
pub use hyphens::Language;
pub use lines::{Breaking, Filling, Hyphens, Line, Lines, lines};
pub use reading::count_words;
pub use scripts::{lowered, raised, script_signs};
pub use when::{ago, day, minute};
pub use wrap::{clip, graphemes, is_plain, line_breaks, width};
