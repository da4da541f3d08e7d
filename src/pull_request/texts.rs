//! The texts of the changed files, before and after, and of the licence files beside them: by
//! GraphQL, many at a time.

use std::collections::{BTreeSet, HashMap};

use super::about::About;
use super::ask::{Answer, Ask, Found, Side, State, Wanted, is_file, whole};
use super::unpatch::unpatch;
use super::wire::Row;
use super::{Trouble, rest};
use crate::github::{self, Client, graphql};
use crate::source::{LICENSE_NAMES, folder_of};

/// A file before and after; `None` where it is not there, or no file.
#[derive(Debug, Clone, Default)]
pub(super) struct Sides {
    pub(super) base: Option<Vec<u8>>,
    pub(super) head: Option<Vec<u8>>,
}

/// A file that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LargeFile {
    /// Its path.
    pub path: String,
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// By path in the head.
    pub(super) sides: HashMap<String, Sides>,
    /// By folder.
    pub(super) licenses: HashMap<String, String>,
    pub(super) too_large: Vec<LargeFile>,
}

/// Files larger than this are no cards.
pub(super) const MOST_BYTES: usize = 10 << 20;
/// So many texts are asked for at a time: GitHub cuts what takes it longer than ten seconds.
const AT_ONCE: usize = 50;

/// Reads the texts. The text before a change is worked out from the patch where it can be, and
/// asked for where not.
pub(super) async fn read(
    client: &Client,
    about: &About,
    merge_base: &str,
    rows: &[Row],
) -> Result<Texts, Trouble> {
    if client.is_anonymous() {
        return rest::texts(client, about, merge_base, rows).await;
    }
    let texts = Texts::default();
    let mut reader = Reader { client, about, merge_base, at_once: usize::MAX, texts };
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    let mut bases: Vec<&Row> = vec![];
    for batch in rows.chunks(AT_ONCE) {
        let mut ask = Ask::default();
        for row in batch {
            if !row.is_removed() {
                ask.text(Side::Head, &row.filename);
                let folder = folder_of(&row.filename);
                if row.filename.ends_with(".md") && folders.insert(folder) {
                    for name in LICENSE_NAMES {
                        ask.text(Side::Head, &format!("{folder}{name}"));
                    }
                }
            }
            if !row.is_added() {
                ask.size(row.base_path());
            }
        }
        let found = reader.ask(&ask).await?;
        for row in batch {
            if !reader.take(row, &found).await? {
                bases.push(row);
            }
        }
        for folder in &folders {
            let names = LICENSE_NAMES.iter().map(|name| format!("{folder}{name}"));
            let texts = names.filter_map(|path| found.text(Side::Head, &path));
            if let Some(text) = texts.into_iter().next() {
                reader.texts.licenses.entry((*folder).to_owned()).or_insert(text);
            }
        }
    }
    for batch in bases.chunks(AT_ONCE) {
        let mut ask = Ask::default();
        for row in batch {
            ask.text(Side::Base, row.base_path());
        }
        let found = reader.ask(&ask).await?;
        for row in batch {
            let base = reader.bytes(Side::Base, row.base_path(), &found).await?;
            if let Some(sides) = reader.texts.sides.get_mut(&row.filename) {
                sides.base = base;
            }
        }
    }
    Ok(reader.texts)
}

/// Whether GitHub may take less of the same: it had a fault, or told one without a reason.
fn is_too_much(trouble: &Trouble) -> bool {
    matches!(
        trouble,
        Trouble::GitHub(
            github::Trouble::Broken { .. }
                | github::Trouble::Unreachable { .. }
                | github::Trouble::Refused { status: 422, .. }
        )
    )
}

struct Reader<'r> {
    client: &'r Client,
    about: &'r About,
    merge_base: &'r str,
    /// So many files fit into a query, as far as is known.
    at_once: usize,
    texts: Texts,
}

impl Reader<'_> {
    /// Asks for all. What is too much for GitHub, it is asked for by halves: it cuts a query that
    /// takes too long, or breaks down over it, and the same query would fare no better.
    async fn ask(&mut self, ask: &Ask) -> Result<Found, Trouble> {
        let mut found = Found::default();
        let mut left: Vec<&Wanted> = ask.aliases.iter().collect();
        while !left.is_empty() {
            let some = left.split_off(left.len().saturating_sub(self.at_once));
            match self.ask_for(&some).await {
                Ok(part) => {
                    // An answer that gets too large leaves files out.
                    let is_out = |one: &&Wanted| {
                        let state = part.entries.get(&(one.side, one.path.clone()));
                        matches!(state, Some(State::Unknown))
                    };
                    let out: Vec<&Wanted> = some.iter().copied().filter(is_out).collect();
                    if out.len() < some.len() {
                        left.extend(out);
                    }
                    found.entries.extend(part.entries);
                }
                Err(trouble) if some.len() > 1 && is_too_much(&trouble) => {
                    self.at_once = some.len() / 2;
                    left.extend(some);
                }
                Err(trouble) => return Err(trouble),
            }
        }
        Ok(found)
    }

    async fn ask_for(&self, some: &[&Wanted]) -> Result<Found, Trouble> {
        let (query, variables) = Ask::query(some, self.about, self.merge_base);
        let reply = match some {
            [_] => self.client.query::<Answer>(&query, variables).await?,
            _ => self.client.query_of_parts::<Answer>(&query, variables).await?,
        };
        let Some(repository) = reply.data.and_then(|data| {
            if let Some(limit) = &data.rate_limit {
                self.client.add_cost(limit.cost);
            }
            data.repository
        }) else {
            return Err(graphql::refusal(reply.errors.first()).into());
        };
        let failed: BTreeSet<String> = reply
            .errors
            .iter()
            .flat_map(|error| &error.path)
            .filter_map(|step| step.as_str().map(str::to_owned))
            .collect();
        let mut found = Found::default();
        for (alias, wanted) in some.iter().enumerate() {
            let commit = match wanted.side {
                Side::Head => &repository.head,
                Side::Base => &repository.base,
            };
            let alias = format!("f{alias}");
            let entry = commit.as_ref().and_then(|entries| entries.get(&alias).cloned().flatten());
            let state = match entry {
                Some(entry) => State::There(entry),
                None if commit.is_none() || failed.contains(&alias) => State::Unknown,
                None => State::Missing,
            };
            found.entries.insert((wanted.side, wanted.path.clone()), state);
        }
        Ok(found)
    }

    /// Takes one file's sides; `false` where the text before is still to be asked for.
    async fn take(&mut self, row: &Row, found: &Found) -> Result<bool, Trouble> {
        let mut sides = Sides::default();
        if !row.is_removed() {
            sides.head = self.bytes(Side::Head, &row.filename, found).await?;
        }
        let mut is_done = true;
        if !row.is_added() {
            let head = match &sides.head {
                Some(head) => str::from_utf8(head).ok(),
                None => row.is_removed().then_some(""),
            };
            let base = head.zip(row.patch.as_deref()).and_then(|(h, patch)| unpatch(h, patch));
            match found.entries.get(&(Side::Base, row.base_path().to_owned())) {
                Some(State::There(entry)) if !is_file(entry) => {}
                Some(State::There(entry)) => {
                    let blob = entry.object.as_ref();
                    let size = blob.and_then(|blob| blob.byte_size);
                    let base = base.filter(|base| size == Some(base.len()));
                    sides.base = match blob.and_then(|blob| blob.oid.as_deref()) {
                        // GitHub leaves out patches for many reasons. Only the same blob is
                        // unchanged: a pure renaming, or another mode.
                        Some(oid) if found.oid(Side::Head, &row.filename) == Some(oid) => {
                            sides.head.clone()
                        }
                        _ => base.map(String::into_bytes),
                    };
                    is_done = sides.base.is_some();
                }
                Some(State::Missing) => {}
                Some(State::Unknown) | None => is_done = false,
            }
        }
        if self.texts.too_large.last().is_none_or(|large| large.path != row.filename) {
            self.texts.sides.insert(row.filename.clone(), sides);
        }
        Ok(is_done)
    }

    /// The bytes of a file. GitHub cuts long texts and rewrites what is not UTF-8; those are read
    /// one by one, as they are.
    async fn bytes(
        &mut self,
        side: Side,
        path: &str,
        found: &Found,
    ) -> Result<Option<Vec<u8>>, Trouble> {
        let state = found.entries.get(&(side, path.to_owned()));
        let repository = self.about.path();
        let entry = match state {
            Some(State::There(entry)) => entry,
            Some(State::Missing) => return Ok(None),
            Some(State::Unknown) | None => {
                let commit = match side {
                    Side::Head => &self.about.head,
                    Side::Base => self.merge_base,
                };
                return rest::contents(self.client, &repository, path, commit).await;
            }
        };
        let Some(blob) = entry.object.as_ref().filter(|_| is_file(entry)) else { return Ok(None) };
        if let Some(text) = whole(entry) {
            return Ok(Some(text.as_bytes().to_vec()));
        }
        if blob.byte_size.is_some_and(|size| size > MOST_BYTES) {
            self.texts.too_large.push(LargeFile { path: path.to_owned() });
            return Ok(None);
        }
        match &blob.oid {
            Some(oid) => Ok(self.client.get_raw(&format!("{repository}/git/blobs/{oid}")).await?),
            None => Ok(None),
        }
    }
}
