//! Which part of the page is the article.
//!
//! After the idea of Readability: each paragraph gives points for its length and its commas to the
//! elements that it lies in, the near ones more; names of classes and links weigh for or against
//! them; the best one is then taken together with its neighbours that look like more of it. First
//! with all prejudices about classes; where that leaves too little, with fewer of them.

use super::clean::similarity;
use super::counts::Counts;
use super::map::{LONGEST_HEADING, Map};
use super::names::Purpose;
use super::tags::Tag;

/// Under this many characters a text is hardly all of an article.
pub(super) const ENOUGH: i64 = 500;
/// How many levels above a paragraph get points from it.
const LEVELS: usize = 5;
/// How many of the best are compared.
const BEST: usize = 5;
/// How many of them must lie in an element that is taken instead of the best.
const TOGETHER: usize = 3;

/// What is left out before weighing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strictness {
    /// Elements whose class is hardly an article's.
    pub(super) unlikely: bool,
    /// Classes weigh.
    pub(super) classes: bool,
    /// Blocks that look like none are cleaned out of the winner.
    pub(super) clean: bool,
}

/// From the strictest on.
pub(super) const STRICTNESS: [Strictness; 4] = [
    Strictness { unlikely: true, classes: true, clean: true },
    Strictness { unlikely: false, classes: true, clean: true },
    Strictness { unlikely: false, classes: false, clean: true },
    LOOSEST,
];
/// All may be text.
pub(super) const LOOSEST: Strictness = Strictness { unlikely: false, classes: false, clean: false };

/// A candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Its place in the table.
    pub(super) at: usize,
    pub(super) score: f64,
    /// What it held when it was weighed.
    pub(super) counts: Counts,
}

/// What was weighed.
#[derive(Clone, Debug, Default)]
pub(super) struct Weighed {
    /// The best, best first.
    pub(super) best: Vec<Candidate>,
    /// The one that won, perhaps one above the best.
    pub(super) winner: usize,
    /// Why it is not the best one itself.
    pub(super) why: &'static str,
    /// The winner and the neighbours taken with it, in the order of the page.
    pub(super) parts: Vec<usize>,
}

/// Points of every place; none for what is no candidate.
struct Scores(Vec<Option<f64>>);

impl Scores {
    fn get(&self, at: usize) -> Option<f64> {
        self.0.get(at).copied().flatten()
    }

    fn add(&mut self, at: usize, points: f64, first: impl FnOnce() -> f64) -> bool {
        let Some(score) = self.0.get_mut(at) else { return false };
        let is_new = score.is_none();
        *score = Some(score.unwrap_or_else(first) + points);
        is_new
    }
}

/// Marks as gone what is no part of any article.
///
/// The first line that says who wrote it is one of those; it goes to `byline` if that is `None`.
pub(super) fn strip(map: &mut Map<'_>, how: Strictness, byline: &mut Option<String>, title: &str) {
    let mut at = 1;
    let mut has_title = false;
    while at < map.len() {
        let tag = map.tag(at);
        let signs = map.signs(at);
        if byline.is_none() && signs.is_byline {
            *byline = line_of(map, at);
            if byline.is_some() {
                let end = map.end(at);
                for inner in at..end {
                    map.spot_mut(inner, |spot| spot.is_gone = true);
                }
                at = end;
                continue;
            }
        }
        // The headline is shown above the text.
        let is_title = !has_title
            && matches!(tag, Tag::H1 | Tag::H2)
            && map.sum(at).length <= LONGEST_HEADING
            && similarity(title, &map.words(at, 1000)) > 0.75;
        has_title |= is_title;
        // What readers say is no article, even where that leaves little.
        let is_said = signs.purpose == Some(Purpose::Comments)
            && (tag.is_heading()
                || matches!(tag, Tag::Div | Tag::Section | Tag::Ol | Tag::Ul | Tag::Aside))
            && map.sum(at).length * 2 < map.sum(0).length;
        // The class of a heading or a term that says "header" speaks of itself.
        let is_own_header = (tag.is_heading() || matches!(tag, Tag::Dt)) && signs.purpose.is_none();
        let is_unlikely = is_title
            || is_said
            || how.unlikely
                && !matches!(tag, Tag::Body | Tag::A | Tag::Text | Tag::Run)
                && (signs.is_apart
                    || signs.is_unlikely && !is_own_header && map.sum(at).posts == 0)
                && !map.is_most(at, map.sum(0))
                && (signs.is_apart
                    || !map.has_ancestor(at, |spot| matches!(spot.tag, Tag::Table | Tag::Code)));
        if is_unlikely {
            let end = map.end(at);
            for inner in at..end {
                map.spot_mut(inner, |spot| spot.is_gone = true);
            }
            at = end;
        } else {
            at += 1;
        }
    }
    map.sum_up();
}

/// A byline as it is printed, or the name in it that is marked as one.
fn line_of(map: &Map<'_>, at: usize) -> Option<String> {
    /// Longer ones are no lines.
    const LONGEST: usize = 100;
    let node = map.node(at)?;
    let text = node.text();
    let text = text.trim();
    if text.is_empty() || text.chars().count() >= LONGEST {
        return None;
    }
    let name = (at + 1..map.end(at)).find_map(|inner| {
        let node = map.node(inner)?;
        node.attr("itemprop").filter(|prop| prop.contains("name"))?;
        Some(node.text().trim().to_owned())
    });
    let line = name.unwrap_or_else(|| text.to_owned());
    Some(line.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Weighs all candidates of the page.
pub(super) fn weigh(map: &Map<'_>, how: Strictness) -> Weighed {
    let mut scores = Scores(vec![None; map.len()]);
    let mut candidates = Vec::new();
    for at in 1..map.len() {
        if map.is_gone(at) || !gives_points(map.tag(at)) {
            continue;
        }
        let counts = map.sum(at);
        if counts.length < 25 {
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "no page has 2^52 commas")]
        let points = (2 + counts.commas + (counts.length / 100).min(3)) as f64;
        let above = map.ancestors(at).filter(|&above| !map.wraps(above));
        for (level, above) in above.take(LEVELS).enumerate() {
            let share = match level {
                0 => 1.0,
                1 => 0.5,
                2 => 1.0 / 6.0,
                3 => 1.0 / 9.0,
                _ => 1.0 / 12.0,
            };
            if scores.add(above, points * share, || first_points(map, above, how)) {
                candidates.push(above);
            }
        }
    }
    for &at in &candidates {
        let density = map.sum(at).link_density();
        if let Some(Some(score)) = scores.0.get_mut(at) {
            *score *= 1.0 - density;
        }
    }
    let mut best: Vec<Candidate> = candidates
        .iter()
        .filter_map(|&at| scores.get(at).map(|score| Candidate { at, score, counts: map.sum(at) }))
        .collect();
    best.sort_by(|a, b| b.score.total_cmp(&a.score));
    best.truncate(BEST);
    let (winner, why) = choose(map, &best, &scores);
    let parts = with_neighbours(map, winner, &scores, how);
    Weighed { best, winner, why, parts }
}

fn gives_points(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Section
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::P
            | Tag::Run
            | Tag::Td
            | Tag::Pre
    )
}

/// What a candidate has before any paragraph gives it points.
fn first_points(map: &Map<'_>, at: usize, how: Strictness) -> f64 {
    let by_tag = match map.tag(at) {
        Tag::Div => 5,
        Tag::Pre | Tag::Td | Tag::Blockquote => 3,
        Tag::Address | Tag::Ol | Tag::Ul | Tag::Dl | Tag::Dd | Tag::Dt | Tag::Li | Tag::Form => -3,
        Tag::Th => -5,
        tag if tag.is_heading() => -5,
        _ => 0,
    };
    let weight = if how.classes { map.signs(at).weight } else { 0 };
    f64::from(by_tag + weight)
}

/// The best, or what lies above it where that is better.
fn choose(map: &Map<'_>, best: &[Candidate], scores: &Scores) -> (usize, &'static str) {
    let Some(first) = best.first() else { return (0, "nothing got any points: all of the page") };
    let mut winner = first.at;
    let mut why = "it has the most points";
    if winner == 0 {
        return (0, "the page itself has the most points");
    }
    let score = |at: usize| scores.get(at).unwrap_or_else(|| f64::from(map.signs(at).weight));
    // Several of about the same worth: what holds them.
    let close: Vec<usize> = best
        .iter()
        .skip(1)
        .filter(|other| other.score >= 0.75 * first.score)
        .map(|c| c.at)
        .collect();
    if close.len() >= TOGETHER {
        let holds = |above: usize| {
            close.iter().filter(|&&at| above < at && at < map.end(above)).count() >= TOGETHER
        };
        let mut above = map.ancestors(winner).take_while(|&at| at != 0);
        if let Some(above) = above.find(|&above| holds(above)) {
            winner = above;
            why = "it holds several candidates of about the same worth";
        }
    }
    if let Some(main) = main_part(map)
        && !(main..map.end(main)).contains(&winner)
        && !(winner..map.end(winner)).contains(&main)
    {
        let inside = best.iter().map(|c| c.at).find(|at| (main..map.end(main)).contains(at));
        return (inside.unwrap_or(main), "the page says that its main part is there");
    }
    // Points that rise again further up: there is more of the text.
    let mut last = score(winner);
    let threshold = last / 3.0;
    let start = winner;
    for above in map.ancestors(start).take_while(|&at| at != 0) {
        let Some(score) = scores.get(above) else { continue };
        if score < threshold {
            break;
        }
        if score > last {
            winner = above;
            why = "it has more points than what it holds";
            break;
        }
        last = score;
    }
    // An only child's neighbours are its parent's.
    loop {
        let parent = map.parent(winner);
        let only = map.children(parent).filter(|&kid| map.tag(kid) != Tag::Text).count() == 1;
        if parent == 0 || !only {
            break;
        }
        if winner == first.at {
            why = "it holds nothing but the best candidate";
        }
        winner = parent;
    }
    (winner, why)
}

/// What the page says is its main part, if there is enough text in it for an article.
fn main_part(map: &Map<'_>) -> Option<usize> {
    let mut all = (1..map.len()).filter(|&at| !map.is_gone(at) && map.tag(at) == Tag::Main);
    let main = all.next().filter(|_| all.next().is_none())?;
    Some(main).filter(|&main| map.sum(main).prose >= ENOUGH)
}

/// The winner, and those of its neighbours that look like more of it.
fn with_neighbours(map: &Map<'_>, winner: usize, scores: &Scores, how: Strictness) -> Vec<usize> {
    if winner == 0 {
        return map.children(0).collect();
    }
    let top = scores.get(winner).unwrap_or_else(|| first_points(map, winner, how));
    let threshold = (top * 0.2).max(10.0);
    let class = |at: usize| map.node(at).and_then(|node| node.class()).unwrap_or_default();
    let own = class(winner);
    let belongs = |at: usize| {
        if at == winner {
            return true;
        }
        let bonus = if !own.is_empty() && class(at) == own { top * 0.2 } else { 0.0 };
        if scores.get(at).is_some_and(|score| score + bonus >= threshold) {
            return true;
        }
        let counts = map.sum(at);
        let density = counts.link_density();
        if !(map.tag(at).is_paragraph() || map.wraps(at)) {
            return false;
        }
        counts.length > 80 && density < 0.25
            || counts.length > 0
                && counts.length < 80
                && counts.linked == 0
                && has_sentence(&map.words(at, 400))
    };
    map.children(map.parent(winner)).filter(|&at| belongs(at)).collect()
}

fn has_sentence(words: &str) -> bool {
    words.ends_with('.') || words.contains(". ")
}
