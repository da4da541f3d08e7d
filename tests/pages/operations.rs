//! The operations pages: who gets in, and what can be done there.

use cardbot::app::store::{ClaimLimits, Delivery, JobKind, JobRequest, Store};
use cardbot::app::web::{Playground, Site};

use crate::world::World;

pub(crate) const TOKEN: &str = "a-token-of-the-test";

/// A world with one job that was given up.
pub(crate) fn world() -> World {
    World::with(async {
        let store = Store::open("sqlite::memory:").await.expect("a store");
        let request = JobRequest {
            installation: 1,
            repository_id: 2,
            repository: "org/<b>model</b>".to_owned(),
            kind: JobKind::Review { pull: 7 },
            payload: serde_json::json!({}),
            sent_at: 1,
        };
        let delivery = Delivery {
            guid: "a".to_owned(),
            event: "pull_request".to_owned(),
            action: None,
            installation: Some(1),
            received_at: 1,
        };
        store.record(&delivery, &[request], 1).await.expect("recorded");
        let limits = ClaimLimits { per_installation: 1, per_repository: 1 };
        let job = store.claim("w", 2, 1_000, &limits).await.expect("a claim").expect("a job");
        store.dead(&job, "<script>alert(1)</script>", 3).await.expect("given up");
        Site::new(Playground::Public).with_operations(TOKEN, store)
    })
}

#[test]
fn only_who_knows_the_token_gets_in_and_retries() {
    let world = world();
    let page = world.get("/operations");
    assert!(page.status == 200 && !page.text.contains("org/"));
    assert_eq!(world.post("/operations", &[("token", "wrong")]).status, 401);
    assert_eq!(world.post("/operations", &[("job", "1")]).status, 401);
    let wrong = world.request("GET", "/operations").header("authorization", "Bearer wrong");
    assert_eq!(world.send(wrong).status, 401);
    let bearer =
        world.request("GET", "/operations").header("authorization", format!("Bearer {TOKEN}"));
    assert!(world.send(bearer).text.contains("org/&lt;b&gt;model"));
    let signed_in = world.post("/operations", &[("token", TOKEN)]);
    let cookie = signed_in.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = world.send(world.request("GET", "/operations").header("cookie", &cookie));
    assert!(page.text.contains("&lt;script&gt;alert(1)") && !page.text.contains("<script"));
    let form = page.text.split("name=\"form\" value=\"").nth(1).unwrap();
    let form = form.split('"').next().unwrap();
    let job = page.text.split("name=\"job\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let retry = |form: &str| {
        let sent = world.form("/operations", &[("job", job), ("form", form)]);
        world.send(sent.header("cookie", &cookie))
    };
    assert_eq!(retry("made-up").status, 401);
    assert!(retry(form).text.contains("The job waits again."));
    assert_eq!(World::new(Playground::Public).get("/operations").status, 404);
}
