//! What a review's summary tells of the model's page.

use cardbot_core::config::Config;
use cardbot_core::review::{self, Abilities, CardChange};

fn summary(base: Option<&str>, head: &str) -> String {
    let change = CardChange {
        path: "README.md".to_owned(),
        base_path: None,
        base: base.map(|text| text.as_bytes().to_vec()),
        head: Some(head.as_bytes().to_vec()),
        hunks: None,
        license_file: None,
    };
    let review = review::review_card(&change, &Config::default(), Abilities::GITHUB);
    let rule = |rule: &str| format!("https://example.org/{rule}");
    let links = review::Links { rule: &rule, lines: None };
    review::draft(&[(&review, head.as_bytes())], links).body
}

#[test]
fn a_new_card() {
    let card = "---\nlicense: mit\nlanguage: fr\npipeline_tag: fill-mask\n---\n\
        # Un modèle\n\n## Données d'entraînement\n\nDes livres.\n";
    assert_eq!(
        summary(None, card),
        "**cardbot**: nothing to say about the metadata in this change.\n\n\
         Tags on the Hub: `fill-mask`, `fr`, `license:mit`\n\n\
         On the model's page:\n\n\
         - licence: MIT\n\
         - task: Fill-Mask\n\
         - widget: the Hub's own example inputs (French), if an inference provider serves the \
         model\n\n\
         The card describes: training data; not yet: model, intended uses, limitations, training, \
         evaluation, emissions, experiment tracking link, training type, hardware, place of \
         training.\n"
    );
}

#[test]
fn a_changed_text() {
    let card = |text: &str| format!("---\nlicense: mit\n---\n# A\n\n{text}");
    let (base, head) = (card("Words.\n"), card("See https://arxiv.org/abs/2001.00001.\n"));
    assert_eq!(
        summary(Some(&base), &head),
        "**cardbot**: nothing to say about the metadata in this change.\n\n\
         Tags gained on the Hub: `arxiv:2001.00001`\n"
    );
    let head = card("Words.\n\n## Limitations\n\nIt guesses.\n");
    assert_eq!(
        summary(Some(&base), &head),
        "**cardbot**: nothing to say about the metadata in this change.\n\n\
         The card now describes: limitations; not yet: model, intended uses, training, training \
         data, evaluation, emissions, experiment tracking link, training type, hardware, place of \
         training.\n"
    );
}

#[test]
fn nothing_is_told_where_nothing_changes() {
    let base = "---\nlicense: mit\ntags: [a, b]\n---\nWords.\n";
    let head = "---\nlicense: mit\ntags: [a, b]\n---\nOther words.\n";
    assert_eq!(
        summary(Some(base), head),
        "**cardbot**: nothing to say about the metadata in this change.\n"
    );
}

#[test]
fn values_of_the_card_stay_code() {
    let head = "---\nlicense: mit\npipeline_tag: \"@all `<img>`\"\n---\n";
    let said = summary(Some("---\nlicense: mit\n---\n"), head);
    assert!(
        said.contains("task: not in the card → `@all '<img>'` (not in the Hub's list)"),
        "{said}"
    );
}
