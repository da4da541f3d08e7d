//! What an App asks about itself, with a token that it signs itself.

use serde_json::{Value, json};

use super::page::page;
use super::{Call, Outcome};
use crate::answer::Answer;
use crate::app::{handle, jwt, key};
use crate::state::app::told_permissions;
use crate::state::token::Permissions;
use crate::state::{Kind, Level, stamp};
use crate::tell;
use crate::tokens;

/// So many repositories may be named at most.
const MOST_REPOSITORIES: usize = 500;

/// Within so many seconds a manifest's code must be used.
const CODE_SECONDS: i64 = 3_600;

fn signed_by(call: &Call) -> Result<u64, Answer> {
    jwt::app(call.state, call.request).map(|app| app.id)
}

/// `GET /app`
pub(super) fn get(call: &Call) -> Outcome {
    let app = jwt::app(call.state, call.request)?;
    Ok(Answer::json(200, app.told(call.state)))
}

/// `GET /app/hook/config`
pub(super) fn hook(call: &Call) -> Outcome {
    let app = jwt::app(call.state, call.request)?;
    let secret = app.webhook_secret.as_ref().map(|_| "********");
    let mut told = json!({"content_type": "json", "insecure_ssl": "0", "secret": secret});
    if let Some(url) = &app.hook {
        told["url"] = json!(url);
    }
    Ok(Answer::json(200, told))
}

/// `GET /app/installations`
pub(super) fn installations(call: &Call) -> Outcome {
    let app = signed_by(call)?;
    let own = call.state.installations.iter().filter(|one| one.app == app);
    Ok(page(call, own.map(|one| one.told(call.state)).collect()))
}

/// `GET /app/installations/{id}`
pub(super) fn installation(call: &Call, id: &str) -> Outcome {
    let app = signed_by(call)?;
    let mut own = call.state.installations.iter().filter(|one| one.app == app);
    let found = own.find(|one| one.id.to_string() == id).ok_or_else(Answer::not_found)?;
    Ok(Answer::json(200, found.told(call.state)))
}

/// `GET /repos/{owner}/{repo}/installation`
pub(super) fn of_repository(call: &Call, repo: u64) -> Outcome {
    let app = signed_by(call)?;
    let repo = call.repo(repo);
    let mut own = call.state.installations.iter().filter(|one| one.app == app);
    let found = own.find(|one| one.reaches(repo)).ok_or_else(Answer::not_found)?;
    Ok(Answer::json(200, found.told(call.state)))
}

/// `POST /app/installations/{id}/access_tokens`
pub(super) fn token(call: &mut Call, id: &str) -> Outcome {
    let app = signed_by(call)?;
    let found = call.state.installations.iter().find(|one| one.id.to_string() == id);
    let found = found.filter(|one| one.app == app).cloned().ok_or_else(Answer::not_found)?;
    if found.suspended {
        return Err(Answer::error(403, "This installation has been suspended"));
    }
    let body = call.request.json();
    let repositories = narrowed(call, &body, &found.repositories)?;
    let permissions = wished(&body, &found.permissions)?;
    let login = call.state.apps.iter().find(|known| known.id == app).map(|app| app.slug.clone());
    let named: Vec<(&str, Level)> =
        permissions.iter().map(|(name, level)| (name.as_str(), *level)).collect();
    let text = tokens::give(
        call.state,
        "ghs_",
        &login.unwrap_or_default(),
        Kind::Installation(found.id),
        &named,
        Some(repositories.clone()),
    );
    let expires = call.state.now() + chrono::TimeDelta::hours(1);
    let told: Vec<Value> =
        repositories.iter().map(|id| tell::repository_small(call.state, call.repo(*id))).collect();
    Ok(Answer::json(
        201,
        json!({"token": text, "expires_at": stamp(expires), "repositories": told,
               "permissions": told_permissions(&permissions), "repository_selection": "selected"}),
    ))
}

/// The repositories that a token is wished for, which must be the installation's.
fn narrowed(call: &Call, body: &Value, all: &[u64]) -> Result<Vec<u64>, Answer> {
    let refused = || {
        Answer::error(
            422,
            "There is at least one repository that does not exist or is not accessible to the \
             parent installation.",
        )
    };
    let names = body["repositories"].as_array();
    let ids = body["repository_ids"].as_array();
    let count = names.map_or(0, Vec::len) + ids.map_or(0, Vec::len);
    if count > MOST_REPOSITORIES {
        return Err(Answer::error(422, "Too many repositories for installation"));
    }
    if names.is_none() && ids.is_none() {
        return Ok(all.to_vec());
    }
    let mut found = Vec::new();
    for name in names.into_iter().flatten() {
        // Without the owner, who is known.
        let same = |id: &&u64| Some(call.repo(**id).name.as_str()) == name.as_str();
        found.push(*all.iter().find(same).ok_or_else(refused)?);
    }
    for id in ids.into_iter().flatten() {
        let same = |known: &&u64| Some(**known) == id.as_u64();
        found.push(*all.iter().find(same).ok_or_else(refused)?);
    }
    Ok(found)
}

/// The permissions that a token is wished for, which may not be more than the installation's.
fn wished(body: &Value, granted: &Permissions) -> Result<Permissions, Answer> {
    let mut all = granted.clone();
    all.entry("metadata".to_owned()).or_insert(Level::Read);
    let Some(wanted) = body["permissions"].as_object() else { return Ok(all) };
    let mut given = Permissions::new();
    for (name, level) in wanted {
        let level = match level.as_str() {
            Some("read") => Level::Read,
            Some("write") => Level::Write,
            _ => return Err(Answer::error(422, "Invalid request.")),
        };
        if all.get(name) < Some(&level) {
            return Err(Answer::error(
                422,
                "The permissions requested are not granted to this installation.",
            ));
        }
        given.insert(name.clone(), level);
    }
    given.entry("metadata".to_owned()).or_insert(Level::Read);
    Ok(given)
}

/// `GET /installation/repositories`
pub(super) fn repositories(call: &Call) -> Outcome {
    let token = call.token.as_ref().filter(|token| token.kind.of_app());
    let token = token.ok_or_else(|| {
        Answer::error(403, "You must authenticate with an installation access token")
    })?;
    let ids = token.repositories.clone().unwrap_or_default();
    let rows: Vec<Value> =
        ids.iter().map(|id| tell::repository_small(call.state, call.repo(*id))).collect();
    let total = rows.len();
    let mut answer = page(call, rows);
    let rows: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    answer.body = json!({"total_count": total, "repositories": rows}).to_string().into_bytes();
    Ok(answer)
}

/// `POST /app-manifests/{code}/conversions`: once, within an hour.
pub(super) fn convert(call: &mut Call, code: &str) -> Outcome {
    let now = call.state.now();
    let at =
        call.state.drafts.iter().position(|draft| {
            draft.code == code && (now - draft.time).num_seconds() <= CODE_SECONDS
        });
    let draft = call.state.drafts.remove(at.ok_or_else(Answer::not_found)?);
    let manifest = &draft.manifest;
    let level = |text: &Value| if text == "write" { Level::Write } else { Level::Read };
    let permissions = manifest["default_permissions"].as_object();
    let permissions =
        permissions.into_iter().flatten().map(|(name, text)| (name.clone(), level(text))).collect();
    let events = manifest["default_events"].as_array().into_iter().flatten();
    let events = events.filter_map(|event| event.as_str().map(ToOwned::to_owned)).collect();
    let slug = manifest["name"].as_str().unwrap_or_default().to_lowercase().replace(' ', "-");
    let hook = manifest["hook_attributes"]["url"].as_str().map(ToOwned::to_owned);
    let id = handle::make(call.state, &slug, &draft.owner, permissions, events, hook);
    let app = call.state.apps.iter().find(|app| app.id == id).ok_or_else(Answer::not_found)?;
    let mut told = app.told(call.state);
    told["client_secret"] = json!(app.client_secret);
    told["webhook_secret"] = json!(app.webhook_secret);
    told["pem"] = json!(key::pem(app.key));
    Ok(Answer::json(201, told))
}
