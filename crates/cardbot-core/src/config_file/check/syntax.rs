//! What keeps a configuration from being read at all.

use granit_parser::ErrorKind;

use super::{LIMITS, Problems, brief};
use crate::edit::Edit;
use crate::finding::Promise;
use crate::fixing::FixBuilder;
use crate::rules::Draft;
use crate::text::Span;
use crate::yaml::{Problem, ProblemKind, Shape, Tree, parse_with};

/// The draft for a text that is no YAML.
pub(super) fn draft(text: &str, offset: usize, problem: &Problem) -> Draft {
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
            format!("`*{}` begins with `*`, which YAML takes for an alias", brief(name))
        }
        ProblemKind::TooLarge(bytes) => {
            format!("a configuration can have {} KB at most", bytes / 1024)
        }
        ProblemKind::TooManyNodes(most) => {
            format!("a configuration can have {most} values at most")
        }
        ProblemKind::TooDeep(_) => "this is nested too deeply".to_owned(),
    };
    let draft = Draft::on_card(problem.span, message).key(problem.path.clone());
    let draft = match help(text, offset, problem) {
        Some(help) => draft.help(help),
        None => draft,
    };
    match &problem.kind {
        ProblemKind::UnknownAlias(_) => draft.fix(quote_globs(text, offset)),
        _ => draft,
    }
}

fn help(text: &str, offset: usize, problem: &Problem) -> Option<&'static str> {
    match &problem.kind {
        ProblemKind::TabBeforeKey
        | ProblemKind::Syntax(
            ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation,
        ) => Some("Use spaces."),
        ProblemKind::UnknownAlias(_) => Some("A glob that begins with `*` needs quotes."),
        ProblemKind::Syntax(_) => {
            let item = item_around(text, problem.span.start.saturating_sub(offset));
            if item.starts_with(['[', '{']) {
                return Some("A glob that begins with `[` or `{` needs quotes.");
            }
            match problem.kind {
                ProblemKind::Syntax(
                    ErrorKind::MappingValueNotAllowed
                    | ErrorKind::InvalidColonPlacement
                    | ErrorKind::ExpectedBlockMappingKey,
                ) => Some(
                    "Each key has a line of its own, a blank after its colon and the indentation \
                     of the keys beside it.",
                ),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The text of the line at an offset, if it is an item of a list.
fn item_around(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |eol| eol + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    line.trim_start().strip_prefix("- ").map_or("", str::trim_start)
}

/// Puts globs that YAML takes for aliases in quotes, one after the other until the text can be
/// read.
fn quote_globs(text: &str, offset: usize) -> FixBuilder {
    /// Each costs one more reading.
    const MOST: usize = 20;
    let mut fix = FixBuilder::safe("Put the globs in quotes").promise(Promise::Parses);
    let mut quoted = text.to_owned();
    // Quotes put before a place move it by two bytes each.
    for count in 0..MOST {
        let Err(problem) = parse_with(&quoted, 0, LIMITS) else { break };
        let glob = match problem.kind {
            ProblemKind::UnknownAlias(_) => quoted.get(problem.span.range()).map(str::to_owned),
            _ => None,
        };
        let Some(glob) = glob.filter(|glob| !glob.contains(['"', '\\'])) else {
            return fix.only_if(false);
        };
        let start = (offset + problem.span.start).saturating_sub(2 * count);
        let written = format!("\"{glob}\"");
        quoted.replace_range(problem.span.range(), &written);
        fix = fix.edit(Edit::replace(Span::new(start, start + glob.len()), written));
    }
    fix
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
