//! `cargo xtask`: the commands of this workspace. This is the only code that
//! reads and writes its files.

mod bench;
mod conformance;
mod diff;
mod dist;
mod docs;
mod files;
mod generate;
mod import;
mod process;
mod release;
mod scale;
mod workspace;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use workspace::Workspace;

/// The commands of this workspace
#[derive(Parser)]
#[command(bin_name = "cargo xtask", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The workspace to work in [default: that of which this is a part]
    #[arg(long, global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
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
        description: Option<PathBuf>,
        /// Where the files go, laid out as in this workspace [default: this workspace]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Compare the description with saved pages of the upstream reference, and take in what differs
    ///
    /// Tells what is new, gone and different upstream. A page is the text of a browser's window, or
    /// what a browser saves as Markdown or HTML: that of `AccountCallback`, or of a payload or an
    /// object in one. If one of the pages is not understood, nothing is written.
    Import {
        /// The saved pages
        #[arg(value_name = "PAGE", required_unless_present = "from_types")]
        pages: Vec<PathBuf>,
        /// Write what differs into the description, which `gen` then asks to be completed
        #[arg(long, requires = "pages")]
        write: bool,
        /// Interfaces in TypeScript, as client libraries publish them, to hold against the pages and
        /// the description in a table; they are never written
        #[arg(long, value_name = "FILE")]
        from_types: Option<PathBuf>,
        /// The description [default: schema/callbacks.toml of this workspace]
        #[arg(long, value_name = "FILE")]
        description: Option<PathBuf>,
    },
    /// Tell what changed between two descriptions, and whether the version covers it
    ///
    /// docs/compatibility.md has the rules. Exits with 0 if the version of the new description
    /// covers the changes, with 1 if it does not, and with 2 if there is nothing to compare.
    Diff {
        /// A file, or a git revision of the description [default: the last release, which is
        /// schema/released/callbacks.toml]
        old: Option<String>,
        /// A file, or a git revision of the description [default: schema/callbacks.toml]
        new: Option<String>,
        /// How to tell it
        #[arg(long, value_enum, default_value = "text")]
        format: diff::Format,
    },
    /// Release the description: compute the version, write it everywhere, and run the checks
    ///
    /// The version is the least that covers what changed since the last release, or the higher one
    /// that the description has. Writes it into the description, the manifest and the lock files,
    /// moves what CHANGELOG.md has under `Unreleased` below it together with what changed,
    /// generates everything anew, keeps the description in schema/released/, and runs .ci/run.
    /// Publishes nothing. Everything before it has to be committed.
    Release {
        /// Show all of it and write nothing
        #[arg(long)]
        dry_run: bool,
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
        /// Count instructions and bytes alone, which come out the same whatever else the machine does
        #[arg(long, global = true)]
        gate: bool,
        #[command(subcommand)]
        of: Option<Bench>,
    },
    /// Prove that other languages can use what is published
    ///
    /// Installs the tools of each language by the exact versions in its lock file. Exits with 1
    /// if a verdict is not as published or something does not hold.
    Conformance {
        /// Languages [default: all]
        languages: Vec<conformance::Language>,
        /// Keep the table in docs/conformance.md
        #[arg(long)]
        write: bool,
        /// Fail if the table in docs/conformance.md is another one
        #[arg(long, conflicts_with = "write")]
        check: bool,
        /// Put faults into a copy of the artifacts, and fail unless every tool notices
        #[arg(long, conflicts_with_all = ["write", "check"])]
        mutate: bool,
    },
    /// Build everything that is published, in one folder
    ///
    /// The packages for npm and Python need those tools. Two runs give the same bytes.
    Dist {
        /// Where it goes, and replaces what is there [default: target/dist]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Also if there are changes that are not committed
        #[arg(long)]
        allow_dirty: bool,
    },
    /// Put a web server that checks callbacks under load, against one that only reads the body
    Load,
}

#[derive(Subcommand)]
enum Bench {
    /// Measure the generator: a kind and a mistake among few against one among very many
    ///
    /// Needs valgrind. Exits with 1 if a ratio is over its limit. For the gate, a thousand kinds are
    /// very many.
    Gen,
}

fn main() -> ExitCode {
    let Cli { command, workspace } = Cli::parse();
    let workspace = Workspace::new(workspace);
    let root = &*workspace.root;
    let result = match command {
        Command::Gen { check, description, out } => {
            generate::run(&workspace, check, description.as_deref(), out.as_deref())
        }
        Command::Import { pages, write, from_types, description } => {
            import::run(&workspace, &pages, write, from_types.as_deref(), description.as_deref())
        }
        Command::Diff { old, new, format } => {
            Ok(diff::run(root, old.as_deref(), new.as_deref(), format))
        }
        Command::Release { dry_run } => release::run(root, dry_run).map(|()| ExitCode::SUCCESS),
        Command::Docs { open } => docs::run(&workspace, open),
        Command::Bench { gate, of: Some(Bench::Gen) } => scale::run(root, gate),
        Command::Bench { gate, of: None } => bench::run(root, gate),
        Command::Conformance { languages, write, check, mutate } => {
            let mode = match (write, check, mutate) {
                (true, ..) => conformance::Mode::Write,
                (_, true, _) => conformance::Mode::Check,
                (.., true) => conformance::Mode::Mutate,
                _ => conformance::Mode::Print,
            };
            conformance::run(&workspace, &languages, mode)
        }
        Command::Dist { out, allow_dirty } => dist::run(root, out.as_deref(), allow_dirty),
        Command::Load => bench::load(root),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
