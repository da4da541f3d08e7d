//! `cardbot doctor`: what is wrong is named, and nothing else.

use std::process::Command;

use github_stand_in::Level;

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
    // GitHub takes what the App signs in the first case, and refuses it in the others.
    for (theirs, ours) in [(120, "behind"), (-900, "ahead of"), (900, "behind")] {
        world.github.set_clock_ahead(theirs);
        let run = doctor(&world, |_| {});
        assert_eq!((run.status, wrong(&run)), (Some(1), vec!["clock"]), "{theirs}: {run:?}");
        assert!(run.stdout.contains(&format!("seconds {ours} GitHub's")), "{run:?}");
    }
    world.github.set_clock_ahead(10);
    let run = doctor(&world, |_| {});
    assert_eq!((run.status, wrong(&run)), (Some(0), vec![]), "{run:?}");
}

#[test]
fn what_an_installation_does_not_grant_is_named_with_its_account() {
    let world = World::new();
    let other = world.github.repository("second/model");
    let second = world.app.install(&[&other]);
    let granted = crate::server::permissions(Level::Read);
    world.app.accept(second, &granted[1..]);
    let run = doctor(&world, |_| {});
    let told = "installation on second";
    assert_eq!((run.status, wrong(&run)), (Some(1), vec![told]), "{run:?}");
    assert!(run.stdout.contains("does not grant checks: write"), "{run:?}");
    assert!(run.stdout.contains("without check runs"), "{run:?}");
    assert!(run.stdout.contains(&format!("/settings/installations/{second}")), "{run:?}");
    world.app.accept(second, &granted);
    world.app.suspend(second, true);
    let run = doctor(&world, |_| {});
    assert_eq!((run.status, wrong(&run)), (Some(1), vec![told]), "{run:?}");
    assert!(run.stdout.contains("suspended"), "{run:?}");
}

#[test]
fn installations_are_looked_at_on_all_pages() {
    let world = World::new();
    let mut last = 0;
    for n in 0..120 {
        let repo = world.github.repository(&format!("org{n}/model"));
        last = world.app.install(&[&repo]);
    }
    world.app.suspend(last, true);
    let run = doctor(&world, |_| {});
    assert_eq!(wrong(&run), ["installation on org119"], "{run:?}");
    assert!(run.stdout.contains("installations: 121"), "{run:?}");
}

#[test]
fn a_github_that_can_not_be_asked_is_told_with_the_rest() {
    let world = World::new();
    let run = doctor(&world, |command| {
        command.env("GITHUB_API_URL", "http://127.0.0.1:1");
    });
    assert_eq!((run.status, wrong(&run)), (Some(1), vec!["credentials"]), "{run:?}");
    assert!(run.stdout.contains("ok    database"), "{run:?}");
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
fn a_database_that_is_none_is_told() {
    let world = World::new();
    world.sandbox.write("cardbot.db", "This is a text that somebody saved under a wrong name.");
    let run = doctor(&world, |command| {
        command.env("DATABASE_URL", "sqlite:cardbot.db");
    });
    assert_eq!((run.status, wrong(&run)), (Some(1), vec!["database"]), "{run:?}");
    assert!(run.stdout.contains("file is not a database"), "{run:?}");
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
