use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};

use super::variables::Variables;
use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Settings, String> {
    Settings::read(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())))
}

/// Takes the names of a struct's fields and gives nothing.
struct Fields<'a>(&'a mut BTreeSet<String>);

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("not a struct"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.0.extend(fields.iter().map(|name| name.to_ascii_uppercase()));
        Err(Error::custom("that is all"))
    }

    serde::forward_to_deserialize_any! {
        bool u8 u16 u32 u64 i8 i16 i32 i64 f32 f64 char str string unit seq bytes byte_buf map
        unit_struct tuple_struct identifier tuple ignored_any option newtype_struct enum
    }
}

/// The table of the documentation: each variable with its default.
fn table() -> BTreeMap<String, String> {
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/app.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, below) = page.split_once("## Variables").unwrap();
    let section = below.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split(" | ");
        let names = cells.next()?.trim_end_matches('`');
        let default = cells.next()?.trim().trim_matches('`');
        // "`NAME`, `NAME_FILE`": two ways to say the same.
        let names: Vec<String> = names.split("`, `").map(str::to_owned).collect();
        Some(names.into_iter().map(move |name| (name, default.to_owned())).collect::<Vec<_>>())
    });
    rows.flatten().collect()
}

#[test]
fn the_table_has_every_variable_and_no_other() {
    let mut fields = BTreeSet::new();
    Variables::deserialize(Fields(&mut fields)).unwrap_err();
    let documented: BTreeSet<String> = table().into_keys().collect();
    assert!(fields.len() > 15);
    assert_eq!(documented, fields);
}

#[test]
fn the_defaults_in_the_table_are_those_of_the_program() {
    let plain = format!("{:?}", read(&[]).unwrap());
    let mut seen = 0;
    for (name, default) in table() {
        if default.is_empty() || default == "needed" {
            continue;
        }
        let same = read(&[(&name, &default)]).unwrap();
        assert_eq!(format!("{same:?}"), plain, "{name}={default}");
        let changed = read(&[(&name, "2")]).map(|settings| format!("{settings:?}"));
        assert_ne!(changed.as_ref(), Ok(&plain), "{name} changes nothing");
        seen += 1;
    }
    assert!(seen >= 8, "only {seen} defaults were compared");
    assert_eq!(read(&[]).unwrap().database.reveal(), "sqlite:cardbot.db");
}

#[test]
fn wrong_values_are_named_with_their_variable() {
    for (name, value) in [
        ("CARDBOT_LISTEN", "8080"),
        ("CARDBOT_GRACE", "long"),
        ("CARDBOT_GRACE", "-1"),
        ("CARDBOT_GRACE", "NaN"),
        ("CARDBOT_LOG", "loud"),
        ("CARDBOT_LOG_FORMAT", "xml"),
        ("CARDBOT_APP_ID", "12"),
        ("GITHUB_API_URL", "ftp://x"),
        ("CARDBOT_PATIENCE", "long"),
        ("DATABASE_URL_FILE", "/nowhere/at/all"),
    ] {
        let error = read(&[(name, value)]).unwrap_err();
        let named = if name == "CARDBOT_APP_ID" { "CARDBOT_APP_PRIVATE_KEY" } else { name };
        assert!(error.contains(named), "{error}");
    }
    let twice = read(&[("DATABASE_URL", "sqlite:a"), ("DATABASE_URL_FILE", "b")]).unwrap_err();
    assert!(twice.contains("both"), "{twice}");
    // What is set without text is not set.
    assert!(read(&[("CARDBOT_APP_ID", ""), ("CARDBOT_GRACE", " ")]).unwrap().app.is_none());
}

#[test]
fn secrets_are_shown_to_nobody() {
    let url = "postgres://cardbot:pass-of-mine@db/cardbot";
    let settings = read(&[("DATABASE_URL", url)]).unwrap();
    assert!(!format!("{settings:?}").contains("pass-of-mine"));
    assert_eq!(settings.secrets(), [Secret::new("pass-of-mine")]);
    let key = [
        ("CARDBOT_APP_ID", "12"),
        ("CARDBOT_APP_PRIVATE_KEY", "-----BEGIN RSA PRIVATE KEY-----\\nhidden\\n"),
        ("CARDBOT_WEBHOOK_SECRET", "secret-of-mine"),
    ];
    let error = read(&key).unwrap_err();
    assert!(error.contains("CARDBOT_APP_PRIVATE_KEY") && !error.contains("hidden"), "{error}");
}
