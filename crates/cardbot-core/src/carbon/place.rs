//! Places as people write them: `Quebec, Canada`, `gcp europe-west1`, `us-central1-a`, `FR`.

use super::near;
use crate::facts::{self, Grid, Region};

/// A place whose power has a known intensity.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its name for people.
    pub name: String,
    /// Grams of CO2 equivalent per kWh.
    pub g_per_kwh: f64,
    /// Who says so, and of which year the figure is.
    pub source: String,
    /// Energy of the whole site by that of its machines, where it is known.
    pub pue: Option<f64>,
    /// The least and the greatest figure that anyone gives for the place.
    pub range: (f64, f64),
    /// What was read into the text.
    pub notes: Vec<String>,
}

/// Why a place has no intensity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlace {
    /// No such name is known.
    Unknown,
    /// Several places are called so.
    Several(Vec<String>),
}

/// Reads a text that names one place.
///
/// # Errors
///
/// If no place is called so, or several are.
pub fn read(text: &str) -> Result<Place, NoPlace> {
    if text.len() > LONGEST {
        return Err(NoPlace::Unknown);
    }
    let parts: Vec<&str> =
        text.split([',', '(', ')', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let regions: Vec<_> = std::iter::once(text)
        .chain(parts.iter().copied())
        .map(regions)
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    match regions.as_slice() {
        [] => on_a_map(&parts),
        [region] => of_region(region).ok_or(NoPlace::Unknown),
        several => Err(NoPlace::Several(several.iter().map(|region| full_name(region)).collect())),
    }
}

/// No name of a place is longer.
const LONGEST: usize = 120;

/// The names of places nearest to a text.
#[must_use]
pub fn nearest(text: &str) -> Vec<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let (provider, rest) = provider_apart(&words);
    let key = place_key(&rest.join(" "));
    let fits = |region: &&Region| provider.is_none_or(|provider| region.provider == provider);
    let regions = facts::regions().iter().filter(fits).map(|region| (region.name, region.name));
    let grids = facts::place_names().filter(|name| name.len() > 3);
    let grids = grids.filter_map(|name| {
        let id = facts::grids_named(name).first()?;
        Some((name, clear_name(facts::grid(id)?)))
    });
    near::names(&key, grids.chain(regions.clone()))
        .into_iter()
        .chain(near::names(&key.replace(' ', "-"), regions))
        .fold(vec![], |mut names, name| {
            if names.len() < 3 && !names.contains(&name) {
                names.push(name);
            }
            names
        })
}

/// A name as it is compared: lower case, one blank between words, no points.
#[must_use]
pub fn place_key(name: &str) -> String {
    let plain = name.to_lowercase().replace('.', "").replace(['-', '_', ','], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The cloud that the first or the last words name, and the other words.
fn provider_apart<'w, 't>(words: &'w [&'t str]) -> (Option<&'static str>, &'w [&'t str]) {
    for n in (1..=3.min(words.len())).rev() {
        if let Some((name, left)) = words.split_at_checked(n)
            && let Some(found) = facts::provider(&name.join(" "))
        {
            return (Some(found), left);
        }
        if let Some((left, name)) = words.split_at_checked(words.len() - n)
            && let Some(found) = facts::provider(&name.join(" "))
        {
            return (Some(found), left);
        }
    }
    (None, words)
}

/// The regions of clouds that a text may mean: with the cloud before or after, a zone at the end.
fn regions(text: &str) -> Vec<&'static Region> {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> = lower.split([' ', '/', ':']).filter(|word| !word.is_empty()).collect();
    let (provider, rest) = provider_apart(&words);
    let name = rest.join(" ");
    let name = name.strip_prefix("region ").unwrap_or(&name);
    if name.is_empty() {
        return vec![];
    }
    let fits = |region: &Region| provider.is_none_or(|provider| region.provider == provider);
    let all = || facts::regions().iter().filter(|region| fits(region));
    let exact: Vec<_> = all().filter(|region| is_region_or_zone(region, name)).collect();
    // Short words are no names of regions when written otherwise, such as `gra`.
    let key = squeezed(name);
    if !exact.is_empty() || (provider.is_none() && key.len() < 6) {
        // `gra` is a word too: it needs its cloud beside it.
        return exact.into_iter().filter(|_| provider.is_some() || key.len() >= 6).collect();
    }
    let written =
        |region: &&Region| squeezed(region.name) == key || squeezed(region.display) == key;
    all().filter(written).collect()
}

/// `europe-west1`, or a zone in it: `europe-west1-b`; for AWS `us-east-1a`.
fn is_region_or_zone(region: &Region, name: &str) -> bool {
    let Some(zone) = name.strip_prefix(region.name) else { return false };
    let zone = match region.provider {
        "gcp" if !zone.is_empty() => zone.strip_prefix('-').unwrap_or("-"),
        "aws" => zone,
        _ => return zone.is_empty(),
    };
    zone.is_empty() || (zone.len() == 1 && zone.bytes().all(|b| b.is_ascii_lowercase()))
}

fn full_name(region: &Region) -> String {
    format!("{} {}", region.provider, region.name)
}

fn of_region(region: &Region) -> Option<Place> {
    let grid = facts::grid(region.grid)?;
    let mut place = of_grid(grid);
    place.name = format!("{} ({})", full_name(region), grid.name);
    place.pue = region.pue;
    if let Some(own) = region.g_per_kwh {
        place.source = "Google's figure for the region, by way of codecarbon".to_owned();
        place.g_per_kwh = own;
    } else {
        place.notes.push(format!("the cloud gives no figure; {}'s grid is taken", grid.name));
    }
    let figures = [Some(grid.g_per_kwh), region.g_per_kwh, region.calculator];
    let figures = figures.into_iter().flatten();
    place.range = figures.fold(place.range, |(low, high), g| (low.min(g), high.max(g)));
    Some(place)
}

fn of_grid(grid: &Grid) -> Place {
    let source = match grid.id.split_once('/') {
        Some(("US", _)) => "EPA eGRID",
        Some(("CA", _)) => "mix of the province by codecarbon's figure for each source of energy",
        Some(("CN", _)) => "MEE and NBS of China",
        Some(_) => "bidding zone",
        None => "Our World in Data",
    };
    Place {
        name: grid.name.to_owned(),
        g_per_kwh: grid.g_per_kwh,
        source: format!("{source} {}, by way of codecarbon", grid.year),
        pue: None,
        range: (grid.g_per_kwh, grid.g_per_kwh),
        notes: vec![],
    }
}

/// A country, a state, or a town with either after it.
fn on_a_map(parts: &[&str]) -> Result<Place, NoPlace> {
    let (last, before) = parts.split_last().ok_or(NoPlace::Unknown)?;
    let ids = facts::grids_named(&place_key(last));
    let inner = before.last().map(|part| place_key(part));
    // `Quebec, Canada`
    let within = |country: &str| {
        let names = inner.as_deref().map_or(&[][..], facts::grids_named);
        names.iter().find(|id| id.split_once('/').is_some_and(|(of, _)| of == country))
    };
    if let Some(id) = ids.iter().find_map(|id| within(id)) {
        return of_id(id);
    }
    match ids {
        [] => {
            // `New York USA`
            let words: Vec<&str> = last.split_whitespace().collect();
            let split = (1..words.len()).rev().find_map(|at| {
                let (part, country) = words.split_at_checked(at)?;
                let (part, country) = (part.join(" "), country.join(" "));
                (!facts::grids_named(&place_key(&country)).is_empty()
                    && !facts::grids_named(&place_key(&part)).is_empty())
                .then_some((part, country))
            });
            match split {
                Some((part, country)) => on_a_map(&[&part, &country]),
                None => Err(NoPlace::Unknown),
            }
        }
        [id] => {
            let mut place = of_id(id)?;
            // A town adds nothing; anything else may be another place.
            if let Some(town) = before.last() {
                let town: String = town.chars().filter(|c| !c.is_control()).take(40).collect();
                place
                    .notes
                    .push(format!("{town} has no figure of its own; {}'s is taken", place.name));
            }
            Ok(place)
        }
        // The code of a country alone, though a state has the same.
        [id, ..] if before.is_empty() && last.len() == 2 && !id.contains('/') => {
            let mut place = of_id(id)?;
            place.notes.push(format!("`{}` is read as {}", last.to_uppercase(), place.name));
            Ok(place)
        }
        several => {
            let grids = several.iter().filter_map(|id| facts::grid(id));
            Err(NoPlace::Several(grids.map(|grid| clear_name(grid).to_owned()).collect()))
        }
    }
}

/// A name that means this place alone; for a few countries that is the code.
fn clear_name(grid: &Grid) -> &'static str {
    let is_clear = facts::grids_named(&place_key(grid.name)).len() == 1 || grid.id.contains('/');
    if is_clear { grid.name } else { grid.id }
}

fn of_id(id: &str) -> Result<Place, NoPlace> {
    facts::grid(id).map(of_grid).ok_or(NoPlace::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_people_write_them() {
        for (text, name, g_per_kwh) in [
            ("France", "France", 56.039),
            ("FR", "France", 56.039),
            ("fra", "France", 56.039),
            ("USA", "United States", 369.473),
            ("U.S.", "United States", 369.473),
            ("Quebec, Canada", "Quebec, Canada", 31.2),
            ("Montréal, Québec, Canada", "Quebec, Canada", 31.2),
            ("QC, Canada", "Quebec, Canada", 31.2),
            ("California", "California, USA", 179.1),
            ("California USA", "California, USA", 179.1),
            ("New York, NY", "New York, USA", 211.7),
            ("Georgia, USA", "Georgia, USA", 325.4),
            ("Paris, France", "France", 56.039),
            ("Washington, D.C.", "District of Columbia, USA", 179.2),
            ("Shanghai", "Shanghai, China", 573.7),
            ("SE3", "Sweden Bidding Zone 3 (South-central Sweden, includes Stockholm)", 27.0),
            ("gcp europe-west1", "gcp europe-west1 (Belgium)", 122.0),
            ("Google Cloud us-central1-a", "gcp us-central1 (United States)", 430.0),
            ("us-central1 (Iowa)", "gcp us-central1 (United States)", 430.0),
            ("europe-west4-a", "gcp europe-west4 (Netherlands)", 236.0),
            ("me-central1", "gcp me-central1 (Qatar)", 575.0),
            ("AWS us-east-1", "aws us-east-1 (Virginia, USA)", 244.8),
            ("us-east-1a", "aws us-east-1 (Virginia, USA)", 244.8),
            ("us-west-2, AWS", "aws us-west-2 (Oregon, USA)", 165.5),
            ("Azure East US", "azure eastus (Virginia, USA)", 244.8),
            ("East US 2", "azure eastus2 (Virginia, USA)", 244.8),
            ("West Europe", "azure westeurope (Netherlands)", 267.622),
            ("ovh gra", "ovh gra (France)", 56.039),
            ("DE", "Germany", 380.95),
        ] {
            let place = read(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            assert_eq!((place.name.as_str(), place.g_per_kwh), (name, g_per_kwh), "{text}");
        }
        for text in ["", "NA", "unknown", "Europe", "AWS", "gra", "moon", "us", "US-east"] {
            let expected = text != "us" && text != "NA";
            assert_eq!(read(text) == Err(NoPlace::Unknown), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_two_places_is_asked_for() {
        let several = |text: &str| match read(text) {
            Err(NoPlace::Several(names)) => names,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(several("Georgia"), ["GE", "Georgia, USA"]);
        assert_eq!(several("Los Angeles, CA"), ["Canada", "California, USA"]);
        assert_eq!(several("us east 1"), ["aws us-east-1", "gcp us-east1"]);
    }

    #[test]
    fn unknown_places_have_neighbours() {
        assert!(nearest("Frnace").contains(&"France"));
        assert!(nearest("gcp us-centrall1").contains(&"us-central1"));
        assert!(nearest("AWS eu-wst-1").contains(&"eu-west-1"));
        assert!(nearest("europe-west11").iter().any(|name| name.starts_with("europe-west1")));
        assert!(nearest("US-east").iter().any(|name| name.starts_with("us-east")));
    }
}
