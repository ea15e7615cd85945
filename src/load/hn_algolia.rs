//! A Hacker News item as Algolia's API gives it: a story with its comments nested in `children`.
//!
//! `https://hn.algolia.com/api/v1/items/ID` ([HN Search API]). Keys come in any order; where the
//! text of a comment stands behind its replies, as in answers with sorted keys, its place is kept
//! free until it comes. Points are mostly `null` today: unknown. Without author and text a comment
//! was deleted.
//!
//! [HN Search API]: https://hn.algolia.com/api

use super::json::{Found, Json, JsonError, STRING, Tally, Token, conclude, start_of};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::from_html;
use crate::model::{
    Article, Body, BodyKind, CommentId, Created, Line, NewComment, Permalink, State, Text, Votes,
};
use crate::text::clean_line;

pub(super) const LOADER: Loader = Loader {
    name: "hn_algolia",
    about: "a Hacker News item with its comments, JSON of Algolia's API",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// What an item has; something else is no item.
const KEYS: &[&[u8]] = &[
    b"id",
    b"created_at",
    b"created_at_i",
    b"type",
    b"author",
    b"title",
    b"url",
    b"text",
    b"points",
    b"parent_id",
    b"story_id",
    b"children",
    b"options",
];

/// The keys of which one must be there beside `children`: others have those as well.
const TELLING: &[&[u8]] = &[b"created_at_i", b"story_id", b"parent_id"];

/// Where an item stands on the site, without its id.
const ITEM: &str = "https://news.ycombinator.com/item?id=";

/// How many tokens of the beginning are looked at.
const SNIFFED: usize = 20_000;

fn sniff(input: &Input<'_>) -> Likelihood {
    if start_of(input.bytes).first() != Some(&b'{') {
        return Likelihood::No;
    }
    let mut json = Json::new(Stream::new(input.bytes.to_vec(), None));
    let (mut children, mut telling) = (false, 0);
    // That the beginning breaks off, or is broken, is no news.
    drop(look(&mut json, &mut children, &mut telling));
    match (children, telling) {
        (true, 1..) => Likelihood::Certain,
        (true, 0) | (false, 2..) => Likelihood::Likely,
        _ => Likelihood::No,
    }
}

/// Looks at the keys of items as far as they go; one that no item has is a sign that these are none.
fn look(json: &mut Json<'_>, children: &mut bool, telling: &mut usize) -> Result<(), JsonError> {
    for _ in 0..SNIFFED {
        match json.next()? {
            Token::Done => break,
            Token::Key(key) => {
                let key = json.bytes(&key);
                let nested = key == b"children";
                if !KEYS.contains(&key) {
                    (*children, *telling) = (false, 0);
                    break;
                }
                *children |= nested;
                *telling += usize::from(TELLING.contains(&key));
                let token = json.next()?;
                if !(nested && token == Token::Array) {
                    json.skip(&token)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut reader = Reader {
        json: Json::new(stream),
        sink,
        intake: Intake::default(),
        story: Story::default(),
        fields: Fields::default(),
        skipped: 0,
        wrong: Tally::default(),
    };
    reader.intake.builder.set_permalinks(ITEM, "");
    let outcome = reader.document();
    let Reader { sink, intake, skipped, wrong, mut story, .. } = reader;
    wrong.finish(sink);
    let found = !intake.builder.is_empty() || story.is_known();
    if !story.sent && found {
        story.send(sink);
    }
    let found = if found { Found::Something } else { Found::Nothing };
    conclude(input, LOADER.name, intake, skipped, outcome.map(|()| found), sink)
}

/// The keys that are read.
#[derive(Clone, Copy)]
enum Key {
    Id,
    Author,
    At,
    Text,
    Points,
    Children,
    Title,
    Url,
    Type,
}

impl Key {
    fn of(name: &[u8]) -> Option<Key> {
        Some(match name {
            b"id" => Key::Id,
            b"author" => Key::Author,
            b"created_at_i" => Key::At,
            b"text" => Key::Text,
            b"points" => Key::Points,
            b"children" => Key::Children,
            b"title" => Key::Title,
            b"url" => Key::Url,
            b"type" => Key::Type,
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Key::Id => "id",
            Key::Author => "author",
            Key::At => "created_at_i",
            Key::Text => "text",
            Key::Points => "points",
            Key::Children => "children",
            Key::Title => "title",
            Key::Url => "url",
            Key::Type => "type",
        }
    }
}

/// What was read of an item since it was last written down; texts that are empty are unknown.
///
/// Written over and over, as a place of its own for each name costs more than to read it.
#[derive(Debug, Default)]
struct Fields {
    id: Vec<u8>,
    author: Vec<u8>,
    at: Option<i64>,
    points: Option<i32>,
    /// With its quotation marks, as the source has it.
    text: Vec<u8>,
}

impl Fields {
    fn id(&self) -> Option<Line<'_>> {
        Some(self.id.as_slice().into()).filter(|id: &Line<'_>| !id.is_empty())
    }

    fn author(&self) -> Line<'_> {
        self.author.as_slice().into()
    }

    fn are_unknown(&self) -> bool {
        let texts = self.id.is_empty() && self.author.is_empty() && self.text.is_empty();
        texts && self.at.is_none() && self.points.is_none()
    }

    fn forget(&mut self) {
        self.id.clear();
        self.author.clear();
        self.text.clear();
        (self.at, self.points) = (None, None);
    }
}

/// The item at the top: the article.
#[derive(Debug, Default)]
struct Story {
    title: Option<String>,
    url: Option<String>,
    text: Option<String>,
    author: Option<String>,
    id: Option<String>,
    at: Option<i64>,
    is_comment: bool,
    /// Whether the reader has it, with all that was known by then.
    sent: bool,
}

impl Story {
    fn is_known(&self) -> bool {
        self.title.is_some() || self.text.is_some()
    }

    fn send(&mut self, sink: &mut dyn Sink) {
        self.sent = true;
        let line =
            |text: &Option<String>| text.as_deref().map(clean_line).filter(|l| !l.is_empty());
        let byline = line(&self.author);
        let title = line(&self.title).or_else(|| {
            let author = byline.as_deref().filter(|_| self.is_comment)?;
            Some(format!("Comment by {author}"))
        });
        let item = self.id.as_ref().map(|id| format!("{ITEM}{}", clean_line(id)));
        sink.article(Article {
            title,
            byline,
            site: Some("Hacker News".into()),
            published: self.at,
            url: line(&self.url).or(item),
            blocks: self.text.as_deref().map(from_html).unwrap_or_default(),
            ..Article::default()
        });
    }
}

struct Reader<'r, 's> {
    json: Json<'r>,
    sink: &'s mut dyn Sink,
    intake: Intake,
    story: Story,
    fields: Fields,
    /// How many children were no items.
    skipped: usize,
    /// What could not be read.
    wrong: Tally,
}

impl Reader<'_, '_> {
    /// Reads everything, or until nobody wants more.
    fn document(&mut self) -> Result<(), JsonError> {
        if self.json.next()? != Token::Object {
            return Ok(());
        }
        // The items that are open, the story's not among them; each has a list above it that is
        // open, too.
        let mut open: Vec<CommentId> = Vec::new();
        loop {
            let in_children = self.json.depth().is_multiple_of(2);
            if !in_children {
                if let Some((key, token)) = self.json.field(Key::of)? {
                    self.take(key, &token, &open)?;
                } else {
                    self.close(open.pop());
                    if self.sink.stopped() {
                        return Ok(());
                    }
                }
                continue;
            }
            match self.json.next()? {
                Token::Done => return Ok(()),
                Token::Object => open.push(self.intake.builder.reserve(open.last().copied())),
                Token::End => {}
                token => {
                    self.skipped += usize::from(token != Token::Null);
                    self.json.skip(&token)?;
                }
            }
        }
    }

    /// Takes a value of the innermost open item.
    fn take(&mut self, key: Key, token: &Token, open: &[CommentId]) -> Result<(), JsonError> {
        self.json.report(&mut self.intake, self.sink);
        match (key, token) {
            (Key::Id, Token::Number(id) | Token::String(id)) => {
                self.fields.id.clear();
                self.fields.id.extend_from_slice(self.json.line(id).as_bytes());
            }
            (Key::Author, Token::String(author)) => {
                self.fields.author.clear();
                self.fields.author.extend_from_slice(self.json.line(author).as_bytes());
            }
            (Key::At, Token::Number(_)) => self.fields.at = self.json.whole(token),
            (Key::Points, Token::Number(_)) => self.fields.points = self.json.votes(token),
            (Key::Text, Token::String(text)) if open.is_empty() => {
                self.story.text = Some(self.json.text(text).into_owned());
            }
            (Key::Text, Token::String(text)) => {
                self.fields.text.clear();
                self.fields.text.extend_from_slice(self.json.quoted(text));
            }
            (Key::Title, Token::String(title)) if open.is_empty() => {
                self.story.title = Some(self.json.text(title).into_owned());
            }
            (Key::Url, Token::String(url)) if open.is_empty() => {
                self.story.url = Some(self.json.text(url).into_owned());
            }
            (Key::Type, Token::String(kind)) if open.is_empty() => {
                self.story.is_comment = self.json.bytes(kind) == b"comment";
            }
            // Its items are read where they come.
            (Key::Children, Token::Array) => self.write_down(open.last().copied()),
            // Of comments they say nothing new.
            (Key::Title | Key::Url | Key::Type, Token::String(_)) | (_, Token::Null) => {}
            _ => {
                self.wrong.note(key.name());
                self.json.skip(token)?;
            }
        }
        Ok(())
    }

    /// Writes down what is known of an item, the story if there is none.
    fn write_down(&mut self, item: Option<CommentId>) {
        let Reader { intake, story, fields, .. } = self;
        let Some(at) = item else {
            let author = fields.author().text().into_owned();
            story.author = Some(author).filter(|author| !author.is_empty()).or(story.author.take());
            story.id = fields.id().map(|id| id.text().into_owned()).or(story.id.take());
            story.at = fields.at.or(story.at);
            fields.forget();
            if story.is_known() && !story.sent {
                story.send(self.sink);
            }
            return;
        };
        if fields.are_unknown() {
            return;
        }
        let is_op = story.author.as_ref().is_some_and(|op| op.as_bytes() == fields.author);
        intake.builder.fill(
            at,
            NewComment {
                id: fields.id(),
                author: fields.author(),
                created: fields.at.map_or(Created::Unknown, Created::At),
                votes: Votes { score: fields.points, ..Votes::default() },
                roles: if is_op { vec!["op".to_owned()] } else { Vec::new() },
                permalink: Permalink::ById,
                body: Body {
                    kind: BodyKind::Html,
                    text: match fields.text.as_slice() {
                        [] => Text::default(),
                        text => Text::Raw(text.into(), &STRING),
                    },
                },
                ..NewComment::default()
            },
        );
        fields.forget();
    }

    /// An item ends, the story if there is none.
    fn close(&mut self, item: Option<CommentId>) {
        let was_sent = self.story.sent;
        self.write_down(item);
        let Some(at) = item else {
            // What stands behind the comments was not known when it was sent.
            if was_sent {
                self.story.send(self.sink);
            }
            return;
        };
        let comment = self.intake.builder.thread().get(at);
        if comment.is_some_and(|comment| comment.author_number() == 0 && !comment.has_body()) {
            let state = State::Deleted;
            self.intake.builder.fill(at, NewComment { state, ..NewComment::default() });
        }
        self.intake.offer(self.sink);
    }
}
