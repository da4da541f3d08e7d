//! Estimates what a training emitted: power × time × PUE × intensity of the grid.
//!
//! Names of hardware and places are read generously, and all that was read into them or assumed is
//! part of the answer.

pub mod amount;
mod hardware;
pub mod hours;
mod near;
pub mod number;
mod place;

pub use hardware::{Hardware, device_key, nearest as nearest_devices, read as read_hardware};
pub use place::{NoPlace, Place, nearest as nearest_places, place_key, read as read_place};

use crate::facts;
use number::for_people;

/// What was run, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// What ran, in words.
    pub hardware: String,
    /// What one device draws, in watts.
    pub watts: f64,
    /// Who says so.
    pub watts_source: String,
    /// How many devices.
    pub count: f64,
    /// For how many hours each of them ran.
    pub hours: f64,
    /// Where.
    pub place: Option<Place>,
    /// Grams of CO2 equivalent per kWh, where the caller knows better than the tables.
    pub g_per_kwh: Option<f64>,
    /// Energy of the whole site by that of its machines, where the caller knows it.
    pub pue: Option<f64>,
    /// What was assumed on the way here.
    pub assumptions: Vec<String>,
}

/// What a job emitted, as far as one can tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Energy of the devices, in kWh.
    pub energy_kwh: f64,
    /// Energy of the whole site by that of its machines.
    pub pue: f64,
    /// Grams of CO2 equivalent per kWh.
    pub g_per_kwh: f64,
    /// Grams of CO2 equivalent.
    pub grams: f64,
    /// The calculation, a step a line.
    pub steps: Vec<String>,
    /// What was assumed.
    pub assumptions: Vec<String>,
    /// Where the figures are from.
    pub sources: Vec<String>,
}

/// Estimates the emissions of a job.
#[must_use]
pub fn estimate(job: &Job) -> Estimate {
    let mut assumptions = job.assumptions.clone();
    let mut sources = vec![format!("{} W: {}", for_people(job.watts), job.watts_source)];
    let energy_kwh = job.watts * job.count * job.hours / 1000.0;
    let site = job.place.as_ref().and_then(|place| place.pue);
    let pue = job.pue.or(site).unwrap_or(1.0);
    if let Some(site) = site.filter(|_| job.pue.is_none()) {
        sources.push(format!("PUE {}: ML CO2 calculator, for this region", for_people(site)));
    } else if job.pue.is_none() {
        assumptions.push("PUE 1.0, as codecarbon assumes: cooling is not counted".to_owned());
    }
    let g_per_kwh = match (job.g_per_kwh, &job.place) {
        (Some(told), _) => {
            sources.push(format!("{} g/kWh: as given", for_people(told)));
            told
        }
        (None, Some(place)) => {
            assumptions.extend(place.notes.iter().cloned());
            let figure = for_people(place.g_per_kwh);
            sources.push(format!("{figure} g/kWh: {}, {}", place.name, place.source));
            place.g_per_kwh
        }
        (None, None) => {
            let world = facts::world_g_per_kwh();
            let figure = for_people(world);
            assumptions.push(format!("no place is known: the world's average of {figure} g/kWh"));
            sources.push(format!("{figure} g/kWh: world average in codecarbon"));
            world
        }
    };
    assumptions.push(
        "the devices draw their full power all the time; processors, memory and network beside them \
         are not counted"
            .to_owned(),
    );
    let grams = energy_kwh * pue * g_per_kwh;
    let steps = vec![
        format!(
            "{} × {} W × {} h = {} kWh",
            for_people(job.count),
            for_people(job.watts),
            for_people(job.hours),
            for_people(energy_kwh)
        ),
        format!(
            "{} kWh × PUE {} × {} g/kWh = {} g CO2eq",
            for_people(energy_kwh),
            for_people(pue),
            for_people(g_per_kwh),
            for_people(grams)
        ),
    ];
    Estimate { energy_kwh, pue, g_per_kwh, grams, steps, assumptions, sources }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> Job {
        Job {
            hardware: "V100".to_owned(),
            watts: 300.0,
            watts_source: "a table".to_owned(),
            count: 8.0,
            hours: 24.0,
            place: read_place("France").ok(),
            g_per_kwh: None,
            pue: None,
            assumptions: vec![],
        }
    }

    #[test]
    fn the_worked_example_comes_out() {
        let estimate = estimate(&job());
        assert_eq!(number::rounded(estimate.grams), "3228");
        assert_eq!(
            estimate.steps,
            ["8 × 300 W × 24 h = 57.6 kWh", "57.6 kWh × PUE 1 × 56.04 g/kWh = 3,228 g CO2eq"]
        );
    }

    #[test]
    fn what_is_not_known_is_assumed_and_told() {
        let told = estimate(&Job { place: None, ..job() });
        assert_eq!(told.g_per_kwh, 475.0);
        assert!(told.assumptions.iter().any(|line| line.contains("475")));
        let site = estimate(&Job { place: read_place("gcp europe-west1").ok(), ..job() });
        assert_eq!(site.pue, 1.09);
        let own = estimate(&Job { g_per_kwh: Some(10.0), pue: Some(2.0), ..job() });
        assert_eq!(number::rounded(own.grams), "1152");
    }
}
