//! What the sections of a card are about, told by their headings.

use super::find;
use super::tables::sections::{
    NOT_SECTIONS, SECTION_BOILERPLATE, SECTION_PHRASES, SECTION_PLACEHOLDERS,
    SECTION_SCRIPT_PHRASES, TRACKING_HOSTS, TRAINING_DEVICES, TRAINING_TYPES,
};

/// What a good card tells of (Mitchell et al. 2018), and what makes emissions comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Topic {
    /// What the model is.
    Model,
    /// What it is meant for.
    Uses,
    /// Where it fails or harms.
    Limitations,
    /// How it was trained.
    Training,
    /// With what it was trained.
    Data,
    /// How well it does.
    Evaluation,
    /// What its training emitted.
    Emissions,
    /// Where the runs can be looked at.
    Tracking,
    /// Pre-training, fine-tuning, ….
    TrainingType,
    /// On what it was trained.
    Hardware,
    /// Where in the world.
    Place,
}

impl Topic {
    /// All topics, in the order in which they are told.
    pub const ALL: [Self; 11] = [
        Self::Model,
        Self::Uses,
        Self::Limitations,
        Self::Training,
        Self::Data,
        Self::Evaluation,
        Self::Emissions,
        Self::Tracking,
        Self::TrainingType,
        Self::Hardware,
        Self::Place,
    ];

    /// The words for it in a list.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Uses => "intended uses",
            Self::Limitations => "limitations",
            Self::Training => "training",
            Self::Data => "training data",
            Self::Evaluation => "evaluation",
            Self::Emissions => "emissions",
            Self::Tracking => "experiment tracking link",
            Self::TrainingType => "training type",
            Self::Hardware => "hardware",
            Self::Place => "place of training",
        }
    }
}

/// No phrase of the table has more words.
const MOST_WORDS: usize = 8;
/// A longer heading is a sentence, not the name of a section.
const LONGEST_HEADING: usize = 9;

/// The topics of a section. The heading is folded: words in lower case with one space between.
///
/// From each place the longest known phrase counts, so that `training data` is no training.
#[must_use]
pub fn section_topics(heading: &str) -> Vec<Topic> {
    let mut topics = vec![];
    if let Some((_, about)) = find(SECTION_PHRASES, heading, |row| row.0) {
        return about.to_vec();
    }
    if heading.len() > 200 || is_other_section(heading) {
        return topics;
    }
    // Writing without spaces: the phrases may stand anywhere, and a longer one hides a shorter.
    let inside = |phrase: &str| !heading.is_ascii() && heading.contains(phrase);
    let mut found: Vec<_> =
        SECTION_SCRIPT_PHRASES.iter().filter(|(phrase, _)| inside(phrase)).collect();
    let phrases: Vec<&str> = found.iter().map(|(phrase, _)| *phrase).collect();
    found.retain(|(one, _)| !phrases.iter().any(|other| other != one && other.contains(one)));
    topics.extend(found.iter().flat_map(|(_, about)| about.iter()));
    let words: Vec<&str> = heading.split(' ').collect();
    if words.len() > LONGEST_HEADING {
        return topics;
    }
    let mut at = 0;
    while at < words.len() {
        let known = (1..=MOST_WORDS.min(words.len() - at)).rev().find_map(|count| {
            let phrase = words.get(at..at + count)?.join(" ");
            find(SECTION_PHRASES, &phrase, |row| row.0).map(|row| (count, row.1))
        });
        let (count, about) = known.unwrap_or((1, &[]));
        topics.extend(about);
        at += count;
    }
    topics
}

/// Whether a folded heading begins a section that describes nothing: how to use, install, cite.
#[must_use]
pub fn is_other_section(heading: &str) -> bool {
    NOT_SECTIONS.iter().any(|lead| begins_with(heading, lead))
}

fn begins_with(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether a folded line says only that something is still to be written.
#[must_use]
pub fn is_section_placeholder(line: &str) -> bool {
    SECTION_PLACEHOLDERS.binary_search(&line).is_ok() || line.contains("information needed")
}

/// Whether a folded line is a sentence of a template that says nothing about the model.
#[must_use]
pub fn is_section_boilerplate(line: &str) -> bool {
    SECTION_BOILERPLATE.iter().any(|lead| begins_with(line, lead))
}

/// Whether a word in lower case names a device that models are trained on.
#[must_use]
pub fn is_training_device(word: &str) -> bool {
    TRAINING_DEVICES.binary_search(&word).is_ok()
}

/// Whether a folded line has a word for a kind of training.
#[must_use]
pub fn names_training_type(line: &str) -> bool {
    TRAINING_TYPES.iter().any(|word| {
        line.match_indices(word)
            .any(|(at, _)| at == 0 || line.as_bytes().get(at - 1) == Some(&b' '))
    })
}

/// The hosts of services that keep the records of training runs.
#[must_use]
pub fn tracking_hosts() -> &'static [&'static str] {
    TRACKING_HOSTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_folded_and_short_enough() {
        for (phrase, _) in SECTION_PHRASES {
            assert_eq!(*phrase, phrase.to_lowercase());
            assert!(phrase.split(' ').count() <= MOST_WORDS, "{phrase}");
            assert!(phrase.split(' ').all(|word| !word.is_empty()), "{phrase}");
        }
    }

    #[test]
    fn the_longest_phrase_counts() {
        use Topic::*;
        for (heading, wanted) in [
            ("training data", vec![Data]),
            ("training procedure", vec![Training]),
            ("training and evaluation data", vec![Data]),
            ("intended uses and limitations", vec![Limitations, Uses]),
            ("bias risks and limitations", vec![Limitations, Limitations, Limitations]),
            ("2 model summary", vec![Model]),
            ("evaluation results", vec![Evaluation]),
            ("training results", vec![Evaluation]),
            ("environmental impact", vec![Emissions]),
            ("hardware requirements", vec![]),
            ("how to use the training data", vec![]),
            ("usage", vec![]),
            ("usage and limitations", vec![Limitations, Uses]),
            ("citation", vec![]),
            ("模型介绍 introduction", vec![Model, Model]),
            ("训练数据", vec![Data]),
            ("a sentence about the results of a training that has no end", vec![]),
        ] {
            let mut topics = section_topics(heading);
            topics.sort_by_key(|topic| topic.words());
            let mut wanted = wanted;
            wanted.sort_by_key(|topic| topic.words());
            assert_eq!(topics, wanted, "{heading}");
        }
    }
}
