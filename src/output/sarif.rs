//! `--format sarif`: SARIF 2.1.0, for code scanning.

use std::collections::HashMap;

use cardbot_core::finding::{Finding, Fix, Safety, Severity};
use cardbot_core::rules::{self, Rule};
use cardbot_core::text::Position;
use cardbot_core::yaml::path_text;
use serde::Serialize;

use super::rule_url;
use crate::report::{FileReport, Located, LocatedEdit};

/// GitHub refuses a run with more results than this.
const MOST_RESULTS: usize = 25_000;
/// What the paths of results start from: the root of the repository.
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool,
    invocations: [Invocation<'r>; 1],
    #[serde(rename = "originalUriBaseIds")]
    bases: Bases,
    column_kind: &'static str,
    results: Vec<ResultObject<'r>>,
}

#[derive(Serialize)]
struct Bases {
    #[serde(rename = "%SRCROOT%")]
    root: Base,
}

#[derive(Serialize)]
struct Base {
    description: Message<'static>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<RuleObject>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleObject {
    id: &'static str,
    short_description: Message<'static>,
    full_description: Message<'static>,
    help_uri: String,
    help: Help,
    default_configuration: DefaultConfiguration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: &'static str,
}

#[derive(Serialize)]
struct DefaultConfiguration {
    enabled: bool,
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: [&'static str; 2],
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'r> {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification<'r>>,
}

#[derive(Serialize)]
struct Notification<'r> {
    level: &'static str,
    message: Message<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'r> {
    rule_id: &'r str,
    rule_index: usize,
    level: &'static str,
    message: Message<'r>,
    locations: [Location<'r>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'r>>,
    partial_fingerprints: Fingerprints<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixObject<'r>>,
}

#[derive(Serialize)]
struct Fingerprints<'r> {
    #[serde(rename = "cardbot/v1")]
    own: &'r str,
}

#[derive(Serialize)]
struct Message<'r> {
    text: std::borrow::Cow<'r, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'r> {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

/// Lines and columns count from 1; the end column is exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject<'r> {
    description: Message<'r>,
    artifact_changes: [ArtifactChange<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'r> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'r> {
    deleted_region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Message<'r>>,
}

/// The log of a run.
#[must_use]
pub fn log(files: &[FileReport]) -> String {
    let mut found: Vec<(&FileReport, &Located)> =
        files.iter().flat_map(|file| file.findings.iter().map(move |l| (file, l))).collect();
    let mut notifications = notifications(files);
    if let Some(more) = found.len().checked_sub(MOST_RESULTS).filter(|n| *n > 0) {
        // The worst are kept.
        found.sort_by_key(|(_, located)| std::cmp::Reverse(located.finding.severity));
        found.truncate(MOST_RESULTS);
        notifications.push(notification("warning", format!("{more} findings did not fit"), None));
    }
    let mut table = RuleTable::default();
    let results = found.into_iter().map(|(file, located)| result(file, located, &mut table));
    let results: Vec<_> = results.collect();
    let version = env!("CARGO_PKG_VERSION");
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "cardbot",
                    version,
                    semantic_version: version,
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: table.rules.into_iter().map(rule_object).collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: files.iter().all(|file| file.error.is_none()),
                tool_execution_notifications: notifications,
            }],
            bases: Bases { root: Base { description: text("The root of the repository.") } },
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    serde_json::to_string(&log).unwrap_or_default()
}

/// The rules that occur, in the order of their first finding.
#[derive(Default)]
struct RuleTable {
    rules: Vec<&'static Rule>,
    places: HashMap<&'static str, usize>,
}

impl RuleTable {
    fn place(&mut self, name: &'static str) -> usize {
        *self.places.entry(name).or_insert_with(|| {
            self.rules.extend(rules::find(name));
            self.rules.len().saturating_sub(1)
        })
    }
}

fn rule_object(rule: &'static Rule) -> RuleObject {
    RuleObject {
        id: rule.name,
        short_description: text(rule.summary),
        full_description: text(rule.summary),
        help_uri: rule_url(rule.name),
        help: Help { text: prose(rule.page), markdown: rule.page },
        default_configuration: DefaultConfiguration {
            enabled: rule.on,
            level: rule.severity.word(),
        },
        properties: RuleProperties {
            tags: ["model-card", rule.family()],
            severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
        },
    }
}

/// A page's words: without its title and its examples.
fn prose(page: &str) -> String {
    let after_title = page.split_once('\n').map_or(page, |(_, rest)| rest);
    let before_examples = after_title.split("\n## ").next().unwrap_or(after_title);
    before_examples.trim().to_owned()
}

/// Files that could not be read, rules that broke down, findings beyond the limit.
fn notifications(files: &[FileReport]) -> Vec<Notification<'_>> {
    let mut list = vec![];
    for file in files {
        if let Some(trouble) = file.trouble() {
            list.push(notification("error", trouble.into_owned(), Some(file)));
        }
        if file.not_shown > 0 {
            let more = super::text::count(file.not_shown, "more finding");
            let text = format!("{more} of the same kinds");
            list.push(notification("note", text, Some(file)));
        }
    }
    list
}

fn notification(
    level: &'static str,
    said: String,
    file: Option<&FileReport>,
) -> Notification<'static> {
    let locations = file.map(|file| Location {
        physical_location: PhysicalLocation { artifact_location: artifact(file), region: None },
        logical_locations: vec![],
        message: None,
    });
    Notification { level, message: text(said), locations: locations.into_iter().collect() }
}

fn result<'r>(file: &FileReport, located: &'r Located, table: &mut RuleTable) -> ResultObject<'r> {
    let finding = &located.finding;
    let place =
        |region| PhysicalLocation { artifact_location: artifact(file), region: Some(region) };
    let related =
        finding.related.iter().zip(&located.related).map(|((_, words), (start, end))| Location {
            physical_location: place(Region::new(*start, *end)),
            logical_locations: vec![],
            message: Some(inert(words)),
        });
    ResultObject {
        rule_id: finding.rule,
        rule_index: table.place(finding.rule),
        level: finding.severity.word(),
        message: inert(&said(finding)),
        locations: [Location {
            physical_location: place(Region::new(located.shown.0, located.shown.1)),
            logical_locations: logical(finding),
            message: None,
        }],
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints { own: &finding.fingerprint },
        fixes: finding.fix.iter().map(|fix| fix_object(file, fix, &located.edits)).collect(),
    }
}

fn said(finding: &Finding) -> String {
    let help = finding.help.as_ref().map(|help| format!(" {help}")).unwrap_or_default();
    format!("{}.{help}", finding.message)
}

/// Where in the metadata.
fn logical(finding: &Finding) -> Vec<LogicalLocation> {
    if finding.key.is_empty() {
        return vec![];
    }
    vec![LogicalLocation { fully_qualified_name: path_text(&finding.key), kind: "member" }]
}

fn fix_object<'r>(file: &FileReport, fix: &'r Fix, edits: &'r [LocatedEdit]) -> FixObject<'r> {
    let replacements = edits.iter().map(|edit| Replacement {
        deleted_region: Region::new(edit.start, edit.end),
        inserted_content: (!edit.text.is_empty()).then(|| text(edit.text.as_str())),
    });
    FixObject {
        description: match fix.safety {
            Safety::Safe => inert(&fix.title),
            Safety::Ask => inert(&format!("Please check: {}", fix.title)),
        },
        artifact_changes: [ArtifactChange {
            artifact_location: artifact(file),
            replacements: replacements.collect(),
        }],
    }
}

impl Region {
    fn new(start: Position, end: Position) -> Self {
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

fn text<'r>(text: impl Into<std::borrow::Cow<'r, str>>) -> Message<'r> {
    Message { text: text.into() }
}

/// Words about a card. `[text](target)` in a message would become a link; a word joiner, which is
/// not seen, keeps a card's text from being one.
fn inert(words: &str) -> Message<'static> {
    text(words.replace("](", "]\u{2060}("))
}

/// The file as a URI: relative to the root of the repository, or absolute outside of it.
fn artifact(file: &FileReport) -> ArtifactLocation {
    let path = file.repository_path();
    if path.starts_with('/') {
        return ArtifactLocation { uri: format!("file://{}", encoded(path)), uri_base_id: None };
    }
    ArtifactLocation { uri: encoded(path), uri_base_id: Some(ROOT) }
}

/// Percent-encodes all but what a path in a URI may hold anywhere.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(encoded("models/a b#1/é:%.md"), "models/a%20b%231/%C3%A9%3A%25.md");
    }

    #[test]
    fn every_rule_has_words_for_its_help() {
        for rule in rules::REGISTRY {
            let words = prose(rule.page);
            assert!(words.len() > 20 && !words.contains("```"), "{}: {words}", rule.name);
        }
    }
}
