//! Checks a configuration against its parsed tree, so that all mistakes are told at once, each
//! with its place.

mod cards;
mod fail_on;
mod glob_fault;
mod hub;
mod ignore;
mod require;
mod rules;
mod syntax;

use crate::config::keys::{self, KEYS, Key};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::Draft;
use crate::spelling;
use crate::yaml::{self, Entry, Limits, NodeRef, Tree};

/// More mistakes than this are not looked for.
const MOST_PROBLEMS: usize = 100;

/// Bounds on a configuration file; real ones have a few dozen lines.
const LIMITS: Limits = Limits { bytes: 256 << 10, nodes: 20_000, depth: 20 };

/// One mistake.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The name of the rule that it falls under.
    pub(crate) rule: &'static str,
    pub(crate) draft: Draft,
}

impl Problem {
    /// Whether the configuration can be used in spite of it.
    pub(super) fn is_only_warning(&self) -> bool {
        self.draft.severity.is_some_and(|severity| severity < Severity::Error)
    }
}

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    fn is_full(&self) -> bool {
        self.0.len() >= MOST_PROBLEMS
    }

    fn push(&mut self, rule: &'static str, draft: Draft) {
        if !self.is_full() {
            self.0.push(Problem { rule, draft });
        }
    }

    fn syntax(&mut self, draft: Draft) {
        self.push("config-syntax", draft);
    }

    fn unknown_key(&mut self, draft: Draft) {
        self.push("config-unknown-key", draft);
    }

    fn unknown_rule(&mut self, draft: Draft) {
        self.push("config-unknown-rule", draft);
    }

    fn wrong_value(&mut self, draft: Draft) {
        self.push("config-wrong-value", draft);
    }
}

/// Checks the text of a configuration that begins at `offset` of its file. The tree is there
/// when the text is YAML.
pub(super) fn check(text: &str, offset: usize) -> (Option<Tree<'_>>, Vec<Problem>) {
    let mut problems = Problems::default();
    let tree = match yaml::parse_with(text, offset, LIMITS) {
        Ok(tree) => tree,
        Err(problem) => {
            problems.syntax(syntax::draft(text, offset, &problem));
            return (None, problems.0);
        }
    };
    if syntax::check(&tree, &mut problems)
        && let Some(root) = tree.root()
        && !root.is_null()
    {
        check_root(root, &mut problems);
    }
    let mut found = problems.0;
    found.sort_by_key(|problem| problem.draft.span);
    (Some(tree), found)
}

fn check_root(root: NodeRef<'_>, problems: &mut Problems) {
    if !root.is_map() {
        let message = format!("a configuration is a map of keys, this is {}", root.kind());
        let keys = format!("Begin with one of the keys {}.", names(KEYS));
        return problems.wrong_value(Draft::at(root, message).help(keys));
    }
    entries(root, KEYS, "the configuration", problems, |name, entry, problems| match name {
        // A key whose value is commented out is as good as not there.
        _ if entry.value.is_null() => {}
        "cards" => cards::check(entry.value, problems),
        "rules" => rules::check(entry.value, problems),
        "fail-on" => fail_on::check(entry.value, problems),
        "require" => require::check(entry.value, problems),
        "ignore" => ignore::check(entry.value, problems),
        "hub" => hub::check(entry.value, problems),
        _ => {}
    });
}

/// Goes through the entries of a map that has a fixed set of keys. What stands under a misspelt
/// key is checked as if the key were right, so that all is told at once.
fn entries<'t>(
    map: NodeRef<'t>,
    known: &[Key],
    owner: &str,
    problems: &mut Problems,
    mut check: impl FnMut(&str, Entry<'t>, &mut Problems),
) {
    // A key that is there must not be written a second time by a fix for a misspelt one.
    let mut taken: Vec<&str> = vec![];
    taken.extend(known.iter().map(|key| key.name).filter(|name| map.entry(name).is_some()));
    for entry in map.entries() {
        if problems.is_full() {
            return;
        }
        let name = entry.name();
        if known.iter().any(|key| key.name == name) {
            check(name, entry, problems);
            continue;
        }
        let nearest = spelling::nearest(name, known.iter().map(|key| key.name));
        let draft = unknown_key(entry, nearest, known, owner);
        let Some(nearest) = nearest else {
            problems.unknown_key(draft);
            continue;
        };
        let clashes = taken.contains(&nearest);
        taken.push(nearest);
        problems.unknown_key(if clashes { draft.without_fix() } else { draft });
        check(nearest, entry, problems);
    }
}

fn unknown_key(entry: Entry<'_>, nearest: Option<&str>, known: &[Key], owner: &str) -> Draft {
    let name = entry.name();
    let draft =
        Draft::on_key(entry, format!("`{}` is not a key of {owner}", brief(name))).identity(name);
    if let Some(nearest) = nearest {
        let fix = FixBuilder::safe(format!("Write `{nearest}`")).rename_key(entry, nearest);
        return draft.help(format!("Did you mean `{nearest}`?")).fix(fix);
    }
    match home_of(name).filter(|home| *home != owner) {
        Some(home) => draft.help(format!("`{name}` is a key of {home}.")),
        None => draft.help(format!("The keys are {}.", names(known))),
    }
}

/// Where a key belongs that stands in the wrong map.
fn home_of(name: &str) -> Option<&'static str> {
    let has = |keys: &[Key]| keys.iter().any(|key| key.name == name);
    if has(keys::CARDS_KEYS) {
        return Some("`cards`");
    }
    if has(keys::HUB_KEYS) {
        return Some("a path under `hub`");
    }
    has(KEYS).then_some("the configuration, at the very left")
}

/// The text of a scalar, or a mistake.
fn text<'t>(node: NodeRef<'t>, what: &str, problems: &mut Problems) -> Option<&'t str> {
    let text = node.as_str();
    if text.is_none() {
        let found = match node.kind() {
            "empty" => "nothing is here".to_owned(),
            kind => format!("this is {kind}"),
        };
        let draft = Draft::at(node, format!("{what} is expected, {found}"));
        problems.wrong_value(if node.is_scalar() && !node.is_null() {
            let fix = FixBuilder::safe("Put it in quotes").set_text(node, node.text());
            draft.help("In quotes it is read as text.").fix(fix)
        } else {
            draft
        });
    }
    text
}

/// The items of a list. Anything else is a mistake without items; a lone text can be wrapped.
fn list<'t>(
    node: NodeRef<'t>,
    what: &str,
    problems: &mut Problems,
) -> impl Iterator<Item = NodeRef<'t>> + use<'t> {
    if !node.is_seq() {
        let draft = Draft::at(node, format!("{what} is expected, this is {}", node.kind()));
        problems.wrong_value(match node.as_str() {
            Some(text) => {
                let fix = FixBuilder::safe("Make it a list").set_list(node, &[text]);
                draft.help("A list of one is written in brackets: `[…]`.").fix(fix)
            }
            None => draft,
        });
    }
    node.items()
}

/// Checks a word against the allowed ones.
fn word(node: NodeRef<'_>, what: &str, allowed: &[&'static str], problems: &mut Problems) {
    let word = node.text();
    if node.as_str().is_some() && allowed.contains(&word) {
        return;
    }
    let message = match node.kind() {
        "empty" => format!("{what} is expected, nothing is here"),
        kind @ ("a list" | "a map") => format!("{what} is expected, this is {kind}"),
        _ => format!("`{}` is not {what}", brief(word)),
    };
    let draft = Draft::at(node, message).help(format!("Write {}.", one_of(allowed)));
    let meant = keys::meant(word, allowed)
        .map(|meant| (FixBuilder::safe(format!("Write `{meant}`")), meant))
        .or_else(|| {
            let near = spelling::nearest(word, allowed.iter().copied())?;
            Some((FixBuilder::ask(format!("Write `{near}`")), near))
        });
    problems.wrong_value(match meant {
        Some((fix, meant)) if node.is_scalar() => {
            draft.fix(fix.set_raw(node, meant.to_owned(), yaml::Value::Str(meant.to_owned())))
        }
        _ => draft,
    });
}

/// Checks a glob; says whether it is one.
fn glob(node: NodeRef<'_>, problems: &mut Problems) {
    let Some(glob) = text(node, "a glob", problems) else { return };
    let Some(fault) = glob_fault::fault(glob) else { return };
    let mut draft = Draft::at(node, fault.message).help(fault.help);
    if fault.usable {
        draft = draft.severity(Severity::Warning);
    }
    if let Some(meant) = fault.meant {
        let title = format!("Write `{}`", brief(&meant));
        draft = draft.fix(FixBuilder::safe(title).set_text(node, &meant));
    }
    problems.wrong_value(draft);
}

/// Checks the name of a rule, written as a key (`entry`) or as a value.
fn rule_name(node: NodeRef<'_>, entry: Option<Entry<'_>>, problems: &mut Problems) {
    let Some(name) = text(node, "the name of a rule", problems) else { return };
    // The nearest name is searched for among all rules; not for mistakes that nobody will see.
    if problems.is_full() || crate::rules::find(name).is_some() {
        return;
    }
    let message = format!("there is no rule `{}`", brief(name));
    let draft = match entry {
        Some(entry) => Draft::on_key(entry, message).identity(name),
        None => Draft::at(node, message),
    };
    let Some(nearest) = crate::rules::nearest(name) else {
        return problems.unknown_rule(draft.help("`cardbot rules` lists them."));
    };
    let title = format!("Write `{nearest}`");
    // Names of rules are alike; only a slip of one letter leaves no doubt.
    let fix = if spelling::is_slip(name, nearest) {
        FixBuilder::safe(title)
    } else {
        FixBuilder::ask(title)
    };
    let fix = match entry {
        Some(entry) => fix.rename_key(entry, nearest),
        None => fix.set_text(node, nearest),
    };
    problems.unknown_rule(draft.help(format!("Did you mean `{nearest}`?")).fix(fix));
}

/// Names in backticks, parted by commas.
fn names(keys: &[Key]) -> String {
    keys.iter().map(|key| format!("`{}`", key.name)).collect::<Vec<_>>().join(", ")
}

/// Words in backticks, with an `or` before the last.
fn one_of(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            let rest: Vec<_> = rest.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", rest.join(", "))
        }
        _ => words.iter().map(|word| format!("`{word}`")).collect(),
    }
}

/// A text short enough for a message, on one line.
pub(super) fn brief(text: &str) -> String {
    const MOST: usize = 60;
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= MOST {
        return line;
    }
    let mut cut: String = line.chars().take(MOST - 1).collect();
    cut.push('…');
    cut
}
