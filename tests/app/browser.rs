//! As much of a browser as the set-up needs.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

pub(crate) struct Page {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The path of a URL, with its query.
pub(crate) fn path_of(url: &str) -> &str {
    let rest = url.strip_prefix("http://").unwrap();
    &rest[rest.find('/').unwrap()..]
}

pub(crate) fn get(url: &str) -> Page {
    request("GET", url, None, "")
}

/// Sends the form with the manifest.
pub(crate) fn post(url: &str, manifest: &str) -> Page {
    let encoded: String = manifest.bytes().map(|byte| format!("%{byte:02X}")).collect();
    request("POST", url, None, &format!("manifest={encoded}"))
}

pub(crate) fn request(method: &str, url: &str, host: Option<&str>, body: &str) -> Page {
    let path = path_of(url);
    let address = &url["http://".len()..url.len() - path.len()];
    let mut stream = TcpStream::connect(address).unwrap();
    let host = host.unwrap_or(address);
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(key, value)| (key.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Page { status, headers, body: body.to_owned() }
}

/// An attribute of the form that goes to GitHub.
pub(crate) fn field(html: &str, name: &str) -> String {
    let form = html.split_once("<form method=\"post\"").unwrap().1;
    let found = form.split_once(&format!("{name}=\"")).unwrap().1;
    let found = found.split_once('"').unwrap().0;
    found
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
