//! The REST endpoints, by path.

mod app;
mod checks;
mod comments;
mod compare;
mod contents;
mod deliveries;
mod files;
mod issue_comments;
mod new_review;
mod page;
mod pulls;
mod repository;
mod reviews;

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::request::Request;
use crate::state::access::Denied;
use crate::state::token::Level;
use crate::state::{Pull, Repository, Role, State, Token};

pub(crate) use new_review::{NewReview, post_review};

/// A request that is being handled.
pub(crate) struct Call<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) request: &'a Request,
    pub(crate) token: Option<Token>,
}

/// An answer either way; the error is what ends the work early.
pub(crate) type Outcome = Result<Answer, Answer>;

impl Call<'_> {
    /// The login of who asks.
    pub(crate) fn viewer(&self) -> Option<&str> {
        self.token.as_ref().map(|token| token.login.as_str())
    }

    /// The body as JSON object.
    fn body(&self) -> Result<Value, Answer> {
        match self.request.json() {
            body @ Value::Object(_) => Ok(body),
            _ => Err(Answer::error(400, "Problems parsing JSON")),
        }
    }

    /// Asks for a permission.
    pub(crate) fn demand(
        &self,
        repo: u64,
        permissions: &[&str],
        level: Level,
        role: Role,
    ) -> Result<(), Answer> {
        let repo = self.state.repository(repo);
        if repo.archived && level == Level::Write {
            return Err(Answer::error(403, "Repository was archived so is read-only."));
        }
        let allowed = self.state.demand(self.token.as_ref(), repo, permissions, level, role);
        allowed.map_err(|denied| match denied {
            Denied::Hidden => Answer::not_found(),
            Denied::Unauthenticated => Answer::error(401, "Requires authentication"),
            Denied::Permission { accepted, message } => {
                Answer::error(403, message).header("x-accepted-github-permissions", &accepted)
            }
        })
    }

    fn reads(&self, repo: u64, permission: &str) -> Result<(), Answer> {
        self.demand(repo, &[permission], Level::Read, Role::Read)
    }

    fn repo(&self, id: u64) -> &Repository {
        self.state.repository(id)
    }

    /// The pull request with that number.
    pub(crate) fn pull(&self, repo: u64, number: &str) -> Result<&Pull, Answer> {
        let number = number.parse().map_err(|_| Answer::not_found())?;
        self.repo(repo).pull(number).ok_or_else(Answer::not_found)
    }
}

/// Finds the endpoint.
pub(crate) fn route(call: &mut Call) -> Outcome {
    let segments = call.request.segments();
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (call.request.method.as_str(), parts.as_slice()) {
        ("GET", ["rate_limit"]) => Ok(rate_limit(call)),
        ("GET", ["meta"]) => Ok(Answer::json(200, meta())),
        ("GET", ["user"]) => user(call),
        ("GET", ["app"]) => app::get(call),
        ("GET", ["app", "hook", "config"]) => app::hook(call),
        ("GET", ["app", "hook", "deliveries"]) => deliveries::list(call),
        ("GET", ["app", "hook", "deliveries", id]) => deliveries::get(call, id),
        ("POST", ["app", "hook", "deliveries", id, "attempts"]) => deliveries::again(call, id),
        ("GET", ["app", "installations"]) => app::installations(call),
        ("GET", ["app", "installations", id]) => app::installation(call, id),
        ("POST", ["app", "installations", id, "access_tokens"]) => app::token(call, id),
        ("GET", ["installation", "repositories"]) => app::repositories(call),
        ("POST", ["app-manifests", code, "conversions"]) => app::convert(call, code),
        (_, ["repos", owner, name, rest @ ..]) => {
            let repo = find(call, owner, name)?;
            in_repository(call, repo, rest)
        }
        (_, ["repositories", id, rest @ ..]) => {
            let id: u64 = id.parse().map_err(|_| Answer::not_found())?;
            let known = call.state.repositories.iter().find(|repo| repo.id == id);
            let repo = known.filter(|repo| !repo.deleted).ok_or_else(Answer::not_found)?.id;
            in_repository(call, repo, rest)
        }
        _ => Err(Answer::not_found()),
    }
}

/// The repository of that name; a redirect where it has another name today.
fn find(call: &Call, owner: &str, name: &str) -> Result<u64, Answer> {
    let full_name = format!("{owner}/{name}");
    if let Some(repo) = call.state.find_repository(&full_name) {
        // An App that asks for its installation signs itself; that is looked at there.
        let signed = call.request.api_path().ends_with("/installation");
        let seen = signed || call.state.sees(call.token.as_ref(), repo);
        return if seen { Ok(repo.id) } else { Err(Answer::not_found()) };
    }
    let same = |(former, _): &&(String, u64)| former.eq_ignore_ascii_case(&full_name);
    let moved = call.state.former_names.iter().find(same).map(|(_, id)| *id);
    let id = moved.ok_or_else(Answer::not_found)?;
    let path = call.request.path.as_str();
    let rest = path.split_once(&format!("/repos/{full_name}")).map_or("", |(_, rest)| rest);
    let query: String =
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&call.request.query).finish();
    let mark = if query.is_empty() { "" } else { "?" };
    let prefix = if path.starts_with("/api/v3/") { "/api/v3" } else { "" };
    let target = format!("{}{prefix}/repositories/{id}{rest}{mark}{query}", call.state.url);
    let (status, message) = match call.request.method.as_str() {
        "GET" => (301, "Moved Permanently"),
        _ => (307, "Temporary Redirect"),
    };
    let body = json!({"message": message, "url": target,
        "documentation_url": "https://docs.github.com/rest"});
    Err(Answer::json(status, body).header("location", &target))
}

fn in_repository(call: &mut Call, repo: u64, parts: &[&str]) -> Outcome {
    match (call.request.method.as_str(), parts) {
        ("GET", []) => repository::get(call, repo),
        ("GET", ["collaborators", login, "permission"]) => {
            repository::permission(call, repo, login)
        }
        ("GET", ["installation"]) => app::of_repository(call, repo),
        ("POST", ["check-runs"]) => checks::create(call, repo),
        ("GET", ["check-runs", id]) => checks::get(call, repo, id),
        ("PATCH", ["check-runs", id]) => checks::update(call, repo, id),
        ("GET", ["check-runs", id, "annotations"]) => checks::annotations(call, repo, id),
        ("GET", ["commits", name @ .., "check-runs"]) => checks::list(call, repo, &name.join("/")),
        ("GET", ["compare", range]) => compare::get(call, repo, range),
        ("GET", ["contents", path @ ..]) => contents::get(call, repo, &path.join("/")),
        ("GET", ["git", "blobs", oid]) => contents::blob(call, repo, oid),
        ("GET", ["git", "trees", commit]) => contents::tree(call, repo, commit),
        ("GET", ["pulls"]) => pulls::list(call, repo),
        ("GET", ["pulls", number]) if number.parse::<u64>().is_ok() => {
            pulls::get(call, repo, number)
        }
        ("GET", ["pulls", number, "files"]) => files::list(call, repo, number),
        ("GET", ["pulls", number, "reviews"]) => reviews::list(call, repo, number),
        ("POST", ["pulls", number, "reviews"]) => reviews::create(call, repo, number),
        ("GET", ["pulls", number, "reviews", id]) => reviews::get(call, repo, number, id),
        ("PUT", ["pulls", number, "reviews", id]) => reviews::update(call, repo, number, id),
        ("DELETE", ["pulls", number, "reviews", id]) => reviews::delete(call, repo, number, id),
        ("GET", ["pulls", number, "reviews", id, "comments"]) => {
            comments::list_of_review(call, repo, number, id)
        }
        ("POST", ["pulls", number, "reviews", id, "events"]) => {
            reviews::submit(call, repo, number, id)
        }
        ("PUT", ["pulls", number, "reviews", id, "dismissals"]) => {
            reviews::dismiss(call, repo, number, id)
        }
        ("GET", ["pulls", "comments", id]) => comments::get(call, repo, id),
        ("PATCH", ["pulls", "comments", id]) => comments::update(call, repo, id),
        ("DELETE", ["pulls", "comments", id]) => comments::delete(call, repo, id),
        ("GET", ["pulls", number, "comments"]) => comments::list(call, repo, number),
        ("POST", ["pulls", number, "comments", id, "replies"]) => {
            comments::reply(call, repo, number, id)
        }
        ("GET", ["issues", number, "comments"]) => issue_comments::list(call, repo, number),
        ("POST", ["issues", number, "comments"]) => issue_comments::create(call, repo, number),
        ("GET", ["issues", "comments", id]) => issue_comments::get(call, repo, id),
        ("PATCH", ["issues", "comments", id]) => issue_comments::update(call, repo, id),
        ("DELETE", ["issues", "comments", id]) => issue_comments::delete(call, repo, id),
        ("GET", ["issues", "comments", id, "reactions"]) => {
            issue_comments::reactions(call, repo, id)
        }
        ("POST", ["issues", "comments", id, "reactions"]) => issue_comments::react(call, repo, id),
        _ => Err(Answer::not_found()),
    }
}

fn rate_limit(call: &Call) -> Answer {
    let anonymous = &call.state.anonymous;
    let text = call.token.as_ref().map(|token| token.text.as_str());
    let token = call.state.tokens.iter().find(|token| Some(token.text.as_str()) == text);
    let tell = |bucket: &crate::state::Bucket| {
        json!({"limit": bucket.limit, "used": bucket.used, "remaining": bucket.remaining(),
               "reset": bucket.resets.timestamp()})
    };
    let core = tell(token.map_or(anonymous, |token| &token.core));
    let graphql = tell(token.map_or(anonymous, |token| &token.graphql));
    Answer::json(
        200,
        json!({"resources": {"core": core, "search": core, "graphql": graphql}, "rate": core}),
    )
}

fn meta() -> Value {
    json!({"verifiable_password_authentication": false, "hooks": ["127.0.0.1/32"],
           "api": ["127.0.0.1/32"], "web": ["127.0.0.1/32"]})
}

fn user(call: &Call) -> Outcome {
    let Some(token) = &call.token else {
        return Err(Answer::error(401, "Requires authentication"));
    };
    if token.kind.of_app() {
        return Err(Answer::error(403, crate::state::access::BY_INTEGRATION));
    }
    Ok(Answer::json(200, crate::tell::public_user(call.state, &token.login)))
}
