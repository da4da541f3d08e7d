//! `inference-contradiction`: parameters that cancel each other.

use super::out_of_range::greedy;
use super::words::{and, code};
use super::{has_parameters, parameter_maps};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inference-contradiction",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "inference parameters that cancel each other",
    page: include_str!("contradiction.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if !has_parameters(ctx.card) {
        return;
    }
    for map in parameter_maps(ctx.card) {
        let found = [
            sampling(map),
            crossed(map, "min_length", "max_length"),
            crossed(map, "min_new_tokens", "max_new_tokens"),
            groups(map),
        ];
        for draft in found.into_iter().flatten() {
            if out.is_full() {
                out.count();
            } else {
                out.push(draft);
            }
        }
    }
}

/// `do_sample` against the settings of sampling.
fn sampling(map: NodeRef<'_>) -> Option<Draft> {
    let switch = map.entry("do_sample")?;
    if switch.value.as_bool()? {
        let temperature = map.entry("temperature")?;
        if temperature.value.as_f64()? != 0.0 {
            return None;
        }
        return Some(
            Draft::at(
                temperature.value,
                "`temperature: 0` and `do_sample: true` cancel each other",
            )
            .help("Without randomness there is nothing to sample: it is one or the other.")
            .related(switch.value.span(), "asks for sampling")
            .fix(greedy(temperature, map)),
        );
    }
    let settings: Vec<Entry<'_>> = map.entries().filter(|entry| matters(map, *entry)).collect();
    let first = settings.first()?;
    let names: Vec<String> = settings.iter().map(|entry| code(entry.name())).collect();
    let verb = if settings.len() == 1 { "has" } else { "have" };
    Some(
        Draft::at(
            switch.value,
            format!("with `do_sample: false`, {} {verb} no effect", and(&names)),
        )
        .help("They shape the sampling that is switched off here.")
        .related(first.key.span(), "only read when sampling")
        .fix(FixBuilder::ask("Write `do_sample: true`").set_raw(
            switch.value,
            "true".to_owned(),
            Value::Bool(true),
        )),
    )
}

/// Whether a setting of sampling asks for something; its default does not.
fn matters(map: NodeRef<'_>, entry: Entry<'_>) -> bool {
    let Some(neutral) = facts::neutral_values(entry.name()) else { return false };
    let Some(n) = entry.value.as_f64() else { return false };
    // Contrastive search does without sampling and has a `top_k`.
    let contrastive = entry.name() == "top_k" && map.get("penalty_alpha").is_some();
    // Zero says the same as `do_sample: false`; whether it may is another question.
    let greedy = entry.name() == "temperature" && n == 0.0;
    !contrastive && !greedy && !neutral.contains(&n)
}

/// A least that is greater than its most.
fn crossed(map: NodeRef<'_>, least: &str, most: &str) -> Option<Draft> {
    let (low, high) = (map.entry(least)?, map.entry(most)?);
    if low.value.as_f64()? <= high.value.as_f64()? {
        return None;
    }
    let (low_raw, high_raw) = (low.value.raw(), high.value.raw());
    Some(
        Draft::at(low.value, format!("`{least}` is {low_raw}, but `{most}` is only {high_raw}"))
            .help("No text can be as long as the one and as short as the other.")
            .related(high.value.span(), "the greatest length"),
    )
}

/// Beams are shared out evenly among groups.
fn groups(map: NodeRef<'_>) -> Option<Draft> {
    let groups = map.entry("num_beam_groups")?;
    let n = groups.value.as_f64().filter(|n| *n > 1.0)?;
    let beams = map.get("num_beams").map_or(Some(1.0), |node| node.as_f64())?;
    if beams % n == 0.0 {
        return None;
    }
    Some(
        Draft::at(groups.value, format!("{beams} beams can't be shared out among {n} groups"))
            .help("`num_beams` must be a multiple of `num_beam_groups`."),
    )
}
