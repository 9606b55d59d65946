//! `cargo xtask bench`: runs the benchmarks and judges their ratios.
//!
//! It judges only ratios within one run, as absolute figures depend on the machine and its load.

pub(crate) mod inbox;
pub(crate) mod peers;

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::Path,
    process::{Command, ExitCode, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{files, process};

const DOCUMENT: &str = "docs/benchmarks.md";

/// Pairs of measurements, by benchmark and shape of the bodies, with the limit of their ratio in
/// instructions.
const LIMITS: [(Measure, Measure, f64); 8] = [
    (("decode", "single"), ("ignore", "single"), 1.78),
    (("decode", "batch"), ("ignore", "batch"), 2.31),
    (("receive", "single"), ("decode", "single"), 1.34),
    (("receive", "batch"), ("decode", "batch"), 1.31),
    (("digest", "single"), ("receive", "single"), 4.81),
    (("digest", "batch"), ("receive", "batch"), 4.35),
    (("decode", "malformed"), ("ignore", "malformed"), 4.97),
    (("decode", "malformed"), ("decode", "half_malformed"), 2.05),
];

/// A benchmark and the shape of the bodies that it reads.
type Measure = (&'static str, &'static str);

fn bodies(shape: &str) -> &str {
    match shape {
        "single" => "1 callback",
        "batch" => "1000 callbacks",
        "malformed" => "1 MiB of malformed callbacks",
        "half_malformed" => "512 KiB of them",
        other => other,
    }
}

fn label(what: &str) -> &str {
    if what == "digest" { "receive and digest" } else { what }
}

/// Runs the benchmarks of instructions and, unless only the gate is wanted, of time.
///
/// # Errors
///
/// If a benchmark cannot be run, its output cannot be read, or the document
/// cannot be written.
pub(crate) fn run(workspace: &Path, gate: bool, write: bool) -> Result<ExitCode> {
    let mut counted = instructions(workspace, "floor")?;
    counted.append(&mut instructions(workspace, "instructions")?);
    let times = if gate { BTreeMap::new() } else { times(workspace)? };

    let mut table =
        "| what | of bodies of | against | instructions | at most | time |\n| --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
    let mut is_good = true;
    for (measured, against, limit) in LIMITS {
        let count = ratio(&counted, measured, against)
            .with_context(|| format!("no instructions of {measured:?} or {against:?}"))?;
        let time = ratio(&times, measured, against);
        let time = time.map_or_else(|| "not measured".to_owned(), |ratio| format!("{ratio:.2}"));
        let (what, shape) = (label(measured.0), bodies(measured.1));
        let against = match against {
            (against, same) if same == measured.1 => against.to_owned(),
            (against, other) => format!("{against} of {}", bodies(other)),
        };
        writeln!(table, "| {what} | {shape} | {against} | {count:.3} | {limit:.2} | {time} |")?;
        is_good &= count <= limit;
    }
    show(workspace, "reading", &table, write)?;
    if is_good {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "error: a ratio of instructions is over its limit; find the cause with `callgrind_annotate`"
    );
    Ok(ExitCode::FAILURE)
}

/// Prints this and, if asked to, writes it into the document.
fn show(workspace: &Path, place: &'static str, text: &str, write: bool) -> Result<()> {
    println!("{text}");
    if write { keep(workspace, DOCUMENT, place, text) } else { Ok(()) }
}

/// Puts this into its place in a document, below the name of the machine.
fn keep(workspace: &Path, document: &'static str, place: &'static str, text: &str) -> Result<()> {
    let old = files::read(&workspace.join(document))?;
    let new = codegen::document::renewed(&old, place, text)
        .ok_or(codegen::document::NoPlace { document, name: place })?;
    files::write(workspace, document, new.as_bytes())?;
    eprintln!("wrote {document}");
    Ok(())
}

/// The machine of a measurement, as far as the system describes it.
fn machine() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.and_then(|model| model.split_once(": "));
    let model = model.map_or("an unknown processor", |(_, model)| model.trim());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    format!("{model}, {threads} threads, {}", std::env::consts::OS)
}

/// Runs the load test, which has no limits.
///
/// # Errors
///
/// If it cannot be run.
pub(crate) fn load(workspace: &Path) -> Result<ExitCode> {
    process::run(&mut bin(workspace, "load", "load"))?;
    Ok(ExitCode::SUCCESS)
}

/// A program in the benchmarks that needs a feature.
fn bin(workspace: &Path, name: &str, feature: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["run", "--quiet", "--release", "--features", feature, "--bin", name, "--"]);
    cargo.current_dir(workspace.join("benches"));
    cargo
}

fn ratio(
    figures: &BTreeMap<(String, String), f64>,
    measured: Measure,
    against: Measure,
) -> Option<f64> {
    let figure = |(what, shape): Measure| figures.get(&(what.to_owned(), shape.to_owned()));
    Some(figure(measured)? / figure(against)?)
}

/// Instructions by benchmark and shape.
fn instructions(workspace: &Path, bench: &str) -> Result<BTreeMap<(String, String), f64>> {
    let output = cargo_bench(workspace, bench, &["--output-format=json"])?;
    let mut figures = BTreeMap::new();
    for line in output.lines().filter(|line| line.starts_with('{')) {
        let summary: Value = serde_json::from_str(line)?;
        let text = |field: &str| summary[field].as_str().unwrap_or_default().to_owned();
        let count = summary
            .pointer("/profiles/0/data/total/metrics/Ir/values/new")
            .and_then(Value::as_f64)
            .context("the summary of gungraun has another form")?;
        figures.insert((text("function_name"), text("id")), count);
    }
    Ok(figures)
}

/// Shortest times by benchmark and shape, in nanoseconds. The shortest time is least affected by
/// other work on the machine.
fn times(workspace: &Path) -> Result<BTreeMap<(String, String), f64>> {
    let output = cargo_bench(workspace, "time", &[])?;
    println!("{output}");
    let mut figures = BTreeMap::new();
    for line in output.lines() {
        let Some(row) = line.strip_prefix("├─ ").or(line.strip_prefix("╰─ ")) else {
            continue;
        };
        let mut words = row.split_whitespace();
        let (Some(name), Some(number), Some(unit)) = (words.next(), words.next(), words.next())
        else {
            continue;
        };
        let scale = match unit {
            "ns" => 1.0,
            "µs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            _ => bail!("a time in {unit}"),
        };
        let number: f64 = number.parse().with_context(|| format!("a time of {number}"))?;
        if let Some((shape, what)) = name.rsplit_once('_') {
            figures.insert((what.to_owned(), shape.to_owned()), number * scale);
        }
    }
    Ok(figures)
}

fn cargo_bench(workspace: &Path, bench: &str, arguments: &[&str]) -> Result<String> {
    let mut cargo = Command::new("cargo");
    cargo.args(["bench", "--quiet", "--bench", bench, "--"]).args(arguments);
    process::stdout(cargo.current_dir(workspace.join("benches")).stderr(Stdio::inherit()))
        .with_context(|| {
            format!(
                "the benchmark of {bench} failed; counting instructions needs valgrind, and the \
                 runner that `cargo install gungraun-runner --version 0.20.0 --locked` installs"
            )
        })
}
