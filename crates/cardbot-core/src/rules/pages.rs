//! A rule's page: prose, and examples that are run as tests.

/// An example on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// `bad`, `good` or `fixed`; for change rules also `base`; `license` for the text of the LICENSE
    /// file beside the card, `files` for the names of the model's files, one a line.
    pub kind: String,
    /// The card, front matter included; for `config-` rules the configuration file.
    pub text: String,
}

/// A rule's page, read from its Markdown.
///
/// An example is a fenced block whose info string is `card` (for `config-` rules `config`) and a
/// kind: ```` ```card bad ````. A `fixed` example belongs to the `bad` one before it, a `base`,
/// `license` or `files` one to those after it.
#[derive(Debug, Clone)]
pub struct Page {
    /// The examples, in order.
    pub examples: Vec<Example>,
}

impl Page {
    /// Reads a page.
    #[must_use]
    pub fn parse(markdown: &str) -> Self {
        let mut examples = vec![];
        let mut open: Option<(Example, String)> = None;
        for line in markdown.split_inclusive('\n') {
            match &mut open {
                None => {
                    let fence: String = line.chars().take_while(|c| *c == '`').collect();
                    let info = line.trim_start_matches('`').trim();
                    if let Some(kind) =
                        info.strip_prefix("card ").or_else(|| info.strip_prefix("config "))
                        && fence.len() >= 3
                    {
                        open =
                            Some((Example { kind: kind.to_owned(), text: String::new() }, fence));
                    }
                }
                Some((example, fence)) => {
                    if line.trim_end() == fence.as_str() {
                        examples.push(example.clone());
                        open = None;
                    } else {
                        example.text.push_str(line);
                    }
                }
            }
        }
        Self { examples }
    }
}
