//! `hub`: which repository on the Hub a card belongs to.

use super::{Problems, brief, entries, text};
use crate::config::keys::HUB_KEYS;
use crate::fixing::FixBuilder;
use crate::rules::Draft;
use crate::yaml::{Entry, NodeRef, Value};

pub(super) fn check(node: NodeRef<'_>, problems: &mut Problems) {
    if !node.is_map() {
        let message = format!("a map of paths is expected, this is {}", node.kind());
        let help = "Each line is a path and its repository: `README.md: {id: ORG/MODEL}`.";
        return problems.wrong_value(Draft::at(node, message).help(help));
    }
    for entry in node.entries() {
        let name = entry.name();
        if HUB_KEYS.iter().any(|key| key.name == name) {
            let help = format!("Write the card's path first: `README.md: {{{name}: …}}`.");
            let message = format!("`hub` has paths as keys, `{name}` belongs one level deeper");
            problems.wrong_value(Draft::on_key(entry, message).help(help));
            continue;
        }
        path(entry, problems);
        link(entry.value, problems);
    }
}

fn path(entry: Entry<'_>, problems: &mut Problems) {
    let path = entry.name();
    if path.contains(['*', '?', '[', '{']) {
        let message = format!("`{}` is a glob, `hub` has plain paths", brief(path));
        let help = "Each repository on the Hub has a line of its own.";
        return problems.wrong_value(Draft::on_key(entry, message).help(help));
    }
    if path == "." || path == "./" {
        return;
    }
    if let Some(fault) = super::glob_fault::fault(path) {
        let draft = Draft::on_key(entry, fault.message).help(fault.help).identity(path);
        problems.wrong_value(match fault.meant {
            Some(meant) => {
                let fix = FixBuilder::safe(format!("Write `{}`", brief(&meant)));
                draft.fix(fix.rename_key(entry, &meant))
            }
            None => draft,
        });
    }
}

fn link(node: NodeRef<'_>, problems: &mut Problems) {
    if !node.is_map() {
        let message = format!("a map with `id` or `mirror` is expected, this is {}", node.kind());
        let draft = Draft::at(node, message).help("Write `{id: ORG/MODEL}`.");
        let id = node.as_str().and_then(|text| if is_id(text) { Some(text) } else { id_in(text) });
        return problems.wrong_value(match id {
            Some(id) => {
                let value = Value::Map(vec![("id".to_owned(), Value::Str(id.to_owned()))]);
                let written = format!("{{id: {id}}}");
                let fix = FixBuilder::safe(format!("Write `{written}`"));
                draft.fix(fix.set_raw(node, written, value))
            }
            None => draft,
        });
    }
    entries(node, HUB_KEYS, "a path under `hub`", problems, |name, entry, problems| match name {
        "id" => id(entry.value, problems),
        _ => mirror(entry.value, problems),
    });
}

fn id(node: NodeRef<'_>, problems: &mut Problems) {
    let Some(id) = text(node, "a model's id", problems) else { return };
    if is_id(id) {
        return;
    }
    let draft = Draft::at(node, format!("`{}` is not the id of a model", brief(id)))
        .help("An id is `ORG/MODEL`: letters, digits, `-`, `_` and `.`.");
    problems.wrong_value(match id_in(id) {
        Some(id) => draft.fix(FixBuilder::safe(format!("Write `{id}`")).set_text(node, id)),
        None => draft,
    });
}

/// The Hub's rule for ids of repositories, with the owner written out.
fn is_id(id: &str) -> bool {
    let Some((owner, name)) = id.split_once('/') else { return false };
    let plain = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
            && !part.starts_with(['-', '.'])
            && !part.ends_with(['-', '.'])
            && !part.contains("--")
            && !part.contains("..")
    };
    id.len() <= 96 && plain(owner) && plain(name) && !name.ends_with(".git")
}

/// The id in the address of a model's page.
fn id_in(address: &str) -> Option<&str> {
    let rest = address
        .trim()
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_start_matches("www.");
    let rest = rest.strip_prefix("huggingface.co/").or_else(|| rest.strip_prefix("hf.co/"))?;
    let rest = rest.trim_end_matches('/');
    // Datasets and Spaces have three parts; the card of a model they are not.
    is_id(rest).then_some(rest)
}

fn mirror(node: NodeRef<'_>, problems: &mut Problems) {
    if node.as_bool().is_some() {
        return;
    }
    let message = format!("`mirror` is `true` or `false`, this is {}", node.kind());
    let draft = Draft::at(node, message);
    let meant = match node.text().to_lowercase().as_str() {
        "yes" | "on" | "y" | "true" => Some(true),
        "no" | "off" | "n" | "false" => Some(false),
        _ => None,
    };
    problems.wrong_value(match meant {
        Some(meant) if node.is_scalar() => {
            let fix = FixBuilder::safe(format!("Write `{meant}`"));
            draft.fix(fix.set_raw(node, meant.to_string(), Value::Bool(meant)))
        }
        _ => draft,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_told_from_what_is_none() {
        for id in ["org/model", "a/b", "bert-base/m_1.0", "0x/1"] {
            assert!(is_id(id), "{id}");
        }
        for id in ["model", "a/b/c", "/b", "a/", "a b/c", "-a/b", "a/b.", "a/b--c", "a/b.git", ""] {
            assert!(!is_id(id), "{id}");
        }
        assert_eq!(id_in("https://huggingface.co/org/model/"), Some("org/model"));
        assert_eq!(id_in("hf.co/org/model"), Some("org/model"));
        assert_eq!(id_in("https://huggingface.co/datasets/org/data"), None);
        assert_eq!(id_in("https://example.com/org/model"), None);
    }
}
