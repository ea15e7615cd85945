//! Everything that is tested through more than one module, in one program.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]
#![allow(unreachable_pub, reason = "`pub` in the driver means: for the tests")]

mod archive;
mod article;
mod blocks;
mod cli;
mod config;
mod figures;
mod formats;
#[path = "fuzz/src/lib.rs"]
#[allow(dead_code, reason = "some of it is for the driver alone")]
mod fuzz;
mod json;
mod keys;
mod mail;
mod mutations;
mod picture;
mod properties;
mod replay;
mod screens;
mod support;
mod terminal;
mod themes;
mod thread;
mod tidy;
mod typography;
