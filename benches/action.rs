//! How long the step of the GitHub Action takes from its start to the posted review, when every
//! request takes 100 ms, the download of the archive among them; and how long a Node action that does
//! nothing takes to start. Prints the rows of the table in `docs/performance.md`.
//!
//!   cargo bench --bench action
//!
//! The program is the Action's own, as the release builds it: without the App, for size, static on
//! Linux. It is built here, whatever the benchmark itself is built with.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it is a script")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use github_stand_in::{Fault, Level, StandIn};

const GOOD: &str = "---\nlicense: mit\nlanguage: en\n---\n# Model\n\nSome text about the model.\n";
const LATENCY: Duration = Duration::from_millis(100);
const RUNS: u32 = 7;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let work = std::env::temp_dir().join(format!("cardbot-bench-{}", std::process::id()));
    let archive = pack(root, &build(root), &work);
    let size = fs::metadata(&archive).unwrap().len();
    let copy = copy_of_action(root, &work, &archive);
    let url = serve(fs::read(&archive).unwrap());
    let mut times = vec![];
    for run in 0..RUNS {
        times.push(step(&work, &copy, &url, run));
    }
    println!("| what | median of {RUNS} |\n|---|---|");
    println!("| the archive | {:.2} MB |", size as f64 / 1e6);
    println!("| the step, from its start to the posted review | {:.2} s |", median(times));
    let node = || Command::new("node").args(["-e", "0"]).status().is_ok();
    if node() {
        let times = (0..RUNS).map(|_| {
            let start = Instant::now();
            node();
            start.elapsed()
        });
        println!("| `node -e 0`, which does nothing | {:.2} s |", median(times.collect()));
    } else {
        println!("| `node -e 0` | there is no node |");
    }
    fs::remove_dir_all(&work).unwrap();
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).unwrap().as_secs_f64()
}

/// Builds the Action's program, beside what the benchmark was built into.
fn build(root: &Path) -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_cardbot")).ancestors().nth(2).unwrap();
    let said = Command::new("rustc").arg("-vV").output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    let host = said.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let mut build = Command::new(env!("CARGO"));
    build
        .args(["build", "--profile", "action", "--locked", "--no-default-features"])
        .args(["--bin", "cardbot", "--target", host, "--target-dir"])
        .arg(folder)
        .current_dir(root);
    if host.ends_with("linux-gnu") {
        build.env("RUSTFLAGS", "-C target-feature=+crt-static");
    }
    assert!(build.status().unwrap().success());
    folder.join(host).join("action/cardbot")
}

fn pack(root: &Path, program: &Path, work: &Path) -> PathBuf {
    let mut pack = Command::new(root.join("scripts/release/pack"));
    pack.args(["action", "x86_64-unknown-linux-musl"]).arg(program).arg(work);
    let said = pack.output().unwrap();
    assert!(said.status.success(), "{said:?}");
    PathBuf::from(String::from_utf8(said.stdout).unwrap().trim())
}

/// The action with the checksum of this archive.
fn copy_of_action(root: &Path, work: &Path, archive: &Path) -> PathBuf {
    let copy = work.join("copy");
    for file in ["action/run.sh", "scripts/release/version", "Cargo.toml"] {
        let to = copy.join(file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(root.join(file), to).unwrap();
    }
    let mut checksums = Command::new(root.join("scripts/release/checksums"));
    let said = checksums.arg(archive.parent().unwrap()).output().unwrap();
    assert!(said.status.success(), "{said:?}");
    fs::write(copy.join("action/checksums.txt"), said.stdout).unwrap();
    copy
}

/// Serves the archive at any path, each time after the latency.
fn serve(archive: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            lines.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).count();
            std::thread::sleep(LATENCY);
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                archive.len()
            );
            stream.write_all(&[head.as_bytes(), &archive].concat()).unwrap();
        }
    });
    url
}

/// One step on a new pull request, in an empty folder.
fn step(work: &Path, copy: &Path, url: &str, run: u32) -> Duration {
    let github = StandIn::start_unlogged();
    let repo = github.repository("org/model");
    repo.commit("main", &[("README.md", GOOD)], "Begin");
    repo.branch("work", "main");
    repo.commit("work", &[("README.md", GOOD.replace("mit", "Apache 2.0"))], "Change");
    let pull = repo.open("work", "main");
    let may = [("contents", Level::Read), ("pull_requests", Level::Write)];
    let token = github.actions_token(&repo, &may);
    github.inject(Fault::latency(LATENCY));
    let temp = work.join(format!("temp-{run}"));
    fs::create_dir_all(&temp).unwrap();
    let event = temp.join("event.json");
    fs::write(&event, format!(r#"{{"pull_request": {{"number": {}}}}}"#, pull.number())).unwrap();
    let mut step = Command::new("bash");
    step.arg(copy.join("action/run.sh"))
        .envs(github.environment())
        .env("GITHUB_ACTION_PATH", copy)
        .env("GITHUB_EVENT_NAME", "pull_request")
        .env("GITHUB_EVENT_PATH", &event)
        .env("GITHUB_REPOSITORY", "org/model")
        .env("GITHUB_OUTPUT", temp.join("output"))
        .env("GITHUB_STEP_SUMMARY", temp.join("summary"))
        .env("INPUT_TOKEN", &token)
        .env("INPUT_DOWNLOAD_URL", url)
        .env("RUNNER_OS", "Linux")
        .env("RUNNER_ARCH", "X64")
        .env("RUNNER_TEMP", &temp);
    let start = Instant::now();
    let said = step.output().unwrap();
    let took = start.elapsed();
    assert_eq!(said.status.code(), Some(1), "{said:?}");
    assert_eq!(pull.reviews().len(), 1, "{said:?}");
    took
}
