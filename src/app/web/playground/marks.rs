//! The pasted text with what was found in it, line by line.

use cardbot_core::finding::{Finding, Severity};
use cardbot_core::text::Source;

/// A piece of a line, with the worst of what was found there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) severity: Option<Severity>,
    /// The findings that begin here, by number.
    pub(super) begins: Vec<usize>,
}

/// A finding's place on the page: where it is marked, in bytes.
fn shown(finding: &Finding, source: &Source<'_>) -> (usize, usize) {
    let span = finding.span;
    let text = source.slice(span);
    let start = span.start + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    if start < end {
        return (start, end);
    }
    // A place between two characters is shown by the line around it, or the line before.
    let line = source.line_of(span.start).min(source.line_count().max(1));
    let around = source.line_span(line);
    (around.start, around.end)
}

/// The lines of a text, in pieces; line ends are left out.
pub(super) fn mark<'t>(source: &'t Source<'_>, findings: &[&Finding]) -> Vec<Vec<Piece<'t>>> {
    let mut spans: Vec<(usize, usize, usize, Severity)> = vec![];
    for (number, finding) in findings.iter().enumerate() {
        let (start, end) = shown(finding, source);
        spans.push((start, end, number, finding.severity));
    }
    spans.sort_by_key(|span| (span.0, span.2));
    let mut next = 0;
    let mut open: Vec<(usize, usize, usize, Severity)> = vec![];
    let mut lines = vec![];
    for line in source.text().split_inclusive('\n') {
        let start = line.as_ptr().addr() - source.text().as_ptr().addr();
        let line = line.trim_end_matches('\n');
        let mut cuts = vec![start, start + line.len()];
        open.retain(|span| span.1 > start);
        while let Some(span) = spans.get(next).filter(|span| span.0 <= start + line.len()) {
            open.push(*span);
            next += 1;
        }
        for span in &open {
            cuts.extend([span.0, span.1].map(|at| at.clamp(start, start + line.len())));
        }
        cuts.sort_unstable();
        cuts.dedup();
        lines.push(pieces(source, &cuts, &open));
    }
    if lines.is_empty() || source.text().ends_with('\n') {
        lines.push(vec![]);
    }
    lines
}

fn pieces<'t>(
    source: &'t Source<'_>,
    cuts: &[usize],
    open: &[(usize, usize, usize, Severity)],
) -> Vec<Piece<'t>> {
    let piece = |start: usize, end: usize| {
        let here = open.iter().filter(|span| span.0 <= start && end <= span.1);
        let mut begins: Vec<usize> =
            open.iter().filter(|span| span.0 == start).map(|span| span.2).collect();
        begins.sort_unstable();
        let text = source.text().get(start..end).unwrap_or_default();
        Piece { text, severity: here.map(|span| span.3).max(), begins }
    };
    match cuts {
        // An empty line.
        [at] => {
            Some(piece(*at, *at)).filter(|piece| !piece.begins.is_empty()).into_iter().collect()
        }
        cuts => {
            cuts.iter().zip(cuts.iter().skip(1)).map(|(start, end)| piece(*start, *end)).collect()
        }
    }
}

/// Where findings stand for a browser, which counts in units of UTF-16.
pub(super) fn in_utf16(source: &Source<'_>, findings: &[&Finding]) -> Vec<(usize, usize)> {
    let places: Vec<(usize, usize)> = findings.iter().map(|f| shown(f, source)).collect();
    let mut wanted: Vec<usize> = places.iter().flat_map(|(start, end)| [*start, *end]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let (mut at, mut units, mut known) = (0, 0, vec![]);
    for place in wanted {
        units += source.text().get(at..place).map_or(0, |text| text.encode_utf16().count());
        known.push((place, units));
        at = place;
    }
    let unit = |place: usize| {
        let found = known.binary_search_by_key(&place, |known| known.0).ok();
        found.and_then(|n| known.get(n)).map_or(0, |known| known.1)
    };
    places.iter().map(|(start, end)| (unit(*start), unit(*end))).collect()
}

#[cfg(test)]
mod tests {
    use cardbot_core::text::Span;

    use super::*;

    fn finding(start: usize, end: usize, severity: Severity) -> Finding {
        Finding {
            rule: "yaml-syntax",
            severity,
            message: String::new(),
            help: None,
            key: vec![],
            span: Span::new(start, end),
            related: vec![],
            fix: None,
            value: String::new(),
            fingerprint: String::new(),
        }
    }

    fn drawn(text: &str, findings: &[Finding]) -> String {
        let source = Source::new(text.as_bytes());
        let refs: Vec<&Finding> = findings.iter().collect();
        let lines = mark(&source, &refs);
        let plain: Vec<String> =
            lines.iter().map(|line| line.iter().map(|piece| piece.text).collect()).collect();
        assert_eq!(plain.join("\n"), text, "no character is lost");
        let piece = |piece: &Piece<'_>| match piece.severity {
            None => piece.text.to_owned(),
            Some(severity) => {
                format!("[{}{:?}{}]", &severity.word()[..1], piece.begins, piece.text)
            }
        };
        lines.iter().map(|line| line.iter().map(piece).collect::<String>() + "|").collect()
    }

    #[test]
    fn marks_are_cut_at_line_ends_and_where_they_overlap() {
        use Severity::{Error, Note, Warning};
        assert_eq!(drawn("ab\ncd\n", &[finding(1, 4, Error)]), "a[e[0]b]|[e[]c]d||");
        assert_eq!(
            drawn("abcd", &[finding(0, 3, Note), finding(1, 2, Warning), finding(1, 4, Note)]),
            "[n[0]a][w[1, 2]b][n[]c][n[]d]|"
        );
    }

    #[test]
    fn what_has_no_width_is_shown_by_its_line() {
        assert_eq!(drawn("ab\ncd", &[finding(4, 4, Severity::Note)]), "ab|[n[0]cd]|");
        assert_eq!(drawn("ab\n", &[finding(3, 3, Severity::Note)]), "[n[0]ab]||");
        assert_eq!(drawn("\nb", &[finding(0, 0, Severity::Note)]), "[n[0]]|b|");
        assert_eq!(drawn("", &[]), "|");
    }

    #[test]
    fn places_count_as_browsers_do() {
        let text = "é😀x";
        let source = Source::new(text.as_bytes());
        let found = finding(6, 7, Severity::Note);
        assert_eq!(in_utf16(&source, &[&found, &found]), [(3, 4), (3, 4)]);
    }
}
