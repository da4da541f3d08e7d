//! The tables of languages, of their names and of countries.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::tables::{head, pairs, read, rows, words};

pub(crate) fn languages() -> Result<String, String> {
    let table = read("hub/languages.json")?;
    let own = read("own/language-aliases.json")?;
    let mut out = head(&[("hub/languages.json", &table), ("own/language-aliases.json", &own)]);
    out.push_str("use crate::facts::Alike;\nuse crate::facts::rows::Rows;\n\n");
    let mut all = table["iso639_1"].clone();
    if let (Some(all), Some(more)) = (all.as_object_mut(), table["iso639_3"].as_object()) {
        all.extend(more.clone());
    }
    rows(&mut out, "LANGUAGES", texts(&all));
    short_ids(&mut out, &all);
    words(&mut out, "SPECIAL_LANGUAGES", &table["special"]);
    pairs(&mut out, "ALPHA3_TO_ALPHA2", &table["alpha3_to_alpha2"]);
    names(&mut out, &table, &own);
    pairs(&mut out, "WITHDRAWN_LANGUAGES", &own["withdrawn"]);
    pairs(&mut out, "BIBLIOGRAPHIC_LANGUAGES", &own["bibliographic"]);
    pairs(&mut out, "COLLECTIVE_LANGUAGES", &own["collective"]);
    pairs(&mut out, "LANGUAGE_FAMILIES", &own["families"]);
    for (name, field) in [
        ("PROGRAMMING_LANGUAGES", "programming"),
        ("PROGRAMMING_BESIDE_OTHERS", "programming_beside"),
        ("LANGUAGE_PLACEHOLDERS", "placeholder"),
        ("NO_LANGUAGES", "nothing"),
        ("SURE_REGIONS", "regions"),
        ("LIKELY_REGIONS", "either"),
        ("LANGUAGE_VARIANTS", "variants"),
    ] {
        words(&mut out, name, &own[field]);
    }
    alike(&mut out, &own["alike"]);
    Ok(out)
}

/// The ids of two letters once more, side by side: nearly all cards have one of these.
fn short_ids(out: &mut String, all: &Value) {
    let mut ids: Vec<&str> = texts(all).map(|(id, _)| id).filter(|id| id.len() == 2).collect();
    ids.sort_unstable();
    let _ = write!(
        out,
        "#[rustfmt::skip]\npub(crate) static SHORT_LANGUAGES: &str = \"{}\";\n\n",
        ids.concat()
    );
}

/// All names in one table, folded to lower case. The two-letter ids come first: they are the ones
/// in common use.
fn names(out: &mut String, table: &Value, own: &Value) {
    let mut found: BTreeMap<String, (String, bool)> = BTreeMap::new();
    let mut take = |name: &str, id: &str, sure: bool| {
        let short = table["alpha3_to_alpha2"][id].as_str().unwrap_or(id);
        found.entry(name.to_lowercase()).or_insert((short.to_owned(), sure));
    };
    for (name, id) in texts(&own["doubtful"]) {
        take(name, id, false);
    }
    for (name, id) in texts(&own["names"]).chain(texts(&own["codes"])) {
        take(name, id, true);
    }
    for (id, name) in texts(&table["iso639_1"]) {
        take(name, id, true);
    }
    // A short name of a little-known language may be any word, or a code.
    let is_long = |name: &str| name.chars().count() > 4;
    for (id, name) in texts(&table["iso639_3"]) {
        if name.chars().count() > 3 {
            take(name, id, is_long(name) || !table["alpha3_to_alpha2"][id].is_null());
        }
    }
    // `Old English (ca. 450-1100)` is `Old English`, if no other language is.
    let mut bare: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, name) in texts(&table["iso639_3"]) {
        if let Some((before, _)) = name.split_once(" (") {
            bare.entry(before).or_default().push(id);
        }
    }
    for (name, ids) in bare {
        if let [id] = ids[..]
            && name.chars().count() > 3
        {
            take(name, id, is_long(name));
        }
    }
    let common = |name: &str, id: &str| id.len() == 2 && name.len() > 3;
    let sure = found.iter().filter(|(name, (id, sure))| *sure && common(name, id));
    rows(out, "COMMON_LANGUAGE_NAMES", sure.map(|(name, (id, _))| (name.as_str(), id.as_str())));
    let marked: Vec<_> = found
        .iter()
        .map(|(name, (id, sure))| (name, format!("{}{id}", if *sure { "" } else { "?" })))
        .collect();
    rows(out, "LANGUAGE_NAMES", marked.iter().map(|(name, id)| (name.as_str(), id.as_str())));
}

fn alike(out: &mut String, table: &Value) {
    let mut rows: Vec<&Value> = table.as_array().into_iter().flatten().collect();
    rows.sort_by_key(|row| row["id"].as_str());
    out.push_str("#[rustfmt::skip]\npub(crate) static ALIKE: &[Alike] = &[\n");
    for row in rows {
        let _ = writeln!(
            out,
            "    Alike {{ id: {}, means: {}, country: {}, own: &{}, other: &{} }},",
            row["id"], row["means"], row["country"], row["own"], row["other"],
        );
    }
    out.push_str("];\n");
}

pub(crate) fn countries() -> Result<String, String> {
    let table = read("own/countries.json")?;
    let mut out = head(&[("own/countries.json", &table)]);
    out.push_str("use crate::facts::Country;\n\n");
    out.push_str("#[rustfmt::skip]\npub(crate) static COUNTRIES: &[Country] = &[\n");
    let mut rows: Vec<_> = table["countries"].as_object().into_iter().flatten().collect();
    rows.sort_by_key(|(code, _)| code.as_str());
    for (code, row) in rows {
        let option = |field: &str| {
            row[field].as_str().map_or("None".to_owned(), |id| format!("Some({id:?})"))
        };
        let _ = writeln!(
            out,
            "    Country {{ code: {code:?}, name: {}, spoken: {}, language: {}, maybe: {} }},",
            row["name"],
            row["spoken"],
            option("language"),
            option("maybe"),
        );
    }
    out.push_str("];\n");
    Ok(out)
}

fn texts(object: &Value) -> impl Iterator<Item = (&str, &str)> {
    object.as_object().into_iter().flatten().filter_map(|(k, v)| Some((k.as_str(), v.as_str()?)))
}
