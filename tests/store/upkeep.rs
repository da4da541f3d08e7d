//! What the store keeps beside jobs, and what it drops.

use cardbot::app::store::{
    ClaimLimits, InstallationState, IntentState, ReviewRecord, Store, StoreTrouble,
};

use crate::databases::{delivery, on_each, review};

const LIMITS: ClaimLimits = ClaimLimits { per_installation: 4, per_repository: 1 };

#[test]
fn an_unanswered_write_is_known_after_a_crash() {
    on_each(&async |database| {
        let store = database.open().await;
        assert_eq!(store.intended("1/10/7").await.unwrap(), None);
        store.intend("1/10/7", "run-1", "head-1", 5).await.unwrap();
        store.close().await;
        let store = database.open().await;
        let intent = store.intended("1/10/7").await.unwrap().expect("the write");
        assert_eq!((intent.run_id.as_str(), intent.state), ("run-1", IntentState::Writing));
        store.written("1/10/7", "run-0", 6).await.unwrap();
        let intent = store.intended("1/10/7").await.unwrap().expect("the write");
        assert_eq!(intent.state, IntentState::Writing, "another run's word");
        store.written("1/10/7", "run-1", 6).await.unwrap();
        let intent = store.intended("1/10/7").await.unwrap().expect("the write");
        assert_eq!((intent.state, intent.changed_at), (IntentState::Done, 6));
    });
}

#[test]
fn installations_pause_stop_and_go() {
    on_each(&async |database| {
        let store = database.open().await;
        let active = InstallationState::Active;
        store.record(&delivery("a", 0), &[review(1, 10, 7, 0)], 0).await.unwrap();
        store.installation(1, Some("owner"), InstallationState::Suspended, 1).await.unwrap();
        assert_eq!(store.claim("w", 2, 9, &LIMITS).await.unwrap(), None);
        assert_eq!(store.counts().await.unwrap().waiting, 0, "nothing waits for it");
        // A delivery shows that it is back; what was known before is older news.
        store.record(&delivery("b", 3), &[review(1, 10, 7, 3)], 3).await.unwrap();
        store.installation(1, None, InstallationState::Removed, 2).await.unwrap();
        assert_eq!(store.installations().await.unwrap()[0].state, active);
        assert_eq!(store.counts().await.unwrap().waiting, 1);
        store.installation(1, None, active, 4).await.unwrap();
        store.pause(1, 1000).await.unwrap();
        store.pause(1, 500).await.unwrap();
        store.budget(1, 0, 1000).await.unwrap();
        store.swept(1, 4).await.unwrap();
        assert_eq!(store.claim("w", 999, 9, &LIMITS).await.unwrap(), None);
        let open = store.open_jobs(9).await.unwrap();
        assert_eq!((open.len(), open[0].is_running, open[0].attempts), (1, false, 0));
        let known = store.installations().await.unwrap();
        assert_eq!((known[0].account.as_deref(), known[0].remaining), (Some("owner"), Some(0)));
        assert_eq!((known[0].paused_until, known[0].swept_at), (1000, Some(4)));
        let job = store.claim("w", 1000, 9, &LIMITS).await.unwrap().expect("a job");
        let open = store.open_jobs(9).await.unwrap();
        assert_eq!((open[0].is_running, open[0].since), (true, 1000));
        store.hand_back(&job, 1001).await.unwrap();
        store.installation(1, None, InstallationState::Removed, 1002).await.unwrap();
        assert_eq!(store.counts().await.unwrap().waiting, 0);
        assert_eq!(store.installations().await.unwrap(), []);
    });
}

#[test]
fn reviews_are_remembered_and_notes_kept() {
    on_each(&async |database| {
        let store = database.open().await;
        let record = |run: &str, reviewed_at| ReviewRecord {
            run_id: run.to_owned(),
            installation: 1,
            repository: "owner/model".to_owned(),
            pull: 7,
            head: "abc".to_owned(),
            outcome: "posted".to_owned(),
            findings: 2,
            url: None,
            delivery: Some("a".to_owned()),
            took_ms: 12,
            reviewed_at,
        };
        for (run, at) in [("x", 1), ("y", 2), ("x", 3)] {
            store.remember_review(&record(run, at)).await.unwrap();
        }
        let recent = store.recent_reviews(5).await.unwrap();
        assert_eq!(recent, [record("x", 3), record("y", 2)]);
        assert_eq!(store.note("cursor").await.unwrap(), None);
        store.set_note("cursor", "1").await.unwrap();
        store.set_note("cursor", "2").await.unwrap();
        assert_eq!(store.note("cursor").await.unwrap().as_deref(), Some("2"));
        store.ping(1).await.unwrap();
    });
}

#[test]
fn only_what_is_settled_and_old_is_dropped() {
    on_each(&async |database| {
        let store = database.open().await;
        let wishes: Vec<_> = (0..1500).map(|n| review(1, 10, n, 0)).collect();
        store.record(&delivery("a", 0), &wishes, 0).await.unwrap();
        store.record(&delivery("b", 900), &[], 900).await.unwrap();
        let done = store.claim("w", 1, 9, &LIMITS).await.unwrap().expect("a job");
        store.finish(&done, 2).await.unwrap();
        store.intend("answered", "run", "head", 3).await.unwrap();
        store.written("answered", "run", 600).await.unwrap();
        store.intend("unanswered", "run", "head", 600).await.unwrap();
        assert_eq!(store.prune(1000, 500).await.unwrap(), 2, "a delivery and a job");
        assert_eq!(store.counts().await.unwrap().waiting, 1499);
        assert!(store.intended("unanswered").await.unwrap().is_some());
        // Nothing that GitHub was sent so long ago still comes: the table does not grow for ever.
        assert_eq!(store.prune(1200, 500).await.unwrap(), 2, "both writes");
        assert_eq!(store.intended("unanswered").await.unwrap(), None);
    });
}

#[test]
fn an_address_that_is_wrong_is_told_without_its_password() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for url in ["mysql://me:hunter2@host/db", "sqlite:", "postgres://me:hunter2@[/db"] {
            let trouble = Store::open(url).await.expect_err("no store");
            assert!(matches!(trouble, StoreTrouble::Address(_)), "{url}: {trouble}");
            assert!(!trouble.to_string().contains("hunter2"));
        }
    });
}
