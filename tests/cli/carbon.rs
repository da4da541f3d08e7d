//! `cardbot carbon`: the calculation, what it assumes, and the block to paste.

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::sandbox::{Run, Sandbox};

fn run(args: &[&str]) -> Run {
    Sandbox::new().run(&[&["carbon"], args].concat())
}

fn failed(args: &[&str]) -> String {
    let run = run(args);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{args:?}");
    run.stderr
}

#[test]
fn an_estimate_is_printed_with_its_assumptions_and_the_block() {
    let run = run(&["8x V100", "--hours", "24", "--place", "France"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
    assert_data_eq!(
        run.stdout,
        str![[r#"
V100
  8 × 300 W × 24 h = 57.6 kWh
  57.6 kWh × PUE 1 × 56.04 g/kWh = 3,228 g CO2eq

Assumed:
- V100: the SXM2 form; a PCIe card has 250 W
- PUE 1.0, as codecarbon assumes: cooling is not counted
- the devices draw their full power all the time; processors, memory and network beside them are not counted

Figures:
- 300 W: V100, npm @huggingface/tasks
- 56.04 g/kWh: France, Our World in Data 2023, by way of codecarbon

For the card, in grams:

co2_eq_emissions:
  emissions: 3228
  source: estimated with cardbot from 8 x 300 W x 24 h x PUE 1 x 56.04 g/kWh
  geographical_location: France
  hardware_used: 8x V100

"#]]
    );
}

#[test]
fn the_block_is_clean_in_a_card() {
    let run = run(&[
        "mybox: big",
        "--watts",
        "120",
        "--hours",
        "2 h 30 min",
        "--place",
        "NO",
        "--pue",
        "1.2",
        "--training-type",
        "fine-tuning",
    ]);
    let block = run.stdout.split("For the card, in grams:\n\n").nth(1).unwrap();
    let card = format!("---\nlicense: mit\n{block}---\n# A model\n");
    let sandbox = Sandbox::with("README.md", card);
    let checked = sandbox.run(&["check", "--format", "json", "README.md"]);
    let json: Value = serde_json::from_str(&checked.stdout).unwrap();
    assert_eq!(json["files"][0]["findings"], Value::Array(vec![]), "{block}");
    assert!(block.contains("hardware_used: \"mybox: big\"\n"), "{block}");
}

#[test]
fn the_answer_for_programs_has_all_that_went_into_it() {
    let args = ["TPU", "v3-8", "--hours", "7.5 days", "--place", "gcp europe-west4-a"];
    let run = run(&[&args[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["schema"], 1);
    assert_eq!(
        json["hardware"],
        serde_json::json!({"name": "TPU v3", "watts": 283.0, "count": 4.0})
    );
    assert_eq!((&json["hours"], &json["pue"]), (&180.0.into(), &1.09.into()));
    assert_eq!(json["place"]["name"], "gcp europe-west4 (Netherlands)");
    let grams = json["emissions"].as_f64().unwrap();
    assert!((grams - 4.0 * 0.283 * 180.0 * 1.09 * 236.0).abs() < 0.01, "{grams}");
    assert!(json["assumptions"][0].as_str().unwrap().contains("v3-8: 4 chips"));
    let block = json["block"].as_str().unwrap();
    assert!(block.starts_with("co2_eq_emissions:\n  emissions: 52415\n"), "{block}");
}

#[test]
fn what_is_told_beats_the_tables() {
    let args = ["A100", "--count", "2", "--hours", "10", "--intensity", "100", "--watts", "250"];
    let run = run(&[&args[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["emissions"], 500.0);
    assert_eq!(json["place"], Value::Null);
    assert!(json["block"].as_str().unwrap().contains("hardware_used: 2 x A100\n"));
}

#[test]
fn hours_of_all_devices_are_not_multiplied() {
    let run = run(&["8 V100", "--hours", "480 GPU-hours", "--format", "json"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["energy_kwh"], 144.0);
}

#[test]
fn what_is_not_known_has_neighbours() {
    let hours = ["--hours", "4"];
    let said = failed(&[&["RTX 3091"][..], &hours].concat());
    assert!(said.contains("`RTX 3091`; did you mean `RTX 3090`"), "{said}");
    let said = failed(&[&["A100", "--place", "Frnace"][..], &hours].concat());
    assert!(said.contains("did you mean `France`"), "{said}");
    let said = failed(&[&["A100", "--place", "Georgia"][..], &hours].concat());
    assert!(said.contains("`Georgia` may be `GE` or `Georgia, USA`"), "{said}");
    let said = failed(&[&["a big machine"][..], &hours].concat());
    assert!(said.contains("such as `8x V100`") && said.contains("--watts"), "{said}");
}

#[test]
fn wrong_numbers_are_refused() {
    assert!(failed(&["A100", "--hours", "long"]).contains("no length of time"));
    assert!(failed(&["A100", "--hours=-3"]).contains("no length of time"));
    assert!(failed(&["A100"]).contains("--hours"));
    assert!(failed(&["--hours", "3"]).contains("HARDWARE"));
    for option in ["--pue=0.5", "--pue=x", "--watts=-1", "--intensity=inf", "--count=0"] {
        assert!(
            failed(&["A100", "--hours", "3", option]).contains(option.split('=').next().unwrap())
        );
    }
    let said = failed(&["8x A100", "--hours", "3", "--count", "4"]);
    assert!(said.contains("8 devices") && said.contains("4"), "{said}");
}

#[test]
fn what_was_typed_commands_no_terminal() {
    let said = failed(&["\u{1b}[31mred", "--hours", "3"]);
    assert!(!said.contains('\u{1b}'), "{said:?}");
    let run = run(&["\u{1b}[31mred", "--hours", "3", "--watts", "10"]);
    assert!(!run.stdout.contains('\u{1b}'), "{:?}", run.stdout);
}
