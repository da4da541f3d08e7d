//! Scripts, styles and pictures, which are part of the program.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const ALL: [(&str, &str, &str); 4] = [
    ("style.css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    ("play.css", "text/css; charset=utf-8", include_str!("assets/play.css")),
    ("play.js", "text/javascript; charset=utf-8", include_str!("assets/play.js")),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

/// Where an asset is; another version of the program has it elsewhere, so none is ever stale.
pub(super) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", env!("CARGO_PKG_VERSION"))
}

/// Answers with an asset.
pub(super) async fn answer(Path((version, name)): Path<(String, String)>) -> Response {
    let Some((_, kind, text)) = ALL.iter().find(|(known, _, _)| *known == name) else {
        return (StatusCode::NOT_FOUND, "there is no such file\n").into_response();
    };
    // Builds of one version may differ while it is worked on.
    let keep =
        if version == env!("CARGO_PKG_VERSION") { "public, max-age=3600" } else { "no-store" };
    ([(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, keep)], *text).into_response()
}
