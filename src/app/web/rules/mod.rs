//! The rules' pages: where the links in comments may lead.

mod markdown;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use cardbot_core::rules::{self, REGISTRY, Rule};
use maud::{Markup, html};

use super::Site;
use super::layout::{Page, Part, count, notice, prose};
use super::visitor::Visitor;

/// The rules by family.
fn families() -> Vec<(&'static str, Vec<&'static Rule>)> {
    let mut families: Vec<(&str, Vec<&Rule>)> = vec![];
    for rule in REGISTRY {
        match families.last_mut() {
            Some((family, rules)) if *family == rule.family() => rules.push(rule),
            _ => families.push((rule.family(), vec![rule])),
        }
    }
    families
}

/// The list.
pub(super) async fn list(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    let families = families();
    let main = html! {
        div.prose {
            h1 { "Rules" }
            p.meta {
                (count(REGISTRY.len(), "rule")) ". An " strong { "error" }
                ": the Hub refuses the card or reads something else than its author wrote. A "
                strong { "warning" } ": a feature will not work, or others are misled. A "
                strong { "note" } ": something could be better."
            }
        }
        nav aria-label="Families of rules" {
            ul.families {
                @for (family, _) in &families { li { a href={ "#" (family) } { (family) } } }
            }
        }
        @for (family, rules) in &families {
            section aria-labelledby=(family) {
                h2 id=(family) { (family) }
                ul.rules { @for rule in rules { (row(rule)) } }
            }
        }
    };
    let navigation = site.navigation(visitor);
    Page { title: "Rules", part: Some(Part::Rules), navigation, plays: false, main }.answer()
}

fn row(rule: &Rule) -> Markup {
    html! {
        li {
            a href={ "/rules/" (rule.name) } { (rule.name) }
            span { (badge(rule)) }
            span { (prose(rule.summary)) @if !rule.on { " (off unless selected)" } }
        }
    }
}

fn badge(rule: &Rule) -> Markup {
    let word = rule.severity.word();
    html! { span class={ "badge " (word) } { (word) } }
}

/// One rule's page.
pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Response {
    let navigation = site.navigation(visitor);
    // The pages link to each other by their files' names.
    let wanted = name.strip_suffix(".md").unwrap_or(&name);
    let Some(rule) = rules::find(wanted) else {
        let hint = rules::nearest(wanted)
            .map_or_else(String::new, |near| format!(" The nearest name is {near}."));
        let text = format!("No rule has this name.{hint} The list of rules has them all.");
        let title = "There is no such rule";
        return notice(navigation, Some(Part::Rules), StatusCode::NOT_FOUND, title, &text);
    };
    if rule.name != name {
        return Redirect::permanent(&format!("/rules/{}", rule.name)).into_response();
    }
    let main = html! {
        article.prose {
            (markdown::render(rule.page, &html! {
                p.meta {
                    (badge(rule))
                    @if !rule.on { " · off unless selected" }
                    @if !rule.aliases.is_empty() { " · once called " (rule.aliases.join(", ")) }
                    " · " a href={ "/rules#" (rule.family()) } { "family " (rule.family()) }
                }
            }, navigation.playground))
        }
    };
    Page { title: rule.name, part: Some(Part::Rules), navigation, plays: false, main }.answer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_family_stands_once() {
        let mut names: Vec<&str> = families().iter().map(|(family, _)| *family).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
