//! What this program has written into the headers of mail, so that a discussion that was written as
//! an mbox comes back as it was.

use std::borrow::Cow;

use super::body;
use super::headers::Headers;
use crate::load::age::parse_age;
use crate::load::json::seconds;
use crate::markup::from_body;
use crate::model::mail::value;
use crate::model::{Article, Body, Confidence, Created, Line, NewComment, State};
use crate::text::clean_line;

/// The facts of a list, in its order: `score=12; edited`.
fn facts(list: &[u8]) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    list.split(|&b| b == b';').filter_map(|fact| {
        let fact = str::from_utf8(fact.trim_ascii()).ok()?;
        let (name, token) = fact.split_once('=').unwrap_or((fact, ""));
        Some((name, value(token)))
    })
}

/// What ends the addresses in what this program writes; nobody has one
/// ([RFC 2606](https://www.rfc-editor.org/rfc/rfc2606)).
const NOBODY: &[u8] = b"sidenote.invalid";

/// Whether a line between messages is of this program, or of one that copied what this one wrote.
pub(super) fn is_separator(line: &[u8]) -> bool {
    memchr::memmem::find(line, NOBODY).is_some()
}

/// Whether an author's address is.
pub(super) fn is_author(from: &[u8]) -> bool {
    let address = from.trim_ascii_end().strip_suffix(b">").unwrap_or(from);
    address.ends_with(b"@author.sidenote.invalid")
}

/// Whether a message stands for the article.
pub(super) fn is_article(headers: &Headers<'_>) -> bool {
    headers.facts.is_empty() && !headers.article.is_empty()
}

/// Puts what the headers of a message say into its comment. Nothing happens to one that is not ours.
pub(super) fn fill<'a>(comment: &mut NewComment<'a>, headers: &Headers<'a>, subject: &str) {
    if headers.facts.is_empty() {
        return;
    }
    comment.subject = Cow::Borrowed("");
    for (name, value) in facts(headers.facts) {
        match name {
            "score" => comment.votes.score = value.parse().ok(),
            "up" => comment.votes.up = value.parse().ok(),
            "down" => comment.votes.down = value.parse().ok(),
            "edited" => comment.edited = true,
            "state" => comment.state = state(&value),
            "role" => comment.roles.push(value.into_owned()),
            "anonymous" => comment.author = Line::default(),
            "subject" => {
                let answer = subject.strip_prefix("Re: ").filter(|_| value == "answer");
                comment.subject = answer.unwrap_or(subject).to_owned().into();
            }
            "created" => comment.created = instant(&value).map_or(Created::Unknown, Created::At),
            "age" => {
                let seconds = parse_age(&value);
                comment.created = Created::Ago { text: value.into_owned().into(), seconds };
            }
            "sure" => {
                comment.confidence = value.parse().map_or(comment.confidence, Confidence::percent);
            }
            "more" => comment.more = value.parse().unwrap_or(0),
            "permalink" => comment.permalink = Some(Cow::Owned(value.into_owned())).into(),
            _ => {}
        }
    }
}

/// UTC seconds, of a time that can be printed: what is no date is none.
fn instant(value: &str) -> Option<i64> {
    value.parse().ok().and_then(seconds)
}

fn state(word: &str) -> State {
    match word {
        "deleted" => State::Deleted,
        "removed" => State::Removed,
        "not_loaded" => State::NotLoaded,
        _ => State::Live,
    }
}

/// The article of which a message tells, with its text if it is the message; and how many threads are
/// known to be missing.
pub(super) fn article(raw: &[u8], headers: &Headers<'_>) -> (Article, u32) {
    let mut article = Article::default();
    let mut more = 0;
    for (name, value) in facts(headers.article) {
        let line = || Some(clean_line(&value)).filter(|line| !line.is_empty());
        match name {
            "title" => article.title = line(),
            "byline" => article.byline = line(),
            "site" => article.site = line(),
            "published-text" => article.published_text = line(),
            "url" => article.url = line(),
            "language" => article.language = line(),
            "image" => article.image = line(),
            "about" => article.about = line(),
            "book" => article.is_book = true,
            "tag" => article.tags.extend(line()),
            "notice" => article.notices.extend(line()),
            "published" => article.published = instant(&value),
            "updated" => article.updated = instant(&value),
            "more" => more = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    if is_article(headers) {
        let (kind, notation) = body::notation(headers, &[]);
        article.blocks = from_body(Body { kind, text: (notation.decode)(raw) });
    }
    (article, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_one_that_can_be_printed() {
        let cases = [
            ("1777795512", Some(1_777_795_512)),
            ("-62135596800", Some(-62_135_596_800)),
            ("9223372036854775807", None),
            ("-9223372036854775808", None),
            ("99999999999999999999", None),
            ("soon", None),
        ];
        for (value, seconds) in cases {
            assert_eq!(instant(value), seconds, "{value}");
            let list = format!("created={value}; score=3");
            let headers = Headers { facts: list.as_bytes(), ..Headers::default() };
            let mut comment = NewComment::default();
            fill(&mut comment, &headers, "");
            assert_eq!(comment.created, seconds.map_or(Created::Unknown, Created::At), "{value}");
            assert_eq!(comment.votes.score, Some(3), "{value}");
            let list = format!("title=Lamp; published={value}; updated={value}");
            let headers = Headers { article: list.as_bytes(), ..Headers::default() };
            let (article, _) = article(&[], &headers);
            assert_eq!((article.published, article.updated), (seconds, seconds), "{value}");
        }
    }
}
