//! The least that any server must do with a delivery: read its body and verify its signature. Nothing is
//! parsed, stored or logged. `benches/app.sh` measures how fast that is on the same machine.
//!
//! `floor PORT SECRET`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement may end by a panic"
)]

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::serve::ListenerExt as _;
use ring::hmac;
use tokio::net::TcpListener;

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let Some(port) = args.next() else {
        // As `cargo bench` without arguments runs it.
        println!("floor: run by benches/app.sh");
        return;
    };
    let port: u16 = port.parse().expect("a port");
    let secret = args.next().expect("the webhook's secret");
    let key = Arc::new(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()));
    let router = Router::new().route("/webhook", post(webhook)).with_state(key);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port");
        let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
        axum::serve(listener, router).await.unwrap();
    });
}

async fn webhook(State(key): State<Arc<hmac::Key>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get("x-hub-signature-256").and_then(|value| value.to_str().ok());
    let digits = signature.and_then(|text| text.strip_prefix("sha256=")).unwrap_or_default();
    let read = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let tag: Option<Vec<u8>> = digits.as_bytes().chunks(2).map(read).collect();
    match hmac::verify(&key, &body, &tag.unwrap_or_default()) {
        Ok(()) => StatusCode::ACCEPTED,
        Err(_) => StatusCode::UNAUTHORIZED,
    }
}
