//! Sends signed deliveries to a server and tells how quickly they are acknowledged.
//!
//! `deliveries PORT APP SECRET EVENT CONNECTIONS SECONDS [PER_SECOND] [bad]`: without a rate, as many
//! as are answered; with `bad`, what must not be stored is sent all the while, too. `EVENT` is the name of
//! an event, or a name and a file that holds its payload: `pull_request=FILE`. It prints what was
//! acknowledged: how many in a second, the median and the 99th percentile in milliseconds, how many, the
//! bytes of a body, and the CPU time that sending one and reading its answer took, in microseconds.
//! `benches/app.sh` uses it on `cardbot serve` and on a Probot app.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement may end by a panic"
)]

mod bad;
mod many;
mod payload;
mod request;

use std::net::TcpStream;
use std::time::{Duration, Instant};

use payload::Payload;
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
    let payload = Payload::read(&args.next().expect("an event"));
    let connections: u32 = args.next().expect("connections").parse().expect("a number");
    let seconds: f64 = args.next().expect("seconds").parse().expect("a number");
    let mut rest: Vec<String> = args.collect();
    let bad = rest.pop_if(|word| word == "bad").is_some();
    let rate: Option<f64> = rest.pop().map(|rate| rate.parse().expect("a number"));

    // Made and signed before the clock runs; only the id differs from one delivery to the next.
    let senders: Vec<_> =
        (0..connections).map(|number| Sender::new(&target, &payload, number)).collect();
    let size = payload.body(&target.app, 1).len();
    let spent = cpu_time();
    // A server that is slow to accept is not what is measured.
    let begin = Instant::now() + Duration::from_millis(50);
    let end = begin + Duration::from_secs_f64(seconds);
    let bad = bad.then(|| bad::send(&target, end));
    let mut times = match rate {
        Some(rate) => paced(senders, rate, begin, end),
        None => many::send(senders, begin, end),
    };
    let took = begin.elapsed().as_secs_f64();
    times.sort_unstable();
    let count = times.len();
    let at = |share: usize| times.get(count * share / 1000).map_or(0.0, |t| t.as_secs_f64() * 1e3);
    #[expect(clippy::cast_precision_loss, reason = "few enough")]
    let per_second = count as f64 / took;
    #[expect(clippy::cast_precision_loss, reason = "few enough")]
    let each = (cpu_time() - spent).as_secs_f64() * 1e6 / count.max(1) as f64;
    println!("{per_second:.0} {:.2} {:.2} {count} {size} {each:.1}", at(500), at(990));
    if let Some(bad) = bad {
        bad.tell();
    }
}

/// The CPU time that this process has taken. Linux tells it in hundredths of a second.
fn cpu_time() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold anything.
    let fields = text.rsplit(')').next().unwrap_or_default().split_ascii_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Sends so many each second.
fn paced(senders: Vec<Sender>, rate: f64, begin: Instant, end: Instant) -> Vec<Duration> {
    // The connections take turns, so that together they keep the rate.
    let turns = u32::try_from(senders.len()).expect("not so many connections");
    let every = Duration::from_secs_f64(f64::from(turns) / rate);
    let threads: Vec<_> = senders
        .into_iter()
        .zip(0..)
        .map(|(sender, number)| {
            let first = begin + every * number / turns;
            std::thread::spawn(move || sender.send(first, every, end))
        })
        .collect();
    threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
}

/// One connection.
struct Sender {
    stream: TcpStream,
    requests: Vec<Request>,
}

impl Sender {
    fn new(target: &Target, payload: &Payload, number: u32) -> Self {
        let stream = target.connect();
        let requests = (0..PULLS)
            .map(|n| {
                let body = payload.body(&target.app, u64::from(number * PULLS + n + 1));
                Request::new(&request::headers(target, payload.event(), &body), &body)
            })
            .collect();
        Self { stream, requests }
    }

    /// Times from when a delivery should be sent, so that a server which holds up the line is seen.
    fn send(mut self, first: Instant, every: Duration, end: Instant) -> Vec<Duration> {
        let mut times = Vec::new();
        let mut due = first;
        let mut next = 0;
        while due < end && Instant::now() < end {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let request = self.requests.get_mut(next).unwrap();
            next = (next + 1) % PULLS as usize;
            request::assert_taken(request.send(&mut self.stream));
            times.push(due.elapsed());
            due += every;
        }
        times
    }
}
