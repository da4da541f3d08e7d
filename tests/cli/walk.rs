//! Which files of a folder are looked at.

use std::collections::BTreeSet;

use crate::sandbox::{Sandbox, paths};

const CARD: &str = "---\nlicense: mit\ntags: [a]\n---\n";

fn seen(sandbox: &Sandbox, folder: &str, args: &[&str]) -> Vec<String> {
    let json = sandbox.run_in(folder, &[&["check", "--format", "json"], args].concat()).json();
    paths(&json).into_iter().map(str::to_owned).collect()
}

#[test]
fn cards_configuration_and_results_are_looked_at() {
    let sandbox = Sandbox::new();
    for path in ["README.md", "a/MODEL.MD", "b/card.markdown", "c/notes.txt", "d/README.rst"] {
        sandbox.write(path, CARD);
    }
    sandbox.write(".eval_results/r.yaml", "- dataset: {id: a/b, task_id: c}\n  value: 1\n");
    sandbox.write("results/r.yaml", "- a\n");
    let seen = seen(&sandbox, ".", &[]);
    assert_eq!(seen, [".eval_results/r.yaml", "README.md", "a/MODEL.MD", "b/card.markdown"]);
}

#[test]
fn hidden_folders_are_not_walked() {
    let sandbox = Sandbox::new();
    for path in [".git/x.md", ".venv/lib/README.md", ".cache/README.md", "a/.hidden/README.md"] {
        sandbox.write(path, CARD);
    }
    sandbox.write("a/README.md", CARD);
    assert_eq!(seen(&sandbox, ".", &[]), ["a/README.md"]);
    // But one that is asked for is.
    assert_eq!(seen(&sandbox, ".", &[".venv"]), [".venv/lib/README.md"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_when_walking() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::with("a/README.md", CARD);
    symlink("a", sandbox.path("b")).unwrap();
    symlink(".", sandbox.path("loop")).unwrap();
    symlink("a/README.md", sandbox.path("link.md")).unwrap();
    symlink("gone.md", sandbox.path("dangling.md")).unwrap();
    assert_eq!(seen(&sandbox, ".", &[]), ["a/README.md"]);
    assert_eq!(seen(&sandbox, ".", &["b"]), ["b/README.md"]);
    assert_eq!(seen(&sandbox, ".", &["link.md"]), ["link.md"]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_read() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let sandbox = Sandbox::new();
    sandbox.write(OsStr::from_bytes(b"caf\xe9/README.md"), CARD);
    sandbox.write("a\nb \"c\"/README.md", CARD);
    assert_eq!(seen(&sandbox, ".", &[]), ["a\nb \"c\"/README.md", "caf\u{fffd}/README.md"]);
}

/// Ignore files with everything that they can hold, checked against git itself.
#[test]
fn ignore_files_are_read_as_git_does() {
    let sandbox = Sandbox::repository();
    let folders =
        ["", "a/", "a/b/", "a/b/c/", "build/", "a/build/", "keep/", "a/keep/deep/", "x y/", "[z]/"];
    let names = ["README.md", "draft.md", "keep.md", "NOTES.md"];
    for folder in folders {
        for name in names {
            sandbox.write(format!("{folder}{name}"), CARD);
        }
    }
    let ignores: &[(&str, &str)] = &[
        (".gitignore", "build/\n*.tmp\ndraft.md\n!/a/draft.md\n/keep/*\n!/keep/keep.md\n# x\n"),
        ("a/.gitignore", "/b/NOTES.md\n!draft.md\nb/c/\n"),
        ("a/b/.gitignore", "README.md\n!c/\n"),
        ("a/keep/.gitignore", "**/README.md\ndeep/dra*.md\n"),
        ("x y/.gitignore", "*\n!README.md\n"),
        (".git/info/exclude", "NOTES.md\n!a/build/\n"),
    ];
    for (path, text) in ignores {
        sandbox.write(path, text);
    }
    let by_git = |folder: &str| -> BTreeSet<String> {
        let path = sandbox.path(folder);
        let path = path.to_str().unwrap();
        let listed =
            sandbox.git(&["-C", path, "ls-files", "-z", "-o", "--exclude-standard", "--", "*.md"]);
        listed.split('\0').filter(|p| !p.is_empty()).map(str::to_owned).collect()
    };
    for folder in ["", "a", "a/b", "a/keep", "x y", "keep"] {
        let ours: BTreeSet<String> = seen(&sandbox, folder, &[]).into_iter().collect();
        assert_eq!(ours, by_git(folder), "in {folder:?}");
    }
    // Called from elsewhere, by a relative and by an absolute path.
    for folder in ["a", "a/b", "x y", "keep"] {
        let expected: BTreeSet<String> =
            by_git(folder).into_iter().map(|p| format!("{folder}/{p}")).collect();
        let ours: BTreeSet<String> = seen(&sandbox, "", &[folder]).into_iter().collect();
        assert_eq!(ours, expected, "{folder:?} from above");
        let dotted = format!("../{folder}");
        let ours: BTreeSet<String> = seen(&sandbox, "build", &[&dotted]).into_iter().collect();
        let up: BTreeSet<String> = expected.iter().map(|p| format!("../{p}")).collect();
        assert_eq!(ours, up, "{folder:?} from beside");
        let absolute = sandbox.path(folder);
        let ours = seen(&sandbox, "", &[absolute.to_str().unwrap()]);
        let root = format!("{}/", sandbox.path("").to_str().unwrap().trim_end_matches('/'));
        let ours: BTreeSet<String> =
            ours.iter().map(|p| p.strip_prefix(&root).unwrap().to_owned()).collect();
        assert_eq!(ours, expected, "{folder:?} by its absolute path");
    }
    // A file that is named is looked at, ignored or not.
    assert_eq!(seen(&sandbox, "", &["build/README.md"]), ["build/README.md"]);
}

/// Patterns put together from everything that means something to git, and something else to other
/// matchers.
#[test]
fn any_pattern_matches_what_it_does_for_git() {
    const PARTS: [&str; 30] = [
        "a",
        "b",
        "ab",
        "a",
        "b",
        ".md",
        ".md",
        "*",
        "*",
        "**",
        "/**/",
        "**/",
        "/",
        "/",
        "?",
        "[ab]",
        "[!a]",
        "[^b]",
        "[a-b]",
        "[]b]",
        "[[:alpha:]]",
        "[![:digit:]]",
        "[[:punct:]]",
        "\\a",
        "\\*",
        "{a,b}",
        "!",
        "#",
        " ",
        "\\ ",
    ];
    let sandbox = Sandbox::repository();
    let folders = ["a", "b", "ab", "{a,b}", "!a", "a b", "1"];
    for outer in folders {
        for inner in ["", "/a", "/b/a", "/b/ab/b"] {
            for name in ["a", "b", "ab", "aab", "a*", "#", "]", "b ", "1"] {
                sandbox.write(format!("{outer}{inner}/{name}.md"), CARD);
            }
        }
    }
    // Numbers without a pattern of their own, the same in each run.
    let mut state = 7_u64;
    let mut below = |limit: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };
    for _ in 0..40 {
        let mut lines: Vec<String> = (0..=below(3))
            .map(|_| (0..=below(4)).map(|_| PARTS[below(PARTS.len())]).collect())
            .collect();
        // Of `a**/b` git matches the `a` first, and takes the rest for a pattern that begins with `**`,
        // which its manual says it is not.
        lines.retain(|line: &String| {
            let wild = line.find(['*', '?', '[', '\\']).unwrap_or(line.len());
            !line[wild..].starts_with("**") || wild == 0 || line[..wild].ends_with('/')
        });
        let text = lines.join("\n") + "\n";
        sandbox.write(".gitignore", &text);
        let listed = sandbox.git(&["ls-files", "-z", "-o", "--exclude-standard", "--", "*.md"]);
        let listed = listed.split('\0').filter(|path| !path.is_empty());
        let expected: BTreeSet<String> = listed.map(str::to_owned).collect();
        let ours: BTreeSet<String> = seen(&sandbox, "", &[]).into_iter().collect();
        let differ: Vec<&String> = ours.symmetric_difference(&expected).collect();
        assert!(differ.is_empty(), "{text:?}: {differ:?}");
    }
}
