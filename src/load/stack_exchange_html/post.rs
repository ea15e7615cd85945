//! A question or an answer: its votes, its text, and the names below it.

use std::borrow::Cow;

use super::super::page::{
    NodeRef, Parts, Times, all, around, attribute, first, says, votes, words,
};
use crate::model::Created;

/// A post, without the comments on it.
pub(super) struct Post<'a> {
    parts: Parts<'a>,
    node: NodeRef<'a>,
    /// The cards of those who edited it, then that of its author.
    cards: Vec<NodeRef<'a>>,
}

impl<'a> Post<'a> {
    pub(super) fn of(node: &NodeRef<'a>) -> Post<'a> {
        let parts = Parts::of(node, |part| {
            part.has_class("comments") || part.has_class("comment") || part.has_class("answer")
        });
        let is_card =
            |part: &NodeRef<'_>| part.has_class("user-info") || part.has_class("s-user-card");
        let cards = parts.all(|part| is_card(part) && around(part, is_card).is_none());
        Post { parts, node: *node, cards }
    }

    pub(super) fn text(&self) -> Option<NodeRef<'a>> {
        let classes = ["js-post-body", "post-text", "s-prose"];
        classes.into_iter().find_map(|class| self.parts.class(class))
    }

    pub(super) fn author(&self) -> String {
        self.cards.last().map(name).unwrap_or_default()
    }

    pub(super) fn created(&self, times: &mut Times) -> Created<Cow<'static, str>> {
        let card = self.cards.last();
        time(card.and_then(|card| first(card, ".relativetime, time, [title$=Z]")).as_ref(), times)
    }

    /// Whether somebody stands before the author, or the author is said to have edited it.
    pub(super) fn is_edited(&self) -> bool {
        let revisions = |card: &NodeRef<'_>| first(card, "a[href*=\"/revisions\"]").is_some();
        self.cards.len() > 1 || self.cards.iter().any(revisions)
    }

    pub(super) fn score(&self) -> Option<i32> {
        let classes = ["js-vote-count", "vote-count-post"];
        let count = classes.into_iter().find_map(|class| self.parts.class(class));
        let count = count
            .or_else(|| self.parts.find(|part| says(part, "itemprop", |p| p == "upvoteCount")));
        let exact = count.and_then(|count| attribute(&count, "data-value"));
        let exact = exact.or_else(|| attribute(&self.node, "data-score"));
        exact.and_then(|score| votes(&score)).or_else(|| votes(&words(&count?)))
    }

    /// What the author and the post are called here.
    pub(super) fn roles(&self) -> Vec<String> {
        let is_accepted = self.node.has_class("accepted-answer")
            || says(&self.node, "itemprop", |item| item == "acceptedAnswer")
            || self.parts.class("vote-accepted-on").is_some();
        let is_deleted = self.node.has_class("deleted-answer");
        let is_wiki = self.parts.class("community-wiki").is_some();
        let own = [(is_accepted, "accepted"), (is_deleted, "deleted"), (is_wiki, "community wiki")];
        let own = own.into_iter().filter(|(is, _)| *is).map(|(_, role)| role.to_owned());
        let cards: Vec<_> = self.cards.last().copied().into_iter().collect();
        own.chain(marks(&cards)).collect()
    }
}

/// The name on a card or link.
pub(super) fn name(card: &NodeRef<'_>) -> String {
    if card.has_class("comment-user") {
        // A diamond behind it marks a moderator.
        return words(card).trim_end_matches('\u{2666}').trim().to_owned();
    }
    let places = [
        "[itemprop=name]",
        ".user-details > a",
        ".s-user-card--link",
        "a[href*=\"/users/\"]",
        ".user-details",
    ];
    let named = places
        .into_iter()
        .find_map(|place| all(card, place).iter().map(words).find(|name| !name.is_empty()));
    named.unwrap_or_default().trim_end_matches('\u{2666}').trim().to_owned()
}

/// What marks beside a name say.
pub(super) fn marks(cards: &[NodeRef<'_>]) -> Vec<String> {
    let has = |place: &str| cards.iter().any(|card| first(card, place).is_some());
    let is_moderator = has(".mod-flair, .s-badge__moderator")
        || cards.iter().any(|card| words(card).contains('\u{2666}'));
    let is_staff = has(".s-badge__staff")
        || cards
            .iter()
            .any(|card| all(card, ".s-badge").iter().any(|badge| words(badge) == "Staff"));
    let marks = [(is_moderator, "moderator"), (is_staff, "staff")];
    marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark.to_owned()).collect()
}

/// When, by the exact time that lies under the printed one, before its licence.
pub(super) fn time(stamp: Option<&NodeRef<'_>>, times: &mut Times) -> Created<Cow<'static, str>> {
    let Some(stamp) = stamp else { return Created::Unknown };
    let exact = |name: &str| {
        let value = attribute(stamp, name).unwrap_or_default();
        value.split(',').next().unwrap_or_default().trim().to_owned()
    };
    times.read(&[&exact("datetime"), &exact("title"), &words(stamp)])
}
