//! `cargo xtask bench inbox`: what the inbox costs on SQLite, and on PostgreSQL
//! if it is installed. `benches/src/bin/inbox.rs` measures.

use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::{bench, process};

const STORES: [&str; 2] = ["SQLite", "PostgreSQL"];

/// Limits of the counts, by count and store.
const LIMITS: [(&str, &str, f64); 6] = [
    ("bytes for a callback", "SQLite", 619.0),
    ("bytes for an ID", "SQLite", 52.1),
    ("transactions for a callback", "SQLite", 0.25),
    ("bytes for a callback", "PostgreSQL", 836.0),
    ("bytes for an ID", "PostgreSQL", 126.8),
    ("transactions for a callback", "PostgreSQL", 0.25),
];

/// The rows to show: a title, the figure, its aim, and how it is formatted.
const ROWS: [(&str, &str, &str); 13] = [
    (
        "storing before the answer ÷ remembering in memory, requests per second at 32 connections",
        "end to end",
        "≥ 0.4",
    ),
    (
        "group commit ÷ one transaction per callback, callbacks per second from 32 clients",
        "group commit",
        "≥ 4",
    ),
    (
        "one account with 60 000 waiting items ÷ 100 accounts with 600 each, items per second",
        "backlog",
        "≥ 0.1",
    ),
    (
        "time until callbacks of other accounts are processed during that backlog, median, ms",
        "others wait, in ms",
        "as without",
    ),
    ("the same without the backlog", "others wait without it, in ms", ""),
    (
        "cost of a callback with 100 000 remembered IDs ÷ with 10 000, rising IDs",
        "100000 IDs, rising",
        "≤ 1.5",
    ),
    ("with 1 000 000", "1000000 IDs, rising", "≤ 1.5"),
    ("with 10 000 000", "10000000 IDs, rising", "≤ 1.5"),
    ("with 10 000 000, random IDs", "10000000 IDs, random", "reported"),
    ("transactions per callback, from 32 clients", "transactions for a callback", "gate"),
    ("bytes of text per callback", "bytes of text", ""),
    ("bytes on disk per stored callback", "bytes for a callback", "gate"),
    ("bytes on disk per remembered callback ID", "bytes for an ID", "gate"),
];

/// Figures by store and name.
type Measured = BTreeMap<(String, String), f64>;

/// Measures the inbox, prints the results, and with `write` puts them into the documentation. With
/// `gate`, it only counts.
///
/// # Errors
///
/// If something cannot be built or run, or a count is over its limit.
pub(crate) fn run(workspace: &Path, gate: bool, write: bool) -> Result<ExitCode> {
    let server = Server::start(workspace)?;
    let mut command = bench::bin(workspace, "inbox", "inbox");
    command.args(gate.then_some("gate")).stderr(Stdio::inherit());
    match &server {
        Some(server) => drop(command.env("CALLBACKS_BENCH_POSTGRES", &server.url)),
        None => eprintln!("PostgreSQL is not installed, so it is left out"),
    }
    let output = process::stdout(&mut command)?;
    let measured = parse(&output)?;
    let is_good = judge(&measured);
    if gate {
        print!("{output}");
    } else {
        bench::show(workspace, "inbox", &table(&measured)?, write)?;
        let capacity = capacity(&measured)?;
        println!("{capacity}");
        if write {
            bench::keep(workspace, "docs/inbox.md", "capacity", &capacity)?;
        }
    }
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn parse(output: &str) -> Result<Measured> {
    let mut measured = Measured::new();
    for line in output.lines() {
        let mut parts = line.split('\t');
        let (Some(store), Some(what), Some(value)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        measured.insert((store.to_owned(), what.to_owned()), value.parse()?);
    }
    ensure!(!measured.is_empty(), "nothing was measured");
    Ok(measured)
}

fn figure(measured: &Measured, store: &str, what: &str) -> Option<f64> {
    measured.get(&(store.to_owned(), what.to_owned())).copied()
}

fn judge(measured: &Measured) -> bool {
    let mut is_good = true;
    for (what, store, limit) in LIMITS {
        if let Some(value) = figure(measured, store, what)
            && value > limit
        {
            eprintln!("error: {store}: {what}: {value:.3}, and {limit} is the limit");
            is_good = false;
        }
    }
    is_good
}

/// A figure with its significant digits.
fn shown(value: Option<f64>) -> String {
    match value {
        None => "not measured".to_owned(),
        Some(value) if value >= 100.0 => format!("{value:.0}"),
        Some(value) if value >= 10.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.2}"),
    }
}

fn table(measured: &Measured) -> Result<String> {
    let mut text = format!("On {}:\n\n| what | SQLite | PostgreSQL | aim |\n", bench::machine());
    text += "| --- | --- | --- | --- |\n";
    for (label, what, aim) in ROWS {
        let [sqlite, postgres] = STORES.map(|store| shown(figure(measured, store, what)));
        writeln!(text, "| {label} | {sqlite} | {postgres} | {aim} |")?;
    }
    Ok(text)
}

/// The capacity of a store, from the figures.
fn capacity(measured: &Measured) -> Result<String> {
    const SECONDS_OF_A_YEAR: f64 = 365.25 * 24.0 * 3600.0;
    const TERABYTE: f64 = 1e12;

    let mut text = format!("On {}:\n\n", bench::machine());
    text += "| | SQLite | PostgreSQL |\n| --- | --- | --- |\n";
    let mut row = |label: &str, value: &dyn Fn(&str) -> Option<String>| {
        let [sqlite, postgres] = STORES.map(|store| value(store).unwrap_or_else(|| "—".to_owned()));
        writeln!(text, "| {label} | {sqlite} | {postgres} |")
    };
    row("callbacks received per second, over HTTP at 32 connections", &|store| {
        Some(thousands(figure(measured, store, "end to end, durable")?))
    })?;
    row(
        "items processed per second, of 100 accounts with a handler that does nothing",
        &|store| Some(thousands(figure(measured, store, "backlog, many")?)),
    )?;
    row("the same, of a single account", &|store| {
        Some(thousands(figure(measured, store, "backlog, one")?))
    })?;
    row("disk for a million stored callbacks", &|store| {
        Some(format!("{:.2} GB", figure(measured, store, "bytes for a callback")? / 1e3))
    })?;
    row("disk for a million remembered callback IDs", &|store| {
        Some(format!("{:.0} MB", figure(measured, store, "bytes for an ID")?))
    })?;
    for rate in [1.0, 10.0, 100.0] {
        let label =
            format!("years until a terabyte of remembered IDs, at {rate} callbacks per second");
        row(&label, &|store| {
            let bytes = figure(measured, store, "bytes for an ID")?;
            let years = TERABYTE / (bytes * rate * SECONDS_OF_A_YEAR);
            Some(if years < 10.0 { format!("{years:.1}") } else { format!("{years:.0}") })
        })?;
    }
    Ok(text)
}

/// A rate, rounded to two digits, since machines differ.
fn thousands(value: f64) -> String {
    let digits = 10_f64.powf(value.log10().floor() - 1.0);
    format!("{:.0}", (value / digits).round() * digits)
}

/// A PostgreSQL server in a temporary folder, which stops when this value is dropped.
struct Server {
    script: PathBuf,
    folder: TempDir,
    url: String,
}

impl Server {
    /// Starts one, if PostgreSQL is installed.
    fn start(workspace: &Path) -> Result<Option<Self>> {
        let script = workspace.join("crates/voximplant-callbacks-inbox/tests/postgres");
        let folder = TempDir::new()?;
        // It runs as another user if this one is root.
        let mut command = Command::new(&script);
        command.arg("start").arg(folder.path().join("server"));
        let output = process::output(&mut command)?;
        if !output.status.success() {
            let error = String::from_utf8_lossy(&output.stderr);
            ensure!(error.contains("initdb is missing"), "PostgreSQL does not start: {error}");
            return Ok(None);
        }
        let url = String::from_utf8(output.stdout).context("the URL")?.trim().to_owned();
        Ok(Some(Self { script, folder, url }))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut command = Command::new(&self.script);
        let _ = command.arg("stop").arg(self.folder.path().join("server")).status();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_judged_and_shown() {
        let measured =
            parse("SQLite\tbytes for an ID\t50\nSQLite\tbacklog, one\t12345.6\n").unwrap();
        assert!(judge(&measured));
        let table = table(&measured).unwrap();
        assert!(
            table.contains("per remembered callback ID | 50.0 | not measured | gate |"),
            "{table}"
        );
        let capacity = capacity(&measured).unwrap();
        assert!(capacity.contains("of a single account | 12000 | — |"), "{capacity}");
        assert!(capacity.contains("at 10 callbacks per second | 63 | — |"), "{capacity}");
        assert!(!judge(&parse("SQLite\tbytes for an ID\t600\n").unwrap()));
        assert!(parse("nothing").is_err());
    }
}
