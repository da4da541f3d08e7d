//! The pages of the set-up. They have no scripts.

use std::path::Path;

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::credentials::{Credentials, FILE};
use super::manifest::{Choice, EVENTS};
use crate::app::web::layout::{Navigation, Page};

/// What the first page shows.
pub(super) struct Start<'s> {
    pub(super) choice: &'s Choice,
    /// The name of the GitHub.
    pub(super) github: &'s str,
    /// Where the manifest goes, and the manifest.
    pub(super) create: Option<(String, String)>,
    pub(super) wrong: Option<&'s str>,
    pub(super) key: &'s str,
}

/// The first page: one button, and what can be chosen before.
pub(super) fn start(start: &Start<'_>) -> Response {
    let main = html! {
        p {
            "There is no GitHub App yet. One click creates it on " strong { (start.github) }
            ", and cardbot keeps its credentials on this machine."
        }
        @if let Some(wrong) = start.wrong { p.alert role="alert" { (wrong) } }
        @match &start.create {
            Some((action, manifest)) => (create(start.choice, action, manifest)),
            None => p { "Say first where GitHub reaches this server: there it tells of pull requests." },
        }
        (choose(start))
    };
    page(StatusCode::OK, "Set up the GitHub App", &main)
}

fn create(choice: &Choice, action: &str, manifest: &str) -> Markup {
    html! {
        h2 { "Create it" }
        p {
            "It is called " strong { (choice.name) } " and belongs to "
            @match &choice.organisation {
                Some(name) => { "the organisation " strong { (name) } },
                None => "your own account",
            }
            ". It may "
            @if choice.writes { "write contents" } @else { "read contents" }
            ", write pull requests and checks, and read issues and metadata. It hears of "
            @for (n, event) in EVENTS.iter().enumerate() {
                @if n > 0 { ", " }
                code { (event) }
            }
            "."
        }
        form method="post" action=(action) {
            input type="hidden" name="manifest" value=(manifest);
            button.main { "Create the App on GitHub" }
        }
    }
}

fn choose(start: &Start<'_>) -> Markup {
    let choice = start.choice;
    let organisation = choice.organisation.as_deref().unwrap_or_default();
    html! {
        h2 { "Change what it is to be" }
        form.fields method="get" action="/setup" {
            input type="hidden" name="key" value=(start.key);
            label for="url" { "Address of this server" }
            p.quiet #url-hint {
                "As GitHub sees it, such as " code { "https://cardbot.example.org" } "."
            }
            input #url type="url" name="url" aria-describedby="url-hint"
                value=(choice.public_url.as_deref().unwrap_or_default());
            label for="organisation" { "Organisation" }
            p.quiet #organisation-hint { "Leave it empty for your own account." }
            input #organisation type="text" name="organisation" autocomplete="off"
                aria-describedby="organisation-hint" value=(organisation);
            label for="name" { "Name" }
            p.quiet #name-hint { "No other App on this GitHub may have it." }
            input #name type="text" name="name" maxlength="34" autocomplete="off"
                aria-describedby="name-hint" value=(choice.name);
            label.tick {
                input type="checkbox" name="writes" value="1" checked[choice.writes];
                span {
                    "Let it write contents. Only then can it commit fixes: the button “Fix all” and \
                     the command " code { "/cardbot fix" } ". Reviews need no more than reading."
                }
            }
            p { button { "Change" } }
        }
    }
}

/// The last page: what comes next.
pub(super) fn done(credentials: &Credentials, folder: &Path) -> Response {
    let file = folder.join(FILE);
    let file = std::path::absolute(&file).unwrap_or(file);
    let main = html! {
        p {
            "The App " strong { (credentials.slug) } " is there (App ID " (credentials.id) "). Its \
             credentials are in " code { (file.display()) } ", readable by you alone; \
             GitHub does not show them again, so keep a copy in a safe place."
        }
        h2 { "What comes next" }
        ol {
            li {
                a href=(format!("{}/installations/new", credentials.html_url)) { "Install it" }
                " on the repositories that have model cards."
            }
            li { "Open a pull request that changes a card: the review comes by itself." }
            li { "If none comes, " code { "cardbot doctor" } " tells why." }
        }
        p { "The server goes on by itself now; there is nothing to restart." }
    };
    page(StatusCode::OK, "The App is created", &main)
}

/// Something is in the way.
pub(super) fn refused(status: StatusCode, why: &str) -> Response {
    page(status, "That did not work", &html! { p.alert role="alert" { (why) } })
}

fn page(status: StatusCode, title: &str, main: &Markup) -> Response {
    let main = html! { div.prose { h1 { (title) } (main) } };
    // Whoever is here came for this alone.
    let navigation = Navigation { playground: false, operations: false };
    Page { title, part: None, navigation, plays: false, main }.answer_as(status)
}
