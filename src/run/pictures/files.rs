//! Which files a page's pictures are, and reading them.
//!
//! What an address in a page names is for its author to say, so it names nothing but plain files in
//! the folder that the page itself lies in, or below. No address leads out of that: neither by its
//! words nor through a link in the file system, and what is no plain file is not opened.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Seek};
use std::ops::Range;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use nix::libc::{O_NOFOLLOW, O_NONBLOCK};
use percent_encoding::percent_decode_str;

use super::super::source::Source;
use super::inline;
use crate::limits::MAX_PICTURE;
use crate::load::is_inline_name;

/// Something to read a picture from.
pub(super) trait Bytes: BufRead + Seek + Send {}

impl<T: BufRead + Seek + Send> Bytes for T {}

/// The folder that a page lies in.
#[derive(Clone, Debug)]
pub(in crate::run) struct Folder {
    path: PathBuf,
    /// The page, or those that are read together.
    pages: Vec<PathBuf>,
    /// The pictures in them, once somebody has looked: which page, and where in it.
    inline: Arc<OnceLock<Inline>>,
}

type Inline = HashMap<String, (PathBuf, Range<usize>)>;

impl Folder {
    /// That of a source: of several files together only where all lie in the same one, since nobody
    /// knows any more which of them a picture comes from.
    pub(in crate::run) fn of(source: &Source) -> Option<Folder> {
        match source {
            Source::File(path) => Folder::around(path),
            Source::Several { parts, .. } => {
                let mut all = Folder::of(parts.first()?)?;
                for part in parts.get(1..).unwrap_or_default() {
                    let Folder { path, pages, .. } = Folder::of(part)?;
                    if path != all.path {
                        return None;
                    }
                    all.pages.extend(pages);
                }
                Some(all)
            }
            Source::StandardInput | Source::Sample => None,
        }
    }

    fn around(path: &Path) -> Option<Folder> {
        let page = fs::canonicalize(path).ok().filter(|page| page.is_file())?;
        let path = page.parent()?.to_owned();
        Some(Folder { path, pages: vec![page], inline: Arc::default() })
    }

    /// The picture at this address, if it may be read.
    pub(super) fn open(&self, address: &str) -> Option<Box<dyn Bytes>> {
        if is_inline_name(address) {
            let (page, range) = self.inline.get_or_init(|| self.index()).get(address)?;
            return inline::open(page, address, range);
        }
        let path = self.path(address)?;
        // Not even a pipe that nobody writes to can hold this up.
        let file = OpenOptions::new().read(true).custom_flags(O_NOFOLLOW | O_NONBLOCK).open(path);
        let file: File = file.ok()?;
        let facts = file.metadata().ok()?;
        let is_sound = facts.is_file() && facts.len() <= MAX_PICTURE as u64;
        is_sound.then(|| Box::new(BufReader::new(file)) as Box<dyn Bytes>)
    }

    fn index(&self) -> Inline {
        let in_page = |page: &PathBuf| {
            let found = inline::index(page).into_iter();
            found.map(|(name, range)| (name, (page.clone(), range))).collect::<Vec<_>>()
        };
        self.pages.iter().flat_map(in_page).collect()
    }

    /// Where the picture at this address lies, if that is in this folder.
    fn path(&self, address: &str) -> Option<PathBuf> {
        let address = address.split(['?', '#']).next()?;
        let decoded = percent_decode_str(address).decode_utf8().ok()?;
        let scheme = decoded.split('/').next().is_some_and(|first| first.contains(':'));
        if decoded.is_empty() || scheme || decoded.contains(['\\', '\0']) {
            return None;
        }
        let mut inside = PathBuf::new();
        for part in Path::new(decoded.as_ref()).components() {
            match part {
                Component::Normal(name) => inside.push(name),
                Component::CurDir => {}
                Component::ParentDir => inside.pop().then_some(())?,
                Component::RootDir | Component::Prefix(_) => return None,
            }
        }
        // Links are followed here, and nowhere later.
        let path = fs::canonicalize(self.path.join(inside)).ok()?;
        path.starts_with(&self.path).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use nix::sys::stat::Mode;
    use nix::unistd::mkfifo;

    use super::*;

    #[test]
    fn pictures_are_plain_files_in_the_folder_of_the_page() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("pages");
        fs::create_dir_all(root.join("quay_files/deep")).unwrap();
        for name in ["quay.html", "quay_files/lamp 1.png", "quay_files/deep/mole.png"] {
            fs::write(root.join(name), name).unwrap();
        }
        fs::write(folder.path().join("secret.png"), "s").unwrap();
        symlink(folder.path().join("secret.png"), root.join("quay_files/out.png")).unwrap();
        symlink(folder.path(), root.join("quay_files/up")).unwrap();
        symlink("deep/mole.png", root.join("quay_files/in.png")).unwrap();
        mkfifo(&root.join("quay_files/pipe.png"), Mode::S_IRWXU).unwrap();
        let large = File::create(root.join("quay_files/large.png")).unwrap();
        large.set_len(MAX_PICTURE as u64 + 1).unwrap();
        let whole = fs::canonicalize(folder.path()).unwrap().join("secret.png");
        let inside = fs::canonicalize(&root).unwrap().join("quay_files/deep/mole.png");
        #[rustfmt::skip]
        let cases = [
            ("beside the page",      "quay_files/deep/mole.png",              true),
            ("as browsers write it", "./quay_files/lamp%201.png?w=3#x",       true),
            ("up and down again",    "quay_files/deep/../deep/mole.png",      true),
            ("a link that stays in", "quay_files/in.png",                     true),
            ("up",                   "../secret.png",                         false),
            ("up, in disguise",      "quay_files/%2e%2e/%2E%2E/secret.png",   false),
            ("up and back in",       "../pages/quay_files/deep/mole.png",     false),
            ("from the root",        whole.to_str().unwrap(),                 false),
            ("from it, and inside",  inside.to_str().unwrap(),                false),
            ("by scheme",            "file:quay_files/deep/mole.png",         false),
            ("by host",              "//localhost/quay_files/deep/mole.png",  false),
            ("a link that leads out","quay_files/out.png",                    false),
            ("a folder that does",   "quay_files/up/secret.png",              false),
            ("a pipe",               "quay_files/pipe.png",                   false),
            ("a folder",             "quay_files",                            false),
            ("a large one",          "quay_files/large.png",                  false),
            ("none",                 "quay_files/none.png",                   false),
            ("a cut one",            "quay_files/deep/mole.png%00.html",      false),
            ("nothing",              "",                                      false),
        ];
        let page = Folder::of(&Source::File(root.join("quay.html"))).unwrap();
        for (why, address, expected) in cases {
            assert_eq!(page.open(address).is_some(), expected, "{why}");
        }
        assert!(Folder::of(&Source::StandardInput).is_none());
        assert!(Folder::of(&Source::File("/dev/null".into())).is_none());
    }
}
