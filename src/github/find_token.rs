//! Finds out who we are for a host. A token must never go to a host that it is not meant for.

use super::{App, Env, Host, gh};

/// Where credentials were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A variable of the environment.
    Variable(&'static str),
    /// The configuration of `gh`.
    Gh,
}

/// Who we are.
#[derive(Clone)]
pub enum Credentials {
    /// Nobody.
    None,
    /// A token.
    Token {
        /// The token.
        token: String,
        /// Where it was found.
        source: Source,
    },
    /// An App.
    App(App),
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Token { source, .. } => write!(f, "Token from {source:?}"),
            Self::App(app) => write!(f, "{app:?}"),
        }
    }
}

/// The App's id.
const APP_ID: &str = "CARDBOT_APP_ID";
/// The App's private key.
const APP_KEY: &str = "CARDBOT_APP_PRIVATE_KEY";
/// A file with the App's private key.
const APP_KEY_FILE: &str = "CARDBOT_APP_PRIVATE_KEY_FILE";

/// The credentials for a host: those of the environment, when it speaks of this host, else what
/// `gh` knows.
///
/// # Errors
/// A message for people, when the App's variables are not right.
pub fn find_credentials(host: &Host, env: Env<'_>) -> Result<Credentials, String> {
    let set = |name: &str| env(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    if Host::of_environment(env)? == host.name {
        if let Some(app) = app(&set)? {
            return Ok(Credentials::App(app));
        }
        let enterprise = ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"];
        let special: &[&str] = if host.name == "github.com" || host.name.ends_with(".ghe.com") {
            &[]
        } else {
            &enterprise
        };
        for name in special.iter().copied().chain(["GITHUB_TOKEN", "GH_TOKEN"]) {
            if let Some(token) = set(name) {
                return Ok(Credentials::Token { token, source: Source::Variable(name) });
            }
        }
    }
    Ok(match gh::token(&host.name, env) {
        Some(token) => Credentials::Token { token, source: Source::Gh },
        None => Credentials::None,
    })
}

fn app(set: &dyn Fn(&str) -> Option<String>) -> Result<Option<App>, String> {
    let Some(id) = set(APP_ID) else { return Ok(None) };
    let key = match (set(APP_KEY), set(APP_KEY_FILE)) {
        (Some(key), _) => key,
        (None, Some(path)) => std::fs::read_to_string(&path)
            .map_err(|e| format!("{APP_KEY_FILE}: {path}: {}", crate::trouble::said(&e)))?,
        (None, None) => {
            return Err(format!("{APP_ID} is set, but neither {APP_KEY} nor {APP_KEY_FILE}"));
        }
    };
    App::new(&id, &key).map(Some).map_err(|e| format!("{APP_ID}: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The token that some variables give for a host.
    fn token(host: &str, pairs: &[(&str, &str)]) -> Option<String> {
        // A folder that is not there: no file of `gh` is read.
        let mut pairs = pairs.to_vec();
        pairs.push(("GH_CONFIG_DIR", "/no/such/folder"));
        let env =
            |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).to_owned());
        let host = Host::new(host, &env).unwrap();
        match find_credentials(&host, &env).unwrap() {
            Credentials::Token { token, .. } => Some(token),
            _ => None,
        }
    }

    #[test]
    fn a_token_goes_only_to_the_host_that_it_is_meant_for() {
        let t = |text: &str| Some(text.to_owned());
        assert_eq!(token("github.com", &[("GITHUB_TOKEN", "a"), ("GH_TOKEN", "b")]), t("a"));
        assert_eq!(token("github.com", &[("GITHUB_TOKEN", " "), ("GH_TOKEN", "b")]), t("b"));
        assert_eq!(token("git.example.org", &[("GITHUB_TOKEN", "a")]), None);
        let server = ("GITHUB_SERVER_URL", "https://git.example.org");
        assert_eq!(token("git.example.org", &[("GITHUB_TOKEN", "a"), server]), t("a"));
        assert_eq!(token("github.com", &[("GITHUB_TOKEN", "a"), server]), None);
        assert_eq!(token("git.example.org.evil.org", &[("GITHUB_TOKEN", "a"), server]), None);
        let gh_host = ("GH_HOST", "git.example.org");
        let both = [("GH_TOKEN", "a"), ("GH_ENTERPRISE_TOKEN", "e"), gh_host];
        assert_eq!(token("git.example.org", &both), t("e"));
        assert_eq!(token("github.com", &[("GH_ENTERPRISE_TOKEN", "e")]), None);
    }
}
