//! Reads what stands where the id of a model belongs.

use std::collections::HashSet;

use crate::facts;
use crate::rules::address::{OnHub, is_local, is_repository_id, on_hub, without_scheme};

/// What a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// The id of a model, as far as one can see.
    Id,
    /// Means this id, beyond doubt or not.
    Means { id: String, sure: bool },
    /// Several ids in one text.
    Several { ids: Vec<String> },
    /// A path on somebody's disk.
    Local,
    /// Nothing, or text of a template.
    Placeholder,
    /// The address of something that is no model.
    Address(Option<OnHub>),
    /// Something else, such as a name for people.
    Other,
}

/// Longer texts are no ids and are not looked at more closely.
const LONGEST: usize = 2000;

pub(super) fn read(text: &str) -> Reading {
    if text.len() > LONGEST {
        return Reading::Other;
    }
    let trimmed = text.trim();
    if is_placeholder(trimmed) {
        return Reading::Placeholder;
    }
    if is_local(trimmed) || is_path(trimmed) {
        return Reading::Local;
    }
    if is_repository_id(text) {
        return Reading::Id;
    }
    if let Some(several) = several(trimmed) {
        return several;
    }
    if let Some((kind, id)) = on_hub(link_target(trimmed)) {
        return match kind {
            // The page of a user looks like that of an old model without owner.
            OnHub::Model => Reading::Means { sure: id.contains('/'), id },
            _ => Reading::Address(Some(kind)),
        };
    }
    if without_scheme(link_target(trimmed)).is_some() {
        return Reading::Address(None);
    }
    means(trimmed).unwrap_or(Reading::Other)
}

/// An id with something around it.
fn means(text: &str) -> Option<Reading> {
    let of =
        |id: &str, sure| is_repository_id(id).then(|| Reading::Means { id: id.to_owned(), sure });
    // Quotes within quotes, blanks, a slash too much.
    let bare = text.trim_matches(['"', '\'', '`', ' ', ',', ';']).trim_end_matches('/');
    let bare = bare.strip_prefix("hf://").unwrap_or(bare);
    if let Some(found) = of(bare, true) {
        return Some(found);
    }
    let unspaced = bare.replace(" /", "/").replace("/ ", "/");
    if unspaced.contains('/')
        && let Some(found) = of(&unspaced, true)
    {
        return Some(found);
    }
    // A page of the model: `org/model/tree/main`.
    let mut parts = bare.splitn(3, '/');
    if let (Some(owner), Some(name), Some(rest)) = (parts.next(), parts.next(), parts.next()) {
        let is_page = ["tree", "blob", "resolve"].iter().any(|word| {
            rest.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        return is_page.then(|| of(&format!("{owner}/{name}"), true)).flatten();
    }
    // A revision, a variant, a remark.
    let at = bare.find(['@', ':', ' ', '('])?;
    let id = bare.get(..at)?;
    if id.contains('/') { of(id, false) } else { None }
}

/// Several ids in one text, or addresses of models. Blanks alone separate only ids with an owner:
/// `bert base` is no list.
fn several(text: &str) -> Option<Reading> {
    let id = |part: &str| {
        let part = part.trim().trim_matches(['"', '\'', '`']);
        match on_hub(part) {
            Some((OnHub::Model, id)) => Some(id),
            _ => is_repository_id(part).then(|| part.to_owned()),
        }
    };
    let separators: [&[&str]; 2] =
        [&[",", ";", "\n", "|", " + ", " & ", " and "], &[",", ";", "\n", "|", "+", "&", " "]];
    for (round, separators) in separators.into_iter().enumerate() {
        let mut parts = vec![text];
        for separator in separators {
            parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
        }
        let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
        let ids: Option<Vec<String>> = parts.map(id).collect();
        let Some(mut ids) = ids else { continue };
        if round == 1 && !ids.iter().all(|id| id.contains('/')) {
            continue;
        }
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(id.clone()));
        if ids.len() > 1 {
            return Some(Reading::Several { ids });
        }
    }
    None
}

/// The address in a link of Markdown, else the text itself.
fn link_target(text: &str) -> &str {
    let inner = text.strip_suffix(')').and_then(|text| text.split_once("](")).map(|(_, to)| to);
    inner.unwrap_or(text).trim_matches(['<', '>'])
}

fn is_placeholder(text: &str) -> bool {
    facts::is_model_placeholder(text)
        || text.contains("{{")
        || (text.starts_with('<')
            && text.ends_with('>')
            && without_scheme(link_target(text)).is_none())
        || (text.starts_with('{') && text.ends_with('}'))
}

/// Whether a text is a path by its form: `./x`, `a\b`, a folder of a training run, a file of
/// weights.
fn is_path(text: &str) -> bool {
    const FILES: [&str; 7] = [".safetensors", ".ckpt", ".pth", ".pt", ".bin", ".h5", ".gguf"];
    let first = text.split('/').next().unwrap_or("");
    let last = text.rsplit('/').next().unwrap_or("");
    let depth = text.matches('/').count();
    let is_checkpoint = |part: &str| {
        part.strip_prefix("checkpoint-")
            .is_some_and(|step| !step.is_empty() && step.chars().all(|c| c.is_ascii_digit()))
    };
    if without_scheme(text).is_some() || text.contains(char::is_whitespace) {
        // Blanks stand in paths, too, but also in remarks.
        return text.starts_with("./") || text.starts_with("../");
    }
    ["./", "../", ".\\", "..\\", "/"].iter().any(|start| text.starts_with(start))
        || text.contains('\\')
        || is_checkpoint(last.trim_end())
        || (depth > 0 && facts::is_local_owner(first))
        || (depth != 1 && on_hub(text).is_none() && FILES.iter().any(|end| last.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means_id(id: &str, sure: bool) -> Reading {
        Reading::Means { id: id.to_owned(), sure }
    }

    #[test]
    fn ids_are_found_in_what_stands_around_them() {
        for (text, id, sure) in [
            ("https://huggingface.co/org/model", "org/model", true),
            ("[model](https://huggingface.co/org/model)", "org/model", true),
            ("huggingface.co/org/model/tree/main", "org/model", true),
            ("https://huggingface.co/gpt2", "gpt2", false),
            (" org/model", "org/model", true),
            ("org/model/", "org/model", true),
            ("org / model", "org/model", true),
            ("'org/model'", "org/model", true),
            ("org/model/tree/main", "org/model", true),
            ("org/model@main", "org/model", false),
            ("org/model (4 bit)", "org/model", false),
        ] {
            assert_eq!(read(text), means_id(id, sure), "{text}");
        }
    }

    #[test]
    fn ids_are_left_alone() {
        for text in ["gpt2", "org/model", "org/model.gguf", "MIT/ast-0.4593", "dots/dots.tts-soar"]
        {
            assert_eq!(read(text), Reading::Id, "{text}");
        }
    }

    #[test]
    fn paths_are_told_from_ids() {
        for text in [
            "./output/checkpoint-500",
            "../model",
            "/models/llama",
            r"C:\models\llama",
            r"models\llama",
            "checkpoint-500",
            "results/checkpoint-500",
            "outputs/my-run",
            "/content/drive/MyDrive/model",
            "model.safetensors",
            "out/run/model.bin",
        ] {
            assert_eq!(read(text), Reading::Local, "{text}");
        }
    }

    #[test]
    fn several_ids_are_taken_apart() {
        for text in ["a/b, c/d", "a/b c/d", "a/b and c/d", "a/b\nc/d", "a/b+c/d", "a/b, c/d, a/b"] {
            let ids = vec!["a/b".to_owned(), "c/d".to_owned()];
            assert_eq!(read(text), Reading::Several { ids }, "{text}");
        }
        let ids = vec!["bert".to_owned(), "gpt2".to_owned()];
        assert_eq!(read("bert, gpt2"), Reading::Several { ids });
    }

    #[test]
    fn the_rest_is_told_as_what_it_is() {
        for text in ["none", "N/A", "your-base-model", "<base model>", "{{ base_model }}"] {
            assert_eq!(read(text), Reading::Placeholder, "{text}");
        }
        assert_eq!(read("https://example.com/x"), Reading::Address(None));
        assert_eq!(
            read("https://huggingface.co/datasets/a/b"),
            Reading::Address(Some(OnHub::Dataset))
        );
        for text in ["Llama 2 7B", "bert base", "a/b/c", "模型"] {
            assert_eq!(read(text), Reading::Other, "{text}");
        }
    }
}
