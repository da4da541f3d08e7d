//! The YAML tree: spans lie in the text, children in their parents, and values load.
#![no_main]

use cardbot_core::yaml::{self, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let limits = Limits { bytes: 1 << 20, nodes: 20_000, depth: 60 };
    match yaml::parse_with(text, 7, limits) {
        Ok(tree) => {
            for node in tree.nodes() {
                let span = node.span();
                assert!(span.start >= 7 && span.end <= 7 + text.len(), "{span:?}");
                assert!(text.get(span.start - 7..span.end - 7).is_some(), "{span:?}");
                if let Some(parent) = node.parent() {
                    let around = parent.span();
                    assert!(around.start <= span.start, "{around:?} {span:?}");
                }
                let _ = (node.path(), node.js(), node.py(), node.kind());
            }
            for comment in tree.comments() {
                assert!(tree.slice(comment.span).starts_with('#'));
            }
            if let Some(root) = tree.root() {
                let value = root.value();
                assert_eq!(value, value.clone());
                let _ = value.canonical();
            }
        }
        Err(problem) => {
            assert!(problem.span.start >= 7 && problem.span.end <= 7 + text.len());
        }
    }
});
