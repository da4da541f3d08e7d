//! Every fix that is offered applies, can be read afterwards, and is not offered again and again.
#![no_main]

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::edit;
use cardbot_core::engine::{self, Subject};
use cardbot_core::text::Source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::new(bytes);
    let card = Card::new("README.md", &source);
    let mut config = Config::default();
    config.include.push("README.md".to_owned());
    let subject = Subject { card: &card, base: None, base_path: "README.md", license_file: None };
    let report = engine::check(&subject, &config);
    assert!(report.broken_rules.is_empty(), "{:?}", report.broken_rules);
    for finding in &report.findings {
        assert!(finding.span.end <= bytes.len(), "{}", finding.rule);
        let Some(fix) = &finding.fix else { continue };
        assert!(source.invalid_bytes().is_empty());
        assert!(edit::are_disjoint(&fix.edits), "{}", finding.rule);
        let after = edit::apply(source.text(), &fix.edits).expect("a verified fix applies");
        assert_ne!(after, source.text(), "{}", finding.rule);
        let fixed = Source::new(after.as_bytes());
        let fixed_card = Card::new("README.md", &fixed);
        assert!(fixed_card.root().is_some(), "{} leaves nothing to read", finding.rule);
    }
});
