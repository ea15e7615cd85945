//! Where in the page what is: the marks of several layouts, for one who looks for a comment's parts.

use std::borrow::Cow;

use super::super::page::{
    NodeRef, Page, Parts, Times, around, attribute, markup, number, says, words,
};
use super::threads;
use crate::model::{Body, BodyKind, Created, State, Text, Votes};

/// Where the title of a conversation is, by layout.
pub(super) const TITLES: [&str; 4] = [
    ".js-issue-title",
    "[data-testid=issue-title]",
    ".gh-header-title .markdown-title",
    ".discussion-topic-title",
];
/// The opening text of an issue in pages of 2025.
pub(super) const ISSUE: &str = "[data-testid=issue-body]";
/// Labels of the whole, not of its comments.
pub(super) const LABELS: &str =
    ".js-issue-labels .IssueLabel, [data-testid=issue-labels] a, .labels .label";

/// How far behind the head of a comment its text stands at most.
const MAX_SIBLINGS: usize = 8;
/// Words that the page puts beside a name.
const ROLES: [&str; 10] = [
    "author",
    "owner",
    "member",
    "collaborator",
    "contributor",
    "maintainer",
    "first-time contributor",
    "bot",
    "pending",
    "sponsor",
];

/// What an element with an id is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What the conversation is about.
    Opening,
    /// A comment on an issue or pull request.
    Issue,
    /// A review of a pull request, which may have a text.
    Review,
    /// A comment on a line of code.
    Code,
    /// A comment in a discussion, or a reply to one.
    Discussion,
    /// A comment on a commit.
    Commit,
    /// A comment on a gist.
    Gist,
}

impl Kind {
    pub(super) fn is_comment(self) -> bool {
        self != Kind::Opening
    }

    /// What stands before the number in a link.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Kind::Opening => "issue-",
            Kind::Issue => "issuecomment-",
            Kind::Review => "pullrequestreview-",
            Kind::Code => "discussion_r",
            Kind::Discussion => "discussioncomment-",
            Kind::Commit => "commitcomment-",
            Kind::Gist => "gistcomment-",
        }
    }
}

/// What a node is by its id, and its number.
pub(super) fn anchor(node: &NodeRef<'_>) -> Option<(Kind, String)> {
    let id = node.attr("id")?;
    let kinds = [
        ("issuecomment-", Kind::Issue),
        ("discussioncomment-", Kind::Discussion),
        ("discussion_r", Kind::Code),
        ("pullrequestreview-", Kind::Review),
        ("commitcomment-", Kind::Commit),
        ("gistcomment-", Kind::Gist),
        ("issue-", Kind::Opening),
        ("pullrequest-", Kind::Opening),
        ("discussion-", Kind::Opening),
    ];
    let named = kinds.into_iter().find_map(|(prefix, kind)| Some((kind, id.strip_prefix(prefix)?)));
    named
        .filter(|(_, id)| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()))
        .map(|(kind, id)| (kind, id.to_owned()))
}

/// Whether an element belongs to another comment than the one that it is in.
fn is_other(node: &NodeRef<'_>) -> bool {
    node.has_attr("id") && (anchor(node).is_some() || is_list_of_replies(node))
        || threads::is_unnamed(node)
}

const REPLIES: &str = "child-comments-discussioncomment-";

/// Whether an element holds the replies to a comment in a discussion.
pub(super) fn is_list_of_replies(node: &NodeRef<'_>) -> bool {
    says(node, "id", |id| id.starts_with(REPLIES))
}

/// The number of the comment that a list of replies is named for.
pub(super) fn parent_of_list(list: &NodeRef<'_>) -> Option<String> {
    Some(list.attr("id")?.strip_prefix(REPLIES)?.to_owned()).filter(|id| !id.is_empty())
}

/// How many comments the page says that there are.
pub(super) fn declared(page: &Page) -> Option<u64> {
    let counts = |line: &str, what: &str| {
        let before = line.split(what).next().filter(|before| before.len() < line.len())?;
        number(before.trim_end().rsplit(' ').next()?)
    };
    let printed = |place: &str| {
        let line = words(&page.first(place)?);
        let comments = counts(&line, " comment").or_else(|| counts(&line, " answer"))?;
        Some(comments + counts(&line, " repl").unwrap_or(0))
    };
    let places = [".gh-header-meta", "#discussion-comment-count"];
    let count = places.into_iter().find_map(printed).or_else(|| {
        let script = page.first("script[type=\"application/ld+json\"]")?.text();
        let (_, count) = script.split_once("\"userInteractionCount\":")?;
        let digits: String = count.trim_start().chars().take_while(char::is_ascii_digit).collect();
        script.contains("CommentAction").then(|| digits.parse().ok())?
    });
    u64::try_from(count?).ok()
}

/// How many items of the timeline a button says that the page leaves out; 0 if it does not say.
pub(super) fn hidden_items(page: &Page) -> Option<u64> {
    let places =
        "form.ajax-pagination-form, .js-ajax-pagination, [data-testid^=issue-timeline-load-more]";
    let forms = page.all(places);
    let mut forms = forms.iter().filter(|form| around(form, is_list_of_replies).is_none());
    let form = forms.next()?;
    let count = number(&words(form)).and_then(|count| u64::try_from(count).ok());
    Some(count.unwrap_or(0))
}

/// Lists that show a part of their replies, and how many they do not.
pub(super) fn folded_replies(page: &Page) -> Vec<(NodeRef<'_>, u32)> {
    let buttons = page.all("[id^=child-comments-] button, [id^=child-comments-] summary");
    let folded = buttons.iter().filter_map(|button| {
        let line = words(button).to_lowercase();
        let shows =
            line.starts_with("show ") && line.contains("repl") || line.starts_with("load more");
        let more = number(&line).and_then(|more| u32::try_from(more).ok()).unwrap_or(1);
        shows.then_some((around(button, is_list_of_replies)?, more.max(1)))
    });
    folded.collect()
}

/// What is said in one place.
pub(super) struct Said<'a> {
    parts: Parts<'a>,
    text: Option<NodeRef<'a>>,
}

impl<'a> Said<'a> {
    /// At an anchor: in the element, or in it and those that follow.
    pub(super) fn of(node: &NodeRef<'a>, kind: Kind) -> Said<'a> {
        let parts = Parts::of(node, is_other);
        if let Some(text) = text(&parts) {
            return Said { parts, text: Some(text) };
        }
        if kind == Kind::Review {
            return Said { parts, text: None };
        }
        let mut parts = parts;
        let siblings = std::iter::successors(node.next_sibling(), NodeRef::next_sibling);
        let siblings = siblings.filter(NodeRef::is_element).take(MAX_SIBLINGS);
        for sibling in siblings.take_while(|sibling| !is_other(sibling)) {
            parts = parts.and(&sibling, is_other);
        }
        let text = text(&parts);
        Said { parts, text }
    }

    pub(super) fn text(&self) -> Option<NodeRef<'a>> {
        self.text
    }

    /// The number in the link on its time, of a comment on code that has no id.
    pub(super) fn number(&self) -> Option<String> {
        let is_link = |part: &NodeRef<'_>| threads::linked(part).is_some() && !self.is_said(part);
        threads::linked(&self.parts.find(is_link)?)
    }

    pub(super) fn author(&self) -> String {
        let marks = ["avatar-link", "issue-body-header-author"];
        let is_named = |part: &NodeRef<'_>| !words(part).is_empty();
        let is_marked =
            |part: &NodeRef<'_>| says(part, "data-testid", |mark| marks.contains(&mark));
        let is_link =
            |part: &NodeRef<'_>| part.has_attr("data-hovercard-url") && !self.is_said(part);
        let found = self.parts.find(|part| part.has_class("author") && is_named(part));
        let found = found.or_else(|| self.parts.find(|part| is_marked(part) && is_named(part)));
        let found = found.or_else(|| self.parts.find(|part| is_link(part) && is_named(part)));
        found.map(|name| words(&name).trim_start_matches('@').to_owned()).unwrap_or_default()
    }

    /// Whether a part is in the text: there it is something that is talked about.
    fn is_said(&self, part: &NodeRef<'_>) -> bool {
        self.text.is_some_and(|text| around(part, |up| up.id == text.id).is_some())
    }

    pub(super) fn created(&self, times: &mut Times) -> Created<Cow<'static, str>> {
        let names = ["relative-time", "time-ago", "local-time", "time"];
        let time = self
            .parts
            .find(|part| names.iter().any(|name| part.has_name(name)) && !self.is_said(part));
        let Some(time) = time else { return Created::Unknown };
        let exact = attribute(&time, "datetime").unwrap_or_default();
        times.read(&[&exact, &attribute(&time, "title").unwrap_or_default(), &words(&time)])
    }

    /// What the page calls the author, and the comment, beside the name.
    pub(super) fn roles(&self) -> Vec<String> {
        let marks = ["comment-author-association", "comment-subject-author"];
        let labels = self.parts.all(|part| {
            part.has_class("timeline-comment-label")
                || part.has_class("Label")
                || says(part, "data-testid", |mark| marks.contains(&mark))
        });
        let labels = labels.iter().filter(|label| !self.is_said(label));
        let names = labels.map(|label| words(label).to_lowercase());
        let mut roles: Vec<String> = Vec::new();
        for name in names.filter(|name| ROLES.contains(&name.as_str())) {
            let name = if name == "author" { "op".to_owned() } else { name };
            if !roles.contains(&name) {
                roles.push(name);
            }
        }
        if self.parts.class("timeline-chosen-answer").is_some() {
            roles.push("answer".into());
        }
        if self.parts.class("minimized-comment").is_some()
            && self.parts.class("unminimized-comment").is_none()
        {
            roles.push("hidden".into());
        }
        roles
    }

    /// The votes that comments in discussions have.
    pub(super) fn votes(&self) -> Votes {
        let is_button = |part: &NodeRef<'_>| {
            says(part, "id", |id| id.starts_with("discussion-upvote-button"))
                || says(part, "aria-label", |label| label.starts_with("Upvote"))
        };
        let button = self.parts.find(|part| is_button(part) && !self.is_said(part));
        let label = button.and_then(|button| {
            let label = attribute(&button, "aria-label").and_then(|label| number(&label));
            label.or_else(|| number(&words(&button)))
        });
        let up = label.and_then(|up| i32::try_from(up).ok());
        if up.is_some() { Votes { score: up, up, down: None } } else { self.thumbs() }
    }

    /// The reactions that are votes: thumbs up and down, with how many chose them.
    fn thumbs(&self) -> Votes {
        let buttons = self.parts.all(|part| part.has_name("button") && !self.is_said(part));
        let count = |value: &str, sign: char| {
            buttons.iter().find_map(|button| {
                let label = attribute(button, "aria-label").unwrap_or_default();
                let line = words(button);
                let is_it = says(button, "value", |own| own.starts_with(value))
                    || label.contains(sign)
                    || line.contains(sign);
                let number =
                    number(&line.replace(sign, " ")).or_else(|| number(&label.replace(sign, " ")));
                number.filter(|_| is_it).and_then(|number| i32::try_from(number).ok())
            })
        };
        let (up, down) = (count("THUMBS_UP", '👍'), count("THUMBS_DOWN", '👎'));
        let any = up.is_some() || down.is_some();
        let score = any.then(|| up.unwrap_or(0).saturating_sub(down.unwrap_or(0)));
        Votes { score, up: up.or(any.then_some(0)), down: down.or(any.then_some(0)) }
    }

    pub(super) fn is_edited(&self) -> bool {
        let history = self.parts.find(|part| {
            says(part, "class", |class| {
                class.contains("edit-history")
                    || class.contains("lastEditInfo")
                    || class.contains("editHistory")
            })
        });
        history.is_some_and(|history| words(&history).to_lowercase().contains("edit"))
    }

    pub(super) fn body(&self) -> (Body<Text<'static>>, State) {
        let Some(text) = self.text else { return (Body::default(), State::NotLoaded) };
        let text = markup(&text).trim().to_owned();
        (Body { kind: BodyKind::Html, text: text.into() }, State::Live)
    }
}

/// The element with the text, which is not that of a form with a preview.
fn text<'a>(parts: &Parts<'a>) -> Option<NodeRef<'a>> {
    let is_preview = |part: &NodeRef<'_>| part.has_class("js-preview-body");
    let found = parts.class("js-comment-body");
    let found =
        found.or_else(|| parts.find(|part| says(part, "data-testid", |m| m == "markdown-body")));
    let classes = ["comment-body", "markdown-body"];
    found.or_else(|| {
        parts.find(|part| classes.iter().any(|class| part.has_class(class)) && !is_preview(part))
    })
}
