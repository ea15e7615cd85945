//! Files that are written: whole or not at all, none replaced unasked, no link followed.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// How many names are tried for a file whose own is taken.
const MAX_NAMES: u32 = 10_000;

/// Makes a new file in `folder`, called `name` with `ending`, or `name-2` and on where such are
/// there already.
///
/// # Errors
/// When there is no such folder, nothing may be made in it, or all names are taken.
pub(super) fn create_in(folder: &Path, name: &str, ending: &str) -> io::Result<(File, PathBuf)> {
    for number in 1..=MAX_NAMES {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{name}{number}.{ending}"));
        match create(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return Ok((made?, path)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Makes a file where none is. Where one has come into being meanwhile this fails, be it a link.
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Writes a file whole: beside the old one first, then in its place.
///
/// # Errors
/// When it is there and may not be replaced, or cannot be written; nothing is left of it then, and
/// one that was to be replaced stays as it was.
pub(super) fn save(path: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    if !replace {
        let mut file = BufWriter::new(create(path)?);
        let written = file
            .write_all(bytes)
            .and_then(|()| file.flush())
            .and_then(|()| file.get_ref().sync_all());
        if written.is_err() {
            let _ = std::fs::remove_file(path);
        }
        return written;
    }
    // What a link names is replaced, not the link; its permissions stay; a device is no file.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let permissions = match path.metadata() {
        Ok(there) if !there.is_file() => return Err(io::Error::other("it is no ordinary file")),
        Ok(there) => Some(there.permissions()),
        Err(_) => None,
    };
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = PathBuf::from(beside);
    save(&beside, bytes, false)?;
    if let Some(permissions) = permissions {
        std::fs::set_permissions(&beside, permissions)?;
    }
    std::fs::rename(&beside, path).inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}

/// A file with `text` in a new folder that nobody else may enter.
///
/// # Errors
/// When there is no place for it.
pub(super) fn private_copy(text: &str) -> io::Result<PathBuf> {
    use std::os::unix::fs::DirBuilderExt;
    let tag = jiff::Timestamp::now().as_nanosecond();
    let folder = std::env::temp_dir().join(format!("sidenote-{}-{tag}", std::process::id()));
    std::fs::DirBuilder::new().mode(0o700).create(&folder)?;
    let path = folder.join("copy.txt");
    save(&path, text.as_bytes(), false)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_there_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let target = outside.path().join("target");
        std::os::unix::fs::symlink(&target, folder.path().join("a-2.md")).unwrap();
        let names: Vec<_> = (0..3)
            .map(|_| create_in(folder.path(), "a", "md").unwrap().1)
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect();
        assert_eq!(names, ["a.md", "a-3.md", "a-4.md"]);
        assert!(!target.exists());
        assert!(create_in(&folder.path().join("none"), "a", "md").is_err());
    }
}
