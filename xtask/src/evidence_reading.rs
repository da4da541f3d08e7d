//! The part of `docs/evidence.md` about findings that were read and judged.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::files;

const READING: &str = "docs/evidence-reading.json";

/// How many findings were read and how many of them an expert would strike out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Judged {
    read: u32,
    struck: u32,
}

/// The section, from what was written down.
pub(crate) fn section() -> Result<String, String> {
    let text =
        fs::read_to_string(files::root().join(READING)).map_err(|e| format!("{READING}: {e}"))?;
    let table: Value = serde_json::from_str(&text).map_err(|e| format!("{READING}: {e}"))?;
    told(&table)
}

fn told(table: &Value) -> Result<String, String> {
    let date = table["date"].as_str().ok_or_else(|| format!("{READING}: no date"))?;
    let mut sum = Judged::default();
    let mut struck = String::new();
    let mut counts = vec![];
    for (rule, row) in table["rules"].as_object().into_iter().flatten() {
        if cardbot_core::rules::find(rule).is_none() {
            return Err(format!("{READING}: there is no rule `{rule}`"));
        }
        let number = |field: &str| {
            let number = row[field].as_u64().and_then(|n| u32::try_from(n).ok());
            number.ok_or_else(|| format!("{READING}: `{rule}` has no number `{field}`"))
        };
        let judged = Judged { read: number("read")?, struck: number("struck")? };
        if judged.struck > 1 {
            return Err(format!(
                "{READING}: two strike-outs of `{rule}`: narrow it, or off with it"
            ));
        }
        if judged.struck > 0 {
            let why = row["why"].as_str().unwrap_or_default();
            let _ = writeln!(struck, "- `{rule}`, {} of {}: {why}", judged.struck, judged.read);
        }
        sum.read += judged.read;
        sum.struck += judged.struck;
        counts.push(format!("`{rule}` {}", judged.read));
    }
    let mut out = String::from("\n## Findings that were read\n\n");
    let _ = writeln!(
        out,
        "{} findings of {} rules were drawn (12 of each rule among the cards of each time, 20 among \
         the changes, or all; see `scripts/sample-findings`) and read beside the lines of their cards \
         on {date}. An expert would strike out {}, doubtful ones among them: {:.1} %, and with 95 % \
         confidence less than {:.1} % (Clopper and Pearson, one-sided). The sample has as many \
         findings of rare rules as of frequent ones, and several of them are copies of one author's \
         mistake, so the bound is one for this sample rather than for all cards.\n",
        sum.read,
        counts.len(),
        sum.struck,
        100.0 * f64::from(sum.struck) / f64::from(sum.read.max(1)),
        100.0 * upper_bound(sum, 0.05),
    );
    out.push_str(&struck);
    let _ = writeln!(out, "\nRead of each rule: {}.", counts.join(", "));
    Ok(out)
}

/// The share of strike-outs at which so few of so many would be seen with this probability only.
fn upper_bound(judged: Judged, probability: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if at_most(judged, middle) > probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// How likely it is that at most so many of all are struck out, where each is with this probability.
fn at_most(judged: Judged, share: f64) -> f64 {
    let n = f64::from(judged.read);
    let mut term = (1.0 - share).powf(n);
    let mut sum = term;
    for k in 0..judged.struck {
        let k = f64::from(k);
        term *= (n - k) / (k + 1.0) * share / (1.0 - share);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_that_of_the_tables() {
        let bound = |struck, read| upper_bound(Judged { read, struck }, 0.05);
        // The rule of three, and values from tables of the binomial distribution.
        assert!((bound(0, 100) - 0.029_513).abs() < 1e-5);
        assert!((bound(1, 10) - 0.394_163).abs() < 1e-5);
        assert!((bound(5, 50) - 0.198_833).abs() < 1e-4);
    }

    #[test]
    fn two_strike_outs_of_a_rule_are_not_let_pass() {
        let table = |struck| {
            serde_json::json!({"date": "2026-01-01", "rules": {
                "license-unknown": {"read": 10, "struck": struck, "why": "x"}}})
        };
        let page = told(&table(1)).expect("one may be");
        assert!(page.contains("- `license-unknown`, 1 of 10: x"));
        assert!(page.contains("less than 39.4 %"));
        assert!(told(&table(2)).is_err());
    }
}
