//! What operators see.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::super::Site;
use super::super::layout::{Page, Part, notice};
use super::super::visitor::Visitor;
use crate::app::now;
use crate::app::store::{Store, StoreTrouble};
use crate::output::escape::one_line;

/// So many rows of each table.
const ROWS: u32 = 50;

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

pub(super) async fn overview(
    site: &Site,
    visitor: Visitor,
    store: &Store,
    form: &str,
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

async fn render(store: &Store, form: &str, said: Option<&str>) -> Result<Markup, StoreTrouble> {
    let counts = store.counts().await?;
    let dead = store.dead_jobs(ROWS).await?;
    let reviews = store.recent_reviews(ROWS).await?;
    let installations = store.installations().await?;
    let now = now();
    Ok(html! {
        div.title {
            h1 { "Operations" }
            form method="post" action="/operations" {
                input type="hidden" name="form" value=(form);
                button name="leave" value="yes" { "Sign out" }
            }
        }
        p role="status" { @if let Some(said) = said { (said) } }
        dl.numbers {
            div { dt { "Waiting" } dd { (counts.waiting) } }
            div { dt { "Running" } dd { (counts.running) } }
            div { dt { "Given up" } dd { (counts.dead) } }
        }
        h2 { "Given up" }
        @if dead.is_empty() { p.quiet { "Nothing." } } @else {
            table.stack {
                thead { tr { th scope="col" { "Job" } th scope="col" { "Why" } th scope="col" { "When" } th scope="col" { "Action" } } }
                tbody { @for job in &dead { tr {
                    th scope="row" { (one_line(&job.repository)) " " (one_line(&job.kind.work())) }
                    td { (one_line(&job.reason)) }
                    td { (ago(now, job.died_at)) }
                    td { form method="post" action="/operations" {
                        input type="hidden" name="form" value=(form);
                        button name="job" value=(job.id) { "Retry" span.unseen { " job " (job.id) } }
                    } }
                } } }
            }
        }
        h2 { "Recent reviews" }
        @if reviews.is_empty() { p.quiet { "None yet." } } @else {
            table.stack {
                thead { tr { th scope="col" { "Pull request" } th scope="col" { "Outcome" } th scope="col" { "Findings" } th scope="col" { "When" } } }
                tbody { @for review in &reviews { tr {
                    th scope="row" { (one_line(&review.repository)) "#" (review.pull) }
                    td { (one_line(&review.outcome)) }
                    td data-label="Findings" { (review.findings) }
                    td { (ago(now, review.reviewed_at)) }
                } } }
            }
        }
        h2 { "Installations" }
        @if installations.is_empty() { p.quiet { "None yet." } } @else {
            table.stack {
                thead { tr { th scope="col" { "Account" } th scope="col" { "Requests left" } } }
                tbody { @for one in &installations { tr {
                    th scope="row" { (one_line(one.account.as_deref().unwrap_or("?"))) " (" (one.id) ")" }
                    td data-label="Requests left" { @match one.remaining { Some(n) => (n), None => "not known" } }
                } } }
            }
        }
    })
}

fn ago(now: i64, then: i64) -> String {
    match (now - then).max(0) / 1000 {
        seconds @ 0..60 => format!("{seconds} s ago"),
        seconds @ 60..3600 => format!("{} min ago", seconds / 60),
        seconds @ 3600..172_800 => format!("{} h ago", seconds / 3600),
        seconds => format!("{} days ago", seconds / 86_400),
    }
}
