//! What docs/deployment.md promises, tried with the programs that it names: several replicas behind
//! HAProxy, replaced one after the other and killed; a backup by `sqlite3`; an end under load; an earlier
//! version replaced by this one.
//!
//! Without `haproxy` and `sqlite3` their tests are skipped, loudly; with
//! `CARDBOT_TEST_DEPLOYMENT=required` that is a failure.
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

mod backup;
mod load;
mod replicas;
mod upgrade;

use std::path::PathBuf;
use std::time::Duration;

use load::Load;
use server::{Server, World};

/// Where a program is that not every machine has.
fn program(name: &str) -> Option<PathBuf> {
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&searched).collect();
    // Not always among them: Debian has HAProxy there.
    folders.push("/usr/sbin".into());
    let found = folders.into_iter().map(|folder| folder.join(name)).find(|path| path.is_file());
    if found.is_none() {
        let required = std::env::var("CARDBOT_TEST_DEPLOYMENT").is_ok_and(|v| v == "required");
        assert!(!required, "{name} is not on this machine");
        eprintln!("SKIPPED: {name} is not on this machine");
    }
    found
}

#[test]
fn what_is_not_finished_at_the_end_is_handed_back() {
    databases::on_each(&async |database| {
        let world = World::new();
        let start = || {
            let mut command = world.command(&["serve"]);
            command
                .env("DATABASE_URL", database.url())
                .env("CARDBOT_WORKERS", "2")
                // No time to finish, and work that is not handed back is not seen again in this test.
                .env("CARDBOT_GRACE", "0.05")
                .env("CARDBOT_LEASE", "3600");
            Server::start(&mut command)
        };
        let mut server = start();
        let load = Load::new(&world, 12);
        for _ in 0..4 {
            load.during(server.port, || std::thread::sleep(Duration::from_millis(700)));
            server.terminate();
            assert_eq!(server.ended(), Some(0), "{}", server.log());
            server = start();
        }
        server.until_all_is_done(Duration::from_secs(120));
        load.assert_reviewed_once(&server);
        assert_eq!(load.came_again(), 0);
        // All that was acknowledged is there.
        load.assert_known(server.port, load.count());
    });
}
