//! What to do after an answer, or after none: take it, wait and try again, or give up.
//!
//! Pure, so that every case can be tested without a clock.

use std::time::Duration;

use super::random;
use super::{Answer, Limit};

/// A request is sent at most this often.
const MOST_TRIES: u32 = 4;
/// The first pause after a fault; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_millis(400);
/// A limit whose end GitHub does not tell lasts at least this long.
const UNTOLD: Duration = Duration::from_mins(1);

/// The limit that an answer speaks of, and how long to wait for its end.
///
/// `graphql` answers speak of it with status 200, too.
#[must_use]
pub(super) fn limited(
    answer: &Answer,
    now: u64,
    graphql: bool,
) -> Option<(Limit, Option<Duration>)> {
    let said = || answer.message().to_ascii_lowercase();
    let told = match answer.status {
        429 => true,
        403 => {
            answer.header("retry-after").is_some()
                || answer.header("x-ratelimit-remaining") == Some("0")
                || said().contains("rate limit")
        }
        200 if graphql => graphql_limited(answer),
        _ => false,
    };
    if !told {
        return None;
    }
    let seconds = |name| answer.header(name).and_then(|v| v.trim().parse::<u64>().ok());
    if let Some(wait) = seconds("retry-after") {
        return Some((Limit::Secondary, Some(Duration::from_secs(wait))));
    }
    if answer.header("x-ratelimit-remaining") == Some("0")
        && let Some(reset) = seconds("x-ratelimit-reset")
    {
        // A second more: the clocks need not agree.
        return Some((Limit::Hourly, Some(Duration::from_secs(reset.saturating_sub(now) + 1))));
    }
    Some((Limit::Secondary, None))
}

/// How much may still be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// So many requests of REST, or points of GraphQL.
    pub remaining: u32,
    /// Until then, in seconds since 1970.
    pub reset: u64,
}

/// What an answer says of how much may still be asked: whether of GraphQL, and how much.
#[must_use]
pub(super) fn budget(answer: &Answer) -> Option<(bool, Budget)> {
    let number = |name| answer.header(name).and_then(|v| v.trim().parse::<u64>().ok());
    let graphql = match answer.header("x-ratelimit-resource") {
        Some("core") => false,
        Some("graphql") => true,
        // Other things have limits of their own.
        _ => return None,
    };
    let remaining = u32::try_from(number("x-ratelimit-remaining")?).ok()?;
    Some((graphql, Budget { remaining, reset: number("x-ratelimit-reset")? }))
}

/// Whether an answer with status 200 is a refusal because of a limit.
fn graphql_limited(answer: &Answer) -> bool {
    #[derive(serde::Deserialize)]
    struct Errors {
        #[serde(default)]
        errors: Vec<super::graphql::Error>,
    }
    serde_json::from_slice::<Errors>(&answer.body)
        .is_ok_and(|body| body.errors.iter().any(super::graphql::Error::is_limit))
}

/// What comes next for a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The answer counts.
    Take,
    /// Ask again after a pause.
    Again(Duration),
    /// Ask again once the limit has an end.
    AfterLimit(Duration),
    /// A limit that lasts too long.
    Limited(Limit, Option<Duration>),
}

/// What comes next for a read that was tried `tries` times; `None` stands for no answer.
/// `patience` is the longest that a limit is waited for.
#[must_use]
pub(super) fn after_read(
    answer: Option<&Answer>,
    tries: u32,
    now: u64,
    graphql: bool,
    patience: Duration,
) -> Next {
    let again = tries < MOST_TRIES;
    if let Some(answer) = answer
        && let Some((limit, told)) = limited(answer, now, graphql)
    {
        let wait = told.unwrap_or(UNTOLD * 2u32.saturating_pow(tries.saturating_sub(1)));
        return if again && wait <= patience {
            Next::AfterLimit(wait + jitter(Duration::from_secs(1).min(wait)))
        } else {
            Next::Limited(limit, told)
        };
    }
    let faulty = answer.is_none_or(|a| matches!(a.status, 500 | 502 | 503 | 504));
    if faulty && again {
        let pause = FIRST_PAUSE * 2u32.saturating_pow(tries.saturating_sub(1));
        return Next::Again(pause + jitter(pause));
    }
    Next::Take
}

/// Up to half of a pause, so that many runs do not come back at once.
fn jitter(pause: Duration) -> Duration {
    pause.mul_f64(random::fraction() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderName, HeaderValue};

    const NOW: u64 = 1_000;
    const PATIENCE: Duration = Duration::from_secs(90);

    fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Answer {
        let headers: HeaderMap = headers
            .iter()
            .map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)))
            .collect();
        Answer { status, headers, body: body.as_bytes().to_vec() }
    }

    fn next(answer: &Answer, tries: u32) -> Next {
        after_read(Some(answer), tries, NOW, true, PATIENCE)
    }

    #[track_caller]
    fn waits(next: Next, from: u64, to: u64) {
        let (Next::Again(wait) | Next::AfterLimit(wait)) = next else { panic!("{next:?}") };
        let range = Duration::from_millis(from)..=Duration::from_millis(to);
        assert!(range.contains(&wait), "{wait:?}");
    }

    #[test]
    fn retry_after_comes_first_then_the_reset_then_a_minute() {
        let all =
            [("retry-after", "7"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1050")];
        waits(next(&answer(403, &all, ""), 1), 7_000, 7_500);
        waits(next(&answer(429, &all[1..], ""), 1), 51_000, 51_500);
        let secondary =
            answer(403, &[], r#"{"message":"You have exceeded a secondary rate limit"}"#);
        waits(next(&secondary, 1), 60_000, 60_500);
        assert_eq!(next(&secondary, 2), Next::Limited(Limit::Secondary, None), "two minutes");
        let hours =
            answer(403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "4000")], "");
        let wait = Some(Duration::from_secs(3_001));
        assert_eq!(next(&hours, 1), Next::Limited(Limit::Hourly, wait));
    }

    #[test]
    fn a_refusal_is_no_limit() {
        let left = [("x-ratelimit-remaining", "12"), ("x-ratelimit-reset", "1050")];
        let refused = answer(403, &left, r#"{"message":"Resource not accessible by integration"}"#);
        assert_eq!(next(&refused, 1), Next::Take);
        assert_eq!(next(&answer(404, &[], ""), 1), Next::Take);
        assert_eq!(next(&answer(200, &[], "{}"), 1), Next::Take);
    }

    #[test]
    fn what_is_left_is_read_where_it_is_told() {
        let told = |resource| {
            let left = [("x-ratelimit-remaining", "12"), ("x-ratelimit-reset", "1050")];
            budget(&answer(200, &[left[0], left[1], ("x-ratelimit-resource", resource)], ""))
        };
        let left = Budget { remaining: 12, reset: 1_050 };
        assert_eq!((told("core"), told("graphql")), (Some((false, left)), Some((true, left))));
        assert_eq!((told("search"), budget(&answer(200, &[], ""))), (None, None));
    }

    #[test]
    fn faults_are_tried_again_a_few_times() {
        waits(next(&answer(502, &[], ""), 1), 400, 600);
        waits(after_read(None, 3, NOW, false, PATIENCE), 1_600, 2_400);
        assert_eq!(after_read(None, 4, NOW, false, PATIENCE), Next::Take);
        assert_eq!(next(&answer(500, &[], ""), 4), Next::Take);
    }

    #[test]
    fn graphql_tells_of_limits_with_status_200() {
        let limited = r#"{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}"#;
        waits(next(&answer(200, &[("retry-after", "1")], limited), 1), 1_000, 1_500);
        let late = format!(
            r#"{{"data":{{"x":"{}"}},"errors":[{{"message":"You have exceeded a secondary rate limit."}}]}}"#,
            "y".repeat(9_000)
        );
        assert!(matches!(next(&answer(200, &[], &late), 1), Next::AfterLimit(_)));
        let text = r#"{"data":{"text":"\"errors\": rate limit"}}"#;
        assert_eq!(next(&answer(200, &[], text), 1), Next::Take);
        let other = r#"{"data":null,"errors":[{"type":"NOT_FOUND","message":"no"}]}"#;
        assert_eq!(next(&answer(200, &[], other), 1), Next::Take);
    }
}
