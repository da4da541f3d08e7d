//! How often one visitor may ask.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many visitors are remembered. When there are more, those who may ask freely are forgotten.
const MOST_VISITORS: usize = 10_000;

/// Some requests at once, and then so many a second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    pub(super) at_once: f64,
    pub(super) a_second: f64,
}

/// Counts the requests of each visitor.
#[derive(Debug)]
pub(super) struct Limiter {
    rate: Rate,
    visitors: Mutex<HashMap<Option<IpAddr>, (f64, Instant)>>,
}

impl Limiter {
    pub(super) fn new(rate: Rate) -> Self {
        Self { rate, visitors: Mutex::default() }
    }

    /// Takes one request, or tells after how long it would be taken.
    pub(super) fn take(&self, visitor: Option<IpAddr>, now: Instant) -> Result<(), Duration> {
        let Rate { at_once, a_second } = self.rate;
        let left_now = |(left, at): (f64, Instant)| {
            at_once.min(left + now.saturating_duration_since(at).as_secs_f64() * a_second)
        };
        let mut visitors = self.visitors.lock().unwrap_or_else(PoisonError::into_inner);
        let visitor = visitor.map(network);
        if visitors.len() >= MOST_VISITORS && !visitors.contains_key(&visitor) {
            visitors.retain(|_, seen| left_now(*seen) < at_once);
            if visitors.len() >= MOST_VISITORS {
                return Err(Duration::from_secs(1));
            }
        }
        let left = visitors.get(&visitor).map_or(at_once, |seen| left_now(*seen));
        if left < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - left) / a_second));
        }
        visitors.insert(visitor, (left - 1.0, now));
        Ok(())
    }

    /// Gives back one that was taken.
    pub(super) fn give_back(&self, visitor: Option<IpAddr>) {
        let mut visitors = self.visitors.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((left, _)) = visitors.get_mut(&visitor.map(network)) {
            *left = self.rate.at_once.min(*left + 1.0);
        }
    }
}

/// Who has one address of IPv6 has the whole network of it.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_too_often_waits() {
        let limiter = Limiter::new(Rate { at_once: 2.0, a_second: 0.5 });
        let start = Instant::now();
        let at = |seconds: f64| start + Duration::from_secs_f64(seconds);
        let one: Option<IpAddr> = "192.0.2.1".parse().ok();
        let other: Option<IpAddr> = "::ffff:192.0.2.2".parse().ok();
        assert!(limiter.take(one, at(0.0)).is_ok() && limiter.take(one, at(0.0)).is_ok());
        assert_eq!(limiter.take(one, at(1.0)), Err(Duration::from_secs(1)));
        assert!(limiter.take(other, at(1.0)).is_ok() && limiter.take(one, at(2.0)).is_ok());
    }

    #[test]
    fn a_network_of_ipv6_is_one_visitor_and_memory_is_bounded() {
        let limiter = Limiter::new(Rate { at_once: 1.0, a_second: 1.0 });
        let now = Instant::now();
        let address = |n: u16| Some(IpAddr::from([0x2001, 0xdb8, 1, 2, n, 0, 0, n]));
        assert!(limiter.take(address(1), now).is_ok() && limiter.take(address(2), now).is_err());
        for n in 0..20_000_u32 {
            let _ = limiter.take(Some(IpAddr::from(n.to_be_bytes())), now);
        }
        assert_eq!(limiter.visitors.lock().unwrap().len(), MOST_VISITORS);
        assert!(limiter.take(Some(IpAddr::from([255, 0, 0, 1])), now).is_err());
        let later = now + Duration::from_secs(9);
        assert!(limiter.take(Some(IpAddr::from([255, 0, 0, 1])), later).is_ok());
    }
}
