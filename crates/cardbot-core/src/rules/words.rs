//! How values and lists are put into messages.

/// A value in backticks, on one line and of a length that a message can bear.
pub(crate) fn code(text: &str) -> String {
    const MOST: usize = 60;
    let mut words = String::new();
    for (count, c) in text.trim().chars().enumerate() {
        if count == MOST {
            words.push('…');
            break;
        }
        // A backtick would end the quotation.
        let c = match c {
            '`' => '\'',
            c if c.is_control() => ' ',
            c => c,
        };
        words.push(c);
    }
    format!("`{words}`")
}

/// Words joined as people do: `a`, `a and b`, `a, b and c`.
pub(crate) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The first few words, and how many more there are: `a, b, c and 4 more`.
pub(crate) fn some(words: impl Iterator<Item = String>) -> String {
    const MOST: usize = 3;
    let mut words = words;
    let mut told: Vec<String> = words.by_ref().take(MOST).collect();
    match words.count() {
        0 => {}
        more => told.push(format!("{more} more")),
    }
    and(&told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_short_and_on_one_line() {
        assert_eq!(code(" a\nb`c "), "`a b'c`");
        assert_eq!(code(&"é".repeat(100)).chars().count(), 63);
    }

    #[test]
    fn lists_read_as_people_write_them() {
        let words: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(and(&words), "a, b and c");
        assert_eq!(and(&words[..2]), "a and b");
        assert_eq!(and(&words[..1]), "a");
        assert_eq!(some(words.clone().into_iter()), "a, b and c");
        assert_eq!(some("abcde".chars().map(String::from)), "a, b, c and 2 more");
    }
}
