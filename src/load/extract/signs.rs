//! What an element's class, id and attributes say it is for.

use std::sync::LazyLock;

use regex::Regex;

use super::names::{Purpose, purpose};
use super::tags::Tag;
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

macro_rules! pattern {
    ($name:ident, $($words:literal)+) => {
        static $name: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(concat!("(?i)", $($words),+)).ok());
    };
}

pattern!(UNLIKELY,
    "-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|"
    "header|legends|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|"
    "supplemental|ad-break|agegate|pagination|pager|popup|yom-remote");
pattern!(MAYBE, "and|article|body|column|content|main|mathjax|shadow");
pattern!(FOR, "article|body|content|entry|main|page|post|text|blog|story");
pattern!(AGAINST,
    "-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|"
    "meta|outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget");
pattern!(BYLINE, "byline|author|dateline|writtenby|p-author");
pattern!(SHARE, "(\\b|_)(share|sharedaddy)(\\b|_)");

fn is(pattern: Option<&Regex>, text: &str) -> bool {
    pattern.is_some_and(|pattern| pattern.is_match(text))
}

/// What a class and an id say.
pub(super) fn signs(class: &str, id: &str) -> Signs {
    let both = format!("{class} {id}");
    let weigh = |name: &str| {
        let mut weight = 0;
        if !name.is_empty() {
            weight -= if is(AGAINST.as_ref(), name) { 25 } else { 0 };
            weight += if is(FOR.as_ref(), name) { 25 } else { 0 };
        }
        weight
    };
    Signs {
        weight: weigh(class) + weigh(id),
        is_unlikely: is(UNLIKELY.as_ref(), &both) && !is(MAYBE.as_ref(), &both),
        is_share: is(SHARE.as_ref(), &both),
        is_byline: is(BYLINE.as_ref(), &both),
        purpose: purpose(class, id),
        is_apart: false,
    }
}

impl Signs {
    /// With what other attributes say.
    pub(super) fn with_attributes(mut self, node: &NodeRef<'_>, _tag: Tag) -> Signs {
        const APART: [&str; 7] =
            ["menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"];
        self.is_apart = node.attr("role").is_some_and(|role| APART.contains(&role.as_ref()));
        self.is_byline |= node.attr("rel").as_deref() == Some("author")
            || node.attr("itemprop").is_some_and(|prop| prop.contains("author"));
        self
    }
}
