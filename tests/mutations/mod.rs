//! Every fact of every fixture in turn taken away, emptied and made nonsense: whatever else there is
//! comes out as before.

mod change;
mod exceptions;
mod json;
mod lines;
mod markup;
mod outcome;
