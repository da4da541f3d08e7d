//! Tells model cards from the other files that carry front matter.
//!
//! Silence on what is no model card is a feature: when in doubt, the file is left alone.

use crate::card::{Card, Metadata};
use crate::lfs;
use crate::text::holds;
use crate::yaml::NodeRef;

/// What kind of file a README is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A model card: the only kind that is reviewed.
    ModelCard,
    /// A dataset card.
    DatasetCard,
    /// The README of a Space.
    SpaceCard,
    /// A template whose placeholders are yet to be filled by a program.
    Template,
    /// A file of `.eval_results/`.
    EvalResults,
    /// Anything else.
    Other,
    /// The file could not be read.
    Unreadable,
}

impl Kind {
    /// The word used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ModelCard => "model-card",
            Self::DatasetCard => "dataset-card",
            Self::SpaceCard => "space-card",
            Self::Template => "template",
            Self::EvalResults => "eval-results",
            Self::Other => "other",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Keys that only a model card has.
const MODEL_KEYS: &[&str] = &[
    "pipeline_tag",
    "library_name",
    "base_model",
    "base_model_relation",
    "model-index",
    "widget",
    "co2_eq_emissions",
    "mask_token",
    "instance_prompt",
    "new_version",
    "model_index",
    "pipeline-tag",
    "widgets",
    "quantized_by",
    "model_creator",
    "model_name",
    "model_type",
    "mask-token",
    "library_tag",
    "finetuned_from",
    "inference",
    "model-name",
    "model-type",
];

/// Keys that a model card shares with dataset cards and others.
const SHARED_KEYS: &[&str] = &[
    "license",
    "language",
    "tags",
    "datasets",
    "metrics",
    "thumbnail",
    "license_name",
    "license_link",
    "language_bcp47",
    "licence",
    "liscence",
    "licenses",
    "lisence",
    "languages",
    "dataset",
    "Datasets",
    "Dataset",
    "Language",
    "License",
    "Tags",
    "task",
    "tasks",
    "lang",
    "extra_gated_prompt",
    "extra_gated_fields",
    "extra_gated_heading",
    "extra_gated_description",
    "extra_gated_button_content",
    "license_details",
    "language_details",
    "arxiv",
];

/// Keys that only a dataset card has.
const DATASET_KEYS: &[&str] = &[
    "task_categories",
    "task_ids",
    "size_categories",
    "multilinguality",
    "annotations_creators",
    "language_creators",
    "source_datasets",
    "pretty_name",
    "dataset_info",
    "train-eval-index",
    "YAML tags",
    "eval_info",
    "paperswithcode_id",
    "dataset_size",
    "download_size",
    "submission_name",
    "configs",
    "annotations_origin",
];

/// Keys of the pages of documentation sites, blogs, agents' skills and issue templates.
const PAGE_KEYS: &[&str] = &[
    "title",
    "description",
    "date",
    "layout",
    "author",
    "authors",
    "permalink",
    "slug",
    "url",
    "categories",
    "category",
    "keywords",
    "draft",
    "weight",
    "toc",
    "linkTitle",
    "aliases",
    "sidebar_position",
    "sidebar_label",
    "sidebar",
    "id",
    "about",
    "labels",
    "assignees",
    "allowed-tools",
    "argument-hint",
    "user-invocable",
    "nav_order",
    "parent",
    "has_children",
    "subtitle",
    "excerpt",
    "summary",
    "header",
    "image",
    "published",
    "updated",
    "lastmod",
    "project_name",
    "github_url",
    "stars",
    "topics",
    "name",
    "snippet",
    "theme",
    "order",
    "icon",
    "next",
    "prev",
    "hide",
    "hide_title",
    "outline",
    "status",
    "version",
    "type",
    "source",
    "redirect_from",
    "created",
    "modified",
    "published_at",
    "updated_at",
    "comments",
    "series",
    "short_description",
    "tagline",
    "hero",
    "features",
    "kind",
    "cover",
];

/// The kind of a parsed file.
pub(crate) fn of(card: &Card<'_>) -> Kind {
    if is_eval_results(card.path) {
        return Kind::EvalResults;
    }
    match &card.metadata {
        // Nobody means a pointer to be a README, whatever the repository is.
        Metadata::Missing if is_readme(card.path) && lfs::is_pointer(card.source.text()) => {
            Kind::ModelCard
        }
        Metadata::Missing => Kind::Other,
        Metadata::Broken(_) => of_broken(card),
        Metadata::Parsed(tree) => match tree.root() {
            Some(root) if root.is_map() => of_map(card, root),
            // A block that is no map: `tags:text-classification`, or a list of keys.
            Some(root) if looks_like_card_text(tree.source()) && root.len() < 50 => Kind::ModelCard,
            _ => Kind::Other,
        },
    }
}

/// Whether a path is one of a repository's evaluation result files.
#[must_use]
pub fn is_eval_results(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or("");
    parts.next() == Some(".eval_results") && (file.ends_with(".yaml") || file.ends_with(".yml"))
}

fn is_readme(path: &str) -> bool {
    path.rsplit(['/', '\\']).next() == Some("README.md")
}

fn of_map(card: &Card<'_>, root: NodeRef<'_>) -> Kind {
    let mut seen = Seen::default();
    for entry in root.entries() {
        seen.take(entry.name());
    }
    if is_template(card, root) {
        return Kind::Template;
    }
    let has = |key: &str| root.get(key).is_some();
    if has("sdk") && (has("emoji") || has("title") || has("app_file") || has("pinned"))
        || (has("emoji") && has("colorFrom") && has("colorTo"))
    {
        // A few models were pushed with a Space's README; the model's keys decide.
        return if seen.model > 0 && has("pipeline_tag") {
            Kind::ModelCard
        } else {
            Kind::SpaceCard
        };
    }
    if root.get("type").and_then(|t| t.as_str()).is_some_and(|t| t == "predictions") {
        return Kind::DatasetCard;
    }
    // `inference` was copied into data sets' cards too; it takes another key to be sure.
    let strong_model = seen.model > usize::from(has("inference"));
    if seen.dataset > 0 && !strong_model {
        return Kind::DatasetCard;
    }
    if strong_model {
        return if seen.page > 2 && seen.shared == 0 { Kind::Other } else { Kind::ModelCard };
    }
    if path_says_dataset(card.path) {
        return Kind::DatasetCard;
    }
    if seen.page > 0 && seen.shared < 3 && !(has("license") && has("language")) {
        return Kind::Other;
    }
    if seen.shared + seen.model == 0 {
        return Kind::Other;
    }
    // What a model was trained on or measured by is no key of a data set's card.
    let trained = has("datasets") || has("metrics");
    if !trained && text_says_dataset(card.body()) { Kind::DatasetCard } else { Kind::ModelCard }
}

#[derive(Default)]
struct Seen {
    model: usize,
    shared: usize,
    dataset: usize,
    page: usize,
}

impl Seen {
    fn take(&mut self, key: &str) {
        self.model += usize::from(MODEL_KEYS.contains(&key));
        self.shared += usize::from(SHARED_KEYS.contains(&key));
        self.dataset += usize::from(DATASET_KEYS.contains(&key));
        self.page += usize::from(PAGE_KEYS.contains(&key));
    }
}

/// A front matter that can't be read: the keys at the line starts have to do.
fn of_broken(card: &Card<'_>) -> Kind {
    let Some(front) = card.front else { return Kind::Other };
    let yaml = card.source.slice(front.yaml);
    if has_placeholder(yaml) {
        return Kind::Template;
    }
    let mut seen = Seen::default();
    for key in top_level_keys(yaml) {
        seen.take(key);
    }
    let space = yaml.contains("\nsdk:") && yaml.contains("emoji:");
    if space {
        return Kind::SpaceCard;
    }
    if seen.dataset > 0 && seen.model == 0 || path_says_dataset(card.path) {
        return Kind::DatasetCard;
    }
    // Something that begins like a page, or whose block ran on into the text, is left alone.
    let is_card = seen.page == 0 && (seen.model > 0 || seen.shared > 0);
    if is_card { Kind::ModelCard } else { Kind::Other }
}

/// The words before a colon at the start of each line of the block.
fn top_level_keys(yaml: &str) -> impl Iterator<Item = &str> {
    yaml.lines().filter_map(|line| {
        let (key, _) = line.split_once(':')?;
        let key = key.trim_end();
        (!key.starts_with([' ', '\t', '-', '#', '"', '\'']) && key.len() <= 40).then_some(key)
    })
}

/// Whether a text without a readable map still begins with a known key.
fn looks_like_card_text(yaml: &str) -> bool {
    let first = yaml.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    let word = first.trim_start_matches(['-', ' ']).split(':').next().unwrap_or("").trim();
    first.contains(':') && (MODEL_KEYS.contains(&word) || SHARED_KEYS.contains(&word))
}

/// Placeholders that a program fills in: Jinja's `{{ … }}` and `{% … %}`, or `{word}`, as the
/// whole value of a key, as a list item, or instead of the whole metadata.
fn is_template(card: &Card<'_>, root: NodeRef<'_>) -> bool {
    if !card.tree().is_some_and(|tree| holds(tree.source(), "{")) {
        return false;
    }
    let is_slot = |node: NodeRef<'_>| {
        let raw = node.raw();
        // Long texts may show braces to a reader; only a short value can be a slot.
        raw.len() < 200 && !raw.contains('\n') && (has_placeholder(raw) || is_single_brace(raw))
    };
    has_placeholder(root.raw().lines().next().unwrap_or(""))
        || root.entries().any(|e| is_slot(e.value) || e.value.items().any(is_slot))
}

fn has_placeholder(yaml: &str) -> bool {
    yaml.lines().any(|line| {
        let line = line.trim();
        if line.starts_with('#') {
            // What is commented out does not count.
            return false;
        }
        let value = line.split_once(": ").map_or(line, |(_, v)| v).trim_start_matches("- ").trim();
        let jinja = |open: &str, close: &str| value.starts_with(open) && value.contains(close);
        jinja("{{", "}}") || jinja("{%", "%}") || jinja("\"{{", "}}\"") || is_single_brace(value)
    })
}

/// `{lang_0}`, `{license}`: one lower-case word in braces, perhaps with a comment behind it.
fn is_single_brace(value: &str) -> bool {
    let value = value.split(" #").next().unwrap_or("").trim();
    value.strip_prefix('{').and_then(|v| v.strip_suffix('}')).is_some_and(|w| {
        !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    })
}

/// Whether a word of the path says that this is about a data set.
fn path_says_dataset(path: &str) -> bool {
    let mut dataset = false;
    for word in path.split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.eq_ignore_ascii_case("model") || word.eq_ignore_ascii_case("models") {
            return false;
        }
        dataset |= ["dataset", "datasets"].iter().any(|d| word.eq_ignore_ascii_case(d));
    }
    dataset
}

/// Whether the text opens like a dataset card's: it speaks of a data set and of no model.
fn text_says_dataset(body: &str) -> bool {
    let mut end = body.len().min(600);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let head = body.get(..end).unwrap_or("").to_lowercase();
    let speaks_of_data = ["dataset", "data set", "corpus"].iter().any(|w| head.contains(w));
    let speaks_of_model = [
        "model",
        "fine-tun",
        "finetun",
        "checkpoint",
        "weights",
        "trained",
        "network",
        "tokenizer",
        "embedding",
    ]
    .iter()
    .any(|w| head.contains(w));
    let titled = head.contains("dataset card") || head.contains("## dataset description");
    titled || (speaks_of_data && !speaks_of_model)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn kind(text: &str) -> Kind {
        let source = Source::new(text.as_bytes());
        Card::new("README.md", &source).kind
    }

    #[test]
    fn placeholders_make_a_template_but_not_in_comments() {
        assert_eq!(kind("---\nlicense: {license}\n---\n"), Kind::Template);
        assert_eq!(kind("---\nlicense: mit\n# args: {arg_0}  # optional\n---\n"), Kind::ModelCard);
    }
}
