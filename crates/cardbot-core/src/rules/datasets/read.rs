//! What a text in `datasets` means, where it is no id.

use crate::facts;

/// Longer texts are prose.
const LONGEST: usize = 200;

/// What a text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading<'t> {
    /// A web address, with the id if it is that of a dataset on the Hub.
    Url {
        /// The id, and whether the text is this address and nothing else.
        id: Option<(String, bool)>,
    },
    /// Several ids.
    Several {
        /// The ids.
        ids: Vec<&'t str>,
        /// Whether they can be nothing else.
        sure: bool,
    },
    /// An id with something around it: quotes, a comma, `datasets/`.
    Wrapped(&'t str),
    /// The title of a dataset with this id.
    Title(&'static str),
    /// More than one slash.
    Path,
    /// Anything else.
    Unknown,
}

/// What a text means; `None` when it has the form of an id, says nothing, or is a template's.
pub(super) fn read(text: &str) -> Option<Reading<'_>> {
    if is_id(text) || text.trim().is_empty() || facts::is_id_placeholder("datasets", text) {
        return bare_route(text).map(Reading::Wrapped);
    }
    if text.len() > LONGEST {
        return Some(Reading::Unknown);
    }
    if is_url(text) {
        return Some(Reading::Url { id: id_of_url(text) });
    }
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "\"'`,;“”".contains(c));
    if is_id(bare) {
        return Some(Reading::Wrapped(bare_route(bare).unwrap_or(bare)));
    }
    if let Some(rest) = bare_route(bare) {
        return Some(Reading::Wrapped(rest));
    }
    if is_private_export(text) {
        return None;
    }
    if let Some(id) = facts::dataset_by_title(bare) {
        return Some(Reading::Title(id));
    }
    if let Some((ids, sure)) = several(bare) {
        return Some(Reading::Several { ids, sure });
    }
    let parts: Vec<&str> = bare.split('/').collect();
    Some(if parts.len() > 2 && parts.iter().all(|part| is_part(part)) {
        Reading::Path
    } else {
        Reading::Unknown
    })
}

/// `[owner/]name`.
pub(in crate::rules) fn is_id(text: &str) -> bool {
    match text.split_once('/') {
        Some((owner, name)) => is_part(owner) && is_part(name),
        None => is_part(text),
    }
}

fn is_part(part: &str) -> bool {
    part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && part.contains(|c: char| c.is_ascii_alphanumeric())
}

/// What follows `datasets/`, which is the beginning of an address and not of an id.
fn bare_route(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('/').unwrap_or(text).strip_prefix("datasets/")?;
    is_id(rest).then_some(rest)
}

/// AutoTrain names its private copies of data after the account's display name: there is nothing
/// that their author could write instead.
fn is_private_export(text: &str) -> bool {
    text.split_once('/').is_some_and(|(_, name)| {
        is_part(name) && (name.starts_with("autonlp-data-") || name.starts_with("autotrain-data-"))
    })
}

/// The hosts under which the Hub is known.
const HUB: [&str; 2] = ["huggingface.co", "hf.co"];

/// Whether a text is or holds a web address.
fn is_url(text: &str) -> bool {
    let begins = |start: &str| text.trim_start().starts_with(start);
    text.contains("://") || begins("www.") || HUB.iter().any(|host| begins(&format!("{host}/")))
}

/// The id in the address of a dataset on the Hub, and whether nothing stands around the address.
pub(super) fn id_of_url(text: &str) -> Option<(String, bool)> {
    let around = |c: char| c.is_whitespace() || "\"'`,;<>()[]".contains(c);
    let bare = text.trim_matches(around);
    let (from, address) = HUB.iter().find_map(|host| {
        let at = bare.find(&format!("{host}/datasets/"))?;
        Some((at, bare.get(at + host.len() + "/datasets/".len()..)?))
    })?;
    let before = bare.get(..from)?;
    let end = address.find(around).unwrap_or(address.len());
    let (path, after) = address.split_at(end);
    let sure =
        after.is_empty() && matches!(before.trim_end_matches("www."), "" | "https://" | "http://");
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let is_page = |part: &str| {
        matches!(part, "viewer" | "tree" | "blob" | "resolve" | "discussions" | "raw" | "embed")
    };
    let id = match parts[..] {
        [name] => name.to_owned(),
        [name, page, ..] if is_page(page) => name.to_owned(),
        [owner, name, ..] => format!("{owner}/{name}"),
        [] => return None,
    };
    is_id(&id).then_some((id, sure))
}

/// Several ids in one text, and whether they can be nothing else. Between blanks stands many a
/// title, so each must be known there; a comma is a sign of a list.
fn several(text: &str) -> Option<(Vec<&str>, bool)> {
    let is_known = |id: &str| facts::is_dataset_name(id) || id.contains('/');
    let by_comma: Vec<&str> =
        text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if by_comma.len() > 1 && by_comma.iter().all(|part| is_id(part)) {
        let sure = by_comma.iter().all(|part| is_known(part));
        // `DE, EN` is what makes one dataset out of many.
        let is_short = by_comma.iter().any(|part| part.len() < 3);
        return (sure || !is_short).then_some((by_comma, sure));
    }
    let words = text.split(|c: char| c.is_whitespace() || ",;".contains(c));
    let ids: Vec<&str> =
        words.filter(|word| !matches!(*word, "" | "and" | "&" | "+" | "|")).collect();
    let all_known = ids.iter().all(|id| is_id(id) && is_known(id));
    (ids.len() > 1 && all_known).then_some((ids, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_left_alone() {
        for id in ["squad", "a/b", "lj_speech.v1", "OSCAR-2301", "", " ", "dataset1"] {
            assert_eq!(read(id), None, "{id}");
        }
        assert_eq!(read("Some Body/autotrain-data-x"), None);
    }

    #[test]
    fn addresses_of_the_hub_hold_an_id() {
        let id = |text| match read(text) {
            Some(Reading::Url { id }) => id,
            other => panic!("{text}: {other:?}"),
        };
        let sure = |id: &str| Some((id.to_owned(), true));
        assert_eq!(id("https://huggingface.co/datasets/squad"), sure("squad"));
        assert_eq!(id("https://www.huggingface.co/datasets/a/b/"), sure("a/b"));
        assert_eq!(id("hf.co/datasets/a/b/viewer/default/train?p=1"), sure("a/b"));
        assert_eq!(id("https://huggingface.co/datasets/glue/viewer/sst2"), sure("glue"));
        assert_eq!(id("[b](https://hf.co/datasets/a/b)"), Some(("a/b".to_owned(), false)));
        assert_eq!(id("https://huggingface.co/datasets?search=x"), None);
        assert_eq!(id("https://huggingface.co/a/b"), None);
        assert_eq!(
            id("https://example.org/huggingface.co/datasets/a/b"),
            Some(("a/b".to_owned(), false))
        );
        assert_eq!(id("https://www.kaggle.com/a/b"), None);
    }

    #[test]
    fn lists_in_one_text_are_told_from_titles() {
        let several =
            |ids: &[&'static str], sure| Some(Reading::Several { ids: ids.to_vec(), sure });
        assert_eq!(read("squad glue"), several(&["squad", "glue"], true));
        assert_eq!(read("squad and glue, a/b"), several(&["squad", "glue", "a/b"], true));
        assert_eq!(read("first_set, second-set"), several(&["first_set", "second-set"], false));
        for title in ["nonsense corpus", "IWSLT, DE", "reddit singapore, malaysia", "a b/c"] {
            assert_eq!(read(title), Some(Reading::Unknown), "{title}");
        }
        assert_eq!(read("a/b/c"), Some(Reading::Path));
        assert_eq!(read("The Pile"), Some(Reading::Title("EleutherAI/pile")));
    }

    #[test]
    fn what_stands_around_an_id_is_seen() {
        for text in ["squad,", " squad", "`squad`", "datasets/squad", "\"/datasets/squad\""] {
            assert_eq!(read(text), Some(Reading::Wrapped("squad")), "{text}");
        }
    }
}
