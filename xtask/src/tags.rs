//! Prints the tags of many cards and what they tell of. The tags are to be held against the Hub's own by `scripts/tags_check.py`.

use std::fs;
use std::path::Path;

use cardbot_core::card::Card;
use cardbot_core::text::Source;
use cardbot_core::{described, tags};
use serde_json::json;

use crate::scan;

pub(crate) fn print(paths: &[String]) -> Result<(), String> {
    let mut files = vec![];
    for path in paths {
        let is_card = |path: &Path| path.extension().is_some_and(|e| e == "md");
        scan::collect(Path::new(path), is_card, &mut files);
    }
    files.sort();
    for file in files {
        let path = file.display().to_string();
        let bytes = fs::read(&file).map_err(|e| format!("{path}: {e}"))?;
        let source = Source::new(&bytes);
        let card = Card::new(&path, &source);
        let told: Vec<_> =
            described::of(&card).topics().map(cardbot_core::facts::Topic::words).collect();
        println!("{}", json!({"path": path, "tags": tags::derive(&card), "describes": told}));
    }
    Ok(())
}
