//! What the App logs: a line for each thing that happened, as text or as JSON, to standard error.
//!
//! Lines that belong to a delivery are written inside a span that carries its id, and so carry it
//! too. Tokens and the App's own secrets are taken out of every line.

use std::io::{self, Write};
use std::sync::Arc;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::settings::{Log, Secret};
use crate::github::redact;

/// Begins to log.
pub(crate) fn start(log: Log, secrets: &[Secret]) {
    // What our libraries tell is of interest only when something is wrong.
    let others = log.level.min(tracing::Level::WARN);
    let levels = Targets::new()
        .with_default(LevelFilter::from_level(others))
        .with_target("cardbot", log.level);
    let hidden = Arc::new(secrets.iter().map(|s| s.reveal().to_owned()).collect());
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_target(false)
        .with_writer(Hiding { hidden, to: io::stderr });
    // Set once; whoever comes second finds the same.
    let registry = tracing_subscriber::registry().with(levels);
    let _ = if log.json {
        registry.with(lines.json().flatten_event(true).with_span_list(false)).try_init()
    } else {
        registry.with(lines).try_init()
    };
}

/// Takes secrets out of what is written through it.
struct Hiding<W> {
    hidden: Arc<Vec<String>>,
    to: fn() -> W,
}

struct HidingWriter<W> {
    hidden: Arc<Vec<String>>,
    to: W,
}

impl<W: Write + 'static> MakeWriter<'_> for Hiding<W> {
    type Writer = HidingWriter<W>;

    fn make_writer(&self) -> Self::Writer {
        HidingWriter { hidden: Arc::clone(&self.hidden), to: (self.to)() }
    }
}

impl<W: Write> Write for HidingWriter<W> {
    /// Whole lines come at a time.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let mut line = redact(&text);
        // A secret of one letter would take that letter out of every word: better than to show it.
        for secret in self.hidden.iter().filter(|secret| !secret.is_empty()) {
            if line.contains(secret.as_str()) {
                line = line.replace(secret.as_str(), "***").into();
            }
        }
        self.to.write_all(line.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_tokens_are_taken_out() {
        let hidden = Arc::new(vec!["hunter2-hunter2".to_owned(), String::new()]);
        let mut writer = HidingWriter { hidden, to: vec![] };
        writer.write_all(b"a hunter2-hunter2, a ghp_0123456789abcdefghij\n").unwrap();
        assert_eq!(String::from_utf8(writer.to).unwrap(), "a ***, a ***\n");
    }
}
