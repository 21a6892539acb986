//! The machine the figures belong to.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::stats::{Latencies, latencies};

/// Writes of the loop that measures the disk.
const SYNCED_WRITES: u64 = 300;
/// The size of one, in bytes: a page of either database's log.
const WRITE_BYTES: usize = 4_096;

/// Cores, kernel and processor in one line.
pub(crate) fn describe() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let kernel = read("/proc/sys/kernel/osrelease");
    let cpuinfo = read("/proc/cpuinfo");
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, name)| name);
    format!("{cores} cores ({model}), Linux {}", kernel.trim())
}

/// The load average of the last minute: above zero, somebody else works here too.
pub(crate) fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("unknown").to_owned()
}

/// The kind of the file system that holds a folder. A memory file system is refused: a commit
/// there costs nothing, and every figure would be wrong.
pub(crate) fn require_disk(folder: &Path) -> anyhow::Result<String> {
    let folder = fs::canonicalize(folder)?;
    let mounts = fs::read_to_string("/proc/self/mountinfo")?;
    let kind = mounts.lines().filter_map(mounted).filter(|(point, _)| folder.starts_with(point));
    let kind = kind.max_by_key(|(point, _)| point.len()).map_or("unknown", |(_, kind)| kind);
    if matches!(kind, "tmpfs" | "ramfs") {
        bail!("{} is in memory ({kind}); the bench needs a disk", folder.display());
    }
    Ok(kind.to_owned())
}

/// Mount point and kind of file system of a line of `/proc/self/mountinfo` (proc(5)).
fn mounted(line: &str) -> Option<(&str, &str)> {
    let (left, right) = line.split_once(" - ")?;
    Some((left.split(' ').nth(4)?, right.split(' ').next()?))
}

/// How long a write of 4 KiB takes until it is on the disk.
pub(crate) fn sync_latency(folder: &Path) -> anyhow::Result<(Duration, Duration)> {
    let path = folder.join("sync-latency");
    let file = File::create(&path)?;
    let mut taken: Latencies = latencies()?;
    for round in 0..SYNCED_WRITES {
        let start = Instant::now();
        file.write_all_at(&[0xa5; WRITE_BYTES], round * WRITE_BYTES as u64)?;
        file.sync_data()?;
        taken.saturating_record(u64::try_from(start.elapsed().as_micros())?);
    }
    fs::remove_file(path)?;
    let at = |quantile| Duration::from_micros(taken.value_at_quantile(quantile));
    Ok((at(0.5), at(0.99)))
}
