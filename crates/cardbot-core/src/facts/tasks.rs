//! Tasks (`pipeline_tag`) and libraries (`library_name`) the Hub knows.

use super::tables::libraries::{LIBRARIES, LIBRARY_LIKELY, LIBRARY_SAME, OTHER_LIBRARIES};
use super::tables::tasks::{FORMER_TASKS, TASK_LIKELY, TASK_PLACEHOLDERS, TASK_SAME, TASKS};
use super::{find, squeezed, squeezed_chars};
use crate::spelling;

/// A task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// The id used in `pipeline_tag`.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// `nlp`, `cv`, `audio`, ….
    pub modality: &'static str,
    /// Ids of narrower tasks, used by datasets and as tags.
    pub subtasks: &'static [&'static str],
}

/// What was a task once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormerTask {
    /// The id.
    pub id: &'static str,
    /// Since when it is none.
    pub until: &'static str,
    /// The tasks in its place; the last one stands for all that the others don't cover.
    pub now: &'static [&'static str],
    /// The tag that goes with it now.
    pub tag: Option<&'static str>,
    /// What to do, in a sentence.
    pub help: &'static str,
}

/// The id that a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meant {
    /// The id.
    pub id: &'static str,
    /// Whether nothing else can be meant.
    pub sure: bool,
}

/// A library with an entry in the Hub's interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Library {
    /// The id used in `library_name`.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
}

/// All tasks in the Hub's order, which decides when several are named.
#[must_use]
pub fn tasks() -> &'static [Task] {
    TASKS
}

/// The task of an id, exactly as written.
#[must_use]
pub fn task(id: &str) -> Option<&'static Task> {
    TASKS.iter().find(|task| task.id == id)
}

/// All libraries, sorted by id.
#[must_use]
pub fn libraries() -> &'static [Library] {
    LIBRARIES
}

/// The library of an id, exactly as written.
#[must_use]
pub fn library(id: &str) -> Option<&'static Library> {
    find(LIBRARIES, id, |row| row.id)
}

/// What an id stood for that was a task once.
#[must_use]
pub fn former_task(id: &str) -> Option<&'static FormerTask> {
    find(FORMER_TASKS, id, |row| row.id)
}

/// Whether a text says that there is no task.
#[must_use]
pub fn is_task_placeholder(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    TASK_PLACEHOLDERS.binary_search(&text.as_str()).is_ok()
}

/// The task that a word means which is no task's id: another way to write it, a synonym, a narrower
/// task, or a slip of the pen.
#[must_use]
pub fn task_meant(word: &str) -> Option<Meant> {
    const LONGEST: usize = 60;
    if word.len() > LONGEST {
        return None;
    }
    // `Automatic Speech Recognition (ASR)`
    let own = squeezed(word.split('(').next().unwrap_or(word));
    let sure = |id| Meant { id, sure: true };
    let likely = |id| Meant { id, sure: false };
    if let Some(task) = TASKS.iter().find(|task| squeezed(task.id) == own) {
        return Some(sure(task.id));
    }
    find(TASK_SAME, &own, |row| row.0)
        .map(|row| sure(row.1))
        .or_else(|| find(TASK_LIKELY, &own, |row| row.0).map(|row| likely(row.1)))
        .or_else(|| wider_task(&own).map(likely))
        .or_else(|| task_nearby(&own))
}

/// The one task that has this as a narrower one.
fn wider_task(own: &str) -> Option<&'static str> {
    let mut wider = TASKS.iter().filter(|t| t.subtasks.iter().any(|sub| squeezed(sub) == own));
    let only = wider.next()?;
    wider.next().is_none().then_some(only.id)
}

/// The task that a word misses by one letter, in long words by two. Digits are never slips: there
/// is a 2D beside each 3D.
fn task_nearby(own: &str) -> Option<Meant> {
    const SHORTEST: usize = 8;
    const LONG: usize = 12;
    let length = own.chars().count();
    if length < SHORTEST {
        return None;
    }
    let allowed = if length < LONG { 1 } else { 2 };
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut near = TASKS.iter().filter_map(|task| {
        let other = squeezed(task.id);
        let distance = strsim::osa_distance(&other, own);
        (distance <= allowed && digits(&other) == digits(own)).then_some((distance, task.id))
    });
    let (distance, id) = near.next()?;
    near.next().is_none().then_some(Meant { id, sure: distance == 1 })
}

/// The library that a word means which is no library's id: another way to write it, its name on
/// PyPI, or a slip of the pen.
#[must_use]
pub fn library_meant(word: &str) -> Option<Meant> {
    const LONGEST: usize = 60;
    const SHORTEST: usize = 6;
    if word.len() > LONGEST || is_other_library(word) {
        return None;
    }
    let plain = |word: &str| squeezed(word).replace('.', "");
    let own = plain(word);
    let is_own = |id: &str| squeezed_chars(id).filter(|c| *c != '.').eq(own.chars());
    if let Some(library) = LIBRARIES.iter().find(|library| is_own(library.id)) {
        return Some(Meant { id: library.id, sure: true });
    }
    if let Some(row) = find(LIBRARY_SAME, &own, |row| row.0) {
        return Some(Meant { id: row.1, sure: true });
    }
    if let Some(row) = find(LIBRARY_LIKELY, &own, |row| row.0) {
        return Some(Meant { id: row.1, sure: false });
    }
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut near = LIBRARIES.iter().map(|library| library.id).filter(|id| {
        own.chars().count() >= SHORTEST
            && id.chars().next() == own.chars().next()
            && digits(id) == digits(&own)
            && spelling::is_slip(&own, &plain(id))
    });
    let id = near.next()?;
    near.next().is_none().then_some(Meant { id, sure: false })
}

/// Whether a name is that of a library in use that has no entry in the Hub's interface.
#[must_use]
pub fn is_other_library(name: &str) -> bool {
    let name = name.to_lowercase();
    OTHER_LIBRARIES.binary_search(&name.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(meant: Option<Meant>) -> Option<(&'static str, bool)> {
        meant.map(|meant| (meant.id, meant.sure))
    }

    #[test]
    fn tasks_are_known_by_other_forms_and_by_near_ones() {
        for (word, id, sure) in [
            ("Text Classification", "text-classification", true),
            ("text_generation", "text-generation", true),
            ("Automatic Speech Recognition (ASR)", "automatic-speech-recognition", true),
            ("textgeneration", "text-generation", true),
            ("sentiment-analysis", "text-classification", true),
            ("natural-language-inference", "text-classification", false),
            ("image-captioning", "image-to-text", false),
            ("text-clasification", "text-classification", true),
            ("txet-clasification", "text-classification", false),
            ("conversational", "text-generation", false),
        ] {
            assert_eq!(of(task_meant(word)), Some((id, sure)), "{word}");
        }
        for word in ["text-to-sql", "text-to-2d", "protein-folding", "closed-domain-qa", "text", ""]
        {
            assert_eq!(of(task_meant(word)), None, "{word}");
        }
    }

    #[test]
    fn libraries_are_known_by_other_forms_and_by_near_ones() {
        for (word, id, sure) in [
            ("Transformers", "transformers", true),
            ("sentence_transformers", "sentence-transformers", true),
            ("scikit-learn", "sklearn", true),
            ("pyannote.audio", "pyannote-audio", true),
            ("paddleocr", "PaddleOCR", true),
            ("pyannote", "pyannote-audio", false),
            ("difusers", "diffusers", false),
        ] {
            assert_eq!(of(library_meant(word)), Some((id, sure)), "{word}");
        }
        for word in ["fairseq2", "LLaVA", "ggml", "pytorch", "vllm", "trl", "dust3r", "whisper", ""]
        {
            assert_eq!(of(library_meant(word)), None, "{word}");
        }
    }
}
