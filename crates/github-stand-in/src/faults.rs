//! Faults to inject: what goes wrong between a client and GitHub.

use std::fmt;
use std::time::Duration;

use crate::answer::Answer;
use crate::request::Request;

/// Which requests a fault strikes.
#[derive(Clone, Debug)]
pub enum On {
    /// Every request.
    All,
    /// Those that only read, GraphQL queries among them.
    Reads,
    /// Those that change something, GraphQL mutations among them.
    Writes,
    /// GraphQL, queries and mutations.
    Graphql,
    /// Those of a method, such as `DELETE`.
    Method(&'static str),
    /// Those of a method whose path ends so, such as `POST` and `/reviews`.
    Path(&'static str, &'static str),
}

impl On {
    fn matches(&self, request: &Request) -> bool {
        match self {
            Self::All => true,
            Self::Reads => !request.is_write(),
            Self::Writes => request.is_write(),
            Self::Graphql => request.is_graphql(),
            Self::Method(method) => request.method == *method,
            Self::Path(method, end) => request.method == *method && request.path.ends_with(end),
        }
    }
}

/// What happens.
pub(crate) enum What {
    /// The answer takes so much longer.
    Delay(Duration),
    /// This answer, and nothing is done.
    Refuse(Answer),
    /// The work is done, and this is answered all the same.
    RefuseAfter(Answer),
    /// The connection ends before anything is done.
    Drop,
    /// The work is done, and then the connection ends without an answer.
    DropAfter,
    /// The connection ends at once; the work is done so much later.
    Late(Duration),
    /// The work is done, and a part of the answer is left out.
    Part,
    /// Something happens just before the request is handled.
    First(Box<dyn FnMut() + Send>),
}

/// The headers of a budget that is used up.
fn used_up(answer: Answer, resets_in: u64) -> Answer {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let resets = now.map(|now| now.as_secs()).unwrap_or_default() + resets_in;
    answer.header("x-ratelimit-remaining", "0").header("x-ratelimit-reset", &resets.to_string())
}

fn limit_with_200() -> Answer {
    let body = serde_json::json!({"data": null, "errors": [
        {"type": "RATE_LIMITED", "code": "graphql_rate_limit",
         "message": "API rate limit already exceeded for installation ID 1."}]});
    Answer::json(200, body)
}

/// A fault, with the requests that it strikes.
pub struct Fault {
    pub(crate) name: String,
    pub(crate) what: What,
    on: On,
    skip: u64,
    times: Option<u64>,
    chance: Option<(f64, u64)>,
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {:?}", self.name, self.on)
    }
}

impl Fault {
    fn new(name: impl Into<String>, what: What) -> Self {
        Self { name: name.into(), what, on: On::All, skip: 0, times: Some(1), chance: None }
    }

    /// Answers come so much later; strikes every time.
    #[must_use]
    pub fn latency(time: Duration) -> Self {
        Self::new("latency", What::Delay(time)).always()
    }

    /// An error such as 502 is answered, and nothing is done.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::new(format!("{status} before"), What::Refuse(Answer::error(status, "Server Error")))
    }

    /// The work is done, and an error such as 502 is answered.
    #[must_use]
    pub fn status_after(status: u16) -> Self {
        let answer = Answer::error(status, "Server Error");
        Self::new(format!("{status} after"), What::RefuseAfter(answer))
    }

    /// The connection ends before anything is done.
    #[must_use]
    pub fn dropped() -> Self {
        Self::new("dropped before", What::Drop)
    }

    /// The work is done, and the connection ends without an answer.
    #[must_use]
    pub fn dropped_after() -> Self {
        Self::new("dropped after", What::DropAfter)
    }

    /// The connection ends at once, and the work is done so much later.
    #[must_use]
    pub fn finished_late(after: Duration) -> Self {
        Self::new("finished late", What::Late(after))
    }

    /// The budget of the hour is used up; it starts anew in so many seconds.
    #[must_use]
    pub fn primary_limit(status: u16, resets_in: u64) -> Self {
        let answer = Answer::error(status, "API rate limit exceeded for installation ID 1.");
        Self::new("primary limit", What::Refuse(used_up(answer, resets_in)))
    }

    /// "You are too fast", with `Retry-After` or without.
    #[must_use]
    pub fn secondary_limit(status: u16, retry_after: Option<u64>) -> Self {
        let mut answer = Answer::error(
            status,
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try \
             again.",
        );
        if let Some(seconds) = retry_after {
            answer = answer.header("retry-after", &seconds.to_string());
        }
        Self::new("secondary limit", What::Refuse(answer))
    }

    /// A limit that GraphQL tells with status 200 and an error in the body.
    #[must_use]
    pub fn graphql_limit() -> Self {
        Self::new("limit told with 200", What::Refuse(limit_with_200())).on(On::Graphql)
    }

    /// The same, with the time when it starts anew in the headers.
    #[must_use]
    pub fn graphql_limit_for(resets_in: u64) -> Self {
        let what = What::Refuse(used_up(limit_with_200(), resets_in));
        Self::new("limit told with 200 and its end", what).on(On::Graphql)
    }

    /// GraphQL leaves out every second file that was asked for, and says so in its errors, as it does
    /// where an answer gets very large.
    #[must_use]
    pub fn partial_answer() -> Self {
        Self::new("partial answer", What::Part).on(On::Graphql)
    }

    /// Something else happens just before the request is handled: somebody pushes, comments,
    /// locks… It can't inject another fault. Where it strikes `always` and holds the stand-in
    /// itself, `StandIn::heal` lets go of it at the end.
    #[must_use]
    pub fn first(name: &str, what: impl FnMut() + Send + 'static) -> Self {
        Self::new(name, What::First(Box::new(what)))
    }

    /// Which requests it strikes; all of them where nothing is said.
    #[must_use]
    pub fn on(mut self, on: On) -> Self {
        self.on = on;
        self
    }

    /// Lets so many of these requests pass first.
    #[must_use]
    pub fn after(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    /// How often it strikes; once where nothing is said.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Strikes again and again.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    /// Strikes again and again, but each time only with this probability. The same seed gives the
    /// same series.
    #[must_use]
    pub fn chance(mut self, probability: f64, seed: u64) -> Self {
        self.chance = Some((probability, seed | 1));
        self.always()
    }

    /// Whether it will strike no more.
    pub(crate) fn is_used_up(&self) -> bool {
        self.times == Some(0)
    }

    /// Whether it strikes this request; counts.
    pub(crate) fn strikes(&mut self, request: &Request) -> bool {
        if !self.on.matches(request) || self.times == Some(0) {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        if let Some((probability, seed)) = &mut self.chance {
            // xorshift64*
            *seed ^= *seed >> 12;
            *seed ^= *seed << 25;
            *seed ^= *seed >> 27;
            let drawn = seed.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11;
            #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
            let drawn = drawn as f64 / (1_u64 << 53) as f64;
            if drawn >= *probability {
                return false;
            }
        }
        if let Some(times) = &mut self.times {
            *times -= 1;
        }
        true
    }
}
