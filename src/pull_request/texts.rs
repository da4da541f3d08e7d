//! The texts of the changed files, before and after, and of the licence files beside them: by
//! GraphQL, many at a time.

use std::collections::{BTreeSet, HashMap};

use super::about::About;
use super::ask::{Answer, Ask, Found, Side, State, is_file, whole};
use super::unpatch::unpatch;
use super::wire::Row;
use super::{Trouble, rest};
use crate::github::{Client, graphql};
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
    let mut reader = Reader { client, about, merge_base, texts: Texts::default() };
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

struct Reader<'r> {
    client: &'r Client,
    about: &'r About,
    merge_base: &'r str,
    texts: Texts,
}

impl Reader<'_> {
    async fn ask(&self, ask: &Ask) -> Result<Found, Trouble> {
        if ask.aliases.is_empty() {
            return Ok(Found::default());
        }
        let (query, variables) = ask.query(self.about, self.merge_base);
        let reply = self.client.query::<Answer>(&query, variables).await?;
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
        for (alias, wanted) in ask.aliases.iter().enumerate() {
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
