//! The databases that the tests run on: SQLite in a file, and a PostgreSQL of the tests' own.
//!
//! Without PostgreSQL's programs its half is skipped, loudly; with `CARDBOT_TEST_POSTGRES=required`
//! that is a failure.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use cardbot::app::store::{Delivery, JobKind, JobRequest, Store};
use serde_json::json;

/// An empty database; each call of `open` is one more replica.
pub(crate) struct Database {
    url: String,
}

impl Database {
    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.expect("a store")
    }

    /// Its address, for other processes.
    #[allow(dead_code, reason = "of use to the crash test alone")]
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

/// Runs a test on an empty database of each kind.
pub(crate) fn on_each(test: &impl AsyncFn(&Database)) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("cardbot_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");

    let folder = std::env::temp_dir().join(&name);
    fs::create_dir_all(&folder).expect("a folder");
    let url = format!("sqlite:{}", folder.join("card bot.db").display());
    runtime.block_on(test(&Database { url }));
    fs::remove_dir_all(&folder).expect("the folder");

    if let Some(port) = postgres() {
        let made = Command::new(programs().expect("PostgreSQL").join("createdb"))
            .args(["-h", "127.0.0.1", "-U", "cardbot", "-p", &port.to_string(), &name])
            .status();
        assert!(made.expect("createdb").success(), "createdb failed");
        let url = format!("postgres://cardbot@127.0.0.1:{port}/{name}");
        runtime.block_on(test(&Database { url }));
    }
}

/// Where PostgreSQL's programs are: Debian keeps them off the search path.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.extend(std::env::split_paths(&searched));
    folders.into_iter().find(|folder| folder.join("initdb").is_file())
}

/// Starts a server in a folder of its own, says so, and ends it when its input ends: with the tests,
/// however they end.
const SERVER: &str = r#"
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
"$1/initdb" -D data -U cardbot -A trust -E UTF8 --locale=C --no-sync > log 2>&1 || { cat log >&2; exit 1; }
"$1/postgres" -D data -h 127.0.0.1 -p "$2" -k "$dir" -c fsync=off -c max_connections=300 >> log 2>&1 &
server=$!
until "$1/pg_isready" -q -h 127.0.0.1 -p "$2"; do
    kill -0 "$server" || { cat log >&2; exit 1; }
    sleep 0.1
done
echo ready
cat > /dev/null
kill -INT "$server"
wait "$server" || true
"#;

/// The port of the tests' PostgreSQL, if its programs are there.
fn postgres() -> Option<u16> {
    static PORT: OnceLock<Option<(u16, Child, ChildStdin)>> = OnceLock::new();
    let server = PORT.get_or_init(|| {
        let Some(programs) = programs() else {
            let required = std::env::var("CARDBOT_TEST_POSTGRES").is_ok_and(|v| v == "required");
            assert!(!required, "PostgreSQL's initdb is not on this machine");
            eprintln!("SKIPPED on PostgreSQL: its initdb is not on this machine");
            return None;
        };
        Some(start(&programs))
    });
    server.as_ref().map(|(port, ..)| *port)
}

fn start(programs: &Path) -> (u16, Child, ChildStdin) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("its number").port();
    drop(listener);
    // PostgreSQL refuses to run as root.
    let root = fs::metadata("/proc/self").is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt as _;
        own.uid() == 0
    });
    let mut command = Command::new(if root { "runuser" } else { "sh" });
    if root {
        command.args(["-u", "postgres", "--", "sh"]);
    }
    let mut server = command
        .args(["-c", SERVER, "sh"])
        .arg(programs)
        .arg(port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a server");
    let input = server.stdin.take().expect("its input");
    let mut said = String::new();
    BufReader::new(server.stdout.take().expect("its output")).read_line(&mut said).expect("a line");
    assert_eq!(said, "ready\n", "PostgreSQL did not start");
    (port, server, input)
}

/// A delivery at a time, that asks for a review.
pub(crate) fn delivery(guid: &str, now: i64) -> Delivery {
    Delivery {
        guid: guid.to_owned(),
        event: "pull_request".to_owned(),
        action: Some("opened".to_owned()),
        installation: Some(1),
        received_at: now,
    }
}

/// The wish for a review.
pub(crate) fn review(installation: i64, repository_id: i64, pull: u64, sent_at: i64) -> JobRequest {
    JobRequest {
        installation,
        repository_id,
        repository: format!("owner/model-{repository_id}"),
        kind: JobKind::Review { pull },
        payload: json!({"sent_at": sent_at}),
        sent_at,
    }
}
