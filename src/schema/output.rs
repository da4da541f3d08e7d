//! The schema of what `--format json` prints.

use serde_json::{Value, json};

/// The JSON Schema of the output of `check`, `review`, `tags` and `carbon`.
///
/// The output grows only by addition, so objects may have fields that are not named here.
#[must_use]
pub fn output() -> Value {
    json!({
        "$schema": super::DRAFT,
        "title": "cardbot's JSON output",
        "description": "What `cardbot check`, `cardbot review`, `cardbot tags` and `cardbot carbon` \
            print with `--format json`. It grows only by addition: readers ignore fields and enum values that \
            they do not know.",
        "anyOf": [
            {"$ref": "#/definitions/check"},
            {"$ref": "#/definitions/review"},
            {"$ref": "#/definitions/tags"},
            {"$ref": "#/definitions/carbon"},
        ],
        "definitions": {
            "schema": {"const": 1, "description": "The version of this format."},
            "check": check(),
            "review": review(),
            "tags": {
                "description": "The output of `tags`: the tags that the Hub derives from the card.",
                "type": "object",
                "required": ["schema", "tags"],
                "not": {"required": ["files"]},
                "properties": {
                    "schema": {"$ref": "#/definitions/schema"},
                    "tags": {"$ref": "#/definitions/texts"},
                },
            },
            "carbon": super::carbon::output(),
            "tool": tool(),
            "file": file("finding"),
            "reviewed_file": file("reviewed_finding"),
            "summary": summary(),
            "finding": finding(),
            "reviewed_finding": {
                "description": "A finding of a review: where it came from and where it is told.",
                "allOf": [{"$ref": "#/definitions/finding"}],
                "required": ["origin", "placement"],
                "properties": {
                    "origin": {
                        "description": "Whether the change brought it, or it was there before.",
                        "enum": ["introduced", "existing"],
                    },
                    "placement": {"$ref": "#/definitions/placement"},
                },
            },
            "key": {
                "description": "Where in the metadata: names of keys and places in lists, from 0; \
                    empty for the card as a whole.",
                "type": "array",
                "items": {"type": ["string", "integer"], "minimum": 0},
            },
            "position": position(),
            "fix": fix(),
            "placement": placement(),
            "target": target(),
            "change": change(),
            "tag_change": tag_change(),
            "comment": comment(),
            "texts": {"type": "array", "items": {"type": "string"}},
            "count": {"type": "integer", "minimum": 0},
            "line": {"type": "integer", "minimum": 1},
            "side": {"enum": ["LEFT", "RIGHT"]},
        },
    })
}

fn check() -> Value {
    json!({
        "description": "The output of `check`.",
        "type": "object",
        "required": ["schema", "tool", "files", "summary"],
        "not": {"anyOf": [
            {"required": ["target"]},
            {"required": ["changes"]},
            {"required": ["review"]},
        ]},
        "properties": {
            "schema": {"$ref": "#/definitions/schema"},
            "tool": {"$ref": "#/definitions/tool"},
            "files": {"type": "array", "items": {"$ref": "#/definitions/file"}},
            "summary": {"$ref": "#/definitions/summary"},
        },
    })
}

fn review() -> Value {
    json!({
        "description": "The output of `review`. The summary counts what the change introduced.",
        "type": "object",
        "required": ["schema", "tool", "files", "summary", "target", "changes", "tags", "review"],
        "properties": {
            "schema": {"$ref": "#/definitions/schema"},
            "tool": {"$ref": "#/definitions/tool"},
            "files": {"type": "array", "items": {"$ref": "#/definitions/reviewed_file"}},
            "summary": {"allOf": [{"$ref": "#/definitions/summary"}], "required": ["existing"]},
            "target": {"$ref": "#/definitions/target"},
            "changes": {"type": "array", "items": {"$ref": "#/definitions/change"}},
            "tags": {"type": "array", "items": {"$ref": "#/definitions/tag_change"}},
            "review": {
                "description": "The review as it would be posted. Of a pull request what this run \
                    would post: nothing that stands there already, and an empty body where there is \
                    nothing to post.",
                "type": "object",
                "required": ["body", "comments"],
                "properties": {
                    "body": {"type": "string", "description": "In Markdown."},
                    "comments": {"type": "array", "items": {"$ref": "#/definitions/comment"}},
                },
            },
        },
    })
}

fn tool() -> Value {
    json!({
        "type": "object",
        "required": ["name", "version"],
        "properties": {"name": {"const": "cardbot"}, "version": {"type": "string"}},
    })
}

fn file(finding: &str) -> Value {
    json!({
        "type": "object",
        "required": ["path", "kind", "findings"],
        "properties": {
            "path": {"type": "string", "description": "`-` for standard input."},
            "kind": {"enum": [
                "model-card", "dataset-card", "space-card", "template", "eval-results", "other",
                "unreadable",
            ]},
            "error": {"type": "string", "description": "Why it could not be read."},
            "broken_rules": {
                "allOf": [{"$ref": "#/definitions/texts"}],
                "description": "Rules that broke down on this file and said nothing.",
            },
            "findings": {"type": "array", "items": {"$ref": format!("#/definitions/{finding}")}},
        },
        "if": {"properties": {"kind": {"const": "unreadable"}}},
        "then": {"required": ["error"]},
        "else": {"not": {"required": ["error"]}},
    })
}

fn summary() -> Value {
    let count =
        |about: &str| json!({"allOf": [{"$ref": "#/definitions/count"}], "description": about});
    json!({
        "type": "object",
        "required": [
            "files", "model_cards", "errors", "warnings", "notes", "fixable", "suppressed",
            "not_shown",
        ],
        "properties": {
            "files": count("Files looked at."),
            "model_cards": count("Of these, model cards."),
            "errors": count("Findings that are errors."),
            "warnings": count("Findings that are warnings."),
            "notes": count("Findings that are notes."),
            "fixable": count("Findings with a fix."),
            "existing": count("In a review: findings that were there before."),
            "suppressed": count("Findings silenced by ignore comments or the configuration."),
            "not_shown": count("Findings left out because a rule had too many in one file."),
        },
    })
}

fn finding() -> Value {
    json!({
        "type": "object",
        "required": [
            "rule", "severity", "message", "help", "url", "key", "range", "fix", "fingerprint",
        ],
        "properties": {
            "rule": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)+$"},
            "severity": {
                "description": "error: the Hub refuses the card or reads something else than the \
                    author wrote; warning: the Hub takes it but a feature will not work or others \
                    will be misled; note: worth improving.",
                "enum": ["error", "warning", "note"],
            },
            "message": {"type": "string"},
            "help": {"type": ["string", "null"]},
            "url": {"type": ["string", "null"], "description": "The rule's page."},
            "key": {"$ref": "#/definitions/key"},
            "range": {
                "description": "Where in the file; the end is exclusive.",
                "type": "object",
                "required": ["start", "end"],
                "properties": {
                    "start": {"$ref": "#/definitions/position"},
                    "end": {"$ref": "#/definitions/position"},
                },
            },
            "fix": {"oneOf": [{"$ref": "#/definitions/fix"}, {"type": "null"}]},
            "fingerprint": {
                "description": "The same for the same mistake, wherever its line moves.",
                "type": "string",
                "minLength": 1,
            },
        },
    })
}

fn position() -> Value {
    json!({
        "type": "object",
        "required": ["line", "column", "byte"],
        "properties": {
            "line": {"$ref": "#/definitions/line"},
            "column": {
                "description": "Counts Unicode scalar values, from 1; a byte that is not UTF-8 \
                    counts as one.",
                "type": "integer",
                "minimum": 1,
            },
            "byte": {
                "description": "Offset in the file, from 0.",
                "type": "integer",
                "minimum": 0,
            },
        },
    })
}

fn fix() -> Value {
    json!({
        "type": "object",
        "required": ["title", "safety", "edits"],
        "properties": {
            "title": {"type": "string"},
            "safety": {
                "description": "safe: what the author meant is certain; ask: a person must look.",
                "enum": ["safe", "ask"],
            },
            "edits": {
                "description": "Sorted, not overlapping; all apply to the original text.",
                "type": "array",
                "minItems": 1,
                "items": {
                    "description": "Bytes from start to end (exclusive) become the text.",
                    "type": "object",
                    "required": ["start", "end", "text"],
                    "properties": {
                        "start": {"$ref": "#/definitions/count"},
                        "end": {"$ref": "#/definitions/count"},
                        "text": {"type": "string"},
                    },
                },
            },
        },
    })
}

fn placement() -> Value {
    json!({
        "description": "In line: beside this line, or the lines from start_line on. Else in the \
            summary.",
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"enum": ["inline", "summary"]},
            "line": {"$ref": "#/definitions/line"},
            "start_line": {"$ref": "#/definitions/line"},
            "side": {"$ref": "#/definitions/side"},
        },
        "if": {"properties": {"kind": {"const": "inline"}}},
        "then": {"required": ["line", "side"]},
    })
}

fn target() -> Value {
    json!({
        "description": "What was reviewed.",
        "type": "object",
        "required": ["kind", "base", "head"],
        "properties": {
            "kind": {"enum": ["pull-request", "range", "files", "worktree"]},
            "url": {"type": "string"},
            "number": {"type": "integer", "minimum": 1},
            "base": {"type": "string"},
            "merge_base": {"type": "string"},
            "head": {"type": "string"},
        },
    })
}

fn change() -> Value {
    json!({
        "description": "A difference of the metadata. Values are as js-yaml loads them; dates are \
            ISO text, NaN and infinities are text.",
        "type": "object",
        "required": ["path", "key", "kind", "before", "after"],
        "properties": {
            "path": {"type": "string"},
            "key": {"$ref": "#/definitions/key"},
            "kind": {"enum": ["added", "removed", "changed", "reordered"]},
            "before": {"description": "Null when added."},
            "after": {"description": "Null when removed."},
        },
    })
}

fn tag_change() -> Value {
    json!({
        "description": "Tags that the Hub will derive anew or no longer.",
        "type": "object",
        "required": ["path", "added", "removed"],
        "properties": {
            "path": {"type": "string"},
            "added": {"$ref": "#/definitions/texts"},
            "removed": {"$ref": "#/definitions/texts"},
        },
    })
}

fn comment() -> Value {
    json!({
        "type": "object",
        "required": ["path", "line", "side", "body"],
        "properties": {
            "path": {"type": "string"},
            "line": {"$ref": "#/definitions/line"},
            "side": {"$ref": "#/definitions/side"},
            "start_line": {"$ref": "#/definitions/line"},
            "start_side": {"$ref": "#/definitions/side"},
            "body": {"type": "string", "description": "In Markdown."},
        },
        "dependencies": {"start_line": ["start_side"], "start_side": ["start_line"]},
    })
}
