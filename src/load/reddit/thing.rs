//! A thing: what its data says, as a post, a comment, or a stub for comments that are elsewhere.

use std::borrow::Cow;

use super::super::Sink;
use super::super::json::{Json, STRING, Token};
use crate::markup::{from_html, from_markdown};
use crate::model::{
    Article, Body, BodyKind, Created, NewComment, Notation, Permalink, State, Text, Votes,
};
use crate::text::clean_line;

/// Where permalinks lead.
const SITE: &str = "https://www.reddit.com";

/// A JSON string whose text was escaped for HTML once more, as answers without `raw_json=1` have it.
static ESCAPED: Notation = Notation {
    name: "reddit-escaped",
    decode: |json| match (STRING.decode)(json) {
        Cow::Borrowed(text) => unescaped(text),
        Cow::Owned(text) => Cow::Owned(unescaped(&text).into_owned()),
    },
    plain_letters: |_| true,
};

/// Only these three are escaped.
fn unescaped(text: &str) -> Cow<'_, str> {
    if text.contains('&') {
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").into()
    } else {
        text.into()
    }
}

/// What a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Listing,
    Post,
    Comment,
    More,
}

impl Kind {
    pub(super) fn of(name: &[u8]) -> Option<Kind> {
        match name {
            b"Listing" => Some(Kind::Listing),
            b"t1" => Some(Kind::Comment),
            b"t3" => Some(Kind::Post),
            b"more" => Some(Kind::More),
            _ => None,
        }
    }
}

/// The keys of a thing's data that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Id,
    Author,
    Score,
    ScoreHidden,
    Created,
    Body,
    BodyHtml,
    Edited,
    Distinguished,
    IsSubmitter,
    Permalink,
    ParentId,
    LinkId,
    Ups,
    Downs,
    Stickied,
    Replies,
    Children,
    Count,
    Title,
    Url,
    IsSelf,
    Subreddit,
    Comments,
    Data,
}

impl Key {
    pub(super) fn of(name: &[u8]) -> Option<Key> {
        Some(match name {
            b"id" => Key::Id,
            b"author" => Key::Author,
            b"score" => Key::Score,
            b"score_hidden" => Key::ScoreHidden,
            b"created_utc" => Key::Created,
            b"body" | b"selftext" => Key::Body,
            b"body_html" | b"selftext_html" => Key::BodyHtml,
            b"edited" => Key::Edited,
            b"distinguished" => Key::Distinguished,
            b"is_submitter" => Key::IsSubmitter,
            b"permalink" => Key::Permalink,
            b"parent_id" => Key::ParentId,
            b"link_id" => Key::LinkId,
            b"ups" => Key::Ups,
            b"downs" => Key::Downs,
            b"stickied" => Key::Stickied,
            b"replies" => Key::Replies,
            b"children" | b"things" => Key::Children,
            b"count" => Key::Count,
            b"title" => Key::Title,
            b"url" => Key::Url,
            b"is_self" => Key::IsSelf,
            b"subreddit" => Key::Subreddit,
            b"num_comments" => Key::Comments,
            b"data" => Key::Data,
            _ => return None,
        })
    }

    /// What it is called where the reader is told that its value cannot be read; nothing if `token`
    /// begins one that can.
    pub(super) fn complaint(self, token: &Token) -> Option<&'static str> {
        let (name, fits) = match self {
            Key::Id => ("id", matches!(token, Token::String(_))),
            Key::Author => ("author", matches!(token, Token::String(_))),
            Key::Body => ("body", matches!(token, Token::String(_))),
            Key::BodyHtml => ("body_html", matches!(token, Token::String(_))),
            Key::Distinguished => ("distinguished", matches!(token, Token::String(_))),
            Key::Permalink => ("permalink", matches!(token, Token::String(_))),
            Key::ParentId => ("parent_id", matches!(token, Token::String(_))),
            Key::LinkId => ("link_id", matches!(token, Token::String(_))),
            Key::Ups => ("ups", matches!(token, Token::Number(_))),
            Key::Downs => ("downs", matches!(token, Token::Number(_))),
            Key::Stickied => ("stickied", matches!(token, Token::Bool(_))),
            Key::Title => ("title", matches!(token, Token::String(_))),
            Key::Url => ("url", matches!(token, Token::String(_))),
            Key::Subreddit => ("subreddit", matches!(token, Token::String(_))),
            Key::Score => ("score", matches!(token, Token::Number(_))),
            Key::Created => ("created_utc", matches!(token, Token::Number(_))),
            Key::Count => ("count", matches!(token, Token::Number(_))),
            Key::Comments => ("num_comments", matches!(token, Token::Number(_))),
            Key::Edited => ("edited", matches!(token, Token::Number(_) | Token::Bool(_))),
            Key::ScoreHidden => ("score_hidden", matches!(token, Token::Bool(_))),
            Key::IsSubmitter => ("is_submitter", matches!(token, Token::Bool(_))),
            Key::IsSelf => ("is_self", matches!(token, Token::Bool(_))),
            Key::Replies => ("replies", matches!(token, Token::Object | Token::String(_))),
            Key::Children => ("children", *token == Token::Array),
            Key::Data => ("data", *token == Token::Object),
        };
        (!fits && *token != Token::Null).then_some(name)
    }
}

/// A text as the source has it, and how it is written.
type Raw = (Vec<u8>, &'static Notation);

/// What was read of a thing.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, in any mixture")]
pub(super) struct Fields {
    pub(super) kind: Option<Kind>,
    /// Whether it is a comment that has its place already.
    pub(super) opened: bool,
    id: Option<String>,
    author: Option<String>,
    score: Option<i32>,
    /// Votes for and against, of which old answers tell no sum.
    ups: Option<i32>,
    downs: Option<i32>,
    score_hidden: bool,
    stickied: bool,
    created: Option<i64>,
    markdown: Option<Raw>,
    html: Option<Raw>,
    /// What a text says that stands for one that is gone.
    gone: Option<State>,
    edited: bool,
    distinguished: Option<&'static str>,
    is_submitter: bool,
    parent: Option<String>,
    /// The post that a comment is on, with its kind.
    link: Option<String>,
    more: Option<i64>,
    post: PostFields,
}

/// What only a post has.
#[derive(Debug, Default)]
struct PostFields {
    title: Option<String>,
    url: Option<String>,
    permalink: Option<String>,
    subreddit: Option<String>,
    is_self: bool,
    comments: Option<i64>,
    text: Option<String>,
    html: Option<String>,
}

/// What comments need to know of the post.
#[derive(Debug, Default)]
pub(super) struct Post {
    author: Option<String>,
    /// Its id, if the addresses of comments begin with its own.
    id: Option<String>,
    known: bool,
}

impl Post {
    pub(super) fn is_known(&self) -> bool {
        self.known
    }
}

impl Fields {
    /// Of a thing of this kind, nothing else known.
    pub(super) fn of(kind: Kind) -> Fields {
        Fields { kind: Some(kind), ..Fields::default() }
    }

    /// Takes a value.
    pub(super) fn take(&mut self, key: Key, token: &Token, json: &Json<'_>) {
        match token {
            Token::String(value) => self.take_text(key, value, json),
            Token::Number(_) => match key {
                Key::Score => self.score = json.votes(token),
                Key::Ups => self.ups = json.votes(token),
                Key::Downs => self.downs = json.votes(token),
                Key::Created => self.created = json.whole(token),
                Key::Count => self.more = json.whole(token),
                Key::Comments => self.post.comments = json.whole(token),
                // The time of the last change, or 0.
                Key::Edited => self.edited = json.whole(token) != Some(0),
                _ => {}
            },
            Token::Bool(value) => match key {
                Key::ScoreHidden => self.score_hidden = *value,
                Key::Edited => self.edited = *value,
                Key::IsSubmitter => self.is_submitter = *value,
                Key::IsSelf => self.post.is_self = *value,
                Key::Stickied => self.stickied = *value,
                _ => {}
            },
            _ => {}
        }
    }

    fn take_text(&mut self, key: Key, value: &std::ops::Range<usize>, json: &Json<'_>) {
        let owned = || json.text(value).into_owned();
        match key {
            Key::Id => self.id = Some(owned()),
            Key::Author => self.author = Some(owned()),
            Key::ParentId => self.parent = Some(owned()),
            Key::LinkId => self.link = Some(owned()),
            Key::Permalink => self.post.permalink = Some(owned()),
            Key::Subreddit => self.post.subreddit = Some(owned()),
            Key::Title => self.post.title = Some(owned()),
            Key::Url => self.post.url = Some(owned()),
            Key::Distinguished => {
                self.distinguished = match json.bytes(value) {
                    b"moderator" => Some("moderator"),
                    b"admin" => Some("admin"),
                    _ => None,
                };
            }
            Key::BodyHtml => {
                let escaped = json.bytes(value).starts_with(b"&lt;");
                let notation = if escaped { &ESCAPED } else { &STRING };
                self.html = Some((json.quoted(value).to_vec(), notation));
                self.post.html = self.keep(value, notation, json);
            }
            Key::Body => {
                let bytes = json.bytes(value);
                // Raw texts have bare signs; a text without any reads the same both ways.
                let raw = bytes.iter().any(|byte| matches!(byte, b'<' | b'>'));
                let notation = if raw { &STRING } else { &ESCAPED };
                self.gone = match bytes {
                    b"[deleted]" | b"[deleted by user]" => Some(State::Deleted),
                    b"[removed]" | b"[ Removed by Reddit ]" => Some(State::Removed),
                    _ => None,
                };
                self.markdown = Some((json.quoted(value).to_vec(), notation));
                self.post.text = self.keep(value, notation, json);
            }
            _ => {}
        }
    }

    /// The text of a post, which is needed at once; that of a comment becomes one when it is shown.
    fn keep(
        &self,
        value: &std::ops::Range<usize>,
        notation: &Notation,
        json: &Json<'_>,
    ) -> Option<String> {
        let is_post = self.kind == Some(Kind::Post) || self.post.title.is_some();
        (is_post || self.kind.is_none() && self.parent.is_none())
            .then(|| (notation.decode)(json.quoted(value)).into_owned())
    }

    /// What it is: by its word, or else by what it has.
    pub(super) fn kind(&self) -> Option<Kind> {
        self.kind.or_else(|| {
            if self.post.title.is_some() {
                Some(Kind::Post)
            } else if self.markdown.is_some() || self.html.is_some() {
                Some(Kind::Comment)
            } else {
                None
            }
        })
    }

    /// The id of the comment that it answers, if it names one.
    pub(super) fn parent(&self) -> Option<&str> {
        self.parent.as_deref()?.strip_prefix("t1_").filter(|id| !id.is_empty())
    }

    /// How many comments a stub stands for.
    pub(super) fn count(&self) -> u32 {
        let count = self.more.unwrap_or(0).max(0);
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// What stands before and behind the id of a comment in its permalink, by that of the post.
    pub(super) fn permalinks(&self) -> (String, String) {
        let by_id = || Some(format!("/comments/{}/_/", self.id.as_ref()?));
        let path = self.post.permalink.clone().or_else(by_id).unwrap_or_default();
        let slash = if path.ends_with('/') { "" } else { "/" };
        (format!("{SITE}{path}{slash}"), "/".into())
    }

    /// Where a comment can be read: on the post that is known, or where it says itself. A list of what
    /// somebody wrote has comments on many posts, and an answer to `morechildren` no post.
    fn permalink(&self, post: &Post) -> Permalink<'static> {
        let own = self.post.permalink.as_deref();
        let named = self.link.as_deref().and_then(|link| link.strip_prefix("t3_"));
        let printed = own.and_then(|path| path.split("/comments/").nth(1)?.split('/').next());
        match (post.id.as_deref(), named.or(printed)) {
            (Some(_), None) => Permalink::ById,
            (Some(post), Some(on)) if post == on => Permalink::ById,
            (_, on) => {
                let by_id = || Some(format!("/comments/{}/_/{}/", on?, self.id.as_ref()?));
                let path = own.map(str::to_owned).or_else(by_id);
                path.map_or(Permalink::Unknown, |path| {
                    Permalink::Given(format!("{SITE}{path}").into())
                })
            }
        }
    }

    /// The sum of votes, unless it is hidden.
    fn votes(&self) -> Option<i32> {
        let sum = || Some(self.ups?.saturating_sub(self.downs.unwrap_or(0)));
        self.score.or_else(sum).filter(|_| !self.score_hidden)
    }

    /// The comment, without its parent.
    pub(super) fn comment(self, post: &Post) -> NewComment<'static> {
        let is_author = self.author.is_some() && self.author == post.author;
        let author_gone = self.author.as_deref() == Some("[deleted]");
        let gone = self.gone.unwrap_or_default();
        let op = (self.is_submitter || is_author && !author_gone).then_some("op");
        let sticky = self.stickied.then_some("stickied");
        let roles = op.into_iter().chain(self.distinguished).chain(sticky);
        let roles = roles.map(str::to_owned).collect();
        let (permalink, score) = (self.permalink(post), self.votes());
        let kind = if self.html.is_some() { BodyKind::Html } else { BodyKind::Markdown };
        let text = self.html.or(self.markdown).filter(|_| gone == State::Live);
        NewComment {
            id: self.id.map(Into::into),
            author: self.author.filter(|_| !author_gone).unwrap_or_default().into(),
            created: self.created.map_or(Created::Unknown, Created::At),
            votes: Votes { score, ..Votes::default() },
            edited: self.edited,
            state: gone,
            roles,
            permalink,
            body: Body {
                kind,
                text: text.map_or_else(Text::default, |(raw, by)| Text::Raw(raw.into(), by)),
            },
            ..NewComment::default()
        }
    }

    /// Hands the article on; `has_links` if the addresses of comments begin with its own.
    pub(super) fn post(self, has_links: bool, sink: &mut dyn Sink) -> Post {
        let fields = self.post;
        let line = |text: Option<String>| text.map(|t| clean_line(&t)).filter(|t| !t.is_empty());
        if let Some(comments) = fields.comments.and_then(|count| u64::try_from(count).ok()) {
            sink.declared(comments);
        }
        let permalink = line(fields.permalink).map(|path| format!("{SITE}{path}"));
        let html = fields.html.filter(|html| !html.trim().is_empty());
        let url = line(fields.url).filter(|_| !fields.is_self);
        sink.article(Article {
            title: line(fields.title),
            byline: line(self.author.clone()),
            site: line(fields.subreddit).map(|name| format!("r/{name}")),
            published: self.created,
            url: url.or(permalink),
            blocks: match (html, fields.text) {
                (Some(html), _) => from_html(&html),
                (None, Some(text)) => from_markdown(&text),
                (None, None) => Vec::new(),
            },
            ..Article::default()
        });
        let id = self.id.filter(|_| has_links);
        Post { author: self.author, id, known: true }
    }
}
