//! Instructions to read a body. `cargo xtask bench` runs this and judges the
//! ratios; the floor is in `floor.rs`.

use std::hint::black_box;

use benches::{bodies, credential, malformed};
use gungraun::{library_benchmark, library_benchmark_group, main};
use voximplant_callbacks::{Body, Receiver};

/// Bytes of the largest body that is read.
const LARGEST: usize = 1024 * 1024;

fn receiver_and(bodies: Vec<String>) -> (Receiver, Vec<String>) {
    (Receiver::new(credential()), bodies)
}

#[library_benchmark]
#[bench::single(bodies(1))]
#[bench::batch(bodies(1000))]
#[bench::half_malformed(malformed(LARGEST / 2))]
#[bench::malformed(malformed(LARGEST))]
fn decode(bodies: Vec<String>) -> Vec<String> {
    for body in &bodies {
        black_box(Body::decode(black_box(body.as_bytes())).unwrap());
    }
    bodies
}

#[library_benchmark]
#[bench::single(receiver_and(bodies(1)))]
#[bench::batch(receiver_and(bodies(1000)))]
fn receive((receiver, bodies): (Receiver, Vec<String>)) -> (Receiver, Vec<String>) {
    for body in &bodies {
        black_box(receiver.receive(black_box(body.as_bytes())).unwrap());
    }
    (receiver, bodies)
}

// Receiving, with what a replay guard or a store also needs.
#[library_benchmark]
#[bench::single(receiver_and(bodies(1)))]
#[bench::batch(receiver_and(bodies(1000)))]
fn digest((receiver, bodies): (Receiver, Vec<String>)) -> (Receiver, Vec<String>) {
    for body in &bodies {
        for outcome in receiver.receive(black_box(body.as_bytes())).unwrap() {
            black_box(outcome.digest());
            black_box(outcome);
        }
    }
    (receiver, bodies)
}

library_benchmark_group!(name = read, benchmarks = [decode, receive, digest]);
main!(library_benchmark_groups = read);
