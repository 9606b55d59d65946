//! The corpus: the same bytes in every run.

/// A thousand callbacks, one a line.
const CORPUS: &str = include_str!("../corpus.ndjson");

/// The corpus in bodies of this many callbacks.
#[must_use]
pub fn bodies(size: usize) -> Vec<String> {
    let callbacks: Vec<_> = CORPUS.lines().collect();
    let body = |callbacks: &[&str]| format!("{{\"callbacks\":[{}]}}", callbacks.join(","));
    callbacks.chunks(size).map(body).collect()
}

/// A body of nearly this many bytes, made to be slow: every callback is read to its end before it
/// turns out to be malformed.
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
