//! A request to `/webhook`, and the answer to it.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};

use ring::hmac;

use super::Target;

/// Stands where the id of the next delivery goes.
const ID: &str = "00000000-0000-4000-8000-000000000000";

static SENT: AtomicU64 = AtomicU64::new(0);

impl Target {
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a server");
        stream.set_nodelay(true).unwrap();
        stream
    }
}

/// The bytes of a request.
pub(crate) struct Request {
    bytes: Vec<u8>,
    id: Option<usize>,
}

impl Request {
    /// A delivery as GitHub sends it.
    pub(crate) fn delivery(target: &Target, body: &[u8]) -> Self {
        Self::new(&headers(target, "pull_request", body), body)
    }

    pub(crate) fn new(headers: &[(&str, String)], body: &[u8]) -> Self {
        let mut head = "POST /webhook HTTP/1.1\r\nhost: localhost\r\n".to_owned();
        for (name, value) in headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        write!(head, "content-length: {}\r\n\r\n", body.len()).unwrap();
        let id = head.find(ID);
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        Self { bytes, id }
    }

    /// The bytes of a delivery that was not sent before.
    pub(crate) fn next(&mut self) -> &[u8] {
        if let Some(at) = self.id {
            let count = SENT.fetch_add(1, Ordering::Relaxed);
            let id = format!("{:08x}-0000-4000-8000-{count:012x}", std::process::id());
            self.bytes.get_mut(at..at + ID.len()).unwrap().copy_from_slice(id.as_bytes());
        }
        &self.bytes
    }

    /// Sends it as a delivery that was not sent before, and gives the status of the answer.
    pub(crate) fn send(&mut self, stream: &mut TcpStream) -> u16 {
        stream.write_all(self.next()).unwrap();
        answer(stream)
    }

    /// All of it but the end of its body.
    pub(crate) fn begin(&self, stream: &mut TcpStream) {
        let most = self.bytes.len() - 10;
        stream.write_all(self.bytes.get(..most).unwrap()).unwrap();
    }
}

pub(crate) fn headers(target: &Target, event: &str, body: &[u8]) -> Vec<(&'static str, String)> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, target.secret.as_bytes());
    let mut signature = "sha256=".to_owned();
    for byte in hmac::sign(&key, body).as_ref() {
        write!(signature, "{byte:02x}").unwrap();
    }
    vec![
        ("content-type", "application/json".to_owned()),
        ("user-agent", "GitHub-Hookshot/0".to_owned()),
        ("x-github-event", event.to_owned()),
        ("x-github-delivery", ID.to_owned()),
        ("x-github-hook-id", "1".to_owned()),
        ("x-github-hook-installation-target-type", "integration".to_owned()),
        ("x-github-hook-installation-target-id", target.app.clone()),
        ("x-hub-signature-256", signature),
    ]
}

/// Reads an answer to its end and gives its status.
pub(crate) fn answer(stream: &mut TcpStream) -> u16 {
    let mut buffer = [0; 8192];
    let mut read = 0;
    loop {
        let more = stream.read(buffer.get_mut(read..).unwrap()).unwrap();
        assert!(more > 0, "the server hung up");
        read += more;
        if let Some(status) = status(buffer.get(..read).unwrap()) {
            return status;
        }
    }
}

/// The status of an answer that is there to its end.
pub(crate) fn status(bytes: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let is_length = |line: &&str| {
        line.get(..15).is_some_and(|name| name.eq_ignore_ascii_case("content-length:"))
    };
    let whole = match head.lines().find(is_length).and_then(|line| line.get(15..)) {
        Some(length) => body.len() >= length.trim().parse().unwrap(),
        None => body.ends_with("0\r\n\r\n"),
    };
    whole.then(|| head.split(' ').nth(1).unwrap().parse().unwrap())
}

pub(crate) fn assert_taken(status: u16) {
    assert!((200..300).contains(&status), "refused with {status}");
}
