//! The button of a check run: "Fix all".

use serde::{Deserialize, Serialize};

use crate::github::{AppAccess, Trouble};
use crate::pull_request::Prepared;

/// What a click on the button is called in its event.
pub const FIX_ALL: &str = "fix-all";

/// A button, as the Checks API takes it: label, description and identifier have their limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Button {
    label: &'static str,
    description: &'static str,
    identifier: &'static str,
}

/// The button for a review, where it can do something: there are safe fixes, the branch is none of
/// a fork, and the App may write contents.
#[must_use]
pub fn button(prepared: &Prepared, may_write: bool) -> Option<Button> {
    if !may_write || prepared.cannot_fix().is_some() || prepared.safe_fixes().files.is_empty() {
        return None;
    }
    Some(Button {
        label: "Fix all",
        description: "Commit all safe fixes to the branch",
        identifier: FIX_ALL,
    })
}

#[derive(Deserialize)]
struct Installation {
    #[serde(default)]
    permissions: Granted,
}

#[derive(Deserialize, Default)]
struct Granted {
    contents: Option<String>,
}

/// Whether an installation lets the App write contents.
///
/// # Errors
/// [`Trouble`]
pub async fn may_write(access: &AppAccess, installation: i64) -> Result<bool, Trouble> {
    let answer = access.get(&format!("/app/installations/{installation}")).await?;
    if answer.status != 200 {
        return Err(answer.refusal());
    }
    let granted: Installation = answer.json()?;
    Ok(granted.permissions.contents.as_deref() == Some("write"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_keeps_to_githubs_limits() {
        let button = Button {
            label: "Fix all",
            description: "Commit all safe fixes to the branch",
            identifier: FIX_ALL,
        };
        assert!(button.label.len() <= 20 && button.identifier.len() <= 20);
        assert!(button.description.len() <= 40);
    }
}
