//! Instructions of `serde_json` to skip a whole body without keeping anything: the floor for any
//! reader. `cargo xtask bench` runs this.
//!
//! It is a separate program without the SDK, as other code in a program changes how the compiler
//! optimizes `serde_json`.

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use serde::de::IgnoredAny;

#[path = "../src/corpus.rs"]
mod corpus;

use corpus::{bodies, malformed};

#[library_benchmark]
#[bench::single(bodies(1))]
#[bench::batch(bodies(1000))]
#[bench::malformed(malformed(1024 * 1024))]
fn ignore(bodies: Vec<String>) -> Vec<String> {
    for body in &bodies {
        black_box(serde_json::from_str::<IgnoredAny>(black_box(body)).unwrap());
    }
    bodies
}

library_benchmark_group!(name = floor, benchmarks = [ignore]);
main!(library_benchmark_groups = floor);
