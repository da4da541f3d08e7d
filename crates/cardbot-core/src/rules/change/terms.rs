//! What a card's licences are, and what a change from one to another means for users.

use super::words::and;
use crate::card::Card;
use crate::facts::{self, License};

/// One licence that a card states.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    /// What it is compared by: the id, the name of one that is `other`, or the text as it stands.
    pub(super) key: String,
    /// How it is shown.
    pub(super) shown: String,
    /// The Hub's entry; none for `other` and unknown texts.
    pub(super) license: Option<&'static License>,
}

/// The licences of a card in the order of the file, each once. Spelling does not count, and what
/// says nothing (`unknown`, `???`) is left out.
pub(super) fn stated(card: &Card<'_>) -> Vec<Stated> {
    let mut out: Vec<Stated> = vec![];
    let mut seen = std::collections::HashSet::new();
    for (_, text) in card.texts("license") {
        let Some(stated) = one(card, text) else { continue };
        if seen.insert(stated.key.clone()) {
            out.push(stated);
        }
    }
    out
}

fn one(card: &Card<'_>, text: &str) -> Option<Stated> {
    let text = text.trim();
    if text.is_empty() || facts::is_license_placeholder(text) {
        return None;
    }
    let license = facts::license(text).or_else(|| facts::license_by_spelling(text));
    Some(match license.map_or("", |l| l.id) {
        "unknown" => return None,
        "other" => other(card),
        "" => Stated { key: text.to_lowercase(), shown: super::words::code(text), license: None },
        id => Stated { key: id.to_owned(), shown: format!("`{id}`"), license },
    })
}

/// `other` is the licence that `license_name` names.
fn other(card: &Card<'_>) -> Stated {
    let name = card.get("license_name").and_then(|name| name.as_str()).unwrap_or("").trim();
    if let Some(license) = facts::license_by_spelling(name) {
        let id = license.id;
        return Stated { key: id.to_owned(), shown: format!("`{id}`"), license: Some(license) };
    }
    let shown = match name {
        "" => "`other`".to_owned(),
        name => format!("`other` ({})", super::words::code(name)),
    };
    Stated { key: format!("other:{}", name.to_lowercase()), shown, license: None }
}

impl Stated {
    fn is_other(&self) -> bool {
        self.key.starts_with("other:")
    }

    /// Whether one of the two only says more exactly what the other says: `gpl` and `gpl-3.0`,
    /// `other` without and with a name.
    pub(super) fn refines(&self, other: &Self) -> bool {
        let nameless = |s: &Self| s.key == "other:";
        let related = |a: &Self, b: &Self| match (a.license, b.license) {
            (Some(a), Some(b)) => a.belongs_to(b),
            _ => nameless(b) && a.is_other(),
        };
        related(self, other) || related(other, self)
    }

    /// What it asks for; `None` where nobody can tell.
    fn terms(&self) -> Option<Vec<&'static str>> {
        match self.license {
            Some(license) if license.id == "cc" => None,
            Some(license) if license.family == "public-domain" => Some(vec![]),
            Some(license) => Some([&[NAMING], license.terms].concat()),
            None if self.is_other() => Some(vec![NAMING, OWN_TERMS]),
            None => None,
        }
    }
}

const OWN_TERMS: &str = "own-terms";
/// What all but the public domain ask for.
const NAMING: &str = "naming";

/// What a change of licence means for users.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    /// What is newly asked of users, in words; empty for nothing.
    pub(super) tighter: String,
    /// What is no longer asked of them.
    pub(super) looser: String,
}

/// Compares what two licences ask for.
pub(super) fn meaning(base: &Stated, head: &Stated) -> Meaning {
    let nothing = || Meaning { tighter: String::new(), looser: String::new() };
    let (Some(before), Some(after)) = (base.terms(), head.terms()) else { return nothing() };
    let gained = after.iter().filter(|term| !before.contains(term) && !is_implied(term, &before));
    let tighter: Vec<String> = gained.filter_map(|term| told(term, 0)).collect();
    // What a vendor's own terms ask for in all is not known, so nothing is said to be allowed.
    let lost = before.iter().filter(|term| {
        !after.contains(term) && !is_implied(term, &after) && !after.contains(&OWN_TERMS)
    });
    let looser: Vec<String> = lost.filter_map(|term| told(term, 1)).collect();
    Meaning { tighter: and(&tighter), looser: and(&looser) }
}

/// Research use only excludes commercial use too.
fn is_implied(term: &str, by: &[&str]) -> bool {
    term == "non-commercial" && by.contains(&"research-only")
}

fn told(term: &str, which: usize) -> Option<String> {
    let (tighter, looser) = match term {
        NAMING => ("the author must now be named", "the author need no longer be named"),
        "non-commercial" => {
            ("commercial use is no longer allowed", "commercial use is now allowed")
        }
        "research-only" => {
            ("only research use is allowed now", "use is no longer limited to research")
        }
        "no-derivatives" => {
            ("changed versions may no longer be shared", "changed versions may now be shared")
        }
        "share-alike" => (
            "derived work must now carry a like licence",
            "derived work may now carry another licence",
        ),
        "use-limits" => ("some uses are now forbidden", "the list of forbidden uses is gone"),
        OWN_TERMS => ("terms of its own now apply", "terms of its own no longer apply"),
        _ => return None,
    };
    Some(if which == 0 { tighter } else { looser }.to_owned())
}
