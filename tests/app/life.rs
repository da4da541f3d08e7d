//! From the start of the server to its end.

use std::io::Write as _;

use crate::server::{Server, World};
use crate::web;

#[test]
fn it_tells_that_it_lives_and_is_ready() {
    let world = World::new();
    let server = world.serve();
    assert_eq!(web::get(server.port, "/healthz").status, 200);
    assert_eq!(web::get(server.port, "/readyz").status, 200);
    let metrics = web::get(server.port, "/metrics");
    assert!(metrics.body.ends_with("# EOF\n"), "{metrics:?}");
    assert_eq!(web::get(server.port, "/nothing").status, 404);
    let health = |port: u16| {
        let mut command = world.sandbox.cardbot();
        command.args(["serve", "--health"]).env("CARDBOT_LISTEN", format!("0.0.0.0:{port}"));
        crate::sandbox::finish(&mut command).status
    };
    assert_eq!(health(server.port), Some(0));
    let port = server.port;
    drop(server);
    assert_eq!(health(port), Some(2));
}

#[test]
fn what_is_missing_at_the_start_is_named() {
    let world = World::new();
    let run = |change: &dyn Fn(&mut std::process::Command)| {
        let mut command = world.command(&["serve"]);
        change(&mut command);
        let run = crate::sandbox::finish(&mut command);
        assert_eq!(run.status, Some(2), "{run:?}");
        run.stderr
    };
    let no_id = run(&|command| {
        command.env_remove("CARDBOT_APP_ID");
    });
    assert!(no_id.contains("CARDBOT_APP_ID is not set"), "{no_id}");
    let client_id = run(&|command| {
        command.env("CARDBOT_APP_ID", world.app.client_id());
    });
    assert!(client_id.contains("not a number"), "{client_id}");
    let no_folder = run(&|command| {
        command.env("DATABASE_URL", "sqlite:/nowhere/at/all/cardbot.db");
    });
    assert!(no_folder.contains("database"), "{no_folder}");
    let no_url = run(&|command| {
        command.env("CARDBOT_URL", "cardbot.example.org");
    });
    assert!(no_url.contains("CARDBOT_URL"), "{no_url}");
    let no_way = run(&|command| {
        command.env("CARDBOT_SETUP", "yes");
    });
    assert!(no_way.contains("local, open or off"), "{no_way}");
}

#[test]
fn a_file_of_variables_is_read_and_the_environment_beats_it() {
    let world = World::new();
    let mut command = world.command(&["serve"]);
    command.env_remove("CARDBOT_APP_ID").env_remove("CARDBOT_WEBHOOK_SECRET_FILE");
    let file = format!(
        "# The App\nCARDBOT_APP_ID={}\nCARDBOT_WEBHOOK_SECRET='a $ecret'\nCARDBOT_LISTEN=nonsense\n",
        world.app.id()
    );
    world.sandbox.write(".env", file);
    world.app.set_webhook_secret("a $ecret");
    let server = Server::start(&mut command);
    world.app.set_hook(&format!("http://127.0.0.1:{}/webhook", server.port));
    assert_eq!(world.app.deliver(&world.opened()).status, 202);
}

#[test]
#[cfg(unix)]
fn it_answers_what_has_begun_before_it_ends() {
    let world = World::new();
    let mut server = world.serve();
    let signed = world.app.signed(&world.opened(), "guid-1");
    let mut stream = web::connect(server.port);
    let head = web::head("POST /webhook", &signed.headers, signed.body.len());
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&signed.body[..100]).unwrap();
    // A connection on which nothing was asked holds nobody up.
    let idle = web::connect(server.port);
    assert_eq!(web::get(server.port, "/healthz").status, 200);
    server.terminate();
    server.wait_for("word of the end", |log| log.contains("asked to end").then_some(()));
    stream.write_all(&signed.body[100..]).unwrap();
    assert_eq!(web::answer(stream).status, 202);
    assert_eq!(server.ended(), Some(0), "{}", server.log());
    server.wait_for("last word", |log| log.contains("ended").then_some(()));
    drop(idle);
    // It was stored.
    let server = world.serve();
    assert_eq!(web::post(server.port, &signed.headers, &signed.body).status, 202);
    assert_eq!(server.stored(), 0);
}

#[test]
#[cfg(unix)]
fn before_it_ends_it_asks_to_be_sent_nothing() {
    let world = World::new();
    let mut command = world.command(&["serve"]);
    let mut server = Server::start(command.env("CARDBOT_DRAIN", "60"));
    server.terminate();
    server.wait_for("word of the end", |log| log.contains("asked to end").then_some(()));
    let ready = web::get(server.port, "/readyz");
    assert_eq!((ready.status, ready.body.as_str()), (503, "about to end\n"));
    let signed = world.app.signed(&world.opened(), "guid-1");
    assert_eq!(web::post(server.port, &signed.headers, &signed.body).status, 202);
    // Who asks twice will not wait.
    server.terminate();
    assert_eq!(server.ended(), Some(0), "{}", server.log());
}

#[test]
#[cfg(unix)]
fn a_job_that_has_begun_is_finished_or_handed_back_at_the_end() {
    use std::time::Duration;

    use github_stand_in::Fault;

    // With time to finish, and with none.
    for (grace, is_finished) in [("60", true), ("0", false)] {
        let world = World::new();
        let pull = world.pull();
        world.github.inject(Fault::latency(Duration::from_millis(500)));
        let mut command = world.command(&["serve"]);
        let mut server =
            Server::start(command.env("CARDBOT_WORKERS", "1").env("CARDBOT_GRACE", grace));
        crate::reviews::deliver(&world, &server, &pull.event("opened"), "guid-1");
        let begun = |requests: &[github_stand_in::Received]| {
            requests.iter().any(|one| one.path.ends_with("/access_tokens"))
        };
        while !begun(&world.github.requests()) {
            std::thread::sleep(Duration::from_millis(10));
        }
        server.terminate();
        assert_eq!(server.ended(), Some(0), "{}", server.log());
        assert_eq!(pull.checks().len(), usize::from(is_finished), "{}", server.log());
        world.github.heal();
        let mut command = world.command(&["serve"]);
        let server = Server::start(command.env("CARDBOT_WORKERS", "1").env("CARDBOT_LEASE", "600"));
        // At once: nobody waits for a lease to run out.
        server.until_all_is_done(Duration::from_secs(60));
        server.assert_reviewed_once(&pull);
    }
}
