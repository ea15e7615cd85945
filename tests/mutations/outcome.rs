//! What a reading brought, and what another one of nearly the same brought less.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use sidenote::load::{Collector, Input, load};
use sidenote::markup::from_body;
use sidenote::model::{Comment, CommentId, Document, plain_text};

/// The facts of a comment, or of the article: what each is called, and what it is.
type Facts = Vec<(&'static str, String)>;

/// What came out of a source.
pub struct Outcome {
    article: Facts,
    comments: Vec<Facts>,
    /// The place of the comment that each answers.
    parents: Vec<Option<usize>>,
    warnings: Vec<String>,
    missing: u64,
    /// All words of all texts.
    words: BTreeSet<String>,
}

impl Outcome {
    /// How many comments stand for one that is not here.
    fn placeholders(&self) -> usize {
        let states = self.comments.iter().map(|comment| fact(comment, "state"));
        states.filter(|state| state.starts_with("NotLoaded")).count()
    }

    /// How many comments are here.
    fn here(&self) -> usize {
        self.comments.len() - self.placeholders()
    }
}

/// The same of `bytes`; `None` of what the loader refuses.
pub fn read(loader: &str, bytes: &[u8]) -> Option<Outcome> {
    let mut sink = Collector::default();
    let input = Input { bytes, name: "mutated", ..Input::default() };
    load(&input, Some(loader), &mut sink).ok()?;
    let document = sink.finish();
    let comments: Vec<Facts> = document.thread.comments().map(facts).collect();
    let article = article(&document);
    let texts = comments.iter().map(|comment| fact(comment, "text"));
    let texts = texts.chain([fact(&article, "text")]);
    let words = texts.flat_map(str::split_whitespace).map(str::to_owned).collect();
    Some(Outcome {
        article,
        comments,
        parents: document.thread.comments().map(|c| c.parent().map(CommentId::index)).collect(),
        warnings: document.provenance.warnings.clone(),
        missing: document.thread.missing(),
        words,
    })
}

fn article(document: &Document) -> Facts {
    let article = &document.article;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        ("title", text(&article.title)),
        ("byline", text(&article.byline)),
        ("site", text(&article.site)),
        ("published", format!("{:?} {}", article.published, text(&article.published_text))),
        ("updated", format!("{:?}", article.updated)),
        ("url", text(&article.url)),
        ("tags", article.tags.join(", ")),
        ("text", plain_text(&article.blocks)),
    ]
}

fn facts(comment: Comment<'_>) -> Facts {
    let votes = comment.votes();
    vec![
        ("id", comment.name().to_owned()),
        ("text", plain_text(&from_body(comment.body()))),
        ("author", comment.author().to_owned()),
        ("time", format!("{:?}", comment.created())),
        ("votes", format!("{:?} {:?} {:?}", votes.score, votes.up, votes.down)),
        ("roles", comment.roles().join(", ")),
        ("state", format!("{:?} {}", comment.state(), comment.edited())),
        ("link", comment.permalink().unwrap_or_default().into_owned()),
        ("subject", comment.subject().unwrap_or_default().to_owned()),
        ("more", comment.more().to_string()),
    ]
}

fn fact<'f>(facts: &'f Facts, name: &str) -> &'f str {
    facts.iter().find(|fact| fact.0 == name).map_or("", |fact| &fact.1)
}

/// What is not as it was.
#[derive(Debug, Default, PartialEq)]
pub struct Damage {
    /// The ids of the comments that are gone.
    pub gone: Vec<String>,
    /// What has changed of which comment.
    pub changed: Vec<(String, Vec<&'static str>)>,
    /// What has changed of the article.
    pub article: Vec<&'static str>,
    /// What the reader is told and was not told before.
    pub told: Vec<String>,
    /// How many more comments stand for one that is not here: each says so in its place.
    pub placeholders: usize,
    /// The words that are not in any text any more.
    pub lost_words: BTreeSet<String>,
    /// How many comments there are more than before; what stands for one that is not here is told.
    pub grown: usize,
    /// How many comments had a time and have none.
    pub lost_times: usize,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Damage { gone, changed, article, told, .. } = self;
        let words = &self.lost_words;
        write!(
            f,
            "gone {gone:?}, changed {changed:?}, article {article:?}, told {told:?}, lost {words:?}"
        )
    }
}

/// The signs by which a comment is known again, the surest first.
const SIGNS: [&[&str]; 5] =
    [&["id", "text"], &["id", "author"], &["author", "text"], &["text"], &["id"]];

impl Damage {
    /// What `after` has not as `before` had it.
    pub fn of(before: &Outcome, after: &Outcome) -> Damage {
        let pairs = pairs(before, after);
        let mut damage = Damage {
            article: differences(&before.article, &after.article),
            grown: after.here().saturating_sub(before.here()),
            placeholders: after.placeholders().saturating_sub(before.placeholders()),
            lost_words: before.words.difference(&after.words).cloned().collect(),
            ..Damage::default()
        };
        for (old, comment) in before.comments.iter().enumerate() {
            let name = fact(comment, "id").to_owned();
            match pairs.get(&old) {
                None => damage.gone.push(name),
                Some(&new) => {
                    let mut changed = differences(comment, &after.comments[new]);
                    let parent = before.parents[old].map(|parent| pairs.get(&parent).copied());
                    if parent != after.parents[new].map(Some) {
                        changed.push("parent");
                    }
                    let is_lost = |name: &&&str| fact(&after.comments[new], name) == "Unknown";
                    damage.lost_times += changed.iter().filter(is_lost).count();
                    if !changed.is_empty() {
                        damage.changed.push((name, changed));
                    }
                }
            }
        }
        let is_new = |warning: &&String| !before.warnings.contains(warning);
        damage.told = after.warnings.iter().filter(is_new).cloned().collect();
        if after.missing > before.missing {
            damage.told.push(format!("{} missing", after.missing));
        }
        damage
    }
}

/// Which comment of `before` is which of `after`, as far as they are known again.
fn pairs(before: &Outcome, after: &Outcome) -> HashMap<usize, usize> {
    let mut pairs: HashMap<usize, usize> = HashMap::new();
    let mut taken = vec![false; after.comments.len()];
    for sign in SIGNS {
        for (old, comment) in before.comments.iter().enumerate() {
            if pairs.contains_key(&old) {
                continue;
            }
            let is_same = |new: &usize| {
                let other = &after.comments[*new];
                !taken[*new] && sign.iter().all(|name| fact(comment, name) == fact(other, name))
            };
            if let Some(new) = (0..after.comments.len()).find(is_same) {
                taken[new] = true;
                pairs.insert(old, new);
            }
        }
    }
    // At last by place.
    for old in 0..before.comments.len() {
        if !pairs.contains_key(&old) && taken.get(old) == Some(&false) {
            taken[old] = true;
            pairs.insert(old, old);
        }
    }
    pairs
}

fn differences(before: &Facts, after: &Facts) -> Vec<&'static str> {
    let differ = before.iter().zip(after).filter(|(old, new)| old != new);
    differ.map(|(old, _)| old.0).collect()
}
