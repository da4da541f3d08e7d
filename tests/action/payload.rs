//! Payloads of events: recorded ones of `@octokit/webhooks-examples`, told to be about the
//! repository of the test.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// Recorded payloads of an event; nothing where the package is not installed. `.ci/run action`
/// installs it and sets the variable, and then it must be there.
pub(crate) fn recorded(event: &str) -> Vec<Value> {
    let Some(modules) = std::env::var_os("CARDBOT_NODE_MODULES") else {
        eprintln!("SKIPPED: recorded payloads of `{event}`: CARDBOT_NODE_MODULES is not set");
        return vec![];
    };
    let file = Path::new(&modules).join("@octokit/webhooks-examples/api.github.com/index.json");
    let all: Vec<Value> = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let of = all.into_iter().find(|of| of["name"] == event).unwrap_or_else(|| panic!("{event}"));
    of["examples"].as_array().unwrap().clone()
}

/// A payload of an event that has some key, with a few values of the test in it.
pub(crate) fn payload(
    event: &str,
    key: &str,
    action: Option<&str>,
    set: &[(&str, Value)],
) -> Value {
    let fits = |payload: &Value| {
        payload.get(key).is_some() && action.is_none_or(|action| payload["action"] == action)
    };
    let mut payload = recorded(event).into_iter().find(fits).unwrap_or_else(|| json!({}));
    for (pointer, value) in set {
        put(&mut payload, pointer, value.clone());
    }
    payload
}

/// Sets a value at a place such as `pull_request.head.sha`.
fn put(payload: &mut Value, place: &str, value: Value) {
    let mut at = payload;
    for key in place.split('.') {
        if !at.is_object() {
            *at = json!({});
        }
        at = &mut at[key];
    }
    *at = value;
}
