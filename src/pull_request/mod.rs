//! The review of a pull request: read, judge, plan, post. Nothing here prints or ends the process,
//! so that the command line, the Action and the App can all use it.

mod about;
mod ask;
mod check_run;
mod drafts;
mod files;
mod fix;
mod gate;
mod options;
mod outcome;
mod post;
mod posted;
mod range;
mod read;
mod rest;
mod texts;
mod trouble;
mod unpatch;
mod wire;
mod writes;

pub use about::About;
pub use check_run::{Button, Check, Conclusion, Named, WillDo, check_run, names_on};
pub use fix::{Fixes, Fixing, NotFixed, commit_fixes};
pub use gate::{Gate, Open};
pub use options::{BrokenConfig, Options, Silent, Step, Watcher};
pub use outcome::{Note, Obstacle, Outcome, Posting};
pub use post::{post, post_through};
pub use range::{MOST_FILES as MOST_FILES_OF_A_RANGE, file_at, read_range};
pub use read::{Reading, read};
pub use rest::MOST_FILES as MOST_FILES_WITHOUT_TOKEN;
pub use texts::LargeFile;
pub use trouble::Trouble;

use cardbot_core::config::Config;
use cardbot_core::review::{CardReview, Event, Plan, Run, plan};
use cardbot_core::rules;

use crate::github::{Client, PullRequestTarget, run_id};
use crate::judge::{self, Judgement};
use crate::output::RulePages;
use crate::settings;

/// A pull request that was read and judged.
#[derive(Debug)]
pub struct Prepared {
    /// What was read.
    pub reading: Reading,
    /// The configuration in force.
    pub config: Config,
    /// What is to be said.
    pub judgement: Judgement,
    /// What is worth knowing about how it came about.
    pub notes: Vec<Note>,
    /// Why nothing can be posted, as far as one can know before trying.
    pub obstacle: Option<Obstacle>,
    /// Rules that are ignored in this pull request because somebody asked for it.
    pub ignored: Vec<String>,
    /// Where rules are explained.
    pub pages: RulePages,
    /// What the review is to be besides a comment.
    pub event: Event,
    /// Whether the threads of retired comments are resolved.
    pub resolve_threads: bool,
    /// The name of this run, in the marks of all that it posts.
    pub run: String,
}

impl Prepared {
    /// The plan, with some findings that GitHub refused on their lines.
    #[must_use]
    pub fn plan(&self, refused: &[String]) -> Plan {
        self.plan_as(self.event, refused)
    }

    fn plan_as(&self, event: Event, refused: &[String]) -> Plan {
        let files = &self.reading.change.files;
        let heads = files.iter().map(|file| file.head.as_deref().unwrap_or_default());
        let pairs: Vec<(&CardReview, &[u8])> = self.judgement.reviews.iter().zip(heads).collect();
        let about = &self.reading.about;
        let repository = about.head_repository.as_ref().unwrap_or(&about.repository);
        let server = &self.reading.server;
        let url = |rule: &str| self.pages.url(rule);
        let blob_url = |path: &str, first: usize, last: usize| {
            let end = if last > first { format!("-L{last}") } else { String::new() };
            format!(
                "{server}/{repository}/blob/{}/{}?plain=1#L{first}{end}",
                about.head,
                encode(path)
            )
        };
        let unread: Vec<String> = self.notes.iter().filter_map(Note::unread).collect();
        let run = Run {
            id: &self.run,
            head: &about.head,
            url: &url,
            blob_url: &blob_url,
            ignored: &self.ignored,
            unread: &unread,
            event,
        };
        plan(&pairs, &self.reading.posted, &run, refused)
    }
}

/// Reviews a pull request, and posts the review if the watcher lets it.
///
/// # Errors
/// [`Trouble`], when it could not be read. What goes wrong while posting is part of the outcome:
/// the findings are there all the same.
pub async fn review(
    client: &Client,
    target: &PullRequestTarget,
    options: &Options,
    watcher: &mut dyn Watcher,
) -> Result<Outcome, Trouble> {
    watcher.step(Step::Reading);
    let reading = read(client, target).await?;
    watcher.step(Step::Judging { files: reading.change.files.len() });
    let mut prepared = prepare(client, reading, options).await?;
    let posting = match &prepared.obstacle {
        Some(obstacle) => Posting::Kept(obstacle.clone()),
        None if prepared.plan(&[]).is_empty() => Posting::Nothing,
        None if !watcher.may_post(&prepared) => Posting::NotWanted,
        None => {
            watcher.step(Step::Posting);
            post(client, target, &mut prepared).await
        }
    };
    Ok(Outcome { prepared, posting, tally: client.tally() })
}

/// Judges what was read.
///
/// # Errors
/// [`Trouble`]
pub async fn prepare(
    client: &Client,
    reading: Reading,
    options: &Options,
) -> Result<Prepared, Trouble> {
    let mut notes = vec![];
    let parsed = match options.config.as_ref().or(reading.change.config.as_ref()) {
        Some((name, bytes)) => settings::parse(name, bytes),
        None => Ok(Config::default()),
    };
    let config = match (parsed, options.broken_config) {
        (Ok(config), _) => config,
        (Err(errors), BrokenConfig::Fails) => return Err(Trouble::Config(errors)),
        (Err(errors), BrokenConfig::Defaults) => {
            notes.push(Note::BrokenConfig(errors));
            Config::default()
        }
    };
    let mut config =
        settings::with_overrides(config, &options.overrides).map_err(Trouble::Config)?;
    let ignored = ignored(&reading, &options.ignore);
    config.ignore.extend(ignored.iter().cloned());
    read::list_mirrors(client, &reading.about, &mut config).await?;
    let judgement = judge::judge(&reading.change, &config, &options.pages);
    let about = &reading.about;
    if !reading.too_large.is_empty() {
        notes.push(Note::TooLarge(reading.too_large.clone()));
    }
    if reading.unlisted > 0 {
        notes.push(Note::Unlisted(reading.unlisted));
    }
    if about.head_repository.is_none() {
        notes.push(Note::ForkDeleted);
    }
    if about.is_draft {
        notes.push(Note::Draft);
    }
    let mut event = options.event;
    if about.is_own && event != Event::Comment {
        notes.push(Note::OwnPullRequest);
        event = Event::Comment;
    }
    let obstacle = outcome::obstacle(client, &reading);
    Ok(Prepared {
        reading,
        config,
        judgement,
        notes,
        obstacle,
        ignored,
        pages: options.pages.clone(),
        event,
        resolve_threads: options.resolve_threads,
        run: run_id(),
    })
}

/// The rules that somebody asked to ignore, now or before, each by its name of today.
fn ignored(reading: &Reading, asked_now: &[String]) -> Vec<String> {
    let before = reading.posted.summary.iter().flat_map(|summary| &summary.mark.ignored);
    let mut all: Vec<String> = vec![];
    for rule in before.chain(asked_now).filter_map(|name| rules::find(name)) {
        if !all.iter().any(|known| known == rule.name) {
            all.push(rule.name.to_owned());
        }
    }
    all
}

/// A path for a URL.
fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
