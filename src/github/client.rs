//! The client: every request to GitHub goes through here and is counted.
//!
//! octocrab carries the requests and keeps the token to its host. Its own retry stays switched off,
//! for it repeats writes: here only reads are repeated, as `limits.rs` says.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{ACCEPT, HeaderName, HeaderValue, IF_NONE_MATCH, LOCATION, USER_AGENT};
use http::{Method, Request, Uri};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use octocrab::service::middleware::auth_header::AuthHeaderLayer;
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::service::middleware::reqwest_connector::ReqwestConnector;
use octocrab::{AuthState, Octocrab, OctocrabBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::graphql::Reply;
use super::limits::{self, Next};
use super::{Answer, Host, Trouble, WriteTrouble, graphql, redirects};

/// Who we are for GitHub.
#[derive(Clone)]
pub enum Login {
    /// Nobody: public things can be read, 60 requests an hour.
    Anonymous,
    /// Whoever the token stands for.
    Token(String),
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anonymous => "Anonymous",
            Self::Token(_) => "Token(***)",
        })
    }
}

/// How long is waited for what.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How long GitHub works on a request before it drops it; a write that was not answered may
    /// be done until then.
    pub request_limit: Duration,
    /// The longest wait for the end of a limit.
    pub patience: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { request_limit: Duration::from_secs(10), patience: Duration::from_secs(90) }
    }
}

/// What a run has asked of GitHub.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Requests that read, each try and each redirect counted.
    pub reads: u32,
    /// Requests that write.
    pub writes: u32,
    /// Points of GraphQL, as GitHub counts them.
    pub graphql_cost: u32,
    /// Of the reads, those that were tried again.
    pub retries: u32,
}

/// A client for one GitHub and one login.
pub struct Client {
    crab: Octocrab,
    host: Host,
    pace: Pace,
    anonymous: bool,
    tally: Mutex<Tally>,
    /// The last answer to some reads with its tag: asked again, GitHub says "not modified" for free.
    tagged: Mutex<Vec<(String, String, Answer)>>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.host.name).finish_non_exhaustive()
    }
}

/// The version of the API that everything here is written for.
const API_VERSION: &str = "2022-11-28";
/// An answer with more bytes than this is not read on.
const MOST_BYTES: usize = 32 << 20;
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a read may take in all; large files need more than GitHub's own limit.
const READ: Duration = Duration::from_secs(30);
/// So many answers are kept to ask "anything new?".
const MOST_TAGGED: usize = 8;

const JSON: &str = "application/vnd.github+json";
const RAW: &str = "application/vnd.github.raw+json";

impl Client {
    /// A client. It must be made inside of a tokio runtime.
    ///
    /// # Errors
    /// When the token can't be one, or there are no root certificates.
    pub fn new(host: &Host, login: &Login, pace: Pace) -> Result<Self, Trouble> {
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
        Ok(Self {
            crab,
            host: host.clone(),
            pace,
            anonymous: matches!(login, Login::Anonymous),
            tally: Mutex::default(),
            tagged: Mutex::default(),
        })
    }

    /// The GitHub that it talks to.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// How long is waited for what.
    #[must_use]
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Whether there is no token.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.anonymous
    }

    /// What was asked of GitHub so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        *self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, add: impl FnOnce(&mut Tally)) {
        add(&mut self.tally.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Notes what a GraphQL request has cost.
    pub fn add_cost(&self, points: u32) {
        self.count(|tally| tally.graphql_cost += points);
    }

    /// Reads a path of the REST API. A refusal is an answer, too.
    ///
    /// # Errors
    /// [`Trouble`], when there is no answer that could be taken.
    pub async fn get(&self, path: &str) -> Result<Answer, Trouble> {
        self.read(&self.url(path), JSON, None).await
    }

    /// Reads a file's bytes. `None` where there is none.
    ///
    /// # Errors
    /// [`Trouble`]
    pub async fn get_raw(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let answer = self.read(&self.url(path), RAW, None).await?;
        if answer.status == 404 {
            return Ok(None);
        }
        self.accepted(&answer)?;
        Ok(Some(answer.body))
    }

    /// Reads a path of the REST API, or finds that it has not changed since it was last read.
    ///
    /// # Errors
    /// [`Trouble`]
    pub async fn get_again(&self, path: &str) -> Result<Answer, Trouble> {
        let url = self.url(path);
        let known = {
            let tagged = self.tagged.lock().unwrap_or_else(PoisonError::into_inner);
            tagged.iter().find(|(known, ..)| *known == url).cloned()
        };
        let tag = known.as_ref().map(|(_, tag, _)| tag.as_str());
        let answer = self.read(&url, JSON, tag).await?;
        if answer.status == 304
            && let Some((.., last)) = known
        {
            return Ok(last);
        }
        if answer.status == 200
            && let Some(tag) = answer.header("etag").map(str::to_owned)
        {
            let mut tagged = self.tagged.lock().unwrap_or_else(PoisonError::into_inner);
            tagged.retain(|(known, ..)| *known != url);
            if tagged.len() >= MOST_TAGGED {
                tagged.remove(0);
            }
            tagged.push((url, tag, answer.clone()));
        }
        Ok(answer)
    }

    /// Asks by GraphQL. The request may be repeated, so it must not be a mutation.
    ///
    /// # Errors
    /// [`Trouble`]
    pub async fn query<T: DeserializeOwned>(
        &self,
        query: &str,
        variables: impl Serialize,
    ) -> Result<Reply<T>, Trouble> {
        let body = body(&graphql::Request { query, variables })?;
        let answer = self
            .repeat(true, || self.send(Method::POST, &self.host.graphql, JSON, None, Some(&body)))
            .await?;
        Reply::read(self.accepted(&answer)?)
    }

    /// Writes by REST, once.
    ///
    /// # Errors
    /// [`WriteTrouble`]
    pub async fn post(&self, path: &str, what: &impl Serialize) -> Result<Answer, WriteTrouble> {
        let body = body(what).map_err(WriteTrouble::NotDone)?;
        let answer = self.write(&self.url(path), &body, false).await?;
        match self.accepted(&answer) {
            Ok(_) => Ok(answer),
            Err(trouble) => Err(WriteTrouble::NotDone(trouble)),
        }
    }

    /// Writes by GraphQL, once.
    ///
    /// # Errors
    /// [`WriteTrouble`]
    pub async fn mutate<T: DeserializeOwned>(
        &self,
        query: &str,
        variables: impl Serialize,
    ) -> Result<Reply<T>, WriteTrouble> {
        let body = body(&graphql::Request { query, variables }).map_err(WriteTrouble::NotDone)?;
        let answer = self.write(&self.host.graphql, &body, true).await?;
        let read = self.accepted(&answer).and_then(Reply::read);
        read.map_err(|trouble| match trouble {
            Trouble::Unclear(_) => WriteTrouble::Unanswered(trouble),
            _ => WriteTrouble::NotDone(trouble),
        })
    }

    /// The answer, unless it is a refusal.
    ///
    /// # Errors
    /// The refusal.
    pub fn accepted<'a>(&self, answer: &'a Answer) -> Result<&'a Answer, Trouble> {
        if (200..300).contains(&answer.status) { Ok(answer) } else { Err(answer.refusal()) }
    }

    /// A path of the API as a URL. The `Link` header's pages are URLs already.
    fn url(&self, path: &str) -> String {
        if path.starts_with('/') { format!("{}{path}", self.host.api) } else { path.to_owned() }
    }

    async fn read(&self, url: &str, accept: &str, tag: Option<&str>) -> Result<Answer, Trouble> {
        let mut url = url.to_owned();
        for _ in 0..=redirects::MOST {
            let answer =
                self.repeat(false, || self.send(Method::GET, &url, accept, tag, None)).await?;
            if !matches!(answer.status, 301 | 302 | 307 | 308) {
                return Ok(answer);
            }
            let to = answer.headers.get(LOCATION).and_then(|to| to.to_str().ok());
            let from = url.parse::<Uri>().ok();
            url = from
                .zip(to)
                .and_then(|(from, to)| redirects::followed(&from, to))
                .ok_or_else(|| Trouble::Unclear("it leads to another host".to_owned()))?
                .to_string();
        }
        Err(Trouble::Unclear("it leads in circles".to_owned()))
    }

    /// Sends a read until there is an answer to take.
    async fn repeat<F>(&self, graphql: bool, mut send: impl FnMut() -> F) -> Result<Answer, Trouble>
    where
        F: Future<Output = Result<Answer, Trouble>>,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            self.count(|tally| tally.reads += 1);
            let result = match tokio::time::timeout(READ, send()).await {
                Ok(result) => result,
                Err(_) => Err(self.unreachable("no answer in time")),
            };
            if let Err(trouble @ Trouble::Unclear(_)) = result {
                return Err(trouble);
            }
            let next =
                limits::after_read(result.as_ref().ok(), tries, now(), graphql, self.pace.patience);
            match next {
                Next::Take => return result,
                Next::Limited(limit, wait) => return Err(Trouble::Limited { limit, wait }),
                Next::Again(wait) => {
                    tracing::debug!(?wait, status = result.ok().map(|a| a.status), "again");
                    self.count(|tally| tally.retries += 1);
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    /// Sends a write. What a limit refuses was surely not done, so it may be sent once more; what
    /// was not answered, or by a fault, may have been done.
    async fn write(&self, url: &str, body: &[u8], graphql: bool) -> Result<Answer, WriteTrouble> {
        let mut waited = false;
        loop {
            self.count(|tally| tally.writes += 1);
            let send = self.send(Method::POST, url, JSON, None, Some(body));
            let limit = self.pace.request_limit;
            let answer = match tokio::time::timeout(limit * 3, send).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(Trouble::Unreachable { host, why })) if why == REFUSED => {
                    return Err(WriteTrouble::NotDone(Trouble::Unreachable { host, why }));
                }
                Ok(Err(trouble)) => return Err(WriteTrouble::Unanswered(trouble)),
                Err(_) => {
                    return Err(WriteTrouble::Unanswered(self.unreachable("no answer in time")));
                }
            };
            if let Some((limit, told)) = limits::limited(&answer, now(), graphql) {
                let wait = told.unwrap_or(Duration::from_mins(1));
                if waited || wait > self.pace.patience {
                    return Err(WriteTrouble::NotDone(Trouble::Limited { limit, wait: told }));
                }
                tracing::debug!(?wait, ?limit, "limited");
                tokio::time::sleep(wait).await;
                waited = true;
                continue;
            }
            if answer.status >= 500 {
                return Err(WriteTrouble::Unanswered(answer.refusal()));
            }
            return Ok(answer);
        }
    }

    /// Sends one request and reads the answer to its end.
    async fn send(
        &self,
        method: Method,
        url: &str,
        accept: &str,
        tag: Option<&str>,
        body: Option<&[u8]>,
    ) -> Result<Answer, Trouble> {
        let unclear = |what: String| Trouble::Unclear(what);
        let mut request = Request::builder().method(method.clone()).uri(url).header(ACCEPT, accept);
        if let Some(tag) = tag {
            request = request.header(IF_NONE_MATCH, tag);
        }
        let text = body.map(|body| String::from_utf8_lossy(body).into_owned());
        if text.is_some() {
            request = request.header(http::header::CONTENT_TYPE, "application/json");
        }
        let request =
            request.body(text.unwrap_or_default().into()).map_err(|e| unclear(e.to_string()))?;
        let start = std::time::Instant::now();
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

    fn unreachable(&self, why: &str) -> Trouble {
        Trouble::Unreachable { host: self.host.name.clone(), why: why.to_owned() }
    }
}

/// The words for a connection that did not come about: nothing was sent then.
const REFUSED: &str = "no connection";

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

fn body(what: &impl Serialize) -> Result<Vec<u8>, Trouble> {
    serde_json::to_vec(what).map_err(|e| Trouble::Unclear(e.to_string()))
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}
