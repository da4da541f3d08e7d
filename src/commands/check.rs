//! `cardbot check`.

use std::fs;
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::edit;
use cardbot_core::engine::{self, Report, Subject};
use cardbot_core::finding::{Finding, Safety};
use cardbot_core::kind::Kind;
use cardbot_core::text::Source;
use similar::TextDiff;

use crate::cli::{CheckArgs, Exit, Format};
use crate::output;
use crate::report::{FileReport, Located, Summary};
use crate::settings;
use crate::walk::{self, Found};

/// Larger files are no cards; they are not read into memory.
const MOST_BYTES: u64 = 64 << 20;

/// Fixes can make room for further fixes; a file is gone over at most this often.
const MOST_PASSES: usize = 10;

/// What is done with the safe fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Report,
    Fix,
    Diff,
}

/// A file's report, and its unified diff with `--diff`.
struct Looked {
    report: FileReport,
    diff: String,
    fixed: usize,
}

/// Runs the command.
pub(crate) fn run(args: &CheckArgs) -> Result<Exit, String> {
    let root = settings::root_of(Path::new("."));
    let config = settings::load(&root, &args.common.overrides())?;
    let mode = match (args.fix, args.diff) {
        (_, true) => Mode::Diff,
        (true, false) => Mode::Fix,
        (false, false) => Mode::Report,
    };
    let mut looked = look_at(&args.paths, &config, &root, mode)?;
    looked.sort_by(|a, b| a.report.path.cmp(&b.report.path));
    let fixed: usize = looked.iter().map(|l| l.fixed).sum();
    if mode == Mode::Diff {
        let mut out = anstream::stdout().lock();
        for look in &looked {
            write!(out, "{}", look.diff).map_err(|e| e.to_string())?;
        }
    }
    let files: Vec<FileReport> = looked.into_iter().map(|l| l.report).collect();
    let summary = Summary::of(&files);
    output::tell_broken(&files);
    if mode != Mode::Diff {
        print(args.common.format, &files, summary, fixed)?;
    }
    Ok(exit(&files, summary, &config))
}

fn exit(files: &[FileReport], summary: Summary, config: &Config) -> Exit {
    let fails = |located: &Located| config.fail_on.fails(located.finding.severity);
    if summary.unreadable > 0 {
        Exit::Failed
    } else if files.iter().flat_map(|f| &f.findings).any(fails) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

fn print(
    format: Format,
    files: &[FileReport],
    summary: Summary,
    fixed: usize,
) -> Result<(), String> {
    let mut out = anstream::stdout().lock();
    let text = output::of_files(format, files, &summary);
    out.write_all(text.as_bytes()).map_err(|e| e.to_string())?;
    if format == Format::Text {
        if fixed > 0 {
            anstream::eprintln!(
                "{} applied.",
                output::text::count(fixed, "fix").replace("fixs", "fixes")
            );
        }
        anstream::eprintln!("{}", output::text::closing(&summary));
    }
    Ok(())
}

/// Looks at all paths.
fn look_at(
    paths: &[PathBuf],
    config: &Config,
    root: &Path,
    mode: Mode,
) -> Result<Vec<Looked>, String> {
    let mut folders = vec![];
    let mut files = vec![];
    let mut looked = vec![];
    for path in paths {
        if path.as_os_str() == "-" {
            looked.push(look_at_input(config, mode)?);
        } else if path.is_dir() {
            folders.push(path.clone());
        } else {
            files.push(Found { path: path.clone(), license: license_beside(path).map(Into::into) });
        }
    }
    let progress = Progress::new();
    let (found, bad) = walk::each(folders, files, |found| {
        progress.step();
        look_at_file(found, config, root, mode)
    });
    progress.clear();
    looked.extend(found);
    looked.extend(bad.into_iter().map(|bad| Looked {
        report: FileReport::unreadable(bad.path.display().to_string(), bad.error.to_string()),
        diff: String::new(),
        fixed: 0,
    }));
    Ok(looked)
}

fn look_at_input(config: &Config, mode: Mode) -> Result<Looked, String> {
    let mut bytes = vec![];
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| format!("standard input: {e}"))?;
    let fixed = look_at_bytes("-", "README.md", bytes, None, config, mode);
    if mode == Mode::Fix {
        // There is no file to write: the fixed card goes to standard output, the report follows
        // on standard error.
        let mut out = std::io::stdout().lock();
        out.write_all(&fixed.1).map_err(|e| e.to_string())?;
    }
    Ok(fixed.0)
}

fn look_at_file(found: &Found, config: &Config, root: &Path, mode: Mode) -> Looked {
    let path = found.path.display().to_string();
    let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
    let bytes = match read(&found.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return Looked {
                report: FileReport::unreadable(path, error),
                diff: String::new(),
                fixed: 0,
            };
        }
    };
    let before = if mode == Mode::Fix { bytes.clone() } else { vec![] };
    let license = found.license.as_deref().map(PathBuf::as_path);
    let in_repository =
        if config_needs_paths(config) { below(root, &found.path) } else { path.clone() };
    let (mut looked, after) = look_at_bytes(&path, &in_repository, bytes, license, config, mode);
    if mode == Mode::Fix && after != before {
        if let Err(error) = replace(&found.path, &after) {
            looked.report = FileReport::unreadable(path, format!("can't be written: {error}"));
        }
    }
    looked
}

/// Whether the configuration speaks of paths; only then is the path from the root worked out.
fn config_needs_paths(config: &Config) -> bool {
    !(config.include.is_empty()
        && config.exclude.is_empty()
        && config.ignore_paths.is_empty()
        && config.hub.is_empty())
}

/// The path from the repository's root, with `/`.
fn below(root: &Path, path: &Path) -> String {
    let full = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let shown = full.strip_prefix(root).unwrap_or(&full);
    shown.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    use std::io::ErrorKind;
    let file = fs::File::open(path).map_err(|e| match e.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        _ => e.to_string(),
    })?;
    let mut bytes = Vec::with_capacity(8 << 10);
    let read = file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    if read as u64 > MOST_BYTES {
        return Err(format!("larger than {} MiB", MOST_BYTES >> 20));
    }
    Ok(bytes)
}

/// Writes beside the file and renames, so that a crash leaves the old or the new one.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let target = fs::canonicalize(path)?;
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = target.with_file_name(format!(".{name}.cardbot-{}", std::process::id()));
    let permissions = fs::metadata(&target)?.permissions();
    let written = fs::write(&beside, bytes)
        .and_then(|()| fs::set_permissions(&beside, permissions))
        .and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        // Best effort: the error that matters is the one above.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn license_beside(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .find(|p| p.file_name().is_some_and(|n| walk::is_license_file(&n.to_string_lossy())))
}

/// Looks at the bytes of a file and gives its report with the bytes after the safe fixes.
fn look_at_bytes(
    shown: &str,
    in_repository: &str,
    mut bytes: Vec<u8>,
    license: Option<&Path>,
    config: &Config,
    mode: Mode,
) -> (Looked, Vec<u8>) {
    let license_file = license.and_then(|path| {
        let mut text = vec![];
        fs::File::open(path).ok()?.take(64 << 10).read_to_end(&mut text).ok()?;
        Some(String::from_utf8_lossy(&text).into_owned())
    });
    let original = if mode == Mode::Diff { bytes.clone() } else { vec![] };
    let mut fixed = 0;
    for _ in 0..MOST_PASSES {
        if mode == Mode::Report {
            break;
        }
        let Some((after, n)) = fix_once(in_repository, &bytes, license_file.as_deref(), config)
        else {
            break;
        };
        bytes = after;
        fixed += n;
    }
    let diff = if mode == Mode::Diff && bytes != original {
        unified(shown, &String::from_utf8_lossy(&original), &String::from_utf8_lossy(&bytes))
    } else {
        String::new()
    };
    let source = Source::new(&bytes);
    let (report, kind) = judge(in_repository, &source, license_file.as_deref(), config);
    let report = FileReport {
        path: shown.to_owned(),
        kind,
        error: None,
        findings: report.findings.into_iter().map(|f| Located::new(f, &source)).collect(),
        suppressed: report.suppressed,
        not_shown: report.not_shown,
        broken_rules: report.broken_rules,
    };
    (Looked { report, diff, fixed }, bytes)
}

fn judge(
    path: &str,
    source: &Source<'_>,
    license_file: Option<&str>,
    config: &Config,
) -> (Report, Kind) {
    let card = Card::new(path, source);
    let kind = engine::reviewed_kind(&card, None, config);
    let subject = Subject { card: &card, base: None, base_path: path, license_file };
    (engine::check(&subject, config), kind)
}

/// Applies the safe fixes that do not get in each other's way.
fn fix_once(
    path: &str,
    bytes: &[u8],
    license_file: Option<&str>,
    config: &Config,
) -> Option<(Vec<u8>, usize)> {
    let source = Source::new(bytes);
    let (report, _) = judge(path, &source, license_file, config);
    let (edits, n) = safe_edits(&report.findings);
    let after = edit::apply(source.text(), &edits)?;
    (n > 0).then(|| (after.into_bytes(), n))
}

fn safe_edits(findings: &[Finding]) -> (Vec<edit::Edit>, usize) {
    let mut edits: Vec<edit::Edit> = vec![];
    let mut n = 0;
    for fix in findings.iter().filter_map(|f| f.fix.as_ref()).filter(|f| f.safety == Safety::Safe) {
        let clash = fix.edits.iter().any(|new| edits.iter().any(|old| old.span.touches(new.span)));
        if !clash {
            edits.extend(fix.edits.iter().cloned());
            n += 1;
        }
    }
    edits.sort();
    (edits, n)
}

fn unified(path: &str, before: &str, after: &str) -> String {
    let path = output::plain(path);
    TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

/// A line on the terminal that counts files while many are looked at.
struct Progress {
    shown: bool,
    started: std::time::Instant,
    count: std::sync::atomic::AtomicUsize,
}

impl Progress {
    fn new() -> Self {
        let shown = std::io::stderr().is_terminal() && std::io::stdout().is_terminal();
        Self { shown, started: std::time::Instant::now(), count: 0.into() }
    }

    fn step(&self) {
        if !self.shown {
            return;
        }
        let n = self.count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if n.is_multiple_of(256) && self.started.elapsed().as_millis() > 500 {
            anstream::eprint!("\r{n} files");
        }
    }

    fn clear(&self) {
        if self.shown && self.started.elapsed().as_millis() > 500 {
            anstream::eprint!("\r\x1b[K");
        }
    }
}
