//! What a push brings about: pull requests get a new head, and comments move or are outdated.

use crate::git::FileChange;
use crate::positions;
use crate::state::State;

/// Commits on top of a branch (or of other commits) and moves the branch there.
pub(crate) fn commit(
    state: &mut State,
    repo: u64,
    branch: &str,
    parents: Option<Vec<String>>,
    changes: &[FileChange],
    message: &str,
    author: &str,
) -> String {
    state.user(author);
    let repository = state.repository(repo);
    let old = repository.tip(branch);
    // A new branch begins where the default branch ends.
    let begin = || old.clone().or_else(|| repository.tip(&repository.default_branch));
    let parents = parents.unwrap_or_else(|| begin().into_iter().collect());
    let reference = repository.reference(branch);
    let new = repository.git.commit(&reference, &parents, changes, message, author);
    moved(state, repo, branch, old.as_deref());
    new
}

/// A branch was moved: every open pull request from it has a new head.
pub(crate) fn moved(state: &mut State, repo: u64, branch: &str, old: Option<&str>) {
    let now = state.now();
    let repository = state.repository(repo);
    let Some(new) = repository.tip(branch) else { return };
    let forced = old.is_some_and(|old| !repository.git.leads_to(old, &new));
    let mut touched = Vec::new();
    for repository in &mut state.repositories {
        let id = repository.id;
        for pull in &mut repository.pulls {
            if pull.open && pull.head_repository == repo && pull.head_branch == branch {
                pull.head_oid.clone_from(&new);
                pull.updated = now;
                if forced {
                    // Seen on GitHub: reviews then claim to be of the new head.
                    pull.reviews.iter_mut().for_each(|review| review.commit.clone_from(&new));
                }
                touched.push((id, pull.number));
            }
        }
    }
    for (repo, number) in touched {
        positions::refresh(state, repo, number);
    }
}
