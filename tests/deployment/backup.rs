//! A backup of the one file, taken while the server works, and the server on what was restored.

use std::process::Command;
use std::time::Duration;

use crate::load::Load;
use crate::program;
use crate::server::{Server, World};

#[test]
fn a_backup_that_was_taken_under_load_serves_on() {
    let Some(sqlite3) = program("sqlite3") else { return };
    let world = World::new();
    let start = |file: &str| {
        let mut command = world.command(&["serve"]);
        command
            .env("DATABASE_URL", format!("sqlite:{file}"))
            .env("CARDBOT_WORKERS", "2")
            // What was under way when the backup was taken is under way in it.
            .env("CARDBOT_LEASE", "1");
        Server::start(&mut command)
    };
    let mut server = start("cardbot.db");
    let load = Load::new(&world, 12);
    let before = load.during(server.port, || {
        std::thread::sleep(Duration::from_secs(1));
        let before = load.count();
        let saved = Command::new(&sqlite3)
            .args(["cardbot.db", "VACUUM INTO 'backup.db'"])
            .current_dir(world.sandbox.path(""))
            .status();
        assert!(saved.unwrap().success());
        std::thread::sleep(Duration::from_secs(1));
        before
    });
    assert!((1..load.count()).contains(&before));
    assert_eq!(load.came_again(), 0);
    server.terminate();
    assert_eq!(server.ended(), Some(0), "{}", server.log());

    let server = start("backup.db");
    // What came before the backup is known; the rest comes again, as GitHub's redeliveries do.
    load.assert_known(server.port, before);
    server.until_all_is_done(Duration::from_secs(120));
    load.assert_reviewed_once(&server);
}
