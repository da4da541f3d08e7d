//! Files, folders and blobs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Call, Outcome};
use crate::answer::Answer;
use crate::git::Object;
use crate::state::Repository;

/// Up to here everything works; beyond it only the raw and the object form.
const SMALL: usize = 1 << 20;

/// Beyond here nothing works.
const LARGEST: usize = 100 << 20;

/// A folder's listing stops here.
const MOST_ENTRIES: usize = 1_000;

/// `GET /repos/{owner}/{repo}/contents/{path}`
pub(super) fn get(call: &Call, repo: u64, path: &str) -> Outcome {
    call.reads(repo, "contents")?;
    let repo = call.repo(repo);
    let name = call.request.parameter("ref").unwrap_or("HEAD");
    let no_commit = || Answer::error(404, &format!("No commit found for the ref {name}"));
    let commit = repo.commit_named(name).ok_or_else(no_commit)?;
    let path = path.trim_matches('/');
    let tree =
        if path.is_empty() { format!("{commit}^{{tree}}") } else { format!("{commit}:{path}") };
    let object = repo.git.object(&tree).ok_or_else(Answer::not_found)?;
    if object.kind == "tree" {
        return Ok(folder(call, repo, path, name, &object));
    }
    file(call, repo, path, name, &followed(repo, &commit, path, object))
}

/// A link to a file answers with the file.
fn followed(repo: &Repository, commit: &str, path: &str, object: Object) -> Object {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let entries = repo.git.entries(&format!("{commit}:{folder}"));
    let link = entries.iter().any(|entry| entry.name == name && entry.mode == "120000");
    if !link {
        return object;
    }
    let target = String::from_utf8_lossy(&object.bytes).into_owned();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let found = repo.git.object(&format!("{commit}:{}", parts.join("/")));
    found.filter(|object| object.kind == "blob").unwrap_or(object)
}

fn file(call: &Call, repo: &Repository, path: &str, name: &str, object: &Object) -> Outcome {
    let accept = call.request.header("accept").unwrap_or_default();
    let size = object.bytes.len();
    if size > LARGEST {
        return Err(too_large("This API returns blobs up to 100 MB in size."));
    }
    if accept.contains("raw") {
        return Ok(Answer::raw(
            "application/vnd.github.raw+json; charset=utf-8",
            object.bytes.clone(),
        ));
    }
    let mut told = entry(call, repo, path, name, "file", &object.oid, size);
    if size <= SMALL {
        told["content"] = json!(lines_of_base64(&object.bytes));
        told["encoding"] = json!("base64");
    } else {
        told["content"] = json!("");
        told["encoding"] = json!("none");
    }
    Ok(Answer::json(200, told))
}

fn too_large(message: &str) -> Answer {
    let body = json!({"message": message, "documentation_url": "https://docs.github.com/rest",
        "status": "403", "errors": [{"resource": "Blob", "field": "data", "code": "too_large"}]});
    Answer::json(403, body)
}

fn folder(call: &Call, repo: &Repository, path: &str, name: &str, object: &Object) -> Answer {
    let entries = repo.git.entries(&object.oid);
    let rows: Vec<Value> = entries
        .iter()
        .take(MOST_ENTRIES)
        .map(|row| {
            let path =
                if path.is_empty() { row.name.clone() } else { format!("{path}/{}", row.name) };
            // Submodules look like files.
            let kind = match (row.kind.as_str(), row.mode.as_str()) {
                ("tree", _) => "dir",
                (_, "120000") => "symlink",
                _ => "file",
            };
            let size = usize::try_from(row.size).unwrap_or(usize::MAX);
            entry(call, repo, &path, name, kind, &row.oid, size)
        })
        .collect();
    let accept = call.request.header("accept").unwrap_or_default();
    if accept.contains("object") {
        let mut told = entry(call, repo, path, name, "dir", &object.oid, 0);
        told["entries"] = Value::Array(rows);
        return Answer::json(200, told);
    }
    Answer::json(200, Value::Array(rows))
}

fn entry(
    call: &Call,
    repo: &Repository,
    path: &str,
    name: &str,
    kind: &str,
    oid: &str,
    size: usize,
) -> Value {
    let full_name = repo.full_name();
    let api = format!("{}/repos/{full_name}", call.state.url);
    let url = format!("{api}/contents/{path}?ref={name}");
    let git = format!("{api}/git/{}/{oid}", if kind == "dir" { "trees" } else { "blobs" });
    let page = format!("{}/{full_name}/blob/{name}/{path}", call.state.url);
    let download = format!("{}/{full_name}/raw/{name}/{path}", call.state.url);
    json!({
        "type": kind,
        "size": size,
        "name": path.rsplit('/').next().unwrap_or_default(),
        "path": path,
        "sha": oid,
        "url": url,
        "git_url": git,
        "html_url": page,
        "download_url": (kind != "dir").then_some(download),
        "_links": {"self": url, "git": git, "html": page},
    })
}

/// Base64 in lines of 60, as GitHub sends it.
fn lines_of_base64(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let mut lines = String::with_capacity(text.len() + text.len() / 60 + 1);
    for line in text.as_bytes().chunks(60) {
        lines.push_str(&String::from_utf8_lossy(line));
        lines.push('\n');
    }
    lines
}

/// `GET /repos/{owner}/{repo}/git/trees/{sha}`, with all that is below when `recursive` is there.
pub(super) fn tree(call: &Call, repo: u64, commit: &str) -> Outcome {
    call.reads(repo, "contents")?;
    let repo = call.repo(repo);
    let found = repo.commit_named(commit).ok_or_else(Answer::not_found)?;
    let deep = call.request.parameter("recursive").is_some();
    let api = format!("{}/repos/{}", call.state.url, repo.full_name());
    let rows = repo.git.entries_of(&found, deep).into_iter().map(|row| {
        let url = format!("{api}/git/{}s/{}", row.kind, row.oid);
        json!({"path": row.name, "mode": row.mode, "type": row.kind, "sha": row.oid, "url": url})
    });
    let most = call.state.caps.tree_entries;
    let (truncated, tree) = (rows.len() > most, rows.take(most).collect::<Vec<Value>>());
    let url = format!("{api}/git/trees/{found}");
    Ok(Answer::json(200, json!({"sha": found, "url": url, "tree": tree, "truncated": truncated})))
}

/// `GET /repos/{owner}/{repo}/git/blobs/{sha}`
pub(super) fn blob(call: &Call, repo: u64, oid: &str) -> Outcome {
    call.reads(repo, "contents")?;
    let repo = call.repo(repo);
    let whole = oid.len() == 40 && oid.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !whole {
        return Err(Answer::error(422, "The sha parameter must be exactly 40 characters."));
    }
    let object = repo.git.object(oid).filter(|object| object.kind == "blob");
    let object = object.ok_or_else(Answer::not_found)?;
    if object.bytes.len() > LARGEST {
        return Err(too_large("This API returns blobs up to 100 MB in size."));
    }
    let accept = call.request.header("accept").unwrap_or_default();
    if accept.contains("raw") {
        return Ok(Answer::raw("application/vnd.github.raw+json; charset=utf-8", object.bytes));
    }
    let url = format!("{}/repos/{}/git/blobs/{oid}", call.state.url, repo.full_name());
    Ok(Answer::json(
        200,
        json!({"sha": oid, "node_id": format!("B_{oid}"), "size": object.bytes.len(), "url": url,
               "content": lines_of_base64(&object.bytes), "encoding": "base64"}),
    ))
}
