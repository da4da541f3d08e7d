//! `cardbot serve`: the GitHub App.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tracing::{error, info, warn};

use crate::app::metrics::Metrics;
use crate::app::recover;
use crate::app::server::{self, Serving};
use crate::app::settings::{AppSettings, Settings};
use crate::app::setup::Creating;
use crate::app::store::Store;
use crate::app::web::{self, Site};
use crate::app::work::Worker;
use crate::app::{logs, shutdown, upkeep};
use crate::cli::Exit;
use crate::github::AppAccess;
use crate::trouble::said;

/// Runs the command.
pub(crate) fn run() -> Result<Exit, String> {
    let settings = Settings::of_process()?;
    logs::start(settings.log, &settings.secrets());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("no server can be started: {}", said(&e)))?;
    let exit = runtime.block_on(serve(Arc::new(settings)));
    // Nothing of value runs any more; a lookup of a name that hangs is not waited for.
    runtime.shutdown_timeout(Duration::from_secs(1));
    exit
}

async fn serve(settings: Arc<Settings>) -> Result<Exit, String> {
    let creating = match (&settings.app, &settings.setup) {
        (None, Some(setup)) => Some(Creating::new(setup.clone())?),
        _ => None,
    };
    let store = Store::open(settings.database.reveal()).await.map_err(|e| e.to_string())?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|e| format!("{} can't be listened on: {}", settings.listen, said(&e)))?;
    let address = listener.local_addr().unwrap_or(settings.listen);
    let (ender, life) = shutdown::life();
    let metrics = Arc::new(Metrics::default());
    let serving = Arc::new(Serving::new(store.clone(), Arc::clone(&metrics), life.clone()));
    let mut site = Site::new(settings.playground);
    if let Some(token) = &settings.operations_token {
        site = site.with_operations(token.reveal(), store.clone());
    }
    let mut router = server::router(Arc::clone(&serving)).merge(web::router(Arc::new(site)));
    if let Some(creating) = &creating {
        router = router.merge(creating.router());
    }
    let mut parts = JoinSet::new();
    parts.spawn(upkeep::run(store.clone(), life.clone()));
    parts.spawn(server::serve(listener, router, life.clone()));
    let begin = |parts: &mut JoinSet<()>, app: &AppSettings| {
        serving.receive_for(app, settings.body_timeout);
        let access = AppAccess::new(app.key.clone(), &settings.host, settings.pace);
        let every = settings.recover_every;
        parts.spawn(recover::run(store.clone(), access.clone(), every, life.clone()));
        let (worker, life) = (Worker::new(store.clone(), access, settings.work), life.clone());
        let worker = worker.with_rule_pages(settings.rule_pages(app));
        let worker = worker.with_metrics(Arc::clone(&metrics));
        parts.spawn(async move { worker.run(life).await });
    };
    let (app, version) = (settings.app.as_ref().map(|app| app.id), env!("CARGO_PKG_VERSION"));
    if let Some(app) = &settings.app {
        begin(&mut parts, app);
    }
    info!(%address, app, version, "listening");
    let set_up = async {
        match &creating {
            Some(creating) => {
                let page = creating.address(address);
                warn!("there is no App yet: open {page} to create it");
                if !creating.is_open() {
                    info!(
                        "that page is shown to this machine alone; with CARDBOT_SETUP=open, also \
                         elsewhere, or from outside of a container, to whoever has its key"
                    );
                }
                creating.created().await
            }
            None => {
                if app.is_none() {
                    warn!("there is no App, and none is to be: only the pages are served");
                }
                std::future::pending().await
            }
        }
    };

    let mut end = pin!(shutdown::asked_to_end());
    let ended = tokio::select! {
        credentials = set_up => {
            let app = AppSettings::kept(&credentials)?;
            begin(&mut parts, &app);
            info!(app = app.id, "the App is set up; now it is served");
            if let Some(creating) = &creating {
                creating.is_served();
            }
            end.await
        }
        ended = &mut end => ended,
    };
    ended.map_err(|e| format!("signals can't be heard: {}", said(&e)))?;
    // Before a word of it is in the log: who reads that may ask `/readyz` at once.
    ender.tell(shutdown::Phase::Draining);
    info!("asked to end");
    let (drain, grace) = (settings.drain, settings.grace);
    tokio::spawn(async move { ender.end(drain, grace).await });
    tokio::select! {
        () = async {
            while let Some(ended) = parts.join_next().await {
                if let Err(failed) = ended {
                    error!(%failed, "a part of the server failed");
                }
            }
        } => {}
        _ = shutdown::asked_to_end() => warn!("asked to end twice: ending now"),
    }
    store.close().await;
    info!("ended");
    Ok(Exit::Clean)
}

/// Asks the server on this machine whether it lives, for the health check of a container that has
/// nothing else in it to ask with.
pub(crate) fn health() -> Result<Exit, String> {
    let listen = Settings::of_process()?.listen;
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let address = SocketAddr::new(ip, listen.port());
    let status = ask(address).map_err(|e| format!("{address} does not answer: {}", said(&e)))?;
    if status != "200" {
        return Err(format!("{address} answers {status}"));
    }
    Ok(Exit::Clean)
}

fn ask(address: SocketAddr) -> std::io::Result<String> {
    const PATIENCE: Duration = Duration::from_secs(3);
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /healthz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    let start = String::from_utf8_lossy(&start);
    Ok(start.rsplit(' ').next().unwrap_or_default().to_owned())
}
