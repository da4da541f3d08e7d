//! What a card tells of the energy and the place of its training.

use super::fields;
use super::labels::{self, Labels};
use crate::carbon::number::for_people;
use crate::carbon::{self, Hardware, Place, hours};
use crate::card::Card;
use crate::facts;
use crate::yaml::NodeRef;

/// Energy and place of a training, as far as the card tells them.
#[derive(Debug)]
pub(super) struct Evidence<'c> {
    /// The least energy that its words can mean, in kWh: hours may be those of all devices.
    pub(super) least_kwh: f64,
    /// What its words say: hours times devices.
    pub(super) kwh: f64,
    /// How that was calculated, and from which figures.
    pub(super) steps: String,
    /// Where it was, if that is told.
    pub(super) place: Option<Place>,
    /// What the text says was emitted.
    pub(super) emitted: Option<&'c str>,
}

/// Collects what a card tells; `None` where anything of it is unclear.
pub(super) fn of<'c>(card: &'c Card<'_>) -> Option<Evidence<'c>> {
    let labels = labels::read(card.body());
    let emitted = labels.emitted.text();
    let place = place(card, &labels);
    let energy = measured(card).or_else(|| calculated(card, &labels));
    let (least_kwh, kwh, steps) = match energy {
        Some(energy) => energy,
        // The text may tell the amount itself, which is enough.
        None if emitted.is_some() => (0.0, 0.0, String::new()),
        None => return None,
    };
    Some(Evidence { least_kwh, kwh, steps, place, emitted })
}

type Energy = (f64, f64, String);

/// What a tool measured.
fn measured(card: &Card<'_>) -> Option<Energy> {
    let kwh = fields(card)?.get("energy_consumed")?.as_f64().filter(|kwh| is_amount(*kwh))?;
    Some((kwh, kwh, format!("`energy_consumed` is {} kWh", for_people(kwh))))
}

fn calculated(card: &Card<'_>, labels: &Labels<'_>) -> Option<Energy> {
    let map = fields(card);
    let field = |name: &str| map.and_then(|map| map.get(name));
    let told = field("hardware_used").and_then(|value| value.as_str());
    let (hardware, told_hours) = match told {
        Some(text) => with_hours(text)?,
        None => (carbon::read_hardware(labels.hardware.text()?)?, None),
    };
    let time = match (field("hours_used").and_then(|value| value.as_f64()), told_hours) {
        (Some(hours), None) => hours::Time { hours, of_devices: false },
        (None, Some(time)) => time,
        (None, None) => hours::read(labels.hours.text()?)?,
        (Some(_), Some(_)) => return None,
    };
    let count = if time.of_devices { 1.0 } else { hardware.count.unwrap_or(1.0) };
    let device = hardware.device;
    let one = device.watts * time.hours / 1000.0;
    let kwh = one * count;
    if !is_amount(kwh) {
        return None;
    }
    let mut steps = format!(
        "{} × {} W × {} h = {} kWh ({}, by {})",
        for_people(count),
        for_people(device.watts),
        for_people(time.hours),
        for_people(kwh),
        device.name,
        device.source,
    );
    if let Some(note) = hardware.notes.first() {
        steps = format!("{note}. {steps}");
    }
    // The calculator asks for no number of devices.
    if hardware.is_board && count > 1.0 && names_calculator(map.and_then(|map| map.get("source"))) {
        steps.push_str(". If the calculator was given these hours, it counted one chip only");
    }
    Some((one, kwh, steps))
}

/// Whether the ML CO2 calculator is told as the source.
fn names_calculator(source: Option<NodeRef<'_>>) -> bool {
    let text = source.and_then(|source| source.as_str()).unwrap_or("").to_lowercase();
    ["mlco2", "ml co2", "co2 calculator", "impact calculator"]
        .iter()
        .any(|name| text.contains(name))
}

fn is_amount(kwh: f64) -> bool {
    kwh.is_finite() && kwh > 0.0
}

/// Hardware, and the hours that may stand beside it: `P100 for about 1.5 hours`.
fn with_hours(text: &str) -> Option<(Hardware, Option<hours::Time>)> {
    if let Some(hardware) = carbon::read_hardware(text) {
        return Some((hardware, None));
    }
    let found = hours::find(text)?;
    let after = text.get(found.end..)?.trim_matches([' ', '.', ')', ',']);
    let mut before = text.get(..found.start)?.trim_end_matches([' ', '(', ',', '~', ':', '-']);
    // `for about` belongs to the time.
    while let Some((rest, word)) = before.rsplit_once(char::is_whitespace) {
        let lower = word.to_lowercase();
        if !facts::is_about_word(&lower) && !matches!(lower.as_str(), "for" | "in" | "during") {
            break;
        }
        before = rest.trim_end_matches([' ', ',', '(']);
    }
    let hardware = carbon::read_hardware(before).filter(|_| after.is_empty())?;
    Some((hardware, Some(found.time)))
}

/// The place, where one is told clearly. An unknown name tells nothing, as if there were none.
fn place(card: &Card<'_>, labels: &Labels<'_>) -> Option<Place> {
    let field = fields(card).and_then(|map| map.get("geographical_location"));
    let text = field.and_then(|value| value.as_str()).map(str::to_owned).or_else(|| {
        let region = labels.region.text()?;
        Some(labels.provider.text().map_or(region.to_owned(), |cloud| format!("{cloud} {region}")))
    })?;
    // `NA` is no country here, and the code of a state may be that of a country.
    let is_name = text.trim().chars().count() > 2;
    let is_placeholder = facts::is_emission_placeholder(&text.trim().to_lowercase());
    carbon::read_place(&text).ok().filter(|_| is_name && !is_placeholder)
}
