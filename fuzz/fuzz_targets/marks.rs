//! The reader of hidden marks: total, and what it reads it writes again.
#![no_main]

use cardbot_core::review::{Mark, marker};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let whole = format!("<!-- cardbot:1 {text} -->");
    for body in [text, &whole] {
        let Some(mark) = Mark::read(body) else { continue };
        let signed = mark.sign(text);
        assert_eq!(Mark::read(&signed), Some(mark));
        assert!(!marker::visible(&signed).lines().any(|line| Mark::read(line).is_some()));
    }
});
