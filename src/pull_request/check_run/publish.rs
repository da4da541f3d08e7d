//! Writes a check run so that it stands there once, whatever happens on the way: what was not
//! answered is looked for by its name for us, the external id, before it is written again.

use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::{Annotation, Button, Check, SUMMARY_BYTES};
use crate::github::{Client, Trouble, WriteTrouble};
use crate::pull_request::Gate;

/// The name of our check runs.
const NAME: &str = "cardbot";
/// GitHub takes so many annotations in a request; those of later ones are added.
const AT_ONCE: usize = 50;

#[derive(Serialize)]
struct New<'c> {
    name: &'c str,
    head_sha: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<&'c str>,
    status: &'c str,
    conclusion: &'c str,
    output: Output<'c>,
    #[serde(skip_serializing_if = "<[Button]>::is_empty")]
    actions: &'c [Button],
}

#[derive(Serialize)]
struct Further<'c> {
    output: Output<'c>,
    #[serde(skip_serializing_if = "<[Button]>::is_empty")]
    actions: &'c [Button],
}

#[derive(Serialize)]
struct Output<'c> {
    title: &'c str,
    summary: &'c str,
    annotations: &'c [Annotation],
}

#[derive(Deserialize)]
struct Listed {
    check_runs: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    id: u64,
    #[serde(default)]
    html_url: Option<String>,
    #[serde(default)]
    external_id: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    conclusion: Option<String>,
    #[serde(default)]
    output: Told,
    #[serde(default)]
    app: Option<App>,
}

#[derive(Default, Deserialize)]
struct Told {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    annotations_count: usize,
}

#[derive(Deserialize)]
struct App {
    id: i64,
    #[serde(default)]
    client_id: Option<String>,
}

/// Whose check run it is to be.
#[derive(Debug, Clone, Copy)]
pub struct Named<'n> {
    /// The App's id or client id: check runs of others are none of ours.
    pub app: &'n str,
    /// What it is called among our own.
    pub id: &'n str,
    /// Which of those that stand there already will do.
    pub will_do: WillDo,
}

/// Which check run will do instead of a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WillDo {
    /// Only this very one: somebody wants to see that it was made again.
    Itself,
    /// One that says the same, under whatever id.
    TheSame,
    /// Any that was concluded.
    Any,
}

impl Check {
    /// Sees to it that this check run stands there, and gives its page.
    ///
    /// # Errors
    /// [`WriteTrouble`]. It is not known whether it stands there; doing it again does no harm once
    /// GitHub would have dropped the request.
    pub async fn publish(
        &self,
        client: &Client,
        named: Named<'_>,
        run: &str,
        gate: &impl Gate,
    ) -> Result<String, WriteTrouble> {
        let mut is_second = false;
        loop {
            if let Some(known) = self.find(client, named).await.map_err(WriteTrouble::NotDone)? {
                self.annotate(client, known.id, known.output.annotations_count, run, gate).await?;
                return Ok(known.html_url.unwrap_or_default());
            }
            let begun = Instant::now();
            match self.create(client, Some(named.id), run, gate).await {
                Err(WriteTrouble::Unanswered(_)) if !is_second => {
                    is_second = true;
                    let limit = client.pace().request_limit;
                    tokio::time::sleep(limit.saturating_sub(begun.elapsed())).await;
                }
                result => return result,
            }
        }
    }

    /// The check run that was written before.
    async fn find(&self, client: &Client, named: Named<'_>) -> Result<Option<Known>, Trouble> {
        let own = own(client, &self.repository, &self.head, named.app).await?;
        let mut own = own.into_iter();
        Ok(match named.will_do {
            WillDo::Any => own.find(|known| known.status.as_deref() == Some("completed")),
            // An older one that says the same is not what people see.
            WillDo::TheSame => own.next().filter(|newest| self.is_told_by(newest)),
            WillDo::Itself => own.find(|known| {
                known.external_id.as_deref() == Some(named.id) && self.is_told_by(known)
            }),
        })
    }

    fn is_told_by(&self, known: &Known) -> bool {
        let same = |told: &Option<String>, text: &str| {
            told.as_deref().is_some_and(|told| told.trim() == text.trim())
        };
        same(&known.status, "completed")
            && same(&known.conclusion, self.conclusion.word())
            && same(&known.output.title, &self.title)
            && same(&known.output.summary, self.told_summary())
            && known.output.annotations_count <= self.annotations.len()
    }

    fn told_summary(&self) -> &str {
        let end = self.summary.floor_char_boundary(SUMMARY_BYTES);
        self.summary.get(..end).unwrap_or_default()
    }

    fn output<'c>(&'c self, annotations: &'c [Annotation]) -> Output<'c> {
        Output { title: &self.title, summary: self.told_summary(), annotations }
    }

    /// Writes it, and gives its page.
    pub(super) async fn create(
        &self,
        client: &Client,
        external_id: Option<&str>,
        run: &str,
        gate: &impl Gate,
    ) -> Result<String, WriteTrouble> {
        let first = self.annotations.get(..AT_ONCE).unwrap_or(&self.annotations);
        let new = New {
            name: NAME,
            head_sha: &self.head,
            external_id,
            status: "completed",
            conclusion: self.conclusion.word(),
            output: self.output(first),
            actions: &self.buttons,
        };
        pass(gate, run, &self.head).await?;
        let answer = client.post(&format!("/repos/{}/check-runs", self.repository), &new).await?;
        let created: Known =
            answer.json().map_err(|trouble: Trouble| WriteTrouble::Unanswered(trouble))?;
        self.annotate(client, created.id, first.len(), run, gate).await?;
        Ok(created.html_url.unwrap_or_default())
    }

    /// Adds the annotations that are not there yet.
    async fn annotate(
        &self,
        client: &Client,
        id: u64,
        already: usize,
        run: &str,
        gate: &impl Gate,
    ) -> Result<(), WriteTrouble> {
        let path = format!("/repos/{}/check-runs/{id}", self.repository);
        for part in self.annotations.get(already..).unwrap_or_default().chunks(AT_ONCE) {
            pass(gate, run, &self.head).await?;
            let further = Further { output: self.output(part), actions: &self.buttons };
            client.patch(&path, &further).await?;
        }
        Ok(())
    }
}

/// The check runs of an App on a commit, the newest first.
async fn own(
    client: &Client,
    repository: &str,
    head: &str,
    app: &str,
) -> Result<Vec<Known>, Trouble> {
    let path = format!(
        "/repos/{repository}/commits/{head}/check-runs?check_name={NAME}&filter=all&per_page=100"
    );
    let answer = client.get(&path).await?;
    let mut listed: Listed = client.accepted(&answer)?.json()?;
    listed.check_runs.retain(|known| {
        known.app.as_ref().is_some_and(|owner| {
            owner.id.to_string() == app || owner.client_id.as_deref() == Some(app)
        })
    });
    Ok(listed.check_runs)
}

/// What an App's check runs on a commit are called, the newest first.
///
/// # Errors
/// [`Trouble`]
pub async fn names_on(
    client: &Client,
    repository: &str,
    head: &str,
    app: &str,
) -> Result<Vec<String>, Trouble> {
    let own = own(client, repository, head, app).await?;
    Ok(own.into_iter().filter_map(|known| known.external_id).collect())
}

async fn pass(gate: &impl Gate, run: &str, head: &str) -> Result<(), WriteTrouble> {
    gate.pass(run, head).await.map_err(|why| WriteTrouble::NotDone(Trouble::Unclear(why)))
}
