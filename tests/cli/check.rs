//! `cardbot check` on files, folders and standard input.

use snapbox::{assert_data_eq, str};

use crate::sandbox::{Sandbox, paths, rules};

const BAD: &str = "---\nlicense: Apache 2.0\n---\n# Model\n";
const GOOD: &str = "---\nlicense: mit\ntags:\n- fill-mask\n---\n# Model\n";

#[test]
fn a_finding_is_drawn_under_its_line() {
    let sandbox = Sandbox::with("README.md", BAD);
    let run = sandbox.run(&["check", "--select", "license-unknown", "README.md"]);
    assert_eq!(run.status, Some(1));
    assert_data_eq!(
        run.stdout,
        str![[r#"
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


"#]]
    );
    assert_data_eq!(
        run.stderr,
        str![[r#"
1 model card in 1 file: 1 error. 1 has a safe fix (`--fix` applies it).

"#]]
    );
}

#[test]
fn a_clean_card_is_told_in_one_line() {
    let sandbox = Sandbox::with("README.md", GOOD);
    let run = sandbox.run(&["check", "README.md"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
1 model card in 1 file: nothing to say.

"#]]
    );
}

#[test]
fn without_a_path_the_folder_is_walked() {
    let sandbox = Sandbox::with("models/a/README.md", BAD);
    sandbox.write("models/b/README.md", GOOD);
    sandbox.write("docs/page.md", "---\ntitle: A page\n---\n");
    sandbox.write("src/notes.txt", "license: x");
    let json = sandbox.json(&["check", "--format", "json", "--select", "license-unknown"]);
    assert_eq!(paths(&json), ["docs/page.md", "models/a/README.md", "models/b/README.md"]);
    let kinds: Vec<_> =
        json["files"].as_array().unwrap().iter().map(|f| f["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["other", "model-card", "model-card"]);
    assert_eq!(rules(&json), ["license-unknown"]);
}

#[test]
fn standard_input_is_a_readme() {
    let sandbox = Sandbox::new();
    let args = ["check", "-", "--format", "json", "--select", "license-unknown"];
    let run = sandbox.run_on(BAD, &args);
    assert_eq!(run.status, Some(1));
    let json = run.json();
    assert_eq!((paths(&json), rules(&json)), (vec!["-"], vec!["license-unknown"]));
}

#[test]
fn what_can_not_be_read_is_told_and_ends_with_2() {
    let sandbox = Sandbox::with("README.md", GOOD);
    let run = sandbox.run(&["check", "README.md", "missing.md"]);
    assert_eq!(run.status, Some(2));
    assert_data_eq!(
        run.stdout,
        str![[r#"
missing.md: no such file or folder


"#]]
    );
    let json = sandbox.json(&["check", "missing.md", "--format", "json"]);
    assert_eq!(json["files"][0]["kind"], "unreadable");
    assert_eq!(json["files"][0]["error"], "no such file or folder");
    let run = sandbox.run(&["check", "missing.md", "--format", "github"]);
    assert_data_eq!(
        run.stdout,
        str![[r#"
::error file=missing.md::no such file or folder

"#]]
    );
}

#[test]
fn a_folder_without_cards_is_clean() {
    let sandbox = Sandbox::with("src/main.c", "int main;");
    let run = sandbox.run(&["check", "."]);
    assert_eq!(run.status, Some(0));
    assert_data_eq!(
        run.stderr,
        str![[r#"
No file to check here.

"#]]
    );
}

#[test]
fn files_that_are_no_model_cards_are_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("empty.md", "");
    sandbox.write("plain.md", "# A project\n\nlicense: Apache 2.0\n");
    sandbox.write("nul.md", b"---\nlicense: \0\0\n---\n");
    sandbox.write("space.md", "---\ntitle: T\nemoji: x\nsdk: gradio\nlicense: Apache 2.0\n---\n");
    sandbox.write("data.md", "---\ntask_categories: [x]\nlicense: Apache 2.0\n---\n");
    let json = sandbox.json(&["check", "--select", "license", "--format", "json"]);
    assert_eq!(rules(&json), Vec::<&str>::new());
    assert_eq!(json["summary"]["files"], 5);
}

#[test]
fn bytes_that_are_not_utf8_get_a_place_but_no_fix() {
    let sandbox = Sandbox::with("README.md", b"---\nlicense: MIT\ntags: [\"\xff\"]\n---\n# \xfe\n");
    let json = sandbox.json(&["check", "--select", "license-unknown", "--format", "json"]);
    let finding = &json["files"][0]["findings"][0];
    assert_eq!(finding["rule"], "license-unknown");
    assert_eq!(finding["fix"], serde_json::Value::Null);
    assert_eq!(finding["range"]["start"]["byte"], 13);
    let fixed = sandbox.run(&["check", "--fix", "--select", "license-unknown"]);
    assert_eq!(fixed.status, Some(1));
    assert_eq!(
        std::fs::read(sandbox.path("README.md")).unwrap(),
        b"---\nlicense: MIT\ntags: [\"\xff\"]\n---\n# \xfe\n"
    );
}

#[test]
fn a_large_file_takes_no_long_time() {
    let mut card = String::from("---\nlicense: MIT\ntags:\n");
    for i in 0..20_000 {
        card.push_str(&format!("- tag{i}\n"));
    }
    card.push_str("---\n");
    card.push_str(&"text and more text\n".repeat(500_000));
    let sandbox = Sandbox::with("README.md", card);
    let started = std::time::Instant::now();
    let run = sandbox.run(&["check", "--select", "license-unknown"]);
    assert_eq!(run.status, Some(1));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_line_too_long_to_draw_is_named_by_its_place() {
    let card = format!("---\nlanguage: [{}, English]\n---\n", "en".repeat(20_000));
    let sandbox = Sandbox::with("README.md", card);
    let run = sandbox.run(&["check", "--select", "language-name"]);
    assert_data_eq!(
        run.stdout,
        str![[r#"
error[language-name]: `English` is the name of a language, not its id
--> README.md:2:40014
 = help: The id of English is `en`; the Hub refuses other texts.
fix: Write `en`
  |
2 - …nenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenen, English]
2 + …enenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenenen, en]
  |


"#]]
    );
}

#[test]
fn a_file_named_twice_is_told_once() {
    let sandbox = Sandbox::with("models/README.md", BAD);
    let args = ["check", "--format", "json", ".", "models", "models/README.md", "./models/"];
    assert_eq!(sandbox.json(&args)["summary"]["files"], 1);
}

#[test]
fn the_fingerprint_does_not_depend_on_where_it_is_called_from() {
    let sandbox = Sandbox::repository();
    sandbox.write("models/README.md", BAD);
    let fingerprint =
        |json: serde_json::Value| json["files"][0]["findings"][0]["fingerprint"].clone();
    let args = ["check", "--format", "json", "--select", "license-unknown"];
    let above = fingerprint(sandbox.json(&args));
    assert_eq!(above, fingerprint(sandbox.run_in("models", &args).json()));
    let absolute = sandbox.path("models/README.md");
    let args = [&args[..], &[absolute.to_str().unwrap()]].concat();
    assert_eq!(above, fingerprint(sandbox.json(&args)));
}

#[test]
fn the_json_has_the_fields_of_the_contract() {
    let sandbox = Sandbox::with("README.md", "---\nlicense: Äpache\nlanguage: é\n---\n");
    sandbox.write("cardbot.yml", "ignore: [language-unknown]\n");
    let run =
        sandbox.run(&["check", "README.md", "--select", "license-unknown", "--format", "json"]);
    assert_eq!(run.stderr, "", "nothing but JSON");
    assert_eq!(run.stdout.lines().count(), 1);
    let json = run.json();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["tool"]["name"], "cardbot");
    assert_eq!(json["tool"]["version"], env!("CARGO_PKG_VERSION"));
    let finding = &json["files"][0]["findings"][0];
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["key"], serde_json::json!(["license"]));
    assert_eq!(
        finding["range"],
        serde_json::json!({
            "start": {"line": 2, "column": 10, "byte": 13},
            "end": {"line": 2, "column": 16, "byte": 20},
        })
    );
    assert!(finding["url"].as_str().unwrap().ends_with("/license-unknown.md"));
    assert_eq!(finding["fingerprint"].as_str().unwrap().len(), 32);
    assert_eq!(
        json["summary"],
        serde_json::json!({"files": 1, "model_cards": 1, "errors": 1, "warnings": 0, "notes": 0,
            "fixable": 0, "suppressed": 0, "not_shown": 0})
    );
}

#[test]
fn the_edits_of_the_json_mend_the_file() {
    let card = "---\nlicense: Apache 2.0\nlanguage: [English, Français]\n---\n";
    let sandbox = Sandbox::with("README.md", card);
    let json = sandbox.json(&["check", "--format", "json", "--select", "license,language-name"]);
    let mut text = card.to_owned();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    // From the last to the first, so that offsets hold.
    for edit in findings.iter().rev().flat_map(|f| f["fix"]["edits"].as_array().unwrap()) {
        let at = |side: &str| edit[side].as_u64().unwrap() as usize;
        text.replace_range(at("start")..at("end"), edit["text"].as_str().unwrap());
    }
    assert_eq!(text, "---\nlicense: apache-2.0\nlanguage: [en, fr]\n---\n");
}

#[test]
fn hostile_text_and_paths_command_no_terminal() {
    let card = "---\nlicense: \"m\u{202e}it\u{200b}\"\n---\n";
    let sandbox = Sandbox::with("a\u{1b}[31m\nb/README.md", card);
    let run = sandbox.run(&["check", "--select", "license-unknown"]);
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}', '\u{200b}']), "{:?}", run.stdout);
    let shown = run.stdout.replace('\\', "|");
    assert_data_eq!(
        shown,
        str![[r#"
error[license-unknown]: `m|u{202e}it|u{200b}` is not a licence id that the Hub knows
 --> a|u{1b}[31m|nb/README.md:2:10
  |
2 | license: "m�it�"
  |          ^^^^^^^
  |
  = help: For a licence that is not on the Hub's list, write `other` and put its name into `license_name`.


"#]]
    );
}

#[test]
fn colours_are_for_those_who_ask() {
    let sandbox = Sandbox::with("README.md", BAD);
    let colourful = |name: &str| {
        let mut command = sandbox.cardbot();
        command.args(["check", "--select", "license-unknown"]).env(name, "1");
        crate::sandbox::finish(&mut command).stdout.contains('\u{1b}')
    };
    assert!(colourful("CLICOLOR_FORCE"));
    assert!(!colourful("NO_COLOR"));
    assert!(!colourful("TERM"));
}
