//! Properties over made-up pull requests.

use std::collections::{HashMap, HashSet};

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use cardbot_core::finding::Finding;
use cardbot_core::review::{Event, Mark, Origin, Plan, Reviewed};
use cardbot_core::yaml::KeyPart;

use crate::cards;
use crate::github::{File, GitHub};

fn pull_request(u: &mut Unstructured<'_>) -> Result<GitHub> {
    let mut files = vec![];
    for i in 0..u.int_in_range(1..=3)? {
        files.push(cards::file(u, &format!("models/{i}/README.md"))?);
    }
    Ok(GitHub::new(files))
}

fn introduced(files: &[File]) -> Vec<String> {
    let reviews = files.iter().map(File::review);
    let found = reviews.flat_map(|review| review.findings);
    found.filter(|r| r.origin == Origin::Introduced).map(|r| r.finding.fingerprint).collect()
}

/// One run: plans, carries it out, and holds what stands there against what was found.
pub(crate) fn run(hub: &mut GitHub, event: Event) -> Plan {
    let plan = hub.plan(event, &[]);
    hub.apply(&plan);
    let again = hub.plan(event, &[]);
    assert!(again.is_empty(), "planned again:\n{again:#?}\nafter\n{plan:#?}");
    assert_eq!(again.counts.all(), plan.counts.all());
    every_finding_is_told_once(hub, &plan);
    plan
}

fn every_finding_is_told_once(hub: &GitHub, plan: &Plan) {
    let posted = hub.posted();
    let standing = introduced(&hub.files);
    let inline: Vec<&String> = posted.comments.iter().flat_map(|c| &c.mark.fingerprints).collect();
    let unique: HashSet<&String> = inline.iter().copied().collect();
    assert_eq!(unique.len(), inline.len(), "told twice");
    for print in &inline {
        assert!(standing.contains(print), "a comment tells what is gone");
    }
    let below = posted.summary.map(|s| s.mark.below).unwrap_or_default();
    for print in &standing {
        let short = print[..16].to_owned();
        assert!(unique.contains(print) != below.contains(&short), "told nowhere or twice: {print}");
    }
    let told = plan.counts;
    assert_eq!(told.inline_now + told.inline_before + told.below + told.cut, standing.len());
    assert_eq!(told.inline_now + told.inline_before, inline.len());
}

#[test]
fn planning_again_finds_nothing_to_do_whatever_happens_between() {
    arbtest(|u| {
        let mut hub = pull_request(u)?;
        let event = *u.choose(&[Event::Comment, Event::RequestChanges, Event::Approve])?;
        run(&mut hub, event);
        for _ in 0..u.int_in_range(0..=4)? {
            for comment in &mut hub.comments {
                comment.answers += usize::from(u.ratio(1, 4)?);
                comment.minimized |= u.ratio(1, 8)?;
            }
            let at = u.choose_index(hub.files.len())?;
            let head = cards::next_head(u, &hub.files[at].head)?;
            hub.push(at, head);
            run(&mut hub, event);
        }
        Ok(())
    })
    .size_max(2_000)
    .budget_ms(8_000);
}

#[test]
fn nothing_is_said_about_a_change_with_nothing_to_tell() {
    arbtest(|u| {
        let mut hub = pull_request(u)?;
        let plan = hub.plan(Event::Comment, &[]);
        let reviews: Vec<_> = hub.files.iter().map(File::review).collect();
        let silent = introduced(&hub.files).is_empty()
            && reviews.iter().all(|review| review.ignores_added.is_empty());
        assert_eq!(plan.review.is_none(), silent);
        assert_eq!(plan.is_empty(), silent);
        Ok(())
    })
    .size_max(600)
    .budget_ms(2_000);
}

#[test]
fn what_was_suggested_is_mended_once_all_suggestions_are_applied() {
    arbtest(|u| {
        let mut hub = pull_request(u)?;
        run(&mut hub, Event::Comment);
        let before = hub.files.clone();
        let mended = hub.apply_suggestions();
        for (before, file) in before.iter().zip(&hub.files) {
            suggestions_mended(before, file, &mended);
        }
        run(&mut hub, Event::Comment);
        Ok(())
    })
    .size_max(1_200)
    .budget_ms(6_000);
}

/// Of findings that are alike, and of which some were mended, there are as many fewer.
pub(crate) fn suggestions_mended(before: &File, after: &File, mended: &[String]) {
    let alike = |finding: &Finding| {
        let keys = finding.key.iter().filter_map(|part| match part {
            KeyPart::Key(key) => Some(key.clone()),
            KeyPart::Index(_) => None,
        });
        (finding.rule, keys.collect::<Vec<_>>(), finding.value.clone())
    };
    let before_findings = before.review().findings;
    let is_mended = |found: &Reviewed| mended.contains(&found.finding.fingerprint);
    let mut most: HashMap<_, isize> = HashMap::new();
    for found in before_findings.iter().filter(|found| is_mended(found)) {
        most.insert(alike(&found.finding), 0);
    }
    for found in before_findings.iter().filter(|found| !is_mended(found)) {
        most.entry(alike(&found.finding)).and_modify(|n| *n += 1);
    }
    for left in after.review().findings {
        let Some(most) = most.get_mut(&alike(&left.finding)) else { continue };
        *most -= 1;
        assert!(*most >= 0, "{}:\n{}\nbecame\n{}", left.finding.message, before.head, after.head);
    }
}

#[test]
fn refused_findings_go_to_the_summary_and_stay_there() {
    arbtest(|u| {
        let mut hub = pull_request(u)?;
        let first = hub.plan(Event::Comment, &[]);
        let Some(review) = &first.review else { return Ok(()) };
        let mut refused = vec![];
        for comment in &review.comments {
            if u.ratio(1, 2)? {
                refused.extend(comment.fingerprints.clone());
            }
        }
        let plan = hub.plan(Event::Comment, &refused);
        hub.apply(&plan);
        every_finding_is_told_once(&hub, &plan);
        let posted = hub.posted();
        let inline: HashSet<&String> =
            posted.comments.iter().flat_map(|c| &c.mark.fingerprints).collect();
        assert!(refused.iter().all(|print| !inline.contains(print)));
        assert_eq!(plan.counts.all(), first.counts.all());
        // The next run does not know what was refused, and does not try again.
        assert!(hub.plan(Event::Comment, &[]).is_empty());
        Ok(())
    })
    .size_max(600)
    .budget_ms(2_000);
}

#[test]
fn any_text_is_read_for_marks() {
    arbtest(|u| {
        let text: String = u.arbitrary()?;
        let Some(mark) = Mark::read(&text) else { return Ok(()) };
        assert_eq!(Mark::read(&mark.line()), Some(mark));
        Ok(())
    });
    arbtest(|u| {
        let json: String = u.arbitrary()?;
        let line = format!("<!-- cardbot:1 {{\"kind\":\"review\",\"run\":{json:?}}} -->");
        if let Some(mark) = Mark::read(&line) {
            assert_eq!(Mark::read(&mark.sign("text")), Some(mark));
        }
        Ok(())
    });
}
