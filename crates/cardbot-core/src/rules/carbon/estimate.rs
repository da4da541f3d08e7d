//! Whether the amount can be grams, by what the card tells of energy and place.

use super::evidence::{self, Evidence};
use super::{amount, amount_text};
use crate::carbon::amount::{self as amounts, Amount};
use crate::carbon::number::{self, for_people, shifted};
use crate::card::Card;
use crate::yaml::NodeRef;

/// An amount that is told in another unit than grams.
#[derive(Debug)]
pub(super) struct Verdict<'c> {
    /// Where it stands.
    pub(super) node: NodeRef<'c>,
    /// The number as it stands there.
    pub(super) number: String,
    /// The unit that it is told in: `kilograms` or `tonnes`.
    pub(super) unit: &'static str,
    /// The number in grams.
    pub(super) digits: String,
    /// Why, with the calculation.
    pub(super) reason: String,
}

/// No grid is cleaner than about 20 g/kWh. Below a tenth of that, an amount in grams is impossible,
/// even if the devices drew a tenth of their power.
const TOO_CLEAN: f64 = 2.0;
/// What grids emit per kWh, from water power to lignite, with room for what the words leave open.
const GRIDS: (f64, f64) = (15.0, 2000.0);

/// Judges the amount of a card; `None` where it may be right or anything is unclear.
pub(super) fn verdict<'c>(card: &'c Card<'_>) -> Option<Verdict<'c>> {
    let (node, digits) = stated(card)?;
    let grams: f64 = digits.parse().ok().filter(|grams: &f64| grams.is_finite() && *grams > 0.0)?;
    let evidence = evidence::of(card)?;
    let (zeros, unit, reason) = match evidence.emitted.map(|text| by_text(grams, text)) {
        Some(Told::Other { zeros, unit, reason }) => (zeros, unit, reason),
        Some(Told::Unclear) => return None,
        Some(Told::Same) | None => by_energy(grams, &evidence)?,
    };
    let digits_in_grams = shifted(&digits, zeros);
    let reason = match node.as_str() {
        Some(_) => format!("{reason} The Hub wants the number alone."),
        None => reason,
    };
    Some(Verdict { node, number: digits, unit, digits: digits_in_grams, reason })
}

/// The number of grams that the card states, with or without saying that they are grams.
fn stated<'c>(card: &'c Card<'_>) -> Option<(NodeRef<'c>, String)> {
    let node = amount(card)?.value;
    if let Some(value) = node.as_f64() {
        // As it stands, if that is digits; `1e-3` is not.
        let text = node.text();
        let digits = number::read(text).filter(|(read, rest)| read.plain && rest.is_empty());
        return Some((node, digits.map_or_else(|| format!("{value}"), |(read, _)| read.text)));
    }
    let (node, text) = amount_text(card)?;
    let number = match amounts::read(text) {
        Amount::Bare(number) => number,
        Amount::Weighed { number, grams, .. } if (grams - 1.0).abs() < f64::EPSILON => number,
        _ => return None,
    };
    number.sure.then_some((node, number.text))
}

/// Kilograms and tonnes: zeros that are missing, and the name.
const UNITS: [(usize, f64, &str); 2] = [(3, 1e3, "kilograms"), (6, 1e6, "tonnes")];

enum Told {
    /// The same amount as in the metadata.
    Same,
    /// The same number, in another unit.
    Other { zeros: usize, unit: &'static str, reason: String },
    /// Nothing that can be compared.
    Unclear,
}

/// What the text says was emitted, beside what the metadata says.
fn by_text(grams: f64, text: &str) -> Told {
    let Amount::Weighed { number, grams: per_unit, .. } = amounts::read(text) else {
        return match amounts::read(text) {
            // A remark that nothing is known, or a number without a unit.
            Amount::Other if !text.contains(|c: char| c.is_ascii_digit()) => Told::Same,
            _ => Told::Unclear,
        };
    };
    let told = number.value * per_unit;
    let alike = |factor: f64| (told / (grams * factor) - 1.0).abs() < 0.02;
    if alike(1.0) {
        return Told::Same;
    }
    let other = UNITS.iter().find(|(_, factor, _)| alike(*factor));
    other.map_or(Told::Unclear, |(zeros, _, unit)| Told::Other {
        zeros: *zeros,
        unit,
        reason: format!(
            "The text of the card says `{}`, which is {} g.",
            text.chars().filter(|c| !c.is_control() && *c != '`').take(60).collect::<String>(),
            for_people(told)
        ),
    })
}

/// The amount beside the energy: how clean would the grid have to be?
fn by_energy(grams: f64, evidence: &Evidence<'_>) -> Option<(usize, &'static str, String)> {
    if evidence.kwh <= 0.0 {
        return None;
    }
    let (too_clean, (low, high)) = match &evidence.place {
        Some(place) => {
            let (low, high) = place.range;
            (low / 30.0, (low / 5.0, high * 5.0))
        }
        None => (TOO_CLEAN, GRIDS),
    };
    // Grams must be impossible.
    if grams / evidence.least_kwh > too_clean {
        return None;
    }
    let fits = |factor: f64| {
        let most = grams * factor / evidence.least_kwh;
        let least = grams * factor / evidence.kwh;
        // Nobody counts the emissions of a small training in tonnes.
        let is_odd = factor > 1e3 && grams < 0.1;
        most >= low && least <= high && !is_odd
    };
    let mut fitting = UNITS.into_iter().filter(|(_, factor, _)| fits(*factor));
    let (zeros, factor, unit) = fitting.next()?;
    // What may be kilograms or tonnes is unclear.
    fitting.next().is_none().then(|| (zeros, unit, reason(grams, factor, unit, evidence)))
}

fn reason(grams: f64, factor: f64, unit: &str, evidence: &Evidence<'_>) -> String {
    let told = for_people(grams);
    let here = for_people(grams / evidence.kwh);
    let meant = for_people(grams * factor / evidence.kwh);
    let place = match &evidence.place {
        Some(place) => format!(
            "{} has {} g/kWh ({}), which makes about {} g",
            place.name,
            for_people(place.g_per_kwh),
            place.source,
            for_people(evidence.kwh * place.g_per_kwh)
        ),
        None => "the cleanest grids have about 20 g/kWh".to_owned(),
    };
    format!(
        "{}. {told} g would be {here} g/kWh, and {place}; {told} {unit} are {meant} g/kWh. The ML CO2 \
         calculator and codecarbon answer in kilograms.",
        evidence.steps
    )
}
