//! The environment of the Action: what a workflow sets, and what GitHub sets.

use std::path::PathBuf;
use std::str::FromStr;

use cardbot_core::config::FailOn;
use serde::{Deserialize, Deserializer, de::Error as _};

/// Where findings are told first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Mode {
    /// In a review of the pull request.
    #[default]
    Review,
    /// As annotations.
    Annotations,
    /// In a check run.
    Check,
}

impl FromStr for Mode {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "review" => Ok(Self::Review),
            "annotations" => Ok(Self::Annotations),
            "check" => Ok(Self::Check),
            _ => Err(format!("the input `mode` is `{word}`; say review, annotations or check")),
        }
    }
}

/// All that the environment says. `action.yml` sets the variables that begin with `INPUT_`.
#[derive(Debug, Deserialize)]
pub(super) struct Environment {
    /// The token.
    #[serde(default, deserialize_with = "text")]
    pub(super) input_token: Option<String>,
    /// Globs of the files to look at, one a line or separated by commas.
    #[serde(default, deserialize_with = "list")]
    pub(super) input_paths: Vec<String>,
    /// The configuration's path in the base branch.
    #[serde(default, deserialize_with = "text")]
    pub(super) input_config: Option<String>,
    /// What fails the run; the configuration says it where this does not.
    #[serde(default, deserialize_with = "fail_on")]
    pub(super) input_fail_on: Option<FailOn>,
    /// Where findings are told.
    #[serde(default, deserialize_with = "mode")]
    pub(super) input_mode: Mode,
    /// The number of the pull request, where the event does not say it.
    #[serde(default, deserialize_with = "number")]
    pub(super) input_pull_request: Option<u64>,
    /// Whether errors make the review ask for changes.
    #[serde(default, deserialize_with = "request_changes")]
    pub(super) input_request_changes: bool,
    /// Whether the threads of retired comments are resolved.
    #[serde(default, deserialize_with = "resolve_threads")]
    pub(super) input_resolve_threads: bool,
    /// Whether the review is shown on the page of the run, too.
    #[serde(default = "yes", deserialize_with = "job_summary")]
    pub(super) input_job_summary: bool,

    /// What started the workflow.
    pub(super) github_event_name: String,
    /// The file with its payload.
    pub(super) github_event_path: PathBuf,
    /// `OWNER/NAME`
    pub(super) github_repository: String,
    /// The file that takes outputs.
    #[serde(default, deserialize_with = "text")]
    pub(super) github_output: Option<String>,
    /// The file that takes the job summary.
    #[serde(default, deserialize_with = "text")]
    pub(super) github_step_summary: Option<String>,
    /// A folder for files of this job.
    #[serde(default, deserialize_with = "text")]
    pub(super) runner_temp: Option<String>,
    /// `1` when somebody runs the job again to see more.
    #[serde(default, deserialize_with = "text")]
    pub(super) runner_debug: Option<String>,
}

impl Environment {
    /// Reads it.
    ///
    /// # Errors
    /// A message for people.
    pub(super) fn read(variables: impl Iterator<Item = (String, String)>) -> Result<Self, String> {
        envy::from_iter(variables).map_err(|error| match error {
            envy::Error::MissingValue(name) => format!(
                "{} is not set; `cardbot action` runs in GitHub Actions only",
                name.to_ascii_uppercase()
            ),
            envy::Error::Custom(message) => message,
        })
    }
}

fn yes() -> bool {
    true
}

/// The text of a variable; one without text counts as not set, for that is what GitHub makes of an
/// input that is not given.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn list<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let text = String::deserialize(from)?;
    let parts = text.split(['\n', ',']).map(str::trim).filter(|part| !part.is_empty());
    Ok(parts.map(str::to_owned).collect())
}

fn mode<'de, D: Deserializer<'de>>(from: D) -> Result<Mode, D::Error> {
    let text = text(from)?;
    text.map_or(Ok(Mode::default()), |word| word.parse().map_err(D::Error::custom))
}

fn fail_on<'de, D: Deserializer<'de>>(from: D) -> Result<Option<FailOn>, D::Error> {
    let Some(word) = text(from)? else { return Ok(None) };
    let wrong = || {
        D::Error::custom(format!(
            "the input `fail-on` is `{word}`; say error, warning, note or never"
        ))
    };
    FailOn::from_word(&word).map(Some).ok_or_else(wrong)
}

fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    let Some(text) = text(from)? else { return Ok(None) };
    let number = text.trim_start_matches('#').parse().ok().filter(|number| *number > 0);
    let wrong =
        || D::Error::custom(format!("the input `pull-request` is `{text}`; say its number"));
    number.map(Some).ok_or_else(wrong)
}

fn request_changes<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    boolean(from, "request-changes", false)
}

fn resolve_threads<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    boolean(from, "resolve-threads", false)
}

fn job_summary<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    boolean(from, "job-summary", true)
}

/// Inputs are text, and the text `false` is not empty: only what YAML itself calls a truth value is
/// taken as one.
fn boolean<'de, D: Deserializer<'de>>(
    from: D,
    name: &str,
    default: bool,
) -> Result<bool, D::Error> {
    match text(from)?.as_deref() {
        None => Ok(default),
        Some("true" | "True" | "TRUE") => Ok(true),
        Some("false" | "False" | "FALSE") => Ok(false),
        Some(word) => {
            Err(D::Error::custom(format!("the input `{name}` is `{word}`; say true or false")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GITHUB: [(&str, &str); 3] = [
        ("GITHUB_EVENT_NAME", "push"),
        ("GITHUB_EVENT_PATH", "event.json"),
        ("GITHUB_REPOSITORY", "org/model"),
    ];

    fn read(pairs: &[(&str, &str)]) -> Result<Environment, String> {
        let all = GITHUB.iter().chain(pairs);
        Environment::read(all.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn what_is_not_given_has_its_default() {
        for pairs in
            [&[][..], &[("INPUT_MODE", ""), ("INPUT_FAIL_ON", " "), ("INPUT_JOB_SUMMARY", "")][..]]
        {
            let read = read(pairs).unwrap();
            assert_eq!((read.input_mode, read.input_fail_on), (Mode::Review, None));
            assert!(read.input_job_summary && !read.input_request_changes);
        }
        let found = read(&[("INPUT_PATHS", "a/**,b\n  c.md\n")]).unwrap();
        assert_eq!(found.input_paths, ["a/**", "b", "c.md"]);
    }

    #[test]
    fn only_true_is_true() {
        let asks = |word: &str| read(&[("INPUT_REQUEST_CHANGES", word)]);
        assert!(asks("true").unwrap().input_request_changes);
        assert!(!asks("false").unwrap().input_request_changes);
        assert!(asks("yes").unwrap_err().contains("`request-changes` is `yes`"));
        assert!(asks("1").is_err());
    }

    #[test]
    fn wrong_inputs_are_named() {
        let wrong = |name: &str, value: &str| read(&[(name, value)]).unwrap_err();
        assert!(wrong("INPUT_MODE", "loud").contains("`mode` is `loud`"));
        assert!(wrong("INPUT_FAIL_ON", "errors").contains("`fail-on`"));
        assert!(wrong("INPUT_PULL_REQUEST", "0").contains("`pull-request`"));
        assert!(Environment::read(std::iter::empty()).unwrap_err().contains("GITHUB_EVENT_NAME"));
    }
}
