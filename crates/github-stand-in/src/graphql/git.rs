//! Commits, folders and files.

use serde_json::json;

use super::Trouble;
use super::execute::{Arguments, Executor, page};
use super::repository::text;
use super::thing::{Out, Thing};
use crate::git::TreeEntry;
use crate::state::stamp;

type Found = Result<Option<Out>, Trouble>;

/// A file counts as binary when there is a NUL among so many bytes at its start.
const LOOKED_AT: usize = 8_000;

/// What an expression such as `main:README.md` or a hash names.
pub(super) fn object(executor: &Executor, repo: u64, expression: &str) -> Option<Thing> {
    let repository = executor.state.repository(repo);
    let (commit, path) = match expression.split_once(':') {
        Some((commit, path)) => (commit, Some(path)),
        None => (expression, None),
    };
    // A hash may be of anything; a name is of a commit.
    let found = repository.commit_named(commit).unwrap_or_else(|| commit.to_owned());
    let whole = found.len() == 40 && found.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !whole {
        return None;
    }
    let full = path.map_or_else(|| found.clone(), |path| format!("{found}:{path}"));
    let object = repository.git.object(&full)?;
    match object.kind.as_str() {
        "blob" => Some(Thing::Blob(repo, object.oid)),
        "tree" => Some(Thing::Tree(repo, object.oid, path.unwrap_or_default().to_owned())),
        "commit" => Some(Thing::Commit(repo, object.oid)),
        _ => None,
    }
}

/// Fields of a commit.
pub(super) fn commit(
    executor: &Executor,
    repo: u64,
    oid: &str,
    field: &str,
    arguments: &Arguments,
) -> Found {
    let repository = executor.state.repository(repo);
    let Some(info) = repository.git.about(oid) else { return Ok(None) };
    let address = format!("/{}/commit/{oid}", repository.full_name());
    let time = chrono::DateTime::from_timestamp(info.time, 0).map(stamp);
    let out = match field {
        "id" => json!(format!("C_{oid}")).into(),
        "oid" => json!(oid).into(),
        "abbreviatedOid" => json!(oid.get(..7)).into(),
        "message" => json!(info.message).into(),
        "messageHeadline" => json!(info.message.lines().next()).into(),
        "committedDate" | "authoredDate" => json!(time).into(),
        "url" | "commitUrl" => json!(format!("{}{address}", executor.state.url)).into(),
        "repository" => Out::One(Thing::Repository(repo)),
        "tree" => Out::One(Thing::Tree(repo, info.tree, String::new())),
        "parents" => {
            let things = info.parents.into_iter().map(|parent| Thing::Commit(repo, parent));
            page("CommitConnection", things.collect(), arguments)
        }
        "file" => {
            let path = text(arguments, "path").trim_matches('/');
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let entries = repository.git.entries(&format!("{oid}:{folder}"));
            let found = entries.into_iter().find(|entry| entry.name == name);
            Out::maybe(found.map(|entry| Thing::Entry(repo, entry, path.to_owned())))
        }
        _ => return Ok(None),
    };
    Ok(Some(out))
}

/// Fields of a folder.
pub(super) fn tree(
    executor: &Executor,
    repo: u64,
    oid: &str,
    path: &str,
    field: &str,
) -> Option<Out> {
    match field {
        "id" => Some(json!(format!("T_{oid}")).into()),
        "oid" => Some(json!(oid).into()),
        "repository" => Some(Out::One(Thing::Repository(repo))),
        "entries" => {
            let entries = executor.state.repository(repo).git.entries(oid);
            let under = |name: &str| match path {
                "" => name.to_owned(),
                path => format!("{path}/{name}"),
            };
            let things = entries.into_iter().map(|entry| {
                let path = under(&entry.name);
                Thing::Entry(repo, entry, path)
            });
            Some(Out::Many(things.collect()))
        }
        _ => None,
    }
}

/// Fields of an entry of a folder.
pub(super) fn entry(repo: u64, entry: &TreeEntry, path: &str, field: &str) -> Option<Out> {
    let value = match field {
        "name" => json!(entry.name),
        "path" => json!(path),
        "type" => json!(entry.kind),
        "mode" => json!(u32::from_str_radix(&entry.mode, 8).unwrap_or_default()),
        "oid" => json!(entry.oid),
        "size" => json!(entry.size),
        "extension" => json!(entry.name.rfind('.').and_then(|at| entry.name.get(at..))),
        "repository" => return Some(Out::One(Thing::Repository(repo))),
        "object" => {
            let oid = entry.oid.clone();
            return Some(match entry.kind.as_str() {
                "blob" => Out::One(Thing::Blob(repo, oid)),
                "tree" => Out::One(Thing::Tree(repo, oid, path.to_owned())),
                // The commit of a submodule is not here.
                _ => Out::Json(serde_json::Value::Null),
            });
        }
        _ => return None,
    };
    Some(value.into())
}

/// Fields of a file.
pub(super) fn blob(executor: &Executor, repo: u64, oid: &str, field: &str) -> Option<Out> {
    let object = executor.state.repository(repo).git.object(oid)?;
    let (bytes, longest) = (&object.bytes, executor.state.caps.text_bytes);
    let binary = bytes.iter().take(LOOKED_AT).any(|&byte| byte == 0);
    let value = match field {
        "id" => json!(format!("B_{oid}")),
        "oid" => json!(oid),
        "abbreviatedOid" => json!(oid.get(..7)),
        "byteSize" => json!(bytes.len()),
        "isBinary" => json!(binary),
        "isTruncated" => json!(bytes.len() > longest),
        "repository" => return Some(Out::One(Thing::Repository(repo))),
        "text" if binary => json!(null),
        "text" => {
            let shown = bytes.get(..longest).unwrap_or(bytes);
            json!(String::from_utf8_lossy(shown))
        }
        _ => return None,
    };
    Some(value.into())
}
