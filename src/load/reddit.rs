//! A Reddit discussion as its API gives it: `[post, comments]`, replies nested in `replies`.
//!
//! `https://www.reddit.com/comments/ID.json`, with `raw_json=1` or without (then `<`, `>` and `&`
//! are escaped once more), a single listing, and the flat answers of `api/morechildren`
//! ([API documentation]). What bites: `created_utc` is the time, `created` is shifted; hidden scores
//! are numbers all the same; a listing may begin at an inner comment, whose parent is not there;
//! `more` stubs stand for replies that are not in the answer, and those without a count continue a
//! thread elsewhere.
//!
//! [API documentation]: https://www.reddit.com/dev/api

mod thing;

use super::json::{Found, Json, JsonError, Tally, Token, conclude, start_of};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::model::CommentId;
use thing::{Fields, Key, Kind, Post};

pub(super) const LOADER: Loader = Loader {
    name: "reddit",
    about: "a Reddit discussion, JSON of its API",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How many tokens of the beginning are looked at.
const SNIFFED: usize = 2_000;

/// A listing or its answer around `things` is known by the words `kind` and `data` where they
/// belong, and by a kind of thing that has comments.
fn sniff(input: &Input<'_>) -> Likelihood {
    if !matches!(start_of(input.bytes).first(), Some(b'[' | b'{')) {
        return Likelihood::No;
    }
    let mut json = Json::new(Stream::new(input.bytes.to_vec(), None));
    let (mut listing, mut things) = (false, false);
    let mut named_kind = false;
    for _ in 0..SNIFFED {
        match json.next() {
            Ok(Token::Key(key)) => {
                named_kind = json.bytes(&key) == b"kind";
                listing |= json.bytes(&key) == b"things";
            }
            Ok(Token::String(value)) if named_kind => {
                named_kind = false;
                match json.bytes(&value) {
                    b"Listing" => listing = true,
                    b"t1" | b"t3" | b"more" => things = true,
                    _ => {}
                }
            }
            Ok(Token::Done) | Err(_) => break,
            Ok(_) => named_kind = false,
        }
        if listing && things {
            return Likelihood::Certain;
        }
    }
    if listing { Likelihood::Likely } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut reader = Reader {
        json: Json::new(stream),
        sink,
        intake: Intake::default(),
        post: Post::default(),
        fields: Fields::default(),
        open: Vec::new(),
        levels: Vec::new(),
        skipped: 0,
        wrong: Tally::default(),
    };
    let outcome = reader.things();
    let Reader { sink, intake, post, skipped, wrong, .. } = reader;
    wrong.finish(sink);
    let found = !intake.builder.is_empty() || post.is_known();
    let found = if found { Found::Something } else { Found::Nothing };
    conclude(input, LOADER.name, intake, skipped, outcome.map(|()| found), sink)
}

/// What an open bracket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// A list of things.
    List,
    /// A thing, or what stands around things.
    Thing,
    /// The data of a thing.
    Data,
}

struct Reader<'r, 's> {
    json: Json<'r>,
    sink: &'s mut dyn Sink,
    intake: Intake,
    post: Post,
    /// What was read of the innermost thing since it was last written down.
    fields: Fields,
    /// The comments that are open.
    open: Vec<CommentId>,
    /// What the open brackets are for, and whether a comment was opened in them.
    levels: Vec<(Level, bool)>,
    skipped: usize,
    /// What could not be read.
    wrong: Tally,
}

impl Reader<'_, '_> {
    /// Reads everything, or until nobody wants more.
    fn things(&mut self) -> Result<(), JsonError> {
        loop {
            let level = self.levels.last().map(|&(level, _)| level);
            let token = self.json.next()?;
            self.json.report(&mut self.intake, self.sink);
            match (token, level) {
                (Token::Done, _) => return Ok(()),
                (Token::Object, _) => {
                    self.levels.push((Level::Thing, false));
                    self.fields = Fields::default();
                }
                (Token::Array, None) => self.levels.push((Level::List, false)),
                (Token::Key(key), Some(Level::Thing)) => match self.json.bytes(&key) {
                    b"kind" => self.kind()?,
                    b"data" | b"json" => self.enter(Level::Data)?,
                    _ => self.pass()?,
                },
                (Token::Key(key), Some(Level::Data)) => self.data(&key)?,
                (Token::End, _) => {
                    self.close();
                    if self.sink.stopped() {
                        return Ok(());
                    }
                }
                (token, _) => self.json.skip(&token)?,
            }
        }
    }

    /// Passes over a value.
    fn pass(&mut self) -> Result<(), JsonError> {
        let token = self.json.next()?;
        self.json.skip(&token)
    }

    fn kind(&mut self) -> Result<(), JsonError> {
        match self.json.next()? {
            Token::String(kind) => self.fields.kind = Kind::of(self.json.bytes(&kind)),
            token => self.json.skip(&token)?,
        }
        Ok(())
    }

    /// Goes into a value if it is an object.
    fn enter(&mut self, level: Level) -> Result<(), JsonError> {
        match self.json.next()? {
            Token::Object => self.levels.push((level, false)),
            token => self.json.skip(&token)?,
        }
        Ok(())
    }

    /// Reads the value of a key of a thing's data.
    fn data(&mut self, key: &std::ops::Range<usize>) -> Result<(), JsonError> {
        let Some(key) = Key::of(self.json.bytes(key)) else { return self.pass() };
        let token = self.json.next()?;
        self.json.report(&mut self.intake, self.sink);
        match (key, &token) {
            // Around the things of a listing, and of an answer to `morechildren`.
            (Key::Children, Token::Array) if self.fields.kind != Some(Kind::More) => {
                self.levels.push((Level::List, false));
            }
            (Key::Data, Token::Object) => self.levels.push((Level::Data, false)),
            (Key::Replies, Token::Object) => {
                self.open_comment();
                self.levels.push((Level::Thing, false));
                self.fields = Fields::default();
            }
            _ => {
                if let Some(name) = key.complaint(&token) {
                    self.wrong.note(name);
                }
                self.fields.take(key, &token, &self.json);
                self.json.skip(&token)?;
            }
        }
        Ok(())
    }

    /// The comment whose data is being read gets its place and what is known of it, before its
    /// replies come.
    fn open_comment(&mut self) {
        let at = self.place();
        self.write_down(at);
        self.open.push(at);
        if let Some((_, opened)) = self.levels.last_mut() {
            *opened = true;
        }
    }

    /// The comment whose replies a stub stands for: the one that it names, which is nearly always the
    /// one that it is nested in.
    fn stub_parent(&mut self) -> Option<CommentId> {
        let nested = self.open.last().copied();
        let Some(named) = self.fields.parent() else { return nested };
        let builder = &mut self.intake.builder;
        let comment = nested.and_then(|at| builder.thread().get(at));
        if comment.is_some_and(|comment| comment.name() == named) {
            return nested;
        }
        builder.index();
        builder.find(named).or(nested)
    }

    /// A place for the comment whose data is being read: under the one that it is nested in, or
    /// else under the one that it names.
    fn place(&mut self) -> CommentId {
        let nested = self.open.last().copied();
        let parent = nested.or_else(|| {
            let parent = self.fields.parent()?;
            self.intake.builder.index();
            self.intake.builder.find(parent)
        });
        self.intake.builder.reserve(parent)
    }

    fn write_down(&mut self, at: CommentId) {
        let wanted = self.fields.parent().map(str::to_owned);
        let fields = std::mem::take(&mut self.fields);
        self.intake.builder.fill(at, fields.comment(&self.post));
        let comment = self.intake.builder.thread().get(at);
        let is_lost = comment.is_some_and(|c| c.parent().is_none() && !c.name().is_empty());
        if let Some(wanted) = wanted.filter(|_| is_lost) {
            self.intake.builder.wait_for(at, &wanted);
        }
    }

    /// A bracket is closed.
    fn close(&mut self) {
        let Some((level, opened)) = self.levels.pop() else { return };
        match level {
            // What its things said is not what the listing says.
            Level::List => self.fields = Fields::of(Kind::Listing),
            // What stands behind the replies.
            Level::Data if opened => {
                if let Some(at) = self.open.last().copied() {
                    self.write_down(at);
                }
                self.fields.opened = true;
            }
            Level::Data => {}
            Level::Thing => self.close_thing(),
        }
    }

    /// A thing is closed: only now both its kind and its data are known, whichever came first.
    fn close_thing(&mut self) {
        if self.fields.opened {
            self.open.pop();
            self.fields = Fields::default();
            self.intake.offer(self.sink);
            return;
        }
        match self.fields.kind() {
            Some(Kind::Comment) => {
                let at = self.place();
                self.write_down(at);
                self.intake.offer(self.sink);
            }
            Some(Kind::More) => {
                let parent = self.stub_parent();
                // One without a number leads on to at least one.
                self.intake.builder.add_missing(parent, self.fields.count().max(1));
            }
            Some(Kind::Post) => {
                let is_first = self.intake.builder.thread().is_empty();
                if is_first {
                    let (before, behind) = self.fields.permalinks();
                    self.intake.builder.set_permalinks(&before, &behind);
                }
                self.post = std::mem::take(&mut self.fields).post(is_first, self.sink);
            }
            Some(Kind::Listing) => {}
            None => {
                let in_list = self.levels.last().is_some_and(|level| level.0 == Level::List);
                self.skipped += usize::from(in_list);
            }
        }
        self.fields = Fields::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Collector;
    use crate::model::{Comment, State};

    /// A line for each comment: depth, id, author, what is known of it.
    fn outline(json: &str) -> (Vec<String>, u64) {
        let mut sink = Collector::default();
        load(&Input::default(), Stream::new(json.as_bytes().to_vec(), None), &mut sink).unwrap();
        let thread = sink.finish().thread;
        let line = |comment: Comment<'_>| {
            let score = comment.votes().score.map_or("?".to_owned(), |score| score.to_string());
            let state = if comment.state() == State::Live { "" } else { " gone" };
            let edited = if comment.edited() { " edited" } else { "" };
            let (depth, more) = (comment.depth(), comment.more());
            let roles = comment.roles().join(" ");
            format!(
                "{depth} {} {} {score} +{more}{state}{edited} {roles}",
                comment.name(),
                comment.author()
            )
        };
        (thread.comments().map(line).collect(), thread.missing())
    }

    #[test]
    fn every_fact_of_an_answer_comes_out() {
        let (lines, missing) = outline(include_str!("../../tests/fixtures/reddit/harbour.json"));
        assert_eq!(
            lines,
            [
                "0 k1 tomas_l 48 +3 moderator",
                "1 k2 inesv 15 +0 edited op",
                "0 k4  ? +0 gone ",
                "1 k5 quayside_7 -4 +1 ",
                "0 k6 r_okafor ? +0 ",
            ]
        );
        assert_eq!(missing, 6, "two of them would start threads");
    }

    #[test]
    fn comments_on_other_posts_say_themselves_where_they_are() {
        use crate::load::report::facts;
        let listing = include_bytes!("../../tests/fixtures/reddit/of-a-user.json");
        insta::assert_snapshot!(facts(&LOADER, listing).join("\n"), @r"
        Another | ines | r/h | 1777798801 - | https://www.reddit.com/r/h/comments/l2/another/ |  | Text b
        0 k1 ines 3 1777798800 <https://www.reddit.com/r/h/comments/l1/lamp/k1/>: One spoiler
        declared 4
        ! the source says 4 comments; 1 were found
        ");
        let more = include_bytes!("../../tests/fixtures/reddit/more-stickied.json");
        insta::assert_snapshot!(facts(&LOADER, more).join("\n"), @r"
        - | - | - | - - | - |  | 
        0 k5 - 1 1777798800 Removed +3 <https://www.reddit.com/comments/l1/_/k5/>: 
        1 k6 ada ? 1777798800 edited [op, moderator, stickied] <https://www.reddit.com/comments/l1/_/k6/>: x
        missing 3
        ! 1 comment answers one that is not here; shown as a root
        ");
    }

    #[test]
    fn old_answers_have_votes_and_no_sum() {
        let old = r#"{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"a","author":"adab","body":"x","ups":9,"downs":4}},{"kind":"t1","data":{"id":"b","author":"adab","body":"x","ups":9,"downs":4,"score_hidden":true}}]}}"#;
        assert_eq!(outline(old).0, ["0 a adab 5 +0 ", "0 b adab ? +0 "]);
    }

    #[test]
    fn a_flat_answer_is_threaded_by_its_ids() {
        let (lines, _) = outline(include_str!("../../tests/fixtures/reddit/more.json"));
        assert_eq!(lines, ["0 m1 bo 5 +4 ", "1 m2 adab 2 +0 "]);
    }
}
