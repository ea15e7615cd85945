//! The picture in the README is a picture of the program as it is.

use crate::support::{Driver, SAMPLE, svg};

/// Draws it. `UPDATE_PICTURE=1 cargo test picture` writes the file.
#[test]
fn the_picture_shows_the_program() {
    let driver = Driver::read("sample.json", SAMPLE, (128, 36)).keys("tab j j");
    let picture = svg::picture(&driver.cells());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/screen.svg");
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        std::fs::write(path, &picture).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == picture, "data/screen.svg is stale: UPDATE_PICTURE=1 cargo test picture");
}
