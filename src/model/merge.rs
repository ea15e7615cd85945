//! One document out of several that belong together: an article and its comments, the pages of a
//! long thread, a listing and the answers that hold the rest of it.
//!
//! Comments are the same where they have the same id and nothing speaks against it (two sites count
//! from 1 both). Of each the facts are put together: the surest and deepest parent, for pages cut
//! nesting off; the first of what else is known. Nothing recurses; O(comments) in time and memory.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{
    Article, Block, Body, Comment, CommentId, ContainerKind, Content, Created, Document,
    NewComment, Parent, Permalink, Provenance, RichText, State, Text, Thread, ThreadBuilder, Votes,
    plain_text,
};
use crate::text::day;

/// How many comments of the same id are looked at: sites that count from 1 are few.
const MAX_CANDIDATES: usize = 16;
/// How many letters of two texts are compared to see whether they are the same one.
const COMPARED: usize = 60;

/// Puts `documents` together, the first first. One alone stays as it is.
#[must_use]
pub fn merge(mut documents: Vec<Document>) -> Document {
    if documents.len() < 2 {
        return documents.pop().unwrap_or_default();
    }
    let thread = Merger::new(&documents).thread();
    let provenance = provenance(&documents);
    let article = documents.into_iter().map(|document| document.article).reduce(join);
    Document { article: article.unwrap_or_default(), thread, provenance }
}

fn provenance(documents: &[Document]) -> Provenance {
    let all = || documents.iter().map(|document| &document.provenance);
    let mut loaders: Vec<&str> = Vec::new();
    for provenance in all() {
        if !loaders.contains(&provenance.loader.as_str()) {
            loaders.push(&provenance.loader);
        }
    }
    Provenance {
        loader: loaders.join(" + "),
        url: all().find_map(|provenance| provenance.url.clone()),
        loaded: all().filter_map(|provenance| provenance.loaded).max(),
        declared: all().filter_map(|provenance| provenance.declared).max(),
        warnings: Vec::new(),
    }
}

/// The first article with what the second knows more; two texts one behind the other.
fn join(mut first: Article, second: Article) -> Article {
    if first.blocks.is_empty() && !second.blocks.is_empty() {
        // The one with the text is what the others are about.
        return join_facts(second, first);
    }
    if second.blocks.is_empty() {
        return join_facts(first, second);
    }
    let (one, other) = (plain_text(&first.blocks), plain_text(&second.blocks));
    if one.contains(&other) {
        return if is_same_article(&first, &second) { join_facts(first, second) } else { first };
    }
    if other.contains(&one) && is_same_article(&first, &second) {
        return join_facts(second, first);
    }
    append(&mut first, second);
    first
}

fn is_same_article(first: &Article, second: &Article) -> bool {
    let same = |a: &Option<String>, b: &Option<String>, bare: fn(&str) -> &str| {
        a.as_deref().zip(b.as_deref()).map(|(a, b)| bare(a) == bare(b))
    };
    same(&first.url, &second.url, bare_address)
        .or_else(|| same(&first.title, &second.title, str::trim))
        .unwrap_or(false)
}

fn join_facts(mut first: Article, second: Article) -> Article {
    let Article {
        title,
        byline,
        site,
        published,
        published_text,
        updated,
        url,
        language,
        image,
        about,
        ..
    } = second;
    first.title = first.title.or(title);
    first.byline = first.byline.or(byline);
    first.site = first.site.or(site);
    if first.published.is_none() && first.published_text.is_none() {
        first.published_text = published_text;
    }
    first.published = first.published.or(published);
    first.updated = first.updated.or(updated);
    first.url = first.url.or(url);
    first.language = first.language.or(language);
    first.image = first.image.or(image);
    first.about = first.about.or(about);
    if first.tags.is_empty() {
        first.tags = second.tags;
    }
    let new = second.notices.into_iter().filter(|notice| !first.notices.contains(notice));
    first.notices.extend(new.collect::<Vec<_>>());
    first
}

/// An address without what names a place in the page. What stands behind a question mark tells pages
/// apart on many sites.
fn bare_address(url: &str) -> &str {
    let end = url.find('#').unwrap_or(url.len());
    let bare = url.get(..end).unwrap_or(url);
    let bare = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"));
    bare.unwrap_or(url).trim_end_matches('/')
}

/// Puts the text of `second` behind that of `first`, under its title.
fn append(first: &mut Article, second: Article) {
    let ids = first.blocks.iter().flat_map(|block| &block.within);
    let next = ids.map(|container| match container.kind {
        ContainerKind::Item { list, .. } => container.id.max(list),
        _ => container.id,
    });
    let next = next.max().map_or(0, |last| last.saturating_add(1));
    first.blocks.push(Block { within: Vec::new(), content: Content::Rule });
    let other_title = second.title.as_ref().filter(|title| Some(*title) != first.title.as_ref());
    if let Some(title) = other_title {
        let text = RichText::plain(title).finish();
        first
            .blocks
            .push(Block { within: Vec::new(), content: Content::Heading { level: 1, text } });
        let published = second.published.map(day).or(second.published_text);
        let facts: Vec<_> = [second.byline, published, second.url].into_iter().flatten().collect();
        if !facts.is_empty() {
            first.blocks.push(Block::paragraph(&facts.join(" · ")));
        }
    }
    for mut block in second.blocks {
        for container in &mut block.within {
            container.id = container.id.saturating_add(next);
            if let ContainerKind::Item { list, .. } = &mut container.kind {
                *list = list.saturating_add(next);
            }
        }
        first.blocks.push(block);
    }
}

/// A comment of the whole, and what it is made of: which comment of which document.
type Parts = Vec<(usize, CommentId)>;

struct Merger<'d> {
    threads: Vec<&'d Thread>,
    /// For each document, whether it belongs to those before it, as far as can be told.
    belongs: Vec<bool>,
    /// What each comment of the whole is made of.
    merged: Vec<Parts>,
    /// For each document, which comment of the whole each of its own became.
    place: Vec<Vec<usize>>,
    /// The comments of the whole that have this id.
    by_id: HashMap<&'d str, Vec<usize>>,
}

impl<'d> Merger<'d> {
    fn new(documents: &'d [Document]) -> Merger<'d> {
        let threads: Vec<_> = documents.iter().map(|document| &document.thread).collect();
        let mut merger = Merger {
            threads,
            belongs: Vec::new(),
            merged: Vec::new(),
            place: Vec::new(),
            by_id: HashMap::new(),
        };
        for at in 0..documents.len() {
            let belongs = merger.belongs(documents, at);
            merger.belongs.push(belongs);
            merger.take(at);
        }
        merger
    }

    /// Whether a document is about the same as those before it: by its address, or by a comment that
    /// both have. Where nothing tells, it is if it came in the same format.
    fn belongs(&self, documents: &[Document], at: usize) -> bool {
        let Some((document, before)) = documents.get(..=at).and_then(<[_]>::split_last) else {
            return true;
        };
        let urls = before.iter().map(|document| document.article.url.as_deref().map(bare_address));
        let own = document.article.url.as_deref().map(bare_address);
        if own.is_some() && urls.clone().any(|url| url == own) {
            return true;
        }
        let mut differ = own.is_some() && urls.clone().all(|url| url.is_some());
        for comment in document.thread.comments().filter(|&comment| !is_empty(comment)) {
            let known = self.candidates(comment.name());
            let parts = known.filter_map(|at| self.parts(at).next());
            for part in parts.filter(|&part| !is_empty(part)) {
                if is_same(part, comment) {
                    return true;
                }
                differ = true;
            }
        }
        let loaders = before.iter().map(|document| &document.provenance.loader);
        !differ && loaders.clone().any(|loader| *loader == document.provenance.loader)
    }

    /// Some of the comments of the whole that have this id, the latest first.
    fn candidates(&self, id: &str) -> impl Iterator<Item = usize> + use<'d> {
        let known = self.by_id.get(id).map_or(&[][..], Vec::as_slice);
        let some: Vec<_> = known.iter().rev().take(MAX_CANDIDATES).copied().collect();
        some.into_iter()
    }

    /// Finds for each comment of a document the one that it is, or that it is a new one.
    fn take(&mut self, document: usize) {
        let Some(&thread) = self.threads.get(document) else { return };
        let belongs = self.belongs.get(document).copied().unwrap_or(false);
        let mut places = Vec::with_capacity(thread.len());
        for comment in thread.comments() {
            let known = self.candidates(comment.name()).find(|&at| {
                // The first and the last speak for those between.
                let parts = self.merged.get(at).map_or(&[][..], Vec::as_slice);
                let ends = [parts.first(), parts.last()];
                ends.into_iter().flatten().all(|&(other, id)| {
                    let part = self.threads.get(other).and_then(|thread| thread.get(id));
                    part.is_some_and(|part| {
                        let unknown = is_empty(part) || is_empty(comment);
                        let is_it = if unknown { belongs } else { is_same(part, comment) };
                        // One document does not say the same twice.
                        is_it && other != document
                    })
                })
            });
            let at = known.unwrap_or_else(|| {
                self.merged.push(Parts::new());
                let at = self.merged.len() - 1;
                self.by_id.entry(comment.name()).or_default().push(at);
                at
            });
            if let Some(parts) = self.merged.get_mut(at) {
                parts.push((document, comment.id()));
            }
            places.push(at);
        }
        self.place.push(places);
    }

    fn parts(&self, at: usize) -> impl Iterator<Item = Comment<'d>> {
        let parts = self.merged.get(at).into_iter().flatten();
        parts.filter_map(|&(document, id)| self.threads.get(document)?.get(id))
    }

    /// Which of the whole a comment of a document became.
    fn placed(&self, document: usize, id: CommentId) -> Option<usize> {
        self.place.get(document)?.get(id.index()).copied()
    }

    /// The parent of a comment of the whole, and how sure it is; then the id of one that is nowhere.
    fn parent(&self, at: usize) -> (Option<usize>, super::Confidence, Option<&'d str>) {
        let mut best = None;
        let mut unknown = None;
        for &(document, id) in self.merged.get(at).into_iter().flatten() {
            let Some(comment) = self.threads.get(document).and_then(|thread| thread.get(id)) else {
                continue;
            };
            let belongs = self.belongs.get(document).copied().unwrap_or(false);
            let first = |id: &str| self.by_id.get(id).and_then(|found| found.first().copied());
            // Another site's comment with this id is no parent.
            let is_near = |at: &usize| {
                let mut parts = self.merged.get(*at).into_iter().flatten();
                document == 0 || belongs || parts.any(|(other, _)| *other == document)
            };
            let named = |id: &str| first(id).filter(is_near);
            let (parent, depth) = match (comment.parent(), comment.unknown_parent()) {
                (Some(parent), _) => (self.placed(document, parent), comment.depth()),
                (None, Some(id)) => {
                    let parent = named(id);
                    unknown = unknown.or(parent.is_none().then_some(id));
                    (parent, u32::from(parent.is_some()))
                }
                (None, None) => (None, 0),
            };
            let parent = parent.filter(|&parent| parent != at);
            let rank = (parent.is_some(), comment.confidence(), depth);
            if best.as_ref().is_none_or(|&(before, _)| rank > before) {
                best = Some((rank, parent));
            }
        }
        let ((_, confidence, _), parent) = best.unwrap_or_default();
        (parent, confidence, unknown.filter(|_| parent.is_none()))
    }

    /// The whole.
    fn thread(&self) -> Thread {
        let above: Vec<_> = (0..self.merged.len()).map(|at| self.parent(at)).collect();
        let order = pre_order(&above.iter().map(|&(parent, ..)| parent).collect::<Vec<_>>());
        let mut builder = ThreadBuilder::default();
        builder.index();
        let mut built: Vec<Option<CommentId>> = vec![None; self.merged.len()];
        for &(at, parent) in &order {
            let parent = parent.and_then(|parent| built.get(parent).copied().flatten());
            let (_, confidence, unknown) = above.get(at).copied().unwrap_or_default();
            let parent = match (parent, unknown) {
                (Some(parent), _) => Parent::At(parent),
                // Another site's comment of this id must not be found.
                (None, Some(id)) if self.by_id.contains_key(id) => {
                    Parent::Id(format!("{id}~").into())
                }
                (None, Some(id)) => Parent::Id(id.into()),
                (None, None) => Parent::Root,
            };
            let id = builder.push(NewComment { parent, confidence, ..self.comment(at) });
            if let Some(slot) = built.get_mut(at) {
                *slot = Some(id);
            }
        }
        self.add_missing(&mut builder, &order, &built);
        builder.finish()
    }

    /// The facts of a comment of the whole; those of the first part that knows them.
    fn comment(&self, at: usize) -> NewComment<'d> {
        let parts = || self.parts(at);
        let is_there = |comment: &Comment<'d>| comment.state() == State::Live;
        let body = parts().filter(is_there).find(|comment| !comment.bytes().is_empty());
        let body = body.or_else(|| parts().find(|comment| !comment.bytes().is_empty()));
        let state = match parts().find(is_there) {
            Some(_) => State::Live,
            None => parts().next().map_or(State::Live, Comment::state),
        };
        let exact = |created: &Created<&str>| matches!(created, Created::At(_));
        let created = parts()
            .map(Comment::created)
            .find(exact)
            .or_else(|| parts().map(Comment::created).find(|created| *created != Created::Unknown));
        let votes = parts().map(Comment::votes).fold(Votes::default(), |known, votes| Votes {
            score: known.score.or(votes.score),
            up: known.up.or(votes.up),
            down: known.down.or(votes.down),
        });
        let mut roles: Vec<String> = Vec::new();
        for role in parts().flat_map(Comment::roles) {
            if !roles.contains(role) {
                roles.push(role.clone());
            }
        }
        let author = parts().map(Comment::author).find(|author| !author.is_empty());
        let body = body.map(Comment::body);
        NewComment {
            id: parts().next().map(|comment| comment.name().into()),
            author: author.unwrap_or_default().into(),
            subject: parts().find_map(Comment::subject).unwrap_or_default().into(),
            created: match created {
                Some(Created::At(at)) => Created::At(at),
                Some(Created::Ago { text, seconds }) => Created::Ago { text: text.into(), seconds },
                _ => Created::Unknown,
            },
            votes,
            edited: parts().any(Comment::edited),
            state,
            roles,
            permalink: parts()
                .find_map(Comment::permalink)
                .map_or(Permalink::Unknown, Permalink::Given),
            body: body.map_or(Body::default(), |Body { kind, text }| Body {
                kind,
                text: Text::Given(Cow::Owned(text.into_owned())),
            }),
            ..NewComment::default()
        }
    }

    /// Counts the replies that some document says there are, and none has.
    fn add_missing(
        &self,
        builder: &mut ThreadBuilder,
        order: &[(usize, Option<usize>)],
        built: &[Option<CommentId>],
    ) {
        // What is below each, as the document says that has the most of it: where it leaves some out,
        // it knows how many.
        let mut claimed = vec![(0_u64, 0_u64); self.merged.len()];
        let mut claimed_roots = (0, 0);
        for (document, thread) in self.threads.iter().enumerate() {
            let mut more = Vec::with_capacity(thread.len() + 1);
            more.push(0_u64);
            for comment in thread.comments() {
                more.push(more.last().copied().unwrap_or(0) + u64::from(comment.more()));
            }
            let until = |at: CommentId| more.get(at.index()).copied().unwrap_or(0);
            for comment in thread.comments() {
                let stubs = until(comment.end()).saturating_sub(until(comment.id()));
                let here = (u64::from(comment.descendants()), stubs);
                let slot = self.placed(document, comment.id()).and_then(|at| claimed.get_mut(at));
                if let Some(slot) = slot {
                    *slot = here.max(*slot);
                }
            }
            if thread.missing_roots() > 0 {
                claimed_roots = claimed_roots.max((thread.len() as u64, thread.missing()));
            }
        }
        let claim = |(there, stubs): (u64, u64)| if stubs > 0 { there + stubs } else { 0 };
        // What is below each, bottom-up.
        let mut below = vec![0_u64; self.merged.len()];
        let mut all = 0;
        for &(at, parent) in order.iter().rev() {
            let here = below.get(at).copied().unwrap_or(0);
            let more = claimed.get(at).copied().map_or(0, claim).saturating_sub(here);
            if more > 0 {
                let place = built.get(at).copied().flatten();
                builder.add_missing(place, u32::try_from(more).unwrap_or(u32::MAX));
            }
            let sum = 1 + here + more;
            match parent.and_then(|parent| below.get_mut(parent)) {
                Some(below) => *below += sum,
                None => all += sum,
            }
        }
        let more = claim(claimed_roots).saturating_sub(all);
        if more > 0 {
            builder.add_missing(None, u32::try_from(more).unwrap_or(u32::MAX));
        }
    }
}

/// Whether nothing is known of a comment by which it could be told from another.
fn is_empty(comment: Comment<'_>) -> bool {
    comment.state() != State::Live || comment.author().is_empty() && comment.bytes().is_empty()
}

/// Whether two comments with the same id, of which something is known, can be the same one.
fn is_same(one: Comment<'_>, other: Comment<'_>) -> bool {
    let (a, b) = (one.author(), other.author());
    if !a.is_empty() && a.to_lowercase() == b.to_lowercase() {
        return true;
    }
    if let (Created::At(a), Created::At(b)) = (one.created(), other.created()) {
        return a == b;
    }
    let letters = |comment: Comment<'_>| -> String {
        let body = comment.body();
        body.text.chars().filter(|c| c.is_alphanumeric()).take(COMPARED).collect()
    };
    letters(one) == letters(other)
}

/// All of a forest, each behind its parent, siblings in their order; one in a circle becomes a root.
fn pre_order(parents: &[Option<usize>]) -> Vec<(usize, Option<usize>)> {
    let count = parents.len();
    let mut first = vec![usize::MAX; count + 1];
    let mut next = vec![usize::MAX; count];
    // Backwards, so that lists come out in order; the last list is that of the roots.
    for (at, parent) in parents.iter().enumerate().rev() {
        let list = parent.unwrap_or(count);
        if let (Some(first), Some(next)) = (first.get_mut(list), next.get_mut(at)) {
            *next = std::mem::replace(first, at);
        }
    }
    let mut order = Vec::with_capacity(count);
    let mut seen = vec![false; count];
    let mut walk = |root: usize, order: &mut Vec<_>, siblings: bool| {
        let mut open = vec![(root, None, siblings)];
        while let Some((at, parent, siblings)) = open.pop() {
            let Some(seen) = seen.get_mut(at) else { continue };
            if siblings {
                open.push((next.get(at).copied().unwrap_or(usize::MAX), parent, true));
            }
            if std::mem::replace(seen, true) {
                continue;
            }
            order.push((at, parent));
            open.push((first.get(at).copied().unwrap_or(usize::MAX), Some(at), true));
        }
    };
    walk(first.get(count).copied().unwrap_or(usize::MAX), &mut order, true);
    if order.len() < count {
        for at in 0..count {
            walk(at, &mut order, false);
        }
    }
    order
}

#[cfg(test)]
mod tests;
