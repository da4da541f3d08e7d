//! `cardbot review` on real repositories.

use snapbox::{assert_data_eq, str};

use crate::sandbox::{Sandbox, paths, rules};

const GOOD: &str =
    "---\nlicense: mit\nlanguage: en\ntags:\n- fill-mask\n---\n# Model\n\nSome text.\n";
const BAD: &str =
    "---\nlicense: Apache 2.0\nlanguage: en\ntags:\n- fill-mask\n---\n# Model\n\nSome text.\n";
const SELECT: [&str; 2] = ["--select", "license-unknown,change-license"];

fn review<'a>(target: &[&'a str]) -> Vec<&'a str> {
    [&["review"], target, &SELECT].concat()
}

fn as_json<'a>(target: &[&'a str]) -> Vec<&'a str> {
    [&["review", "--format", "json"], target, &SELECT].concat()
}

/// A repository whose second commit spoils the card.
fn spoilt() -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox.write("README.md", GOOD);
    sandbox.commit("good");
    sandbox.write("README.md", BAD);
    sandbox.commit("bad");
    sandbox
}

#[test]
fn a_range_tells_what_the_change_introduced() {
    let run = spoilt().run(&review(&["HEAD~1..HEAD"]));
    assert_eq!(run.status, Some(1));
    assert_data_eq!(
        run.stdout,
        str![[r#"
warning[change-license]: the licence changes from `mit` to `apache-2.0`
 --> README.md:2:10
  |
2 | license: Apache 2.0
  |          ^^^^^^^^^^
  |
  = help: Users rely on the licence: check that this is meant.

error[license-unknown]: `Apache 2.0` is not a licence id that the Hub knows
 --> README.md:2:10
  |
2 | license: Apache 2.0
  |          ^^^^^^^^^^
  |
  = help: The Hub's id for it is `apache-2.0`.
fix: Write `apache-2.0`
  |
2 - license: Apache 2.0
2 + license: apache-2.0
  |

metadata of README.md
  ~ license: mit → Apache 2.0

tags on the Hub of README.md
  + license:apache 2.0
  - license:mit

page on the Hub of README.md
  licence: MIT → `Apache 2.0` (not in the Hub's list)


"#]]
    );
    assert_data_eq!(
        run.stderr,
        str![[r#"
1 model card changed: 1 error, 1 warning introduced, 1 with a fix.

"#]]
    );
}

#[test]
fn what_was_there_before_is_one_count() {
    let sandbox = spoilt();
    sandbox.write("README.md", BAD.replace("Some text", "Other text"));
    sandbox.commit("text");
    let run = sandbox.run(&review(&["HEAD~1..HEAD"]));
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
1 model card changed: nothing to say. 1 there before (`cardbot check` lists them).

"#]]
    );
    let run = sandbox.run(&review(&["HEAD~1..HEAD", "--fail-on", "note"]));
    assert_eq!(run.status, Some(0));
}

#[test]
fn three_dots_compare_with_the_merge_base() {
    let sandbox = Sandbox::repository();
    sandbox.write("README.md", GOOD);
    let base = sandbox.commit("good");
    sandbox.git(&["checkout", "-q", "-b", "topic"]);
    sandbox.write("README.md", BAD);
    sandbox.commit("bad");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.write("models/README.md", BAD);
    sandbox.commit("main moves on");
    // Two dots would show the other card as deleted.
    let json = sandbox.json(&as_json(&["main...topic"]));
    assert_eq!(paths(&json), ["README.md"]);
    assert_eq!(json["target"]["kind"], "range");
    assert_eq!(json["target"]["base"], "main");
    assert_eq!(json["target"]["head"], "topic");
    assert_eq!(json["target"]["merge_base"], base.as_str());
    let json = sandbox.json(&as_json(&["main..topic"]));
    assert_eq!(paths(&json), ["README.md", "models/README.md"]);
    assert!(json["target"].get("merge_base").is_none());
    // A side that is left out is HEAD.
    assert_eq!(paths(&sandbox.json(&as_json(&["...topic"]))), ["README.md"]);
}

#[test]
fn the_working_tree_is_reviewed_as_it_lies_on_disk() {
    let sandbox = Sandbox::repository();
    for name in ["unstaged", "staged", "committed", "same", "deleted", "forgotten"] {
        sandbox.write(format!("{name}/README.md"), GOOD.replace("# Model", &format!("# {name}")));
    }
    sandbox.write("notes.md", "# Notes\n");
    sandbox.write(".gitignore", "ignored/\n");
    sandbox.commit("good");
    sandbox.git(&["checkout", "-q", "-b", "topic"]);
    sandbox.write("committed/README.md", BAD);
    sandbox.commit("one bad card");
    sandbox.write("staged/README.md", BAD);
    sandbox.git(&["add", "-A"]);
    sandbox.write("unstaged/README.md", BAD);
    sandbox.write("untracked/README.md", BAD);
    sandbox.write("ignored/README.md", BAD);
    std::fs::remove_file(sandbox.path("deleted/README.md")).unwrap();
    sandbox.git(&["rm", "-q", "--cached", "forgotten/README.md"]);
    sandbox.write("notes.md", "# Other notes\n");
    let json = sandbox.json(&as_json(&[]));
    assert_eq!(
        paths(&json),
        [
            "committed/README.md",
            "deleted/README.md",
            "forgotten/README.md",
            "notes.md",
            "staged/README.md",
            "unstaged/README.md",
            "untracked/README.md",
        ]
    );
    let with_findings: Vec<_> = json["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|file| !file["findings"].as_array().unwrap().is_empty())
        .map(|file| file["path"].as_str().unwrap().split('/').next().unwrap())
        .collect();
    assert_eq!(with_findings, ["committed", "staged", "unstaged", "untracked"]);
    assert_eq!(json["target"]["kind"], "worktree");
    assert_eq!(json["target"]["base"], "main");
    // From a folder below, and against the remote's default branch.
    let below = sandbox.run_in("staged", &as_json(&[])).json();
    assert_eq!(paths(&below), paths(&json));
}

#[test]
fn the_remotes_default_branch_is_the_base() {
    let sandbox = Sandbox::repository();
    sandbox.write("origin/README.md", GOOD);
    sandbox.git(&["-C", "origin", "init", "-q", "-b", "trunk"]);
    sandbox.git(&["-C", "origin", "add", "-A"]);
    sandbox.git(&["-C", "origin", "commit", "-q", "-m", "good"]);
    sandbox.git(&["clone", "-q", "origin", "clone"]);
    sandbox.write("clone/README.md", BAD);
    sandbox.git(&["-C", "clone", "commit", "-q", "-a", "-m", "bad"]);
    let json = sandbox.run_in("clone", &as_json(&[])).json();
    assert_eq!(json["target"]["base"], "origin/trunk");
    assert!(rules(&json).contains(&"license-unknown"));
}

#[test]
fn a_renamed_card_keeps_its_identity() {
    let sandbox = Sandbox::repository();
    let long = format!("{BAD}{}", "A line of text.\n".repeat(40));
    sandbox.write("old/README.md", &long);
    sandbox.commit("bad from the start");
    sandbox.write("new/README.md", long.replace("Some text", "Other text"));
    std::fs::remove_file(sandbox.path("old/README.md")).unwrap();
    sandbox.commit("rename");
    let json = sandbox.json(&as_json(&["HEAD~1..HEAD"]));
    assert_eq!(paths(&json), ["new/README.md"]);
    assert_eq!(json["files"][0]["findings"][0]["origin"], "existing");
    assert_eq!(json["summary"]["existing"], 1);
    sandbox.git(&["reset", "-q", "--soft", "HEAD~1"]);
    let json = sandbox.json(&as_json(&[]));
    assert_eq!(paths(&json), ["new/README.md"], "staged renames are seen too");
    assert_eq!(json["summary"]["existing"], 1);
}

#[test]
fn a_deleted_card_is_no_finding() {
    let sandbox = Sandbox::repository();
    sandbox.write("README.md", GOOD);
    sandbox.commit("good");
    std::fs::remove_file(sandbox.path("README.md")).unwrap();
    sandbox.commit("gone");
    let run = sandbox.run(&["review", "HEAD~1..HEAD"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""));
}

#[test]
fn a_new_card_is_reviewed_as_a_whole() {
    let sandbox = Sandbox::repository();
    sandbox.commit("empty");
    sandbox.write("README.md", BAD);
    sandbox.commit("card");
    let json = sandbox.json(&as_json(&["HEAD~1..HEAD"]));
    assert_eq!(rules(&json), ["license-unknown"]);
    assert_eq!(json["files"][0]["findings"][0]["origin"], "introduced");
}

#[cfg(unix)]
#[test]
fn links_and_submodules_are_no_cards() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::repository();
    sandbox.write("README.md", GOOD);
    sandbox.write("was-file.md", GOOD);
    sandbox.write("bad.txt", BAD);
    sandbox.write("module/README.md", GOOD);
    sandbox.git(&["-C", "module", "init", "-q"]);
    sandbox.git(&["-C", "module", "add", "-A"]);
    sandbox.git(&["-C", "module", "commit", "-q", "-m", "x"]);
    sandbox.git(&["submodule", "--quiet", "add", "./module", "module.md"]);
    sandbox.commit("base");
    std::fs::remove_file(sandbox.path("was-file.md")).unwrap();
    symlink("bad.txt", sandbox.path("was-file.md")).unwrap();
    symlink("bad.txt", sandbox.path("link.md")).unwrap();
    sandbox.write("module.md/README.md", BAD);
    assert_eq!(rules(&sandbox.json(&as_json(&[]))), Vec::<&str>::new());
    sandbox.commit("links");
    assert_eq!(rules(&sandbox.json(&as_json(&["HEAD~1..HEAD"]))), Vec::<&str>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn paths_may_hold_anything() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let names: [&[u8]; 5] = [
        b"a b/README.md",
        b"it's/READ\"ME.md",
        b"line\nend.md",
        b"caf\xe9.md",
        "日本/カード.md".as_bytes(),
    ];
    let sandbox = Sandbox::repository();
    for name in names {
        sandbox.write(OsStr::from_bytes(name), GOOD);
    }
    sandbox.commit("good");
    for name in names {
        sandbox.write(OsStr::from_bytes(name), BAD);
    }
    let expected =
        ["a b/README.md", "caf\u{fffd}.md", "it's/READ\"ME.md", "line\nend.md", "日本/カード.md"];
    let worktree = sandbox.json(&as_json(&[]));
    assert_eq!(paths(&worktree), expected);
    sandbox.commit("bad");
    let range = sandbox.json(&as_json(&["HEAD~1..HEAD"]));
    assert_eq!(paths(&range), expected);
    for json in [worktree, range] {
        for file in json["files"].as_array().unwrap() {
            assert_eq!(file["findings"][1]["rule"], "license-unknown", "{}", file["path"]);
        }
    }
}

#[test]
fn a_card_in_conflict_is_told_once() {
    let sandbox = Sandbox::repository();
    sandbox.write("README.md", GOOD);
    sandbox.commit("good");
    sandbox.git(&["checkout", "-q", "-b", "topic"]);
    sandbox.write("README.md", GOOD.replace("mit", "Apache 2.0"));
    sandbox.commit("apache");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.write("README.md", GOOD.replace("mit", "gpl-3.0"));
    sandbox.commit("gpl");
    let merge = std::panic::catch_unwind(|| sandbox.git(&["merge", "-q", "topic"]));
    assert!(merge.is_err(), "there is a conflict");
    assert_eq!(paths(&sandbox.json(&as_json(&[]))), ["README.md"]);
}

#[test]
fn the_settings_of_a_repository_change_nothing() {
    let sandbox = spoilt();
    for (key, value) in [
        ("diff.relative", "true"),
        ("diff.noprefix", "true"),
        ("diff.external", "false"),
        ("core.quotePath", "true"),
        ("status.showUntrackedFiles", "no"),
        ("core.fsmonitor", "touch pwned; false"),
        ("diff.renames", "false"),
    ] {
        sandbox.git(&["config", key, value]);
    }
    sandbox.write("below/x.txt", "x");
    let json = sandbox.run_in("below", &as_json(&["HEAD~1..HEAD"])).json();
    assert!(rules(&json).contains(&"license-unknown"));
    sandbox.write("README.md", GOOD);
    assert_eq!(sandbox.run_in("below", &review(&[])).status, Some(0));
    assert!(!sandbox.path("pwned").exists() && !sandbox.path("below/pwned").exists());
}

#[test]
fn two_files_are_a_change() {
    let sandbox = Sandbox::with("base.md", GOOD);
    sandbox.write("head.md", BAD);
    let json = sandbox.json(&as_json(&["base.md", "head.md"]));
    assert_eq!(paths(&json), ["head.md"]);
    assert_eq!(
        json["target"],
        serde_json::json!({"kind": "files", "base": "base.md", "head": "head.md"})
    );
    assert!(rules(&json).contains(&"license-unknown"));
    let run = sandbox.run(&review(&["base.md", "gone.md"]));
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
cardbot: gone.md can't be read: no such file or folder

"#]]
    );
}

#[test]
fn what_is_no_change_is_told() {
    let nowhere = Sandbox::with("README.md", GOOD);
    let said = |sandbox: &Sandbox, target: &[&str]| {
        let run = sandbox.run(&review(target));
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{target:?}");
        run.stderr
    };
    assert_data_eq!(
        said(&nowhere, &[]),
        str![[r#"
cardbot: not a git repository (or any of the parent directories): .git

"#]]
    );
    assert_data_eq!(
        said(&nowhere, &["README.md"]),
        str![[r#"
cardbot: `README.md` is not a change to review; `cardbot check README.md` looks at it as it is

"#]]
    );
    assert_data_eq!(
        said(&nowhere, &["README"]),
        str![[r#"
cardbot: `README` is not a change to review; say a pull request's URL, A..B, A...B or BASE.md HEAD.md

"#]]
    );
    let empty = Sandbox::repository();
    assert_data_eq!(
        said(&empty, &[]),
        str![[r#"
cardbot: this repository has no commit yet; `cardbot check` looks at the files as they are

"#]]
    );
    let sandbox = spoilt();
    assert_data_eq!(
        said(&sandbox, &["main..nope"]),
        str![[r#"
cardbot: `nope` is no commit of this repository

"#]]
    );
    // No name is taken for an option of git.
    let run = sandbox.run(&["review", "--", "--output=pwned..main"]);
    assert_eq!(run.status, Some(2));
    assert!(!sandbox.path("pwned").exists());
    assert_data_eq!(
        run.stderr,
        str![[r#"
cardbot: `--output=pwned` is no commit of this repository

"#]]
    );
    sandbox.git(&["checkout", "-q", "--orphan", "other"]);
    sandbox.commit("unrelated");
    assert_data_eq!(
        said(&sandbox, &["main...other"]),
        str![[r#"
cardbot: the two sides have no commit in common

"#]]
    );
}

#[test]
fn the_base_has_the_configuration() {
    let sandbox = Sandbox::repository();
    sandbox.write("README.md", GOOD);
    sandbox.write(".github/cardbot.yml", "fail-on: never\n");
    sandbox.commit("good");
    sandbox.write("README.md", BAD);
    sandbox.write(".github/cardbot.yml", "fail-on: error\nfail-om: x\n");
    sandbox.commit("bad, with a mistake in the configuration");
    let run = sandbox.run(&["review", "HEAD~1..HEAD", "--format", "json"]);
    assert_eq!(run.status, Some(0), "the configuration of the base holds");
    let json = run.json();
    let config = &json["files"].as_array().unwrap()[0];
    assert_eq!(config["path"], ".github/cardbot.yml");
    assert_eq!(config["findings"][0]["rule"], "config-unknown-key");
    let run = sandbox.run(&["review", "HEAD~1..HEAD", "--select", "config"]);
    assert_data_eq!(
        run.stdout,
        str![[r#"
error[config-unknown-key]: `fail-om` is not a key of the configuration
 --> .github/cardbot.yml:2:1
  |
2 | fail-om: x
  | ^^^^^^^
  |
  = help: Did you mean `fail-on`?

error[config-wrong-value]: `x` is not a value of `fail-on`
 --> .github/cardbot.yml:2:10
  |
2 | fail-om: x
  |          ^
  |
  = help: Write `error`, `warning`, `note` or `never`.

metadata of README.md
  ~ license: mit → Apache 2.0

tags on the Hub of README.md
  + license:apache 2.0
  - license:mit

page on the Hub of README.md
  licence: MIT → `Apache 2.0` (not in the Hub's list)


"#]]
    );
    sandbox.write("README.md", GOOD);
    sandbox.commit("good again");
    let run = sandbox.run(&["review", "HEAD~1..HEAD"]);
    assert_eq!(run.status, Some(2), "a broken configuration in the base");
}

#[test]
fn every_format_tells_only_what_was_introduced() {
    let sandbox = Sandbox::with("base.md", GOOD.replace("fill-mask", "fill-mask\nlicence: x"));
    sandbox.write("head.md", BAD.replace("fill-mask", "fill-mask\nlicence: x"));
    for format in ["text", "markdown", "github", "sarif", "rdjson"] {
        let run = sandbox.run(&["review", "base.md", "head.md", "--format", format]);
        assert_eq!(run.status, Some(1), "{format}");
        assert!(run.stdout.contains("license-unknown"), "{format}: {}", run.stdout);
        assert!(!run.stdout.contains("key-misspelt"), "{format}: {}", run.stdout);
    }
    let markdown = sandbox
        .run(&[&["review", "--format", "markdown"], &SELECT[..], &["base.md", "head.md"]].concat());
    assert_data_eq!(
        markdown.stdout,
        str![[r#"
**cardbot**: 1 error, 1 warning, 1 with a fix.

| key | before | after |
|---|---|---|
| `license` | `mit` | `Apache 2.0` |

Tags gained on the Hub: `license:apache 2.0`

Tags lost on the Hub: `license:mit`

On the model's page, licence: MIT → `Apache 2.0` (not in the Hub's list)

#### `head.md`, line 2

**warning:** the licence changes from `mit` to `apache-2.0`. Users rely on the licence: check that this is meant. ([change-license](https://github.com/cardbot-dev/cardbot/blob/main/docs/rules/change-license.md))

**error:** `Apache 2.0` is not a licence id that the Hub knows. The Hub's id for it is `apache-2.0`. ([license-unknown](https://github.com/cardbot-dev/cardbot/blob/main/docs/rules/license-unknown.md))

```suggestion
license: apache-2.0
```

"#]]
    );
}

#[test]
fn files_of_results_are_reviewed_when_a_change_touches_them() {
    let sandbox = Sandbox::repository();
    let file = ".eval_results/hle.yaml";
    let result = "- dataset: {id: cais/hle, task_id: hle}\n  value: 20.9\n";
    sandbox.write(file, result);
    sandbox.write(".eval_results/gone.yaml", result.replace("hle,", "gone,"));
    sandbox.commit("base");
    sandbox.write(file, format!("{}  date: 2026-01-15\n", result.replace("20.9", "30.9")));
    sandbox.git(&["rm", "-q", ".eval_results/gone.yaml"]);
    sandbox.commit("head");
    let json = sandbox.json(&["review", "--format", "json", "HEAD~1..HEAD"]);
    assert_eq!(paths(&json), [".eval_results/gone.yaml", file]);
    assert_eq!(rules(&json), ["change-eval", "change-eval", "eval-file-value"]);
    assert_eq!(json["files"][1]["kind"], "eval-results");
    assert_eq!(json["files"][0]["findings"][0]["placement"]["kind"], "summary");
}
