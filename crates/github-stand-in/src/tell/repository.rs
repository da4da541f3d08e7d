//! Repositories, as REST tells them.

use serde_json::{Map, Value, json};

use super::user;
use crate::state::{Repository, Role, State, Token, node_id, stamp};

/// Where the parts of a repository are: name and what follows the repository's own address.
const ADDRESSES: &[(&str, &str)] = &[
    ("archive_url", "/{archive_format}{/ref}"),
    ("assignees_url", "/assignees{/user}"),
    ("blobs_url", "/git/blobs{/sha}"),
    ("branches_url", "/branches{/branch}"),
    ("collaborators_url", "/collaborators{/collaborator}"),
    ("comments_url", "/comments{/number}"),
    ("commits_url", "/commits{/sha}"),
    ("compare_url", "/compare/{base}...{head}"),
    ("contents_url", "/contents/{+path}"),
    ("contributors_url", "/contributors"),
    ("deployments_url", "/deployments"),
    ("downloads_url", "/downloads"),
    ("events_url", "/events"),
    ("forks_url", "/forks"),
    ("git_commits_url", "/git/commits{/sha}"),
    ("git_refs_url", "/git/refs{/sha}"),
    ("git_tags_url", "/git/tags{/sha}"),
    ("hooks_url", "/hooks"),
    ("issue_comment_url", "/issues/comments{/number}"),
    ("issue_events_url", "/issues/events{/number}"),
    ("issues_url", "/issues{/number}"),
    ("keys_url", "/keys{/key_id}"),
    ("labels_url", "/labels{/name}"),
    ("languages_url", "/languages"),
    ("merges_url", "/merges"),
    ("milestones_url", "/milestones{/number}"),
    ("notifications_url", "/notifications{?since,all,participating}"),
    ("pulls_url", "/pulls{/number}"),
    ("releases_url", "/releases{/id}"),
    ("stargazers_url", "/stargazers"),
    ("statuses_url", "/statuses/{sha}"),
    ("subscribers_url", "/subscribers"),
    ("subscription_url", "/subscription"),
    ("tags_url", "/tags"),
    ("teams_url", "/teams"),
    ("trees_url", "/git/trees{/sha}"),
];

/// A repository as it stands inside other things.
pub(crate) fn repository_small(state: &State, repo: &Repository) -> Value {
    let full_name = repo.full_name();
    let api = format!("{}/repos/{full_name}", state.url);
    let page = format!("{}/{full_name}", state.url);
    let mut told = json!({
        "id": repo.id,
        "node_id": node_id("R", repo.id),
        "name": repo.name,
        "full_name": full_name,
        "owner": user(state, &repo.owner),
        "private": repo.private,
        "html_url": page,
        "description": null,
        "fork": repo.parent.is_some(),
        "url": api,
    });
    let more = json!({
        "git_url": format!("git://127.0.0.1/{full_name}.git"),
        "ssh_url": format!("git@127.0.0.1:{full_name}.git"),
        "clone_url": format!("{page}.git"),
        "svn_url": page,
        "mirror_url": null,
        "homepage": null,
        "language": null,
        "forks_count": 0,
        "stargazers_count": 0,
        "watchers_count": 0,
        "size": 0,
        "default_branch": repo.default_branch,
        "open_issues_count": 0,
        "is_template": false,
        "topics": [],
        "has_issues": true,
        "has_projects": false,
        "has_wiki": false,
        "has_pages": false,
        "has_downloads": false,
        "has_discussions": false,
        "archived": repo.archived,
        "disabled": false,
        "visibility": if repo.private { "private" } else { "public" },
        "pushed_at": stamp(repo.created),
        "created_at": stamp(repo.created),
        "updated_at": stamp(repo.created),
        "license": null,
        "forks": 0,
        "open_issues": 0,
        "watchers": 0,
        "allow_forking": true,
        "web_commit_signoff_required": false,
    });
    if let (Value::Object(told), Value::Object(more)) = (&mut told, more) {
        for (name, end) in ADDRESSES {
            told.insert((*name).to_owned(), json!(format!("{api}{end}")));
        }
        told.extend(more);
    }
    told
}

/// A repository as its own endpoint tells it.
pub(crate) fn repository(state: &State, repo: &Repository, token: Option<&Token>) -> Value {
    let mut told = repository_small(state, repo);
    told["network_count"] = json!(0);
    told["subscribers_count"] = json!(0);
    if let Some(token) = token.filter(|token| !token.kind.of_app()) {
        told["permissions"] = permissions(state.role(&token.login, repo));
    }
    if let Some(parent) = repo.parent {
        let parent = repository_small(state, state.repository(parent));
        told["source"] = parent.clone();
        told["parent"] = parent;
    }
    told
}

/// What a role may do, as a set of answers.
pub(crate) fn permissions(role: Option<Role>) -> Value {
    let names = [
        ("admin", Role::Admin),
        ("maintain", Role::Maintain),
        ("push", Role::Write),
        ("triage", Role::Triage),
        ("pull", Role::Read),
    ];
    let told: Map<String, Value> = names
        .into_iter()
        .map(|(name, needed)| (name.to_owned(), json!(role >= Some(needed))))
        .collect();
    Value::Object(told)
}
