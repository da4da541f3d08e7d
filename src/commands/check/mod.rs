//! `cardbot check`.

mod diff;
mod fix;
mod input;
mod progress;

use std::collections::HashMap;
use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::engine::{self, Report, Subject};
use cardbot_core::fixing::apply_safe;
use cardbot_core::kind::Kind;
use cardbot_core::text::Source;

use crate::cli::{CheckArgs, Exit, Format};
use crate::output::{self, terminal};
use crate::report::{Detail, FileReport, Located, Summary};
use crate::settings;
use crate::source::files_below;
use crate::trouble;
use crate::walk::{self, Found};
use input::{Repository, Taken};
use progress::Progress;

/// What is done with the safe fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Report,
    Fix,
    Diff,
}

/// What holds for all files.
struct Run<'r> {
    config: &'r Config,
    repository: Repository,
    mode: Mode,
    detail: Detail,
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
    let mut config = settings::load(&root, &args.common.overrides())?;
    config.list_mirrors(|folder| files_below(&root.join(folder)));
    let mode = match (args.fix, args.diff) {
        (_, true) => Mode::Diff,
        (true, false) => Mode::Fix,
        (false, false) => Mode::Report,
    };
    let detail = output::detail(args.common.format);
    let mut repository = Repository::around(root);
    let is_folder = |path: &&PathBuf| !is_input(path) && path.is_dir();
    repository.walk(args.paths.iter().filter(is_folder));
    let run = Run { config: &config, repository, mode, detail };
    let mut looked = run.look_at(&args.paths)?;
    looked.sort_by(|a, b| a.report.path.cmp(&b.report.path));
    let fixed: usize = looked.iter().map(|l| l.fixed).sum();
    let diff: String = looked.iter().map(|l| l.diff.as_str()).collect();
    let files: Vec<FileReport> = looked.into_iter().map(|l| l.report).collect();
    let summary = Summary::of(&files);
    output::tell_broken(&files);
    if mode == Mode::Diff {
        print_diff(&diff, &files, fixed)?;
    } else {
        // With `--fix`, standard output may already hold the mended card.
        let card_printed = mode == Mode::Fix && args.paths.iter().any(|path| is_input(path));
        print(args.common.format, &files, summary, fixed, card_printed)?;
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
    on_error_stream: bool,
) -> Result<(), String> {
    let text = output::of_files(format, files, &summary);
    if on_error_stream {
        terminal::tell(&text);
    } else {
        output::print(format, &text)?;
    }
    if format == Format::Text {
        if fixed > 0 {
            terminal::tell(&format!("{} applied.\n", output::text::fixes(fixed)));
        }
        terminal::tell(&format!("{}\n", output::text::closing(&summary)));
    }
    Ok(())
}

fn print_diff(diff: &str, files: &[FileReport], fixed: usize) -> Result<(), String> {
    if std::io::stdout().is_terminal() {
        terminal::print(&diff::coloured(diff))?;
    } else {
        terminal::print_lines(diff)?;
    }
    for (file, error) in files.iter().filter_map(|f| Some((f, f.error.as_ref()?))) {
        let path = output::escape::path(&file.path);
        terminal::tell(&format!("{path}: {}\n", output::escape::one_line(error)));
    }
    terminal::tell(&format!("{} to apply.\n", output::text::fixes(fixed)));
    Ok(())
}

/// Each card takes some memory and gives it back. glibc hands it on to the system at once, and has to
/// ask for it anew for the next card, until it sees that large blocks come and go
/// (`M_MMAP_THRESHOLD` in mallopt(3)). Other allocators don't mind.
fn keep_memory() {
    const LARGE: usize = 4 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGE)));
}

fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

impl Run<'_> {
    /// Looks at all paths.
    fn look_at(&self, paths: &[PathBuf]) -> Result<Vec<Looked>, String> {
        let mut folders = vec![];
        let mut files = vec![];
        let mut looked = vec![];
        let mut licenses: HashMap<PathBuf, Option<Arc<PathBuf>>> = HashMap::new();
        for path in paths {
            if is_input(path) {
                looked.push(self.look_at_input()?);
            } else if path.is_dir() {
                folders.push(path.clone());
            } else {
                let folder = input::folder_of(path);
                let license = licenses
                    .entry(folder.to_path_buf())
                    .or_insert_with(|| input::license_in(folder).map(Into::into));
                files.push(Found { path: path.clone(), license: license.clone() });
            }
        }
        if !folders.is_empty() {
            keep_memory();
        }
        let taken = Taken::new(paths.len() > 1);
        let progress = Progress::new();
        let (found, bad) = walk::each(folders, &files, |found| {
            progress.step();
            taken.take(&found.path).then(|| self.look_at_file(found))
        });
        progress.clear();
        looked.extend(found.into_iter().flatten());
        looked.extend(bad.into_iter().map(|bad| {
            let error = trouble::said(&bad.error);
            Looked::unreadable(input::shown(&bad.path), error)
        }));
        Ok(looked)
    }

    fn look_at_input(&self) -> Result<Looked, String> {
        let mut bytes = vec![];
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|e| format!("standard input can't be read: {}", trouble::said(&e)))?;
        let (mut looked, after) = self.look_at_bytes("-", "README.md", bytes, None);
        looked.report.from_root = None;
        if self.mode == Mode::Fix {
            // There is no file to write: the mended card goes to standard output, the report to
            // standard error.
            terminal::print_bytes(&after)?;
        }
        Ok(looked)
    }

    fn look_at_file(&self, found: &Found) -> Looked {
        let path = input::shown(&found.path);
        let bytes = match input::read(&found.path) {
            Ok(bytes) => bytes,
            Err(error) => return Looked::unreadable(path, error),
        };
        let before = if self.mode == Mode::Fix { bytes.clone() } else { vec![] };
        let license = found.license.as_deref().and_then(|path| input::license_text(path));
        let from_root = self.repository.path_from_root(&found.path, &path);
        let in_repository = from_root.as_deref().unwrap_or(&path);
        let (mut looked, after) =
            self.look_at_bytes(&path, in_repository, bytes, license.as_deref());
        if self.mode == Mode::Fix
            && after != before
            && let Err(error) = fix::replace(&found.path, &after)
        {
            return Looked::unreadable(
                path,
                format!("can't be written: {}", trouble::said(&error)),
            );
        }
        looked.report.from_root = from_root;
        looked
    }

    /// Looks at the bytes of a file and gives its report with the bytes after the safe fixes.
    fn look_at_bytes(
        &self,
        shown: &str,
        in_repository: &str,
        bytes: Vec<u8>,
        license: Option<&str>,
    ) -> (Looked, Vec<u8>) {
        let (after, fixed) = match self.mode {
            Mode::Report => (None, 0),
            Mode::Fix | Mode::Diff => {
                let judge = |source: &Source<'_>| {
                    judge(in_repository, source, license, self.config).0.findings
                };
                let (after, rules) = apply_safe(&bytes, judge);
                (after, rules.len())
            }
        };
        let diff = match &after {
            Some(after) if self.mode == Mode::Diff => diff::unified(shown, &bytes, after),
            _ => String::new(),
        };
        let bytes = after.unwrap_or(bytes);
        let source = Source::new(&bytes);
        let (report, kind) = judge(in_repository, &source, license, self.config);
        let locate = |finding| Located::new(finding, &source, self.detail);
        let report = FileReport {
            path: shown.to_owned(),
            from_root: None,
            kind,
            error: None,
            broken_rules: report.broken_rules,
            findings: report.findings.into_iter().map(locate).collect(),
            suppressed: report.suppressed,
            not_shown: report.not_shown,
        };
        (Looked { report, diff, fixed }, bytes)
    }
}

impl Looked {
    fn unreadable(path: String, error: String) -> Self {
        Self { report: FileReport::unreadable(path, error), diff: String::new(), fixed: 0 }
    }
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
