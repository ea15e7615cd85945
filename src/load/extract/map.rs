//! The page as a table: its shown nodes in the order of the page, each with what is counted in it.
//!
//! Candidates are weighed by sums over their subtrees. In a table in reading order, in which each
//! node knows where it ends, all sums come from one pass from the end to the beginning, and taking a
//! node out is a mark and a subtraction from what lies above. The page itself stays as it is.
//!
//! Loose text between blocks is put into nodes of its own, [`Tag::Run`], which stand for the
//! paragraphs that the page shows: a `<div>` that holds words and blocks, and words parted by empty
//! lines made of `<br><br>`.

use std::collections::HashMap;
use std::ops::AddAssign;

use super::signs::{Signs, signs};
use super::tags::Tag;
use crate::load::page::NodeRef;

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

/// What is counted in a subtree.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counts {
    /// Characters, white space taken together; those of Chinese, Japanese and Korean are two each.
    pub(super) length: i64,
    /// Commas, of many scripts.
    pub(super) commas: i64,
    /// Characters in links, in thousandths: those within the page count less.
    pub(super) linked: i64,
    /// Characters in headings.
    pub(super) headed: i64,
    /// Characters in lists.
    pub(super) listed: i64,
    /// Characters in elements that hold text by themselves.
    pub(super) textish: i64,
    /// Characters of paragraphs that are long enough to be read, and no links.
    pub(super) prose: i64,
    /// Characters in quotes.
    pub(super) quoted: i64,
    /// Posts of social networks, quoted.
    pub(super) posts: i64,
    pub(super) paragraphs: i64,
    pub(super) images: i64,
    pub(super) items: i64,
    pub(super) inputs: i64,
    /// Frames and objects that are no known players of videos.
    pub(super) embeds: i64,
    /// Those that are.
    pub(super) videos: i64,
    /// Tables that hold data.
    pub(super) tables: i64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.add(other, 1);
    }
}

impl Counts {
    fn add(&mut self, other: Counts, times: i64) {
        self.length += other.length * times;
        self.commas += other.commas * times;
        self.linked += other.linked * times;
        self.headed += other.headed * times;
        self.listed += other.listed * times;
        self.textish += other.textish * times;
        self.prose += other.prose * times;
        self.quoted += other.quoted * times;
        self.posts += other.posts * times;
        self.paragraphs += other.paragraphs * times;
        self.images += other.images * times;
        self.items += other.items * times;
        self.inputs += other.inputs * times;
        self.embeds += other.embeds * times;
        self.videos += other.videos * times;
        self.tables += other.tables * times;
    }

    /// What an element of this kind, in which this is counted, adds to the one that it lies in.
    fn lifted(mut self, tag: Tag) -> Counts {
        if matches!(tag, Tag::Ul | Tag::Ol) {
            self.listed = self.length;
        }
        if tag.is_heading() {
            self.headed = self.length;
        }
        if tag == Tag::Blockquote {
            self.quoted = self.length;
        }
        if tag.is_textish() {
            self.textish = self.length;
        }
        self
    }

    /// How much of the text is in links, from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "no page has 2^52 characters")]
    pub(super) fn link_density(&self) -> f64 {
        if self.length <= 0 { 0.0 } else { self.linked as f64 / (self.length as f64 * 1000.0) }
    }
}

/// A node of the table.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    /// The page's; none for a run of loose text.
    pub(super) node: Option<NodeRef<'a>>,
    pub(super) tag: Tag,
    pub(super) parent: usize,
    /// The first place behind all that is in it.
    pub(super) end: usize,
    pub(super) signs: Signs,
    /// What it counts by itself.
    own: Counts,
    /// What is counted in it and all that is in it and not gone.
    pub(super) sum: Counts,
    pub(super) is_gone: bool,
    /// A block that only wraps one paragraph, and so is none of the levels above that.
    pub(super) wraps: bool,
    /// Whether it is a table of data.
    pub(super) is_data: bool,
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
    /// What a character of a link in it counts, in thousandths.
    link: i64,
}

impl<'a> Map<'a> {
    /// Of all in `root` that is within reach.
    pub(super) fn of(root: NodeRef<'a>, reach: Reach) -> Map<'a> {
        let mut map = Map { spots: Vec::new() };
        let mut known: HashMap<String, Signs> = HashMap::new();
        map.push(Some(root), Tag::Body, 0, Signs::default());
        let first = Open { at: 0, runs: has_break_chain(&root), run: None, link: 0 };
        let mut open = vec![first];
        let mut was_space = true;
        let mut next = root.first_child();
        while let Some(node) = next {
            let entered = map.enter(node, &mut open, &mut known, &mut was_space, reach);
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
        map
    }

    fn push(&mut self, node: Option<NodeRef<'a>>, tag: Tag, parent: usize, signs: Signs) -> usize {
        let at = self.spots.len();
        self.spots.push(Spot {
            node,
            tag,
            parent,
            end: at + 1,
            signs,
            own: Counts::default(),
            sum: Counts::default(),
            is_gone: false,
            wraps: false,
            is_data: false,
        });
        at
    }

    /// Reads one node; says whether it was opened.
    fn enter(
        &mut self,
        node: NodeRef<'a>,
        open: &mut Vec<Open>,
        known: &mut HashMap<String, Signs>,
        was_space: &mut bool,
        reach: Reach,
    ) -> bool {
        let Some(frame) = open.last_mut() else { return false };
        if node.is_text() {
            let text = node.text();
            let is_blank = text.trim().is_empty();
            if frame.runs && frame.run.is_none() && !is_blank {
                frame.run = Some(self.push(None, Tag::Run, frame.at, Signs::default()));
                self.own(frame.run, |own| own.paragraphs = 1);
            }
            let mut counts = measure(&text, was_space);
            counts.linked = counts.length * frame.link;
            let parent = frame.run.unwrap_or(frame.at);
            let at = self.push(Some(node), Tag::Text, parent, Signs::default());
            self.own(Some(at), |own| *own = counts);
            return false;
        }
        let Some(name) = node.node_name() else { return false };
        let tag = Tag::of(&name);
        let is_shown = match tag {
            Tag::Silent => false,
            // What is shown instead of what scripts make is mostly a plea to let them, or a picture
            // again.
            Tag::Noscript => reach == Reach::All || holds_prose(&node),
            Tag::Svg => reach == Reach::All || holds_html(&node),
            _ => reach >= Reach::Hidden || !is_hidden(&node),
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
                    let end = self.spots.len();
                    self.spot_mut(run, |spot| spot.end = end);
                }
            } else if frame.run.is_none() {
                frame.run = Some(self.push(None, Tag::Run, frame.at, Signs::default()));
                self.own(frame.run, |own| own.paragraphs = 1);
            }
        }
        let parent = frame.run.unwrap_or(frame.at);
        let class = node.class().map(|class| class.to_string()).unwrap_or_default();
        let id = node.id_attr().map(|id| id.to_string()).unwrap_or_default();
        let found = if class.is_empty() && id.is_empty() {
            Signs::default()
        } else {
            *known.entry(format!("{class}\n{id}")).or_insert_with(|| signs(&class, &id))
        };
        let at = self.push(Some(node), tag, parent, found.with_attributes(&node, tag));
        self.count_element(at, tag, &node);
        let link = match tag {
            Tag::A => {
                let within =
                    node.attr("href").is_some_and(|to| to.starts_with('#') && to.len() > 1);
                if within { 300 } else { 1000 }
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
        self.own(Some(at), |own| match tag {
            Tag::P => own.paragraphs = 1,
            Tag::Img => own.images = 1,
            Tag::Li => own.items = 1,
            Tag::Blockquote => {
                let is_post =
                    |class: &str| class.contains("twitter-") || class.contains("instagram-media");
                own.posts = i64::from(node.class().is_some_and(|class| is_post(&class)));
            }
            Tag::Input => own.inputs = 1,
            Tag::Embed => {
                let is_video = node.attrs().iter().any(|attr| is_player(&attr.value));
                if is_video {
                    own.videos = 1;
                } else {
                    own.embeds = 1;
                }
            }
            _ => {}
        });
    }

    fn leave(&mut self, open: &mut Vec<Open>) {
        let Some(done) = open.pop() else { return };
        let end = self.spots.len();
        if let Some(run) = done.run {
            self.spot_mut(run, |spot| spot.end = end);
        }
        self.spot_mut(done.at, |spot| spot.end = end);
    }

    fn own(&mut self, at: Option<usize>, change: impl FnOnce(&mut Counts)) {
        if let Some(spot) = at.and_then(|at| self.spots.get_mut(at)) {
            change(&mut spot.own);
        }
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
                self.spot_mut(at, |spot| {
                    spot.is_data = true;
                    spot.own.tables = 1;
                });
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
            spot.sum = if spot.is_gone { Counts::default() } else { spot.own };
        }
        for at in (1..self.len()).rev() {
            let (sum, parent) = (self.sum(at).lifted(self.tag(at)), self.parent(at));
            if !self.is_gone(at) {
                self.spot_mut(parent, |spot| spot.sum += sum);
            }
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
                self.own(Some(at), |own| own.prose = sum.length);
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
        self.spot(at).map_or(0, |spot| spot.parent)
    }

    pub(super) fn end(&self, at: usize) -> usize {
        self.spot(at).map_or(at + 1, |spot| spot.end)
    }

    pub(super) fn sum(&self, at: usize) -> Counts {
        self.spot(at).map(|spot| spot.sum).unwrap_or_default()
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
            total += self.sum(part);
        }
        total
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
        let mut sum = self.sum(at).lifted(self.tag(at));
        let above: Vec<usize> = self.ancestors(at).collect();
        for above in above {
            self.spot_mut(above, |spot| spot.sum.add(sum, -1));
            sum = sum.lifted(self.tag(above));
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
                if let Some(node) = self.node(inner) {
                    for c in node.text().chars() {
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

/// Whether a character says about as much as two letters: those of Chinese, Japanese and Korean.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

/// Counts the characters and commas of a text.
fn measure(text: &str, was_space: &mut bool) -> Counts {
    let mut counts = Counts::default();
    for c in text.chars() {
        if c.is_whitespace() {
            counts.length += i64::from(!*was_space);
            *was_space = true;
        } else {
            counts.length += if is_wide(c) { 2 } else { 1 };
            *was_space = false;
            counts.commas += i64::from(matches!(
                c,
                ',' | '\u{060C}'
                    | '\u{FE50}'
                    | '\u{FE10}'
                    | '\u{FE11}'
                    | '\u{2E41}'
                    | '\u{2E34}'
                    | '\u{2E32}'
                    | '\u{FF0C}'
                    | '\u{3001}'
            ));
        }
    }
    counts
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

/// Whether a browser does not show it.
fn is_hidden(node: &NodeRef<'_>) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    let is_style = |style: &str| {
        let style: String =
            style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    if node.attr("style").is_some_and(|style| is_style(&style)) {
        return true;
    }
    node.attr("aria-hidden").as_deref() == Some("true")
        && !node.class().is_some_and(|class| class.contains("fallback-image"))
}

/// Whether a line break is followed by another one, which makes an empty line.
fn begins_chain(node: &NodeRef<'_>) -> bool {
    let mut next = node.next_sibling();
    while let Some(sibling) = next {
        if sibling.is_text() && sibling.text().trim().is_empty() || sibling.is_comment() {
            next = sibling.next_sibling();
            continue;
        }
        return sibling.node_name().as_deref() == Some("br");
    }
    false
}

fn has_break_chain(node: &NodeRef<'_>) -> bool {
    let mut was_break = false;
    let mut next = node.first_child();
    while let Some(child) = next {
        if child.is_element() {
            let is_break = child.node_name().as_deref() == Some("br");
            if was_break && is_break {
                return true;
            }
            was_break = is_break;
        } else if child.is_text() && !child.text().trim().is_empty() {
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
        if inner.is_text() {
            words += measure(&inner.text(), &mut true).length;
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
