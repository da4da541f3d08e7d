//! Runs the rules over a card and settles what they handed in.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::card::Card;
use crate::config::Config;
use crate::config_file::{self, Problem};
use crate::finding::{Finding, Fix, Severity};
use crate::fingerprint::{Identity, fingerprint};
use crate::fixing;
use crate::kind::Kind;
use crate::rules::{Ctx, Draft, Memo, Out, REGISTRY, Rule, Scope};
use crate::suppress::{self, Ignores};
use crate::text::Source;

/// What was found in one file.
#[derive(Debug, Default)]
pub struct Report {
    /// The findings, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many were silenced by ignore comments or the configuration.
    pub suppressed: usize,
    /// How many were left out because a rule had too many.
    pub not_shown: usize,
    /// The rules that ignore comments in the file silenced, one for each comment and rule.
    pub ignored_rules: Vec<&'static str>,
    /// Rules that broke down on this card.
    pub broken_rules: Vec<&'static str>,
}

/// A card with what is needed to judge it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The card as it is now.
    pub card: &'a Card<'a>,
    /// The card at the merge base, in a review.
    pub base: Option<&'a Card<'a>>,
    /// The card's path at the merge base, for fingerprints.
    pub base_path: &'a str,
    /// The text of the LICENSE file in the card's folder.
    pub license_file: Option<&'a str>,
}

/// Whether a file is reviewed, and as what.
#[must_use]
pub fn reviewed_kind(card: &Card<'_>, base: Option<&Card<'_>>, config: &Config) -> Kind {
    if config.excludes(card.path) {
        return Kind::Other;
    }
    if config.names_card(card.path) {
        return Kind::ModelCard;
    }
    match (card.kind, base) {
        // A card that lost its metadata in this change, or got a page's instead, still is a card.
        (Kind::Other, Some(base)) if base.kind == Kind::ModelCard => Kind::ModelCard,
        (kind, _) => kind,
    }
}

/// Runs all rules that the configuration asks for.
#[must_use]
pub fn check(subject: &Subject<'_>, config: &Config) -> Report {
    let kind = reviewed_kind(subject.card, subject.base, config);
    let memo = Memo::default();
    let ctx = Ctx {
        card: subject.card,
        base: subject.base,
        config,
        license_file: subject.license_file,
        memo: &memo,
    };
    let mut report = Report::default();
    let mut found: Vec<(&'static Rule, Severity, Draft)> = vec![];
    for rule in REGISTRY {
        let Some(severity) = rule.asked_for(config) else { continue };
        let applies = match rule.scope {
            Scope::Card => kind == Kind::ModelCard,
            Scope::Yaml => matches!(kind, Kind::ModelCard | Kind::EvalResults),
            Scope::Change => kind == Kind::ModelCard && subject.base.is_some(),
            Scope::AnyChange => {
                matches!(kind, Kind::ModelCard | Kind::EvalResults) && subject.base.is_some()
            }
            Scope::EvalResults => kind == Kind::EvalResults,
            Scope::Config | Scope::Ignore => false,
        };
        if !applies {
            continue;
        }
        let mut out = Out::default();
        // A rule that breaks down must not take the others with it; its half-made findings go.
        if catch_unwind(AssertUnwindSafe(|| (rule.check)(&ctx, &mut out))).is_err() {
            report.broken_rules.push(rule.name);
            continue;
        }
        report.not_shown += out.not_kept;
        if out.drafts.is_empty() {
            continue;
        }
        let with_severity = |draft: Draft| {
            let own = draft.severity.unwrap_or(severity);
            let severity = if config.rules.contains_key(rule.name) { severity } else { own };
            (*rule, severity, draft)
        };
        found.extend(out.drafts.into_iter().map(with_severity));
    }
    let mut findings = settle_card(subject, found);
    if matches!(kind, Kind::ModelCard | Kind::EvalResults) {
        let ignores = Ignores::of(subject.card);
        report.suppressed = silence(&mut findings, &ignores, subject.card.path, config);
        report.ignored_rules = ignores.used();
        if let Some(rule) = crate::rules::find("ignore-unused")
            && let Some(severity) = rule.asked_for(config)
        {
            let unused = suppress::unused(&ignores).into_iter();
            let drafts = unused.map(|draft| (rule, severity, draft)).collect();
            // Settled together, so that two of the same name are told apart.
            let mut unused = settle_card(subject, drafts);
            let before = unused.len();
            unused.retain(|finding| !config.ignores(finding.rule, subject.card.path));
            report.suppressed += before - unused.len();
            findings.extend(unused);
        }
    }
    findings.sort_by(|a, b| (a.span, a.rule).cmp(&(b.span, b.rule)));
    report.findings = findings;
    report
}

/// Checks a change to the configuration file as a card is checked: findings with places, fixes
/// and identities. `config` is the configuration in force, not the one in the file.
#[must_use]
pub fn check_config(path: &str, base_path: &str, source: &Source<'_>, config: &Config) -> Report {
    let examined = config_file::examine_source(source);
    let mut found = vec![];
    for Problem { rule, draft } in examined.problems {
        let Some(rule) = crate::rules::find(rule) else { continue };
        let Some(severity) = rule.asked_for(config) else { continue };
        let own = draft.severity.unwrap_or(severity);
        let severity = if config.rules.contains_key(rule.name) { severity } else { own };
        found.push((rule, severity, draft));
    }
    let verify = |fixes: &[&Fix]| fixing::verify_yaml(source, examined.tree.as_ref(), fixes);
    let mut findings = settle(base_path, verify, found);
    let before = findings.len();
    findings.retain(|finding| !config.ignores(finding.rule, path));
    let suppressed = before - findings.len();
    Report { findings, suppressed, ..Report::default() }
}

fn settle_card(
    subject: &Subject<'_>,
    found: Vec<(&'static Rule, Severity, Draft)>,
) -> Vec<Finding> {
    settle(subject.base_path, |fixes| fixing::verify(subject.card, fixes), found)
}

/// Sorts, verifies the fixes and gives each finding its identity.
fn settle(
    path: &str,
    verify: impl Fn(&[&Fix]) -> Vec<bool>,
    mut found: Vec<(&'static Rule, Severity, Draft)>,
) -> Vec<Finding> {
    found.sort_by(|a, b| (a.2.span, a.0.name).cmp(&(b.2.span, b.0.name)));
    let verdicts = {
        let fixes: Vec<&Fix> = found.iter().filter_map(|(_, _, d)| d.fix.as_ref()).collect();
        verify(&fixes)
    };
    let mut verdicts = verdicts.into_iter();
    let mut occurrences: HashMap<String, usize> = HashMap::new();
    found
        .into_iter()
        .map(|(rule, severity, draft)| {
            let kept = draft.fix.is_some() && verdicts.next().unwrap_or(false);
            let identity = |occurrence| {
                fingerprint(Identity {
                    rule: rule.name,
                    path,
                    key: &draft.key,
                    value: &draft.value,
                    occurrence,
                })
            };
            let seen = occurrences.entry(identity(0)).or_insert(0);
            let fingerprint = identity(*seen);
            *seen += 1;
            Finding {
                rule: rule.name,
                severity,
                message: draft.message,
                help: draft.help,
                key: draft.key,
                span: draft.span,
                related: draft.related,
                fix: draft.fix.filter(|_| kept),
                value: draft.value,
                fingerprint,
            }
        })
        .collect()
}

/// Takes out what is ignored and tells how many that were. Change rules can't be silenced from
/// within the card: a change must not hide itself.
fn silence(findings: &mut Vec<Finding>, ignores: &Ignores, path: &str, config: &Config) -> usize {
    let before = findings.len();
    findings.retain(|finding| {
        let by_config = config.ignores(finding.rule, path);
        let by_card = !finding.rule.starts_with("change-") && ignores.silence(finding);
        !(by_config || by_card)
    });
    before - findings.len()
}
