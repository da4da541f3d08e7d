//! Writes `docs/evidence.md`: how often each rule fires on real cards, and why the rules that
//! speak often may do so.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::engine::{self, Subject};
use cardbot_core::finding::{Finding, Safety, Severity};
use cardbot_core::kind::Kind;
use cardbot_core::rules::{REGISTRY, Rule};
use cardbot_core::text::Source;
use serde_json::Value;

use crate::evidence_reading;
use crate::files;
use crate::scan;

/// A rule that is on and warns on more cards than this needs a reason.
const OFTEN_PERCENT: f64 = 5.0;

const REASONS: &str = "docs/evidence-reasons.json";

/// `evidence [--check] [CORPUS]`: the corpus is the argument, else `CARDBOT_CORPUS`, else
/// `../shared/corpus`. Without one there is nothing to do, which is said.
pub(crate) fn write(args: &[String], check: bool) -> Result<(), String> {
    let named = args.iter().find(|a| !a.starts_with("--")).cloned();
    let corpus = named
        .or_else(|| std::env::var("CARDBOT_CORPUS").ok())
        .map_or_else(|| files::root().join("../shared/corpus"), PathBuf::from);
    if !corpus.join("cards").is_dir() {
        eprintln!("xtask: evidence SKIPPED: no corpus at {}", corpus.display());
        return Ok(());
    }
    let reasons = reasons()?;
    let reading = evidence_reading::section()?;
    let page = page(&Evidence::gather(&corpus)?, &reasons, &reading)?;
    files::put(&files::root().join("docs/evidence.md"), &page, check)
}

/// Why a rule may speak often, by its name.
fn reasons() -> Result<BTreeMap<String, String>, String> {
    let text =
        fs::read_to_string(files::root().join(REASONS)).map_err(|e| format!("{REASONS}: {e}"))?;
    let table: Value = serde_json::from_str(&text).map_err(|e| format!("{REASONS}: {e}"))?;
    let mut found = BTreeMap::new();
    for (rule, reason) in table["reasons"].as_object().into_iter().flatten() {
        if cardbot_core::rules::find(rule).is_none() {
            return Err(format!("{REASONS}: there is no rule `{rule}`"));
        }
        found.insert(rule.clone(), reason.as_str().unwrap_or_default().to_owned());
    }
    Ok(found)
}

/// What one rule did in one set of files.
#[derive(Debug, Clone, Copy, Default)]
struct Hits {
    /// Files with a finding.
    files: usize,
    /// Files with a finding at warning or error.
    loud: usize,
    findings: usize,
    safe: usize,
    ask: usize,
}

/// A set of files and what the rules said about it.
#[derive(Debug, Default)]
struct Set {
    files: usize,
    model_cards: usize,
    /// Model cards with no finding of a rule that is on.
    silent: usize,
    rules: BTreeMap<&'static str, Hits>,
}

impl Set {
    fn take(&mut self, kind: Kind, findings: &[Finding]) {
        self.files += 1;
        self.model_cards += usize::from(kind == Kind::ModelCard);
        let mut quiet = true;
        let (mut seen, mut loud) = (HashSet::new(), HashSet::new());
        for finding in findings {
            quiet &= !is_on(finding.rule);
            let hits = self.rules.entry(finding.rule).or_default();
            hits.findings += 1;
            hits.files += usize::from(seen.insert(finding.rule));
            if finding.severity != Severity::Note {
                hits.loud += usize::from(loud.insert(finding.rule));
            }
            if let Some(fix) = &finding.fix {
                let safe = fix.safety == Safety::Safe;
                hits.safe += usize::from(safe);
                hits.ask += usize::from(!safe);
            }
        }
        self.silent += usize::from(kind == Kind::ModelCard && quiet);
    }

    fn hits(&self, rule: &Rule) -> Hits {
        self.rules.get(rule.name).copied().unwrap_or_default()
    }

    fn percent(&self, cards: usize) -> f64 {
        percent(cards, self.model_cards)
    }
}

fn is_on(rule: &str) -> bool {
    cardbot_core::rules::find(rule).is_some_and(|rule| rule.on)
}

/// Everything that was counted.
struct Evidence {
    /// Cards of 2022, cards of 2024 to 2026.
    cards: [Set; 2],
    /// Real changes; only what they introduced.
    changes: Set,
    /// Files that are no model cards.
    others: Set,
}

impl Evidence {
    fn gather(corpus: &Path) -> Result<Self, String> {
        // Rules that are off are measured as well: the numbers tell why they are off.
        let select = REGISTRY.iter().map(|rule| rule.name.to_owned()).collect();
        let config = Config { select, ..Config::default() };
        Ok(Self {
            cards: [cards(corpus, "cards", &config)?, cards(corpus, "modern/cards", &config)?],
            changes: changes(&corpus.join("modern/pairs"), &config)?,
            others: cards(corpus, "others", &config)?,
        })
    }

    /// Whether a rule warns often enough to need a reason.
    fn is_often(&self, rule: &Rule) -> bool {
        rule.on && self.cards.iter().any(|set| set.percent(set.hits(rule).loud) > OFTEN_PERCENT)
    }
}

fn found_below(folder: &Path, wanted: fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = vec![];
    scan::collect(folder, wanted, &mut found);
    found.sort();
    found
}

fn check(subject: &Subject<'_>, config: &Config) -> Result<Vec<Finding>, String> {
    let report = engine::check(subject, config);
    match report.broken_rules.first() {
        Some(rule) => Err(format!("{rule} broke down on {}", subject.card.path)),
        None => Ok(report.findings),
    }
}

fn cards(corpus: &Path, folder: &str, config: &Config) -> Result<Set, String> {
    let mut set = Set::default();
    for file in
        found_below(&corpus.join(folder), |path| path.extension().is_some_and(|e| e == "md"))
    {
        let bytes = scan::read(&file)?;
        let source = Source::new(&bytes);
        // The path tells something too: a folder named `datasets` holds no model cards.
        let path = file.strip_prefix(corpus).unwrap_or(&file).display().to_string();
        let card = Card::new(&path, &source);
        let subject = Subject { card: &card, base: None, base_path: &path, license_file: None };
        set.take(engine::reviewed_kind(&card, None, config), &check(&subject, config)?);
    }
    Ok(set)
}

fn changes(folder: &Path, config: &Config) -> Result<Set, String> {
    let mut set = Set::default();
    for file in found_below(folder, |path| path.file_name().is_some_and(|n| n == "head.md")) {
        let (old, new) = (scan::read(&file.with_file_name("base.md"))?, scan::read(&file)?);
        let (old, new) = (Source::new(&old), Source::new(&new));
        let (base, head) = (Card::new("README.md", &old), Card::new("README.md", &new));
        let of = |card, base| Subject { card, base, base_path: "README.md", license_file: None };
        let before: BTreeSet<String> =
            check(&of(&base, None), config)?.into_iter().map(|f| f.fingerprint).collect();
        let mut findings = check(&of(&head, Some(&base)), config)?;
        findings.retain(|finding| !before.contains(&finding.fingerprint));
        set.take(engine::reviewed_kind(&head, Some(&base), config), &findings);
    }
    Ok(set)
}

fn percent(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { 100.0 * number(part) / number(whole) }
}

fn page(
    evidence: &Evidence,
    reasons: &BTreeMap<String, String>,
    reading: &str,
) -> Result<String, String> {
    let mut out = String::from(
        "# Evidence\n\nHow often each rule fires on real cards. Generated by `cargo xtask evidence`; \
         do not edit.\n\n## What was read\n\n",
    );
    what_was_read(&mut out, evidence);
    out.push_str("\n## Rules that speak often\n\n");
    often(&mut out, evidence, reasons)?;
    out.push_str(reading);
    out.push_str("\n## All rules\n\n");
    all_rules(&mut out, evidence);
    Ok(out)
}

fn what_was_read(out: &mut String, evidence: &Evidence) {
    out.push_str(
        "| files | in all | model cards | of these without a finding |\n|---|---|---|---|\n",
    );
    let rows = [
        ("cards of 2022", &evidence.cards[0]),
        ("cards of 2024 to 2026", &evidence.cards[1]),
        ("real changes, what they introduced", &evidence.changes),
    ];
    for (name, set) in rows {
        let Set { files, model_cards, silent, .. } = set;
        let silent_percent = set.percent(*silent);
        let _ = writeln!(
            out,
            "| {name} | {files} | {model_cards} | {silent} ({silent_percent:.1} %) |"
        );
    }
    let findings: usize = evidence.others.rules.values().map(|hits| hits.findings).sum();
    let _ = writeln!(
        out,
        "\nOn {} more files, dataset cards, Space cards and documentation, there are {findings} \
         findings.",
        evidence.others.files
    );
}

fn often(
    out: &mut String,
    evidence: &Evidence,
    reasons: &BTreeMap<String, String>,
) -> Result<(), String> {
    let _ = writeln!(
        out,
        "A rule that is on and warns (at warning or error) on more than {OFTEN_PERCENT} % of the \
         model cards of either time has its reason in `{REASONS}`.\n"
    );
    let rules: Vec<&&Rule> = REGISTRY.iter().filter(|rule| evidence.is_often(rule)).collect();
    if rules.is_empty() {
        out.push_str("There is none.\n");
        return Ok(());
    }
    out.push_str("| rule | 2022 | 2024 to 2026 | reason |\n|---|---|---|---|\n");
    for rule in rules {
        let [old, new] = &evidence.cards;
        let reason =
            reasons.get(rule.name).filter(|reason| !reason.is_empty()).ok_or_else(|| {
                format!(
                    "{} warns on more than {OFTEN_PERCENT} % of the cards: say why in {REASONS}",
                    rule.name
                )
            })?;
        let _ = writeln!(
            out,
            "| `{}` | {:.1} % | {:.1} % | {reason} |",
            rule.name,
            old.percent(old.hits(rule).loud),
            new.percent(new.hits(rule).loud),
        );
    }
    Ok(())
}

fn all_rules(out: &mut String, evidence: &Evidence) {
    out.push_str(
        "Cards with a finding and their share of the model cards, findings, fixes; then the changes \
         that introduced one. Rules that are off were switched on for this.\n\n\
         | rule | severity | on | 2022: cards | findings | 2024–26: cards | findings \
         | safe fixes | to look at | changes |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for rule in REGISTRY {
        let [old, new] = [&evidence.cards[0], &evidence.cards[1]].map(|set| {
            let hits = set.hits(rule);
            let cards = if hits.files == 0 {
                "0".to_owned()
            } else {
                format!("{} ({:.1} %)", hits.files, set.percent(hits.files))
            };
            (hits, cards)
        });
        let _ = writeln!(
            out,
            "| [`{0}`](rules/{0}.md) | {1} | {2} | {3} | {4} | {5} | {6} | {7} | {8} | {9} |",
            rule.name,
            rule.severity.word(),
            if rule.on { "yes" } else { "no" },
            old.1,
            old.0.findings,
            new.1,
            new.0.findings,
            old.0.safe + new.0.safe,
            old.0.ask + new.0.ask,
            evidence.changes.hits(rule).files,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(cards: usize, loud: usize) -> Set {
        let hits = Hits { files: loud, loud, findings: loud, ..Hits::default() };
        let rules = BTreeMap::from([(REGISTRY[0].name, hits)]);
        Set { files: cards, model_cards: cards, silent: cards - loud, rules }
    }

    fn evidence(loud: usize) -> Evidence {
        Evidence {
            cards: [set(100, loud), set(0, 0)],
            changes: Set::default(),
            others: Set::default(),
        }
    }

    #[test]
    fn a_rule_that_warns_often_needs_a_reason() {
        let rule = REGISTRY[0];
        assert!(rule.on, "this test wants a rule that is on");
        assert!(page(&evidence(5), &BTreeMap::new(), "").expect("rare").contains("There is none."));
        assert!(
            page(&evidence(6), &BTreeMap::new(), "").expect_err("no reason").contains(rule.name)
        );
        let reasons = BTreeMap::from([(rule.name.to_owned(), "It is so.".to_owned())]);
        let page = page(&evidence(6), &reasons, "").expect("a reason");
        assert!(page.contains("| 6.0 % | 0.0 % | It is so. |"));
    }
}
