//! Questions, answers and comments as the API of Stack Exchange gives them.
//!
//! A wrapper with `items` ([API 2.x]): questions that may have `answers` and `comments` in them,
//! answers, or comments; version 1 named the list after what is in it. Which fields there are is up
//! to a filter: by default there are no bodies, no links of answers, and numbers of comments alone.
//! `body` is HTML; `body_markdown` is Markdown that is escaped for HTML, names and titles are, too.
//!
//! A question is the article. Answers start threads, and so do comments on the question; comments on
//! an answer are its replies. Ids are of their own kind: answers are `a1`, comments `c1` here.
//!
//! [API 2.x]: https://api.stackexchange.com/docs/types/question

mod post;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};

pub(super) const LOADER: Loader = Loader {
    name: "stack_exchange",
    about: "questions and answers of Stack Exchange, JSON of its API",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How deep lists and wrappers lie in each other.
const MAX_NESTING: u32 = 4;

/// Where items are, in version 2 and 1.
const LISTS: [&str; 4] = ["items", "questions", "answers", "comments"];

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &[]) else { return Likelihood::No };
    let is_here = |before: &str| {
        let has = |key: &str| outline.has(&format!("{before}{key}"));
        let is_item = ["question_id", "answer_id"].into_iter().any(has)
            || (has("comment_id") && has("post_id"));
        is_item && ["owner.display_name", "creation_date", "owner.user_type"].into_iter().any(has)
    };
    let is_wrapped = |before: &str| LISTS.iter().any(|list| is_here(&format!("{before}{list}[].")));
    if is_here("") || is_here("[].") || is_wrapped("") || is_wrapped("[].") {
        return Likelihood::Certain;
    }
    let is_empty = outline.has_all(&["items[]", "quota_remaining"]);
    if is_empty { Likelihood::Likely } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut reader = Reader {
        notes: Notes::default(),
        sink,
        intake,
        host: None,
        has_article: false,
        is_cut: false,
        skipped: 0,
    };
    if let Some(root) = tree.root() {
        reader.host = post::site(root);
        let items = reader.gather(root);
        reader.article(&items);
        reader.posts(&items);
    }
    let found = reader.has_article || !reader.intake.builder.is_empty();
    let found = if found { Found::Something } else { Found::Nothing };
    let Reader { notes, intake, skipped, is_cut, sink, .. } = reader;
    notes.finish(sink);
    if is_cut {
        sink.warning("the source has more pages than are here".into());
    }
    conclude(input, LOADER.name, intake, skipped, tree.take_damage().map(|()| found), sink)
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Question,
    Answer,
    Comment,
}

impl What {
    /// What it is by its own fields: answers have the id and title of their question, too.
    fn of(item: Value<'_>) -> Option<What> {
        let has = |key: &str| item.get(key).is_some();
        let kind = item.get("post_type").and_then(Value::text);
        if has("comment_id") {
            Some(What::Comment)
        } else if has("answer_id") || has("is_accepted") {
            Some(What::Answer)
        } else if has("question_id") || has("answer_count") || has("is_answered") || has("title") {
            Some(What::Question)
        } else if has("post_id") && has("last_activity_date") {
            // Of the method that gives posts of any kind.
            Some(if kind.as_deref() == Some("answer") { What::Answer } else { What::Question })
        } else if has("post_id") || (has("owner") && has("edited")) {
            Some(What::Comment)
        } else {
            None
        }
    }
}

/// What an answer of the API is made of.
#[derive(Debug, Default)]
struct Items<'t> {
    questions: Vec<Value<'t>>,
    /// Those that lie beside questions, not in them.
    answers: Vec<Value<'t>>,
    comments: Vec<Value<'t>>,
    /// How many of those there are of which post.
    beside: HashMap<String, u32>,
    /// Who asked which question.
    askers: HashMap<String, String>,
}

struct Reader<'s> {
    notes: Notes,
    sink: &'s mut dyn Sink,
    intake: Intake,
    /// The name of the site.
    host: Option<String>,
    has_article: bool,
    /// Whether there are more pages.
    is_cut: bool,
    skipped: usize,
}

impl Reader<'_> {
    fn gather<'t>(&mut self, root: Value<'t>) -> Items<'t> {
        let mut items = Items::default();
        let mut waiting = vec![(root, 0, None)];
        while let Some((value, depth, what)) = waiting.pop() {
            let list = match value.kind() {
                Kind::List if depth < MAX_NESTING => Some((value, what)),
                Kind::Object => match what.or_else(|| What::of(value)) {
                    Some(what) => {
                        items.take(value, what);
                        None
                    }
                    None => self.list_of(value),
                },
                Kind::Null => None,
                _ => {
                    self.skipped += 1;
                    None
                }
            };
            if let Some((list, what)) = list {
                let before = waiting.len();
                waiting.extend(list.items().map(|item| (item, depth + 1, what)));
                if let Some(new) = waiting.get_mut(before..) {
                    new.reverse();
                }
            }
        }
        items
    }

    /// The list in a wrapper, and what is in it, if the wrapper says so.
    fn list_of<'t>(&mut self, wrapper: Value<'t>) -> Option<(Value<'t>, Option<What>)> {
        let list = LISTS.iter().find_map(|key| {
            let what = match *key {
                "answers" => Some(What::Answer),
                "comments" => Some(What::Comment),
                "questions" => Some(What::Question),
                _ => None,
            };
            let list = self.notes.read(wrapper, key, "a list", |value| {
                (value.kind() == Kind::List).then_some(value)
            })?;
            Some((list, what))
        });
        self.is_cut |= self.notes.flag(wrapper, "has_more");
        self.skipped += usize::from(list.is_none());
        list
    }
}

impl<'t> Items<'t> {
    fn take(&mut self, item: Value<'t>, what: What) {
        let id = |key: &str| item.get(key).and_then(Value::id);
        let of = match what {
            What::Question => {
                let asker = item.get("owner").and_then(post::user);
                if let Some((id, asker)) = id("question_id").or_else(|| id("post_id")).zip(asker) {
                    self.askers.insert(id.into_owned(), asker);
                }
                self.questions.push(item);
                return;
            }
            What::Answer => {
                self.answers.push(item);
                id("question_id").map(|id| format!("q{id}"))
            }
            What::Comment => {
                self.comments.push(item);
                id("post_id").map(|id| format!("p{id}"))
            }
        };
        if let Some(of) = of {
            *self.beside.entry(of).or_default() += 1;
        }
    }

    /// How many answers or comments of a post lie beside it.
    fn beside(&self, kind: char, id: Option<&str>) -> u32 {
        id.and_then(|id| self.beside.get(&format!("{kind}{id}"))).copied().unwrap_or(0)
    }

    /// Who asked the question with this id; where none is named, the one that there is.
    fn asker(&self, question: Option<&str>) -> Option<&str> {
        let asker = match question {
            Some(id) => self.askers.get(id),
            None if self.askers.len() == 1 => self.askers.values().next(),
            None => None,
        };
        asker.map(String::as_str)
    }
}
