//! A bare repository, driven by the `git` program.
//!
//! A repository and its forks share one store of objects, as on GitHub, where a fork's commits can be
//! read through the repository it came from. Each has its own namespace of branches in it.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::caps::Caps;
use crate::diff::{self, FileDiff};

/// The clock of commits: they are a minute apart, so that the same story gives the same hashes.
const FIRST_COMMIT: u64 = 1_760_000_000;

/// A file that a commit changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FileChange {
    /// A file is written.
    Put(String, Vec<u8>),
    /// A symbolic link is written.
    Link(String, String),
    /// A submodule is written.
    Submodule(String, String),
    /// A file goes.
    Delete(String),
    /// A file gets a new path.
    Rename(String, String),
}

/// Something out of the store of objects.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) oid: String,
    pub(crate) kind: String,
    pub(crate) bytes: Vec<u8>,
}

/// An entry of a folder.
#[derive(Clone, Debug)]
pub(crate) struct TreeEntry {
    pub(crate) mode: String,
    pub(crate) kind: String,
    pub(crate) oid: String,
    pub(crate) size: u64,
    pub(crate) name: String,
}

/// What is told of a commit.
#[derive(Clone, Debug)]
pub(crate) struct CommitInfo {
    pub(crate) oid: String,
    pub(crate) tree: String,
    pub(crate) parents: Vec<String>,
    pub(crate) author: String,
    pub(crate) email: String,
    pub(crate) time: i64,
    pub(crate) message: String,
}

/// A `git cat-file --batch` that stays.
struct Reader {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Differences between two commits never change, so each is worked out once.
type Diffs = HashMap<(String, String), Arc<Vec<FileDiff>>>;

/// One store of objects with its references.
pub(crate) struct Git {
    folder: PathBuf,
    commits: AtomicU64,
    reader: Mutex<Option<Reader>>,
    diffs: Mutex<Diffs>,
    caps: Caps,
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("--git-dir")
        .arg(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", folder.join("no-global-config"))
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

impl Git {
    /// A new, empty store.
    pub(crate) fn new(folder: PathBuf, caps: Caps) -> Self {
        std::fs::create_dir_all(&folder).expect("a folder for a repository");
        let git = Self {
            folder,
            commits: AtomicU64::new(0),
            reader: Mutex::default(),
            diffs: Mutex::default(),
            caps,
        };
        git.run(&["init", "--quiet", "--bare", "--initial-branch=main"]);
        git
    }

    /// Runs git and gives what it printed, or nothing when it fails.
    pub(crate) fn ask(&self, args: &[&str]) -> Option<Vec<u8>> {
        let output = command(&self.folder).args(args).output().expect("git can be run");
        output.status.success().then_some(output.stdout)
    }

    /// Runs git, which must work.
    pub(crate) fn run(&self, args: &[&str]) -> String {
        let output = command(&self.folder).args(args).output().expect("git can be run");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {args:?}: {told}");
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    /// Commits changes on top of `parents` and moves the reference there, forward or not.
    pub(crate) fn commit(
        &self,
        reference: &str,
        parents: &[String],
        changes: &[FileChange],
        message: &str,
        author: &str,
    ) -> String {
        let count = self.commits.fetch_add(1, Ordering::Relaxed);
        let time = FIRST_COMMIT + count * 60;
        let mut stream = Vec::new();
        let mut tell = |line: &str| stream.extend_from_slice(format!("{line}\n").as_bytes());
        tell(&format!("commit {reference}"));
        tell("mark :1");
        let who = format!("{author} <{author}@users.noreply.example> {time} +0000");
        tell(&format!("author {who}"));
        tell(&format!("committer {who}"));
        tell(&format!("data {}\n{message}", message.len()));
        if let Some((first, others)) = parents.split_first() {
            tell(&format!("from {first}"));
            others.iter().for_each(|other| tell(&format!("merge {other}")));
        }
        for change in changes {
            let (line, data): (String, Option<&[u8]>) = match change {
                FileChange::Put(path, bytes) => {
                    (format!("M 100644 inline {}", quoted(path)), Some(bytes))
                }
                FileChange::Link(path, target) => {
                    (format!("M 120000 inline {}", quoted(path)), Some(target.as_bytes()))
                }
                FileChange::Submodule(path, oid) => {
                    (format!("M 160000 {oid} {}", quoted(path)), None)
                }
                FileChange::Delete(path) => (format!("D {}", quoted(path)), None),
                FileChange::Rename(from, to) => {
                    (format!("R {} {}", quoted(from), quoted(to)), None)
                }
            };
            stream.extend_from_slice(format!("{line}\n").as_bytes());
            if let Some(data) = data {
                stream.extend_from_slice(format!("data {}\n", data.len()).as_bytes());
                stream.extend_from_slice(data);
                stream.push(b'\n');
            }
        }
        stream.extend_from_slice(b"\nget-mark :1\ndone\n");
        self.import(&stream)
    }

    fn import(&self, stream: &[u8]) -> String {
        let mut child = command(&self.folder)
            .args(["fast-import", "--quiet", "--force", "--done"])
            .stdin(Stdio::piped())
            .spawn()
            .expect("git can be run");
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(stream).expect("git reads");
        drop(input);
        let output = child.wait_with_output().expect("git ends");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git fast-import: {told}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// The object an expression such as `HEAD:README.md` or a hash names.
    pub(crate) fn object(&self, expression: &str) -> Option<Object> {
        if expression.is_empty() || expression.contains(['\n', '\0']) {
            return None;
        }
        let mut guard = self.reader.lock().expect("no panic while reading");
        let reader = guard.get_or_insert_with(|| {
            let mut child = command(&self.folder)
                .args(["cat-file", "--batch"])
                .stdin(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("git can be run");
            let questions = child.stdin.take().expect("a pipe");
            let answers = BufReader::new(child.stdout.take().expect("a pipe"));
            Reader { child, questions, answers }
        });
        writeln!(reader.questions, "{expression}").expect("git reads");
        let mut line = String::new();
        reader.answers.read_line(&mut line).expect("git answers");
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let [oid, kind, size] = words[..] else { return None };
        // "… missing" and "… ambiguous" have no size.
        let size: usize = size.parse().ok()?;
        let mut bytes = vec![0; size + 1];
        reader.answers.read_exact(&mut bytes).expect("git answers");
        bytes.pop();
        Some(Object { oid: oid.to_owned(), kind: kind.to_owned(), bytes })
    }

    /// The hash of the commit that a reference or hash names.
    pub(crate) fn commit_of(&self, name: &str) -> Option<String> {
        self.object(&format!("{name}^{{commit}}")).map(|object| object.oid)
    }

    /// The bytes of a file in a commit.
    pub(crate) fn file(&self, commit: &str, path: &str) -> Option<Vec<u8>> {
        self.object(&format!("{commit}:{path}")).filter(|o| o.kind == "blob").map(|o| o.bytes)
    }

    /// The entries of a folder of a tree or commit.
    pub(crate) fn entries(&self, tree: &str) -> Vec<TreeEntry> {
        self.entries_of(tree, false)
    }

    /// The entries of a folder, or with all that is below them.
    pub(crate) fn entries_of(&self, tree: &str, deep: bool) -> Vec<TreeEntry> {
        let depth: &[&str] = if deep { &["-r", "-t"] } else { &[] };
        let arguments = [&["ls-tree", "-z", "--long"], depth, &[tree]].concat();
        let listed = self.ask(&arguments).unwrap_or_default();
        let text = String::from_utf8_lossy(&listed).into_owned();
        let entry = |record: &str| {
            let (about, name) = record.split_once('\t')?;
            let mut words = about.split_ascii_whitespace();
            Some(TreeEntry {
                mode: words.next()?.to_owned(),
                kind: words.next()?.to_owned(),
                oid: words.next()?.to_owned(),
                size: words.next()?.parse().unwrap_or(0),
                name: name.to_owned(),
            })
        };
        text.split('\0').filter_map(entry).collect()
    }

    /// Points a reference somewhere.
    pub(crate) fn point(&self, reference: &str, commit: &str) {
        self.run(&["update-ref", reference, commit]);
    }

    /// Removes a reference.
    pub(crate) fn forget(&self, reference: &str) {
        self.run(&["update-ref", "-d", reference]);
    }

    /// Where two lines of history parted.
    pub(crate) fn merge_base(&self, one: &str, other: &str) -> Option<String> {
        let told = self.ask(&["merge-base", one, other])?;
        Some(String::from_utf8_lossy(&told).trim().to_owned())
    }

    /// Whether one commit is the other or comes before it.
    pub(crate) fn leads_to(&self, earlier: &str, later: &str) -> bool {
        self.ask(&["merge-base", "--is-ancestor", earlier, later]).is_some()
    }

    /// The commits that are in `head` and not in `base`, oldest first.
    pub(crate) fn commits(&self, base: &str, head: &str) -> Vec<CommitInfo> {
        let range = format!("{base}..{head}");
        let listed = self.ask(&["rev-list", "--reverse", &range]).unwrap_or_default();
        String::from_utf8_lossy(&listed).lines().filter_map(|oid| self.about(oid)).collect()
    }

    /// What is told of a commit.
    pub(crate) fn about(&self, commit: &str) -> Option<CommitInfo> {
        let object = self.object(&format!("{commit}^{{commit}}"))?;
        let text = String::from_utf8_lossy(&object.bytes).into_owned();
        let (head, message) = text.split_once("\n\n")?;
        let lines = || head.lines().filter_map(|line| line.split_once(' '));
        let named = |name: &str| lines().find(|(key, _)| *key == name).map(|(_, value)| value);
        let author = named("author")?;
        let (who, when) = author.split_once("> ")?;
        let (name, email) = who.split_once(" <")?;
        Some(CommitInfo {
            oid: object.oid,
            tree: named("tree")?.to_owned(),
            parents: lines().filter(|(k, _)| *k == "parent").map(|(_, v)| v.to_owned()).collect(),
            author: name.to_owned(),
            email: email.to_owned(),
            time: when.split(' ').next()?.parse().ok()?,
            message: message.trim_end().to_owned(),
        })
    }

    /// What changed from one commit to another, file by file, as git tells it.
    pub(crate) fn diff(&self, base: &str, head: &str) -> Arc<Vec<FileDiff>> {
        let key = (base.to_owned(), head.to_owned());
        if let Some(known) = self.diffs.lock().expect("no panic").get(&key) {
            return Arc::clone(known);
        }
        let told = self
            .ask(&[
                "diff",
                "--no-ext-diff",
                "--no-textconv",
                "--no-color",
                "--full-index",
                "--find-renames",
                "--raw",
                "-z",
                "--patch",
                base,
                head,
            ])
            .unwrap_or_default();
        let files = Arc::new(diff::read(&told, self.caps));
        self.diffs.lock().expect("no panic").insert(key, Arc::clone(&files));
        files
    }
}

/// A path as `git fast-import` reads it.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
