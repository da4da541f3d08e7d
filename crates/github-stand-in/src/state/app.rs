//! Apps, where they are installed, and what was delivered to them.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::State;
use super::repository::Repository;
use super::token::Permissions;
use crate::state::{node_id, stamp};

/// An App.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) id: u64,
    pub(crate) slug: String,
    pub(crate) owner: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) webhook_secret: Option<String>,
    /// Where events go.
    pub(crate) hook: Option<String>,
    /// Which of the keys is its own.
    pub(crate) key: usize,
    pub(crate) permissions: Permissions,
    pub(crate) events: Vec<String>,
    pub(crate) created: DateTime<Utc>,
    pub(crate) deliveries: Vec<Delivery>,
}

/// A place where an App is installed.
#[derive(Clone, Debug)]
pub(crate) struct Installation {
    pub(crate) id: u64,
    pub(crate) app: u64,
    pub(crate) account: String,
    /// What the account's owner accepted.
    pub(crate) permissions: Permissions,
    pub(crate) repositories: Vec<u64>,
    pub(crate) suspended: bool,
    pub(crate) created: DateTime<Utc>,
}

/// Something that was delivered, or not.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) id: u64,
    /// The same on every attempt.
    pub(crate) guid: String,
    pub(crate) event: String,
    pub(crate) payload: Value,
    pub(crate) time: DateTime<Utc>,
    pub(crate) redelivery: bool,
    /// 0 where nothing came back.
    pub(crate) code: u16,
    pub(crate) seconds: f64,
}

/// An App that somebody is about to make from a manifest.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) code: String,
    pub(crate) manifest: Value,
    pub(crate) owner: String,
    pub(crate) time: DateTime<Utc>,
}

/// Permissions as JSON.
pub(crate) fn told_permissions(permissions: &Permissions) -> Value {
    permissions.iter().map(|(name, level)| (name.clone(), json!(level.name()))).collect()
}

impl App {
    /// The App as REST tells it.
    pub(crate) fn told(&self, state: &State) -> Value {
        let installed = state.installations.iter().filter(|one| one.app == self.id).count();
        json!({
            "id": self.id,
            "slug": self.slug,
            "node_id": node_id("A", self.id),
            "client_id": self.client_id,
            "owner": crate::tell::user(state, &self.owner),
            "name": self.slug,
            "description": null,
            "external_url": format!("{}/x", state.url),
            "html_url": format!("{}/apps/{}", state.url, self.slug),
            "created_at": stamp(self.created),
            "updated_at": stamp(self.created),
            "permissions": told_permissions(&self.permissions),
            "events": self.events,
            "installations_count": installed,
        })
    }
}

impl Installation {
    /// The installation as REST tells it.
    pub(crate) fn told(&self, state: &State) -> Value {
        let app = state.apps.iter().find(|app| app.id == self.app);
        let url = format!("{}/app/installations/{}", state.url, self.id);
        let account = state.find_user(&self.account);
        let organisation = account.is_some_and(|user| user.organisation);
        json!({
            "id": self.id,
            "account": crate::tell::user(state, &self.account),
            "repository_selection": "selected",
            "access_tokens_url": format!("{url}/access_tokens"),
            "repositories_url": format!("{}/installation/repositories", state.url),
            "html_url": format!("{}/settings/installations/{}", state.url, self.id),
            "app_id": self.app,
            "app_slug": app.map(|app| app.slug.as_str()),
            "client_id": app.map(|app| app.client_id.as_str()),
            "target_id": account.map(|user| user.id),
            "target_type": if organisation { "Organization" } else { "User" },
            "permissions": told_permissions(&self.permissions),
            "events": app.map(|app| app.events.clone()).unwrap_or_default(),
            "created_at": stamp(self.created),
            "updated_at": stamp(self.created),
            "single_file_name": null,
            "has_multiple_single_files": false,
            "single_file_paths": [],
            "suspended_by": null,
            "suspended_at": self.suspended.then(|| stamp(self.created)),
        })
    }

    /// Whether it reaches a repository.
    pub(crate) fn reaches(&self, repo: &Repository) -> bool {
        self.repositories.contains(&repo.id)
    }
}

impl Delivery {
    /// In the words of GitHub's list.
    pub(crate) fn status(&self) -> &'static str {
        match self.code {
            0 => "failed to connect to host",
            200..=299 => "OK",
            _ => "Invalid HTTP Response: server error",
        }
    }

    /// Whether it arrived.
    pub(crate) fn arrived(&self) -> bool {
        (200..300).contains(&self.code)
    }

    /// A row of the list.
    pub(crate) fn told(&self) -> Value {
        json!({
            "id": self.id,
            "guid": self.guid,
            "delivered_at": stamp(self.time),
            "redelivery": self.redelivery,
            "duration": self.seconds,
            "status": self.status(),
            "status_code": self.code,
            "event": self.event,
            "action": self.payload.get("action").and_then(Value::as_str),
            "installation_id": self.payload["installation"]["id"].as_u64(),
            "repository_id": self.payload["repository"]["id"].as_u64(),
            "throttled_at": null,
        })
    }
}
