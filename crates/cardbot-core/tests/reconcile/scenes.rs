//! Scenes on one pull request: what people read, and what happens run by run.

use cardbot_core::review::{Event, How, Mark, Plan, SummaryMark, marker};
use snapbox::{Data, assert_data_eq, file};

use crate::github::{File, GitHub, Review, suggestion};

const GOOD: &str = "---\nlicense: mit\nlanguage: en\npipeline_tag: fill-mask\ntags:\n- bert\n---\n\
    # A model\n\nSome text.\n";

fn changed(base: &str, head: &str) -> GitHub {
    GitHub::new(vec![file_of("README.md", Some(base), head)])
}

fn file_of(path: &str, base: Option<&str>, head: &str) -> File {
    File {
        path: path.to_owned(),
        base_path: None,
        base: base.map(str::to_owned),
        head: head.to_owned(),
    }
}

fn run(hub: &mut GitHub) -> Plan {
    let plan = hub.plan(Event::Comment, &[]);
    hub.apply(&plan);
    plan
}

/// The pull request as people read it.
fn shown(hub: &GitHub) -> String {
    let mut out = String::new();
    for review in &hub.reviews {
        out.push_str(&format!("=== review\n\n{}\n\n", marker::visible(&review.body)));
    }
    for comment in &hub.comments {
        let lines = match comment.lines {
            Some((first, last)) if first == last => format!("line {first}"),
            Some((first, last)) => format!("lines {first} to {last}"),
            None => "outdated".to_owned(),
        };
        let text = marker::visible(&comment.body);
        out.push_str(&format!("=== comment on {}, {lines}\n\n{text}\n\n", comment.path));
    }
    out
}

fn assert_shown(hub: &GitHub, snapshot: Data) {
    assert_data_eq!(shown(hub), snapshot.raw());
}

#[test]
fn a_first_review() {
    let head = GOOD
        .replace("license: mit", "license: Apache 2.0")
        .replace("language: en", "language:\n- English\n- fr\nlicence_note: x");
    let mut hub = changed(GOOD, &head);
    run(&mut hub);
    assert_shown(&hub, file!["snapshots/first.md"]);
}

#[test]
fn a_push_brings_more_and_mends_some() {
    let mut hub = changed(GOOD, &GOOD.replace("license: mit", "license: Apache 2.0"));
    run(&mut hub);
    let told = hub.told;
    hub.push(0, GOOD.replace("language: en", "language: English"));
    let plan = run(&mut hub);
    assert_shown(&hub, file!["snapshots/later.md"]);
    assert_eq!(hub.told, told + 2, "a review with one comment");
    assert!(plan.retire.iter().all(|retire| retire.how == How::Delete));
    hub.push(0, GOOD.replace("Some text", "Other text"));
    let told = hub.told;
    let plan = run(&mut hub);
    assert!(plan.review.is_none() && plan.summary_edit.is_some());
    assert_shown(&hub, file!["snapshots/all_fixed.md"]);
    assert_eq!(hub.told, told, "nobody is notified");
}

#[test]
fn a_fix_to_look_at_asks() {
    let mut hub = changed(GOOD, &GOOD.replace("license: mit", "license: other\nlicense_name: mit"));
    run(&mut hub);
    assert_shown(&hub, file!["snapshots/ask.md"]);
}

#[test]
fn a_file_with_windows_line_ends_gets_plain_blocks() {
    let head = GOOD.replace("license: mit", "license: Apache 2.0");
    let mut hub = changed(&GOOD.replace('\n', "\r\n"), &head.replace('\n', "\r\n"));
    run(&mut hub);
    assert!(hub.comments.iter().all(|comment| suggestion(&comment.body).is_none()));
    assert_shown(&hub, file!["snapshots/windows_line_ends.md"]);
    // One line end that differs is enough.
    let mut hub = changed(GOOD, &head.replace("Some text.\n", "Some text.\r\n"));
    run(&mut hub);
    assert!(hub.comments.iter().all(|comment| suggestion(&comment.body).is_none()));
    assert!(!hub.comments.is_empty());
}

#[test]
fn forty_findings_in_one_card() {
    let widgets: String =
        (0..40).map(|i| format!("- text: example {i}\n  exampel_title: {i}\n")).collect();
    let head = GOOD.replace("tags:\n- bert\n", &format!("widget:\n{widgets}"));
    let mut hub = changed(GOOD, &head);
    let plan = run(&mut hub);
    assert_eq!(hub.comments.len(), 25);
    assert_eq!(plan.counts.inline_now + plan.counts.below, plan.counts.all());
    assert_shown(&hub, file!["snapshots/forty_findings.md"]);
}

#[test]
fn fifty_cards() {
    let files = (0..50).map(|i| {
        let head = GOOD.replace("license: mit", "license: Apache 2.0");
        file_of(&format!("models/{i:02}/README.md"), Some(GOOD), &head)
    });
    let mut hub = GitHub::new(files.collect());
    let plan = run(&mut hub);
    assert_eq!(hub.comments.len(), 25);
    assert!(plan.counts.below > 0 && plan.counts.cut == 0);
    assert_shown(&hub, file!["snapshots/fifty_cards.md"]);
    assert!(hub.plan(Event::Comment, &[]).is_empty());
}

#[test]
fn what_does_not_fit_is_counted() {
    let bad = format!("---\nlicense: {}\n---\n", "Apache 2.0 ".repeat(40));
    let files = (0..300).map(|i| file_of(&format!("models/{i}/README.md"), None, &bad));
    let mut hub = GitHub::new(files.collect());
    let plan = run(&mut hub);
    let told = plan.counts;
    assert!(told.cut > 0, "{told:?}");
    let line = format!("{} left out, as this text would be too long", told.cut);
    assert!(hub.reviews[0].body.contains(&line), "{told:?}");
    assert!(hub.plan(Event::Comment, &[]).is_empty());
}

#[test]
fn an_edited_comment_suggests_nothing_where_another_suggests() {
    let card = |license: &str| {
        format!(
            "---\n{license}license: mit\nlicense: mit\nlanguage: en\npipeline_tag: fill-mask\n---\ntext\n"
        )
    };
    let mut hub = GitHub::new(vec![file_of("README.md", None, &card(""))]);
    // The second time, two findings come to stand where a suggestion is; then one of them goes.
    for twice in [1, 3, 2] {
        hub.push(0, card(&"license: gpl\n".repeat(twice)));
        // Of lines that are alike, GitHub may take any for the one that was commented on.
        let outdated = hub.comments.iter_mut().filter(|comment| comment.lines.is_none());
        outdated.for_each(|comment| comment.lines = Some((2, 2)));
        run(&mut hub);
    }
    let on_line: Vec<_> = hub.comments.iter().filter(|c| c.lines == Some((2, 2))).collect();
    assert_eq!(on_line.len(), 2, "{}", shown(&hub));
    assert_eq!(on_line.iter().filter(|c| suggestion(&c.body).is_some()).count(), 1);
    assert!(on_line[1].body.contains("```diff\n-license: gpl\n```"), "{}", on_line[1].body);
}

#[test]
fn moves_and_renames_repeat_nothing() {
    let bad = GOOD.replace("license: mit", "license: Apache 2.0");
    let mut hub = changed(GOOD, &bad);
    run(&mut hub);
    let told = hub.told;
    let moved = bad
        .replace("license: Apache 2.0\n", "")
        .replace("tags:\n", "\n# why\nlicense: Apache 2.0\ntags:\n");
    hub.push(0, moved);
    run(&mut hub);
    hub.files[0].base_path = Some("README.md".to_owned());
    hub.files[0].path = "card/README.md".to_owned();
    run(&mut hub);
    assert_eq!(hub.told, told);
    assert!(hub.plan(Event::Comment, &[]).is_empty());
}

#[test]
fn what_somebody_answered_is_kept_and_marked() {
    let mut hub = changed(GOOD, &GOOD.replace("license: mit", "license: Apache 2.0"));
    run(&mut hub);
    for comment in &mut hub.comments {
        comment.answers = 1;
    }
    let before = hub.comments.len();
    hub.push(0, GOOD.replace("Some", "More"));
    let plan = run(&mut hub);
    assert_eq!(plan.retire.len(), before);
    assert_eq!(hub.comments.len(), before);
    assert!(hub.comments.iter().all(|comment| comment.minimized));
    assert!(hub.comments.iter().all(|comment| suggestion(&comment.body).is_none()));
    assert_shown(&hub, file!["snapshots/answered.md"]);
    // It comes back: it is told again.
    hub.push(0, GOOD.replace("license: mit", "license: Apache 2.0"));
    assert!(run(&mut hub).review.is_some());
}

#[test]
fn marks_of_others_count_for_nothing() {
    let bad = GOOD.replace("license: mit", "license: Apache 2.0");
    let mut hub = changed(GOOD, &bad);
    run(&mut hub);
    let (reviews, comments) = (hub.reviews.len(), hub.comments.len());
    // Somebody else pastes all that was said.
    let mut copy = changed(GOOD, &bad);
    for review in &hub.reviews {
        copy.reviews.push(Review {
            id: format!("X_{}", copy.reviews.len()),
            ours: false,
            body: review.body.clone(),
            event: Event::Comment,
            minimized: false,
            dismissed: false,
        });
    }
    for comment in std::mem::take(&mut hub.comments) {
        copy.comments.push(crate::github::Comment { ours: false, ..comment });
    }
    run(&mut copy);
    assert_eq!(copy.reviews.len(), 2 * reviews);
    assert_eq!(copy.comments.len(), 2 * comments);
    // A card that holds a mark: it is quoted, and not read.
    let forged = Mark::Summary(SummaryMark::default()).line();
    let quoting = GOOD.replace("license: mit", &format!("license: [Apache 2.0, '{forged}']"));
    let mut hub = changed(GOOD, &quoting);
    run(&mut hub);
    assert!(hub.plan(Event::Comment, &[]).is_empty());
}

#[test]
fn another_keeper_is_left_to_it() {
    let hub = changed(GOOD, &GOOD.replace("license: mit", "license: Apache 2.0"));
    let mut posted = hub.posted();
    posted.other_keeper = Some("cardbot[bot]".to_owned());
    let plan = hub.plan_on(&posted);
    assert!(plan.is_empty());
    assert_eq!(plan.aside.as_deref(), Some("cardbot[bot]"));
}

#[test]
fn a_review_that_came_twice_is_retired() {
    let mut hub = changed(GOOD, &GOOD.replace("license: mit", "license: Apache 2.0"));
    let plan = hub.plan(Event::Comment, &[]);
    // The write was done, unanswered, and done again.
    hub.post(plan.review.as_ref().unwrap());
    hub.post(plan.review.as_ref().unwrap());
    let comments = hub.comments.len();
    let plan = run_with_twins(&mut hub);
    assert_eq!(plan.retire_summaries.len(), 1);
    assert_eq!(hub.comments.len(), comments / 2);
    assert!(hub.reviews[1].minimized && !hub.reviews[0].minimized);
    assert!(hub.plan(Event::Comment, &[]).is_empty());
}

fn run_with_twins(hub: &mut GitHub) -> Plan {
    let plan = hub.plan(Event::Comment, &[]);
    assert!(plan.review.is_none());
    hub.apply(&plan);
    plan
}

#[test]
fn asking_for_changes_ends_with_the_errors() {
    let mut hub = changed(GOOD, &GOOD.replace("license: mit", "license: Apache 2.0"));
    let plan = hub.plan(Event::RequestChanges, &[]);
    assert_eq!(plan.review.as_ref().unwrap().event, Event::RequestChanges);
    hub.apply(&plan);
    assert!(hub.plan(Event::RequestChanges, &[]).is_empty());
    hub.push(0, GOOD.replace("Some", "More"));
    let plan = hub.plan(Event::RequestChanges, &[]);
    assert_eq!(plan.dismiss.len(), 1);
    hub.apply(&plan);
    assert!(hub.plan(Event::RequestChanges, &[]).is_empty());
}

#[test]
fn an_ignore_that_the_change_adds_is_named() {
    let head =
        GOOD.replace("license: mit", "license: Apache 2.0 # cardbot: ignore license-unknown");
    let mut hub = changed(GOOD, &head);
    run(&mut hub);
    assert!(hub.reviews[0].body.contains("ignore"), "{}", hub.reviews[0].body);
    assert_shown(&hub, file!["snapshots/ignored.md"]);
    // Where it leaves nothing else to tell, it is told all the same, and once.
    let quiet = GOOD.replace("license: mit\n", "");
    let added = "language: en\nlicense: Apache 2.0 # cardbot: ignore license-unknown";
    let mut silenced = changed(&quiet, &quiet.replace("language: en", added));
    let plan = run(&mut silenced);
    assert_eq!((plan.counts.ignored, silenced.comments.len()), (1, 0));
    assert!(plan.review.is_some_and(|review| review.body.contains("nothing to say")));
    assert!(silenced.plan(Event::Comment, &[]).is_empty());
    // One that was there before is not.
    let mut hub = changed(&head, &head.replace("Some", "More"));
    assert!(run(&mut hub).is_empty());
}

#[test]
fn what_somebody_asks_to_ignore_stays_ignored() {
    let mut hub = changed(GOOD, &GOOD.replace("language: en", "language: English"));
    run(&mut hub);
    assert_eq!(hub.comments.len(), 1);
    hub.ignore = vec!["language-name".to_owned()];
    let plan = run(&mut hub);
    assert_eq!((plan.counts.ignored, hub.comments.len()), (1, 0));
    let body = hub.reviews[0].body.clone();
    assert!(body.contains("all that was told here is fixed or ignored"), "{body}");
    assert!(body.contains("Ignored here, as asked: `language-name`."), "{body}");
    // The mark remembers it when nobody asks again, also over a push.
    hub.ignore.clear();
    assert!(hub.plan(Event::Comment, &[]).is_empty());
    hub.push(0, GOOD.replace("language: en", "language: English").replace("Some", "More"));
    assert_eq!(run(&mut hub).counts.ignored, 1);
    assert!(hub.comments.is_empty() && hub.reviews.len() == 1);
}

#[test]
fn somebody_can_ask_to_ignore_before_anything_is_told() {
    let mut hub = changed(GOOD, &GOOD.replace("Some", "More"));
    hub.ignore = vec!["language-name".to_owned()];
    run(&mut hub);
    assert!(hub.reviews[0].body.contains("`language-name`"), "{}", hub.reviews[0].body);
    hub.ignore.clear();
    hub.push(0, GOOD.replace("language: en", "language: English"));
    let plan = run(&mut hub);
    assert_eq!((plan.counts.ignored, hub.comments.len()), (1, 0));
}

#[test]
fn hostile_text_stays_text() {
    let value = "@all <img src=x> #1 https://evil.example `x|y` \u{202e}txt\u{200b} [a](b) GH-1";
    let head = GOOD
        .replace("license: mit", &format!("license: '{value}'"))
        .replace("bert", &format!("'{value} ```'"))
        .replace("language: en", &format!("language: ['{value}', '{}']", "k".repeat(5_000)));
    let path = "a`|<b>@x\n/README.md";
    let mut hub = GitHub::new(vec![
        file_of(path, Some(GOOD), &head),
        file_of("README.md", Some(GOOD), &head),
    ]);
    run(&mut hub);
    let all = shown(&hub);
    assert!(!all.contains('\u{202e}') && !all.contains('\u{200b}'), "{all}");
    assert_shown(&hub, file!["snapshots/hostile.md"]);
}
