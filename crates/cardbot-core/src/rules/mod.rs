//! The rules: one module each, with its page beside it, and one line in [`REGISTRY`].

mod address;
mod draft;
mod front_matter;
mod list_items;
mod memo;
mod pages;
pub(crate) mod words;

mod base_model;
mod body;
mod carbon;
mod change;
mod config;
mod datasets;
mod eval;
mod gated;
mod ignore;
mod inference;
mod key;
mod language;
mod library;
mod license;
mod metrics;
mod tags;
mod task;
mod thumbnail;
mod widget;
mod yaml;

use crate::card::Card;
use crate::config::Config;
use crate::finding::Severity;

pub use draft::{Draft, Out};
pub use memo::Memo;
pub use pages::{Example, Page};

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Model cards.
    Card,
    /// Files of `.eval_results/`.
    EvalResults,
    /// YAML, in model cards and in files of `.eval_results/`.
    Yaml,
    /// What only a comparison of base and head can show.
    Change,
    /// The same, also in files of `.eval_results/`.
    AnyChange,
    /// The configuration file; its findings come from reading it, not from a check.
    Config,
    /// Ignore comments; its findings come from applying them.
    Ignore,
}

/// One rule.
pub struct Rule {
    /// Its name, in kebab-case; the first word is the family.
    pub name: &'static str,
    /// Names it had before.
    pub aliases: &'static [&'static str],
    /// How bad its findings are, unless one says otherwise.
    pub severity: Severity,
    /// Whether it runs without being selected.
    pub on: bool,
    /// What it looks at.
    pub scope: Scope,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
    /// Looks at a card and says what it found.
    pub check: fn(&Ctx<'_>, &mut Out),
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rule").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Rule {
    /// The first word of the name.
    #[must_use]
    pub fn family(&self) -> &'static str {
        match self.name {
            name if name.starts_with("front-matter-") => "front-matter",
            name if name.starts_with("base-model-") => "base-model",
            name => name.split('-').next().unwrap_or(name),
        }
    }

    /// The severity with which the rule runs; `None` when it does not.
    pub(crate) fn asked_for(&self, config: &Config) -> Option<Severity> {
        // Most configurations name no rule, and dozens are asked for with each card.
        if config.select.is_empty() && config.rules.is_empty() {
            return self.on.then_some(self.severity);
        }
        let selected = config.select.iter().any(|name| name == self.name);
        if !config.select.is_empty() && !selected {
            return None;
        }
        match config.rules.get(self.name) {
            Some(set) => set.or(selected.then_some(self.severity)),
            None => (self.on || selected).then_some(self.severity),
        }
    }
}

/// What a rule may read.
#[derive(Debug, Clone, Copy)]
pub struct Ctx<'a> {
    /// The card as it is now.
    pub card: &'a Card<'a>,
    /// The card as it was at the merge base, in a review.
    pub base: Option<&'a Card<'a>>,
    /// The configuration.
    pub config: &'a Config,
    /// The text of the LICENSE file in the card's own folder.
    pub license_file: Option<&'a str>,
    /// What several rules need of this card, found out once.
    pub memo: &'a Memo,
}

/// All rules, in alphabetical order.
pub static REGISTRY: &[&Rule] = &[
    &base_model::duplicate::RULE,
    &base_model::form::RULE,
    &base_model::itself::RULE,
    &base_model::license::RULE,
    &base_model::local_path::RULE,
    &base_model::not_text::RULE,
    &base_model::old_key::RULE,
    &base_model::placeholder::RULE,
    &base_model::relation::RULE,
    &body::dataset_link::RULE,
    &body::latex::RULE,
    &body::lfs_pointer::RULE,
    &body::paper_link::RULE,
    &body::placeholder::RULE,
    &body::removed_name::RULE,
    &carbon::form::RULE,
    &carbon::implausible::RULE,
    &carbon::missing_emissions::RULE,
    &carbon::not_a_number::RULE,
    &carbon::not_positive::RULE,
    &carbon::number_format::RULE,
    &carbon::placeholder::RULE,
    &carbon::unit::RULE,
    &carbon::unknown_key::RULE,
    &carbon::wrong_type::RULE,
    &change::base_model::RULE,
    &change::eval::RULE,
    &change::gating::RULE,
    &change::license::RULE,
    &change::metadata_lost::RULE,
    &change::task::RULE,
    &config::syntax::RULE,
    &config::unknown_key::RULE,
    &config::unknown_rule::RULE,
    &config::wrong_value::RULE,
    &datasets::duplicate::RULE,
    &datasets::not_id::RULE,
    &datasets::not_text::RULE,
    &datasets::placeholder::RULE,
    &datasets::several::RULE,
    &datasets::url::RULE,
    &eval::braces::RULE,
    &eval::dataset_type::RULE,
    &eval::duplicate::RULE,
    &eval::file_form::RULE,
    &eval::file_missing::RULE,
    &eval::file_misspelt_key::RULE,
    &eval::file_value::RULE,
    &eval::form::RULE,
    &eval::metric_type::RULE,
    &eval::missing_dataset::RULE,
    &eval::missing::RULE,
    &eval::misspelt_key::RULE,
    &eval::not_text::RULE,
    &eval::several_models::RULE,
    &eval::source::RULE,
    &eval::task_type::RULE,
    &eval::value::RULE,
    &eval::verified::RULE,
    &front_matter::bom::RULE,
    &front_matter::empty::RULE,
    &front_matter::fence::RULE,
    &front_matter::missing::RULE,
    &front_matter::not_at_top::RULE,
    &front_matter::unclosed::RULE,
    &front_matter::unfenced::RULE,
    &gated::field_options::RULE,
    &gated::field_type::RULE,
    &ignore::unused::RULE,
    &inference::contradiction::RULE,
    &inference::form::RULE,
    &inference::old_name::RULE,
    &inference::other_task::RULE,
    &inference::out_of_range::RULE,
    &inference::unknown_parameter::RULE,
    &inference::wrong_type::RULE,
    &key::empty::RULE,
    &key::html_comment::RULE,
    &key::missing::RULE,
    &key::misspelt::RULE,
    &key::wrong_type::RULE,
    &language::country_code::RULE,
    &language::duplicate::RULE,
    &language::group::RULE,
    &language::likely_country::RULE,
    &language::name::RULE,
    &language::not_text::RULE,
    &language::placeholder::RULE,
    &language::programming::RULE,
    &language::region::RULE,
    &language::several::RULE,
    &language::spelling::RULE,
    &language::text_differs::RULE,
    &language::three_letter::RULE,
    &language::unknown::RULE,
    &language::unquoted_no::RULE,
    &language::withdrawn::RULE,
    &library::form::RULE,
    &library::misspelt::RULE,
    &license::business_source::RULE,
    &license::duplicate::RULE,
    &license::file_differs::RULE,
    &license::link_form::RULE,
    &license::name_form::RULE,
    &license::name_unused::RULE,
    &license::other_known::RULE,
    &license::other_unnamed::RULE,
    &license::text_differs::RULE,
    &license::undeclared::RULE,
    &license::unknown::RULE,
    &license::versionless::RULE,
    &metrics::duplicate::RULE,
    &metrics::not_list::RULE,
    &metrics::not_text::RULE,
    &metrics::placeholder::RULE,
    &metrics::several::RULE,
    &metrics::spelling::RULE,
    &tags::duplicate::RULE,
    &tags::not_text::RULE,
    &tags::own_key::RULE,
    &tags::placeholder::RULE,
    &tags::several::RULE,
    &tags::task::RULE,
    &task::former::RULE,
    &task::unknown::RULE,
    &thumbnail::form::RULE,
    &thumbnail::page::RULE,
    &widget::duplicate_title::RULE,
    &widget::empty::RULE,
    &widget::form::RULE,
    &widget::input_swapped::RULE,
    &widget::mask_missing::RULE,
    &widget::messages::RULE,
    &widget::missing_input::RULE,
    &widget::output::RULE,
    &widget::src_local::RULE,
    &widget::src_missing::RULE,
    &widget::src_page::RULE,
    &widget::table::RULE,
    &widget::unknown_key::RULE,
    &widget::unused_input::RULE,
    &widget::wrong_type::RULE,
    &yaml::ambiguous::RULE,
    &yaml::curly_quotes::RULE,
    &yaml::duplicate_key::RULE,
    &yaml::encoding::RULE,
    &yaml::lost_text::RULE,
    &yaml::not_a_map::RULE,
    &yaml::python_refuses::RULE,
    &yaml::syntax::RULE,
];

/// The rule of a name or former name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    REGISTRY.iter().copied().find(|r| r.name == name || r.aliases.contains(&name))
}

/// The rule name nearest to a misspelt one.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    crate::spelling::nearest(name, REGISTRY.iter().map(|r| r.name))
}
