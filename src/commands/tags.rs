//! `cardbot tags FILE`.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use cardbot_core::card::Card;
use cardbot_core::tags;
use cardbot_core::text::Source;
use serde_json::json;

use crate::cli::{Exit, ListFormat};
use crate::output::escape::one_line;
use crate::output::terminal;
use crate::trouble;

/// Prints the tags that the Hub would derive from a card.
pub(crate) fn run(file: &Path, format: ListFormat) -> Result<Exit, String> {
    let bytes = read(file)?;
    let source = Source::new(&bytes);
    let card = Card::new("README.md", &source);
    let tags = tags::derive(&card);
    match format {
        ListFormat::Json => {
            let list = json!({"schema": 1, "tags": tags});
            terminal::print_json(&format!("{list}\n"))?;
        }
        ListFormat::Text => {
            let lines: Vec<String> = tags.iter().map(|tag| one_line(tag) + "\n").collect();
            terminal::print(&lines.concat())?;
        }
    }
    if !tags::is_readable(&card) {
        terminal::tell(
            "The Hub can't read the metadata of this card and would refuse it; `cardbot check` \
             tells why.\n",
        );
    }
    Ok(Exit::Clean)
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = vec![];
    let read = if file.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(file)
    };
    read.map_err(|error| format!("{} can't be read: {}", file.display(), trouble::said(&error)))
}
