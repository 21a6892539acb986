//! What the kernel says about a process, read from `/proc`.

use std::fs;
use std::time::Duration;

use anyhow::Context;

/// Clock ticks per second in `/proc/PID/stat`; a constant of the kernel's interface on every
/// architecture this runs on.
const TICKS_PER_SECOND: u64 = 100;

/// The memory of a process, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    /// Resident now.
    pub(crate) resident_bytes: u64,
    /// The most that ever was resident.
    pub(crate) peak_bytes: u64,
}

/// CPU time of a process with all its threads, in user and kernel mode.
pub(crate) fn cpu_time(pid: u32) -> anyhow::Result<Duration> {
    Ok(Duration::from_millis(ticks(&stat(pid)?, 2)? * 1_000 / TICKS_PER_SECOND))
}

/// CPU time of a process and its children, those that have ended included: of a PostgreSQL server,
/// whose connections are processes.
pub(crate) fn family_cpu_time(pid: u32) -> anyhow::Result<Duration> {
    let mut ticks = ticks(&stat(pid)?, 4)?;
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(child) = name.to_str().and_then(|name| name.parse().ok()) else { continue };
        // It may have ended since the folder was read.
        let Ok(fields) = stat(child) else { continue };
        if parent(&fields)? == pid {
            ticks += self::ticks(&fields, 2)?;
        }
    }
    Ok(Duration::from_millis(ticks * 1_000 / TICKS_PER_SECOND))
}

/// The process that started another one.
pub(crate) fn parent_of(pid: u32) -> anyhow::Result<u32> {
    parent(&stat(pid)?)
}

/// What `/proc/PID/stat` says after the name, which stands in parentheses and may hold spaces.
fn stat(pid: u32) -> anyhow::Result<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))
        .with_context(|| format!("process {pid} is gone"))?;
    let (_, after_name) = stat.rsplit_once(')').context("the form of /proc/PID/stat")?;
    Ok(after_name.split_whitespace().map(str::to_owned).collect())
}

fn parent(fields: &[String]) -> anyhow::Result<u32> {
    Ok(fields.get(1).context("the form of /proc/PID/stat")?.parse()?)
}

/// The first so many of user and kernel time, then the same of children that have ended.
fn ticks(fields: &[String], kinds: usize) -> anyhow::Result<u64> {
    let ticks = fields.iter().skip(11).take(kinds).map(|field| field.parse::<u64>());
    Ok(ticks.sum::<Result<u64, _>>()?)
}

/// CPU time of the calling thread.
pub(crate) fn thread_cpu_time() -> anyhow::Result<Duration> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = stat.split_whitespace().next().context("the form of /proc/PID/schedstat")?;
    Ok(Duration::from_nanos(nanos.parse()?))
}

/// The memory of a process.
pub(crate) fn memory(pid: u32) -> anyhow::Result<Memory> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))
        .with_context(|| format!("process {pid} is gone"))?;
    let field = |name: &str| -> anyhow::Result<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.and_then(|rest| rest.split_whitespace().next());
        Ok(kib.with_context(|| format!("no {name} in /proc/PID/status"))?.parse::<u64>()? * 1_024)
    };
    Ok(Memory { resident_bytes: field("VmRSS:")?, peak_bytes: field("VmHWM:")? })
}
