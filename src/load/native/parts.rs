//! An article and a comment out of the values of their objects.

use std::borrow::Cow;

use super::super::age::parse_age;
use super::super::json::string;
use super::fields::Object;
use super::keys::Key;
use crate::markup::{from_html, from_plain};
use crate::model::{
    Article, Block, Body, BodyKind, Confidence, Created, NewComment, Parent, State, Votes,
};

/// The largest number of votes kept; the smallest is its negative.
const MAX_VOTES: i64 = i32::MAX as i64;

pub(super) fn read_article(json: &mut Object<'_, '_>) -> Article {
    let published = json.instant(Key::Published);
    let printed = json.line(Key::PublishedText);
    Article {
        title: json.line(Key::Title),
        byline: json.line(Key::Byline),
        site: json.line(Key::Site),
        published,
        // A date that is no instant is better than none, as long as it is shown as it came.
        published_text: printed.or_else(|| match published {
            Some(_) => None,
            None => json.printed(Key::Published),
        }),
        updated: json.instant(Key::Updated),
        url: json.line(Key::Url),
        language: json.line(Key::Language),
        image: json.line(Key::Image),
        tags: json.lines(Key::Tags),
        blocks: blocks(&read_body(json)),
        notices: json.lines(Key::Notices),
        about: json.line(Key::About),
        is_book: json.flag(Key::Book),
    }
}

/// The blocks of an article: none where nothing is written.
fn blocks(body: &Body<Cow<'_, str>>) -> Vec<Block> {
    if body.text.trim().is_empty() {
        return Vec::new();
    }
    match body.kind {
        BodyKind::Html => from_html(&body.text),
        _ => from_plain(&body.text),
    }
}

/// HTML wins over text, as it says more; an empty one does not.
fn read_body<'a>(json: &mut Object<'a, '_>) -> Body<Cow<'a, str>> {
    match json.text(Key::Html).filter(|html| !html.is_empty()) {
        Some(text) => Body { kind: BodyKind::Html, text },
        None => Body { kind: BodyKind::Plain, text: json.text(Key::Text).unwrap_or_default() },
    }
}

pub(super) fn read_comment<'a>(json: &mut Object<'a, '_>) -> NewComment<'a> {
    let body = read_body(json);
    let share = json.share(Key::ParentConfidence);
    NewComment {
        id: json.id(Key::Id).map(Into::into),
        id_at: None,
        parent: json.id(Key::Parent).map_or(Parent::Root, |id| Parent::Id(id.into())),
        confidence: share.map_or(Confidence::CERTAIN, Confidence::share),
        author: json.text(Key::Author).unwrap_or_default().into(),
        subject: json.line(Key::Subject).unwrap_or_default().into(),
        created: read_created(json),
        votes: Votes {
            score: read_votes(json, Key::Score),
            up: read_votes(json, Key::Up),
            down: read_votes(json, Key::Down),
        },
        edited: json.flag(Key::Edited),
        state: read_state(json),
        roles: json.lines(Key::Roles),
        permalink: json.line(Key::Permalink).map(Cow::Owned).into(),
        more: json
            .whole(Key::More, 0, i64::from(u32::MAX))
            .and_then(|more| u32::try_from(more).ok())
            .unwrap_or(0),
        body: Body { kind: body.kind, text: body.text.into() },
    }
}

fn read_created<'a>(json: &mut Object<'a, '_>) -> Created<Cow<'a, str>> {
    match (json.instant(Key::Created), json.line(Key::Age)) {
        (Some(seconds), _) => Created::At(seconds),
        (None, Some(text)) => Created::Ago { seconds: parse_age(&text), text: text.into() },
        (None, None) => Created::Unknown,
    }
}

fn read_votes(json: &mut Object<'_, '_>, key: Key) -> Option<i32> {
    json.whole(key, -MAX_VOTES, MAX_VOTES).and_then(|votes| i32::try_from(votes).ok())
}

/// The state by its word, or else by the flag `deleted`.
fn read_state(json: &mut Object<'_, '_>) -> State {
    let deleted = if json.flag(Key::Deleted) { State::Deleted } else { State::Live };
    let what = "live, deleted, removed or not_loaded";
    let state = json.read(Key::State, what, |json| match string(json)?.as_ref() {
        "live" => Some(State::Live),
        "deleted" => Some(State::Deleted),
        "removed" => Some(State::Removed),
        "not_loaded" => Some(State::NotLoaded),
        _ => None,
    });
    state.unwrap_or(deleted)
}
