//! An App, as a story handles it.

use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};

use super::event::Event;
use super::{deliver, key};
use crate::repo::Repo;
use crate::shared::Shared;
use crate::stand_in::StandIn;
use crate::state::app::{App, Installation};
use crate::state::token::Permissions;
use crate::state::{Level, State};

/// An App.
#[derive(Clone)]
pub struct AppHandle {
    shared: Arc<Shared>,
    id: u64,
}

impl fmt::Debug for AppHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "App {}", self.id)
    }
}

/// Something that was delivered to an App, or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivered {
    /// The number of this attempt.
    pub id: u64,
    /// The number of the event, the same on every attempt.
    pub guid: String,
    /// Such as `pull_request`.
    pub event: String,
    /// Whether somebody asked for it once more.
    pub redelivery: bool,
    /// The status that came back; 0 where nothing did.
    pub status: u16,
}

/// A delivery with its headers, for tests that send it themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// All headers, the signature among them.
    pub headers: Vec<(String, String)>,
    /// The body that is signed.
    pub body: Vec<u8>,
}

fn named(permissions: &[(&str, Level)]) -> Permissions {
    permissions.iter().map(|(name, level)| ((*name).to_owned(), *level)).collect()
}

/// Makes an App.
pub(crate) fn make(
    state: &mut State,
    slug: &str,
    owner: &str,
    permissions: Permissions,
    events: Vec<String>,
    hook: Option<String>,
) -> u64 {
    state.user(owner);
    state.user_of(slug, true);
    // The ids of Apps are small.
    let id = 1_000_001 + u64::try_from(state.apps.len()).unwrap_or_default();
    let created = state.now();
    state.apps.push(App {
        id,
        slug: slug.to_owned(),
        owner: owner.to_owned(),
        client_id: format!("Iv23liStandIn{id}"),
        client_secret: format!("client-secret-of-{id}"),
        webhook_secret: Some(format!("webhook-secret-of-{id}")),
        hook,
        key: state.apps.len() % key::count(),
        permissions,
        events,
        created,
        deliveries: Vec::new(),
    });
    id
}

impl StandIn {
    /// Makes an App that asks for some permissions.
    #[must_use]
    pub fn app(&self, slug: &str, permissions: &[(&str, Level)]) -> AppHandle {
        let events = ["pull_request", "check_run", "check_suite", "issue_comment"];
        let events = events.map(ToOwned::to_owned).into();
        let mut state = self.shared.state();
        let id = make(&mut state, slug, "app-owner", named(permissions), events, None);
        AppHandle { shared: Arc::clone(&self.shared), id }
    }

    /// The Apps that there are, those made from a manifest among them.
    #[must_use]
    pub fn apps(&self) -> Vec<AppHandle> {
        let ids: Vec<u64> = self.shared.state().apps.iter().map(|app| app.id).collect();
        ids.into_iter().map(|id| AppHandle { shared: Arc::clone(&self.shared), id }).collect()
    }
}

impl AppHandle {
    fn with<T>(&self, how: impl FnOnce(&mut App) -> T) -> T {
        let mut state = self.shared.state();
        how(state.apps.iter_mut().find(|app| app.id == self.id).expect("Apps stay"))
    }

    /// The App's number.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Its name in addresses.
    #[must_use]
    pub fn slug(&self) -> String {
        self.with(|app| app.slug.clone())
    }

    /// The other name that it may sign with.
    #[must_use]
    pub fn client_id(&self) -> String {
        self.with(|app| app.client_id.clone())
    }

    /// Its private key, as GitHub lets one download it.
    #[must_use]
    pub fn private_key(&self) -> String {
        key::pem(self.with(|app| app.key))
    }

    /// What deliveries are signed with.
    #[must_use]
    pub fn webhook_secret(&self) -> String {
        self.with(|app| app.webhook_secret.clone()).unwrap_or_default()
    }

    /// Events are signed with another secret from now on.
    pub fn set_webhook_secret(&self, secret: &str) {
        self.with(|app| app.webhook_secret = Some(secret.to_owned()));
    }

    /// Where events go from now on.
    pub fn set_hook(&self, url: &str) {
        self.with(|app| app.hook = Some(url.to_owned()));
    }

    /// Installs it on repositories of one owner, with all permissions that it asks for, and gives
    /// the installation's number.
    pub fn install(&self, repositories: &[&Repo]) -> u64 {
        let permissions = self.with(|app| app.permissions.clone());
        let mut state = self.shared.state();
        let ids: Vec<u64> = repositories.iter().map(|repo| repo.id()).collect();
        let first = ids.first().map(|id| state.repository(*id).owner.clone());
        // The numbers of installations are small.
        let id = 50_000_001 + u64::try_from(state.installations.len()).unwrap_or_default();
        let created = state.now();
        state.installations.push(Installation {
            id,
            app: self.id,
            account: first.expect("a repository to install on"),
            permissions,
            repositories: ids,
            suspended: false,
            created,
        });
        id
    }

    /// The account's owner changes what an installation may do.
    pub fn accept(&self, installation: u64, permissions: &[(&str, Level)]) {
        let mut state = self.shared.state();
        let found = state.installations.iter_mut().find(|one| one.id == installation);
        found.expect("an installation").permissions = named(permissions);
    }

    /// Suspends an installation, or no longer.
    pub fn suspend(&self, installation: u64, suspended: bool) {
        let mut state = self.shared.state();
        let found = state.installations.iter_mut().find(|one| one.id == installation);
        found.expect("an installation").suspended = suspended;
    }

    /// `installation` with an action such as `created` or `deleted`.
    #[must_use]
    pub fn installation_event(&self, installation: u64, action: &str) -> Event {
        let state = self.shared.state();
        let found = state.installations.iter().find(|one| one.id == installation);
        let found = found.expect("an installation");
        let repositories: Vec<Value> = found
            .repositories
            .iter()
            .map(|id| {
                let repo = state.repository(*id);
                json!({"id": id, "node_id": crate::state::node_id("R", *id), "name": repo.name,
                       "full_name": repo.full_name(), "private": repo.private})
            })
            .collect();
        let payload = json!({
            "action": action,
            "installation": found.told(&state),
            "repositories": repositories,
            "sender": crate::tell::user(&state, &found.account),
        });
        Event::new("installation", payload)
    }

    /// Delivers an event and waits for the answer, 10 seconds at most.
    pub fn deliver(&self, event: &Event) -> Delivered {
        let (id, _) = deliver::deliver(&self.shared, self.id, None, &event.name, &event.payload);
        let all = self.deliveries();
        all.into_iter().find(|known| known.id == id).expect("it was written down")
    }

    /// An event with the headers that it would be delivered with, for a test that sends it itself.
    #[must_use]
    pub fn signed(&self, event: &Event, guid: &str) -> Signed {
        let body = event.payload.to_string().into_bytes();
        let secret = self.webhook_secret();
        let headers = deliver::headers(self.id, guid, &event.name, Some(&secret), &body);
        Signed { headers, body }
    }

    /// Writes an event down as one whose delivery failed, as in an outage.
    pub fn lose(&self, event: &Event) -> Delivered {
        let hook = self.with(|app| app.hook.take());
        let told = self.deliver(event);
        self.with(|app| app.hook = hook);
        told
    }

    /// What was delivered so far, oldest first.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivered> {
        self.with(|app| {
            let rows = app.deliveries.iter().map(|delivery| Delivered {
                id: delivery.id,
                guid: delivery.guid.clone(),
                event: delivery.event.clone(),
                redelivery: delivery.redelivery,
                status: delivery.code,
            });
            rows.collect()
        })
    }
}
