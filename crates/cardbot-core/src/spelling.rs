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
    are_one_slip_apart(&fold(word), &fold(other))
}

/// Whether `strsim::osa_distance` is at most one, told without a table of distances: what differs
/// stands between the common beginning and the common end.
fn are_one_slip_apart(word: &str, other: &str) -> bool {
    // No slip changes the length by more than one character.
    if word.len().abs_diff(other.len()) > char::MAX.len_utf8() {
        return false;
    }
    let (mut left, mut right) = (word.chars(), other.chars());
    loop {
        let (rest, rest_of_other) = (left.clone(), right.clone());
        match (left.next(), right.next()) {
            (None, None) => return true,
            (a, b) if a == b => {}
            _ => {
                (left, right) = (rest, rest_of_other);
                break;
            }
        }
    }
    loop {
        let (rest, rest_of_other) = (left.clone(), right.clone());
        match (left.next_back(), right.next_back()) {
            (Some(a), Some(b)) if a == b => {}
            _ => {
                (left, right) = (rest, rest_of_other);
                break;
            }
        }
    }
    let (first, second) = ((left.next(), left.next()), (right.next(), right.next()));
    let nothing_follows = left.next().is_none() && right.next().is_none();
    let (swapped, single) = (first.0 == second.1 && first.1 == second.0, first.1.or(second.1));
    nothing_follows && (single.is_none() || swapped)
}

/// Lower case, with `_` and blanks as `-`.
#[must_use]
pub fn fold(word: &str) -> String {
    let word = word.trim();
    if !word.is_ascii() {
        return word.to_lowercase().replace(['_', ' '], "-");
    }
    let folded = word.bytes().map(|b| match b {
        b'_' | b' ' => '-',
        _ => char::from(b.to_ascii_lowercase()),
    });
    folded.collect()
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

    #[test]
    fn one_slip_is_a_distance_of_one() {
        let mut words = vec![String::new()];
        for from in [0, 1, 4, 13, 40] {
            for word in words.get(from..).unwrap_or_default().to_vec() {
                words.extend(['a', 'b', 'é'].map(|c| format!("{word}{c}")));
            }
        }
        words.sort_unstable();
        words.dedup();
        for word in &words {
            for other in words.iter().step_by(7) {
                let near = strsim::osa_distance(word, other) <= 1;
                assert_eq!(are_one_slip_apart(word, other), near, "{word} {other}");
            }
        }
    }
}
