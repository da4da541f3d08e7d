//! `POST /webhook`: verify, store, answer.
//!
//! Nothing of a delivery is parsed before its signature was verified, and nothing is answered with
//! 202 before it is stored.

mod body;
mod event;
mod payload;
mod signature;

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tracing::{Instrument as _, debug, info, info_span, warn};

use self::body::{Refusal, Room};
use self::event::Meaning;
use self::signature::Keys;
use super::metrics::Metrics;
use super::settings::AppSettings;
use super::store::{Delivery, Recorded, Store};

/// Takes deliveries.
#[derive(Debug)]
pub(crate) struct Receiver {
    app: u64,
    keys: Keys,
    body_timeout: Duration,
    room: Room,
}

/// GitHub waits for ten seconds; what is not stored by then is better called not stored.
const STORE_TIMEOUT: Duration = Duration::from_secs(8);

/// An id that is longer is none.
const LONGEST_ID: usize = 64;

impl Receiver {
    pub(crate) fn new(app: &AppSettings, body_timeout: Duration) -> Self {
        let keys = Keys::new(&app.webhook_secrets);
        Self { app: app.id, keys, body_timeout, room: Room::default() }
    }

    /// Answers a request to `/webhook`.
    pub(crate) async fn answer(
        &self,
        store: &Store,
        metrics: &Metrics,
        parts: &Parts,
        body: Body,
    ) -> Response {
        let begun = Instant::now();
        let head = match Head::read(&parts.headers) {
            Ok(head) => head,
            Err(answer) => {
                metrics.delivery("unknown", answer.outcome);
                warn!(outcome = answer.outcome, "refused a request: {}", answer.said);
                return answer.into_response();
            }
        };
        let span = info_span!("delivery", id = head.id, event = event::known(head.event));
        let answer = self.take(store, &head, body).instrument(span.clone()).await;
        let event = if answer.verified { event::known(head.event) } else { "unknown" };
        metrics.delivery(event, answer.outcome);
        let took = begun.elapsed();
        if answer.status.is_success() {
            metrics.acknowledged(took);
        }
        span.in_scope(|| answer.log(took));
        answer.into_response()
    }

    async fn take(&self, store: &Store, head: &Head<'_>, body: Body) -> Answer {
        let read = match self.room.read(body, self.body_timeout).await {
            Ok(read) => read,
            Err(refusal) => return refusal.into(),
        };
        if !self.keys.verify(&read.bytes, &head.signature) {
            return Answer::no(
                StatusCode::UNAUTHORIZED,
                "wrong_signature",
                "the signature is wrong",
            );
        }
        self.store(store, head, &read.bytes).await.verified()
    }

    /// What is done with a delivery that was verified.
    async fn store(&self, store: &Store, head: &Head<'_>, body: &[u8]) -> Answer {
        if head.target != Some(self.app) {
            let said = "this is a delivery for another App or for a repository's own webhook";
            return Answer::no(StatusCode::FORBIDDEN, "other_app", said);
        }
        let now = super::now();
        let (action, installation, jobs) = match event::meaning(head.event, self.app, body, now) {
            Ok(Meaning::Jobs { action, installation, jobs }) => (action, installation, jobs),
            Ok(Meaning::Nothing(why)) => return Answer::yes("ignored", why),
            Ok(Meaning::OtherApp) => {
                return Answer::no(StatusCode::FORBIDDEN, "other_app", "a check of another App");
            }
            Err(error) => {
                debug!(error, "not a payload");
                let said = "the payload is not what GitHub sends for this event";
                return Answer::no(StatusCode::BAD_REQUEST, "not_a_payload", said);
            }
        };
        let delivery = Delivery {
            guid: head.id.to_owned(),
            event: event::known(head.event).to_owned(),
            action,
            installation: Some(installation),
            received_at: now,
        };
        let recorded =
            tokio::time::timeout(STORE_TIMEOUT, store.record(&delivery, &jobs, now)).await;
        match recorded {
            Ok(Ok(Recorded::New)) => Answer::yes("stored", "stored"),
            Ok(Ok(Recorded::Again)) => Answer::yes("again", "it was stored before"),
            Ok(Err(trouble)) => {
                warn!(error = %trouble, "the store took it not");
                Answer::not_stored()
            }
            Err(_) => {
                warn!(seconds = STORE_TIMEOUT.as_secs(), "the store did not answer");
                Answer::not_stored()
            }
        }
    }
}

/// The headers of a delivery that count.
struct Head<'h> {
    id: &'h str,
    event: &'h str,
    signature: [u8; 32],
    /// The App that it is for; nothing where it is for something else.
    target: Option<u64>,
}

impl<'h> Head<'h> {
    fn read(headers: &'h HeaderMap) -> Result<Self, Answer> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let missing = |said| Answer::no(StatusCode::BAD_REQUEST, "headers", said);
        let json = text(header::CONTENT_TYPE.as_str()).is_some_and(|kind| {
            kind.split(';').next().is_some_and(|kind| kind.trim() == "application/json")
        });
        if !json {
            let said = "the content type is not application/json; that is a setting of the webhook";
            return Err(Answer::no(StatusCode::UNSUPPORTED_MEDIA_TYPE, "headers", said));
        }
        let is_id = |id: &&str| {
            (1..=LONGEST_ID).contains(&id.len())
                && id.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
        };
        let id = text("x-github-delivery").filter(is_id);
        let id = id.ok_or_else(|| missing("there is no X-GitHub-Delivery"))?;
        let event = text("x-github-event").ok_or_else(|| missing("there is no X-GitHub-Event"))?;
        let Some(signature) = text("x-hub-signature-256") else {
            let said = "there is no X-Hub-Signature-256; set a secret for the webhook";
            return Err(Answer::no(StatusCode::UNAUTHORIZED, "no_signature", said));
        };
        let Some(signature) = signature::read(signature) else {
            let said = "X-Hub-Signature-256 is no signature";
            return Err(Answer::no(StatusCode::UNAUTHORIZED, "wrong_signature", said));
        };
        let for_app = text("x-github-hook-installation-target-type") == Some("integration");
        let target = text("x-github-hook-installation-target-id").filter(|_| for_app);
        Ok(Self { id, event, signature, target: target.and_then(|id| id.parse().ok()) })
    }
}

/// An answer, with a word for the metrics.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    outcome: &'static str,
    said: &'static str,
    verified: bool,
}

impl Answer {
    fn yes(outcome: &'static str, said: &'static str) -> Self {
        Self { status: StatusCode::ACCEPTED, outcome, said, verified: false }
    }

    fn no(status: StatusCode, outcome: &'static str, said: &'static str) -> Self {
        Self { status, outcome, said, verified: false }
    }

    fn not_stored() -> Self {
        Self::no(StatusCode::SERVICE_UNAVAILABLE, "not_stored", "it could not be stored")
    }

    fn verified(mut self) -> Self {
        self.verified = true;
        self
    }

    fn log(&self, took: Duration) {
        let (outcome, ms) = (self.outcome, took.as_millis());
        if self.status.is_success() {
            info!(outcome, ms, "received: {}", self.said);
        } else {
            warn!(outcome, ms, status = self.status.as_u16(), "refused: {}", self.said);
        }
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooLarge => Self::no(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                "the body is larger than the 25 MiB that GitHub sends at most",
            ),
            Refusal::TooSlow => {
                Self::no(StatusCode::REQUEST_TIMEOUT, "too_slow", "the body took too long")
            }
            Refusal::Broken => Self::no(StatusCode::BAD_REQUEST, "broken", "the body broke off"),
            Refusal::NoRoom => Self::no(
                StatusCode::SERVICE_UNAVAILABLE,
                "no_room",
                "too many large bodies come at once",
            ),
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let text = format!("{}\n", self.said);
        let mut response = (self.status, text).into_response();
        // What is left of a body that was not read would be taken for the next request.
        if matches!(self.outcome, "too_large" | "too_slow" | "headers" | "no_signature") {
            response
                .headers_mut()
                .insert(header::CONNECTION, header::HeaderValue::from_static("close"));
        }
        response
    }
}
