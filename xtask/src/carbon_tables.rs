//! The tables of devices, of places and of the fields of `co2_eq_emissions`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::tables::{head, pairs, read, words};

pub(crate) fn devices() -> Result<String, String> {
    let hub = read("hub/devices.json")?;
    let calculator = read("mlco2/devices.json")?;
    let own = read("own/devices.json")?;
    let mut out = head(&[
        ("hub/devices.json", &hub),
        ("mlco2/devices.json", &calculator),
        ("own/devices.json", &own),
    ]);
    let mut noise: Vec<&str> = texts(&own["noise"]);
    noise.sort_unstable();
    let mut rows: BTreeMap<String, (String, f64, String)> = BTreeMap::new();
    let mut add = |name: &str, watts: f64, source: &str| -> Result<(), String> {
        let row = (name.to_owned(), watts, source.to_owned());
        match rows.insert(device_key(name, &noise), row) {
            Some(other) => Err(format!("two devices are called {name} and {}", other.0)),
            None => Ok(()),
        }
    };
    for row in list(&hub["devices"]) {
        let name = text(&row["name"]);
        if own["hub_left_out"][name].is_null() {
            add(name, number(&row["watts"]), "npm @huggingface/tasks")?;
        }
    }
    for row in list(&calculator["devices"]) {
        let name = text(&row["name"]);
        let Some(today) = own["mlco2"].get(name) else {
            return Err(format!("own/devices.json does not say what {name} is"));
        };
        let Some(today) = today.as_str() else {
            if own["why"][name].is_null() {
                return Err(format!("own/devices.json does not say why {name} is left out"));
            }
            continue;
        };
        match own["watts"].get(today) {
            Some(right) => add(today, number(&right["watts"]), text(&right["source"]))?,
            None => add(today, number(&row["watts"]), "ML CO2 calculator")?,
        }
    }
    for row in list(&own["added"]) {
        add(text(&row["name"]), number(&row["watts"]), text(&row["source"]))?;
    }
    out.push_str("use crate::facts::Device;\n\n#[rustfmt::skip]\n");
    out.push_str("pub(crate) static DEVICES: &[Device] = &[\n");
    for (key, (name, watts, source)) in &rows {
        let note = own["notes"][name.as_str()].as_str().unwrap_or("");
        let _ = writeln!(
            out,
            "    Device {{ key: {key:?}, name: {name:?}, watts: {watts:?}, source: {source:?}, note: {note:?} }},",
        );
    }
    out.push_str("];\n\n");
    let aliases = device_aliases(&rows, &own["aliases"], &noise)?;
    text_pairs(&mut out, "DEVICE_ALIASES", &aliases);
    out.push_str("#[rustfmt::skip]\npub(crate) static INSTANCES: &[(&str, u32, &str)] = &[\n");
    for (instance, row) in sorted(&own["instances"]) {
        let key = device_key(text(&row[1]), &noise);
        if !rows.contains_key(&key) {
            return Err(format!("{instance} has an unknown device"));
        }
        let _ = writeln!(out, "    ({instance:?}, {}, {key:?}),", row[0]);
    }
    out.push_str("];\n\n#[rustfmt::skip]\npub(crate) static TPU_CORES: &[(&str, u32)] = &[\n");
    for (version, cores) in sorted(&own["tpus"]) {
        let _ = writeln!(out, "    ({version:?}, {cores}),");
    }
    out.push_str("];\n\n");
    words(&mut out, "DEVICE_NOISE", &own["noise"]);
    Ok(out)
}

/// Other keys that lead to a device: told ones, and those that leave out what all know.
fn device_aliases(
    rows: &BTreeMap<String, (String, f64, String)>,
    told: &Value,
    noise: &[&str],
) -> Result<BTreeMap<String, String>, String> {
    let mut aliases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, others) in sorted(told) {
        let key = device_key(name, noise);
        if !rows.contains_key(&key) {
            return Err(format!("own/devices.json has names for {name}, which is not there"));
        }
        for other in texts(others) {
            aliases.entry(device_key(other, noise)).or_default().push(key.clone());
        }
    }
    for (key, (name, _, _)) in rows {
        // `3090` is an RTX 3090, `A6000` an RTX A6000, and memory is told of the only size too.
        let series = ["rtx", "gtx"].iter().find_map(|series| key.strip_prefix(series));
        let short = series.filter(|rest| {
            let digits = rest.strip_prefix('a').unwrap_or(rest);
            digits.starts_with(|c: char| c.is_ascii_digit())
        });
        let (base, memory) = split_memory(name, noise);
        let sized = memory.is_some().then_some(base);
        for alias in short.map(str::to_owned).into_iter().chain(sized) {
            aliases.entry(alias).or_default().push(key.clone());
        }
    }
    aliases.retain(|alias, keys| {
        keys.dedup();
        keys.len() == 1 && !rows.contains_key(alias)
    });
    Ok(aliases
        .into_iter()
        .filter_map(|(alias, keys)| Some((alias, keys.into_iter().next()?)))
        .collect())
}

/// As `carbon::hardware` does it; a test of the core holds the two together.
fn device_key(name: &str, noise: &[&str]) -> String {
    let (base, memory) = split_memory(name, noise);
    base + &memory.unwrap_or_default()
}

fn split_memory(name: &str, noise: &[&str]) -> (String, Option<String>) {
    let lower = name.to_lowercase();
    let mut base = String::new();
    let (mut form, mut memory) = ("", None);
    for token in lower.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()) {
        let digits = token.trim_end_matches(|c: char| !c.is_ascii_digit());
        match token {
            _ if noise.contains(&token) => {}
            _ if token.starts_with("sxm") => form = "sxm",
            _ if token.starts_with("pcie") => form = "pcie",
            "laptop" => base.push_str("mobile"),
            _ if !digits.is_empty() && token == format!("{digits}gb") => {
                memory = Some(token.to_owned());
            }
            _ => base.push_str(token),
        }
    }
    (base + form, memory)
}

pub(crate) fn places() -> Result<String, String> {
    let grids = read("codecarbon/grids.json")?;
    let google = read("codecarbon/regions.json")?;
    let calculator = read("mlco2/regions.json")?;
    let own = read("own/places.json")?;
    let mut out = head(&[
        ("codecarbon/grids.json", &grids),
        ("codecarbon/regions.json", &google),
        ("mlco2/regions.json", &calculator),
        ("own/places.json", &own),
    ]);
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let table = grid_rows(&grids, &own, &mut names);
    out.push_str("use crate::facts::{Grid, Region};\n\n#[rustfmt::skip]\n");
    out.push_str("pub(crate) static GRIDS: &[Grid] = &[\n");
    for (id, (name, grams, year)) in &table {
        let _ = writeln!(
            out,
            "    Grid {{ id: {id:?}, name: {name:?}, g_per_kwh: {grams:?}, year: {year} }},"
        );
    }
    out.push_str("];\n\n/// Countries stand before states.\n#[rustfmt::skip]\n");
    out.push_str("pub(crate) static PLACE_NAMES: &[(&str, &[&str])] = &[\n");
    for (name, ids) in &mut names {
        ids.sort_by_key(|id| id.contains('/'));
        ids.dedup();
        let _ = writeln!(out, "    ({name:?}, &{ids:?}),");
    }
    let _ = writeln!(
        out,
        "];\n\n/// Where no place is known: what codecarbon takes.\npub(crate) static WORLD: f64 = {:?};\n",
        number(&grids["world"])
    );
    regions(&mut out, &google, &calculator, &own, &table)?;
    let mut providers = BTreeMap::new();
    for (provider, spellings) in sorted(&own["providers"]) {
        providers.insert(provider.clone(), provider.clone());
        for spelling in texts(spellings) {
            providers.insert(spelling.to_owned(), provider.clone());
        }
    }
    text_pairs(&mut out, "PROVIDERS", &providers);
    Ok(out)
}

type Rows = BTreeMap<String, (String, f64, u64)>;

/// Countries, and the states, provinces and zones that have a figure of their own.
fn grid_rows(grids: &Value, own: &Value, names: &mut BTreeMap<String, Vec<String>>) -> Rows {
    let mut table = Rows::new();
    let mut add = |id: String, name: String, row: (f64, u64), spellings: &[&str]| {
        for spelling in spellings {
            names.entry(place_key(spelling)).or_default().push(id.clone());
        }
        table.insert(id, (name, row.0, row.1));
    };
    for row in list(&grids["countries"]) {
        if !own["left_out"][text(&row["iso3"])].is_null() {
            continue;
        }
        let (id, name) = (text(&row["iso2"]), text(&row["name"]));
        let mut spellings = texts(&own["names"][id]);
        spellings.extend([id, text(&row["iso3"]), name]);
        let figure = (number(&row["g_per_kwh"]), row["year"].as_u64().unwrap_or(0));
        add(id.to_owned(), name.to_owned(), figure, &spellings);
    }
    for (table, codes, country, in_words) in
        [("us_states", "us_codes", "US", "USA"), ("canada", "canada_codes", "CA", "Canada")]
    {
        for (name, grams) in sorted(&grids[table]) {
            let id = format!("{country}/{name}");
            let mut spellings = texts(&own["part_names"][id.as_str()]);
            spellings.extend([name.as_str(), text(&own[codes][name.as_str()])]);
            let full = format!("{}, {in_words}", titled(name));
            add(id.clone(), full, (number(grams), 2023), &spellings);
        }
    }
    for row in list(&grids["china"]) {
        let name = text(&row["name"]);
        let id = format!("CN/{name}");
        let mut spellings = texts(&own["part_names"][id.as_str()]);
        spellings.extend([name, text(&row["code"])]);
        let figure = (number(&row["g_per_kwh"]), row["year"].as_u64().unwrap_or(0));
        add(id.clone(), format!("{name}, China"), figure, &spellings);
    }
    for row in list(&grids["nordic"]) {
        let code = text(&row["code"]);
        // The zone of Finland is the country, and has its code.
        if code.len() == 2 {
            continue;
        }
        let id = format!("{}/{code}", code.split_at(2).0);
        let figure = (number(&row["g_per_kwh"]), row["year"].as_u64().unwrap_or(0));
        add(id, text(&row["name"]).to_owned(), figure, &[code]);
    }
    table
}

fn regions(
    out: &mut String,
    google: &Value,
    calculator: &Value,
    own: &Value,
    grids: &Rows,
) -> Result<(), String> {
    let mut rows: BTreeMap<(String, String), (String, Option<f64>)> = BTreeMap::new();
    let countries = read("codecarbon/grids.json")?;
    for row in list(&google["regions"]) {
        let region = text(&row["region"]);
        let region = own["renamed"][region].as_str().unwrap_or(region);
        let country = list(&countries["countries"])
            .find(|country| country["iso3"] == row["country"])
            .map_or("", |country| text(&country["iso2"]));
        let grid = own["moved"][region].as_str().unwrap_or(country);
        let figure = Some(number(&row["g_per_kwh"]));
        rows.insert((region.to_owned(), "gcp".to_owned()), (grid.to_owned(), figure));
    }
    for (provider, places) in sorted(&own["places"]) {
        for (region, grid) in sorted(places) {
            let grid = text(grid).to_owned();
            rows.insert((region.to_lowercase(), provider.clone()), (grid, None));
        }
    }
    let old = |region: &str, provider: &str| {
        list(&calculator["regions"]).find(|row| {
            text(&row["region"]).eq_ignore_ascii_case(region) && row["provider"] == provider
        })
    };
    for row in list(&calculator["regions"]) {
        let (region, provider) = (text(&row["region"]).to_lowercase(), text(&row["provider"]));
        let named = [provider.to_owned(), format!("{provider} {region}")];
        let left_out = named.iter().any(|name| !own["left_out"][name.as_str()].is_null());
        if !left_out && !rows.contains_key(&(region.clone(), provider.to_owned())) {
            return Err(format!("own/places.json does not say where {provider} {region} stands"));
        }
    }
    out.push_str("/// By name, then by provider.\n#[rustfmt::skip]\n");
    out.push_str("pub(crate) static REGIONS: &[Region] = &[\n");
    for ((region, provider), (grid, google)) in rows {
        if !grids.contains_key(&grid) {
            return Err(format!("{provider} {region} stands on an unknown grid, {grid}"));
        }
        let row = old(&region, &provider);
        let field = |name: &str| row.and_then(|row| row[name].as_f64());
        let display = own["display"][&provider][&region].as_str().unwrap_or("");
        let _ = writeln!(
            out,
            "    Region {{ name: {region:?}, provider: {provider:?}, display: {display:?}, grid: {grid:?}, g_per_kwh: {google:?}, calculator: {:?}, pue: {:?} }},",
            field("g_per_kwh"),
            field("pue"),
        );
    }
    out.push_str("];\n\n");
    Ok(())
}

pub(crate) fn emissions() -> Result<String, String> {
    let own = read("own/emissions.json")?;
    let mut out = head(&[("own/emissions.json", &own)]);
    words(&mut out, "EMISSION_FIELDS", &own["fields"]);
    words(&mut out, "EMISSION_TOOL_FIELDS", &own["tool_fields"]);
    pairs(&mut out, "EMISSION_FIELD_NAMES", &own["field_names"]);
    words(&mut out, "AMOUNT_NAMES", &own["amount_names"]);
    out.push_str("#[rustfmt::skip]\npub(crate) static UNITS: &[(&str, f64)] = &[\n");
    for (unit, grams) in sorted(&own["units"]) {
        let _ = writeln!(out, "    ({unit:?}, {:?}),", number(grams));
    }
    out.push_str("];\n\n");
    words(&mut out, "GAS_WORDS", &own["gas"]);
    words(&mut out, "EMISSION_PLACEHOLDERS", &own["placeholders"]);
    words(&mut out, "ABOUT_WORDS", &own["about_words"]);
    Ok(out)
}

/// As `carbon::place` does it; a test of the core holds the two together.
fn place_key(name: &str) -> String {
    let plain = name.to_lowercase().replace('.', "").replace(['-', '_', ','], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn titled(name: &str) -> String {
    let words = name.split(' ').map(|word| match word {
        "of" | "and" => word.to_owned(),
        word => {
            let mut chars = word.chars();
            chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn text_pairs(out: &mut String, name: &str, rows: &BTreeMap<String, String>) {
    let _ = writeln!(out, "#[rustfmt::skip]\npub(crate) static {name}: &[(&str, &str)] = &[");
    for (key, value) in rows {
        let _ = writeln!(out, "    ({key:?}, {value:?}),");
    }
    out.push_str("];\n\n");
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

fn texts(value: &Value) -> Vec<&str> {
    list(value).filter_map(Value::as_str).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn sorted(object: &Value) -> Vec<(&String, &Value)> {
    let mut rows: Vec<_> = object.as_object().into_iter().flatten().collect();
    rows.sort_by(|a, b| a.0.cmp(b.0));
    rows
}
