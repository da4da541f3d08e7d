//! Looks at what the event asks for: reads, judges, and posts where that is wanted.

use cardbot_core::config::is_config_path;
use cardbot_core::review::Event;
use serde::Deserialize;

use super::environment::{Environment, Mode};
use super::event::Subject;
use crate::github::{Client, PullRequestTarget, WriteTrouble};
use crate::output::RulePages;
use crate::pull_request::{
    self, BrokenConfig, MOST_FILES_OF_A_RANGE, Note, Options, Outcome, Posting, Prepared, Reading,
    Trouble,
};
use crate::settings::Overrides;

/// What came of it.
#[derive(Debug)]
pub(super) enum Looked {
    /// There was nothing to look at, and why.
    Nothing(String),
    /// A change was looked at.
    Change(Box<Change>),
}

/// A change that was looked at.
#[derive(Debug)]
pub(super) struct Change {
    /// How its review ended.
    pub(super) outcome: Outcome,
    /// The page of its check run, or why there is none; where one is wanted.
    pub(super) check: Option<Result<String, WriteTrouble>>,
}

/// Looks at it.
///
/// # Errors
/// A message for people: nothing was reviewed.
pub(super) async fn look(
    client: &Client,
    environment: &Environment,
    subject: &Subject,
) -> Result<Looked, String> {
    let number = match subject {
        Subject::Nothing(why) => return Ok(Looked::Nothing((*why).to_owned())),
        Subject::Range { base, otherwise, head } => {
            let reading = range(client, environment, base, otherwise.as_deref(), head).await;
            let reading = reading.map_err(|trouble| trouble.to_string())?;
            let prepared = prepare(client, environment, reading).await?;
            return Ok(looked(client, environment, prepared, Posting::NotWanted).await);
        }
        Subject::PullRequest(number) => *number,
        Subject::Head { sha, branch } => {
            match find(client, environment, sha, branch.as_deref()).await? {
                Some(number) => number,
                None => {
                    let why = format!("no open pull request has the head {sha} any more");
                    return Ok(Looked::Nothing(why));
                }
            }
        }
    };
    let target = target(client, environment, number)?;
    let told = |trouble: Trouble| format!("{}: {trouble}", target.url());
    let reading = pull_request::read(client, &target).await.map_err(told)?;
    let mut prepared = prepare(client, environment, reading).await?;
    let posting = match &prepared.obstacle {
        _ if environment.input_mode != Mode::Review => Posting::NotWanted,
        Some(obstacle) => Posting::Kept(obstacle.clone()),
        None if prepared.plan(&[]).is_empty() => Posting::Nothing,
        None => pull_request::post(client, &target, &mut prepared).await,
    };
    Ok(looked(client, environment, prepared, posting).await)
}

async fn looked(
    client: &Client,
    environment: &Environment,
    prepared: Prepared,
    posting: Posting,
) -> Looked {
    let check = match environment.input_mode {
        Mode::Check => Some(pull_request::check_run(client, &prepared).await),
        Mode::Review | Mode::Annotations => None,
    };
    let outcome = Outcome { prepared, posting, tally: client.tally() };
    Looked::Change(Box::new(Change { outcome, check }))
}

fn target(
    client: &Client,
    environment: &Environment,
    number: u64,
) -> Result<PullRequestTarget, String> {
    let (owner, repository) = environment
        .github_repository
        .split_once('/')
        .ok_or_else(|| "GITHUB_REPOSITORY is not OWNER/NAME".to_owned())?;
    let (owner, repository) = (owner.to_owned(), repository.to_owned());
    Ok(PullRequestTarget { host: client.host().clone(), owner, repository, number })
}

async fn range(
    client: &Client,
    environment: &Environment,
    base: &str,
    otherwise: Option<&str>,
    head: &str,
) -> Result<Reading, Trouble> {
    let repository = &environment.github_repository;
    match pull_request::read_range(client, repository, base, head).await {
        Err(Trouble::NoCommonCommit | Trouble::NoCommits { .. }) if otherwise.is_some() => {
            let base = otherwise.unwrap_or(base);
            pull_request::read_range(client, repository, base, head).await
        }
        read => read,
    }
}

/// Judges what was read, with the configuration of the base alone.
async fn prepare(
    client: &Client,
    environment: &Environment,
    mut reading: Reading,
) -> Result<Prepared, String> {
    let globs = &environment.input_paths;
    if !globs.is_empty() {
        let files = &mut reading.change.files;
        files.retain(|file| is_config_path(&file.path) || covered(globs, &file.path));
    }
    let mut missing = None;
    let config = match &environment.input_config {
        None => None,
        Some(path) => {
            let found = pull_request::file_at(client, &reading, path).await;
            let found = found.map_err(|trouble| format!("the configuration {path}: {trouble}"))?;
            if found.is_none() {
                missing = Some(format!("the base has no configuration {path}"));
                reading.change.config = None;
            }
            found.map(|bytes| (path.clone(), bytes))
        }
    };
    let options = Options {
        overrides: Overrides { fail_on: environment.input_fail_on, ..Overrides::default() },
        config,
        broken_config: BrokenConfig::Defaults,
        ignore: vec![],
        pages: RulePages::default(),
        event: if environment.input_request_changes {
            Event::RequestChanges
        } else {
            Event::Comment
        },
        resolve_threads: environment.input_resolve_threads,
    };
    let is_range = reading.change.target.kind == "range";
    let is_cut = is_range && reading.about.changed_files >= MOST_FILES_OF_A_RANGE;
    let prepared = pull_request::prepare(client, reading, &options).await;
    let mut prepared = prepared.map_err(|trouble| trouble.to_string())?;
    prepared.notes.extend(missing.map(Note::BrokenConfig));
    prepared.notes.extend(is_cut.then_some(Note::FirstOnly(MOST_FILES_OF_A_RANGE)));
    Ok(prepared)
}

/// Whether a glob matches a path or a folder around it.
fn covered(globs: &[String], path: &str) -> bool {
    let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    let around: Vec<&str> = folders.chain([path]).collect();
    globs.iter().any(|glob| {
        let glob = glob.trim_start_matches("./").trim_end_matches('/');
        around.iter().any(|path| fast_glob::glob_match(glob, path))
    })
}

#[derive(Deserialize)]
struct Listed {
    number: u64,
    head: Head,
}

#[derive(Deserialize)]
struct Head {
    sha: String,
}

/// The open pull request with a head. GitHub's list is asked, since the event of a fork names none.
async fn find(
    client: &Client,
    environment: &Environment,
    sha: &str,
    branch: Option<&str>,
) -> Result<Option<u64>, String> {
    let mut next = Some(format!(
        "/repos/{}/pulls?state=open&per_page=100{}",
        environment.github_repository,
        branch.map(|branch| format!("&head={}", parameter(branch))).unwrap_or_default()
    ));
    for _ in 0..MOST_PAGES {
        let Some(page) = next else { break };
        let answer = client.get(&page).await.map_err(|trouble| trouble.to_string())?;
        let listed = client.accepted(&answer).and_then(crate::github::Answer::json::<Vec<Listed>>);
        let listed = listed.map_err(|trouble| trouble.to_string())?;
        if let Some(found) = listed.iter().find(|pull| pull.head.sha == sha) {
            return Ok(Some(found.number));
        }
        next = answer.next_page();
    }
    Ok(None)
}

/// So many pages of open pull requests are looked through.
const MOST_PAGES: usize = 10;

/// Text as the value of a parameter.
fn parameter(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_cover_folders_too() {
        let globs = |list: &[&str]| list.iter().map(|g| (*g).to_owned()).collect::<Vec<_>>();
        assert!(covered(&globs(&["models"]), "models/a/README.md"));
        assert!(covered(&globs(&["./models/*/README.md"]), "models/a/README.md"));
        assert!(covered(&globs(&["x", "**/README.md"]), "README.md"));
        assert!(!covered(&globs(&["models/"]), "other/README.md"));
    }

    #[test]
    fn branches_end_no_parameter() {
        assert_eq!(parameter("o:a/b&state=all"), "o%3Aa%2Fb%26state%3Dall");
    }
}
