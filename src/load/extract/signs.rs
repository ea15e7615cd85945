//! What an element's class, id and attributes say it is for.

use std::sync::LazyLock;

use dom_query::Element;
use hashbrown::HashMap;
use regex::RegexSet;

use super::names::{Purpose, purpose};
use super::slugs;

/// What the names say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(super) struct Signs {
    /// How much they speak for text, or against it.
    pub(super) weight: i32,
    /// Hardly the article.
    pub(super) is_unlikely: bool,
    /// For sharing.
    pub(super) is_share: bool,
    /// Who wrote it.
    pub(super) is_byline: bool,
    /// What its names say that it is for, if that is not text.
    pub(super) purpose: Option<Purpose>,
    /// By its role no part of the text.
    pub(super) is_apart: bool,
    /// A heading of text after which its own section is named.
    pub(super) is_title: bool,
}

impl Signs {
    /// Whether they say anything of what an element is for.
    pub(super) fn speak(self) -> bool {
        self != Signs::default()
    }
}

/// Words that stand somewhere in a name; each pattern's bit is that of its place.
static PATTERNS: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    let patterns = [
        // Unlikely.
        "(?i)-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|\
         gdpr|header|legends|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|\
         sponsor|supplemental|ad-break|agegate|pagination|pager|popup|yom-remote",
        // Maybe, after all.
        "(?i)and|article|body|column|content|main|mathjax|shadow",
        // For.
        "(?i)article|body|content|entry|main|page|post|text|blog|story",
        // Against.
        "(?i)-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|\
         masthead|media|meta|outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|\
         sponsor|shopping|tags|widget",
        "(?i)byline|author|dateline|writtenby|p-author",
        // Share.
        r"(?i)(?-u:\b|_)(?:share|sharedaddy)(?-u:\b|_)",
    ];
    RegexSet::new(patterns).ok()
});
const UNLIKELY: u8 = 1;
const MAYBE: u8 = 1 << 1;
const FOR: u8 = 1 << 2;
const AGAINST: u8 = 1 << 3;
const BYLINE: u8 = 1 << 4;
const SHARE: u8 = 1 << 5;

/// What one name says, or several.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    patterns: u8,
    purpose: Option<Purpose>,
}

impl Said {
    fn of(name: &str) -> Said {
        let found = PATTERNS.as_ref().map(|patterns| patterns.matches(name));
        let patterns = found.iter().flatten().fold(0, |patterns, at| patterns | 1 << at);
        Said { patterns, purpose: purpose(name) }
    }

    /// What both say: the purpose is that which counts first.
    fn and(self, other: Said) -> Said {
        let purposes = [self.purpose, other.purpose];
        let purpose = purposes.into_iter().flatten().min();
        Said { patterns: self.patterns | other.patterns, purpose }
    }

    fn has(self, pattern: u8) -> bool {
        self.patterns & pattern != 0
    }

    fn weight(self) -> i32 {
        let points = |pattern: u8| if self.has(pattern) { 25 } else { 0 };
        points(FOR) - points(AGAINST)
    }
}

/// What each name of a page says: most stand at many of its elements.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: HashMap<String, Said>,
}

impl Names {
    /// What a class and an id say, but for those that are made of the element's `title`.
    fn signs(&mut self, class: &str, id: &str, title: Option<&str>) -> Signs {
        let counts = |name: &&str| {
            title.is_none_or(|title| !slugs::is_made_of(&slugs::letters(name), title))
        };
        let id = Some(id).filter(counts).unwrap_or_default();
        let names = class.split_ascii_whitespace().filter(counts);
        let class = names.fold(Said::default(), |said, name| said.and(self.said(name)));
        let id = if id.is_empty() { Said::default() } else { self.said(id) };
        let both = class.and(id);
        Signs {
            weight: class.weight() + id.weight(),
            is_unlikely: both.has(UNLIKELY) && !both.has(MAYBE),
            is_share: both.has(SHARE),
            is_byline: both.has(BYLINE),
            purpose: both.purpose,
            is_apart: false,
            is_title: false,
        }
    }

    fn said(&mut self, name: &str) -> Said {
        *self.known.entry_ref(name).or_insert_with(|| Said::of(name))
    }
}

/// What the attributes of an element say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Attributes {
    pub(super) signs: Signs,
    /// A browser does not show it.
    pub(super) is_hidden: bool,
}

impl Names {
    /// Looks at each of them once. Names that are made of the element's `title` say nothing.
    pub(super) fn attributes(&mut self, element: &Element, title: Option<&str>) -> Attributes {
        const APART: [&str; 7] =
            ["menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"];
        let (mut class, mut id) = ("", "");
        let (mut is_hidden, mut is_silent) = (false, false);
        let (mut is_apart, mut is_author) = (false, false);
        for attribute in &element.attrs {
            let value = &*attribute.value;
            match &*attribute.name.local {
                "class" => class = value,
                "id" => id = value,
                "role" => is_apart = APART.contains(&value),
                "rel" => is_author |= value == "author",
                "itemprop" => is_author |= value.contains("author"),
                "hidden" => is_hidden = true,
                "style" => is_hidden |= hides(value),
                "aria-hidden" => is_silent = value == "true",
                _ => {}
            }
        }
        let mut signs = self.signs(class, id, title);
        signs.is_apart = is_apart;
        signs.is_byline |= is_author;
        is_hidden |= is_silent && !class.contains("fallback-image");
        Attributes { signs, is_hidden }
    }
}

/// Whether a style says that an element is not shown.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}
