//! The plan for a pull request: nothing breaks, bodies keep their limits, and what a first plan
//! tells a second one does not tell again. Base, head and next head are parted by 0xFF bytes.
#![no_main]

use cardbot_core::config::Config;
use cardbot_core::review::{
    Abilities, CardChange, CardReview, Event, Mark, Plan, Posted, PostedComment, PostedSummary,
    Run, plan, review_card,
};
use libfuzzer_sys::fuzz_target;

fn review(base: &[u8], head: &[u8]) -> CardReview {
    let change = CardChange {
        path: "README.md".to_owned(),
        base_path: None,
        base: (!base.is_empty()).then(|| base.to_vec()),
        head: Some(head.to_vec()),
        hunks: None,
        license_file: None,
    };
    review_card(&change, &Config::default(), Abilities::GITHUB)
}

fn planned(review: &CardReview, head: &[u8], posted: &Posted) -> Plan {
    let run = Run {
        id: "run",
        head: "0123456789abcdef",
        url: &|rule| rule.to_owned(),
        blob_url: &|path, first, last| format!("https://example.org/{path}#L{first}-L{last}"),
        ignored: &[],
        unread: &[],
        event: Event::Comment,
    };
    let plan = plan(&[(review, head)], posted, &run, &[]);
    let edits = plan.edit_comments.iter().map(|(_, body)| body).chain(&plan.summary_edit);
    let new = plan
        .review
        .iter()
        .flat_map(|r| r.comments.iter().map(|comment| &comment.body).chain([&r.body]));
    assert!(edits.chain(new).all(|body| body.len() <= 60_000));
    plan
}

/// What stands there once the first plan is carried out.
fn carried_out(plan: &Plan) -> Posted {
    let mut posted = Posted::default();
    let Some(review) = &plan.review else { return posted };
    if let Some(Mark::Summary(mark)) = Mark::read(&review.body) {
        let (id, body) = ("R".to_owned(), review.body.clone());
        posted.summary = Some(PostedSummary {
            id,
            number: 1,
            url: "https://example.org".to_owned(),
            body,
            mark,
        });
    }
    for (number, comment) in (2..).zip(&review.comments) {
        let Some(Mark::Comment(mark)) = Mark::read(&comment.body) else { panic!("no mark") };
        assert_eq!(mark.fingerprints, comment.fingerprints);
        posted.comments.push(PostedComment {
            id: number.to_string(),
            number,
            thread: None,
            path: comment.path.clone(),
            start_line: comment.start_line,
            line: Some(comment.line),
            body: comment.body.clone(),
            mark,
            answered: number % 2 == 0,
            minimized: false,
            resolved: false,
            outdated: false,
        });
    }
    posted
}

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |b| *b == 0xff);
    let base = parts.next().unwrap_or_default();
    let head = parts.next().unwrap_or(base);
    let next = parts.next().unwrap_or(head);
    let first = review(base, head);
    let posted = carried_out(&planned(&first, head, &Posted::default()));
    assert!(planned(&first, head, &posted).is_empty());
    planned(&review(base, next), next, &posted);
});
