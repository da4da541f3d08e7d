//! The button of a check run: "Fix all".

use serde::Deserialize;

use crate::github::{AppAccess, Trouble};
use crate::pull_request::{Button, Prepared};

/// What a click on the button is called in its event.
pub const FIX_ALL: &str = "fix-all";

const BUTTON: Button = Button {
    label: "Fix all",
    description: "Commit all safe fixes to the branch",
    identifier: FIX_ALL,
};

/// The button for a review, where it can do something: there are safe fixes, the branch is none of
/// a fork, and the App may write contents. Where GitHub does not tell whether it may, there is none.
pub async fn button(access: &AppAccess, installation: i64, prepared: &Prepared) -> Option<Button> {
    if prepared.cannot_fix().is_some() || prepared.safe_fixes().files.is_empty() {
        return None;
    }
    match may_write(access, installation).await {
        Ok(may) => may.then_some(BUTTON),
        Err(trouble) => {
            tracing::warn!(%trouble, "it is not known whether the App may write contents");
            None
        }
    }
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
async fn may_write(access: &AppAccess, installation: i64) -> Result<bool, Trouble> {
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
        assert!(BUTTON.label.len() <= 20 && BUTTON.identifier.len() <= 20);
        assert!(BUTTON.description.len() <= 40);
    }
}
