//! Reading configurations: what is taken, what is refused and how it is told.

use super::*;
use crate::config::{FailOn, HubLink, PATHS, PathIgnore, is_config_path};
use crate::edit;
use crate::engine;
use crate::finding::Severity;
use crate::text::Source;

fn mistakes(text: &str) -> Vec<String> {
    let errors = read(text).expect_err(text);
    errors.iter().map(|e| format!("{} `{}`", e.rule, &text[e.span.range()])).collect()
}

/// The file after all fixes that need no look.
fn fixed(text: &str) -> String {
    let source = Source::new(text.as_bytes());
    let report = engine::check_config(PATHS[0], PATHS[0], &source, &Config::default());
    let fixes = report.findings.into_iter().filter_map(|f| f.fix);
    let safe = fixes.filter(|fix| fix.safety == crate::finding::Safety::Safe);
    let mut edits: Vec<_> = safe.flat_map(|fix| fix.edits).collect();
    edits.sort();
    edit::apply(text, &edits).expect("the edits apply")
}

#[test]
fn every_key_is_read() {
    let text = "\
cards:
  include: ['models/**/README.md', ./card.md]
  exclude: [docs]
rules:
  license-unknown: off
  config-syntax: note
fail-on: warning
require: [license, our_own]
ignore:
  - license-unknown
  - path: drafts/**
    rules: [config-unknown-key]
hub:
  README.md: {id: org/model, mirror: true}
  ./models/bert/:
    id: org/bert
";
    let config = read(text).expect("valid");
    assert_eq!(config.include, ["models/**/README.md", "./card.md"]);
    assert_eq!(config.exclude, ["docs"]);
    assert_eq!(config.rules["license-unknown"], None);
    assert_eq!(config.rules["config-syntax"], Some(Severity::Note));
    assert_eq!(config.fail_on, FailOn::At(Severity::Warning));
    assert_eq!(config.require, ["license", "our_own"]);
    assert_eq!(config.ignore, ["license-unknown"]);
    assert_eq!(
        config.ignore_paths,
        [PathIgnore { path: "drafts/**".into(), rules: vec!["config-unknown-key".into()] }]
    );
    let model = HubLink { id: Some("org/model".into()), mirror: true, files: None };
    assert_eq!(config.hub_link("README.md"), Some(&model));
    assert_eq!(config.hub_link("models/bert/README.md").unwrap().id.as_deref(), Some("org/bert"));
    assert_eq!(config.hub_link("models/README.md"), None);
    assert!(config.select.is_empty());
}

#[test]
fn what_says_nothing_gives_the_defaults() {
    let commented = "cards:\nrules:\n  # license-unknown: off\nfail-on:\nrequire:\nignore:\nhub:\n";
    for text in ["", "\n", "# nothing yet\n", "---\n", "~", "{}", "\u{feff}", commented] {
        assert_eq!(read(text), Ok(Config::default()), "{text:?}");
    }
    let bom = read("\u{feff}fail-on: never\r\nrequire: [license]\r\n").expect("a mark is fine");
    assert_eq!((bom.fail_on, bom.require.len()), (FailOn::Never, 1));
    assert_eq!(read("cards: ['*.md']").unwrap().include, ["*.md"]);
    let link = read("hub: {.: {id: a/b}}").unwrap().hub_link("README.md").cloned();
    assert_eq!(link, Some(HubLink { id: Some("a/b".into()), mirror: false, files: None }));
}

#[test]
fn all_mistakes_are_told_each_with_its_place() {
    let text = "\
card: [a.md]
rules:
  licence-unknown: off
  license-unknown: loud
fail-on: [error]
ignore:
  - license-unknwon
  - path: /drafts
    rule: [license-unknown]
hub:
  README.md: {id: model, mirror: 1}
extra: 1
";
    assert_eq!(
        mistakes(text),
        [
            "config-unknown-key `card`",
            "config-unknown-rule `licence-unknown`",
            "config-wrong-value `loud`",
            "config-wrong-value `[error]`",
            "config-unknown-rule `license-unknwon`",
            "config-wrong-value `/drafts`",
            "config-unknown-key `rule`",
            "config-wrong-value `model`",
            "config-wrong-value `1`",
            "config-unknown-key `extra`",
        ]
    );
}

#[test]
fn messages_say_what_was_found_and_what_is_allowed() {
    let told = |text: &str| {
        let error = read(text).expect_err(text).remove(0);
        format!("{} / {}", error.message, error.help.unwrap_or_default())
    };
    let cases = [
        ("fail_on: error", "`fail_on` is not a key of the configuration / Did you mean `fail-on`?"),
        (
            "colour: red",
            "`colour` is not a key of the configuration / The keys are `cards`, `rules`, \
             `fail-on`, `require`, `ignore`, `hub`.",
        ),
        (
            "exclude: [a]",
            "`exclude` is not a key of the configuration / `exclude` is a key of `cards`.",
        ),
        (
            "fail-on: loud",
            "`loud` is not a value of `fail-on` / Write `error`, `warning`, `note` or `never`.",
        ),
        (
            "rules: {license-unknown: }",
            "a setting of a rule is expected, nothing is here / Write `off`, `note`, `warning` or `error`.",
        ),
        ("rules: {nonsense: off}", "there is no rule `nonsense` / `cardbot rules` lists them."),
        (
            "require: license",
            "a list of keys is expected, this is text / A list of one is written in brackets: `[…]`.",
        ),
        ("require: [3]", "a key is expected, this is a number / In quotes it is read as text."),
        (
            "ignore: [{path: docs}]",
            "`rules` is missing in this item / To leave a path out altogether, put it under `exclude` of `cards`.",
        ),
        (
            "- a",
            "a configuration is a map of keys, this is a list / Begin with one of the keys `cards`, `rules`, `fail-on`, `require`, `ignore`, `hub`.",
        ),
        (
            "hub: {id: a/b}",
            "`hub` has paths as keys, `id` belongs one level deeper / Write the card's path first: `README.md: {id: …}`.",
        ),
        (
            "fail-on: note\nfail-on: error",
            "the key `fail-on` is here twice / Only one of them can hold.",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(told(text), message, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_one_mistake() {
    for text in [
        "cards: [**/README.md]",
        "rules: {a: b",
        "\tfail-on: error",
        "a: 1\n---\nb: 2",
        "fail-on: !!python/tuple x",
        "cards: &x [a.md]\nrequire: *x",
        ": x",
        &"[".repeat(100_000),
        &format!("# {}", "x".repeat(300 << 10)),
        &format!("require: [{}]", "a,".repeat(30_000)),
    ] {
        let found = read(text).expect_err("refused");
        assert_eq!(found.len(), 1, "{text:.60}");
        assert_eq!(found[0].rule, "config-syntax", "{text:.60}");
    }
}

#[test]
fn a_file_full_of_mistakes_is_not_told_to_the_end() {
    let text = format!("rules:\n{}", "  nonsense: loud\n".repeat(2_000));
    assert_eq!(read(&text).expect_err("refused").len(), 100);
}

#[test]
fn doubtless_slips_are_fixed() {
    let cases = [
        ("fail_on: warn # loudly\n", "fail-on: warning # loudly\n"),
        ("failon: errors\n", "fail-on: error\n"),
        ("rules:\n  license-unknow: false\n", "rules:\n  license-unknown: off\n"),
        ("rules:\r\n  license_unknown: Warning\r\n", "rules:\r\n  license-unknown: warning\r\n"),
        ("ignore: license-unknown\n", "ignore: [license-unknown]\n"),
        (
            "ignore: [{path: d, rules: license-unknown}]\n",
            "ignore: [{path: d, rules: [license-unknown]}]\n",
        ),
        ("cards: '**/README.md'\n", "cards: [\"**/README.md\"]\n"),
        ("cards: [\"/a/*.md\", 'b\\c.md']\n", "cards: [\"a/*.md\", 'b/c.md']\n"),
        ("require: [1]\n", "require: [\"1\"]\n"),
        ("hub: {README.md: org/model}\n", "hub: {README.md: {id: org/model}}\n"),
        (
            "hub: {/README.md: {id: 'https://huggingface.co/org/model', mirror: Yes}}\n",
            "hub: {README.md: {id: 'org/model', mirror: true}}\n",
        ),
        ("\u{feff}fail_on: note\n", "\u{feff}fail-on: note\n"),
        (
            "\u{feff}cards:\n  - **/README.md # all\n  - *.md\nignore:\n- {path: *é/x, rules: [license-unknown]}\n",
            "\u{feff}cards:\n  - \"**/README.md\" # all\n  - \"*.md\"\nignore:\n- {path: \"*é/x\", rules: [license-unknown]}\n",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(fixed(text), expected);
        assert!(read(expected).is_ok(), "{expected}");
        assert_eq!(fixed(expected), expected);
    }
    // What is not certain, or would clash, is left to a person.
    for text in [
        "rules: {licence-unknwon: off}\n",
        "fail-on: note\nfail_on: error\n",
        "rules: {license-unknow: off, license-unknown: note}\n",
        "hub: {/README.md: {}, README.md: {}}\n",
        "require: [licence]\n",
        "cards: [models/]\n",
        "fail-on: worning\n",
    ] {
        assert_eq!(fixed(text), text);
    }
}

#[test]
fn a_misspelt_required_key_is_only_a_warning() {
    let text = "require: [licence, tag_of_ours, license, gated, model-index]\n";
    assert!(read(text).is_ok());
    let source = Source::new(text.as_bytes());
    let report = engine::check_config(PATHS[0], PATHS[0], &source, &Config::default());
    let told: Vec<_> =
        report.findings.iter().map(|f| (f.severity, &text[f.span.range()])).collect();
    assert_eq!(told, [(Severity::Warning, "licence")]);
}

#[test]
fn findings_have_keys_and_identities_that_stay() {
    let check = |text: &str, config: &Config| {
        let source = Source::new(text.as_bytes());
        engine::check_config("cardbot.yml", PATHS[0], &source, config)
    };
    let default = Config::default();
    let before = check("ignore:\n  - nonsense\n", &default).findings;
    let after =
        check("fail-on: note\nignore:\n  - license-unknown\n  - nonsense\n", &default).findings;
    assert_eq!(crate::yaml::path_text(&before[0].key), "ignore[0]");
    assert_eq!(before[0].fingerprint, after[0].fingerprint);
    // The configuration in force decides about the rules, not the file under review.
    let off = read("rules: {config-unknown-rule: off}").unwrap();
    assert_eq!(check("ignore: [nonsense]", &off).findings, []);
    let note = read("rules: {config-unknown-rule: note}").unwrap();
    assert_eq!(check("ignore: [nonsense]", &note).findings[0].severity, Severity::Note);
    let ignored = read("ignore: [{path: cardbot.yml, rules: [config-unknown-rule]}]").unwrap();
    let report = check("ignore: [nonsense]", &ignored);
    assert_eq!((report.findings.len(), report.suppressed), (0, 1));
}

#[test]
fn bytes_that_are_no_utf_8_are_told_and_nothing_is_fixed() {
    let source = Source::new(b"fail_on: note\nrequire: [\xff]\n");
    let report = engine::check_config(PATHS[0], PATHS[0], &source, &Config::default());
    let rules: Vec<_> = report.findings.iter().map(|f| (f.rule, f.fix.is_some())).collect();
    assert_eq!(rules, [("config-unknown-key", false), ("config-syntax", false)]);
}

#[test]
fn cards_are_named_and_left_out_by_path() {
    let config = read(
        "cards:\n  include: ['models/**/*.md', card.md]\n  exclude: [models/old, '**/CHANGES.md']\n",
    )
    .unwrap();
    for path in ["models/README.md", "models/a/card.md", "card.md", "./card.md"] {
        assert!(config.names_card(path) && !config.excludes(path), "{path}");
    }
    for path in ["README.md", "a/card.md", "models/a/config.json"] {
        assert!(!config.names_card(path) && !config.excludes(path), "{path}");
    }
    for path in ["models/old/README.md", "models/old/deep/README.md", "CHANGES.md", "a/CHANGES.md"]
    {
        assert!(config.excludes(path), "{path}");
    }
    let none = Config::default();
    assert!(!none.names_card("README.md") && !none.excludes("README.md"));
}

#[test]
fn included_files_are_cards_without_front_matter_and_excluded_ones_never_are() {
    use crate::card::Card;
    use crate::kind::Kind;
    let config = read("cards: {include: ['models/*.md'], exclude: [models/x.md, old]}").unwrap();
    let kind = |path: &str, text: &str| {
        let source = Source::new(text.as_bytes());
        engine::reviewed_kind(&Card::new(path, &source), None, &config)
    };
    assert_eq!(kind("models/a.md", "# A\n"), Kind::ModelCard);
    assert_eq!(kind("models/x.md", "# A\n"), Kind::Other);
    assert_eq!(kind("README.md", "# A\n"), Kind::Other);
    let card = "---\nlicense: mit\npipeline_tag: fill-mask\n---\n# A model\n";
    assert_eq!(kind("README.md", card), Kind::ModelCard, "include only adds");
    assert_eq!(kind("old/README.md", card), Kind::Other);
}

#[test]
fn ignored_rules_are_silent_where_they_are_ignored() {
    let config = read(
        "ignore:\n  - config-syntax\n  - {path: drafts, rules: [license-unknown]}\n  - {path: '**/X.md', rules: [license-unknown]}\n",
    )
    .unwrap();
    assert!(config.ignores("config-syntax", "any/README.md"));
    assert!(config.ignores("license-unknown", "drafts/a/README.md"));
    assert!(config.ignores("license-unknown", "a/X.md"));
    assert!(!config.ignores("license-unknown", "README.md"));
    assert!(!config.ignores("config-unknown-key", "drafts/README.md"));
}

#[test]
fn configuration_files_are_known_by_their_path() {
    for path in [".github/cardbot.yml", "cardbot.yml", "./cardbot.yml"] {
        assert!(is_config_path(path), "{path}");
    }
    for path in ["a/cardbot.yml", "cardbot.yaml", ".github/workflows/cardbot.yml", "README.md"] {
        assert!(!is_config_path(path), "{path}");
    }
}

/// Pieces that configurations are made of, so that random texts get beyond the parser.
const PIECES: &[&str] = &[
    "cards",
    "rules",
    "fail-on",
    "require",
    "ignore",
    "hub",
    "include",
    "exclude",
    "path",
    "id",
    "mirror",
    "license-unknown",
    "licence",
    "off",
    "warn",
    "error",
    "never",
    ": ",
    ":",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    "\"",
    "*",
    "**/",
    "&a ",
    "*a",
    "!!str ",
    "<<",
    "#",
    "é",
    "\u{feff}",
    "\t",
    "\0",
    "1",
    "true",
    "~",
    "|\n",
    ">",
    "/",
    "\\",
    "../",
    "---\n",
    "org/model",
    "\r\n",
    "? ",
];

#[test]
fn no_text_is_too_strange() {
    let check = |text: &str| {
        let errors = read(text).err().unwrap_or_default();
        for error in &errors {
            assert!(text.get(error.span.range()).is_some(), "{error:?} in {text:?}");
            assert!(!error.message.is_empty());
            assert!(crate::rules::find(error.rule).is_some());
        }
        let source = Source::new(text.as_bytes());
        let report = engine::check_config(PATHS[0], PATHS[0], &source, &Config::default());
        assert!(report.findings.len() >= errors.len());
        for fix in report.findings.iter().filter_map(|f| f.fix.as_ref()) {
            edit::apply(text, &fix.edits).expect("an offered fix applies");
        }
    };
    arbtest::arbtest(|u| {
        let text: &str = u.arbitrary()?;
        check(text);
        let mut joined = String::new();
        for _ in 0..u.int_in_range(0..=40)? {
            joined.push_str(u.choose(PIECES)?);
        }
        check(&joined);
        Ok(())
    })
    .budget_ms(400);
}

#[test]
fn the_files_of_mirrors_are_filled_in() {
    let text = "\
hub:
  README.md: {id: a/b, mirror: true}
  models/x: {mirror: true}
  models/y/README.md: {mirror: true}
  models/z: {id: a/z}
";
    let mut config = read(text).expect("valid");
    config.list_mirrors(|folder| Some([format!("<{folder}>")].into()));
    let listed = |path: &str| {
        let files = config.hub_link(path)?.files.as_ref()?;
        files.first().cloned()
    };
    assert_eq!(listed("README.md").as_deref(), Some("<>"));
    assert_eq!(listed("models/x/README.md").as_deref(), Some("<models/x>"));
    assert_eq!(listed("models/y/README.md").as_deref(), Some("<models/y>"));
    assert_eq!(listed("models/z/README.md"), None);
}

#[test]
fn only_one_of_two_misspelt_keys_gets_the_right_name() {
    assert_eq!(
        fixed("requires: [license]\nrequried: [language]\n"),
        "require: [license]\nrequried: [language]\n"
    );
    let text = "requires: [license]\nrequire: [language]\n";
    assert_eq!(fixed(text), text);
}
