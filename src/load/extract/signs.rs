//! What an element's class, id and attributes say it is for.

use std::sync::LazyLock;

use hashbrown::HashMap;
use regex::RegexSet;

use super::names::{Purpose, purpose};
use crate::load::page::NodeRef;

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
    /// What a class and an id say.
    pub(super) fn signs(&mut self, class: &str, id: &str) -> Signs {
        let names = class.split_ascii_whitespace();
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
        }
    }

    fn said(&mut self, name: &str) -> Said {
        *self.known.entry_ref(name).or_insert_with(|| Said::of(name))
    }
}

impl Signs {
    /// With what other attributes say.
    pub(super) fn with_attributes(mut self, node: &NodeRef<'_>) -> Signs {
        const APART: [&str; 7] =
            ["menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"];
        self.is_apart = node.attr("role").is_some_and(|role| APART.contains(&role.as_ref()));
        self.is_byline |= node.attr("rel").as_deref() == Some("author")
            || node.attr("itemprop").is_some_and(|prop| prop.contains("author"));
        self
    }
}
