//! The server: routes, connections and their limits.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tracing::{debug, warn};

use super::metrics::{self, Metrics};
use super::receive::Receiver;
use super::settings::AppSettings;
use super::shutdown::{Phase, Shutdown};
use super::store::Store;

/// What the routes work with.
#[derive(Debug)]
pub struct Serving {
    store: Store,
    metrics: Arc<Metrics>,
    receiver: OnceLock<Receiver>,
    shutdown: Shutdown,
}

impl Serving {
    /// Without an App no deliveries are taken.
    #[must_use]
    pub fn new(store: Store, metrics: Arc<Metrics>, shutdown: Shutdown) -> Self {
        Self { store, metrics, receiver: OnceLock::new(), shutdown }
    }

    /// From now on deliveries for this App are taken.
    pub fn receive_for(&self, app: &AppSettings, body_timeout: Duration) {
        self.receiver.get_or_init(|| Receiver::new(app, body_timeout));
    }
}

/// Our own routes; others may be merged with them.
pub fn router(serving: Arc<Serving>) -> Router {
    Router::new()
        .route("/webhook", post(webhook))
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(serving)
}

async fn webhook(State(serving): State<Arc<Serving>>, request: Request) -> Response {
    let Some(receiver) = serving.receiver.get() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "no App is set up here yet\n").into_response();
    };
    let (parts, body): (_, Body) = request.into_parts();
    receiver.answer(&serving.store, &serving.metrics, &parts, body).await
}

/// Whether the process lives.
async fn healthz() -> &'static str {
    "alive\n"
}

/// The longest that a probe waits for the store.
const PROBE: Duration = Duration::from_secs(2);

/// Whether requests are better sent elsewhere.
async fn readyz(State(serving): State<Arc<Serving>>) -> Response {
    if serving.shutdown.phase() != Phase::Running {
        return (StatusCode::SERVICE_UNAVAILABLE, "about to end\n").into_response();
    }
    match tokio::time::timeout(PROBE, serving.store.counts()).await {
        Ok(Ok(_)) => "ready\n".into_response(),
        Ok(Err(error)) => {
            warn!(%error, "the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response()
        }
        Err(_) => {
            warn!("the store answers too slowly");
            (StatusCode::SERVICE_UNAVAILABLE, "the store answers too slowly\n").into_response()
        }
    }
}

async fn metrics(State(serving): State<Arc<Serving>>) -> Response {
    match tokio::time::timeout(PROBE, serving.store.counts()).await {
        Ok(Ok(counts)) => serving.metrics.set_counts(&counts, super::now()),
        // What was so a while ago is not to look like news.
        _ => serving.metrics.forget_counts(),
    }
    ([(header::CONTENT_TYPE, metrics::MEDIA_TYPE)], serving.metrics.text()).into_response()
}

/// So many connections at once; more wait in the system's queue.
const CONNECTIONS: usize = 1024;

/// The headers of a request must come within this time.
const HEADERS: Duration = Duration::from_secs(10);

/// Serves until the App ends, and then until all requests that have begun are answered.
pub async fn serve(listener: TcpListener, router: Router, mut shutdown: Shutdown) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(64 * 1024);
    let mut ending = shutdown.clone();
    let ending = ending.ending();
    tokio::pin!(ending);
    loop {
        let accepted = async {
            // The semaphore is never closed.
            let room = Arc::clone(&room).acquire_owned().await.ok();
            (listener.accept().await, room)
        };
        let (accepted, room) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut ending => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Too many open files, say: to ask again at once would only heat the machine.
                warn!(%error, "no connection could be taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let router = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.call(request)
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                debug!(%error, "a connection broke");
            }
            drop(room);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = shutdown.over() => {}
    }
}
