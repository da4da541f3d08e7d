//! The JSON of the contract, field by field: what is missing, of another type, or not in the contract
//! is an error. `docs/` and the JSON Schema say the same in other words.

#![allow(dead_code, reason = "to be read is what they are for")]

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Something that is null or of a type, and always there.
fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(from)
}

/// Something that is there only where it has a value.
fn never_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

fn one<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let schema = u32::deserialize(from)?;
    if schema == 1 { Ok(schema) } else { Err(D::Error::custom("not schema 1")) }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Check {
    #[serde(deserialize_with = "one")]
    schema: u32,
    tool: Tool,
    pub(crate) files: Vec<File<Finding>>,
    pub(crate) summary: Summary,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Review {
    #[serde(deserialize_with = "one")]
    schema: u32,
    tool: Tool,
    pub(crate) files: Vec<File<Reviewed>>,
    pub(crate) summary: ReviewSummary,
    pub(crate) target: Target,
    pub(crate) changes: Vec<Change>,
    pub(crate) tags: Vec<TagChange>,
    pub(crate) review: Draft,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tags {
    #[serde(deserialize_with = "one")]
    schema: u32,
    pub(crate) tags: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tool {
    name: String,
    version: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File<F> {
    pub(crate) path: String,
    pub(crate) kind: Kind,
    #[serde(default, deserialize_with = "never_null")]
    pub(crate) error: Option<String>,
    /// An addition to the contract: rules that broke down.
    #[serde(default, deserialize_with = "never_null")]
    broken_rules: Option<Vec<String>>,
    pub(crate) findings: Vec<F>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    ModelCard,
    DatasetCard,
    SpaceCard,
    Template,
    EvalResults,
    Other,
    Unreadable,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Summary {
    pub(crate) files: usize,
    model_cards: usize,
    pub(crate) errors: usize,
    warnings: usize,
    notes: usize,
    fixable: usize,
    suppressed: usize,
    not_shown: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewSummary {
    files: usize,
    model_cards: usize,
    pub(crate) errors: usize,
    warnings: usize,
    notes: usize,
    fixable: usize,
    pub(crate) existing: usize,
    suppressed: usize,
    not_shown: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finding {
    pub(crate) rule: String,
    severity: Severity,
    message: String,
    #[serde(deserialize_with = "nullable")]
    help: Option<String>,
    #[serde(deserialize_with = "nullable")]
    url: Option<String>,
    key: Vec<Key>,
    pub(crate) range: Range,
    #[serde(deserialize_with = "nullable")]
    pub(crate) fix: Option<Fix>,
    fingerprint: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reviewed {
    pub(crate) rule: String,
    severity: Severity,
    message: String,
    #[serde(deserialize_with = "nullable")]
    help: Option<String>,
    #[serde(deserialize_with = "nullable")]
    url: Option<String>,
    key: Vec<Key>,
    range: Range,
    #[serde(deserialize_with = "nullable")]
    fix: Option<Fix>,
    fingerprint: String,
    pub(crate) origin: Origin,
    pub(crate) placement: Placement,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Error,
    Warning,
    Note,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Key {
    Name(String),
    Index(usize),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Range {
    pub(crate) start: Position,
    pub(crate) end: Position,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) byte: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fix {
    title: String,
    safety: Safety,
    pub(crate) edits: Vec<Edit>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Safety {
    Safe,
    Ask,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Edit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Origin {
    Introduced,
    Existing,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum Placement {
    Inline {
        line: usize,
        #[serde(default, deserialize_with = "never_null")]
        start_line: Option<usize>,
        side: Side,
    },
    Summary,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
pub(crate) enum Side {
    #[serde(rename = "RIGHT")]
    Right,
    #[serde(rename = "LEFT")]
    Left,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Target {
    pub(crate) kind: TargetKind,
    #[serde(default, deserialize_with = "never_null")]
    pub(crate) url: Option<String>,
    #[serde(default, deserialize_with = "never_null")]
    pub(crate) number: Option<u64>,
    pub(crate) base: String,
    #[serde(default, deserialize_with = "never_null")]
    pub(crate) merge_base: Option<String>,
    pub(crate) head: String,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TargetKind {
    PullRequest,
    Range,
    Files,
    Worktree,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    path: String,
    key: Vec<Key>,
    pub(crate) kind: ChangeKind,
    #[serde(deserialize_with = "nullable")]
    before: Option<Value>,
    #[serde(deserialize_with = "nullable")]
    after: Option<Value>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ChangeKind {
    Added,
    Removed,
    Changed,
    Reordered,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TagChange {
    path: String,
    pub(crate) added: Vec<String>,
    pub(crate) removed: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    pub(crate) body: String,
    pub(crate) comments: Vec<Comment>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Comment {
    pub(crate) path: String,
    pub(crate) line: usize,
    side: Side,
    #[serde(default, deserialize_with = "never_null")]
    pub(crate) start_line: Option<usize>,
    #[serde(default, deserialize_with = "never_null")]
    start_side: Option<Side>,
    pub(crate) body: String,
}

/// Reads an output.
#[track_caller]
pub(crate) fn read<T: DeserializeOwned>(output: &str) -> T {
    serde_json::from_str(output).unwrap_or_else(|e| panic!("{e}\n{output}"))
}
