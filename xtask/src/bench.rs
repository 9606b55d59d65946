//! `cargo xtask bench`: runs the benchmarks and judges their ratios.
//!
//! Only ratios within one run are judged: machines differ, and so do days.

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;

/// What is measured against what, by benchmark and shape of the bodies, and
/// the most that may come out, in instructions.
const LIMITS: [(Measure, Measure, f64); 6] = [
    (("decode", "single"), ("ignore", "single"), 2.23),
    (("decode", "batch"), ("ignore", "batch"), 2.70),
    (("receive", "single"), ("decode", "single"), 1.35),
    (("receive", "batch"), ("decode", "batch"), 1.35),
    (("decode", "malformed"), ("ignore", "malformed"), 6.5),
    (("decode", "malformed"), ("decode", "half_malformed"), 2.05),
];

/// A benchmark, and the shape of the bodies that it reads.
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

/// Runs the benchmarks: of instructions, and unless it is for the gate alone,
/// of time as well.
///
/// # Errors
///
/// If a benchmark cannot be run or its output cannot be read.
pub(crate) fn run(workspace: &Path, gate: bool) -> Result<ExitCode> {
    let instructions = instructions(workspace)?;
    let times = if gate { BTreeMap::new() } else { times(workspace)? };

    println!("| what | of bodies of | against | instructions | at most | time |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let mut is_good = true;
    for (measured, against, limit) in LIMITS {
        let count = ratio(&instructions, measured, against)
            .with_context(|| format!("no instructions of {measured:?} or {against:?}"))?;
        let time = ratio(&times, measured, against);
        let time = time.map_or_else(|| "not measured".to_owned(), |ratio| format!("{ratio:.2}"));
        let (what, shape) = (measured.0, bodies(measured.1));
        let against = match against {
            (against, same) if same == measured.1 => against.to_owned(),
            (against, other) => format!("{against} of {}", bodies(other)),
        };
        println!("| {what} | {shape} | {against} | {count:.3} | {limit:.2} | {time} |");
        is_good &= count <= limit;
    }
    if is_good {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "error: more instructions than the limit; see `callgrind_annotate` for where they go"
    );
    Ok(ExitCode::FAILURE)
}

/// Runs the load run, which judges nothing.
///
/// # Errors
///
/// If it cannot be run.
pub(crate) fn load(workspace: &Path) -> Result<ExitCode> {
    let mut load = Command::new("cargo");
    load.args(["run", "--quiet", "--release", "--features", "load", "--bin", "load"]);
    process::run(load.current_dir(workspace.join("benches")))?;
    Ok(ExitCode::SUCCESS)
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
fn instructions(workspace: &Path) -> Result<BTreeMap<(String, String), f64>> {
    let output = cargo_bench(workspace, "instructions", &["--output-format=json"])?;
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

/// Shortest times by benchmark and shape, in nanoseconds. The shortest is
/// what other work on the machine disturbs least.
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
                "the benchmark of {bench} failed; that of instructions needs valgrind, and the \
                 runner that `cargo install gungraun-runner --version 0.20.0 --locked` installs"
            )
        })
}
