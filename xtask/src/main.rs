//! `cargo xtask`: the commands of this workspace. This is the only code that
//! reads and writes its files.

mod bench;
mod docs;
mod generate;

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
    /// Say where the reference page is: every kind, field and value, and a check for bodies
    Docs {
        /// Show it in a browser as well
        #[arg(long)]
        open: bool,
    },
    /// Run the benchmarks and judge their ratios
    ///
    /// Needs valgrind and gungraun-runner. Exits with 1 if a ratio is over its limit.
    Bench {
        /// Count instructions alone, which come out the same whatever else the machine does
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
        Command::Docs { open } => docs::run(workspace, open),
        Command::Bench { gate } => bench::run(workspace, gate),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}
