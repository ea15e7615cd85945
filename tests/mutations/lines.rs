//! Mail and copied text.
