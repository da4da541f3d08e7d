//! Operations: what the server does, for those who run it.

mod page;
mod session;

use std::sync::Arc;
use std::time::Instant;

use axum::Form;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use self::session::Guard;
use super::Site;
use super::layout::{Part, count as count_of, notice};
use super::limits::{Limiter, Rate};
use super::visitor::Visitor;
use crate::app::now;
use crate::app::store::{Store, StoreTrouble};

/// The token, and what is shown to those who know it.
#[derive(Debug)]
pub(super) struct Operations {
    guard: Guard,
    store: Store,
    tries: Limiter,
}

impl Operations {
    pub(super) fn new(token: &str, store: Store) -> Self {
        let tries = Limiter::new(Rate { at_once: 10.0, a_second: 0.1 });
        Self { guard: Guard::new(token), store, tries }
    }
}

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    token: Option<String>,
    job: Option<i64>,
    all: Option<String>,
    leave: Option<String>,
    form: String,
}

/// Where a browser is led that was given a session.
const SIGNED_IN: &str = "/operations?signed-in";

const TOO_OFTEN: &str = "Too many tries. Please wait a minute.";
const NO_COOKIE: &str = "Your browser did not keep the session. Away from the machine itself these \
                         pages need HTTPS, or a port that is led here, as with ssh -L.";

/// The overview, or the form to sign in.
pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(operations) = &site.operations else { return absent(&site, visitor) };
    if let Some(form) = operations.guard.session(&headers, now()) {
        return page::overview(&site, visitor, &operations.store, Some(&form), None).await;
    }
    if headers.contains_key(header::AUTHORIZATION) {
        return match operations.admit(visitor, || operations.guard.bears(&headers)) {
            Ok(true) => page::overview(&site, visitor, &operations.store, None, None).await,
            Ok(false) => page::login(&site, visitor, None, StatusCode::UNAUTHORIZED),
            Err(answer) => answer(&site),
        };
    }
    let hint = (query.as_deref() == Some("signed-in")).then_some(NO_COOKIE);
    page::login(&site, visitor, hint, StatusCode::OK)
}

/// Signing in and out, and another try for a job that was given up.
pub(super) async fn act(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Response {
    let Some(operations) = &site.operations else { return absent(&site, visitor) };
    if let Some(token) = &sent.token {
        return match operations.admit(visitor, || operations.guard.knows(token.trim())) {
            Ok(true) => with_cookie(&operations.guard.begin(now(), &headers), SIGNED_IN),
            Ok(false) => {
                let text = "That is not the token.";
                page::login(&site, visitor, Some(text), StatusCode::UNAUTHORIZED)
            }
            Err(answer) => answer(&site),
        };
    }
    match operations.guard.session(&headers, now()) {
        Some(form) if form == sent.form => {}
        _ => return page::login(&site, visitor, None, StatusCode::UNAUTHORIZED),
    }
    if sent.leave.is_some() {
        return with_cookie(&Guard::end(&headers), "/operations");
    }
    let said = match (sent.job, &sent.all) {
        (Some(job), _) => match operations.store.requeue(job, now()).await {
            Ok(true) => "The job waits again.".to_owned(),
            Ok(false) => "That job is not given up any more.".to_owned(),
            Err(_) => NO_STORE.to_owned(),
        },
        (None, Some(_)) => operations
            .retry_all()
            .await
            .map_or_else(|_| NO_STORE.to_owned(), |count| format!("{} again.", waits(count))),
        (None, None) => "Nothing was asked for.".to_owned(),
    };
    page::overview(&site, visitor, &operations.store, Some(&sent.form), Some(&said)).await
}

const NO_STORE: &str = "The store does not answer.";

fn waits(count: usize) -> String {
    let verb = if count == 1 { "waits" } else { "wait" };
    format!("{} {verb}", count_of(count, "job"))
}

impl Operations {
    /// Lets one try pass, if there were not too many that failed.
    fn admit(
        &self,
        visitor: Visitor,
        is_good: impl FnOnce() -> bool,
    ) -> Result<bool, impl FnOnce(&Site) -> Response> {
        if self.tries.take(visitor.address, Instant::now()).is_err() {
            return Err(move |site: &Site| {
                page::login(site, visitor, Some(TOO_OFTEN), StatusCode::TOO_MANY_REQUESTS)
            });
        }
        let is_good = is_good();
        if is_good {
            self.tries.give_back(visitor.address);
        }
        Ok(is_good)
    }

    /// Another try for all that was given up, as far as the page tells of it.
    async fn retry_all(&self) -> Result<usize, StoreTrouble> {
        let mut count = 0;
        for job in self.store.dead_jobs(page::ROWS).await? {
            count += usize::from(self.store.requeue(job.id, now()).await?);
        }
        Ok(count)
    }
}

fn with_cookie(cookie: &str, next: &str) -> Response {
    let mut answer = Redirect::to(next).into_response();
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

fn absent(site: &Site, visitor: Visitor) -> Response {
    let text = "Who runs this server has set no token for them.";
    let title = "There are no operations pages here";
    notice(site.navigation(visitor), Some(Part::Operations), StatusCode::NOT_FOUND, title, text)
}
