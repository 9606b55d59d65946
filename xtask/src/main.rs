//! `cargo xtask`: the commands of this workspace. This is the only code that
//! reads and writes its files.

mod bench;
mod generate;
mod scale;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

/// The commands of this workspace
#[derive(Parser)]
#[command(bin_name = "cargo xtask", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the Rust code, the JSON Schemas and the samples from the description
    ///
    /// Writes the files that changed and removes those that the description no longer calls for.
    Gen {
        /// Write nothing; name every file that is not as it should be, and exit with 1 if any
        #[arg(long)]
        check: bool,
        /// The description [default: schema/callbacks.toml of this workspace]
        #[arg(long, value_name = "FILE")]
        schema: Option<PathBuf>,
        /// Where the files go, laid out as in this workspace [default: this workspace]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Run the benchmarks and judge their ratios
    ///
    /// Needs valgrind and gungraun-runner. Exits with 1 if a ratio is over its limit.
    #[command(args_conflicts_with_subcommands = true)]
    Bench {
        /// Count instructions alone, which come out the same whatever else the machine does
        #[arg(long)]
        gate: bool,
        #[command(subcommand)]
        of: Option<Bench>,
    },
}

#[derive(Subcommand)]
enum Bench {
    /// Measure the generator: a kind and a mistake among few against one among very many
    ///
    /// Needs valgrind. Exits with 1 if a ratio is over its limit.
    Gen {
        /// Count instructions and bytes alone, of at most a thousand kinds
        #[arg(long)]
        gate: bool,
    },
}

fn main() -> ExitCode {
    let workspace =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in a workspace");
    let result = match Cli::parse().command {
        Command::Gen { check, schema, out } => {
            generate::run(workspace, check, schema.as_deref(), out.as_deref())
        }
        Command::Bench { of: Some(Bench::Gen { gate }), .. } => scale::run(workspace, gate),
        Command::Bench { gate, of: None } => bench::run(workspace, gate),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}
