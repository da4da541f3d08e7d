//! Who may do what.

use super::State;
use super::repository::Repository;
use super::token::{Kind, Level, Token};

/// What a person is to a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// May look, review and comment.
    Read,
    /// May label and close.
    Triage,
    /// May push.
    Write,
    /// Runs the repository.
    Maintain,
    /// May do everything.
    Admin,
}

impl Role {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Triage => "triage",
            Self::Write => "write",
            Self::Maintain => "maintain",
            Self::Admin => "admin",
        }
    }
}

/// Why something isn't allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    /// Without a token.
    Unauthenticated,
    /// It can't even be seen.
    Hidden,
    /// The permission that is missing, as `x-accepted-github-permissions` names it.
    Permission { accepted: String, message: &'static str },
}

/// What GitHub tells an App that lacks a permission.
pub(crate) const BY_INTEGRATION: &str = "Resource not accessible by integration";
const BY_TOKEN: &str = "Resource not accessible by personal access token";
const BY_ROLE: &str = "Must have push access to repository";
const APPS_ONLY: &str = "You must authenticate via a GitHub App.";

impl State {
    /// What a person is to a repository; nobody special has `Read` where it is public.
    pub(crate) fn role(&self, login: &str, repo: &Repository) -> Option<Role> {
        if repo.owner.eq_ignore_ascii_case(login) {
            return Some(Role::Admin);
        }
        let known = repo.people.iter().find(|(name, _)| name.eq_ignore_ascii_case(login));
        known.map(|(_, role)| *role).or_else(|| (!repo.private).then_some(Role::Read))
    }

    /// Whether the token lets one see the repository at all.
    pub(crate) fn sees(&self, token: Option<&Token>, repo: &Repository) -> bool {
        if !repo.private {
            return true;
        }
        let Some(token) = token else { return false };
        if let Some(list) = &token.repositories
            && !list.contains(&repo.id)
        {
            return false;
        }
        token.kind.of_app() || self.role(&token.login, repo).is_some()
    }

    /// Asks for any of some permissions; of a person with a token of their own also for a role.
    pub(crate) fn demand(
        &self,
        token: Option<&Token>,
        repo: &Repository,
        permissions: &[&str],
        level: Level,
        role: Role,
    ) -> Result<(), Denied> {
        if !self.sees(token, repo) {
            return Err(Denied::Hidden);
        }
        let reads_public = level == Level::Read && !repo.private;
        let Some(token) = token else {
            return if reads_public { Ok(()) } else { Err(Denied::Unauthenticated) };
        };
        // What everybody may read needs no permission.
        if reads_public && role == Role::Read {
            return Ok(());
        }
        let named: Vec<String> =
            permissions.iter().map(|name| format!("{name}={}", level.name())).collect();
        let accepted = named.join("; ");
        let denied = |message| Err(Denied::Permission { accepted: accepted.clone(), message });
        if permissions == ["checks"] && level == Level::Write && !token.kind.of_app() {
            return denied(APPS_ONLY);
        }
        let listed = token.repositories.as_ref().is_none_or(|list| list.contains(&repo.id));
        let granted = permissions.iter().any(|name| token.permissions.get(*name) >= Some(&level));
        match token.kind {
            Kind::Actions | Kind::Installation(_) if !(granted && listed) => denied(BY_INTEGRATION),
            Kind::Actions | Kind::Installation(_) => Ok(()),
            Kind::FineGrained if !(granted && listed) => denied(BY_TOKEN),
            Kind::Classic | Kind::FineGrained => {
                if self.role(&token.login, repo) >= Some(role) {
                    Ok(())
                } else {
                    denied(BY_ROLE)
                }
            }
        }
    }
}
