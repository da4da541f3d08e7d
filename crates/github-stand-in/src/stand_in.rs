//! The stand-in itself: started, told what is there, and asked what it received.

use std::fmt;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use tokio::runtime::Runtime;

use crate::caps::Caps;
use crate::faults::Fault;
use crate::log::{Log, Received};
use crate::repo::Repo;
use crate::server;
use crate::shared::Shared;
use crate::state::State;

/// A GitHub of one's own, on the loopback interface.
///
/// It ends when the last handle on it is gone.
#[derive(Clone)]
pub struct StandIn {
    pub(crate) shared: Arc<Shared>,
    url: String,
    _server: Arc<Server>,
}

impl fmt::Debug for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StandIn at {}", self.url)
    }
}

struct Server {
    runtime: Option<Runtime>,
    shared: Arc<Shared>,
}

impl Drop for Server {
    fn drop(&mut self) {
        // A fault may hold handles of its own.
        self.shared.faults().clear();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The variable that names a file which every request is appended to.
pub const LOG_VARIABLE: &str = "STAND_IN_LOG";

impl StandIn {
    /// Starts on a free port. Requests are appended to the file that `STAND_IN_LOG` names, if it
    /// does.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(Caps::GITHUB)
    }

    /// Starts on a free port, and tells no more than this at a time.
    #[must_use]
    pub fn start_with(caps: Caps) -> Self {
        let github = Self::serve(caps);
        github.shared.log().file = std::env::var_os(LOG_VARIABLE).map(Into::into);
        github
    }

    /// Starts on a free port, without a file of requests: for tests that send what GitHub refuses.
    #[must_use]
    pub fn start_unlogged() -> Self {
        Self::serve(Caps::GITHUB)
    }

    fn serve(caps: Caps) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let url = format!("http://127.0.0.1:{port}");
        let folder = tempfile::Builder::new().prefix("github-stand-in-").tempdir();
        let folder = folder.expect("a folder for repositories");
        let state = State::new(url.clone(), folder.path().to_owned(), caps);
        let shared = Arc::new(Shared::new(state, Log::default(), folder));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("github-stand-in")
            .enable_all()
            .build()
            .expect("a runtime");
        {
            let _inside = runtime.enter();
            server::serve(&runtime, listener, Arc::clone(&shared));
        }
        let server = Arc::new(Server { runtime: Some(runtime), shared: Arc::clone(&shared) });
        Self { shared, url, _server: server }
    }

    /// `http://127.0.0.1:PORT`: the base of pages and of the REST API.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The variables that lead a client here, as GitHub Actions sets them.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("GITHUB_SERVER_URL", self.url.clone()),
            ("GITHUB_API_URL", self.url.clone()),
            ("GITHUB_GRAPHQL_URL", format!("{}/graphql", self.url)),
        ]
    }

    /// The same, as an Enterprise server has it: the API under `/api`.
    #[must_use]
    pub fn enterprise_environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("GITHUB_SERVER_URL", self.url.clone()),
            ("GITHUB_API_URL", format!("{}/api/v3", self.url)),
            ("GITHUB_GRAPHQL_URL", format!("{}/api/graphql", self.url)),
        ]
    }

    /// Appends every request from now on to this file, a line of JSON each.
    pub fn log_to(&self, file: &Path) {
        self.shared.log().file = Some(file.to_owned());
    }

    /// The repository of that name, made empty when there is none.
    #[must_use]
    pub fn repository(&self, full_name: &str) -> Repo {
        Repo::named(Arc::clone(&self.shared), full_name)
    }

    /// Everything that was received so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.shared.log().received.clone()
    }

    /// Forgets what was received, so that one can count anew.
    pub fn forget_requests(&self) {
        self.shared.log().received.clear();
    }

    /// Lets something go wrong.
    pub fn inject(&self, fault: Fault) {
        self.shared.faults().push(fault);
    }

    /// From now on nothing goes wrong.
    pub fn heal(&self) {
        self.shared.faults().clear();
    }

    /// GitHub's clock is so many seconds ahead of the machine's, or behind.
    pub fn set_clock_ahead(&self, seconds: i64) {
        self.shared.state().clock_ahead = seconds;
    }

    /// Whether an App's token may approve pull requests; it may not where nothing is said.
    pub fn let_apps_approve(&self, may: bool) {
        self.shared.state().apps_may_approve = may;
    }

    /// Whether a refused review stays behind empty, as an early report says.
    pub fn keep_refused_reviews(&self, keep: bool) {
        self.shared.state().refused_reviews_stay = keep;
    }

    /// Refuses comments that end on a line of the head, although it is shown.
    pub fn refuse_comments_on(&self, path: &str, line: usize) {
        self.shared.state().lines_without_comments.push((path.to_owned(), line));
    }

    /// Makes somebody a bot, as Apps have one: `name` without `[bot]`.
    pub fn bot(&self, name: &str) {
        self.shared.state().user_of(name, true);
    }
}
