//! Runs the rules over a folder of cards and prints each finding on a line, for reading.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::engine::{self, Subject};
use cardbot_core::text::Source;
use cardbot_core::yaml::path_text;

/// `scan PREFIX PATH…`: findings of the rules whose name begins with PREFIX (`-` for all).
pub(crate) fn scan(args: &[String]) -> Result<(), String> {
    let (prefix, paths) = args.split_first().ok_or("scan PREFIX PATH…")?;
    let prefix = if prefix == "-" { "" } else { prefix };
    let mut files = vec![];
    for path in paths {
        collect(Path::new(path), &mut files);
    }
    files.sort();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for file in &files {
        let bytes = fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let source = Source::new(&bytes);
        let path = file.display().to_string();
        let card = Card::new(&path, &source);
        let subject = Subject { card: &card, base: None, base_path: &path, license_file: None };
        let report = engine::check(&subject, &Config::default());
        for rule in report.broken_rules {
            println!("BROKEN {rule} {path}");
        }
        let mut last = "";
        for finding in report.findings.iter().filter(|f| f.rule.starts_with(prefix)) {
            let at = source.position(finding.span.start);
            let fix = finding.fix.as_ref().map_or("no fix".to_owned(), |fix| {
                let texts: Vec<_> = fix
                    .edits
                    .iter()
                    .map(|e| format!("{:?} -> {:?}", source.slice(e.span), e.text))
                    .collect();
                format!("{} ({}): {}", fix.title, fix.safety.word(), texts.join("; "))
            });
            println!(
                "{} {} {path}:{}:{} {} | {} | {} | {fix}",
                finding.severity.word(),
                finding.rule,
                at.line,
                at.column,
                path_text(&finding.key),
                finding.message,
                finding.help.as_deref().unwrap_or(""),
            );
            let entry = counts.entry(finding.rule).or_default();
            entry.0 += 1;
            if last != finding.rule {
                entry.1 += 1;
            }
            last = finding.rule;
        }
    }
    println!("\n{} files", files.len());
    for (rule, (findings, cards)) in counts {
        println!("{rule}: {findings} findings in {cards} files");
    }
    Ok(())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if let Ok(entries) = fs::read_dir(path) {
        for entry in entries.flatten() {
            collect(&entry.path(), files);
        }
    } else if path.extension().is_some_and(|e| e == "md") {
        files.push(path.to_path_buf());
    }
}
