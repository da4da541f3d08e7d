//! What Prometheus may know: counts of what came in and what was done.
//!
//! No label holds anything that a stranger could choose.

use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::store::Counts;

type Labels<const N: usize> = [(&'static str, &'static str); N];

/// What is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    deliveries: Family<Labels<2>, Counter>,
    answers: Histogram,
    jobs: Family<Labels<1>, Gauge>,
    oldest: Gauge,
    worked: Family<Labels<1>, Counter>,
    without_check: Counter,
}

/// The media type of [`Metrics::text`].
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Seconds: well below and well above what is aimed at, 10 ms.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("cardbot");
        let deliveries = Family::default();
        registry.register("deliveries", "Requests to /webhook", deliveries.clone());
        let answers = Histogram::new(BUCKETS);
        registry.register_with_unit(
            "acknowledgement",
            "From a delivery's headers to the answer that it is stored",
            Unit::Seconds,
            answers.clone(),
        );
        let jobs = Family::default();
        registry.register("jobs", "Jobs in the store, by state", jobs.clone());
        let oldest = Gauge::default();
        registry.register_with_unit(
            "oldest_waiting",
            "How long the oldest waiting job has waited",
            Unit::Seconds,
            oldest.clone(),
        );
        let worked = Family::default();
        registry.register("tries", "Tries at jobs, by how they ended", worked.clone());
        let without_check = Counter::default();
        registry.register(
            "reviews_without_check",
            "Reviews whose installation does not grant check runs",
            without_check.clone(),
        );
        let build = Family::<Labels<1>, Gauge>::default();
        build.get_or_create(&[("version", env!("CARGO_PKG_VERSION"))]).set(1);
        registry.register("build_info", "The version of cardbot", build);
        Self { registry, deliveries, answers, jobs, oldest, worked, without_check }
    }
}

impl Metrics {
    /// A request to `/webhook` was answered. Both words must be of a few that we choose.
    pub fn delivery(&self, event: &'static str, outcome: &'static str) {
        self.deliveries.get_or_create(&[("event", event), ("outcome", outcome)]).inc();
    }

    /// A delivery was stored, and its sender told so after this time.
    pub fn acknowledged(&self, after: Duration) {
        self.answers.observe(after.as_secs_f64());
    }

    /// A try at a job ended. The word must be of a few that we choose.
    pub fn worked(&self, outcome: &'static str) {
        self.worked.get_or_create(&[("outcome", outcome)]).inc();
    }

    /// There could be no check run.
    pub fn without_check(&self) {
        self.without_check.inc();
    }

    /// What the store holds now; times are in milliseconds.
    pub fn set_counts(&self, counts: &Counts, now: i64) {
        let by_state =
            [("waiting", counts.waiting), ("running", counts.running), ("dead", counts.dead)];
        for (state, count) in by_state {
            self.jobs.get_or_create(&[("state", state)]).set(count);
        }
        let waited = counts.oldest_waiting.map_or(0, |since| now.saturating_sub(since) / 1000);
        self.oldest.set(waited);
    }

    /// It is not known what the store holds now.
    pub fn forget_counts(&self) {
        self.jobs.clear();
    }

    /// All of it as Prometheus reads it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string can't fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::default();
        metrics.delivery("pull_request", "stored");
        metrics.delivery("pull_request", "stored");
        metrics.acknowledged(Duration::from_millis(3));
        let counts = Counts { waiting: 4, oldest_waiting: Some(1_000), ..Counts::default() };
        metrics.set_counts(&counts, 8_500);
        let text = metrics.text();
        for line in [
            "cardbot_deliveries_total{event=\"pull_request\",outcome=\"stored\"} 2",
            "cardbot_acknowledgement_seconds_bucket{le=\"0.005\"} 1",
            "cardbot_acknowledgement_seconds_count 1",
            "cardbot_jobs{state=\"waiting\"} 4",
            "cardbot_oldest_waiting_seconds 7",
            "# EOF",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }
}
