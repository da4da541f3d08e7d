//! The crash test: the built server is killed without a word at random moments while deliveries come
//! in and GitHub drops answers after doing the work. Each push breaks the card in a new way, so that
//! each head that is looked at gets a review: no head may have two, the last head of each pull request
//! must have one and one check run, and each mistake that it has one comment; on both databases, with
//! one and with three replicas.
//!
//! `CARDBOT_CRASH=DELIVERIES,PULL_REQUESTS,KILLS` sets the size; `scripts/crash-test` runs the large one.
#![cfg(all(feature = "app", unix))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

#[path = "../store/databases.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod databases;
#[path = "../cli/sandbox.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod sandbox;
#[path = "../app/server.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod server;
#[path = "../app/web.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod web;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use github_stand_in::{Fault, PullRequest, Signed};

use server::{Server, World};

#[derive(Clone, Copy)]
struct Size {
    deliveries: usize,
    pulls: usize,
    kills: usize,
}

impl Size {
    fn wanted() -> Self {
        let text = std::env::var("CARDBOT_CRASH").unwrap_or_else(|_| "24,8,10".to_owned());
        let all: Vec<usize> = text.split(',').map(|n| n.parse().expect("a number")).collect();
        let [deliveries, pulls, kills] = all[..] else { panic!("three numbers, not {text}") };
        Self { deliveries, pulls, kills }
    }
}

/// Random numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

#[test]
fn on_one_replica() {
    databases::on_each(&async |database| crash(database.url(), 1, Size::wanted()));
}

#[test]
fn on_three_replicas() {
    // SQLite is for one machine, but several processes may share the file.
    databases::on_each(&async |database| crash(database.url(), 3, Size::wanted()));
}

fn start(world: &World, url: &str) -> Server {
    let mut command = world.command(&["serve"]);
    command.env("DATABASE_URL", url).env("CARDBOT_WORKERS", "4").env("CARDBOT_LEASE", "1");
    Server::start(&mut command)
}

fn crash(url: &str, replicas: usize, size: Size) {
    let begun = Instant::now();
    let world = World::new();
    world.github.inject(Fault::dropped_after().always().chance(0.05, 7));
    let pulls: Vec<PullRequest> = (0..size.pulls).map(|n| open(&world, n)).collect();
    let servers: Vec<Mutex<Server>> =
        (0..replicas).map(|_| Mutex::new(start(&world, url))).collect();
    let ports = Mutex::new(servers.iter().map(|s| s.lock().unwrap().port).collect::<Vec<_>>());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut random = Random(0x2545_f491_4f6c_dd1d);
            for n in 0..size.deliveries {
                let pull = &pulls[n % pulls.len()];
                let event = if n < pulls.len() {
                    pull.event("opened")
                } else {
                    let before = pull.head();
                    pull.push(&[("README.md", card(n))], "Work on");
                    pull.synchronized(&before)
                };
                let signed = world.app.signed(&event, &format!("guid-{n}"));
                deliver(&ports, &mut random, &signed);
                std::thread::sleep(Duration::from_millis(random.below(120)));
            }
        });
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for _ in 0..size.kills {
            std::thread::sleep(Duration::from_millis(random.below(800)));
            let which = usize::try_from(random.below(replicas as u64)).unwrap();
            let mut server = servers[which].lock().unwrap();
            server.kill();
            *server = start(&world, url);
            ports.lock().unwrap()[which] = server.port;
        }
    });
    let server = servers[0].lock().unwrap();
    server.until_all_is_done(Duration::from_secs(600));
    for pull in &pulls {
        assert_reviewed_once(&server, pull);
    }
    let reviews: usize = pulls.iter().map(|pull| pull.reviews().len()).sum();
    let kind = url.split(':').next().unwrap_or_default();
    let Size { deliveries, pulls, kills } = size;
    eprintln!(
        "{kind}, {replicas} replica(s): {deliveries} deliveries over {pulls} pull requests, {kills} \
         kills: {reviews} reviews, each last head has one, in {:.0} s",
        begun.elapsed().as_secs_f64()
    );
}

/// A card with one mistake that stays, and one that is new with each push.
fn card(push: usize) -> String {
    format!(
        "---\nlicense: Apache 2.0\nlanguage: en\npipeline_tag: no-task-{push}\n---\n# Model\n\nText.\n"
    )
}

fn open(world: &World, number: usize) -> PullRequest {
    let fork = world.repo.fork(&format!("author{number}"));
    fork.commit("work", &[("README.md", card(number))], "Change");
    world.repo.open_from_fork(&fork, "work", "main")
}

#[track_caller]
fn assert_reviewed_once(server: &Server, pull: &PullRequest) {
    let log = server.log();
    let reviews = pull.reviews();
    let mut heads: Vec<&str> = reviews.iter().map(|review| review.commit.as_str()).collect();
    assert_eq!(heads.last(), Some(&pull.head().as_str()), "{reviews:#?}\n{log}");
    heads.sort_unstable();
    heads.dedup();
    assert_eq!(heads.len(), reviews.len(), "a head has two reviews: {reviews:#?}\n{log}");
    // What stays is said once and what is new once; what is mended was taken away.
    let comments = pull.comments();
    let said = comments.iter().filter(|comment| comment.reply_to.is_none()).count();
    assert_eq!(said, 2, "{reviews:#?}\n{comments:#?}\n{log}");
    let card = String::from_utf8(pull.file("README.md").unwrap()).unwrap();
    let task = card.lines().find_map(|line| line.strip_prefix("pipeline_tag: ")).unwrap();
    let of_task = comments.iter().filter(|comment| comment.body.contains(&format!("`{task}`")));
    assert_eq!(of_task.count(), 1, "{task}: {comments:#?}\n{log}");
    let checks = pull.checks();
    assert_eq!(checks.len(), 1, "{checks:#?}\n{log}");
    assert_eq!(checks[0].conclusion.as_deref(), Some("failure"), "{checks:#?}");
}

/// Delivers until somebody has taken it, as redeliveries would.
fn deliver(ports: &Mutex<Vec<u16>>, random: &mut Random, signed: &Signed) {
    let begun = Instant::now();
    loop {
        let port = {
            let ports = ports.lock().unwrap();
            ports[usize::try_from(random.below(ports.len() as u64)).unwrap()]
        };
        if matches!(web::try_post(port, &signed.headers, &signed.body), Ok(202)) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "nobody takes a delivery");
        std::thread::sleep(Duration::from_millis(20));
    }
}
