//! The client: every request to GitHub goes through here and is counted.
//!
//! Only reads are repeated, as `limits.rs` says.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::LOCATION;
use http::{Method, Uri};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::graphql::Reply;
use super::limits::{self, Budget, Next};
use super::transport::{REFUSED, Sent, Transport};
use super::{Answer, Host, Login, Pace, Tally, Trouble, WriteTrouble, graphql, redirects};

/// A client for one GitHub and one login.
pub struct Client {
    transport: Transport,
    host: Host,
    pace: Pace,
    anonymous: bool,
    tally: Mutex<Tally>,
    /// Of REST and of GraphQL.
    budgets: Mutex<[Option<Budget>; 2]>,
    /// The last answer to some reads with its tag: asked again, GitHub says "not modified" for free.
    tagged: Mutex<Vec<Tagged>>,
}

/// An address, the tag of its last answer, and the answer.
type Tagged = (String, String, Answer);

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.host.name).finish_non_exhaustive()
    }
}

/// What a read is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    Rest,
    Graphql,
    /// What is asked for can be asked for in parts.
    GraphqlOfParts,
}

/// How long a read may take in all; large files need more than GitHub's own limit.
const READ: Duration = Duration::from_secs(30);
/// So many answers are kept to ask "anything new?".
const MOST_TAGGED: usize = 8;
/// So many bytes of them at most: a server has a client for each repository.
const MOST_TAGGED_BYTES: usize = 1 << 20;

const JSON: &str = "application/vnd.github+json";
const RAW: &str = "application/vnd.github.raw+json";

impl Client {
    /// A client. It must be made inside of a tokio runtime.
    ///
    /// # Errors
    /// When the token can't be one, or there are no root certificates.
    pub fn new(host: &Host, login: &Login, pace: Pace) -> Result<Self, Trouble> {
        Ok(Self {
            transport: Transport::new(host, login)?,
            host: host.clone(),
            pace,
            anonymous: matches!(login, Login::Anonymous),
            tally: Mutex::default(),
            budgets: Mutex::default(),
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

    /// What GitHub said last of how much may still be asked: of REST or of GraphQL, whichever has
    /// less.
    #[must_use]
    pub fn budget(&self) -> Option<Budget> {
        let budgets = *self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        budgets.into_iter().flatten().min_by_key(|budget| budget.remaining)
    }

    fn note(&self, answer: &Answer) {
        if let Some((graphql, budget)) = limits::budget(answer) {
            let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
            let [rest, of_graphql] = &mut *budgets;
            *(if graphql { of_graphql } else { rest }) = Some(budget);
        }
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
            tagged.push((url, tag, answer.clone()));
            let bytes = |all: &[Tagged]| all.iter().map(|(.., a)| a.body.len()).sum::<usize>();
            while tagged.len() > MOST_TAGGED || bytes(&tagged) > MOST_TAGGED_BYTES {
                tagged.remove(0);
            }
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
        self.ask(&body(&graphql::Request { query, variables })?, On::Graphql).await
    }

    /// Asks by GraphQL for much that can be asked for in parts, too: a fault is told at once, after
    /// the pause that it takes, so that less can be asked for.
    ///
    /// # Errors
    /// [`Trouble`]
    pub async fn query_of_parts<T: DeserializeOwned>(
        &self,
        query: &str,
        variables: impl Serialize,
    ) -> Result<Reply<T>, Trouble> {
        self.ask(&body(&graphql::Request { query, variables })?, On::GraphqlOfParts).await
    }

    async fn ask<T: DeserializeOwned>(&self, body: &str, on: On) -> Result<Reply<T>, Trouble> {
        let to_graphql = Sent {
            method: &Method::POST,
            url: &self.host.graphql,
            accept: JSON,
            tag: None,
            body: Some(body),
        };
        let answer = self.repeat(on, || self.transport.send(to_graphql)).await?;
        Reply::read(self.accepted(&answer)?)
    }

    /// Writes by REST, once.
    ///
    /// # Errors
    /// [`WriteTrouble`]
    pub async fn post(&self, path: &str, what: &impl Serialize) -> Result<Answer, WriteTrouble> {
        self.write_rest(&Method::POST, path, what).await
    }

    /// Writes by REST without a body, once: the path says it all.
    ///
    /// # Errors
    /// [`WriteTrouble`]
    pub async fn post_bare(&self, path: &str) -> Result<Answer, WriteTrouble> {
        self.write_bare(&Method::POST, path).await
    }

    /// Deletes by REST, once.
    ///
    /// # Errors
    /// [`WriteTrouble`]
    pub async fn delete(&self, path: &str) -> Result<Answer, WriteTrouble> {
        self.write_bare(&Method::DELETE, path).await
    }

    async fn write_bare(&self, method: &Method, path: &str) -> Result<Answer, WriteTrouble> {
        let answer = self.write(method, &self.url(path), "", false).await?;
        match self.accepted(&answer) {
            Ok(_) => Ok(answer),
            Err(trouble) => Err(WriteTrouble::NotDone(trouble)),
        }
    }

    /// Changes by REST, once.
    ///
    /// # Errors
    /// [`WriteTrouble`]
    pub async fn patch(&self, path: &str, what: &impl Serialize) -> Result<Answer, WriteTrouble> {
        self.write_rest(&Method::PATCH, path, what).await
    }

    async fn write_rest(
        &self,
        method: &Method,
        path: &str,
        what: &impl Serialize,
    ) -> Result<Answer, WriteTrouble> {
        let body = body(what).map_err(WriteTrouble::NotDone)?;
        let answer = self.write(method, &self.url(path), &body, false).await?;
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
        let answer = self.write(&Method::POST, &self.host.graphql, &body, true).await?;
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

    async fn read(
        &self,
        url: &str,
        accept: &'static str,
        tag: Option<&str>,
    ) -> Result<Answer, Trouble> {
        // The page that a `Link` header names must not lead elsewhere either.
        let api = self.host.api.parse::<Uri>().ok();
        if api.and_then(|api| redirects::followed(&api, url)).is_none() {
            return Err(Trouble::Unclear("it leads to another host".to_owned()));
        }
        let mut url = url.to_owned();
        for _ in 0..=redirects::MOST {
            let get = Sent { method: &Method::GET, url: &url, accept, tag, body: None };
            let answer = self.repeat(On::Rest, || self.transport.send(get)).await?;
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
    async fn repeat<F>(&self, on: On, mut send: impl FnMut() -> F) -> Result<Answer, Trouble>
    where
        F: Future<Output = Result<Answer, Trouble>>,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            self.count(|tally| tally.reads += 1);
            let result = match tokio::time::timeout(READ, send()).await {
                Ok(result) => result,
                Err(_) => Err(self.transport.unreachable("no answer in time")),
            };
            if let Ok(answer) = &result {
                self.note(answer);
            }
            if let Err(trouble @ Trouble::Unclear(_)) = result {
                return Err(trouble);
            }
            let (answer, graphql) = (result.as_ref().ok(), on != On::Rest);
            match limits::after_read(answer, tries, now(), graphql, self.pace.patience) {
                Next::Take => return result,
                Next::Limited(limit, wait) => return Err(Trouble::Limited { limit, wait }),
                Next::Again(wait) if on == On::GraphqlOfParts => {
                    self.count(|tally| tally.retries += 1);
                    tokio::time::sleep(wait).await;
                    return result;
                }
                Next::Again(wait) | Next::AfterLimit(wait) => {
                    tracing::debug!(?wait, status = result.ok().map(|a| a.status), "again");
                    self.count(|tally| tally.retries += 1);
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    /// Sends a write. What a limit refuses was surely not done, so it may be sent once more; what
    /// was not answered, or by a fault, may have been done.
    async fn write(
        &self,
        method: &Method,
        url: &str,
        body: &str,
        graphql: bool,
    ) -> Result<Answer, WriteTrouble> {
        let mut waited = false;
        loop {
            self.count(|tally| tally.writes += 1);
            let sent = Sent { method, url, accept: JSON, tag: None, body: Some(body) };
            let send = self.transport.send(sent);
            let limit = self.pace.request_limit;
            let answer = match tokio::time::timeout(limit * 3, send).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(Trouble::Unreachable { host, why })) if why == REFUSED => {
                    return Err(WriteTrouble::NotDone(Trouble::Unreachable { host, why }));
                }
                Ok(Err(trouble)) => return Err(WriteTrouble::Unanswered(trouble)),
                Err(_) => {
                    return Err(WriteTrouble::Unanswered(
                        self.transport.unreachable("no answer in time"),
                    ));
                }
            };
            self.note(&answer);
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
}

fn body(what: &impl Serialize) -> Result<String, Trouble> {
    serde_json::to_string(what).map_err(|e| Trouble::Unclear(e.to_string()))
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}
