//! `cargo xtask bench`: runs the benchmarks and judges their ratios.
//!
//! Only ratios within one run are judged: machines differ, and so do days.

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, ExitCode, Stdio},
};

use serde_json::Value;

/// What is measured against what, and the most that may come out, in
/// instructions.
const LIMITS: [(&str, &str, &str, f64); 4] = [
    ("decode", "ignore", "single", 2.23),
    ("decode", "ignore", "batch", 2.70),
    ("receive", "decode", "single", 1.35),
    ("receive", "decode", "batch", 1.35),
];

/// Runs the benchmarks: of instructions, and unless it is for the gate alone,
/// of time as well.
///
/// # Errors
///
/// If a benchmark cannot be run or its output cannot be read.
pub(crate) fn run(workspace: &Path, gate: bool) -> Result<ExitCode, String> {
    let instructions = instructions(workspace)?;
    let times = if gate { BTreeMap::new() } else { times(workspace)? };

    println!("| what | against | bodies of | instructions | at most | time |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let mut is_good = true;
    for (what, against, shape, limit) in LIMITS {
        let count = ratio(&instructions, what, against, shape)
            .ok_or_else(|| format!("no instructions of {what} {shape}"))?;
        let time = ratio(&times, what, against, shape);
        let time = time.map_or_else(|| "not measured".to_owned(), |ratio| format!("{ratio:.2}"));
        let callbacks = if shape == "single" { "1 callback" } else { "1000 callbacks" };
        println!("| {what} | {against} | {callbacks} | {count:.3} | {limit:.2} | {time} |");
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

fn ratio(
    figures: &BTreeMap<(String, String), f64>,
    what: &str,
    against: &str,
    shape: &str,
) -> Option<f64> {
    let figure = |what: &str| figures.get(&(what.to_owned(), shape.to_owned()));
    Some(figure(what)? / figure(against)?)
}

/// Instructions by benchmark and shape.
fn instructions(workspace: &Path) -> Result<BTreeMap<(String, String), f64>, String> {
    let output = cargo_bench(workspace, "instructions", &["--output-format=json"])?;
    let mut figures = BTreeMap::new();
    for line in output.lines().filter(|line| line.starts_with('{')) {
        let summary: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let text = |field: &str| summary[field].as_str().unwrap_or_default().to_owned();
        let count = summary
            .pointer("/profiles/0/data/total/metrics/Ir/values/new")
            .and_then(Value::as_f64)
            .ok_or("the summary of gungraun has another form")?;
        figures.insert((text("function_name"), text("id")), count);
    }
    Ok(figures)
}

/// Shortest times by benchmark and shape, in nanoseconds. The shortest is
/// what other work on the machine disturbs least.
fn times(workspace: &Path) -> Result<BTreeMap<(String, String), f64>, String> {
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
            _ => return Err(format!("a time in {unit}")),
        };
        let number: f64 = number.parse().map_err(|_| format!("a time of {number}"))?;
        if let Some((shape, what)) = name.split_once('_') {
            figures.insert((what.to_owned(), shape.to_owned()), number * scale);
        }
    }
    Ok(figures)
}

fn cargo_bench(workspace: &Path, bench: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("cargo")
        .args(["bench", "--quiet", "--bench", bench, "--"])
        .args(arguments)
        .current_dir(workspace.join("benches"))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "the benchmark of {bench} failed; that of instructions needs valgrind, and the runner \
             that `cargo install gungraun-runner --version 0.20.0 --locked` installs"
        ));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
