//! A new review, under all the rules that GitHub has for one. One bad comment refuses the whole, and
//! the refusal doesn't say which one it was.

use serde_json::Value;

use super::Call;
use crate::answer::Answer;
use crate::diff::FileDiff;
use crate::state::{Event, Level, Pull, Review, ReviewComment, Role, Side, State};
use crate::tell;

/// Bodies may not be longer.
pub(crate) const LONGEST_BODY: usize = 65_536;

/// What somebody wants to say about some lines.
#[derive(Clone, Debug)]
pub(crate) struct NewComment {
    pub(crate) path: String,
    pub(crate) side: Side,
    pub(crate) start: Option<usize>,
    pub(crate) line: usize,
    pub(crate) body: String,
}

/// What somebody wants to say.
#[derive(Clone, Debug)]
pub(crate) struct NewReview {
    pub(crate) commit: Option<String>,
    pub(crate) body: String,
    pub(crate) event: Event,
    pub(crate) comments: Vec<NewComment>,
}

const KEYS: [&str; 4] = ["commit_id", "body", "event", "comments"];
const COMMENT_KEYS: [&str; 7] =
    ["path", "position", "body", "line", "side", "start_line", "start_side"];

impl NewReview {
    /// Reads the body of a request.
    pub(super) fn read(body: &Value) -> Result<Self, Answer> {
        only(body, &KEYS)?;
        let event = match body.get("event") {
            None | Some(Value::Null) => Event::Pending,
            Some(event) => self::event(event)?,
        };
        let comments = body.get("comments").filter(|comments| !comments.is_null());
        let comments = match comments {
            None => Vec::new(),
            Some(Value::Array(rows)) => rows.iter().map(comment).collect::<Result<Vec<_>, _>>()?,
            Some(_) => return Err(schema("comments is not an array.")),
        };
        Ok(Self {
            commit: text(body, "commit_id")?,
            body: text(body, "body")?.unwrap_or_default(),
            event,
            comments,
        })
    }
}

/// Reads what a review decides.
pub(super) fn event(value: &Value) -> Result<Event, Answer> {
    match value.as_str() {
        Some("COMMENT") => Ok(Event::Comment),
        Some("APPROVE") => Ok(Event::Approve),
        Some("REQUEST_CHANGES") => Ok(Event::RequestChanges),
        _ => Err(Answer::unprocessable(&["Variable $event of type PullRequestReviewEvent was \
            provided invalid value"])),
    }
}

fn schema(what: &str) -> Answer {
    Answer::error(422, &format!("Invalid request.\n\n{what}"))
}

/// Refuses keys that the endpoint doesn't know, such as `subject_type` in a comment of a review.
fn only(body: &Value, known: &[&str]) -> Result<(), Answer> {
    let fields = body.as_object().ok_or_else(|| schema("is not an object."))?;
    match fields.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(schema(&format!("\"{key}\" is not a permitted key."))),
        None => Ok(()),
    }
}

fn text(body: &Value, key: &str) -> Result<Option<String>, Answer> {
    match body.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(schema(&format!("\"{key}\" is not a string."))),
    }
}

fn number(body: &Value, key: &str) -> Result<Option<usize>, Answer> {
    match body.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
            number.map(Some).ok_or_else(|| schema(&format!("\"{key}\" is not an integer.")))
        }
    }
}

fn side(body: &Value, key: &str) -> Result<Option<Side>, Answer> {
    match text(body, key)?.as_deref() {
        None => Ok(None),
        Some("LEFT") => Ok(Some(Side::Left)),
        Some("RIGHT") => Ok(Some(Side::Right)),
        Some(_) => Err(schema(&format!("\"{key}\" is neither LEFT nor RIGHT."))),
    }
}

fn comment(row: &Value) -> Result<NewComment, Answer> {
    only(row, &COMMENT_KEYS)?;
    if row.get("position").is_some() {
        return Err(schema("the stand-in knows no \"position\", which is closing down."));
    }
    let wanted = |key: &str| schema(&format!("\"{key}\" wasn't supplied."));
    let end = side(row, "side")?.unwrap_or(Side::Right);
    let start_side = side(row, "start_side")?;
    let start = number(row, "start_line")?;
    if start.is_some() && start_side.is_some_and(|start| start != end) {
        return Err(schema("the stand-in wants both ends on one side."));
    }
    if start.is_none() && start_side.is_some() {
        return Err(schema("\"start_side\" without \"start_line\"."));
    }
    Ok(NewComment {
        path: text(row, "path")?.ok_or_else(|| wanted("path"))?,
        body: text(row, "body")?.ok_or_else(|| wanted("body"))?,
        line: number(row, "line")?.ok_or_else(|| wanted("line"))?,
        side: end,
        start,
    })
}

/// Posts a review and gives its id.
pub(crate) fn post_review(
    call: &mut Call,
    repo: u64,
    number: &str,
    new: &NewReview,
) -> Result<u64, Answer> {
    call.demand(repo, &["pull_requests"], Level::Write, Role::Read)?;
    let login = call.viewer().unwrap_or_default().to_owned();
    let pull = call.pull(repo, number)?.clone();
    let repository = call.state.repository(repo);
    let pushes = call.state.role(&login, repository) >= Some(Role::Write);
    let of_app = call.token.as_ref().is_some_and(|token| token.kind.of_app());
    if pull.locked && (of_app || !pushes) {
        return Err(Answer::error(403, "Unable to create review because issue is locked."));
    }
    may_decide(call, &pull, &login, new.event, of_app)?;
    let pending = |review: &Review| review.event == Event::Pending && review.author == login;
    if pull.reviews.iter().any(pending) {
        return Err(Answer::unprocessable(&[
            "User can only have one pending review per pull request",
        ]));
    }
    let wants_body = matches!(new.event, Event::Comment | Event::RequestChanges);
    if wants_body && new.body.is_empty() && new.comments.is_empty() {
        return Err(Answer::unprocessable(&["Body can't be blank"]));
    }
    check_body(&new.body)?;

    let git = &repository.git;
    let base = tell::pull_base(repository, &pull);
    let commit = new.commit.clone().unwrap_or_else(|| pull.head_oid.clone());
    let merge_base = git.merge_base(&base, &pull.head_oid).unwrap_or_default();
    let in_pull = commit.len() == 40
        && git.leads_to(&commit, &pull.head_oid)
        && !git.leads_to(&commit, &merge_base);
    if !in_pull {
        let told = "The commit_id is not part of the pull request";
        return Err(Answer::unprocessable(&[told]));
    }
    let files = git.diff(&merge_base, &commit);
    let errors: Vec<&str> =
        new.comments.iter().filter_map(|comment| wrong(call.state, comment, &files)).collect();
    let hunks: Vec<String> = new.comments.iter().map(|comment| hunk_of(&files, comment)).collect();
    if !errors.is_empty() {
        if call.state.refused_reviews_stay && new.event != Event::Pending {
            let event = new.event;
            let left = NewReview { commit: None, body: String::new(), event, comments: Vec::new() };
            store(call, repo, pull.number, &left, &commit, &[]);
        }
        return Err(Answer::unprocessable(&errors));
    }
    let id = store(call, repo, pull.number, new, &commit, &hunks);
    crate::positions::refresh(call.state, repo, pull.number);
    Ok(id)
}

fn may_decide(
    call: &Call,
    pull: &Pull,
    login: &str,
    event: Event,
    of_app: bool,
) -> Result<(), Answer> {
    let own = pull.author.eq_ignore_ascii_case(login);
    let refusal = match event {
        Event::Approve if own => "Can not approve your own pull request",
        Event::RequestChanges if own => "Can not request changes on your own pull request",
        Event::Approve if of_app && !call.state.apps_may_approve => {
            "GitHub Actions is not permitted to approve pull requests."
        }
        Event::Approve if !pull.open => "Can not approve a closed pull request",
        Event::RequestChanges if !pull.open => "Can not request changes on a closed pull request",
        _ => return Ok(()),
    };
    Err(Answer::unprocessable(&[refusal]))
}

/// Refuses what is too long.
pub(super) fn check_body(body: &str) -> Result<(), Answer> {
    if body.chars().count() > LONGEST_BODY || body.len() > 4 * LONGEST_BODY {
        return Err(Answer::unprocessable(&["Body is too long (maximum is 65536 characters)"]));
    }
    Ok(())
}

/// What is wrong with a comment, if anything is.
fn wrong(state: &State, comment: &NewComment, files: &[FileDiff]) -> Option<&'static str> {
    if comment.body.trim().is_empty() {
        return Some("Body can't be blank");
    }
    if check_body(&comment.body).is_err() {
        return Some("Body is too long (maximum is 65536 characters)");
    }
    let Some(file) = files.iter().find(|file| file.path == comment.path) else {
        return Some("Path could not be resolved");
    };
    let shown = |line: usize| {
        file.hunks.iter().position(|hunk| match comment.side {
            Side::Right => hunk.new.contains(&line),
            Side::Left => hunk.old.contains(&line),
        })
    };
    let is_kept_off =
        |(path, line): &(String, usize)| *path == comment.path && *line == comment.line;
    let end = shown(comment.line).filter(|_| {
        comment.side == Side::Left || !state.lines_without_comments.iter().any(is_kept_off)
    });
    let Some(end) = end else { return Some("Line could not be resolved") };
    let start = comment.start?;
    if start >= comment.line {
        return Some("Start line must precede the end line.");
    }
    match shown(start) {
        None => Some("Start line could not be resolved"),
        Some(hunk) if hunk != end => Some("Start line must be part of the same hunk as the line."),
        Some(_) => None,
    }
}

fn hunk_of(files: &[FileDiff], comment: &NewComment) -> String {
    let file = files.iter().find(|file| file.path == comment.path);
    file.map(|file| tell::hunk_down_to(file, comment.side, comment.line)).unwrap_or_default()
}

fn store(
    call: &mut Call,
    repo: u64,
    number: u64,
    new: &NewReview,
    commit: &str,
    hunks: &[String],
) -> u64 {
    let now = call.state.now();
    let id = call.state.new_id();
    let ids: Vec<u64> = new.comments.iter().map(|_| call.state.new_id()).collect();
    let author = call.viewer().unwrap_or_default().to_owned();
    let Some(pull) = call.state.repository_mut(repo).pull_mut(number) else { return id };
    pull.updated = now;
    pull.reviews.push(Review {
        id,
        author: author.clone(),
        body: new.body.clone(),
        event: new.event,
        commit: commit.to_owned(),
        time: now,
        updated: now,
        minimized: None,
    });
    for ((comment, hunk), comment_id) in new.comments.iter().zip(hunks).zip(ids) {
        pull.comments.push(ReviewComment {
            id: comment_id,
            review: id,
            author: author.clone(),
            body: comment.body.clone(),
            path: comment.path.clone(),
            side: comment.side,
            original_commit: commit.to_owned(),
            original_start: comment.start,
            original_line: comment.line,
            line: Some(comment.line),
            start: comment.start,
            commit: commit.to_owned(),
            diff_hunk: hunk.clone(),
            reply_to: None,
            resolved: false,
            resolved_by: None,
            applied: false,
            minimized: None,
            time: now,
            updated: now,
        });
    }
    id
}
