//! Finds formulas in signs that the Hub does not read.
//!
//! The same signs mean other things in Markdown: `\(` is a bracket that should not make a link, `$`
//! a price or a variable of the shell. So a formula must hold what only TeX has.

use super::line_before;
use crate::text::Span;

/// The signs around a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signs {
    /// `$ … $`
    Dollar,
    /// `\( … \)`
    Round,
    /// `\[ … \]`
    Square,
}

impl Signs {
    pub(super) const ALL: [Self; 3] = [Self::Dollar, Self::Round, Self::Square];

    /// The opening and the closing sign.
    pub(super) fn written(self) -> (&'static str, &'static str) {
        match self {
            Self::Dollar => ("$", "$"),
            Self::Round => (r"\(", r"\)"),
            Self::Square => (r"\[", r"\]"),
        }
    }

    /// The signs that the Hub reads in their place.
    pub(super) fn read_by_hub(self) -> (&'static str, &'static str) {
        match self {
            Self::Dollar | Self::Round => (r"\\(", r"\\)"),
            Self::Square => ("$$", "$$"),
        }
    }
}

/// A formula.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formula {
    /// The opening sign.
    pub(super) open: Span,
    /// The closing sign.
    pub(super) close: Span,
}

/// A longer text between two signs is none.
const LONGEST: usize = 400;

/// The formulas in these signs, all in the text and not in code; none unless one of them holds
/// what only TeX has.
pub(super) fn formulas(
    text: &str,
    offset: usize,
    is_text: impl Fn(Span) -> bool,
    signs: Signs,
) -> Vec<Formula> {
    // Signs are frequent, TeX between them is rare, and telling text from code takes long.
    if !may_hold_tex(text, signs) {
        return vec![];
    }
    let (open, close) = signs.written();
    let mut found = vec![];
    let mut sure = false;
    let mut at = 0;
    while let Some(start) = find_sign(text, open, at) {
        let inside = start + open.len();
        at = inside;
        let Some((tex, end)) = between(text, start, signs) else { continue };
        let whole = Span::new(offset + start, offset + end + close.len());
        let holds_tex = is_tex(tex);
        // Between brackets only TeX is a formula; a dollar at each end is rarely anything else.
        if (holds_tex || signs == Signs::Dollar && is_plain(tex)) && is_text(whole) {
            sure |= holds_tex;
            found.push(Formula {
                open: Span::new(whole.start, whole.start + open.len()),
                close: Span::new(whole.end - close.len(), whole.end),
            });
            at = end + close.len();
        }
    }
    if sure { found } else { vec![] }
}

/// What stands between the sign at `start` and its closing one, and where that begins.
fn between(text: &str, start: usize, signs: Signs) -> Option<(&str, usize)> {
    let (open, close) = signs.written();
    let inside = start + open.len();
    let end = find_end(text, close, inside, signs)?;
    let tex = text.get(inside..end)?;
    let fits = is_formula(text, tex, end + close.len(), signs) && !is_of_bibliography(text, start);
    fits.then_some((tex, end))
}

/// Whether TeX stands between any two signs, be they in text or in code.
fn may_hold_tex(text: &str, signs: Signs) -> bool {
    let (open, _) = signs.written();
    let starts = std::iter::successors(find_sign(text, open, 0), |start| {
        find_sign(text, open, start + open.len())
    });
    starts.into_iter().any(|start| between(text, start, signs).is_some_and(|(tex, _)| is_tex(tex)))
}

/// The next sign from `from` that no backslash takes away and that is not part of `$$`.
fn find_sign(text: &str, sign: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let rest = text.get(from..)?;
    let first = *sign.as_bytes().first()?;
    let starts = memchr::memchr_iter(first, rest.as_bytes());
    starts.map(|at| from + at).filter(|at| starts_at(text, *at, sign)).find(|at| {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i));
        let after = bytes.get(at + sign.len());
        before != Some(&b'\\') && (sign != "$" || before != Some(&b'$') && after != Some(&b'$'))
    })
}

fn starts_at(text: &str, at: usize, sign: &str) -> bool {
    text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(sign.as_bytes()))
}

/// Where the closing sign stands: in the same line, for `\[` in the same paragraph.
fn find_end(text: &str, close: &str, inside: usize, signs: Signs) -> Option<usize> {
    let mut most = text.len().min(inside + LONGEST);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    let near = text.get(inside..most)?;
    let stop = if signs == Signs::Square { "\n\n" } else { "\n" };
    let near = near.split(stop).next()?;
    let end = find_sign(near, close, 0)?;
    Some(inside + end)
}

/// Whether what is between the signs, and what is behind them, lets it be a formula.
fn is_formula(text: &str, tex: &str, behind: usize, signs: Signs) -> bool {
    let tight = !tex.starts_with(char::is_whitespace) && !tex.ends_with(char::is_whitespace);
    let next = text.as_bytes().get(behind);
    match signs {
        // As in pandoc: `$20 and $30` is no formula.
        Signs::Dollar => tight && !tex.is_empty() && !next.is_some_and(u8::is_ascii_alphanumeric),
        Signs::Round | Signs::Square => !tex.trim().is_empty(),
    }
}

/// A number, a letter or a short equation.
fn is_plain(tex: &str) -> bool {
    let words = tex.split(|c: char| !c.is_ascii_alphabetic());
    tex.len() <= 20 && words.into_iter().all(|word| word.len() < 3) && !tex.contains('`')
}

/// Whether a text holds a command, a subscript or a power of TeX.
fn is_tex(tex: &str) -> bool {
    let bytes = tex.as_bytes();
    let letter =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        // `\alpha`; `\n` is a line end in a string of code.
        b'\\' => letter(Some(at + 1)) && letter(Some(at + 2)),
        b'_' | b'^' => {
            // `my_name` is a word, but `mc^2` is a formula.
            let one_letter =
                letter(at.checked_sub(1)) && (*byte == b'^' || !letter(at.checked_sub(2)));
            let digit =
                at.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
            match bytes.get(at + 1) {
                Some(b'{') => one_letter || digit || *byte == b'^',
                Some(next) if next.is_ascii_alphanumeric() => {
                    (one_letter || digit && *byte == b'^') && !letter(Some(at + 2))
                }
                _ => false,
            }
        }
        _ => false,
    })
}

/// Whether a line is a field of a BibTeX entry, which people also write without a code block.
fn is_of_bibliography(text: &str, at: usize) -> bool {
    let line = line_before(text, at).trim_start();
    let Some((field, value)) = line.split_once('=') else { return false };
    field.trim_end().bytes().all(|b| b.is_ascii_alphanumeric())
        && value.trim_start().starts_with(['{', '"'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Markdown;

    fn found(text: &str, signs: Signs) -> Vec<&str> {
        let markdown = Markdown::read(text, 0);
        let formulas = formulas(text, 0, |span| markdown.is_text(span), signs);
        formulas.iter().filter_map(|f| text.get(f.open.end..f.close.start)).collect()
    }

    #[test]
    fn formulas_are_found_once_one_holds_tex() {
        assert_eq!(found(r"the size $d_m$, so $32$ or $k$", Signs::Dollar), ["d_m", "32", "k"]);
        assert_eq!(found(r"rates of $10^{-3}$ and $\beta_1=0.9$", Signs::Dollar).len(), 2);
        assert_eq!(found("so $E = mc^2$", Signs::Dollar), ["E = mc^2"]);
        assert_eq!(found(r"the mean \(\bar{x}\) of \(n\)", Signs::Round), [r"\bar{x}"]);
        assert_eq!(found("so\n\n\\[\nE = m c^2\n\\]\n", Signs::Square), ["\nE = m c^2\n"]);
    }

    #[test]
    fn other_uses_of_the_signs_are_left_alone() {
        for text in [
            "for $15 to $20",
            "set $HOME/x_y and $DATA_DIR/val_x$",
            "`$p_{x}$` and\n\n    $p_{x}$\n\n```\n$p_{x}$\n```",
            "a $32$ alone",
            "<p>$x_1$</p>",
            r"\$x_1\$ and $$x_1$$",
            "title = {RED$^{\\rm FM}$: a set},",
            "between $my_name and other_name$ here",
        ] {
            assert!(found(text, Signs::Dollar).is_empty(), "{text}");
        }
        for text in [r"Reimers \(2019\)", r"orange \(fruit\)", r"\(a_name\)", r"\\(x_1\\)"] {
            assert!(found(text, Signs::Round).is_empty(), "{text}");
        }
        for text in
            [r"see \[1\]", r"[\[Code\]](https://example.org)", r"in \[0.6, 1\]", "\\[x_1\n\n\\]"]
        {
            assert!(found(text, Signs::Square).is_empty(), "{text}");
        }
    }
}
