//! The App's way to GitHub: requests that it signs itself, and clients for its installations.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

use super::clock::{clock_ahead, http_date, iso_date};
use super::{AFTER, App};
use crate::github::{Answer, Client, Host, Login, Pace, Trouble, WriteTrouble, random};

/// What a token may do: names of permissions with their levels.
pub type Permissions = &'static [(&'static str, &'static str)];

/// What a review needs, and no more.
pub const REVIEW: Permissions = &[("contents", "read"), ("pull_requests", "write")];
/// What a review needs that resolves threads, too.
pub const REVIEW_AND_RESOLVE: Permissions = &[("contents", "write"), ("pull_requests", "write")];
/// What a review with a check run needs, and no more.
pub const REVIEW_AND_CHECK: Permissions =
    &[("contents", "read"), ("pull_requests", "write"), ("checks", "write")];

/// A clock that is off by so many seconds does no harm.
const HARMLESS: u64 = 5;
/// A token is not used in the last minutes of its life: a review must end before it does.
const SPARE: Duration = Duration::from_mins(5);
/// Tokens live so long where GitHub does not say.
const LIFE: Duration = Duration::from_hours(1);
/// So many clients are kept.
const MOST_CLIENTS: usize = 500;
/// A token is asked for so often.
const MOST_TRIES: u32 = 3;

/// The way of one App to one GitHub. Clones share what they know.
#[derive(Clone, Debug)]
pub struct AppAccess {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    app: App,
    host: Host,
    pace: Pace,
    /// How far our clock is ahead of GitHub's, in seconds.
    clock_ahead: AtomicI64,
    /// The client that the App signs for itself.
    own: Mutex<Option<Timed>>,
    installed: Mutex<HashMap<Key, Timed>>,
}

/// A client, and until when its token is good.
#[derive(Clone, Debug)]
struct Timed {
    client: Arc<Client>,
    until: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    installation: i64,
    repository: Option<i64>,
    permissions: Permissions,
}

#[derive(Serialize)]
struct Wanted<'w> {
    #[serde(skip_serializing_if = "Option::is_none")]
    repositories: Option<[&'w str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repository_ids: Option<[i64; 1]>,
    #[serde(serialize_with = "as_map")]
    permissions: Permissions,
}

fn as_map<S: Serializer>(permissions: &Permissions, to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(permissions.len()))?;
    for (name, level) in *permissions {
        map.serialize_entry(name, level)?;
    }
    map.end()
}

#[derive(Deserialize)]
struct Minted {
    token: String,
    #[serde(default)]
    expires_at: Option<String>,
}

#[derive(Deserialize)]
struct Installation {
    id: i64,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl AppAccess {
    /// The way of an App to a GitHub.
    #[must_use]
    pub fn new(app: App, host: &Host, pace: Pace) -> Self {
        let shared = Shared {
            app,
            host: host.clone(),
            pace,
            clock_ahead: AtomicI64::new(0),
            own: Mutex::default(),
            installed: Mutex::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// The App.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.shared.app
    }

    /// The GitHub.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.shared.host
    }

    /// How long is waited for what.
    #[must_use]
    pub fn pace(&self) -> Pace {
        self.shared.pace
    }

    /// How far our clock is ahead of GitHub's in seconds, as far as is known.
    #[must_use]
    pub fn clock_ahead(&self) -> i64 {
        self.shared.clock_ahead.load(Ordering::Relaxed)
    }

    /// Reads something about the App itself. A refusal is an answer, too.
    ///
    /// # Errors
    /// [`Trouble`]
    pub async fn get(&self, path: &str) -> Result<Answer, Trouble> {
        let answer = self.own()?.get(path).await?;
        // A wrong clock is the usual reason not to believe us.
        if self.learn(&answer) && answer.status == 401 {
            let answer = self.own()?.get(path).await?;
            return Ok(answer);
        }
        Ok(answer)
    }

    /// Writes as the App itself, once; twice only where GitHub did not believe the signature.
    ///
    /// # Errors
    /// [`WriteTrouble`]
    pub async fn post(&self, path: &str, what: &impl Serialize) -> Result<Answer, WriteTrouble> {
        self.write(path, Some(what)).await
    }

    /// Writes as the App itself without a body; otherwise as [`AppAccess::post`].
    ///
    /// # Errors
    /// [`WriteTrouble`]
    pub async fn post_bare(&self, path: &str) -> Result<Answer, WriteTrouble> {
        self.write(path, None::<&()>).await
    }

    async fn write(
        &self,
        path: &str,
        what: Option<&impl Serialize>,
    ) -> Result<Answer, WriteTrouble> {
        match self.write_once(path, what).await {
            Err(WriteTrouble::NotDone(Trouble::Refused { status: 401, .. })) => {
                // Reading tells the time.
                self.get("/app").await.map_err(WriteTrouble::NotDone)?;
                self.write_once(path, what).await
            }
            result => result,
        }
    }

    async fn write_once(
        &self,
        path: &str,
        what: Option<&impl Serialize>,
    ) -> Result<Answer, WriteTrouble> {
        let own = self.own().map_err(WriteTrouble::NotDone)?;
        let answer = match what {
            Some(what) => own.post(path, what).await,
            None => own.post_bare(path).await,
        }?;
        self.learn(&answer);
        Ok(answer)
    }

    /// Learns from an answer how far our clock is off. Whether that was news.
    fn learn(&self, answer: &Answer) -> bool {
        let Some(ahead) = answer.header("date").and_then(clock_ahead) else { return false };
        let known = self.shared.clock_ahead.load(Ordering::Relaxed);
        if ahead.abs_diff(known) <= HARMLESS {
            return false;
        }
        if ahead.unsigned_abs() > HARMLESS {
            tracing::warn!(seconds = ahead, "this machine's clock is ahead of GitHub's");
        }
        self.shared.clock_ahead.store(ahead, Ordering::Relaxed);
        *held(&self.shared.own) = None;
        true
    }

    /// The client that the App signs for itself.
    fn own(&self) -> Result<Arc<Client>, Trouble> {
        let shared = &self.shared;
        let mut own = held(&shared.own);
        let now = Instant::now();
        if let Some(known) = own.as_ref().filter(|known| now < known.until) {
            return Ok(Arc::clone(&known.client));
        }
        let jwt = shared.app.jwt(self.clock_ahead());
        let jwt = jwt.map_err(|e| Trouble::Unclear(e.to_string()))?;
        let client = Arc::new(Client::new(&shared.host, &Login::Token(jwt), shared.pace)?);
        // Well before GitHub no longer takes it.
        let until = now + Duration::from_secs(AFTER / 2);
        *own = Some(Timed { client: Arc::clone(&client), until });
        Ok(client)
    }

    /// A client for an installation with a token that can do no more than what is asked for, and
    /// only in one repository where one is named. It is kept until shortly before the token ends.
    ///
    /// # Errors
    /// [`Trouble`]
    pub async fn client(
        &self,
        installation: i64,
        repository: Option<i64>,
        permissions: Permissions,
    ) -> Result<Arc<Client>, Trouble> {
        let key = Key { installation, repository, permissions };
        {
            let installed = held(&self.shared.installed);
            if let Some(known) = installed.get(&key).filter(|known| Instant::now() < known.until) {
                return Ok(Arc::clone(&known.client));
            }
        }
        let wanted =
            Wanted { repositories: None, repository_ids: repository.map(|id| [id]), permissions };
        let (token, life) = self.token(installation, &wanted).await?;
        let host = &self.shared.host;
        let client = Arc::new(Client::new(host, &Login::Token(token), self.shared.pace)?);
        let now = Instant::now();
        let mut installed = held(&self.shared.installed);
        if installed.len() >= MOST_CLIENTS {
            installed.retain(|_, known| now < known.until);
        }
        if installed.len() >= MOST_CLIENTS {
            installed.clear();
        }
        let until = now + kept(life);
        installed.insert(key, Timed { client: Arc::clone(&client), until });
        Ok(client)
    }

    /// Forgets the tokens of an installation: GitHub no longer takes one of them.
    pub fn forget(&self, installation: i64) {
        held(&self.shared.installed).retain(|key, _| key.installation != installation);
    }

    /// A token, and how long it lives. Two of them do no harm, so it may be asked for again.
    async fn token(
        &self,
        installation: i64,
        wanted: &Wanted<'_>,
    ) -> Result<(String, Duration), Trouble> {
        let path = format!("/app/installations/{installation}/access_tokens");
        let mut tries = 0;
        let answer = loop {
            tries += 1;
            match self.post(&path, wanted).await {
                Ok(answer) => break answer,
                Err(WriteTrouble::Unanswered(_)) if tries < MOST_TRIES => {
                    let pause = Duration::from_millis(400) * tries;
                    tokio::time::sleep(pause.mul_f64(1.0 + random::fraction())).await;
                }
                Err(trouble) => return Err(trouble.trouble().clone()),
            }
        };
        let minted: Minted = answer.json()?;
        let life = life(answer.header("date"), minted.expires_at.as_deref());
        Ok((minted.token, life))
    }
}

/// How long a token is used: until shortly before its end.
fn kept(life: Duration) -> Duration {
    life.saturating_sub(SPARE)
}

/// How long a token lives, by two times of GitHub's clock.
fn life(now: Option<&str>, end: Option<&str>) -> Duration {
    let times = end.and_then(iso_date).zip(now.and_then(http_date));
    let life = times.map(|(end, now)| u64::try_from(end - now).unwrap_or_default());
    life.map_or(LIFE, Duration::from_secs)
}

/// A token of the App for one repository with some permissions, or with those of a review where the
/// installation does not grant them.
///
/// # Errors
/// [`Trouble`]
pub async fn installation_token(
    app: &App,
    host: &Host,
    pace: Pace,
    owner: &str,
    repository: &str,
    permissions: Permissions,
) -> Result<String, Trouble> {
    let access = AppAccess::new(app.clone(), host, pace);
    let answer = access.get(&format!("/repos/{owner}/{repository}/installation")).await?;
    if answer.status == 404 {
        return Err(Trouble::Refused {
            status: 404,
            message: format!("the App is not installed on {owner}/{repository}"),
            needs: None,
        });
    }
    if answer.status != 200 {
        return Err(answer.refusal());
    }
    let installation: Installation = answer.json()?;
    let wanted = |permissions| Wanted {
        repositories: Some([repository]),
        repository_ids: None,
        permissions,
    };
    let token = match access.token(installation.id, &wanted(permissions)).await {
        Err(Trouble::Refused { status: 422, .. }) if permissions != REVIEW => {
            access.token(installation.id, &wanted(REVIEW)).await
        }
        token => token,
    };
    Ok(token?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_kept_until_shortly_before_its_end() {
        let now = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        let kept = |end: &str| kept(life(now, Some(end))).as_secs();
        assert_eq!(kept("1994-11-06T09:49:37Z"), 55 * 60);
        assert_eq!(kept("1994-11-06T08:55:37Z"), 60);
        assert_eq!(kept("1994-11-06T08:52:37Z"), 0, "it would end during the review");
        assert_eq!(kept("1994-11-06T08:00:00Z"), 0);
        assert_eq!(life(now, None), LIFE);
        assert_eq!(life(None, Some("1994-11-06T09:49:37Z")), LIFE);
    }
}
