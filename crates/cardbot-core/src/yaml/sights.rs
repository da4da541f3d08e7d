//! Tells most keys that a map does not have without looking through it.

use super::node::NodeRef;

/// The lengths, first and last letters of a map's keys, in a few bits: keys that differ in them may
/// share a bit, but the same key always has the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sights(u64);

impl Sights {
    /// Of no key at all.
    pub(crate) const NONE: Self = Self(0);
    /// Of who knows what keys.
    const ALL: Self = Self(u64::MAX);

    fn of_key(key: &str) -> Self {
        let (Some(first), Some(last)) = (key.as_bytes().first(), key.as_bytes().last()) else {
            return Self::ALL;
        };
        let sight = key.len().wrapping_mul(5) ^ usize::from(*first) ^ usize::from(*last) << 2;
        Self(1 << (sight % 64))
    }

    /// Of all keys under which a map has something.
    pub(crate) fn of_map(map: NodeRef<'_>) -> Self {
        let mut sights = Self::NONE;
        for entry in map.entries() {
            // Behind a merge may be any key.
            sights.0 |= if entry.is_merge() { Self::ALL } else { Self::of_key(entry.name()) }.0;
        }
        sights
    }

    /// Whether the map may have this key.
    pub(crate) fn may_hold(self, key: &str) -> bool {
        self.0 & Self::of_key(key).0 != 0
    }

    /// Adds a key; whether no other can have been the same.
    pub(super) fn add(&mut self, key: &str) -> bool {
        let is_new = !self.may_hold(key);
        self.0 |= Self::of_key(key).0;
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    #[test]
    fn a_key_that_is_there_is_never_denied() {
        let yaml = "a: 1\nlicense: mit\n\"\": 2\n? [x]\n: 3\n\u{e9}t\u{e9}: 4";
        let tree = parse(yaml, 0).unwrap();
        let sights = Sights::of_map(tree.root().unwrap());
        for key in ["a", "license", "", "\u{e9}t\u{e9}"] {
            assert!(sights.may_hold(key), "{key}");
        }
        let one = parse("license: mit", 0).unwrap();
        let one = Sights::of_map(one.root().unwrap());
        assert!(!one.may_hold("widget") && !one.may_hold("tags"));
        assert!(!Sights::NONE.may_hold("license"));
    }

    #[test]
    fn behind_a_merge_may_be_any_key() {
        let tree = parse("x: &x {license: mit}\n<<: *x", 0).unwrap();
        assert!(Sights::of_map(tree.root().unwrap()).may_hold("widget"));
    }
}
