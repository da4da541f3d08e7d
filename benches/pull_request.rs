//! How long the review of a pull request takes when every request takes 100 ms, how many requests it
//! takes, and what is lost or doubled when something goes wrong. Prints the tables in
//! `docs/performance.md` and `docs/github-proof.md`.
//!
//!   cargo bench --bench pull_request

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it is a script")]

use std::process::Command;
use std::time::{Duration, Instant};

use github_stand_in::{Fault, Level, On, PullRequest, StandIn};

const GOOD: &str = "---\nlicense: mit\nlanguage: en\n---\n# Model\n\nSome text about the model.\n";
const LATENCY: Duration = Duration::from_millis(100);

fn main() {
    strike();
    println!();
    println!("| changed cards | reads | writes | wall time |\n|---|---|---|---|");
    for cards in [1, 10, 50, 200] {
        let (github, pull, token) = scene(cards);
        github.inject(Fault::latency(LATENCY));
        let mut times: Vec<Duration> = (0..5)
            .map(|_| {
                let start = Instant::now();
                let (status, _) = run(&github, &pull, &token, &["--dry-run"]);
                assert_eq!(status, Some(1));
                start.elapsed()
            })
            .collect();
        times.sort();
        // Posting takes the last look and the write on top; once, for then it stands there.
        github.forget_requests();
        let start = Instant::now();
        run(&github, &pull, &token, &["--post"]);
        let posted = start.elapsed();
        let requests = github.requests();
        let writes = requests.iter().filter(|request| request.write).count();
        println!(
            "| {cards} | {} | {writes} | {:.2} s ({:.2} s to read and judge) |",
            requests.len() - writes,
            posted.as_secs_f64(),
            times[times.len() / 2].as_secs_f64(),
        );
    }
}

/// What goes wrong, in the words of the table, and what is struck.
fn faults() -> Vec<(&'static str, Fault)> {
    let post = || On::Path("POST", "/reviews");
    let soon = Duration::from_millis(200);
    let later = Duration::from_millis(900);
    vec![
        ("every answer takes 100 ms", Fault::latency(LATENCY)),
        ("two reads are answered with 502", Fault::status(502).on(On::Reads).times(2)),
        ("every third request or so is answered with 502", Fault::status(502).chance(0.3, 7)),
        ("two reads break off", Fault::dropped().on(On::Reads).times(2)),
        ("a read is answered in part", Fault::partial_answer().after(1)),
        (
            "the texts are too much for GitHub, twice",
            Fault::status(502).on(On::Graphql).after(1).times(2),
        ),
        ("the write breaks off", Fault::dropped().on(post())),
        ("the write is done, then breaks off", Fault::dropped_after().on(post())),
        ("the write is answered with 502", Fault::status(502).on(post())),
        ("the write is done, then answered with 502", Fault::status_after(502).on(post())),
        ("the write is done late, within GitHub's limit", Fault::finished_late(soon).on(post())),
        ("the write is done later than that", Fault::finished_late(later).on(post())),
        ("the hourly limit, for a second", Fault::primary_limit(403, 1).on(On::Reads)),
        ("the secondary limit, for a second, on a read", secondary(On::Reads)),
        ("the secondary limit, for a second, on the write", secondary(post())),
        ("a limit told with status 200, for a second", Fault::graphql_limit_for(1)),
        (
            "a limit that lasts longer than the patience",
            Fault::primary_limit(403, 600).on(On::Reads).always(),
        ),
        ("no write is ever answered", Fault::status(502).on(On::Writes).always()),
    ]
}

fn secondary(on: On) -> Fault {
    Fault::secondary_limit(403, Some(1)).on(on)
}

/// Strikes a review of three cards with each fault, lets it pass, and reviews once more. Counts the
/// findings that stand nowhere, and those that stand twice.
fn strike() {
    println!("| what goes wrong | lost, printed | lost, posted | after the next run | doubled |");
    println!("|---|---|---|---|---|");
    for (name, fault) in faults() {
        let (github, pull, token) = scene(3);
        let expected = findings(&run(&github, &pull, &token, &["--dry-run", "--format", "json"]).1);
        github.inject(fault);
        let (_, printed) = run(&github, &pull, &token, &["--post", "--format", "json"]);
        std::thread::sleep(Duration::from_secs(1));
        github.heal();
        let printed = findings(&printed);
        let first = counted(&pull, &expected);
        run(&github, &pull, &token, &["--post"]);
        let last = counted(&pull, &expected);
        println!(
            "| {name} | {} | {} | {} | {} |",
            expected.iter().filter(|print| !printed.contains(print)).count(),
            first.iter().filter(|times| **times == 0).count(),
            last.iter().filter(|times| **times == 0).count(),
            last.iter().filter(|times| **times > 1).count(),
        );
    }
}

/// The fingerprints in a review's JSON, as short as the marks have them.
fn findings(json: &[u8]) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_slice(json).unwrap_or_default();
    let files = json["files"].as_array().into_iter().flatten();
    let findings = files.flat_map(|file| file["findings"].as_array().into_iter().flatten());
    findings.map(|f| f["fingerprint"].as_str().unwrap()[..16].to_owned()).collect()
}

/// How often each finding stands on the pull request.
fn counted(pull: &PullRequest, prints: &[String]) -> Vec<usize> {
    let comments = pull.comments().into_iter().map(|comment| comment.body);
    let reviews = pull.reviews().into_iter().map(|review| review.body);
    let texts: Vec<String> = comments.chain(reviews).collect();
    prints.iter().map(|print| texts.iter().filter(|text| text.contains(print)).count()).collect()
}

/// A pull request that breaks the licence of so many cards.
fn scene(cards: usize) -> (StandIn, PullRequest, String) {
    let github = StandIn::start_unlogged();
    let repo = github.repository("org/models");
    let paths: Vec<String> = (0..cards).map(|n| format!("m{n}/README.md")).collect();
    let bad = GOOD.replace("mit", "Apache 2.0");
    let with = |text| paths.iter().map(|path| (path.as_str(), text)).collect::<Vec<_>>();
    repo.commit("main", &with(GOOD), "Begin");
    repo.branch("work", "main");
    repo.commit("work", &with(&bad), "Change");
    let pull = repo.open("work", "main");
    let permissions = [("contents", Level::Read), ("pull_requests", Level::Write)];
    let token = github.actions_token(&repo, &permissions);
    (github, pull, token)
}

fn run(github: &StandIn, pull: &PullRequest, token: &str, args: &[&str]) -> (Option<i32>, Vec<u8>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cardbot"));
    command.args(["review", &pull.url()]).args(args);
    command.envs(github.environment()).env("GITHUB_TOKEN", token);
    // GitHub's ten seconds, and its minutes, are short here.
    command.env("CARDBOT_REQUEST_LIMIT", "0.4").env("CARDBOT_PATIENCE", "3");
    let done = command.output().unwrap();
    (done.status.code(), done.stdout)
}
