//! An ask, as it lies in the queue.

use cardbot_core::asked::{Command, commands};
use serde_json::Value;

use super::button::FIX_ALL;

/// Somebody asks for something in a pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The installation of the App.
    pub installation: i64,
    /// The repository's number.
    pub repository_id: i64,
    /// `OWNER/NAME`
    pub repository: String,
    /// The pull request.
    pub pull: u64,
    /// The same for this ask, however often it is worked on.
    pub id: String,
    /// The login of who asks.
    pub by: String,
    /// What for.
    pub what: What,
}

/// What is asked for, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Commands in a comment.
    Comment {
        /// The comment's number.
        comment: u64,
        /// The commands.
        commands: Vec<Command>,
    },
    /// A click on "Fix all".
    Button {
        /// The commit that the check run is of.
        head: String,
    },
}

impl What {
    /// Reads the payload of a job, with who asks; `None` where it asks for nothing that is known.
    #[must_use]
    pub fn read(payload: &Value) -> Option<(String, Self)> {
        let text = |key: &str| payload.get(key).and_then(Value::as_str);
        let by = text("by")?.to_owned();
        if let Some(comment) = payload.get("comment").and_then(Value::as_u64) {
            let commands = commands(text("body")?);
            return (!commands.is_empty()).then_some((by, Self::Comment { comment, commands }));
        }
        (text("action")? == FIX_ALL)
            .then(|| Some((by, Self::Button { head: text("head")?.to_owned() })))?
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn payloads_are_read_or_passed_over() {
        let read = |payload| What::read(&payload);
        let comment = json!({"comment": 7, "body": "/cardbot fix", "by": "ann"});
        let fix = What::Comment { comment: 7, commands: vec![Command::Fix] };
        assert_eq!(read(comment), Some(("ann".to_owned(), fix)));
        let click = json!({"action": "fix-all", "check_run": 1, "head": "abc", "by": "ann"});
        let button = What::Button { head: "abc".to_owned() };
        assert_eq!(read(click), Some(("ann".to_owned(), button)));
        for payload in [
            json!({"comment": 7, "body": "> /cardbot fix", "by": "ann"}),
            json!({"comment": 7, "body": "/cardbot fix", "by": null}),
            json!({"action": "other", "head": "abc", "by": "ann"}),
            json!({"action": "fix-all", "by": "ann"}),
            json!(null),
            json!([]),
        ] {
            assert_eq!(read(payload), None);
        }
    }
}
