//! GraphQL: aliases, variables, fragments, pages, limits and changes.

use github_stand_in::{Level, StandIn};
use serde_json::{Value, json};

use crate::client::Client;
use crate::reviews::Scene;

const PULL: &str = "
query($owner: String!, $name: String!, $number: Int!) {
  viewer { login }
  rateLimit { cost remaining nodeCount }
  repository(owner: $owner, name: $name) {
    viewerPermission
    defaultBranchRef { name target { ... on Commit { oid } } }
    pullRequest(number: $number) {
      state locked isDraft merged title headRefOid baseRefOid baseRefName headRefName
      isCrossRepository
      headRepository { nameWithOwner }
      author { login __typename }
      baseRef { target { ... on Commit { file(path: \"README.md\") { object { ...text } } oid } } }
      reviews(first: 100) { nodes { ...review } pageInfo { hasNextPage endCursor } }
      reviewThreads(first: 100) {
        nodes {
          id isResolved isOutdated line originalLine path viewerCanResolve
          comments(first: 10) {
            totalCount
            nodes { id databaseId fullDatabaseId body viewerDidAuthor isMinimized minimizedReason
                    author { login __typename } }
          }
        }
      }
      comments(first: 50) { nodes { id body } }
    }
  }
}
fragment text on Blob { text isTruncated isBinary byteSize oid }
fragment review on PullRequestReview {
  id databaseId fullDatabaseId body url state viewerDidAuthor author { login __typename }
  commit { oid }
}";

fn variables() -> Value {
    json!({"owner": "org", "name": "model", "number": 1})
}

fn seeded() -> Scene {
    let scene = Scene::new();
    let at = |line: u64| json!({"path": "README.md", "line": line, "side": "RIGHT", "body": "Say"});
    assert_eq!(scene.post(&json!([at(3), at(18)])).0, 200);
    scene
}

#[test]
fn a_pull_request_is_told_with_all_that_was_said() {
    let scene = seeded();
    scene.pull.reply(scene.pull.comments()[0].number, "author", "Why?");
    let told = scene.client().graphql(PULL, &variables());
    assert!(told.get("errors").is_none(), "{told:#}");
    let pull = &told["data"]["repository"]["pullRequest"];
    assert_eq!(pull["headRefOid"], json!(scene.pull.head()));
    assert_eq!(pull["headRepository"]["nameWithOwner"], "author/model");
    assert_eq!(pull["author"], json!({"login": "author", "__typename": "User"}));
    let review = &pull["reviews"]["nodes"][0];
    assert_eq!(review["author"], json!({"login": "github-actions", "__typename": "Bot"}));
    assert_eq!((&review["viewerDidAuthor"], &review["databaseId"]), (&json!(true), &Value::Null));
    assert_eq!(review["fullDatabaseId"], json!(scene.pull.reviews()[0].number.to_string()));
    let thread = &pull["reviewThreads"]["nodes"][0];
    assert_eq!((&thread["line"], &thread["viewerCanResolve"]), (&json!(3), &json!(false)));
    assert_eq!(thread["comments"]["totalCount"], 2);
    assert_eq!(thread["comments"]["nodes"][1]["viewerDidAuthor"], false);
    let file = &pull["baseRef"]["target"]["file"]["object"];
    assert!(file["text"].as_str().unwrap().starts_with("line 1\nline 2\nline 3\n"));
    assert_eq!(told["data"]["viewer"]["login"], "github-actions[bot]");
    assert_eq!(told["data"]["rateLimit"]["cost"], 1);
    assert_eq!(told["data"]["rateLimit"]["nodeCount"], 100 + 100 + 100 * 10 + 50);
}

#[test]
fn many_files_are_read_under_aliases_for_one_point() {
    let github = StandIn::start_unlogged();
    let repo = github.repository("org/model");
    let long = "x".repeat(512_001);
    let commit = repo.commit(
        "main",
        &[("a.md", b"a\n".as_slice()), ("long.md", long.as_bytes()), ("bin", b"\0")],
        "Begin",
    );
    let query =
        "query($a: String!) { rateLimit { cost } repository(owner: \"org\", name: \"model\") {
        a: object(expression: $a) { ... on Blob { text } }
        long: object(expression: \"main:long.md\") { ... on Blob { text isTruncated byteSize } }
        bin: object(expression: \"main:bin\") { ... on Blob { text isBinary } }
        tree: object(expression: \"main:\") { ... on Tree { entries { name path type } } }
        none: object(expression: \"main:none\") { ... on Blob { text } } } }";
    let client = Client::new(&github, &github.user_token("reader"));
    let told = client.graphql(query, &json!({"a": format!("{commit}:a.md")}));
    let repo = &told["data"]["repository"];
    assert_eq!(repo["a"]["text"], "a\n");
    assert_eq!(repo["long"]["text"].as_str().unwrap().len(), 512_000);
    assert_eq!(
        (&repo["long"]["isTruncated"], &repo["long"]["byteSize"]),
        (&json!(true), &json!(512_001))
    );
    assert_eq!(repo["bin"], json!({"text": null, "isBinary": true}));
    assert_eq!(repo["tree"]["entries"][0], json!({"name": "a.md", "path": "a.md", "type": "blob"}));
    assert_eq!(repo["none"], Value::Null);
    assert_eq!(told["data"]["rateLimit"]["cost"], 1);
}

#[test]
fn lists_have_bounds_and_pages() {
    let scene = seeded();
    let ask = |list: &str| {
        let query = format!(
            "{{ repository(owner: \"org\", name: \"model\") {{ pullRequest(number: 1) {{ {list} }} }} }}"
        );
        scene.client().graphql(&query, &json!({}))
    };
    let kind = |told: &Value| told["errors"][0]["type"].clone();
    assert_eq!(kind(&ask("reviews { totalCount }")), "MISSING_PAGINATION_BOUNDARIES");
    assert_eq!(kind(&ask("reviews(first: 101) { totalCount }")), "EXCESSIVE_PAGINATION");
    let deep = "reviewThreads(first: 100) { nodes { comments(first: 100) { nodes { id } } } }
        reviews(first: 100) { nodes { comments(first: 100) { nodes { id } } } }";
    assert!(ask(deep).get("errors").is_none());
    assert_eq!(kind(&ask("nothing")), "undefinedField");
    let page = |after: &str| {
        let told = ask(&format!(
            "reviewThreads(first: 1{after}) {{ nodes {{ line }} pageInfo {{ hasNextPage endCursor }} }}"
        ));
        told["data"]["repository"]["pullRequest"]["reviewThreads"].clone()
    };
    let first = page("");
    assert_eq!(
        (&first["nodes"][0]["line"], &first["pageInfo"]["hasNextPage"]),
        (&json!(3), &json!(true))
    );
    let cursor = first["pageInfo"]["endCursor"].as_str().unwrap();
    let second = page(&format!(", after: \"{cursor}\""));
    assert_eq!(
        (&second["nodes"][0]["line"], &second["pageInfo"]["hasNextPage"]),
        (&json!(18), &json!(false))
    );
}

#[test]
fn changes_come_in_one_request_and_each_stands_alone() {
    let scene = seeded();
    let (review, comments) = (scene.pull.reviews()[0].clone(), scene.pull.comments());
    let stranger = scene.pull.review("stranger", "Mine");
    let query = "mutation($review: ID!, $a: ID!, $b: ID!, $other: ID!) {
        s: updatePullRequestReview(input: {pullRequestReviewId: $review, body: \"New\"}) {
          pullRequestReview { body } }
        x: updatePullRequestReview(input: {pullRequestReviewId: $other, body: \"Stolen\"}) {
          pullRequestReview { body } }
        e: updatePullRequestReviewComment(input: {pullRequestReviewCommentId: $a, body: \"Fixed\"}) {
          pullRequestReviewComment { body } }
        m: minimizeComment(input: {subjectId: $a, classifier: OUTDATED}) {
          minimizedComment { isMinimized minimizedReason } }
        d: deletePullRequestReviewComment(input: {id: $b}) { pullRequestReview { id } } }";
    let other = scene.pull.reviews().into_iter().find(|known| known.number == stranger).unwrap();
    let told = scene.client().graphql(
        query,
        &json!({"review": review.id, "a": comments[0].id, "b": comments[1].id, "other": other.id}),
    );
    assert_eq!(told["data"]["s"]["pullRequestReview"]["body"], "New");
    assert_eq!(told["data"]["m"]["minimizedComment"]["minimizedReason"], "outdated");
    assert_eq!((&told["data"]["x"], &told["errors"][0]["path"]), (&Value::Null, &json!(["x"])));
    assert_eq!(told["errors"].as_array().unwrap().len(), 1, "{told:#}");
    let left = scene.pull.comments();
    assert_eq!((left.len(), left[0].body.as_str()), (1, "Fixed"));
    assert_eq!(left[0].minimized.as_deref(), Some("outdated"));
    assert_eq!(scene.pull.reviews()[0].body, "New");
}

#[test]
fn resolving_a_thread_needs_the_right_to_push() {
    let scene = seeded();
    let told = scene.client().graphql(PULL, &variables());
    let threads = &told["data"]["repository"]["pullRequest"]["reviewThreads"];
    let id = threads["nodes"][0]["id"].clone();
    let query = "mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) {
        thread { isResolved } } }";
    let told = scene.client().graphql(query, &json!({"id": id}));
    assert_eq!(told["errors"][0]["type"], "FORBIDDEN");
    assert!(!scene.pull.comments()[0].resolved);
    scene.github.set_permissions(
        &scene.token,
        &[("contents", Level::Write), ("pull_requests", Level::Write)],
    );
    let told = scene.client().graphql(query, &json!({"id": id}));
    assert_eq!(told["data"]["resolveReviewThread"]["thread"]["isResolved"], true);
    assert!(scene.pull.comments()[0].resolved);
}

#[test]
fn a_commit_lands_only_on_the_head_that_is_expected() {
    let scene = Scene::new();
    let tip = scene.repo.tip("main").unwrap();
    let query = "mutation($head: GitObjectID!) { createCommitOnBranch(input: {
        branch: {repositoryNameWithOwner: \"org/model\", branchName: \"main\"},
        message: {headline: \"Fix\"}, expectedHeadOid: $head,
        fileChanges: {additions: [{path: \"new.md\", contents: \"bmV3Cg==\"}]}}) { commit { oid } } }";
    let kind = |told: &Value| told["errors"][0]["type"].clone();
    let told = scene.client().graphql(query, &json!({"head": tip}));
    assert_eq!(kind(&told), "FORBIDDEN");
    scene.github.set_permissions(&scene.token, &[("contents", Level::Write)]);
    let told = scene.client().graphql(query, &json!({"head": scene.pull.head()}));
    assert_eq!(kind(&told), "STALE_DATA");
    let told = scene.client().graphql(query, &json!({"head": tip}));
    assert_eq!(
        told["data"]["createCommitOnBranch"]["commit"]["oid"],
        json!(scene.repo.tip("main"))
    );
    assert_eq!(scene.repo.file("main", "new.md").unwrap(), b"new\n");
}

#[test]
fn without_a_token_there_is_no_graphql() {
    let scene = Scene::new();
    let told =
        Client::new(&scene.github, "").post("/graphql", &json!({"query": "{ viewer { login } }"}));
    assert_eq!(told.status, 401);
    let told =
        scene.client().graphql("{ repository(owner: \"a\", name: \"b\") { id } }", &json!({}));
    assert_eq!(told["errors"][0]["type"], "NOT_FOUND");
}
