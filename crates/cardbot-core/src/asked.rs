//! What a comment asks of cardbot: `/cardbot fix`, at the beginning of a line.
//!
//! Only lines that the writer says themselves count: not what they quote, not what stands in code,
//! in a list or in HTML. Who may ask is not known here.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::text::Span;

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// All safe fixes as a commit.
    Fix,
    /// A review, now.
    Review,
    /// Rules that are not to be told of in this pull request; as written.
    Ignore(Vec<String>),
    /// The page of a rule; as written.
    Explain(String),
    /// Something else.
    Unknown,
}

/// The word that every command begins with.
const WORD: &str = "/cardbot";
/// So many commands of one comment are heard; nobody means more.
const MOST_COMMANDS: usize = 10;
/// So many rules are heard in one command.
const MOST_RULES: usize = 20;
/// No rule has a longer name.
const LONGEST_RULE: usize = 80;

/// The commands for people, with what they do: the list that answers an unknown one.
pub const LIST: &[(&str, &str)] = &[
    ("/cardbot fix", "commits all safe fixes to the branch"),
    ("/cardbot review", "reviews the pull request once more"),
    ("/cardbot ignore RULE", "tells nothing of this rule in this pull request"),
    ("/cardbot explain RULE", "shows the page of this rule"),
];

/// The commands in a comment, each once, in their order.
#[must_use]
pub fn commands(comment: &str) -> Vec<Command> {
    let mut found: Vec<Command> = vec![];
    if !has_word(comment) {
        return found;
    }
    for line in own_lines(comment) {
        if found.len() >= MOST_COMMANDS {
            break;
        }
        if let Some(command) = command(line)
            && !found.contains(&command)
        {
            found.push(command);
        }
    }
    found
}

/// Whether the word stands anywhere: most comments are done with that.
fn has_word(comment: &str) -> bool {
    comment.split('/').skip(1).any(|rest| {
        let name = WORD.get(1..).unwrap_or_default();
        rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
    })
}

/// The lines of paragraphs that are in nothing else and do not begin within code or HTML.
fn own_lines(comment: &str) -> Vec<&str> {
    let mut paragraphs: Vec<Span> = vec![];
    let mut hidden: Vec<Span> = vec![];
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(comment, Options::ENABLE_TABLES).into_offset_iter() {
        let span = Span::new(range.start, range.end);
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => {
                paragraphs.push(span);
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Code(_) | Event::InlineHtml(_) => hidden.push(span),
            _ => {}
        }
    }
    let mut lines = vec![];
    let mut next_hidden = hidden.iter().peekable();
    for paragraph in paragraphs {
        let text = comment.get(paragraph.range()).unwrap_or_default();
        let mut start = paragraph.start;
        for line in text.split_inclusive('\n') {
            while next_hidden.next_if(|span| span.end <= start).is_some() {}
            if next_hidden.peek().is_none_or(|span| span.start >= start) {
                lines.push(line);
            }
            start += line.len();
        }
    }
    lines
}

/// The command on a line.
fn command(line: &str) -> Option<Command> {
    let line = line.trim_matches(|c: char| c.is_ascii_whitespace());
    let start = line.get(..WORD.len())?;
    let rest = line.get(WORD.len()..)?;
    let is_word = rest.chars().next().is_none_or(|c| c.is_ascii_whitespace());
    if !start.eq_ignore_ascii_case(WORD) || !is_word {
        return None;
    }
    let mut words = rest.split_ascii_whitespace();
    let verb = words.next().unwrap_or_default().trim_end_matches(['.', '!']).to_ascii_lowercase();
    let rules = || rules(rest, words.clone());
    Some(match verb.as_str() {
        "fix" if words.clone().next().is_none() => Command::Fix,
        "review" if words.clone().next().is_none() => Command::Review,
        "ignore" => rules().map_or(Command::Unknown, Command::Ignore),
        "explain" => match rules().as_deref() {
            Some([rule]) => Command::Explain(rule.clone()),
            _ => Command::Unknown,
        },
        _ => Command::Unknown,
    })
}

/// The rules that the words name, with commas or without; `None` where one can't be a rule.
fn rules<'w>(rest: &str, words: impl Iterator<Item = &'w str>) -> Option<Vec<String>> {
    // A whole novel is no list of rules.
    if rest.len() > MOST_RULES * LONGEST_RULE {
        return None;
    }
    let mut found: Vec<String> = vec![];
    for word in words.flat_map(|word| word.split(',')) {
        let word = word.trim_end_matches(['.', '!']).trim_matches('`');
        if word.is_empty() {
            continue;
        }
        let fits = word.len() <= LONGEST_RULE
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if !fits {
            return None;
        }
        let word = word.to_ascii_lowercase();
        if !found.contains(&word) {
            found.push(word);
        }
    }
    let count = found.len();
    (1..=MOST_RULES).contains(&count).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ignore(rules: &[&str]) -> Command {
        Command::Ignore(rules.iter().map(|rule| (*rule).to_owned()).collect())
    }

    fn explain(rule: &str) -> Command {
        Command::Explain(rule.to_owned())
    }

    #[test]
    fn commands_are_heard() {
        for (comment, wanted) in [
            ("/cardbot fix", vec![Command::Fix]),
            ("/Cardbot Fix.", vec![Command::Fix]),
            ("Thanks!\r\n\r\n/cardbot review\r\n", vec![Command::Review]),
            ("Thanks!\n/cardbot review\nBye", vec![Command::Review]),
            ("/cardbot ignore license-unknown", vec![ignore(&["license-unknown"])]),
            ("/cardbot ignore `a-b`, c,a-b", vec![ignore(&["a-b", "c"])]),
            ("/cardbot explain `a-b`", vec![explain("a-b")]),
            ("/cardbot fix\n/cardbot fix\n/cardbot review", vec![Command::Fix, Command::Review]),
            ("`x` and\n/cardbot fix", vec![Command::Fix]),
            ("> please run it\n\n/cardbot fix", vec![Command::Fix]),
            // What is not certain is not done.
            ("/cardbot", vec![Command::Unknown]),
            ("/cardbot help", vec![Command::Unknown]),
            ("/cardbot fix the licence only", vec![Command::Unknown]),
            ("/cardbot ignore", vec![Command::Unknown]),
            ("/cardbot ignore <b>", vec![Command::Unknown]),
            ("/cardbot explain a b", vec![Command::Unknown]),
        ] {
            assert_eq!(commands(comment), wanted, "{comment:?}");
        }
    }

    #[test]
    fn quotes_code_and_talk_are_not() {
        for comment in [
            "",
            "> /cardbot fix",
            "> well\n/cardbot fix",
            "> > well\n> /cardbot fix",
            "On Monday somebody wrote:\n> /cardbot fix\n",
            "```\n/cardbot fix\n```",
            "~~~~sh\n/cardbot fix",
            "    /cardbot fix",
            "`/cardbot fix`",
            "`a\n/cardbot fix\nb`",
            "- /cardbot fix",
            "1. a\n\n   /cardbot fix",
            "# /cardbot fix",
            "<!--\n/cardbot fix\n-->",
            "<details>\n/cardbot fix\n</details>",
            "a <b title='\n/cardbot fix\n'>",
            "| a |\n|---|\n| /cardbot fix |",
            "try /cardbot fix",
            "\\/cardbot fix",
            "**/cardbot fix**",
            "/cardbots fix",
            "/cardbot-fix",
            "@cardbot fix",
            "cardbot fix",
        ] {
            assert_eq!(commands(comment), vec![], "{comment:?}");
        }
    }

    #[test]
    fn any_text_is_read_and_quoting_it_silences_it() {
        const PIECES: &[&str] = &[
            "/cardbot", " ", "fix", "ignore", "a-b", ",", "\n", "\r\n", "> ", "```", "`", "- ",
            "    ", "<!--", "-->", "<b>", "\t", "é", "\u{2028}", "|", "#", "\\", "explain", "=",
        ];
        arbtest::arbtest(|u| {
            let mut comment = String::new();
            for _ in 0..u.arbitrary_len::<u8>()?.min(60) {
                comment.push_str(u.choose(PIECES)?);
            }
            let found = commands(&comment);
            assert!(found.len() <= MOST_COMMANDS);
            let quoted: String = comment.lines().map(|line| format!("> {line}\n")).collect();
            assert_eq!(commands(&quoted), vec![], "{comment:?}");
            Ok(())
        });
    }

    #[test]
    fn long_comments_take_little_work() {
        let many = "/cardbot ignore a\n".repeat(10_000);
        assert_eq!(commands(&many), vec![ignore(&["a"])]);
        let different: String = (0..1_000).map(|n| format!("/cardbot ignore a{n}\n")).collect();
        assert_eq!(commands(&different).len(), MOST_COMMANDS);
        let quotes = format!("{}\n/cardbot fix", "> ".repeat(20_000));
        let _ = commands(&quotes);
        assert_eq!(commands(&"/cardbot ".repeat(20_000)), vec![Command::Unknown]);
    }
}
