//! Files that are written: whole or not at all, none replaced unasked, no link followed.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

/// How many names are tried for a file whose own is taken.
const MAX_NAMES: u32 = 10_000;

/// Writes a new file in `folder`, called `name` with `ending`, or `name-2` and on where such are there
/// already. Returns its path.
///
/// # Errors
/// When there is no such folder, nothing may be made in it, all names are taken, or `fill` fails;
/// nothing is left of it then.
pub(super) fn save_in(
    folder: &Path,
    name: &str,
    ending: &str,
    fill: impl FnOnce(&mut File) -> Result<()>,
) -> Result<PathBuf> {
    beside(&folder.join(name), fill, |written| {
        for number in 1..=MAX_NAMES {
            let number = if number == 1 { String::new() } else { format!("-{number}") };
            let path = folder.join(format!("{name}{number}.{ending}"));
            match put(written, &path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                done => return done.map(|()| path),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    })
}

/// Makes a file where none is. Where one has come into being meanwhile this fails, be it a link.
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Has a hidden file filled beside `path`, and gives it to `publish` when it is whole and on the
/// disk: whoever is stopped in the middle leaves nothing that would pass for the whole.
fn beside<T>(
    path: &Path,
    fill: impl FnOnce(&mut File) -> Result<()>,
    publish: impl FnOnce(&Path) -> io::Result<T>,
) -> Result<T> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let tag = jiff::Timestamp::now().as_nanosecond();
    let hidden = path.with_file_name(format!(".{name}.{}-{tag}.new", std::process::id()));
    let mut out = create(&hidden)?;
    let done =
        fill(&mut out).and_then(|()| Ok(out.sync_all()?)).and_then(|()| Ok(publish(&hidden)?));
    // It has another name by now, or is not wanted.
    let _ = std::fs::remove_file(&hidden);
    done
}

/// Gives a file that is written its name, where there is nothing of that name.
fn put(written: &Path, path: &Path) -> io::Result<()> {
    match std::fs::hard_link(written, path) {
        // The file system has no links; so the name is taken first.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported
            ) =>
        {
            create(path)?;
            std::fs::rename(written, path).inspect_err(|_| {
                let _ = std::fs::remove_file(path);
            })
        }
        linked => linked,
    }
}

/// Writes a file whole: beside the old one first, then in its place.
///
/// # Errors
/// When it is there and may not be replaced, or cannot be written; nothing is left of it then, and
/// one that was to be replaced stays as it was.
pub(super) fn save(path: &Path, bytes: &[u8], replace: bool) -> Result<()> {
    let fill = |file: &mut File| Ok(file.write_all(bytes)?);
    if !replace {
        return beside(path, fill, |written| put(written, path));
    }
    // What a link names is replaced, not the link; its permissions stay; a device is no file.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let permissions = match path.metadata() {
        Ok(there) if !there.is_file() => return Err(anyhow!("it is no ordinary file")),
        Ok(there) => Some(there.permissions()),
        Err(_) => None,
    };
    beside(path, fill, |written| {
        if let Some(permissions) = permissions {
            std::fs::set_permissions(written, permissions)?;
        }
        std::fs::rename(written, path)
    })
}

/// A file with `text` in a new folder that nobody else may enter.
///
/// # Errors
/// When there is no place for it.
pub(super) fn private_copy(text: &str) -> Result<PathBuf> {
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
        let filled = |file: &mut File| Ok(file.write_all(b"x")?);
        let names: Vec<_> = (0..3)
            .map(|_| save_in(folder.path(), "a", "md", filled).unwrap())
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect();
        assert_eq!(names, ["a.md", "a-3.md", "a-4.md"]);
        assert!(!target.exists());
        assert!(save_in(&folder.path().join("none"), "a", "md", filled).is_err());
        assert!(save(&folder.path().join("a.md"), b"y", false).is_err());
        assert!(save(&folder.path().join("a-2.md"), b"y", false).is_err());
        assert_eq!(std::fs::read(folder.path().join("a.md")).unwrap(), b"x");
    }

    #[test]
    fn what_fails_in_the_middle_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let half = |file: &mut File| {
            file.write_all(b"half")?;
            Err(anyhow!("no more"))
        };
        assert!(save_in(folder.path(), "a", "md", half).is_err());
        assert!(beside(&folder.path().join("b"), half, |_| Ok(())).is_err());
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        save(&folder.path().join("c"), b"whole", true).unwrap();
        save(&folder.path().join("c"), b"new", true).unwrap();
        assert_eq!(std::fs::read(folder.path().join("c")).unwrap(), b"new");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1, "nothing beside it");
    }
}
