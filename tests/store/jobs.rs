//! From a delivery to its end.

use cardbot::app::store::{ClaimLimits, Recorded, Settled};

use crate::databases::{delivery, on_each, review};

const LIMITS: ClaimLimits = ClaimLimits { per_installation: 4, per_repository: 1 };
const LEASE: i64 = 60_000;

#[test]
fn a_delivery_is_done_once() {
    on_each(async |store| {
        let wish = [review(1, 10, 7, 100)];
        assert_eq!(store.record(&delivery("a", 100), &wish, 100).await.unwrap(), Recorded::New);
        assert_eq!(store.record(&delivery("a", 100), &wish, 150).await.unwrap(), Recorded::Again);
        let job = store.claim("w", 200, LEASE, &LIMITS).await.unwrap().expect("a job");
        assert_eq!((job.attempt, job.generation, job.delivery.as_deref()), (1, 1, Some("a")));
        assert_eq!(job.request, wish[0]);
        assert_eq!(store.claim("w", 200, LEASE, &LIMITS).await.unwrap(), None);
        assert_eq!(store.finish(&job, 300).await.unwrap(), Settled::Yes);
        assert_eq!(store.record(&delivery("a", 100), &wish, 350).await.unwrap(), Recorded::Again);
        assert_eq!(store.claim("w", 400, LEASE, &LIMITS).await.unwrap(), None);
    });
}
