//! What a kilowatt-hour emits: countries, states, provinces, and regions of clouds.

use super::find;
use super::tables::places::{GRIDS, PLACE_NAMES, PROVIDERS, REGIONS, WORLD};

/// A country, or a part of one with a figure of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// The ISO 3166 code of the country; for a part of it, with the part after a `/`.
    pub id: &'static str,
    /// The name in English.
    pub name: &'static str,
    /// Grams of CO2 equivalent per kWh.
    pub g_per_kwh: f64,
    /// The year of the figure.
    pub year: u16,
}

/// A region of a cloud.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// Its name in the cloud, in lower case.
    pub name: &'static str,
    /// The cloud.
    pub provider: &'static str,
    /// Another name that the cloud shows; may be empty.
    pub display: &'static str,
    /// The grid it takes its power from.
    pub grid: &'static str,
    /// Grams of CO2 equivalent per kWh, where the cloud publishes a figure of its own.
    pub g_per_kwh: Option<f64>,
    /// The same as the ML CO2 calculator has it, from 2016 to 2021.
    pub calculator: Option<f64>,
    /// Energy of the whole site by that of its machines, where it is known.
    pub pue: Option<f64>,
}

/// A grid by its id.
#[must_use]
pub fn grid(id: &str) -> Option<&'static Grid> {
    find(GRIDS, id, |row| row.id)
}

/// The ids of the grids that a name or a code may mean; countries stand first.
#[must_use]
pub fn grids_named(key: &str) -> &'static [&'static str] {
    find(PLACE_NAMES, key, |row| row.0).map_or(&[], |row| row.1)
}

/// All names and codes of grids.
pub fn place_names() -> impl Iterator<Item = &'static str> {
    PLACE_NAMES.iter().map(|row| row.0)
}

/// All regions of clouds.
#[must_use]
pub fn regions() -> &'static [Region] {
    REGIONS
}

/// The short name of a cloud, by what people call it.
#[must_use]
pub fn provider(key: &str) -> Option<&'static str> {
    find(PROVIDERS, key, |row| row.0).map(|row| row.1)
}

/// Grams of CO2 equivalent per kWh where no place is known.
#[must_use]
pub fn world_g_per_kwh() -> f64 {
    WORLD
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carbon::place_key;

    #[test]
    fn every_region_stands_on_a_grid_with_a_figure() {
        for region in REGIONS {
            assert!(grid(region.grid).is_some(), "{}", region.name);
            assert!(region.pue.is_none_or(|pue| (1.0..1.5).contains(&pue)), "{}", region.name);
        }
        for row in GRIDS {
            assert!((1.0..1500.0).contains(&row.g_per_kwh), "{}", row.id);
            assert!(row.year >= 2009, "{}", row.id);
        }
    }

    #[test]
    fn names_are_keys_and_lead_to_grids() {
        for (name, ids) in PLACE_NAMES {
            assert_eq!(place_key(name), *name);
            assert!(!ids.is_empty() && ids.iter().all(|id| grid(id).is_some()), "{name}");
        }
        assert_eq!(grids_named("georgia"), ["GE", "US/georgia"]);
    }

    #[test]
    fn known_faults_of_the_tables_are_gone() {
        assert!(grid("CF").is_none(), "0 g/kWh is no figure");
        assert!(REGIONS.iter().any(|region| region.name == "me-central1"));
        assert!(REGIONS.iter().all(|region| region.name != "fro2"));
    }
}
