//! Printing: colours where they are wanted, the width of the terminal, readers that went away.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

/// Without a terminal, lines are cut to this width, as rustc does.
const DEFAULT_WIDTH: usize = 140;
/// A narrower terminal gets lines of this width; they wrap.
const LEAST_WIDTH: usize = 40;

/// How many columns a line may take.
#[must_use]
pub fn width() -> usize {
    let seen = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    seen.map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0).max(LEAST_WIDTH))
}

/// Prints text for people on standard output; its colours go where they are not wanted.
///
/// # Errors
/// A message for people. A reader that went away, as `head` does, is no error.
pub fn print(text: &str) -> Result<(), String> {
    let text = for_log(text);
    if anstream::stdout().current_choice() == anstream::ColorChoice::Never {
        // At once: piece by piece, each end of a line would be a write of its own.
        return print_bytes(anstream::adapter::strip_str(&text).to_string().as_bytes());
    }
    let mut out = anstream::stdout().lock();
    settle(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Prints bytes for programs on standard output, as they are.
///
/// # Errors
/// As for [`print()`].
pub fn print_bytes(bytes: &[u8]) -> Result<(), String> {
    let mut out = io::stdout().lock();
    settle(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Prints JSON for programs on standard output.
///
/// # Errors
/// As for [`print()`].
pub fn print_json(text: &str) -> Result<(), String> {
    let text = if is_log() { super::escape::json_for_runner(text) } else { Cow::Borrowed(text) };
    print_bytes(text.as_bytes())
}

/// Prints whole lines that programs take as they are, such as those of a patch. In GitHub Actions, the
/// runner is told not to obey them; programs that take patches skip the lines that tell it.
///
/// # Errors
/// As for [`print()`].
pub fn print_lines(text: &str) -> Result<(), String> {
    if !is_log() || super::escape::for_runner(text) == text {
        return print_bytes(text.as_bytes());
    }
    let word = crate::github::run_id();
    print_bytes(format!("::stop-commands::{word}\n{text}::{word}::\n").as_bytes())
}

/// Tells people something on standard error. That nobody reads it is no reason to fail.
pub fn tell(text: &str) {
    let _ = anstream::stderr().lock().write_all(for_log(text).as_bytes());
}

/// In GitHub Actions, what people read is also read by the runner.
fn for_log(text: &str) -> Cow<'_, str> {
    if is_log() { super::escape::for_runner(text) } else { Cow::Borrowed(text) }
}

fn is_log() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

fn settle(done: io::Result<()>) -> Result<(), String> {
    match done {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("standard output can't be written: {error}"))
        }
        _ => Ok(()),
    }
}
