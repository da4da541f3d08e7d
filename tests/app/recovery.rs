//! Deliveries that failed come back.

use std::time::{Duration, Instant};

use github_stand_in::AppHandle;

use crate::server::{Server, World};

fn until(server: &Server, what: &str, reached: impl Fn() -> bool) {
    let begun = Instant::now();
    while !reached() {
        assert!(begun.elapsed() < Duration::from_secs(60), "no {what}\n{}", server.log());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// So many attempts at a delivery came after the first.
fn redelivered(app: &AppHandle, guid: &str) -> usize {
    app.deliveries().iter().filter(|one| one.guid == guid && one.redelivery).count()
}

#[test]
fn a_lost_delivery_comes_back_once_and_its_pull_request_is_reviewed() {
    let world = World::new();
    let arrived = {
        let _server = world.serve();
        world.app.deliver(&world.pull_of("first").event("opened"))
    };
    assert_eq!(arrived.status, 202);
    let pull = world.pull();
    let lost = world.app.lose(&pull.event("opened"));
    let mut command = world.command(&["serve"]);
    command.env("CARDBOT_WORKERS", "1").env("CARDBOT_RECOVER_EVERY", "0.2");
    // The stand-in delivers to where the server listens, which is only known when it does; until
    // then an attempt fails like the first.
    let server = Server::start(&mut command);
    world.app.set_hook(&format!("http://127.0.0.1:{}/webhook", server.port));
    until(&server, "review", || pull.reviews().len() == 1);
    // What is lost later comes back with a later look, by which nothing else has come again.
    let before = redelivered(&world.app, &lost.guid);
    let later = world.app.lose(&world.pull_of("other").event("opened"));
    let came =
        |guid: &str| world.app.deliveries().iter().any(|one| one.guid == guid && one.status == 202);
    until(&server, "later delivery", || came(&later.guid));
    assert_eq!(redelivered(&world.app, &lost.guid), before, "{:#?}", world.app.deliveries());
    assert_eq!(redelivered(&world.app, &arrived.guid), 0, "{:#?}", world.app.deliveries());
}

/// A server whose address GitHub knows before it listens.
fn known_before(world: &World, every: &str) -> Server {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    world.app.set_hook(&format!("http://{address}/webhook"));
    let mut command = world.command(&["serve"]);
    command.env("CARDBOT_LISTEN", address.to_string()).env("CARDBOT_RECOVER_EVERY", every);
    Server::start(&mut command)
}

/// The pages of the list of deliveries that were asked for: how many first ones, and how many others.
fn pages(world: &World) -> (usize, usize) {
    let all = world.github.requests();
    let lists = all.iter().filter(|one| one.path.ends_with("/app/hook/deliveries"));
    let (others, first): (Vec<_>, Vec<_>) =
        lists.partition(|one| one.query.iter().any(|(name, _)| name == "cursor"));
    (first.len(), others.len())
}

#[test]
fn deliveries_on_all_pages_come_back_each_once() {
    let world = World::new();
    let opened = world.opened();
    let lost: Vec<String> = (0..250).map(|_| world.app.lose(&opened).guid).collect();
    let server = known_before(&world, "1");
    until(&server, "all that was lost", || server.stored() == 250);
    for guid in &lost {
        let attempts = || world.app.deliveries().into_iter().filter(|one| one.guid == *guid);
        let all: Vec<_> = attempts().collect();
        assert_eq!(redelivered(&world.app, guid), 1, "{all:#?}\n{}", server.log());
    }
    // Later looks stop at what they know.
    world.github.set_clock_ahead(20);
    assert_eq!(world.app.deliver(&opened).status, 202);
    world.github.forget_requests();
    until(&server, "three looks", || pages(&world).0 >= 3);
    world.github.forget_requests();
    until(&server, "two looks", || pages(&world).0 >= 2);
    assert_eq!(pages(&world).1, 0, "no further page");
    for guid in &lost {
        let attempts = || world.app.deliveries().into_iter().filter(|one| one.guid == *guid);
        let all: Vec<_> = attempts().collect();
        assert_eq!(redelivered(&world.app, guid), 1, "{all:#?}\n{}", server.log());
    }
}

#[test]
fn what_github_no_longer_has_is_let_go() {
    let world = World::new();
    let lost = world.app.lose(&world.opened());
    let end: &'static str = format!("/app/hook/deliveries/{}/attempts", lost.id).leak();
    let on = github_stand_in::On::Path("POST", end);
    world.github.inject(github_stand_in::Fault::status(404).on(on).always());
    let server = known_before(&world, "0.2");
    server.wait_for("word of it", |log| log.contains("no longer delivers it").then_some(()));
    world.github.forget_requests();
    until(&server, "three looks", || pages(&world).0 >= 3);
    let asked = world.github.requests().iter().filter(|one| one.path.ends_with(end)).count();
    // It is listed still, and was forgotten only from one look to the next.
    assert!(asked <= 3, "{asked}");
    assert_eq!(server.stored(), 0);
}
