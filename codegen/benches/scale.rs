//! The program that `cargo xtask bench gen` measures: one task of one size in a separate process,
//! so that valgrind can count it. It prints the time in nanoseconds and the peak memory in bytes.

// It measures the time of code that must not use a clock.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

#[path = "../tests/synthetic/mod.rs"]
mod synthetic;

use std::{env, time::Instant};

use allocation_counter::measure;
use synthetic::{PUBLISHED, SEED, description, mistakes::MISTAKES};

const USAGE: &str = "published | describe KINDS | generate KINDS | mistakes | report MISTAKE COUNT";

fn main() {
    // Cargo adds a flag of its own.
    let arguments: Vec<_> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["published"] => generate(PUBLISHED),
        ["describe", kinds] => print!("{}", description(number(kinds), SEED)),
        ["generate", kinds] => generate(&description(number(kinds), SEED)),
        ["mistakes"] => MISTAKES.iter().for_each(|(name, ..)| println!("{name}")),
        ["report", name, count] => {
            let mistake = MISTAKES.iter().find(|(other, ..)| *other == name);
            let (.., text) = mistake.unwrap_or_else(|| panic!("no mistake is called {name}"));
            report(&text(number(count)));
        }
        _ => panic!("{USAGE}"),
    }
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn generate(text: &str) {
    cost(|| drop(codegen::generate("callbacks.toml", text).expect("there is no mistake")));
}

fn report(text: &str) {
    cost(|| {
        let problems = codegen::resolve("callbacks.toml", text).expect_err("there are mistakes");
        drop(problems.render(true));
    });
}

fn cost(work: impl FnOnce()) {
    let start = Instant::now();
    let memory = measure(work);
    println!("{} {}", start.elapsed().as_nanos(), memory.bytes_max);
}
