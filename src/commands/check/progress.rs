//! A sign of life while many files are looked at.

use std::io::{IsTerminal as _, stderr, stdout};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::output::terminal;

/// A line on the terminal that counts files while many are looked at.
pub(super) struct Progress {
    shown: bool,
    started: Instant,
    count: AtomicUsize,
}

impl Progress {
    pub(super) fn new() -> Self {
        let shown = stderr().is_terminal() && stdout().is_terminal();
        Self { shown, started: Instant::now(), count: 0.into() }
    }

    pub(super) fn step(&self) {
        if !self.shown {
            return;
        }
        let n = self.count.fetch_add(1, Ordering::Relaxed);
        if n.is_multiple_of(256) && self.started.elapsed().as_millis() > 500 {
            terminal::tell(&format!("\r{n} files"));
        }
    }

    pub(super) fn clear(&self) {
        if self.shown && self.started.elapsed().as_millis() > 500 {
            terminal::tell("\r\x1b[K");
        }
    }
}
