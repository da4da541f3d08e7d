//! What every output format promises, over any text and any place in it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

use std::fs;

use arbtest::arbitrary::{Result, Unstructured};
use cardbot::cli::Format;
use cardbot::output;
use cardbot::report::{Detail, FileReport, Located, Summary};
use cardbot_core::edit::{self, Edit};
use cardbot_core::finding::{Finding, Fix, Promise, Safety, Severity};
use cardbot_core::kind::Kind;
use cardbot_core::rules::REGISTRY;
use cardbot_core::text::{Source, Span};
use serde_json::Value;

/// Pieces of a text that outputs could stumble over.
const PIECES: &[&str] = &[
    "a",
    "key: value",
    " ",
    "é",
    "日本",
    "😀",
    "\t",
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\u{202e}",
    "\u{200b}",
    "\u{1b}[31m",
    "\u{9b}",
    "::error::",
    "%0A",
    "`",
    "](x)",
    "\"",
    "\\",
    "\u{feff}",
    "\u{e0041}",
    "👩\u{200d}💻",
    "<b>",
];

fn text(u: &mut Unstructured<'_>) -> Result<String> {
    let n = u.int_in_range(0..=40)?;
    (0..n).map(|_| u.choose(PIECES).copied()).collect()
}

/// Offsets on character boundaries, sorted.
fn offsets<const N: usize>(u: &mut Unstructured<'_>, text: &str) -> Result<[usize; N]> {
    let all: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut chosen = [0; N];
    for at in &mut chosen {
        *at = *u.choose(&all)?;
    }
    chosen.sort_unstable();
    Ok(chosen)
}

fn finding(u: &mut Unstructured<'_>, source: &str) -> Result<Finding> {
    let [start, end] = offsets(u, source)?;
    let [near, far] = offsets(u, source)?;
    let [a, b, c, d] = offsets(u, source)?;
    let edits =
        vec![Edit::replace(Span::new(a, b), text(u)?), Edit::replace(Span::new(c, d), text(u)?)];
    let edits = if edit::are_disjoint(&edits) { edits } else { edits[..1].to_vec() };
    let fix = Fix {
        title: text(u)?,
        safety: *u.choose(&[Safety::Safe, Safety::Ask])?,
        edits,
        promise: Promise::Body,
    };
    Ok(Finding {
        rule: u.choose(REGISTRY)?.name,
        severity: *u.choose(&[Severity::Error, Severity::Warning, Severity::Note])?,
        message: text(u)?,
        help: Some(text(u)?),
        key: vec![],
        span: Span::new(start, end),
        related: vec![(Span::new(near, far), "the first one".to_owned())],
        fix: Some(fix),
        value: String::new(),
        fingerprint: "00".repeat(16),
    })
}

fn report(path: &str, source: &str, findings: &[Finding], detail: Detail) -> FileReport {
    let source = Source::new(source.as_bytes());
    let locate = |finding: &Finding| Located::new(finding.clone(), &source, detail);
    FileReport {
        path: path.to_owned(),
        from_root: None,
        kind: Kind::ModelCard,
        error: None,
        broken_rules: vec![],
        findings: findings.iter().map(locate).collect(),
        suppressed: 0,
        not_shown: 0,
    }
}

fn printed(format: Format, path: &str, source: &str, findings: &[Finding]) -> String {
    let files = [report(path, source, findings, output::detail(format))];
    output::of_files(format, &files, &Summary::of(&files))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect(text)
}

fn sarif_schema() -> jsonschema::Validator {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sarif-schema-2.1.0.json");
    let mut schema = json(&fs::read_to_string(path).expect("the schema"));
    // Not a regular expression: it has a bracket too many. cardbot does not print this field.
    for object in ["run", "toolComponent"] {
        let pointer = format!("/definitions/{object}/properties/language");
        let language = schema.pointer_mut(&pointer).and_then(Value::as_object_mut);
        language.expect("a field").remove("pattern");
    }
    jsonschema::validator_for(&schema).expect("a valid schema")
}

fn assert_valid(schema: &jsonschema::Validator, log: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(log).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{log:#}");
}

/// Offset of a line and column, both from 1, as a reader of the format finds it.
fn offset(text: &str, line: &Value, column: &Value, width: fn(char) -> usize) -> usize {
    let (line, mut column) = (line.as_u64().unwrap(), column.as_u64().unwrap() as usize - 1);
    let before: usize = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
    let mut at = before;
    for c in text[before..].chars() {
        if column == 0 {
            break;
        }
        assert_ne!(c, '\n', "column behind the line end");
        column -= width(c);
        at += c.len_utf8();
    }
    assert_eq!(column, 0, "column behind the end of the file");
    at
}

/// The bytes of a reader's region.
fn region(text: &str, start: [&Value; 2], end: [&Value; 2], width: fn(char) -> usize) -> Span {
    Span {
        start: offset(text, start[0], start[1], width),
        end: offset(text, end[0], end[1], width),
    }
}

#[test]
fn sarif_is_valid_and_its_fixes_do_what_the_edits_do() {
    let schema = sarif_schema();
    arbtest::arbtest(|u| {
        let source = text(u)?;
        let finding = finding(u, &source)?;
        let log =
            json(&printed(Format::Sarif, "a b/é.md", &source, std::slice::from_ref(&finding)));
        assert_valid(&schema, &log);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["level"], finding.severity.word());
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], finding.rule);
        let of = |r: &Value| {
            let at = |line, column| [&r[line], &r[column]];
            region(&source, at("startLine", "startColumn"), at("endLine", "endColumn"), |_| 1)
        };
        let _ = of(&result["locations"][0]["physicalLocation"]["region"]);
        let replacements = &result["fixes"][0]["artifactChanges"][0]["replacements"];
        let edits: Vec<Edit> = replacements
            .as_array()
            .unwrap()
            .iter()
            .map(|r| {
                let new = r["insertedContent"]["text"].as_str().unwrap_or("");
                Edit::replace(of(&r["deletedRegion"]), new)
            })
            .collect();
        assert_eq!(edits, finding.fix.unwrap().edits);
        Ok(())
    });
}

#[test]
fn sarif_tells_of_trouble_and_encodes_paths() {
    let schema = sarif_schema();
    let unreadable = FileReport::unreadable("gone.md".to_owned(), "no such file".to_owned());
    let mut broken = report("-", "", &[], Detail::Edits);
    broken.broken_rules.push("license-unknown");
    broken.not_shown = 3;
    let mut below = report("a#b.md", "", &[], Detail::Edits);
    below.from_root = Some("models/50%/a#b.md".to_owned());
    below.not_shown = 1;
    let log = json(&output::sarif::log(&[unreadable, broken, below]));
    assert_valid(&schema, &log);
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let said = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    let texts: Vec<_> = said.iter().map(|n| n["message"]["text"].as_str().unwrap()).collect();
    assert_eq!(
        texts,
        [
            "no such file",
            "these rules broke down here: license-unknown",
            "3 more findings of the same kinds",
            "1 more finding of the same kinds",
        ]
    );
    let uri = &said[3]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "models/50%25/a%23b.md");
    assert_valid(&schema, &json(&output::sarif::log(&[])));
}

#[test]
fn a_suggestion_of_rdjson_does_what_the_edits_do() {
    arbtest::arbtest(|u| {
        let source = text(u)?;
        let finding = finding(u, &source)?;
        let result =
            json(&printed(Format::Rdjson, "README.md", &source, std::slice::from_ref(&finding)));
        let diagnostic = &result["diagnostics"][0];
        let of = |r: &Value| {
            let at = |side: &str| [&r[side]["line"], &r[side]["column"]];
            region(&source, at("start"), at("end"), char::len_utf8)
        };
        let _ = of(&diagnostic["location"]["range"]);
        let fix = finding.fix.unwrap();
        if diagnostic["message"].as_str().unwrap().starts_with("Please check: ") {
            assert_eq!(fix.safety, Safety::Ask);
        }
        if let Some(suggestions) = diagnostic["suggestions"].as_array() {
            let [one] = suggestions.as_slice() else { panic!("{suggestions:?}") };
            let edit = Edit::replace(of(&one["range"]), one["text"].as_str().unwrap());
            assert_eq!(edit::apply(&source, &[edit]), edit::apply(&source, &fix.edits));
        }
        Ok(())
    });
}

#[test]
fn a_workflow_command_is_one_line_whatever_the_card_says() {
    arbtest::arbtest(|u| {
        let source = text(u)?;
        let path = text(u)?;
        let finding = finding(u, &source)?;
        let out = printed(Format::Github, &path, &source, std::slice::from_ref(&finding));
        assert_eq!(out.matches('\n').count(), 1, "{out:?}");
        assert!(!out.contains(['\r', '\u{1b}', '\u{202e}']), "{out:?}");
        let (properties, message) = out[2..].split_once("::").unwrap();
        let (word, properties) = properties.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&word));
        let unescaped = |text: &str| {
            let colon = text.replace("%3A", ":").replace("%2C", ",");
            colon.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
        };
        let mut has_column = false;
        let mut lines = vec![];
        for property in properties.split(',') {
            let (key, value) = property.split_once('=').unwrap();
            match key {
                "file" => assert_eq!(unescaped(value), output::plain(&path)),
                "title" => assert_eq!(value, finding.rule),
                "line" | "endLine" => lines.push(value.parse::<usize>().unwrap()),
                "col" | "endColumn" => has_column = true,
                other => panic!("{other}"),
            }
        }
        let last = source.split_inclusive('\n').count().max(1);
        assert!(1 <= lines[0] && lines[0] <= lines[1] && lines[1] <= last, "{lines:?} of {last}");
        assert!(!has_column || lines[0] == lines[1]);
        assert!(unescaped(message).contains(finding.rule));
        Ok(())
    });
}

#[test]
fn github_shows_ten_of_a_kind_and_is_told_so() {
    let source = "---\nlicense: x\n---\n";
    let of = |severity, n: usize| {
        let mut u = Unstructured::new(&[0; 64]);
        let finding = finding(&mut u, source).unwrap();
        std::iter::repeat_n(Finding { severity, ..finding }, n)
    };
    let out = |errors, warnings, notes| {
        let findings: Vec<Finding> = of(Severity::Note, notes)
            .chain(of(Severity::Warning, warnings))
            .chain(of(Severity::Error, errors))
            .collect();
        printed(Format::Github, "README.md", source, &findings)
    };
    let words = |out: &str| -> Vec<String> {
        out.lines().map(|l| l[2..].split([' ', ':']).next().unwrap().to_owned()).collect()
    };
    assert_eq!(words(&out(1, 1, 1)), ["error", "warning", "notice"], "the worst first");
    assert_eq!(words(&out(10, 10, 10)).len(), 30, "nothing is hidden, nothing is told");
    let crowded = out(12, 0, 0);
    let last = crowded.lines().last().unwrap();
    assert_eq!(
        last,
        "::notice title=cardbot::2 further findings in this step's log only: GitHub shows 10 \
         annotations of a kind."
    );
    assert_eq!(words(&out(0, 3, 14)).last().unwrap(), "warning", "a kind with room left");
}

#[test]
fn text_for_people_obeys_no_card_and_fits_the_terminal() {
    arbtest::arbtest(|u| {
        let source = text(u)?.repeat(u.int_in_range(1..=8)?);
        let path = text(u)?;
        let finding = finding(u, &source)?;
        let mut finding = finding;
        if u.arbitrary()? {
            finding.related.clear();
        }
        let files = [report(&path, &source, std::slice::from_ref(&finding), Detail::Picture)];
        let out = output::text::findings(&files, 80);
        // Marks over several lines have a bar at the left, two marks on one line need room.
        harmless_and_within(if finding.related.is_empty() { 92 } else { 200 }, &out);
        Ok(())
    });
}

#[test]
fn a_mark_over_what_takes_no_column_fits_too() {
    let source = "\u{e0041}".repeat(60);
    let mut finding = finding(&mut Unstructured::new(&[0; 64]), &source).unwrap();
    finding.span = Span::new(0, source.len());
    finding.related.clear();
    let files = [report("README.md", &source, &[finding], Detail::Picture)];
    harmless_and_within(80, &output::text::findings(&files, 80));
}

/// What is left after taking out the renderer's own colours is harmless, and what it draws of the
/// file takes no more than so many columns.
fn harmless_and_within(most: usize, out: &str) {
    let plain = anstream::adapter::strip_str(out).to_string();
    assert!(!plain.contains(output::escape::is_hidden), "{plain:?}");
    let drawn = plain.lines().filter(|l| {
        let sign = l.trim_start_matches([' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        l.starts_with([' ', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
            && sign.starts_with(['|', '-', '+'])
            && !sign.starts_with("-->")
    });
    for line in drawn {
        let columns: usize =
            line.chars().map(|c| unicode_width::UnicodeWidthChar::width(c).unwrap_or(1)).sum();
        assert!(columns <= most, "{columns}: {line}\n{plain}");
    }
}

#[test]
fn the_other_formats_take_any_finding() {
    arbtest::arbtest(|u| {
        let source = text(u)?;
        let finding = finding(u, &source)?;
        let check = json(&printed(Format::Json, "a.md", &source, std::slice::from_ref(&finding)));
        let range = &check["files"][0]["findings"][0]["range"];
        assert_eq!(range["start"]["byte"], finding.span.start);
        assert_eq!(range["end"]["byte"], finding.span.end);
        let _ = printed(Format::Markdown, &source, &source, &[finding]);
        Ok(())
    });
}

#[test]
fn bytes_that_are_not_utf8_are_counted_as_one_column_each() {
    let source = Source::new(b"---\nlicense: \xff\xfe MIT\n---\n");
    let mut u = Unstructured::new(&[0; 64]);
    let mut finding = finding(&mut u, "").unwrap();
    finding.span = Span::new(16, 19);
    let located = Located::new(finding, &source, Detail::Edits);
    assert_eq!((located.start.line, located.start.column, located.start.byte_column), (2, 13, 13));
}
