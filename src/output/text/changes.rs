//! What a change does to the metadata and to the model's page.

use cardbot_core::metadata_diff::ChangeKind;
use cardbot_core::review::CardReview;
use cardbot_core::yaml::{Value, path_text};

use super::super::escape::{self, one_line};
use super::count;

/// What the change does to the metadata and the page, a line for each change.
#[must_use]
pub fn changes(reviews: &[CardReview]) -> String {
    const MOST: usize = 20;
    let mut out = String::new();
    for review in reviews.iter().filter(|review| has_something_to_tell(review)) {
        out.push_str(&format!("metadata of {}\n", escape::path(&review.path)));
        // All of a new card's metadata is new; what the page makes of it says enough.
        let told = if review.is_new { &[] } else { review.changes.as_slice() };
        for change in told.iter().take(MOST) {
            let show =
                |value: Option<&Value>| value.map_or("nothing".to_owned(), |v| short(&v.brief()));
            let key = one_line(&path_text(&change.key));
            let line = match change.kind {
                ChangeKind::Added => format!("  + {key}: {}", show(change.after.as_ref())),
                ChangeKind::Removed => format!("  - {key}: {}", show(change.before.as_ref())),
                ChangeKind::Reordered => format!("  ~ {key}: other order"),
                ChangeKind::Changed => format!(
                    "  ~ {key}: {} -> {}",
                    show(change.before.as_ref()),
                    show(change.after.as_ref())
                ),
            };
            out.push_str(&line);
            out.push('\n');
        }
        if let Some(more) = told.len().checked_sub(MOST).filter(|n| *n > 0) {
            out.push_str(&format!("  and {} more\n", count(more, "change")));
        }
        for (sign, tags) in [('+', &review.tags_added), ('-', &review.tags_removed)] {
            for tag in tags.iter().take(MOST) {
                out.push_str(&format!("  {sign} tag on the Hub: {}\n", short(tag)));
            }
        }
        for line in &review.preview.page {
            out.push_str(&format!("  page: {}\n", one_line(line)));
        }
        if let Some(line) = &review.preview.described {
            out.push_str(&format!("  {}\n", one_line(line)));
        }
        out.push('\n');
    }
    out
}

fn has_something_to_tell(review: &CardReview) -> bool {
    !(review.changes.is_empty()
        && review.tags_added.is_empty()
        && review.tags_removed.is_empty()
        && review.preview.is_empty())
}

/// A value on one line, cut to what a terminal line holds.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    let line = one_line(text);
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain(['…']).collect()
}
