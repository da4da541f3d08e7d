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

    /// Sends it as a delivery that was not sent before, and gives the status of the answer.
    pub(crate) fn send(&mut self, stream: &mut TcpStream) -> u16 {
        if let Some(at) = self.id {
            let count = SENT.fetch_add(1, Ordering::Relaxed);
            let id = format!("{:08x}-0000-4000-8000-{count:012x}", std::process::id());
            self.bytes.get_mut(at..at + ID.len()).unwrap().copy_from_slice(id.as_bytes());
        }
        stream.write_all(&self.bytes).unwrap();
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
        let text = std::str::from_utf8(buffer.get(..read).unwrap()).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let lower = head.to_ascii_lowercase();
        let length = lower
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.split("\r\n").next()?.trim().parse::<usize>().ok());
        let whole = match length {
            Some(length) => body.len() >= length,
            None => body.ends_with("0\r\n\r\n"),
        };
        if whole {
            return head.split(' ').nth(1).unwrap().parse().unwrap();
        }
    }
}

/// About as large as GitHub's events of pull requests: 20 KB, much of it addresses.
pub(crate) fn body(pull: u64) -> Vec<u8> {
    let mut links = String::new();
    for n in 0..180 {
        let _ = write!(
            links,
            "\"link_{n}_url\":\"https://api.github.com/repos/organisation/repository/things{{/sha_{n}}}\",\
             \"flag_{n}\":false,"
        );
    }
    let repository = pull % 40;
    format!(
        "{{\"action\":\"synchronize\",\"number\":{pull},\"pull_request\":{{{links}\"number\":{pull},\
         \"updated_at\":\"2026-01-01T00:00:00Z\",\"head\":{{\"sha\":\"{pull:040x}\"}}}},\
         \"repository\":{{\"id\":{repository},\"full_name\":\"org/model-{repository}\"}},\
         \"installation\":{{\"id\":50000001}},\"sender\":{{\"login\":\"author\",\"type\":\"User\"}}}}"
    )
    .into_bytes()
}
