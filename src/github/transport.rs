//! Sends one request and reads its answer: TLS, headers, the token, bounds.
//!
//! octocrab keeps the token to its host; its own retry stays switched off, for it repeats writes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, IF_NONE_MATCH, USER_AGENT};
use http::{Method, Request, Uri};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use octocrab::service::middleware::auth_header::AuthHeaderLayer;
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::service::middleware::reqwest_connector::ReqwestConnector;
use octocrab::{AuthState, Octocrab, OctocrabBuilder};

use super::{Answer, Host, Login, Trouble};

/// The way to one GitHub, for one login.
pub(super) struct Transport {
    crab: Octocrab,
    host: Host,
}

/// The version of the API that everything here is written for.
const API_VERSION: &str = "2022-11-28";
/// An answer with more bytes than this is not read on.
const MOST_BYTES: usize = 32 << 20;
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// What is sent.
#[derive(Clone, Copy)]
pub(super) struct Sent<'s> {
    pub(super) method: &'s Method,
    pub(super) url: &'s str,
    /// The media type that is wanted.
    pub(super) accept: &'static str,
    /// The tag of the answer that is known.
    pub(super) tag: Option<&'s str>,
    /// JSON.
    pub(super) body: Option<&'s str>,
}

impl Transport {
    /// It must be made inside of a tokio runtime.
    pub(super) fn new(host: &Host, login: &Login) -> Result<Self, Trouble> {
        let unclear = |what: &str| Trouble::Unclear(what.to_owned());
        let uri = |url: &str| url.parse::<Uri>().map_err(|_| unclear("its address is no URL"));
        let (api, graphql) = (uri(&host.api)?, uri(&host.graphql)?);
        let token = match login {
            Login::Anonymous => None,
            Login::Token(token) => {
                let mut value =
                    HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| {
                        Trouble::Refused { status: 401, message: String::new(), needs: None }
                    })?;
                value.set_sensitive(true);
                Some(value)
            }
        };
        // Set once; whoever comes second finds the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| Trouble::Unreachable { host: host.name.clone(), why: root_cause(&e) })?;
        let agent = concat!(
            "cardbot/",
            env!("CARGO_PKG_VERSION"),
            " (+",
            env!("CARGO_PKG_REPOSITORY"),
            ")"
        );
        let headers = vec![
            (USER_AGENT, HeaderValue::from_static(agent)),
            (
                HeaderName::from_static("x-github-api-version"),
                HeaderValue::from_static(API_VERSION),
            ),
        ];
        let crab = OctocrabBuilder::new_empty()
            .with_service(ReqwestConnector::new(http))
            .with_layer(&ExtraHeadersLayer::new(Arc::new(headers)))
            // Only requests to these two places get the token.
            .with_layer(&AuthHeaderLayer::new(token, api, graphql))
            .with_auth(AuthState::None)
            .build();
        let Ok(crab) = crab;
        Ok(Self { crab, host: host.clone() })
    }

    /// Sends one request and reads the answer to its end.
    pub(super) async fn send(&self, sent: Sent<'_>) -> Result<Answer, Trouble> {
        let unclear = |what: String| Trouble::Unclear(what);
        let Sent { method, url, accept, tag, body } = sent;
        let mut request = Request::builder().method(method.clone()).uri(url).header(ACCEPT, accept);
        if let Some(tag) = tag {
            request = request.header(IF_NONE_MATCH, tag);
        }
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let body = body.unwrap_or_default().to_owned();
        let request = request.body(body.into()).map_err(|e| unclear(e.to_string()))?;
        let start = Instant::now();
        let response =
            self.crab.send(request).await.map_err(|e| self.unreachable(&root_cause(&e)))?;
        let (parts, body) = response.into_parts();
        let read = Limited::new(body, MOST_BYTES).collect().await.map_err(|e| {
            if e.is::<LengthLimitError>() {
                unclear("it is too large".to_owned())
            } else {
                self.unreachable(&root_cause(e.as_ref()))
            }
        })?;
        let body = read.to_bytes().to_vec();
        let status = parts.status.as_u16();
        let path = url.strip_prefix(&self.host.api).unwrap_or(url);
        tracing::debug!(%method, path, status, bytes = body.len(), ms = start.elapsed().as_millis());
        Ok(Answer { status, headers: parts.headers, body })
    }

    /// No answer, and why.
    pub(super) fn unreachable(&self, why: &str) -> Trouble {
        Trouble::Unreachable { host: self.host.name.clone(), why: why.to_owned() }
    }
}

/// The words for a connection that did not come about: nothing was sent then.
pub(super) const REFUSED: &str = "no connection";

/// The innermost reason: the outer ones only say that a request failed.
fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    loop {
        if let Some(http) = cause.downcast_ref::<reqwest::Error>()
            && http.is_connect()
            && !told_more(http)
        {
            return REFUSED.to_owned();
        }
        match cause.source() {
            Some(source) => cause = source,
            None => return cause.to_string(),
        }
    }
}

/// Whether the reason is worth its own words: certificates, names that are not known.
fn told_more(error: &reqwest::Error) -> bool {
    let said = format!("{error:?}").to_ascii_lowercase();
    ["certificate", "tls", "dns", "lookup"].iter().any(|word| said.contains(word))
}
