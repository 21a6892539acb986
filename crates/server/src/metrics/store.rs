//! The store's own counters, read when somebody asks.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use triport_app::App;

pub(super) struct StoreCollector(pub(super) Arc<App>);

impl fmt::Debug for StoreCollector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("StoreCollector")
    }
}

impl Collector for StoreCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let figures = self.0.figures();
        let counters = [
            ("transactions", "Transactions asked for", figures.transactions.get()),
            ("transaction_retries", "Bodies that ran again", figures.retries.get()),
            ("transaction_failures", "Transactions that failed", figures.failures.get()),
            ("commits", "Commits; one holds many transactions on SQLite", figures.commits.get()),
            ("checkpoints", "Checkpoints of the SQLite log", figures.checkpoints.get()),
        ];
        for (name, help, value) in counters {
            emit(&mut encoder, name, help, &ConstCounter::new(value))?;
        }
        let seconds = Duration::from_micros(figures.commit_micros.get()).as_secs_f64();
        emit(&mut encoder, "commit_seconds", "Time inside commits", &ConstCounter::new(seconds))?;
        let pool = self.0.pool_figures();
        let gauges = [
            ("connections_open", "Connections for transactions", pool.open),
            ("connections_idle", "Connections that wait for work", pool.idle),
            ("transactions_waiting", "Transactions that wait for their turn", pool.waiting),
        ];
        for (name, help, value) in gauges {
            let value = i64::try_from(value).unwrap_or(i64::MAX);
            emit(&mut encoder, name, help, &ConstGauge::new(value))?;
        }
        Ok(())
    }
}

fn emit(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    metric: &impl EncodeMetric,
) -> fmt::Result {
    let name = format!("store_{name}");
    metric.encode(encoder.encode_descriptor(&name, help, None, metric.metric_type())?)
}
