//! A page with wpDiscuz comments, copied from a browser as plain text (select all, copy).
//!
//! The copy has lines and blank lines and nothing else: no tree, no links, often no votes. What it
//! still has is the order in which wpDiscuz 7 prints things: form labels, the number of comments,
//! the orders to sort by, then for each comment the name (twice where pictures have a text), a
//! role, an age, "Reply to", the text, votes and buttons. The end of a text is nowhere marked; it
//! is where the next head begins ([`headers`]). Who answers whom is inferred ([`super::parents`]).
//!
//! What a page says beside article and comments becomes a notice if a reader may want it, or
//! nothing. Votes that the copy does not have are unknown.

mod article;
mod bodies;
mod chrome;
mod headers;
mod lines;
mod older;
mod replies;
mod section;
mod words;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::{Body, BodyKind, CommentId, NewComment, Parent, Votes, content_id};
use crate::text::{clean, clean_line};

use super::age;
use super::parents::{self, Naming, Remark};
use super::times::{Dates, When};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink};
use bodies::Rest;
use chrome::Kind;
use headers::Header;
use lines::Lines;
use section::{Evidence, Section};

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "page_text",
    about: "a page with wpDiscuz comments, copied from a browser as text",
    extensions: &["txt"],
    marks: &[],
    sniff,
    load: Reads::Whole(load),
};

/// The article that `text` is, which was copied with what stands around it; other loaders of copied
/// pages ask for it.
pub(super) fn article_in(text: &str) -> crate::model::Article {
    let lines = Lines::new(text);
    article::read(&lines, lines.len())
}

/// Whether a page has comments of wpDiscuz.
pub(super) fn is_wpdiscuz(input: &Input<'_>) -> bool {
    sniff(input) >= Likelihood::Likely
}

/// The number of comments that a line declares.
pub(super) fn comment_count(line: &str) -> Option<u64> {
    chrome::comment_count(line)
}

/// Whether a line is the button to answer a comment.
pub(super) fn is_reply_button(line: &str) -> bool {
    chrome::is(line, &[Kind::Reply])
}

/// Whether a line stands behind the last comment.
pub(super) fn ends_page(line: &str) -> bool {
    chrome::is(line, &[Kind::End]) || line.starts_with('©')
}

/// Whether a word says that a comment is by the writer of the article.
pub(super) fn is_author_role(word: &str) -> bool {
    chrome::is(word, &[Kind::Author])
}

/// How far into a page its comments must have begun to be recognised, in bytes.
const SNIFFED: usize = 2 * 1024 * 1024;

fn sniff(input: &Input<'_>) -> Likelihood {
    let bytes = input.bytes.get(..SNIFFED).unwrap_or(input.bytes);
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
    if matches!(first, Some(b'<' | b'{')) {
        return Likelihood::No;
    }
    let text = String::from_utf8_lossy(bytes);
    let lines = Lines::new(&text);
    if let Some(found) = older::find(&lines) {
        let sure = found.comments.len() > 2 && found.start < lines.len();
        return if sure { Likelihood::Certain } else { Likelihood::Likely };
    }
    match section::find(&lines).evidence {
        Evidence::None => Likelihood::No,
        Evidence::Single | Evidence::Headers | Evidence::Labels => Likelihood::Likely,
        Evidence::All => Likelihood::Certain,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every loader has this signature")]
fn load(input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let decoded = String::from_utf8_lossy(input.bytes);
    if matches!(decoded, Cow::Owned(_)) {
        sink.warning("some bytes are not UTF-8; each is shown as \u{FFFD}".into());
    }
    let text = clean(&decoded);
    let lines = Lines::new(&text);
    if let Some(found) = older::find(&lines) {
        sink.article(article::read(&lines, found.start));
        if let Some(declared) = found.declared {
            sink.declared(declared);
        }
        if !sink.stopped() {
            read_older(&lines, &found, sink);
        }
        sink.progress(input.bytes.len() as u64);
        return Ok(());
    }
    let mut section = section::find(&lines);
    if section.evidence == Evidence::None
        && let Some(found) = section::without_labels(&lines)
    {
        section = found;
    }
    let headers = headers::find(&lines, section.comments, section.declared);
    sink.article(read_article(&lines, &section));
    if let Some(declared) = section.declared {
        sink.declared(declared);
    }
    if !sink.stopped() {
        read_comments(&lines, &headers, sink);
    }
    sink.progress(input.bytes.len() as u64);
    Ok(())
}

fn read_article(lines: &Lines<'_>, section: &Section) -> crate::model::Article {
    let mut article = article::read(lines, section.start);
    if let Some(sort) = &section.sort {
        article.notices.push(format!("comments sorted by: {}", clean_line(sort)));
    }
    article
}

fn read_comments(lines: &Lines<'_>, headers: &[Header<'_>], sink: &mut dyn Sink) {
    let rests = bodies::read(lines, headers);
    let remarks: Vec<Remark<'_>> = headers
        .iter()
        .zip(&rests)
        .map(|(header, rest)| Remark {
            author: header.author,
            reply_to: header.reply_to,
            text: &rest.text,
            ..Remark::default()
        })
        .collect();
    let places = parents::infer(&remarks, Naming::Always);
    drop(remarks);
    let dates = Dates::of(&headers.iter().filter_map(|header| header.when));
    if dates.unzoned {
        sink.warning("the dates of the comments name no time zone; they are read as UTC".into());
    }
    let shortened = rests.iter().filter(|rest| rest.shortened).count();
    if shortened > 0 {
        sink.warning(format!("the page shows only the beginning of {shortened} comments"));
    }

    let mut intake = Intake::default();
    let mut ids: Vec<CommentId> = Vec::with_capacity(headers.len());
    let mut copies: HashMap<String, usize> = HashMap::new();
    let followers = headers.iter().skip(1).map(|next| next.reply_to.is_some()).chain([false]);
    for (((header, rest), link), answered) in headers.iter().zip(rests).zip(places).zip(followers) {
        if sink.stopped() {
            break;
        }
        let id = new_id(content_id(&clean_line(header.author), &rest.text), &mut copies);
        let parent = link.parent.and_then(|at| ids.get(at)).copied();
        let comment = NewComment {
            id: Some(id.into()),
            parent: parent.map_or(Parent::Root, Parent::At),
            confidence: link.confidence,
            created: dates.created(header.age, header.when),
            more: if answered { 0 } else { rest.folded },
            ..comment(header, rest)
        };
        ids.push(intake.push(comment, sink));
    }
    intake.finish(sink);
}

/// The comments of wpDiscuz 3 to 5, which never say whom they answer.
fn read_older(lines: &Lines<'_>, found: &older::Older<'_>, sink: &mut dyn Sink) {
    let texts: Vec<String> =
        found.comments.iter().map(|comment| bodies::text(lines, comment.text.clone())).collect();
    let remarks: Vec<Remark<'_>> = found
        .comments
        .iter()
        .zip(&texts)
        .map(|(comment, text)| Remark { author: comment.author, text, ..Remark::default() })
        .collect();
    let places = parents::infer(&remarks, Naming::Sometimes);
    let dates = Dates::of(&found.comments.iter().filter_map(|comment| comment.when));
    if dates.unzoned {
        sink.warning("the dates of the comments name no time zone; they are read as UTC".into());
    }
    let told = [
        ("whose votes or time cannot be read", found.torn),
        ("whose writer cannot be told from the text", found.nameless),
    ];
    for (what, count) in told.into_iter().filter(|(_, count)| *count > 0) {
        sink.warning(format!("comments {what}: {count}"));
    }
    let mut intake = Intake::default();
    let mut ids: Vec<CommentId> = Vec::with_capacity(texts.len());
    let mut copies: HashMap<String, usize> = HashMap::new();
    for ((comment, text), link) in found.comments.iter().zip(&texts).zip(places) {
        if sink.stopped() {
            break;
        }
        let id = new_id(content_id(&clean_line(comment.author), text), &mut copies);
        let parent = link.parent.and_then(|at| ids.get(at)).copied();
        let roles = comment.label.filter(|label| !chrome::is(label, &[Kind::State]));
        let comment = NewComment {
            id: Some(id.into()),
            parent: parent.map_or(Parent::Root, Parent::At),
            confidence: link.confidence,
            created: dates.created(comment.age, comment.when),
            author: comment.author.into(),
            votes: Votes { score: comment.score, ..Votes::default() },
            roles: roles.map(role).into_iter().collect(),
            body: Body { kind: BodyKind::Plain, text: text.as_str().into() },
            ..NewComment::default()
        };
        ids.push(intake.push(comment, sink));
    }
    intake.finish(sink);
}

/// `id`, or where that is taken, the same with a number: a page copied again has the same ones.
fn new_id(id: String, copies: &mut HashMap<String, usize>) -> String {
    let copy = copies.entry(id.clone()).or_default();
    *copy += 1;
    if *copy == 1 { id } else { format!("{id}-{copy}") }
}

fn comment<'a>(header: &Header<'a>, rest: Rest) -> NewComment<'a> {
    let votes = match *rest.votes.as_slice() {
        [score] => Votes { score: Some(score), up: None, down: None },
        [up, down] => Votes {
            score: Some(up.saturating_sub(down.saturating_abs())),
            up: Some(up),
            down: Some(down.saturating_abs()),
        },
        _ => Votes::default(),
    };
    let roles = header.labels.iter().filter(|label| !chrome::is(label, &[Kind::State]));
    NewComment {
        author: header.author.into(),
        votes,
        edited: rest.edited,
        roles: roles.map(|label| role(label)).collect(),
        body: Body { kind: BodyKind::Plain, text: rest.text.into() },
        ..NewComment::default()
    }
}

/// The model's word for a role, or the site's own.
fn role(label: &str) -> String {
    if chrome::is(label, &[Kind::Author]) {
        "author".into()
    } else if chrome::is(label, &[Kind::Moderator]) {
        "moderator".into()
    } else {
        clean_line(label)
    }
}

#[cfg(test)]
mod tests;
