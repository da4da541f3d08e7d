//! What every request must pass: user agent, API version, token, budget; and the headers that every
//! answer has.

use crate::answer::Answer;
use crate::request::Request;
use crate::state::{Bucket, State, Token};

/// The API versions that are live.
const VERSIONS: [&str; 2] = ["2022-11-28", "2026-03-10"];

/// Checks what is asked of every request and gives the token that came with it.
pub(crate) fn pass(state: &mut State, request: &Request) -> Result<Option<Token>, Answer> {
    if request.header("user-agent").is_none_or(str::is_empty) {
        return Err(Answer::error(
            403,
            "Request forbidden by administrative rules. Please make sure your request has a \
             User-Agent header.",
        ));
    }
    if !request.is_graphql() {
        check_version(request)?;
    }
    // Apps sign their own requests; those are looked at where they are answered.
    let path = request.api_path();
    let of_app = path.starts_with("/repos/") && path.ends_with("/installation");
    if of_app || path == "/app" || path.starts_with("/app/") || path.starts_with("/app-manifests/")
    {
        return Ok(None);
    }
    let token = match request.header("authorization") {
        None => None,
        Some(header) => Some(known(state, header)?),
    };
    if request.is_graphql() && token.is_none() {
        return Err(Answer::error(401, "This endpoint requires you to be authenticated."));
    }
    let (graphql, now) = (request.is_graphql(), state.now());
    let bucket = bucket(state, request, graphql);
    bucket.refresh(now);
    if bucket.remaining() == 0 && path != "/rate_limit" {
        return Err(if graphql {
            let body = serde_json::json!({"errors": [{"type": "RATE_LIMITED",
                "message": "API rate limit exceeded for this token."}]});
            Answer::json(200, body)
        } else {
            Answer::error(403, "API rate limit exceeded for this token.")
        });
    }
    Ok(token)
}

/// The stand-in is stricter than GitHub, which takes an old version where none is named.
fn check_version(request: &Request) -> Result<(), Answer> {
    match request.header("x-github-api-version") {
        Some(version) if VERSIONS.contains(&version) => Ok(()),
        Some(version) => Err(Answer::error(
            400,
            &format!("\"{version}\" is not a supported version of the API."),
        )),
        None => Err(Answer::error(400, "The stand-in wants the header X-GitHub-Api-Version.")),
    }
}

/// The text of a token in an `Authorization` header.
fn text_in(header: &str) -> &str {
    let (scheme, text) = header.split_once(' ').unwrap_or(("", header));
    let known = ["bearer", "token"].contains(&scheme.to_ascii_lowercase().as_str());
    if known { text.trim() } else { "" }
}

fn known(state: &State, header: &str) -> Result<Token, Answer> {
    let text = text_in(header);
    let found = state.tokens.iter().find(|token| token.text == text && !text.is_empty());
    let good = found.filter(|token| token.expires.is_none_or(|end| state.now() < end));
    good.cloned().ok_or_else(|| Answer::error(401, "Bad credentials"))
}

/// The budget that a request is taken from.
pub(crate) fn bucket<'a>(state: &'a mut State, request: &Request, graphql: bool) -> &'a mut Bucket {
    let text = request.header("authorization").map(text_in).unwrap_or_default();
    match state.tokens.iter_mut().find(|token| token.text == text) {
        Some(token) if graphql => &mut token.graphql,
        Some(token) => &mut token.core,
        None => &mut state.anonymous,
    }
}

/// Takes a request from its budget.
pub(crate) fn count(state: &mut State, request: &Request) {
    if request.api_path() != "/rate_limit" {
        bucket(state, request, false).used += 1;
    }
}

/// Adds the headers that every answer has.
pub(crate) fn dress(state: &State, request: &Request, mut answer: Answer) -> Answer {
    let text = request.header("authorization").map(text_in).unwrap_or_default();
    let token = state.tokens.iter().find(|token| token.text == text);
    let graphql = request.is_graphql();
    let bucket = match token {
        Some(token) if graphql => &token.graphql,
        Some(token) => &token.core,
        None => &state.anonymous,
    };
    let mut add = |name: &str, value: &str| {
        if answer.value_of(name).is_none() {
            answer.headers.push((name.to_owned(), value.to_owned()));
        }
    };
    add("date", &state.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string());
    add("server", "github.com");
    add("x-github-request-id", "0000:000000:0000000:0000000:00000000");
    add("x-github-media-type", "github.v3; format=json");
    if !graphql {
        let version = request.header("x-github-api-version").unwrap_or(VERSIONS[0]);
        add("x-github-api-version-selected", version);
    }
    add("x-ratelimit-limit", &bucket.limit.to_string());
    add("x-ratelimit-remaining", &bucket.remaining().to_string());
    add("x-ratelimit-used", &bucket.used.to_string());
    add("x-ratelimit-reset", &bucket.resets.timestamp().to_string());
    add("x-ratelimit-resource", if graphql { "graphql" } else { "core" });
    answer
}
