//! Apps: what they sign, the tokens they get, and how far those reach.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use github_stand_in::{AppHandle, Level, Repo, StandIn};
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};

use crate::client::Client;

pub(crate) fn now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(now.as_secs()).unwrap()
}

/// Signs claims with a key as GitHub gives it out.
fn sign(pem: &str, claims: &Value) -> String {
    let inner: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let key = RsaKeyPair::from_der(&STANDARD.decode(inner).unwrap()).unwrap();
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&json!({"alg": "RS256", "typ": "JWT"})), part(claims));
    let mut signature = vec![0; key.public().modulus_len()];
    let random = ring::rand::SystemRandom::new();
    key.sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature).unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

pub(crate) fn as_app(github: &StandIn, app: &AppHandle) -> Client {
    let claims = json!({"iss": app.id(), "iat": now() - 60, "exp": now() + 480});
    Client::new(github, &sign(&app.private_key(), &claims))
}

pub(crate) const ALL: [(&str, Level); 3] =
    [("contents", Level::Read), ("pull_requests", Level::Write), ("checks", Level::Write)];

pub(crate) fn scene() -> (StandIn, Repo, AppHandle, u64) {
    let github = StandIn::start_unlogged();
    let repo = github.repository("org/model");
    repo.make_private();
    repo.commit("main", &[("README.md", "a\n")], "Begin");
    let app = github.app("cardbot", &ALL);
    let installation = app.install(&[&repo]);
    (github, repo, app, installation)
}

#[test]
fn a_token_of_ones_own_must_be_signed_and_in_time() {
    let (github, _repo, app, _) = scene();
    let status = |issuer: Value, issued: i64, ends: i64, pem: &str| {
        let claims = json!({"iss": issuer, "iat": now() + issued, "exp": now() + ends});
        Client::new(&github, &sign(pem, &claims)).get("/app").status
    };
    let pem = app.private_key();
    assert_eq!(status(json!(app.id()), -60, 480, &pem), 200);
    assert_eq!(status(json!(app.id().to_string()), -60, 480, &pem), 200);
    assert_eq!(status(json!(app.client_id()), -60, 480, &pem), 200);
    assert_eq!(status(json!(app.id()), 30, 480, &pem), 401);
    assert_eq!(status(json!(app.id()), -60, 630, &pem), 401);
    assert_eq!(status(json!(app.id()), -60, -1, &pem), 401);
    assert_eq!(status(json!(7), -60, 480, &pem), 401);
    let other = github.app("other", &ALL);
    assert_eq!(status(json!(app.id()), -60, 480, &other.private_key()), 401);
    assert_eq!(Client::new(&github, "nonsense").get("/app").status, 401);
    // It is GitHub's clock that counts, and its answer tells the time.
    github.set_clock_ahead(-120);
    assert_eq!(status(json!(app.id()), -60, 480, &pem), 401);
    assert_eq!(status(json!(app.id()), -180, 360, &pem), 200);
}

#[test]
fn an_installation_token_can_be_narrowed_and_never_widened() {
    let (github, repo, app, installation) = scene();
    let client = as_app(&github, &app);
    let path = format!("/app/installations/{installation}/access_tokens");
    let token = |body: &Value| client.post(&path, body);
    let told = token(&Value::Null);
    assert_eq!(told.status, 201);
    let text = told.json()["token"].as_str().unwrap().to_owned();
    assert!(text.starts_with("ghs_") && text.len() == 520, "{text}");
    let read = Client::new(&github, &text);
    assert_eq!(read.get("/repos/org/model/contents/README.md").status, 200);
    assert_eq!(read.get("/installation/repositories").json()["total_count"], 1);
    let narrow = json!({"repositories": ["model"], "permissions": {"checks": "write"}});
    let told = token(&narrow).json();
    assert_eq!(told["permissions"], json!({"checks": "write", "metadata": "read"}));
    let narrow = Client::new(&github, told["token"].as_str().unwrap());
    assert_eq!(narrow.get("/repos/org/model").status, 200);
    assert_eq!(narrow.get("/repos/org/model/contents/README.md").status, 403);
    let foreign = github.repository("org/other");
    foreign.make_private();
    assert_eq!(narrow.get("/repos/org/other").status, 404);
    assert_eq!(token(&json!({"permissions": {"contents": "write"}})).status, 422);
    assert_eq!(token(&json!({"repository_ids": [foreign.number()]})).status, 422);
    let many: Vec<u64> = vec![repo.number(); 501];
    assert_eq!(token(&json!({"repository_ids": many})).status, 422);
    app.suspend(installation, true);
    assert_eq!(token(&Value::Null).status, 403);
    app.suspend(installation, false);
    let other = github.app("other", &ALL);
    assert_eq!(as_app(&github, &other).post(&path, &Value::Null).status, 404);
}

#[test]
fn an_app_finds_its_installations() {
    let (github, repo, app, installation) = scene();
    let client = as_app(&github, &app);
    assert_eq!(client.get("/app/installations").json()[0]["id"], json!(installation));
    let told = client.get("/repos/org/model/installation").json();
    assert_eq!((&told["id"], &told["app_slug"]), (&json!(installation), &json!("cardbot")));
    let other = github.app("other", &ALL);
    assert_eq!(as_app(&github, &other).get("/repos/org/model/installation").status, 404);
    assert_eq!(repo.full_name(), "org/model");
}

#[test]
fn an_app_is_made_from_a_manifest_once() {
    let github = StandIn::start_unlogged();
    let manifest = json!({"name": "Card Bot", "url": "https://example.org",
        "redirect_url": "http://127.0.0.1:9/back", "hook_attributes": {"url": "http://127.0.0.1:9/w"},
        "default_permissions": {"contents": "read", "checks": "write"},
        "default_events": ["pull_request"]});
    let form: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("manifest", &manifest.to_string())
        .finish();
    let client = Client::new(&github, "");
    let told = client.send_text("POST", "/organizations/org/settings/apps/new?state=s1", &form);
    assert_eq!(told.status, 302);
    let target = told.header("location").unwrap().to_owned();
    let query = target.strip_prefix("http://127.0.0.1:9/back?").unwrap();
    let code = query.strip_suffix("&state=s1").unwrap().strip_prefix("code=").unwrap();
    let path = format!("/app-manifests/{code}/conversions");
    let told = client.post(&path, &Value::Null);
    assert_eq!(told.status, 201);
    let made = told.json();
    assert_eq!((&made["slug"], &made["owner"]["login"]), (&json!("card-bot"), &json!("org")));
    let app = &github.apps()[0];
    assert_eq!(made["pem"], json!(app.private_key()));
    assert_eq!(made["webhook_secret"], json!(app.webhook_secret()));
    assert_eq!(as_app(&github, app).get("/app").status, 200);
    assert_eq!(client.post(&path, &Value::Null).status, 404);
}
