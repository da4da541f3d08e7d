//! `tags-task`: a task among the tags that the Hub does not take for one, as it is spelt otherwise.

use crate::facts;
use crate::finding::{Safety, Severity};
use crate::rules::list_items::Listed;
use crate::rules::{Ctx, Draft, Out, Rule, Scope, words};
use crate::spelling;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "tags-task",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a task's tag that is spelt otherwise than the Hub's id",
    page: include_str!("task.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    // Where the card names its task, other tags are free words.
    let tags = ctx.card.texts("tags");
    let named = tags.iter().any(|(_, text)| facts::task(text).is_some());
    if named || ctx.card.entry("pipeline_tag").is_some() {
        return;
    }
    let mut meant = tags.iter().filter_map(|(node, text)| Some((*node, *text, meaning(text)?)));
    let Some((node, text, Meaning::Task(id))) = meant.next() else { return };
    // Several tasks are what a base model can be made to do, not what it does.
    if meant.any(|(_, _, other)| other != Meaning::Task(id)) {
        return;
    }
    // The architecture, which a card does not show, may imply another task than this tag.
    let fix = Listed::of(ctx, "tags").put(node, &[id], Safety::Ask);
    out.push(
        Draft::at(node, format!("{} is not the Hub's id of a task", words::code(text)))
            .help(format!(
                "If this is what the model does: with `{id}` its page gets that task and a widget."
            ))
            .fix(fix),
    );
}

/// What a tag says about the task.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    /// It names this one in another spelling.
    Task(&'static str),
    /// It names a part of a task.
    Subtask,
}

fn meaning(tag: &str) -> Option<Meaning> {
    /// No id is longer.
    const LONGEST: usize = 50;
    if tag.len() > LONGEST {
        return None;
    }
    let folded = spelling::fold(tag);
    if let Some(task) = facts::task(&folded).filter(|task| task.id != "other") {
        return Some(Meaning::Task(task.id));
    }
    if folded == "summarisation" {
        return Some(Meaning::Task("summarization"));
    }
    if facts::tasks().iter().any(|task| task.subtasks.contains(&folded.as_str())) {
        return Some(Meaning::Subtask);
    }
    slip(&folded).map(Meaning::Task)
}

/// A long id with one slip of the pen in it.
fn slip(folded: &str) -> Option<&'static str> {
    const SHORTEST: usize = 12;
    if folded.len() < SHORTEST || !folded.contains('-') {
        return None;
    }
    let mut near = facts::tasks()
        .iter()
        .map(|task| task.id)
        .filter(|id| id.len().abs_diff(folded.len()) <= 1 && spelling::is_slip(folded, id));
    match (near.next(), near.next()) {
        (Some(id), None) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_spellings_are_read_and_free_words_are_not() {
        for (tag, task) in [
            ("Text Classification", "text-classification"),
            ("question_answering", "question-answering"),
            ("Summarization", "summarization"),
            ("summarisation", "summarization"),
            ("text-clasification", "text-classification"),
            ("text-to-images", "text-to-image"),
        ] {
            assert_eq!(meaning(tag), Some(Meaning::Task(task)), "{tag}");
        }
        assert_eq!(meaning("named entity recognition"), Some(Meaning::Subtask));
        for free in ["Other", "emotion-classification", "text-to-images-2", "NER", "rl"] {
            assert_eq!(meaning(free), None, "{free}");
        }
    }
}
