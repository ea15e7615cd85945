//! Runs the targets on stable Rust, without libFuzzer: `drive short`, `drive fixed`,
//! `drive growth`, `drive replay`.
//!
//! For CI, and for a machine that has no C++ compiler. It is built with counters of its own
//! (`tests/fuzz/run` knows the flags), is led by them to what takes new ways, and counts with them
//! how costs grow.

mod counters;
mod growth;
mod mutate;
mod short;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use short::{Keep, Report, Until};
use sidenote_fuzz::{Target, seeds, target, targets};

const USAGE: &str =
    "usage: drive short [TIMES [TARGET...]]  every target, so often for each unit of its weight
       drive fixed [TIMES [TARGET...]]  the same, not led by coverage: the same inputs each time
       drive long SECONDS TARGET FOLDER  one target for so long, with what is kept in a folder
       drive growth [PART]            how costs grow with the input
       drive replay TARGET FILE...    inputs again
       drive targets                  their names, weights and dictionaries
       drive seeds TARGET FOLDER      what it begins with, as files";

/// How often a target runs for each unit of its weight, if nobody says.
const TIMES: u64 = 200;
/// As much as the thread has on which the program loads.
const STACK: usize = 2 << 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let run = move || {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["short", rest @ ..] => short(rest, Keep::New),
            ["fixed", rest @ ..] => short(rest, Keep::Some),
            ["long", seconds, name, corpus] => long(seconds, name, Path::new(corpus)),
            ["growth", rest @ ..] => growth_of(rest.first().copied().unwrap_or_default()),
            ["replay", name, files @ ..] => replay(name, files),
            ["targets"] => list(),
            ["seeds", name, folder] => write_seeds(name, Path::new(folder)),
            _ => {
                println!("{USAGE}");
                false
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(true)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn short(arguments: &[&str], keep: Keep) -> bool {
    let times: u64 = arguments.first().and_then(|word| word.parse().ok()).unwrap_or(TIMES);
    let names = arguments.get(1..).unwrap_or_default();
    let chosen: Vec<Target> = match names {
        [] => targets(),
        names => names.iter().filter_map(|name| target(name)).collect(),
    };
    let findings = findings();
    short::watch(&findings);
    let (mut executions, mut found) = (0, 0);
    for target in &chosen {
        let until = Until::Times(times * u64::from(target.weight));
        let report = short::fuzz(target, until, keep, None, &findings);
        say(target, &report);
        executions += report.executions;
        found += report.findings.len();
    }
    let guided = match keep {
        Keep::New if counters::are_there() => "led by coverage",
        Keep::New => "blind: no counters",
        Keep::Some => "the same each time",
    };
    println!("{} targets, {executions} executions, {guided}, {found} findings", chosen.len());
    found == 0
}

fn long(seconds: &str, name: &str, corpus: &Path) -> bool {
    let (Ok(seconds), Some(target)) = (seconds.parse(), target(name)) else {
        println!("{USAGE}");
        return false;
    };
    let findings = findings();
    short::watch(&findings);
    let until = Until::Then(Instant::now() + Duration::from_secs(seconds));
    let report = short::fuzz(&target, until, Keep::New, Some(corpus), &findings);
    say(&target, &report);
    report.findings.is_empty()
}

fn say(target: &Target, report: &Report) {
    println!(
        "{:24} {:8} executions {:6} edges {:5} kept {} findings",
        target.name(),
        report.executions,
        report.edges,
        report.corpus,
        report.findings.len()
    );
    for (path, said) in &report.findings {
        println!("  {}\n    {}", path.display(), said.replace('\n', "\n    "));
    }
}

fn growth_of(only: &str) -> bool {
    let start = Instant::now();
    let mut kinds = 0;
    let faults = growth::growth(only, &mut |name, growth| {
        kinds += growth.kinds;
        println!("{name:24} {:5} kinds of input", growth.kinds);
        growth.faults.iter().for_each(|fault| println!("  too steep: {fault}"));
    });
    if !counters::are_there() {
        println!("nothing is counted: this is built without counters, see tests/fuzz/README.md");
        return false;
    }
    println!("{kinds} kinds of input, {faults} too steep, {:?}", start.elapsed());
    faults == 0
}

fn replay(name: &str, files: &[&str]) -> bool {
    let Some(target) = target(name) else {
        println!("{name} is no target");
        return false;
    };
    for file in files {
        match std::fs::read(file) {
            Ok(data) => {
                let cost = counters::cost_of(|| target.run(&data));
                println!("{file}: {} steps, {} bytes asked for", cost.steps, cost.bytes);
            }
            Err(error) => println!("{file}: {error}"),
        }
    }
    true
}

fn list() -> bool {
    for target in targets() {
        println!("{} {} {}", target.name(), target.weight, target.dictionary().display());
    }
    true
}

fn write_seeds(name: &str, folder: &Path) -> bool {
    let Some(target) = target(name) else { return false };
    seeds(&target).into_iter().enumerate().all(|(at, (name, data))| {
        std::fs::write(folder.join(format!("seed-{at}-{name}")), data).is_ok()
    })
}

/// Where findings go: beside what the build makes.
fn findings() -> PathBuf {
    sidenote_fuzz::folder().join("../../target/fuzz/findings")
}
