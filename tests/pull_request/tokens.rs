//! Who we are, and that nobody else hears of it.

use github_stand_in::{Fault, Level, On};

use crate::sandbox::finish;
use crate::world::{World, lines};

#[test]
fn a_public_pull_request_can_be_looked_at_without_a_token() {
    let world = World::new();
    let pull = world.bad_pull();
    let run = finish(world.command(&pull, &[]).env_remove("GITHUB_TOKEN"));
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.stdout.contains("license-unknown"), "{}", run.stdout);
    assert!(run.stderr.contains("no token"), "{}", run.stderr);
    assert!(world.requests().iter().all(|request| !request.is_graphql()));
    let run = finish(world.command(&pull, &["--post"]).env_remove("GITHUB_TOKEN"));
    assert_eq!(run.status, Some(2), "{run:?}");
}

#[test]
fn without_a_token_large_pull_requests_are_not_begun() {
    let world = World::new();
    let paths: Vec<String> = (0..21).map(|n| format!("m{n}/README.md")).collect();
    let files: Vec<_> = paths.iter().map(|p| (p.as_str(), crate::world::BAD)).collect();
    let pull = world.pull(&files);
    let run = finish(world.command(&pull, &[]).env_remove("GITHUB_TOKEN"));
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("21 files"), "{}", run.stderr);
    assert!(world.counts().0 < 10);
}

#[test]
fn the_configuration_of_gh_is_a_fallback() {
    let world = World::new();
    let pull = world.bad_pull();
    let host = world.github.url().trim_start_matches("http://").to_owned();
    let hosts = format!("\"{host}\":\n    oauth_token: {}\n    user: a\n", world.token);
    world.sandbox.write(".config/gh/hosts.yml", hosts);
    let run = finish(world.command(&pull, &["--post"]).env_remove("GITHUB_TOKEN"));
    assert_eq!(run.status, Some(1), "{run:?}");
    assert_eq!(lines(&pull).len(), 1);
}

#[test]
fn a_token_never_goes_to_a_host_that_it_is_not_for() {
    let world = World::new();
    let pull = world.bad_pull();
    // The environment speaks of another host than the one of the pull request.
    let mut command = world.sandbox.cardbot();
    command.args(["review", &pull.url().replace("http://", "https://")]);
    command.env("GITHUB_TOKEN", &world.token).env("GITHUB_SERVER_URL", "https://git.example.org");
    let run = finish(&mut command);
    assert_eq!(run.status, Some(2));
    assert!(!run.stderr.contains(&world.token));
}

#[test]
fn the_log_counts_requests_and_shows_no_token() {
    let world = World::new();
    let pull = world.bad_pull();
    let run = world.run(&pull, &["--post", "-v"]);
    assert!(run.stderr.contains("requests: 4 reads, 1 write; GraphQL cost: 3"), "{}", run.stderr);
    assert!(run.stderr.contains("/pulls/1/reviews"), "{}", run.stderr);
    let log: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("DEBUG")).collect();
    assert_eq!(log.len(), 5, "a line a request, and nothing else: {}", run.stderr);
    assert!(!run.stderr.contains(&world.token), "{}", run.stderr);
}

#[test]
fn a_revoked_token_is_told() {
    let world = World::new();
    let pull = world.bad_pull();
    world.github.revoke(&world.token);
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("does not accept the token"), "{}", run.stderr);
    assert!(!run.stderr.contains(&world.token), "{}", run.stderr);
}

#[test]
fn a_pull_request_that_is_not_there_is_told() {
    let world = World::new();
    let pull = world.bad_pull();
    let url = pull.url().replace("/pull/1", "/pull/99");
    let mut command = world.command(&pull, &[]);
    let run = finish(command.args(["--fail-on", "never"]));
    assert_eq!(run.status, Some(0));
    let mut command = world.sandbox.cardbot();
    command.args(["review", &url]).envs(world.github.environment());
    let run = finish(command.env("GITHUB_TOKEN", &world.token));
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("no such pull request"), "{}", run.stderr);
}

#[test]
fn an_enterprise_server_and_a_renamed_repository() {
    let world = World::new();
    let pull = world.bad_pull();
    let url = pull.url();
    world.repo.rename("org/renamed");
    let mut command = world.sandbox.cardbot();
    command.args(["review", &url, "--post", "--select", crate::world::SELECT]);
    command.envs(world.github.enterprise_environment()).env("GITHUB_TOKEN", &world.token);
    let run = finish(&mut command);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert_eq!(lines(&pull).len(), 1);
    assert!(world.requests().iter().all(|request| request.path.starts_with("/api/")));
}

#[test]
fn an_app_gets_a_token_for_this_repository_alone() {
    let world = World::new();
    let pull = world.bad_pull();
    let all = [("contents", Level::Write), ("pull_requests", Level::Write)];
    let app = world.github.app("cardbot", &all);
    app.install(&[&world.repo]);
    world.sandbox.write("key.pem", app.private_key());
    let run = |id: &str| {
        let mut command = world.command(&pull, &["--post"]);
        command.env_remove("GITHUB_TOKEN").env("CARDBOT_APP_ID", id);
        finish(command.env("CARDBOT_APP_PRIVATE_KEY_FILE", world.sandbox.path("key.pem")))
    };
    // Clocks may differ: GitHub says by how much.
    for ahead in [0, 400, -400] {
        world.github.set_clock_ahead(ahead);
        let done = run(&app.id().to_string());
        assert_eq!(done.status, Some(1), "{ahead}: {done:?}");
    }
    assert_eq!(pull.reviews().len(), 1);
    assert_eq!(pull.reviews()[0].author, "cardbot");
    let asked = world.requests().into_iter().find(|r| r.path.ends_with("/access_tokens")).unwrap();
    assert_eq!(asked.body["repositories"][0], "model");
    assert_eq!(asked.body["permissions"]["contents"], "read");
    let unknown = run("999999");
    assert_eq!(unknown.status, Some(2), "{unknown:?}");
}

#[test]
fn an_app_that_is_not_installed_says_so() {
    let world = World::new();
    let pull = world.bad_pull();
    let app = world.github.app("cardbot", &[("contents", Level::Read)]);
    let mut command = world.command(&pull, &[]);
    command.env_remove("GITHUB_TOKEN").env("CARDBOT_APP_ID", app.id().to_string());
    // Some keep the key on one line.
    let key = app.private_key().replace('\n', "\\n");
    let run = finish(command.env("CARDBOT_APP_PRIVATE_KEY", key));
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("not installed on org/model"), "{}", run.stderr);
}

#[test]
fn why_the_commits_cannot_be_compared_is_told() {
    // Branches that have no commit in common.
    let world = World::new();
    let fork = world.repo.fork("author");
    fork.begin("work", &[("README.md", crate::world::BAD)]);
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("no commit in common"), "{}", run.stderr);
    // GitHub has lost the commits, or does not show them.
    let missing = |pull: &github_stand_in::PullRequest, world: &World| {
        let compare = On::Path("GET", Box::leak(pull.head().into_boxed_str()));
        world.github.inject(Fault::status(404).on(compare));
        let run = world.run(pull, &["--post"]);
        assert_eq!(run.status, Some(2), "{run:?}");
        run.stderr
    };
    let world = World::new();
    let pull = world.bad_pull();
    let told = missing(&pull, &world);
    assert!(told.contains("the token must be able to read the contents"), "{told}");
    let fork = world.repo.fork("gone");
    fork.commit("work", &[("README.md", crate::world::BAD)], "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    fork.delete();
    let told = missing(&pull, &world);
    assert!(told.contains("the fork of this pull request was deleted"), "{told}");
    // Without the permission GitHub says which one it is.
    let world = World::new();
    world.repo.make_private();
    let pull = world.bad_pull();
    world.github.set_permissions(&world.token, &[("pull_requests", Level::Write)]);
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    eprintln!("{}", run.stderr);
    assert_eq!(run.stderr.trim().lines().count(), 1, "{}", run.stderr);
}
