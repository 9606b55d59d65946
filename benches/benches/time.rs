//! Time to read a body, with `serde_json` skipping the same bytes as the
//! floor. Times are only to be compared within one run.

fn main() {
    divan::main();
}
