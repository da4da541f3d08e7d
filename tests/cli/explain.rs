//! `cardbot rules` and `cardbot explain`.

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;

#[test]
fn rules_are_listed_with_severity_and_summary() {
    let run = Sandbox::new().run(&["rules"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
    let line = run.stdout.lines().find(|l| l.starts_with("license-unknown ")).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words[1], "error");
    assert_eq!(words[2..].join(" "), "a licence id that the Hub does not know");
    let mut sorted: Vec<&str> = run.stdout.lines().collect();
    sorted.sort_by_key(|line| line.split(' ').next());
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), sorted);
}

#[test]
fn rules_are_listed_as_json() {
    let run = Sandbox::new().run(&["rules", "--format", "json"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["schema"], 1);
    let rules = json["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["name"] == "license-unknown").unwrap();
    assert_eq!(rule["severity"], "error");
    assert_eq!(rule["on"], true);
    assert!(rule["aliases"].is_array() && rule["summary"].is_string());
    let names = Sandbox::new().run(&["rules"]).stdout.lines().count();
    assert_eq!(rules.len(), names);
}

#[test]
fn a_page_is_printed() {
    let run = Sandbox::new().run(&["explain", "license-unknown"]);
    assert_eq!(run.status, Some(0));
    assert!(run.stdout.starts_with("# license-unknown\n"), "{}", run.stdout);
}

#[test]
fn a_misspelt_rule_gets_a_hint() {
    let run = Sandbox::new().run(&["explain", "licence-unknown"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
cardbot: there is no rule `licence-unknown`; did you mean `license-unknown`?

"#]]
    );
    let run = Sandbox::new().run(&["explain", "weather"]);
    assert_data_eq!(
        run.stderr,
        str![[r#"
cardbot: there is no rule `weather`; `cardbot rules` lists them

"#]]
    );
}
