//! So much at once, and one write to a repository after the other.

use std::time::Duration;

use cardbot::app::store::{JobKind, JobRequest};
use github_stand_in::Fault;

use crate::world::{BAD, Bench, World, assert_once};

#[test]
fn writes_to_a_repository_are_spaced() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let mut bench = Bench::new();
    bench.settings.spacing = Duration::from_secs(1);
    bench.enqueue(&[world.review(&pull)]);
    bench.work(&world);
    assert_once("spaced", &pull);
    let all = world.github.requests();
    let writes = all.iter().filter(|one| one.write && one.path.starts_with("/repos/"));
    let times: Vec<_> = writes.map(|one| one.at).collect();
    assert_eq!(times.len(), 2);
    // Whatever the machine does, the second one is sent no earlier than its turn.
    assert!(times[1] - times[0] > Duration::from_millis(500), "{:?}", times[1] - times[0]);
}

#[test]
fn so_many_jobs_run_at_once_and_so_many_of_an_installation() {
    let world = World::new();
    let mut jobs = vec![];
    for n in 0..6 {
        let repo = world.github.repository(&format!("owner{}/model-{n}", n % 2));
        repo.commit("main", &[("model.py", "print(1)\n")], "Begin");
        repo.branch("work", "main");
        repo.commit("work", &[("model.py", "print(2)\n")], "Work");
        let installation = i64::try_from(world.app.install(&[&repo])).unwrap();
        jobs.push(JobRequest {
            installation,
            repository_id: i64::try_from(repo.number()).unwrap(),
            repository: repo.full_name(),
            ..world.wish(JobKind::Review { pull: repo.open("work", "main").number() })
        });
    }
    world.github.inject(Fault::latency(Duration::from_millis(60)));
    let mut bench = Bench::new();
    (bench.settings.at_once, bench.settings.per_installation) = (3, 1);
    bench.enqueue(&jobs);
    bench.work(&world);
    assert_eq!(bench.dead(), []);
    assert_eq!(bench.most_running(), 3);
    // All of one installation, which has one at a time.
    let settings = bench.settings;
    let mut bench = Bench::new();
    bench.settings = settings;
    for job in &mut jobs {
        job.installation = world.installation;
    }
    bench.enqueue(&jobs);
    bench.work(&world);
    assert_eq!(bench.most_running(), 1);
}
