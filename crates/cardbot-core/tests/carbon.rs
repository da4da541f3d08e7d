//! The rules on `co2_eq_emissions`: what they say, what they offer, and where they are silent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

use cardbot_core::carbon::{self, amount, hours, number};
use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::engine::{self, Subject};
use cardbot_core::finding::{Finding, Safety};
use cardbot_core::text::Source;

fn found(meta: &str, body: &str) -> Vec<Finding> {
    let text = format!("---\nlicense: mit\n{meta}\n---\n{body}");
    let source = Source::new(text.as_bytes());
    let card = Card::new("README.md", &source);
    let subject = Subject { card: &card, base: None, base_path: "README.md", license_file: None };
    engine::check(&subject, &Config::default()).findings
}

/// Rule, safety and new text of each finding.
fn told(meta: &str, body: &str) -> Vec<(&'static str, Option<(Safety, String)>)> {
    found(meta, body)
        .into_iter()
        .map(|finding| {
            let fix = finding.fix.map(|fix| {
                let text = fix.edits.iter().map(|edit| edit.text.as_str()).collect();
                (fix.safety, text)
            });
            (finding.rule, fix)
        })
        .collect()
}

fn ask(text: &str) -> Option<(Safety, String)> {
    Some((Safety::Ask, text.to_owned()))
}

fn safe(text: &str) -> Option<(Safety, String)> {
    Some((Safety::Safe, text.to_owned()))
}

#[test]
fn amounts_as_text_become_numbers_of_grams() {
    for (value, rule, fix) in [
        ("0.1069 Kg", "carbon-unit", ask("106.9")),
        ("0.319355 kg", "carbon-unit", ask("319.355")),
        ("580.61 kgCO2eq", "carbon-unit", ask("580610")),
        ("1.5 lbs", "carbon-unit", ask("680.4")),
        ("12 g", "carbon-unit", safe("12")),
        ("'12.50 grams'", "carbon-unit", safe("12.5")),
        ("\"1,234 g\"", "carbon-unit", ask("1234")),
        ("about 12 g", "carbon-unit", ask("12")),
        ("'12.5'", "carbon-number-format", safe("12.5")),
        ("'007'", "carbon-number-format", safe("7")),
        ("\"1,234,567.8\"", "carbon-number-format", safe("1234567.8")),
        ("\"1,234\"", "carbon-number-format", ask("1234")),
        ("0,32", "carbon-number-format", safe("0.32")),
        ("12.5 CO2eq", "carbon-number-format", ask("12.5")),
        ("Kg", "carbon-not-a-number", None),
        ("3 to 5 kg", "carbon-not-a-number", None),
        ("2022-02-21", "carbon-not-a-number", None),
    ] {
        let expected = vec![(rule, fix)];
        assert_eq!(told(&format!("co2_eq_emissions: {value}"), ""), expected, "{value}");
        let map = format!("co2_eq_emissions:\n  emissions: {value}\n  source: a tool");
        assert_eq!(told(&map, ""), expected, "{value}, in a map");
    }
}

#[test]
fn the_arithmetic_is_told() {
    let help = found("co2_eq_emissions: 0.1069 Kg", "")[0].help.clone().unwrap();
    assert!(help.contains("0.1069 kg × 1,000 = 106.9 g"), "{help}");
}

#[test]
fn what_is_right_and_what_tools_write_is_passed_over() {
    for meta in [
        "co2_eq_emissions: 0.436",
        "co2_eq_emissions: 149200",
        "co2_eq_emissions: 1.0e-3",
        "co2_eq_emissions:\n  emissions: 1014.87\n  energy_consumed: 2.61\n  source: codecarbon\n  \
         training_type: fine-tuning\n  on_cloud: false\n  cpu_model: 13th Gen Intel(R)\n  \
         ram_total_size: 31.7\n  hours_used: 17.883\n  hardware_used: 1 x NVIDIA GeForce RTX 3090\n  \
         field_of_tomorrow: 1",
    ] {
        assert_eq!(found(meta, ""), [], "{meta}");
    }
    // Empty values and base 60 are told by other families.
    for meta in ["co2_eq_emissions:", "co2_eq_emissions: []", "co2_eq_emissions: 1_000"] {
        assert!(found(meta, "").iter().all(|f| !f.rule.starts_with("carbon-")), "{meta}");
    }
}

#[test]
fn kilograms_are_told_with_the_calculation() {
    let meta = "co2_eq_emissions:\n  emissions: \"28.53 in grams of CO2\"\n  source: mlco2 calculator\n  \
                training_type: pre-training\n  hardware_used: TPUv3-8 for about 180 hours or 7.5 days";
    let findings = found(meta, "");
    assert_eq!(told(meta, ""), [("carbon-implausible", ask("28530"))]);
    assert_eq!(findings[0].message, "`28.53` looks like kilograms, not grams");
    let help = findings[0].help.as_deref().unwrap();
    for words in [
        "v3-8: 4 chips",
        "4 × 283 W × 180 h = 203.8 kWh (TPU v3, by ML CO2 calculator)",
        "counted one chip only",
        "28.53 g would be 0.14 g/kWh",
        "28.53 kilograms are 140 g/kWh",
    ] {
        assert!(help.contains(words), "{words}: {help}");
    }
}

/// A map with hardware and hours, and an amount.
fn job(amount: &str, hardware: &str, place: &str) -> String {
    format!(
        "co2_eq_emissions:\n  emissions: {amount}\n  hardware_used: {hardware}\n  \
         geographical_location: {place}"
    )
}

#[test]
fn amounts_are_held_against_the_estimate() {
    // 8 × 300 W × 24 h = 57.6 kWh, or 7.2 kWh if the hours are those of all devices.
    let eight = "8 V100 for 24 hours";
    for (amount, place, fixed) in [
        ("3.2", "France", "3200"),
        ("38.1", "Poland", "38100"),
        ("1.8", "'Quebec, Canada'", "1800"),
        ("7.03", "gcp europe-west1", "7030"),
    ] {
        let expected = vec![("carbon-implausible", ask(fixed))];
        assert_eq!(told(&job(amount, eight, place), ""), expected, "{place}");
    }
}

#[test]
fn the_estimate_is_silent_where_anything_is_unsure() {
    for (amount, hardware, place) in [
        // Right, or right within a broad band.
        ("3228", "8 V100 for 24 hours", "France"),
        ("400", "8 V100 for 24 hours", "Poland"),
        ("150", "8 V100 for 24 hours", "Norway"),
        // Tonnes, for so little?
        ("0.0381", "8 V100 for 24 hours", "Poland"),
        ("900000", "8 V100 for 24 hours", "France"),
        // No device, no hours, several of them, or a time for each.
        ("3.2", "a cluster for 24 hours", "Poland"),
        ("3.2", "8 V100", "Poland"),
        ("3.2", "8 V100 for 24 hours or 3 weeks", "Poland"),
        ("3.2", "V100 and T4 for 24 hours", "Poland"),
        ("3.2", "8 V100 for 24 hours per epoch", "Poland"),
        // Neither grams nor kilograms fit.
        ("0.5", "8 V100 for 24 hours", "Poland"),
    ] {
        assert_eq!(told(&job(amount, hardware, place), ""), [], "{amount} {hardware} {place}");
    }
    let body = "- **Hardware Type:** 8 V100\n- **Hours used:** 24\n- **Hours used:** 48\n";
    assert_eq!(told("co2_eq_emissions: 2.5", body), []);
    let body = "- **Hardware Type:** Unknown\n- **Hours used:** Unknown\n\
                - **Carbon Emitted:** More information needed\n";
    assert_eq!(told("co2_eq_emissions: 2.5", body), []);
}

#[test]
fn tonnes_are_told_where_they_are_large_enough() {
    let meta = job("291", "A100 for 1720320 GPU hours", "'United States'");
    assert_eq!(told(&meta, ""), [("carbon-implausible", ask("291000000"))]);
    // Kilograms, if the hours are those of all devices; else tonnes.
    assert_eq!(told(&job("20", "1024 A100 for 24 hours", "Poland"), ""), []);
}

#[test]
fn the_text_of_the_card_is_held_against_the_metadata() {
    let body = |told: &str| format!("# M\n\n- **Carbon Emitted** *(Power x Time)*: {told}\n");
    let expected = vec![("carbon-implausible", ask("149200"))];
    assert_eq!(told("co2_eq_emissions: 149.2", &body("149.2 kg eq. CO2")), expected);
    assert_eq!(
        told("co2_eq_emissions: 539", &body("539 tCO2eq")),
        [("carbon-implausible", ask("539000000"))]
    );
    for (amount, told_there) in
        [("149200", "149.2 kg"), ("149.2", "149.2 g"), ("149.2", "3 kg"), ("149.2", "149.2")]
    {
        let meta = format!("co2_eq_emissions: {amount}");
        assert_eq!(told(&meta, &body(told_there)), [], "{amount} beside {told_there}");
    }
}

#[test]
fn whatever_is_written_is_read_without_a_panic() {
    let pieces = [
        "8",
        "x",
        "×",
        "v3-8",
        "TPU",
        "V100",
        "16GB",
        " ",
        ",",
        ".",
        "-",
        "1,2",
        "hours",
        "GPU-",
        "~",
        "kg",
        "CO₂",
        "(",
        "é",
        "\u{a0}",
        "\u{202f}",
        "1e",
        "e9",
        "0",
        "US",
        "/",
        "us-east-1",
        "´",
        "𝟙",
    ];
    arbtest::arbtest(|u| {
        let mut text = String::new();
        for _ in 0..u.arbitrary_len::<u16>()?.min(40) {
            text.push_str(u.choose(&pieces)?);
        }
        let _ = amount::read(&text);
        let _ = (hours::read(&text), hours::find(&text));
        let _ = (carbon::read_hardware(&text), carbon::nearest_devices(&text));
        let _ = (carbon::read_place(&text), carbon::nearest_places(&text));
        if let Some((read, _)) = number::read(&text) {
            // The shifted text is exact; the product of two floats is so only nearly.
            let shifted: f64 = number::shifted(&read.text, 3).parse().unwrap();
            let product = read.value * 1000.0;
            assert!(
                (shifted - product).abs() <= product.abs() * 1e-12,
                "{shifted}, {product}: {text}"
            );
        }
        Ok(())
    });
}

#[test]
fn long_values_take_no_long_time() {
    let long = "1,2,".repeat(50_000);
    for text in [long.as_str(), &"8x".repeat(50_000), &"1 ".repeat(50_000), &"~".repeat(100_000)] {
        let meta = format!("co2_eq_emissions:\n  emissions: 3 {text}\n  hardware_used: 8 {text}");
        let _ = found(&meta, &format!("- **Hours used:** {text}\n- **Carbon Emitted:** {text}\n"));
    }
}
