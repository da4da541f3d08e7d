//! The configuration of GitHub's own command line, `gh`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::Env;

#[derive(Deserialize)]
struct HostEntry {
    oauth_token: Option<String>,
}

/// The token that `gh` has for a host: in its file, else in the keyring that only `gh` can open.
pub(super) fn token(host: &str, env: Env<'_>) -> Option<String> {
    let text = std::fs::read_to_string(folder(env)?.join("hosts.yml")).ok()?;
    match token_in(&text, host)? {
        Some(token) => Some(token),
        None => ask_gh(host),
    }
}

/// Where `gh` keeps its files.
fn folder(env: Env<'_>) -> Option<PathBuf> {
    let set = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = set("GH_CONFIG_DIR") {
        return Some(folder);
    }
    if let Some(folder) = set("XDG_CONFIG_HOME") {
        return Some(folder.join("gh"));
    }
    if cfg!(windows)
        && let Some(folder) = set("AppData")
    {
        return Some(folder.join("GitHub CLI"));
    }
    Some(set("HOME")?.join(".config").join("gh"))
}

/// What `hosts.yml` has of a host: nothing, or an entry with or without a token.
fn token_in(text: &str, host: &str) -> Option<Option<String>> {
    let hosts: BTreeMap<String, HostEntry> = serde_yaml::from_str(text).ok()?;
    let entry = hosts.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(host))?.1;
    Some(entry.oauth_token.filter(|token| !token.trim().is_empty()))
}

fn ask_gh(host: &str) -> Option<String> {
    let output = Command::new("gh")
        .args(["auth", "token", "--hostname", host])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let token = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_by_host() {
        let text = "github.com:\n    user: a\n    oauth_token: gho_a\n    git_protocol: https\n\
                    git.example.org:\n    user: b\n    users:\n        b:\n";
        assert_eq!(token_in(text, "github.com"), Some(Some("gho_a".to_owned())));
        assert_eq!(token_in(text, "Git.Example.org"), Some(None), "it is in the keyring");
        assert_eq!(token_in(text, "other.example.org"), None);
        assert_eq!(token_in("- no\n", "github.com"), None);
    }
}
