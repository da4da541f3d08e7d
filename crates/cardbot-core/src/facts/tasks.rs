//! Tasks (`pipeline_tag`) and libraries (`library_name`) the Hub knows.

use super::find;
use super::tables::libraries::LIBRARIES;
use super::tables::tasks::TASKS;

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
