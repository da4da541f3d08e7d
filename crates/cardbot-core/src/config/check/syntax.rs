//! What keeps a configuration from being read at all.

use super::{Problems, brief};
use crate::rules::Draft;
use crate::yaml::{Problem, ProblemKind, Shape, Tree};

/// The draft for a text that is no YAML.
pub(super) fn draft(problem: &Problem) -> Draft {
    let message = match &problem.kind {
        ProblemKind::Syntax(kind) => format!("this is not valid YAML: {kind}"),
        ProblemKind::EmptyKey => "a key is missing before the `:`".to_owned(),
        ProblemKind::SecondDocument => "a second YAML document begins here".to_owned(),
        ProblemKind::TabBeforeKey => "YAML does not take tabs as indentation".to_owned(),
        ProblemKind::ControlCharacter(c) => {
            format!("the character U+{:04X} is not allowed in YAML", u32::from(*c))
        }
        ProblemKind::UnknownTag(tag) | ProblemKind::WrongTag(tag) => {
            format!("the type tag `{}` can't be used here", brief(tag))
        }
        ProblemKind::BadMerge => "`<<` can't be used in the configuration".to_owned(),
        ProblemKind::UnknownAlias(name) => {
            format!("there is no anchor `&{0}` for the alias `*{0}`", brief(name))
        }
        ProblemKind::TooLarge(bytes) => {
            format!("a configuration can have {} KB at most", bytes / 1024)
        }
        ProblemKind::TooManyNodes(most) => {
            format!("a configuration can have {most} values at most")
        }
        ProblemKind::TooDeep(_) => "this is nested too deeply".to_owned(),
    };
    let help = match &problem.kind {
        ProblemKind::TabBeforeKey => Some("Use spaces."),
        ProblemKind::UnknownAlias(_) => Some("A glob that begins with `*` needs quotes."),
        ProblemKind::Syntax(_) => Some("Globs that begin with `*`, `[` or `{` need quotes."),
        _ => None,
    };
    let draft = Draft::on_card(problem.span, message).key(problem.path.clone());
    match help {
        Some(help) => draft.help(help),
        None => draft,
    }
}

/// Checks what YAML allows and the configuration does not. Says whether the values can be looked
/// at.
pub(super) fn check(tree: &Tree<'_>, problems: &mut Problems) -> bool {
    for duplicate in tree.duplicates() {
        let name = brief(tree.slice(duplicate.second));
        problems.syntax(
            Draft::on_card(duplicate.second, format!("the key `{name}` is here twice"))
                .help("Only one of them can hold.")
                .related(duplicate.first, "the first one")
                .identity(name),
        );
    }
    // Aliases could make a small file stand for a huge one, and no configuration needs them.
    let Some(alias) = tree.nodes().find(|node| node.shape() == Shape::Alias) else { return true };
    problems.syntax(
        Draft::on_card(alias.span(), "aliases can't be used in the configuration")
            .help("A glob that begins with `*` needs quotes."),
    );
    false
}
