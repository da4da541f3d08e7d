//! All safe fixes of what a pull request introduced, as one commit on its branch.
//!
//! GitHub takes the commit only when the branch still ends where it was read, so a branch that was
//! moved is never overwritten.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cardbot_core::finding::Finding;
use cardbot_core::fixing::apply_safe;
use cardbot_core::review::{Abilities, CardChange, Origin, review_card};
use cardbot_core::text::Source;
use serde::Deserialize;
use serde_json::{Value, json};

use super::about::{self, Place};
use super::{Prepared, Trouble};
use crate::github::graphql::{self, Error};
use crate::github::{Client, Trouble as GitHubTrouble, WriteTrouble};

/// The first line of the commit's message.
const HEADLINE: &str = "Apply the safe fixes of cardbot";

/// The files that the safe fixes change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fixes {
    /// Each file's path and its bytes afterwards.
    pub files: Vec<(String, Vec<u8>)>,
    /// The rules whose findings are fixed, one for each finding.
    pub rules: Vec<&'static str>,
}

/// What became of the fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fixing {
    /// They are on the branch.
    Done {
        /// The commit.
        commit: String,
        /// How many findings it fixes; `None` where an earlier run made it.
        findings: Option<usize>,
    },
    /// There is nothing that can be fixed without a look.
    Nothing,
    /// They could not be committed.
    Kept(NotFixed),
}

/// Why fixes could not be committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFixed {
    /// The pull request is merged or closed.
    Closed,
    /// The repository is read-only.
    Archived,
    /// The branch lies in a fork, which an App can't write to.
    Fork,
    /// The branch moved.
    HeadMoved,
    /// cardbot may not write contents here.
    NoPermission,
    /// GitHub refused, in its words.
    Refused(String),
    /// It is not known whether it was done.
    Unanswered(GitHubTrouble),
    /// Something else; it may go better later.
    Failed(GitHubTrouble),
}

impl Prepared {
    /// All safe fixes of what was introduced.
    #[must_use]
    pub fn safe_fixes(&self) -> Fixes {
        let mut fixes = Fixes::default();
        for file in &self.reading.change.files {
            // What is not UTF-8 has no fixes.
            let Some(head) = file.head.as_ref().filter(|head| str::from_utf8(head).is_ok()) else {
                continue;
            };
            let judge = |source: &Source<'_>| self.introduced_in(file, source);
            let (after, rules) = apply_safe(head, judge);
            if let Some(after) = after {
                fixes.files.push((file.path.clone(), after));
                fixes.rules.extend(rules);
            }
        }
        fixes
    }

    /// What the change introduces when the file has this text.
    fn introduced_in(&self, file: &CardChange, source: &Source<'_>) -> Vec<Finding> {
        let change = CardChange {
            head: Some(source.text().as_bytes().to_vec()),
            hunks: None,
            ..file.clone()
        };
        let review = review_card(&change, &self.config, Abilities::GITHUB);
        let introduced = review.findings.into_iter().filter(|r| r.origin == Origin::Introduced);
        introduced.map(|reviewed| reviewed.finding).collect()
    }

    /// What can be known of why nothing can be committed, before trying.
    #[must_use]
    pub fn cannot_fix(&self) -> Option<NotFixed> {
        let about = &self.reading.about;
        if about.is_archived {
            Some(NotFixed::Archived)
        } else if !about.is_open {
            Some(NotFixed::Closed)
        } else if about.is_from_fork() {
            Some(NotFixed::Fork)
        } else {
            None
        }
    }
}

/// Commits all safe fixes to the branch of the pull request, for somebody who asked for it.
pub async fn commit_fixes(client: &Client, prepared: &Prepared, asked_by: &str) -> Fixing {
    if let Some(reason) = prepared.cannot_fix() {
        return Fixing::Kept(reason);
    }
    let fixes = prepared.safe_fixes();
    if fixes.files.is_empty() {
        // Perhaps an earlier run did it and could not say so.
        return match head(client, prepared).await {
            Ok(head) if head.headline == HEADLINE => {
                Fixing::Done { commit: head.oid, findings: None }
            }
            _ => Fixing::Nothing,
        };
    }
    match commit(client, prepared, &fixes, asked_by).await {
        Ok(commit) => Fixing::Done { commit, findings: Some(fixes.rules.len()) },
        Err(reason) => Fixing::Kept(reason),
    }
}

const MUTATION: &str = "mutation ($input: CreateCommitOnBranchInput!) { \
                        createCommitOnBranch(input: $input) { commit { oid } } }";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    create_commit_on_branch: Option<Payload>,
}

#[derive(Deserialize)]
struct Payload {
    commit: Option<Commit>,
}

#[derive(Deserialize)]
struct Commit {
    oid: String,
}

/// Sends the commit. It may be sent twice: the head that it expects is there only once.
async fn commit(
    client: &Client,
    prepared: &Prepared,
    fixes: &Fixes,
    asked_by: &str,
) -> Result<String, NotFixed> {
    let about = &prepared.reading.about;
    let variables = json!({"input": input(prepared, fixes, asked_by)});
    let mut silence = None;
    loop {
        let reply = match client.mutate::<Answer>(MUTATION, &variables).await {
            Ok(reply) => reply,
            Err(WriteTrouble::NotDone(trouble)) => return Err(refused(trouble)),
            Err(WriteTrouble::Unanswered(trouble)) if silence.is_none() => {
                tokio::time::sleep(client.pace().request_limit).await;
                silence = Some(trouble);
                continue;
            }
            Err(WriteTrouble::Unanswered(trouble)) => return Err(NotFixed::Unanswered(trouble)),
        };
        let made = reply.data.and_then(|data| data.create_commit_on_branch?.commit);
        if let Some(commit) = made {
            return Ok(commit.oid);
        }
        let error = reply.errors.first();
        if !error.is_some_and(is_stale) {
            return Err(refused(graphql::refusal(error)));
        }
        let Some(silence) = silence else { return Err(NotFixed::HeadMoved) };
        // Either the first one was done, or somebody else moved the branch.
        return match head(client, prepared).await {
            Ok(head) if head.headline == HEADLINE && head.parent.as_ref() == Some(&about.head) => {
                Ok(head.oid)
            }
            Ok(_) => Err(NotFixed::HeadMoved),
            Err(_) => Err(NotFixed::Unanswered(silence)),
        };
    }
}

fn is_stale(error: &Error) -> bool {
    error.kind.as_deref() == Some("STALE_DATA")
        || error.message.starts_with("Expected branch to point to")
}

/// The message holds nothing of the card: commits link, close and mention by their words.
fn input(prepared: &Prepared, fixes: &Fixes, asked_by: &str) -> Value {
    let about = &prepared.reading.about;
    let mut rules = fixes.rules.clone();
    rules.sort_unstable();
    rules.dedup();
    let by: String =
        asked_by.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    let body = format!("Fixed: {}.\n\nAsked for by {by}.", rules.join(", "));
    let additions: Vec<Value> = fixes
        .files
        .iter()
        .map(|(path, bytes)| json!({"path": path, "contents": STANDARD.encode(bytes)}))
        .collect();
    json!({
        "branch": {
            "repositoryNameWithOwner": about.repository,
            "branchName": about.head_name,
        },
        "message": {"headline": HEADLINE, "body": body},
        "expectedHeadOid": about.head,
        "fileChanges": {"additions": additions},
    })
}

fn refused(trouble: GitHubTrouble) -> NotFixed {
    match trouble {
        GitHubTrouble::Refused { status: 401 | 403, .. } => NotFixed::NoPermission,
        GitHubTrouble::Refused { message, .. } => NotFixed::Refused(message),
        trouble => NotFixed::Failed(trouble),
    }
}

/// The commit at the head of the pull request, now.
struct Head {
    oid: String,
    headline: String,
    parent: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pull {
    head_ref: Option<Branch>,
}

#[derive(Deserialize)]
struct Branch {
    target: Option<Tip>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tip {
    oid: String,
    #[serde(default)]
    message_headline: String,
    parents: Option<Parents>,
}

#[derive(Deserialize)]
struct Parents {
    nodes: Vec<Option<Commit>>,
}

async fn head(client: &Client, prepared: &Prepared) -> Result<Head, Trouble> {
    let about = &prepared.reading.about;
    let (owner, name) = about.names();
    let place = Place { owner, name, number: about.number, after: None };
    let answer = about::ask::<Pull>(client, include_str!("queries/head.graphql"), place).await?;
    let pull = answer.repository.and_then(|repository| repository.pull_request);
    let tip = pull.and_then(|pull| pull.head_ref?.target).ok_or(Trouble::NotFound)?;
    let parent = tip.parents.and_then(|parents| parents.nodes.into_iter().flatten().next());
    Ok(Head {
        oid: tip.oid,
        headline: tip.message_headline,
        parent: parent.map(|commit| commit.oid),
    })
}

impl fmt::Display for NotFixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("the pull request is not open any more"),
            Self::Archived => f.write_str("the repository is archived, so it is read-only"),
            Self::Fork => f.write_str(
                "the branch is in a fork, where cardbot can't commit; the suggestions on the lines \
                 can be applied there",
            ),
            Self::HeadMoved => f.write_str(
                "the branch moved in the meantime, so nothing was committed; ask once more",
            ),
            Self::NoPermission => f.write_str(
                "cardbot may not commit here: the App needs the permission to write contents",
            ),
            Self::Refused(message) => write!(f, "GitHub refused the commit: {message}"),
            Self::Unanswered(_) => f.write_str(
                "GitHub did not say whether the commit was made; look at the branch before you ask \
                 once more",
            ),
            Self::Failed(trouble) => trouble.fmt(f),
        }
    }
}
