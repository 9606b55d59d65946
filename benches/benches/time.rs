//! Time to read a body, with `serde_json` skipping the same bytes as the
//! floor. Times are only to be compared within one run.

use benches::{batch, credential, single};
use divan::{Bencher, black_box, counter::ItemsCount};
use serde::de::IgnoredAny;
use voximplant_callbacks::{Body, Receiver};

/// Callbacks in the corpus.
const CALLBACKS: usize = 1000;

fn main() {
    divan::main();
}

fn bench(bencher: Bencher, bodies: &[String], read: impl Fn(&str) + Sync) {
    bencher.counter(ItemsCount::new(CALLBACKS)).bench(|| bodies.iter().for_each(|body| read(body)));
}

fn ignore(body: &str) {
    black_box(serde_json::from_str::<IgnoredAny>(black_box(body)).unwrap());
}

fn decode(body: &str) {
    black_box(Body::decode(black_box(body.as_bytes())).unwrap());
}

#[divan::bench]
fn single_ignore(bencher: Bencher) {
    bench(bencher, &single(), ignore);
}

#[divan::bench]
fn single_decode(bencher: Bencher) {
    bench(bencher, &single(), decode);
}

#[divan::bench]
fn single_receive(bencher: Bencher) {
    let receiver = Receiver::new(credential());
    bench(bencher, &single(), |body| {
        black_box(receiver.receive(black_box(body.as_bytes())).unwrap());
    });
}

#[divan::bench]
fn batch_ignore(bencher: Bencher) {
    bench(bencher, &batch(), ignore);
}

#[divan::bench]
fn batch_decode(bencher: Bencher) {
    bench(bencher, &batch(), decode);
}

#[divan::bench]
fn batch_receive(bencher: Bencher) {
    let receiver = Receiver::new(credential());
    bench(bencher, &batch(), |body| {
        black_box(receiver.receive(black_box(body.as_bytes())).unwrap());
    });
}

/// A body whose last callback is bad, so that all are read a second time.
#[divan::bench]
fn batch_with_one_bad_decode(bencher: Bencher) {
    let mut bodies = batch();
    let end = bodies[0].len() - 2;
    bodies[0].insert_str(end, ",5");
    bench(bencher, &bodies, decode);
}
