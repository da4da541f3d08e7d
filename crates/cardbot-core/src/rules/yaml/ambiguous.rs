//! `yaml-ambiguous`: a value that the Hub and Python tools read differently.

use super::of_those_read;
use crate::edit::Edit;
use crate::facts::{self, Type, ValueKind};
use crate::finding::{Promise, Severity};
use crate::fixing::{FixBuilder, quote_double};
use crate::rules::inference::{Tasks, wrong_type};
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{KeyPart, NodeRef, Scalar, Tree, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "yaml-ambiguous",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Yaml,
    summary: "a value that the Hub and Python tools read differently",
    page: include_str!("ambiguous.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut tasks = None;
    let unusual = ctx.card.tree().into_iter().flat_map(Tree::unusual_nodes);
    for (key, node) in of_those_read(ctx.card, unusual) {
        // `no` in `language` is Norwegian and has a rule of its own.
        if !node.reads_differently() || matches!(key, "language" | "language_bcp47") {
            continue;
        }
        // A number among texts is told of as such.
        if matches!(key, "datasets" | "metrics" | "tags") && node.as_str().is_none() {
            continue;
        }
        // So is a word where a switch, a licence or a task belongs.
        if is_told_elsewhere(key, node) {
            continue;
        }
        // And a number of inference that servers refuse as text, such as `1_000`.
        if let Some(name) = parameter(key, node)
            && wrong_type::tells(tasks.get_or_insert_with(|| Tasks::of(ctx.card)), &name, node)
        {
            continue;
        }
        // What Python tools refuse has a rule of its own, too.
        if node.python_refusal().is_some() {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        out.push(draft(node));
    }
}

/// Whether another rule says that this word is none that belongs here; quotes would not help it.
fn is_told_elsewhere(key: &str, node: NodeRef<'_>) -> bool {
    let takes_switch =
        |name: &str| facts::parameter(name).any(|known| known.kinds.contains(&ValueKind::Boolean));
    if !matches!(node.py(), Scalar::Bool(_)) {
        return false;
    }
    match node.path().as_slice() {
        [_] => {
            matches!(key, "inference" | "license" | "pipeline_tag")
                || facts::key(key).is_some_and(|known| known.types == [Type::Bool])
        }
        [_, _, KeyPart::Key(name)] => key == "inference" && takes_switch(name),
        _ => false,
    }
}

/// The name of the inference parameter whose value this is.
fn parameter(key: &str, node: NodeRef<'_>) -> Option<String> {
    if !matches!(key, "inference" | "widget") {
        return None;
    }
    let mut path = node.path();
    let Some(KeyPart::Key(name)) = path.pop() else { return None };
    let inside = |part: &KeyPart| matches!(part, KeyPart::Key(key) if key == "parameters");
    path.iter().skip(1).take(2).any(inside).then_some(name)
}

fn draft(node: NodeRef<'_>) -> Draft {
    let (js, py) = (node.js(), node.py());
    let message = format!(
        "{} is {} to the Hub and {} to Python tools",
        code(node.text()),
        words(&js),
        words(&py)
    );
    let draft = Draft::at(node, message);
    match (&js, &py) {
        (Scalar::Float(n), Scalar::Str) if plainly(*n, node.text()).is_some() => {
            let written = plainly(*n, node.text()).unwrap_or_default();
            draft
                .severity(Severity::Note)
                .help("With a point and a sign before the exponent both read a number.")
                .fix(FixBuilder::safe(format!("Write `{written}`")).set_raw(
                    node,
                    written,
                    Value::Float(*n),
                ))
        }
        (Scalar::Str, Scalar::Int(n)) if node.text().contains('_') && wants_number(node) => draft
            .help("Without `_` both read the number.")
            .fix(FixBuilder::ask(format!("Write `{n}`")).set_raw(
                node,
                n.to_string(),
                Value::Int(*n),
            )),
        (Scalar::Str, _) => draft.help("In quotes both read the text.").fix(quoted(node)),
        _ => draft
            .help(
                "Quotes make it text for both; without the leading zero it is one number for both.",
            )
            .fix(quoted(node).with_safety(crate::finding::Safety::Ask)),
    }
}

/// The same text in quotes.
fn quoted(node: NodeRef<'_>) -> FixBuilder {
    let text = node.text();
    let fix = FixBuilder::safe("Quote it");
    if node.as_entry().is_some() {
        return fix
            .only_if(matches!(node.js(), Scalar::Str))
            .edit(Edit::replace(node.span(), quote_double(text)))
            .promise(Promise::Values(vec![]));
    }
    fix.set_raw(node, quote_double(text), Value::Str(text.to_owned()))
}

/// `1e-5` as `1.0e-5`, which both read.
fn plainly(n: f64, text: &str) -> Option<String> {
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let mantissa =
        if mantissa.contains('.') { mantissa.to_owned() } else { format!("{mantissa}.0") };
    let sign = if exponent.starts_with(['+', '-']) { "" } else { "+" };
    let written = format!("{mantissa}e{sign}{exponent}");
    (written.parse() == Ok(n)).then_some(written)
}

/// Whether a number is wanted here.
fn wants_number(node: NodeRef<'_>) -> bool {
    let path = node.path();
    let is =
        |part: Option<&KeyPart>, name: &str| matches!(part, Some(KeyPart::Key(key)) if key == name);
    let numeric = ["value", "emissions", "co2_eq_emissions"];
    numeric.iter().any(|name| is(path.last(), name)) || is(path.first(), "inference")
}

fn words(read: &Scalar) -> String {
    match read {
        Scalar::Null => "nothing".to_owned(),
        Scalar::Bool(b) => format!("`{b}`"),
        Scalar::Int(n) => format!("the number {n}"),
        Scalar::Float(n) => format!("the number {n}"),
        Scalar::Date => "a date".to_owned(),
        Scalar::Str | Scalar::Merge | Scalar::PyRefused => "text".to_owned(),
    }
}
