//! What a target begins with: the fixtures of the format tests, as they lie there, and every input
//! that once found a fault.

use std::fs;
use std::path::{Path, PathBuf};

use super::Target;

/// Steps that go before a document, where keys are pressed on it.
const STEPS: [&[u8]; 6] = [
    b"\xC0\xC0\xC0\xC0\xC0\xC0jjk J\x02 ]zaEnterzR/the\r\xE0nN?\x1Bqq",
    b"\xC0\xC0\xC0\xC0&score>1\r\xC0\xC0jjjz1z2zMsSjj\r.,}{x\xA0\x20\x0AU\xC0C",
    b"\xC0\xA0\x01\x01\xC0\xC0\xC0jG\xA0\xC8\x3Cww<>+-\xFF\x07\x50=it\x1Bo1fyYP\x1Bma'a''",
    b":sort new\r:theme mono\r:w x.md\r\xC0\xC0\xC0\xC0\xC0cac\xC0a\xB0\x05\x05\xB5\x10\x0A",
    b"\xA0\x28\x0A\xC0\xC0\xC0\xC0\xC0\xC0\xC0d d u g G 50% 3j 2n\x80\x03\x80\x04\xE8abcd:1\t\t\r",
    b"\xC0\xC0\xC0\xC0\xC0/light\r&-the\r\xC0\x1B\x1Bt\rjjOoTtH L \xEE\x01z\xEC\x10\xC0",
];

/// How many bytes of a fixture are taken where it has keys before it: a key is drawn each time.
const SHORT: usize = 6_000;

/// Where this lies.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(if is_own() { "." } else { "tests/fuzz" })
}

/// Whether this is built as the package beside it, and not as a part of the project's tests.
fn is_own() -> bool {
    env!("CARGO_PKG_NAME") == "sidenote-fuzz"
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

/// The findings that were kept for a target: the names of their files, and what is in them.
#[must_use]
pub fn regressions(target: &Target) -> Vec<(String, Vec<u8>)> {
    read(files(&folder().join("regressions").join(target.name())))
}

/// All that a target begins with: those, and the fixtures of its format, or of every format.
///
/// # Panics
/// When a file cannot be read.
#[must_use]
pub fn seeds(target: &Target) -> Vec<(String, Vec<u8>)> {
    let fixtures = folder().join("../fixtures");
    let mut seeds = regressions(target);
    let of = |name: &str| read(files(&fixtures.join(name)));
    match (target.loader(), target.name().as_str()) {
        (Some(loader), _) => seeds.extend(of(loader.name)),
        (None, "settings") => seeds.extend(read(
            ["data/keymap.toml", "data/config.toml"]
                .map(|path| folder().join("../..").join(path))
                .into(),
        )),
        (None, name) => {
            let loaders = sidenote::load::LOADERS.iter();
            let all = loaders.flat_map(|loader| of(loader.name));
            if name == "app" {
                seeds.extend(all.zip(STEPS.iter().cycle()).map(|((name, data), steps)| {
                    let count = u8::try_from(steps.len()).expect("steps are few");
                    (name, [&[count], *steps, data.get(..SHORT).unwrap_or(&data)].concat())
                }));
            } else {
                seeds.extend(all);
            }
        }
    }
    seeds
}

fn read(paths: Vec<PathBuf>) -> Vec<(String, Vec<u8>)> {
    let bytes = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (name, bytes)
    };
    paths.into_iter().filter(|path| path.is_file()).map(bytes).collect()
}
