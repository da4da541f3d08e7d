//! What processors draw, and which of them a machine of a cloud has.

use super::find;
use super::tables::devices::{DEVICE_ALIASES, DEVICE_NOISE, DEVICES, INSTANCES, TPU_CORES};

/// A processor or an accelerator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Device {
    /// Its name as it is compared: lower case, without blanks and vendors' names.
    pub key: &'static str,
    /// Its name as people read it.
    pub name: &'static str,
    /// What one of them draws at most, in watts.
    pub watts: f64,
    /// Who says so.
    pub source: &'static str,
    /// What is assumed where the name leaves the form open; empty where it does not.
    pub note: &'static str,
}

/// The device of a key.
#[must_use]
pub fn device(key: &str) -> Option<&'static Device> {
    let own = |key: &str| find(DEVICES, key, |row| row.key);
    own(key).or_else(|| own(find(DEVICE_ALIASES, key, |row| row.0)?.1))
}

/// All devices.
pub fn devices() -> impl Iterator<Item = &'static Device> {
    DEVICES.iter()
}

/// How many devices of which kind a machine of a cloud has.
#[must_use]
pub fn instance(name: &str) -> Option<(u32, &'static Device)> {
    let row = find(INSTANCES, name, |row| row.0)?;
    Some((row.1, device(row.2)?))
}

/// How many cores a chip of a TPU version has, in the count of names such as `v3-8`.
#[must_use]
pub fn tpu_cores(version: &str) -> Option<u32> {
    find(TPU_CORES, version, |row| row.0).map(|row| row.1)
}

/// Whether a word adds nothing to the name of a device.
#[must_use]
pub fn is_device_noise(word: &str) -> bool {
    find(DEVICE_NOISE, word, |row| row).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carbon::device_key;

    #[test]
    fn every_device_is_found_by_its_name_and_draws_something() {
        for device in DEVICES {
            assert_eq!(device_key(device.name), device.key, "{}", device.name);
            assert!((5.0..=2000.0).contains(&device.watts), "{}", device.name);
        }
        for (alias, key) in DEVICE_ALIASES {
            assert!(find(DEVICES, key, |row| row.key).is_some(), "{alias}");
        }
        assert!(INSTANCES.iter().all(|row| instance(row.0).is_some()));
    }

    #[test]
    fn known_faults_of_the_tables_are_gone() {
        let watts = |key: &str| device(key).map(|device| device.watts);
        assert_eq!(watts("v100pcie"), Some(250.0));
        assert_eq!(watts("v100sxm"), Some(300.0));
        assert_eq!(watts("gtx750"), None);
        assert_eq!(watts("a10g"), Some(150.0));
        assert_eq!(watts("3090"), Some(350.0));
        assert_eq!(watts("m40"), Some(250.0));
    }
}
