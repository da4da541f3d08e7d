//! The operations pages: who gets in, and what can be done there.

use cardbot::app::store::{
    ClaimLimits, Delivery, InstallationState, JobKind, JobRequest, ReviewRecord, Store,
};
use cardbot::app::web::{Playground, Site};

use crate::world::World;

pub(crate) const TOKEN: &str = "a-token-of-the-test";

/// A store of a server that has been at work for a while, with names and reasons that mean harm.
pub(crate) async fn fill(store: &Store) {
    let now = cardbot_now();
    let (minute, hour) = (60_000, 3_600_000);
    for (installation, account) in [(101, "org"), (102, "models-of-a-long-named-organisation")] {
        let active = InstallationState::Active;
        store.installation(installation, Some(account), active, now - 40 * hour).await.expect("it");
    }
    store.budget(101, 4_712, now + 31 * minute).await.expect("a budget");
    store.budget(102, 0, now + 12 * minute).await.expect("a budget");
    let request = |installation, repository_id, repository: &str, kind| JobRequest {
        installation,
        repository_id,
        repository: repository.to_owned(),
        kind,
        payload: serde_json::json!({}),
        sent_at: 1,
    };
    let limits = ClaimLimits { per_installation: 9, per_repository: 9 };
    let begin = async |n: i64, request: JobRequest, at| {
        let delivery = Delivery {
            guid: format!("0b9e6c70-4b1e-11f0-8{n:03}-9d5f6a1c2e00"),
            event: "pull_request".to_owned(),
            action: None,
            installation: Some(request.installation),
            received_at: at,
        };
        store.record(&delivery, &[request], at).await.expect("recorded");
    };
    let claim = async |at| {
        let job = store.claim("w", at, 40 * hour, &limits).await;
        job.expect("a claim").expect("a job")
    };
    for (n, (repository, kind, reason)) in [
        ("org/<b>model</b>", JobKind::Review { pull: 7 }, "<script>alert(1)</script>"),
        (
            "org/speech-recognition-large-multilingual",
            JobKind::Ask { pull: 31, id: "991:fix-all".to_owned() },
            "GitHub answered 403: Resource not accessible by integration",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let (n, died) = (i64::try_from(n).expect("few"), now - 3 * hour);
        begin(n, request(101, n, repository, kind), died - 9).await;
        store.dead(&claim(died - 8).await, reason, died).await.expect("given up");
    }
    // One that is to be tried again, one that runs, and some that wait.
    begin(10, request(101, 10, "org/again", JobKind::Review { pull: 12 }), now - 5 * minute).await;
    let again = claim(now - 5 * minute).await;
    let why = "github.com does not answer: no answer in time";
    store.retry(&again, now + 2 * minute, why, now - minute).await.expect("it waits");
    begin(11, request(101, 11, "org/runs", JobKind::Recheck { pull: 3 }), now - minute).await;
    claim(now - 20_000).await;
    for n in 0..3 {
        let kind = JobKind::Review { pull: 40 + u64::try_from(n).expect("few") };
        begin(20 + n, request(102, 20 + n, "models-of-a-long-named-organisation/m", kind), now - n)
            .await;
    }
    store.pause(102, now + 12 * minute).await.expect("paused");
    for (n, (repository, outcome, findings)) in [
        ("org/model", "posted", 3),
        ("org/model", "nothing to post", 0),
        ("models-of-a-long-named-organisation/m", "the conversation is locked", 1),
        ("org/<img src=x>", "posted", 12),
    ]
    .into_iter()
    .enumerate()
    {
        let n = i64::try_from(n).expect("few");
        let record = ReviewRecord {
            run_id: format!("{n:016x}"),
            installation: 101,
            repository: repository.to_owned(),
            pull: 7,
            head: "0".repeat(40),
            outcome: outcome.to_owned(),
            findings,
            url: Some(match n {
                3 => "javascript:alert(1)".to_owned(),
                _ => format!("https://github.com/org/model/pull/7#pullrequestreview-{n}"),
            }),
            delivery: None,
            took_ms: 2_340 + n * 700,
            reviewed_at: now - n * 25 * minute,
        };
        store.remember_review(&record).await.expect("noted");
    }
}

fn cardbot_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.expect("after 1970").as_millis()).expect("not for long")
}

/// A world with such a store.
fn world() -> World {
    World::with(async {
        let store = Store::open("sqlite::memory:").await.expect("a store");
        fill(&store).await;
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
    let seen = world.send(bearer).text;
    assert!(seen.contains("org/&lt;b&gt;model") && !seen.contains("<form"), "{seen}");
    let signed_in = world.post("/operations", &[("token", TOKEN)]);
    assert_eq!((signed_in.status, signed_in.header("location")), (303, "/operations?signed-in"));
    // Where the browser keeps no cookie it is told why it is asked again.
    assert!(world.get("/operations?signed-in").text.contains("did not keep the session"));
    let cookie = signed_in.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = world.send(world.request("GET", "/operations").header("cookie", &cookie));
    assert!(page.text.contains("&lt;script&gt;alert(1)") && !page.text.contains("<script"));
    assert!(!page.text.contains("<img src=x") && !page.text.contains("javascript:"));
    for part in [
        "4712",
        "button in #31",
        "github.com does not answer",
        "href=\"https://github.com/org/model/pull/7#pullrequestreview-0\"",
        "nothing to post",
        "kept",
        "limited",
    ] {
        assert!(page.text.contains(part), "{part} in {}", page.text);
    }
    let form = page.text.split("name=\"form\" value=\"").nth(1).unwrap();
    let form = form.split('"').next().unwrap();
    let job = page.text.split("name=\"job\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let retry = |form: &str| {
        let sent = world.form("/operations", &[("job", job), ("form", form)]);
        world.send(sent.header("cookie", &cookie))
    };
    assert_eq!(retry("made-up").status, 401);
    assert!(retry(form).text.contains("The job waits again."));
    let all = |form: &str| {
        let sent = world.form("/operations", &[("all", "yes"), ("form", form)]);
        world.send(sent.header("cookie", &cookie))
    };
    assert_eq!(all("made-up").status, 401);
    assert!(all(form).text.contains("1 job waits again."));
    assert!(all(form).text.contains("0 jobs wait again."));
    let left = world.form("/operations", &[("leave", "yes"), ("form", form)]);
    let left = world.send(left.header("cookie", &cookie));
    assert!(left.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(World::new(Playground::Public).get("/operations").status, 404);
}

#[test]
fn who_guesses_too_often_is_not_heard() {
    let world = world();
    let guess = |n: usize| match n % 2 {
        0 => world.post("/operations", &[("token", "wrong")]).status,
        _ => {
            let request = world.request("GET", "/operations");
            world.send(request.header("authorization", "Bearer wrong")).status
        }
    };
    // Who knows the token may say it as often as they like.
    for _ in 0..20 {
        assert_eq!(world.post("/operations", &[("token", TOKEN)]).status, 303);
    }
    let statuses: Vec<u16> = (0..14).map(guess).collect();
    assert_eq!(statuses[..8], [401; 8]);
    assert_eq!(statuses[12..], [429; 2]);
    // Even the right one, or else one could go on guessing.
    assert_eq!(world.post("/operations", &[("token", TOKEN)]).status, 429);
}
