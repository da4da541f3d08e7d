//! Several replicas with PostgreSQL behind HAProxy, by the configuration of examples/haproxy.cfg.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::load::Load;
use crate::server::{Server, World};
use crate::{databases, program, web};

#[test]
fn replicas_behind_a_balancer_are_replaced_and_one_dies() {
    let Some(haproxy) = program("haproxy") else { return };
    databases::on_each(&async |database| {
        if database.url().starts_with("postgres") {
            replace_and_kill(&haproxy, database.url());
        }
    });
}

fn replace_and_kill(haproxy: &Path, url: &str) {
    let world = World::new();
    let ports = [free_port(), free_port(), free_port()];
    let mut replicas = ports.map(|port| start(&world, url, port));
    let balancer = Balancer::start(haproxy, &world, ports);
    let load = Load::new(&world, 12);
    load.during(balancer.port, || {
        for (replica, port) in replicas.iter_mut().zip(ports) {
            replica.terminate();
            assert_eq!(replica.ended(), Some(0), "{}", replica.log());
            *replica = start(&world, url, port);
        }
        for (replica, port) in replicas.iter_mut().zip(ports) {
            std::thread::sleep(Duration::from_millis(500));
            replica.kill();
            std::thread::sleep(Duration::from_millis(500));
            *replica = start(&world, url, port);
        }
    });
    // A replica may die in the middle of its answer; no balancer can mend that.
    assert!(load.came_again() <= 3, "{} deliveries had to come again", load.came_again());
    replicas[0].until_all_is_done(Duration::from_secs(120));
    load.assert_reviewed_once(&replicas[0]);
    load.assert_known(ports[0], load.count());
    let metrics = ports.map(|port| web::get(port, "/metrics").body);
    let stored = metrics.iter().flat_map(|text| text.lines());
    assert_eq!(stored.filter(|line| line.contains("not_stored")).count(), 0);
    // The rest of the server is not for the public.
    assert_eq!(web::get(balancer.port, "/metrics").status, 404);
}

fn start(world: &World, url: &str, port: u16) -> Server {
    let mut command = world.command(&["serve"]);
    command
        .env("DATABASE_URL", url)
        .env("CARDBOT_LISTEN", format!("127.0.0.1:{port}"))
        .env("CARDBOT_WORKERS", "2")
        .env("CARDBOT_LEASE", "1")
        .env("CARDBOT_DRAIN", "0.5");
    Server::start(&mut command)
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// HAProxy, ended when it is dropped.
struct Balancer {
    child: Child,
    port: u16,
}

impl Balancer {
    fn start(haproxy: &Path, world: &World, replicas: [u16; 3]) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/haproxy.cfg");
        let mut text = std::fs::read_to_string(file).unwrap();
        let port = free_port();
        let mut replace = |from: &str, to: &str| {
            assert!(text.contains(from), "{from} is not in the configuration");
            text = text.replace(from, to);
        };
        replace("bind :443 ssl crt /etc/haproxy/cardbot.pem", &format!("bind 127.0.0.1:{port}"));
        replace("inter 1s", "inter 100ms");
        for (address, port) in ["10.0.0.11", "10.0.0.12", "10.0.0.13"].iter().zip(replicas) {
            replace(&format!("{address}:8080"), &format!("127.0.0.1:{port}"));
        }
        world.sandbox.write("haproxy.cfg", text);
        let child = Command::new(haproxy)
            .args(["-db", "-q", "-f"])
            .arg(world.sandbox.path("haproxy.cfg"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let balancer = Self { child, port };
        for _ in 0..500 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return balancer;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("HAProxy does not start");
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
