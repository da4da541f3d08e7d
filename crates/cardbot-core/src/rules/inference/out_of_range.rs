//! `inference-out-of-range`: a number that a parameter can't have.

use super::words::code;
use super::{Tasks, has_parameters, parameters};
use crate::card::Card;
use crate::facts::{self, Parameter};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inference-out-of-range",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "an inference parameter beyond the values that it can have",
    page: include_str!("out_of_range.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if !has_parameters(ctx.card) {
        return;
    }
    let tasks = Tasks::of(ctx.card);
    let chats = chats(ctx.card, &tasks);
    for entry in parameters(ctx.card) {
        let Some(draft) = judge(entry, &tasks, chats) else { continue };
        if out.is_full() {
            out.count();
        } else {
            out.push(draft);
        }
    }
}

/// Whether the model is served as a chat, which has limits of its own.
fn chats(card: &Card<'_>, tasks: &Tasks) -> bool {
    tasks.0.iter().any(|task| matches!(*task, "conversational" | "image-text-to-text"))
        || card.texts("tags").iter().any(|(_, tag)| *tag == "conversational")
}

fn judge(entry: Entry<'_>, tasks: &Tasks, chats: bool) -> Option<Draft> {
    let (name, value) = (entry.name(), entry.value);
    let own = tasks.0.iter().filter(|_| !chats);
    let own = own.filter_map(|task| facts::task_parameter(task, name));
    // The settings of text generation have the same limits for all tasks that generate text.
    let shared = (tasks.generate() == Some(true) && !chats)
        .then(|| facts::task_parameter("text-generation", name))
        .flatten();
    let mut limits = own.chain(shared).chain(facts::parameter_limits(name));
    if let Some(n) = value.as_f64() {
        // `inference-wrong-type` tells of what is no finite number.
        if !n.is_finite() {
            return None;
        }
        if name == "temperature" && n == 0.0 {
            return (!chats).then(|| temperature_zero(entry, tasks)).flatten();
        }
        return limits.find_map(|limit| beyond(entry, n, limit));
    }
    let most = limits.find_map(|limit| limit.most_items)?;
    let length = value.len();
    (value.is_seq() && length > most).then(|| {
        Draft::on_key(entry, format!("{} has {length} items", code(name)))
            .help(format!("It takes at most {most}."))
    })
}

fn beyond(entry: Entry<'_>, n: f64, limit: &Parameter) -> Option<Draft> {
    let least = limit.min.filter(|least| n < *least);
    let most = limit.max.filter(|most| n > *most);
    let above = limit.above.filter(|above| n <= *above);
    let told = match (least, above, most) {
        (Some(least), ..) => format!("below {least}"),
        (_, Some(above), _) => format!("but must be above {above}"),
        (.., Some(most)) => format!("above {most}"),
        _ => return None,
    };
    let name = code(entry.name());
    let draft = Draft::at(entry.value, format!("{name} is {}, {told}", entry.value.raw()));
    let draft = match limit.meaning {
        "" => draft.help("Servers refuse it."),
        meaning => draft.help(format!("It stands for: {meaning}. Servers refuse it.")),
    };
    let fix = percent(entry, n, limit);
    let off = n == 0.0 || (n == -1.0 && entry.name() == "top_k");
    Some(match fix {
        Some(fix) => draft.fix(fix),
        // Zero is meant as "off", which is what leaving it out says.
        None if off => draft.fix(FixBuilder::ask(format!("Remove {name}")).remove_entry(entry)),
        None => draft,
    })
}

/// A share written in percent: `top_p: 95`.
fn percent(entry: Entry<'_>, n: f64, limit: &Parameter) -> Option<FixBuilder> {
    if limit.max != Some(1.0) || !(2.0..=100.0).contains(&n) {
        return None;
    }
    let share = n / 100.0;
    let fix = FixBuilder::ask(format!("Write `{share}`"));
    Some(fix.set_raw(entry.value, share.to_string(), Value::Float(share)))
}

/// Zero means "always the likeliest token", which has a switch of its own.
fn temperature_zero(entry: Entry<'_>, tasks: &Tasks) -> Option<Draft> {
    let map = entry.key.parent()?;
    let samples = map.get("do_sample").and_then(|node| node.as_bool());
    // Told as a contradiction.
    if samples == Some(true) || tasks.generate() == Some(false) {
        return None;
    }
    let draft = Draft::at(entry.value, "`temperature` is 0, but must be above 0").help(
        "Text generation divides by it. For the likeliest token each time, write `do_sample: false`.",
    );
    // Where the task is unknown it may be a chat, which takes 0.
    let draft = match tasks.generate() {
        None => draft.severity(Severity::Note),
        Some(_) => draft,
    };
    Some(draft.fix(greedy(entry, map)))
}

/// `temperature: 0` becomes `do_sample: false`.
pub(super) fn greedy(temperature: Entry<'_>, map: NodeRef<'_>) -> FixBuilder {
    match map.get("do_sample") {
        None => FixBuilder::ask("Write `do_sample: false`").replace_entry(
            temperature,
            "do_sample",
            "false",
            Value::Bool(false),
        ),
        Some(node) if node.as_bool() == Some(false) => {
            FixBuilder::ask("Remove `temperature`").remove_entry(temperature)
        }
        Some(node) => FixBuilder::ask("Write `do_sample: false` and remove `temperature`")
            .set_raw(node, "false".to_owned(), Value::Bool(false))
            .remove_entry(temperature),
    }
}
