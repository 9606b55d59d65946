//! Any bytes: a body is read or rejected, nothing in it gets lost, and no error quotes it.

#![no_main]

use std::{collections::HashSet, sync::LazyLock};

use libfuzzer_sys::fuzz_target;
use serde::Deserialize;
use serde_json::value::RawValue;
use voximplant_callbacks::{Body, Decoded, Limits};

/// The body as JSON, without knowledge of callbacks.
#[derive(Deserialize)]
struct Plain<'a> {
    #[serde(borrow)]
    callbacks: Option<Vec<&'a RawValue>>,
}

fuzz_target!(|data: &[u8]| {
    let mut few = Limits::default();
    few.list = 2;
    if let Ok(body) = Body::decode_within(data, few) {
        assert!(body.callbacks.len() <= few.list, "the limit is kept");
    }

    let body = match Body::decode(data) {
        Ok(body) => body,
        Err(error) => return assert_ours(&error.to_string()),
    };

    let json = data.strip_prefix("\u{feff}".as_bytes()).unwrap_or(data);
    let plain: Plain = serde_json::from_slice(json).expect("what is a body is JSON");
    let elements = plain.callbacks.unwrap_or_default();
    assert_eq!(body.callbacks.len(), elements.len(), "every element is there");

    for (index, (decoded, element)) in body.callbacks.iter().zip(elements).enumerate() {
        assert_eq!(decoded.text_in(data), Some(element.get()), "the place is right");
        match decoded {
            Decoded::Callback(_) => {}
            Decoded::Unknown(unknown) => assert_eq!(unknown.raw().get(), element.get()),
            Decoded::Malformed(malformed) => {
                assert_eq!(malformed.raw().get(), element.get());
                let error = malformed.error();
                let place = format!("/callbacks/{index}");
                let rest = error.pointer().strip_prefix(&place);
                let rest = rest.unwrap_or_else(|| panic!("{error} is not in {place}"));
                assert!(rest.is_empty() || rest.starts_with('/'), "{error} is not in {place}");
                assert_ours(&error.to_string());
            }
        }
    }

    let written = serde_json::to_vec(&body).expect("what was read can be written");
    let again = Body::decode(&written).expect("what was written can be read");
    if again != body {
        let written = String::from_utf8_lossy(&written);
        panic!("{body:?}\nwas written as\n{written}\nand read as\n{again:?}");
    }
});

/// Every long word of an error is our own, or a number.
fn assert_ours(error: &str) {
    const SOURCES: [&str; 2] = [
        include_str!("../../schema/callbacks.toml"),
        include_str!("../../crates/voximplant-callbacks/src/error.rs"),
    ];
    static OURS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| SOURCES.into_iter().flat_map(words).collect());

    assert!(error.is_ascii(), "{error}");
    for word in words(error).filter(|word| word.len() >= 8) {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        assert!(is_number || OURS.contains(word), "{word} in: {error}");
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c != '_' && !c.is_alphanumeric())
}
