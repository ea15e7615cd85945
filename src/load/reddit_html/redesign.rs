//! The layout of 2018: a flat list of `.Comment`, each with its level in words; ages and no times.

use super::super::page::{
    NodeRef, Page, Parts, absolute, around, attribute, first, markup, number, say, says, votes,
    words,
};
use super::{Reader, SITE, author, bare, body};
use crate::markup::from_html;
use crate::model::{Article, CommentId, NewComment, Parent, Votes};
use crate::text::clean_line;

/// Reads a page of this layout; says whether it is one.
pub(super) fn read(page: &Page, reader: &mut Reader<'_>) -> bool {
    let is_comment =
        |node: &NodeRef<'_>| node.has_class("Comment") || says(node, "id", |id| bare(id).is_some());
    let comments = page.all("[id^=t1_], .Comment");
    let post = page.first("[data-testid=post-container], [data-test-id=post-content]");
    if post.is_none() && comments.is_empty() {
        return false;
    }
    self::post(page, post.as_ref(), reader);
    let mut open: Vec<(i64, CommentId)> = Vec::new();
    let mut levelless = 0;
    for comment in comments.iter().filter(|node| is_comment(node)) {
        if reader.sink.stopped() {
            break;
        }
        let parts = Parts::of(comment, |part| is_comment(part));
        let marks = ["comment_author_link", "comment"];
        if gone(&parts).is_none() && !marks.iter().any(|mark| is_mark(&parts, mark).is_some()) {
            continue;
        }
        let level = level(&parts).unwrap_or_else(|| {
            levelless += 1;
            1
        });
        while open.last().is_some_and(|(above, _)| *above >= level) {
            open.pop();
        }
        let above = open.last().map(|(_, at)| *at);
        open.push((level, self::comment(comment, &parts, above, reader)));
    }
    say(
        reader.sink,
        levelless,
        "does not say how deep it stands",
        "do not say how deep they stand",
    );
    for more in page.all("[id^=moreComments-]") {
        if around(&more, |up| says(up, "id", |id| id.starts_with("moreComments-"))).is_none() {
            let count = number(&words(&more)).and_then(|count| u32::try_from(count).ok());
            reader.intake.builder.add_missing(None, count.unwrap_or(1).max(1));
        }
    }
    true
}

/// The part with this test mark.
fn is_mark<'a>(parts: &Parts<'a>, mark: &str) -> Option<NodeRef<'a>> {
    parts.find(|part| says(part, "data-testid", |value| value == mark))
}

/// The depth as it is written for those who do not see: `level 3`.
fn level(parts: &Parts<'_>) -> Option<i64> {
    number(&own_words(&parts.find(|part| own_words(part).starts_with("level "))?))
}

/// The line that stands for a comment that is gone.
fn gone<'a>(parts: &Parts<'a>) -> Option<NodeRef<'a>> {
    let lines = ["Comment deleted by user", "Comment removed by moderator"];
    parts.find(|part| lines.contains(&own_words(part).as_str()))
}

/// The words in an element that are in no other in it.
fn own_words(part: &NodeRef<'_>) -> String {
    clean_line(&part.immediate_text())
}

fn comment(
    node: &NodeRef<'_>,
    parts: &Parts<'_>,
    above: Option<CommentId>,
    reader: &mut Reader<'_>,
) -> CommentId {
    let id = attribute(node, "id").and_then(|name| Some(bare(&name)?.to_owned()));
    // It stands among the classes too.
    let id = id.or_else(|| {
        let classes = attribute(node, "class")?;
        classes.split(' ').find_map(bare).map(str::to_owned)
    });
    let (body, state) = body(is_mark(parts, "comment").or_else(|| gone(parts)).as_ref());
    let name = is_mark(parts, "comment_author_link").map(|name| words(&name)).unwrap_or_default();
    let stamp = is_mark(parts, "comment_timestamp");
    let age = stamp.map(|stamp| words(&stamp)).unwrap_or_default();
    let is_points = |line: &str| line.ends_with(" points") || line.ends_with(" point");
    // In words beside the name, or since 2020 a number between the arrows.
    let score = parts.find(|part| is_points(&own_words(part))).map(|part| own_words(&part));
    let score = score.or_else(|| {
        let arrows = parts.find(|part| says(part, "id", |id| id.starts_with("vote-arrows-")))?;
        Some(words(&arrows)).filter(|line| line.starts_with(|c: char| c == '-' || c.is_numeric()))
    });
    let author = author(name.trim_start_matches("u/").to_owned());
    let is_op = reader.is_op(&author);
    let link = stamp.and_then(|stamp| stamp.attr("href"));
    let link = link.as_deref().and_then(|link| link.split('?').next());
    let comment = NewComment {
        permalink: reader.permalink(id.as_deref(), link),
        id: id.map(Into::into),
        parent: above.map_or(Parent::Root, Parent::At),
        author: author.into(),
        created: reader.times.read(&[&age]),
        votes: Votes { score: score.and_then(|score| votes(&score)), ..Votes::default() },
        roles: if is_op { vec!["op".to_owned()] } else { Vec::new() },
        state,
        body,
        ..NewComment::default()
    };
    reader.comment(comment)
}

fn post(page: &Page, post: Option<&NodeRef<'_>>, reader: &mut Reader<'_>) {
    let facts = page.facts();
    let find = |selector: &str| post.and_then(|post| first(post, selector));
    let byline = find("[data-testid=post_author_link], [data-click-id=user]");
    let text = find("[data-click-id=text] .md, .RichTextJSON-root, [data-click-id=text]");
    let title = find("h1").map(|title| words(&title)).filter(|title| !title.is_empty());
    let comments = find("[data-click-id=comments], [data-test-id=comments-page-link-num-comments]");
    let outside =
        find("a[data-testid=outbound-link]").and_then(|a| absolute(SITE, &a.attr("href")?));
    let by = byline.map(|by| words(&by)).map(|by| by.trim_start_matches("u/").to_owned());
    let permalink = facts.url.clone().filter(|url| url.contains("/comments/"));
    let subreddit = permalink.as_deref().and_then(|url| url.split("/r/").nth(1)?.split('/').next());
    let article = Article {
        title: title.or(facts.title),
        byline: by.map(author).filter(|name| !name.is_empty()),
        site: subreddit.map(|name| format!("r/{name}")).or(facts.site),
        url: outside.or(facts.url),
        language: facts.language,
        blocks: text.map(|text| from_html(&markup(&text))).unwrap_or_default(),
        ..Article::default()
    };
    reader.post(article, permalink, comments.and_then(|count| number(&words(&count))));
}
