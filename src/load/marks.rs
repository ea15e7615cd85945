//! Which loaders need not be asked about a page, told by one pass over it.
//!
//! Each loader of a site's own pages looks for words that only those have. Most pages have none of
//! them, and to find that out for each word costs as much as a fifth of reading the page. So loaders
//! name their words ([`Loader::marks`]), all are looked for at once, and who has none is not asked.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::page::sniffed;
use super::{Input, LOADERS, Loader};

/// The words of all loaders, and what finds them.
struct Words {
    /// In the order of the alphabet.
    all: Vec<&'static str>,
    /// For each the places of those that it begins with, its own among them.
    begun: Vec<Vec<usize>>,
    finder: Option<AhoCorasick>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let marks = LOADERS.iter().flat_map(|loader| loader.marks.iter().copied().flatten());
    let mut all: Vec<&str> = marks.copied().collect();
    all.sort_unstable();
    all.dedup();
    let begins = |word: &str| {
        let places = all.iter().enumerate().filter(|(_, known)| word.starts_with(**known));
        places.map(|(at, _)| at).collect()
    };
    let begun = all.iter().map(|word| begins(word)).collect();
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&all).ok();
    Words { all, begun, finder }
});

/// Which of the words stand in an input; unknown for what is no page, which its first letter tells
/// those who ask, and for pages in UTF-16, whose letters do not stand side by side.
pub(super) struct Marks(Option<Vec<bool>>);

impl Marks {
    /// Looks for all of them.
    pub(super) fn of(input: &Input<'_>) -> Marks {
        let is_page = matches!(sniffed(input), Some(Cow::Borrowed(_)));
        let words = &*WORDS;
        let Some(finder) = words.finder.as_ref().filter(|_| is_page) else { return Marks(None) };
        let mut found = vec![false; words.all.len()];
        let mut rest = input.bytes;
        // Words may overlap, so the next may begin behind the first letter of this one.
        while let Some(word) = finder.find(rest) {
            for &at in words.begun.get(word.pattern().as_usize()).into_iter().flatten() {
                if let Some(is_there) = found.get_mut(at) {
                    *is_there = true;
                }
            }
            rest = rest.get(word.start() + 1..).unwrap_or_default();
        }
        Marks(Some(found))
    }

    /// Whether this may be an input of the loader's own.
    pub(super) fn allow(&self, loader: &Loader) -> bool {
        let Some(found) = &self.0 else { return true };
        let is_there = |word: &&str| {
            let place = WORDS.all.binary_search(word).ok();
            place.and_then(|at| found.get(at)).copied().unwrap_or(true)
        };
        loader.marks.iter().all(|group| group.iter().any(is_there))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Likelihood;

    #[test]
    fn whoever_knows_a_page_may_be_asked() {
        let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let mut pages = 0;
        for folder in std::fs::read_dir(fixtures).unwrap() {
            for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
                let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
                let input = Input { bytes: &bytes, ..Input::default() };
                let marks = Marks::of(&input);
                pages += usize::from(marks.0.is_some());
                for loader in LOADERS.iter().filter(|loader| !marks.allow(loader)) {
                    assert_eq!((loader.sniff)(&input), Likelihood::No, "{}", loader.name);
                }
            }
        }
        assert!(pages > 20, "{pages}");
    }

    #[test]
    fn words_are_found_in_one_another() {
        let words = &*WORDS;
        let page = |word: &str| format!("<p>{word}");
        for (at, word) in words.all.iter().enumerate() {
            let page = page(word);
            let marks = Marks::of(&Input { bytes: page.as_bytes(), ..Input::default() });
            let found = marks.0.unwrap();
            for (other, is_there) in words.all.iter().zip(&found) {
                assert_eq!(*is_there, page.contains(other), "{other} in {word}");
            }
            assert!(found[at], "{word}");
        }
        let none = Marks::of(&Input { bytes: b"<p>a quiet page", ..Input::default() });
        let left: Vec<_> = LOADERS.iter().filter(|loader| !none.allow(loader)).collect();
        assert!(left.len() > 10);
        assert!(left.iter().all(|loader| !loader.marks.is_empty()));
    }
}
