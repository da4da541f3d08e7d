//! How the action gets its binary: a verified archive, else its own source.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::runner::{Job, root};
use crate::sandbox::Sandbox;
use crate::world::{BAD, WRITES, World, assert_on_pull};

const LINUX: &str = "x86_64-unknown-linux-musl";
/// Stands for the program, and says what it was asked.
const PROGRAM: &str = "#!/bin/sh\necho \"cardbot: ran $*, mode $INPUT_MODE\"\n";

/// Writes a script.
fn executable(path: &Path, script: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, script).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A name as the archive for a platform has it.
fn name(target: &str) -> String {
    format!("cardbot-action-v{}-{target}.tar.gz", env!("CARGO_PKG_VERSION"))
}

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

/// An archive with a program, packed as the release packs it, and its checksum.
fn archive(folder: &Path, target: &str, program: &str) -> (Vec<u8>, String) {
    fs::create_dir_all(folder).unwrap();
    let built = folder.join("built");
    fs::write(&built, program).unwrap();
    let mut pack = Command::new(root().join("scripts/release/pack"));
    assert!(
        pack.args(["action", target]).arg(&built).arg(folder).output().unwrap().status.success()
    );
    let archive = folder.join(name(target));
    let sum = Command::new("sha256sum").arg(&archive).output();
    let sum = sum.or_else(|_| Command::new("shasum").args(["-a", "256"]).arg(&archive).output());
    let sum = String::from_utf8(sum.unwrap().stdout).unwrap();
    (fs::read(&archive).unwrap(), sum.split(' ').next().unwrap().to_owned())
}

/// Serves the archive of a platform, and says where.
fn serve(archive: Vec<u8>, target: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let path = format!("GET /v{}/{} ", env!("CARGO_PKG_VERSION"), name(target));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let wanted = lines.next().unwrap().unwrap();
            lines.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).count();
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

/// A line of `action/checksums.txt` that no archive has.
fn wrong() -> String {
    format!("{}  {}\n", "0".repeat(64), name(LINUX))
}

#[test]
fn an_archive_with_the_right_checksum_is_run() {
    let folder = Sandbox::new();
    let (bytes, sum) = archive(&folder.path("a"), LINUX, PROGRAM);
    for line in [format!("{sum}  {}\n", name(LINUX)), format!("{sum} *{}\n", name(LINUX))] {
        let job = job(&line, &serve(bytes.clone(), LINUX));
        let used = job.run();
        assert_eq!(used.status, 0, "{used:?}");
        assert_eq!(used.stdout, "cardbot: ran action, mode review\n");
        // The second use in a job downloads nothing.
        let gone = Job { with: vec![("download-url", "http://127.0.0.1:1".to_owned())], ..job };
        assert_eq!(gone.run().stdout, used.stdout);
    }
}

const TOOLS: [&str; 12] =
    ["awk", "bash", "curl", "cut", "dirname", "gzip", "mkdir", "mv", "rm", "sed", "tail", "tar"];

/// A tool of this machine.
fn tool(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap();
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Fills a folder with the tools that the action needs, the first of `sums` that is here among them.
fn tools(folder: &Path, sums: [&str; 2]) {
    fs::create_dir_all(folder).unwrap();
    let sum = sums.into_iter().find(|name| tool(name).is_some()).unwrap();
    for name in TOOLS.into_iter().chain([sum]) {
        std::os::unix::fs::symlink(tool(name).unwrap(), folder.join(name)).unwrap();
    }
}

/// As that of Git for Windows: makes `D:\a\b` a path for its bash.
const CYGPATH: &str =
    "#!/bin/sh\n[ \"$1\" = -u ] && printf '%s\\n' \"$2\" | sed -e 's|^[A-Z]:||' -e 's|\\\\|/|g'\n";

/// Each kind of runner with nothing but the tools that it has, as far as this machine can be one.
#[test]
fn every_runner_gets_its_own_archive() {
    for (os, arch, target) in [
        ("Linux", "X64", LINUX),
        ("Linux", "ARM64", "aarch64-unknown-linux-musl"),
        ("macOS", "X64", "x86_64-apple-darwin"),
        ("macOS", "ARM64", "aarch64-apple-darwin"),
        ("Windows", "X64", "x86_64-pc-windows-msvc"),
    ] {
        let folder = Sandbox::new();
        let (bytes, sum) = archive(&folder.path("a"), target, PROGRAM);
        let mut job = job(&format!("{sum}  {}\n", name(target)), &serve(bytes, target));
        let path = folder.path("tools");
        let mut sums = ["sha256sum", "shasum"];
        if os == "macOS" {
            sums.reverse();
        }
        tools(&path, sums);
        let mut temp = job.sandbox.path("temp of the job").display().to_string();
        if os == "Windows" {
            executable(&path.join("cygpath"), CYGPATH);
            temp = format!("D:{}", temp.replace('/', "\\"));
        }
        job.env = vec![
            ("RUNNER_OS", os.to_owned()),
            ("RUNNER_ARCH", arch.to_owned()),
            ("RUNNER_TEMP", temp),
            ("PATH", path.display().to_string()),
        ];
        let used = job.run();
        assert_eq!(used.status, 0, "{os}: {used:?}");
        assert_eq!(used.stdout, "cardbot: ran action, mode review\n", "{os}");
    }
}

#[test]
fn an_archive_with_another_checksum_is_not_unpacked() {
    let folder = Sandbox::new();
    let (bytes, _) = archive(&folder.path("a"), LINUX, PROGRAM);
    let job = job(&wrong(), &serve(bytes, LINUX));
    let used = job.run();
    used.assert_nothing_reviewed("SHA-256");
    assert!(!used.stdout.contains("ran action"));
    // Not even the next use in the job takes it.
    job.run().assert_nothing_reviewed("SHA-256");
}

#[test]
fn an_archive_that_is_not_there() {
    let elsewhere = format!("{}/elsewhere", serve(vec![], LINUX));
    job(&wrong(), &elsewhere).run().assert_nothing_reviewed("could not be downloaded");
    job(&wrong(), "http://127.0.0.1:1").run().assert_nothing_reviewed("could not be downloaded");
}

/// Whatever else goes wrong is told, and is not taken for findings.
#[test]
fn a_program_that_does_not_run_has_reviewed_nothing() {
    let folder = Sandbox::new();
    for (program, why) in [
        ("#!/bin/sh\nexit 101\n", "status 101"),
        ("#!/bin/sh\nkill -9 $$\n", "status 137"),
        ("#!/no/such/interpreter\n", "status 12"),
    ] {
        let (bytes, sum) = archive(&folder.path("a"), LINUX, program);
        let job = job(&format!("{sum}  {}\n", name(LINUX)), &serve(bytes, LINUX));
        job.run().assert_nothing_reviewed(why);
    }
    let (bytes, sum) = archive(&folder.path("a"), LINUX, PROGRAM);
    let mut job = job(&format!("{sum}  {}\n", name(LINUX)), &serve(bytes, LINUX));
    job.sandbox.write("file", "");
    let no_folder = job.sandbox.path("file").display().to_string();
    job.env = vec![("RUNNER_TEMP", no_folder)];
    job.run().assert_nothing_reviewed("action/run.sh failed in line");
    job.env = vec![("RUNNER_TEMP", String::new())];
    job.run().assert_nothing_reviewed("RUNNER_TEMP");
}

#[test]
fn without_a_line_it_is_built_from_source() {
    let mut job = job(&format!("{}  another.tar.gz\n", "0".repeat(64)), "http://127.0.0.1:1");
    let cargo = format!(
        "#!/bin/sh\necho \"cardbot: cargo $*\"\n\
         echo \"cardbot: in $PWD, token ${{INPUT_TOKEN:-none}}, for ${{CARGO_BUILD_TARGET:-here}}\"\n\
         while [ \"$1\" != --target-dir ]; do shift; done\n\
         mkdir -p \"$2/action\"\nprintf '%s' '{PROGRAM}' > \"$2/action/cardbot\"\n\
         chmod +x \"$2/action/cardbot\"\n"
    );
    let tools = job.sandbox.path("tools");
    executable(&tools.join("cargo"), &cargo);
    let path = std::env::var("PATH").unwrap();
    job.env = vec![
        ("PATH", format!("{}:{path}", tools.display())),
        ("CARGO_BUILD_TARGET", "riscv64gc-unknown-linux-gnu".to_owned()),
    ];
    let used = job.run();
    assert_eq!(used.status, 0, "{used:?}");
    assert!(used.stdout.contains("building from source"), "{used:?}");
    assert!(used.stdout.contains("--locked --no-default-features"), "{used:?}");
    assert!(used.stdout.contains("ran action"), "{used:?}");
    // Not where a checkout may have settings for cargo, and not where a build script sees the token.
    let there = format!("cardbot: in {}, token none, for here", job.action.display());
    assert!(used.stdout.contains(&there), "{used:?}");
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
    let own = job.sandbox.path("own");
    executable(&own, PROGRAM);
    job.with.push(("binary-path", own.display().to_string()));
    assert_eq!(job.run().stdout, "cardbot: ran action, mode review\n");
    job.with = vec![("binary-path", "/no/such/program".to_owned())];
    job.run().assert_nothing_reviewed("binary-path");
}

/// The way of every commit between releases, with nothing in the place of cargo. `.ci/run action` asks
/// for it; it compiles all dependencies.
#[test]
fn its_own_source_reviews_a_pull_request() {
    if std::env::var_os("CARDBOT_TEST_SOURCE").is_none() {
        eprintln!("SKIPPED: the build from source: CARDBOT_TEST_SOURCE is not set");
        return;
    }
    let world = World::new();
    let pull = world.of_branch(&[("README.md", BAD)]);
    let mut job = world.on("pull_request", &pull, &WRITES);
    job.with = vec![("download-url", "http://127.0.0.1:1".to_owned())];
    // Where the machine's toolchains and downloads are, and how fast to build; a runner sets none.
    let home = PathBuf::from(std::env::var_os("HOME").unwrap());
    for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
        let folder = home.join(folder).display().to_string();
        job.env.push((name, std::env::var(name).unwrap_or(folder)));
    }
    for name in ["RUSTC_WRAPPER", "CARGO_PROFILE_ACTION_LTO"] {
        job.env.extend(std::env::var(name).ok().map(|value| (name, value)));
    }
    let used = job.run();
    assert!(used.stdout.starts_with("cardbot: building from source"), "{used:?}");
    assert_eq!(used.status, 1, "{used:?}");
    assert_on_pull(&pull, &world.findings(&pull));
    // Gigabytes that no later step needs.
    let folder = format!("temp/cardbot-action-v{}", env!("CARGO_PKG_VERSION"));
    assert!(!job.sandbox.path(folder).join("target").exists());
}
