//! How many deliveries the App's store takes in each second, on SQLite in a file, from several tasks
//! at once; and how many jobs it hands out and settles. Every delivery is on the disk when it counts.
//!
//!   cargo bench --bench store

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it is a script")]

use std::time::{Duration, Instant};

use cardbot::app::store::{ClaimLimits, Delivery, JobKind, JobRequest, Store};
use serde_json::json;
use tokio::task::JoinSet;

const EACH: usize = 20_000;
const LIMITS: ClaimLimits = ClaimLimits { per_installation: 64, per_repository: 64 };

fn main() {
    let folder = std::env::temp_dir().join(format!("cardbot-store-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite:{}", folder.join("bench.db").display());
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::open(&url).await.unwrap();
        println!("| tasks | deliveries/s | p50 | p99 |\n|---|---|---|---|");
        for tasks in [1, 16, 256] {
            record(&store, tasks).await;
        }
        settle(&store).await;
        store.close().await;
    });
    std::fs::remove_dir_all(&folder).unwrap();
}

async fn record(store: &Store, tasks: usize) {
    let each = if tasks == 1 { EACH / 10 } else { EACH } / tasks;
    let start = Instant::now();
    let mut all = JoinSet::new();
    for task in 0..tasks {
        let store = store.clone();
        all.spawn(async move {
            let mut times = Vec::with_capacity(each);
            for n in 0..each {
                let (delivery, job) = delivery(tasks, task, n);
                let start = Instant::now();
                store.record(&delivery, &[job], 1).await.unwrap();
                times.push(start.elapsed());
            }
            times
        });
    }
    let mut times: Vec<Duration> = all.join_all().await.into_iter().flatten().collect();
    let rate = times.len() as f64 / start.elapsed().as_secs_f64();
    times.sort();
    let at =
        |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!("| {tasks} | {rate:.0} | {:.2} ms | {:.2} ms |", at(50), at(99));
}

fn delivery(tasks: usize, task: usize, n: usize) -> (Delivery, JobRequest) {
    let number = i64::try_from(task * EACH + n).unwrap();
    let delivery = Delivery {
        guid: format!("{tasks}-{task}-{n}"),
        event: "pull_request".to_owned(),
        action: Some("synchronize".to_owned()),
        installation: Some(number % 50),
        received_at: 1,
    };
    let job = JobRequest {
        installation: number % 50,
        repository_id: number % 400,
        repository: format!("owner/model-{}", number % 400),
        kind: JobKind::Review { pull: (number % 2000).unsigned_abs() },
        payload: json!({"head": "0123456789abcdef0123456789abcdef01234567"}),
        sent_at: number,
    };
    (delivery, job)
}

async fn settle(store: &Store) {
    let start = Instant::now();
    let mut done = 0;
    while let Some(job) = store.claim("bench", 2, 60_000, &LIMITS).await.unwrap() {
        store.finish(&job, 3).await.unwrap();
        done += 1;
    }
    let rate = f64::from(done) / start.elapsed().as_secs_f64();
    println!("\n{done} jobs, one worker: {rate:.0} claimed and finished each second");
}
