//! Sends signed deliveries to a server and tells how quickly they are acknowledged.
//!
//! `deliveries PORT APP SECRET CONNECTIONS SECONDS [PER_SECOND] [bad]`: without a rate, as many as are
//! answered; with `bad`, what must not be stored is sent all the while, too. It prints what was
//! acknowledged: how many in a second, the median and the 99th percentile in milliseconds, how many.
//! `benches/app.sh` uses it on `cardbot serve` and on a Probot app.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement may end by a panic"
)]

mod bad;
mod request;

use std::net::TcpStream;
use std::time::{Duration, Instant};

use request::Request;

/// Whom the deliveries are for.
#[derive(Clone)]
struct Target {
    port: u16,
    app: String,
    secret: String,
}

/// Each connection sends as many different pull requests in turn.
const PULLS: u32 = 16;

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
    let target = Target { port, app, secret };
    let connections: u32 = args.next().expect("connections").parse().expect("a number");
    let seconds: f64 = args.next().expect("seconds").parse().expect("a number");
    let mut rest: Vec<String> = args.collect();
    let bad = rest.pop_if(|word| word == "bad").is_some();
    let rate: Option<f64> = rest.pop().map(|rate| rate.parse().expect("a number"));

    let senders: Vec<_> = (0..connections).map(|number| Sender::new(&target, number)).collect();
    // Before the clock runs: a server that is slow to accept is not what is measured.
    let begin = Instant::now() + Duration::from_millis(50);
    let end = begin + Duration::from_secs_f64(seconds);
    let bad = bad.then(|| bad::send(&target, end));
    let threads: Vec<_> = senders
        .into_iter()
        .zip(0..)
        .map(|(sender, number)| {
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
    if let Some(bad) = bad {
        bad.tell();
    }
}

/// One connection.
struct Sender {
    stream: TcpStream,
    requests: Vec<Request>,
}

impl Sender {
    fn new(target: &Target, number: u32) -> Self {
        let stream = target.connect();
        // Made and signed before the clock runs; only the id differs from one delivery to the next.
        let requests = (0..PULLS)
            .map(|n| Request::delivery(target, &request::body(u64::from(number * PULLS + n + 1))))
            .collect();
        Self { stream, requests }
    }

    /// Times from when a delivery should be sent, so that a server which holds up the line is seen.
    fn send(mut self, first: Instant, every: Option<Duration>, end: Instant) -> Vec<Duration> {
        let mut times = Vec::new();
        let mut due = first;
        let mut next = 0;
        loop {
            let now = Instant::now();
            if now >= end || (every.is_some() && due >= end) {
                return times;
            }
            let begun = if every.is_some() { due } else { now.max(first) };
            std::thread::sleep(begun.saturating_duration_since(now));
            let request = self.requests.get_mut(next).unwrap();
            next = (next + 1) % PULLS as usize;
            let status = request.send(&mut self.stream);
            assert!((200..300).contains(&status), "refused with {status}");
            times.push(begun.elapsed());
            if let Some(every) = every {
                due += every;
            }
        }
    }
}
