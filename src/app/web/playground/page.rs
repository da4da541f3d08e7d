//! The playground's page.

use axum::response::Response;
use cardbot_core::finding::{Finding, Safety, Severity};
use cardbot_core::kind::Kind;
use cardbot_core::review::Reviewed;
use cardbot_core::review::markdown::shortened;
use cardbot_core::text::Source;
use cardbot_core::yaml::path_text;
use maud::{Markup, html};

use super::super::layout::{Navigation, Page, Part, count, prose};
use super::MOST_BYTES;
use super::check::{Checked, Pasted};
use super::marks;
use crate::output::escape::one_line;

/// Lists are cut to this many rows.
const MOST_ROWS: usize = 200;
/// Values are cut to this many characters.
const MOST_CHARS: usize = 120;

/// What the page shows.
#[derive(Debug, Default)]
pub(super) struct View {
    pub(super) pasted: Pasted,
    pub(super) checked: Option<Checked>,
    /// What was just done.
    pub(super) done: Option<String>,
}

impl View {
    pub(super) fn answer(&self, navigation: Navigation) -> Response {
        let main = self.render();
        let title = "Check a model card";
        Page { title, part: Some(Part::Playground), navigation, plays: true, main }.answer()
    }

    fn render(&self) -> Markup {
        html! {
            div.lead {
                h1 { "Check a model card" }
                p {
                    "Paste the README of a model. cardbot tells what the Hub would refuse, misread or \
                     leave out, and has the fix ready. The text is checked on this server and not kept."
                }
            }
            form #play method="post" action="/play" {
                div.play {
                    (self.editor())
                    (self.results())
                }
            }
        }
    }

    fn editor(&self) -> Markup {
        let has_base = !self.pasted.base.is_empty();
        html! {
            section.side aria-label="Editor" {
                div.bar {
                    label for="card" { "Model card" }
                    div.tools {
                        button name="fill" value="example" { "Example" }
                        button name="fill" value="clear" { "Clear" }
                        button #share type="button" hidden { "Copy link" }
                    }
                }
                div.editor {
                    // A browser drops the first line end in here.
                    textarea #card name="card" rows="16" spellcheck="false" autocapitalize="off"
                        autocomplete="off" maxlength=(MOST_BYTES)
                        placeholder="---\nlicense: …\n---" { "\n" (self.pasted.card) }
                    (self.marked())
                }
                p #link hidden {
                    label for="address" { "Link with the card in it. No server sees what stands behind its #." }
                    input #address type="text" readonly;
                }
                details.base open[has_base] {
                    summary { "Compare with an earlier version" }
                    label for="base" { "The card before the change" }
                    textarea #base name="base" rows="8" spellcheck="false" autocapitalize="off"
                        autocomplete="off" maxlength=(MOST_BYTES) { "\n" (self.pasted.base) }
                }
                p.send { button.main type="submit" { "Check" } }
            }
        }
    }

    /// The text again, with the findings underlined. Script puts it behind the text field.
    fn marked(&self) -> Markup {
        let source = Source::new(self.pasted.card.as_bytes());
        let lines = marks::mark(&source, &self.findings());
        html! {
            pre #marked {
                @if self.checked.is_some() {
                    @for line in &lines {
                        span.line {
                            @for piece in line {
                                @for number in &piece.begins { span id=(format!("f{number}")) {} }
                                @match piece.severity {
                                    Some(severity) => mark class=(severity.word()) { (piece.text) },
                                    None => (piece.text),
                                }
                            }
                            "\n"
                        }
                    }
                }
            }
        }
    }

    /// All findings, those that are new first, as they are numbered on the page.
    fn findings(&self) -> Vec<&Finding> {
        let all = self.checked.iter().flat_map(|c| c.findings.iter().chain(&c.existing));
        all.map(|reviewed| &reviewed.finding).collect()
    }

    fn results(&self) -> Markup {
        html! {
            section.side #results aria-label="What was found" {
                p #status role="status" {
                    @if let Some(done) = &self.done { (prose(done)) " " }
                    (self.closing())
                }
                @match &self.checked {
                    None => div.quiet {
                        p { "Findings, the tags that the Hub will derive, and what a change does to the metadata are shown here." }
                    },
                    Some(checked) => (self.told(checked)),
                }
            }
        }
    }

    /// The counts, in a sentence.
    fn closing(&self) -> String {
        let Some(checked) = &self.checked else { return "No card yet.".to_owned() };
        let what = match checked.kind {
            Kind::ModelCard => None,
            Kind::DatasetCard => Some("the card of a dataset"),
            Kind::SpaceCard => Some("the README of a Space"),
            Kind::Template => Some("a template that is yet to be filled in"),
            Kind::EvalResults | Kind::Other | Kind::Unreadable => Some("no model card"),
        };
        if let Some(what) = what {
            return format!("This looks like {what}. cardbot checks model cards only.");
        }
        let of = |severity: Severity| {
            checked.findings.iter().filter(|f| f.finding.severity == severity).count()
        };
        let counts = [Severity::Error, Severity::Warning, Severity::Note]
            .map(|severity| (of(severity), severity.word()));
        let told: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| count(*n, word)).collect();
        match (told.is_empty(), self.pasted.base.trim().is_empty()) {
            (true, true) => "Nothing to mend was found.".to_owned(),
            (true, false) => "The change brings nothing to mend.".to_owned(),
            (false, true) => format!("{}.", told.join(", ")),
            (false, false) => format!("{} in what changed.", told.join(", ")),
        }
    }

    fn told(&self, checked: &Checked) -> Markup {
        let source = Source::new(self.pasted.card.as_bytes());
        let places = marks::in_utf16(&source, &self.findings());
        let new = checked.findings.len();
        let list = |first: usize, findings: &[Reviewed]| {
            html! {
                ol.findings {
                    @for (n, found) in findings.iter().enumerate() {
                        (finding(first + n, found, places.get(first + n).copied().unwrap_or_default()))
                    }
                }
            }
        };
        html! {
            h2.unseen { "Findings" }
            @if checked.safe_fixes > 1 {
                p.all {
                    button name="fix" value="safe" {
                        "Apply all " (checked.safe_fixes) " safe fixes"
                    }
                }
            }
            @if new > 0 { (list(0, &checked.findings)) }
            @if !checked.existing.is_empty() {
                details.existing {
                    @let were = if checked.existing.len() == 1 { "was" } else { "were" };
                    summary {
                        (count(checked.existing.len(), "finding")) " that " (were) " there before"
                    }
                    (list(new, &checked.existing))
                }
            }
            (remarks(checked))
            @if checked.kind == Kind::ModelCard {
                @if !self.pasted.base.trim().is_empty() { (changes(checked)) }
                (tags(checked))
            }
        }
    }
}

fn finding(number: usize, found: &Reviewed, (start, end): (usize, usize)) -> Markup {
    let Reviewed { finding, start: at, .. } = found;
    let word = finding.severity.word();
    html! {
        li class={ "finding " (word) } {
            p.what {
                span class={ "badge " (word) } { (word) }
                " "
                strong { (prose(&finding.message)) }
            }
            @if let Some(help) = &finding.help { p.help { (prose(help)) } }
            p.links {
                a.place href={ "#f" (number) } data-start=(start) data-end=(end) { "Line " (at.line) }
                " "
                a href={ "/rules/" (finding.rule) } { (finding.rule) }
            }
            @if let Some(fix) = &finding.fix {
                p.fix {
                    button name="fix" value=(finding.fingerprint) { (prose(&fix.title)) }
                    @if fix.safety == Safety::Ask { span.ask { "Please check that this is what you mean." } }
                }
            }
        }
    }
}

fn remarks(checked: &Checked) -> Markup {
    let mut said: Vec<String> = vec![];
    if !checked.is_readable {
        said.push("The Hub can't read this metadata and would refuse the card.".to_owned());
    }
    if checked.hidden > 0 {
        let n = count(checked.hidden, "character");
        said.push(format!(
            "The text holds {n} that can't be seen or that turn the direction of writing."
        ));
    }
    if checked.suppressed > 0 {
        let n = count(checked.suppressed, "finding");
        said.push(format!("{n} silenced by ignore comments."));
    }
    if checked.not_shown > 0 {
        let n = count(checked.not_shown, "further finding");
        said.push(format!("{n} of the same rules left out."));
    }
    html! {
        @if !said.is_empty() { ul.remarks { @for remark in &said { li { (remark) } } } }
    }
}

fn changes(checked: &Checked) -> Markup {
    let changes = &checked.changes;
    let value = |text: Option<String>| {
        html! {
            @match text {
                Some(text) => code { (shortened(&one_line(&text), MOST_CHARS)) },
                None => span.none { "none" },
            }
        }
    };
    html! {
        h2 { "Change of the metadata" }
        @if changes.is_empty() {
            @if checked.is_readable {
                p { "The metadata means the same as before." }
            } @else {
                p { "What can't be read can't be compared." }
            }
        } @else {
            table.changes {
                thead { tr { th scope="col" { "Key" } th scope="col" { "Before" } th scope="col" { "After" } } }
                tbody {
                    @for change in changes.iter().take(MOST_ROWS) {
                        @let (before, after) = change.brief(MOST_CHARS);
                        tr {
                            th scope="row" {
                                code { (shortened(&one_line(&path_text(&change.key)), MOST_CHARS)) }
                                " " span.kind { (change.kind.word()) }
                            }
                            td { (value(before)) }
                            td { (value(after)) }
                        }
                    }
                }
            }
            (left_out(changes.len(), "change"))
        }
    }
}

fn tags(checked: &Checked) -> Markup {
    let is_added = |tag: &String| checked.tags_added.contains(tag);
    let text = |tag: &str| shortened(&one_line(tag), MOST_CHARS);
    html! {
        h2 { "Tags on the Hub" }
        @if checked.tags.is_empty() && checked.tags_removed.is_empty() {
            p { "The Hub will derive no tags from this card." }
        } @else {
            ul.tags {
                @for tag in checked.tags.iter().take(MOST_ROWS) {
                    @if is_added(tag) {
                        li.added { span.unseen { "added: " } (text(tag)) }
                    } @else {
                        li { (text(tag)) }
                    }
                }
                @for tag in checked.tags_removed.iter().take(MOST_ROWS) {
                    li.removed { span.unseen { "removed: " } del { (text(tag)) } }
                }
            }
            (left_out(checked.tags.len(), "tag"))
        }
        p.help {
            "Only what comes from the card. Tags that the Hub takes from the model's files are not among them."
        }
    }
}

fn left_out(all: usize, word: &str) -> Markup {
    html! {
        @if all > MOST_ROWS { p.help { (count(all - MOST_ROWS, word)) " more left out." } }
    }
}
