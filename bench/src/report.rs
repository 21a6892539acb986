//! The table at the end, as Markdown that can be pasted into a note.

use std::fmt::Write as _;

use crate::compare::Measured;
use crate::stats::{Rounds, float};

/// What a ratio should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Target {
    /// At least that much.
    AtLeast(f64),
    /// At most that much.
    AtMost(f64),
    /// At most that much, as an aim.
    AimAtMost(f64),
    /// No target; printed.
    Printed,
}

/// One comparison.
#[derive(Debug)]
pub(crate) struct Row {
    /// What was done.
    pub(crate) work: &'static str,
    /// What it is compared with.
    pub(crate) against: &'static str,
    /// Unit of both figures.
    pub(crate) unit: &'static str,
    /// Our figure.
    pub(crate) ours: Rounds,
    /// The reference's.
    pub(crate) theirs: Rounds,
    /// The target of the ratio.
    pub(crate) target: Target,
}

/// Latencies of one kind of request, all rounds together.
#[derive(Debug)]
struct Latency {
    work: &'static str,
    micros: [u64; 4],
    server_cpu: Rounds,
    generator_cpu: Rounds,
}

/// A figure without a reference.
#[derive(Debug)]
struct Figure {
    name: String,
    value: String,
    aim: &'static str,
}

/// Everything found out in a run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    rows: Vec<Row>,
    latencies: Vec<Latency>,
    figures: Vec<Figure>,
}

impl Row {
    fn verdict(&self, ratio: f64) -> String {
        let mark = |reached| if reached { "reached" } else { "MISSED" };
        match self.target {
            Target::AtLeast(least) => format!("≥ {least:.2} | {}", mark(ratio >= least)),
            Target::AtMost(most) => format!("≤ {most:.2} | {}", mark(ratio <= most)),
            Target::AimAtMost(most) => format!("aim ≤ {most} | {}", mark(ratio <= most)),
            Target::Printed => "printed | –".to_owned(),
        }
    }
}

impl Report {
    /// Adds a comparison.
    pub(crate) fn row(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Adds latencies and CPU of a side that was asked over HTTP.
    pub(crate) fn latency(&mut self, work: &'static str, side: &Measured) -> anyhow::Result<()> {
        if let Some(all) = side.latencies()? {
            let micros = [0.5, 0.99, 0.999, 1.0].map(|quantile| all.value_at_quantile(quantile));
            let (server_cpu, generator_cpu) = (side.server_cpu(), side.generator_cpu());
            self.latencies.push(Latency { work, micros, server_cpu, generator_cpu });
        }
        Ok(())
    }

    /// Adds a figure, with its aim if it has one.
    pub(crate) fn figure(
        &mut self,
        name: impl Into<String>,
        value: impl Into<String>,
        aim: &'static str,
    ) {
        self.figures.push(Figure { name: name.into(), value: value.into(), aim });
    }

    /// The report as Markdown.
    pub(crate) fn markdown(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        self.write_rows(&mut text)?;
        self.write_latencies(&mut text)?;
        if !self.figures.is_empty() {
            text.push_str("\n| figure | value | aim |\n|---|---|---|\n");
        }
        for Figure { name, value, aim } in &self.figures {
            writeln!(text, "| {name} | {value} | {aim} |")?;
        }
        Ok(text)
    }

    fn write_rows(&self, text: &mut String) -> std::fmt::Result {
        if !self.rows.is_empty() {
            text.push_str(
                "\n| work | against | ours | reference | ratio (rounds) | target | | noise, ours / reference |\n\
                 |---|---|---|---|---|---|---|---|\n",
            );
        }
        for row in &self.rows {
            let (ours, theirs) = (row.ours.median(), row.theirs.median());
            let ratio = ours / theirs;
            let (least, most) = row.ours.over(&row.theirs).range();
            let (work, against, unit) = (row.work, row.against, row.unit);
            let verdict = row.verdict(ratio);
            let noise = (row.ours.spread() * 100.0, row.theirs.spread() * 100.0);
            writeln!(
                text,
                "| {work} | {against} | {ours:.0} {unit} | {theirs:.0} {unit} | \
                 **{ratio:.2}** ({least:.2}–{most:.2}) | {verdict} | ±{:.0} % / ±{:.0} % |",
                noise.0 / 2.0,
                noise.1 / 2.0,
            )?;
        }
        Ok(())
    }

    fn write_latencies(&self, text: &mut String) -> std::fmt::Result {
        if !self.latencies.is_empty() {
            text.push_str(
                "\n| over HTTP, 32 connections | p50 | p99 | p99.9 | max | server CPU | generator CPU |\n\
                 |---|---|---|---|---|---|---|\n",
            );
        }
        for Latency { work, micros, server_cpu, generator_cpu } in &self.latencies {
            write!(text, "| {work} |")?;
            for micros in micros {
                write!(text, " {:.2} ms |", float(*micros) / 1_000.0)?;
            }
            let (server, generator) = (server_cpu.median(), generator_cpu.median());
            writeln!(text, " {server:.1} µs | {generator:.1} µs |")?;
        }
        Ok(())
    }
}
