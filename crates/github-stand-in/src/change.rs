//! A change to files, for a commit.

use crate::git::FileChange;

/// A change to files, for a commit.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub(crate) files: Vec<FileChange>,
    pub(crate) message: String,
    pub(crate) author: Option<String>,
}

impl Change {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { message: "Change".to_owned(), ..Self::default() }
    }

    /// Some files that are written.
    #[must_use]
    pub fn files<P: AsRef<str>, B: AsRef<[u8]>>(files: &[(P, B)]) -> Self {
        files.iter().fold(Self::new(), |change, (path, bytes)| change.put(path, bytes))
    }

    fn and(mut self, change: FileChange) -> Self {
        self.files.push(change);
        self
    }

    /// Writes a file.
    #[must_use]
    pub fn put(self, path: impl AsRef<str>, bytes: impl AsRef<[u8]>) -> Self {
        self.and(FileChange::Put(path.as_ref().to_owned(), bytes.as_ref().to_vec()))
    }

    /// Writes a symbolic link.
    #[must_use]
    pub fn link(self, path: &str, target: &str) -> Self {
        self.and(FileChange::Link(path.to_owned(), target.to_owned()))
    }

    /// Writes a submodule at a commit.
    #[must_use]
    pub fn submodule(self, path: &str, commit: &str) -> Self {
        self.and(FileChange::Submodule(path.to_owned(), commit.to_owned()))
    }

    /// Deletes a file.
    #[must_use]
    pub fn delete(self, path: &str) -> Self {
        self.and(FileChange::Delete(path.to_owned()))
    }

    /// Gives a file another path.
    #[must_use]
    pub fn rename(self, from: &str, to: &str) -> Self {
        self.and(FileChange::Rename(from.to_owned(), to.to_owned()))
    }

    /// The message of the commit.
    #[must_use]
    pub fn message(mut self, message: &str) -> Self {
        message.clone_into(&mut self.message);
        self
    }

    /// Who commits; the repository's owner where nothing is said.
    #[must_use]
    pub fn author(mut self, login: &str) -> Self {
        self.author = Some(login.to_owned());
        self
    }
}
