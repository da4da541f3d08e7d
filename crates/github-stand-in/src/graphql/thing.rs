//! The things that fields are asked of, and their types.

use serde_json::Value;

use crate::git::TreeEntry;

/// Something that has fields.
#[derive(Clone, Debug)]
pub(crate) enum Thing {
    Query,
    Mutation,
    /// By id.
    Repository(u64),
    /// Repository and number.
    Pull(u64, u64),
    /// Repository, number of the pull request, id.
    Review(u64, u64, u64),
    /// The same; the id of the comment that began it.
    Thread(u64, u64, u64),
    ReviewComment(u64, u64, u64),
    IssueComment(u64, u64, u64),
    /// By login.
    Actor(String),
    /// Whoever asks, whose login is told in another form.
    Viewer(String),
    /// Repository and hash.
    Commit(u64, String),
    Tree(u64, String, String),
    Blob(u64, String),
    Entry(u64, TreeEntry, String),
    /// Repository and branch.
    Ref(u64, String),
    Connection(Box<Connection>),
    PageInfo {
        next: bool,
        previous: bool,
        start: Option<String>,
        end: Option<String>,
    },
    RateLimit {
        cost: u64,
        nodes: u64,
    },
    /// What a mutation answers.
    Payload(&'static str, Vec<(&'static str, Out)>),
}

/// A page of a list.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    pub(crate) of: &'static str,
    pub(crate) nodes: Vec<Thing>,
    pub(crate) total: usize,
    /// The place of the first node in the whole list.
    pub(crate) start: usize,
}

/// What a field gives.
#[derive(Clone, Debug)]
pub(crate) enum Out {
    Json(Value),
    One(Thing),
    Many(Vec<Thing>),
}

impl Out {
    /// Null where there is nothing.
    pub(crate) fn maybe(thing: Option<Thing>) -> Self {
        thing.map_or(Self::Json(Value::Null), Self::One)
    }
}

impl From<Value> for Out {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

impl Thing {
    /// The interfaces that a type has.
    pub(crate) fn is(type_name: &str, wanted: &str) -> bool {
        if type_name == wanted {
            return true;
        }
        let interfaces: &[&str] = match type_name {
            "User" | "Bot" | "Organization" => {
                &["Actor", "Node", "UniformResourceLocatable", "RequestedReviewer"]
            }
            "Commit" | "Tree" | "Blob" => &["GitObject", "Node"],
            "PullRequestReview" | "PullRequestReviewComment" | "IssueComment" => {
                &["Comment", "Minimizable", "Node", "Updatable", "UpdatableComment", "Deletable"]
            }
            "PullRequest" => &["Node", "Lockable", "Closable", "Comment", "IssueOrPullRequest"],
            "Repository" | "Ref" | "PullRequestReviewThread" => &["Node"],
            _ => &[],
        };
        interfaces.contains(&wanted)
    }
}
