//! `cargo xtask`: the commands of this workspace. This is the only code that
//! reads and writes its files.

mod bench;
mod conformance;
mod description;
mod diff;
mod dist;
mod docs;
mod files;
mod generate;
mod import;
mod process;
mod release;
mod replacement;
mod sbom;
mod scale;
mod toolchain;
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
    /// The workspace to work in [default: the one xtask belongs to]
    #[arg(long, global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the Rust code, the JSON Schemas and the samples from the description
    ///
    /// Writes the files that changed and removes generated files that are no longer needed. A file
    /// that was not generated is never removed, and a symbolic link never followed.
    Gen {
        /// Write nothing; list every file that is out of date, and exit with 1 if there are any
        #[arg(long)]
        check: bool,
        /// The description [default: schema/callbacks.toml of this workspace]
        #[arg(long, value_name = "FILE")]
        description: Option<PathBuf>,
        /// The folder to write to, laid out like this workspace [default: this workspace]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Compare the description with saved pages of the upstream reference, and merge the
    /// differences
    ///
    /// Shows what is new, removed or different upstream. A page is that of `AccountCallback`, of a
    /// payload, or of an object in a payload: the text copied from a browser's window, or saved as
    /// Markdown or HTML. If a page cannot be interpreted, nothing is written.
    Import {
        /// The saved pages
        #[arg(value_name = "PAGE", required_unless_present = "from_types")]
        pages: Vec<PathBuf>,
        /// Merge the differences into the description; `gen` then lists what a person has to add
        #[arg(long)]
        write: bool,
        /// A file with TypeScript interfaces, as published by client libraries: with pages, a table
        /// shows where the pages, the types and the description disagree; without pages, it
        /// replaces them
        #[arg(long, value_name = "FILE")]
        from_types: Option<PathBuf>,
        /// The description [default: schema/callbacks.toml of this workspace]
        #[arg(long, value_name = "FILE")]
        description: Option<PathBuf>,
    },
    /// List what changed between two descriptions, and whether the version covers it
    ///
    /// The rules are in docs/compatibility.md. Exits with 0 if the version of the new description
    /// covers the changes, with 1 if it does not, and with 2 if there is nothing to compare.
    Diff {
        /// A file, or a git revision of the description [default: the last release, which is
        /// schema/released/callbacks.toml]
        old: Option<String>,
        /// A file, or a git revision of the description [default: schema/callbacks.toml]
        new: Option<String>,
        /// The format of the output
        #[arg(long, value_enum, default_value = "text")]
        format: diff::Format,
    },
    /// Release the description: compute the version, write it everywhere, and run the checks
    ///
    /// The version is the lowest that covers the changes since the last release, or a higher one if
    /// the description has it. Writes it into the description, the manifest and the lock files,
    /// adds an entry with the changes and the notes under `Unreleased` to CHANGELOG.md, generates
    /// everything again, copies the description to schema/released/, and runs .ci/run. Publishes
    /// nothing. Commit all changes first.
    Release {
        /// Show the whole release and write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Print the path of the reference page, which shows every kind, field and value and checks bodies
    Docs {
        /// Also open it in a browser
        #[arg(long)]
        open: bool,
    },
    /// Run the benchmarks, and compare their ratios with limits
    ///
    /// Needs valgrind and gungraun-runner. Exits with 1 if a ratio is over its limit.
    Bench {
        /// Only count instructions and bytes, which do not depend on the load of the machine
        #[arg(long, global = true)]
        gate: bool,
        /// Write the tables into docs/benchmarks.md
        #[arg(long, global = true, conflicts_with = "gate")]
        write: bool,
        #[command(subcommand)]
        of: Option<Bench>,
    },
    /// Check that other languages can use what is published
    ///
    /// Runs the consumers in tests/conformance, with the versions in their lock files. Exits
    /// with 1 if a verdict differs from what is published, or a claim does not hold.
    Conformance {
        /// The consumers to run, by folder in tests/conformance [default: all]
        #[arg(value_name = "CONSUMER")]
        consumers: Vec<String>,
        /// Write the table into docs/conformance.md
        #[arg(long)]
        write: bool,
        /// Fail if the table in docs/conformance.md is out of date
        #[arg(long, conflicts_with = "write")]
        check: bool,
        /// Use artifacts with faults, and fail unless every tool notices
        #[arg(long, conflicts_with_all = ["write", "check"])]
        mutate: bool,
    },
    /// Build everything to publish, in one folder
    ///
    /// The folders in packages/ say which tools they need. Two runs give the same bytes. The folder
    /// replaces one from an earlier run, which stays if something fails; it is an error if any
    /// other folder is there.
    Dist {
        /// The folder to build [default: target/dist]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Build even if there are uncommitted changes
        #[arg(long)]
        allow_dirty: bool,
        /// Build only the documents and this package for another language, a folder of `packages`
        #[arg(long, value_name = "PACKAGE")]
        only: Option<String>,
    },
    /// Load-test a web server that checks callbacks, compared with one that only reads the body
    Load,
}

#[derive(Subcommand)]
enum Bench {
    /// Measure how the generator's cost per kind and per mistake grows with their number
    ///
    /// Needs valgrind. Exits with 1 if a ratio is over its limit. With `--gate`, it stops at a
    /// thousand kinds.
    Gen,
    /// Measure the inbox: the cost of storing before the answer, on SQLite and PostgreSQL
    ///
    /// Starts a temporary PostgreSQL server if PostgreSQL is installed. Exits with 1 if a count is
    /// over its limit.
    Inbox,
    /// Compare the SDK with readers in other languages
    ///
    /// Needs Java, Maven, Go, Node.js and Python, and installs everything else in benches/peers.
    Peers,
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
        Command::Bench { gate, of: Some(Bench::Gen), .. } => scale::run(root, gate),
        Command::Bench { gate, write, of: Some(Bench::Inbox) } => {
            bench::inbox::run(root, gate, write)
        }
        Command::Bench { write, of: Some(Bench::Peers), .. } => bench::peers::run(root, write),
        Command::Bench { gate, write, of: None } => bench::run(root, gate, write),
        Command::Conformance { consumers, write, check, mutate } => {
            let mode = match (write, check, mutate) {
                (true, ..) => conformance::Mode::Write,
                (_, true, _) => conformance::Mode::Check,
                (.., true) => conformance::Mode::Mutate,
                _ => conformance::Mode::Print,
            };
            conformance::run(&workspace, &consumers, mode)
        }
        Command::Dist { out, allow_dirty, only } => {
            dist::run(&workspace, out.as_deref(), allow_dirty, only.as_deref())
        }
        Command::Load => bench::load(root),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
