//! The reader of commands: total, and quoting a comment silences it.
#![no_main]

use cardbot_core::asked::commands;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert!(commands(text).len() <= 10);
    let quoted: String = text.split(['\n', '\r']).map(|line| format!("> {line}\n")).collect();
    assert!(commands(&quoted).is_empty());
});
