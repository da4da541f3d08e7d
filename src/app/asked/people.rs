//! Who may ask.

use serde::Deserialize;

use crate::github::{Client, Trouble};

#[derive(Deserialize)]
struct Permission {
    permission: String,
}

/// Whether somebody may write to a repository. GitHub tells it in four coarse words; a role with more
/// than write counts as `admin` or `write`.
pub(super) async fn may_ask(
    client: &Client,
    repository: &str,
    login: &str,
) -> Result<bool, Trouble> {
    // Bots have brackets in their names, and nothing else may lead to another path.
    if !is_person(login) {
        return Ok(false);
    }
    let path = format!("/repos/{repository}/collaborators/{login}/permission");
    let answer = client.get(&path).await?;
    if answer.status == 404 {
        return Ok(false);
    }
    let found: Permission = client.accepted(&answer)?.json()?;
    Ok(matches!(found.permission.as_str(), "write" | "admin"))
}

fn is_person(login: &str) -> bool {
    !login.is_empty()
        && login.len() <= 100
        && login.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        assert!(is_person("ann-b") && is_person("ann_company"));
        for login in ["", "cardbot[bot]", "../x", "a/b", "a?b", "é"] {
            assert!(!is_person(login), "{login}");
        }
    }
}
