//! Two or more sides of a comparison, measured alternately.

use std::time::{Duration, Instant};

use crate::say;
use crate::stats::{Latencies, Rounds, float, latencies};

/// How long and how often.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Rounds of every comparison; each measures every side once.
    pub(crate) rounds: u32,
    /// Load before a measurement starts.
    pub(crate) warm_up: Duration,
    /// Length of one measurement.
    pub(crate) measure: Duration,
}

/// When one measurement begins and ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// Work that ends before does not count.
    pub(crate) start: Instant,
    /// Work that ends after does not count; nothing new is begun.
    pub(crate) end: Instant,
}

/// What one side did in one round.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    /// Pieces of work done per second.
    pub(crate) per_second: f64,
    /// Latencies, where the side was asked over HTTP.
    pub(crate) latencies: Option<Latencies>,
    /// CPU time of the server per request, in microseconds.
    pub(crate) server_cpu_micros: Option<f64>,
    /// CPU time of the load generator per request, in microseconds.
    pub(crate) generator_cpu_micros: Option<f64>,
}

/// One side of a comparison.
pub(crate) trait Side {
    /// Its name in the progress report.
    fn name(&self) -> &'static str;

    /// Works through one window.
    fn run(&mut self, plan: Plan) -> anyhow::Result<Sample>;
}

/// Everything measured on one side.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    samples: Vec<Sample>,
}

impl Plan {
    /// The same with one round.
    pub(crate) const fn once(self) -> Self {
        Self { rounds: 1, ..self }
    }

    /// The window of a measurement that begins with its warm-up now.
    pub(crate) fn window(self) -> Window {
        let start = Instant::now() + self.warm_up;
        Window { start, end: start + self.measure }
    }
}

impl Window {
    /// Whether work that ended then counts.
    pub(crate) fn holds(self, ended: Instant) -> bool {
        self.start <= ended && ended <= self.end
    }
}

/// Measures the sides in turn, round after round: A B A B.
pub(crate) fn alternate<const N: usize>(
    plan: Plan,
    mut sides: [&mut dyn Side; N],
) -> anyhow::Result<[Measured; N]> {
    let mut measured: [Measured; N] = std::array::from_fn(|_| Measured::default());
    for round in 1..=plan.rounds {
        for (side, measured) in sides.iter_mut().zip(&mut measured) {
            let sample = side.run(plan)?;
            say(&format!("  {round}/{} {}: {:.0}/s", plan.rounds, side.name(), sample.per_second));
            measured.samples.push(sample);
        }
    }
    Ok(measured)
}

impl Measured {
    /// Work per second.
    pub(crate) fn rate(&self) -> Rounds {
        Rounds(self.samples.iter().map(|sample| sample.per_second).collect())
    }

    /// CPU time of the server per request, in microseconds.
    pub(crate) fn server_cpu(&self) -> Rounds {
        Rounds(self.samples.iter().filter_map(|sample| sample.server_cpu_micros).collect())
    }

    /// CPU time of the load generator per request, in microseconds.
    pub(crate) fn generator_cpu(&self) -> Rounds {
        Rounds(self.samples.iter().filter_map(|sample| sample.generator_cpu_micros).collect())
    }

    /// The median latency of each round, in microseconds.
    pub(crate) fn median_latency(&self) -> Rounds {
        let latencies = self.samples.iter().filter_map(|sample| sample.latencies.as_ref());
        Rounds(latencies.map(|latencies| float(latencies.value_at_quantile(0.5))).collect())
    }

    /// The latencies of all rounds together, if the side was asked over HTTP.
    pub(crate) fn latencies(&self) -> anyhow::Result<Option<Latencies>> {
        let mut all = latencies()?;
        for sample in self.samples.iter().filter_map(|sample| sample.latencies.as_ref()) {
            all.add(sample)?;
        }
        Ok((!all.is_empty()).then_some(all))
    }
}
