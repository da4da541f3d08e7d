//! What there is on the stand-in: people, tokens, repositories, pull requests and what was said.

pub(crate) mod access;
pub(crate) mod app;
pub(crate) mod check;
pub(crate) mod pull;
pub(crate) mod repository;
pub(crate) mod token;

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::caps::Caps;

pub(crate) use access::Role;
pub(crate) use pull::{Event, IssueComment, Pull, Review, ReviewComment, Side};
pub(crate) use repository::Repository;
pub(crate) use token::{Bucket, Kind, Level, Token};

/// Ids begin above what 32 bits hold, as GitHub's do: a client has to ask for `fullDatabaseId`.
const FIRST_ID: u64 = 3_100_000_000;

/// A person, an organisation or an App's bot.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: u64,
    /// Without the `[bot]` that REST adds.
    pub(crate) login: String,
    pub(crate) bot: bool,
    pub(crate) organisation: bool,
}

impl User {
    /// The login as REST tells it.
    pub(crate) fn rest_login(&self) -> String {
        if self.bot { format!("{}[bot]", self.login) } else { self.login.clone() }
    }
}

/// All there is.
pub(crate) struct State {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub(crate) url: String,
    pub(crate) folder: PathBuf,
    pub(crate) users: Vec<User>,
    pub(crate) repositories: Vec<Repository>,
    /// Full names that repositories had before, and their ids.
    pub(crate) former_names: Vec<(String, u64)>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) apps: Vec<app::App>,
    pub(crate) installations: Vec<app::Installation>,
    /// Apps that are about to be made.
    pub(crate) drafts: Vec<app::Draft>,
    /// What is to be delivered once more, with the App's id.
    pub(crate) redeliveries: Vec<(u64, app::Delivery)>,
    /// The budget of requests without a token.
    pub(crate) anonymous: Bucket,
    /// Whether an App's token may approve pull requests.
    pub(crate) apps_may_approve: bool,
    /// A refused review stays behind empty, as an early report says.
    pub(crate) refused_reviews_stay: bool,
    /// Lines of the head that can't be commented on although they are shown.
    pub(crate) lines_without_comments: Vec<(String, usize)>,
    /// Seconds that GitHub's clock is ahead of the machine's.
    pub(crate) clock_ahead: i64,
    pub(crate) caps: Caps,
    last_id: u64,
}

impl State {
    pub(crate) fn new(url: String, folder: PathBuf, caps: Caps) -> Self {
        Self {
            url,
            folder,
            users: Vec::new(),
            repositories: Vec::new(),
            former_names: Vec::new(),
            tokens: Vec::new(),
            apps: Vec::new(),
            installations: Vec::new(),
            drafts: Vec::new(),
            redeliveries: Vec::new(),
            anonymous: Bucket::of(60),
            apps_may_approve: false,
            refused_reviews_stay: false,
            lines_without_comments: Vec::new(),
            clock_ahead: 0,
            caps,
            last_id: FIRST_ID,
        }
    }

    /// A number that nothing else has.
    pub(crate) fn new_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// The time on GitHub's clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        DateTime::from(std::time::SystemTime::now()) + chrono::TimeDelta::seconds(self.clock_ahead)
    }

    /// The user of that name, made when there is none.
    pub(crate) fn user(&mut self, login: &str) -> User {
        self.user_of(login, false)
    }

    /// The user of that name, made when there is none; a bot if so wished.
    pub(crate) fn user_of(&mut self, login: &str, bot: bool) -> User {
        if let Some(known) = self.find_user(login) {
            return known.clone();
        }
        let user = User { id: self.new_id(), login: login.to_owned(), bot, organisation: false };
        self.users.push(user.clone());
        user
    }

    /// The user of that name. Names know no case.
    pub(crate) fn find_user(&self, login: &str) -> Option<&User> {
        let bare = login.strip_suffix("[bot]").unwrap_or(login);
        self.users.iter().find(|user| user.login.eq_ignore_ascii_case(bare))
    }

    /// The repository with that full name. Names know no case.
    pub(crate) fn find_repository(&self, full_name: &str) -> Option<&Repository> {
        let same = |repo: &&Repository| repo.full_name().eq_ignore_ascii_case(full_name);
        self.repositories.iter().filter(|repo| !repo.deleted).find(same)
    }

    /// The repository with that id, also a deleted one.
    pub(crate) fn repository(&self, id: u64) -> &Repository {
        self.repositories.iter().find(|repo| repo.id == id).expect("ids come from here")
    }

    /// The repository with that id, also a deleted one.
    pub(crate) fn repository_mut(&mut self, id: u64) -> &mut Repository {
        self.repositories.iter_mut().find(|repo| repo.id == id).expect("ids come from here")
    }
}

/// A time as GitHub writes it.
pub(crate) fn stamp(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The opaque id of something in GraphQL.
pub(crate) fn node_id(kind: &str, id: u64) -> String {
    format!("{kind}_kwDO{id:X}")
}
