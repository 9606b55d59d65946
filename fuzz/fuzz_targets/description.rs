//! Any text: the generator emits valid files, or reports what is wrong.

#![no_main]

use codegen::{Artifact, OWNED_DIRECTORIES, generate};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde::de::IgnoredAny;

const NAME: &str = "callbacks.toml";

/// The one artifact in a directory with other files.
const RULES: &str = "docs/compatibility.md";

fuzz_target!(|text: &str| {
    let artifacts = match generate(NAME, text) {
        Ok(artifacts) => artifacts,
        Err(diagnostics) => {
            assert!(diagnostics.iter().next().is_some(), "refused for a reason");
            for diagnostic in diagnostics.iter() {
                let span = diagnostic.span();
                assert!(span.start <= span.end && span.end <= text.len(), "{diagnostic:?}");
            }
            assert_eq!(generate(NAME, text).unwrap_err().to_string(), diagnostics.to_string());
            return;
        }
    };

    assert_eq!(generate(NAME, text).as_ref(), Ok(&artifacts), "the same text, the same files");

    for pair in artifacts.windows(2) {
        assert!(pair[0].path < pair[1].path, "{} is there twice", pair[1].path);
    }
    for Artifact { path, contents, .. } in &artifacts {
        let is_owned = OWNED_DIRECTORIES.iter().any(|owned| path.starts_with(owned));
        assert!(is_owned || path == RULES, "{path} is where artifacts stand");
        assert!(path.split('/').all(|part| !["", ".", ".."].contains(&part)), "{path} is plain");
        let problem = match path.rsplit_once('.') {
            Some((_, "rs")) => syn::parse_file(contents).err().map(|error| error.to_string()),
            Some((_, "json")) => {
                serde_json::from_str::<IgnoredAny>(contents).err().map(|error| error.to_string())
            }
            _ => None,
        };
        assert_eq!(problem, None, "in {path}:\n{contents}");
    }
});

// Changes in arbitrary places rarely give a valid description. So every other time, only a quoted
// string is changed: it is mutated, or replaced with another quoted string.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let quotes: Vec<usize> = (0..size).filter(|index| data[*index] == b'"').collect();
    let strings: Vec<_> = quotes.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect();
    if strings.is_empty() || seed.is_multiple_of(2) {
        return fuzzer_mutate(data, size, max_size);
    }
    let pick = |number: u32| strings[number as usize % strings.len()].clone();
    let place = pick(seed / 4);
    let mut new = data[place.clone()].to_vec();
    if seed % 4 == 1 {
        new = data[pick(seed / 4 / 1009)].to_vec();
    } else {
        let (length, room) = (new.len(), new.len() + 8);
        new.resize(room, 0);
        let length = fuzzer_mutate(&mut new, length, room);
        new.truncate(length);
        new.retain(|byte| !matches!(byte, b'"' | b'\n'));
    }
    let changed = [&data[..place.start], &new, &data[place.end..size]].concat();
    let size = changed.len().min(max_size);
    data[..size].copy_from_slice(&changed[..size]);
    size
});
