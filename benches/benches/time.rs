//! Time to read a body, with `serde_json` skipping the same bytes as the floor.
//! Compare times only within one run.

use benches::{bodies, credential, malformed};
use divan::{Bencher, black_box, counter::BytesCount};
use serde::de::IgnoredAny;
use voximplant_callbacks::{Body, Receiver};

/// Bytes of the largest body that is read.
const LARGEST: usize = 1024 * 1024;

fn main() {
    divan::main();
}

fn bench(bencher: Bencher, bodies: &[String], read: impl Fn(&str) + Sync) {
    let bytes = bodies.iter().map(String::len).sum::<usize>();
    bencher.counter(BytesCount::new(bytes)).bench(|| bodies.iter().for_each(|body| read(body)));
}

fn ignore(body: &str) {
    black_box(serde_json::from_str::<IgnoredAny>(black_box(body)).unwrap());
}

fn decode(body: &str) {
    black_box(Body::decode(black_box(body.as_bytes())).unwrap());
}

/// Receives, and computes what a replay guard or a store also needs.
fn digest(bencher: Bencher, bodies: &[String]) {
    let receiver = Receiver::new(credential());
    bench(bencher, bodies, |body| {
        for outcome in receiver.receive(black_box(body.as_bytes())).unwrap() {
            black_box(outcome.digest());
        }
    });
}

#[divan::bench]
fn single_ignore(bencher: Bencher) {
    bench(bencher, &bodies(1), ignore);
}

#[divan::bench]
fn single_decode(bencher: Bencher) {
    bench(bencher, &bodies(1), decode);
}

#[divan::bench]
fn single_receive(bencher: Bencher) {
    let receiver = Receiver::new(credential());
    bench(bencher, &bodies(1), |body| {
        black_box(receiver.receive(black_box(body.as_bytes())).unwrap());
    });
}

#[divan::bench]
fn single_digest(bencher: Bencher) {
    digest(bencher, &bodies(1));
}

#[divan::bench]
fn batch_ignore(bencher: Bencher) {
    bench(bencher, &bodies(1000), ignore);
}

#[divan::bench]
fn batch_decode(bencher: Bencher) {
    bench(bencher, &bodies(1000), decode);
}

#[divan::bench]
fn batch_receive(bencher: Bencher) {
    let receiver = Receiver::new(credential());
    bench(bencher, &bodies(1000), |body| {
        black_box(receiver.receive(black_box(body.as_bytes())).unwrap());
    });
}

#[divan::bench]
fn batch_digest(bencher: Bencher) {
    digest(bencher, &bodies(1000));
}

#[divan::bench]
fn malformed_ignore(bencher: Bencher) {
    bench(bencher, &malformed(LARGEST), ignore);
}

#[divan::bench]
fn malformed_decode(bencher: Bencher) {
    bench(bencher, &malformed(LARGEST), decode);
}

#[divan::bench]
fn half_malformed_decode(bencher: Bencher) {
    bench(bencher, &malformed(LARGEST / 2), decode);
}
