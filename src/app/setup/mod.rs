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
pub(crate) use manifest::{EVENTS, PERMISSIONS};

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::github::{Host, Pace, run_id};
use crate::trouble::said;
use routes::Place;

/// What the set-up needs to know.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The GitHub on which the App is to be.
    pub host: Host,
    /// How patiently it is asked.
    pub pace: Pace,
    /// Where the server is to listen; without `is_open` only the port counts.
    pub listen: SocketAddr,
    /// The folder that the credentials are kept in.
    pub folder: PathBuf,
    /// Where GitHub reaches this server, if that is known.
    pub public_url: Option<String>,
    /// Whether the page is served to other machines too, to whoever has its key.
    pub is_open: bool,
}

/// Serves the page until the App is there. `tell` is told the page's address.
///
/// # Errors
/// A message for people.
pub async fn run(setup: Setup, tell: impl FnOnce(&str)) -> Result<Credentials, String> {
    let listen = match setup.listen.port() {
        port if !setup.is_open && !setup.listen.ip().is_loopback() => {
            SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
        }
        _ => setup.listen,
    };
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|e| format!("{listen} can't be listened on: {}", said(&e)))?;
    let address = listener.local_addr().unwrap_or(listen);
    let key = setup.is_open.then(|| format!("{}{}", run_id(), run_id()));
    let query = key.as_ref().map_or_else(String::new, |key| format!("?key={key}"));
    tell(&format!("http://{address}/setup{query}"));
    let done = Arc::new(Notify::new());
    let place = Arc::new(Place::new(setup, key, Arc::clone(&done)));
    let router = routes::router(Arc::clone(&place));
    axum::serve(listener, router)
        // The page that says what comes next is still delivered.
        .with_graceful_shutdown(async move { done.notified().await })
        .await
        .map_err(|e| format!("the set-up ended: {}", said(&e)))?;
    place.credentials().ok_or_else(|| "the set-up ended without an App".to_owned())
}
