//! A server of an earlier version, replaced by this one while both work on the same database.

use std::process::Command;
use std::time::Duration;

use crate::databases;
use crate::load::Load;
use crate::server::{Server, World};

/// `scripts/upgrade-test` builds an earlier version and names its program here.
const FORMER: &str = "CARDBOT_TEST_FORMER";

#[test]
fn an_earlier_version_is_replaced_under_load() {
    let Some(former) = std::env::var(FORMER).ok() else {
        eprintln!("SKIPPED: {FORMER} names no earlier program; scripts/upgrade-test builds one");
        return;
    };
    databases::on_each(&async |database| {
        let world = World::new();
        let start = |mut command: Command| {
            command
                .env("DATABASE_URL", database.url())
                .env("CARDBOT_WORKERS", "2")
                .env("CARDBOT_LEASE", "1");
            Server::start(&mut command)
        };
        let mut old = start(world.command_of(&former, &["serve"]));
        let load = Load::new(&world, 12);
        let new = load.during(old.port, || {
            std::thread::sleep(Duration::from_secs(1));
            let new = start(world.command(&["serve"]));
            std::thread::sleep(Duration::from_secs(2));
            new
        });
        let before = load.count();
        old.terminate();
        assert_eq!(old.ended(), Some(0), "{}", old.log());
        load.during(new.port, || std::thread::sleep(Duration::from_secs(2)));
        assert!(load.count() > before);
        assert_eq!(load.came_again(), 0);
        new.until_all_is_done(Duration::from_secs(120));
        load.assert_reviewed_once(&new);
        load.assert_known(new.port, load.count());
    });
}
