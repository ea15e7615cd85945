//! Runs a target from its seeds on: so many times, or for so long.

use std::collections::HashSet;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use sidenote_fuzz::{Choices, Target, seeds};

use super::counters;
use super::mutate::{mutated, words};

/// The longest input, in bytes.
const MOST: usize = 16 * 1024;
/// The longest input of a long run is one of this and its first doublings. Small ones are chosen more
/// often: they run faster, and most faults need no more.
const LEAST: usize = 256;
const DOUBLINGS: usize = 7;
/// An execution that takes longer of a processor hangs.
const HANG: Duration = Duration::from_secs(30);

/// Which inputs are kept, to be changed further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Those that took a new way. What is new differs from run to run, as the hashes of the standard
    /// library's maps do.
    New,
    /// One in [`KEPT`], by number: the same inputs run each time and everywhere.
    Some,
}

/// One of so many is kept where coverage does not lead.
const KEPT: usize = 4;

/// What came of a target.
#[derive(Debug, Default)]
pub struct Report {
    /// How many executions.
    pub executions: u64,
    /// How many edges were taken in all.
    pub edges: usize,
    /// How many inputs are kept.
    pub corpus: usize,
    /// The inputs that found a fault, and what it says of itself.
    pub findings: Vec<(PathBuf, String)>,
}

/// What runs now, for whoever watches the clock.
static RUNNING: Mutex<Option<(Instant, String, Vec<u8>)>> = Mutex::new(None);
/// What was said by the last panic.
static SAID: Mutex<String> = Mutex::new(String::new());

/// Keeps what panics say, instead of printing it, and ends a run that hangs.
pub fn watch(findings: &Path) {
    panic::set_hook(Box::new(|info| {
        if let Ok(mut said) = SAID.lock() {
            *said = info.to_string();
        }
    }));
    let findings = findings.to_owned();
    std::thread::spawn(move || {
        let mut last: Option<(Instant, Duration)> = None;
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let running = RUNNING.lock().ok().and_then(|running| running.clone());
            let Some((since, name, data)) = running else { continue };
            let now = busy();
            let start = last.filter(|(known, _)| *known == since).map_or(now, |(_, start)| start);
            last = Some((since, start));
            if now.saturating_sub(start) > HANG {
                let path = keep(&findings, &name, &data);
                println!("{name} hangs since {:?} on {}", since.elapsed(), path.display());
                std::process::exit(1);
            }
        }
    });
}

/// How long this process has had a processor: a machine that others keep busy makes nothing hang. Where
/// the system does not say, the time since a first call.
fn busy() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let times = tasks.filter_map(|task| {
        let said = fs::read_to_string(task.path().join("schedstat")).ok()?;
        said.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    });
    match times.sum() {
        Duration::ZERO => START.elapsed(),
        busy => busy,
    }
}

fn keep(findings: &Path, name: &str, data: &[u8]) -> PathBuf {
    let path = findings.join(name).join(name_of(data));
    write(&path, data);
    path
}

fn name_of(data: &[u8]) -> String {
    format!("{:016x}", Choices::of(data).number())
}

fn write(path: &Path, data: &[u8]) {
    let folder = path.parent().unwrap_or(path);
    if let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::write(path, data)) {
        println!("cannot write {}: {error}", path.display());
    }
}

/// The inputs that earlier runs kept; none where there is no such folder.
fn kept_in(folder: &Path) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| fs::read(entry.path()).ok()).collect()
}

/// Nanoseconds of the clock.
fn now() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}

/// How long a target runs.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// So many executions after the seeds.
    Times(u64),
    /// Until then, from a start that differs from run to run.
    Then(Instant),
}

/// Runs `target` on its seeds and on the inputs in the folder `corpus`, and then on changes of them.
/// What is kept goes into that folder.
pub fn fuzz(
    target: &Target,
    until: Until,
    keep: Keep,
    corpus: Option<&Path>,
    findings: &Path,
) -> Report {
    let mut run = Run {
        target,
        findings,
        report: Report::default(),
        seen: vec![0; counters::MOST],
        said: HashSet::new(),
        room: Vec::new(),
    };
    let words = words(&target.dictionary());
    let (mut choices, most) = match until {
        Until::Times(_) => (Choices::seeded(1), MOST),
        Until::Then(_) => {
            let mut choices = Choices::of(&now().to_le_bytes());
            let most = LEAST << choices.below(DOUBLINGS).min(choices.below(DOUBLINGS));
            (choices, most)
        }
    };
    let mut inputs: Vec<Vec<u8>> = Vec::new();
    for (_, mut data) in seeds(target) {
        data.truncate(most);
        run.once(&data);
        inputs.push(data);
    }
    for data in corpus.map(kept_in).unwrap_or_default() {
        if data.len() <= most && run.once(&data) {
            inputs.push(data);
        }
    }
    for times in 0.. {
        let is_over = match until {
            Until::Times(most) => times >= most,
            Until::Then(end) => Instant::now() >= end,
        };
        if is_over {
            break;
        }
        // What took a new way lately is tried more often.
        let late = inputs.len() - 1 - choices.below(inputs.len()).min(choices.below(inputs.len()));
        let parent = &inputs[late];
        let other = choices.one(&inputs);
        let data = mutated(parent, other, &words, most, &mut choices);
        let is_new = run.once(&data);
        let is_kept = match keep {
            Keep::New => is_new,
            Keep::Some => choices.below(KEPT) == 0,
        };
        if is_kept {
            if let Some(corpus) = corpus {
                write(&corpus.join(name_of(&data)), &data);
            }
            inputs.push(data);
        }
    }
    run.report.corpus = inputs.len();
    run.report
}

struct Run<'a> {
    target: &'a Target,
    findings: &'a Path,
    report: Report,
    /// For each edge the magnitudes of how often it was taken, a bit each.
    seen: Vec<u8>,
    /// The places of the faults found, so that each is kept once.
    said: HashSet<String>,
    /// For the edges taken.
    room: Vec<u32>,
}

impl Run<'_> {
    /// One execution; says whether it took a way that none took before.
    fn once(&mut self, data: &[u8]) -> bool {
        if let Ok(mut running) = RUNNING.lock() {
            *running = Some((Instant::now(), self.target.name(), data.to_vec()));
        }
        counters::taken(&mut self.room);
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| self.target.run(data)));
        let mut room = std::mem::take(&mut self.room);
        let is_new = self.note(counters::taken(&mut room));
        self.room = room;
        self.report.executions += 1;
        if outcome.is_err() {
            let said = SAID.lock().map(|said| said.clone()).unwrap_or_default();
            let place = said.lines().next().unwrap_or_default().to_owned();
            if self.said.insert(place) {
                let path = keep(self.findings, &self.target.name(), data);
                self.report.findings.push((path, said));
            }
            return false;
        }
        is_new
    }

    /// Notes which edges were taken; says whether any is new, or was never taken so often.
    fn note(&mut self, taken: &[u32]) -> bool {
        let mut is_new = false;
        for edge in taken {
            let (edge, times) = (edge >> 8, (edge & 0xFF).max(1));
            let Some(seen) = self.seen.get_mut(edge as usize) else { continue };
            let magnitude = 1 << times.ilog2();
            if *seen & magnitude == 0 {
                is_new = true;
                self.report.edges += usize::from(*seen == 0);
                *seen |= magnitude;
            }
        }
        is_new
    }
}
