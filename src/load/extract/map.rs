//! The page as a table: its shown nodes in the order of the page, each with what is counted in it.
//!
//! Candidates are weighed by sums over their subtrees. In a table in reading order, in which each
//! node knows where it ends, all sums come from one pass from the end to the beginning, and taking a
//! node out is a mark and a subtraction from what lies above. The page itself stays as it is.
//!
//! Loose text between blocks is put into nodes of its own, [`Tag::Run`], which stand for the
//! paragraphs that the page shows: a `<div>` that holds words and blocks, and words parted by empty
//! lines made of `<br><br>`.

use std::ops::Range;

use super::counts::{Counts, LINKED, LINKED_WITHIN, Own, measure};
use super::math;
use super::signs::{Attributes, Names, Signs};
use super::slugs;
use super::tags::Tag;
use crate::load::page::{NodeRef, text_in};

/// From how many characters on a paragraph is text, not a label.
pub(super) const PARAGRAPH: i64 = 90;
/// A longer heading is text, whatever it is called, in characters.
pub(super) const LONGEST_HEADING: i64 = 250;
/// How much of a text a block may hold that is left out by its name or kind alone, in hundredths.
pub(super) const MOST_AROUND: i64 = 30;
/// How many parts of an element that is mostly not shown are looked at for text.
const MAX_LOOK: usize = 256;
/// How deep it is looked whether a link holds only running text.
const MAX_PHRASE: usize = 6;

/// A node of the table.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    /// The page's; none for a run of loose text.
    pub(super) node: Option<NodeRef<'a>>,
    pub(super) tag: Tag,
    parent: u32,
    /// The first place behind all that is in it.
    end: u32,
    pub(super) signs: Signs,
    /// What it counts by itself.
    own: Own,
    /// What is counted in it and all that is in it and not gone.
    sum: Counts<i32>,
    pub(super) is_gone: bool,
    /// A block that only wraps one paragraph, and so is none of the levels above that.
    pub(super) wraps: bool,
}

impl Spot<'_> {
    /// Whether it is a table of data.
    pub(super) fn is_data(&self) -> bool {
        self.tag == Tag::Table && self.own.is_marked
    }
}

/// How much of a page is read, from the least on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// What a browser shows.
    Shown,
    /// What a script may show later too.
    Hidden,
    /// All words that there are, also those in drawings, or for those without scripts.
    All,
}

/// The table. The first place is the root's.
#[derive(Debug)]
pub(super) struct Map<'a> {
    spots: Vec<Spot<'a>>,
}

/// An element whose children are being read.
struct Open {
    at: usize,
    /// Whether loose text in it is put into runs.
    runs: bool,
    run: Option<usize>,
    /// What a character of a link in it counts, in tenths.
    link: i32,
}

impl<'a> Map<'a> {
    /// Of all in `root` that is within reach.
    pub(super) fn of(root: NodeRef<'a>, reach: Reach) -> Map<'a> {
        let mut map = Map { spots: Vec::new() };
        let mut names = Names::default();
        map.push(Some(root), Tag::Body, 0, Signs::default());
        let first = Open { at: 0, runs: has_break_chain(&root), run: None, link: 0 };
        let mut open = vec![first];
        let mut was_space = true;
        let mut next = root.first_child();
        while let Some(node) = next {
            let entered = map.enter(node, &mut open, &mut names, &mut was_space, reach);
            next = if entered { node.first_child() } else { None };
            if entered && next.is_none() {
                map.leave(&mut open);
            }
            let mut here = node;
            while next.is_none() {
                next = here.next_sibling();
                if next.is_none() {
                    match here.parent() {
                        Some(parent) if parent.id != root.id => {
                            map.leave(&mut open);
                            here = parent;
                        }
                        _ => break,
                    }
                }
            }
        }
        while !open.is_empty() {
            map.leave(&mut open);
        }
        map.find_data_tables();
        map.sum_up();
        map.find_prose();
        map.sum_up();
        map.find_wraps();
        slugs::forget(&mut map, &mut names);
        map
    }

    fn push(&mut self, node: Option<NodeRef<'a>>, tag: Tag, parent: usize, signs: Signs) -> usize {
        let at = self.spots.len();
        self.spots.push(Spot {
            node,
            tag,
            parent: place(parent),
            end: place(at + 1),
            signs,
            own: Own::default(),
            sum: Counts::default(),
            is_gone: false,
            wraps: false,
        });
        at
    }

    /// Reads one node; says whether it was opened.
    fn enter(
        &mut self,
        node: NodeRef<'a>,
        open: &mut Vec<Open>,
        names: &mut Names,
        was_space: &mut bool,
        reach: Reach,
    ) -> bool {
        let Some(frame) = open.last_mut() else { return false };
        if let Some(text) = text_in(&node) {
            let is_blank = text.trim().is_empty();
            if frame.runs && frame.run.is_none() && !is_blank {
                frame.run = Some(self.push(None, Tag::Run, frame.at, Signs::default()));
            }
            let (length, commas) = measure(&text, was_space);
            let link = frame.link;
            let parent = frame.run.unwrap_or(frame.at);
            let at = self.push(Some(node), Tag::Text, parent, Signs::default());
            self.own(at, |own| *own = Own { length, commas, link, ..*own });
            return false;
        }
        let seen = node.query(|node| {
            let element = node.as_element()?;
            let is_formula = math::is_tex_script(element);
            let tag = if is_formula { Tag::Phrase } else { Tag::of(&element.name.local) };
            let is_silent = tag == Tag::Silent;
            let said =
                if is_silent { Attributes::default() } else { names.attributes(element, None) };
            Some((tag, is_formula, said))
        });
        let Some((tag, is_formula, said)) = seen.flatten() else { return false };
        let is_shown = match tag {
            Tag::Silent => false,
            // What is shown instead of what scripts make is mostly a plea to let them, or a picture
            // again.
            Tag::Noscript => reach == Reach::All || holds_prose(&node),
            Tag::Svg => reach == Reach::All || holds_html(&node),
            _ => reach >= Reach::Hidden || !said.is_hidden,
        };
        if !is_shown {
            return false;
        }
        if !tag.is_inline() {
            *was_space = true;
        }
        if frame.runs {
            let is_chain = tag == Tag::Br && begins_chain(&node);
            let goes_on = tag == Tag::Br && frame.run.is_none();
            if is_chain || goes_on || !is_phrase(&node, tag, 0) {
                if let Some(run) = frame.run.take() {
                    let end = place(self.spots.len());
                    self.spot_mut(run, |spot| spot.end = end);
                }
            } else if frame.run.is_none() {
                frame.run = Some(self.push(None, Tag::Run, frame.at, Signs::default()));
            }
        }
        let parent = frame.run.unwrap_or(frame.at);
        let at = self.push(Some(node), tag, parent, said.signs);
        self.count_element(at, tag, &node);
        if is_formula {
            let (length, _) = measure(&node.text(), was_space);
            self.own(at, |own| own.length = length);
            return false;
        }
        let link = match tag {
            Tag::A => {
                let within =
                    node.attr("href").is_some_and(|to| to.starts_with('#') && to.len() > 1);
                if within { LINKED_WITHIN } else { LINKED }
            }
            _ => frame.link,
        };
        let child = Open {
            at,
            runs: tag == Tag::Div || tag.may_hold_blocks() && has_break_chain(&node),
            run: None,
            link,
        };
        open.push(child);
        true
    }

    fn count_element(&mut self, at: usize, tag: Tag, node: &NodeRef<'_>) {
        let is_marked = match tag {
            Tag::Blockquote => node.class().is_some_and(|class| {
                class.contains("twitter-") || class.contains("instagram-media")
            }),
            Tag::Embed => node.attrs().iter().any(|attr| is_player(&attr.value)),
            _ => return,
        };
        self.own(at, |own| own.is_marked = is_marked);
    }

    fn leave(&mut self, open: &mut Vec<Open>) {
        let Some(done) = open.pop() else { return };
        let end = place(self.spots.len());
        if let Some(run) = done.run {
            self.spot_mut(run, |spot| spot.end = end);
        }
        self.spot_mut(done.at, |spot| spot.end = end);
    }

    fn own(&mut self, at: usize, change: impl FnOnce(&mut Own)) {
        self.spot_mut(at, |spot| change(&mut spot.own));
    }

    pub(super) fn spot_mut(&mut self, at: usize, change: impl FnOnce(&mut Spot<'a>)) {
        if let Some(spot) = self.spots.get_mut(at) {
            change(spot);
        }
    }

    /// What a table needs to be one of data, as browsers' accessibility trees have it.
    fn find_data_tables(&mut self) {
        for at in 0..self.len() {
            if self.tag(at) == Tag::Table && self.holds_data(at) {
                self.own(at, |own| own.is_marked = true);
            }
        }
    }

    fn holds_data(&self, at: usize) -> bool {
        let said = |name: &str| self.node(at).and_then(|node| node.attr(name));
        if said("role").as_deref() == Some("presentation")
            || said("datatable").as_deref() == Some("0")
        {
            return false;
        }
        if said("summary").is_some_and(|summary| !summary.is_empty()) {
            return true;
        }
        let (mut rows, mut columns, mut cells) = (0_usize, 0_usize, 0_usize);
        for inner in at + 1..self.end(at) {
            match self.tag(inner) {
                Tag::Table => return false,
                Tag::DataPart => return true,
                Tag::Caption if self.end(inner) > inner + 1 => return true,
                Tag::Tr => {
                    rows += 1;
                    cells = 0;
                }
                Tag::Td => {
                    cells += 1;
                    columns = columns.max(cells);
                }
                _ => {}
            }
        }
        rows >= 10 || columns > 4 || rows * columns > 10
    }

    /// Sums all up anew.
    pub(super) fn sum_up(&mut self) {
        for spot in &mut self.spots {
            spot.sum = if spot.is_gone { Counts::default() } else { spot.own.counts(spot.tag) };
        }
        for at in (1..self.len()).rev() {
            let Some(spot) = self.spots.get(at).filter(|spot| !spot.is_gone) else { continue };
            let (sum, parent) = (spot.sum.lifted(spot.tag), self.parent(at));
            self.spot_mut(parent, |spot| spot.sum = spot.sum.with(sum, i32::saturating_add));
        }
    }

    fn find_prose(&mut self) {
        for at in 1..self.len() {
            let sum = self.sum(at);
            let is_whole = match self.tag(at) {
                Tag::P | Tag::Run => sum.paragraphs == 1,
                // Loose text.
                Tag::Text => {
                    let mut above = self.ancestors(at);
                    sum.length >= PARAGRAPH
                        && above
                            .find(|&above| !self.tag(above).is_inline())
                            .is_some_and(|block| !self.tag(block).is_paragraph())
                }
                _ => false,
            };
            if is_whole && sum.length >= PARAGRAPH && sum.link_density() <= 0.5 {
                self.spot_mut(at, |spot| spot.own.prose = spot.sum.length);
            }
        }
    }

    fn find_wraps(&mut self) {
        for at in 1..self.len() {
            if self.tag(at) != Tag::Div {
                continue;
            }
            let mut only = None;
            let is_one = self.children(at).all(|kid| match self.tag(kid) {
                Tag::Text => self.sum(kid).length <= 1,
                Tag::P | Tag::Run if only.is_none() => {
                    only = Some(kid);
                    true
                }
                _ => false,
            });
            if is_one && only.is_some() && self.sum(at).link_density() < 0.25 {
                self.spot_mut(at, |spot| spot.wraps = true);
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.spots.len()
    }

    pub(super) fn spot(&self, at: usize) -> Option<&Spot<'a>> {
        self.spots.get(at)
    }

    pub(super) fn tag(&self, at: usize) -> Tag {
        self.spot(at).map_or(Tag::Text, |spot| spot.tag)
    }

    pub(super) fn node(&self, at: usize) -> Option<NodeRef<'a>> {
        self.spot(at).and_then(|spot| spot.node)
    }

    pub(super) fn parent(&self, at: usize) -> usize {
        self.spot(at).map_or(0, |spot| spot.parent as usize)
    }

    pub(super) fn end(&self, at: usize) -> usize {
        self.spot(at).map_or(at + 1, |spot| spot.end as usize)
    }

    pub(super) fn sum(&self, at: usize) -> Counts {
        self.spot(at)
            .map(|spot| spot.sum)
            .unwrap_or_default()
            .with(Counts::<i32>::default(), |n, _| i64::from(n))
    }

    pub(super) fn signs(&self, at: usize) -> Signs {
        self.spot(at).map(|spot| spot.signs).unwrap_or_default()
    }

    pub(super) fn is_gone(&self, at: usize) -> bool {
        self.spot(at).is_none_or(|spot| spot.is_gone)
    }

    /// What is counted in all of these.
    pub(super) fn total(&self, parts: &[usize]) -> Counts {
        let mut total = Counts::default();
        for &part in parts {
            total = total.with(self.sum(part), |a, b| a + b);
        }
        total
    }

    /// How many pictures are shown among these places.
    pub(super) fn images(&self, places: Range<usize>) -> usize {
        let spots = self.spots.get(places).unwrap_or_default().iter();
        spots.filter(|spot| spot.tag == Tag::Img && !spot.is_gone).count()
    }

    /// Whether so much of the text of `whole` is in it that it can hardly be what is around a text.
    pub(super) fn is_most(&self, at: usize, whole: Counts) -> bool {
        self.sum(at).prose * 100 > whole.prose * MOST_AROUND
    }

    pub(super) fn wraps(&self, at: usize) -> bool {
        self.spot(at).is_some_and(|spot| spot.wraps)
    }

    /// The direct children that are not gone.
    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.end(at);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            while next < end {
                let here = next;
                next = self.end(here);
                if !self.is_gone(here) {
                    return Some(here);
                }
            }
            None
        })
    }

    /// All from the parent up to the root.
    pub(super) fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut here = at;
        std::iter::from_fn(move || {
            if here == 0 {
                return None;
            }
            here = self.parent(here);
            Some(here)
        })
    }

    pub(super) fn has_ancestor(&self, at: usize, is_one: impl Fn(&Spot<'a>) -> bool) -> bool {
        self.ancestors(at).any(|above| self.spot(above).is_some_and(&is_one))
    }

    /// Takes a node out, with all that is in it.
    pub(super) fn remove(&mut self, at: usize) {
        if at == 0 || self.is_gone(at) {
            return;
        }
        let Some(spot) = self.spot(at) else { return };
        let mut sum = spot.sum.lifted(spot.tag);
        let above: Vec<usize> = self.ancestors(at).collect();
        for above in above {
            self.spot_mut(above, |spot| {
                spot.sum = spot.sum.with(sum, i32::saturating_sub);
                sum = sum.lifted(spot.tag);
            });
        }
        for inner in at..self.end(at) {
            self.spot_mut(inner, |spot| spot.is_gone = true);
        }
    }

    /// The words in it that are not gone, in one line with single spaces, as far as `most` bytes.
    pub(super) fn words(&self, at: usize, most: usize) -> String {
        let mut line = String::new();
        for inner in at..self.end(at) {
            if self.is_gone(inner) {
                continue;
            }
            let tag = self.tag(inner);
            if tag == Tag::Text {
                if let Some(text) = self.node(inner).and_then(|node| text_in(&node)) {
                    for c in text.chars() {
                        if !c.is_whitespace() {
                            line.push(c);
                        } else if !line.is_empty() && !line.ends_with(' ') {
                            line.push(' ');
                        }
                    }
                }
            } else if !tag.is_inline() && !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
            if line.len() > most {
                break;
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// A place in 32 bits. No page is read that has so many nodes.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn is_player(address: &str) -> bool {
    const PLAYERS: [&str; 8] = [
        "//www.youtube.com",
        "//youtube.com",
        "youtube-nocookie.com",
        "player.vimeo.com",
        "dailymotion.com",
        "player.twitch.tv",
        "player.bilibili.com",
        "//upload.wikimedia.org",
    ];
    PLAYERS.iter().any(|player| address.contains(player))
}

/// Whether a line break is followed by another one, which makes an empty line.
fn begins_chain(node: &NodeRef<'_>) -> bool {
    let mut next = node.next_sibling();
    while let Some(sibling) = next {
        let is_blank = text_in(&sibling).is_some_and(|text| text.trim().is_empty());
        if is_blank || sibling.is_comment() {
            next = sibling.next_sibling();
            continue;
        }
        return sibling.has_name("br");
    }
    false
}

fn has_break_chain(node: &NodeRef<'_>) -> bool {
    let mut was_break = false;
    let mut next = node.first_child();
    while let Some(child) = next {
        if child.is_element() {
            let is_break = child.has_name("br");
            if was_break && is_break {
                return true;
            }
            was_break = is_break;
        } else if text_in(&child).is_some_and(|text| !text.trim().is_empty()) {
            was_break = false;
        }
        next = child.next_sibling();
    }
    false
}

/// Whether there is a paragraph or more in what is shown where no scripts run.
fn holds_prose(node: &NodeRef<'_>) -> bool {
    let mut words = 0_i64;
    let mut looked = 0_usize;
    for inner in node.descendants_it().take(MAX_LOOK) {
        looked += 1;
        if let Some(text) = text_in(&inner) {
            words += i64::from(measure(&text, &mut true).0);
        }
        if words >= 2 * PARAGRAPH {
            return true;
        }
    }
    looked == MAX_LOOK
}

/// Whether a drawing has HTML in it.
fn holds_html(node: &NodeRef<'_>) -> bool {
    let mut inner = node.descendants_it().take(MAX_LOOK);
    inner.any(|inner| inner.node_name().as_deref() == Some("foreignObject"))
}

/// Whether a node is running text.
fn is_phrase(node: &NodeRef<'_>, tag: Tag, depth: usize) -> bool {
    if tag.is_phrasing() {
        return true;
    }
    if !matches!(tag, Tag::A | Tag::Edit) || depth > MAX_PHRASE {
        return false;
    }
    node.children_it(false).all(|child| {
        !child.is_element()
            || child.node_name().is_some_and(|name| is_phrase(&child, Tag::of(&name), depth + 1))
    })
}
