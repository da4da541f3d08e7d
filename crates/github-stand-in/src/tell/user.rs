//! People, as REST tells them.

use serde_json::{Value, json};

use crate::state::{Repository, Role, State, node_id};

/// A person; a ghost where nobody of that name is known.
pub(crate) fn user(state: &State, login: &str) -> Value {
    let Some(user) = state.find_user(login) else {
        return Value::Null;
    };
    let kind = match user {
        user if user.bot => "Bot",
        user if user.organisation => "Organization",
        _ => "User",
    };
    let name = user.rest_login();
    let path = name.replace('[', "%5B").replace(']', "%5D");
    let api = format!("{}/users/{path}", state.url);
    let page = if user.bot { format!("apps/{}", user.login) } else { path };
    json!({
        "login": name,
        "id": user.id,
        "node_id": node_id(if user.bot { "BOT" } else { "U" }, user.id),
        "avatar_url": format!("{}/avatars/{}", state.url, user.id),
        "gravatar_id": "",
        "url": api,
        "html_url": format!("{}/{page}", state.url),
        "followers_url": format!("{api}/followers"),
        "following_url": format!("{api}/following{{/other_user}}"),
        "gists_url": format!("{api}/gists{{/gist_id}}"),
        "starred_url": format!("{api}/starred{{/owner}}{{/repo}}"),
        "subscriptions_url": format!("{api}/subscriptions"),
        "organizations_url": format!("{api}/orgs"),
        "repos_url": format!("{api}/repos"),
        "events_url": format!("{api}/events{{/privacy}}"),
        "received_events_url": format!("{api}/received_events"),
        "type": kind,
        "user_view_type": "public",
        "site_admin": false,
    })
}

/// A person as `GET /user` tells them.
pub(crate) fn public_user(state: &State, login: &str) -> Value {
    let mut told = user(state, login);
    if let Value::Object(fields) = &mut told {
        for name in ["name", "company", "location", "email", "hireable", "bio"] {
            fields.insert(name.to_owned(), Value::Null);
        }
        fields.insert("blog".into(), json!(""));
        for name in ["public_repos", "public_gists", "followers", "following"] {
            fields.insert(name.to_owned(), json!(0));
        }
        for name in ["created_at", "updated_at"] {
            fields.insert(name.to_owned(), json!("2020-01-01T00:00:00Z"));
        }
    }
    told
}

/// What somebody is to a repository, in the word that comments carry.
pub(crate) fn association(state: &State, repo: &Repository, login: &str) -> &'static str {
    if repo.owner.eq_ignore_ascii_case(login) {
        return "OWNER";
    }
    let known = repo.people.iter().any(|(name, _)| name.eq_ignore_ascii_case(login));
    match state.role(login, repo) {
        Some(role) if known && role >= Role::Write => "COLLABORATOR",
        _ => "NONE",
    }
}
