//! Requests by hand, so that they can be as wrong as wanted.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// The start of a request, up to its body.
pub(crate) fn head(line: &str, headers: &[(String, String)], length: usize) -> String {
    let mut head = format!("{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {length}\r\n\r\n"));
    head
}

/// Reads the answer on a connection.
pub(crate) fn answer(mut stream: TcpStream) -> Answer {
    let mut text = Vec::new();
    let ended = stream.read_to_end(&mut text);
    let text = String::from_utf8_lossy(&text);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        panic!("no answer: {ended:?} {text:?}");
    };
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, body: body.to_owned() }
}

pub(crate) fn get(port: u16, path: &str) -> Answer {
    let mut stream = connect(port);
    stream.write_all(head(&format!("GET {path}"), &[], 0).as_bytes()).unwrap();
    answer(stream)
}

pub(crate) fn post(port: u16, headers: &[(String, String)], body: &[u8]) -> Answer {
    let mut stream = connect(port);
    stream.write_all(head("POST /webhook", headers, body.len()).as_bytes()).unwrap();
    // Somebody who refuses early may not read to the end.
    let _ = stream.write_all(body);
    answer(stream)
}

/// The status of the answer to a delivery, where anybody answers.
#[allow(dead_code, reason = "of use where servers come and go")]
pub(crate) fn try_post(
    port: u16,
    headers: &[(String, String)],
    body: &[u8],
) -> std::io::Result<u16> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.write_all(head("POST /webhook", headers, body.len()).as_bytes())?;
    stream.write_all(body)?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    let status = String::from_utf8_lossy(&answer).rsplit(' ').next().and_then(|s| s.parse().ok());
    status.ok_or_else(|| std::io::Error::other("no status"))
}
