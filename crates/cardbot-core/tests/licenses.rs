//! What the `license-*` rules say about values beyond the examples on their pages, and what their
//! fixes make of them.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test may end here")]

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::edit;
use cardbot_core::engine::{self, Subject};
use cardbot_core::finding::{Finding, Safety};
use cardbot_core::text::Source;

fn check(text: &str, base: Option<&str>, license_file: Option<&str>) -> Vec<Finding> {
    let source = Source::new(text.as_bytes());
    let card = Card::new("README.md", &source);
    let base = base.map(|text| Source::new(text.as_bytes()));
    let base = base.as_ref().map(|source| Card::new("README.md", source));
    let subject =
        Subject { card: &card, base: base.as_ref(), base_path: "README.md", license_file };
    let found = engine::check(&subject, &Config::default()).findings;
    found.into_iter().filter(|f| f.rule.starts_with("license-")).collect()
}

fn card(yaml: &str) -> String {
    format!("---\n{yaml}\ntags: [chat]\n---\n")
}

/// The only finding's rule, its fix's safety, and the front matter after the fix.
fn mended(yaml: &str) -> (String, Option<Safety>, String) {
    let text = card(yaml);
    let found = check(&text, None, None);
    assert_eq!(found.len(), 1, "{yaml}: {found:?}");
    let Some(fix) = &found[0].fix else { return (found[0].rule.to_owned(), None, String::new()) };
    let after = edit::apply(&text, &fix.edits).expect("applies");
    let yaml = after.strip_prefix("---\n").and_then(|t| t.strip_suffix("\ntags: [chat]\n---\n"));
    (found[0].rule.to_owned(), Some(fix.safety), yaml.expect("the rest stays").to_owned())
}

#[test]
fn certain_spellings_are_mended_safely() {
    for (before, after) in [
        ("license: MIT", "license: mit"),
        ("license: \"MIT License\"", "license: \"mit\""),
        ("license: ' Apache 2 '", "license: 'apache-2.0'"),
        ("license: Apache-2.0 # ok", "license: apache-2.0 # ok"),
        ("license:\n- CC BY-NC-SA 4.0", "license:\n- cc-by-nc-sa-4.0"),
        ("license: [GPLv3]", "license: [gpl-3.0]"),
        ("license: agpl-3.0-or-later", "license: agpl-3.0"),
        ("license: https://www.apache.org/licenses/LICENSE-2.0.html", "license: apache-2.0"),
        ("license: Llama 3.1 Community License", "license: llama3.1"),
        ("license: CreativeML OpenRAIL-M", "license: creativeml-openrail-m"),
        ("license: apache-2.0, mit", "license: [apache-2.0, mit]"),
        ("license:\n- mit; gpl-3.0\n- isc", "license:\n- mit\n- gpl-3.0\n- isc"),
    ] {
        let wanted = ("license-unknown".to_owned(), Some(Safety::Safe), after.to_owned());
        assert_eq!(mended(before), wanted, "{before}");
    }
}

#[test]
fn likely_meanings_are_asked_for() {
    for (before, after) in [
        ("license: cc-by-sa", "license: cc-by-sa-4.0"),
        ("license: apcahe-2.0", "license: apache-2.0"),
        ("license: MIT or Apache-2.0", "license: [mit, apache-2.0]"),
        ("license: mit/apache-2.0", "license: [mit, apache-2.0]"),
        ("license: openrail-m", "license: openrail"),
        (
            "license: flux-1-dev-non-commercial-license",
            "license: other\nlicense_name: flux-1-dev-non-commercial-license",
        ),
        ("license: BUSL-1.1", "license: other\nlicense_name: busl-1.1"),
    ] {
        let wanted = ("license-unknown".to_owned(), Some(Safety::Ask), after.to_owned());
        assert_eq!(mended(before), wanted, "{before}");
    }
}

#[test]
fn what_nobody_can_know_gets_no_fix() {
    for value in
        ["???", "TBD", "none", "unlicensed", "free for research", "公开", "mit (code only)"]
    {
        let (rule, safety, _) = mended(&format!("license: {value}"));
        assert_eq!((rule.as_str(), safety), ("license-unknown", None), "{value}");
    }
    // Another version is another licence: none is offered in its place.
    let (_, _, after) = mended("license: cc-by-nc-2.5");
    assert_eq!(after, "license: other\nlicense_name: cc-by-nc-2.5");
}

#[test]
fn good_cards_get_no_word() {
    for yaml in [
        "license: mit",
        "license: [mit, apache-2.0]",
        "license: unknown",
        "license: other\nlicense_name: my-license\nlicense_link: LICENSE.md",
        "license: other\nlicense_name: my_license-v1.0+\nlicense_link: http://a.b/c",
        "license: apache-2.0\nlicense_link: LICENSE",
        "license: apache-2.0\nlicense_name: Apache License 2.0",
        "license: odbl",
        "language: en",
        // Empty values and other types are told by the rules about keys.
        "license:",
        "license: 3",
        "license: {mit: true}",
        "license: other\nlicense_name:\nlicense_link:",
    ] {
        assert_eq!(check(&card(yaml), None, None), [], "{yaml}");
    }
}

#[test]
fn name_and_link() {
    for (yaml, rule) in [
        ("license: other\nlicense_link: LICENSE", "license-other-unnamed"),
        ("license: [mit, other]", "license-other-unnamed"),
        ("license: other\nlicense_name: llama3", "license-other-known"),
        ("license: mit\nlicense_name: x-1", "license-name-unused"),
        ("license_link: LICENSE", "license-name-unused"),
        ("license: other\nlicense_name: X Y\nlicense_link: LICENSE", "license-name-form"),
        ("license: other\nlicense_name: ???\nlicense_link: LICENSE", "license-name-form"),
        ("license: other\nlicense_name: x-1\nlicense_link: License.md", "license-link-form"),
        ("license: other\nlicense_name: x-1\nlicense_link: www.a.b/c", "license-link-form"),
    ] {
        let found = check(&card(yaml), None, None);
        let rules: Vec<&str> = found.iter().map(|f| f.rule).collect();
        assert_eq!(rules, [rule], "{yaml}");
    }
}

#[test]
fn a_link_left_behind_by_this_change_is_told() {
    let base = card("license: other\nlicense_name: x-1\nlicense_link: LICENSE");
    let head = card("license: mit\nlicense_link: LICENSE");
    let found = check(&head, Some(&base), None);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "the licence is `mit`, but `license_link` is still there");
    assert_eq!(check(&head, None, None), [], "as a card it does no harm");
}

#[test]
fn the_licence_file_counts() {
    let gpl = Some("GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n");
    let rules =
        |text: &str| -> Vec<&str> { check(text, None, gpl).into_iter().map(|f| f.rule).collect() };
    assert_eq!(rules(&card("license: gpl-3.0")), [""; 0]);
    assert_eq!(rules(&card("license: [mit, gpl-3.0]")), [""; 0]);
    assert_eq!(rules(&card("license: mit")), ["license-file-differs"]);
    assert_eq!(rules(&card("license: gpl")), ["license-versionless"]);
    assert_eq!(rules(&card("language: en")), ["license-undeclared"]);
    assert_eq!(rules(&card("licence: mit")), [""; 0]);
    let named =
        |link: &str| card(&format!("license: other\nlicense_name: x-1\nlicense_link: {link}"));
    assert_eq!(rules(&named("LICENSE")), ["license-file-differs"]);
    assert_eq!(rules(&named("https://a.b/c")), [""; 0]);
    let explained = format!("{}The code is under the GPL.", card("license: mit"));
    assert_eq!(rules(&explained), [""; 0]);
    let missing = check(&card("license: other\nlicense_name: x-1"), None, Some("Own terms."));
    let fix = missing[0].fix.as_ref().expect("a fix");
    assert_eq!(fix.title, "Add `license_link: LICENSE`");
}
