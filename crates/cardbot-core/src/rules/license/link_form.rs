//! `license-link-form`: a `license_link` that leads nowhere.

use super::{spoken, words::code};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-link-form",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a license_link that is neither LICENSE, LICENSE.md nor a URL",
    page: include_str!("link_form.md"),
    check,
};

/// The two files in the repository that the Hub links to.
const FILES: [&str; 2] = ["LICENSE", "LICENSE.md"];

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((entry, text)) = spoken(ctx.card, "license_link") else { return };
    let is_url = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    if FILES.contains(&text) || (is_url(text) && !text.contains(char::is_whitespace)) {
        return;
    }
    let draft = Draft::at(entry.value, format!("the link {} leads nowhere", code(text)))
        .help("The Hub takes `LICENSE` or `LICENSE.md` (a file beside the card), or a URL.");
    let write = |text: &str| format!("Write `{text}`");
    out.push(if let Some(file) = FILES.into_iter().find(|f| text.strip_prefix("./") == Some(f)) {
        draft.fix(FixBuilder::safe(write(file)).set_text(entry.value, file))
    } else if let Some(file) = FILES.into_iter().find(|file| file.eq_ignore_ascii_case(text)) {
        draft.fix(FixBuilder::ask(write(file)).set_text(entry.value, file))
    } else if looks_like_address(text) {
        let url = format!("https://{text}");
        draft.fix(FixBuilder::ask(write(&url)).set_text(entry.value, &url))
    } else {
        draft
    });
}

/// `www.example.com/license`: a host name and a path, only the scheme is missing.
fn looks_like_address(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or("");
    let known = ["www.", "huggingface.co", "github.com", "hf.co"];
    known.iter().any(|start| host.starts_with(start)) && !text.contains(char::is_whitespace)
}
