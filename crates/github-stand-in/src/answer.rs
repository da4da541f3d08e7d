//! An answer, and the forms that GitHub's errors have.

use serde_json::{Value, json};

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// Where GitHub's errors point to.
const HELP: &str = "https://docs.github.com/rest";

impl Answer {
    /// Something as JSON.
    #[expect(clippy::needless_pass_by_value, reason = "it is made for this one use everywhere")]
    pub(crate) fn json(status: u16, body: Value) -> Self {
        Self {
            status,
            headers: vec![("content-type".into(), "application/json; charset=utf-8".into())],
            body: body.to_string().into_bytes(),
        }
    }

    /// Bytes of some type.
    pub(crate) fn raw(media_type: &str, body: Vec<u8>) -> Self {
        Self { status: 200, headers: vec![("content-type".into(), media_type.into())], body }
    }

    /// Nothing, with a status.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// An error with a message.
    pub(crate) fn error(status: u16, message: &str) -> Self {
        Self::json(
            status,
            json!({"message": message, "documentation_url": HELP, "status": status.to_string()}),
        )
    }

    /// 404.
    pub(crate) fn not_found() -> Self {
        Self::error(404, "Not Found")
    }

    /// 422 with plain sentences, as the reviews' endpoint has it.
    pub(crate) fn unprocessable(errors: &[&str]) -> Self {
        let mut told: Vec<&str> = Vec::new();
        for error in errors {
            if !told.contains(error) {
                told.push(error);
            }
        }
        Self::json(
            422,
            json!({"message": "Unprocessable Entity", "errors": told,
                   "documentation_url": HELP, "status": "422"}),
        )
    }

    /// 422 for a field that is wrong.
    pub(crate) fn invalid(resource: &str, field: &str, message: &str) -> Self {
        Self::json(
            422,
            json!({"message": "Validation Failed", "documentation_url": HELP, "status": "422",
                   "errors": [{"resource": resource, "code": "custom", "field": field,
                               "message": message}]}),
        )
    }

    /// The same with one more header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of a header.
    pub(crate) fn value_of(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
