//! Comments as a page has them, on their way into a thread.

use super::say;
use super::times::{Stamp, Times};
use crate::load::{Intake, Sink};
use crate::model::{Body, BodyKind, CommentId, NewComment, Parent, Permalink, State, Votes};

/// One of them.
#[derive(Debug, Default)]
pub(in crate::load) struct Entry {
    /// The site's id; empty if it has none.
    pub(in crate::load) id: String,
    /// The place, among all of them, of the one that it answers.
    pub(in crate::load) parent: Option<usize>,
    pub(in crate::load) author: String,
    pub(in crate::load) stamp: Stamp,
    pub(in crate::load) votes: Votes,
    pub(in crate::load) roles: Vec<String>,
    pub(in crate::load) edited: bool,
    pub(in crate::load) state: State,
    /// How many replies the site has and the page does not.
    pub(in crate::load) more: u32,
    pub(in crate::load) link: Option<String>,
    pub(in crate::load) kind: BodyKind,
    pub(in crate::load) body: String,
}

/// The same with each behind the one that it answers, in their order otherwise; pages that have the
/// newest first name parents that come later. One that answers itself in the end answers nothing.
fn parents_first(entries: Vec<Entry>) -> Vec<Entry> {
    let is_in_order = |(at, entry): (usize, &Entry)| entry.parent.is_none_or(|up| up < at);
    if entries.iter().enumerate().all(is_in_order) {
        return entries;
    }
    let count = entries.len();
    let mut place: Vec<Option<usize>> = vec![None; count];
    let mut order = Vec::with_capacity(count);
    for start in 0..count {
        // Up to what has a place already, and down again; each is passed once.
        let mut chain = Vec::new();
        let mut next = Some(start);
        while let Some(at) = next.filter(|&at| at < count && place.get(at) == Some(&None)) {
            if let Some(slot) = place.get_mut(at) {
                *slot = Some(usize::MAX);
            }
            chain.push(at);
            next = entries.get(at).and_then(|entry| entry.parent);
        }
        for at in chain.into_iter().rev() {
            if let Some(slot) = place.get_mut(at) {
                *slot = Some(order.len());
            }
            order.push(at);
        }
    }
    let mut entries: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
    let mut sorted = Vec::with_capacity(count);
    for at in order {
        let Some(mut entry) = entries.get_mut(at).and_then(Option::take) else { continue };
        let new = entry.parent.and_then(|up| place.get(up).copied().flatten());
        entry.parent = new.filter(|&up| up < sorted.len());
        sorted.push(entry);
    }
    sorted
}

/// Hands all of them on, and says what was guessed or could not be read. Where `links` is what stands
/// before the id in the address of a comment, those without an address get that one.
pub(in crate::load) fn hand_over(
    entries: Vec<Entry>,
    links: Option<&str>,
    missing: u32,
    sink: &mut dyn Sink,
) {
    let mut times = Times::of(entries.iter().map(|entry| &entry.stamp));
    let unknown = Unknown::of(&entries);
    let mut intake = Intake::default();
    if let Some(links) = links {
        intake.builder.set_permalinks(links, "");
    }
    let mut pushed: Vec<CommentId> = Vec::with_capacity(entries.len());
    let mut unread = 0_usize;
    for entry in parents_first(entries) {
        if sink.stopped() {
            break;
        }
        let is_empty = entry.author.is_empty() && entry.body.is_empty();
        unread += usize::from(is_empty && entry.state == State::Live);
        let parent = entry.parent.and_then(|at| pushed.get(at));
        let comment = NewComment {
            permalink: permalink(&entry, links),
            id: Some(entry.id).filter(|id| !id.is_empty()).map(Into::into),
            parent: parent.map_or(Parent::Root, |at| Parent::At(*at)),
            author: entry.author.into(),
            created: times.created(entry.stamp),
            votes: entry.votes,
            edited: entry.edited,
            state: entry.state,
            roles: entry.roles,
            more: entry.more,
            body: Body { kind: entry.kind, text: entry.body.into() },
            ..NewComment::default()
        };
        pushed.push(intake.push(comment, sink));
    }
    if missing > 0 {
        intake.builder.add_missing(None, missing);
    }
    intake.finish(sink);
    for warning in times.warnings() {
        sink.warning(warning);
    }
    say(sink, unread, "could not be read", "could not be read");
    say(sink, unknown.ids, "has no id", "have no ids");
    say(sink, unknown.times, "has no date that can be read", "have no dates that can be read");
}

/// How many comments lack what most of the same page have: that is there and could not be read. What
/// is gone or empty says little, and a ping comes without a date in many a theme.
struct Unknown {
    ids: usize,
    times: usize,
}

impl Unknown {
    fn of(entries: &[Entry]) -> Unknown {
        let is_ping = |role: &String| role == "pingback" || role == "trackback";
        let is_whole = |entry: &&Entry| {
            entry.state == State::Live
                && !(entry.author.is_empty() && entry.body.is_empty())
                && !entry.roles.iter().any(is_ping)
        };
        let lacking = |has_it: fn(&Entry) -> bool| {
            let known = entries.iter().filter(|entry| has_it(entry)).count();
            let count = entries.iter().filter(is_whole).filter(|entry| !has_it(entry)).count();
            if count <= known { count } else { 0 }
        };
        Unknown {
            ids: lacking(|entry| !entry.id.is_empty()),
            times: lacking(|entry| entry.stamp != Stamp::None),
        }
    }
}

fn permalink<'a>(entry: &Entry, links: Option<&str>) -> Permalink<'a> {
    let is_usual = |link: &str| {
        links.is_some_and(|links| link.strip_prefix(links).is_some_and(|id| id == entry.id))
    };
    match &entry.link {
        Some(link) if !is_usual(link) => Permalink::Given(link.clone().into()),
        None if links.is_none() || entry.id.is_empty() => Permalink::Unknown,
        _ => Permalink::ById,
    }
}

/// An address as it stands in a page whose own is `base`: whole if that can be told.
pub(in crate::load) fn whole_address(link: &str, base: Option<&str>) -> Option<String> {
    if link.starts_with("http://") || link.starts_with("https://") {
        return Some(link.to_owned());
    }
    let base = base?;
    let (scheme, rest) = base.split_once("://")?;
    if let Some(rest) = link.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    let host = rest.split(['/', '?', '#']).next()?;
    if link.starts_with('/') {
        return Some(format!("{scheme}://{host}{link}"));
    }
    let path = base.split(['?', '#']).next()?;
    if link.starts_with('#') {
        let page = base.split('#').next()?;
        return Some(format!("{page}{link}"));
    }
    let link = link.strip_prefix("./").unwrap_or(link);
    let is_scheme = link.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '?']));
    if is_scheme || link.is_empty() {
        return None;
    }
    let folder = path.rsplit_once('/').map(|(folder, _)| folder);
    // Of `https://host` the part before the last slash is no address.
    let folder = folder.filter(|folder| folder.len() > scheme.len() + "://".len());
    Some(format!("{}/{link}", folder.unwrap_or(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_whole() {
        let base = Some("https://quay.example/forum/t.php?t=3");
        #[rustfmt::skip]
        let cases = [
            ("https://x.example/a", base, Some("https://x.example/a")),
            ("//x.example/a",       base, Some("https://x.example/a")),
            ("/a#p1",               base, Some("https://quay.example/a#p1")),
            ("#p1",                 base, Some("https://quay.example/forum/t.php?t=3#p1")),
            ("./t.php?p=1",         base, Some("https://quay.example/forum/t.php?p=1")),
            ("t.php?p=1",           Some("https://quay.example"), Some("https://quay.example/t.php?p=1")),
            ("javascript:x",        base, None),
            ("/a",                  None, None),
        ];
        for (link, base, wanted) in cases {
            assert_eq!(whole_address(link, base).as_deref(), wanted, "{link}");
        }
    }
}
