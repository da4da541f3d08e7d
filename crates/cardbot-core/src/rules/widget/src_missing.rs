//! `widget-src-missing`: a file that the model's repository does not hold.

use std::collections::BTreeSet;

use super::files::named_files;
use super::words::code;
use crate::config::HubLink;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::address::is_local;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-src-missing",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a widget file that the model's repository does not hold (with mirror: true)",
    page: include_str!("src_missing.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(link) = ctx.config.hub_link(ctx.card.path).filter(|link| link.mirror) else { return };
    let Some(files) = &link.files else { return };
    for (node, text) in named_files(ctx.card) {
        let Some(path) = path_in_repository(text, link) else { continue };
        if path.is_empty() || files.contains(path) {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        let draft = Draft::at(node, format!("the repository holds no {}", code(path)))
            .help("The Hub looks for the file in the model's repository and would find nothing.");
        out.push(match alike(path, files) {
            Some(right) => draft.fix(
                FixBuilder::ask(format!("Write `{right}`"))
                    .set_text(node, &text.replacen(path, right, 1)),
            ),
            None => draft,
        });
    }
}

/// The path in the model's own repository that a text names; `None` for files elsewhere.
fn path_in_repository<'t>(text: &'t str, link: &HubLink) -> Option<&'t str> {
    if let Some(rest) = text.strip_prefix("https://huggingface.co/") {
        let rest = rest.strip_prefix(link.id.as_deref()?)?;
        let path =
            rest.strip_prefix("/resolve/main/").or_else(|| rest.strip_prefix("/raw/main/"))?;
        // An encoded path would have to be decoded; that much trust is not needed here.
        return (!path.contains(['%', '?', '#'])).then_some(path);
    }
    let elsewhere = text.contains(':') || text.starts_with(['/', '.', '~']) || is_local(text);
    let dotted = text.strip_prefix("./").filter(|path| !path.starts_with(['/', '.']));
    if elsewhere { dotted.filter(|path| !path.contains(':')) } else { Some(text) }
}

/// The one file that differs only in case, or in the folder it lies in.
fn alike<'f>(path: &str, files: &'f BTreeSet<String>) -> Option<&'f str> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let wanted = name(path);
    let mut found = files.iter().filter(|file| name(file) == wanted);
    found.next().filter(|_| found.next().is_none()).map(String::as_str)
}
