//! The tables of a Stack Exchange data dump: `Posts.xml`, `Comments.xml`, an element `row` for each
//! record ([what their fields mean]).
//!
//! A table has many questions, so each is the beginning of a thread, under its title; its answers and
//! the comments on it are replies, and comments on an answer are replies to that. Where there is one
//! question alone it is the article. Posts are counted in one row whatever they are, so they have
//! their numbers for ids, and comments a `c` before theirs: that way the comments of one file find the
//! posts of the other. Who wrote something is a number in a third table; those who have left have
//! their names here, and the others are called as the site calls people without a name.
//!
//! [what their fields mean]: https://meta.stackexchange.com/questions/2677

use super::entities::{name_line, title_line};
use super::json::{instant, start_of};
use super::xml::text::{ESCAPED_HTML, ESCAPED_TEXT};
use super::xml::{Element, Xml};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::from_html;
use crate::model::{Article, Body, BodyKind, Created, NewComment, Parent, Votes};

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "stack_exchange_dump",
    about: "tables of a Stack Exchange data dump: Posts.xml, Comments.xml",
    extensions: &["xml"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How far into a table its first record must begin.
const HEAD: usize = 4 * 1024;

/// A table of posts or comments; those of users, votes and badges hold no discussion.
fn sniff(input: &Input<'_>) -> Likelihood {
    let start = start_of(input.bytes);
    let head = start.get(..HEAD).unwrap_or(start);
    let holds = |word: &str| memchr::memmem::find(head, word.as_bytes()).is_some();
    let is_posts = || holds("<posts") && holds("PostTypeId=");
    let is_comments = || holds("<comments") && holds("PostId=");
    let is_it = head.starts_with(b"<") && holds("<row ") && (is_posts() || is_comments());
    if is_it { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let xml = Xml::read(input, stream, sink)?;
    let rows: Vec<Row<'_>> =
        xml.root().into_iter().flat_map(Element::children).map(Row::of).collect();
    let mut intake = Intake::by_id();
    intake.builder.keep(xml.segment());
    let mut questions = rows.iter().filter(|row| row.what == What::Question);
    let question = questions.next().filter(|_| questions.next().is_none());
    if let Some(row) = question {
        sink.article(row.article());
    }
    let mut reader =
        Reader { question: question.and_then(|row| row.id.clone()), ..Reader::new(&rows) };
    for row in rows
        .iter()
        .filter(|row| question.is_none_or(|one| one.id != row.id || row.what != one.what))
    {
        if sink.stopped() {
            break;
        }
        if let Some(comment) = reader.comment(row) {
            intake.push(comment, sink);
        }
    }
    if let Some(row) = question {
        intake.builder.add_missing(None, reader.more(row));
    }
    let is_empty = intake.builder.is_empty() && question.is_none();
    intake.finish(sink);
    reader.finish(sink);
    if is_empty {
        let cause = "it has neither posts nor comments".into();
        return Err(LoadError::Broken { name: input.name.to_owned(), format: LOADER.name, cause });
    }
    Ok(())
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Question,
    Answer,
    Comment,
    /// The description of a tag, a candidate in an election, and whatever else is kept as a post.
    Other,
}

/// A record.
#[derive(Clone, Debug)]
struct Row<'x> {
    own: Element<'x>,
    what: What,
    id: Option<String>,
}

impl<'x> Row<'x> {
    fn of(own: Element<'x>) -> Row<'x> {
        let has = |key| own.attribute(key).is_some_and(|value| !value.is_empty());
        let number = own.attribute("PostTypeId").and_then(|kind| kind.parse::<u32>().ok());
        let what = match number {
            Some(1) => What::Question,
            Some(2) => What::Answer,
            // Without its number a post is known by what else it says.
            None if has("PostId") || has("Text") => What::Comment,
            None if has("ParentId") => What::Answer,
            None if has("Body") => What::Question,
            _ => What::Other,
        };
        Row { own, what, id: own.attribute("Id").filter(|id| !id.is_empty()) }
    }

    fn number(&self, key: &str) -> Option<i64> {
        self.own.attribute(key)?.parse().ok()
    }

    fn count(&self, key: &str) -> u32 {
        self.number(key).and_then(|count| u32::try_from(count).ok()).unwrap_or(0)
    }

    fn has(&self, key: &str) -> bool {
        self.own.attribute(key).is_some_and(|value| !value.is_empty())
    }

    fn title(&self) -> Option<String> {
        title_line(&self.own.attribute("Title")?)
    }

    /// Who wrote it: the one whose number it is, or the name of one who is gone.
    fn author(&self) -> String {
        let name = ["OwnerDisplayName", "UserDisplayName"];
        let name =
            name.iter().find_map(|key| self.own.attribute(key)).filter(|name| !name.is_empty());
        let number = || self.user().map(|id| format!("user{id}"));
        name.map(|name| name_line(&name)).or_else(number).unwrap_or_default()
    }

    fn user(&self) -> Option<String> {
        ["OwnerUserId", "UserId"].iter().find_map(|key| self.own.attribute(key))
    }

    /// `<oil><lamps>`, and since 2024 `|oil|lamps|`.
    fn tags(&self) -> Vec<String> {
        let tags = self.own.attribute("Tags").unwrap_or_default();
        let tags = tags.split(['<', '>', '|']).map(str::trim).filter(|tag| !tag.is_empty());
        tags.map(str::to_owned).collect()
    }

    fn article(&self) -> Article {
        let at = |key: &str| self.own.attribute(key).and_then(|date| instant(&date));
        let closed = self.has("ClosedDate").then(|| "The question is closed.".to_owned());
        Article {
            title: self.title(),
            byline: Some(self.author()).filter(|name| !name.is_empty()),
            published: at("CreationDate"),
            updated: at("LastEditDate"),
            tags: self.tags(),
            notices: closed.into_iter().collect(),
            blocks: self
                .own
                .attribute_text("Body")
                .map(|html| from_html(&html))
                .unwrap_or_default(),
            ..Article::default()
        }
    }
}

#[derive(Debug, Default)]
struct Reader {
    /// The question that is the article.
    question: Option<String>,
    /// Answers that those who asked have accepted.
    accepted: std::collections::HashSet<String>,
    /// Who asked which question.
    askers: std::collections::HashMap<String, String>,
    /// How many answers each question has here.
    answers: std::collections::HashMap<String, u32>,
    others: u64,
    undated: u64,
}

impl Reader {
    fn new(rows: &[Row<'_>]) -> Reader {
        let mut reader = Reader::default();
        for row in rows {
            match row.what {
                What::Question => {
                    reader.accepted.extend(row.own.attribute("AcceptedAnswerId"));
                    reader.askers.extend(row.id.clone().zip(row.user()));
                }
                What::Answer => {
                    let of = row.own.attribute("ParentId").unwrap_or_default();
                    *reader.answers.entry(of).or_default() += 1;
                }
                What::Comment | What::Other => {}
            }
        }
        reader
    }

    /// How many answers and comments a post has that are not here.
    fn more(&self, row: &Row<'_>) -> u32 {
        let here = row.id.as_ref().and_then(|id| self.answers.get(id)).copied().unwrap_or(0);
        row.count("AnswerCount").saturating_sub(here).saturating_add(row.count("CommentCount"))
    }

    fn comment<'x>(&mut self, row: &Row<'x>) -> Option<NewComment<'x>> {
        let (parent, body) = match row.what {
            What::Question => (None, BodyKind::Html),
            What::Answer => (row.own.attribute("ParentId"), BodyKind::Html),
            What::Comment => (row.own.attribute("PostId"), BodyKind::Markdown),
            What::Other => {
                self.others += 1;
                return None;
            }
        };
        let text = match body {
            BodyKind::Html => row.own.attribute_body("Body", &ESCAPED_HTML),
            _ => row.own.attribute_body("Text", &ESCAPED_TEXT),
        };
        let date = row.own.attribute("CreationDate");
        let at = date.as_deref().and_then(instant);
        self.undated += u64::from(date.is_some() && at.is_none());
        let score = row.number("Score").and_then(|score| i32::try_from(score).ok());
        let subject = row.title().filter(|_| row.what == What::Question).unwrap_or_default();
        let id = row
            .id
            .as_ref()
            .map(|id| if row.what == What::Comment { format!("c{id}") } else { id.clone() });
        let more = if row.what == What::Comment { 0 } else { self.more(row) };
        let roles = self.roles(row, parent.as_deref());
        let parent =
            parent.filter(|parent| !parent.is_empty() && Some(parent) != self.question.as_ref());
        Some(NewComment {
            id: id.map(Into::into),
            parent: parent.map_or(Parent::Root, |id| Parent::Id(id.into())),
            author: row.author().into(),
            subject: subject.into(),
            created: at.map_or(Created::Unknown, Created::At),
            votes: Votes { score, ..Votes::default() },
            edited: row.has("LastEditDate"),
            roles,
            more,
            body: Body { kind: body, text },
            ..NewComment::default()
        })
    }

    fn roles(&self, row: &Row<'_>, parent: Option<&str>) -> Vec<String> {
        let accepted = row.what == What::Answer
            && row.id.as_ref().is_some_and(|id| self.accepted.contains(id));
        let asker = parent.and_then(|question| self.askers.get(question));
        let is_op = asker.is_some() && row.user().as_ref() == asker;
        let roles = [
            (accepted, "accepted"),
            (is_op, "op"),
            (row.has("CommunityOwnedDate"), "community wiki"),
        ];
        roles.into_iter().filter(|(is, _)| *is).map(|(_, role)| role.to_owned()).collect()
    }

    fn finish(self, sink: &mut dyn Sink) {
        for (count, one, many) in [
            (
                self.others,
                "1 record is no question, answer or comment; it is left out",
                "records are no questions, answers or comments; they are left out",
            ),
            (
                self.undated,
                "1 record has a date that cannot be read",
                "records have dates that cannot be read",
            ),
        ] {
            match count {
                0 => {}
                1 => sink.warning(one.into()),
                count => sink.warning(format!("{count} {many}")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::report::facts;

    #[test]
    fn each_question_begins_a_thread() {
        let posts = include_bytes!("../../tests/fixtures/stack_exchange_dump/posts.xml");
        insta::assert_snapshot!(facts(&LOADER, posts).join("\n"), @r#"
        - | - | - | - - | - |  | 
        0 5 user3 12 1777796100 "Who \"pays\" for the lamp?" edited +2: It has been dark since February. /  / oil = 0 /   wick = 1
        1 6 old_keeper -2 1777798800: No one & nobody.
        1 7 user3 31 1777802400 +2 [accepted, op, community wiki]: The town.
        0 8 user4 0 1777968900 "The mole": How long is it?
        0 10 user4 ? ?: Lost.
        missing 4
        ! 1 record is no question, answer or comment; it is left out
        ! 1 record has a date that cannot be read
        ! 1 comment answers one that is not here; shown as a root
        "#);
        let comments = include_bytes!("../../tests/fixtures/stack_exchange_dump/comments.xml");
        insta::assert_snapshot!(facts(&LOADER, comments).join("\n"), @r"
        - | - | - | - - | - |  | 
        0 c21 user8 2 1777796400: Which lamp? See the deed & oil < 1.
        0 c22 user99 0 1777803600: @user3 thanks
        ! 2 comments answer one that is not here; shown as roots
        ");
        let one = include_bytes!("../../tests/fixtures/stack_exchange_dump/one-question.xml");
        insta::assert_snapshot!(facts(&LOADER, one).join("\n"), @r"
        Who pays? | user3 | - | 1777796100 - | - | lamps | Since February.
        ~ The question is closed.
        0 7 user3 3 1777802400 [op]: The town.
        missing 4
        ");
    }

    #[test]
    fn only_tables_of_posts_and_comments_are_its_own() {
        let of = |bytes: &str| sniff(&Input { bytes: bytes.as_bytes(), ..Input::default() });
        #[rustfmt::skip]
        let cases = [
            ("posts",      "<?xml version='1.0'?><posts>\n<row Id='1' PostTypeId='1' />",  Likelihood::Certain),
            ("comments",   "\u{FEFF}<comments><row Id='1' PostId='1' />",                 Likelihood::Certain),
            ("users",      "<users><row Id='1' DisplayName='Ines' />",                    Likelihood::No),
            ("votes",      "<votes><row Id='1' PostId='1' VoteTypeId='2' />",             Likelihood::No),
            ("an example", "Take <posts><row Id='1' PostTypeId='1' />",                   Likelihood::No),
        ];
        for (why, text, expected) in cases {
            assert_eq!(of(text), expected, "{why}");
        }
    }
}
