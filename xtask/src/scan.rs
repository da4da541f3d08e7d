//! Runs the rules over folders of cards, or of changes to cards, and prints each finding on a
//! line, for reading.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::engine::{self, Subject};
use cardbot_core::finding::Finding;
use cardbot_core::text::Source;
use cardbot_core::yaml::path_text;

/// `scan PREFIX PATH…`: findings of the rules whose name begins with PREFIX (`-` for all).
pub(crate) fn scan(args: &[String]) -> Result<(), String> {
    let (prefix, files) =
        arguments(args, "scan PREFIX PATH…", |path| path.extension().is_some_and(|e| e == "md"))?;
    let mut counts = Counts::default();
    for file in &files {
        let bytes = read(file)?;
        let source = Source::new(&bytes);
        let path = file.display().to_string();
        let card = Card::new(&path, &source);
        let subject = Subject { card: &card, base: None, base_path: &path, license_file: None };
        let found = run(&subject, &path);
        let shown: Vec<_> = found.iter().filter(|f| f.rule.starts_with(prefix)).collect();
        for finding in &shown {
            println!("{}", line(finding, &source, &path));
        }
        counts.take(&shown);
    }
    counts.print(files.len());
    Ok(())
}

/// `scan-pairs PREFIX DIR…`: reviews every folder that holds a `base.md` and a `head.md`, and
/// prints what the change introduced.
pub(crate) fn scan_pairs(args: &[String]) -> Result<(), String> {
    let (prefix, heads) = arguments(args, "scan-pairs PREFIX DIR…", |path| {
        path.file_name().is_some_and(|name| name == "head.md")
    })?;
    let mut counts = Counts::default();
    let mut existing = 0;
    for file in &heads {
        let (base_bytes, head_bytes) = (read(&file.with_file_name("base.md"))?, read(file)?);
        let (base_source, head_source) = (Source::new(&base_bytes), Source::new(&head_bytes));
        let path = file.display().to_string();
        let base = Card::new(&path, &base_source);
        let head = Card::new(&path, &head_source);
        let of = |card, base| Subject { card, base, base_path: &path, license_file: None };
        let before: HashSet<String> =
            run(&of(&base, None), &path).into_iter().map(|f| f.fingerprint).collect();
        let found = run(&of(&head, Some(&base)), &path);
        let (shown, old): (Vec<_>, Vec<_>) = found
            .iter()
            .filter(|f| f.rule.starts_with(prefix))
            .partition(|f| !before.contains(&f.fingerprint));
        for finding in &shown {
            println!("{}", line(finding, &head_source, &path));
        }
        existing += old.len();
        counts.take(&shown);
    }
    counts.print(heads.len());
    println!("{existing} findings were there before");
    Ok(())
}

/// The prefix, and the wanted files below the paths, in order.
fn arguments<'a>(
    args: &'a [String],
    usage: &str,
    wanted: fn(&Path) -> bool,
) -> Result<(&'a str, Vec<PathBuf>), String> {
    let (prefix, paths) = args.split_first().ok_or(usage)?;
    let mut files = vec![];
    for path in paths {
        collect(Path::new(path), wanted, &mut files);
    }
    files.sort();
    Ok((if prefix == "-" { "" } else { prefix }, files))
}

pub(crate) fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|e| format!("{}: {e}", file.display()))
}

/// The findings; a rule that broke down is printed, since that must never happen.
fn run(subject: &Subject<'_>, path: &str) -> Vec<Finding> {
    let report = engine::check(subject, &Config::default());
    for rule in report.broken_rules {
        println!("BROKEN {rule} {path}");
    }
    report.findings
}

fn line(finding: &Finding, source: &Source<'_>, path: &str) -> String {
    let at = source.position(finding.span.start);
    let fix = finding.fix.as_ref().map_or("no fix".to_owned(), |fix| {
        let texts: Vec<_> = fix
            .edits
            .iter()
            .map(|e| format!("{:?} -> {:?}", source.slice(e.span), e.text))
            .collect();
        format!("{} ({}): {}", fix.title, fix.safety.word(), texts.join("; "))
    });
    format!(
        "{} {} {path}:{}:{} {} | {} | {} | {fix}",
        finding.severity.word(),
        finding.rule,
        at.line,
        at.column,
        path_text(&finding.key),
        finding.message,
        finding.help.as_deref().unwrap_or(""),
    )
}

/// How many findings of each rule, in how many files.
#[derive(Default)]
struct Counts(BTreeMap<&'static str, (usize, usize)>);

impl Counts {
    fn take(&mut self, findings: &[&Finding]) {
        let mut rules = HashSet::new();
        for finding in findings {
            let entry = self.0.entry(finding.rule).or_default();
            entry.0 += 1;
            entry.1 += usize::from(rules.insert(finding.rule));
        }
    }

    fn print(&self, files: usize) {
        println!("\n{files} files");
        for (rule, (findings, cards)) in &self.0 {
            println!("{rule}: {findings} findings in {cards} files");
        }
    }
}

/// The wanted files below a path.
pub(crate) fn collect(path: &Path, wanted: fn(&Path) -> bool, files: &mut Vec<PathBuf>) {
    if let Ok(entries) = fs::read_dir(path) {
        for entry in entries.flatten() {
            collect(&entry.path(), wanted, files);
        }
    } else if wanted(path) {
        files.push(path.to_path_buf());
    }
}
