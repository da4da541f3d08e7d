//! Tells what came of it: annotations, the job summary, outputs, and the exit status.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use cardbot_core::finding::Severity;
use cardbot_core::review::markdown::inline;

use super::environment::Environment;
use super::look::{Change, Looked};
use crate::cli::Exit;
use crate::commands::pull_request::still_open;
use crate::commands::review;
use crate::github::run_id;
use crate::judge::introduced;
use crate::output::{escape, github, markdown, sarif, terminal};
use crate::pull_request::{Note, Obstacle, Outcome, Posting};
use crate::report::Detail;
use crate::trouble::said;

/// GitHub drops a summary of more than 1 MiB; ours leaves some room.
const SUMMARY_BYTES: usize = 1_000_000;

/// One annotation: nothing was reviewed.
pub(super) fn nothing_reviewed(why: &str) {
    let sentence = format!("Nothing was reviewed: {why}");
    // Where standard output can't be written, nothing can be told.
    let commands = github::commands_with(&[(Severity::Error, sentence)], &[]);
    let _ = terminal::print_bytes(commands.as_bytes());
}

/// Tells it, and how the run ends.
///
/// # Errors
/// A message for people, when it can't be told.
pub(super) fn outcome(environment: &Environment, looked: &Looked) -> Result<Exit, String> {
    match looked {
        Looked::Nothing(why) => {
            log(&format!("nothing to review: {why}"))?;
            outputs(environment, &[("findings", "0"), ("errors", "0"), ("fixable", "0")])?;
            Ok(Exit::Clean)
        }
        Looked::Change(looked) => change(environment, looked),
    }
}

fn change(environment: &Environment, looked: &Change) -> Result<Exit, String> {
    let outcome = &looked.outcome;
    let prepared = &outcome.prepared;
    let (change, judgement) = (&prepared.reading.change, &prepared.judgement);
    // What stands on the pull request need not be told once more.
    let is_told = outcome.posting.is_told() || matches!(looked.check, Some(Ok(_)));
    let files = if is_told { vec![] } else { introduced(change, judgement, Detail::Place) };
    let mut own = vec![];
    for note in &prepared.notes {
        match note {
            Note::BrokenConfig(_) | Note::TooLarge(_) | Note::Unlisted(_) | Note::FirstOnly(_) => {
                own.push((Severity::Warning, note.to_string()));
            }
            Note::ForkDeleted | Note::Draft | Note::OwnPullRequest => log(&note.to_string())?,
        }
    }
    terminal::print_bytes(github::commands_with(&own, &files).as_bytes())?;
    let counts = judgement.counts;
    log(&format!(
        "{} files looked at, {} of them model cards; introduced: {} errors, {} warnings, {} notes",
        counts.files, counts.cards, counts.errors, counts.warnings, counts.notes
    ))?;
    let line = match &looked.check {
        None => posting(&outcome.posting),
        Some(Ok(page)) => Some(format!("checked: {page}")),
        Some(Err(trouble)) => Some(format!("there is no check run: {}", trouble.trouble())),
    };
    if let Some(line) = &line {
        log(line)?;
    }
    if environment.input_job_summary && (counts.files > 0 || !own.is_empty()) {
        let line = line.filter(|_| counts.introduced() > 0);
        summarise(environment, outcome, &own, line.as_deref())?;
    }
    let file = environment.runner_temp.as_ref().map(|folder| {
        Path::new(folder).join(format!("cardbot-{}.sarif", prepared.run)).display().to_string()
    });
    if let Some(file) = &file {
        let log = sarif::log(&introduced(change, judgement, Detail::Edits));
        std::fs::write(file, log + "\n").map_err(|e| format!("{file}: {}", said(&e)))?;
    }
    let url = match &outcome.posting {
        Posting::Done { url: Some(url), .. } => url.as_str(),
        _ => prepared.reading.posted.summary.as_ref().map_or("", |summary| &summary.url),
    };
    outputs(
        environment,
        &[
            ("findings", &counts.introduced().to_string()),
            ("errors", &counts.errors.to_string()),
            ("fixable", &counts.fixable.to_string()),
            ("review-url", url),
            ("sarif-file", file.as_deref().unwrap_or_default()),
        ],
    )?;
    Ok(review::exit(judgement, &prepared.config))
}

/// What became of the review on GitHub, in one sentence.
fn posting(posting: &Posting) -> Option<String> {
    Some(match posting {
        Posting::Nothing | Posting::NotWanted => return None,
        Posting::Kept(Obstacle::NoPermission { needs, .. }) => format!(
            "the review was not posted, since the token of this run may not ({}); a pull request \
             from a fork has such a token",
            needs.as_deref().unwrap_or("pull_requests=write")
        ),
        Posting::Kept(Obstacle::NoToken) => {
            "the review was not posted, since there is no token".to_owned()
        }
        Posting::Kept(obstacle @ Obstacle::Unanswered(_)) => obstacle.to_string(),
        Posting::Kept(obstacle) => format!("the review was not posted: {obstacle}"),
        Posting::Done { url, left, unresolved, .. } => {
            let mut line = match url {
                Some(url) => format!("posted: {url}"),
                None => "the review was brought up to date".to_owned(),
            };
            if let Some(left) = left {
                line.push_str(&format!("; not everything could be brought up to date: {left}"));
            }
            line.push_str(&still_open(*unresolved));
            line
        }
    })
}

/// A line of the log, which begins with our name.
fn log(line: &str) -> Result<(), String> {
    terminal::print(&format!("cardbot: {}\n", escape::one_line(line)))
}

/// The same review on the page of the run.
fn summarise(
    environment: &Environment,
    outcome: &Outcome,
    own: &[(Severity, String)],
    line: Option<&str>,
) -> Result<(), String> {
    let Some(file) = &environment.github_step_summary else { return Ok(()) };
    let mut text = String::new();
    for (_, sentence) in own {
        text.push_str(&format!("> [!WARNING]\n> {}\n\n", inline(&escape::one_line(sentence))));
    }
    let room = SUMMARY_BYTES.saturating_sub(text.len() + line.map_or(0, str::len));
    text.push_str(&markdown::review_within(&outcome.prepared.judgement, room));
    if let Some(line) = line {
        text.push_str(&format!("\n{}\n", inline(&escape::one_line(line))));
    }
    append(file, &text)
}

/// Sets outputs. The delimiter is made up anew each time, so that no value can end itself.
fn outputs(environment: &Environment, outputs: &[(&str, &str)]) -> Result<(), String> {
    let Some(file) = &environment.github_output else { return Ok(()) };
    let mut text = String::new();
    for (name, value) in outputs {
        let end = format!("cardbot-{}", run_id());
        text.push_str(&format!("{name}<<{end}\n{value}\n{end}\n"));
    }
    append(file, &text)
}

fn append(file: &str, text: &str) -> Result<(), String> {
    let opened = OpenOptions::new().create(true).append(true).open(file);
    let written = opened.and_then(|mut opened| opened.write_all(text.as_bytes()));
    written.map_err(|e| format!("{file} can't be written: {}", said(&e)))
}
