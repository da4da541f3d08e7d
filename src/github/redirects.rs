//! Where a redirect may lead: to another address of the same API, and nowhere else. A token must
//! never be carried to another host.

use http::Uri;

/// A read follows at most this many.
pub(super) const MOST: usize = 5;

/// The address that a `Location` header leads to, if it may be followed.
#[must_use]
pub(super) fn followed(from: &Uri, location: &str) -> Option<Uri> {
    let to: Uri = location.parse().ok()?;
    if to.authority().is_none() {
        let mut parts = from.clone().into_parts();
        parts.path_and_query = to.path_and_query().cloned();
        return Uri::from_parts(parts).ok();
    }
    (to.scheme() == from.scheme() && to.authority() == from.authority()).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_host_is_followed() {
        let from: Uri = "https://api.github.com/repos/a/b".parse().unwrap();
        let to = |location: &str| followed(&from, location).map(|uri| uri.to_string());
        let moved = Some("https://api.github.com/repositories/1".to_owned());
        assert_eq!(to("https://api.github.com/repositories/1"), moved);
        assert_eq!(to("/repositories/1"), moved);
        for elsewhere in [
            "http://api.github.com/repositories/1",
            "https://api.github.com:444/x",
            "https://example.org/x",
            "https://api.github.com@example.org/x",
            "not a url",
        ] {
            assert_eq!(to(elsewhere), None, "{elsewhere}");
        }
    }
}
