//! The set-up's two addresses: the page, and where GitHub leads the browser back to.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use tokio::sync::{Notify, watch};

use super::Setup;
use super::credentials::{self, Credentials};
use super::manifest::Choice;
use super::page::{self, Start};
use super::pending::Pending;
use crate::app::web::Visitor;
use crate::github::{Client, Login, Trouble, WriteTrouble};

/// What the routes work with.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) setup: Setup,
    /// What the page's address must carry.
    pub(super) key: String,
    pending: Pending,
    created: watch::Sender<Option<Credentials>>,
    /// That the App is served now.
    pub(super) served: Notify,
}

impl Place {
    pub(super) fn new(setup: Setup, key: String) -> Self {
        Self {
            setup,
            key,
            pending: Pending::default(),
            created: watch::Sender::new(None),
            served: Notify::new(),
        }
    }

    /// The credentials, once the App is there.
    pub(super) async fn created(&self) -> Credentials {
        let mut created = self.created.subscribe();
        loop {
            if let Some(credentials) = created.borrow_and_update().clone() {
                return credentials;
            }
            // The sender lives as long as we do.
            let _ = created.changed().await;
        }
    }

    /// Why a request is not answered, if so. A page of somebody else's can make a browser ask us
    /// under another name, so without leave only this machine's own names will do.
    fn refuses(&self, visitor: Visitor, headers: &HeaderMap) -> Option<Response> {
        if self.created.borrow().is_some() {
            return Some(shown(self, page::refused(StatusCode::GONE, OVER)));
        }
        let is_here = visitor.is_local && host_of(headers).is_some_and(is_this_machine);
        let refused = || shown(self, page::refused(StatusCode::FORBIDDEN, ELSEWHERE));
        (!self.setup.is_open && !is_here).then(refused)
    }

    /// Whether a text is the key, in a time that tells nothing about it.
    fn knows(&self, said: &str) -> bool {
        let of = |text: &str| digest(&SHA256, text.as_bytes());
        of(said).as_ref() == of(&self.key).as_ref()
    }

    /// Where GitHub is to lead the browser back to: whence it came.
    fn back(&self, headers: &HeaderMap) -> Option<String> {
        let host = host_of(headers)?;
        let public = self.setup.public_url.as_deref();
        let known = public.filter(|url| url.split_once("://").is_some_and(|(_, at)| at == host));
        let server = known.map_or_else(|| format!("http://{host}"), str::to_owned);
        Some(format!("{server}/setup/done"))
    }
}

/// The routes.
pub(super) fn router(place: Arc<Place>) -> Router {
    Router::new().route("/setup", get(start)).route("/setup/done", get(back)).with_state(place)
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Form {
    key: String,
    name: Option<String>,
    organisation: Option<String>,
    url: Option<String>,
    writes: Option<String>,
}

async fn start(
    State(place): State<Arc<Place>>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(form): Query<Form>,
) -> Response {
    if let Some(refused) = place.refuses(visitor, &headers) {
        return refused;
    }
    if !place.knows(&form.key) {
        return shown(&place, page::refused(StatusCode::FORBIDDEN, NO_KEY));
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
    let back = place.back(&headers).filter(|_| wrong.is_none());
    let manifest = back.and_then(|back| choice.manifest(&back));
    let chosen = choice.public_url.as_deref();
    let create =
        match manifest.zip(chosen).map(|(manifest, url)| (manifest, place.pending.give(url))) {
            None => None,
            Some((manifest, Ok(state))) => {
                Some((choice.action(&place.setup.host.server, &state), manifest.to_string()))
            }
            Some((_, Err(why))) => {
                return shown(&place, page::refused(StatusCode::INTERNAL_SERVER_ERROR, &why));
            }
        };
    let github = place.setup.host.name.as_str();
    let page = page::start(&Start { choice: &choice, github, create, wrong, key: &place.key });
    shown(&place, page)
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
    visitor: Visitor,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Response {
    let refused = |status, why: &str| shown(&place, page::refused(status, why));
    if let Some(refused) = place.refuses(visitor, &headers) {
        return refused;
    }
    // Before the code is traded: somebody else's code would make their App ours.
    let Some(url) = place.pending.take(&back.state) else {
        return refused(
            StatusCode::FORBIDDEN,
            "This page was not asked for here, or longer than an hour ago, or it was opened twice. \
             Begin again at the address that cardbot told when it started.",
        );
    };
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
        Ok(credentials) => Credentials { server_url: Some(url), ..credentials },
        Err(why) => return refused(StatusCode::BAD_GATEWAY, &why),
    };
    if let Err(why) = credentials.store(folder) {
        let why = format!("{why}. The App exists: make a new private key on its page on GitHub.");
        return refused(StatusCode::INTERNAL_SERVER_ERROR, &why);
    }
    let page = page::done(&credentials, folder);
    place.created.send_replace(Some(credentials));
    // Who reads that the App is there may use it.
    let _ = tokio::time::timeout(SOON, place.served.notified()).await;
    shown(&place, page)
}

/// Serving begins within moments.
const SOON: Duration = Duration::from_secs(5);

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

const OVER: &str = "An App is set up here; there is nothing more to do on this page.";
const ELSEWHERE: &str = "This page is for a browser on the machine that cardbot runs on. Start \
                         cardbot with CARDBOT_SETUP=open to use it from another machine or from \
                         outside of a container, or lead the port here, as with ssh -L.";
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

/// A page with the headers that keep it to itself. A form of it leads to GitHub, and from there back.
fn shown(place: &Place, mut page: Response) -> Response {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {}; base-uri \
         'none'; frame-ancestors 'none'",
        place.setup.host.server
    );
    let headers = page.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    page
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
