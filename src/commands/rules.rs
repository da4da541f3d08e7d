//! `cardbot rules` and `cardbot explain RULE`.

use cardbot_core::rules::{self, REGISTRY};
use serde_json::json;

use crate::cli::{Exit, ListFormat};

/// Lists the rules.
pub(crate) fn list(format: ListFormat) -> Result<Exit, String> {
    match format {
        ListFormat::Json => {
            let rows: Vec<_> = REGISTRY
                .iter()
                .map(|rule| {
                    json!({
                        "name": rule.name,
                        "aliases": rule.aliases,
                        "severity": rule.severity.word(),
                        "on": rule.on,
                        "summary": rule.summary,
                    })
                })
                .collect();
            anstream::println!("{:#}", json!({"schema": 1, "rules": rows}));
        }
        ListFormat::Text => {
            let width = REGISTRY.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
            for rule in REGISTRY {
                let off = if rule.on { "" } else { " (off unless selected)" };
                anstream::println!(
                    "{:width$}  {:7}  {}{off}",
                    rule.name,
                    rule.severity.word(),
                    rule.summary
                );
            }
        }
    }
    Ok(Exit::Clean)
}

/// Prints a rule's page.
pub(crate) fn explain(name: &str) -> Result<Exit, String> {
    let Some(rule) = rules::find(name) else {
        let hint = rules::nearest(name).map_or_else(
            || "`cardbot rules` lists them".to_owned(),
            |n| format!("did you mean `{n}`?"),
        );
        return Err(format!("there is no rule `{name}`; {hint}"));
    };
    anstream::print!("{}", rule.page);
    Ok(Exit::Clean)
}
