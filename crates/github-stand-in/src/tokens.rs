//! Giving out tokens.

use chrono::TimeDelta;

use crate::repo::Repo;
use crate::stand_in::StandIn;
use crate::state::{Bucket, Kind, Level, State, Token};

/// Requests an hour, by sort of token.
const OF_PERSON: u64 = 5_000;
const OF_ACTIONS: u64 = 1_000;

impl StandIn {
    /// A person's classic token: may do what the person may do.
    #[must_use]
    pub fn user_token(&self, login: &str) -> String {
        let mut state = self.shared.state();
        state.user(login);
        give(&mut state, "ghp_", login, Kind::Classic, &[], None)
    }

    /// A person's token with chosen permissions for one repository.
    #[must_use]
    pub fn fine_grained_token(
        &self,
        login: &str,
        repo: &Repo,
        permissions: &[(&str, Level)],
    ) -> String {
        let mut state = self.shared.state();
        state.user(login);
        let only = Some(vec![repo.id()]);
        give(&mut state, "github_pat_", login, Kind::FineGrained, permissions, only)
    }

    /// A workflow's `GITHUB_TOKEN`, which acts as `github-actions[bot]`.
    #[must_use]
    pub fn actions_token(&self, repo: &Repo, permissions: &[(&str, Level)]) -> String {
        let mut state = self.shared.state();
        state.user_of("github-actions", true);
        let only = Some(vec![repo.id()]);
        give(&mut state, "ghs_", "github-actions", Kind::Actions, permissions, only)
    }

    /// An installation token of an App, which acts as `app[bot]`.
    #[must_use]
    pub fn app_token(&self, app: &str, repo: &Repo, permissions: &[(&str, Level)]) -> String {
        let mut state = self.shared.state();
        state.user_of(app, true);
        let only = Some(vec![repo.id()]);
        give(&mut state, "ghs_", app, Kind::Installation(0), permissions, only)
    }

    /// Changes what a token may do from now on.
    pub fn set_permissions(&self, token: &str, permissions: &[(&str, Level)]) {
        self.with_token(token, |token| token.permissions = named(permissions));
    }

    /// Takes a token back: from now on it is unknown.
    pub fn revoke(&self, token: &str) {
        self.shared.state().tokens.retain(|known| known.text != token);
    }

    /// Leaves a token so many requests and GraphQL points for the running hour.
    pub fn set_remaining(&self, token: &str, requests: u64, points: u64) {
        self.with_token(token, |token| {
            token.core.used = token.core.limit.saturating_sub(requests);
            token.graphql.used = token.graphql.limit.saturating_sub(points);
        });
    }

    fn with_token(&self, text: &str, how: impl FnOnce(&mut Token)) {
        let mut state = self.shared.state();
        let found = state.tokens.iter_mut().find(|token| token.text == text);
        how(found.expect("a token that was given out"));
    }
}

fn named(permissions: &[(&str, Level)]) -> std::collections::BTreeMap<String, Level> {
    permissions.iter().map(|(name, level)| ((*name).to_owned(), *level)).collect()
}

/// Makes a token. Those of Apps are long, as GitHub's have been since 2026.
pub(crate) fn give(
    state: &mut State,
    prefix: &str,
    login: &str,
    kind: Kind,
    permissions: &[(&str, Level)],
    repositories: Option<Vec<u64>>,
) -> String {
    let id = state.new_id();
    let text = if kind.of_app() {
        let part = |length| format!("{id:x}").repeat(80).chars().take(length).collect::<String>();
        format!("{prefix}12345_{}.{}.{}", part(100), part(322), part(86))
    } else {
        format!("{prefix}{:0>36}", format!("{id:X}standin"))
    };
    let limit = if kind == Kind::Actions { OF_ACTIONS } else { OF_PERSON };
    let expires = kind.of_app().then(|| state.now() + TimeDelta::hours(1));
    state.tokens.push(Token {
        text: text.clone(),
        login: login.to_owned(),
        kind,
        permissions: named(permissions),
        repositories,
        expires,
        core: Bucket::of(limit),
        graphql: Bucket::of(limit),
    });
    text
}
