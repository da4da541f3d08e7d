//! The repository itself and who may do what in it.

use serde_json::json;

use super::{Call, Outcome};
use crate::answer::Answer;
use crate::state::{Level, Role};
use crate::tell;

/// `GET /repos/{owner}/{repo}`
pub(super) fn get(call: &Call, repo: u64) -> Outcome {
    let repo = call.repo(repo);
    Ok(Answer::json(200, tell::repository(call.state, repo, call.token.as_ref())))
}

/// `GET /repos/{owner}/{repo}/collaborators/{login}/permission`
pub(super) fn permission(call: &Call, repo: u64, login: &str) -> Outcome {
    let needed = if call.token.as_ref().is_some_and(|token| token.kind.of_app()) {
        call.reads(repo, "metadata")
    } else {
        // A person must be able to push to see it.
        call.demand(repo, &["metadata"], Level::Read, Role::Write)
    };
    needed?;
    let repo = call.repo(repo);
    let user = call.state.find_user(login).ok_or_else(Answer::not_found)?;
    let role = call.state.role(&user.login, repo);
    let coarse = match role {
        None => "none",
        Some(Role::Read | Role::Triage) => "read",
        Some(Role::Write | Role::Maintain) => "write",
        Some(Role::Admin) => "admin",
    };
    let mut about = tell::user(call.state, &user.login);
    about["role_name"] = json!(role.map_or("none", Role::name));
    about["permissions"] = tell::permissions(role);
    Ok(Answer::json(
        200,
        json!({"permission": coarse, "role_name": role.map_or("none", Role::name), "user": about}),
    ))
}
