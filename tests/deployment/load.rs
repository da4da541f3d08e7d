//! Deliveries that come in while something happens.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use github_stand_in::{PullRequest, Signed};

use crate::server::{Server, World};
use crate::web;

/// Deliveries over some pull requests, each delivered once.
pub(crate) struct Load<'w> {
    world: &'w World,
    pulls: Vec<PullRequest>,
    /// Those that were acknowledged.
    sent: Mutex<Vec<Signed>>,
    /// How often a balancer gave up a delivery, so that it had to come again.
    again: AtomicUsize,
}

impl<'w> Load<'w> {
    pub(crate) fn new(world: &'w World, pulls: usize) -> Self {
        let pulls = (0..pulls).map(|n| world.pull_of(&format!("author{n}"))).collect();
        Self { world, pulls, sent: Mutex::default(), again: AtomicUsize::new(0) }
    }

    /// How many were acknowledged so far.
    pub(crate) fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// How often a delivery had to come again.
    pub(crate) fn came_again(&self) -> usize {
        self.again.load(Ordering::Relaxed)
    }

    /// Delivers for as long as something takes. Each delivery must be acknowledged; one that a
    /// balancer answers for a server that is gone comes again, as GitHub redelivers it when asked.
    pub(crate) fn during<T>(&self, port: u16, what: impl FnOnce() -> T) -> T {
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let sending = scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    self.deliver(port);
                    std::thread::sleep(Duration::from_millis(20));
                }
            });
            let result = what();
            over.store(true, Ordering::Relaxed);
            sending.join().unwrap();
            result
        })
    }

    fn deliver(&self, port: u16) {
        let n = self.count();
        let pull = &self.pulls[n % self.pulls.len()];
        let event = if n < self.pulls.len() {
            pull.event("opened")
        } else {
            let before = pull.head();
            pull.push(&[("model.py", format!("print({n})\n"))], "Work on");
            pull.synchronized(&before)
        };
        let signed = self.world.app.signed(&event, &format!("guid-{n}"));
        let mut answer = web::try_post(port, &signed.headers, &signed.body);
        if matches!(answer, Ok(502 | 503)) {
            self.again.fetch_add(1, Ordering::Relaxed);
            std::thread::sleep(Duration::from_millis(200));
            answer = web::try_post(port, &signed.headers, &signed.body);
        }
        assert!(matches!(answer, Ok(202)), "delivery {n}: {answer:?}");
        self.sent.lock().unwrap().push(signed);
    }

    /// All that was sent is sent again; the first so many are known.
    pub(crate) fn assert_known(&self, port: u16, first: usize) {
        let again = |metrics: &str| -> usize {
            let lines = metrics.lines().filter(|line| line.contains("outcome=\"again\""));
            lines.filter_map(|line| line.rsplit(' ').next()?.parse::<usize>().ok()).sum()
        };
        let before = again(&web::get(port, "/metrics").body);
        for (n, signed) in self.sent.lock().unwrap().iter().enumerate() {
            assert_eq!(web::post(port, &signed.headers, &signed.body).status, 202);
            if n + 1 == first {
                assert_eq!(again(&web::get(port, "/metrics").body) - before, first);
            }
        }
    }

    pub(crate) fn assert_reviewed_once(&self, server: &Server) {
        for pull in &self.pulls {
            server.assert_reviewed_once(pull);
        }
    }
}
