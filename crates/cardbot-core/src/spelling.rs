//! The nearest known word to a misspelt one.

/// The candidate nearest to `word`, if it is near enough to be meant: one slip for words up to
/// five letters, two up to ten, three beyond; `_`, `-` and case do not count as slips.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = fold(word);
    let allowed = match folded.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        6..=10 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = fold(candidate);
            // A cheap bound first: the difference in length is a lower bound of the distance.
            if other.len().abs_diff(folded.len()) > allowed * 4 {
                return None;
            }
            let distance = strsim::osa_distance(&folded, &other);
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Whether a word differs from another by one slip at most: a letter missing, added, replaced or
/// swapped with its neighbour.
#[must_use]
pub fn is_slip(word: &str, other: &str) -> bool {
    strsim::osa_distance(&fold(word), &fold(other)) <= 1
}

/// Lower case, with `_` and blanks as `-`.
#[must_use]
pub fn fold(word: &str) -> String {
    word.trim().to_lowercase().replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["license", "language", "tags"];
        assert_eq!(nearest("liscence", known), Some("license"));
        assert_eq!(nearest("Licence", known), Some("license"));
        assert_eq!(nearest("tag", known), Some("tags"));
        assert_eq!(nearest("task", known), None);
        assert_eq!(nearest("environment", known), None);
        assert!(is_slip("licnese", "license") && is_slip("Tag", "tags"));
        assert!(!is_slip("task", "tags"));
    }
}
