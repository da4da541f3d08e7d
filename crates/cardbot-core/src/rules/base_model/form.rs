//! `base-model-form`: not the id of a model where one belongs.

use super::read::{Reading, read};
use super::{Named, named, words::code};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::address::OnHub;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "base-model-form",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a base_model or new_version that is no model's id",
    page: include_str!("form.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for model in named(ctx.card) {
        let reading = read(model.text);
        if matches!(reading, Reading::Id | Reading::Local | Reading::Placeholder) {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        let draft = draft(&model, reading);
        out.push(match model.entry.name() {
            // A wrong `base_model` is refused; of this one it is not known.
            "new_version" => draft.severity(Severity::Warning),
            _ => draft,
        });
    }
}

fn draft(model: &Named<'_>, reading: Reading) -> Draft {
    let shown = code(model.text);
    let draft = |what: &str| Draft::at(model.node, format!("{shown} {what}"));
    let help = "The Hub wants the model's id, as `owner/name`.";
    match reading {
        Reading::Means { id, sure } => {
            let title = format!("Write `{id}`");
            let fix = if sure { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
            let blanks = model.text.trim() == id;
            draft(if blanks { "has blanks around it" } else { "is not the id of a model" })
                .help(format!("The Hub wants the id alone: {}.", code(&id)))
                .fix(fix.set_text(model.node, &id))
        }
        Reading::Several { ids } => several(model, &ids),
        Reading::Address(Some(OnHub::Dataset)) => {
            draft("is a dataset, not a model").help("Datasets stand under `datasets`.")
        }
        Reading::Address(Some(OnHub::Space)) => draft("is a Space, not a model").help(help),
        Reading::Address(_) => draft("is an address, not the id of a model").help(help),
        _ => draft("is not the id of a model").help(help),
    }
}

fn several(model: &Named<'_>, ids: &[String]) -> Draft {
    let draft =
        Draft::at(model.node, format!("{} names several models in one text", code(model.text)));
    if model.entry.name() == "new_version" {
        return draft.help("The Hub takes one new version.");
    }
    let fix = FixBuilder::safe("Write them as a list");
    draft.help("The Hub takes several base models as a list.").fix(if model.in_list() {
        fix.split_item(model.node, ids)
    } else {
        fix.set_list(model.node, &ids.iter().map(String::as_str).collect::<Vec<_>>())
    })
}
