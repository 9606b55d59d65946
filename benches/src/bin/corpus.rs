//! Prints a new corpus: a thousand callbacks made from the published samples, with numbers and
//! names generated from a seed.
//!
//! `cargo run --bin corpus >corpus.ndjson`; figures from different corpora cannot be compared.

use benches::credential;
use rust_decimal::Decimal;
use voximplant_callbacks::{Callback, Kind};

/// The published samples of every kind.
const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/generated/samples");

const COUNT: usize = 1000;

fn main() {
    let mut random = SplitMix64(0x5EED);
    let credential = credential();
    let samples: Vec<_> = Kind::ALL.iter().map(|kind| sample(*kind)).collect();
    for _ in 0..COUNT {
        let mut callback = samples[random.below(samples.len() as u64)].clone();
        let envelope = &mut callback.envelope;
        envelope.callback_id = 1 + random.below(1_000_000_000) as u64;
        envelope.balance = Decimal::new(
            i64::try_from(random.below(10_000_000)).expect("it is small") - 1_000_000,
            2,
        );
        envelope.account_name = random.word(8, 20);
        envelope.account_email = format!("{}@example.com", envelope.account_name);
        envelope.account_first_name = random.word(3, 12);
        envelope.account_last_name = random.word(3, 16);
        envelope.hash = credential.hash(envelope.callback_id).to_string();
        println!("{}", serde_json::to_string(&callback).expect("a callback can be written"));
    }
}

fn sample(kind: Kind) -> Callback {
    let path = format!("{SAMPLES}/{kind}/valid.json");
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let body: serde_json::Value = serde_json::from_slice(&text).expect("a sample is JSON");
    serde_json::from_value(body["callbacks"][0].clone()).expect("a sample is a callback")
}

/// Sebastiano Vigna's generator of that name: small, with the same results everywhere.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    #[allow(clippy::cast_possible_truncation)] // Every bound is small.
    fn below(&mut self, bound: u64) -> usize {
        (self.next() % bound) as usize
    }

    fn word(&mut self, shortest: u64, longest: u64) -> String {
        let length = shortest + self.next() % (longest - shortest + 1);
        (0..length).map(|_| char::from(b'a' + (self.next() % 26) as u8)).collect()
    }
}
