//! How the action gets its binary: a verified archive, else its own source.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::runner::{Job, root};
use crate::sandbox::Sandbox;

const NAME: &str =
    concat!("cardbot-action-v", env!("CARGO_PKG_VERSION"), "-x86_64-unknown-linux-musl.tar.gz");
/// Stands for the program, and says what it was asked.
const PROGRAM: &str = "#!/bin/sh\necho \"cardbot: ran $*, mode $INPUT_MODE\"\n";

/// A copy of the action with checksums of its own.
fn job(checksums: &str, url: &str) -> Job {
    let sandbox = Sandbox::new();
    for file in ["action.yml", "action/run.sh", "scripts/release/version", "Cargo.toml"] {
        sandbox.write(format!("copy/{file}"), fs::read(root().join(file)).unwrap());
    }
    sandbox.write("copy/action/checksums.txt", format!("# a comment\n{checksums}"));
    let action = sandbox.path("copy");
    let with = vec![("download-url", url.to_owned())];
    Job { sandbox, action, token: "t".to_owned(), with, env: vec![] }
}

/// An archive with a program, and its checksum.
fn archive(folder: &Path) -> (Vec<u8>, String) {
    fs::create_dir_all(folder).unwrap();
    let program = folder.join("cardbot");
    fs::write(&program, PROGRAM).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let archive = folder.join(NAME);
    let mut tar = Command::new("tar");
    tar.arg("-czf").arg(&archive).arg("-C").arg(folder).arg("cardbot");
    assert!(tar.status().unwrap().success());
    let sum = Command::new("sha256sum").arg(&archive).output();
    let sum = sum.or_else(|_| Command::new("shasum").args(["-a", "256"]).arg(&archive).output());
    let sum = String::from_utf8(sum.unwrap().stdout).unwrap();
    (fs::read(&archive).unwrap(), sum.split(' ').next().unwrap().to_owned())
}

/// Serves one archive, and says where.
fn serve(archive: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let wanted = lines.next().unwrap().unwrap();
            lines.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).count();
            let path = format!("GET /v{}/{NAME} ", env!("CARGO_PKG_VERSION"));
            let (status, body) = match wanted.starts_with(&path) {
                true => ("200 OK", archive.as_slice()),
                false => ("404 Not Found", &b""[..]),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            // A client may go away; that is its own affair.
            let _ = stream.write_all(&[head.as_bytes(), body].concat());
        }
    });
    url
}

#[test]
fn an_archive_with_the_right_checksum_is_run() {
    let folder = Sandbox::new();
    let (bytes, sum) = archive(&folder.path("a"));
    for line in [format!("{sum}  {NAME}\n"), format!("{sum} *{NAME}\n")] {
        let job = job(&line, &serve(bytes.clone()));
        let used = job.run();
        assert_eq!(used.status, 0, "{used:?}");
        assert_eq!(used.stdout, "cardbot: ran action, mode review\n");
        // The second use in a job downloads nothing.
        let gone = Job { with: vec![("download-url", "http://127.0.0.1:1".to_owned())], ..job };
        assert_eq!(gone.run().stdout, used.stdout);
    }
}

#[test]
fn an_archive_with_another_checksum_is_not_unpacked() {
    let folder = Sandbox::new();
    let (bytes, _) = archive(&folder.path("a"));
    let job = job(&format!("{}  {NAME}\n", "0".repeat(64)), &serve(bytes));
    let used = job.run();
    used.assert_nothing_reviewed("SHA-256");
    assert!(!used.stdout.contains("ran action"));
    // Not even the next use in the job takes it.
    job.run().assert_nothing_reviewed("SHA-256");
}

#[test]
fn an_archive_that_is_not_there() {
    let line = format!("{}  {NAME}\n", "0".repeat(64));
    let elsewhere = format!("{}/elsewhere", serve(vec![]));
    job(&line, &elsewhere).run().assert_nothing_reviewed("could not be downloaded");
    job(&line, "http://127.0.0.1:1").run().assert_nothing_reviewed("could not be downloaded");
}

#[test]
fn without_a_line_it_is_built_from_source() {
    let mut job = job(&format!("{}  another.tar.gz\n", "0".repeat(64)), "http://127.0.0.1:1");
    let cargo = format!(
        "#!/bin/sh\necho \"cardbot: cargo $*\"\nwhile [ \"$1\" != --target-dir ]; do shift; done\n\
         mkdir -p \"$2/action\"\nprintf '%s' '{PROGRAM}' > \"$2/action/cardbot\"\n\
         chmod +x \"$2/action/cardbot\"\n"
    );
    job.sandbox.write("tools/cargo", cargo);
    let tools = job.sandbox.path("tools");
    fs::set_permissions(tools.join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    job.env = vec![("PATH", format!("{}:{path}", tools.display()))];
    let used = job.run();
    assert_eq!(used.status, 0, "{used:?}");
    assert!(used.stdout.contains("building from source"), "{used:?}");
    assert!(used.stdout.contains("--locked --no-default-features"), "{used:?}");
    assert!(used.stdout.contains("ran action"), "{used:?}");
    // A platform without an archive is built as well; without cargo that is told.
    job.env = vec![
        ("RUNNER_ARCH", "RISCV64".to_owned()),
        ("RUNNER_TEMP", job.sandbox.path("t").display().to_string()),
        ("PATH", "/usr/bin:/bin".to_owned()),
    ];
    if !Path::new("/usr/bin/cargo").exists() && !Path::new("/bin/cargo").exists() {
        job.run().assert_nothing_reviewed("no cargo");
    }
}

#[test]
fn a_binary_of_the_runner_is_taken_as_it_is() {
    let mut job = job("", "http://127.0.0.1:1");
    job.sandbox.write("own", PROGRAM);
    let own = job.sandbox.path("own");
    fs::set_permissions(&own, fs::Permissions::from_mode(0o755)).unwrap();
    job.with.push(("binary-path", own.display().to_string()));
    assert_eq!(job.run().stdout, "cardbot: ran action, mode review\n");
    job.with = vec![("binary-path", "/no/such/program".to_owned())];
    job.run().assert_nothing_reviewed("binary-path");
}
