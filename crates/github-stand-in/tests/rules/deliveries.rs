//! Events: signed, written down, and delivered once more on request.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use github_stand_in::Event;
use ring::hmac;
use serde_json::{Value, json};

use crate::apps::{as_app, scene};

/// What a hook received.
#[derive(Debug)]
struct Got {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// Listens, and answers with these statuses one after the other.
fn hook(statuses: Vec<u16>) -> (String, Receiver<Got>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/webhook", listener.local_addr().unwrap());
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for status in statuses {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            let mut headers = Vec::new();
            let mut line = String::new();
            while reader.read_line(&mut line).unwrap() > 2 {
                if let Some((name, value)) = line.trim_end().split_once(": ") {
                    headers.push((name.to_owned(), value.to_owned()));
                }
                line.clear();
            }
            let mut got = Got { headers, body: Vec::new() };
            got.body.resize(got.header("content-length").parse().unwrap(), 0);
            reader.read_exact(&mut got.body).unwrap();
            let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n");
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
            if tell.send(got).is_err() {
                break;
            }
        }
    });
    (url, told)
}

fn hex(text: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(pair).collect()
}

#[test]
fn an_event_is_signed_and_its_failure_can_be_made_good() {
    let (github, repo, app, installation) = scene();
    repo.commit("topic", &[("README.md", "b\n")], "Change");
    let pull = repo.open("topic", "main");
    let (url, received) = hook(vec![500, 202, 200]);
    app.set_hook(&url);
    let first = app.deliver(&pull.event("opened"));
    assert_eq!((first.status, first.redelivery), (500, false));
    let got = received.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(got.header("x-github-event"), "pull_request");
    assert_eq!(got.header("x-github-delivery"), first.guid);
    let key = hmac::Key::new(hmac::HMAC_SHA256, app.webhook_secret().as_bytes());
    let signature = got.header("x-hub-signature-256").strip_prefix("sha256=").unwrap();
    hmac::verify(&key, &got.body, &hex(signature)).unwrap();
    let payload: Value = serde_json::from_slice(&got.body).unwrap();
    assert_eq!(payload["action"], "opened");
    assert_eq!(payload["installation"]["id"], json!(installation));
    assert_eq!(payload["pull_request"]["head"]["sha"], json!(pull.head()));

    let client = as_app(&github, &app);
    let failed = client.get("/app/hook/deliveries?status=failure").json();
    assert_eq!((failed.as_array().unwrap().len(), &failed[0]["status_code"]), (1, &json!(500)));
    let again = format!("/app/hook/deliveries/{}/attempts", first.id);
    assert_eq!(client.post(&again, &Value::Null).status, 202);
    let got = received.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(got.header("x-github-delivery"), first.guid);
    // It is listed once it was answered, which may be a moment after it was received.
    let is_listed = || client.get("/app/hook/deliveries").json()[0]["redelivery"] == json!(true);
    let end = Instant::now() + Duration::from_secs(20);
    while !is_listed() {
        assert!(Instant::now() < end, "it is never listed");
        std::thread::sleep(Duration::from_millis(5));
    }
    app.deliver(&Event::new("ping", json!({"zen": "x"})));
    let listed = client.get("/app/hook/deliveries?per_page=2");
    let rows = listed.json();
    assert_eq!(rows[0]["event"], "ping");
    assert_eq!((&rows[1]["redelivery"], &rows[1]["guid"]), (&json!(true), &json!(first.guid)));
    let next = listed.header("link").unwrap();
    let next = next.split(['<', '>']).nth(1).unwrap().strip_prefix(github.url()).unwrap();
    let rest = client.get(next).json();
    assert_eq!((rest.as_array().unwrap().len(), &rest[0]["id"]), (1, &json!(first.id)));
}

#[test]
fn what_nobody_received_is_kept_for_three_days() {
    let (github, repo, app, _) = scene();
    repo.commit("topic", &[("README.md", "b\n")], "Change");
    let pull = repo.open("topic", "main");
    app.set_hook("http://127.0.0.1:1/webhook");
    let before = pull.head();
    pull.push(&[("README.md", "c\n")], "More");
    let event = pull.synchronized(&before);
    assert_eq!(event.payload["before"], json!(before));
    assert_eq!(app.lose(&event).status, 0);
    let comment = pull.comment("org", "/cardbot fix");
    assert_eq!(app.lose(&pull.commented(comment)).event, "issue_comment");
    let path = "/app/hook/deliveries";
    assert_eq!(as_app(&github, &app).get(path).json().as_array().unwrap().len(), 2);
    github.set_clock_ahead(3 * 24 * 3_600 + 60);
    let late = as_app(&github, &app).get(path);
    assert_eq!(late.status, 401, "the client's clock is far behind");
}

#[test]
fn events_tell_of_checks_suites_and_installations() {
    let (github, repo, app, installation) = scene();
    let token = github.app_token("cardbot", &repo, &crate::apps::ALL);
    let client = crate::client::Client::new(&github, &token);
    let head = repo.tip("main").unwrap();
    let run = client.post("/repos/org/model/check-runs", &json!({"name": "x", "head_sha": head}));
    let id = run.json()["id"].as_u64().unwrap();
    let event = repo.button_event(id, "fix", "org");
    assert_eq!(event.payload["requested_action"]["identifier"], "fix");
    assert_eq!(event.payload["check_run"]["app"]["id"], json!(app.id()));
    let event = repo.suite_event(&head, "main", "rerequested", "org");
    assert_eq!(event.payload["check_suite"]["head_sha"], json!(head));
    let event = app.installation_event(installation, "created");
    assert_eq!(event.payload["repositories"][0]["full_name"], "org/model");
    let signed = app.signed(&event, "guid");
    assert!(signed.headers.iter().any(|(name, _)| name == "x-hub-signature-256"));
}
