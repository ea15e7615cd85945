//! What is no text, inside of what won.

use super::map::{MOST_AROUND, Map};
use super::tags::Tag;
use super::weigh::{ENOUGH, Strictness};

/// Takes out of `parts` what looks like none of the article.
pub(super) fn clean(map: &mut Map<'_>, parts: &[usize], how: Strictness) {
    let whole = map.total(parts);
    for &part in parts {
        let spared = map.is_most(part, whole).then_some(part);
        let conditionally = |map: &mut Map<'_>, tags: &[Tag]| {
            if how.clean {
                conditionally(map, part, spared, how, tags);
            }
        };
        conditionally(map, &[Tag::Form]);
        conditionally(map, &[Tag::Fieldset]);
        each(map, part, |map, at| match map.tag(at) {
            // What is in an object is shown where that cannot be.
            Tag::Embed | Tag::Media => map.sum(at).prose == 0,
            Tag::Aside if is_footnote(map, at) => false,
            Tag::Footer | Tag::Aside => !map.is_most(at, whole),
            _ => at != part && map.signs(at).is_share && map.sum(at).length < ENOUGH,
        });
        each(map, part, |map, at| match map.tag(at) {
            // What holds paragraphs is no control, whatever it is called.
            Tag::Input | Tag::Select | Tag::Button => map.sum(at).prose == 0,
            Tag::Textarea => map.sum(at).length * 100 <= whole.length * MOST_AROUND,
            Tag::H1 | Tag::H2 => how.classes && map.signs(at).weight < 0,
            _ => false,
        });
        conditionally(map, &[Tag::Table]);
        conditionally(map, &[Tag::Ul, Tag::Ol]);
        conditionally(map, &[Tag::Div]);
    }
}

/// Whether an element says that it is a footnote: those are asides of the text, not of the page.
fn is_footnote(map: &Map<'_>, at: usize) -> bool {
    let role = map.node(at).and_then(|node| node.attr("role"));
    role.is_some_and(|role| &*role == "doc-footnote")
}

/// Removes all that `is_none` of the article.
pub(super) fn each<'a>(map: &mut Map<'a>, part: usize, is_none: impl Fn(&Map<'a>, usize) -> bool) {
    let mut at = part;
    while at < map.end(part) {
        if !map.is_gone(at) && map.tag(at) != Tag::Text && is_none(map, at) {
            map.remove(at);
            at = map.end(at);
        } else {
            at += 1;
        }
    }
}

/// Removes what is fishy of these kinds, but for what is spared.
fn conditionally(
    map: &mut Map<'_>,
    part: usize,
    spared: Option<usize>,
    how: Strictness,
    tags: &[Tag],
) {
    let begins = (part..map.end(part))
        .find(|&at| map.tag(at).is_paragraph() && map.sum(at).prose > 0 && !map.is_gone(at));
    for at in (part..map.end(part)).rev() {
        // Around a heading between paragraphs.
        let is_heading = begins.is_some_and(|begins| begins < at) && holds_a_heading(map, at);
        let is_spared = spared == Some(at) || is_heading;
        let is_one = tags.contains(&map.tag(at)) && !map.wraps(at) && !is_spared;
        if is_one && !map.is_gone(at) && is_fishy(map, at, how) {
            map.remove(at);
        }
    }
}

/// Whether it is a wrap around a heading that is no link, and nothing else.
fn holds_a_heading(map: &Map<'_>, at: usize) -> bool {
    let counts = map.sum(at);
    let is_silent = counts.images + counts.inputs + counts.embeds == 0;
    counts.textish == 0 && is_silent && counts.headed > 0 && counts.link_density() < 0.5
}

#[expect(clippy::cast_precision_loss, reason = "no page has 2^52 characters")]
fn is_fishy(map: &Map<'_>, at: usize, how: Strictness) -> bool {
    let counts = map.sum(at);
    let tag = map.tag(at);
    let length = counts.length.max(1) as f64;
    let is_list = matches!(tag, Tag::Ul | Tag::Ol) || counts.listed as f64 / length > 0.9;
    let in_data = map.has_ancestor(at, |spot| spot.is_data() || spot.tag == Tag::Code);
    if in_data || counts.tables > 0 {
        return false;
    }
    let weight = if how.classes { map.signs(at).weight } else { 0 };
    if weight < 0 && !is_section(map, at) {
        return counts.posts == 0;
    }
    if counts.commas >= 10 || counts.videos > 0 {
        return false;
    }
    if counts.length < 30 && is_placeholder(&map.words(at, 60)) {
        return true;
    }
    if counts.quoted * 10 > counts.length * 6 {
        return false;
    }
    let density = counts.link_density();
    if counts.paragraphs == 1
        && counts.length > 60
        && density < 0.5
        && counts.images == 0
        && counts.inputs == 0
    {
        let words = map.words(at, 2000);
        if words.ends_with(['.', '。']) {
            return false;
        }
    }
    let in_figure = map.has_ancestor(at, |spot| spot.tag == Tag::Figure);
    let heading = counts.headed as f64 / length;
    let few = |images: i64| images == 0 || images > 2;
    let fishy = !in_figure && counts.images > 1 && counts.paragraphs * 2 < counts.images
        || !is_list && counts.items - 100 > counts.paragraphs
        || counts.inputs > counts.paragraphs / 3
        || !is_list
            && !in_figure
            && heading < 0.9
            && counts.length < 25
            && few(counts.images)
            && density > 0.0
        || !is_list && weight < 25 && density > 0.2
        || weight >= 25 && density > 0.5
        || counts.embeds == 1 && counts.length < 75
        || counts.embeds > 1
        || counts.images == 0 && counts.textish == 0;
    if fishy && is_list {
        let simple = map
            .children(at)
            .all(|kid| map.children(kid).filter(|&inner| map.tag(inner) != Tag::Text).count() <= 1);
        if simple && counts.images == counts.items && counts.items > 0 {
            return false;
        }
    }
    fishy
}

/// Whether it is paragraphs under a heading of their own: a name speaks against less than that.
fn is_section(map: &Map<'_>, at: usize) -> bool {
    let counts = map.sum(at);
    let begins = map.children(at).find(|&kid| map.sum(kid).length > 0);
    counts.paragraphs > 1
        && counts.prose >= ENOUGH
        && counts.prose * 2 > counts.length
        && begins.is_some_and(|kid| map.tag(kid).is_heading() && map.sum(kid).link_density() < 0.5)
}

/// A word that stands for an advertisement or for what is not loaded yet.
pub(super) fn is_placeholder(words: &str) -> bool {
    const ADS: [&str; 10] = [
        "ad",
        "advert",
        "advertising",
        "advertisement",
        "pub",
        "publicité",
        "werb",
        "werbung",
        "anuncio",
        "реклама",
    ];
    const LOADING: [&str; 4] = ["loading", "chargement", "cargando", "загрузка"];
    let words = words.trim_end_matches(['…', '.']).to_lowercase();
    ADS.contains(&words.as_str()) || LOADING.contains(&words.as_str()) || words == "广告"
}

/// How much of the words of `b` are in `a` too, by length, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a title has less than 2^52 characters")]
pub(super) fn similarity(a: &str, b: &str) -> f64 {
    let split = |text: &str| -> Vec<String> {
        let words = text.to_lowercase();
        let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let (a, b) = (split(a), split(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let length = |words: &mut dyn Iterator<Item = &String>| {
        words.map(|word| word.chars().count() + 1).sum::<usize>()
    };
    let all = length(&mut b.iter());
    let other = length(&mut b.iter().filter(|word| !a.contains(word)));
    1.0 - other as f64 / all as f64
}
