//! `cardbot review PULL-REQUEST`.

mod lock;
mod said;
mod watcher;

use std::io::{IsTerminal as _, stderr, stdin};
use std::path::Path;

use cardbot_core::review::Event;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

pub(super) use self::said::still_open;
use self::watcher::{Mode, Terminal};
use super::review;
use crate::cli::{Exit, Format, ReviewArgs};
use crate::github::{
    Client, Credentials, Env, Login, Pace, PullRequestTarget, REVIEW, REVIEW_AND_RESOLVE,
    Redacting, find_credentials, installation_token,
};
use crate::output::{RulePages, terminal};
use crate::pull_request::{self, BrokenConfig, Obstacle, Options, Outcome, Posting, Prepared};
use crate::trouble::said;

/// Runs the command.
pub(super) fn run(
    args: &ReviewArgs,
    target: &PullRequestTarget,
    env: Env<'_>,
) -> Result<Exit, String> {
    if args.verbose {
        log();
    }
    let options = options(args)?;
    let pace = Pace::of_environment(env)?;
    let credentials = find_credentials(&target.host, env)?;
    let mode = match (args.post, args.dry_run) {
        (true, _) => Mode::Post,
        (_, true) => Mode::DryRun,
        _ if stdin().is_terminal() && stderr().is_terminal() => Mode::Ask,
        _ => Mode::Unasked,
    };
    let mut watcher = Terminal::new(args.common.format, mode, args.verbose);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("no request can be sent: {}", said(&e)))?;
    let result = runtime.block_on(async {
        let login = login(credentials, target, pace, args.resolve_threads).await?;
        let client = Client::new(&target.host, &login, pace).map_err(|e| e.to_string())?;
        let outcome = pull_request::review(&client, target, &options, &mut watcher).await;
        outcome.map_err(|trouble| trouble.to_string())
    });
    watcher.clear();
    let outcome = result.map_err(|message| format!("{}: {message}", target.url()))?;
    if !watcher.has_printed {
        print(args.common.format, &outcome.prepared)?;
    }
    tell(&outcome, &watcher, args);
    Ok(exit(&outcome, &watcher))
}

/// Prints the review that would be posted.
fn print(format: Format, prepared: &Prepared) -> Result<(), String> {
    let plan = prepared.plan(&[]);
    review::print(format, &prepared.reading.change, &prepared.judgement, Some(&plan))
}

/// Says how it ended, on standard error.
fn tell(outcome: &Outcome, watcher: &Terminal, args: &ReviewArgs) {
    for note in &outcome.prepared.notes {
        terminal::tell(&format!("cardbot: {}\n", crate::output::plain(&note.to_string())));
    }
    let is_for_people = args.common.format == Format::Text || stderr().is_terminal();
    if is_for_people || watcher.wants() {
        let line = said::posting(outcome, watcher.mode, watcher.wants());
        terminal::tell(&format!("{}\n", crate::output::plain(&line)));
    }
    if args.verbose {
        terminal::tell(&format!("{}\n", said::tally(outcome.tally)));
    }
}

/// A review that was to be posted and could not be is a failed request; the findings were printed.
fn exit(outcome: &Outcome, watcher: &Terminal) -> Exit {
    let failed = matches!(
        &outcome.posting,
        Posting::Kept(
            Obstacle::NoToken
                | Obstacle::NoPermission { .. }
                | Obstacle::PendingReview
                | Obstacle::Unanswered(_)
                | Obstacle::Failed(_)
        )
    );
    if failed && watcher.wants() {
        return Exit::Failed;
    }
    review::exit(&outcome.prepared.judgement, &outcome.prepared.config)
}

fn options(args: &ReviewArgs) -> Result<Options, String> {
    let overrides = args.common.overrides();
    let read = |path: &Path| {
        let name = path.display().to_string();
        let bytes = std::fs::read(path)
            .map_err(|e| format!("the configuration {name} can't be read: {}", said(&e)))?;
        Ok::<_, String>((name, bytes))
    };
    let event = match (args.request_changes, args.approve) {
        (false, false) => Event::Comment,
        (true, false) => Event::RequestChanges,
        (false, true) => Event::Approve,
        (true, true) => return Err("--request-changes and --approve: say one of them".to_owned()),
    };
    Ok(Options {
        config: overrides.config.as_deref().map(read).transpose()?,
        overrides,
        broken_config: BrokenConfig::Fails,
        ignore: vec![],
        pages: RulePages::default(),
        event,
        resolve_threads: args.resolve_threads,
    })
}

async fn login(
    credentials: Credentials,
    target: &PullRequestTarget,
    pace: Pace,
    resolve_threads: bool,
) -> Result<Login, String> {
    Ok(match credentials {
        Credentials::None => Login::Anonymous,
        Credentials::Token { token, .. } => Login::Token(token),
        Credentials::App(app) => {
            let (owner, name) = (&target.owner, &target.repository);
            let wanted = if resolve_threads { REVIEW_AND_RESOLVE } else { REVIEW };
            let token = installation_token(&app, &target.host, pace, owner, name, wanted).await;
            Login::Token(token.map_err(|trouble| trouble.to_string())?)
        }
    })
}

/// Tells each request on standard error, without any token. What the libraries say of their
/// connections helps nobody here.
pub(super) fn log() {
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .with_writer(|| Redacting(std::io::stderr()));
    let ours = Targets::new().with_target(env!("CARGO_CRATE_NAME"), tracing::Level::DEBUG);
    // Set once; whoever comes second finds the same.
    let _ = tracing_subscriber::registry().with(lines.with_filter(ours)).try_init();
}
