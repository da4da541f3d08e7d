//! The page on the configuration: its examples are read, and it speaks of every key and word.

use cardbot_core::config::keys;
use cardbot_core::{config, config_file};

const PAGE: &str = include_str!("../docs/configuration.md");

fn examples() -> Vec<&'static str> {
    PAGE.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn every_example_is_a_valid_configuration() {
    let schema = jsonschema::validator_for(&cardbot::schema::config()).expect("a schema");
    let examples = examples();
    assert!(examples.len() >= keys::KEYS.len());
    for example in examples {
        let read =
            config_file::read(example).unwrap_or_else(|errors| panic!("{example}\n{errors:?}"));
        assert_ne!(read, config::Config::default(), "{example}");
        let value = serde_yaml::from_str(example).expect("valid YAML");
        assert!(schema.is_valid(&value), "{example}");
    }
}

#[test]
fn every_key_has_a_section_and_an_example() {
    for key in keys::KEYS {
        let title = format!("\n## `{}`\n", key.name);
        let (_, section) = PAGE.split_once(&title).unwrap_or_else(|| panic!("no {title}"));
        let section = section.split("\n## ").next().unwrap_or_default();
        assert!(section.contains(&format!("```yaml\n{}:", key.name)), "{}", key.name);
    }
    let inner = [keys::CARDS_KEYS, keys::IGNORE_KEYS, keys::HUB_KEYS].concat();
    for name in inner.iter().map(|key| key.name) {
        assert!(examples().iter().any(|text| text.contains(&format!("{name}:"))), "{name}");
    }
    for word in keys::SETTINGS.iter().chain(keys::FAIL_ON) {
        assert!(PAGE.contains(&format!("`{word}`")), "{word}");
    }
    for path in config::PATHS {
        assert!(PAGE.contains(&format!("`{path}`")), "{path}");
    }
}

#[test]
fn the_first_example_shows_what_the_page_says() {
    let read = config_file::read(examples()[0]).expect("valid");
    assert!(read.excludes("docs/README.md") && !read.excludes("README.md"));
    assert_eq!(read.require, ["license", "language"]);
}
