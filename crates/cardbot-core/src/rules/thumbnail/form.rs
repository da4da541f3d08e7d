//! `thumbnail-form`: a `thumbnail` that is no address.

use super::{named, words::code};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::address::{is_local, without_scheme};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "thumbnail-form",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a thumbnail that is not the address of an image",
    page: include_str!("form.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((entry, text)) = named(ctx.card) else { return };
    if facts::is_thumbnail_placeholder(text) {
        out.push(
            Draft::at(entry.value, format!("{} stands where an image belongs", code(text)))
                .help("Where there is none, the key is left out.")
                .fix(FixBuilder::safe("Remove `thumbnail`").remove_entry(entry)),
        );
        return;
    }
    if without_scheme(text).is_some_and(|rest| !rest.is_empty() && !rest.contains(' ')) {
        return;
    }
    let draft = Draft::at(entry.value, format!("{} is not the address of an image", code(text)))
        .help("The preview in social networks needs a full address: `https://…`.");
    let write = |url: String, sure: bool| {
        let title = format!("Write `{url}`");
        let fix = if sure { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
        fix.set_text(entry.value, &url)
    };
    out.push(if has_host(text) {
        draft.fix(write(format!("https://{}", text.trim_start_matches('/')), false))
    } else if let Some((url, sure)) = in_repository(ctx, text) {
        draft.fix(write(url, sure))
    } else {
        draft
    });
}

/// Whether only the scheme is missing: `www.example.com/a.png`.
fn has_host(text: &str) -> bool {
    const STARTS: [&str; 5] = ["www.", "huggingface.co/", "github.com/", "i.imgur.com/", "//"];
    STARTS.iter().any(|start| text.starts_with(start)) && !text.contains(char::is_whitespace)
}

/// The address of a file in the model's own repository, and whether the file is there.
fn in_repository(ctx: &Ctx<'_>, text: &str) -> Option<(String, bool)> {
    let link = ctx.config.hub_link(ctx.card.path)?;
    let id = link.id.as_deref()?;
    let path = text.strip_prefix("./").unwrap_or(text);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let is_path = path.chars().all(is_plain)
        && !path.starts_with(['/', '.'])
        && !path.contains("..")
        && !is_local(text)
        && facts::is_media_name(path);
    let is_there = link.mirror && link.files.as_ref().is_some_and(|files| files.contains(path));
    is_path.then(|| (format!("https://huggingface.co/{id}/resolve/main/{path}"), is_there))
}
