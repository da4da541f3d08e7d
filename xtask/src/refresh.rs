//! Refreshes the tables that come from published packages: fetches these, shows what has changed,
//! and writes it only when asked.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Map, Value};

use crate::{files, merge};

/// The tables that a package holds all facts of. The other ones keep their source.
const TABLES: [&str; 8] = [
    "codecarbon/grids.json",
    "codecarbon/regions.json",
    "hub/default-inputs.json",
    "hub/devices.json",
    "hub/inference-parameters.json",
    "hub/languages.json",
    "hub/libraries.json",
    "hub/pipeline-tags.json",
];

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let write = args.iter().any(|arg| arg == "--write");
    let packages = match args.iter().find(|arg| !arg.starts_with("--")) {
        Some(folder) => PathBuf::from(folder),
        None => fetch()?,
    };
    let mut ours = Map::new();
    for name in TABLES {
        ours.insert(name.to_owned(), crate::tables::read(name)?);
    }
    let ours = Value::from(ours);
    let theirs = published(&packages, &ours)?;
    let mut changed = 0;
    for name in TABLES {
        let (merged, differences) = merge::merge(&ours[name], &theirs["tables"][name]);
        println!("{name}: {}", theirs["tables"][name]["source"].as_str().unwrap_or(""));
        for difference in &differences {
            println!("  {difference}");
        }
        if differences.is_empty() {
            println!("  no difference");
            continue;
        }
        changed += 1;
        if write {
            put(name, merged, &theirs["date"])?;
        }
    }
    match (changed, write) {
        (0, _) => println!("all tables are as published"),
        (_, true) => println!("{changed} tables written; now run `cargo xtask tables`"),
        (_, false) => println!("{changed} tables differ; `--write` takes it over"),
    }
    Ok(())
}

fn put(name: &str, mut table: Value, date: &Value) -> Result<(), String> {
    if let Some(table) = table.as_object_mut() {
        table.insert("date".to_owned(), date.clone());
    }
    let path = files::root().join("crates/cardbot-core/data").join(name);
    files::put(&path, &merge::written(&table), false)
}

/// What the packages say, in the form of our tables.
fn published(packages: &Path, ours: &Value) -> Result<Value, String> {
    let script = files::root().join("scripts/refresh/tables.mjs");
    let mut node = Command::new("node")
        .args([&script, packages])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("node: {e}"))?;
    if let Some(mut stdin) = node.stdin.take() {
        stdin.write_all(ours.to_string().as_bytes()).map_err(|e| format!("node: {e}"))?;
    }
    let output = node.wait_with_output().map_err(|e| format!("node: {e}"))?;
    if !output.status.success() {
        return Err("the packages could not be read; their form may have changed".to_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|e| format!("{}: {e}", script.display()))
}

/// Fetches the packages' newest versions and unpacks them. Nothing of them is run but the lists
/// that they export.
fn fetch() -> Result<PathBuf, String> {
    let folder = files::root().join("target/refresh");
    let _ = fs::remove_dir_all(&folder);
    for name in ["tasks", "languages", "hub"] {
        let into = folder.join(name);
        fs::create_dir_all(&into).map_err(|e| format!("{}: {e}", into.display()))?;
        let package = format!("@huggingface/{name}");
        let archive = run_in(&into, "npm", &["pack", "--silent", "--ignore-scripts", &package])?;
        let archive = archive.lines().last().unwrap_or("").trim().to_owned();
        run_in(&into, "tar", &["-xzf", &archive, "--strip-components=1"])?;
    }
    let into = folder.join("codecarbon");
    fs::create_dir_all(&into).map_err(|e| format!("{}: {e}", into.display()))?;
    let download =
        ["-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "codecarbon"];
    run_in(&into, "python3", &download)?;
    let wheel = fs::read_dir(&into)
        .map_err(|e| format!("{}: {e}", into.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| Path::new(name).extension().is_some_and(|ending| ending == "whl"))
        .ok_or("pip brought no wheel of codecarbon")?;
    run_in(&into, "python3", &["-m", "zipfile", "-e", &wheel, "."])?;
    Ok(folder)
}

/// Runs a program and gives what it printed.
fn run_in(folder: &Path, program: &str, args: &[&str]) -> Result<String, String> {
    let output = Command::new(program)
        .args(args)
        .current_dir(folder)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("{program}: {e}"))?;
    if !output.status.success() {
        return Err(format!("`{program} {}` failed", args.join(" ")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
