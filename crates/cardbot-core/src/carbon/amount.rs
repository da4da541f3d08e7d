//! Amounts of emissions as people write them: `0.1069 Kg`, `28.53 in grams of CO2`.

use super::number::{self, Decimal};
use crate::facts;

/// What a text says where an amount belongs.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// A number without a unit.
    Bare(Decimal),
    /// A number with a unit of mass.
    Weighed {
        /// The number.
        number: Decimal,
        /// The unit as it was written.
        unit: String,
        /// Grams in one unit.
        grams: f64,
    },
    /// A unit and no number.
    UnitAlone,
    /// Something else, which may well have numbers in it.
    Other,
}

/// Reads a text where an amount belongs.
#[must_use]
pub fn read(text: &str) -> Amount {
    let lower = text.trim().to_lowercase();
    let mut rest = lower.as_str();
    // `about`, `~` and the like say only that the number is rounded.
    loop {
        let word_end = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        let mark = rest.strip_prefix(['~', '≈']);
        let word = rest.get(..word_end).unwrap_or("");
        rest = match mark {
            Some(after) => after.trim_start(),
            None if facts::is_about_word(word) => rest.get(word_end..).unwrap_or("").trim_start(),
            None => break,
        };
    }
    let Some((number, after)) = number::read(rest) else {
        return if unit(rest).is_some() { Amount::UnitAlone } else { Amount::Other };
    };
    let after = after.trim();
    if after.is_empty() {
        return Amount::Bare(number);
    }
    match unit(after) {
        Some((unit, grams)) => Amount::Weighed { number, unit, grams },
        None if words(after).all(|word| facts::is_gas_word(&word)) => Amount::Bare(number),
        None => Amount::Other,
    }
}

/// The unit in `kg`, `kgCO2eq` or `in grams of CO2`; `None` when other words stand beside it.
fn unit(text: &str) -> Option<(String, f64)> {
    let mut found = None;
    for word in words(text) {
        let (head, _) = word.split_at_checked(word.find("co2").unwrap_or(word.len()))?;
        let head = head.trim_end_matches(['-', '_', '.']);
        if let Some(grams) = facts::grams_in(head) {
            if found.is_some() {
                return None;
            }
            found = Some((head.to_owned(), grams));
        } else if !facts::is_gas_word(&word) {
            return None;
        }
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| c.is_whitespace() || "()[],;:-*".contains(c))
        .map(|word| word.trim_end_matches('.').replace(['₂', '²'], "2"))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (String, f64) {
        match read(text) {
            Amount::Bare(number) => (number.text, 0.0),
            Amount::Weighed { number, grams, .. } => (number.text, grams),
            Amount::UnitAlone => ("unit".to_owned(), 0.0),
            Amount::Other => ("other".to_owned(), 0.0),
        }
    }

    #[test]
    fn amounts_are_read_with_their_units() {
        for (text, number, grams) in [
            ("0.1069 Kg", "0.1069", 1000.0),
            ("28.53 in grams of CO2", "28.53", 1.0),
            ("12 g", "12", 1.0),
            ("~12g", "12", 1.0),
            ("about 3 kg", "3", 1000.0),
            ("580.61 kgCO2eq", "580.61", 1000.0),
            ("64.52 kg CO₂ eq.", "64.52", 1000.0),
            ("539 tCO2eq", "539", 1e6),
            ("1.5 lbs of carbon dioxide", "1.5", 453.592_37),
            ("12.5", "12.5", 0.0),
            ("12.5 CO2eq", "12.5", 0.0),
            ("1,234.5", "1234.5", 0.0),
            ("Kg", "unit", 0.0),
            ("kg CO2", "unit", 0.0),
            ("unknown", "other", 0.0),
            ("12-15 g", "other", 0.0),
            ("3 g per epoch", "other", 0.0),
            ("3 kg (3000 g)", "other", 0.0),
            ("", "other", 0.0),
        ] {
            assert_eq!(of(text), (number.to_owned(), grams), "{text}");
        }
    }
}
