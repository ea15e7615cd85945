//! The text of a comment: what is left when its head is taken out of it.

use super::super::article::strip;
use super::super::posts::{Event, Step, has_class, walk};
use super::super::times::Stamp;
use super::super::{NodeRef, all, first, markup, words};
use super::Found;
use super::classes::{BY, JOINTS, LABELS, MAX_PARTS, NOT_TEXT, NOT_TEXT_ELEMENTS, SAYS, SURE_TEXT};

impl<'a> Found<'a> {
    /// The text: the surest element that has any.
    pub(super) fn body(&self, root: &NodeRef<'a>) -> String {
        clear(root);
        let whole = (u8::MAX, *root);
        let texts = self.texts.iter().take(MAX_PARTS);
        // A card of the writer may be called a text too.
        let (head, texts): (Vec<_>, Vec<_>) =
            texts.partition(|(rank, text)| *rank > SURE_TEXT && is_in_header(text));
        for (rank, text) in texts.into_iter().chain([&whole]).chain(head) {
            self.behead(text, *rank > SURE_TEXT);
            let has_picture = || first(text, "img, video, iframe").is_some();
            if !words(text).is_empty() || has_picture() {
                return markup(text).trim().to_owned();
            }
        }
        String::new()
    }

    /// Takes author and time out of an element, and if it `is_whole`, holds a whole comment, the
    /// loose words too.
    fn behead(&self, text: &NodeRef<'a>, is_whole: bool) {
        let authors = self.authors.iter().take(MAX_PARTS);
        let author = authors.into_iter().find(|(_, node)| !words(node).is_empty());
        let heads =
            author.into_iter().chain(self.times.iter().take(MAX_PARTS)).map(|(_, node)| *node);
        let heads: Vec<_> = heads.filter(|node| node.id != text.id).collect();
        let known = heads.iter().map(words).chain([self.name.clone()]);
        let known: Vec<_> = known.collect();
        for mut head in heads {
            while let Some(parent) = head.parent()
                && parent.id != text.id
                && is_head(&words(&parent), &known)
            {
                head = parent;
            }
            if head.ancestors_it(None).any(|above| above.id == text.id) {
                head.remove_from_parent();
            }
        }
        // `says:` and the like is no text.
        if is_whole {
            let children = text.children_it(false).filter(NodeRef::is_text);
            let loose: Vec<_> = children.filter(|node| is_head(&node.text(), &known)).collect();
            for node in loose {
                node.remove_from_parent();
            }
        }
    }
}

/// Whether an element lies in the head of something, also one that has been taken out.
fn is_in_header(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|above| above.has_name("header"))
}

/// Whether a line has nothing but the `known` parts of a head in it, and what joins those.
fn is_head(line: &str, known: &[String]) -> bool {
    let mut rest = line.to_owned();
    for part in known.iter().filter(|part| !part.is_empty()) {
        rest = rest.replacen(part.as_str(), " ", 1);
    }
    let parted = |c: char| !c.is_alphanumeric() && c != '@';
    rest.split(parted).filter(|word| !word.is_empty()).all(|word| {
        let word = word.to_lowercase();
        [SAYS, BY, JOINTS, LABELS].iter().any(|list| list.contains(&word.as_str()))
    })
}

/// Takes all out of a comment that its text has no part in.
fn clear(root: &NodeRef<'_>) {
    let mut foreign = Vec::new();
    let mut asked = 0;
    walk(root, |node, event| {
        if event == Event::Enter && node.is_element() && has_class(node, NOT_TEXT) {
            asked += 1;
            // A theme may call all of the comment so.
            let holds_text = asked <= MAX_PARTS
                && first(node, "p, .comment-content, .comment-text").is_some()
                && !has_class(node, &["children", "comment-respond", "sharedaddy"]);
            if !holds_text {
                foreign.push(*node);
                return Step::Over;
            }
        }
        Step::Into
    });
    for node in foreign {
        node.remove_from_parent();
    }
    strip(root, NOT_TEXT_ELEMENTS);
}

/// The name in an element, without `says:`, the date and what else there is behind it.
pub(super) fn name_in(node: &NodeRef<'_>) -> String {
    if let Some(link) = first(node, "a.url") {
        return words(&link);
    }
    let line = words(node);
    let behind = first(node, ".says, small, time, .date, .meta, .comment-date, .comment-meta");
    let says = behind.map(|behind| words(&behind)).unwrap_or_default();
    let line = line.strip_suffix(&says).unwrap_or(&line).trim();
    let Some(line) = line.strip_suffix(':') else { return line.to_owned() };
    let line = line.trim_end();
    let name = line.rsplit_once(' ').filter(|(_, last)| SAYS.contains(last));
    name.map_or(line, |(name, _)| name).trim().to_owned()
}

/// Whether there is a link to a comment in an element.
pub(super) fn has_own_link(node: &NodeRef<'_>) -> bool {
    first(node, "a[href*='#comment-']").is_some()
}

/// Author and time of the oldest themes, which have both in one line.
pub(super) fn cited(root: &NodeRef<'_>, own: Option<NodeRef<'_>>) -> Option<(String, Stamp)> {
    let lines = "cite, .commentmetadata, .comment-metadata, .comment-header, .comment-meta";
    let all = all(root, lines);
    let around = || own?.parent();
    let cite = &all.iter().rev().find(|line| has_own_link(line)).copied().or_else(around)?;
    let line = words(cite);
    let date = first(cite, "a[href*='#comment-']").map(|link| words(&link))?;
    let halves = line.rsplit_once(" — ").or_else(|| line.rsplit_once(" – "));
    let (named, time) =
        halves.or_else(|| line.split_once(&date).map(|(name, _)| (name, &*date)))?;
    let name = if let Some(link) = first(cite, "a.url") {
        words(&link)
    } else {
        let by = BY.iter().find_map(|by| named.split_once(&format!(" {by} ")));
        let name = without_joint(by.map_or(named, |(_, name)| name));
        // Some have a number before the name, as the link.
        let behind = || line.split_once(&date).map(|(_, name)| name.trim());
        let behind = || behind().filter(|name| !name.starts_with(['(', '|'])).unwrap_or_default();
        if name.is_empty() { behind().to_owned() } else { name.to_owned() }
    };
    Some((name, Stamp::within(time)))
}

/// A name without the word that leads from it to the date.
fn without_joint(name: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '|' | '·' | '-' | '–' | '—');
    let name = name.trim_end_matches(ends);
    let before = name.rsplit_once(' ').filter(|(_, last)| JOINTS.contains(last));
    before.map_or(name, |(before, _)| before).trim_end_matches(ends)
}
