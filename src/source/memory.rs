//! A change held in memory, for tests and for embedding.

use super::{ChangeSet, ChangeSource};

/// A change that is already there.
#[derive(Debug, Clone)]
pub struct Memory(pub ChangeSet);

impl ChangeSource for Memory {
    fn fetch(&self) -> Result<ChangeSet, String> {
        Ok(self.0.clone())
    }
}
