//! Any text: the lexer of the SDK rejects what `serde_json` rejects, and reads everything else like
//! `serde_json`.

#![no_main]

use libfuzzer_sys::fuzz_target;

// They are private to the SDK.
#[path = "../../crates/voximplant-callbacks/src/wire/differential.rs"]
mod differential;
#[path = "../../crates/voximplant-callbacks/src/wire/lex.rs"]
mod lex;

fuzz_target!(|data: &[u8]| {
    differential::compare(&String::from_utf8_lossy(data));
});
