//! The playground: paste a card, see what cardbot says, mend it.
//!
//! It keeps nothing. Script only makes it handier: it sends the same form while one types, and takes
//! the parts that changed out of the same page.

mod check;
mod marks;
mod page;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use tokio::sync::Semaphore;

use self::check::Pasted;
use self::page::View;
use super::limits::{Limiter, Rate};
use super::visitor::Visitor;
use super::{Site, layout};

/// Who may use the playground.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Playground {
    /// Whoever reaches the server.
    Public,
    /// Whoever sits at the machine that it runs on.
    #[default]
    Local,
    /// Nobody.
    Off,
}

impl Playground {
    /// The word used in the settings.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Local => "local",
            Self::Off => "off",
        }
    }

    /// What a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Public, Self::Local, Self::Off].into_iter().find(|known| known.word() == word)
    }

    pub(super) fn admits(self, visitor: Visitor) -> bool {
        match self {
            Self::Public => true,
            Self::Local => visitor.is_local,
            Self::Off => false,
        }
    }
}

/// A card may have so many bytes. The largest on the Hub are near this.
pub(super) const MOST_BYTES: usize = 256 * 1024;

/// A form with two such cards, each byte written as `%XX`.
pub(super) const MOST_BODY: usize = 2 * 3 * MOST_BYTES + 1024;

/// Typing asks about once a second; who types for long is not held up.
const RATE: Rate = Rate { at_once: 40.0, a_second: 2.0 };

/// What the playground needs to hold its limits.
#[derive(Debug)]
pub(super) struct Limits {
    visitors: Limiter,
    /// Judging takes a processor for a moment.
    room: Arc<Semaphore>,
}

impl Limits {
    pub(super) fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self { visitors: Limiter::new(RATE), room: Arc::new(Semaphore::new(2 * processors)) }
    }
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    card: String,
    base: String,
    /// The finding to mend, `safe` for all that need no look.
    fix: Option<String>,
    /// `example` or `clear`.
    fill: Option<String>,
}

/// The empty page.
pub(super) async fn show(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    if let Some(refusal) = refuse(&site, visitor) {
        return refusal;
    }
    View::default().answer(site.navigation(visitor))
}

/// The page for what was sent.
pub(super) async fn check(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    sent: Result<Form<Sent>, FormRejection>,
) -> Response {
    if let Some(refusal) = refuse(&site, visitor) {
        return refusal;
    }
    if let Err(wait) = site.limits.visitors.take(visitor.address, Instant::now()) {
        let text = "You asked very often. Please wait a few seconds and send it again.";
        return busy(&site, visitor, StatusCode::TOO_MANY_REQUESTS, text, wait);
    }
    let sent = match sent {
        Ok(Form(sent)) if sent.card.len().max(sent.base.len()) <= MOST_BYTES => sent,
        Ok(_) => return too_large(&site, visitor),
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return too_large(&site, visitor);
        }
        Err(error) => {
            let text = "The form could not be read.";
            return tell(&site, visitor, error.status(), "That went wrong", text);
        }
    };
    let Ok(room) = Arc::clone(&site.limits.room).try_acquire_owned() else {
        let (status, wait) = (StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(1));
        let text = "Many cards are being checked right now. Please send yours again in a moment.";
        return busy(&site, visitor, status, text, wait);
    };
    let navigation = site.navigation(visitor);
    let judged = tokio::task::spawn_blocking(move || {
        let answer = view(&sent).answer(navigation);
        drop(room);
        answer
    });
    judged.await.unwrap_or_else(|_| {
        let text = "cardbot broke down on this card. Please report it, with the card.";
        tell(&site, visitor, StatusCode::INTERNAL_SERVER_ERROR, "That went wrong", text)
    })
}

const EXAMPLE: (&str, &str) =
    (include_str!("../../../../examples/after.md"), include_str!("../../../../examples/before.md"));

fn view(sent: &Sent) -> View {
    let mut pasted = match sent.fill.as_deref() {
        Some("example") => Pasted::new(EXAMPLE.0, EXAMPLE.1),
        Some(_) => Pasted::default(),
        None => Pasted::new(&sent.card, &sent.base),
    };
    let done = match sent.fix.as_deref() {
        None => None,
        Some("safe") => match pasted.fix_all() {
            0 => Some("Nothing was left to fix.".to_owned()),
            n => Some(format!("{} applied.", crate::output::text::fixes(n))),
        },
        Some(fingerprint) => Some(match pasted.fix(fingerprint) {
            Some(title) => format!("Done: {title}."),
            None => "The card has changed; that fix is gone.".to_owned(),
        }),
    };
    let checked = pasted.check();
    View { pasted, checked, done }
}

fn refuse(site: &Site, visitor: Visitor) -> Option<Response> {
    if site.playground.admits(visitor) {
        return None;
    }
    let text = match site.playground {
        Playground::Off => "The playground is switched off on this server.",
        _ => {
            "The playground answers only on the machine that it runs on. Who runs this server can open \
             it with CARDBOT_PLAYGROUND=public."
        }
    };
    Some(tell(site, visitor, StatusCode::FORBIDDEN, "The playground is not open here", text))
}

fn too_large(site: &Site, visitor: Visitor) -> Response {
    let text = format!(
        "A card may have {} KiB here. `cardbot check` on your own machine takes larger ones.",
        MOST_BYTES / 1024
    );
    tell(site, visitor, StatusCode::PAYLOAD_TOO_LARGE, "That card is too large", &text)
}

fn busy(site: &Site, visitor: Visitor, status: StatusCode, text: &str, wait: Duration) -> Response {
    let mut answer = tell(site, visitor, status, "One moment", text);
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    answer
}

fn tell(site: &Site, visitor: Visitor, status: StatusCode, title: &str, text: &str) -> Response {
    layout::notice(site.navigation(visitor), None, status, title, text)
}
