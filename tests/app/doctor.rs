//! `cardbot doctor`: what is wrong is named, and nothing else.

use std::process::Command;

use crate::sandbox::{Run, finish};
use crate::server::World;

fn doctor(world: &World, change: impl Fn(&mut Command)) -> Run {
    world.app.set_hook("https://cardbot.example.org/webhook");
    let mut command = world.command(&["doctor"]);
    change(&mut command);
    let run = finish(&mut command);
    let all = format!("{}{}", run.stdout, run.stderr);
    assert!(!all.contains(&world.app.webhook_secret()), "{all}");
    assert!(!all.contains("PRIVATE KEY-"), "{all}");
    run
}

/// The subjects that are wrong.
fn wrong(run: &Run) -> Vec<&str> {
    let lines = run.stdout.lines().filter_map(|line| line.strip_prefix("wrong "));
    lines.filter_map(|line| Some(line.split_once(':')?.0)).collect()
}

#[test]
fn all_is_fine() {
    let run = doctor(&World::new(), |_| {});
    assert_eq!((run.status, wrong(&run)), (Some(0), vec![]), "{run:?}");
    let ok = run.stdout.lines().filter(|line| line.starts_with("ok ")).count();
    assert_eq!(ok, 8, "{run:?}");
    assert!(run.stdout.contains("?     deliveries: there were none"), "{run:?}");
    assert!(run.stdout.contains("as cardbot"), "{run:?}");
}

#[test]
fn a_key_of_another_app_is_told() {
    let world = World::new();
    let other = world.github.app("other", &[]);
    world.sandbox.write("key.pem", other.private_key());
    let run = doctor(&world, |_| {});
    assert_eq!((run.status, wrong(&run)), (Some(1), vec!["credentials"]), "{run:?}");
}

#[test]
fn a_wrong_clock_is_told() {
    let world = World::new();
    world.github.set_clock_ahead(-900);
    let run = doctor(&world, |_| {});
    assert_eq!((run.status, wrong(&run)), (Some(1), vec!["clock"]), "{run:?}");
    assert!(run.stdout.contains("seconds ahead of GitHub's"), "{run:?}");
}

#[test]
fn permissions_that_are_missing_are_named() {
    let mut world = World::new();
    let app = world.github.app("poor", &[("contents", github_stand_in::Level::Write)]);
    app.install(&[&world.repo]);
    world.sandbox.write("key.pem", app.private_key());
    world.app = app;
    let run = doctor(&world, |_| {});
    assert_eq!((run.status, wrong(&run)), (Some(1), vec!["permissions"]), "{run:?}");
    assert!(run.stdout.contains("checks: write"), "{run:?}");
    assert!(!run.stdout.contains("contents: read"), "{run:?}");
}

#[test]
fn another_webhook_secret_shows_in_the_deliveries() {
    let world = World::new();
    let server = world.serve();
    world.app.set_webhook_secret("another");
    assert_eq!(world.app.deliver(&world.opened()).status, 401);
    drop(server);
    let run = doctor(&world, |_| {});
    assert_eq!((run.status, wrong(&run)), (Some(1), vec!["deliveries"]), "{run:?}");
    assert!(run.stdout.contains("CARDBOT_WEBHOOK_SECRET"), "{run:?}");
}

#[test]
fn a_database_without_a_folder_is_told() {
    let run = doctor(&World::new(), |command| {
        command.env("DATABASE_URL", "sqlite:/nowhere/at/all/cardbot.db");
    });
    assert_eq!((run.status, wrong(&run)), (Some(1), vec!["database"]), "{run:?}");
}

#[test]
fn settings_that_are_missing_or_unreadable_are_told() {
    let world = World::new();
    let run = doctor(&world, |command| {
        for name in
            ["CARDBOT_APP_ID", "CARDBOT_APP_PRIVATE_KEY_FILE", "CARDBOT_WEBHOOK_SECRET_FILE"]
        {
            command.env_remove(name);
        }
    });
    assert_eq!((run.status, wrong(&run)), (Some(1), vec!["settings"]), "{run:?}");
    let run = doctor(&world, |command| {
        command.env_remove("CARDBOT_APP_ID");
    });
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("CARDBOT_APP_ID is not set"), "{run:?}");
}
