//! What is no address of an image.

use super::tables::thumbnails::{HUB_FOLDERS, NO_IMAGES, THUMBNAIL_PLACEHOLDERS};

/// Whether a text was left in from a template, or says that there is no thumbnail.
#[must_use]
pub fn is_thumbnail_placeholder(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    THUMBNAIL_PLACEHOLDERS.binary_search(&text.as_str()).is_ok()
}

/// Whether a path ends as no image does.
#[must_use]
pub fn is_no_image(path: &str) -> bool {
    let path = path.to_lowercase();
    NO_IMAGES.iter().any(|end| path.ends_with(end))
}

/// Whether the first part of an address on the Hub is neither an owner nor a page.
#[must_use]
pub fn is_hub_folder(part: &str) -> bool {
    HUB_FOLDERS.binary_search(&part).is_ok()
}
