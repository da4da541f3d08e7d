//! Sends events to an App, signed, and writes down what came of it.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ring::hmac;
use serde_json::Value;

use crate::shared::Shared;
use crate::state::app::Delivery;

/// An answer must come within this time.
const PATIENCE: Duration = Duration::from_secs(10);

/// `sha256=` and the signature of a body in hexadecimal.
pub(crate) fn signature(secret: &str, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut text = "sha256=".to_owned();
    for byte in hmac::sign(&key, body).as_ref() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The headers that come with a delivery.
pub(crate) fn headers(
    app: u64,
    guid: &str,
    event: &str,
    secret: Option<&str>,
    body: &[u8],
) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = [
        ("user-agent", "GitHub-Hookshot/0000000"),
        ("accept", "*/*"),
        ("content-type", "application/json"),
        ("x-github-event", event),
        ("x-github-delivery", guid),
        ("x-github-hook-id", "1"),
        ("x-github-hook-installation-target-type", "integration"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    headers.push(("x-github-hook-installation-target-id".to_owned(), app.to_string()));
    if let Some(secret) = secret {
        headers.push(("x-hub-signature-256".to_owned(), signature(secret, body)));
    }
    headers
}

/// Delivers an event to an App and gives the number that it was written down under. Without a guid
/// it is a new event.
pub(crate) fn deliver(
    shared: &Arc<Shared>,
    app: u64,
    guid: Option<String>,
    event: &str,
    payload: &Value,
) -> (u64, u16) {
    let (id, url, secret, redelivery, guid) = {
        let mut state = shared.state();
        let id = state.new_id();
        let redelivery = guid.is_some();
        let guid = guid.unwrap_or_else(|| format!("{id:08x}-0000-4000-8000-{app:012x}"));
        let found = state.apps.iter().find(|known| known.id == app).expect("an App");
        (id, found.hook.clone(), found.webhook_secret.clone(), redelivery, guid)
    };
    let begun = Instant::now();
    let body = payload.to_string().into_bytes();
    let headers = headers(app, &guid, event, secret.as_deref(), &body);
    let code = url.and_then(|url| post(&url, &headers, &body)).unwrap_or_default();
    let mut state = shared.state();
    let time = state.now();
    let delivery = Delivery {
        id,
        guid,
        event: event.to_owned(),
        payload: payload.clone(),
        time,
        redelivery,
        code,
        seconds: begun.elapsed().as_secs_f64(),
    };
    if let Some(app) = state.apps.iter_mut().find(|known| known.id == app) {
        app.deliveries.push(delivery);
    }
    (id, code)
}

/// Posts to an address and gives the status; nothing where no answer came in time.
fn post(url: &str, headers: &[(String, String)], body: &[u8]) -> Option<u16> {
    let rest = url.strip_prefix("http://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let address = host.to_socket_addrs().ok()?.next()?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    let mut head = format!("POST /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    let _ = write!(head, "content-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).ok()?;
    // Somebody who refuses early may not read to the end, and still answers.
    let _ = stream.write_all(body);
    let mut told = [0; 12];
    stream.read_exact(&mut told).ok()?;
    std::str::from_utf8(&told).ok()?.split(' ').nth(1)?.parse().ok()
}
