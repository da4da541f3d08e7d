//! Every field of the JSON that other programs may rely on, and none besides.

use crate::sandbox::Sandbox;
use crate::shapes::{ChangeKind, Check, Kind, Origin, Placement, Review, Tags, TargetKind, read};

/// Findings with and without a fix, help and key; lines with characters of several bytes.
const CARD: &str = "---\nlicense: Apache 2.0\nlanguage: [en, Englisch é, de]\ntags: [a]\nthumbnail:\ndatasets:\n- é: 1\n---\n# M\n";

#[test]
fn check_has_these_fields_and_no_others() {
    let sandbox = Sandbox::with("README.md", CARD);
    sandbox.write("bad/README.md", "---\nlicense: [mit\n---\n");
    sandbox
        .write("data/README.md", "---\npretty_name: X\ntask_categories: [a]\nlicense: mit\n---\n");
    sandbox.write("latin/README.md", b"---\nlicense: caf\xe9\npipeline_tag: fill-mask\n---\n");
    sandbox.write("other/README.md", "# Some tool\n");
    let run = sandbox.run(&["check", "--format", "json"]);
    let check: Check = read(&run.stdout);
    assert_eq!(check.files.len(), 5, "{check:#?}");
    assert_eq!(check.summary.files, 5);
    let card = check.files.iter().find(|file| file.path == "README.md").unwrap();
    assert_eq!(card.kind, Kind::ModelCard);
    // Byte offsets are those of the file on the disk, and edits fit there.
    for finding in &card.findings {
        let (start, end) = (&finding.range.start, &finding.range.end);
        assert!(start.byte <= end.byte && CARD.is_char_boundary(start.byte), "{finding:#?}");
        let before = &CARD[..start.byte];
        assert_eq!(start.line, before.matches('\n').count() + 1, "{finding:#?}");
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        assert_eq!(start.column, line.chars().count() + 1, "{finding:#?}");
        for edits in finding.fix.iter().map(|fix| &fix.edits) {
            assert!(!edits.is_empty());
            assert!(edits.windows(2).all(|two| two[0].end <= two[1].start), "{edits:?}");
            assert!(edits.iter().all(|one| CARD.get(one.start..one.end).is_some()), "{edits:?}");
        }
    }
    let latin = check.files.iter().find(|file| file.path == "latin/README.md").unwrap();
    assert!(!latin.findings.is_empty() && latin.findings.iter().all(|one| one.fix.is_none()));
}

#[test]
fn a_file_that_cannot_be_read_has_an_error() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["check", "none.md", "--format", "json"]);
    if run.stdout.is_empty() {
        assert_eq!(run.status, Some(2), "{run:?}");
        return;
    }
    let check: Check = read(&run.stdout);
    assert_eq!(check.files[0].kind, Kind::Unreadable);
    assert!(check.files[0].error.is_some());
}

#[test]
fn review_has_these_fields_and_no_others_for_each_local_target() {
    let sandbox = Sandbox::repository();
    let base = "---\nlicense: mit\nlanguage: English\nold: 1\ntags: [a, b]\n---\n# M\n";
    sandbox.write("README.md", base);
    sandbox.commit("Begin");
    sandbox.git(&["branch", "begin"]);
    let head = base
        .replace("license: mit", "license: Apache 2.0")
        .replace("old: 1", "new: .nan")
        .replace("[a, b]", "[b, a]");
    sandbox.write("README.md", &head);
    sandbox.write("base.md", base);
    let files = ["review", "base.md", "README.md", "--format", "json"];
    let worktree = ["review", "--format", "json"];
    let mut reviews = vec![
        (TargetKind::Files, sandbox.run(&files)),
        (TargetKind::Worktree, sandbox.run(&worktree)),
    ];
    sandbox.commit("Change");
    for range in ["begin..main", "begin...main"] {
        let run = sandbox.run(&["review", range, "--format", "json"]);
        reviews.push((TargetKind::Range, run));
    }
    for (kind, run) in reviews {
        let review: Review = read(&run.stdout);
        assert_eq!(review.target.kind, kind, "{review:#?}");
        assert!(review.target.url.is_none() && review.target.number.is_none());
        let kinds: Vec<&ChangeKind> = review.changes.iter().map(|change| &change.kind).collect();
        for one in
            [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Changed, ChangeKind::Reordered]
        {
            assert!(kinds.contains(&&one), "{one:?}: {review:#?}");
        }
        assert_eq!(review.tags[0].removed, ["license:mit"], "{review:#?}");
        let card = review.files.iter().find(|file| file.path == "README.md").unwrap();
        let origins: Vec<&Origin> = card.findings.iter().map(|one| &one.origin).collect();
        assert!(origins.contains(&&Origin::Introduced) && origins.contains(&&Origin::Existing));
        let inline =
            |one: &&crate::shapes::Reviewed| matches!(one.placement, Placement::Inline { .. });
        assert!(card.findings.iter().any(|one| inline(&one)), "{review:#?}");
        assert!(review.summary.errors >= 1 && review.summary.existing >= 1);
        assert!(review.review.body.starts_with("**cardbot**"), "{review:#?}");
        assert!(!review.review.comments.is_empty());
    }
}

#[test]
fn tags_has_these_fields_and_no_others() {
    let sandbox = Sandbox::with("README.md", "---\nlicense: mit\ntags: [x]\n---\n");
    let tags: Tags = read(&sandbox.run(&["tags", "README.md", "--format", "json"]).stdout);
    assert_eq!(tags.tags, ["x", "license:mit"]);
}
