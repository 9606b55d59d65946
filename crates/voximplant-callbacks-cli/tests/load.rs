//! How fast `listen` is, with and without `--forward`: ratios of measurements
//! that take turns, so that a busy machine slows all of them alike.
//!
//! ```text
//! cargo test --release --package voximplant-callbacks-cli --test load -- --ignored --nocapture
//! ```
#![cfg(unix)]

mod support;

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use support::{Target, bare, folder, tool};

/// Connections that send at a time, each for an account of its own, and how
/// many callbacks each sends.
const CONNECTIONS: u64 = 16;
const CALLBACKS: u64 = 250;

/// What a run came to.
struct Run {
    /// Callbacks a second that were answered.
    received: f64,
    /// The time to an answer that one in a hundred exceeds, in milliseconds.
    p99: f64,
    /// Callbacks a second until the last one was forwarded.
    forwarded: Option<f64>,
}

fn run(target: Option<&Target>) -> Run {
    let folder = folder();
    let mut settings: String =
        target.map(|target| format!("[forward]\nurl = \"{}\"\n", target.url())).unwrap_or_default();
    for account in 1..=CONNECTIONS {
        let _ = write!(
            settings,
            "[[account]]\nid = {account}\nsalt = {{ env = \"VOXIMPLANT_SALT\" }}\napi_key = {{ env = \"VOXIMPLANT_API_KEY\" }}\n"
        );
    }
    fs::write(folder.path().join("voximplant-callbacks.toml"), settings).unwrap();
    // The bodies are made before the clock runs.
    let bodies = |account: u64| -> Vec<String> {
        let sample = support::run(tool(folder.path()).args([
            "send",
            "card_payment",
            "--print",
            "--callback-id",
            "0",
            "--account",
            &account.to_string(),
        ]));
        let sample = sample.good();
        let callbacks: String = (0..CALLBACKS)
            .map(|id| {
                sample.trim().replace("\"callback_id\":0", &format!("\"callback_id\":{id}")) + "\n"
            })
            .collect();
        let signed = support::run_with(tool(folder.path()).args(["sign", "-"]), &callbacks);
        signed.good().lines().map(str::to_owned).collect()
    };
    let bodies: Vec<Vec<String>> = (1..=CONNECTIONS).map(bodies).collect();

    let before = target.map_or(0, |target| target.got().len());
    let mut command = bare(folder.path());
    command
        .env("VOXIMPLANT_SALT", support::SALT)
        .env("VOXIMPLANT_API_KEY", support::API_KEY)
        .env("VOXIMPLANT_FORWARD_SECRET", support::SECRET);
    let mut listening = support::Listening::start(&mut command);
    let address =
        listening.url().trim_start_matches("http://").trim_end_matches("/callbacks").to_owned();
    let started = Instant::now();
    let senders: Vec<_> = bodies
        .into_iter()
        .map(|bodies| {
            let address = address.clone();
            thread::spawn(move || send(&address, &bodies))
        })
        .collect();
    // What is printed has to be read, or it is left out.
    let all = CONNECTIONS * CALLBACKS;
    let mut seen = 0;
    while target.is_none() && seen < all {
        seen += u64::from(listening.next()["event"] == "received");
    }
    let mut waits: Vec<Duration> =
        senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect();
    let took = started.elapsed();
    let forwarded = target.map(|target| {
        let all = before + usize::try_from(all).unwrap();
        while target.got().len() < all {
            thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(target.got().len(), all, "each once");
        rate(all - before, started.elapsed())
    });
    listening.kill();
    waits.sort_unstable();
    Run {
        received: rate(waits.len(), took),
        p99: waits[waits.len() * 99 / 100].as_secs_f64() * 1000.0,
        forwarded,
    }
}

fn rate(count: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(count).expect("a few thousand")) / took.as_secs_f64()
}

/// Sends bodies one after the other, and says how long each answer took.
fn send(address: &str, bodies: &[String]) -> Vec<Duration> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut waits = Vec::new();
    for body in bodies {
        let started = Instant::now();
        let head = format!(
            "POST /callbacks HTTP/1.1\r\nhost: {address}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + body).as_bytes()).unwrap();
        let (mut line, mut length, mut is_first) = (String::new(), 0, true);
        loop {
            line.clear();
            reader.read_line(&mut line).unwrap();
            assert!(!is_first || line.contains(" 200 "), "{line}");
            is_first = false;
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        reader.read_exact(&mut vec![0; length]).unwrap();
        waits.push(started.elapsed());
    }
    waits
}

#[test]
#[ignore = "measures, and asserts nothing but that each callback arrives once"]
fn measure() {
    for round in 1..=3 {
        let (target, alone) = (Target::start(), run(None));
        let both = run(Some(&target));
        let forwarded = both.forwarded.unwrap_or_default();
        println!(
            "round {round}: received {:.0}/s alone, {:.0}/s with --forward ({:.2} ×); p99 {:.1} ms and {:.1} ms \
             ({:.2} ×); forwarded {forwarded:.0}/s ({:.2} × of what is received alone)",
            alone.received,
            both.received,
            both.received / alone.received,
            alone.p99,
            both.p99,
            both.p99 / alone.p99,
            forwarded / alone.received,
        );
    }
}
