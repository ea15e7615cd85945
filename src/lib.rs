//! sidenote: an article and everything said about it, in a terminal.
//!
//! The house, bottom-up. Each folder may use only what stands above it in this list, and what each
//! must never do is tested (`tests/tidy.rs`).
//!
//! - [`limits`]: how much is read and shown at most. Never: anything but numbers.
//! - [`text`]: cleaning, widths, line breaking, dates in words. Never: anything but strings.
//! - [`settings`]: TOML whose every line is known by its number. Never: what a setting means, files.
//! - [`model`]: the document: an article of blocks, a thread of comments, where they came from.
//!   Never: a site, a screen, a file; nothing but `text`.
//! - [`markup`]: HTML, Markdown and plain fragments to blocks, and back. Never: a comment's place,
//!   a width.
//! - [`load`]: bytes to a document; a loader is a file and a line in its registry. Never: files,
//!   network, clock; never `export`, `layout` or `app`.
//! - [`export`]: a document to text, Markdown, HTML, JSON, mail. Never: standard output, `load`.
//! - [`layout`]: blocks and comments to rows of roles at a width. Never: colours, folds, places.
//! - [`app`]: the machine: events in, state changed, effects out. Never: ratatui, crossterm, files,
//!   threads, the clock.
//! - [`ui`]: `&App` to cells. Never: `&mut App`, loading.
//! - [`run`]: arguments, files, the terminal, threads, the clock. The only folder that is outside; the
//!   feature `program` has it; without that the library is what is pure.
//!
//! Three rules hold it together. Layout is not drawing: it is pure and cached, `app` asks it for
//! rows, and so drawing changes nothing. A place is kept by key (a comment, an offset in its
//! text), and so survives a fold, a sort, a size, a reload. Rows carry roles, and only `ui` knows
//! what a role looks like.
//!
//! A long discussion: a source comes as a stream, of which the thread keeps what is text (the whole
//! segments, or of JSON the bodies alone); comments name spans of that, and become text when they are
//! first shown. A worker hands the thread over each time that it has doubled. What looks at every comment (a search, a filter) goes on a slice at a
//! time whenever no key waits (`app::App::has_work`).
//!
//! What is smaller is read whole, and nothing of it recurses either: answers of APIs as a flat list of
//! values that are asked for by name and leniently (`load/json`), pages as a tree of bounded depth
//! (`load/page`). Several sources that belong together are read one by one and put together at the
//! end (`model/merge`).
//!
//! A picture: the worker finds which addresses of the article are files beside it, and how large
//! (`run/pictures`); the layout keeps rows free for it (`layout/picture`); the terminal is asked what it
//! can, once; and what has come into sight is decoded on another thread and drawn as cells
//! (`ui/gallery`), so that it scrolls and is covered like all else.
//!
//! A new source: a file in `load/` with its `LOADER`, a line in `load/registry.rs`, fixtures in
//! `tests/fixtures/NAME/`. A new key action: a line in `app/action.rs`, one in `data/keymap.toml`,
//! an arm in `app/in_article.rs` and `app/in_thread.rs`, where the compiler asks for it. A new
//! setting: a field and a line of `SETTINGS` in `run/config.rs`, a line in `data/config.toml`.

pub mod app;
pub mod export;
pub mod layout;
pub mod limits;
pub mod load;
pub mod markup;
pub mod model;
#[cfg(feature = "program")]
pub mod run;
pub mod settings;
pub mod text;
pub mod ui;
