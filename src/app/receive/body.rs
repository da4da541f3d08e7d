//! Reads the body of a request within limits of size, of time, and of the memory of all together.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use http_body_util::BodyExt as _;
use tokio::sync::{Semaphore, SemaphorePermit};

/// GitHub sends nothing larger.
pub(crate) const LIMIT: usize = 25 * 1024 * 1024;

/// What all bodies that are being read may take together, in KiB.
const TOGETHER: usize = 48 * 1024;

/// The memory that bodies may take.
#[derive(Debug)]
pub(crate) struct Room(Semaphore);

impl Default for Room {
    fn default() -> Self {
        Self(Semaphore::new(TOGETHER))
    }
}

/// A body, and the room that it takes for as long as it is there.
#[derive(Debug)]
pub(crate) struct Read<'r> {
    pub(crate) bytes: Vec<u8>,
    _room: Option<SemaphorePermit<'r>>,
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
    /// Reads a body. What is too large is not kept, but read to its end where that is near: who
    /// still sends does not hear the answer.
    pub(crate) async fn read(&self, body: Body, within: Duration) -> Result<Read<'_>, Refusal> {
        let told = body.size_hint().lower();
        if told > 2 * LIMIT as u64 {
            return Err(Refusal::TooLarge);
        }
        tokio::time::timeout(within, self.collect(body)).await.unwrap_or(Err(Refusal::TooSlow))
    }

    async fn collect(&self, mut body: Body) -> Result<Read<'_>, Refusal> {
        let mut bytes = Vec::new();
        let mut room: Option<SemaphorePermit<'_>> = None;
        let mut refusal = None;
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
            let taken = room.as_ref().map_or(0, SemaphorePermit::num_permits);
            let more = seen.div_ceil(1024).saturating_sub(taken);
            let more = self.0.try_acquire_many(u32::try_from(more).unwrap_or(u32::MAX));
            match more {
                _ if seen > LIMIT => refusal = Some(Refusal::TooLarge),
                Err(_) => refusal = Some(Refusal::NoRoom),
                Ok(permit) => {
                    match &mut room {
                        Some(room) => room.merge(permit),
                        None => room = Some(permit),
                    }
                    bytes.extend_from_slice(&data);
                }
            }
            if refusal.is_some() {
                bytes = Vec::new();
                room = None;
            }
        }
        refusal.map_or(Ok(Read { bytes, _room: room }), Err)
    }
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
        assert_eq!(room.0.available_permits(), TOGETHER, "the room is given back");
    }

    #[test]
    fn all_bodies_together_are_held_to_a_limit() {
        let room = Room(Semaphore::new(10));
        let taken = room.0.try_acquire_many(8).unwrap();
        assert_eq!(read(&room, bytes(2048)), Ok(2048));
        assert_eq!(read(&room, bytes(2049)), Err(Refusal::NoRoom));
        drop(taken);
        assert_eq!(read(&room, bytes(2049)), Ok(2049));
    }
}
