//! The pages for people: the playground, the rules, and operations for those who run the server.
//!
//! They are rendered here and work without script. Nothing from a card becomes HTML, nothing is
//! fetched from elsewhere, and a strict content security policy holds should one of that fail.

mod assets;
pub(crate) mod layout;
mod limits;
mod operations;
mod playground;
mod rules;
mod security;
mod visitor;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::Redirect;
use axum::routing::get;

use self::layout::Navigation;
pub use self::playground::Playground;
pub(crate) use self::visitor::Visitor;
use super::store::Store;

/// What the pages work with.
#[derive(Debug)]
pub struct Site {
    playground: Playground,
    limits: playground::Limits,
    operations: Option<operations::Operations>,
}

impl Site {
    /// Pages with a playground for some or all.
    #[must_use]
    pub fn new(playground: Playground) -> Self {
        Self { playground, limits: playground::Limits::new(), operations: None }
    }

    /// With the operations pages, for whoever knows a token.
    #[must_use]
    pub fn with_operations(self, token: &str, store: Store) -> Self {
        Self { operations: Some(operations::Operations::new(token, store)), ..self }
    }

    fn navigation(&self, visitor: Visitor) -> Navigation {
        Navigation {
            playground: self.playground.admits(visitor),
            operations: self.operations.is_some(),
        }
    }
}

/// The routes of all pages. Connections must carry the address of their other end, as
/// `ConnectInfo<SocketAddr>`; without it nobody counts as local, and all as one visitor.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/play", get(playground::show).post(playground::check))
        .route("/rules", get(rules::list))
        .route("/rules/{name}", get(rules::show))
        .route("/operations", get(operations::show).post(operations::act))
        .route("/assets/{version}/{name}", get(assets::answer))
        .layer(DefaultBodyLimit::max(playground::MOST_BODY))
        .layer(axum::middleware::from_fn(security::same_site))
        .layer(axum::middleware::from_fn(security::headers))
        .with_state(site)
}

async fn home(State(site): State<Arc<Site>>, visitor: Visitor) -> Redirect {
    Redirect::temporary(if site.playground.admits(visitor) { "/play" } else { "/rules" })
}
