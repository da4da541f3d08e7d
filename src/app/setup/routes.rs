//! The set-up's two addresses: the page, and where GitHub leads the browser back to.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use tokio::sync::Notify;

use super::Setup;
use super::credentials::{self, Credentials};
use super::manifest::Choice;
use super::page::{self, Start};
use super::pending::Pending;
use crate::github::{Client, Login, Trouble, WriteTrouble};

/// What the routes work with.
pub(super) struct Place {
    setup: Setup,
    /// What the page's address must carry, where it is open to others.
    key: Option<String>,
    pending: Pending,
    created: Mutex<Option<Credentials>>,
    done: Arc<Notify>,
}

impl Place {
    pub(super) fn new(setup: Setup, key: Option<String>, done: Arc<Notify>) -> Self {
        Self { setup, key, pending: Pending::default(), created: Mutex::default(), done }
    }

    /// The credentials, once the App is there.
    pub(super) fn credentials(&self) -> Option<Credentials> {
        self.created.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether a request may come from whoever it comes from. A page of somebody else's can make a
    /// browser ask us under another name, so only this machine's own names will do.
    fn is_for_us(&self, headers: &HeaderMap) -> bool {
        self.setup.is_open || host_of(headers).is_some_and(is_this_machine)
    }
}

/// The routes.
pub(super) fn router(place: Arc<Place>) -> Router {
    Router::new()
        .route("/", get(start))
        .route("/setup", get(start))
        .route("/setup/done", get(back))
        .with_state(place)
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Form {
    key: Option<String>,
    name: Option<String>,
    organisation: Option<String>,
    url: Option<String>,
    writes: Option<String>,
}

async fn start(
    State(place): State<Arc<Place>>,
    headers: HeaderMap,
    Query(form): Query<Form>,
) -> Response {
    if !place.is_for_us(&headers) {
        return shown(&place, StatusCode::FORBIDDEN, page::refused(ELSEWHERE, false));
    }
    if place.key.is_some() && form.key != place.key {
        return shown(&place, StatusCode::FORBIDDEN, page::refused(NO_KEY, false));
    }
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let url = form.url.clone().or_else(|| place.setup.public_url.clone()).unwrap_or_default();
    let read =
        Choice::read(&text(&form.name), &text(&form.organisation), &url, form.writes.is_some());
    let (choice, wrong) = match read {
        Ok(choice) => (choice, None),
        Err(wrong) => {
            let choice = Choice {
                name: text(&form.name),
                organisation: form.organisation.clone(),
                public_url: Some(url),
                writes: form.writes.is_some(),
            };
            (choice, Some(wrong))
        }
    };
    let back = host_of(&headers).map(|host| format!("http://{host}/setup/done"));
    let manifest = back.filter(|_| wrong.is_none()).and_then(|back| choice.manifest(&back));
    let create = manifest.map(|manifest| {
        let state = place.pending.give();
        (choice.action(&place.setup.host.server, &state), manifest.to_string())
    });
    let github = place.setup.host.name.as_str();
    let html =
        page::start(&Start { choice: &choice, github, create, wrong, key: place.key.as_deref() });
    shown(&place, StatusCode::OK, html)
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Back {
    code: String,
    state: String,
}

async fn back(
    State(place): State<Arc<Place>>,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Response {
    let refused =
        |status, why: &str| shown(&place, status, page::refused(why, place.key.is_none()));
    if !place.is_for_us(&headers) {
        return refused(StatusCode::FORBIDDEN, ELSEWHERE);
    }
    // Before the code is traded: somebody else's code would make their App ours.
    if !place.pending.take(&back.state) {
        return refused(
            StatusCode::FORBIDDEN,
            "This page was not asked for here, or longer than an hour ago, or it was opened twice.",
        );
    }
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if back.code.is_empty() || back.code.len() > 200 || !back.code.chars().all(is_code) {
        return refused(StatusCode::BAD_REQUEST, "GitHub's answer has no code.");
    }
    let folder = &place.setup.folder;
    // The credentials come once: better to know now that they can't be kept.
    if let Err(error) = credentials::ready(folder) {
        let why = format!("{} can't be written to: {error}", folder.display());
        return refused(StatusCode::INTERNAL_SERVER_ERROR, &why);
    }
    let credentials = match convert(&place, &back.code).await {
        Ok(credentials) => credentials,
        Err(why) => return refused(StatusCode::BAD_GATEWAY, &why),
    };
    if let Err(why) = credentials.store(folder) {
        let why = format!("{why}. The App exists: make a new private key on its page on GitHub.");
        return refused(StatusCode::INTERNAL_SERVER_ERROR, &why);
    }
    let html = page::done(&credentials, folder);
    *place.created.lock().unwrap_or_else(PoisonError::into_inner) = Some(credentials);
    place.done.notify_one();
    shown(&place, StatusCode::OK, html)
}

/// Trades the code for the credentials, once.
async fn convert(place: &Place, code: &str) -> Result<Credentials, String> {
    let setup = &place.setup;
    let client =
        Client::new(&setup.host, &Login::Anonymous, setup.pace).map_err(|e| e.to_string())?;
    let path = format!("/app-manifests/{code}/conversions");
    let answer = client.post_bare(&path).await;
    let answer = answer.map_err(|trouble| match trouble {
        WriteTrouble::NotDone(Trouble::Refused { status: 404, .. }) => {
            "GitHub does not know the code: it is good once, and for one hour.".to_owned()
        }
        WriteTrouble::NotDone(trouble) => trouble.to_string(),
        WriteTrouble::Unanswered(trouble) => format!(
            "GitHub did not say whether it took the code ({trouble}). If the App is on GitHub, make \
             a private key and a webhook secret on its page; else begin again."
        ),
    })?;
    // An error of the reader would show what it read.
    let read = answer.json::<Credentials>();
    let credentials = read.map_err(|_| "GitHub's answer lacks the credentials.".to_owned())?;
    if credentials.webhook_secret.is_none() {
        return Err(
            "The App has no webhook secret, so its deliveries can't be trusted; delete it \
                    on GitHub and begin again."
                .to_owned(),
        );
    }
    Ok(credentials)
}

const ELSEWHERE: &str = "This page is for the machine that cardbot runs on: open it there as \
                         http://127.0.0.1 with the port, or let cardbot show it to others.";
const NO_KEY: &str = "The address lacks its key: open the one that cardbot told when it started.";

/// The name that a request was sent to.
fn host_of(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    (!host.is_empty() && host.chars().all(plain)).then_some(host)
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

/// A page with the headers that keep it to itself.
fn shown(place: &Place, status: StatusCode, html: String) -> Response {
    let style = STANDARD.encode(digest(&SHA256, page::STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self' {}; base-uri 'none'; \
         frame-ancestors 'none'",
        place.setup.host.server
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (status, headers, Html(html)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_will_do() {
        for host in ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "[::1]"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["", "evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example"] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
