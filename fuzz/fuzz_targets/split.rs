//! The splitter: the parts join to the whole, and the source's positions hold together.
#![no_main]

use cardbot_core::front_matter;
use cardbot_core::text::Source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::new(bytes);
    let text = source.text();
    assert_eq!(text.len(), bytes.len());
    if let Some(front) = front_matter::split(text) {
        assert_eq!(&text[front.open.range()], "---");
        assert_eq!(&text[front.close.range()], "---");
        assert!(front.leading.end == front.open.start && front.open.end < front.yaml.start);
        assert!(front.yaml.end < front.close.start && front.close.end == front.close_blanks.start);
        assert!(front.close_blanks.end <= front.body.start && front.body.end == text.len());
    }
    for at in [0, bytes.len() / 2, bytes.len()] {
        let position = source.position(at);
        assert!(position.line >= 1 && position.column >= 1 && position.byte == at);
        assert!(source.line_span(position.line).start <= at);
    }
});
