//! `cardbot rules` and `cardbot explain RULE`.

use std::fmt::Write as _;

use cardbot_core::rules::{self, REGISTRY};
use serde_json::json;

use crate::cli::{Exit, ListFormat};
use crate::output::terminal;

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
            let list = json!({"schema": 1, "rules": rows});
            terminal::print_bytes(format!("{list:#}\n").as_bytes())?;
        }
        ListFormat::Text => {
            let width = REGISTRY.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
            let mut text = String::new();
            for rule in REGISTRY {
                let off = if rule.on { "" } else { " (off unless selected)" };
                let severity = rule.severity.word();
                let _ = writeln!(text, "{:width$}  {severity:7}  {}{off}", rule.name, rule.summary);
            }
            terminal::print(&text)?;
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
    terminal::print(rule.page)?;
    Ok(Exit::Clean)
}
