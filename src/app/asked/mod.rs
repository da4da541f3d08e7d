//! What people ask of cardbot in a pull request: commands in comments, and the button of a check run.
//!
//! Only those who may write to the repository are heard; GitHub is asked about it each time. An ask
//! may be worked on twice, after a crash: whatever is done can be done again without harm, and the
//! answer carries a mark, so that it is given once.
//!
//! ```text
//! let mut asking = Asking::begin(&access, &ask, &pages).await?;   // permission, fixes
//! if let Some(ignore) = asking.wants_review() {           // the worker reviews as ever
//!     asking.reviewed(&review(ignore).await?.posting);
//! }
//! asking.answer().await?;
//! ```

mod answer;
mod ask;
mod button;
mod explain;
mod people;

pub use ask::{Ask, What};
pub use button::{FIX_ALL, button};

use std::sync::Arc;

use cardbot_core::asked::Command;
use cardbot_core::review::Event;
use cardbot_core::rules;

use crate::github::{AppAccess, Client, Permissions, PullRequestTarget, REVIEW, Trouble};
use crate::output::RulePages;
use crate::pull_request::{
    self, BrokenConfig, Fixing, NotFixed, Options, Posting, Trouble as PullTrouble, commit_fixes,
};
use crate::settings::Overrides;
use answer::Answer;

/// What committing fixes needs, and no more.
const FIX: Permissions = &[("contents", "write"), ("pull_requests", "write")];

/// An ask that is being worked on.
#[derive(Debug)]
pub struct Asking<'a> {
    ask: &'a Ask,
    client: Arc<Client>,
    /// Where rules are explained.
    pages: RulePages,
    /// Rules to ignore from now on, by their names.
    ignore: Vec<String>,
    wants_review: bool,
    answer: Answer,
    is_heard: bool,
}

impl<'a> Asking<'a> {
    /// Looks whether who asks may, and does what needs no review.
    ///
    /// # Errors
    /// [`Trouble`]; the ask can be begun again later.
    pub async fn begin(
        access: &AppAccess,
        ask: &'a Ask,
        pages: &RulePages,
    ) -> Result<Self, Trouble> {
        let client = access.client(ask.installation, Some(ask.repository_id), REVIEW).await?;
        let mut asking = Self {
            ask,
            client,
            pages: pages.clone(),
            ignore: vec![],
            wants_review: false,
            answer: Answer::default(),
            is_heard: false,
        };
        if !people::may_ask(&asking.client, &ask.repository, &ask.by).await? {
            tracing::info!(repository = ask.repository, pull = ask.pull, "a stranger asks");
            return Ok(asking);
        }
        asking.is_heard = true;
        let commands = match &ask.what {
            What::Comment { commands, .. } => commands.as_slice(),
            What::Button { .. } => &[Command::Fix],
        };
        // What is to be ignored is not to be fixed either.
        for command in commands {
            asking.take(command);
        }
        if commands.contains(&Command::Fix) {
            asking.fix(access).await?;
        }
        Ok(asking)
    }

    /// Whether somebody with a say in it asks.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        self.is_heard
    }

    /// The rules to ignore besides those of before, where a review is wanted.
    #[must_use]
    pub fn wants_review(&self) -> Option<&[String]> {
        self.wants_review.then_some(self.ignore.as_slice())
    }

    /// Tells how the review ended.
    pub fn reviewed(&mut self, posting: &Posting) {
        if let Posting::Kept(obstacle) = posting {
            self.answer.sorry(&format!("Nothing was posted: {obstacle}."));
        }
    }

    /// Answers: by a reaction, and where there is something to say by one comment.
    ///
    /// # Errors
    /// [`Trouble`], where it is worth trying again.
    pub async fn answer(self) -> Result<(), Trouble> {
        if self.is_heard { self.answer.give(&self.client, self.ask).await } else { Ok(()) }
    }

    fn take(&mut self, command: &Command) {
        match command {
            Command::Fix => {}
            Command::Review => self.wants_review = true,
            Command::Ignore(names) => {
                for name in names {
                    match rules::find(name) {
                        Some(rule) => {
                            self.ignore.push(rule.name.to_owned());
                            self.wants_review = true;
                        }
                        None => self.answer.sorry(&explain::no_such_rule(name)),
                    }
                }
            }
            Command::Explain(name) => match rules::find(name) {
                Some(rule) => self.answer.say(&explain::page(rule, &self.pages)),
                None => self.answer.sorry(&explain::no_such_rule(name)),
            },
            Command::Unknown => self.answer.list(),
        }
    }

    async fn fix(&mut self, access: &AppAccess) -> Result<(), Trouble> {
        let ask = self.ask;
        let writing = access.client(ask.installation, Some(ask.repository_id), FIX).await;
        let (client, may_write) = match writing {
            Ok(client) => (client, true),
            // The installation does not let us.
            Err(Trouble::Refused { .. }) => (Arc::clone(&self.client), false),
            Err(trouble) => return Err(trouble),
        };
        let target = self.target();
        let reading = match pull_request::read(&client, &target).await {
            Ok(reading) => reading,
            Err(trouble) => return self.unread(trouble),
        };
        let is_old = match &ask.what {
            What::Button { head } => reading.about.head != *head,
            What::Comment { .. } => false,
        };
        let prepared = match pull_request::prepare(&client, reading, &self.options()).await {
            Ok(prepared) => prepared,
            Err(trouble) => return self.unread(trouble),
        };
        let fixing = match prepared.cannot_fix() {
            Some(reason) => Fixing::Kept(reason),
            None if !may_write => Fixing::Kept(NotFixed::NoPermission),
            None if is_old => Fixing::Kept(NotFixed::HeadMoved),
            None => commit_fixes(&client, &prepared, &ask.by).await,
        };
        match fixing {
            Fixing::Done { commit, findings } => {
                tracing::info!(
                    repository = ask.repository,
                    pull = ask.pull,
                    commit,
                    ?findings,
                    "fixed"
                );
            }
            Fixing::Nothing => self.answer.sorry(
                "Nothing was committed: there is no fix here that is safe without a look. \
                 Suggestions on the lines can still be applied one by one.",
            ),
            Fixing::Kept(NotFixed::Failed(trouble)) => return Err(trouble),
            Fixing::Kept(reason) => {
                self.answer.sorry(&format!("Nothing was committed: {reason}."));
            }
        }
        Ok(())
    }

    /// The pull request could not be read.
    fn unread(&mut self, trouble: PullTrouble) -> Result<(), Trouble> {
        match trouble {
            PullTrouble::GitHub(trouble) => Err(trouble),
            other => {
                self.answer.sorry(&format!("Nothing was committed: {other}."));
                Ok(())
            }
        }
    }

    fn target(&self) -> PullRequestTarget {
        let (owner, repository) = self.ask.repository.split_once('/').unwrap_or_default();
        PullRequestTarget {
            host: self.client.host().clone(),
            owner: owner.to_owned(),
            repository: repository.to_owned(),
            number: self.ask.pull,
        }
    }

    fn options(&self) -> Options {
        Options {
            overrides: Overrides::default(),
            config: None,
            broken_config: BrokenConfig::Defaults,
            ignore: self.ignore.clone(),
            pages: self.pages.clone(),
            event: Event::Comment,
            resolve_threads: false,
        }
    }
}

/// Tells who asked that it is given up, once however often that happens. It is no answer to the ask
/// itself: should somebody have it tried again, that one is still given.
///
/// # Errors
/// [`Trouble`], where it is worth trying again.
pub async fn give_up(access: &AppAccess, ask: &Ask, why: &str) -> Result<(), Trouble> {
    let client = access.client(ask.installation, Some(ask.repository_id), REVIEW).await?;
    if !people::may_ask(&client, &ask.repository, &ask.by).await? {
        return Ok(());
    }
    let mut answer = Answer::default();
    answer.sorry(&format!(
        "Sorry, this was given up, and perhaps only a part of it was done. What went wrong: {why}\n\n\
         Ask once more when that is over."
    ));
    let word = Ask { id: format!("{}:given-up", ask.id), ..ask.clone() };
    answer.give(&client, &word).await
}
