//! The corpus that every benchmark reads: the same bytes in every run.

use voximplant_callbacks::Credential;

/// A thousand callbacks, one a line.
const CORPUS: &str = include_str!("../corpus.ndjson");

/// The credential that every callback of the corpus is signed with.
///
/// # Panics
///
/// Never: neither the salt nor the key is empty.
#[must_use]
pub fn credential() -> Credential {
    Credential::new(1_234_567, "published-test-salt", "00000000-0000-4000-8000-000000000000")
        .expect("neither is empty")
}

/// A body for each callback of the corpus.
#[must_use]
pub fn single() -> Vec<String> {
    CORPUS.lines().map(|callback| format!("{{\"callbacks\":[{callback}]}}")).collect()
}

/// One body of all callbacks of the corpus.
#[must_use]
pub fn batch() -> Vec<String> {
    vec![format!("{{\"callbacks\":[{}]}}", CORPUS.trim_end().replace('\n', ","))]
}

/// A body of nearly so many bytes, made to be slow: every callback of it is
/// read to its end before it turns out to be malformed.
#[must_use]
pub fn malformed(size: usize) -> Vec<String> {
    let mut body = "{\"callbacks\":[".to_owned();
    for callback in CORPUS.lines().cycle() {
        let callback = format!("{},\"balance\":0}},", &callback[..callback.len() - 1]);
        if body.len() + callback.len() + 1 > size {
            break;
        }
        body.push_str(&callback);
    }
    body.pop();
    vec![body + "]}"]
}
