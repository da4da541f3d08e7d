//! What the `change-*` rules say about an edit, and about which edits they are silent.

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::edit;
use cardbot_core::engine::{self, Subject};
use cardbot_core::finding::{Finding, Severity};
use cardbot_core::text::Source;

fn review(base: &str, head: &str) -> Vec<Finding> {
    let (base, head) = (Source::new(base.as_bytes()), Source::new(head.as_bytes()));
    let (base, head) = (Card::new("README.md", &base), Card::new("README.md", &head));
    let subject =
        Subject { card: &head, base: Some(&base), base_path: "README.md", license_file: None };
    let found = engine::check(&subject, &Config::default()).findings;
    found.into_iter().filter(|f| f.rule.starts_with("change-")).collect()
}

/// Reviews a change of the front matter and gives the messages.
fn messages(base: &str, head: &str) -> Vec<String> {
    let card = |yaml: &str| format!("---\n{yaml}\n---\nText\n");
    review(&card(base), &card(head)).into_iter().map(|f| f.message).collect()
}

#[test]
fn a_change_of_licence_says_what_it_means() {
    for (base, head, wanted) in [
        (
            "license: mit",
            "license: cc-by-nc-4.0",
            "the licence changes from `mit` to `cc-by-nc-4.0`: commercial use is no longer allowed",
        ),
        (
            "license: cc-by-nc-4.0",
            "license: apache-2.0",
            "the licence changes from `cc-by-nc-4.0` to `apache-2.0`: commercial use is now allowed",
        ),
        ("license: apache-2.0", "license: mit", "the licence changes from `apache-2.0` to `mit`"),
        (
            "license: cc-by-nc-sa-4.0",
            "license: cc-by-nc-nd-4.0",
            "the licence changes from `cc-by-nc-sa-4.0` to `cc-by-nc-nd-4.0`: changed versions may \
             no longer be shared, derived work may now carry another licence",
        ),
        (
            "license: cc0-1.0",
            "license: cc-by-4.0",
            "the licence changes from `cc0-1.0` to `cc-by-4.0`: the author must now be named",
        ),
        (
            "license: cc-by-nc-4.0",
            "license: fair-noncommercial-research-license",
            "the licence changes from `cc-by-nc-4.0` to `fair-noncommercial-research-license`: \
             only research use is allowed now",
        ),
        (
            "license: cc-by-nc-4.0",
            "license: other\nlicense_name: x-1",
            "the licence changes from `cc-by-nc-4.0` to `other` (`x-1`): terms of its own now apply",
        ),
        (
            "license: other\nlicense_name: x-1",
            "license: other\nlicense_name: y-2",
            "the licence changes from `other` (`x-1`) to `other` (`y-2`)",
        ),
        ("license: gpl", "license: gpl-3.0", "the licence goes from `gpl` to `gpl-3.0`"),
        ("license: cc", "license: mit", "the licence changes from `cc` to `mit`"),
        ("license: mit", "license: [mit, gpl-3.0]", "`gpl-3.0` is added as a further licence"),
        ("license: [mit, gpl-3.0]", "license: gpl-3.0", "`mit` is no longer one of the licences"),
        (
            "license: [mit, gpl-3.0]",
            "license: llama2",
            "the licences change from `mit` and `gpl-3.0` to `llama2`",
        ),
        ("license: mit\nlanguage: en", "language: en", "the licence `mit` is dropped"),
        ("license: mit", "license:", "the licence `mit` is dropped"),
        ("license: mit", "license: unknown", "the licence `mit` is dropped"),
    ] {
        assert_eq!(messages(base, head), [wanted], "{base} -> {head}");
    }
}

#[test]
fn what_only_looks_different_is_no_change() {
    for (base, head) in [
        ("license: MIT", "license: mit"),
        ("license: Apache 2.0", "license: [apache-2.0]"),
        ("license: [mit, apache-2.0]", "license:\n- apache-2.0\n- mit"),
        ("license: other\nlicense_name: llama3", "license: llama3"),
        ("license: other\nlicense_link: LICENSE", "license: other\nlicense_link: https://x.y"),
        ("license: ???", "license: mit"),
        ("license: unknown", "license: mit"),
        ("tags: [a]", "license: mit"),
        ("tags: [a]", "tags: [a]\npipeline_tag: text-generation\nbase_model: a/b"),
        ("pipeline_tag: text-generation", "pipeline_tag: \"text-generation\""),
        ("pipeline_tag: conversational", "pipeline_tag: text-generation"),
        ("pipeline_tag: text-generation", "tags: [text-generation]"),
        ("base_model: a/b", "base_model:\n- A/b"),
        ("base_model: gpt2", "base_model: openai-community/gpt2"),
        ("base_model: [a/b, c/d]", "base_model: [c/d, a/b]"),
        (
            "license: mit\nextra_gated_fields: {a: text, b: text}",
            "license: mit\nextra_gated_fields: {b: text, a: text}",
        ),
        (
            "license: mit\nextra_gated_prompt: \"I agree.  \"",
            "license: mit\nextra_gated_prompt: >\n  I\n  agree.\n",
        ),
        (
            "license: mit\nextra_gated_button_content: Go",
            "license: mit\nextra_gated_button_content: Submit",
        ),
    ] {
        assert_eq!(messages(base, head), [""; 0], "{base} -> {head}");
    }
}

#[test]
fn task_base_model_and_form() {
    for (base, head, wanted) in [
        (
            "pipeline_tag: text-generation",
            "pipeline_tag: fill-mask",
            "the task changes from `text-generation` to `fill-mask`",
        ),
        ("pipeline_tag: fill-mask\nx: 1", "x: 1", "the task `fill-mask` is dropped"),
        ("base_model: a/b", "base_model: c/d", "the base model changes from `a/b` to `c/d`"),
        ("base_model: a/b", "base_model: [a/b, c/d]", "the base model `c/d` is added"),
        ("base_model: [a/b, c/d]", "base_model: [c/d]", "`a/b` is no longer a base model"),
        ("base_model: a/b\nx: 1", "x: 1", "the base model `a/b` is dropped"),
        (
            "base_model: [a/1, a/2, a/3, a/4, a/5]",
            "base_model: b/1",
            "the base model changes from `a/1`, `a/2`, `a/3` and 2 more to `b/1`",
        ),
        (
            "extra_gated_eu_disallowed: true\ntags: [a]",
            "tags: [a]",
            "the access form loses `extra_gated_eu_disallowed`",
        ),
    ] {
        assert_eq!(messages(base, head), [wanted], "{base} -> {head}");
    }
}

#[test]
fn lost_metadata_is_told_once_and_alone() {
    let base = "---\nlicense: mit\npipeline_tag: fill-mask\n---\n# M\n";
    for (head, wanted) in [
        ("# M\n", "the change removes all metadata: `license` and `pipeline_tag`"),
        ("", "the change removes all metadata: `license` and `pipeline_tag`"),
        ("---\n{}\n---\n# M\n", "the change removes all metadata: `license` and `pipeline_tag`"),
        ("---\n\n---\n# M\n", "the change removes all metadata: `license` and `pipeline_tag`"),
        ("---\njust text\n---\n", "the change removes all metadata: `license` and `pipeline_tag`"),
        (
            "# M\n---\nlicense: mit\npipeline_tag: fill-mask\n---\n",
            "the Hub no longer finds the metadata: `license` and `pipeline_tag`",
        ),
        (
            "---\nlicense: mit\npipeline_tag: fill-mask\n# M\n",
            "the Hub no longer finds the metadata: `license` and `pipeline_tag`",
        ),
        (
            "---\nlicense: mit\npipeline_tag: \"fill-mask\n---\n# M\n",
            "the Hub can no longer read the metadata: `license` and `pipeline_tag`",
        ),
    ] {
        let found = review(base, head);
        let told: Vec<&str> = found.iter().map(|f| f.message.as_str()).collect();
        assert_eq!(told, [wanted], "{head}");
        assert_eq!(found[0].severity, Severity::Error);
    }
    assert_eq!(review("# M\n", "# N\n"), [], "nothing to lose");
}

#[test]
fn a_page_in_place_of_a_card_is_still_reviewed() {
    let found = review("---\nlicense: mit\ntags: [a]\n---\n", "---\ntitle: Home\n---\n");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "the licence `mit` is dropped");
}

#[test]
fn lost_metadata_can_be_put_back() {
    let base = "\n---\nlicense: mit\n---\n\n# M\n";
    for (head, wanted) in [
        ("# M\n", "---\nlicense: mit\n---\n# M\n"),
        ("\u{feff}# M\r\nText\r\n", "\u{feff}---\r\nlicense: mit\r\n---\r\n# M\r\nText\r\n"),
        ("---\n---\n# M\n", "---\nlicense: mit\n---\n# M\n"),
        ("---\n\n---\n# M\n", "---\nlicense: mit\n---\n# M\n"),
        ("---\n{}\n---\n# M\n", "---\nlicense: mit\n---\n# M\n"),
    ] {
        let found = review(base, head);
        let fix = found[0].fix.as_ref().expect("a fix");
        assert_eq!(edit::apply(head, &fix.edits).expect("applies"), wanted);
    }
}

#[test]
fn a_licence_that_the_base_model_forbids_is_told_once() {
    let card = |license: &str, more: &str| {
        format!("---\nbase_model: meta-llama/Llama-3.1-8B\nlicense: {license}\n{more}---\nText\n")
    };
    let all = |base: &str, head: &str, config: &Config| {
        let (base, head) = (Source::new(base.as_bytes()), Source::new(head.as_bytes()));
        let (base, head) = (Card::new("README.md", &base), Card::new("README.md", &head));
        let subject =
            Subject { card: &head, base: Some(&base), base_path: "README.md", license_file: None };
        engine::check(&subject, config).findings
    };
    let default = Config::default();
    let rules = |found: &[Finding]| found.iter().map(|f| f.rule).collect::<Vec<_>>();

    // The change tells of it, with the base's reason and fix.
    let found = all(&card("llama3.1", ""), &card("apache-2.0", ""), &default);
    assert_eq!(rules(&found), ["change-license"]);
    let help = found[0].help.as_deref().expect("a reason");
    assert!(help.starts_with("`apache-2.0` can't be the licence of what is made from"), "{help}");
    assert_eq!(found[0].severity, Severity::Warning);
    let fix = found[0].fix.as_ref().expect("a fix");
    assert_eq!(
        edit::apply(&card("apache-2.0", ""), &fix.edits).expect("applies"),
        card("llama3.1", "")
    );
    let more = "library_name: peft\n";
    let found = all(&card("llama3.1", more), &card("mit", more), &default);
    assert_eq!(rules(&found), ["change-license"]);
    assert!(found[0].help.as_deref().is_some_and(|help| help.contains("users of an adapter")));

    // Where no change of the licence is told, the base model's rule speaks for itself.
    for (before, config) in [
        ("apache-2.0", default.clone()),
        ("unknown", default.clone()),
        ("llama3.1", Config { ignore: vec!["change-license".to_owned()], ..default.clone() }),
        (
            "llama3.1",
            Config { rules: [("change-license".to_owned(), None)].into(), ..default.clone() },
        ),
    ] {
        let found = all(&card(before, ""), &card("apache-2.0", ""), &config);
        assert_eq!(rules(&found), ["base-model-license"], "{before}");
    }
}
