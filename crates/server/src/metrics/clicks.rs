//! Clicks on their way to the database.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use triport_app::App;

pub(super) struct ClickCollector(pub(super) Arc<App>);

impl fmt::Debug for ClickCollector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClickCollector")
    }
}

impl Collector for ClickCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let figures = self.0.click_figures();
        for (name, help, value) in [
            ("clicks_counted", "Clicks on links with a code", figures.counted),
            ("clicks_lost", "Clicks given up because too many waited to be written", figures.lost),
        ] {
            let counter = ConstCounter::new(value);
            let kind = counter.metric_type();
            counter.encode(encoder.encode_descriptor(name, help, None, kind)?)?;
        }
        Ok(())
    }
}
