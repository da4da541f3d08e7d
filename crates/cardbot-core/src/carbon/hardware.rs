//! Hardware as people write it: `8x V100`, `1 x NVIDIA A100-SXM4-80GB`, `TPU v3-8`.

use super::near;
use super::number;
use crate::facts::{self, Device};

/// Devices of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Hardware {
    /// The kind.
    pub device: &'static Device,
    /// How many, as far as the text says.
    pub count: Option<f64>,
    /// What was read into the text, in words for people.
    pub notes: Vec<String>,
    /// Whether the name counts cores, as `v3-8` does, which people take for one device.
    pub is_board: bool,
}

/// Reads a text that names hardware of one kind, and perhaps its number.
#[must_use]
pub fn read(text: &str) -> Option<Hardware> {
    let tokens = tokens(text);
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    instance(text).or_else(|| tpu(&words)).or_else(|| counted(&words))
}

/// No name of hardware has more words than this.
const MOST_WORDS: usize = 24;

/// The devices whose names are nearest to a text.
#[must_use]
pub fn nearest(text: &str) -> Vec<&'static str> {
    let tokens = tokens(text);
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let (_, _, rest) = split_count(&words);
    let key = key_of(rest.iter().copied());
    near::names(&key, facts::devices().map(|device| (device.key, device.name)))
}

/// The name of a device as it is compared: lower case, without blanks, marks and vendors' names;
/// the form (`sxm`, `pcie`) and the memory stand at the end.
#[must_use]
pub fn device_key(name: &str) -> String {
    key_of(tokens(name).iter().map(String::as_str))
}

/// The letters and digits of a text in words; what is glued to `x`, as in `8xV100`, is parted.
fn tokens(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace(['×', '*'], "x");
    let mut out: Vec<String> = vec![];
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = word.strip_suffix(rest).unwrap_or("");
        match rest.strip_prefix('x') {
            Some(name) if !digits.is_empty() => {
                out.extend([digits, "x", name].map(str::to_owned));
            }
            // `V100 x8`.
            Some(count) if is_number(count) => out.extend(["x", count].map(str::to_owned)),
            _ => out.push(word.to_owned()),
        }
    }
    out.retain(|word| !word.is_empty());
    out
}

#[derive(Default)]
struct Key {
    base: String,
    form: &'static str,
    memory: String,
}

fn key_parts<'w>(words: impl Iterator<Item = &'w str>) -> Key {
    let mut key = Key::default();
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = word.strip_prefix(digits).unwrap_or("");
        if facts::is_device_noise(word) {
        } else if word.starts_with("sxm") {
            key.form = "sxm";
        } else if word.starts_with("pcie") {
            key.form = "pcie";
        } else if word == "laptop" {
            key.base.push_str("mobile");
        } else if !digits.is_empty() && matches!(unit, "gb" | "gib" | "g") && is_number(digits) {
            key.memory = format!("{digits}gb");
        } else if is_number(word) && matches!(words.peek(), Some(&("gb" | "gib"))) {
            key.memory = format!("{word}gb");
            words.next();
        } else {
            key.base.push_str(word);
        }
    }
    key
}

fn key_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let Key { base, form, memory } = key_parts(words);
    base + form + &memory
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// A device by words that name nothing else; its size of memory need not be in the table.
fn device(words: &[&str]) -> Option<&'static Device> {
    let Key { base, form, memory } = key_parts(words.iter().copied());
    if base.is_empty() {
        return None;
    }
    let found = |form: &str, memory: &str| facts::device(&format!("{base}{form}{memory}"));
    found(form, &memory)
        .or_else(|| found(form, ""))
        .or_else(|| found("", "").filter(|_| form.is_empty()))
}

/// Devices with a number before or after their name.
fn counted(words: &[&str]) -> Option<Hardware> {
    // A number may be a name: `3090` is an RTX 3090.
    if let Some(device) = device(words) {
        return Some(hardware(device, None));
    }
    let (count, _, rest) = split_count(words);
    let device = device(&rest)?;
    Some(hardware(device, Some(count?)))
}

fn hardware(device: &'static Device, count: Option<f64>) -> Hardware {
    Hardware { device, count, notes: vec![], is_board: false }
}

/// The number of devices, whether one was told, and the words that are left: `8 x …`, `eight …`,
/// `… x 8`, `… (8 GPUs)`.
fn split_count<'w>(words: &[&'w str]) -> (Option<f64>, bool, Vec<&'w str>) {
    let told = |at: usize, drop: usize, count: f64| {
        let mut rest = words.to_vec();
        rest.drain(at..at + drop);
        (Some(count), true, rest)
    };
    let first = words.iter().position(|word| !facts::is_device_noise(word)).unwrap_or(0);
    if let Some(count) = words.get(first).and_then(|word| number_word(word)) {
        let has_x = words.get(first + 1) == Some(&"x");
        return told(first, if has_x { 2 } else { 1 }, count);
    }
    for (at, pair) in words.windows(2).enumerate() {
        match pair {
            ["x", n] if is_number(n) => {
                if let Some(count) = number_word(n) {
                    return told(at, 2, count);
                }
            }
            [n, "x"] if is_number(n) && at + 2 == words.len() => {
                if let Some(count) = number_word(n) {
                    return told(at, 2, count);
                }
            }
            [n, "gpu" | "gpus" | "card" | "cards" | "chips" | "devices" | "units"]
                if is_number(n) && at > 0 =>
            {
                if let Some(count) = number_word(n) {
                    return told(at, 2, count);
                }
            }
            _ => {}
        }
    }
    (None, false, words.to_vec())
}

fn number_word(word: &str) -> Option<f64> {
    const WORDS: [&str; 10] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    if is_number(word) {
        // Nobody trains on more than this, and longer numbers are names.
        return word.parse().ok().filter(|n| (1.0..=100_000.0).contains(n));
    }
    if word == "single" {
        return Some(1.0);
    }
    let at = WORDS.iter().position(|name| *name == word)?;
    u32::try_from(at + 1).ok().map(f64::from)
}

/// A machine of a cloud: `p3.8xlarge`, `2 x ml.p3.2xlarge`.
fn instance(text: &str) -> Option<Hardware> {
    let lower = text.to_lowercase();
    let mut machines = 1.0;
    let mut found = None;
    for word in lower.split(|c: char| c.is_whitespace() || "(),;".contains(c)) {
        let name = word.strip_prefix("ml.").unwrap_or(word);
        if let Some(instance) = facts::instance(name) {
            if found.is_some() {
                return None;
            }
            found = Some((name.to_owned(), instance));
        } else if let Some(n) = number_word(word.trim_end_matches(['x', '×'])) {
            machines = n;
        } else if !matches!(
            word,
            "" | "x" | "×" | "aws" | "ec2" | "amazon" | "instance" | "instances"
        ) {
            return None;
        }
    }
    let (name, (per_machine, device)) = found?;
    let count = machines * f64::from(per_machine);
    let each = if machines > 1.0 { "each " } else { "" };
    let note = format!("{name}: {each}{per_machine} × {}", device.name);
    Some(Hardware { device, count: Some(count), notes: vec![note], is_board: false })
}

/// TPUs are told by cores: a `v3-8` has 8 cores on 4 chips.
fn tpu(words: &[&str]) -> Option<Hardware> {
    let mut version: Option<(&str, u32)> = None;
    let mut cores: Option<f64> = None;
    let mut numbers: Vec<(usize, f64)> = vec![];
    let mut tpu_named = false;
    for (at, word) in words.iter().enumerate() {
        let name = word.strip_prefix("tpu").unwrap_or(word);
        tpu_named |= name.len() < word.len() || *word == "tpus";
        let name = if *word == "tpus" { "" } else { name };
        if let Some(per_chip) = facts::tpu_cores(name) {
            if version.is_some() {
                return None;
            }
            version = Some((name, per_chip));
            // The number right after the version counts cores.
            let next = words.get(at + 1).filter(|next| is_number(next));
            cores = next.and_then(|next| number_word(next));
        } else if let Some(n) = number_word(name) {
            let after_version = at > 0
                && words.get(at - 1).is_some_and(|before| {
                    let before = before.strip_prefix("tpu").unwrap_or(before);
                    facts::tpu_cores(before).is_some()
                });
            if !after_version {
                numbers.push((at, n));
            }
        } else if !(name.is_empty() || name == "x" || facts::is_device_noise(name)) {
            return None;
        }
    }
    let (version, per_chip) = version?;
    if !tpu_named && cores.is_none() {
        return None;
    }
    let device = facts::device(&format!("tpu{}", canonical(version)))?;
    let per_chip = f64::from(per_chip);
    let boards = match numbers.as_slice() {
        [] => None,
        [(at, n)] => {
            // `8 cores` tells again what the name says.
            let of_cores = words.get(at + 1).is_some_and(|next| next.starts_with("core"));
            match (of_cores, cores) {
                (true, Some(told)) if (told - n).abs() > 0.0 => return None,
                (true, Some(_)) => None,
                (true, None) => {
                    cores = Some(*n);
                    None
                }
                (false, _) => Some(*n),
            }
        }
        _ => return None,
    };
    let Some(cores) = cores else {
        return Some(hardware(device, boards));
    };
    let chips = cores / per_chip;
    let boards = boards.unwrap_or(1.0);
    if chips.fract() != 0.0 {
        return None;
    }
    let note = format!(
        "{version}-{}: {} chips ({} cores, {} to a chip)",
        number::rounded(cores),
        number::rounded(chips),
        number::rounded(cores),
        number::rounded(per_chip),
    );
    Some(Hardware { device, count: Some(chips * boards), notes: vec![note], is_board: true })
}

fn canonical(version: &str) -> &str {
    if version == "v5litepod" { "v5e" } else { version }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hardware_is_read_as_people_write_it() {
        for (text, name, count) in [
            ("8x V100", "V100", Some(8.0)),
            ("8xV100", "V100", Some(8.0)),
            ("V100 x8", "V100", Some(8.0)),
            ("8 V100 GPUs", "V100", Some(8.0)),
            ("8 16GB V100", "V100", Some(8.0)),
            ("V100 x 8", "V100", Some(8.0)),
            ("V100 (8 GPUs)", "V100", Some(8.0)),
            ("NVIDIA Tesla V100-SXM2-32GB", "V100 SXM", None),
            ("1 x NVIDIA A100-SXM4-80GB", "A100 SXM", Some(1.0)),
            ("32x A100-80GB", "A100", Some(32.0)),
            ("A100 PCIe 40GB", "A100 PCIe", None),
            ("A100 80GB PCIe", "A100 PCIe 80GB", None),
            ("NVIDIA H100 80GB HBM3", "H100", None),
            ("RTX 3090", "RTX 3090", None),
            ("3090", "RTX 3090", None),
            ("2x 3090 Ti", "RTX 3090 Ti", Some(2.0)),
            ("1 x NVIDIA GeForce RTX 3090", "RTX 3090", Some(1.0)),
            ("a single A6000", "RTX A6000", Some(1.0)),
            ("two T4 GPUs", "T4", Some(2.0)),
            ("Tesla P100", "P100", None),
            ("RTX 4070 Laptop GPU", "RTX 4070 Mobile", None),
            ("TPU v3-8", "TPU v3", Some(4.0)),
            ("TPUv3-8", "TPU v3", Some(4.0)),
            ("v3-8", "TPU v3", Some(4.0)),
            ("2 x TPU v3-8", "TPU v3", Some(8.0)),
            ("TPU v2-8 (8 cores)", "TPU v2", Some(4.0)),
            ("Cloud TPU v4-64", "TPU v4", Some(32.0)),
            ("64 TPU v3 chips", "TPU v3", Some(64.0)),
            ("TPU v3 with 8 cores", "TPU v3", Some(4.0)),
            ("p3.8xlarge", "V100 SXM", Some(4.0)),
            ("2 x ml.p3.16xlarge", "V100 SXM", Some(16.0)),
            ("Apple M1 Pro", "Apple M1 Pro", None),
            ("AMD Instinct MI250X", "MI250", None),
        ] {
            let read = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((read.device.name, read.count), (name, count), "{text}");
        }
        for text in [
            "",
            "GPU",
            "8 32GB GPUs",
            "V100 and T4",
            "4 nodes of 8 A100",
            "A100 80",
            "Unknown",
            "TPU v3 or TPU v4",
            "TPU v9-8",
            "8 P600 GPUs",
            "100 V100 hours",
            "v3-7",
            "Google Cloud TPU Pods",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn unknown_devices_have_neighbours() {
        assert!(nearest("RTX 3091").contains(&"RTX 3090"));
        assert!(nearest("8x V10").contains(&"V100"));
        assert!(nearest("Ada 6000").is_empty());
        assert_eq!(nearest("a very big machine in the cellar"), Vec::<&str>::new());
    }
}
