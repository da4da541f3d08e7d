//! What a card tells of: the model, its uses and limits, training, data, evaluation, emissions.
//!
//! Read from the headings of its text, whose sections must hold something, and from the metadata
//! that the page shows. It is told in one line of a review and is never a finding.

mod fold;
mod reader;

use crate::card::Card;
use crate::facts::Topic;

/// A set of topics.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Described(u16);

impl Described {
    /// Whether a topic is in the set.
    #[must_use]
    pub fn has(self, topic: Topic) -> bool {
        self.0 & bit(topic) != 0
    }

    /// The topics of the set, in the order in which they are told.
    pub fn topics(self) -> impl Iterator<Item = Topic> {
        Topic::ALL.into_iter().filter(move |topic| self.has(*topic))
    }

    /// The topics that are not in the set.
    pub fn missing(self) -> impl Iterator<Item = Topic> {
        Topic::ALL.into_iter().filter(move |topic| !self.has(*topic))
    }

    fn add(&mut self, topic: Topic) {
        self.0 |= bit(topic);
    }
}

impl FromIterator<Topic> for Described {
    fn from_iter<I: IntoIterator<Item = Topic>>(topics: I) -> Self {
        let mut set = Self::default();
        topics.into_iter().for_each(|topic| set.add(topic));
        set
    }
}

fn bit(topic: Topic) -> u16 {
    1 << topic as u8
}

/// What a card tells of.
#[must_use]
pub fn of(card: &Card<'_>) -> Described {
    let mut found = reader::read(card.body());
    metadata(card, &mut found);
    found
}

/// What the metadata tells: the page shows it beside the text.
fn metadata(card: &Card<'_>, found: &mut Described) {
    if !crate::tags::texts(card, "datasets").is_empty() {
        found.add(Topic::Data);
    }
    let entries = card.get("model-index").into_iter().flat_map(|index| index.items());
    if entries.filter_map(|entry| entry.get("results")).any(|results| !results.is_empty()) {
        found.add(Topic::Evaluation);
    }
    if card.get("base_model_relation").is_some_and(|relation| relation.as_str().is_some()) {
        found.add(Topic::TrainingType);
    }
    let Some(emissions) = card.get("co2_eq_emissions") else { return };
    let amount = emissions.get("emissions").unwrap_or(emissions);
    if amount.as_f64().is_some_and(|grams| grams > 0.0) {
        found.add(Topic::Emissions);
    }
    for (key, topic) in [
        ("training_type", Topic::TrainingType),
        ("hardware_used", Topic::Hardware),
        ("geographical_location", Topic::Place),
    ] {
        let told = emissions.get(key).and_then(|value| value.as_str()).map(fold::fold);
        if told.is_some_and(|text| reader::says_something(&text)) {
            found.add(topic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn words(card: &str) -> Vec<&'static str> {
        let source = Source::new(card.as_bytes());
        of(&Card::new("README.md", &source)).topics().map(Topic::words).collect()
    }

    #[test]
    fn metadata_that_the_page_shows_counts() {
        assert_eq!(words("---\ndatasets: glue\n---\n"), ["training data"]);
        assert_eq!(words("---\nmodel-index:\n- name: a\n  results: [{}]\n---\n"), ["evaluation"]);
        assert!(words("---\nmodel-index:\n- name: a\n  results: []\n---\n").is_empty());
        assert_eq!(words("---\nco2_eq_emissions: 1.5\n---\n"), ["emissions"]);
        assert_eq!(
            words(
                "---\nco2_eq_emissions: {emissions: 2, training_type: fine-tuning, \
                 geographical_location: NA, hardware_used: 1 T4}\n---\n"
            ),
            ["emissions", "training type", "hardware"]
        );
    }

    #[test]
    fn sets_hold_what_was_put_into_them() {
        let set: Described = [Topic::Place, Topic::Model].into_iter().collect();
        assert!(set.topics().eq([Topic::Model, Topic::Place]));
        assert_eq!(set.missing().count(), Topic::ALL.len() - 2);
    }
}
