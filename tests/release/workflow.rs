//! Steps of the release workflow themselves, in a repository of their own, with a `gh` that asks that
//! repository and programs that only write down what they were asked.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::{TARGET, folder, root, said, script};

#[derive(Deserialize)]
struct Workflow {
    jobs: BTreeMap<String, Job>,
}

#[derive(Deserialize)]
struct Job {
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    name: String,
    #[serde(default)]
    run: String,
}

struct Runner {
    /// Where the job has its checkout.
    checkout: PathBuf,
    /// Programs that come before those of this machine.
    programs: PathBuf,
    workflow: Workflow,
}

impl Runner {
    fn new(name: &str) -> Self {
        let folder = folder(name);
        let (checkout, programs) = (folder.join("checkout"), folder.join("programs"));
        std::fs::create_dir_all(&programs).unwrap();
        let files = ["Cargo.toml", "CHANGELOG.md", "action/checksums.txt", "action/run.sh"];
        let scripts =
            ["checksums", "notes", "version"].map(|name| format!("scripts/release/{name}"));
        for file in files.into_iter().chain(scripts.iter().map(String::as_str)) {
            let to = checkout.join(file);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(root().join(file), to).unwrap();
        }
        std::fs::copy(root().join("tests/release/gh"), programs.join("gh")).unwrap();
        for name in ["cargo", "docker", "curl"] {
            let program = programs.join(name);
            let fails = if name == "curl" { "exit 22\n" } else { "" };
            std::fs::write(
                &program,
                format!("#!/bin/sh\necho \"{name} $*\" >> \"$STUB_LOG\"\n{fails}"),
            )
            .unwrap();
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        let text = std::fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
        let runner = Self { checkout, programs, workflow: serde_yaml::from_str(&text).unwrap() };
        runner.git(&["init", "--quiet"]);
        // What is built is not what is committed.
        std::fs::write(runner.checkout.join(".gitignore"), "/dist/\n/notes.md\n").unwrap();
        runner.git(&["add", "."]);
        let author = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
        runner.git(&[&author[..], &["commit", "--quiet", "-m", "C"]].concat());
        runner
    }

    fn git(&self, args: &[&str]) -> String {
        said(&Command::new("git").arg("-C").arg(&self.checkout).args(args).output().unwrap())
    }

    /// Runs a step as GitHub does, and gives what it set.
    fn step(&self, job: &str, name: &str, env: &[(&str, &str)]) -> BTreeMap<String, String> {
        let step = self.workflow.jobs[job].steps.iter().find(|step| step.name == name);
        let step = step.unwrap_or_else(|| panic!("{job} has no step {name}"));
        let output = self.programs.join("output");
        std::fs::write(&output, "").unwrap();
        let path = format!("{}:{}", self.programs.display(), std::env::var("PATH").unwrap());
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &step.run])
            .current_dir(&self.checkout)
            .env("PATH", path)
            .env("STUB_LOG", self.programs.join("log"))
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_REPOSITORY", "org/cardbot")
            .envs(env.iter().copied());
        said(&bash.output().unwrap());
        let set = std::fs::read_to_string(output).unwrap();
        set.lines()
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.programs.join("log")).unwrap()
    }
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_tag_is_the_built_commit_with_the_checksums_on_top() {
    let runner = Runner::new("release-workflow");
    let version = env!("CARGO_PKG_VERSION");
    let built = runner.git(&["rev-parse", "HEAD"]);
    let dist = runner.checkout.join("dist");
    let program = runner.programs.join("cargo");
    let [program, to] = [&program, &dist].map(|path| path.to_str().unwrap());
    said(&script("pack", &["action", TARGET, program, to]));
    runner.step("draft", "Write the checksums", &[]);
    let sums = text(&runner.checkout.join("action/checksums.txt"));
    let of_all = text(&runner.checkout.join("dist/SHA256SUMS"));
    assert!(sums.ends_with(&of_all) && of_all.lines().count() == 1, "{sums}\n{of_all}");

    let set = runner.step(
        "draft",
        "Commit the checksums on top of what was built",
        &[("VERSION", version)],
    );
    let commit = &set["commit"];
    assert_eq!(runner.git(&["rev-parse", &format!("{commit}^")]), built);
    let changed = runner.git(&["diff", "--name-status", &built, commit]);
    assert_eq!(changed, "M\taction/checksums.txt");
    assert_eq!(runner.git(&["show", &format!("{commit}:action/checksums.txt")]) + "\n", sums);

    let image = "ghcr.io/org/cardbot";
    let publish = |version: &str, commit: &str| {
        let env = [("VERSION", version), ("COMMIT", commit), ("IMAGE", image)];
        runner.step("publish", "Tag, un-draft, move the major tag", &env);
    };
    let at = |tag: &str| runner.git(&["rev-parse", &format!("refs/tags/{tag}")]);
    publish("1.2.3", commit);
    assert_eq!([at("v1.2.3"), at("v1")], [commit.clone(), commit.clone()]);
    // Run again after a failure, it passes over what is there; the next release moves the tag; a
    // pre-release does not.
    publish("1.2.3", commit);
    publish("1.3.0", &built);
    publish("2.0.0-rc.1", commit);
    assert_eq!([at("v1.2.3"), at("v1"), at("v1.3.0")], [commit.clone(), built.clone(), built]);
    assert!(!runner.git(&["tag"]).lines().any(|tag| tag == "v2"));
    assert!(runner.log().contains("gh release edit v1.3.0 --repo org/cardbot --draft=false"));
    assert!(runner.log().contains(&format!("create --tag {image}:1 {image}:1.3.0")));
}

#[test]
fn a_release_has_its_section_as_text_and_all_archives() {
    let runner = Runner::new("release-draft");
    let changelog = runner.checkout.join("CHANGELOG.md");
    let with = text(&changelog).replace(
        "## [Unreleased]\n",
        "## [Unreleased]\n\n## [9.9.9] - 2026-01-31\n\n- News.\n\n## [9.9.8]\n",
    );
    std::fs::write(&changelog, with).unwrap();
    std::fs::create_dir_all(runner.checkout.join("dist")).unwrap();
    for file in ["a.tar.gz", "b.tar.gz", "SHA256SUMS"] {
        std::fs::write(runner.checkout.join("dist").join(file), "").unwrap();
    }
    let env = [("VERSION", "9.9.9"), ("GITHUB_SHA", "abc")];
    runner.step("draft", "Make the draft", &env);
    assert_eq!(text(&runner.checkout.join("notes.md")), "- News.\n");
    let asked = "gh release create v9.9.9 --draft --title cardbot 9.9.9 --notes-file notes.md \
                 --target abc dist/a.tar.gz dist/b.tar.gz dist/SHA256SUMS";
    assert!(runner.log().contains(asked), "{}", runner.log());
    // The registry has neither crate yet: first the one that the other needs.
    runner.step("publish", "Publish the crates", &[("VERSION", "9.9.9")]);
    let log = runner.log();
    let published: Vec<&str> =
        log.lines().filter(|line| line.starts_with("cargo publish")).collect();
    let of = |name: &str| format!("cargo publish --locked --package {name}");
    assert_eq!(published, [of("cardbot-core"), of("cardbot")]);
}
