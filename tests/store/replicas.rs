//! Several replicas on one database.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use cardbot::app::store::{ClaimLimits, Recorded, Settled, Store};
use tokio::task::JoinSet;

use crate::databases::{Database, delivery, on_each, review};

async fn three(database: &Database) -> Vec<Store> {
    // All at once, on a database without tables.
    let (a, b, c) = tokio::join!(database.open(), database.open(), database.open());
    vec![a, b, c]
}

/// SQLite lets nobody wait for the change of a new file to its log: who comes second is refused at once.
#[test]
fn replicas_may_start_and_end_at_the_same_moment() {
    let folder = std::env::temp_dir().join(format!("cardbot_starts_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for round in 0..60 {
        let url = format!("sqlite:{}", folder.join(format!("{round}.db")).display());
        let start_and_end = async || {
            let store = Store::open(&url).await.unwrap_or_else(|error| panic!("{round}: {error}"));
            store.counts().await.unwrap();
            store.close().await;
        };
        std::thread::scope(|threads| {
            for _ in 0..6 {
                threads.spawn(|| {
                    runtime.block_on(start_and_end());
                    runtime.block_on(start_and_end());
                });
            }
        });
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn deliveries_to_all_replicas_are_stored_once() {
    on_each(&async |database| {
        let stores = three(database).await;
        let mut tasks = JoinSet::new();
        for n in 0..600_usize {
            let store = stores[n % 3].clone();
            tasks.spawn(async move {
                // Each GUID comes in twice, and the jobs are for a few pull requests only.
                let guid = format!("guid-{}", n / 2);
                let wish = |k: i64| review(1 + k % 3, 10 + k % 3, (k % 20).unsigned_abs(), k);
                let n = i64::try_from(n / 2).unwrap();
                store.record(&delivery(&guid, n), &[wish(n), wish(n + 7)], n).await.unwrap()
            });
        }
        let recorded = tasks.join_all().await;
        assert_eq!(recorded.iter().filter(|one| **one == Recorded::New).count(), 300);
        assert_eq!(stores[0].counts().await.unwrap().waiting, 60);
    });
}

#[test]
fn workers_of_all_replicas_share_the_jobs() {
    on_each(&async |database| {
        let stores = three(database).await;
        let limits = ClaimLimits { per_installation: 2, per_repository: 1 };
        let wishes: Vec<_> =
            (0..90).map(|n| review(1 + n % 3, n % 15, n.unsigned_abs(), 0)).collect();
        stores[0].record(&delivery("a", 0), &wishes, 0).await.unwrap();
        let busy = Arc::new(Mutex::new(HashSet::<(i64, i64)>::new()));
        let mut tasks = JoinSet::new();
        for n in 0..9_usize {
            let (store, busy) = (stores[n % 3].clone(), Arc::clone(&busy));
            tasks.spawn(async move {
                let mut done = vec![];
                let mut idle = 0;
                // A claim may find everything locked or taken by the others for a moment.
                while idle < 50 {
                    let worker = format!("w{n}");
                    let Some(job) = store.claim(&worker, 1, 60_000, &limits).await.unwrap() else {
                        idle += 1;
                        tokio::task::yield_now().await;
                        continue;
                    };
                    idle = 0;
                    let place = (job.request.installation, job.request.repository_id);
                    {
                        let mut busy = busy.lock().unwrap();
                        assert!(busy.insert(place), "two jobs of one repository");
                        let same = busy.iter().filter(|other| other.0 == place.0).count();
                        assert!(same <= 2, "{same} jobs of one installation");
                    }
                    // A few statements long, so that others come in between.
                    store.counts().await.unwrap();
                    assert!(busy.lock().unwrap().remove(&place));
                    assert_eq!(store.finish(&job, 2).await.unwrap(), Settled::Yes);
                    done.push(job.id);
                }
                done
            });
        }
        let done: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
        assert_eq!(done.len(), 90);
        assert_eq!(done.iter().collect::<HashSet<_>>().len(), 90, "each by one worker");
    });
}

#[test]
fn writes_of_all_replicas_to_a_repository_are_spaced() {
    on_each(&async |database| {
        let stores = three(database).await;
        let mut tasks = JoinSet::new();
        for n in 0..30_usize {
            let store = stores[n % 3].clone();
            tasks.spawn(async move { store.next_write_at(10, 5000, 1000).await.unwrap() });
        }
        let mut times = tasks.join_all().await;
        times.sort_unstable();
        assert_eq!(times, (0..30).map(|n| 5000 + n * 1000).collect::<Vec<i64>>());
        assert_eq!(stores[0].next_write_at(11, 5000, 1000).await.unwrap(), 5000);
        assert_eq!(stores[0].next_write_at(10, 99_000, 1000).await.unwrap(), 99_000);
    });
}

#[test]
fn what_is_due_is_done_by_one_replica() {
    on_each(&async |database| {
        let stores = three(database).await;
        for now in [1000, 61_000, 121_000] {
            let mut tasks = JoinSet::new();
            for store in stores.clone() {
                tasks.spawn(async move { store.try_period("sweep", 60_000, now).await.unwrap() });
            }
            assert_eq!(tasks.join_all().await.into_iter().filter(|due| *due).count(), 1);
        }
        assert!(!stores[0].try_period("sweep", 60_000, 180_999).await.unwrap());
    });
}

#[test]
fn an_older_database_is_brought_up_to_date_once_and_loses_nothing() {
    use sqlx::Connection as _;

    on_each(&async |database| {
        let store = database.open().await;
        store.record(&delivery("a", 0), &[review(1, 10, 7, 0)], 0).await.unwrap();
        store.close().await;
        // As the first version left it.
        let mut old = sqlx::AnyConnection::connect(database.url()).await.unwrap();
        for statement in
            ["ALTER TABLE jobs DROP COLUMN lost", "DELETE FROM _sqlx_migrations WHERE version = 2"]
        {
            sqlx::query(statement).execute(&mut old).await.unwrap();
        }
        old.close().await.unwrap();
        let stores = three(database).await;
        let limits = ClaimLimits { per_installation: 2, per_repository: 1 };
        let job = stores[2].claim("w", 1, 60_000, &limits).await.unwrap().expect("the job");
        assert_eq!((job.request.kind.pull(), job.lost), (Some(7), 0));
        assert_eq!(stores[0].counts().await.unwrap().running, 1);
    });
}
