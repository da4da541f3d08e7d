//! Whether a delivery is signed with our secret.

use ring::hmac;

use crate::app::settings::Secret;

/// The keys that a delivery may be signed with.
#[derive(Debug)]
pub(crate) struct Keys(Vec<hmac::Key>);

/// `sha256=` and 32 bytes in hexadecimal.
const PREFIX: &str = "sha256=";

impl Keys {
    pub(crate) fn new(secrets: &[Secret]) -> Self {
        let key = |secret: &Secret| hmac::Key::new(hmac::HMAC_SHA256, secret.reveal().as_bytes());
        Self(secrets.iter().map(key).collect())
    }

    /// Whether a signature is that of these very bytes, under one of the keys. Each comparison takes
    /// the same time wherever the two differ.
    pub(crate) fn verify(&self, body: &[u8], signature: &[u8; 32]) -> bool {
        let mut found = false;
        for key in &self.0 {
            found |= hmac::verify(key, body, signature).is_ok();
        }
        found
    }
}

/// The signature in a header.
pub(crate) fn read(header: &str) -> Option<[u8; 32]> {
    let digits = header.strip_prefix(PREFIX)?.as_bytes();
    let (pairs, rest) = digits.as_chunks::<2>();
    if pairs.len() != 32 || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let digit = |c: &u8| char::from(*c).to_digit(16).and_then(|d| u8::try_from(d).ok());
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    // From GitHub's documentation of the header.
    const SECRET: &str = "It's a Secret to Everybody";
    const BODY: &[u8] = b"Hello, World!";
    const SIGNED: &str = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    #[test]
    fn the_example_of_githubs_documentation_is_verified() {
        let signature = read(SIGNED).unwrap();
        let keys = |texts: &[&str]| {
            Keys::new(&texts.iter().map(|text| Secret::new(*text)).collect::<Vec<_>>())
        };
        assert!(keys(&[SECRET]).verify(BODY, &signature));
        assert!(keys(&["new", SECRET]).verify(BODY, &signature));
        assert!(keys(&[SECRET, "old"]).verify(BODY, &signature));
        assert!(!keys(&["new", "old"]).verify(BODY, &signature));
        assert!(!keys(&[SECRET]).verify(b"Hello, World", &signature));
        assert!(!keys(&[]).verify(BODY, &signature));
    }

    #[test]
    fn only_whole_signatures_are_read() {
        assert!(read(&SIGNED.to_uppercase().replace("SHA", "sha")).is_some());
        for wrong in ["", "sha256=", &SIGNED[7..], &SIGNED[..70], "sha1=757107ea0eb2509fc211"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read(&format!("{SIGNED}0")), None);
        assert_eq!(read(&SIGNED.replace('7', "g")), None);
        assert_eq!(read(&SIGNED.replace('7', "+")), None);
    }
}
