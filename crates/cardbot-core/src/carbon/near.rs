//! The names nearest to one that nobody knows.

/// So many are told.
const MOST: usize = 3;

/// The names whose keys are nearest to a key: with a few slips, or beginning alike.
pub(super) fn names<'n>(
    key: &str,
    candidates: impl Iterator<Item = (&'n str, &'n str)>,
) -> Vec<&'n str> {
    let length = key.chars().count();
    if !(2..=40).contains(&length) {
        return vec![];
    }
    let mut found: Vec<(u8, usize, &str)> = candidates
        .filter_map(|(other, name)| {
            let slips = strsim::osa_distance(key, other);
            let allowed = if length <= 5 { 1 } else { 2 };
            let begins = (length >= 3 && other.starts_with(key))
                || (other.len() >= 4 && key.starts_with(other));
            match slips {
                0 | 1 => Some((0, slips, name)),
                _ if begins => Some((1, slips, name)),
                _ => (slips <= allowed).then_some((2, slips, name)),
            }
        })
        .collect();
    found.sort();
    let mut names: Vec<&str> = vec![];
    for (_, _, name) in found {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(MOST);
    names
}
