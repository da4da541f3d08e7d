//! `cardbot review`.

use std::path::{Path, PathBuf};

use cardbot_core::config::Config;
use cardbot_core::review::{Origin, Plan};

use super::pull_request;
use crate::cli::{Exit, Format, ReviewArgs};
use crate::github::{PullRequestTarget, TargetError};
use crate::judge::{self, Judgement};
use crate::output::{self, RulePages, terminal};
use crate::report::Summary;
use crate::settings;
use crate::source::{ChangeSet, ChangeSource, GitRange, TwoFiles, WorkTree};

/// Runs the command.
pub(crate) fn run(args: &ReviewArgs) -> Result<Exit, String> {
    if let [one] = args.target.as_slice() {
        let env = |name: &str| std::env::var(name).ok();
        match PullRequestTarget::read(one, &env) {
            Ok(target) => return pull_request::run(args, &target, &env),
            Err(TargetError::Wrong(message)) => return Err(message),
            Err(TargetError::NotOne) => {}
        }
    }
    let is_posting = args.post || args.request_changes || args.approve || args.resolve_threads;
    if is_posting || args.dry_run {
        return Err("only the review of a pull request can be posted; say its URL".to_owned());
    }
    let source = source(&args.target)?;
    let change = source.fetch()?;
    let overrides = args.common.overrides();
    let mut config = match (&overrides.config, &change.config) {
        (None, Some((name, bytes))) => {
            settings::with_overrides(settings::parse(name, bytes)?, &overrides)?
        }
        (None, None) if change.target.kind != "files" => {
            settings::with_overrides(Config::default(), &overrides)?
        }
        _ => settings::load(&settings::root_of(Path::new(".")), &overrides)?,
    };
    config.list_mirrors(|folder| source.files_below(folder));
    let judgement = judge::judge(&change, &config, &RulePages::default());
    print(args.common.format, &change, &judgement, None)?;
    Ok(exit(&judgement, &config))
}

/// How a review ends the program: only what was introduced counts.
pub(super) fn exit(judgement: &Judgement, config: &Config) -> Exit {
    let fails = judgement
        .reviews
        .iter()
        .flat_map(|review| &review.findings)
        .filter(|reviewed| reviewed.origin == Origin::Introduced)
        .any(|reviewed| config.fail_on.fails(reviewed.finding.severity));
    if fails { Exit::Findings } else { Exit::Clean }
}

/// What the words on the command line stand for.
fn source(target: &[String]) -> Result<Box<dyn ChangeSource>, String> {
    let folder = PathBuf::from(".");
    match target {
        [] => Ok(Box::new(WorkTree { folder })),
        [base, head] => {
            Ok(Box::new(TwoFiles { base: PathBuf::from(base), head: PathBuf::from(head) }))
        }
        [one] if Path::new(one).exists() => Err(format!(
            "`{one}` is not a change to review; `cardbot check {one}` looks at it as it is"
        )),
        [one] => {
            if let Some((base, head)) = one.split_once("...") {
                return Ok(Box::new(range(base, head, true)));
            }
            if let Some((base, head)) = one.split_once("..") {
                return Ok(Box::new(range(base, head, false)));
            }
            Err(format!(
                "`{one}` is not a change to review; say a pull \
                 request's URL, A..B, A...B or BASE.md HEAD.md"
            ))
        }
        _ => Err("more than two files; say BASE.md HEAD.md".to_owned()),
    }
}

/// A side that is left out is HEAD, as in git.
fn range(base: &str, head: &str, from_merge_base: bool) -> GitRange {
    let side = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
    GitRange { folder: PathBuf::from("."), base: side(base), head: side(head), from_merge_base }
}

/// Prints a review; that of a pull request with what is planned for it.
pub(super) fn print(
    format: Format,
    change: &ChangeSet,
    judgement: &Judgement,
    plan: Option<&Plan>,
) -> Result<(), String> {
    let files = judge::introduced(change, judgement, output::detail(format));
    output::tell_broken(&files);
    let text = match format {
        Format::Text => {
            let findings = output::text::findings(&files, terminal::width());
            findings + &output::text::changes(&judgement.reviews)
        }
        Format::Json => output::json::review(change, judgement, plan) + "\n",
        Format::Markdown => output::markdown::review(judgement),
        Format::Github | Format::Sarif | Format::Rdjson => {
            output::of_files(format, &files, &Summary::of(&files))
        }
    };
    output::print(format, &text)?;
    if format == Format::Text {
        terminal::tell(&format!("{}\n", output::text::review_closing(&judgement.counts)));
    }
    Ok(())
}
