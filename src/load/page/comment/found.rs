//! Which elements are the parts of a comment.

use super::super::posts::{Event, Step, has_class, last_digits, walk};
use super::super::times::Stamp;
use super::super::{NodeRef, attribute, words};
use super::classes::{BY_NAME, CLASSES, MAX_PARTS, PEOPLE, Part, SURE_TEXT, VAGUE_TIME, by_words};
use super::text::{has_own_link, name_in};
use super::{Found, Number, is_edit, is_time};

impl<'a> Found<'a> {
    pub(super) fn of(root: &NodeRef<'a>, id: &str, number: Number) -> Found<'a> {
        let mut found = Found::default();
        walk(root, |node, event| {
            if !node.is_element() {
                if event == Event::Enter && node.is_text() {
                    found.loose(node);
                }
                return Step::Into;
            }
            if event == Event::Leave {
                if found.text.is_some_and(|text| text.id == node.id) {
                    found.text = None;
                }
                return Step::Into;
            }
            let Some(name) = node.node_name() else { return Step::Into };
            found.by_class(node);
            found.by_property(node);
            if &*name == "a" {
                found.link(node, id, number);
            }
            // What has no class in the text is the writer's.
            let is_head = found.text.is_none();
            match name.as_ref() {
                "time" if is_head => found.times.push((0, *node)),
                "span" | "abbr" | "a" | "p" | "div"
                    if is_head && node.attr("title").is_some_and(|title| is_time(&title)) =>
                {
                    found.times.push((0, *node));
                }
                "cite" if is_head => found.authors.push((BY_NAME, *node)),
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figcaption" if is_head => {
                    found.authors.push((BY_NAME + 2, *node));
                }
                "b" | "strong" if is_head => found.authors.push((BY_NAME + 3, *node)),
                _ => {}
            }
            Step::Into
        });
        found.authors.sort_by_key(|(rank, _)| *rank);
        found.times.sort_by_key(|(rank, _)| *rank);
        found.texts.sort_by_key(|(rank, _)| *rank);
        found
    }

    fn by_class(&mut self, node: &NodeRef<'a>) {
        let Some(classes) = node.class() else { return };
        for class in classes.split_ascii_whitespace() {
            self.is_author |= class == "bypostauthor";
            let known = CLASSES.iter().filter(|(.., known)| known.contains(&class));
            let mut known = known.map(|(part, rank, _)| (*part, *rank)).peekable();
            let guess = if known.peek().is_none() { by_words(class) } else { None };
            for (part, rank) in known.chain(guess) {
                self.take(part, rank, node);
            }
        }
    }

    fn take(&mut self, part: Part, rank: u8, node: &NodeRef<'a>) {
        match part {
            Part::Author => self.authors.push((rank, *node)),
            Part::Date => self.times.push((rank, *node)),
            Part::Clock => self.clock = self.clock.or(Some(*node)),
            Part::Up => self.up = self.up.or(Some(*node)),
            Part::Down => self.down = self.down.or(Some(*node)),
            Part::Score => self.score = self.score.or(Some(*node)),
            Part::Text => {
                self.texts.push((rank, *node));
                if rank <= SURE_TEXT && self.text.is_none() {
                    self.text = Some(*node);
                }
            }
        }
    }

    /// A line with a time in it, in an element that nothing marks.
    fn loose(&mut self, text: &NodeRef<'a>) {
        /// It is no longer than this, in bytes.
        const LONGEST: usize = 64;
        if self.loose != Stamp::None || self.text.is_some() {
            return;
        }
        let line = text.text();
        let stamp = if line.trim().len() <= LONGEST { Stamp::within(&line) } else { Stamp::None };
        if stamp.worth() > 1 {
            self.loose = stamp;
            self.times.extend(text.parent().map(|parent| (VAGUE_TIME, parent)));
        }
    }

    fn by_property(&mut self, node: &NodeRef<'a>) {
        let Some(properties) = node.attr("itemprop") else { return };
        for property in properties.split_ascii_whitespace() {
            match property {
                "name" => self.take(Part::Author, 2, node),
                "author" | "creator" => self.take(Part::Author, 3, node),
                "datePublished" | "dateCreated" | "commentTime" => self.take(Part::Date, 0, node),
                "upvoteCount" => self.take(Part::Up, 1, node),
                "downvoteCount" => self.take(Part::Down, 1, node),
                "text" | "commentText" => self.take(Part::Text, 1, node),
                _ => {}
            }
        }
    }

    /// A link to the comment itself has its date in it; one to answer it has its number.
    fn link(&mut self, node: &NodeRef<'a>, id: &str, number: Number) {
        let href = node.attr("href").unwrap_or_default();
        let target = href.rsplit_once('#').and_then(|(_, fragment)| number(fragment));
        let is_head = self.text.is_none();
        let number = target.filter(|digits| if id.is_empty() { is_head } else { *digits == id });
        if let Some(number) = number.filter(|_| !is_edit(node)) {
            self.times.push((1, *node));
            self.link.get_or_insert(*node);
            self.id.get_or_insert_with(|| number.to_owned());
        }
        let named = ["data-commentid", "data-comment-id"].iter().find_map(|key| node.attr(key));
        if let Some(named) = named
            && last_digits(&named).is_some_and(|digits| digits.len() == named.len())
        {
            self.id.get_or_insert_with(|| named.to_string());
        }
        let is_person = || PEOPLE.iter().any(|path| href.contains(path));
        if has_class(node, &["url"]) || is_head && is_person() {
            self.authors.push((BY_NAME + 1, *node));
        }
    }

    pub(super) fn author(&self) -> String {
        let names = self.authors.iter().take(MAX_PARTS).map(|(_, node)| {
            let is_whole = node.has_name("cite") && has_own_link(node);
            let content = attribute(node, "content").filter(|_| node.has_name("meta"));
            if is_whole { String::new() } else { content.unwrap_or_else(|| name_in(node)) }
        });
        names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
    }

    pub(super) fn stamp(&self) -> Stamp {
        let machine = self.times.iter().find_map(|(_, node)| {
            let values = ["datetime", "content", "pubdate", "data-time", "data-timestamp", "title"];
            values.iter().find_map(|key| Stamp::machine(&node.attr(key)?))
        });
        if let Some(stamp @ Stamp::Exact(..)) = machine {
            return stamp;
        }
        let clock = self.clock.map(|node| words(&node)).unwrap_or_default();
        let mut best = machine.unwrap_or_default();
        for (rank, node) in self.times.iter().take(MAX_PARTS) {
            let line = words(node);
            let both = Stamp::printed(&format!("{line} {clock}"));
            let alone = Stamp::within(&line);
            let title = attribute(node, "title").map(|title| Stamp::printed(&title));
            let title = title.filter(|title| matches!(title, Stamp::Date(..)));
            let stamp = if matches!(both, Stamp::Date(..)) { both } else { alone };
            // What is in a container of several things is no time if it cannot be read.
            if *rank < VAGUE_TIME || !matches!(stamp, Stamp::Words(_)) {
                best = best.or(stamp);
            }
            best = best.or(title.unwrap_or_default());
        }
        best.or(self.loose.clone())
    }
}
