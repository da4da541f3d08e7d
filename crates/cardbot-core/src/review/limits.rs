//! How much is posted at most. GitHub documents few of its limits; these keep well below what was
//! seen to fail.

/// Bytes in one body, be it of a review or of a comment. GitHub was seen to take 65,536 characters.
pub const BODY_BYTES: usize = 60_000;
/// New inline comments in one review. Near a hundred, some GitHub servers fail.
pub const NEW_COMMENTS: usize = 25;
/// Findings told in one inline comment.
pub(super) const FINDINGS_PER_COMMENT: usize = 20;
/// Findings whose fingerprints the summary's mark remembers.
pub(super) const REMEMBERED: usize = 600;
/// Rules that the summary's mark remembers as ignored.
pub(super) const IGNORED: usize = 100;
/// Lines of a suggestion; more than a person looks through helps nobody.
pub(super) const SUGGESTED_LINES: usize = 40;
/// Bytes in a line of a suggestion.
pub(super) const SUGGESTED_LINE_BYTES: usize = 2_000;
/// Lines of a plain block.
pub(super) const SHOWN_LINES: usize = 30;
/// Characters in a line of a plain block.
pub(super) const SHOWN_CHARS: usize = 300;
/// Rows in the table of a card's changes.
pub(super) const ROWS: usize = 20;
/// Characters of a value in a table or list.
pub(super) const VALUE_CHARS: usize = 60;
/// Characters of a path.
pub(super) const PATH_CHARS: usize = 200;
/// Characters of a message or of its help.
pub(super) const MESSAGE_CHARS: usize = 600;
