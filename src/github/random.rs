//! Random numbers: names of runs, and how long to wait.

use ring::rand::{SecureRandom as _, SystemRandom};

/// A name that no other run has.
#[must_use]
pub fn run_id() -> String {
    bytes::<8>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A number from 0 up to 1.
pub(crate) fn fraction() -> f64 {
    f64::from(u16::from_le_bytes(bytes::<2>())) / 65_536.0
}

/// Without a source of randomness the clock has to do: nothing secret hangs on it.
fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if SystemRandom::new().fill(&mut bytes).is_err() {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let nanos = now.map_or(0, |d| d.as_nanos()).to_le_bytes();
        for (byte, n) in bytes.iter_mut().zip(nanos) {
            *byte = n;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_have_different_names() {
        assert_eq!(run_id().len(), 16);
        assert_ne!(run_id(), run_id());
        assert!((0.0..1.0).contains(&fraction()));
    }
}
