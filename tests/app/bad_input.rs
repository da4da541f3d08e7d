//! What must not be stored, and must not hurt.

use std::io::Write as _;
use std::time::Duration;

use github_stand_in::{Event, Signed};
use serde_json::json;

use crate::server::{Server, World};
use crate::web::{self, Answer};

fn world() -> (World, Server) {
    let world = World::new();
    let mut command = world.command(&["serve"]);
    let server = Server::start(command.env("CARDBOT_BODY_TIMEOUT", "1"));
    (world, server)
}

fn post(server: &Server, signed: &Signed) -> Answer {
    web::post(server.port, &signed.headers, &signed.body)
}

/// A delivery as GitHub sends it.
fn signed(world: &World, guid: &str) -> Signed {
    world.app.signed(&world.opened(), guid)
}

fn with(mut signed: Signed, name: &str, value: Option<&str>) -> Signed {
    signed.headers.retain(|(known, _)| known != name);
    if let Some(value) = value {
        signed.headers.push((name.to_owned(), value.to_owned()));
    }
    signed
}

#[test]
fn only_what_is_signed_with_our_secret_is_stored() {
    let (world, server) = world();
    let good = signed(&world, "guid-1");
    let header = "x-hub-signature-256";
    let signature = good.headers.iter().find(|(name, _)| name == header).unwrap().1.clone();
    let flipped = if signature.ends_with('0') { "1" } else { "0" };
    let flipped = format!("{}{flipped}", &signature[..signature.len() - 1]);
    for wrong in [flipped.as_str(), "sha256=", "sha1=00", "", &signature[7..]] {
        let answer = post(&server, &with(good.clone(), header, Some(wrong)));
        assert_eq!(answer.status, 401, "{wrong}: {answer:?}");
    }
    assert_eq!(post(&server, &with(good.clone(), header, None)).status, 401);
    let mut longer = good.clone();
    longer.body.push(b' ');
    assert_eq!(post(&server, &longer).status, 401);
    assert_eq!(server.stored(), 0);
    // The same once more, but right: nothing above was taken for it.
    assert_eq!(post(&server, &good).status, 202);
    assert_eq!(server.stored(), 1);
}

#[test]
fn missing_headers_are_named() {
    let (world, server) = world();
    for name in ["x-github-delivery", "x-github-event"] {
        let answer = post(&server, &with(signed(&world, "guid-1"), name, None));
        assert_eq!(answer.status, 400);
        assert!(answer.body.to_lowercase().contains(name), "{answer:?}");
    }
    let form = with(signed(&world, "g"), "content-type", Some("application/x-www-form-urlencoded"));
    assert_eq!(post(&server, &form).status, 415);
    for id in ["", "a b", "a\"b", &"a".repeat(65)] {
        let answer = post(&server, &with(signed(&world, "g"), "x-github-delivery", Some(id)));
        assert_eq!(answer.status, 400, "{id}");
    }
    assert_eq!(web::get(server.port, "/webhook").status, 405);
    assert_eq!(server.stored(), 0);
}

#[test]
fn what_is_for_another_app_is_refused() {
    let (world, server) = world();
    let other = world.github.app("other", &[]);
    other.set_webhook_secret(&world.app.webhook_secret());
    let answer = post(&server, &other.signed(&world.opened(), "guid-1"));
    assert_eq!(answer.status, 403, "{answer:?}");
    // A repository's own webhook, and none at all.
    let target = "x-github-hook-installation-target-type";
    assert_eq!(post(&server, &with(signed(&world, "g"), target, Some("repository"))).status, 403);
    assert_eq!(post(&server, &with(signed(&world, "g"), target, None)).status, 403);
    // Addressed to us, but about a check of another App.
    let check = json!({
        "action": "rerequested", "installation": {"id": world.installation},
        "repository": {"id": 1, "full_name": "org/model"},
        "check_run": {"id": 1, "head_sha": "0".repeat(40), "app": {"id": other.id()}},
    });
    let answer = post(&server, &world.app.signed(&Event::new("check_run", check), "guid-2"));
    assert_eq!(answer.status, 403, "{answer:?}");
    assert_eq!(server.stored(), 0);
}

#[test]
fn what_is_no_payload_is_refused() {
    let (world, server) = world();
    for (n, body) in
        ["", "no JSON", "[1]", "{\"action\":", "{\"pull_request\": 7}"].iter().enumerate()
    {
        // Signed as a string of JSON is signed, and sent as it is.
        let signed = raw(&world, "pull_request", body.as_bytes(), &format!("guid-{n}"));
        let answer = post(&server, &signed);
        assert_eq!(answer.status, 400, "{body}: {answer:?}");
    }
    // Bytes that are no text, and a tree of a depth that takes down careless readers.
    assert_eq!(post(&server, &raw(&world, "pull_request", b"\xff\xfe", "g")).status, 400);
    let deep = "[".repeat(200_000);
    assert_eq!(post(&server, &raw(&world, "pull_request", deep.as_bytes(), "g")).status, 400);
    assert_eq!(server.stored(), 0);
    assert_eq!(web::get(server.port, "/healthz").status, 200);
}

/// Some bytes with a right signature.
fn raw(world: &World, event: &str, body: &[u8], guid: &str) -> Signed {
    let mut signed = world.app.signed(&Event::new(event, json!({})), guid);
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, world.app.webhook_secret().as_bytes());
    let tag = ring::hmac::sign(&key, body);
    let digits: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    signed.body = body.to_vec();
    with(signed, "x-hub-signature-256", Some(&format!("sha256={digits}")))
}

#[test]
fn other_events_are_accepted_and_ignored() {
    let (world, server) = world();
    for (event, payload) in [
        ("ping", json!({"zen": "Keep it simple."})),
        ("star", json!({"action": "created"})),
        ("no_such_event_yet", json!([1, 2])),
        ("pull_request", world.opened().with("action", json!("labeled")).payload),
        ("pull_request", world.opened().with("action", json!("edited")).payload),
        ("pull_request", world.opened().with("installation", json!(null)).payload),
    ] {
        let answer = post(&server, &world.app.signed(&Event::new(event, payload), "guid-1"));
        assert_eq!(answer.status, 202, "{event}: {answer:?}");
    }
    assert_eq!(server.stored(), 0);
    assert_eq!(server.metric("cardbot_deliveries_total{event=\"other\",outcome=\"ignored\"}"), 2);
}

#[test]
fn bodies_that_are_too_large_are_refused() {
    let (world, server) = world();
    let body = vec![b' '; 30 * 1024 * 1024];
    let answer = post(&server, &raw(&world, "pull_request", &body, "guid-1"));
    assert_eq!(answer.status, 413, "{answer:?}");
    // One that only says that it is large is not waited for.
    let mut stream = web::connect(server.port);
    let headers = raw(&world, "pull_request", b"", "guid-2").headers;
    stream.write_all(web::head("POST /webhook", &headers, 1 << 40).as_bytes()).unwrap();
    assert_eq!(web::answer(stream).status, 413);
    assert_eq!(server.stored(), 0);
}

#[test]
fn a_slow_body_holds_up_nobody_and_ends() {
    let (world, server) = world();
    let slow = signed(&world, "guid-slow");
    let mut streams = Vec::new();
    for _ in 0..50 {
        let mut stream = web::connect(server.port);
        let head = web::head("POST /webhook", &slow.headers, slow.body.len());
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&slow.body[..10]).unwrap();
        streams.push(stream);
    }
    assert_eq!(post(&server, &signed(&world, "guid-1")).status, 202);
    for stream in streams {
        assert_eq!(web::answer(stream).status, 408);
    }
    assert_eq!(server.stored(), 1);
    // One that breaks off leaves nothing behind.
    let mut stream = web::connect(server.port);
    stream.write_all(web::head("POST /webhook", &slow.headers, 1000).as_bytes()).unwrap();
    drop(stream);
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(web::get(server.port, "/readyz").status, 200);
    assert_eq!(server.stored(), 1);
}
