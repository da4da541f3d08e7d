//! The crash test: the built server is killed without a word at random moments while deliveries come
//! in and GitHub drops answers after doing the work. Every pull request must have one review, one
//! comment and, on its last head, one check run; on both databases, with one and with three replicas.
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

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
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
    command
        .env("DATABASE_URL", url)
        .env("CARDBOT_WORKERS", "4")
        .env("CARDBOT_LEASE", "1")
        // A worker that dies counts as a try.
        .env("CARDBOT_ATTEMPTS", "10000");
    Server::start(&mut command)
}

fn crash(url: &str, replicas: usize, size: Size) {
    let begun = Instant::now();
    let world = World::new();
    world.github.inject(Fault::dropped_after().always().chance(0.05, 7));
    let pulls: Vec<PullRequest> =
        (0..size.pulls).map(|n| world.pull_of(&format!("author{n}"))).collect();
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
                    pull.push(&[("model.py", format!("print({n})\n"))], "Work on");
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
        server.assert_reviewed_once(pull);
    }
    let kind = url.split(':').next().unwrap_or_default();
    let Size { deliveries, pulls, kills } = size;
    eprintln!(
        "{kind}, {replicas} replica(s): {deliveries} deliveries over {pulls} pull requests, {kills} \
         kills: each reviewed once, in {:.0} s",
        begun.elapsed().as_secs_f64()
    );
}

/// Delivers until somebody has taken it, as redeliveries would.
fn deliver(ports: &Mutex<Vec<u16>>, random: &mut Random, signed: &Signed) {
    let begun = Instant::now();
    loop {
        let port = {
            let ports = ports.lock().unwrap();
            ports[usize::try_from(random.below(ports.len() as u64)).unwrap()]
        };
        if post(port, signed).is_ok_and(|answer| answer.starts_with("HTTP/1.1 202")) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "nobody takes a delivery");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn post(port: u16, signed: &Signed) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let head = web::head("POST /webhook", &signed.headers, signed.body.len());
    stream.write_all(head.as_bytes())?;
    stream.write_all(&signed.body)?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
