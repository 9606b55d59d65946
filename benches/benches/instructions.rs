//! Instructions to read a body, with `serde_json` skipping the same bytes as
//! the floor. `cargo xtask bench` runs this and judges the ratios.

use std::hint::black_box;

use benches::{batch, credential, malformed, single};
use gungraun::{library_benchmark, library_benchmark_group, main};
use serde::de::IgnoredAny;
use voximplant_callbacks::{Body, Receiver};

/// Bytes of the largest body that is read.
const LARGEST: usize = 1024 * 1024;

fn receiver_and(bodies: Vec<String>) -> (Receiver, Vec<String>) {
    (Receiver::new(credential()), bodies)
}

#[library_benchmark]
#[bench::single(single())]
#[bench::batch(batch())]
#[bench::half_malformed(malformed(LARGEST / 2))]
#[bench::malformed(malformed(LARGEST))]
fn ignore(bodies: Vec<String>) -> Vec<String> {
    for body in &bodies {
        black_box(serde_json::from_str::<IgnoredAny>(black_box(body)).unwrap());
    }
    bodies
}

#[library_benchmark]
#[bench::single(single())]
#[bench::batch(batch())]
#[bench::half_malformed(malformed(LARGEST / 2))]
#[bench::malformed(malformed(LARGEST))]
fn decode(bodies: Vec<String>) -> Vec<String> {
    for body in &bodies {
        black_box(Body::decode(black_box(body.as_bytes())).unwrap());
    }
    bodies
}

#[library_benchmark]
#[bench::single(receiver_and(single()))]
#[bench::batch(receiver_and(batch()))]
fn receive((receiver, bodies): (Receiver, Vec<String>)) -> (Receiver, Vec<String>) {
    for body in &bodies {
        black_box(receiver.receive(black_box(body.as_bytes())).unwrap());
    }
    (receiver, bodies)
}

library_benchmark_group!(name = read, benchmarks = [ignore, decode, receive]);
main!(library_benchmark_groups = read);
