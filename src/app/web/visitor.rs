//! Who asks.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// The nearest address that nobody but our own proxy can have made up.
    pub(crate) address: Option<IpAddr>,
    /// Whether the request began on this machine.
    pub(crate) is_local: bool,
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self::of(peer.map(|peer| peer.0.ip()), &parts.headers))
    }
}

impl Visitor {
    fn of(peer: Option<IpAddr>, headers: &HeaderMap) -> Self {
        let peer = peer.map(|address| address.to_canonical());
        let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip"];
        let is_direct = !forwarded.iter().any(|name| headers.contains_key(*name));
        // A proxy stands in a private network and puts who asked it at the end.
        let told = headers.get_all("x-forwarded-for").iter().next_back();
        let told =
            told.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        let address = if peer.is_some_and(is_private) { told.or(peer) } else { peer };
        Self { address, is_local: is_direct && peer.is_some_and(|peer| peer.is_loopback()) }
    }
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn of(peer: &str, forwarded: Option<&'static str>) -> (Option<String>, bool) {
        let mut headers = HeaderMap::new();
        if let Some(value) = forwarded {
            headers.insert("x-forwarded-for", HeaderValue::from_static(value));
        }
        let visitor = Visitor::of(peer.parse().ok(), &headers);
        (visitor.address.map(|address| address.to_string()), visitor.is_local)
    }

    #[test]
    fn only_a_proxy_beside_us_is_believed() {
        let at = |address: &str| Some(address.to_owned());
        assert_eq!(of("127.0.0.1", None), (at("127.0.0.1"), true));
        assert_eq!(of("::ffff:127.0.0.1", None), (at("127.0.0.1"), true));
        assert_eq!(of("127.0.0.1", Some("1.1.1.1, 192.0.2.7")), (at("192.0.2.7"), false));
        assert_eq!(of("10.0.0.2", Some("192.0.2.7")), (at("192.0.2.7"), false));
        assert_eq!(of("10.0.0.2", Some("nonsense")), (at("10.0.0.2"), false));
        assert_eq!(of("198.51.100.3", Some("127.0.0.1")), (at("198.51.100.3"), false));
        assert_eq!(of("", None), (None, false));
    }
}
