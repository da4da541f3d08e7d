//! Reads the text of a card line by line: which sections there are, and whether they hold
//! something.

use super::Described;
use super::fold::fold;
use crate::facts::{
    self, Topic, is_section_boilerplate, is_section_placeholder, is_training_device,
};

/// So many letters of introduction tell what the model is.
const INTRODUCTION: usize = 40;
/// The level of a line in bold that stands for a heading; below all real ones.
const BOLD: u8 = 7;
/// A longer text in bold is a sentence.
const LONGEST_LABEL: usize = 80;

/// Whether a folded text is more than nothing or a remark that it is still missing.
pub(super) fn says_something(folded: &str) -> bool {
    !folded.is_empty() && !is_section_placeholder(folded) && !is_section_boilerplate(folded)
}

/// The topics that a text tells of.
pub(super) fn read(body: &str) -> Described {
    let mut reader = Reader::default();
    let mut lines = body.lines().peekable();
    while let Some(line) = lines.next() {
        let underlined = lines.peek().is_some_and(|next| is_underline(next));
        if reader.line(line, underlined) {
            lines.next();
        }
    }
    reader.found
}

#[derive(Default)]
struct Reader {
    found: Described,
    /// The open sections, outermost first: level and topics.
    open: Vec<(u8, Vec<Topic>)>,
    /// How many headings were read.
    headings: usize,
    /// Whether the introduction is over.
    introduced: bool,
    /// Letters of the introduction.
    letters: usize,
    /// The mark that closes the open code block.
    fence: Option<&'static str>,
    in_comment: bool,
}

impl Reader {
    /// Reads a line; true if it was a heading by the line below it.
    fn line(&mut self, line: &str, underlined: bool) -> bool {
        let trimmed = line.trim();
        if self.code(trimmed) {
            return false;
        }
        let visible = self.without_comments(trimmed);
        let text = visible.trim();
        if text.is_empty() {
            return false;
        }
        if let Some((level, title)) = heading(text) {
            self.heading(level, &fold(title));
        } else if underlined && is_paragraph(text) {
            self.heading(2, &fold(text));
            return true;
        } else if let Some((title, rest)) = label(text) {
            self.label(title, rest);
        } else {
            self.text(text);
        }
        false
    }

    /// Whether the line is code or opens or closes it. Code fills a section.
    fn code(&mut self, line: &str) -> bool {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark));
        match (self.fence, mark) {
            (None, Some(mark)) if !self.in_comment => self.fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => self.fence = None,
            (Some(_), _) if line.is_empty() => {}
            (Some(_), _) => self.fill(),
            _ => return false,
        }
        true
    }

    /// The line without HTML comments, which may go over several lines.
    fn without_comments<'l>(&mut self, line: &'l str) -> std::borrow::Cow<'l, str> {
        if !self.in_comment && !line.contains("<!--") {
            return line.into();
        }
        let mut out = String::new();
        let mut rest = line;
        loop {
            let mark = if self.in_comment { "-->" } else { "<!--" };
            let Some((before, after)) = rest.split_once(mark) else { break };
            if !self.in_comment {
                out.push_str(before);
            }
            self.in_comment = !self.in_comment;
            rest = after;
        }
        if !self.in_comment {
            out.push_str(rest);
        }
        out.into()
    }

    fn heading(&mut self, level: u8, title: &str) {
        let mut topics = facts::section_topics(title);
        // The first heading of a card is its name, which may hold any word.
        let is_title = self.headings == 0 && level == 1;
        if is_title && title.split(' ').count() > 3 {
            topics.clear();
        }
        self.headings += 1;
        // A second heading often says the name again; one with a subject ends the introduction.
        self.introduced |=
            self.headings > 2 || !topics.is_empty() || facts::is_other_section(title);
        self.open(level, topics);
    }

    fn open(&mut self, level: u8, topics: Vec<Topic>) {
        self.open.retain(|(other, _)| *other < level);
        self.open.push((level, topics));
    }

    /// A line that begins with words in bold: a small heading, or a name with its value.
    fn label(&mut self, title: &str, rest: &str) {
        let topics = facts::section_topics(&fold(title));
        let value = fold(rest);
        if value.is_empty() {
            self.open(BOLD, topics);
        } else if says_something(&value) {
            topics.into_iter().for_each(|topic| self.found.add(topic));
            self.text(rest);
        }
    }

    fn text(&mut self, text: &str) {
        let folded = fold(text);
        if !says_something(&folded) {
            return;
        }
        self.fill();
        if !self.introduced && !text.starts_with(['|', '!', '[']) {
            self.letters += folded.chars().map(weight).sum::<usize>();
            if self.letters >= INTRODUCTION {
                self.found.add(Topic::Model);
            }
        }
        self.passing(text, &folded);
    }

    fn fill(&mut self) {
        for (_, topics) in &mut self.open {
            topics.drain(..).for_each(|topic| self.found.add(topic));
        }
    }

    /// What is told in passing, wherever it stands.
    fn passing(&mut self, text: &str, folded: &str) {
        if !self.found.has(Topic::Tracking) && links_to_tracking(text) {
            self.found.add(Topic::Tracking);
        }
        if !self.found.has(Topic::TrainingType) && facts::names_training_type(folded) {
            self.found.add(Topic::TrainingType);
        }
        if !self.found.has(Topic::Hardware) && names_hardware(folded) {
            self.found.add(Topic::Hardware);
        }
        if !self.found.has(Topic::Emissions) && tells_emissions(folded) {
            self.found.add(Topic::Emissions);
        }
    }
}

/// A character of a writing with a sign for each word or syllable says more than a letter.
fn weight(c: char) -> usize {
    match c {
        ' ' => 0,
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => 3,
        _ => 1,
    }
}

/// The level and title of a heading on one line.
fn heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - rest.len()).ok()?;
    // Without the space it is no heading to Markdown; people write and mean one all the same.
    if (1..=6).contains(&level) && (level > 1 || rest.starts_with([' ', '\t'])) {
        return Some((level, rest));
    }
    let tag = line.strip_prefix("<h").or_else(|| line.strip_prefix("<H"))?;
    let level = tag.chars().next().and_then(|c| c.to_digit(10)).filter(|n| (1..=6).contains(n))?;
    Some((u8::try_from(level).ok()?, line))
}

/// A line of `===` or `---` below a heading.
fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

/// Whether a line above an underline is its heading, not a list, a quotation or a table.
fn is_paragraph(line: &str) -> bool {
    line.len() <= LONGEST_LABEL && !line.starts_with(['-', '*', '+', '>', '|', '<'])
}

/// `**Name:** value`, also as an item of a list, and a line all in bold: the name and the value.
fn label(line: &str) -> Option<(&str, &str)> {
    let item = line.strip_prefix(['-', '*', '+', '>']).filter(|rest| rest.starts_with(' '));
    let line = item.unwrap_or(line).trim_start();
    let mark = ["**", "__"].into_iter().find(|mark| line.starts_with(mark))?;
    let (name, rest) = line.get(mark.len()..)?.split_once(mark)?;
    // A backslash at the end of a line breaks it.
    let rest = rest.trim_start().trim_end_matches('\\');
    let is_name = name.trim_end().ends_with(':') || rest.is_empty() || rest.starts_with(':');
    (is_name && name.len() <= LONGEST_LABEL).then_some((name, rest))
}

/// Whether a text links to the record of a training run.
fn links_to_tracking(text: &str) -> bool {
    facts::tracking_hosts().iter().any(|host| {
        text.match_indices(host)
            .any(|(at, _)| text.get(..at).is_some_and(|before| before.ends_with(['/', '.'])))
    })
}

/// Whether a line tells on what a model was trained: a word for training and a device.
fn names_hardware(folded: &str) -> bool {
    let trains = ["train", "pretrain", "finetun", "tun", "entrain", "entren"];
    let mut about_training = false;
    let mut device = false;
    let mut counted = false;
    for word in folded.split(' ') {
        about_training |= trains.iter().any(|stem| word.starts_with(stem));
        device |= is_training_device(word) || (counted && matches!(word, "gpu" | "gpus"));
        counted = word.starts_with(|c: char| c.is_ascii_digit())
            || matches!(word, "single" | "one" | "two" | "four" | "eight")
            || (counted && matches!(word, "x" | "nvidia" | "amd"));
    }
    about_training && device
}

/// Whether a line gives an amount of carbon dioxide.
fn tells_emissions(folded: &str) -> bool {
    let about = ["co2", "co₂", "carbon footprint", "carbon emi", "greenhouse gas"];
    let begins_word = |at: usize| at == 0 || folded.as_bytes().get(at - 1) == Some(&b' ');
    about.iter().any(|words| folded.match_indices(words).any(|(at, _)| begins_word(at)))
        && folded.split(' ').any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(body: &str) -> Vec<&'static str> {
        read(body).topics().map(Topic::words).collect()
    }

    #[test]
    fn sections_count_when_they_hold_something() {
        assert_eq!(words("## Training data\n\nGLUE."), ["training data"]);
        assert!(words("## Training data\n\n## Evaluation\n").is_empty());
        assert!(words("## Training data\n\nMore information needed\n").is_empty());
        assert!(words("## Training data\n\n[More Information Needed]\n").is_empty());
        assert!(words("## Limitations\n\n<!-- What it\ncan't do. -->\n\nTBD.").is_empty());
    }

    #[test]
    fn a_section_holds_what_its_parts_hold() {
        let body = "# Uses\n\n## Direct Use\n\nTranslation.\n\n# Bias\n## Recommendations\n\nN/A";
        assert_eq!(words(body), ["intended uses"]);
    }

    #[test]
    fn headings_have_many_forms() {
        for body in [
            "Limitations\n-----------\nNone for cats.",
            "**Limitations**\n\nCan't count.",
            "<h2 align=\"center\">Limitations</h2>\nCan't count.",
            "##Limitations\nCan't count.",
            "- **Limitations:** can't count",
            "**Limitations**: can't count",
            "**Limitations**\\\nCan't count",
            "### 4. Known limitations ⚠️\n```\ncode\n```",
        ] {
            assert_eq!(words(body), ["limitations"], "{body}");
        }
        assert!(words("```\n## Limitations\nno\n```").is_empty());
        assert!(words("**Limitations of space kept this short.**\n").is_empty());
    }

    #[test]
    fn a_name_with_a_value_counts_for_itself_only() {
        assert!(words("- **Hardware Type:** [More Information Needed]\n\nSome words.").is_empty());
        assert_eq!(words("- **Hardware Type:** 8 A100"), ["hardware"]);
        assert_eq!(words("* **Compute Region**: us-east-1"), ["place of training"]);
        assert!(words("- **Compute Region:** Unknown").is_empty());
    }

    #[test]
    fn an_introduction_tells_of_the_model() {
        let long = "It turns spoken sentences of five languages into text, with full stops.";
        assert_eq!(words(&format!("# A model\n\n{long}\n")), ["model"]);
        assert_eq!(words(long), ["model"]);
        assert!(words(&format!("# A model\n\n## How to use\n\n{long}\n")).is_empty());
        assert!(words("# A model\n\nShort.\n").is_empty());
        assert!(words(&format!("# Evaluation of a large model\n\n|{long}|\n")).is_empty());
    }

    #[test]
    fn some_things_are_told_in_passing() {
        assert_eq!(words("[run](https://wandb.ai/a/b/runs/c)"), ["experiment tracking link"]);
        assert_eq!(words("- trained on 8 V100 GPUs"), ["hardware"]);
        assert_eq!(words("- Fine-tuned from b"), ["training type"]);
        assert_eq!(words("- CO2 Emissions (in grams): 5.5"), ["emissions"]);
        for body in [
            "- needs a GPU with 16 GB",
            "- runs on an A100",
            "- on COCO2017",
            "Carbon emissions can be estimated using the [Machine Learning Impact calculator]\
             (https://mlco2.github.io/impact#compute) presented in Lacoste et al. (2019).",
        ] {
            assert!(words(body).is_empty(), "{body}");
        }
    }

    #[test]
    fn long_texts_are_read_in_one_go() {
        let deep = "#".repeat(200_000);
        assert!(words(&deep).is_empty());
        let bold = "**a ".repeat(100_000);
        assert!(words(&bold).iter().all(|word| *word == "model"));
        let comments = "<!-- ".repeat(100_000);
        assert!(words(&comments).is_empty());
        let links = "a ](b <i &c".repeat(300_000);
        assert_eq!(words(&links), ["model"]);
    }
}
