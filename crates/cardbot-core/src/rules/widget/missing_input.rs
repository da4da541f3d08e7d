//! `widget-missing-input`: an example without an input that its task needs.

use super::keys::meant;
use super::unknown_key::is_parameter;
use super::words::and;
use super::{Tasks, examples, input_swapped, is_input};
use crate::card::Card;
use crate::facts::{self, WidgetInputs};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-missing-input",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a widget example lacks an input that its task needs",
    page: include_str!("missing_input.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if ctx.card.get("widget").is_none() {
        return;
    }
    let needs = Needs::of(ctx.card);
    // The second half of an example that was told with its first half.
    let mut told: Option<NodeRef<'_>> = None;
    for example in examples(ctx.card) {
        if passes(example) || told == Some(example) {
            continue;
        }
        let Some(missing) = needs.missing(&needs.keys_of(example)) else { continue };
        if input_swapped::explains(example, needs.rows.as_deref()) {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        told = needs.complement(example);
        out.push(judge(example, &missing, told));
    }
}

/// Whether an example needs no input: it shows an output, or it is told elsewhere what is wrong
/// with it.
fn passes(example: NodeRef<'_>) -> bool {
    example.get("output").is_some()
        || example.is_empty()
        || example.entries().all(|entry| is_parameter(entry.name()))
        || example.entries().any(|entry| entry.is_merge())
}

/// What an example lacks for the task it comes nearest to.
struct Missing {
    task: Option<&'static str>,
    keys: Vec<&'static str>,
}

/// What the examples of a card need.
struct Needs {
    tasks: Tasks,
    rows: Option<Vec<&'static WidgetInputs>>,
}

impl Needs {
    fn of(card: &Card<'_>) -> Self {
        let tasks = Tasks::of(card);
        let rows = tasks.inputs();
        Self { tasks, rows }
    }

    /// The keys of an example, misspelt ones as they are meant.
    fn keys_of<'k>(&self, example: NodeRef<'k>) -> Vec<&'k str> {
        let key = |entry: Entry<'k>| match facts::widget_key(entry.name()) {
            Some(_) => entry.name(),
            None => meant(example, entry, &self.tasks).map_or(entry.name(), |meant| meant.key),
        };
        example.entries().map(key).collect()
    }

    /// What keys lack for the task they come nearest to; `None` when they have all that one of
    /// the tasks needs.
    fn missing(&self, keys: &[&str]) -> Option<Missing> {
        let Some(rows) = &self.rows else {
            // Whatever the task: something must be given to the model.
            let nothing = keys.iter().all(|key| facts::widget_key(key).is_some() && !is_input(key));
            return nothing.then_some(Missing { task: None, keys: vec![] });
        };
        let mut nearest: Option<Missing> = None;
        for row in rows {
            let keys = lacks(row, keys);
            if keys.is_empty() {
                return None;
            }
            if nearest.as_ref().is_none_or(|least| keys.len() < least.keys.len()) {
                nearest = Some(Missing { task: Some(row.task), keys });
            }
        }
        nearest
    }

    /// The next example, if it holds just what this one lacks.
    fn complement<'t>(&self, example: NodeRef<'t>) -> Option<NodeRef<'t>> {
        let next = example.parent()?.items().skip_while(|item| *item != example).nth(1)?;
        if !next.is_map() {
            return None;
        }
        let (own, others) = (self.keys_of(example), self.keys_of(next));
        if others.iter().any(|key| own.contains(key)) {
            return None;
        }
        let both: Vec<&str> = own.iter().chain(&others).copied().collect();
        let complete = self.missing(&both).is_none() || next.get("output").is_some();
        // With nothing but a title here, the next example may be complete by itself.
        let only_titled = !own.iter().any(|key| is_input(key));
        (complete && (only_titled || self.missing(&others).is_some())).then_some(next)
    }
}

/// The keys that a task needs and that are not there.
fn lacks(row: &WidgetInputs, keys: &[&str]) -> Vec<&'static str> {
    let required = row.required.iter().copied().filter(|key| !keys.contains(key));
    let none = !row.one_of.iter().any(|key| keys.contains(key));
    let first = row.one_of.first().copied().filter(|_| none);
    required.chain(first).collect()
}

fn judge(example: NodeRef<'_>, missing: &Missing, complement: Option<NodeRef<'_>>) -> Draft {
    let names: Vec<String> = missing.keys.iter().map(|key| format!("`{key}`")).collect();
    let message = match missing.task {
        None => "the example has no input".to_owned(),
        Some(task) => format!("the example lacks {}, which {task} needs", and(&names)),
    };
    let mut draft = Draft::at(example, message);
    if let Some(first) = example.entries().next() {
        // The whole example may be long; its first key is enough to point at.
        draft = draft.span(first.key.span());
    }
    let Some(next) = complement else {
        return draft.help("Without it the widget has nothing to run on.");
    };
    draft
        .help("The dash below begins another example; what belongs together is one.")
        .fix(FixBuilder::ask("Join it with the next example").join_items(example, next))
}
