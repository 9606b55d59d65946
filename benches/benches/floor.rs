//! Instructions of `serde_json` that goes over a body and keeps nothing: the
//! floor for whatever reads it. `cargo xtask bench` runs this.
//!
//! It is a program of its own, which links nothing of the SDK: what else is in
//! a program changes what the compiler makes of `serde_json`.

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
