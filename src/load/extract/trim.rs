//! What stands around a text inside of its own element: bylines above it, captions within it, other
//! pages' links and newsletters behind it.

use super::clean::{is_placeholder, similarity};
use super::map::{LONGEST_HEADING, MOST_AROUND, Map, PARAGRAPH, Spot};
use super::names::{Purpose, is_notice, is_plea, leads_away};
use super::sections::{Sections, drop_marks, sections};
use super::tags::Tag;

/// How long a byline may be, in characters.
const LONGEST_BYLINE: i64 = 200;

/// How long a line may be that asks for something, in characters.
const LONGEST_PLEA: i64 = 420;
/// Longer ones are no notices, in bytes.
const LONGEST_NOTICE: usize = 300;
/// How much of a note about the author is kept, in bytes.
const LONGEST_NOTE: usize = 2000;
/// What is shorter than this altogether is left as it is.
const SHORT: i64 = 250;
/// How much of an article from its end is looked through for pleas, in hundredths.
const TAIL: i64 = 25;

/// What was taken out, and is kept beside the text.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// That there is more of the text elsewhere, or for those who pay.
    pub(super) notices: Vec<String>,
    /// The note about the author.
    pub(super) about: Option<String>,
    /// Why each was taken out, and its beginning.
    pub(super) why: Vec<(&'static str, String)>,
}

impl Left {
    /// Takes a node out of the table.
    fn out(&mut self, map: &mut Map<'_>, at: usize, why: &'static str) {
        self.note(map, at, why);
        map.remove(at);
    }

    /// Takes the words of a node out of the table, and leaves the pictures.
    fn words_out(&mut self, map: &mut Map<'_>, at: usize, why: &'static str) {
        self.note(map, at, why);
        for inner in at..map.end(at) {
            if map.tag(inner) == Tag::Text {
                map.remove(inner);
            }
        }
    }

    fn note(&mut self, map: &Map<'_>, at: usize, why: &'static str) {
        /// How much of each is kept to be shown.
        const BEGINNING: usize = 60;
        /// How many of them are.
        const MOST: usize = 100;
        let words = map.words(at, LONGEST_NOTICE);
        if is_notice(&words) && words.len() <= LONGEST_NOTICE && !self.notices.contains(&words) {
            self.notices.push(words.clone());
        }
        if self.why.len() < MOST && !words.is_empty() {
            self.why.push((why, words.chars().take(BEGINNING).collect()));
        }
    }
}

/// Takes out of `parts` what its names and its place say is not the text.
pub(super) fn trim(map: &mut Map<'_>, parts: &[usize], title: &str) -> Left {
    let mut left = Left::default();
    let left_by = &mut left;
    drop_marks(map, parts);
    by_name(map, parts, left_by);
    galleries(map, parts, left_by);
    let kept = sections(map, parts);
    link_lists(map, parts, &kept, left_by);
    let lines = lines(map, parts);
    if lines.iter().map(|line| line.length).sum::<i64>() < SHORT {
        return left;
    }
    head(map, &lines, title, left_by);
    leads(map, &lines, &kept, left_by);
    tail(map, &lines, left_by);
    left
}

fn by_name(map: &mut Map<'_>, parts: &[usize], left: &mut Left) {
    let total = map.total(parts).length;
    for &part in parts {
        let mut at = part;
        while at < map.end(part) {
            let is_block = !map.is_gone(at) && !matches!(map.tag(at), Tag::Text | Tag::Run);
            let sum = map.sum(at);
            let small = sum.length * 100 <= total * MOST_AROUND;
            let is_none = is_block
                && small
                && stands_alone(map, at)
                && match map.signs(at).purpose {
                    Some(Purpose::Box) => sum.link_density() > 0.2 || sum.length < 600,
                    Some(Purpose::Author) => sum.length < 1200,
                    Some(Purpose::Caption) => {
                        sum.length < 900 && !map.has_ancestor(at, |spot| spot.tag == Tag::Figure)
                    }
                    Some(Purpose::Byline) => sum.length < LONGEST_BYLINE,
                    Some(Purpose::Comments) => !map.tag(at).is_inline(),
                    Some(Purpose::Gallery) | None => {
                        map.tag(at) == Tag::Nav && sum.prose == 0 || is_bare_figure(map, at)
                    }
                };
            if is_none {
                if map.signs(at).purpose == Some(Purpose::Author) && left.about.is_none() {
                    left.about = Some(map.words(at, LONGEST_NOTE)).filter(|words| words.len() > 40);
                }
                if map.signs(at).purpose == Some(Purpose::Caption) && sum.images > 0 {
                    left.words_out(map, at, "by its name");
                } else {
                    left.out(map, at, "by its name");
                }
                at = map.end(at);
            } else {
                at += 1;
            }
        }
    }
}

/// Whether nothing is left of a figure but what is said under a picture: a script would bring that.
fn is_bare_figure(map: &Map<'_>, at: usize) -> bool {
    let sum = map.sum(at);
    let seen = sum.images + sum.videos + sum.embeds + sum.tables + sum.quoted + sum.prose;
    map.tag(at) == Tag::Figure && seen == 0 && {
        let mut inner = at + 1..map.end(at);
        let others = [Tag::Pre, Tag::Code, Tag::Svg, Tag::Media, Tag::Table];
        let is_silent = inner.clone().all(|inner| !others.contains(&map.tag(inner)));
        is_silent && inner.any(|inner| map.signs(inner).purpose == Some(Purpose::Caption))
    }
}

/// Whether an element is a block, or all that is in its block.
fn stands_alone(map: &Map<'_>, at: usize) -> bool {
    if !map.tag(at).is_inline() {
        return true;
    }
    let block = map.ancestors(at).find(|&above| !map.tag(above).is_inline());
    block.is_none_or(|block| map.sum(at).length * 10 >= map.sum(block).length * 8)
}

/// Figures that are a show of their own: what is said of each picture is not said in the text.
fn galleries(map: &mut Map<'_>, parts: &[usize], left: &mut Left) {
    for &part in parts {
        for at in part..map.end(part) {
            let is_one = !map.is_gone(at)
                && matches!(map.tag(at), Tag::Div | Tag::Ul | Tag::Ol | Tag::Section);
            if !is_one || map.signs(at).purpose != Some(Purpose::Gallery) {
                continue;
            }
            let sum = map.sum(at);
            let small = sum.length * 100 <= map.total(parts).length * MOST_AROUND;
            if small && sum.images > 0 {
                left.out(map, at, "a gallery");
            }
        }
    }
}

/// A line of text: a block that holds no block.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) at: usize,
    pub(super) length: i64,
    density: f64,
    is_heading: bool,
    /// Its beginning.
    words: String,
}

/// The lines in order.
pub(super) fn lines(map: &Map<'_>, parts: &[usize]) -> Vec<Line> {
    let mut lines = Vec::new();
    for &part in parts {
        let mut at = part;
        while at < map.end(part) {
            if map.is_gone(at) {
                at = map.end(at);
                continue;
            }
            if map.tag(at) != Tag::Text && (map.sum(at).length == 0 || is_leaf(map, at)) {
                if map.sum(at).length > 0 {
                    let sum = map.sum(at);
                    lines.push(Line {
                        at,
                        length: sum.length,
                        density: sum.link_density(),
                        is_heading: map.tag(at).is_heading() && sum.length <= LONGEST_HEADING,
                        words: map.words(at, 200),
                    });
                }
                at = map.end(at);
            } else {
                at += 1;
            }
        }
    }
    lines
}

fn is_leaf(map: &Map<'_>, at: usize) -> bool {
    !map.tag(at).is_inline()
        && (at + 1..map.end(at)).all(|inner| {
            let tag = map.tag(inner);
            map.is_gone(inner)
                || map.sum(inner).length == 0
                || tag.is_inline()
                || tag.is_phrasing()
                || matches!(tag, Tag::Embed | Tag::Br)
        })
}

/// Lists of nothing but links to other pages, but for those of `kept` sections.
fn link_lists(map: &mut Map<'_>, parts: &[usize], kept: &Sections, left: &mut Left) {
    let total = map.total(parts).length;
    for &part in parts {
        for at in part + 1..map.end(part) {
            let is_list = matches!(map.tag(at), Tag::Ul | Tag::Ol);
            if !is_list || map.is_gone(at) || kept.contain(at) {
                continue;
            }
            let sum = map.sum(at);
            let in_data = map.has_ancestor(at, Spot::is_data);
            if !in_data
                && sum.length * 100 < total * 20
                && sum.items >= 2
                && sum.link_density() > 0.9
                && sum.length > 30 * sum.items
                && !map.words(at, 200).contains("http")
            {
                left.out(map, at, "a list of links");
            }
        }
    }
}

/// Above the first paragraph: who wrote it and when.
fn head(map: &mut Map<'_>, lines: &[Line], title: &str, left: &mut Left) {
    for line in lines.iter().take(12) {
        if map.is_gone(line.at) {
            continue;
        }
        if line.length >= PARAGRAPH && line.density < 0.5 && !line.is_heading {
            break;
        }
        let has_time = (line.at..map.end(line.at)).any(|inner| {
            map.node(inner).is_some_and(|node| node.node_name().as_deref() == Some("time"))
        });
        let by = map.signs(line.at).is_byline
            || (line.at..map.end(line.at)).any(|inner| map.signs(inner).is_byline);
        let is_h1 = line.is_heading && similarity(title, &line.words) > 0.6;
        let is_none = is_h1
            // A sentence may name a day and somebody; a byline is none.
            || (has_time || by) && !ends_sentence(&line.words)
            || is_date_line(&line.words)
            || says_who_wrote(&line.words)
            || is_plea(&line.words)
            || leads_away(&line.words) && line.density > 0.3;
        if is_none {
            left.out(map, line.at, "above the text");
        }
    }
}

/// Whether a short line begins as one that says who wrote the text.
fn says_who_wrote(words: &str) -> bool {
    const WORDS: [&str; 9] =
        ["By ", "Par ", "Por ", "Von ", "Door ", "Автор", "Текст:", "作者", "文/"];
    WORDS.iter().any(|word| words.starts_with(word)) && !ends_sentence(words)
}

fn ends_sentence(words: &str) -> bool {
    words.ends_with(['.', '!', '?', '。', '！', '？', '؟', '।', '”', '"', '»', '」', '…'])
}

/// A short line that is mostly a date: a year or a time of day, and no sentence.
fn is_date_line(words: &str) -> bool {
    if words.chars().count() > 110 || ends_sentence(words) && words.chars().count() > 40 {
        return false;
    }
    let mut parts = words.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let has_year = parts.any(|digits| {
        digits.len() == 4 && digits.parse().is_ok_and(|year: u32| (1990..2100).contains(&year))
    });
    let has_clock = words.as_bytes().windows(4).any(|at| {
        matches!(at, [a, b':', c, d] if a.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit())
    });
    let digits = words.chars().filter(char::is_ascii_digit).count();
    (has_year || has_clock) && digits * 12 >= words.chars().count()
}

/// Lines that lead to other pages, with the links that follow them, but for those of `kept` sections.
fn leads(map: &mut Map<'_>, lines: &[Line], kept: &Sections, left: &mut Left) {
    let whole: i64 = lines.iter().map(|line| line.length).sum();
    let mut following = false;
    for (index, line) in lines.iter().enumerate() {
        if map.is_gone(line.at) || kept.contain(line.at) {
            continue;
        }
        if line.length < 30 && is_placeholder(&line.words) {
            left.out(map, line.at, "stands for something");
            continue;
        }
        if line.words.chars().count() < 160 && leads_away(&line.words) {
            let is_label = line.length < 40;
            if line.density > 0.3 || is_label || is_wholly_set_off(map, line.at) {
                left.out(map, line.at, "leads to other pages");
                following = true;
                if let Some(next) = lines.get(index + 1)
                    && let Some(list) = links_behind(map, line.at, next.at, whole)
                {
                    left.out(map, list, "leads to other pages");
                }
                continue;
            }
        }
        if following && line.density > 0.6 && !(line.is_heading && line.density < 0.9) {
            left.out(map, line.at, "leads to other pages");
        } else {
            following = false;
        }
    }
}

/// The list that begins with the line at `next`, behind the one at `at`, if it is mostly links: not all
/// of its items need to be.
fn links_behind(map: &Map<'_>, at: usize, next: usize, whole: i64) -> Option<usize> {
    let lists = map.ancestors(next).take_while(|&above| above > at);
    let list = lists.filter(|&above| matches!(map.tag(above), Tag::Ul | Tag::Ol)).last()?;
    let sum = map.sum(list);
    let is_small = sum.length * 100 <= whole * MOST_AROUND;
    let is_box = is_small && sum.link_density() > 0.5 && sum.prose == 0;
    is_box.then_some(list)
}

/// Whether all of its words are emphasised or in a link.
fn is_wholly_set_off(map: &Map<'_>, at: usize) -> bool {
    let set_off: i64 = {
        let mut sum = 0;
        let mut inner = at;
        while inner < map.end(at) {
            let name =
                map.node(inner).and_then(|node| node.node_name().map(|name| name.to_string()));
            let is_one = matches!(name.as_deref(), Some("em" | "strong" | "i" | "b" | "a"));
            if is_one && !map.is_gone(inner) {
                sum += map.sum(inner).length;
                inner = map.end(inner);
            } else {
                inner += 1;
            }
        }
        sum
    };
    set_off * 100 >= map.sum(at).length * 90
}

/// Behind the last paragraph: pleas, lines that lead away, headings of nothing.
fn tail(map: &mut Map<'_>, lines: &[Line], left: &mut Left) {
    let whole: i64 = lines.iter().map(|line| line.length).sum();
    let mut seen = 0;
    let mut at_end = true;
    for line in lines.iter().rev() {
        if map.is_gone(line.at) {
            continue;
        }
        let is_titled = !at_end && map.signs(line.at).is_title;
        let is_short = line.length < LONGEST_PLEA && !is_titled;
        let says_so = is_short
            && (is_plea(&line.words) || leads_away(&line.words) && is_wholly_set_off(map, line.at));
        let asks = is_short && is_wholly_set_off(map, line.at) && asks(&line.words);
        // A heading of nothing.
        let by_place = at_end && line.is_heading;
        if says_so || asks || by_place {
            left.out(map, line.at, "behind the text");
        } else {
            at_end = false;
        }
        seen += line.length;
        if seen * 100 > whole * TAIL {
            break;
        }
    }
}

/// Words of those who want to be followed, written to, or paid.
fn asks(words: &str) -> bool {
    const WORDS: [&str; 24] = [
        "follow",
        "subscribe",
        "newsletter",
        "sign up",
        "twitter",
        "facebook",
        "instagram",
        "email",
        "e-mail",
        "@",
        "contributed",
        "listen",
        "telegram",
        "whatsapp",
        "abonn",
        "suscr",
        "inscri",
        "iscriv",
        "assine",
        "подпи",
        "订阅",
        "关注",
        "フォロー",
        "구독",
    ];
    let words = words.to_lowercase();
    WORDS.iter().any(|word| words.contains(word))
}
