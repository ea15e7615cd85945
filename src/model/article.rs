//! The article, and the document that holds it beside its thread.

use super::{Block, Thread};
use crate::limits::MAX_WARNINGS;
use crate::text::{clean, cleaned_line, count_words};

/// One article, one thread, and where they came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The article; without blocks where the source has comments alone.
    pub article: Article,
    /// The discussion; empty where the source has none.
    pub thread: Thread,
    /// Who read this, from where, and what could not be read.
    pub provenance: Provenance,
}

/// An article: its text as blocks, and what is known about it.
///
/// What loaders make may have any letters in it; [`Document::set_article`] cleans them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it, as printed.
    pub byline: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
    /// When it appeared, in UTC seconds.
    pub published: Option<i64>,
    /// The date as printed, where that says more or less than the instant: a time zone, parts of a
    /// second, a day alone, or words that cannot be read.
    pub published_text: Option<String>,
    /// When it was last changed, in UTC seconds.
    pub updated: Option<i64>,
    /// Its address.
    pub url: Option<String>,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
    /// The address of its lead image.
    pub image: Option<String>,
    /// Its subjects.
    pub tags: Vec<String>,
    /// The text.
    pub blocks: Vec<Block>,
    /// Lines that stood around the text and are not part of it: a paywall, "join the discussion".
    pub notices: Vec<String>,
    /// The note about the author.
    pub about: Option<String>,
    /// Whether it is a book: its headings are chapters, from which the reader chooses one first.
    pub is_book: bool,
}

impl Article {
    /// How many words its text has, as [`count_words`] counts them. O(text).
    #[must_use]
    pub fn words(&self) -> usize {
        self.blocks.iter().map(|block| count_words(&block.plain())).sum()
    }

    /// Its title as it is shown above the text: many a page says its site's name behind it, where the
    /// site stands beside it anyway.
    #[must_use]
    pub fn headline(&self) -> Option<&str> {
        let title = self.title.as_deref()?;
        let Some(site) = self.site.as_deref().filter(|site| !site.is_empty()) else {
            return Some(title);
        };
        let without = |title: &'_ str| -> Option<usize> {
            let at = title.len().checked_sub(site.len())?;
            let (before, behind) = title.split_at_checked(at)?;
            let before = before.trim_end();
            let parted = before.strip_suffix(['|', '-', '–', '—', '·', '•', '»'])?;
            let words = parted.trim_end();
            let is_site = behind.eq_ignore_ascii_case(site) && parted.ends_with(' ');
            (is_site && !words.is_empty()).then_some(words.len())
        };
        let mut shown = title;
        while let Some(end) = without(shown) {
            shown = title.get(..end).unwrap_or_default();
        }
        Some(shown)
    }

    /// The site, to be named beside the byline: none where that says the same.
    #[must_use]
    pub fn publisher(&self) -> Option<String> {
        let by = self.byline.as_deref().unwrap_or_default();
        self.site.clone().filter(|site| !site.eq_ignore_ascii_case(by))
    }
}

/// Where a document came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The name of the loader.
    pub loader: String,
    /// The address or file, as given by the reader.
    pub url: Option<String>,
    /// When it was loaded, in UTC seconds.
    pub loaded: Option<i64>,
    /// How many comments the source says that it has.
    pub declared: Option<u64>,
    /// What could not be read, or only guessed: one clear sentence each.
    pub warnings: Vec<String>,
}

impl Document {
    /// Takes an article in, in place of the one before: the door at which its fields are cleaned, in
    /// whatever way a loader came by them. Its text was cleaned when it became blocks.
    pub fn set_article(&mut self, mut article: Article) {
        let Article { title, byline, site, published_text, url, language, image, .. } =
            &mut article;
        for field in [title, byline, site, published_text, url, language, image] {
            *field = field.take().map(|field| cleaned_line(&field).into_owned());
        }
        for tag in &mut article.tags {
            *tag = cleaned_line(tag).into_owned();
        }
        for text in article.notices.iter_mut().chain(&mut article.about) {
            *text = clean(text).into_owned();
        }
        self.article = article;
    }

    /// Adds a warning, cleaned.
    pub fn warn(&mut self, what: &str) {
        let warnings = &mut self.provenance.warnings;
        match warnings.len().cmp(&MAX_WARNINGS) {
            std::cmp::Ordering::Less => warnings.push(cleaned_line(what).into_owned()),
            std::cmp::Ordering::Equal => {
                warnings.push("there were more warnings than these".into());
            }
            std::cmp::Ordering::Greater => {}
        }
    }

    /// Draws the conclusions that need the whole: to be called when everything has come.
    ///
    /// Warns of what is wrong with the tree, and of a declared number of comments that is not the
    /// number found (replies known to be missing are no surprise).
    pub fn finish(&mut self) {
        for warning in self.thread.warnings() {
            if !self.provenance.warnings.contains(&warning) {
                self.warn(&warning);
            }
        }
        let found = self.thread.len() as u64 + self.thread.missing();
        if let Some(declared) = self.provenance.declared.filter(|&declared| declared != found) {
            let warning = format!("the source says {declared} comments; {found} were found");
            if !self.provenance.warnings.contains(&warning) {
                self.warn(&warning);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_loader_hands_over_is_cleaned() {
        let dirty = || Some("In\u{8d}es\n\u{1b}[31mVarga ".to_owned());
        let mut document = Document::default();
        document.set_article(Article {
            title: dirty(),
            byline: dirty(),
            site: dirty(),
            published_text: dirty(),
            url: dirty(),
            language: dirty(),
            image: dirty(),
            tags: dirty().into_iter().collect(),
            notices: dirty().into_iter().collect(),
            about: dirty(),
            ..Article::default()
        });
        let article = &document.article;
        for line in [
            &article.title,
            &article.byline,
            &article.site,
            &article.published_text,
            &article.url,
            &article.language,
            &article.image,
            &article.tags.first().cloned(),
        ] {
            assert_eq!(line.as_deref(), Some("In\u{fffd}es Varga"));
        }
        for text in [article.notices.first(), article.about.as_ref()] {
            assert_eq!(text.map(String::as_str), Some("In\u{fffd}es\nVarga "));
        }
    }

    #[test]
    fn the_site_is_not_said_behind_the_headline() {
        let cases = [
            ("The lamp | Quay", Some("Quay"), "The lamp"),
            ("The lamp | Quay - quay", Some("Quay"), "The lamp"),
            ("The lamp – The Quay Review", Some("The Quay Review"), "The lamp"),
            ("The lamp on the Quay", Some("Quay"), "The lamp on the Quay"),
            ("The lamp-Quay", Some("Quay"), "The lamp-Quay"),
            ("Quay", Some("Quay"), "Quay"),
            ("| Quay", Some("Quay"), "| Quay"),
            ("The lamp | Quay", None, "The lamp | Quay"),
            ("The lamp | ", Some(""), "The lamp | "),
        ];
        for (title, site, shown) in cases {
            let site = site.map(str::to_owned);
            let article = Article { title: Some(title.into()), site, ..Article::default() };
            assert_eq!(article.headline(), Some(shown), "{title}");
        }
    }
}
