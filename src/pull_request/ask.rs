//! A question for many files at once, as one query of GraphQL.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::about::About;
use super::wire::{Entry, RateLimit};

/// What git writes as the mode of a file, leaving out whether it can be run.
const FILE: u32 = 0o100_000;

/// Whether an entry is a file, and no link, folder or submodule.
pub(super) fn is_file(entry: &Entry) -> bool {
    entry.object.is_some() && entry.mode.is_none_or(|mode| mode & 0o170_000 == FILE)
}

/// The text of an entry, where it is there to the byte.
pub(super) fn whole(entry: &Entry) -> Option<&String> {
    let blob = entry.object.as_ref()?;
    let text = blob.text.as_ref().filter(|_| !blob.is_truncated)?;
    blob.byte_size.is_none_or(|size| size == text.len()).then_some(text)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Side {
    Base,
    Head,
}

pub(super) struct Wanted {
    pub(super) side: Side,
    pub(super) path: String,
    text: bool,
}

/// What is to be asked for.
#[derive(Default)]
pub(super) struct Ask {
    pub(super) aliases: Vec<Wanted>,
}

impl Ask {
    pub(super) fn text(&mut self, side: Side, path: &str) {
        self.aliases.push(Wanted { side, path: path.to_owned(), text: true });
    }

    /// How long the text before is, to hold the one that was worked out to it.
    pub(super) fn size(&mut self, path: &str) {
        self.aliases.push(Wanted { side: Side::Base, path: path.to_owned(), text: false });
    }

    /// The query for some of it. Paths only stand in variables: they may hold anything.
    pub(super) fn query(
        some: &[&Wanted],
        about: &About,
        merge_base: &str,
    ) -> (String, Map<String, Value>) {
        let (owner, name) = about.names();
        let mut variables = Map::new();
        for (key, value) in
            [("owner", owner), ("name", name), ("head", &about.head), ("base", merge_base)]
        {
            variables.insert(key.to_owned(), Value::from(value));
        }
        let mut parameters = String::from("$owner: String!, $name: String!");
        let mut sides: BTreeMap<Side, String> = BTreeMap::new();
        let mut has = [false; 2];
        for (alias, wanted) in some.iter().enumerate() {
            let fragment = if wanted.text { "text" } else { "size" };
            if let Some(used) = has.get_mut(usize::from(wanted.text)) {
                *used = true;
            }
            let _ = write!(parameters, ", $p{alias}: String!");
            let fields = sides.entry(wanted.side).or_default();
            let _ = write!(fields, " f{alias}: file(path: $p{alias}) {{ ...{fragment} }}");
            variables.insert(format!("p{alias}"), Value::from(wanted.path.as_str()));
        }
        let mut commits = String::new();
        for (side, word) in [(Side::Head, "head"), (Side::Base, "base")] {
            if let Some(fields) = sides.get(&side) {
                let _ = write!(parameters, ", ${word}: GitObjectID!");
                let _ = write!(
                    commits,
                    " {word}: object(oid: ${word}) {{ ... on Commit {{{fields} }} }}"
                );
            } else {
                variables.remove(word);
            }
        }
        let mut query = format!(
            "query ({parameters}) {{ rateLimit {{ cost }} \
             repository(owner: $owner, name: $name) {{{commits} }} }}"
        );
        let [sizes, texts] = has;
        if texts {
            query.push_str(include_str!("queries/text.graphql"));
        }
        if sizes {
            query.push_str(include_str!("queries/size.graphql"));
        }
        (query, variables)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) repository: Option<Commits>,
}

#[derive(Deserialize)]
pub(super) struct Commits {
    pub(super) head: Option<HashMap<String, Option<Entry>>>,
    pub(super) base: Option<HashMap<String, Option<Entry>>>,
}

/// Whether a file is there.
pub(super) enum State {
    There(Entry),
    Missing,
    Unknown,
}

/// What came back.
#[derive(Default)]
pub(super) struct Found {
    pub(super) entries: HashMap<(Side, String), State>,
}

impl Found {
    /// The name of a file's blob.
    pub(super) fn oid(&self, side: Side, path: &str) -> Option<&str> {
        match self.entries.get(&(side, path.to_owned()))? {
            State::There(entry) => entry.object.as_ref()?.oid.as_deref(),
            _ => None,
        }
    }

    pub(super) fn text(&self, side: Side, path: &str) -> Option<String> {
        match self.entries.get(&(side, path.to_owned()))? {
            State::There(entry) if is_file(entry) => entry.object.as_ref()?.text.clone(),
            _ => None,
        }
    }
}
