//! What operators see.

use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, SecondsFormat, Utc};
use maud::{Markup, html};

use super::super::Site;
use super::super::layout::{Page, Part, notice};
use super::super::visitor::Visitor;
use crate::app::now;
use crate::app::store::{
    Counts, DeadJob, Installation, InstallationState, JobKind, OpenJob, ReviewRecord, Store,
    StoreTrouble,
};
use crate::output::escape::one_line;

/// So many rows of each table.
pub(super) const ROWS: u32 = 50;

pub(super) fn login(
    site: &Site,
    visitor: Visitor,
    wrong: Option<&str>,
    status: StatusCode,
) -> Response {
    let main = html! {
        h1 { "Sign in" }
        @if let Some(wrong) = wrong { p.alert role="alert" { (wrong) } }
        form.login method="post" action="/operations" {
            p {
                label for="token" { "Token" }
                input #token name="token" type="password" autocomplete="current-password" required;
            }
            button.main { "Sign in" }
        }
    };
    let (title, part, navigation) = ("Sign in", Some(Part::Operations), site.navigation(visitor));
    Page { title, part, navigation, plays: false, main }.answer_as(status)
}

/// The overview. A program that bears the token has no session, and so no forms.
pub(super) async fn overview(
    site: &Site,
    visitor: Visitor,
    store: &Store,
    form: Option<&str>,
    said: Option<&str>,
) -> Response {
    let navigation = site.navigation(visitor);
    let (title, part) = ("Operations", Some(Part::Operations));
    match render(store, form, said).await {
        Ok(main) => Page { title, part, navigation, plays: false, main }.answer(),
        Err(_) => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            notice(navigation, part, status, title, "The store does not answer.")
        }
    }
}

async fn render(
    store: &Store,
    form: Option<&str>,
    said: Option<&str>,
) -> Result<Markup, StoreTrouble> {
    let counts = store.counts().await?;
    let dead = store.dead_jobs(ROWS).await?;
    let open = store.open_jobs(ROWS).await?;
    let reviews = store.recent_reviews(ROWS).await?;
    let installations = store.installations().await?;
    let now = now();
    Ok(html! {
        div.title {
            h1 { "Operations" }
            @if let Some(form) = form {
                form method="post" action="/operations" {
                    input type="hidden" name="form" value=(form);
                    button name="leave" value="yes" { "Sign out" }
                }
            }
        }
        p.meta { "As of " (clock(now)) ". " a href="/operations" { "Look again" } }
        p role="status" { @if let Some(said) = said { (said) } }
        dl.numbers {
            div { dt { "Waiting" } dd { (counts.waiting) } }
            div { dt { "Running" } dd { (counts.running) } }
            div { dt { "Given up" } dd { (counts.dead) } }
            div { dt { "Waits longest" } dd { (counts.oldest_waiting.map_or_else(|| "–".to_owned(), |since| span(now - since))) } }
        }
        (given_up(&dead, counts.dead, form, now))
        (queue(&open, counts.waiting + counts.running, now))
        (recent(&reviews, now))
        (installed(&installations, &counts, now))
    })
}

fn head(names: &[&str]) -> Markup {
    html! { thead { tr { @for name in names { th scope="col" { (name) } } } } }
}

/// That only the first rows are shown.
fn more(shown: usize, all: i64) -> Markup {
    let hidden = all - i64::try_from(shown).unwrap_or(all);
    html! { @if hidden > 0 { p.quiet { "And " (hidden) " more." } } }
}

fn given_up(dead: &[DeadJob], all: i64, form: Option<&str>, now: i64) -> Markup {
    html! {
        div.title {
            h2 { "Given up" }
            @if let (Some(form), true) = (form, dead.len() > 1) {
                form method="post" action="/operations" {
                    input type="hidden" name="form" value=(form);
                    button name="all" value="yes" { "Retry all" }
                }
            }
        }
        @if dead.is_empty() { p.quiet { "Nothing." } } @else {
            table.stack {
                (head(&["Job", "Why", "Tries", "When", "Action"]))
                tbody { @for job in dead { tr {
                    th scope="row" { (work(&job.repository, &job.kind)) }
                    td {
                        (one_line(&job.reason))
                        @if let Some(delivery) = &job.delivery {
                            " " span.quiet { "Delivery " code { (one_line(delivery)) } }
                        }
                    }
                    td data-label="Tries" { (job.attempts) }
                    td { (ago(now, job.died_at)) }
                    td { @if let Some(form) = form {
                        form method="post" action="/operations" {
                            input type="hidden" name="form" value=(form);
                            button name="job" value=(job.id) { "Retry" span.unseen { " job " (job.id) } }
                        }
                    } }
                } } }
            }
            (more(dead.len(), all))
        }
    }
}

fn queue(open: &[OpenJob], all: i64, now: i64) -> Markup {
    html! {
        h2 { "Queue" }
        @if open.is_empty() { p.quiet { "Empty." } } @else {
            table.stack {
                (head(&["Job", "State", "Tries", "Last trouble"]))
                tbody { @for job in open { tr {
                    th scope="row" { (work(&job.repository, &job.kind)) }
                    td {
                        @if job.is_running {
                            span.badge.running { "running" } " for " (span(now - job.since))
                        } @else if job.ready_at > now {
                            span.badge.waiting { "waiting" } " due in " (span(job.ready_at - now))
                        } @else {
                            span.badge.waiting { "waiting" } " for " (span(now - job.since))
                        }
                    }
                    td data-label="Tries" { (job.attempts) }
                    td { @if let Some(reason) = &job.reason { (one_line(reason)) } }
                } } }
            }
            (more(open.len(), all))
        }
    }
}

fn recent(reviews: &[ReviewRecord], now: i64) -> Markup {
    html! {
        h2 { "Recent reviews" }
        @if reviews.is_empty() { p.quiet { "None yet." } } @else {
            table.stack {
                (head(&["Pull request", "State", "Findings", "Took", "When"]))
                tbody { @for review in reviews { tr {
                    @let name = format!("{}#{}", one_line(&review.repository), review.pull);
                    th scope="row" { @match web(review.url.as_deref()) {
                        Some(url) => a href=(url) rel="noreferrer" { (name) },
                        None => (name),
                    } }
                    td { @if matches!(review.outcome.as_str(), "posted" | "nothing to post") {
                        span.badge.good { (review.outcome) }
                    } @else {
                        span.badge.waiting { "kept" } " " (one_line(&review.outcome))
                    } }
                    td data-label="Findings" { (review.findings) }
                    td data-label="Took" { span.nowrap { (seconds(review.took_ms)) } }
                    td { (ago(now, review.reviewed_at)) }
                } } }
            }
        }
    }
}

fn installed(installations: &[Installation], counts: &Counts, now: i64) -> Markup {
    let jobs = |id: i64| counts.installations.iter().find(|one| one.installation == id);
    html! {
        h2 { "Installations" }
        @if installations.is_empty() { p.quiet { "None yet." } } @else {
            table.stack {
                (head(&["Account", "State", "Requests left on GitHub", "Jobs"]))
                tbody { @for one in installations { tr {
                    th scope="row" {
                        @if let Some(account) = &one.account { (one_line(account)) " " }
                        span.quiet { "installation " (one.id) }
                    }
                    td {
                        @if one.state == InstallationState::Suspended {
                            span.badge.dead { "suspended" }
                        } @else if one.paused_until > now {
                            span.badge.waiting { "limited" } " for " (span(one.paused_until - now))
                        } @else {
                            span.badge.good { "active" }
                        }
                    }
                    td data-label="Requests left" { (budget(one, now)) }
                    td data-label="Jobs" { @match jobs(one.id) {
                        Some(jobs) => { (jobs.waiting) " waiting, " (jobs.running) " running, " (jobs.dead) " given up" },
                        None => span.quiet { "none" },
                    } }
                } } }
            }
        }
    }
}

/// What GitHub said last of how much may still be asked.
fn budget(one: &Installation, now: i64) -> Markup {
    html! { @match (one.remaining, one.reset_at) {
        (Some(_), Some(reset)) if reset <= now => span.quiet { "all: nothing was asked since they count anew" },
        (Some(left), Some(reset)) => { (left) span.quiet { ", anew in " (span(reset - now)) } },
        (Some(left), None) => (left),
        (None, _) => span.quiet { "not known yet" },
    } }
}

/// What a job is, for people.
fn work(repository: &str, kind: &JobKind) -> Markup {
    let what = match kind {
        JobKind::Review { pull } => format!("review of #{pull}"),
        JobKind::Recheck { pull } => format!("another review of #{pull}"),
        JobKind::Ask { pull, id } if id.contains(':') => format!("button in #{pull}"),
        JobKind::Ask { pull, .. } => format!("command in #{pull}"),
        JobKind::Installation => "look at the installation".to_owned(),
        JobKind::Sweep => "all open pull requests".to_owned(),
        JobKind::NoPull { head } => {
            format!("check of {}", one_line(head.get(..10).unwrap_or(head)))
        }
    };
    html! { @if !repository.is_empty() { (one_line(repository)) " " } span.quiet { (what) } }
}

/// An address that a browser may be led to.
fn web(url: Option<&str>) -> Option<&str> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

fn seconds(millis: i64) -> String {
    let tenths = millis.max(0) / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

/// A length of time in one unit.
fn span(millis: i64) -> String {
    match millis.max(0) / 1000 {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{} min", seconds / 60),
        seconds @ 3600..172_800 => format!("{} h", seconds / 3600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

fn time(at: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(at)
}

/// The time of day in UTC.
fn clock(at: i64) -> Markup {
    html! { @if let Some(time) = time(at) {
        time datetime=(time.to_rfc3339_opts(SecondsFormat::Secs, true)) {
            (time.format("%H:%M:%S").to_string()) " UTC"
        }
    } }
}

/// How long ago something was, and exactly when.
fn ago(now: i64, then: i64) -> Markup {
    let said = format!("{} ago", span(now - then));
    html! { @match time(then) {
        Some(time) => {
            @let exact = time.to_rfc3339_opts(SecondsFormat::Secs, true);
            time datetime=(exact) title=(exact) { (said) }
        },
        None => (said),
    } }
}
