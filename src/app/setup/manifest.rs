//! What the App is to be: the manifest that GitHub reads.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::github::Permissions;

/// What whoever sets up may choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// The App's name; it must be free on all of GitHub.
    pub(super) name: String,
    /// The organisation that is to own it; nothing for one's own account.
    pub(super) organisation: Option<String>,
    /// Where GitHub reaches this server, without a slash at the end.
    pub(super) public_url: Option<String>,
    /// Whether the App may write contents.
    pub(super) writes: bool,
}

/// GitHub takes no longer name.
const LONGEST_NAME: usize = 34;

/// What the App must be allowed to do.
pub(crate) const PERMISSIONS: Permissions = &[
    ("contents", "read"),
    ("pull_requests", "write"),
    ("checks", "write"),
    ("issues", "read"),
    ("metadata", "read"),
];

/// The events that are handled. Those about installations come without being asked for.
pub(crate) const EVENTS: [&str; 4] = ["pull_request", "check_run", "check_suite", "issue_comment"];

impl Choice {
    /// Reads the fields of the form; what can't be is told in words.
    pub(super) fn read(
        name: &str,
        organisation: &str,
        public_url: &str,
        writes: bool,
    ) -> Result<Self, &'static str> {
        let name = name.trim();
        let name = if name.is_empty() { "cardbot" } else { name };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.');
        if name.chars().count() > LONGEST_NAME || !name.chars().all(is_name) {
            return Err("The name is too long, or has other characters than letters, digits, \
                        spaces, dots, hyphens and underscores.");
        }
        let organisation = organisation.trim().trim_start_matches('@');
        let is_login = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if organisation.len() > 100 || !organisation.chars().all(is_login) {
            return Err("The organisation is not the name of one: say it as in its address.");
        }
        let public_url = public_url.trim().trim_end_matches('/');
        if !public_url.is_empty() && !is_url(public_url) {
            return Err(
                "The address of this server is not one such as https://cardbot.example.org.",
            );
        }
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(Self {
            name: name.to_owned(),
            organisation: some(organisation),
            public_url: some(public_url),
            writes,
        })
    }

    /// Where the browser sends the manifest.
    pub(super) fn action(&self, server: &str, state: &str) -> String {
        match &self.organisation {
            Some(name) => format!("{server}/organizations/{name}/settings/apps/new?state={state}"),
            None => format!("{server}/settings/apps/new?state={state}"),
        }
    }

    /// The manifest; `back` is where GitHub leads the browser back to. `None` as long as it is not
    /// known where GitHub reaches this server.
    pub(super) fn manifest(&self, back: &str) -> Option<Value> {
        let url = self.public_url.as_ref()?;
        let mut permissions: BTreeMap<&str, &str> = PERMISSIONS.iter().copied().collect();
        if self.writes {
            permissions.insert("contents", "write");
        }
        Some(json!({
            "name": self.name,
            "url": env!("CARGO_PKG_REPOSITORY"),
            "hook_attributes": {"url": format!("{url}/webhook"), "active": true},
            "redirect_url": back,
            "public": false,
            "default_permissions": permissions,
            "default_events": EVENTS,
        }))
    }
}

/// Whether a text is the address of a server on the web.
pub(crate) fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    text.len() <= 500
        && !host.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || ":/.-_~[]%".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_asks_for_no_more_than_it_needs() {
        let choice = Choice::read("", "", "https://c.example.org/", false).unwrap();
        let manifest = choice.manifest("http://127.0.0.1:1/setup/done").unwrap();
        assert_eq!(
            manifest["default_permissions"],
            json!({"contents": "read", "pull_requests": "write", "checks": "write",
                   "issues": "read", "metadata": "read"})
        );
        assert_eq!(manifest["hook_attributes"]["url"], "https://c.example.org/webhook");
        assert_eq!(manifest["public"], false);
        let writing = Choice { writes: true, ..choice.clone() }.manifest("x").unwrap();
        assert_eq!(writing["default_permissions"]["contents"], "write");
        assert_eq!(Choice { public_url: None, ..choice }.manifest("x"), None);
    }

    #[test]
    fn it_goes_to_the_account_that_was_chosen() {
        let server = "https://git.example.org";
        let own = Choice::read("a", "", "", false).unwrap();
        assert_eq!(own.action(server, "s"), "https://git.example.org/settings/apps/new?state=s");
        let org = Choice::read("a", "@acme", "", false).unwrap();
        assert_eq!(
            org.action(server, "s"),
            "https://git.example.org/organizations/acme/settings/apps/new?state=s"
        );
    }

    #[test]
    fn what_can_not_be_is_refused() {
        assert!(Choice::read("<b>", "", "", false).is_err());
        assert!(Choice::read(&"a".repeat(35), "", "", false).is_err());
        assert!(Choice::read("a", "a/b", "", false).is_err());
        for url in ["javascript:alert(1)", "https://", "https://a b", "ftp://a", "https://a\"b"] {
            assert!(Choice::read("a", "", url, false).is_err(), "{url}");
        }
    }
}
