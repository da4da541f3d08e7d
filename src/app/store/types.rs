//! What the store keeps. All times are Unix milliseconds, told by the caller.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A webhook delivery that was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// `X-GitHub-Delivery`: the same when GitHub sends it again.
    pub guid: String,
    /// `X-GitHub-Event`.
    pub event: String,
    /// The `action` of the payload.
    pub action: Option<String>,
    /// The installation it is about.
    pub installation: Option<i64>,
    /// When it came in.
    pub received_at: i64,
}

/// Whether a delivery was there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It and its jobs are stored.
    New,
    /// It had been stored before; only jobs that were given up are tried again.
    Again,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Review a pull request as it is now.
    Review {
        /// Its number.
        pull: u64,
    },
    /// Review it again although nothing changed.
    Recheck {
        /// Its number.
        pull: u64,
    },
    /// Look what the installation lets cardbot do now.
    Installation,
    /// Look at all open pull requests of a repository, or of an installation (repository 0).
    Sweep,
    /// Answer a comment or a button.
    Ask {
        /// The pull request's number.
        pull: u64,
        /// Which comment, or which click on which button.
        id: String,
    },
    /// Conclude the check of a commit that no pull request is open for.
    NoPull {
        /// The commit.
        head: String,
    },
}

impl JobKind {
    /// What makes two jobs of a repository the same one. A review and a recheck are.
    #[must_use]
    pub fn work(&self) -> String {
        match self {
            Self::Review { pull } | Self::Recheck { pull } => format!("pull/{pull}"),
            Self::Installation => "installation".to_owned(),
            Self::Sweep => "sweep".to_owned(),
            Self::Ask { pull, id } => format!("pull/{pull}/ask/{id}"),
            Self::NoPull { head } => format!("head/{head}"),
        }
    }

    /// The pull request it is about.
    #[must_use]
    pub fn pull(&self) -> Option<u64> {
        match self {
            Self::Review { pull } | Self::Recheck { pull } | Self::Ask { pull, .. } => Some(*pull),
            Self::Installation | Self::Sweep | Self::NoPull { .. } => None,
        }
    }
}

/// A wish for work. Several for the same thing are one job, which goes by the newest of them.
#[derive(Debug, Clone, PartialEq)]
pub struct JobRequest {
    /// On whose behalf.
    pub installation: i64,
    /// The repository's number, which survives renaming; 0 for an installation as a whole.
    pub repository_id: i64,
    /// `owner/name`.
    pub repository: String,
    /// What to do.
    pub kind: JobKind,
    /// What the worker needs to know on top.
    pub payload: Value,
    /// When GitHub says that it happened. Deliveries come in any order.
    pub sent_at: i64,
}

/// The number of a job.
pub type JobId = i64;

/// A job that a worker holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// How often this job was wished for; when it grew meanwhile, the job is due again.
    pub generation: i64,
    /// The how-manieth try this is, from 1. Only those that failed count.
    pub attempt: u32,
    /// How often its worker fell silent since.
    pub lost: u32,
    /// Which claim of this job this is; a worker that lost its lease can't settle it any more.
    pub claim: i64,
    /// What is to be done.
    pub request: JobRequest,
    /// The newest delivery that wished for it.
    pub delivery: Option<String>,
}

/// How much may run at once, over all replicas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimLimits {
    /// Jobs of one installation.
    pub per_installation: u32,
    /// Jobs of one repository.
    pub per_repository: u32,
}

/// What became of a job that a worker settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// As the worker said.
    Yes,
    /// It was wished for again meanwhile, and waits.
    Again,
    /// The worker did not hold it any more; nothing was changed.
    Lost,
}

/// A write to GitHub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// The run that writes; what is posted carries it.
    pub run_id: String,
    /// The commit it is about.
    pub head: String,
    /// How far it came.
    pub state: IntentState,
    /// When it came so far.
    pub changed_at: i64,
}

/// How far a write to GitHub came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntentState {
    /// It may have been sent; no answer was seen.
    Writing,
    /// GitHub took it.
    Done,
}
