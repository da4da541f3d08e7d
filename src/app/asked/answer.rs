//! The answer to an ask: a reaction to the comment, and at most one comment.

use cardbot_core::asked::LIST;
use cardbot_core::review::{AnswerMark, Mark};
use serde::Deserialize;
use serde_json::json;

use super::{Ask, What};
use crate::github::{Client, Trouble, WriteTrouble, graphql};

/// What is to be answered.
#[derive(Debug, Default)]
pub(super) struct Answer {
    said: Vec<String>,
    lists: bool,
    has_failed: bool,
}

/// So many pages of a hundred comments are looked through for earlier answers.
const MOST_PAGES: usize = 10;

impl Answer {
    /// Something to tell.
    pub(super) fn say(&mut self, text: &str) {
        if !self.said.iter().any(|said| said == text) {
            self.said.push(text.to_owned());
        }
    }

    /// Something that was asked for and not done.
    pub(super) fn sorry(&mut self, text: &str) {
        self.has_failed = true;
        self.say(text);
    }

    /// A command that is not known: the list, once in a pull request.
    pub(super) fn list(&mut self) {
        self.has_failed = true;
        self.lists = true;
    }

    /// Gives it.
    pub(super) async fn give(self, client: &Client, ask: &Ask) -> Result<(), Trouble> {
        if let What::Comment { comment, .. } = &ask.what {
            react(client, ask, *comment, if self.has_failed { "confused" } else { "+1" }).await?;
        }
        if self.said.is_empty() && !self.lists {
            return Ok(());
        }
        let before = Before::read(client, ask).await?;
        let lists = self.lists && !before.has_list;
        if before.is_answered || (self.said.is_empty() && !lists) {
            return Ok(());
        }
        let mut text = self.said.join("\n\n");
        if lists {
            text = format!("{text}\n\n{}", list());
        }
        let mark = Mark::Answer(AnswerMark { to: ask.id.clone(), list: lists });
        post(client, ask, &mark.sign(text.trim())).await
    }
}

/// What may be asked for.
fn list() -> String {
    let lines: Vec<String> =
        LIST.iter().map(|(command, does)| format!("- `{command}` {does}")).collect();
    format!("These commands are known, each on a line of its own:\n\n{}", lines.join("\n"))
}

/// Reacts to a comment. Given twice it is still one. It is courtesy: where it is refused, or the
/// comment is gone, the rest goes on.
async fn react(client: &Client, ask: &Ask, comment: u64, with: &str) -> Result<(), Trouble> {
    let path = format!("/repos/{}/issues/comments/{comment}/reactions", ask.repository);
    match client.post(&path, &json!({"content": with})).await {
        Err(WriteTrouble::NotDone(trouble @ Trouble::Limited { .. })) => Err(trouble),
        Err(trouble) => {
            tracing::warn!(trouble = %trouble.trouble(), "there is no reaction");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

/// Posts a comment, once. What was not answered is looked for before it is sent again.
async fn post(client: &Client, ask: &Ask, body: &str) -> Result<(), Trouble> {
    let path = format!("/repos/{}/issues/{}/comments", ask.repository, ask.pull);
    let mut is_second = false;
    loop {
        match client.post(&path, &json!({"body": body})).await {
            Ok(_) => return Ok(()),
            Err(WriteTrouble::NotDone(Trouble::Refused { status, message, .. })) => {
                // A locked conversation, or a permission that is missing: nobody can be told.
                tracing::warn!(status, message, "there is no answer");
                return Ok(());
            }
            Err(WriteTrouble::NotDone(trouble)) => return Err(trouble),
            Err(WriteTrouble::Unanswered(trouble)) if is_second => return Err(trouble),
            Err(WriteTrouble::Unanswered(_)) => {
                tokio::time::sleep(client.pace().request_limit).await;
                if Before::read(client, ask).await?.is_answered {
                    return Ok(());
                }
                is_second = true;
            }
        }
    }
}

/// What was answered before.
#[derive(Default)]
struct Before {
    is_answered: bool,
    has_list: bool,
}

#[derive(Deserialize)]
struct Found {
    repository: Option<Repository>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Repository {
    pull_request: Option<Pull>,
}

#[derive(Deserialize)]
struct Pull {
    comments: Comments,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comments {
    page_info: PageInfo,
    nodes: Vec<Option<Comment>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_previous_page: bool,
    start_cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    body: String,
    viewer_did_author: bool,
}

impl Before {
    /// Looks through our own comments, the latest first. Marks of others count for nothing.
    async fn read(client: &Client, ask: &Ask) -> Result<Self, Trouble> {
        let (owner, name) = ask.repository.split_once('/').unwrap_or_default();
        let mut before = Self::default();
        let mut cursor: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let variables =
                json!({"owner": owner, "name": name, "number": ask.pull, "before": cursor});
            let query = include_str!("queries/answers.graphql");
            let reply = client.query::<Found>(query, variables).await?;
            let pull = reply.data.and_then(|data| data.repository?.pull_request);
            let Some(pull) = pull else { return Err(graphql::refusal(reply.errors.first())) };
            let own = pull.comments.nodes.iter().flatten().filter(|c| c.viewer_did_author);
            for comment in own {
                if let Some(Mark::Answer(mark)) = Mark::read(&comment.body) {
                    before.is_answered |= mark.to == ask.id;
                    before.has_list |= mark.list;
                }
            }
            cursor = pull.comments.page_info.start_cursor;
            if !pull.comments.page_info.has_previous_page || cursor.is_none() {
                break;
            }
        }
        Ok(before)
    }
}
