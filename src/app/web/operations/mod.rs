//! Operations: what the server does, for those who run it.

mod page;
mod session;

use std::sync::Arc;
use std::time::Instant;

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use self::session::Guard;
use super::Site;
use super::layout::{Part, notice};
use super::limits::{Limiter, Rate};
use super::visitor::Visitor;
use crate::app::now;
use crate::app::store::Store;

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
    leave: Option<String>,
    form: String,
}

/// The overview, or the form to sign in.
pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Response {
    let Some(operations) = &site.operations else { return absent(&site, visitor) };
    match operations.guard.session(&headers, now()) {
        Some(form) => page::overview(&site, visitor, &operations.store, &form, None).await,
        None if operations.guard.bears(&headers) => {
            page::overview(&site, visitor, &operations.store, "", None).await
        }
        None if headers.contains_key(header::AUTHORIZATION) => {
            page::login(&site, visitor, None, StatusCode::UNAUTHORIZED)
        }
        None => page::login(&site, visitor, None, StatusCode::OK),
    }
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
        if operations.tries.take(visitor.address, Instant::now()).is_err() {
            let text = "Too many tries. Please wait a minute.";
            return page::login(&site, visitor, Some(text), StatusCode::TOO_MANY_REQUESTS);
        }
        if !operations.guard.knows(token.trim()) {
            let text = "That is not the token.";
            return page::login(&site, visitor, Some(text), StatusCode::UNAUTHORIZED);
        }
        return with_cookie(&operations.guard.begin(now(), &headers));
    }
    match operations.guard.session(&headers, now()) {
        Some(form) if form == sent.form => {}
        _ => return page::login(&site, visitor, None, StatusCode::UNAUTHORIZED),
    }
    if sent.leave.is_some() {
        return with_cookie(&Guard::end(&headers));
    }
    let said = match sent.job {
        None => "Nothing was asked for.",
        Some(job) => match operations.store.requeue(job, now()).await {
            Ok(true) => "The job waits again.",
            Ok(false) => "That job is not given up any more.",
            Err(_) => "The store does not answer.",
        },
    };
    page::overview(&site, visitor, &operations.store, &sent.form, Some(said)).await
}

fn with_cookie(cookie: &str) -> Response {
    let mut answer = Redirect::to("/operations").into_response();
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
