//! Draws the picture in the README: a real run of the program on the example change, its colours
//! and all, as SVG.

use std::fmt::Write as _;
use std::process::Command;

use crate::files;

const ARGUMENTS: [&str; 3] = ["review", "examples/before.md", "examples/after.md"];

const FONT_SIZE: f64 = 14.0;
/// Each column is given this width, whatever font the reader has: underlines must stay in place.
const COLUMN: f64 = 8.4;
const LINE: f64 = 19.0;
const MARGIN: f64 = 18.0;
const BAR: f64 = 34.0;
const BACKGROUND: &str = "#14181f";
const PLAIN: &str = "#d5dae2";

/// Draws `docs/images/review.svg`; with `check`, tells whether it is what would be drawn.
pub(crate) fn write(check: bool) -> Result<(), String> {
    let screen = run()?;
    files::put(&files::root().join("docs/images/review.svg"), &draw(&screen), check)
}

/// What the terminal shows: the report, and the closing line on standard error.
fn run() -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let done = Command::new(cargo)
        .args(["run", "--quiet", "--package", "cardbot", "--"])
        .args(ARGUMENTS)
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR")
        .current_dir(files::root())
        .output()
        .map_err(|e| format!("cargo: {e}"))?;
    if !matches!(done.status.code(), Some(0 | 1)) {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned());
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    Ok(format!(
        "\x1b[92m$\x1b[0m \x1b[1mcardbot {}\x1b[0m\n\n{}\n\n{}\n",
        ARGUMENTS.join(" "),
        text(&done.stdout),
        text(&done.stderr)
    ))
}

/// How a piece of text looks.
#[derive(Clone, Copy, Default, PartialEq)]
struct Look {
    bold: bool,
    color: Option<&'static str>,
}

impl Look {
    /// The look after an SGR sequence (`1`, `0`, `1;33`…).
    fn after(self, codes: &str) -> Self {
        codes.split(';').fold(self, |look, code| match code {
            "" | "0" => Self::default(),
            "1" => Self { bold: true, ..look },
            "22" => Self { bold: false, ..look },
            "39" => Self { color: None, ..look },
            other => Self { color: color(other).or(look.color), ..look },
        })
    }
}

/// The sixteen colours, bright ones as bright as the others.
fn color(code: &str) -> Option<&'static str> {
    Some(match code {
        "30" | "90" => "#7d8694",
        "31" | "91" => "#ff7b72",
        "32" | "92" => "#7ee787",
        "33" | "93" => "#f2cc60",
        "34" | "94" => "#79b8ff",
        "35" | "95" => "#d2a8ff",
        "36" | "96" => "#76e3ea",
        "37" | "97" => "#ffffff",
        _ => return None,
    })
}

/// A line's pieces of one look each, with the column where they begin.
fn pieces(line: &str, look: &mut Look) -> Vec<(usize, String, Look)> {
    let mut found: Vec<(usize, String, Look)> = vec![];
    let mut column = 0;
    for (n, part) in line.split("\x1b[").enumerate() {
        let text = if n == 0 {
            part
        } else {
            let (codes, text) = part.split_once('m').unwrap_or((part, ""));
            *look = look.after(codes);
            text
        };
        if !text.is_empty() {
            found.push((column, text.to_owned(), *look));
            column += text.chars().count();
        }
    }
    found
}

fn draw(screen: &str) -> String {
    let mut look = Look::default();
    let lines: Vec<_> = screen.lines().map(|line| pieces(line, &mut look)).collect();
    let columns = lines
        .iter()
        .filter_map(|line| line.last().map(|(at, text, _)| at + text.chars().count()))
        .max()
        .unwrap_or(0);
    let width = 2.0 * MARGIN + COLUMN * number(columns);
    let height = BAR + MARGIN + LINE * number(lines.len());
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\">\n\
         <title>A terminal after cardbot review, run on the example change</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n"
    );
    for (n, fill) in ["#ff5f57", "#febc2e", "#28c840"].iter().enumerate() {
        let x = MARGIN + 4.0 + 20.0 * number(n);
        let _ = writeln!(svg, "<circle cx=\"{x:.0}\" cy=\"18\" r=\"6\" fill=\"{fill}\"/>");
    }
    let _ = writeln!(
        svg,
        "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', \
         monospace\" font-size=\"{FONT_SIZE}\" fill=\"{PLAIN}\" xml:space=\"preserve\">"
    );
    for (row, line) in lines.iter().enumerate() {
        let y = BAR + LINE * (number(row) + 0.75);
        for (at, text, look) in line {
            piece(&mut svg, *at, y, text, *look);
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// One piece, without the blanks at its ends: only what is seen has to be stretched to its columns.
fn piece(svg: &mut String, at: usize, y: f64, text: &str, look: Look) {
    let seen = text.trim();
    if seen.is_empty() {
        return;
    }
    let before = text.chars().take_while(|c| c.is_whitespace()).count();
    let x = MARGIN + COLUMN * number(at + before);
    let length = COLUMN * number(seen.chars().count());
    let bold = if look.bold { " font-weight=\"bold\"" } else { "" };
    let fill = look.color.map_or_else(String::new, |color| format!(" fill=\"{color}\""));
    let seen = seen.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\" \
         lengthAdjust=\"spacingAndGlyphs\"{bold}{fill}>{seen}</text>"
    );
}

fn number(n: usize) -> f64 {
    f64::from(u16::try_from(n).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_last_until_they_are_reset() {
        let mut look = Look::default();
        let line = pieces("a\x1b[1m\x1b[33mb c\x1b[0m d", &mut look);
        let warm = Look { bold: true, color: color("33") };
        assert_eq!(line.len(), 3);
        assert!(line[1] == (1, "b c".to_owned(), warm));
        assert!(line[2] == (4, " d".to_owned(), Look::default()));
    }

    #[test]
    fn text_is_escaped_and_stands_in_its_column() {
        let svg = draw("x  <b>\n");
        assert!(svg.contains(">x  &lt;b&gt;</text>"));
        let svg = draw("\x1b[31m  & \x1b[0m\n");
        let x = MARGIN + 2.0 * COLUMN;
        assert!(svg.contains(&format!("<text x=\"{x:.1}\"")) && svg.contains(">&amp;</text>"));
    }
}
