//! How much GitHub tells at most. Tests may lower each, to see what a client does at its end without
//! making thousands of files.

/// How much is told at most. By default as much as GitHub tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Files in the list of a pull request, over all pages.
    pub files: usize,
    /// Files in a comparison.
    pub compared_files: usize,
    /// Once the patches in one answer have so many lines, the rows after them tell nothing.
    pub answer_lines: usize,
    /// Lines of one file's patch; of a longer one none is told.
    pub patch_lines: usize,
    /// Bytes of one file's patch; of a longer one none is told.
    pub patch_bytes: usize,
    /// Files in the difference of a pull request as one text; larger ones are refused with 406.
    pub diff_files: usize,
    /// Lines in that text.
    pub diff_lines: usize,
    /// Bytes in that text.
    pub diff_bytes: usize,
    /// Bytes of a text in GraphQL; longer ones are cut.
    pub text_bytes: usize,
    /// Entries of a folder with all that is below it; longer lists are cut and say so.
    pub tree_entries: usize,
    /// Nodes that one query of GraphQL may ask for; larger ones are refused.
    pub nodes: u64,
    /// Files that one query of GraphQL may ask for; more take longer than GitHub works on a request,
    /// and are answered with 502.
    pub files_at_once: usize,
}

impl Caps {
    /// What GitHub has.
    pub const GITHUB: Self = Self {
        files: 3_000,
        compared_files: 300,
        answer_lines: 20_000,
        patch_lines: 20_000,
        patch_bytes: 500 * 1024,
        diff_files: 300,
        diff_lines: 20_000,
        diff_bytes: 1 << 20,
        text_bytes: 512_000,
        tree_entries: 100_000,
        nodes: 500_000,
        files_at_once: usize::MAX,
    };
}
