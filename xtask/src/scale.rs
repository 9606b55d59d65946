//! `cargo xtask bench gen`: the generator's cost per kind with few kinds and with very many, and
//! per mistake with few and very many.
//!
//! Counts have strict limits, since they do not depend on the load of the machine; times are ratios
//! of the shortest runs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::{files, process};

/// The number of kinds for which the cost per kind is defined as 1.
const FEW_KINDS: usize = 100;
/// The number of kinds for the gate, and the most for which instructions are counted: valgrind is
/// fifty times as slow.
const MANY_KINDS: usize = 1_000;
/// The number of kinds for the full run.
const KINDS: [usize; 3] = [10, MANY_KINDS, 10_000];

/// Limit of the growth of instructions per kind.
const LIMIT_OF_INSTRUCTIONS: f64 = 1.05;
/// Limit of the growth of memory per kind. A growing text allocates up to twice its size.
const LIMIT_OF_MEMORY: f64 = 1.25;
/// Limit of the growth of time per kind.
const LIMIT_OF_TIMES: f64 = 1.5;
/// For the gate: few mistakes, many, and the limit of the growth of the cost per mistake between
/// them. It grows a little at first: a guess compares more names, and the line with all mistakes is
/// shown with each.
const COUNTED_MISTAKES: (usize, usize, f64) = (50, 500, 2.5);
/// The same for the full run, which measures time.
const TIMED_MISTAKES: (usize, usize, f64) = (1_000, 10_000, 2.0);
/// The lowest allowed share of unavoidable instructions.
const LEAST_OUTPUT: f64 = 0.5;

/// The functions that format tokens and JSON values, and the one that makes the vectors with their
/// digests.
const OUTPUT: [&str; 3] = [
    "codegen::emit::rust::file*",
    "<serde_json::value::Value as core::fmt::Display>::fmt*",
    "codegen::emit::vectors::artifacts*",
];

/// Limits in milliseconds: for reading and reporting many mistakes in the full run, and for the
/// command on the published description.
const MOST_FOR_MISTAKES: f64 = 2_000.0;
const MOST_FOR_PUBLISHED: f64 = 100.0;

/// How often a time is measured.
const RUNS: usize = 5;

/// Measures the generator: instructions and memory and, unless only the gate is wanted, times.
///
/// # Errors
///
/// If something cannot be built or run.
pub(crate) fn run(workspace: &Path, gate: bool) -> Result<ExitCode> {
    let generator = Generator::build(workspace)?;
    let command = if gate { None } else { Some(GenCommand::build(workspace)?) };
    let checks = [
        kinds(&generator, command.as_ref())?,
        mistakes(&generator, gate)?,
        published(&generator, command.as_ref())?,
    ];
    if checks.iter().all(|is_good| *is_good) {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("error: a cost is over its limit; find the cause with `callgrind_annotate`");
    Ok(ExitCode::FAILURE)
}

/// The cost per kind, relative to the cost with few kinds.
fn kinds(generator: &Generator, command: Option<&GenCommand>) -> Result<bool> {
    let per_kind = |kinds: usize| -> Result<[Option<f64>; 5]> {
        let number = kinds.to_string();
        let counted = kinds <= MANY_KINDS;
        let instructions = counted.then(|| generator.instructions(&["generate", &number], &[]));
        let (time, memory) = generator.cost(&["generate", &number])?;
        let (written, unchanged) = match command {
            Some(command) => {
                let (written, unchanged) = command.times(&generator.description(kinds)?)?;
                (Some(written), Some(unchanged))
            }
            None => (None, None),
        };
        let costs =
            [instructions.transpose()?, Some(memory), command.map(|_| time), written, unchanged];
        Ok(costs.map(|cost| cost.map(|cost| cost / as_f64(kinds))))
    };

    println!("| kinds | instructions | peak memory | time | `gen` | `gen` again |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let few = per_kind(FEW_KINDS)?;
    // The first run also measures the file system, so it does not count.
    let limits =
        [LIMIT_OF_INSTRUCTIONS, LIMIT_OF_MEMORY, LIMIT_OF_TIMES, f64::INFINITY, LIMIT_OF_TIMES];
    let mut is_good = true;
    for kinds in if command.is_some() { &KINDS[..] } else { &[MANY_KINDS] } {
        let mut row = format!("| {kinds} ");
        for ((cost, few), limit) in per_kind(*kinds)?.into_iter().zip(few).zip(limits) {
            let ratio = cost.zip(few).map(|(cost, few)| cost / few);
            row += &ratio.map_or("| not measured ".to_owned(), |ratio| format!("| {ratio:.3} "));
            // With few kinds, fixed costs dominate.
            is_good &= *kinds < FEW_KINDS || ratio.is_none_or(|ratio| ratio <= limit);
        }
        println!("{row}|");
    }
    println!(
        "\nat most {LIMIT_OF_INSTRUCTIONS} of instructions, {LIMIT_OF_MEMORY} of memory, \
         {LIMIT_OF_TIMES} of time\n"
    );
    Ok(is_good)
}

/// The cost per mistake with very many, relative to the cost with few: in instructions for the
/// gate, otherwise in time.
fn mistakes(generator: &Generator, gate: bool) -> Result<bool> {
    let (few, many, limit) = if gate { COUNTED_MISTAKES } else { TIMED_MISTAKES };
    let cost = |mistake: &str, count: usize| {
        let arguments = ["report", mistake, &count.to_string()];
        if gate {
            generator.instructions(&arguments, &[])
        } else {
            generator.cost(&arguments).map(|(time, _)| time)
        }
    };

    println!("| mistake | {many} against {few} | milliseconds |");
    println!("| --- | --- | --- |");
    let mut is_good = true;
    for mistake in generator.output(&["mistakes"])?.lines() {
        let (of_few, of_many) = (cost(mistake, few)?, cost(mistake, many)?);
        let ratio = (of_many / as_f64(many)) / (of_few / as_f64(few));
        let time = (!gate).then_some(of_many / 1e6);
        let shown = time.map_or("not measured".to_owned(), |time| format!("{time:.0}"));
        println!("| {mistake} | {ratio:.3} | {shown} |");
        is_good &= ratio <= limit && time.is_none_or(|time| time <= MOST_FOR_MISTAKES);
    }
    println!("\nat most {limit}, and {MOST_FOR_MISTAKES} milliseconds\n");
    Ok(is_good)
}

/// The share of unavoidable work on the published description.
fn published(generator: &Generator, command: Option<&GenCommand>) -> Result<bool> {
    let all = generator.instructions(&["published"], &[])?;
    let mut output = 0.0;
    for function in OUTPUT {
        let only = format!("--toggle-collect={function}");
        let instructions = generator.instructions(&["published"], &[&only])?;
        ensure!(
            instructions > 0.0,
            "valgrind finds no function `{function}`: if it was renamed or inlined, correct \
             `OUTPUT` in xtask/src/scale.rs"
        );
        output += instructions;
    }
    let share = output / all;
    print!("published description: {share:.2} of the instructions format text or make vectors");
    let mut is_good = share >= LEAST_OUTPUT;
    if let Some(command) = command {
        let (written, unchanged) =
            command.times(&command.workspace.join("schema/callbacks.toml"))?;
        print!(", `gen` takes {:.0} ms, and again {:.0} ms", written / 1e6, unchanged / 1e6);
        is_good &= written / 1e6 <= MOST_FOR_PUBLISHED;
    }
    println!(
        "\nat least {LEAST_OUTPUT} of the instructions, and at most {MOST_FOR_PUBLISHED} \
         milliseconds"
    );
    Ok(is_good)
}

/// The program that does one task of one size: `codegen/benches/scale.rs`.
struct Generator {
    program: PathBuf,
    scratch: TempDir,
}

impl Generator {
    fn build(workspace: &Path) -> Result<Self> {
        let arguments = ["bench", "--package", "codegen", "--bench", "scale", "--no-run"];
        let program = build(workspace, &arguments)?;
        Ok(Self { program, scratch: TempDir::new()? })
    }

    /// A file with a description of this many kinds.
    fn description(&self, kinds: usize) -> Result<PathBuf> {
        let text = self.output(&["describe", &kinds.to_string()])?;
        files::write(self.scratch.path(), &format!("{kinds}.toml"), text.as_bytes())
    }

    /// The shortest time in nanoseconds, and the peak memory in bytes.
    fn cost(&self, arguments: &[&str]) -> Result<(f64, f64)> {
        let mut shortest = f64::INFINITY;
        let mut memory = f64::INFINITY;
        for _ in 0..RUNS {
            let output = self.output(arguments)?;
            let mut figures = output.split_whitespace().map(str::parse::<f64>);
            let (Some(Ok(time)), Some(Ok(bytes))) = (figures.next(), figures.next()) else {
                bail!("no figures in `{}`", output.trim());
            };
            shortest = shortest.min(time);
            memory = memory.min(bytes);
        }
        Ok((shortest, memory))
    }

    /// The number of instructions, counted by valgrind.
    fn instructions(&self, arguments: &[&str], options: &[&str]) -> Result<f64> {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).args(options);
        valgrind.arg(&self.program).args(arguments);
        let output = process::output(&mut valgrind)?;
        let report = String::from_utf8_lossy(&output.stderr);
        let count = report.lines().find_map(|line| line.split_once("Collected : "));
        let count = count.and_then(|(_, count)| count.trim().parse().ok());
        count
            .filter(|_| output.status.success())
            .with_context(|| format!("valgrind says: {report}"))
    }

    fn output(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(&self.program);
        output_of(command.args(arguments))
    }
}

/// `cargo xtask gen`, in its fastest build.
struct GenCommand {
    program: PathBuf,
    workspace: PathBuf,
    scratch: TempDir,
}

impl GenCommand {
    fn build(workspace: &Path) -> Result<Self> {
        let program = build(workspace, &["build", "--package", "xtask", "--release"])?;
        Ok(Self { program, workspace: workspace.to_owned(), scratch: TempDir::new()? })
    }

    /// The shortest times in nanoseconds: into an empty folder, and with nothing to write.
    fn times(&self, description: &Path) -> Result<(f64, f64)> {
        let out = self.scratch.path().join("generated");
        let mut shortest = (f64::INFINITY, f64::INFINITY);
        for _ in 0..RUNS {
            if out.exists() {
                fs::remove_dir_all(&out)?;
            }
            shortest.0 = shortest.0.min(self.time(description, &out)?);
            shortest.1 = shortest.1.min(self.time(description, &out)?);
        }
        Ok(shortest)
    }

    fn time(&self, description: &Path, out: &Path) -> Result<f64> {
        let start = Instant::now();
        let mut command = Command::new(&self.program);
        command.arg("gen").arg("--description").arg(description).arg("--out").arg(out);
        output_of(&mut command)?;
        Ok(start.elapsed().as_secs_f64() * 1e9)
    }
}

/// Builds a program, and returns its path.
fn build(workspace: &Path, arguments: &[&str]) -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(arguments).args(["--quiet", "--message-format=json"]).current_dir(workspace);
    let messages = output_of(&mut cargo)?;
    let mut executables = messages.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    executables
        .next_back()
        .with_context(|| format!("`cargo {}` built nothing", arguments.join(" ")))
}

fn output_of(command: &mut Command) -> Result<String> {
    process::stdout(command.stderr(Stdio::inherit()))
}

/// A number that is far from too large for it.
#[allow(clippy::cast_precision_loss)]
fn as_f64(number: usize) -> f64 {
    number as f64
}
