//! Pictures: found when a page is read, made for the terminal when they come into sight.
//!
//! Reading, decoding and encoding happen on a thread of its own, one picture after another, and only
//! for what is on the screen. Until a picture is there its rows are empty, its caption below them.

mod ask;
mod decode;
mod files;
mod inline;
mod print;

use std::collections::{HashMap, HashSet};
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use ratatui::layout::Size;
use ratatui::style::Color;

use super::reader::Message;
use crate::app::{App, Graphics};
use crate::layout::{Pixels, Print};
use crate::limits::MAX_PICTURES;
use crate::model::{Article, Content};
use crate::ui::Gallery;

pub(super) use ask::{ask, cell_size, is_named};
pub(super) use files::Folder;
pub(super) use print::{Means, PART, StripBytes};

/// How many pictures are kept besides those in sight: going back to one costs nothing.
const KEPT: usize = 12;
/// The longest part of an address that is said.
const MAX_SAID: usize = 60;

/// The pictures of `article` that can be had, and their sizes. Reads the beginnings of files.
pub(super) fn find(article: &Article, folder: Option<&Folder>) -> Vec<(String, Pixels)> {
    let addresses = article.blocks.iter().filter_map(|block| match &block.content {
        Content::Figure { image, .. } => Some(image),
        _ => None,
    });
    let mut seen = HashSet::new();
    let addresses = addresses.filter(|address| seen.insert(*address)).take(MAX_PICTURES);
    let size = |address: &String| {
        let bytes = folder?.open(address)?;
        decode::size(bytes).ok().filter(|size| size.is_seen())
    };
    addresses.filter_map(|address| Some((address.clone(), size(address)?))).collect()
}

/// A picture that is to be made.
#[derive(Clone, Debug)]
struct Job {
    address: String,
    size: (u16, u16),
    means: Means,
    cell: Pixels,
    number: u32,
}

/// A picture that was made, or could not be.
#[derive(Debug)]
pub(super) struct Made {
    job: Job,
    printed: Result<print::Printed, String>,
}

/// Makes pictures, and keeps those that were made.
pub(super) struct Studio {
    folder: Option<Folder>,
    sender: Sender<Message>,
    /// The thread that makes them, once there is anything to make.
    jobs: Option<Sender<Vec<Job>>>,
    /// What it was asked for last.
    asked: HashSet<Print>,
    /// What the terminal can; none before it was asked.
    means: Option<(Means, Pixels)>,
    /// How many pictures were asked for.
    count: u32,
    /// The numbers of the pictures that are there, and whether the terminal has them.
    numbers: HashMap<Print, (u32, bool)>,
    pub(super) gallery: Gallery,
    /// What cells of these colours are drawn with.
    pub(super) strips: HashMap<Color, StripBytes>,
}

impl Studio {
    /// One that reads pictures from `folder`, and tells `sender` when one is there.
    pub(super) fn new(folder: Option<Folder>, sender: Sender<Message>) -> Studio {
        Studio {
            folder,
            sender,
            jobs: None,
            asked: HashSet::new(),
            means: None,
            // Another number than that of a picture that another program has left.
            count: std::process::id(),
            numbers: HashMap::new(),
            gallery: Gallery::default(),
            strips: HashMap::new(),
        }
    }

    /// Whether there may be pictures, and it is not known how to show them.
    pub(super) fn may_come_to_know(&self) -> bool {
        self.folder.is_some() && self.means.is_none()
    }

    /// Takes what the terminal can, and says it as the reader needs to know it.
    pub(super) fn learn(&mut self, means: Means, cell: Pixels) -> Graphics {
        self.means = Some((means, cell));
        match means {
            Means::Blocks => Graphics::Blocks(cell),
            _ => Graphics::Real(cell),
        }
    }

    /// Takes another size of cells, as terminals have where letters are made larger; what is to be
    /// told to the reader, if that is new.
    pub(super) fn learn_cell(&mut self, cell: Pixels) -> Option<Graphics> {
        let (means, before) = self.means?;
        (means != Means::Blocks && before != cell).then(|| {
            self.gallery.keep(|_| false);
            self.learn(means, cell)
        })
    }

    /// Asks for the pictures in sight that are not there, and drops what was made long ago. Returns
    /// what the terminal is to be told of these.
    pub(super) fn attend(&mut self, app: &App) -> Vec<u8> {
        let Some((means, cell)) = self.means else { return Vec::new() };
        let strips = app.reader().visible().iter().filter_map(|line| line.row()?.picture.as_ref());
        let seen: HashSet<&Print> = strips.map(|strip| &*strip.print).collect();
        let missing: Vec<Print> = seen
            .iter()
            .filter(|print| !self.gallery.has(print))
            .map(|&print| print.clone())
            .collect();
        if missing.iter().any(|print| !self.asked.contains(print)) {
            let jobs = missing.iter().map(|print| self.job(print, means, cell)).collect();
            self.asked = missing.into_iter().collect();
            self.start(jobs);
        }
        if self.gallery.len() <= seen.len() + KEPT {
            return Vec::new();
        }
        self.gallery.keep(|print| seen.contains(print));
        self.tidy()
    }

    fn job(&mut self, print: &Print, means: Means, cell: Pixels) -> Job {
        // 16 bits, and not 0.
        self.count = self.count % 0xFFFF + 1;
        let size = (print.columns, print.rows);
        Job { address: print.address.to_string(), size, means, cell, number: self.count }
    }

    fn start(&mut self, jobs: Vec<Job>) {
        let (folder, sender) = (self.folder.clone(), self.sender.clone());
        let thread = self.jobs.get_or_insert_with(|| {
            let (jobs, receiver) = mpsc::channel();
            thread::spawn(move || make(&receiver, &sender, folder.as_ref()));
            jobs
        });
        // A thread that is gone makes no pictures any more; their captions stay.
        let _ = thread.send(jobs);
    }

    /// Takes a picture that was made. Returns what the terminal must be sent for it.
    ///
    /// # Errors
    /// The address of one that could not be made, and why, a sentence.
    pub(super) fn take(&mut self, made: Made) -> Result<Vec<u8>, (String, String)> {
        let Made { job, printed } = made;
        let (columns, rows) = job.size;
        let print = Print { address: job.address.as_str().into(), columns, rows };
        self.asked.remove(&print);
        let printed = printed.map_err(|why| (job.address, why))?;
        // Made twice, or for a terminal that has other cells now.
        if self.gallery.has(&print) || self.means != Some((job.means, job.cell)) {
            return Ok(Vec::new());
        }
        self.numbers.insert(print.clone(), (job.number, !printed.sent.is_empty()));
        self.strips.extend(printed.strips);
        self.gallery.hang(print, printed.cells);
        Ok(printed.sent)
    }

    /// Forgets all that was made: the terminal has been another program's.
    pub(super) fn clear(&mut self) -> Vec<u8> {
        self.gallery.keep(|_| false);
        self.asked.clear();
        self.tidy()
    }

    /// Drops what belongs to no picture any more. Returns what makes the terminal do so.
    fn tidy(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (_, (number, is_sent)) in self.numbers.extract_if(|print, _| !self.gallery.has(print)) {
            if is_sent {
                bytes.extend(print::forget(number));
            }
            self.strips.retain(|&color, _| print::number(color) != number);
        }
        bytes
    }
}

/// Makes pictures as long as somebody asks for them; of what is asked for meanwhile, the last.
fn make(jobs: &Receiver<Vec<Job>>, sender: &Sender<Message>, folder: Option<&Folder>) {
    let mut waiting = Vec::new();
    loop {
        if waiting.is_empty() {
            let Ok(next) = jobs.recv() else { return };
            waiting = next;
        }
        if let Some(latest) = jobs.try_iter().last() {
            waiting = latest;
        }
        let Some(job) = waiting.pop() else { continue };
        // A decoder must not panic; if one does, there is a caption.
        let work = AssertUnwindSafe(|| one(&job, folder));
        let printed = panic::catch_unwind(work).unwrap_or_else(|_| Err("it is broken".to_owned()));
        let printed = printed.map_err(|why| format!("no picture {}: {why}", said(&job.address)));
        if sender.send(Message::Picture(Box::new(Made { job, printed }))).is_err() {
            return;
        }
    }
}

fn one(job: &Job, folder: Option<&Folder>) -> Result<print::Printed, String> {
    let bytes = folder.and_then(|folder| folder.open(&job.address));
    let bytes = bytes.ok_or_else(|| "it is gone".to_owned())?;
    let picture = decode::picture(bytes).map_err(|error| error.to_string())?;
    let size = Size::new(job.size.0, job.size.1);
    let printed = print::print(&picture, size, job.means, job.cell, job.number);
    printed.map_err(|error| crate::text::clean_line(&error.to_string()))
}

/// The end of an address, which names the file.
fn said(address: &str) -> String {
    let name = address.rsplit('/').next().unwrap_or_default();
    crate::text::clip(&crate::text::clean_line(name), MAX_SAID).to_owned()
}
