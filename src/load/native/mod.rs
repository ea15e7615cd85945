//! Our own JSON, `sidenote-1`: what `-o json` writes, and what other programs may hand us.
//!
//! `{"format", "source", "article", "comments"}`, the comments flat, parents by id, in any order.
//! It needs only what it has: `{"comments":[{"text":"hi"}]}` is a document. Unknown keys are
//! ignored. A value of a wrong type is a warning with its path, and the rest is kept; JSON that
//! breaks off is an error that says where.
//!
//! Comments go to the sink while the rest is read, one at a time. Nothing here recurses over the
//! input, however deep it is nested. "The last of two equal keys counts" holds but for `comments`:
//! what is on the screen cannot be taken back, so a second array adds to the first.

mod fields;
mod keys;
mod parts;
mod sniff;

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use self::fields::{Fields, Notes, Object, Place, quoted};
use self::keys::{AnyKey, Key};
use self::parts::{read_article, read_comment};
use super::json::string;
use super::{Input, Intake, LoadError, Loader, Reads, Sink};
use crate::limits::MAX_WARNINGS;
use crate::model::Provenance;
use crate::text::clean_line;

pub(super) const LOADER: Loader = Loader {
    name: NAME,
    about: "JSON as `-o json` writes it",
    extensions: &["json"],
    marks: &[],
    sniff: sniff::sniff,
    load: Reads::Whole(load),
};

const NAME: &str = "native";
/// What every version of the format is called begins with this; we write and know version 1.
const FORMAT_PREFIX: &str = "sidenote-";
const FORMAT: &str = "sidenote-1";

fn load(input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let bytes = input.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input.bytes);
    let mut notes = Notes::default();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            notes.add(|| format!("not UTF-8 from byte {} on; replaced", error.valid_up_to()));
            String::from_utf8_lossy(bytes)
        }
    };
    let mut reader = Reader {
        input: *input,
        start: text.as_ptr().addr(),
        sink,
        intake: Intake::default(),
        notes,
        read: 0,
        skipped: 0,
        recognised: false,
        stopped: false,
    };
    let mut json = serde_json::Deserializer::from_str(&text);
    let outcome = json.deserialize_map(TopVisitor(&mut reader)).and_then(|()| json.end());
    reader.finish();
    let cause: Box<dyn std::error::Error + Send + Sync> = match outcome {
        _ if reader.stopped => return Ok(()),
        Ok(()) if reader.recognised => return Ok(()),
        Ok(()) => "it has neither an article nor comments".into(),
        Err(error) => error.into(),
    };
    Err(LoadError::Broken { name: input.name.to_owned(), format: NAME, cause })
}

/// What is known while reading.
struct Reader<'a> {
    input: Input<'a>,
    /// Where the text starts in memory: a slice of it tells how far the reading is.
    start: usize,
    sink: &'a mut dyn Sink,
    intake: Intake,
    notes: Notes,
    /// How many comments came by, good or bad.
    read: usize,
    /// How many of them were none.
    skipped: usize,
    /// Whether anything of the format was there.
    recognised: bool,
    stopped: bool,
}

impl Reader<'_> {
    fn object<'j>(&mut self, fields: Fields<'j>, place: Place) -> Object<'j, '_> {
        Object { fields, place, notes: &mut self.notes }
    }

    fn format(&mut self, json: &str) {
        let format = string(json).unwrap_or_default();
        if format != FORMAT {
            self.notes.add(|| format!("format: {} is not {FORMAT}; read as such", quoted(json)));
        }
    }

    fn source(&mut self, json: &str) {
        let Some(fields) = Fields::read(json) else {
            self.notes.add(|| format!("source: expected an object, found {}", quoted(json)));
            return;
        };
        let url = self.input.url.map(clean_line);
        let mut source = self.object(fields, Place::Source);
        let provenance = Provenance {
            loader: source.line(Key::Loader).unwrap_or_else(|| NAME.to_owned()),
            url: source.line(Key::Url).or(url),
            loaded: source.instant(Key::Loaded),
            declared: source
                .whole(Key::Declared, 0, i64::MAX)
                .and_then(|declared| u64::try_from(declared).ok()),
            warnings: bounded(source.lines(Key::Warnings)),
        };
        self.sink.provenance(provenance);
    }

    /// Hands the article on; `Err` says what is there instead.
    fn article(&mut self, json: &str) -> Result<(), String> {
        let fields = Fields::read(json)
            .ok_or_else(|| format!("article: expected an object, found {}", quoted(json)))?;
        let article = read_article(&mut self.object(fields, Place::Article));
        self.sink.article(article);
        Ok(())
    }

    fn comment(&mut self, json: &str) {
        let at = self.read;
        self.read += 1;
        let Some(fields) = Fields::read(json) else {
            self.skipped += 1;
            self.notes
                .add(|| format!("comments[{at}]: expected an object, found {}", quoted(json)));
            return;
        };
        let comment = read_comment(&mut self.object(fields, Place::Comment(at)));
        self.intake.push(comment, self.sink);
    }

    fn progress(&mut self, json: &str) {
        let end = json.as_ptr().addr().saturating_sub(self.start) + json.len();
        self.sink.progress(end as u64);
        self.stopped = self.sink.stopped();
    }

    /// Hands on what is left, and then the notes: provenance would have replaced earlier ones.
    fn finish(&mut self) {
        std::mem::take(&mut self.intake).finish(self.sink);
        // First, so that the count is among those that are kept.
        match self.skipped {
            0 => {}
            1 => self.sink.warning("1 comment could not be read".into()),
            many => self.sink.warning(format!("{many} comments could not be read")),
        }
        for note in std::mem::take(&mut self.notes).into_list() {
            self.sink.warning(note);
        }
    }
}

/// As many warnings as a document keeps, and one that says so.
fn bounded(mut warnings: Vec<String>) -> Vec<String> {
    warnings.truncate(MAX_WARNINGS + 1);
    warnings
}

struct TopVisitor<'r, 'a>(&'r mut Reader<'a>);

impl<'de> Visitor<'de> for TopVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `article` or `comments`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let reader = self.0;
        while let Some(AnyKey(key)) = map.next_key()? {
            match key {
                Some(Key::Comments) => map.next_value_seed(CommentsSeed(reader))?,
                Some(key @ (Key::Format | Key::Source | Key::Article)) => {
                    let json = map.next_value::<&RawValue>()?.get();
                    reader.recognised = true;
                    match key {
                        _ if json == "null" => {}
                        Key::Format => reader.format(json),
                        Key::Source => reader.source(json),
                        _ => reader.article(json).map_err(A::Error::custom)?,
                    }
                    reader.progress(json);
                }
                Some(Key::More) => {
                    let json = map.next_value::<&RawValue>()?.get();
                    let more = json.parse().unwrap_or(0);
                    reader.intake.builder.add_missing(None, more);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            if reader.stopped {
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

struct CommentsSeed<'r, 'a>(&'r mut Reader<'a>);

impl<'de> DeserializeSeed<'de> for CommentsSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CommentsSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`comments` to be an array")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.recognised = true;
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let reader = self.0;
        if reader.read > 0 {
            reader.notes.add(|| "comments: given twice; both are read".into());
        }
        reader.recognised = true;
        while let Some(json) = list.next_element::<&RawValue>()? {
            reader.comment(json.get());
            reader.progress(json.get());
            if reader.stopped {
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Collector;
    use crate::model::{Comment, CommentId, Confidence, Created, Document, State, plain_text};

    fn load_bytes(bytes: &[u8]) -> Result<Document, String> {
        let mut sink = Collector::default();
        let input = Input { bytes, name: "test.json", ..Input::default() };
        match load(&input, &mut sink) {
            Ok(()) => Ok(sink.finish()),
            Err(LoadError::Broken { cause, .. }) => Err(cause.to_string()),
            Err(other) => panic!("{other}"),
        }
    }

    fn document(json: &str) -> Document {
        load_bytes(json.as_bytes()).unwrap()
    }

    /// A line for each comment, indented by its depth: its id, what is known of it, and its body.
    fn outline(document: &Document) -> String {
        document.thread.comments().map(facts).collect::<Vec<_>>().join("\n")
    }

    fn facts(comment: Comment<'_>) -> String {
        let mut facts = vec![" ".repeat(comment.depth() as usize) + comment.name()];
        if !comment.author().is_empty() {
            facts.push(format!("by {}", comment.author()));
        }
        facts.extend(comment.votes().score.map(|score| format!("{score:+}")));
        match comment.created() {
            Created::Unknown => {}
            Created::At(seconds) => facts.push(format!("at {seconds}")),
            Created::Ago { text, .. } => facts.push(text.to_owned()),
        }
        if comment.state() != State::Live {
            facts.push(format!("{:?}", comment.state()));
        }
        if comment.confidence() != Confidence::CERTAIN {
            facts.push(format!("{}%", comment.confidence().as_percent()));
        }
        format!("{}: {}", facts.join(" "), comment.body().text)
    }

    #[test]
    fn comments_need_only_what_they_have() {
        #[rustfmt::skip]
        let cases = [
            ("a text is enough",        r#"{"id":"a","text":"hi"}"#,                     "a: hi"),
            ("nothing is enough",       r#"{"id":"a"}"#,                                 "a: "),
            ("parents come later",      r#"{"id":"b","parent":"a"},{"id":"a"}"#,         "a: \n b: "),
            ("ids are numbers too",     r#"{"id":1},{"id":2,"parent":"1"}"#,             "1: \n 2: "),
            ("null is nothing",         r#"{"id":"a","parent":null,"score":null,"text":null,"author":null}"#, "a: "),
            ("HTML wins over text",     r#"{"id":"a","text":"x","html":"<p>y</p>"}"#,    "a: <p>y</p>"),
            ("an empty one does not",   r#"{"id":"a","text":"x","html":""}"#,            "a: x"),
            ("unknown keys are passed", r#"{"x":{"id":"b"},"id":"a","y":[[1,{}]]}"#,     "a: "),
            ("the last key counts",     r#"{"id":"b","id":"a","score":1,"score":2}"#,    "a +2: "),
            ("all facts",               r#"{"id":"a","author":"Ada","score":-3,"created":"1970-01-01T00:01:00Z","text":"t"}"#, "a by Ada -3 at 60: t"),
            ("an age",                  r#"{"id":"a","age":"8 months ago"}"#,            "a 8 months ago: "),
            ("a time wins over an age", r#"{"id":"a","age":"1 day ago","created":"1970-01-01T00:00:00Z"}"#, "a at 0: "),
            ("deleted by a flag",       r#"{"id":"a","deleted":true}"#,                  "a Deleted: "),
            ("a state says more",       r#"{"id":"a","deleted":true,"state":"removed"}"#, "a Removed: "),
            ("not loaded",              r#"{"id":"a","state":"not_loaded","more":4}"#,   "a NotLoaded: "),
            ("a guessed parent",        r#"{"id":"a"},{"id":"b","parent":"a","parent_confidence":0.57}"#, "a: \n b 57%: "),
        ];
        for (why, comments, expected) in cases {
            let document = document(&format!(r#"{{"comments":[{comments}]}}"#));
            assert_eq!(outline(&document), expected, "{why}");
            assert_eq!(document.provenance.warnings, [""; 0], "{why}");
        }
    }

    #[test]
    fn a_wrong_value_is_a_warning_and_the_rest_is_kept() {
        #[rustfmt::skip]
        let cases = [
            ("a text for a number", r#"{"id":"a","score":"x","text":"t"}"#,  "a: t",
                r#"comments[0].score: expected a number, found "x""#),
            ("a score for giants",  r#"{"id":"a","score":1e30,"text":"t"}"#, "a +2147483647: t",
                "comments[0].score: 1e30 is out of range; 2147483647 taken"),
            ("a broken score",      r#"{"id":"a","score":1.5}"#,             "a: ",
                "comments[0].score: expected a whole number, found 1.5"),
            ("a date in words",     r#"{"id":"a","created":"3 May","age":"a day ago"}"#, "a a day ago: ",
                r#"comments[0].created: expected a time such as 2026-05-03T08:05:12Z, found "3 May""#),
            ("an unknown state",    r#"{"id":"a","state":"asleep"}"#,        "a: ",
                r#"comments[0].state: expected live, deleted, removed or not_loaded, found "asleep""#),
            ("HTML that is none",   r#"{"id":"a","html":7,"text":"t"}"#,     "a: t",
                "comments[0].html: expected a text, found 7"),
            ("more than sure",      r#"{"id":"a","parent_confidence":7}"#,   "a: ",
                "comments[0].parent_confidence: expected a number from 0 to 1, found 7"),
            ("a list for an id",    r#"{"id":"a","parent":["b"]}"#,          "a: ",
                "comments[0].parent: expected a text or a number, found an array"),
            ("an odd role",         r#"{"id":"a","roles":["op",{}]}"#,       "a: ",
                "comments[0].roles: expected an array of texts, found an object"),
        ];
        for (why, comments, expected, warning) in cases {
            let document = document(&format!(r#"{{"comments":[{comments}]}}"#));
            assert_eq!(outline(&document), expected, "{why}");
            assert_eq!(document.provenance.warnings, [warning], "{why}");
        }
    }

    #[test]
    fn what_is_no_comment_is_counted() {
        let document = document(r#"{"comments":[{"id":"a"},7,null,{"id":"b","score":[]}]}"#);
        assert_eq!(outline(&document), "a: \nb: ");
        let expected = [
            "2 comments could not be read",
            "comments[1]: expected an object, found 7",
            "comments[2]: expected an object, found null",
            "comments[3].score: expected a number, found an array",
        ];
        assert_eq!(document.provenance.warnings, expected);
        let many = format!(r#"{{"comments":[{}7]}}"#, "7,".repeat(100_000));
        let warnings = load_bytes(many.as_bytes()).unwrap().provenance.warnings;
        assert!(warnings.contains(&"100001 comments could not be read".into()), "{warnings:?}");
        assert!(warnings.len() <= MAX_WARNINGS + 1);
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        #[rustfmt::skip]
        let cases = [
            ("no object",         "[]",                          "expected an object with `article` or `comments` at line 1"),
            ("no array",          r#"{"comments":{"a":1}}"#,     "expected `comments` to be an array at line 1"),
            ("no array, a text",  r#"{"comments":"none"}"#,      "expected `comments` to be an array at line 1"),
            ("no article",        r#"{"article":7}"#,            "article: expected an object, found 7 at line 1"),
            ("cut in a string",   "{\"comments\":[\n{\"text\":\"a", "EOF while parsing a string at line 2 column 10"),
            ("cut in the list",   r#"{"comments":[{},"#,         "EOF while parsing a value at line 1 column 16"),
            ("a comma too many",  "{\"comments\":[],\n}",        "trailing comma at line 2 column 1"),
            ("more than one",     "{\"comments\":[]}\n{}",       "trailing characters at line 2 column 1"),
            ("a raw line end",    "{\"comments\":[{\"text\":\"a\nb\"}]}", "control character"),
            ("nothing of ours",   r#"{"data":[]}"#,              "it has neither an article nor comments"),
            ("UTF-16",            "{\0}\0",                      "at line 1 column 2"),
        ];
        for (why, json, what) in cases {
            let error = load_bytes(json.as_bytes()).unwrap_err();
            assert!(error.contains(what), "{why}: {error}");
        }
    }

    #[test]
    fn every_cut_is_an_error_and_none_a_panic() {
        let whole = r#"{"format":"sidenote-1","article":{"title":"Ebb"},"comments":[{"id":"a","text":"\ud83d\ude00"}]}"#;
        for at in 0..whole.len() {
            assert!(load_bytes(&whole.as_bytes()[..at]).is_err(), "cut at {at}");
        }
        assert!(load_bytes(whole.as_bytes()).is_ok());
    }

    #[test]
    fn an_article_has_all_its_fields() {
        let document = document(
            r#"{"article":{"title":" The\nEbb ","byline":"Ines Varga","site":"Quay","published":"2026-05-03T07:30:00Z",
            "updated":"2026-05-03T07:31:00+00:00","url":"https://quay.example/1","language":"en","image":"https://quay.example/i",
            "tags":["harbour",""],"notices":["Join in"],"about":"She walks.","text":"One.\n\nTwo.","words":900}}"#,
        );
        let article = &document.article;
        assert_eq!(article.title.as_deref(), Some("The Ebb"));
        assert_eq!(article.byline.as_deref(), Some("Ines Varga"));
        assert_eq!(article.site.as_deref(), Some("Quay"));
        assert_eq!(
            (article.published, article.updated),
            (Some(1_777_793_400), Some(1_777_793_460))
        );
        assert_eq!(article.published_text, None);
        assert_eq!(article.url.as_deref(), Some("https://quay.example/1"));
        assert_eq!(article.language.as_deref(), Some("en"));
        assert_eq!(article.image.as_deref(), Some("https://quay.example/i"));
        assert_eq!(article.tags, ["harbour"]);
        assert_eq!(article.notices, ["Join in"]);
        assert_eq!(article.about.as_deref(), Some("She walks."));
        assert_eq!(plain_text(&article.blocks), "One.\n\nTwo.");
        assert_eq!(document.provenance.warnings, [""; 0]);
    }

    #[test]
    fn a_date_that_cannot_be_read_is_shown_as_it_came() {
        let document = document(r#"{"article":{"published":"Sunday, 3 May"}}"#);
        assert_eq!(document.article.published, None);
        assert_eq!(document.article.published_text.as_deref(), Some("Sunday, 3 May"));
        assert_eq!(document.provenance.warnings.len(), 1);
    }

    #[test]
    fn the_first_loader_is_kept_and_so_are_its_warnings() {
        let source = r#""source":{"loader":"page_text","url":"u","loaded":"1970-01-01T00:00:09Z","declared":3,"warnings":["w"]}"#;
        let comments = r#""comments":[{"id":"a","score":"x"}]"#;
        let both_ways = [format!("{{{source},{comments}}}"), format!("{{{comments},{source}}}")];
        for json in both_ways {
            let provenance = document(&json).provenance;
            assert_eq!(provenance.loader, "page_text");
            assert_eq!(provenance.url.as_deref(), Some("u"));
            assert_eq!((provenance.loaded, provenance.declared), (Some(9), Some(3)));
            let note = r#"comments[0].score: expected a number, found "x""#;
            let count = "the source says 3 comments; 1 were found";
            assert_eq!(provenance.warnings, ["w", note, count], "{json}");
        }
    }

    #[test]
    fn marks_and_damage_before_the_json_do_no_harm() {
        let json = "\u{FEFF}{\"comments\":[{\"id\":\"a\",\"text\":\"caf";
        let mut bytes = json.as_bytes().to_vec();
        bytes.extend_from_slice(b"\xE9\"}]}");
        let document = load_bytes(&bytes).unwrap();
        assert_eq!(outline(&document), "a: caf\u{FFFD}");
        let place = json.len() - "\u{FEFF}".len();
        let warning = format!("not UTF-8 from byte {place} on; replaced");
        assert_eq!(document.provenance.warnings, [warning]);
    }

    #[test]
    fn nothing_recurses_over_what_is_nested() {
        let deep = "[{\"a\":".repeat(100_000);
        let closed = format!("{deep}1{}", "}]".repeat(100_000));
        let json = format!(
            r#"{{"x":{closed},"article":{{"title":{closed},"y":{closed}}},"comments":[{closed},{{"z":{closed},"score":{closed},"text":"t"}}]}}"#
        );
        let document = document(&json);
        assert_eq!(document.thread.len(), 1);
        assert_eq!(document.provenance.warnings.len(), 4, "{:?}", document.provenance.warnings);
        assert!(load_bytes(format!("{{\"x\":{deep}").as_bytes()).is_err());
    }

    /// Counts the threads it is given and wants no more after the first.
    #[derive(Default)]
    struct OneThread {
        heard: Vec<String>,
        bytes: u64,
    }

    impl Sink for OneThread {
        fn article(&mut self, _: crate::model::Article) {
            self.heard.push("article".into());
        }
        fn thread(&mut self, thread: crate::model::Thread) {
            self.heard.push(format!("{} comments", thread.len()));
        }
        fn wants(&self, _: usize) -> bool {
            true
        }
        fn provenance(&mut self, _: Provenance) {}
        fn declared(&mut self, _: u64) {}
        fn warning(&mut self, what: String) {
            self.heard.push(what);
        }
        fn progress(&mut self, bytes: u64) {
            self.bytes = bytes;
        }
        fn stopped(&self) -> bool {
            self.heard.len() > 1
        }
    }

    #[test]
    fn comments_stream_and_the_reading_stops_when_told() {
        let json = format!(
            r#"{{"article":{{"text":"a"}},"comments":[{}{{"broken"#,
            r#"{"text":"a"},"#.repeat(1_000)
        );
        let mut sink = OneThread::default();
        let input = Input { bytes: json.as_bytes(), ..Input::default() };
        load(&input, &mut sink).unwrap();
        assert_eq!(
            sink.heard,
            ["article", "64 comments", "64 comments"],
            "the broken end is never seen"
        );
        assert!(sink.bytes > 64 * 13 && sink.bytes < 4_000, "{}", sink.bytes);
    }

    #[test]
    fn a_second_list_adds_to_the_first() {
        let document =
            document(r#"{"comments":[{"id":"a"}],"comments":[{"id":"b","parent":"a"}]}"#);
        assert_eq!(outline(&document), "a: \n b: ");
        assert_eq!(document.provenance.warnings, ["comments: given twice; both are read"]);
        assert_eq!(document.thread.get(CommentId(1)).map(Comment::depth), Some(1));
    }

    #[test]
    fn another_format_is_read_with_a_warning() {
        let document = document(r#"{"format":"sidenote-9","comments":[{"id":"a"}]}"#);
        let warning = r#"format: "sidenote-9" is not sidenote-1; read as such"#;
        assert_eq!(document.provenance.warnings, [warning]);
    }
}
