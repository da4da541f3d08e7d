//! Sends signed deliveries to a server and tells how quickly they are acknowledged.
//!
//! `deliveries PORT APP SECRET CONNECTIONS SECONDS [PER_SECOND]`: without a rate, as many as are
//! answered. `benches/app.sh` uses it on `cardbot serve` and on a Probot app.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement may end by a panic"
)]

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use ring::hmac;

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let Some(port) = args.next() else {
        // As `cargo bench` without arguments runs it.
        println!("deliveries: run by benches/app.sh");
        return;
    };
    let port: u16 = port.parse().expect("a port");
    let app = args.next().expect("the App's number");
    let secret = args.next().expect("the webhook's secret");
    let connections: u32 = args.next().expect("connections").parse().expect("a number");
    let seconds: f64 = args.next().expect("seconds").parse().expect("a number");
    let rate: Option<f64> = args.next().map(|rate| rate.parse().expect("a number"));

    let begin = Instant::now();
    let end = begin + Duration::from_secs_f64(seconds);
    let threads: Vec<_> = (0..connections)
        .map(|number| {
            let sender = Sender::new(port, &app, &secret, number);
            // The connections take turns, so that together they keep the rate.
            let every = rate.map(|rate| Duration::from_secs_f64(f64::from(connections) / rate));
            let first = begin + every.map_or(Duration::ZERO, |e| e * number / connections);
            std::thread::spawn(move || sender.send(first, every, end))
        })
        .collect();
    let mut times: Vec<Duration> = threads.into_iter().flat_map(|t| t.join().unwrap()).collect();
    let took = begin.elapsed().as_secs_f64();
    times.sort_unstable();
    let count = times.len();
    let at = |share: usize| times.get(count * share / 1000).map_or(0.0, |t| t.as_secs_f64() * 1e3);
    #[expect(clippy::cast_precision_loss, reason = "few enough")]
    let per_second = count as f64 / took;
    println!("{per_second:.0} {:.2} {:.2} {count}", at(500), at(990));
}

/// One connection.
struct Sender {
    port: u16,
    app: String,
    key: hmac::Key,
    number: u32,
}

impl Sender {
    fn new(port: u16, app: &str, secret: &str, number: u32) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        Self { port, app: app.to_owned(), key, number }
    }

    /// Times from when a delivery should be sent, so that a server which holds up the line is seen.
    fn send(&self, first: Instant, every: Option<Duration>, end: Instant) -> Vec<Duration> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a server");
        stream.set_nodelay(true).unwrap();
        let mut times = Vec::new();
        // All are of the size that GitHub sends; one body for each connection is signed once.
        let body = body(u64::from(self.number) + 1);
        let mut signature = String::new();
        for byte in hmac::sign(&self.key, body.as_bytes()).as_ref() {
            write!(signature, "{byte:02x}").unwrap();
        }
        let mut due = first;
        let mut buffer = vec![0; 64 * 1024];
        let mut request = Vec::with_capacity(32 * 1024);
        let mut count = 0_u64;
        loop {
            let now = Instant::now();
            if now >= end || (every.is_some() && due >= end) {
                return times;
            }
            let begun = if every.is_some() { due } else { now };
            std::thread::sleep(begun.saturating_duration_since(now));
            count += 1;
            request.clear();
            write!(
                request,
                "POST /webhook HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
                 user-agent: GitHub-Hookshot/0\r\nx-github-event: pull_request\r\n\
                 x-github-delivery: {:08x}-{:04x}-4000-8000-{count:012x}\r\n\
                 x-github-hook-id: 1\r\nx-github-hook-installation-target-type: integration\r\n\
                 x-github-hook-installation-target-id: {}\r\n\
                 x-hub-signature-256: sha256={signature}\r\ncontent-length: {}\r\n\r\n",
                std::process::id(),
                self.number,
                self.app,
                body.len()
            )
            .unwrap();
            request.extend_from_slice(body.as_bytes());
            stream.write_all(&request).unwrap();
            let status = answer(&mut stream, &mut buffer);
            assert!((200..300).contains(&status), "refused with {status}");
            times.push(begun.elapsed());
            if let Some(every) = every {
                due += every;
            }
        }
    }
}

/// Reads an answer to its end and gives its status.
fn answer(stream: &mut TcpStream, buffer: &mut [u8]) -> u16 {
    let mut read = 0;
    loop {
        let more = stream.read(&mut buffer[read..]).unwrap();
        assert!(more > 0, "the server hung up");
        read += more;
        let text = std::str::from_utf8(&buffer[..read]).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let lower = head.to_ascii_lowercase();
        let length = lower
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.split("\r\n").next()?.trim().parse::<usize>().ok());
        let whole = match length {
            Some(length) => body.len() >= length,
            None => body.ends_with("0\r\n\r\n"),
        };
        if whole {
            return head.split(' ').nth(1).unwrap().parse().unwrap();
        }
    }
}

/// About as large as GitHub's events of pull requests: 20 KB, much of it addresses.
fn body(pull: u64) -> String {
    let mut links = String::new();
    for n in 0..180 {
        let _ = write!(
            links,
            "\"link_{n}_url\":\"https://api.github.com/repos/organisation/repository/things{{/sha_{n}}}\",\
             \"flag_{n}\":false,"
        );
    }
    format!(
        "{{\"action\":\"synchronize\",\"number\":{pull},\"pull_request\":{{{links}\"number\":{pull},\
         \"updated_at\":\"2026-01-01T00:00:00Z\",\"head\":{{\"sha\":\"{pull:040x}\"}}}},\
         \"repository\":{{\"id\":7,\"full_name\":\"org/model\"}},\
         \"installation\":{{\"id\":50000001}},\"sender\":{{\"login\":\"author\",\"type\":\"User\"}}}}"
    )
}
