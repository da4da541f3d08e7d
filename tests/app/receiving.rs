//! Deliveries that are right.

use std::io::Write as _;

use github_stand_in::Signed;

use crate::server::{Server, World};
use crate::web;

fn post(server: &Server, signed: &Signed) -> u16 {
    web::post(server.port, &signed.headers, &signed.body).status
}

#[test]
fn the_same_delivery_is_stored_once() {
    let world = World::new();
    let server = world.serve();
    let delivered = world.app.deliver(&world.opened());
    assert_eq!(delivered.status, 202);
    let signed = world.app.signed(&world.opened(), &delivered.guid);
    for _ in 0..3 {
        assert_eq!(post(&server, &signed), 202);
    }
    assert_eq!(server.stored(), 1);
    assert_eq!(
        server.metric("cardbot_deliveries_total{event=\"pull_request\",outcome=\"again\"}"),
        3
    );
}

#[test]
fn what_was_stored_is_there_after_a_restart() {
    let world = World::new();
    let signed = world.app.signed(&world.opened(), "guid-1");
    {
        let server = world.serve();
        assert_eq!(post(&server, &signed), 202);
        // Dropped: killed without a word.
    }
    let server = world.serve();
    assert_eq!(post(&server, &signed), 202);
    assert_eq!(server.stored(), 0, "it was stored before");
}

#[test]
fn while_the_secret_is_changed_both_are_taken() {
    let world = World::new();
    let old = world.app.signed(&world.opened(), "guid-1");
    world.sandbox.write("old", world.app.webhook_secret());
    world.app.set_webhook_secret("another secret");
    let new = world.app.signed(&world.opened(), "guid-2");
    world.sandbox.write("secret", "another secret\n");
    {
        let server = world.serve();
        assert_eq!((post(&server, &new), post(&server, &old)), (202, 401));
    }
    let mut command = world.command(&["serve"]);
    command.env("CARDBOT_WEBHOOK_SECRET_OLD_FILE", world.sandbox.path("old"));
    let server = Server::start(&mut command);
    assert_eq!((post(&server, &new), post(&server, &old)), (202, 202));
}

#[test]
fn every_line_of_a_delivery_carries_its_id_and_no_secret() {
    let world = World::new();
    let mut command = world.command(&["serve"]);
    let server =
        Server::start(command.env("CARDBOT_LOG_FORMAT", "json").env("CARDBOT_LOG", "debug"));
    let signed = world.app.signed(&world.opened(), "guid-of-mine");
    assert_eq!(post(&server, &signed), 202);
    let line = server.wait_for("line about the delivery", |log| {
        log.lines().find(|line| line.contains("\"outcome\":\"stored\"")).map(str::to_owned)
    });
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["span"]["id"], "guid-of-mine", "{line:#}");
    assert_eq!(line["span"]["event"], "pull_request", "{line:#}");
    let log = server.log();
    assert!(!log.contains(&world.app.webhook_secret()), "{log}");
    assert!(!log.contains("PRIVATE KEY"), "{log}");
    // Where nothing else is said, lines are text, with the id too.
    let server = world.serve();
    assert_eq!(post(&server, &world.app.signed(&world.opened(), "guid-in-text")), 202);
    server.wait_for("line", |log| {
        log.lines()
            .find(|line| line.contains("received") && line.contains("guid-in-text"))
            .map(drop)
    });
}

#[test]
fn one_connection_carries_many_deliveries() {
    let world = World::new();
    let server = world.serve();
    let mut stream = web::connect(server.port);
    for n in 0..20 {
        let signed = world.app.signed(&world.opened(), &format!("guid-{n}"));
        let mut head = web::head("POST /webhook", &signed.headers, signed.body.len());
        if n < 19 {
            head = head.replace("connection: close\r\n", "");
        }
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&signed.body).unwrap();
    }
    // All answers come one after the other, the last ends the connection.
    web::answer(stream);
    assert_eq!(server.stored(), 20);
}
