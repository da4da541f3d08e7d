//! From a delivery to its end.

use cardbot::app::store::{ClaimLimits, Job, JobKind, Recorded, Settled, Store};

use crate::databases::{delivery, on_each, review};

const LIMITS: ClaimLimits = ClaimLimits { per_installation: 4, per_repository: 1 };
const LEASE: i64 = 60_000;

async fn claim(store: &Store, worker: &str, now: i64) -> Option<Job> {
    store.claim(worker, now, LEASE, &LIMITS).await.expect("a working store")
}

#[test]
fn a_delivery_is_done_once() {
    on_each(&async |database| {
        let store = database.open().await;
        let wish = [review(1, 10, 7, 100)];
        assert_eq!(store.record(&delivery("a", 100), &wish, 100).await.unwrap(), Recorded::New);
        assert_eq!(store.record(&delivery("a", 100), &wish, 150).await.unwrap(), Recorded::Again);
        let job = claim(&store, "w", 200).await.expect("a job");
        assert_eq!((job.attempt, job.generation, job.delivery.as_deref()), (1, 1, Some("a")));
        assert_eq!(job.request, wish[0]);
        assert_eq!(claim(&store, "w", 200).await, None);
        assert_eq!(store.finish(&job, 300).await.unwrap(), Settled::Yes);
        assert_eq!(store.record(&delivery("a", 100), &wish, 350).await.unwrap(), Recorded::Again);
        assert_eq!(claim(&store, "w", 400).await, None);
    });
}

#[test]
fn a_store_in_memory_works_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open("sqlite::memory:").await.unwrap();
        store.record(&delivery("a", 1), &[review(1, 10, 7, 1)], 1).await.unwrap();
        assert!(claim(&store, "w", 2).await.is_some());
        assert_eq!(store.counts().await.unwrap().running, 1);
    });
}

#[test]
fn pushes_in_any_order_are_one_review_of_the_newest() {
    on_each(&async |database| {
        let store = database.open().await;
        for pull in 1..=12_u64 {
            // Another order of 1..=10 for each pull request.
            let order = (1..=10_i64).map(|n| n * i64::try_from(pull).unwrap() % 11 * 7 % 11);
            for (count, sent_at) in order.enumerate() {
                // A multiple of 11 would be 0 for all: those pull requests go in order.
                let sent_at = if pull == 11 { i64::try_from(count).unwrap() } else { sent_at };
                let wish = [review(1, 10, pull, sent_at)];
                let guid = format!("{pull}-{count}");
                store.record(&delivery(&guid, 1000), &wish, 1000).await.unwrap();
            }
        }
        for _ in 0..12 {
            let job = claim(&store, "w", 2000).await.expect("a job");
            let newest = if job.request.kind.pull() == Some(11) { 9 } else { 10 };
            assert_eq!((job.generation, job.request.sent_at), (10, newest));
            assert_eq!(job.request.payload["sent_at"], newest);
            assert_eq!(store.finish(&job, 2000).await.unwrap(), Settled::Yes);
        }
        assert_eq!(claim(&store, "w", 3000).await, None);
    });
}

#[test]
fn a_push_during_the_review_asks_for_another() {
    on_each(&async |database| {
        let store = database.open().await;
        store.record(&delivery("a", 1), &[review(1, 10, 7, 1)], 1).await.unwrap();
        let job = claim(&store, "w", 2).await.expect("a job");
        store.record(&delivery("b", 3), &[review(1, 10, 7, 3)], 3).await.unwrap();
        assert_eq!(claim(&store, "w", 4).await, None, "it runs already");
        assert_eq!(store.finish(&job, 5).await.unwrap(), Settled::Again);
        let job = claim(&store, "w", 6).await.expect("the job again");
        assert_eq!((job.attempt, job.generation, job.request.sent_at), (1, 2, 3));
        assert_eq!(job.delivery.as_deref(), Some("b"));
        assert_eq!(store.finish(&job, 7).await.unwrap(), Settled::Yes);
    });
}

#[test]
fn other_work_on_a_pull_request_is_a_job_of_its_own() {
    on_each(&async |database| {
        let store = database.open().await;
        let mut wishes = vec![review(1, 10, 7, 1); 5];
        wishes[1].kind = JobKind::Recheck { pull: 7 };
        wishes[2].kind = JobKind::Ask { pull: 7, id: "comment-\0\"1".to_owned() };
        wishes[3].kind = JobKind::NoPull { head: "abc".to_owned() };
        wishes[4].kind = JobKind::Sweep;
        store.record(&delivery("a", 1), &wishes, 1).await.unwrap();
        let mut kinds = vec![];
        while let Some(job) = claim(&store, "w", 2).await {
            kinds.push(job.request.kind.clone());
            store.finish(&job, 3).await.unwrap();
        }
        assert_eq!(kinds.len(), 4);
        assert!(kinds.contains(&JobKind::Recheck { pull: 7 }), "the later of two at a time");
        assert!(kinds.contains(&JobKind::Sweep));
    });
}

#[test]
fn the_work_of_a_dead_worker_comes_back() {
    on_each(&async |database| {
        let store = database.open().await;
        store.record(&delivery("a", 0), &[review(1, 10, 7, 0)], 0).await.unwrap();
        let first = claim(&store, "gone", 0).await.expect("a job");
        let lost = store.heartbeat(&[first.id], "gone", 30_000, LEASE).await.unwrap();
        assert!(lost.is_empty());
        assert_eq!(claim(&store, "other", 80_000).await, None, "the heartbeat counts");
        let second = claim(&store, "other", 90_001).await.expect("the job again");
        assert_eq!((second.id, second.attempt, second.lost), (first.id, 1, 1), "no try failed");
        let lost = store.heartbeat(&[first.id], "gone", 90_002, LEASE).await.unwrap();
        assert_eq!(lost, [first.id]);
        assert_eq!(store.finish(&first, 90_003).await.unwrap(), Settled::Lost);
        assert_eq!(store.dead(&first, "late", 90_003).await.unwrap(), Settled::Lost);
        assert_eq!(store.finish(&second, 90_004).await.unwrap(), Settled::Yes);
    });
}

#[test]
fn what_is_lost_again_and_again_comes_back_later_and_later() {
    on_each(&async |database| {
        let store = database.open().await;
        let wishes: Vec<_> = (0..7).map(|n| review(1, 10 + n, 7, 0)).collect();
        store.record(&delivery("a", 0), &wishes, 0).await.unwrap();
        let limits = ClaimLimits { per_installation: 9, per_repository: 1 };
        let mut at = 0;
        for lost in 0..5 {
            at += 10_000_000;
            // One look finds that they are lost, the next ones find those whose time has come.
            let mut together = 0;
            while let Some(job) = store.claim("gone", at, 1, &limits).await.unwrap() {
                assert_eq!((job.attempt, job.lost), (1, lost));
                together += 1;
            }
            // The first losses are bad luck; whoever is lost with others later comes alone.
            assert_eq!(together, if lost < 4 { 7 } else { 0 }, "{lost}");
        }
        let mut times = std::collections::BTreeSet::new();
        for later in 0..100_i64 {
            while store
                .claim("gone", at + later * 1_000, 1_000_000, &limits)
                .await
                .unwrap()
                .is_some()
            {
                times.insert(later);
            }
        }
        assert_eq!(times.len(), 7, "{times:?}");
    });
}

#[test]
fn a_job_is_tried_again_handed_back_and_given_up() {
    on_each(&async |database| {
        let store = database.open().await;
        let wish = [review(1, 10, 7, 0)];
        store.record(&delivery("a", 0), &wish, 0).await.unwrap();
        let job = claim(&store, "w", 1).await.expect("a job");
        store.hand_back(&job, 2).await.unwrap();
        let job = claim(&store, "w", 3).await.expect("the job again");
        assert_eq!(job.attempt, 1, "what was handed back was no try");
        store.retry(&job, 1000, "GitHub is down", 4).await.unwrap();
        assert_eq!(claim(&store, "w", 999).await, None);
        let job = claim(&store, "w", 1000).await.expect("the job again");
        assert_eq!(job.attempt, 2);
        store.postpone(&job, 1100, "a limit", 1001).await.unwrap();
        assert_eq!(claim(&store, "w", 1099).await, None);
        let job = claim(&store, "w", 1100).await.expect("the job again");
        assert_eq!(job.attempt, 2, "what had to wait was no try");
        store.dead(&job, "no such repository", 1101).await.unwrap();
        assert_eq!(claim(&store, "w", 9000).await, None);
        let dead = store.dead_jobs(10).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!((dead[0].reason.as_str(), dead[0].attempts), ("no such repository", 2));

        assert!(store.requeue(job.id, 9001).await.unwrap());
        assert!(!store.requeue(job.id, 9001).await.unwrap(), "it waits already");
        let job = claim(&store, "w", 9002).await.expect("the job again");
        assert_eq!(job.attempt, 1);
        store.dead(&job, "still none", 9003).await.unwrap();
        // The same delivery, sent again by hand.
        assert_eq!(store.record(&delivery("a", 0), &wish, 9004).await.unwrap(), Recorded::Again);
        assert!(claim(&store, "w", 9005).await.is_some());
    });
}

#[test]
fn installations_take_turns_and_limits_hold() {
    on_each(&async |database| {
        let store = database.open().await;
        let many: Vec<_> = (0..20).map(|n| review(1, 100 + n, 1, 0)).collect();
        store.record(&delivery("many", 0), &many, 0).await.unwrap();
        let few = [review(2, 200, 1, 0), review(2, 200, 2, 0), review(2, 201, 1, 0)];
        store.record(&delivery("few", 5), &few, 5).await.unwrap();
        let mut turns = vec![];
        let mut held = vec![];
        for now in 10.. {
            let Some(job) = claim(&store, "w", now).await else { break };
            turns.push(job.request.installation);
            held.push(job);
        }
        // Four of the first; of the second one of each repository, as two of 200 would be too many.
        assert_eq!(turns, [1, 2, 1, 2, 1, 1]);
        let of_200 = held.iter().find(|job| job.request.repository_id == 200).expect("one");
        store.finish(of_200, 50).await.unwrap();
        let next = claim(&store, "w", 51).await.expect("the other one");
        assert_eq!(next.request.repository_id, 200);
        let counts = store.counts().await.unwrap();
        assert_eq!((counts.waiting, counts.running, counts.oldest_waiting), (16, 6, Some(0)));
    });
}
