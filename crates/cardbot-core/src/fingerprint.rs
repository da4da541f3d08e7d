//! The identity of a finding: rule, path at the merge base, key path without list places, value
//! and occurrence. No line, no wording, so that moved lines and rewritten messages change nothing.

use crate::yaml::KeyPart;

/// 128-bit FNV-1a over fields that are told apart by their lengths.
#[derive(Debug)]
struct Hasher(u128);

impl Hasher {
    fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn field(&mut self, bytes: &[u8]) {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        for byte in length.to_le_bytes().iter().chain(bytes) {
            self.0 ^= u128::from(*byte);
            self.0 = self.0.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}

/// What a fingerprint is made of.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// The rule's name.
    pub rule: &'a str,
    /// The card's path at the merge base.
    pub path: &'a str,
    /// The key path.
    pub key: &'a [KeyPart],
    /// The value in canonical form.
    pub value: &'a str,
    /// 0 for the first finding of the same identity in the file, 1 for the second, ….
    pub occurrence: usize,
}

/// The fingerprint as 32 hexadecimal digits. The scheme's version is part of it.
#[must_use]
pub fn fingerprint(identity: Identity<'_>) -> String {
    let mut hasher = Hasher::new();
    hasher.field(b"cardbot 1");
    hasher.field(identity.rule.as_bytes());
    hasher.field(identity.path.as_bytes());
    for part in identity.key {
        match part {
            KeyPart::Key(key) => hasher.field(key.as_bytes()),
            KeyPart::Index(_) => hasher.field(b"[]"),
        }
    }
    hasher.field(b"=");
    hasher.field(identity.value.as_bytes());
    hasher.field(identity.occurrence.to_string().as_bytes());
    format!("{:032x}", hasher.0)
}
