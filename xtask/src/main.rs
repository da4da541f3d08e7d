//! Chores of the workspace. `cargo xtask help` lists them.

mod body_tables;
mod carbon_tables;
mod eval_tables;
mod events;
mod evidence;
mod evidence_reading;
mod files;
mod id_tables;
mod input_tables;
mod key_tables;
mod language_tables;
mod merge;
mod model_tables;
mod page_tables;
mod picture;
mod refresh;
mod rule_docs;
mod scan;
mod tables;
mod tags;
mod values;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask CHORE

  tables [--check]   write the fact tables (src/facts/tables) from crates/cardbot-core/data;
                     --check only tells whether they are fresh
  refresh [--write] [FOLDER]
                     fetch the packages that fact tables come from (npm, pip) and show what differs;
                     --write takes it over; FOLDER has the packages unpacked already
  rules [--check]    write docs/rules and its index from the rules' pages
  scan PREFIX PATH…  print the findings of rules with that prefix (- for all) over folders of cards
  scan-pairs PREFIX DIR…
                     the same for changes: folders that hold a base.md and a head.md
  tags PATH…         print the tags of cards (files or folders), one JSON object a line
  evidence [--check] [CORPUS]
                     write docs/evidence.md: how often the rules fire on the corpus
  parse-events PATH… run the bare YAML parser over the front matters, and tell its time
  picture [--check]  draw the picture in the README from a run on the example change
  values PATH…       print the metadata of cards as loaded values, one JSON object a line
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let check = args.iter().any(|a| a == "--check");
    let done = match args.first().map(String::as_str) {
        Some("tables") => tables::write(check),
        Some("refresh") => refresh::run(args.get(1..).unwrap_or(&[])),
        Some("rules") => rule_docs::write(check),
        Some("scan") => scan::scan(args.get(1..).unwrap_or(&[])),
        Some("scan-pairs") => scan::scan_pairs(args.get(1..).unwrap_or(&[])),
        Some("tags") => tags::print(args.get(1..).unwrap_or(&[])),
        Some("evidence") => evidence::write(args.get(1..).unwrap_or(&[]), check),
        Some("parse-events") => events::print(args.get(1..).unwrap_or(&[])),
        Some("picture") => picture::write(check),
        Some("values") => values::print(args.get(1..).unwrap_or(&[])),
        Some("help") | None => {
            println!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("there is no chore `{other}`\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
