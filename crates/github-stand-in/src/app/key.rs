//! The keys of Apps. They were made for these tests and open nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Private RSA keys in the form that GitHub gives out (PKCS #1), a line of Base64 each.
const KEYS: &str = include_str!("keys.txt");

/// How many there are.
pub(crate) fn count() -> usize {
    KEYS.lines().count()
}

fn line(number: usize) -> &'static str {
    KEYS.lines().nth(number % count()).expect("there are keys")
}

/// A key as the text that GitHub lets one download.
pub(crate) fn pem(number: usize) -> String {
    let dashes = "-----";
    let lines: Vec<&str> = line(number)
        .as_bytes()
        .chunks(64)
        .map(|chunk| std::str::from_utf8(chunk).expect("it is Base64"))
        .collect();
    let text = lines.join("\n");
    format!("{dashes}BEGIN RSA PRIVATE KEY{dashes}\n{text}\n{dashes}END RSA PRIVATE KEY{dashes}\n")
}

/// The public half, as `ring` reads it.
pub(crate) fn public(number: usize) -> Vec<u8> {
    let der = STANDARD.decode(line(number)).expect("it is Base64");
    let pair = ring::rsa::KeyPair::from_der(&der).expect("it is a key");
    pair.public().as_ref().to_vec()
}
