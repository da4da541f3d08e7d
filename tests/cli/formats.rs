//! Every format of `check`, on one card.

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::sandbox::Sandbox;

const CARD: &str = "---\nlicense: Apache 2.0\nlanguage:\n- é\n- English\n---\n# Model\n";

fn printed(format: &str) -> String {
    let sandbox = Sandbox::with("README.md", CARD);
    let select = "license-unknown,language-name";
    let run = sandbox.run(&["check", "--select", select, "--format", format]);
    assert_eq!(run.status, Some(1), "{run:?}");
    run.stdout
}

#[test]
fn github() {
    assert_data_eq!(
        printed("github"),
        str![[r#"
::error file=README.md,line=2,endLine=2,col=10,endColumn=20,title=license-unknown::`Apache 2.0` is not a licence id that the Hub knows. The Hub's id for it is `apache-2.0`.%0Alicense-unknown: https://github.com/cardbot-dev/cardbot/blob/main/docs/rules/license-unknown.md
::error file=README.md,line=5,endLine=5,col=3,endColumn=10,title=language-name::`English` is the name of a language, not its id. The id of English is `en`; the Hub refuses other texts.%0Alanguage-name: https://github.com/cardbot-dev/cardbot/blob/main/docs/rules/language-name.md

"#]]
    );
}

#[test]
fn markdown() {
    assert_data_eq!(
        printed("markdown"),
        str![[r#"
1 model card in 1 file: 2 errors. 2 have a safe fix (`--fix` applies them).

### `README.md`

- Line 2, **error**: `Apache 2.0` is not a licence id that the Hub knows. The Hub's id for it is `apache-2.0`. ([license-unknown](https://github.com/cardbot-dev/cardbot/blob/main/docs/rules/license-unknown.md))
- Line 5, **error**: `English` is the name of a language, not its id. The id of English is `en`; the Hub refuses other texts. ([language-name](https://github.com/cardbot-dev/cardbot/blob/main/docs/rules/language-name.md))

"#]]
    );
}

#[test]
fn rdjson() {
    let json: Value = serde_json::from_str(&printed("rdjson")).unwrap();
    assert_data_eq!(
        format!("{json:#}"),
        str![[r#"
{
  "source": {
    "name": "cardbot",
    "url": "https://github.com/cardbot-dev/cardbot"
  },
  "diagnostics": [
    {
      "message": "`Apache 2.0` is not a licence id that the Hub knows. The Hub's id for it is `apache-2.0`.",
      "location": {
        "path": "README.md",
        "range": {
          "start": {
            "line": 2,
            "column": 10
          },
          "end": {
            "line": 2,
            "column": 20
          }
        }
      },
      "severity": "ERROR",
      "code": {
        "value": "license-unknown",
        "url": "https://github.com/cardbot-dev/cardbot/blob/main/docs/rules/license-unknown.md"
      },
      "suggestions": [
        {
          "range": {
            "start": {
              "line": 2,
              "column": 10
            },
            "end": {
              "line": 2,
              "column": 20
            }
          },
          "text": "apache-2.0"
        }
      ]
    },
    {
      "message": "`English` is the name of a language, not its id. The id of English is `en`; the Hub refuses other texts.",
      "location": {
        "path": "README.md",
        "range": {
          "start": {
            "line": 5,
            "column": 3
          },
          "end": {
            "line": 5,
            "column": 10
          }
        }
      },
      "severity": "ERROR",
      "code": {
        "value": "language-name",
        "url": "https://github.com/cardbot-dev/cardbot/blob/main/docs/rules/language-name.md"
      },
      "suggestions": [
        {
          "range": {
            "start": {
              "line": 5,
              "column": 3
            },
            "end": {
              "line": 5,
              "column": 10
            }
          },
          "text": "en"
        }
      ]
    }
  ]
}
"#]]
    );
}

#[test]
fn sarif() {
    let json: Value = serde_json::from_str(&printed("sarif")).unwrap();
    let mut run = json["runs"][0].clone();
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["license-unknown", "language-name"]);
    let result = run["results"][0].take();
    assert_data_eq!(
        format!("{result:#}"),
        str![[r#"
{
  "ruleId": "license-unknown",
  "ruleIndex": 0,
  "level": "error",
  "message": {
    "text": "`Apache 2.0` is not a licence id that the Hub knows. The Hub's id for it is `apache-2.0`."
  },
  "locations": [
    {
      "physicalLocation": {
        "artifactLocation": {
          "uri": "README.md",
          "uriBaseId": "%SRCROOT%"
        },
        "region": {
          "startLine": 2,
          "startColumn": 10,
          "endLine": 2,
          "endColumn": 20
        }
      },
      "logicalLocations": [
        {
          "fullyQualifiedName": "license",
          "kind": "member"
        }
      ]
    }
  ],
  "partialFingerprints": {
    "cardbot/v1": "99e000a089f30eeceda072f4e3330990"
  },
  "fixes": [
    {
      "description": {
        "text": "Write `apache-2.0`"
      },
      "artifactChanges": [
        {
          "artifactLocation": {
            "uri": "README.md",
            "uriBaseId": "%SRCROOT%"
          },
          "replacements": [
            {
              "deletedRegion": {
                "startLine": 2,
                "startColumn": 10,
                "endLine": 2,
                "endColumn": 20
              },
              "insertedContent": {
                "text": "apache-2.0"
              }
            }
          ]
        }
      ]
    }
  ]
}
"#]]
    );
}

#[test]
fn paths_for_machines_start_at_the_root_of_the_repository() {
    let sandbox = Sandbox::repository();
    sandbox.write("models/my model/README.md", CARD);
    let args = ["check", "--select", "license-unknown", "--format"];
    let github = sandbox.run_in("models", &[&args[..], &["github"]].concat()).stdout;
    assert!(github.starts_with("::error file=models/my model/README.md,"), "{github}");
    let sarif = sandbox.run_in("models/my model", &[&args[..], &["sarif", "."]].concat()).stdout;
    assert!(sarif.contains(r#""uri":"models/my%20model/README.md","uriBaseId":"%SRCROOT%""#));
    // reviewdog itself knows the folder that it runs in.
    let rdjson = sandbox.run_in("models", &[&args[..], &["rdjson"]].concat()).stdout;
    assert!(rdjson.contains(r#""path":"my model/README.md""#), "{rdjson}");
}

#[test]
fn an_unknown_format_is_refused() {
    let run = Sandbox::new().run(&["check", "--format", "xml"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("[possible values: text, json, markdown, github, sarif, rdjson]"));
}
