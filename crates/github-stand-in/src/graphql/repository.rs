//! The entry, repositories, branches and people.

use serde_json::{Value, json};

use super::Trouble;
use super::execute::{Arguments, Executor, page};
use super::git::object;
use super::thing::{Out, Thing};
use crate::state::access::Denied;
use crate::state::{Level, Role, node_id};

type Found = Result<Option<Out>, Trouble>;

/// Text in the arguments.
pub(super) fn text<'a>(arguments: &'a Arguments, name: &str) -> &'a str {
    arguments.get(name).and_then(Value::as_str).unwrap_or_default()
}

impl Executor<'_> {
    /// Asks for a permission.
    pub(super) fn demand(
        &self,
        repo: u64,
        permissions: &[&str],
        level: Level,
        role: Role,
    ) -> Result<(), Trouble> {
        let repo = self.state.repository(repo);
        let allowed = self.state.demand(Some(self.token), repo, permissions, level, role);
        allowed.map_err(|denied| match denied {
            Denied::Hidden | Denied::Unauthenticated => Trouble::not_found("?"),
            Denied::Permission { message, .. } => Trouble::forbidden(message),
        })
    }
}

/// Fields of the query itself.
pub(super) fn query(executor: &mut Executor, field: &str, arguments: &Arguments) -> Found {
    match field {
        "viewer" => Ok(Some(Out::One(Thing::Viewer(executor.token.login.clone())))),
        "repository" => {
            let full_name = format!("{}/{}", text(arguments, "owner"), text(arguments, "name"));
            let state = &*executor.state;
            let named = state.find_repository(&full_name);
            // Former names are followed, unless one says otherwise.
            let follow = arguments.get("followRenames") != Some(&json!(false));
            let former = state
                .former_names
                .iter()
                .find(|(former, _)| follow && former.eq_ignore_ascii_case(&full_name))
                .map(|(_, id)| state.repository(*id));
            let seen = named.or(former).filter(|repo| state.sees(Some(executor.token), repo));
            match seen {
                Some(repo) => Ok(Some(Out::One(Thing::Repository(repo.id)))),
                None => Err(Trouble::new(
                    "NOT_FOUND",
                    format!("Could not resolve to a Repository with the name '{full_name}'."),
                )),
            }
        }
        "node" => node(executor, text(arguments, "id")).map(|thing| Some(Out::One(thing))),
        _ => Ok(None),
    }
}

/// Anything by its id.
pub(super) fn node(executor: &Executor, id: &str) -> Result<Thing, Trouble> {
    let state = &*executor.state;
    for repo in state.repositories.iter().filter(|r| state.sees(Some(executor.token), r)) {
        if node_id("R", repo.id) == id {
            return Ok(Thing::Repository(repo.id));
        }
        for pull in &repo.pulls {
            let (repo, number) = (repo.id, pull.number);
            if node_id("PR", pull.id) == id {
                return Ok(Thing::Pull(repo, number));
            }
            if let Some(review) = pull.reviews.iter().find(|r| node_id("PRR", r.id) == id) {
                return Ok(Thing::Review(repo, number, review.id));
            }
            for comment in &pull.comments {
                if node_id("PRRC", comment.id) == id {
                    return Ok(Thing::ReviewComment(repo, number, comment.id));
                }
                if comment.reply_to.is_none() && node_id("PRRT", comment.id) == id {
                    return Ok(Thing::Thread(repo, number, comment.id));
                }
            }
            if let Some(comment) = pull.issue_comments.iter().find(|c| node_id("IC", c.id) == id) {
                return Ok(Thing::IssueComment(repo, number, comment.id));
            }
        }
    }
    Err(Trouble::not_found(id))
}

/// Fields of a repository.
pub(super) fn repository(
    executor: &mut Executor,
    id: u64,
    field: &str,
    arguments: &Arguments,
) -> Found {
    let repo = executor.state.repository(id);
    let out = match field {
        "id" => json!(node_id("R", id)).into(),
        "databaseId" => json!(i32::try_from(id).ok()).into(),
        "name" => json!(repo.name).into(),
        "nameWithOwner" => json!(repo.full_name()).into(),
        "owner" => Out::One(Thing::Actor(repo.owner.clone())),
        "url" => json!(format!("{}/{}", executor.state.url, repo.full_name())).into(),
        "isPrivate" => json!(repo.private).into(),
        "visibility" => json!(if repo.private { "PRIVATE" } else { "PUBLIC" }).into(),
        "isFork" => json!(repo.parent.is_some()).into(),
        "isArchived" => json!(repo.archived).into(),
        "isDisabled" => json!(false).into(),
        "viewerPermission" => {
            // An App is no collaborator.
            let app = executor.token.kind.of_app();
            let role = executor.state.role(&executor.token.login, repo).filter(|_| !app);
            json!(role.map(|role| role.name().to_uppercase())).into()
        }
        "defaultBranchRef" => {
            let branch = repo.default_branch.clone();
            Out::maybe(repo.tip(&branch).map(|_| Thing::Ref(id, branch)))
        }
        "ref" => {
            let name = text(arguments, "qualifiedName");
            let branch = name.strip_prefix("refs/heads/").unwrap_or(name).to_owned();
            Out::maybe(repo.tip(&branch).map(|_| Thing::Ref(id, branch)))
        }
        "object" => {
            executor.demand(id, &["contents"], Level::Read, Role::Read)?;
            let oid = text(arguments, "oid");
            let expression = if oid.is_empty() { text(arguments, "expression") } else { oid };
            Out::maybe(object(executor, id, expression))
        }
        "pullRequest" => {
            executor.demand(id, &["pull_requests"], Level::Read, Role::Read)?;
            let number = arguments.get("number").and_then(Value::as_u64).unwrap_or_default();
            if executor.state.repository(id).pull(number).is_none() {
                return Err(Trouble::new(
                    "NOT_FOUND",
                    format!("Could not resolve to a PullRequest with the number of {number}."),
                ));
            }
            Out::One(Thing::Pull(id, number))
        }
        "pullRequests" => {
            executor.demand(id, &["pull_requests"], Level::Read, Role::Read)?;
            let states = arguments.get("states").cloned().unwrap_or(Value::Null);
            let wanted = |state: &str| match &states {
                Value::Array(list) => list.contains(&json!(state)),
                Value::String(only) => only == state,
                _ => true,
            };
            let pulls = executor.state.repository(id).pulls.iter();
            let shown = pulls.filter(|pull| wanted(super::pull::state_of(pull)));
            let things = shown.map(|pull| Thing::Pull(id, pull.number)).collect();
            page("PullRequestConnection", things, arguments)
        }
        _ => return Ok(None),
    };
    Ok(Some(out))
}

/// Fields of a branch.
pub(super) fn branch(executor: &mut Executor, repo: u64, branch: &str, field: &str) -> Found {
    let repository = executor.state.repository(repo);
    let out = match field {
        "id" => json!(format!("REF_{repo:X}_{branch}")).into(),
        "name" => json!(branch).into(),
        "prefix" => json!("refs/heads/").into(),
        "repository" => Out::One(Thing::Repository(repo)),
        "target" => {
            let tip = repository.tip(branch);
            executor.demand(repo, &["contents"], Level::Read, Role::Read)?;
            Out::maybe(tip.map(|oid| Thing::Commit(repo, oid)))
        }
        _ => return Ok(None),
    };
    Ok(Some(out))
}

/// Fields of a person or bot. A bot is told without `[bot]`, but for whoever asks.
pub(super) fn actor(executor: &Executor, login: &str, viewer: bool, field: &str) -> Option<Out> {
    let user = executor.state.find_user(login)?;
    let name = if viewer { user.rest_login() } else { user.login.clone() };
    let url = &executor.state.url;
    let page = if user.bot { format!("/apps/{}", user.login) } else { format!("/{name}") };
    let value = match field {
        "login" => json!(name),
        "id" => json!(node_id(if user.bot { "BOT" } else { "U" }, user.id)),
        "databaseId" => json!(i32::try_from(user.id).ok()),
        "url" => json!(format!("{url}{page}")),
        "resourcePath" => json!(page),
        "avatarUrl" => json!(format!("{url}/avatars/{}", user.id)),
        _ => return None,
    };
    Some(value.into())
}
