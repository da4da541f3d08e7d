//! What GitHub could not deliver comes back: it never tries again by itself, so failed deliveries
//! are looked up and asked for once more. After a long outage each installation is swept, too,
//! since GitHub forgets deliveries after days.

mod lost;

use std::time::Duration;

use serde_json::json;

use self::lost::{Known, Row};
use super::shutdown::Shutdown;
use super::store::{InstallationState, JobKind, JobRequest, Store, StoreTrouble};
use super::{millis, now};
use crate::github::{AppAccess, Trouble, WriteTrouble};

/// Replicas that start together look once.
const TOGETHER: Duration = Duration::from_secs(10);
/// Who was away for so long may have missed what GitHub no longer has.
const LONG_OUTAGE: Duration = Duration::from_hours(1);
/// So many pages of a hundred are looked through.
const MOST_PAGES: usize = 100;
/// So many deliveries are asked for at a time; the rest comes with the next look.
const AT_ONCE: usize = 100;

/// The name of the period, and of the note with what is [`Known`].
const LOOK: &str = "recover";
/// The period of sweeps for what was too much to be asked for.
const TOO_MUCH: &str = "too much was missed";
/// The note of when somebody was last there.
const THERE: &str = "there_at";

/// Looks at once and then every so often, until the App ends; never where the time is zero.
pub async fn run(store: Store, access: AppAccess, every: Duration, mut life: Shutdown) {
    if every.is_zero() {
        return;
    }
    tokio::select! {
        () = life.ending() => {}
        () = look_again_and_again(&store, &access, every) => {}
    }
}

async fn look_again_and_again(store: &Store, access: &AppAccess, every: Duration) {
    let mut at_most_every = every.min(TOGETHER);
    loop {
        if let Err(why) = look(store, access, every, at_most_every).await {
            tracing::warn!(why, "missed deliveries could not be looked up");
        }
        tokio::time::sleep(every).await;
        at_most_every = every;
    }
}

async fn look(
    store: &Store,
    access: &AppAccess,
    every: Duration,
    at_most_every: Duration,
) -> Result<(), String> {
    let at = now();
    if !store.try_period(LOOK, millis(at_most_every), at).await.map_err(|e| e.to_string())? {
        return Ok(());
    }
    sweep_after_outage(store, every, at).await.map_err(|e| e.to_string())?;
    let note = store.note(LOOK).await.map_err(|e| e.to_string())?;
    // One that can't be read is of another version: all is looked at again, which does no harm.
    let known: Option<Known> = note.and_then(|note| serde_json::from_str(&note).ok());
    let mut known = known.unwrap_or_default();
    let is_new = known.is_new();
    let rows = rows(access, known.from()).await.map_err(|e| e.to_string())?;
    let is_all_known = known.learn(rows.all, at) && rows.reach;
    // Whatever was missed before it was looked for the first time is nobody's loss.
    if !is_all_known && !is_new {
        sweep_for_too_much(store, at).await.map_err(|e| e.to_string())?;
    }
    let asked = ask_again(access, &mut known, every, at).await;
    // What was asked for counts, also where the rest failed.
    let note = serde_json::to_string(&known).map_err(|e| e.to_string())?;
    store.set_note(LOOK, &note).await.map_err(|e| e.to_string())?;
    asked.map_err(|e| e.to_string())
}

/// Wishes for a sweep of each installation when nobody was there for long.
async fn sweep_after_outage(store: &Store, every: Duration, at: i64) -> Result<(), StoreTrouble> {
    let there = store.note(THERE).await?.and_then(|note| note.parse::<i64>().ok());
    let long = millis(LONG_OUTAGE.max(every * 3));
    if there.is_some_and(|there| at.saturating_sub(there) > long) {
        sweep(store, "a long outage", at).await?;
    }
    store.set_note(THERE, &at.to_string()).await
}

/// The same where more was missed than is asked for one by one, but not again and again.
async fn sweep_for_too_much(store: &Store, at: i64) -> Result<(), StoreTrouble> {
    if store.try_period(TOO_MUCH, millis(LONG_OUTAGE), at).await? {
        sweep(store, "more failed deliveries than are kept", at).await?;
    }
    Ok(())
}

/// Wishes for a sweep of each installation.
async fn sweep(store: &Store, after: &str, at: i64) -> Result<(), StoreTrouble> {
    let all = store.installations().await?;
    let active = all.iter().filter(|one| one.state == InstallationState::Active);
    let wishes: Vec<JobRequest> = active
        .map(|one| JobRequest {
            installation: one.id,
            repository_id: 0,
            repository: String::new(),
            kind: JobKind::Sweep,
            payload: json!({}),
            sent_at: at,
        })
        .collect();
    tracing::info!(installations = wishes.len(), "swept after {after}");
    store.enqueue(&wishes, at).await
}

/// Deliveries, newest first.
struct Rows {
    all: Vec<Row>,
    /// Whether they reach back as far as was asked for.
    reach: bool,
}

/// The deliveries from a time on.
async fn rows(access: &AppAccess, from: Option<&str>) -> Result<Rows, Trouble> {
    let mut rows: Vec<Row> = vec![];
    let mut next = Some("/app/hook/deliveries?per_page=100".to_owned());
    for _ in 0..MOST_PAGES {
        let Some(path) = next else { break };
        let answer = access.get(&path).await?;
        if answer.status != 200 {
            return Err(answer.refusal());
        }
        rows.extend(answer.json::<Vec<Row>>()?);
        let reached = rows.last().zip(from).is_some_and(|(last, from)| *last.delivered_at < *from);
        next = answer.next_page().filter(|_| !reached);
    }
    if next.is_some() {
        tracing::warn!(deliveries = rows.len(), "older deliveries are not looked at");
    }
    Ok(Rows { all: rows, reach: next.is_none() })
}

/// Asks for what is due.
async fn ask_again(
    access: &AppAccess,
    known: &mut Known,
    every: Duration,
    at: i64,
) -> Result<(), Trouble> {
    for (guid, id) in known.due(at).into_iter().take(AT_ONCE) {
        match access.post_bare(&format!("/app/hook/deliveries/{id}/attempts")).await {
            Ok(_) => {
                tracing::info!(delivery = guid, "asked for once more");
                known.asked(&guid, now(), millis(every));
            }
            // Perhaps it comes; if not, it is asked for later.
            Err(WriteTrouble::Unanswered(_)) => known.asked(&guid, now(), millis(every)),
            Err(WriteTrouble::NotDone(Trouble::Refused { status: 404 | 422, .. })) => {
                tracing::warn!(delivery = guid, "GitHub no longer delivers it");
                known.forget(&guid);
            }
            Err(WriteTrouble::NotDone(trouble)) => return Err(trouble),
        }
    }
    Ok(())
}
