//! The pull request itself: its state, its commits, what stands on it, and the configuration of its
//! base branch. One request of GraphQL, and more only beyond a hundred reviews or threads.

use serde::Serialize;
use serde::de::DeserializeOwned;

use cardbot_core::config;
use cardbot_core::review::Posted;

use super::posted;
use super::wire::{self, About as Answer, Entry, MoreReviews, MoreThreads};
use super::{Trouble, drafts, rest};
use crate::github::{self, Client, PullRequestTarget, graphql};

/// A pull request.
#[derive(Debug, Clone)]
pub struct About {
    /// Its page.
    pub url: String,
    /// `OWNER/NAME` as it is called today.
    pub repository: String,
    /// Its number.
    pub number: u64,
    /// Whether it can still be merged.
    pub is_open: bool,
    /// Whether it was merged.
    pub is_merged: bool,
    /// Whether its author calls it a draft.
    pub is_draft: bool,
    /// Whether only those who may push can say something.
    pub is_locked: bool,
    /// Whether the repository is archived.
    pub is_archived: bool,
    /// Whether whoever asks may push; `None` where GitHub does not say, as for an App.
    pub may_push: Option<bool>,
    /// Whether whoever asks wrote it.
    pub is_own: bool,
    /// How many files it changes.
    pub changed_files: usize,
    /// The commit at its head.
    pub head: String,
    /// The repository of the head; `None` when the fork was deleted.
    pub head_repository: Option<String>,
    /// The name of the head's branch.
    pub head_name: String,
    /// The name of the base branch.
    pub base_name: String,
    /// The tip of the base branch.
    pub base: String,
    /// The configuration of the base branch: name and bytes.
    pub config: Option<(String, Vec<u8>)>,
    /// Whether whoever asks has a review in the works that is not handed in.
    pub has_pending_review: bool,
}

impl About {
    /// Whether the head lies in another repository, or in none any more.
    #[must_use]
    pub fn is_from_fork(&self) -> bool {
        !self
            .head_repository
            .as_ref()
            .is_some_and(|name| name.eq_ignore_ascii_case(&self.repository))
    }

    /// `/repos/OWNER/NAME`
    pub(super) fn path(&self) -> String {
        format!("/repos/{}", self.repository)
    }

    /// The two parts of the repository's name.
    pub(super) fn names(&self) -> (&str, &str) {
        self.repository.split_once('/').unwrap_or_default()
    }
}

/// The variables of the queries.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Place<'p> {
    pub(super) owner: &'p str,
    pub(super) name: &'p str,
    pub(super) number: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<&'p str>,
}

/// At most so many further pages are read of reviews, and of threads.
const MOST_PAGES: usize = 30;

/// Reads the pull request and what stands on it.
pub(super) async fn read(
    client: &Client,
    target: &PullRequestTarget,
) -> Result<(About, Posted), Trouble> {
    if client.is_anonymous() {
        return Ok((rest::about(client, target).await?, Posted::default()));
    }
    let place = Place {
        owner: &target.owner,
        name: &target.repository,
        number: target.number,
        after: None,
    };
    let answer: Answer<wire::PullRequest> =
        ask(client, include_str!("queries/pull_request.graphql"), place).await?;
    let repository = answer.repository.ok_or(Trouble::NotFound)?;
    let mut pull = repository.pull_request.ok_or(Trouble::NotFound)?;
    more(client, place, &mut pull).await?;
    let pending = pull.reviews.nodes.iter().flatten();
    // One that a killed run left behind is deleted before the write.
    let has_pending_review = pending.clone().any(|review| {
        review.viewer_did_author && review.state == "PENDING" && review.body != drafts::BODY
    });
    let config = match &mut pull.base_ref {
        Some(base) => base.target.take().map(|found| [found.first, found.second]).map(config_of),
        None => None,
    };
    let config = match config {
        Some(found) => found?,
        // The branch is gone; its last commit is still there.
        None => {
            rest::config(
                client,
                &format!("/repos/{}", target_name(target, &repository.name_with_owner)),
                &pull.base_ref_oid,
            )
            .await?
        }
    };
    let name = target_name(target, &repository.name_with_owner);
    let posted = posted::read(&pull.reviews.nodes, &pull.review_threads.nodes);
    let about = About {
        url: pull.url,
        repository: name,
        number: target.number,
        is_open: pull.state == "OPEN",
        is_merged: pull.state == "MERGED",
        is_draft: pull.is_draft,
        is_locked: pull.locked,
        is_archived: repository.is_archived,
        may_push: repository
            .viewer_permission
            .map(|role| matches!(role.as_str(), "ADMIN" | "MAINTAIN" | "WRITE")),
        is_own: pull.viewer_did_author,
        changed_files: pull.changed_files,
        head: pull.head_ref_oid,
        head_repository: pull.head_repository.map(|named| named.name_with_owner),
        head_name: pull.head_ref_name,
        base_name: pull.base_ref_name,
        base: pull.base_ref_oid,
        config,
        has_pending_review,
    };
    Ok((about, posted))
}

/// A repository may have got another name; writes go to the one of today.
fn target_name(target: &PullRequestTarget, today: &Option<String>) -> String {
    today.clone().unwrap_or_else(|| format!("{}/{}", target.owner, target.repository))
}

/// The further pages of reviews and threads.
async fn more(
    client: &Client,
    place: Place<'_>,
    pull: &mut wire::PullRequest,
) -> Result<(), Trouble> {
    let mut next = pull.reviews.next();
    for _ in 0..MOST_PAGES {
        let Some(after) = next else { break };
        let place = Place { after: Some(&after), ..place };
        let page: MoreReviews =
            page(client, include_str!("queries/more_reviews.graphql"), place).await?;
        next = page.reviews.next();
        pull.reviews.nodes.extend(page.reviews.nodes);
    }
    let mut next = pull.review_threads.next();
    for _ in 0..MOST_PAGES {
        let Some(after) = next else { break };
        let place = Place { after: Some(&after), ..place };
        let page: MoreThreads =
            page(client, include_str!("queries/more_threads.graphql"), place).await?;
        next = page.review_threads.next();
        pull.review_threads.nodes.extend(page.review_threads.nodes);
    }
    Ok(())
}

async fn page<P: DeserializeOwned>(
    client: &Client,
    query: &str,
    place: Place<'_>,
) -> Result<P, Trouble> {
    let answer: Answer<P> = ask(client, query, place).await?;
    answer.repository.and_then(|repository| repository.pull_request).ok_or(Trouble::NotFound)
}

/// Asks a query about the pull request, and notes what it cost.
pub(super) async fn ask<P: DeserializeOwned>(
    client: &Client,
    query: &str,
    place: Place<'_>,
) -> Result<Answer<P>, Trouble> {
    let reply = client.query::<Answer<P>>(query, place).await?;
    let data = match (reply.data, reply.errors.first()) {
        (Some(data), None) => data,
        (_, error) => {
            let refusal = graphql::refusal(error);
            let is_missing = refusal.status() == Some(404);
            return Err(if is_missing { Trouble::NotFound } else { refusal.into() });
        }
    };
    if let Some(limit) = &data.rate_limit {
        client.add_cost(limit.cost);
    }
    Ok(data)
}

/// The configuration that counts.
fn config_of(found: [Option<Entry>; 2]) -> Result<Option<(String, Vec<u8>)>, Trouble> {
    for (path, entry) in config::PATHS.iter().zip(found) {
        if let Some(blob) = entry.and_then(|entry| entry.object) {
            let text = blob.text.filter(|_| !blob.is_truncated);
            let text = text.ok_or_else(|| {
                github::Trouble::Unclear(format!("{path} of the base branch is not a short text"))
            })?;
            return Ok(Some(((*path).to_owned(), text.into_bytes())));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_asks_for_all_configurations() {
        let query = include_str!("queries/pull_request.graphql");
        assert_eq!(config::PATHS.len(), 2, "`first` and `second`");
        let at = |path: &str| query.find(&format!("file(path: \"{path}\")")).expect(path);
        assert!(config::PATHS.iter().map(|path| at(path)).is_sorted());
    }
}
