//! How long the review of a pull request takes when every request takes 100 ms, and how many
//! requests it takes. Prints the rows of the table in `docs/performance.md`.
//!
//!   cargo bench --bench pull_request

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it is a script")]

use std::process::Command;
use std::time::{Duration, Instant};

use github_stand_in::{Fault, Level, StandIn};

const GOOD: &str = "---\nlicense: mit\nlanguage: en\n---\n# Model\n\nSome text about the model.\n";
const LATENCY: Duration = Duration::from_millis(100);

fn main() {
    println!("| changed cards | reads | writes | wall time |\n|---|---|---|---|");
    for cards in [1, 10, 50, 200] {
        let github = StandIn::start_unlogged();
        let repo = github.repository("org/models");
        let paths: Vec<String> = (0..cards).map(|n| format!("m{n}/README.md")).collect();
        let bad = GOOD.replace("mit", "Apache 2.0");
        let with = |text| paths.iter().map(|path| (path.as_str(), text)).collect::<Vec<_>>();
        repo.commit("main", &with(GOOD), "Begin");
        repo.branch("work", "main");
        repo.commit("work", &with(&bad), "Change");
        let pull = repo.open("work", "main");
        let token = github
            .actions_token(&repo, &[("contents", Level::Read), ("pull_requests", Level::Write)]);
        github.inject(Fault::latency(LATENCY));
        let mut times: Vec<Duration> = (0..5)
            .map(|_| {
                let start = Instant::now();
                let status = run(&github, &pull.url(), &token, "--dry-run");
                assert_eq!(status, Some(1));
                start.elapsed()
            })
            .collect();
        times.sort();
        // Posting takes the last look and the write on top; once, for then it stands there.
        github.forget_requests();
        let start = Instant::now();
        run(&github, &pull.url(), &token, "--post");
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

fn run(github: &StandIn, url: &str, token: &str, how: &str) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cardbot"));
    command.args(["review", url, how]).envs(github.environment()).env("GITHUB_TOKEN", token);
    command.output().unwrap().status.code()
}
