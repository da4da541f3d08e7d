//! What is given up: the check run is concluded all the same, for whoever requires it would wait for
//! ever, and who asked for something is told.

use cardbot::app::store::{ClaimLimits, JobKind, JobRequest};
use github_stand_in::{Fault, On, PostedCheck, PostedIssueComment, PullRequest, Role};
use serde_json::json;

use crate::world::{BAD, Bench, World, assert_once};

/// The one check run of a pull request that was given up.
#[track_caller]
fn given_up(pull: &PullRequest) -> PostedCheck {
    let checks = pull.checks();
    assert_eq!(checks.len(), 1, "{checks:#?}");
    let check = checks[0].clone();
    assert_eq!(check.status, "completed");
    assert_eq!(check.conclusion.as_deref(), Some("neutral"), "{check:#?}");
    assert!(check.title.contains("Not reviewed"), "{check:#?}");
    assert!(check.summary.contains("Re-run"), "{check:#?}");
    check
}

#[test]
fn the_check_of_what_is_given_up_is_neutral_and_says_why() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    world.github.inject(Fault::status(422).on(On::Path("POST", "/reviews")).always());
    bench.enqueue(&[world.review(&pull)]);
    bench.work(&world);
    let dead = bench.dead();
    assert_eq!(dead.len(), 1, "{dead:#?}");
    let check = given_up(&pull);
    assert!(check.summary.contains("GitHub refused"), "{check:#?}");
    assert_eq!(bench.metric("cardbot_tries_total{outcome=\"given_up\"}"), 1);

    // Somebody presses "Re-run" while it still fails: a new answer, and neutral again.
    bench.enqueue(&[world.wish(JobKind::Recheck { pull: pull.number() })]);
    bench.work(&world);
    assert_eq!(pull.checks().len(), 2, "{:#?}", pull.checks());

    // And once more when it works: the newest check is that of the review.
    world.github.heal();
    bench.enqueue(&[world.wish(JobKind::Recheck { pull: pull.number() })]);
    bench.work(&world);
    assert_eq!(bench.dead(), []);
    assert_eq!(pull.reviews().len(), 1);
    assert_eq!(pull.checks()[2].conclusion.as_deref(), Some("failure"));
}

#[test]
fn an_outage_of_github_is_waited_out_but_the_check_does_not_wait_for_it() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let mut bench = Bench::new();
    bench.settings.attempts = 1;
    world.github.inject(Fault::status(502).on(On::Graphql).always());
    bench.enqueue(&[world.review(&pull)]);
    bench.work_until(&world, "a check", || !pull.checks().is_empty());
    given_up(&pull);
    assert_eq!(bench.dead(), [], "it is tried on");
    world.github.heal();
    bench.work(&world);
    let checks = pull.checks();
    assert_eq!((pull.reviews().len(), checks.len()), (1, 2), "{checks:#?}");
    assert_eq!(checks[1].conclusion.as_deref(), Some("failure"), "{checks:#?}");
}

#[test]
fn the_check_that_stands_on_a_head_is_not_hidden_by_what_is_given_up_later() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    world.work(&[world.review(&pull)]);
    let bench = Bench::new();
    world.github.inject(Fault::status(404).on(On::Graphql).always());
    bench.enqueue(&[world.review(&pull)]);
    bench.work(&world);
    assert_eq!(bench.dead().len(), 1);
    assert_once("as before", &pull);
}

#[test]
fn the_head_of_the_delivery_is_used_where_the_pull_request_can_not_be_read() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    let mut job = world.review(&pull);
    job.payload = json!({"head": pull.head()});
    let number: &'static str = format!("/pulls/{}", pull.number()).leak();
    world.github.inject(Fault::status(403).on(On::Graphql).always());
    world.github.inject(Fault::status(500).on(On::Path("GET", number)).always());
    bench.enqueue(&[job]);
    bench.work(&world);
    assert_eq!(bench.dead().len(), 1);
    given_up(&pull);
}

#[test]
fn a_check_that_can_not_be_concluded_yet_is_concluded_later() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    world.github.inject(Fault::status(422).on(On::Path("POST", "/reviews")).always());
    // The client looks whether it is there, and tries twice.
    world.github.inject(Fault::status(502).on(On::Path("POST", "/check-runs")).times(2));
    bench.enqueue(&[world.review(&pull)]);
    bench.work(&world);
    assert_eq!(bench.dead().len(), 1);
    given_up(&pull);
}

#[test]
fn a_pull_request_that_was_closed_gets_no_word_of_it() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    pull.close();
    let bench = Bench::new();
    world.github.inject(Fault::status(403).on(On::Graphql).always());
    bench.enqueue(&[world.review(&pull)]);
    bench.work(&world);
    assert_eq!(bench.dead().len(), 1);
    assert!(pull.checks().is_empty());
}

/// The job that runs is lost, and waits for a while, before the worker is there.
fn lose(bench: &Bench, minute: i64) {
    let limits = ClaimLimits { per_installation: 1, per_repository: 1 };
    let claim = bench.store.claim("gone", minute * 60_000, 1, &limits);
    assert_eq!(bench.block_on(claim).unwrap(), None);
}

#[test]
fn what_takes_its_workers_down_is_given_up_in_the_end() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    bench.enqueue(&[world.review(&pull)]);
    let limits = ClaimLimits { per_installation: 1, per_repository: 1 };
    let mut lives = 0;
    // The whole story lies before the worker below.
    for minute in 0..200 {
        let claim = bench.store.claim("gone", minute * 60_000, 1, &limits);
        if let Some(claimed) = bench.block_on(claim).unwrap() {
            assert_eq!((claimed.attempt, claimed.lost), (1, lives), "no try has failed");
            lives += 1;
        }
        if lives == 20 {
            break;
        }
    }
    lose(&bench, 300);
    // So many may be bad luck: all is well when one comes through.
    bench.work(&world);
    assert_once("bad luck", &pull);

    bench.enqueue(&[world.wish(JobKind::Recheck { pull: pull.number() })]);
    for minute in 400..2_000 {
        let claim = bench.store.claim("gone", minute * 60_000, 1, &limits);
        if let Some(claimed) = bench.block_on(claim).unwrap()
            && claimed.lost == 49
        {
            break;
        }
    }
    lose(&bench, 2_000);
    bench.work(&world);
    let dead = bench.dead();
    assert_eq!(dead.len(), 1);
    assert!(dead[0].reason.contains("50 workers fell silent"), "{dead:#?}");
    let checks = pull.checks();
    assert_eq!(checks[1].conclusion.as_deref(), Some("neutral"), "{checks:#?}");
    assert!(checks[1].summary.contains("fault of its own"), "{checks:#?}");
}

/// Somebody who may write asks for something in a comment.
fn asked(world: &World, pull: &PullRequest, text: &str) -> JobRequest {
    world.repo.let_in("ann", Role::Write);
    let comment = pull.comment("ann", text);
    let kind = JobKind::Ask { pull: pull.number(), id: comment.to_string() };
    let payload = json!({"comment": comment, "body": text, "by": "ann"});
    JobRequest { payload, ..world.wish(kind) }
}

fn answers(pull: &PullRequest) -> Vec<PostedIssueComment> {
    pull.issue_comments().into_iter().filter(|comment| comment.author == "cardbot").collect()
}

/// The reactions to what was asked.
fn reactions(pull: &PullRequest) -> Vec<String> {
    let comments = pull.issue_comments();
    let asked = comments.iter().find(|comment| comment.author == "ann").unwrap();
    asked.reactions.iter().map(|(reaction, _)| reaction.clone()).collect()
}

#[test]
fn who_asked_for_what_is_given_up_is_told_once() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    let ask = asked(&world, &pull, "/cardbot review");
    world.github.inject(Fault::status(422).on(On::Path("POST", "/reviews")).always());
    // The answer to the answer is lost; it was given all the same.
    world.github.inject(Fault::dropped_after().on(On::Path("POST", "/comments")));
    bench.enqueue(std::slice::from_ref(&ask));
    bench.work(&world);
    assert_eq!(bench.dead().len(), 1);
    let said = answers(&pull);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].body.contains("given up"), "{}", said[0].body);
    assert!(said[0].body.contains("GitHub refused"), "{}", said[0].body);
    assert_eq!(reactions(&pull), ["confused"]);
    // It is tried again in vain: that was told.
    bench.enqueue(std::slice::from_ref(&ask));
    bench.work(&world);
    assert_eq!((bench.dead().len(), answers(&pull).len()), (1, 1));
    // And once more when it works.
    world.github.heal();
    bench.enqueue(&[ask]);
    bench.work(&world);
    assert_eq!((bench.dead().len(), answers(&pull).len()), (0, 1));
    assert_eq!(pull.reviews().len(), 1);
    assert!(reactions(&pull).contains(&"+1".to_owned()), "{:?}", reactions(&pull));
}

#[test]
fn what_was_given_up_is_still_answered_when_it_is_tried_again() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let mut bench = Bench::new();
    bench.settings.attempts = 1;
    let ask = asked(&world, &pull, "/cardbot explain license-unknown\n/cardbot review");
    world.github.inject(Fault::status(400).on(On::Path("POST", "/reviews")).always());
    bench.enqueue(std::slice::from_ref(&ask));
    bench.work(&world);
    assert_eq!((bench.dead().len(), answers(&pull).len()), (1, 1));
    world.github.heal();
    bench.enqueue(&[ask]);
    bench.work(&world);
    let said = answers(&pull);
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(said[1].body.contains("license-unknown"), "{}", said[1].body);
}

#[test]
fn an_ask_that_waits_for_github_hears_nothing_meanwhile() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let mut bench = Bench::new();
    bench.settings.attempts = 1;
    let ask = asked(&world, &pull, "/cardbot review");
    world.github.inject(Fault::status(502).on(On::Path("POST", "/reviews")).times(3));
    bench.enqueue(&[ask]);
    bench.work(&world);
    assert_eq!(bench.dead(), []);
    assert_eq!(pull.reviews().len(), 1);
    assert_eq!(answers(&pull), []);
    assert_eq!(reactions(&pull), ["+1"]);
}

#[test]
fn a_stranger_is_not_told_that_an_ask_was_given_up() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    let mut ask = asked(&world, &pull, "/cardbot review");
    ask.payload["by"] = json!("eve");
    // Given up before anybody looked who asks.
    world.github.inject(Fault::status(403).on(On::Path("GET", "/permission")));
    bench.enqueue(&[ask]);
    bench.work(&world);
    assert_eq!(bench.dead().len(), 1);
    assert_eq!(answers(&pull), []);
    assert_eq!(reactions(&pull), Vec::<String>::new());
}
