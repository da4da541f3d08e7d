//! The set-up: the first start without an App opens a page on this machine, and one click on it
//! creates the App on GitHub.
//!
//! The browser carries a manifest to GitHub; GitHub leads it back with a code, and the code is traded
//! for the App's credentials, which are shown to nobody and kept in one file.

mod credentials;
mod manifest;
mod page;
mod pending;
mod routes;

pub use credentials::{Credentials, FILE};
pub(crate) use manifest::{EVENTS, PERMISSIONS, is_url};

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::github::{Host, Pace};
use routes::Place;

/// What the set-up needs to know.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The GitHub on which the App is to be.
    pub host: Host,
    /// How patiently it is asked.
    pub pace: Pace,
    /// The folder that the credentials are kept in.
    pub folder: PathBuf,
    /// Where GitHub reaches this server, if that is known.
    pub public_url: Option<String>,
    /// Whether the page is shown to other machines too, to whoever has its key.
    pub is_open: bool,
}

/// The page, as long as there is no App.
#[derive(Debug)]
pub struct Creating {
    place: Arc<Place>,
}

impl Creating {
    /// A page with a key of its own.
    ///
    /// # Errors
    /// A message for people, where the machine has no source of randomness.
    pub fn new(setup: Setup) -> Result<Self, String> {
        Ok(Self { place: Arc::new(Place::new(setup, random()?)) })
    }

    /// The page's address, for whoever starts the server and for nobody else: it carries the key.
    #[must_use]
    pub fn address(&self, listening: SocketAddr) -> String {
        let Place { setup, key, .. } = &*self.place;
        let server = match &setup.public_url {
            Some(url) if setup.is_open => url.clone(),
            _ if listening.ip().is_unspecified() => {
                format!(
                    "http://{}",
                    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), listening.port())
                )
            }
            _ => format!("http://{listening}"),
        };
        format!("{server}/setup?key={key}")
    }

    /// Tells that the App is served; the last page waits for it.
    pub fn is_served(&self) {
        self.place.served.notify_one();
    }

    /// Whether the page is shown to other machines too.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.place.setup.is_open
    }

    /// The page's routes. Connections must carry the address of their other end, as
    /// `ConnectInfo<SocketAddr>`; without it nobody counts as local.
    pub fn router(&self) -> Router {
        routes::router(Arc::clone(&self.place))
    }

    /// Waits until the App is there.
    pub async fn created(&self) -> Credentials {
        self.place.created().await
    }
}

/// Text that nobody can guess.
fn random() -> Result<String, String> {
    let mut bytes = [0_u8; 16];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| "this machine gives no random numbers, so no App can be set up".to_owned())?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
