//! Where a change may cost more, and why.

/// Part of the name of a fixture, part of the change, the reason.
pub const EXCEPTIONS: &[(&str, &str, &str)] = &[];
