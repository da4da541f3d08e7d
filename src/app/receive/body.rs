//! Reads the body of a request within limits of size, of time, and of the memory of all together.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use http_body_util::BodyExt as _;
use tokio::sync::{Semaphore, SemaphorePermit};

/// GitHub sends nothing larger.
pub(crate) const LIMIT: usize = 25 * 1024 * 1024;

/// So much of each body is small; hardly any delivery is larger.
const SMALL: usize = 1024;

/// What all bodies that are being read may take together, in KiB: the small part of each, and the rest
/// of the large ones. Large ones, which strangers may send, so keep no small one out.
const SMALL_TOGETHER: usize = 16 * 1024;
const LARGE_TOGETHER: usize = LIMIT / 1024;

/// The memory that bodies may take.
#[derive(Debug)]
pub(crate) struct Room {
    small: Semaphore,
    large: Semaphore,
}

impl Default for Room {
    fn default() -> Self {
        Self::new(SMALL_TOGETHER, LARGE_TOGETHER)
    }
}

/// A body, and the room that it takes for as long as it is there.
#[derive(Debug)]
pub(crate) struct Read<'r> {
    pub(crate) bytes: Vec<u8>,
    _room: Taken<'r>,
}

/// Some of the room, given back when it is dropped.
#[derive(Debug)]
struct Taken<'r> {
    small: SemaphorePermit<'r>,
    large: SemaphorePermit<'r>,
}

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is larger than anything that GitHub sends.
    TooLarge,
    /// It did not come in time.
    TooSlow,
    /// It broke off.
    Broken,
    /// Too many come at once.
    NoRoom,
}

impl Room {
    const fn new(small: usize, large: usize) -> Self {
        Self { small: Semaphore::const_new(small), large: Semaphore::const_new(large) }
    }

    /// Takes enough for so many bytes; says whether there was enough.
    fn take<'r>(&'r self, taken: &mut Taken<'r>, bytes: usize) -> bool {
        let all = bytes.div_ceil(1024);
        let small = all.min(SMALL);
        more(&self.small, &mut taken.small, small)
            && more(&self.large, &mut taken.large, all - small)
    }

    fn nothing(&self) -> Option<Taken<'_>> {
        let small = self.small.try_acquire_many(0).ok()?;
        Some(Taken { small, large: self.large.try_acquire_many(0).ok()? })
    }

    /// Reads a body. What is too large is not kept, but read to its end where that is near: who
    /// still sends does not hear the answer.
    pub(crate) async fn read(&self, body: Body, within: Duration) -> Result<Read<'_>, Refusal> {
        let told = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        if told > 2 * LIMIT {
            return Err(Refusal::TooLarge);
        }
        let read = tokio::time::timeout(within, self.collect(body, told));
        read.await.unwrap_or(Err(Refusal::TooSlow))
    }

    async fn collect(&self, mut body: Body, told: usize) -> Result<Read<'_>, Refusal> {
        let mut refusal = (told > LIMIT).then_some(Refusal::TooLarge);
        // A vector that grows by doubling would be there twice while it is moved.
        let mut bytes = Vec::with_capacity(if refusal.is_some() { 0 } else { told });
        let mut room = self.nothing().ok_or(Refusal::NoRoom)?;
        let mut seen = 0;
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| Refusal::Broken)?.into_data() else { continue };
            seen += data.len();
            if seen > 2 * LIMIT {
                return Err(Refusal::TooLarge);
            }
            if refusal.is_some() {
                continue;
            }
            if seen > LIMIT {
                refusal = Some(Refusal::TooLarge);
            } else if !self.take(&mut room, seen) {
                refusal = Some(Refusal::NoRoom);
            }
            if refusal.is_some() {
                bytes = Vec::new();
                room = self.nothing().ok_or(Refusal::NoRoom)?;
            } else {
                bytes.extend_from_slice(&data);
            }
        }
        refusal.map_or(Ok(Read { bytes, _room: room }), Err)
    }
}

/// Takes as much more as is missing.
fn more<'r>(room: &'r Semaphore, taken: &mut SemaphorePermit<'r>, wanted: usize) -> bool {
    let missing = wanted.saturating_sub(taken.num_permits());
    let permit = room.try_acquire_many(u32::try_from(missing).unwrap_or(u32::MAX));
    permit.map(|permit| taken.merge(permit)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(room: &Room, body: Body) -> Result<usize, Refusal> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let within = Duration::from_secs(60);
        runtime.block_on(room.read(body, within)).map(|read| read.bytes.len())
    }

    fn bytes(count: usize) -> Body {
        Body::from(vec![b' '; count])
    }

    #[test]
    fn bodies_are_read_up_to_the_limit() {
        let room = Room::default();
        assert_eq!(read(&room, Body::empty()), Ok(0));
        assert_eq!(read(&room, bytes(LIMIT)), Ok(LIMIT));
        assert_eq!(read(&room, bytes(LIMIT + 1)), Err(Refusal::TooLarge));
        assert_eq!(read(&room, bytes(2 * LIMIT + 1)), Err(Refusal::TooLarge));
        assert_eq!(room.small.available_permits(), SMALL_TOGETHER, "the room is given back");
        assert_eq!(room.large.available_permits(), LARGE_TOGETHER, "the room is given back");
    }

    #[test]
    fn all_bodies_together_are_held_to_a_limit() {
        let room = Room::new(10, 0);
        let taken = room.small.try_acquire_many(8).unwrap();
        assert_eq!(read(&room, bytes(2048)), Ok(2048));
        assert_eq!(read(&room, bytes(2049)), Err(Refusal::NoRoom));
        drop(taken);
        assert_eq!(read(&room, bytes(2049)), Ok(2049));
    }

    #[test]
    fn large_bodies_keep_no_small_one_out() {
        let room = Room::default();
        let large = room.nothing().map(|mut taken| (room.take(&mut taken, LIMIT), taken));
        assert!(large.as_ref().unwrap().0);
        assert_eq!(read(&room, bytes(LIMIT)), Err(Refusal::NoRoom));
        assert_eq!(read(&room, bytes(SMALL * 1024)), Ok(SMALL * 1024));
        drop(large);
        assert_eq!(read(&room, bytes(LIMIT)), Ok(LIMIT));
    }
}
