//! Where loaders put what they read.

use crate::model::{Article, CommentId, Document, NewComment, Provenance, Thread, ThreadBuilder};

/// Takes a document piece by piece: the article first if the source has it first, then the thread
/// as it grows.
pub trait Sink {
    /// Takes the first screens of an article that takes a while to read, and about how many words
    /// the whole has, which follows.
    fn beginning(&mut self, _article: Article, _words: usize) {}

    /// Takes the article; a second one replaces the first.
    fn article(&mut self, article: Article);

    /// Takes the thread as far as it has come, and at the end all of it. Each replaces the one
    /// before.
    fn thread(&mut self, thread: Thread);

    /// Whether to be given the thread now that it has this many comments. What it costs to hand it
    /// over grows with it, so who wants it each time that it has doubled pays O(1) a comment.
    fn wants(&self, _comments: usize) -> bool {
        false
    }

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
    /// The document without the conclusions of [`Document::finish`], for it is a part of one.
    #[must_use]
    pub fn into_document(self) -> Document {
        self.document
    }

    /// The document, when the loader has returned.
    #[must_use]
    pub fn finish(mut self) -> Document {
        self.document.finish();
        self.document
    }
}

impl Sink for Collector {
    fn article(&mut self, article: Article) {
        self.document.set_article(article);
    }

    fn thread(&mut self, thread: Thread) {
        self.document.thread = thread;
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

/// A thread that is being read, shown to a sink now and then.
#[derive(Debug, Default)]
pub struct Intake {
    /// Where the comments go.
    pub builder: ThreadBuilder,
    /// The number of comments at which the sink is asked next whether it wants them.
    next: usize,
    /// How many comments have come without an id.
    pub nameless: usize,
}

impl Intake {
    /// After how many comments the sink is asked whether it wants them: a screen has no more.
    const STEP: usize = 64;

    /// For a source that names parents by their ids.
    #[must_use]
    pub fn by_id() -> Intake {
        let mut intake = Intake::default();
        intake.builder.index();
        intake
    }

    /// Takes one comment, and offers what there is to the sink.
    pub fn push(&mut self, comment: NewComment<'_>, sink: &mut dyn Sink) -> CommentId {
        self.nameless += usize::from(comment.id.is_none());
        let id = self.builder.push(comment);
        self.offer(sink);
        id
    }

    /// Offers what there is, when there is some more.
    pub fn offer(&mut self, sink: &mut dyn Sink) {
        if self.builder.len() >= self.next.max(Self::STEP) {
            self.pause(sink);
        }
    }

    /// Offers what there is, since more of it must be waited for.
    pub fn pause(&mut self, sink: &mut dyn Sink) {
        let comments = self.builder.len();
        self.next = comments + Self::STEP;
        if comments > 0 && sink.wants(comments) {
            sink.thread(self.builder.snapshot());
        }
    }

    /// Hands all of it on, or how much is missing where nothing else is known. To be called at the
    /// end.
    pub fn finish(self, sink: &mut dyn Sink) {
        if !self.builder.is_empty() || self.builder.thread().missing() > 0 {
            sink.thread(self.builder.finish());
        }
    }
}
