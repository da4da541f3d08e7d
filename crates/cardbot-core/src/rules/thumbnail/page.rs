//! `thumbnail-page`: a web page where the address of an image belongs.

use super::{named, words::code};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::address::{OnHub, is_repository_id, on_hub, page, without_scheme};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "thumbnail-page",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a thumbnail that is the address of a web page",
    page: include_str!("page.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((entry, text)) = named(ctx.card) else { return };
    if without_scheme(text).is_none() {
        return;
    }
    let draft = |what: &str| {
        Draft::at(entry.value, format!("{} {what}", code(text)))
            .help("Social networks show no preview then: they need the image's own address.")
    };
    if let Some(file) = page(text) {
        let draft = draft("is a web page about an image, not the image");
        out.push(match file {
            Some(file) => {
                draft.fix(FixBuilder::safe("Link the image itself").set_text(entry.value, &file))
            }
            None => draft,
        });
    } else if let Some(file) = unresolved(text) {
        out.push(
            draft("is no address that the Hub serves a file at")
                .fix(FixBuilder::ask("Link the file itself").set_text(entry.value, &file)),
        );
    } else if is_page(text) {
        out.push(draft("is a web page, not an image"));
    }
}

/// A file on the Hub without `resolve/main`: `https://huggingface.co/org/model/logo.png`.
fn unresolved(text: &str) -> Option<String> {
    let path = without_scheme(text)?.strip_prefix("huggingface.co/")?;
    let mut parts = path.split('/');
    let (owner, name, file) = (parts.next()?, parts.next()?, parts.next()?);
    let id = format!("{owner}/{name}");
    let is_file = parts.next().is_none()
        && facts::is_media_name(file)
        && !facts::is_hub_folder(owner)
        && is_repository_id(&id);
    is_file.then(|| format!("https://huggingface.co/{id}/resolve/main/{file}"))
}

/// Whether an address is certainly that of a page.
fn is_page(text: &str) -> bool {
    let Some(rest) = without_scheme(text) else { return false };
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.trim_end_matches('/');
    let depth = path.split('/').count();
    if facts::is_no_image(path) {
        return true;
    }
    if facts::is_media_name(path) {
        return false;
    }
    match host.strip_prefix("www.").unwrap_or(host) {
        // A profile, a repository, a folder.
        "github.com" => depth <= 2 || path.split('/').nth(2) == Some("tree"),
        "huggingface.co" | "hf.co" => {
            let first = path.split('/').next().unwrap_or("");
            let is_file = ["/resolve/", "/raw/"].iter().any(|part| path.contains(part));
            !facts::is_hub_folder(first)
                && !is_file
                && matches!(on_hub(text), Some((OnHub::Model, _)))
        }
        "imgur.com" => !path.is_empty(),
        "twitter.com" | "x.com" | "linkedin.com" | "kaggle.com" => true,
        _ => false,
    }
}
