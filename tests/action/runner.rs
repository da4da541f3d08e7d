//! As much of GitHub's runner as `action.yml` needs: inputs, expressions, steps, files for outputs
//! and the summary, and which annotations are shown.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::sandbox::Sandbox;

#[derive(Debug, Deserialize)]
pub(crate) struct Action {
    pub(crate) inputs: BTreeMap<String, Input>,
    pub(crate) outputs: BTreeMap<String, Output>,
    pub(crate) runs: Runs,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Input {
    pub(crate) description: String,
    pub(crate) default: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Output {
    pub(crate) description: String,
    pub(crate) value: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Runs {
    pub(crate) using: String,
    pub(crate) steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub(crate) id: String,
    pub(crate) shell: String,
    pub(crate) run: String,
    pub(crate) env: BTreeMap<String, String>,
}

/// The root of this repository, where the action is.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Action {
    pub(crate) fn read(folder: &Path) -> Self {
        serde_yaml::from_str(&fs::read_to_string(folder.join("action.yml")).unwrap()).unwrap()
    }
}

/// A job that uses the action.
pub(crate) struct Job {
    pub(crate) sandbox: Sandbox,
    /// Where the action lies.
    pub(crate) action: PathBuf,
    pub(crate) token: String,
    /// What a workflow says under `with`.
    pub(crate) with: Vec<(&'static str, String)>,
    /// What GitHub sets.
    pub(crate) env: Vec<(&'static str, String)>,
}

/// How the use of an action ended.
#[derive(Debug)]
pub(crate) struct Used {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) outputs: BTreeMap<String, String>,
    pub(crate) summary: String,
    /// What is in `sarif-file`.
    pub(crate) sarif: String,
}

/// An annotation: its kind and all that stands behind.
pub(crate) type Annotation = (String, String);

impl Job {
    pub(crate) fn run(&self) -> Used {
        let action = Action::read(&self.action);
        assert_eq!(action.runs.using, "composite");
        for (name, _) in &self.with {
            assert!(action.inputs.contains_key(*name), "the action has no input {name}");
        }
        let (output, summary) = (self.sandbox.path("output"), self.sandbox.path("summary"));
        let temp = self.sandbox.path("temp");
        fs::create_dir_all(&temp).unwrap();
        let mut outputs = BTreeMap::new();
        let mut used = Used {
            status: 0,
            stdout: String::new(),
            stderr: String::new(),
            outputs: BTreeMap::new(),
            summary: String::new(),
            sarif: String::new(),
        };
        for step in &action.runs.steps {
            fs::write(&output, "").unwrap();
            fs::write(&summary, "").unwrap();
            assert_eq!(step.shell, "bash");
            let script = self.sandbox.path("script.sh");
            fs::write(&script, self.resolve(&action, &step.run)).unwrap();
            let mut command = Command::new("bash");
            command
                .args(["--noprofile", "--norc", "-eo", "pipefail"])
                .arg(&script)
                .current_dir(self.sandbox.path(""))
                .env_clear()
                .env("PATH", std::env::var_os("PATH").unwrap())
                .env("HOME", self.sandbox.path(""))
                .env("CI", "true")
                .env("GITHUB_ACTIONS", "true")
                .env("GITHUB_ACTION_PATH", &self.action)
                .env("GITHUB_OUTPUT", &output)
                .env("GITHUB_STEP_SUMMARY", &summary)
                .env("RUNNER_TEMP", &temp)
                .env("RUNNER_OS", "Linux")
                .env("RUNNER_ARCH", "X64")
                .envs(self.env.iter().map(|(name, value)| (name, value)))
                .stdin(Stdio::null());
            for (name, value) in &step.env {
                command.env(name, self.resolve(&action, value));
            }
            let done = command.output().unwrap();
            used.status = done.status.code().unwrap();
            used.stdout.push_str(&String::from_utf8(done.stdout).unwrap());
            used.stderr.push_str(&String::from_utf8(done.stderr).unwrap());
            used.summary.push_str(&fs::read_to_string(&summary).unwrap());
            for (name, value) in values(&fs::read_to_string(&output).unwrap()) {
                outputs.insert(format!("steps.{}.outputs.{name}", step.id), value);
            }
            if used.status != 0 {
                break;
            }
        }
        assert!(!used.stderr.contains("panicked"), "{}", used.stderr);
        assert!(used.summary.len() <= 1 << 20, "GitHub drops the summary");
        for (name, output) in &action.outputs {
            let value = outputs.get(expression(&output.value).unwrap());
            used.outputs.insert(name.clone(), value.cloned().unwrap_or_default());
        }
        if let Some(file) = used.outputs.get("sarif-file").filter(|file| !file.is_empty()) {
            used.sarif = fs::read_to_string(file).unwrap();
        }
        used
    }

    /// Text with its expressions resolved, as far as an action uses them here.
    fn resolve(&self, action: &Action, text: &str) -> String {
        let Some(expression) = expression(text) else {
            assert!(!text.contains("${{"), "interpolated into shell: {text}");
            return text.to_owned();
        };
        if expression == "github.token" {
            return self.token.clone();
        }
        let name = expression.strip_prefix("inputs.").unwrap();
        let given = self.with.iter().find(|(given, _)| *given == name);
        match given {
            Some((_, value)) => value.clone(),
            None => self.resolve(action, &action.inputs[name].default),
        }
    }
}

/// What stands in the braces, where the text is an expression as a whole.
pub(crate) fn expression(text: &str) -> Option<&str> {
    Some(text.strip_prefix("${{")?.strip_suffix("}}")?.trim())
}

/// The file of outputs: `NAME=VALUE`, or `NAME<<END`, lines, `END`.
fn values(text: &str) -> Vec<(String, String)> {
    let mut lines = text.lines();
    let mut values = vec![];
    while let Some(line) = lines.next() {
        if let Some((name, end)) = line.split_once("<<") {
            let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
            values.push((name.to_owned(), value.join("\n")));
        } else if let Some((name, value)) = line.split_once('=') {
            values.push((name.to_owned(), value.to_owned()));
        }
    }
    values
}

impl Used {
    /// All annotations in the log.
    pub(crate) fn annotations(&self) -> Vec<Annotation> {
        let commands = self.stdout.lines().filter_map(|line| line.trim_start().strip_prefix("::"));
        commands
            .map(|command| {
                let kind = command.split([' ', ':']).next().unwrap();
                assert!(matches!(kind, "error" | "warning" | "notice"), "not ours: {command}");
                (kind.to_owned(), command[kind.len()..].trim_start().to_owned())
            })
            .collect()
    }

    /// Those that GitHub shows: ten of each kind.
    pub(crate) fn shown(&self) -> Vec<Annotation> {
        let mut counts = BTreeMap::<String, usize>::new();
        let mut shown = self.annotations();
        shown.retain(|(kind, _)| {
            let count = counts.entry(kind.clone()).or_default();
            *count += 1;
            *count <= 10
        });
        shown
    }

    /// That the run ended with status 2 and one annotation, which says that nothing was reviewed.
    pub(crate) fn assert_nothing_reviewed(&self, why: &str) {
        assert_eq!(self.status, 2, "{self:?}");
        let annotations = self.annotations();
        assert_eq!(annotations.len(), 1, "{self:?}");
        assert_eq!(annotations[0].0, "error");
        let text = &annotations[0].1;
        assert!(text.contains("Nothing was reviewed: ") && text.contains(why), "{text}");
    }
}
