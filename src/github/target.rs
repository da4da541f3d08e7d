//! What names a pull request: its page, or `OWNER/REPO#N`.

use super::hosts::{Env, Host, is_host_name};

/// A pull request on some GitHub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequestTarget {
    /// Where it is.
    pub host: Host,
    /// The owner of the repository.
    pub owner: String,
    /// The repository's name.
    pub repository: String,
    /// Its number.
    pub number: u64,
}

/// Why some text names no pull request that can be reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetError {
    /// It is something else.
    NotOne,
    /// It is meant as one, but wrong.
    Wrong(String),
}

impl PullRequestTarget {
    /// Reads what was typed.
    ///
    /// # Errors
    /// [`TargetError`]
    pub fn read(text: &str, env: Env<'_>) -> Result<Self, TargetError> {
        let scheme = ["https://", "http://"].iter().find_map(|s| text.strip_prefix(s));
        match scheme {
            Some(rest) => Self::read_url(text, rest, env),
            None => {
                let short = text.split_once('#').and_then(|(path, number)| {
                    let (owner, repository) = path.split_once('/')?;
                    let number = number.parse().ok().filter(|n| *n > 0)?;
                    (is_name(owner) && is_name(repository)).then_some((owner, repository, number))
                });
                let (owner, repository, number) = short.ok_or(TargetError::NotOne)?;
                let name = Host::of_environment(env).map_err(TargetError::Wrong)?;
                Self::new(&name, owner, repository, number, env)
            }
        }
    }

    /// `HOST/OWNER/REPO/pull/N`, with whatever stands behind it on GitHub's pages.
    fn read_url(text: &str, rest: &str, env: Env<'_>) -> Result<Self, TargetError> {
        let wrong = || {
            TargetError::Wrong(format!(
                "`{text}` is not the page of a pull request; say https://HOST/OWNER/REPO/pull/N"
            ))
        };
        let path = rest.split(['?', '#']).next().unwrap_or(rest);
        let mut parts = path.split('/');
        let mut part = || parts.next().unwrap_or_default();
        let (host, owner, repository, pull, number) = (part(), part(), part(), part(), part());
        let number = number.parse().ok().filter(|n| *n > 0).ok_or_else(wrong)?;
        let named = is_host_name(host) && is_name(owner) && is_name(repository);
        if !named || !matches!(pull, "pull" | "pulls") {
            return Err(wrong());
        }
        let host = if host == "www.github.com" { "github.com" } else { host };
        Self::new(host, owner, repository, number, env)
    }

    fn new(
        host: &str,
        owner: &str,
        repository: &str,
        number: u64,
        env: Env<'_>,
    ) -> Result<Self, TargetError> {
        let host = Host::new(host, env).map_err(TargetError::Wrong)?;
        let (owner, repository) = (owner.to_owned(), repository.to_owned());
        Ok(Self { host, owner, repository, number })
    }

    /// Its page.
    #[must_use]
    pub fn url(&self) -> String {
        let Self { host, owner, repository, number } = self;
        format!("{}/{owner}/{repository}/pull/{number}", host.server)
    }
}

/// Whether some text can be the name of an owner or a repository.
fn is_name(text: &str) -> bool {
    !matches!(text, "" | "." | "..")
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(String, String, String, u64), TargetError> {
        let found = PullRequestTarget::read(text, &|_| None)?;
        Ok((found.host.name, found.owner, found.repository, found.number))
    }

    #[test]
    fn pages_and_short_names_are_read() {
        let own = |host: &str| Ok((host.to_owned(), "o".to_owned(), "r.x".to_owned(), 7));
        for text in [
            "https://github.com/o/r.x/pull/7",
            "https://github.com/o/r.x/pull/7/",
            "https://github.com/o/r.x/pull/7/files#diff-1",
            "https://www.github.com/o/r.x/pull/7/commits/abc?w=1",
            "http://github.com/o/r.x/pull/7",
            "o/r.x#7",
        ] {
            assert_eq!(read(text), own("github.com"), "{text}");
        }
        assert_eq!(read("https://git.example.org:8443/o/r.x/pull/7"), own("git.example.org:8443"));
    }

    #[test]
    fn what_is_no_pull_request_is_told_apart() {
        for text in ["main..work", "README.md", "o/r#x", "o#7", "a/b/c#7", "../x#7", "o/r#0", ""] {
            assert_eq!(read(text), Err(TargetError::NotOne), "{text}");
        }
        for text in [
            "https://github.com/o/r",
            "https://github.com/o/r/issues/7",
            "https://user@github.com/o/r/pull/7",
            "https://github.com/o/../pull/7",
            "https://github.com/o/r/pull/0",
        ] {
            assert!(matches!(read(text), Err(TargetError::Wrong(_))), "{text}");
        }
    }
}
