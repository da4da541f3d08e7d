use serde_json::{Value, json};

use super::*;

const APP: u64 = 7;

/// The kinds of the jobs that a payload means; `None` where it means nothing.
fn kinds(event: &str, payload: &Value) -> Option<Vec<(i64, JobKind)>> {
    let body = payload.to_string();
    match meaning(event, APP, body.as_bytes(), 1).unwrap() {
        Meaning::Jobs { jobs, .. } => {
            Some(jobs.into_iter().map(|job| (job.repository_id, job.kind)).collect())
        }
        Meaning::Nothing(_) => None,
        Meaning::OtherApp => panic!("{event} {payload}: of another App"),
    }
}

/// A payload of the App's installation in a repository.
fn payload(action: &str, more: &Value) -> Value {
    let mut all = json!({
        "action": action, "installation": {"id": 5},
        "repository": {"id": 10, "full_name": "org/model"},
    });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

#[test]
fn a_pull_request_is_reviewed_when_what_a_review_looks_at_changed() {
    let pull = json!({"pull_request": {"number": 3, "head": {"sha": "abc"},
                      "updated_at": "1994-11-06T08:49:37Z"}});
    let review = Some(vec![(10, JobKind::Review { pull: 3 })]);
    for action in ["opened", "reopened", "synchronize", "ready_for_review"] {
        assert_eq!(kinds("pull_request", &payload(action, &pull)), review, "{action}");
    }
    let mut edited = payload("edited", &pull);
    edited["changes"] = json!({"title": {"from": "x"}});
    assert_eq!(kinds("pull_request", &edited), None);
    edited["changes"]["base"] = json!({"ref": {"from": "old"}});
    assert_eq!(kinds("pull_request", &edited), review);
    for action in ["closed", "labeled", "assigned", "converted_to_draft", "review_requested", "new"]
    {
        assert_eq!(kinds("pull_request", &payload(action, &pull)), None, "{action}");
    }
    let body = payload("opened", &pull).to_string();
    let Meaning::Jobs { jobs, installation, .. } =
        meaning("pull_request", APP, body.as_bytes(), 1).unwrap()
    else {
        panic!("no jobs");
    };
    assert_eq!((installation, jobs[0].sent_at), (5, 784_111_777_000));
    assert_eq!(jobs[0].payload["head"], "abc");
}

#[test]
fn a_check_run_that_is_wanted_again_is_that_of_its_pull_request() {
    let run = |external: Value, pulls: Value| {
        json!({"check_run": {"id": 1, "head_sha": "abc", "external_id": external,
               "app": {"id": APP}, "pull_requests": pulls}})
    };
    let again = |pull| Some(vec![(10, JobKind::Recheck { pull })]);
    for (external, pulls, expected) in [
        (json!("3"), json!([]), again(3)),
        (json!("3:77.1"), json!([]), again(3)),
        (json!("3:77.1.given-up"), json!([{"number": 4}]), again(3)),
        (json!(null), json!([{"number": 4}]), again(4)),
        (
            json!("no-pull.77.1"),
            json!([]),
            Some(vec![(10, JobKind::NoPull { head: "abc".to_owned() })]),
        ),
    ] {
        let wanted = payload("rerequested", &run(external.clone(), pulls));
        assert_eq!(kinds("check_run", &wanted), expected, "{external}");
    }
    let clicked = run(json!("3"), json!([]));
    let mut clicked = payload("requested_action", &clicked);
    clicked["requested_action"] = json!({"identifier": "fix"});
    let ask = JobKind::Ask { pull: 3, id: "1:fix".to_owned() };
    assert_eq!(kinds("check_run", &clicked), Some(vec![(10, ask)]));
    for action in ["created", "completed"] {
        assert_eq!(kinds("check_run", &payload(action, &run(json!("3"), json!([])))), None);
    }
}

#[test]
fn the_checks_of_other_apps_are_told_to_all_and_ask_for_nothing() {
    let app = json!({"id": APP + 1});
    let run = json!({"check_run": {"id": 1, "head_sha": "abc", "app": app}});
    let suite = json!({"check_suite": {"head_sha": "abc", "app": app}});
    for (event, what) in [("check_run", run), ("check_suite", suite)] {
        for action in ["created", "completed"] {
            assert_eq!(kinds(event, &payload(action, &what)), None, "{event} {action}");
        }
        let body = payload("rerequested", &what).to_string();
        let asked = meaning(event, APP, body.as_bytes(), 1).unwrap();
        assert!(matches!(asked, Meaning::OtherApp), "{event}: {asked:?}");
    }
}

#[test]
fn a_check_suite_is_reviewed_or_concluded() {
    let suite = |pulls: Value| json!({"check_suite": {"head_sha": "abc", "pull_requests": pulls}});
    let none = Some(vec![(10, JobKind::NoPull { head: "abc".to_owned() })]);
    for action in ["requested", "rerequested"] {
        assert_eq!(kinds("check_suite", &payload(action, &suite(json!([])))), none, "{action}");
    }
    let two = json!([{"number": 1}, {"number": 2}]);
    let requested = kinds("check_suite", &payload("requested", &suite(two.clone())));
    let review = |pull| (10, JobKind::Review { pull });
    assert_eq!(requested, Some(vec![review(1), review(2)]));
    let again = kinds("check_suite", &payload("rerequested", &suite(two)));
    let recheck = |pull| (10, JobKind::Recheck { pull });
    assert_eq!(again, Some(vec![recheck(1), recheck(2)]));
    assert_eq!(kinds("check_suite", &payload("completed", &suite(json!([])))), None);
}

#[test]
fn a_command_in_a_comment_on_a_pull_request_is_heard() {
    let comment = |body: &str, kind: &str| {
        json!({"issue": {"number": 3, "pull_request": {}},
               "comment": {"id": 9, "body": body, "user": {"login": "ann", "type": kind}}})
    };
    let heard = Some(vec![(10, JobKind::Ask { pull: 3, id: "9".to_owned() })]);
    let said = payload("created", &comment("/cardbot fix", "User"));
    assert_eq!(kinds("issue_comment", &said), heard);
    for (action, body, kind) in [
        ("edited", "/cardbot fix", "User"),
        ("deleted", "/cardbot fix", "User"),
        ("created", "cardbot is fine", "User"),
        ("created", "/cardbot fix", "Bot"),
    ] {
        assert_eq!(kinds("issue_comment", &payload(action, &comment(body, kind))), None);
    }
    let mut issue = comment("/cardbot fix", "User");
    issue["issue"] = json!({"number": 3});
    assert_eq!(kinds("issue_comment", &payload("created", &issue)), None);
}

#[test]
fn an_installation_is_looked_at_and_swept_where_there_is_more_to_see() {
    let told = |event: &str, action: &str, more: Value| {
        let mut payload = payload(action, &more);
        payload.as_object_mut().unwrap().remove("repository");
        kinds(event, &payload).unwrap()
    };
    let look = (0, JobKind::Installation);
    let only_look = [(0, JobKind::Installation)];
    let sweep = |id| (id, JobKind::Sweep);
    for action in ["created", "deleted", "suspend"] {
        assert_eq!(told("installation", action, json!({})), only_look, "{action}");
    }
    for action in ["unsuspend", "new_permissions_accepted"] {
        let told = told("installation", action, json!({}));
        assert_eq!(told, [look.clone(), sweep(0)], "{action}");
    }
    let repository = |id: usize| json!({"id": id, "full_name": format!("org/model-{id}")});
    let of = |ids: std::ops::Range<usize>| json!({"repositories_added": ids.map(repository).collect::<Vec<_>>()});
    let event = "installation_repositories";
    assert_eq!(told(event, "added", of(20..22)), [look.clone(), sweep(20), sweep(21)]);
    assert_eq!(told(event, "added", of(0..2_000)), [look.clone(), sweep(0)]);
    assert_eq!(told(event, "removed", of(0..0)), only_look);
    assert_eq!(told("installation_target", "renamed", json!({})), only_look);
}

#[test]
fn all_else_means_nothing() {
    for event in ["ping", "push", "star", "github_app_authorization", "x"] {
        assert_eq!(kinds(event, &payload("created", &json!({}))), None, "{event}");
    }
}
