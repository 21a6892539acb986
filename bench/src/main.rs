//! `make bench`: how fast the server is, told as ratios to reference programs on the same machine
//! in the same run.

mod accounts;
mod child;
mod compare;
mod feed;
mod groups;
mod http;
mod load;
mod machine;
mod process;
mod programme;
mod report;
mod server;
mod sides;
mod sign_in;
mod stats;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Parser;

use crate::compare::Plan;
use crate::groups::{Bench, GROUPS};
use crate::report::Report;

/// Rewards of an inviter that has many, in a run and in a smoke run.
const MANY: u64 = 1_000_000;
const QUICK_MANY: u64 = 20_000;

/// Measures the server against reference programs, both sides alternately.
#[derive(Parser)]
struct Arguments {
    /// Run only groups whose name contains one of these words.
    groups: Vec<String>,
    /// A smoke run of about a minute; its figures mean little.
    #[arg(long)]
    quick: bool,
    /// Rounds of every comparison; each measures every side once.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Length of one measurement.
    #[arg(long, default_value_t = 4.0)]
    seconds: f64,
    /// Where databases go while the bench runs: a disk, never memory.
    #[arg(long)]
    folder: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let start = Instant::now();
    let folder = Folder::create(arguments.folder.as_deref())?;
    let mut report = Report::default();
    describe_machine(&mut report, &folder.0)?;
    let postgres = std::env::var("TRIPORT_TEST_POSTGRES_URL").ok();
    let mut bench = Bench {
        plan: arguments.plan(),
        folder: &folder.0,
        postgres: postgres.as_deref(),
        many_rewards: if arguments.quick { QUICK_MANY } else { MANY },
        report: &mut report,
    };
    for (name, run) in GROUPS.iter().filter(|(name, _)| arguments.wants(name)) {
        say(&format!("{name}:"));
        run(&mut bench).with_context(|| format!("the group {name}"))?;
    }
    let plan = bench.plan;
    let took = start.elapsed().as_secs();
    let run = format!("{} rounds of {:?} per side, {took} s", plan.rounds, plan.measure);
    report.figure("run", run, "");
    report.figure("load average of the machine at the end", machine::load_average(), "");
    print(&report.markdown()?);
    Ok(())
}

impl Arguments {
    fn plan(&self) -> Plan {
        if self.quick {
            let (warm_up, measure) = (Duration::from_millis(300), Duration::from_secs(1));
            return Plan { rounds: 2, warm_up, measure };
        }
        let measure = Duration::from_secs_f64(self.seconds.clamp(0.5, 60.0));
        Plan { rounds: self.rounds.max(1), warm_up: Duration::from_secs(1), measure }
    }

    fn wants(&self, name: &str) -> bool {
        self.groups.is_empty() || self.groups.iter().any(|word| name.contains(word))
    }
}

fn describe_machine(report: &mut Report, folder: &Path) -> anyhow::Result<()> {
    let kind = machine::require_disk(folder)?;
    let (median, worst) = machine::sync_latency(folder)?;
    report.figure("machine", machine::describe(), "");
    let value = format!("{kind}; {median:.1?} median, {worst:.1?} p99");
    report.figure("disk, 4 KiB write + fdatasync", value, "");
    report.figure("load average of the machine at the start", machine::load_average(), "");
    Ok(())
}

/// The files of one run, removed at its end.
struct Folder(PathBuf);

impl Folder {
    /// Below the folder asked for, or in `bench` beside the build.
    fn create(parent: Option<&Path>) -> anyhow::Result<Self> {
        let program = std::env::current_exe()?;
        let target = program.ancestors().nth(2).context("where the bench was built")?;
        let parent = parent.map_or_else(|| target.join("bench"), Path::to_path_buf);
        let folder = parent.join(format!("run-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left over if somebody else holds a file in it; `cargo clean` removes it too.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Tells the person who waits how far the bench is.
#[expect(clippy::print_stderr, reason = "progress of a program that runs for minutes")]
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}

/// The result.
#[expect(clippy::print_stdout, reason = "this is what a bench is run for")]
fn print(text: &str) {
    println!("{text}");
}
