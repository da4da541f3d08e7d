//! A change in a local git repository, read with git's plumbing commands.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cardbot_core::config;
use cardbot_core::review::CardChange;

use super::{ChangeSet, ChangeSource, LICENSE_NAMES, Target, folder_of, may_be_reviewed};

/// Files larger than this are no cards.
const MOST_BYTES: usize = 64 << 20;

/// Two commits: `A..B`, or `A...B` for the merge base of both with B.
#[derive(Debug, Clone)]
pub struct GitRange {
    /// A folder of the repository.
    pub folder: PathBuf,
    /// The base, as it was named.
    pub base: String,
    /// The head, as it was named.
    pub head: String,
    /// Compare the merge base of both with the head.
    pub from_merge_base: bool,
}

/// The files as they lie on disk, against the merge base with the default branch.
#[derive(Debug, Clone)]
pub struct WorkTree {
    /// A folder of the repository.
    pub folder: PathBuf,
}

/// The root of the repository around a folder.
///
/// # Errors
/// git's own words, when there is none.
pub fn git_root(folder: &Path) -> Result<PathBuf, String> {
    let git = Git { folder };
    git.line(&["rev-parse", "--show-toplevel"]).map(PathBuf::from)
}

impl ChangeSource for GitRange {
    fn fetch(&self) -> Result<ChangeSet, String> {
        let git = Git { folder: &self.folder };
        let named_base = git.commit(&self.base)?;
        let head = git.commit(&self.head)?;
        let base = if self.from_merge_base {
            git.merge_base(&named_base, &head)?
        } else {
            named_base.clone()
        };
        let entries = git.changed(&[&base, &head])?;
        let mut wanted = vec![];
        for entry in &entries {
            wanted.extend(entry.old_blob.clone());
            wanted.extend(entry.new_blob.clone());
            let folder = folder_of(&entry.path);
            wanted.extend(LICENSE_NAMES.iter().map(|name| format!("{head}:{folder}{name}")));
        }
        wanted.extend(config::PATHS.iter().map(|path| format!("{base}:{path}")));
        let blobs = git.blobs(&wanted)?;
        let blob = |name: &Option<String>| name.as_ref().and_then(|n| blobs.get(n).cloned());
        let files = entries
            .iter()
            .map(|entry| CardChange {
                path: entry.path.clone(),
                base_path: entry.old_path.clone(),
                base: blob(&entry.old_blob),
                head: blob(&entry.new_blob),
                hunks: None,
                license_file: LICENSE_NAMES.iter().find_map(|name| {
                    let bytes = blobs.get(&format!("{head}:{}{name}", folder_of(&entry.path)))?;
                    Some(String::from_utf8_lossy(bytes).into_owned())
                }),
            })
            .collect();
        let config = config::PATHS.iter().find_map(|path| {
            Some(((*path).to_owned(), blobs.get(&format!("{base}:{path}"))?.clone()))
        });
        Ok(ChangeSet {
            target: Target {
                kind: "range",
                url: None,
                number: None,
                base: self.base.clone(),
                merge_base: (base != named_base).then_some(base),
                head: self.head.clone(),
            },
            files,
            config,
        })
    }

    fn files_below(&self, folder: &str) -> Option<BTreeSet<String>> {
        let git = Git { folder: &self.folder };
        let tree = format!("{}:{folder}", git.commit(&self.head).ok()?);
        let listed =
            git.output(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", &tree]).ok()?;
        let names = listed.split(|b| *b == 0).filter(|name| !name.is_empty());
        Some(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }
}

impl ChangeSource for WorkTree {
    fn fetch(&self) -> Result<ChangeSet, String> {
        let root = git_root(&self.folder)?;
        let git = Git { folder: &root };
        let head = git.commit("HEAD").map_err(|_| {
            "this repository has no commit yet; `cardbot check` looks at the files as they are"
                .to_owned()
        })?;
        let branch = git.default_branch();
        let base = match &branch {
            Some(branch) => git.merge_base(&git.commit(branch)?, &head)?,
            None => head.clone(),
        };
        let mut entries = git.changed(&[&base])?;
        let untracked = git.output(&["ls-files", "-z", "--others", "--exclude-standard"])?;
        for bytes in untracked.split(|b| *b == 0).filter(|p| !p.is_empty()) {
            let path = String::from_utf8_lossy(bytes).into_owned();
            if may_be_reviewed(&path) {
                entries.push(Entry {
                    path,
                    on_disk: path_of(bytes),
                    old_path: None,
                    old_blob: None,
                    new_blob: None,
                });
            }
        }
        // A file that git forgot but that is still there is listed twice, a file in conflict too.
        // What was there before comes first and counts.
        entries.sort_by(|a, b| {
            (&a.on_disk, a.old_blob.is_none()).cmp(&(&b.on_disk, b.old_blob.is_none()))
        });
        entries.dedup_by(|a, b| a.on_disk == b.on_disk);
        let wanted: Vec<String> = entries.iter().filter_map(|e| e.old_blob.clone()).collect();
        let blobs = git.blobs(&wanted)?;
        let files = entries
            .iter()
            .map(|entry| CardChange {
                path: entry.path.clone(),
                base_path: entry.old_path.clone(),
                base: entry.old_blob.as_ref().and_then(|b| blobs.get(b).cloned()),
                head: read_file(&root.join(&entry.on_disk)),
                hunks: None,
                license_file: LICENSE_NAMES.iter().find_map(|name| {
                    let path = root.join(&entry.on_disk).with_file_name(name);
                    Some(String::from_utf8_lossy(&read_file(&path)?).into_owned())
                }),
            })
            .collect();
        let config = config::PATHS
            .iter()
            .find_map(|path| Some(((*path).to_owned(), read_file(&root.join(path))?)));
        Ok(ChangeSet {
            target: Target {
                kind: "worktree",
                url: None,
                number: None,
                base: branch.unwrap_or_else(|| "HEAD".to_owned()),
                merge_base: Some(base),
                head: "working tree".to_owned(),
            },
            files,
            config,
        })
    }

    fn files_below(&self, folder: &str) -> Option<BTreeSet<String>> {
        super::files_below(&git_root(&self.folder).ok()?.join(folder))
    }
}

/// A file's bytes; `None` where there is no regular file of a card's size.
fn read_file(path: &Path) -> Option<Vec<u8>> {
    let meta = fs::symlink_metadata(path).ok()?;
    (meta.is_file() && meta.len() <= MOST_BYTES as u64).then(|| fs::read(path).ok()).flatten()
}

/// A changed path.
struct Entry {
    path: String,
    /// The path in its own bytes, for the file on disk.
    on_disk: PathBuf,
    old_path: Option<String>,
    old_blob: Option<String>,
    new_blob: Option<String>,
}

/// A path in git's bytes. Where paths are not bytes, what is not UTF-8 is stood in for.
fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

struct Git<'f> {
    folder: &'f Path,
}

impl Git<'_> {
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(self.folder)
            // Nothing that a repository's own settings could start is wanted here.
            .args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"])
            .args(args)
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        command
    }

    fn output(&self, args: &[&str]) -> Result<Vec<u8>, String> {
        let output =
            self.command(args).output().map_err(|e| format!("git could not be started: {e}"))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(said.trim().trim_start_matches("fatal: ").to_owned())
    }

    fn line(&self, args: &[&str]) -> Result<String, String> {
        let output = self.output(args)?;
        Ok(String::from_utf8_lossy(&output).trim_end_matches(['\n', '\r']).to_owned())
    }

    fn commit(&self, name: &str) -> Result<String, String> {
        let wanted = format!("{name}^{{commit}}");
        self.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]).map_err(|e| {
            if e.is_empty() { format!("`{name}` is no commit of this repository") } else { e }
        })
    }

    fn merge_base(&self, a: &str, b: &str) -> Result<String, String> {
        self.line(&["merge-base", a, b])
            .map_err(|_| "the two sides have no commit in common".to_owned())
    }

    /// The default branch: what the remote says, else the usual names.
    fn default_branch(&self) -> Option<String> {
        let remote = self.line(&["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
        remote.ok().filter(|name| !name.is_empty()).or_else(|| {
            ["origin/main", "origin/master", "main", "master"]
                .into_iter()
                .find(|name| self.commit(name).is_ok())
                .map(str::to_owned)
        })
    }

    /// The changed paths that may be cards.
    fn changed(&self, revisions: &[&str]) -> Result<Vec<Entry>, String> {
        let mut args = vec!["diff", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "-M"];
        // The settings of the repository must not change what is listed, or start anything.
        args.extend(["--no-relative", "--ignore-submodules=all"]);
        args.extend(revisions);
        args.push("--");
        let output = self.output(&args)?;
        let mut fields = output.split(|b| *b == 0);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut entries = vec![];
        while let Some(head) = fields.next().filter(|f| !f.is_empty()).map(text) {
            // `:OLDMODE NEWMODE OLDBLOB NEWBLOB STATUS`
            let parts: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
            let &[old_mode, new_mode, old_blob, new_blob, status] = parts.as_slice() else {
                return Err("git's list of changed files could not be read".to_owned());
            };
            let first = fields.next().unwrap_or_default();
            let (old_path, path) = match status.chars().next() {
                Some('R' | 'C') => {
                    let second = fields.next().unwrap_or_default();
                    (status.starts_with('R').then(|| text(first)), second)
                }
                _ => (None, first),
            };
            // Links and submodules are no cards.
            let file = |mode: &str| mode.starts_with("100");
            let blob = |mode: &str, name: &str| {
                (file(mode) && name.chars().any(|c| c != '0')).then(|| name.to_owned())
            };
            let is_file = file(old_mode) || file(new_mode);
            let copied = status.starts_with('C');
            let on_disk = path_of(path);
            let path = text(path);
            if is_file && may_be_reviewed(&path) {
                entries.push(Entry {
                    path,
                    on_disk,
                    old_path,
                    old_blob: blob(old_mode, old_blob).filter(|_| !copied),
                    new_blob: blob(new_mode, new_blob),
                });
            }
        }
        Ok(entries)
    }

    /// Reads many objects in one go; those that are not there are left out.
    fn blobs(&self, names: &[String]) -> Result<HashMap<String, Vec<u8>>, String> {
        let mut found = HashMap::new();
        if names.is_empty() {
            return Ok(found);
        }
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("git could not be started: {e}"))?;
        let mut stdin = child.stdin.take().ok_or("git takes no input")?;
        let stdout = child.stdout.take().ok_or("git gives no output")?;
        // A name with a line end in it would be read as two.
        let asked: Vec<String> = names.iter().filter(|n| !n.contains('\n')).cloned().collect();
        let lines = asked.join("\n") + "\n";
        let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
        let mut reader = BufReader::new(stdout);
        for name in asked {
            let mut header = String::new();
            let trouble = |e: std::io::Error| format!("git's answer could not be read: {e}");
            reader.read_line(&mut header).map_err(trouble)?;
            // `OID TYPE SIZE`, or `NAME missing`
            let parts: Vec<&str> = header.trim_end().rsplitn(3, ' ').collect();
            let (Some(size), Some(kind)) = (parts.first(), parts.get(1)) else { continue };
            let Ok(size) = size.parse::<usize>() else { continue };
            // The object, and a line end behind it.
            let mut object = reader.by_ref().take(size as u64 + 1);
            if *kind != "blob" || size > MOST_BYTES {
                std::io::copy(&mut object, &mut std::io::sink()).map_err(trouble)?;
                continue;
            }
            let mut bytes = Vec::with_capacity(size + 1);
            object.read_to_end(&mut bytes).map_err(trouble)?;
            if bytes.len() != size + 1 {
                return Err("git's answer was cut short".to_owned());
            }
            bytes.truncate(size);
            found.insert(name, bytes);
        }
        // The writer ends with the reader; its error would have shown there.
        let _ = writer.join();
        let _ = child.wait();
        Ok(found)
    }
}
