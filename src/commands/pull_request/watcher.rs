//! Follows a review at a terminal: tells where it is, prints what would be posted, and asks.

use std::io::{IsTerminal as _, stderr, stdin};

use super::lock::{Lock, lock};
use super::said;
use crate::cli::Format;
use crate::output::terminal;
use crate::pull_request::{Prepared, Step, Watcher};

/// Who decides whether to post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// `--post`
    Post,
    /// `--dry-run`
    DryRun,
    /// Whoever sits at the terminal.
    Ask,
    /// Nobody can be asked.
    Unasked,
}

/// A terminal, or what stands in for one.
#[derive(Debug)]
pub(super) struct Terminal {
    format: Format,
    pub(super) mode: Mode,
    shows_progress: bool,
    pub(super) has_printed: bool,
    said_yes: bool,
    lock: Option<Lock>,
}

impl Terminal {
    pub(super) fn new(format: Format, mode: Mode, verbose: bool) -> Self {
        let shows_progress = stderr().is_terminal() && !verbose;
        Self { format, mode, shows_progress, has_printed: false, said_yes: false, lock: None }
    }

    /// Whether somebody wants it to be posted.
    pub(super) fn wants(&self) -> bool {
        self.mode == Mode::Post || self.said_yes
    }

    /// Takes the line about the progress away.
    pub(super) fn clear(&self) {
        if self.shows_progress {
            terminal::tell("\r\u{1b}[K");
        }
    }

    fn ask(&mut self, prepared: &Prepared) -> bool {
        self.clear();
        let printed = super::print(self.format, prepared).is_ok();
        self.has_printed = true;
        let what = said::plan(&prepared.plan(&[]));
        let url = crate::output::plain(&prepared.reading.about.url).into_owned();
        terminal::tell(&format!("\non {url}: {what}? [y/N] "));
        let mut answer = String::new();
        let heard = stdin().read_line(&mut answer).is_ok();
        self.said_yes =
            printed && heard && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes");
        self.said_yes
    }
}

impl Watcher for Terminal {
    fn step(&mut self, step: Step) {
        if !self.shows_progress {
            return;
        }
        let said = match step {
            Step::Reading => "reading the pull request…".to_owned(),
            Step::Judging { files } => {
                format!("judging {}…", crate::output::text::count(files, "file"))
            }
            Step::Posting => "posting…".to_owned(),
        };
        terminal::tell(&format!("\r\u{1b}[K{said}"));
    }

    fn may_post(&mut self, prepared: &Prepared) -> bool {
        let yes = match self.mode {
            Mode::Post => true,
            Mode::DryRun | Mode::Unasked => false,
            Mode::Ask => self.ask(prepared),
        };
        if yes {
            self.lock = lock(&prepared.reading.about.url);
        }
        yes
    }
}
