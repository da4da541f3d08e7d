//! Each set-up, each amount of findings, and each thing that can be in the way: every finding comes
//! out somewhere, and the exit status follows `fail-on`.

use github_stand_in::{Fault, Level, On};

use crate::runner::Used;
use crate::world::{BAD, READS, WRITES, World, assert_annotated, assert_on_pull, said};

fn assert_outputs(used: &Used, findings: usize) {
    assert_eq!(used.outputs["findings"], findings.to_string(), "{used:?}");
    let sarif: serde_json::Value = serde_json::from_str(&used.sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), findings, "{}", used.sarif);
}

#[test]
fn an_own_branch_is_reviewed() {
    let world = World::new();
    let pull = world.of_branch(&[("README.md", BAD)]);
    let job = world.on("pull_request", &pull, &WRITES);
    let used = job.run();
    let findings = world.findings(&pull);
    assert_eq!(used.status, 1, "{used:?}");
    assert_on_pull(&pull, &findings);
    assert!(used.annotations().is_empty(), "told twice: {used:?}");
    assert!(used.summary.contains("license-unknown"), "{}", used.summary);
    assert!(!used.summary.contains("<!-- cardbot"), "{}", used.summary);
    assert_outputs(&used, findings.len());
    assert_eq!(used.outputs["errors"], "1");
    assert_eq!(used.outputs["fixable"], "1");
    assert!(used.outputs["review-url"].starts_with(&pull.url()), "{used:?}");
    // The next run has nothing new to say, and still names the review.
    let again = world.on("pull_request", &pull, &WRITES).run();
    assert_eq!(again.status, 1, "{again:?}");
    assert_eq!(again.outputs["review-url"], used.outputs["review-url"]);
    assert_eq!(pull.reviews().len(), 1);
}

#[test]
fn a_fork_with_a_token_that_only_reads() {
    let world = World::new();
    let pull = world.of_fork(&[("README.md", BAD)]);
    let used = world.on("pull_request", &pull, &READS).run();
    let findings = world.findings(&pull);
    assert_eq!(used.status, 1, "{used:?}");
    assert!(pull.reviews().is_empty());
    assert_annotated(&used, &findings);
    assert_outputs(&used, findings.len());
    assert!(used.summary.contains("token of this run may not"), "{}", used.summary);
    assert_eq!(used.outputs["review-url"], "");
}

#[test]
fn a_fork_with_pull_request_target() {
    let world = World::new();
    let pull = world.of_fork(&[("README.md", BAD)]);
    let used = world.on("pull_request_target", &pull, &WRITES).run();
    assert_eq!(used.status, 1, "{used:?}");
    let findings = world.findings(&pull);
    assert_on_pull(&pull, &findings);
    assert_outputs(&used, findings.len());
}

#[test]
fn a_draft_is_reviewed_too() {
    let world = World::new();
    let pull = world.of_branch(&[("README.md", BAD)]);
    pull.set_draft(true);
    let used = world.on("pull_request", &pull, &WRITES).run();
    assert_eq!(used.status, 1, "{used:?}");
    assert_on_pull(&pull, &world.findings(&pull));
}

#[test]
fn without_a_card_the_run_is_green_at_once() {
    let world = World::new();
    let pull = world.of_branch(&[("model.py", "print(2)\n")]);
    world.github.forget_requests();
    let used = world.on("pull_request", &pull, &WRITES).run();
    assert_eq!(used.status, 0, "{used:?}");
    assert!(used.annotations().is_empty() && used.summary.is_empty(), "{used:?}");
    assert_outputs(&used, 0);
    let requests = world.github.requests();
    assert!(requests.iter().all(|request| !request.write));
    assert!(requests.len() <= 2, "{requests:#?}");
}

fn many() -> Vec<(String, &'static str)> {
    (0..60).map(|n| (format!("models/m{n}/README.md"), BAD)).collect()
}

#[test]
fn sixty_findings_in_a_review() {
    let world = World::new();
    let files = many();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let pull = world.of_branch(&files);
    let used = world.on("pull_request", &pull, &WRITES).run();
    let findings = world.findings(&pull);
    assert!(findings.len() >= 60);
    assert_eq!(used.status, 1, "{used:?}");
    assert_on_pull(&pull, &findings);
    assert_outputs(&used, findings.len());
}

#[test]
fn sixty_findings_as_annotations() {
    let world = World::new();
    let files = many();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let pull = world.of_fork(&files);
    let used = world.on("pull_request", &pull, &READS).run();
    let findings = world.findings(&pull);
    assert_eq!(used.status, 1, "{used:?}");
    assert_annotated(&used, &findings);
    assert!(used.shown().len() <= 50, "GitHub shows no more of a job");
    for n in 0..60 {
        let path = format!("models/m{n}/README.md");
        assert!(used.summary.contains(&path), "{path}: {}", used.summary);
    }
}

#[test]
fn a_token_without_any_permission() {
    let world = World::new();
    world.repo.make_private();
    let pull = world.of_branch(&[("README.md", BAD)]);
    let used = world.on("pull_request", &pull, &[]).run();
    used.assert_nothing_reviewed("not accessible by integration");
}

#[test]
fn only_writes_are_refused() {
    let faults = [
        (Fault::status(403), "the review was not posted"),
        (Fault::status(502), "GitHub did not say whether the review was posted"),
        (Fault::dropped(), "GitHub did not say whether the review was posted"),
    ];
    for (fault, said) in faults {
        let world = World::new();
        let pull = world.of_branch(&[("README.md", BAD)]);
        world.github.inject(fault.on(On::Writes).always());
        let used = world.on("pull_request", &pull, &WRITES).run();
        world.github.heal();
        assert_eq!(used.status, 1, "{used:?}");
        assert_annotated(&used, &world.findings(&pull));
        assert!(used.stdout.contains(&format!("cardbot: {said}")), "{}", used.stdout);
    }
}

#[test]
fn github_is_down() {
    let world = World::new();
    let pull = world.of_branch(&[("README.md", BAD)]);
    world.github.inject(Fault::status(503).always());
    let used = world.on("pull_request", &pull, &WRITES).run();
    used.assert_nothing_reviewed("503");
    assert!(said(&pull).is_empty());
}

#[test]
fn the_exit_status_follows_fail_on() {
    let world = World::new();
    let pull = world.of_branch(&[("README.md", BAD)]);
    for may in [&WRITES, &READS] {
        for (fail_on, status) in [("never", 0), ("error", 1), ("note", 1)] {
            let mut job = world.on("pull_request", &pull, may);
            job.with.push(("fail-on", fail_on.to_owned()));
            let used = job.run();
            assert_eq!(used.status, status, "{fail_on}: {used:?}");
        }
    }
    let mut job = world.on("pull_request", &pull, &WRITES);
    job.with.push(("fail-on", "errors".to_owned()));
    job.run().assert_nothing_reviewed("fail-on");
}

#[test]
fn annotations_alone_where_that_is_wanted() {
    let world = World::new();
    let pull = world.of_branch(&[("README.md", BAD), ("other/README.md", BAD)]);
    let mut job = world.on("pull_request", &pull, &WRITES);
    job.with.push(("mode", "annotations".to_owned()));
    job.with.push(("job-summary", "false".to_owned()));
    job.with.push(("paths", "other/**\n".to_owned()));
    let used = job.run();
    assert_eq!(used.status, 1, "{used:?}");
    assert!(pull.reviews().is_empty() && used.summary.is_empty());
    let annotations = used.annotations();
    assert!(!annotations.is_empty());
    assert!(annotations.iter().all(|(_, text)| text.contains("other/README.md")), "{used:?}");
}

#[test]
fn a_broken_configuration_of_the_base_is_told_and_passed_over() {
    let world = World::new();
    world.repo.commit("main", &[("cardbot.yml", "fail-on: nevver\n")], "Configure");
    let pull = world.of_branch(&[("README.md", BAD)]);
    let used = world.on("pull_request", &pull, &WRITES).run();
    assert_eq!(used.status, 1, "{used:?}");
    assert!(said(&pull).contains("license-unknown"), "{}", said(&pull));
    let annotations = used.annotations();
    assert_eq!(annotations.len(), 1, "{used:?}");
    assert!(annotations[0].1.contains("cardbot.yml:1:"), "{annotations:?}");
    assert!(used.summary.contains("the defaults are in force"), "{}", used.summary);
}

#[test]
fn a_configuration_at_another_place_of_the_base() {
    let world = World::new();
    world.repo.commit("main", &[("ci/cards.yml", "fail-on: never\n")], "Configure");
    let pull = world.of_branch(&[("README.md", BAD), ("ci/cards.yml", "fail-on: note\n")]);
    let mut job = world.on("pull_request", &pull, &WRITES);
    job.with.push(("config", "ci/cards.yml".to_owned()));
    let used = job.run();
    assert_eq!(used.status, 0, "the base counts, not the change: {used:?}");
    let mut job = world.on("pull_request", &pull, &WRITES);
    job.with.push(("config", "ci/none.yml".to_owned()));
    let used = job.run();
    assert_eq!(used.status, 1, "{used:?}");
    assert!(used.annotations()[0].1.contains("ci/none.yml"), "{used:?}");
}

const CHECKS: [(&str, Level); 3] =
    [("contents", Level::Read), ("pull_requests", Level::Read), ("checks", Level::Write)];

#[test]
fn a_check_run_has_every_finding() {
    let world = World::new();
    let files = many();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let pull = world.of_branch(&files);
    let findings = world.findings(&pull);
    let mut job = world.on("pull_request", &pull, &CHECKS);
    job.with.push(("mode", "check".to_owned()));
    let used = job.run();
    assert_eq!(used.status, 1, "{used:?}");
    assert!(used.annotations().is_empty(), "told twice: {used:?}");
    let checks = pull.checks();
    assert_eq!(checks.len(), 1);
    assert_eq!(checks[0].conclusion.as_deref(), Some("failure"));
    assert_eq!(checks[0].annotations.len(), findings.len());
    assert!(findings.len() > 50, "more than one request takes");
    assert!(pull.reviews().is_empty());
}

#[test]
fn a_check_run_is_concluded_without_a_card_too() {
    let world = World::new();
    let pull = world.of_branch(&[("model.py", "print(2)\n")]);
    let mut job = world.on("pull_request", &pull, &CHECKS);
    job.with.push(("mode", "check".to_owned()));
    assert_eq!(job.run().status, 0);
    assert_eq!(pull.checks()[0].conclusion.as_deref(), Some("success"));
}

#[test]
fn without_the_permission_for_checks_findings_are_annotations() {
    let world = World::new();
    let pull = world.of_branch(&[("README.md", BAD)]);
    let mut job = world.on("pull_request", &pull, &WRITES);
    job.with.push(("mode", "check".to_owned()));
    let used = job.run();
    assert_eq!(used.status, 1, "{used:?}");
    assert!(pull.checks().is_empty());
    assert_annotated(&used, &world.findings(&pull));
}

/// The App is installed, too: what it said is not said again.
#[test]
fn another_identity_that_keeps_the_review_is_named_once_and_left_alone() {
    let world = World::new();
    let pull = world.of_branch(&[("README.md", BAD)]);
    world.on("pull_request", &pull, &WRITES).run();
    let summary = pull.reviews()[0].body.clone();
    let other = world.of_fork(&[("README.md", BAD)]);
    world.github.bot("cardbot-app");
    other.review("cardbot-app", &summary);
    for _ in 0..2 {
        let used = world.on("pull_request", &other, &WRITES).run();
        assert_eq!(used.status, 1, "{used:?}");
        assert!(used.annotations().is_empty(), "told twice: {used:?}");
        assert_eq!(used.stdout.matches("cardbot-app keeps the review").count(), 1, "{used:?}");
        assert_eq!((other.reviews().len(), other.comments().len()), (1, 0));
    }
}

#[test]
fn threads_are_resolved_where_that_is_wished_and_the_token_may() {
    let may_push = [("contents", Level::Write), ("pull_requests", Level::Write)];
    for (may, resolved) in [(&may_push, true), (&WRITES, false)] {
        let world = World::new();
        let pull = world.of_branch(&[("README.md", BAD)]);
        world.on("pull_request", &pull, may).run();
        pull.reply(pull.comments()[0].number, "author", "Thanks.");
        pull.push(&[("README.md", crate::world::GOOD)], "Fix");
        let mut job = world.on("pull_request", &pull, may);
        job.with.push(("resolve-threads", "true".to_owned()));
        let used = job.run();
        assert_eq!(used.status, 0, "{used:?}");
        let comment = &pull.comments()[0];
        assert_eq!((comment.resolved, comment.minimized.is_some()), (resolved, true), "{used:?}");
        assert_eq!(used.stdout.contains("1 thread not resolved"), !resolved, "{used:?}");
    }
}
