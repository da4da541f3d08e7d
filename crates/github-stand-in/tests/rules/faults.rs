//! What can go wrong on request.

use std::time::{Duration, Instant};

use github_stand_in::{Fault, On};
use serde_json::json;

use crate::reviews::Scene;

const REVIEWS: &str = "/repos/org/model/pulls/1/reviews";

fn review() -> serde_json::Value {
    json!({"event": "COMMENT", "body": "x"})
}

#[test]
fn an_answer_may_be_lost_before_or_after_the_work() {
    let scene = Scene::new();
    scene.github.inject(Fault::dropped().on(On::Writes));
    assert!(scene.client().try_send("POST", REVIEWS, &review()).is_none());
    assert!(scene.pull.reviews().is_empty());
    scene.github.inject(Fault::dropped_after().on(On::Path("POST", "/reviews")));
    assert!(scene.client().try_send("POST", REVIEWS, &review()).is_none());
    assert_eq!(scene.pull.reviews().len(), 1);
    scene.github.inject(Fault::status_after(502).on(On::Writes));
    assert_eq!(scene.client().post(REVIEWS, &review()).status, 502);
    assert_eq!(scene.pull.reviews().len(), 2);
    scene.github.inject(Fault::status(503).on(On::Writes));
    assert_eq!(scene.client().post(REVIEWS, &review()).status, 503);
    assert_eq!(scene.pull.reviews().len(), 2);
    let faults: Vec<_> = scene.github.requests().into_iter().map(|r| (r.status, r.fault)).collect();
    assert_eq!(
        faults,
        [
            (None, Some("dropped before".to_owned())),
            (None, Some("dropped after".to_owned())),
            (Some(502), Some("502 after".to_owned())),
            (Some(503), Some("503 before".to_owned())),
        ]
    );
}

#[test]
fn a_write_may_be_done_late() {
    let scene = Scene::new();
    scene.github.inject(Fault::finished_late(Duration::from_millis(300)).on(On::Writes));
    assert!(scene.client().try_send("POST", REVIEWS, &review()).is_none());
    assert!(scene.pull.reviews().is_empty());
    let begun = Instant::now();
    while scene.pull.reviews().is_empty() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(scene.pull.reviews().len(), 1);
}

#[test]
fn limits_are_told_in_each_way() {
    let scene = Scene::new();
    scene.github.inject(Fault::primary_limit(403, 60));
    let told = scene.client().get(REVIEWS);
    assert_eq!((told.status, told.header("x-ratelimit-remaining")), (403, Some("0")));
    scene.github.inject(Fault::secondary_limit(429, Some(7)));
    let told = scene.client().get(REVIEWS);
    assert_eq!((told.status, told.header("retry-after")), (429, Some("7")));
    scene.github.inject(Fault::graphql_limit());
    let told = scene.client().graphql("{ viewer { login } }", &json!({}));
    assert_eq!(told["errors"][0]["type"], "RATE_LIMITED");
    let told = scene.client().graphql("{ viewer { login } }", &json!({}));
    assert_eq!(told["data"]["viewer"]["login"], "github-actions[bot]");
}

#[test]
fn faults_wait_count_and_are_drawn_by_lot() {
    let scene = Scene::new();
    scene.github.inject(Fault::status(500).on(On::Reads).after(1).times(2));
    let statuses: Vec<u16> = (0..4).map(|_| scene.client().get(REVIEWS).status).collect();
    assert_eq!(statuses, [200, 500, 500, 200]);
    scene.github.inject(Fault::status(500).chance(0.3, 7));
    let bad = (0..100).filter(|_| scene.client().get(REVIEWS).status == 500).count();
    assert!((15..=45).contains(&bad), "{bad} of 100");
    scene.github.heal();
    assert_eq!(scene.client().get(REVIEWS).status, 200);
}

#[test]
fn a_permission_may_get_lost_meanwhile_and_all_is_gone_at_the_end() {
    let scene = Scene::new();
    let (github, token) = (scene.github.clone(), scene.token.clone());
    let lose = move || github.set_permissions(&token, &[]);
    scene.github.inject(Fault::first("lost permission", lose).on(On::Writes));
    assert_eq!(scene.client().post(REVIEWS, &review()).status, 403);
    let address = scene.github.url().trim_start_matches("http://").to_owned();
    drop(scene);
    let begun = Instant::now();
    while std::net::TcpStream::connect(&address).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it still listens");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn something_else_may_happen_first() {
    let scene = Scene::new();
    let (pull, old) = (scene.pull.clone(), scene.pull.head());
    let push = move || {
        pull.push(&[("x", "x")], "Meanwhile");
    };
    scene.github.inject(Fault::first("push", push).on(On::Reads).after(1));
    let head = || scene.client().get("/repos/org/model/pulls/1").json()["head"]["sha"].clone();
    assert_eq!(head(), json!(old));
    assert_ne!(head(), json!(old));
    assert_eq!(head(), json!(scene.pull.head()));
}
