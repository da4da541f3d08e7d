//! What the operating system says, in words.

use std::io::{Error, ErrorKind};

/// An error in words for people.
#[must_use]
pub fn said(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "a folder, not a file".to_owned(),
        _ => error.to_string(),
    }
}
