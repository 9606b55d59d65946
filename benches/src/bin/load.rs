//! Requests per second and the 99th percentile of a server that checks
//! callbacks, as ratios to the same server that only reads the body.

use std::{env, process::ExitCode, sync::Arc};

use axum::{Router, body::Bytes, routing::post};
use benches::{
    credential,
    load::{Figures, Result, compare, median, serve},
};
use voximplant_callbacks::{
    MemoryGuard, Outcome, Receiver,
    web::{Answer, Delivery, Endpoint},
};

const ROUNDS: usize = 11;
const REQUESTS: usize = 20_000;

fn main() -> ExitCode {
    let result = match env::args().nth(1).as_deref() {
        None => drive(),
        Some("baseline") => run(Router::new().route("/callbacks", post(read_only))),
        Some("callbacks") => {
            let receiver = Receiver::new(credential()).guard(Arc::new(MemoryGuard::default()));
            let endpoint = Endpoint::new(receiver);
            run(Router::new().route("/callbacks", post(on_callbacks)).with_state(endpoint))
        }
        Some(other) => Err(format!("unknown server `{other}`").into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main(worker_threads = 2)]
async fn run(router: Router) -> Result<()> {
    serve(router).await
}

/// The floor: it only reads the whole body.
async fn read_only(body: Bytes) -> &'static str {
    std::hint::black_box(&body);
    "received"
}

async fn on_callbacks(mut delivery: Delivery) -> Answer {
    for outcome in delivery.take_outcomes() {
        // Unsettled callbacks are answered with 500, which ends the run.
        if let Outcome::Callback(callback) = outcome {
            std::hint::black_box(callback.settle());
        }
    }
    delivery.answer()
}

/// Drives both servers and prints the results.
#[tokio::main(flavor = "current_thread")]
async fn drive() -> Result<()> {
    let [floor, checked] = compare([&["baseline"], &["callbacks"]], ROUNDS, REQUESTS).await?;
    println!("Medians of {ROUNDS} rounds of {REQUESTS} requests each:\n");
    println!("| server | requests per second | 99th percentile |");
    println!("| --- | --- | --- |");
    let row = |name: &str, figures: &[Figures]| {
        let rate = median(figures.iter().map(|figures| figures.rate));
        let p99 = median(figures.iter().map(|figures| figures.p99));
        println!("| {name} | {rate:.0} | {:.2} ms |", p99 * 1e3);
    };
    row("only reads the body", &floor);
    row("checks callbacks", &checked);
    let rounds: Vec<_> = floor.iter().zip(&checked).collect();
    let rate = median(rounds.iter().map(|(floor, checked)| checked.rate / floor.rate));
    let p99 = median(rounds.iter().map(|(floor, checked)| checked.p99 / floor.p99));
    println!("| ratio, median of the rounds | {rate:.3} | {p99:.2} |");
    Ok(())
}
