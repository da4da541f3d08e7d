//! `eval-dataset-type`: a dataset's `type` in `model-index` that is no id of the Hub.

use super::{dataset_ids, doubtful_parts, doubtful_results, is_dataset_id};
use crate::finding::{Safety, Severity};
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling::fold;
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-dataset-type",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a dataset's type in model-index that can be no id of the Hub",
    page: include_str!("dataset_type.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut ids = None;
    for dataset in doubtful_results(ctx).flat_map(|result| doubtful_parts(ctx, result, "dataset")) {
        let Some(kind) = dataset.get("type") else { continue };
        let Some(text) = kind.as_str().filter(|text| !text.trim().is_empty()) else { continue };
        if is_dataset_id(text) {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        let ids = ids.get_or_insert_with(|| dataset_ids(ctx.card));
        out.push(judge(dataset, kind, text, ids));
    }
}

fn judge(dataset: NodeRef<'_>, kind: NodeRef<'_>, text: &str, ids: &[&str]) -> Draft {
    let draft = Draft::at(kind, format!("{} can be no dataset's id", code(text))).help(
        "The Hub refuses it: `type` is the id, `[owner/]name` of letters, digits, `_`, `-` and `.`; \
         the title goes into `name`.",
    );
    let Some((id, safety)) = meant(text, ids) else {
        // The id may stand in `name`.
        let name = dataset.get("name");
        let swapped = name.and_then(|node| node.as_str()).filter(|name| ids.contains(name));
        return match (name, swapped) {
            (Some(node), Some(id)) => draft.fix(
                FixBuilder::ask("Swap `type` and `name`").set_text(kind, id).set_text(node, text),
            ),
            _ => draft,
        };
    };
    draft.fix(
        FixBuilder::safe(format!("Write {}", code(&id))).with_safety(safety).set_text(kind, &id),
    )
}

/// The id that is meant.
fn meant(text: &str, ids: &[&str]) -> Option<(String, Safety)> {
    if let Some(id) = id_in_address(text) {
        return Some((id.to_owned(), Safety::Safe));
    }
    let wanted = fold(text);
    let same = |id: &&&str| {
        fold(id) == wanted || id.split_once('/').is_some_and(|(_, name)| fold(name) == wanted)
    };
    ids.iter().find(same).map(|id| ((*id).to_owned(), Safety::Ask))
}

/// The id in a dataset's address on the Hub.
pub(super) fn id_in_address(text: &str) -> Option<&str> {
    let path = text.trim().trim_end_matches('/');
    let path = path.strip_prefix("https://").or(path.strip_prefix("http://")).unwrap_or(path);
    let path = path.strip_prefix("huggingface.co/").or(path.strip_prefix("hf.co/")).unwrap_or(path);
    path.strip_prefix("datasets/").filter(|id| is_dataset_id(id))
}
