//! Runs the bare YAML parser over the front matters of cards: the yardstick for the speed of a
//! whole check.

use std::path::Path;
use std::time::{Duration, Instant};

use cardbot_core::front_matter;
use cardbot_core::text::Source;
use granit_parser::Parser;

use crate::scan;

/// Passes over all front matters; the fastest one counts, since others were disturbed.
const PASSES: usize = 10;

/// `parse-events PATH…`: counts the events and tells the time of the loop alone.
pub(crate) fn print(paths: &[String]) -> Result<(), String> {
    let mut files = vec![];
    for path in paths {
        scan::collect(
            Path::new(path),
            |path| path.extension().is_some_and(|e| e == "md"),
            &mut files,
        );
    }
    let mut texts = vec![];
    for file in &files {
        let bytes = scan::read(file)?;
        let source = Source::new(&bytes);
        if let Some(front) = front_matter::split(source.text()) {
            texts.push(source.slice(front.yaml).to_owned());
        }
    }
    let mut best = Duration::MAX;
    let mut events = 0;
    for _ in 0..PASSES {
        let start = Instant::now();
        events = texts.iter().map(|text| count(text)).sum();
        best = best.min(start.elapsed());
    }
    println!(
        "{} files, {} front matters, {} bytes, {events} events, {:.2} ms",
        files.len(),
        texts.len(),
        texts.iter().map(String::len).sum::<usize>(),
        best.as_secs_f64() * 1e3
    );
    Ok(())
}

/// The events up to the end or the first error.
fn count(text: &str) -> usize {
    Parser::new_from_str(text).take_while(Result::is_ok).count()
}
