//! `--fix` and `--diff`.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::sandbox::{Sandbox, rules};

const BAD: &str = "---\nlicense: Apache 2.0 # yes\nlanguage:\n- English\n---\n# Model\n";
const MENDED: &str = "---\nlicense: apache-2.0 # yes\nlanguage:\n- en\n---\n# Model\n";
/// Whose fixes are a matter of opinion.
const ASKS: &str = "---\nlicense: cc-by-nc\n---\n";
const SELECT: [&str; 2] = ["--select", "license-unknown,language-name"];

fn check<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["check"], more, &SELECT].concat()
}

#[test]
fn safe_fixes_are_made_in_place_and_only_the_rest_counts() {
    let sandbox = Sandbox::with("README.md", BAD);
    let run = sandbox.run(&check(&["--fix"]));
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
2 fixes applied.
1 model card in 1 file: nothing to say.

"#]]
    );
    assert_eq!(sandbox.read("README.md"), MENDED);
    // A second run has nothing to do.
    let run = sandbox.run(&check(&["--fix"]));
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""));
    assert_eq!(sandbox.read("README.md"), MENDED);
    assert_eq!(fs::read_dir(sandbox.path("")).unwrap().count(), 1, "no file is left behind");
}

#[test]
fn fixes_that_ask_are_left_alone() {
    let sandbox = Sandbox::with("README.md", ASKS);
    let run = sandbox.run(&check(&["--fix"]));
    assert_eq!(run.status, Some(1));
    assert_eq!(sandbox.read("README.md"), ASKS);
    assert!(run.stdout.contains("fix (please check): "), "{}", run.stdout);
}

#[test]
fn line_ends_bom_and_the_missing_last_line_end_stay() {
    let cases = [
        ("---\r\nlicense: MIT\r\nlanguage:\r\n- English\r\n---\r\n", "mit", "en"),
        ("\u{feff}---\nlicense: MIT\nlanguage:\n- English\n---", "mit", "en"),
        ("---\nlicense: MIT\r\nlanguage:\n- English\n---\ntext\r\n\rmore", "mit", "en"),
    ];
    for (card, license, language) in cases {
        let sandbox = Sandbox::with("README.md", card);
        sandbox.run(&check(&["--fix"]));
        let expected = card.replace("MIT", license).replace("English", language);
        assert_eq!(sandbox.read("README.md"), expected);
    }
}

#[test]
fn all_files_of_a_folder_are_mended_and_others_not_touched() {
    let sandbox = Sandbox::with("a/README.md", BAD);
    sandbox.write("b/README.md", MENDED);
    let before = fs::metadata(sandbox.path("b/README.md")).unwrap().modified().unwrap();
    let run = sandbox.run(&check(&["--fix", "."]));
    assert_eq!(run.status, Some(0));
    assert_eq!(sandbox.read("a/README.md"), MENDED);
    assert_eq!(fs::metadata(sandbox.path("b/README.md")).unwrap().modified().unwrap(), before);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let sandbox = Sandbox::with("real.md", BAD);
    fs::set_permissions(sandbox.path("real.md"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.md", sandbox.path("README.md")).unwrap();
    let run = sandbox.run(&check(&["--fix", "README.md"]));
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(fs::symlink_metadata(sandbox.path("README.md")).unwrap().is_symlink());
    assert_eq!(sandbox.read("real.md"), MENDED);
    let mode = fs::metadata(sandbox.path("real.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_mended_standard_input_goes_to_standard_output() {
    let run = Sandbox::new().run_on(BAD, &check(&["--fix", "-"]));
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), MENDED));
    // The report does not get between.
    let run = Sandbox::new().run_on(ASKS, &check(&["--fix", "-", "--format", "json"]));
    assert_eq!((run.status, run.stdout.as_str()), (Some(1), ASKS));
    let json: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!(rules(&json), ["license-unknown"]);
}

#[test]
fn a_diff_shows_the_safe_fixes_and_writes_nothing() {
    let sandbox = Sandbox::with("README.md", BAD);
    let run = sandbox.run(&check(&["--diff"]));
    assert_data_eq!(
        run.stdout,
        str![[r#"
--- a/README.md
+++ b/README.md
@@ -1,6 +1,6 @@
 ---
-license: Apache 2.0 # yes
+license: apache-2.0 # yes
 language:
-- English
+- en
 ---
 # Model

"#]]
    );
    assert_data_eq!(
        run.stderr,
        str![[r#"
2 fixes to apply.

"#]]
    );
    assert_eq!(sandbox.read("README.md"), BAD);
    assert_eq!(Sandbox::with("README.md", MENDED).run(&check(&["--diff"])).stdout, "");
    let gone = sandbox.run(&check(&["--diff", "gone.md"]));
    assert_eq!(gone.status, Some(2));
    assert!(gone.stderr.contains("gone.md: no such file or folder"), "{}", gone.stderr);
}

#[test]
fn git_applies_the_diff() {
    let paths = ["README.md", "my model/README.md", "qu\"o\\te/README.md", "日本/a\tb.md"];
    let cards = [
        BAD.to_owned(),
        BAD.replace('\n', "\r\n"),
        BAD.trim_end().to_owned(),
        format!("{BAD}a\rb\u{1b}[31m\u{c}\n"),
    ];
    for card in &cards {
        let sandbox = Sandbox::repository();
        for path in paths {
            sandbox.write(path, card);
        }
        sandbox.commit("all");
        let diff = sandbox.run(&check(&["--diff", "."])).stdout;
        let patch = sandbox.path("fix.patch");
        sandbox.write("fix.patch", &diff);
        sandbox.git(&["apply", patch.to_str().unwrap()]);
        for path in paths {
            let mended = card.replace("Apache 2.0", "apache-2.0").replace("English", "en");
            assert_eq!(sandbox.read(path), mended, "{path}");
        }
    }
}
