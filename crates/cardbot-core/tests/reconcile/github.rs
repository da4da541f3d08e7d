//! A small GitHub in memory: one pull request with reviews, comments and answers. It refuses what
//! GitHub refuses.

use std::collections::HashMap;

use cardbot_core::config::Config;
use cardbot_core::hunks::{self, Hunk};
use cardbot_core::review::{
    Abilities, CardChange, CardReview, Event, How, Mark, NewReview, Plan, Posted, PostedComment,
    PostedSummary, Run, plan, review_card,
};

/// The files of a pull request: path, path at the base, text at the base, text in the head.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) base_path: Option<String>,
    pub(crate) base: Option<String>,
    pub(crate) head: String,
}

impl File {
    pub(crate) fn hunks(&self) -> Vec<Hunk> {
        match &self.base {
            Some(base) => hunks::compute(base, &self.head),
            None => hunks::whole_file(self.head.lines().count()),
        }
    }

    pub(crate) fn review(&self) -> CardReview {
        self.review_without(&[])
    }

    /// The review where some rules are ignored.
    fn review_without(&self, ignored: &[String]) -> CardReview {
        let change = CardChange {
            path: self.path.clone(),
            base_path: self.base_path.clone(),
            base: self.base.as_ref().map(|text| text.as_bytes().to_vec()),
            head: Some(self.head.as_bytes().to_vec()),
            hunks: None,
            license_file: None,
        };
        let config = Config { ignore: ignored.to_vec(), ..Config::default() };
        review_card(&change, &config, Abilities::GITHUB)
    }
}

pub(crate) struct Review {
    pub(crate) id: String,
    pub(crate) ours: bool,
    pub(crate) body: String,
    pub(crate) event: Event,
    pub(crate) minimized: bool,
    pub(crate) dismissed: bool,
}

pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) ours: bool,
    pub(crate) path: String,
    /// Lines in the head; `None` once outdated.
    pub(crate) lines: Option<(usize, usize)>,
    pub(crate) body: String,
    /// What its suggestion is said to mend.
    pub(crate) mended: Vec<String>,
    pub(crate) answers: usize,
    pub(crate) minimized: bool,
}

#[derive(Default)]
pub(crate) struct GitHub {
    pub(crate) files: Vec<File>,
    pub(crate) reviews: Vec<Review>,
    pub(crate) comments: Vec<Comment>,
    /// Rules that the next run is asked to ignore.
    pub(crate) ignore: Vec<String>,
    /// How many reviews and comments notified people.
    pub(crate) told: usize,
    next: usize,
    runs: usize,
}

impl GitHub {
    pub(crate) fn new(files: Vec<File>) -> Self {
        Self { files, ..Self::default() }
    }

    fn id(&mut self, kind: &str) -> String {
        self.next += 1;
        format!("{kind}_{}", self.next)
    }

    /// What a run of cardbot reads.
    pub(crate) fn posted(&self) -> Posted {
        let number = |id: &str| id.rsplit('_').next().unwrap().parse().unwrap();
        let mut posted = Posted::default();
        for review in self.reviews.iter().filter(|r| r.ours) {
            match Mark::read(&review.body) {
                Some(Mark::Summary(mark)) => {
                    let summary = PostedSummary {
                        id: review.id.clone(),
                        number: number(&review.id),
                        url: format!("https://example.org/{}", review.id),
                        body: review.body.clone(),
                        mark,
                    };
                    if posted.summary.is_none() {
                        posted.summary = Some(summary);
                    } else {
                        posted.duplicates.push(summary);
                    }
                }
                Some(Mark::Review(mark)) => posted.reviews.push(mark),
                _ => {}
            }
            posted.approved |= review.event == Event::Approve;
            if review.event == Event::RequestChanges && !review.dismissed {
                posted.blocking.push(review.id.clone());
            }
        }
        for comment in self.comments.iter().filter(|c| c.ours) {
            let Some(Mark::Comment(mark)) = Mark::read(&comment.body) else { continue };
            posted.comments.push(PostedComment {
                id: comment.id.clone(),
                number: number(&comment.id),
                thread: None,
                path: comment.path.clone(),
                start_line: comment.lines.and_then(|(a, b)| (a < b).then_some(a)),
                line: comment.lines.map(|(_, last)| last),
                body: comment.body.clone(),
                mark,
                answered: comment.answers > 0,
                minimized: comment.minimized,
                resolved: false,
                outdated: comment.lines.is_none(),
            });
        }
        posted
    }

    pub(crate) fn plan(&mut self, event: Event, refused: &[String]) -> Plan {
        self.runs += 1;
        self.planned(&self.posted(), event, refused)
    }

    /// What is planned when this is read.
    pub(crate) fn plan_on(&self, posted: &Posted) -> Plan {
        self.planned(posted, Event::Comment, &[])
    }

    fn planned(&self, posted: &Posted, event: Event, refused: &[String]) -> Plan {
        let known = posted.summary.iter().flat_map(|summary| &summary.mark.ignored);
        let ignored: Vec<String> = known.chain(&self.ignore).cloned().collect();
        let reviews: Vec<CardReview> =
            self.files.iter().map(|file| file.review_without(&ignored)).collect();
        let pairs: Vec<(&CardReview, &[u8])> =
            reviews.iter().zip(&self.files).map(|(r, f)| (r, f.head.as_bytes())).collect();
        let head = format!("{:07x}00000000", self.runs);
        let run = Run {
            id: &format!("run-{}", self.runs),
            head: &head,
            url: &|rule| format!("https://example.org/rules/{rule}"),
            blob_url: &|path, first, last| {
                format!("https://example.org/blob/HEAD/{path}#L{first}-L{last}")
            },
            ignored: &ignored,
            unread: &[],
            event,
        };
        plan(&pairs, posted, &run, refused)
    }

    /// Carries a plan out.
    pub(crate) fn apply(&mut self, plan: &Plan) {
        if let Some(review) = &plan.review {
            self.post(review);
        }
        if let Some(body) = &plan.summary_edit {
            let id = self.posted().summary.expect("a summary to edit").id;
            self.edit_review(&id, body);
        }
        for retire in &plan.retire {
            let at = self.comment(&retire.comment);
            match &retire.how {
                How::Delete => {
                    assert_eq!(self.comments[at].answers, 0, "answers would be lost");
                    self.comments.remove(at);
                }
                How::MarkFixed { body } => {
                    self.comments[at].body = checked(body);
                    self.comments[at].minimized = true;
                }
            }
        }
        for (id, body) in &plan.edit_comments {
            let at = self.comment(id);
            self.comments[at].body = checked(body);
            self.comments[at].mended.clear();
        }
        for (id, body) in &plan.retire_summaries {
            self.edit_review(id, body);
            self.reviews.iter_mut().find(|r| r.id == *id).unwrap().minimized = true;
        }
        for id in &plan.dismiss {
            let review = self.reviews.iter_mut().find(|r| r.id == *id).unwrap();
            assert_eq!(review.event, Event::RequestChanges, "GitHub dismisses no comment");
            review.dismissed = true;
        }
        self.no_two_suggestions_share_a_line();
    }

    pub(crate) fn post(&mut self, review: &NewReview) {
        assert!(review.comments.len() <= 25);
        let body = checked(&review.body);
        let id = self.id("R");
        self.told += 1;
        self.reviews.push(Review {
            id,
            ours: true,
            body,
            event: review.event,
            minimized: false,
            dismissed: false,
        });
        for comment in &review.comments {
            let first = comment.start_line.unwrap_or(comment.line);
            assert!(comment.start_line.is_none_or(|start| start < comment.line));
            let file = self.files.iter().find(|f| f.path == comment.path).expect("a changed file");
            let shown = file.hunks().iter().any(|hunk| hunk.shows(first, comment.line));
            assert!(shown, "422: line must be part of the diff");
            let prints = match Mark::read(&comment.body) {
                Some(Mark::Comment(mark)) => mark.fingerprints,
                other => panic!("a comment with another mark: {other:?}"),
            };
            assert_eq!(prints, comment.fingerprints);
            if let Some(text) = suggestion(&comment.body) {
                let lines: Vec<&str> = file.head.lines().collect();
                assert_ne!(lines[first - 1..comment.line].join("\n"), text, "no change made");
                assert!(!file.head.contains('\r'));
            }
            let id = self.id("C");
            self.told += 1;
            self.comments.push(Comment {
                id,
                ours: true,
                path: comment.path.clone(),
                lines: Some((first, comment.line)),
                body: checked(&comment.body),
                mended: comment.mended.clone(),
                answers: 0,
                minimized: false,
            });
        }
    }

    fn comment(&self, id: &str) -> usize {
        self.comments.iter().position(|c| c.id == id && c.ours).expect("a comment of ours")
    }

    fn edit_review(&mut self, id: &str, body: &str) {
        let review = self.reviews.iter_mut().find(|r| r.id == id && r.ours).expect("ours");
        review.body = checked(body);
    }

    fn no_two_suggestions_share_a_line(&self) {
        let mut seen: HashMap<(&str, usize), &str> = HashMap::new();
        for comment in self.comments.iter().filter(|c| c.ours && suggestion(&c.body).is_some()) {
            let Some((first, last)) = comment.lines else { continue };
            for line in first..=last {
                let other = seen.insert((&comment.path, line), &comment.body);
                assert_eq!(other, None, "line {line} is suggested twice:\n{}", comment.body);
            }
        }
    }

    /// New text for a file; comments move with their lines, or become outdated.
    pub(crate) fn push(&mut self, at: usize, head: String) {
        let file = &mut self.files[at];
        let old = std::mem::replace(&mut file.head, head);
        let moved = kept_lines(&old, &file.head);
        for comment in self.comments.iter_mut().filter(|c| c.path == file.path) {
            comment.lines = comment.lines.and_then(|(first, last)| {
                let new = (*moved.get(&first)?, *moved.get(&last)?);
                let whole = (first..=last).all(|line| moved.contains_key(&line));
                (whole && new.1 - new.0 == last - first).then_some(new)
            });
        }
    }

    /// Applies all suggestions that can be applied, as one batch.
    pub(crate) fn apply_suggestions(&mut self) -> Vec<String> {
        let mut done = vec![];
        for at in 0..self.files.len() {
            let file = &self.files[at];
            let mut todo: Vec<(usize, usize, String)> = vec![];
            for comment in self.comments.iter().filter(|c| c.ours && c.path == file.path) {
                let (Some((first, last)), Some(text)) = (comment.lines, suggestion(&comment.body))
                else {
                    continue;
                };
                todo.push((first, last, text));
                done.extend(comment.mended.iter().cloned());
            }
            todo.sort();
            let mut head = file.head.clone();
            for (first, last, text) in todo.iter().rev() {
                head = apply_suggestion(&head, *first, *last, text);
            }
            if !todo.is_empty() {
                self.push(at, head);
            }
        }
        done
    }
}

fn checked(body: &str) -> String {
    assert!(!body.trim().is_empty(), "a body must not be blank");
    assert!(body.len() <= 60_000, "too long: {}", body.len());
    body.to_owned()
}

/// Where the lines of an old text are in a new one.
fn kept_lines(old: &str, new: &str) -> HashMap<usize, usize> {
    let diff = similar::TextDiff::from_lines(old, new);
    let kept =
        diff.iter_all_changes().filter_map(|c| Some((c.old_index()? + 1, c.new_index()? + 1)));
    kept.collect()
}

/// The lines from `first` to `last` replaced, as GitHub's button does.
pub(crate) fn apply_suggestion(head: &str, first: usize, last: usize, text: &str) -> String {
    let lines: Vec<&str> = head.split_inclusive('\n').collect();
    let mut out: String = lines[..first - 1].concat();
    out.push_str(text);
    if !text.is_empty() && (last < lines.len() || head.ends_with('\n')) {
        out.push('\n');
    }
    out.push_str(&lines[last..].concat());
    out
}

/// The text of a suggestion block, read as Markdown does.
pub(crate) fn suggestion(body: &str) -> Option<String> {
    let mut lines = body.lines();
    let fence = lines.find_map(|line| {
        let ticks = line.strip_suffix("suggestion")?;
        (ticks.len() >= 3 && ticks.chars().all(|c| c == '`')).then_some(ticks)
    })?;
    let inside: Vec<&str> = lines
        .take_while(|line| {
            let line = line.trim_end();
            !(line.len() >= fence.len() && line.chars().all(|c| c == '`'))
        })
        .collect();
    Some(inside.join("\n"))
}
