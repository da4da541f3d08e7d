//! What must not be stored, and must hold up nobody: sent while good deliveries are.

use std::net::TcpStream;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Target;
use super::payload::body;
use super::request::{self, Request};

/// Bad input on its way: for each kind how often it was answered, and how late at most.
pub(crate) struct Bad(Vec<(&'static str, JoinHandle<(u32, Duration)>)>);

/// So many bodies that do not go on, at once.
const SLOW: usize = 50;

/// Sends bad input of all kinds until the end.
pub(crate) fn send(target: &Target, end: Instant) -> Bad {
    let good = body(1);
    let large = vec![b' '; 30 * 1024 * 1024];
    let text = b"no JSON".to_vec();
    let other = Target { app: "1".to_owned(), ..target.clone() };
    let stranger = Target { secret: "a guess".to_owned(), ..target.clone() };
    let without = |name: &str| {
        let mut headers = request::headers(target, "pull_request", &good);
        headers.retain(|(header, _)| *header != name);
        Request::new(&headers, &good)
    };
    let unknown = Request::new(&request::headers(target, "no_such_event", &good), &good);
    let kinds = vec![
        ("wrong signature", 401, Request::delivery(&stranger, &good)),
        ("no signature", 401, without("x-hub-signature-256")),
        ("no delivery id", 400, without("x-github-delivery")),
        ("30 MB body", 413, Request::delivery(target, &large)),
        ("not JSON", 400, Request::delivery(target, &text)),
        ("unknown event", 202, unknown),
        ("another App", 403, Request::delivery(&other, &good)),
    ];
    let mut all: Vec<_> = kinds
        .into_iter()
        .map(|(name, status, request)| {
            let target = target.clone();
            // A large body keeps the sender as busy as the server.
            let pause = Duration::from_millis(if status == 413 { 500 } else { 50 });
            (name, std::thread::spawn(move || again(&target, request, status, pause, end)))
        })
        .collect();
    let slow = Request::delivery(target, &good);
    let target = target.clone();
    all.push(("slow body", std::thread::spawn(move || slowly(&target, &slow))));
    Bad(all)
}

/// One after the other, each on a connection of its own.
fn again(
    target: &Target,
    mut request: Request,
    status: u16,
    pause: Duration,
    end: Instant,
) -> (u32, Duration) {
    let mut count = 0;
    let mut longest = Duration::ZERO;
    while Instant::now() < end {
        let begun = Instant::now();
        let got = request.send(&mut target.connect());
        assert_eq!(got, status);
        count += 1;
        longest = longest.max(begun.elapsed());
        std::thread::sleep(pause);
    }
    (count, longest)
}

/// Bodies that never end; the server gives each up by itself.
fn slowly(target: &Target, request: &Request) -> (u32, Duration) {
    let begun = Instant::now();
    let mut streams: Vec<TcpStream> = (0..SLOW)
        .map(|_| {
            let mut stream = target.connect();
            request.begin(&mut stream);
            stream
        })
        .collect();
    let mut count = 0;
    for stream in &mut streams {
        assert_eq!(request::answer(stream), 408);
        count += 1;
    }
    (count, begun.elapsed())
}

impl Bad {
    /// Waits for all of it and says how it went.
    pub(crate) fn tell(self) {
        for (name, thread) in self.0 {
            let (count, longest) = thread.join().expect("the answer that was expected");
            eprintln!("  {name}: {count}, the slowest in {:.0} ms", longest.as_secs_f64() * 1e3);
        }
    }
}
