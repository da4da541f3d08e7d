//! Where GitHub's API is, for each kind of GitHub.

/// Reads a variable of the environment.
pub type Env<'e> = &'e dyn Fn(&str) -> Option<String>;

/// GitHub's own host.
const DOTCOM: &str = "github.com";

/// One GitHub: github.com, a GitHub Enterprise Server, or a tenant with data residency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The name in its URLs, with the port where there is one.
    pub name: String,
    /// `https://HOST`, without a slash at the end.
    pub server: String,
    /// Where REST requests go, without a slash at the end.
    pub api: String,
    /// Where GraphQL requests go.
    pub graphql: String,
}

impl Host {
    /// The host of a name, with what the environment says of it.
    ///
    /// # Errors
    /// A message for people, when a variable holds no URL.
    pub fn new(name: &str, env: Env<'_>) -> Result<Self, String> {
        let name = name.to_ascii_lowercase();
        let named = Self::of_environment(env)?;
        let mut host = Self::derived(&name);
        if name == named {
            if let Some(url) = url_in(env, "GITHUB_SERVER_URL")? {
                host.server = url;
            }
            if let Some(url) = url_in(env, "GITHUB_API_URL")? {
                // The token must not go to two hosts because only one of them was named.
                host.graphql = format!("{}/graphql", url.strip_suffix("/v3").unwrap_or(&url));
                host.api = url;
            }
            if let Some(url) = url_in(env, "GITHUB_GRAPHQL_URL")? {
                host.graphql = url;
            }
        }
        Ok(host)
    }

    /// The name of the host that the environment stands for: that of `GITHUB_SERVER_URL`, else
    /// `GH_HOST`, else github.com. Only this one gets the tokens of the environment.
    ///
    /// # Errors
    /// A message for people, when a variable holds no URL.
    pub fn of_environment(env: Env<'_>) -> Result<String, String> {
        if let Some(url) = url_in(env, "GITHUB_SERVER_URL")? {
            let name = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            return Ok(name.split('/').next().unwrap_or(name).to_ascii_lowercase());
        }
        let gh_host = env("GH_HOST").map(|name| name.trim().to_ascii_lowercase());
        Ok(gh_host.filter(|name| is_host_name(name)).unwrap_or_else(|| DOTCOM.to_owned()))
    }

    fn derived(name: &str) -> Self {
        let server = format!("https://{name}");
        let (api, graphql) = if name == DOTCOM {
            let api = format!("https://api.{DOTCOM}");
            (api.clone(), format!("{api}/graphql"))
        } else if name.ends_with(".ghe.com") {
            let api = format!("https://api.{name}");
            (api.clone(), format!("{api}/graphql"))
        } else {
            (format!("{server}/api/v3"), format!("{server}/api/graphql"))
        };
        Self { name: name.to_owned(), server, api, graphql }
    }
}

/// Whether some text can be the name of a host, with or without a port.
pub(super) fn is_host_name(name: &str) -> bool {
    let (host, port) = name.split_once(':').unwrap_or((name, "443"));
    !host.is_empty()
        && !host.starts_with(['.', '-'])
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        && !port.is_empty()
        && port.chars().all(|c| c.is_ascii_digit())
}

/// The URL in a variable; an empty one counts as not set.
fn url_in(env: Env<'_>, variable: &str) -> Result<Option<String>, String> {
    let Some(value) = env(variable) else { return Ok(None) };
    let url = value.trim().trim_end_matches('/');
    if url.is_empty() {
        return Ok(None);
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next());
    let plain = url.chars().all(|c| c.is_ascii_graphic() && c != '@');
    if !plain || !host.is_some_and(is_host_name) {
        return Err(format!("{variable} is not a URL such as https://github.com"));
    }
    Ok(Some(url.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env<'e>(pairs: &'e [(&str, &str)]) -> impl Fn(&str) -> Option<String> + 'e {
        move |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).to_owned())
    }

    #[test]
    fn each_kind_of_github_has_its_api() {
        let none = env(&[]);
        let api = |name: &str| {
            let host = Host::new(name, &none).unwrap();
            (host.api, host.graphql)
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            api("GitHub.com"),
            pair("https://api.github.com", "https://api.github.com/graphql")
        );
        assert_eq!(
            api("git.example.org:8443"),
            pair("https://git.example.org:8443/api/v3", "https://git.example.org:8443/api/graphql")
        );
        assert_eq!(
            api("acme.ghe.com"),
            pair("https://api.acme.ghe.com", "https://api.acme.ghe.com/graphql")
        );
    }

    #[test]
    fn the_environment_speaks_of_one_host_only() {
        let set = env(&[
            ("GITHUB_SERVER_URL", "http://127.0.0.1:99/"),
            ("GITHUB_API_URL", "http://127.0.0.1:99"),
            ("GITHUB_GRAPHQL_URL", ""),
        ]);
        assert_eq!(Host::of_environment(&set).unwrap(), "127.0.0.1:99");
        let own = Host::new("127.0.0.1:99", &set).unwrap();
        assert_eq!(own.server, "http://127.0.0.1:99");
        assert_eq!(own.api, "http://127.0.0.1:99");
        assert_eq!(own.graphql, "http://127.0.0.1:99/graphql", "where the token goes already");
        let server = env(&[("GITHUB_API_URL", "https://git.x.org/api/v3")]);
        let graphql = Host::new("github.com", &server).unwrap().graphql;
        assert_eq!(graphql, "https://git.x.org/api/graphql");
        assert_eq!(Host::new("github.com", &set).unwrap().api, "https://api.github.com");
        assert_eq!(Host::of_environment(&env(&[("GH_HOST", "git.x.org")])).unwrap(), "git.x.org");
        assert!(Host::of_environment(&env(&[("GITHUB_SERVER_URL", "github")])).is_err());
        assert!(Host::new("github.com", &env(&[("GITHUB_API_URL", "https://u:p@x")])).is_err());
    }
}
