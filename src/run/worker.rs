//! Loading: on a thread of its own for the reader, or at once for those without a screen.

use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

use super::pictures::{self, Folder};
use super::reader::Message;
use super::source::Source;
use super::{now, one_line};
use crate::app::Load;
use crate::limits::Limits;
use crate::load::{Collector, Input, LOADERS, Sink, Stream, load_stream};
use crate::model::{Article, Document, Provenance, Thread, merge};

/// How long a reader waits at most to see how far the loading is.
const TICK: Duration = Duration::from_millis(100);
/// How long to see what has come of a source that comes slowly.
const SLOW: Duration = Duration::from_millis(500);
/// The loader whose pictures lie in the file itself, and not beside it.
const PACKED: &str = "epub";

/// Reads and loads `source`, whole.
///
/// # Errors
/// When it cannot be read, or no loader can make anything of it.
pub(super) fn load_all(source: &Source, from: Option<&str>, limits: Limits) -> Result<Document> {
    let mut sink = Collector::default();
    load_into(source, from, limits, &mut sink)?;
    let mut document = sink.finish();
    document.provenance.loaded.get_or_insert_with(now);
    Ok(document)
}

fn load_into(
    source: &Source,
    from: Option<&str>,
    limits: Limits,
    sink: &mut dyn Sink,
) -> Result<()> {
    if let Source::Several { name, parts, named } = source {
        return load_several(name, parts, *named, from, limits, sink);
    }
    let name = &source.name();
    let mut opened = source.open(limits)?;
    let stream = Stream::open(&mut opened.bytes).with_context(|| format!("cannot read {name}"))?;
    let read = load_stream(&Input { name, limits, ..Input::default() }, stream, from, sink);
    let cut = opened.cut();
    if let (Err(_), Some(what)) = (&read, &cut) {
        // What broke off for this reason is not broken.
        return read.context(what.clone());
    }
    read?;
    for what in opened.complaint().into_iter().chain(cut) {
        sink.warning(what);
    }
    Ok(())
}

/// Loads each of `parts`, and hands on what they are together. The first is shown as it is while the
/// others are read.
fn load_several(
    name: &str,
    parts: &[Source],
    named: bool,
    from: Option<&str>,
    limits: Limits,
    sink: &mut dyn Sink,
) -> Result<()> {
    let mut documents = Vec::new();
    let mut notes = Notes::default();
    let mut unread = 0_usize;
    let mut failure = None;
    let mut before = 0;
    for (number, part) in parts.iter().enumerate() {
        let limits = Limits { input: limits.input.saturating_sub(before), ..limits };
        if limits.input == 0 {
            let left = match parts.len() - number {
                1 => "the last file is".to_owned(),
                many => format!("the last {many} files are"),
            };
            notes.failures.push(format!("{left} left out: limits.input is reached before"));
            break;
        }
        let mut one = One { collector: Collector::default(), outer: sink, before };
        let outcome = load_into(part, from, limits, &mut one);
        let mut document = one.collector.into_document();
        before += part.length().unwrap_or(0);
        if sink.stopped() {
            return Ok(());
        }
        let is_empty = is_empty(&document);
        if let Err(error) = outcome {
            // A folder may hold anything; what was read in part is told of in any case.
            if named || !is_empty {
                notes.failures.push(one_line(&error));
            } else {
                unread += 1;
            }
            failure.get_or_insert(error);
        } else if !named && is_no_text(part, &document) {
            unread += 1;
            continue;
        }
        for warning in std::mem::take(&mut document.provenance.warnings) {
            notes.add(warning, part);
        }
        if is_empty {
            continue;
        }
        if documents.is_empty() {
            sink.article(document.article.clone());
            if sink.wants(document.thread.len()) {
                sink.thread(document.thread.clone());
            }
        }
        documents.push(document);
    }
    if documents.is_empty() {
        return Err(failure.unwrap_or_else(|| anyhow!("{name} holds nothing that can be read")));
    }
    if unread > 0 {
        let files = if unread == 1 { "1 file".to_owned() } else { format!("{unread} files") };
        let what = format!("{files} in {name} could not be read as anything that is known");
        notes.failures.push(what);
    }
    let Document { article, thread, mut provenance } = merge(documents);
    let declared = provenance.declared.take();
    sink.provenance(provenance);
    if let Some(declared) = declared {
        sink.declared(declared);
    }
    sink.article(article);
    sink.thread(thread);
    notes.hand_over(sink);
    Ok(())
}

fn is_empty(document: &Document) -> bool {
    let Document { article, thread, .. } = document;
    article.title.is_none() && article.blocks.is_empty() && thread.is_empty()
}

/// Whether a file of a folder was only read as text for want of anything better: a script, a style.
fn is_no_text(part: &Source, document: &Document) -> bool {
    let Some(plain) = LOADERS.iter().find(|loader| loader.name == "plain") else { return false };
    let name = part.name();
    let file = name.rsplit('/').next().unwrap_or_default();
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    document.provenance.loader == plain.name
        && extension.is_some_and(|extension| !plain.extensions.contains(&extension.as_str()))
}

/// What there is to say of several sources: what could not be read first, then what was noted of
/// each, and what of several only once.
#[derive(Debug, Default)]
struct Notes {
    failures: Vec<String>,
    /// A sentence, the source that it was first said of, and of how many.
    said: Vec<(String, String, usize)>,
    places: HashMap<String, usize>,
}

impl Notes {
    fn add(&mut self, what: String, part: &Source) {
        if let Some(&at) = self.places.get(&what) {
            if let Some((.., count)) = self.said.get_mut(at) {
                *count += 1;
            }
        } else {
            self.places.insert(what.clone(), self.said.len());
            self.said.push((what, part.name(), 1));
        }
    }

    fn hand_over(self, sink: &mut dyn Sink) {
        for failure in self.failures {
            sink.warning(failure);
        }
        for (what, part, count) in self.said {
            sink.warning(match count {
                1 => format!("{part}: {what}"),
                _ => format!("{what} (in {count} files)"),
            });
        }
    }
}

/// One of several sources on its way.
struct One<'s> {
    collector: Collector,
    outer: &'s mut dyn Sink,
    /// How many bytes were read before it.
    before: u64,
}

impl Sink for One<'_> {
    fn article(&mut self, article: Article) {
        self.collector.article(article);
    }

    fn thread(&mut self, thread: Thread) {
        self.collector.thread(thread);
    }

    fn provenance(&mut self, provenance: Provenance) {
        self.collector.provenance(provenance);
    }

    fn declared(&mut self, comments: u64) {
        self.collector.declared(comments);
    }

    fn warning(&mut self, what: String) {
        self.collector.warning(what);
    }

    fn progress(&mut self, bytes: u64) {
        self.outer.progress(self.before + bytes);
    }

    fn stopped(&self) -> bool {
        self.outer.stopped()
    }
}

/// A loading thread; stops at the next comment when this is dropped.
#[derive(Debug)]
pub(super) struct Worker {
    stop: Arc<AtomicBool>,
}

impl Worker {
    /// Loads `source` on a new thread, which sends the pieces to `sender`.
    pub(super) fn start(
        source: Source,
        from: Option<String>,
        limits: Limits,
        folder: Option<Folder>,
        sender: Sender<Message>,
    ) -> Worker {
        let stop = Arc::new(AtomicBool::new(false));
        let mut channel = Channel {
            sender,
            stop: Arc::clone(&stop),
            folder,
            length: source.length(),
            sent: 0,
            sent_at: Instant::now(),
            told_at: Instant::now(),
        };
        thread::spawn(move || {
            let name = source.name();
            let work = || load_into(&source, from.as_deref(), limits, &mut channel);
            // A loader must not panic; if one does, that is the end of it and not of the reader.
            let end = match panic::catch_unwind(AssertUnwindSafe(work)) {
                Ok(Ok(())) => Load::Done,
                Ok(Err(error)) => Load::Failed(one_line(&error)),
                Err(_) => Load::Failed(format!("{name} made the loader fail")),
            };
            channel.send(end);
        });
        Worker { stop }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// A sink at the other end of which the reader sits.
struct Channel {
    sender: Sender<Message>,
    stop: Arc<AtomicBool>,
    /// Where the pictures of its article lie.
    folder: Option<Folder>,
    /// How many bytes the source has, if that is known.
    length: Option<u64>,
    /// How many comments were sent last, and when.
    sent: usize,
    sent_at: Instant,
    /// When was told last how far the loading is.
    told_at: Instant,
}

impl Channel {
    fn send(&self, piece: Load) {
        // A reader that is gone has set `stop` as well.
        let _ = self.sender.send(Message::Load(piece));
    }

    /// Sends the pictures before the text, so that this has its final places at once.
    fn send_pictures(&self, article: &Article) {
        let pictures = pictures::find(article, self.folder.as_ref());
        if !pictures.is_empty() {
            self.send(Load::Pictures(pictures));
        }
    }
}

impl Sink for Channel {
    fn beginning(&mut self, article: Article, words: usize) {
        self.send_pictures(&article);
        self.send(Load::Beginning(Box::new(article), words));
    }

    fn article(&mut self, article: Article) {
        self.send_pictures(&article);
        self.send(Load::Article(Box::new(article)));
    }

    fn thread(&mut self, thread: Thread) {
        self.sent = thread.len();
        self.sent_at = Instant::now();
        self.send(Load::Thread(Box::new(thread)));
    }

    fn wants(&self, comments: usize) -> bool {
        comments >= self.sent * 2 || self.sent_at.elapsed() > SLOW
    }

    fn progress(&mut self, bytes: u64) {
        if self.told_at.elapsed() > TICK {
            self.told_at = Instant::now();
            self.send(Load::Progress(bytes, self.length));
        }
    }

    fn provenance(&mut self, mut provenance: Provenance) {
        provenance.loaded.get_or_insert_with(now);
        if provenance.loader == PACKED {
            self.folder = None;
        }
        self.send(Load::Provenance(Box::new(provenance)));
    }

    fn declared(&mut self, comments: u64) {
        self.send(Load::Declared(comments));
    }

    fn warning(&mut self, what: String) {
        self.send(Load::Warning(what));
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
