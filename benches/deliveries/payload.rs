//! What a delivery is about.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// An event with its payload.
pub(crate) struct Payload {
    event: String,
    /// One as GitHub sends it; else one is made up.
    given: Option<Value>,
}

impl Payload {
    /// `EVENT` or `EVENT=FILE`
    pub(crate) fn read(word: &str) -> Self {
        let (event, path) = word.split_once('=').map_or((word, None), |(e, path)| (e, Some(path)));
        let given = path.map(|path| {
            let text = std::fs::read(path).expect("the file of the payload");
            serde_json::from_slice(&text).expect("a payload")
        });
        Self { event: event.to_owned(), given }
    }

    pub(crate) fn event(&self) -> &str {
        &self.event
    }

    /// The payload for this pull request and this App.
    pub(crate) fn body(&self, app: &str, pull: u64) -> Vec<u8> {
        let Some(mut payload) = self.given.clone() else { return body(pull) };
        payload["installation"] = json!({"id": 50_000_001});
        // GitHub tells an App only of its own checks.
        if let Some(suite) = payload.get_mut("check_suite") {
            suite["app"]["id"] = json!(app.parse::<u64>().expect("the App's number"));
        }
        for (thing, key) in [("pull_request", "number"), ("issue", "number"), ("comment", "id")] {
            if let Some(value) = payload.get_mut(thing).and_then(|thing| thing.get_mut(key)) {
                *value = json!(pull);
            }
        }
        serde_json::to_vec(&payload).unwrap()
    }
}

/// About as large as GitHub's events of pull requests: 20 KB, much of it addresses.
pub(crate) fn body(pull: u64) -> Vec<u8> {
    let mut links = String::new();
    for n in 0..180 {
        let _ = write!(
            links,
            "\"link_{n}_url\":\"https://api.github.com/repos/organisation/repository/things{{/sha_{n}}}\",\
             \"flag_{n}\":false,"
        );
    }
    let repository = pull % 40;
    format!(
        "{{\"action\":\"synchronize\",\"number\":{pull},\"pull_request\":{{{links}\"number\":{pull},\
         \"updated_at\":\"2026-01-01T00:00:00Z\",\"head\":{{\"sha\":\"{pull:040x}\"}}}},\
         \"repository\":{{\"id\":{repository},\"full_name\":\"org/model-{repository}\"}},\
         \"installation\":{{\"id\":50000001}},\"sender\":{{\"login\":\"author\",\"type\":\"User\"}}}}"
    )
    .into_bytes()
}
