//! Where loaders put what they read.

use crate::model::{Article, Document, NewComment, Provenance};

/// Takes a document piece by piece: the article first, then comments in batches.
pub trait Sink {
    /// Takes the first screens of an article that takes a while to read, and about how many words
    /// the whole has, which follows.
    fn beginning(&mut self, _article: Article, _words: usize) {}

    /// Takes the article; a second one replaces the first.
    fn article(&mut self, article: Article);

    /// Takes some comments. Parents may be in any batch; siblings come in the source's order.
    fn comments(&mut self, batch: Vec<NewComment>);

    /// Takes what the source says of its own origin.
    fn provenance(&mut self, provenance: Provenance);

    /// Takes the number of comments that the source says it has.
    fn declared(&mut self, comments: u64);

    /// Takes a sentence about something that could not be read, or only guessed.
    fn warning(&mut self, what: String);

    /// Hears how many of the input's bytes are read.
    fn progress(&mut self, _bytes: u64) {}

    /// Whether nobody wants the rest. Asked between comments; the loader then returns `Ok`.
    fn stopped(&self) -> bool {
        false
    }
}

/// A sink that makes a whole [`Document`], for those who have no screen to fill meanwhile.
#[derive(Debug, Default)]
pub struct Collector {
    document: Document,
}

impl Collector {
    /// The document, when the loader has returned.
    #[must_use]
    pub fn finish(mut self) -> Document {
        self.document.finish();
        self.document
    }
}

impl Sink for Collector {
    fn article(&mut self, article: Article) {
        self.document.article = article;
    }

    fn comments(&mut self, batch: Vec<NewComment>) {
        self.document.thread.extend(batch);
    }

    fn provenance(&mut self, provenance: Provenance) {
        self.document.provenance = provenance;
    }

    fn declared(&mut self, comments: u64) {
        self.document.provenance.declared = Some(comments);
    }

    fn warning(&mut self, what: String) {
        self.document.warn(&what);
    }
}

/// Collects comments into batches that grow, and hands them to a sink.
///
/// A thread is put in order anew for each batch; because each is as large as all before it, that
/// costs a comment O(1) in the end. The first is small enough to be on the screen at once.
#[derive(Debug, Default)]
pub struct Batches {
    batch: Vec<NewComment>,
    sent: usize,
}

impl Batches {
    /// The size of the first batch, in comments.
    const FIRST: usize = 256;

    /// Takes one comment; hands a full batch on.
    pub fn push(&mut self, comment: NewComment, sink: &mut dyn Sink) {
        self.batch.push(comment);
        if self.batch.len() >= self.sent.max(Self::FIRST) {
            self.flush(sink);
        }
    }

    /// Hands on what is left. To be called at the end.
    pub fn flush(&mut self, sink: &mut dyn Sink) {
        self.sent += self.batch.len();
        if !self.batch.is_empty() {
            sink.comments(std::mem::take(&mut self.batch));
        }
    }
}
