//! What GitHub sends, as far as it is used. Whatever may be missing is optional, and fields that
//! are not named here are passed over.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RateLimit {
    pub(super) cost: u32,
}

/// The answer to each of the queries about a pull request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct About<P> {
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) repository: Option<Repository<P>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Repository<P> {
    pub(super) name_with_owner: Option<String>,
    #[serde(default)]
    pub(super) is_archived: bool,
    pub(super) viewer_permission: Option<String>,
    pub(super) pull_request: Option<P>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PullRequest {
    pub(super) url: String,
    pub(super) state: String,
    #[serde(default)]
    pub(super) is_draft: bool,
    #[serde(default)]
    pub(super) locked: bool,
    pub(super) changed_files: usize,
    #[serde(default)]
    pub(super) viewer_did_author: bool,
    pub(super) head_ref_oid: String,
    #[serde(default)]
    pub(super) head_ref_name: String,
    pub(super) head_repository: Option<Named>,
    pub(super) base_ref_name: String,
    pub(super) base_ref_oid: String,
    pub(super) base_ref: Option<BaseRef>,
    pub(super) reviews: Connection<Review>,
    pub(super) review_threads: Connection<Thread>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named {
    pub(super) name_with_owner: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct BaseRef {
    pub(super) target: Option<Configs>,
}

/// The files of the configuration, in the order in which they count.
#[derive(Debug, Deserialize)]
pub(super) struct Configs {
    pub(super) first: Option<Entry>,
    pub(super) second: Option<Entry>,
}

/// A file of a commit.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Entry {
    pub(super) mode: Option<u32>,
    pub(super) object: Option<Blob>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Blob {
    pub(super) oid: Option<String>,
    pub(super) byte_size: Option<usize>,
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) is_truncated: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Connection<T> {
    pub(super) page_info: Option<PageInfo>,
    pub(super) nodes: Vec<Option<T>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageInfo {
    pub(super) has_next_page: bool,
    pub(super) end_cursor: Option<String>,
}

impl<T> Connection<T> {
    /// Where the next page begins.
    pub(super) fn next(&self) -> Option<String> {
        self.page_info.as_ref().filter(|page| page.has_next_page)?.end_cursor.clone()
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Review {
    pub(super) id: String,
    pub(super) full_database_id: Option<String>,
    pub(super) url: String,
    pub(super) body: String,
    pub(super) state: String,
    #[serde(default)]
    pub(super) viewer_did_author: bool,
    pub(super) author: Option<Author>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Author {
    #[serde(rename = "__typename")]
    pub(super) kind: String,
    pub(super) login: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Thread {
    pub(super) id: String,
    #[serde(default)]
    pub(super) is_resolved: bool,
    #[serde(default)]
    pub(super) is_outdated: bool,
    pub(super) path: String,
    pub(super) line: Option<usize>,
    pub(super) start_line: Option<usize>,
    pub(super) comments: Comments,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Comments {
    pub(super) total_count: usize,
    pub(super) nodes: Vec<Option<Comment>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Comment {
    pub(super) id: String,
    pub(super) full_database_id: Option<String>,
    pub(super) body: String,
    #[serde(default)]
    pub(super) viewer_did_author: bool,
    #[serde(default)]
    pub(super) is_minimized: bool,
}

/// A later page.
#[derive(Debug, Deserialize)]
pub(super) struct MoreReviews {
    pub(super) reviews: Connection<Review>,
}

/// A later page.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoreThreads {
    pub(super) review_threads: Connection<Thread>,
}

/// The last look before a write.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Guard {
    pub(super) state: String,
    #[serde(default)]
    pub(super) locked: bool,
    pub(super) head_ref_oid: String,
    pub(super) reviews: Connection<GuardReview>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GuardReview {
    pub(super) full_database_id: Option<String>,
    pub(super) url: String,
    pub(super) body: String,
    pub(super) state: String,
    #[serde(default)]
    pub(super) viewer_did_author: bool,
}

/// REST: a pull request.
#[derive(Debug, Deserialize)]
pub(super) struct RestPull {
    pub(super) html_url: String,
    pub(super) state: String,
    #[serde(default)]
    pub(super) merged: bool,
    #[serde(default)]
    pub(super) draft: bool,
    #[serde(default)]
    pub(super) locked: bool,
    pub(super) changed_files: usize,
    pub(super) head: RestSide,
    pub(super) base: RestSide,
}

#[derive(Debug, Deserialize)]
pub(super) struct RestSide {
    #[serde(rename = "ref")]
    pub(super) name: String,
    pub(super) sha: String,
    pub(super) repo: Option<RestRepository>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RestRepository {
    pub(super) full_name: String,
    #[serde(default)]
    pub(super) archived: bool,
}

/// REST: the comparison of two commits.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Comparison {
    pub(super) merge_base_commit: RestCommit,
    #[serde(default)]
    pub(super) files: Vec<Row>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct RestCommit {
    pub(super) sha: String,
}

/// REST: a changed file. An absent patch says nothing about the file.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) filename: String,
    pub(super) status: String,
    pub(super) patch: Option<String>,
    pub(super) previous_filename: Option<String>,
}

impl Row {
    pub(super) fn is_added(&self) -> bool {
        matches!(self.status.as_str(), "added" | "copied")
    }

    pub(super) fn is_removed(&self) -> bool {
        self.status == "removed"
    }

    /// Its path at the merge base.
    pub(super) fn base_path(&self) -> &str {
        self.previous_filename
            .as_deref()
            .filter(|_| self.status == "renamed")
            .unwrap_or(&self.filename)
    }
}

/// REST: a folder with all that is below it.
#[derive(Debug, Deserialize)]
pub(super) struct RestTree {
    #[serde(default)]
    pub(super) truncated: bool,
    pub(super) tree: Vec<RestTreeEntry>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RestTreeEntry {
    pub(super) path: String,
    pub(super) mode: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
}

impl RestTreeEntry {
    /// Whether it is a file, and no link, folder or submodule.
    pub(super) fn is_file(&self) -> bool {
        self.mode.starts_with("100")
    }
}

/// REST: a posted review.
#[derive(Debug, Deserialize)]
pub(super) struct RestReview {
    pub(super) id: u64,
    pub(super) html_url: String,
}
