//! `cargo xtask conformance`: runs the consumers in other languages, and
//! holds what they say against what is published. What a consumer is, stands
//! in `tests/conformance/README.md`.

use std::{
    collections::BTreeMap,
    fmt::Write,
    io,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::Instant,
};

use anstream::adapter;
use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use serde_json::{Map, Value};

use crate::{
    dist,
    files::{files_below, read, remove_folder, write},
    process,
    workspace::Workspace,
};

const ARTIFACTS: &str = "schema/generated";
const DOCUMENT: &str = "docs/conformance.md";

/// A language, by the folder of its consumer.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    Typescript,
    Python,
    Go,
    Java,
    Rust,
    /// OpenAPI and AsyncAPI
    Documents,
    /// The package that `dist` builds
    NpmPackage,
    /// The package that `dist` builds
    PythonPackage,
}

/// How a consumer is run.
struct Consumer {
    folder: &'static str,
    title: &'static str,
    /// Programs that must be there, how each tells its version, and the least
    /// that will do.
    needs: &'static [(&'static [&'static str], &'static str)],
    /// Commands that install its tools, of the versions in its lock file.
    setup: &'static [&'static [&'static str]],
    /// The command that runs it, before the folder of the artifacts.
    run: &'static [&'static str],
    /// Whether it is given the folder of `dist` as well.
    is_of_dist: bool,
}

/// A virtual environment with what is in the lock file.
const PYTHON_SETUP: &[&[&str]] = &[
    &["python3", "-m", "venv", "build/venv"],
    &[
        "build/venv/bin/pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--requirement=requirements.txt",
    ],
];

/// What is to be done with what comes out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Only print it.
    Print,
    /// Keep the table in the documentation.
    Write,
    /// Fail if the table in the documentation is another one.
    Check,
    /// Give out artifacts with faults, and fail unless all of them are noticed.
    Mutate,
}

impl Language {
    fn consumer(self) -> Consumer {
        match self {
            Self::Typescript => Consumer {
                folder: "typescript",
                title: "TypeScript",
                needs: &[(&["node", "--version"], "20.19"), (&["npm", "--version"], "10")],
                setup: &[&["npm", "run", "--silent", "setup"]],
                run: &["npm", "run", "--silent", "conformance", "--"],
                is_of_dist: false,
            },
            Self::Python => Consumer {
                folder: "python",
                title: "Python",
                needs: &[(&["python3", "--version"], "3.11")],
                setup: &[&["python3", "environment.py", "install"]],
                run: &["python3", "environment.py", "run"],
                is_of_dist: false,
            },
            Self::Go => Consumer {
                folder: "go",
                title: "Go",
                needs: &[(&["go", "version"], "1.26")],
                setup: &[
                    &["go", "mod", "download"],
                    // Compiles what takes long, so that the run does not.
                    &[
                        "go",
                        "build",
                        "tool",
                        "./cmd/conformance",
                        "./cmd/types",
                        "./hash",
                        "./validate",
                    ],
                ],
                run: &["go", "run", "./cmd/conformance"],
                is_of_dist: false,
            },
            Self::Java => Consumer {
                folder: "java",
                title: "Java",
                needs: &[(&["javac", "-version"], "17"), (&["mvn", "--version"], "3.8")],
                setup: &[&["mvn", "--batch-mode", "--quiet", "package"]],
                run: &["java", "-jar", "build/conformance.jar"],
                is_of_dist: false,
            },
            Self::Rust => Consumer {
                folder: "rust",
                title: "Rust, without the SDK",
                needs: &[(&["rustc", "--version"], "1.88")],
                setup: &[&["cargo", "fetch", "--locked"]],
                run: &["cargo", "run", "--quiet", "--locked", "--"],
                is_of_dist: false,
            },
            Self::NpmPackage => Consumer {
                folder: "npm-package",
                title: "the package for npm",
                is_of_dist: true,
                ..Self::Typescript.consumer()
            },
            Self::PythonPackage => Consumer {
                folder: "python-package",
                title: "the package for Python",
                setup: PYTHON_SETUP,
                run: &["build/venv/bin/python", "conformance.py"],
                is_of_dist: true,
                ..Self::Python.consumer()
            },
            Self::Documents => Consumer {
                folder: "documents",
                title: "OpenAPI and AsyncAPI",
                ..Self::Typescript.consumer()
            },
        }
    }
}

/// Runs the consumers of these languages, or of all if there are none.
///
/// # Errors
///
/// If a toolchain is missing, a consumer cannot be run, or a file cannot be
/// read or written.
pub(crate) fn run(workspace: &Workspace, languages: &[Language], mode: Mode) -> Result<ExitCode> {
    let all = Language::value_variants();
    let chosen = if languages.is_empty() { all } else { languages };
    if matches!(mode, Mode::Write | Mode::Check) && chosen.len() < all.len() {
        bail!("{DOCUMENT} is about all languages: name none");
    }
    let command = workspace.command("conformance --write");
    let workspace = &*workspace.root;
    let published = workspace.join(ARTIFACTS);
    let expected = Expected::read(&published)?;
    let artifacts = match mode {
        Mode::Mutate => mutated(workspace, &published)?,
        _ => published,
    };

    // What is missing is told before anything is installed.
    let consumers: Vec<_> = chosen.iter().map(|language| language.consumer()).collect();
    consumers.iter().try_for_each(Consumer::look_for_needs)?;
    let packages = workspace.join("target/conformance-dist");
    if consumers.iter().any(|consumer| consumer.is_of_dist) {
        eprintln!("building the packages");
        dist::build(workspace, &packages, true)?;
    }
    let mut reports = Vec::new();
    for consumer in &consumers {
        reports.push(consumer.run(workspace, &artifacts, &packages)?);
    }
    let table = table(&reports, &expected);
    match mode {
        Mode::Mutate => return Ok(judge_mutated(&reports, &expected)),
        Mode::Write => {
            write(&workspace.join(DOCUMENT), document(&table).as_bytes())?;
            println!("wrote {DOCUMENT}");
        }
        Mode::Check | Mode::Print => print!("{table}"),
    }
    let mut faults = faults(&reports, &expected);
    if mode == Mode::Check && read(&workspace.join(DOCUMENT))? != document(&table) {
        faults.push(format!("{DOCUMENT} is stale: run `{command}`"));
    }
    for fault in &faults {
        eprintln!("error: {fault}");
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Verdicts by sample or vector.
type Verdicts = BTreeMap<String, String>;

/// What one consumer said.
struct Report {
    title: &'static str,
    verdicts: Vec<ToolVerdicts>,
    claims: Vec<Claim>,
}

struct ToolVerdicts {
    /// The tool with its version.
    tool: String,
    /// What the verdicts are about.
    on: String,
    verdicts: Verdicts,
}

struct Claim {
    sentence: String,
    holds: bool,
    detail: String,
}

impl Consumer {
    fn look_for_needs(&self) -> Result<()> {
        for (command, least) in self.needs {
            let need = format!("{} needs {} {least} or newer", self.title, command[0]);
            let mut program = Command::new(command[0]);
            let output =
                process::output(program.args(&command[1..])).with_context(|| need.clone())?;
            // Some tell their version on standard error, and some in colours.
            let told = [output.stdout, output.stderr].concat();
            let told = adapter::strip_str(&String::from_utf8_lossy(&told)).to_string();
            let version =
                version_in(&told).with_context(|| format!("{need}: it tells no version"))?;
            ensure!(
                version >= version_in(least).unwrap_or_default(),
                "{need}: this is {}",
                told.lines().next().unwrap_or_default()
            );
        }
        Ok(())
    }

    fn run(&self, workspace: &Path, artifacts: &Path, packages: &Path) -> Result<Report> {
        let folder = workspace.join("tests/conformance").join(self.folder);
        let start = Instant::now();
        eprintln!("{}: installing its tools", self.title);
        for command in self.setup {
            let mut program = Command::new(command[0]);
            program.args(&command[1..]).current_dir(&folder);
            // Standard output is for the table.
            process::run(program.stdout(io::stderr())).with_context(|| self.title)?;
        }
        eprintln!("{}: running", self.title);
        let mut program = Command::new(self.run[0]);
        program.args(&self.run[1..]).arg(artifacts).current_dir(&folder);
        // For what is built before it can be given an argument.
        program.env("ARTIFACTS", artifacts).env("DIST", packages);
        let printed =
            process::stdout(program.stderr(Stdio::inherit())).with_context(|| self.title)?;
        eprintln!("{}: done in {} s", self.title, start.elapsed().as_secs());
        let report = serde_json::from_str(&printed)
            .with_context(|| format!("{}: the report is not JSON", self.title))?;
        Report::read(self.title, &report)
            .with_context(|| format!("{}: the report has another form", self.title))
    }
}

/// The first number with dots that stands in a text.
fn version_in(text: &str) -> Option<Vec<u32>> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let is_version = |character: char| character.is_ascii_digit() || character == '.';
    let rest = &text[start..];
    let end = rest.find(|character| !is_version(character)).unwrap_or(rest.len());
    rest[..end].trim_end_matches('.').split('.').map(|part| part.parse().ok()).collect()
}

impl Report {
    fn read(title: &'static str, report: &Value) -> Option<Self> {
        let text = |json: &Value, name: &str| json[name].as_str().map(str::to_owned);
        let tool = |it: &Value| {
            // That of a standard library would change with the machine.
            let version = text(it, "version").unwrap_or_default();
            let tool = format!("{} {version}", text(it, "tool")?);
            Some(ToolVerdicts {
                tool: tool.trim_end().to_owned(),
                on: text(it, "on")?,
                verdicts: serde_json::from_value(it["verdicts"].clone()).ok()?,
            })
        };
        let claim = |it: &Value| {
            Some(Claim {
                sentence: text(it, "claim")?,
                holds: it["holds"].as_bool()?,
                detail: text(it, "detail").unwrap_or_default(),
            })
        };
        let verdicts: Vec<_> =
            report["verdicts"].as_array()?.iter().map(tool).collect::<Option<_>>()?;
        let claims: Vec<_> =
            report["claims"].as_array()?.iter().map(claim).collect::<Option<_>>()?;
        // Who says nothing has tried nothing.
        let says_something = !verdicts.is_empty() && !claims.is_empty();
        says_something.then_some(Self { title, verdicts, claims })
    }
}

/// What is published, by what it is about.
struct Expected(BTreeMap<&'static str, Verdicts>);

impl Expected {
    fn read(artifacts: &Path) -> Result<Self> {
        let list = |file: &str, name: &str| {
            let json: Value = serde_json::from_str(&read(&artifacts.join(file))?)
                .with_context(|| format!("cannot read {file}"))?;
            json[name].as_array().cloned().with_context(|| format!("{file} has no `{name}`"))
        };
        let samples = list("samples/index.json", "samples")?;
        let signatures = list("signatures.json", "signatures")?;
        let verdicts = |entries: &[Value], by: &str, verdict: &str| {
            let pair = |entry: &Value| {
                Some((entry[by].as_str()?.to_owned(), entry[verdict].as_str()?.to_owned()))
            };
            entries.iter().filter_map(pair).collect::<Verdicts>()
        };
        let of_validation = verdicts(&samples, "file", "json_schema");
        let of_types = verdicts(&samples, "file", "types");
        Ok(Self(BTreeMap::from([
            ("validation", of_validation.clone()),
            ("validation.draft-07", of_validation),
            ("types", of_types.clone()),
            ("types.draft-07", of_types),
            ("hash", verdicts(&samples, "file", "hash")),
            ("signatures", verdicts(&signatures, "description", "verdict")),
        ])))
    }

    /// Which verdicts of a tool are not as published, in words.
    fn differences(&self, tool: &ToolVerdicts) -> Vec<String> {
        let Some(expected) = self.0.get(tool.on.as_str()) else {
            return vec![format!("there are no verdicts on `{}`", tool.on)];
        };
        let names: std::collections::BTreeSet<_> =
            expected.keys().chain(tool.verdicts.keys()).collect();
        let none = "none".to_owned();
        let verdict = |verdicts: &Verdicts, name| verdicts.get(name).unwrap_or(&none).clone();
        names
            .into_iter()
            .map(|name| (name, verdict(expected, name), verdict(&tool.verdicts, name)))
            .filter(|(_, published, told)| published != told)
            .map(|(name, published, told)| format!("{name} is {published}, told as {told}"))
            .collect()
    }

    fn count(&self, on: &str) -> usize {
        self.0.get(on).map_or(0, BTreeMap::len)
    }
}

/// Everything that is not as it should be.
fn faults(reports: &[Report], expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    for Report { title, verdicts, claims } in reports {
        for tool in verdicts {
            let differences = expected.differences(tool);
            if let Some(first) = differences.first() {
                let (name, on, count) = (&tool.tool, &tool.on, differences.len());
                faults.push(format!("{title}, {name} on {on}: {count} differ; {first}"));
            }
        }
        for Claim { sentence, detail, .. } in claims.iter().filter(|claim| !claim.holds) {
            faults.push(format!("{title}: it does not hold that {sentence}; {detail}"));
        }
    }
    faults
}

/// With faults in the artifacts, every tool must have noticed one.
fn judge_mutated(reports: &[Report], expected: &Expected) -> ExitCode {
    let mut is_noticed = true;
    for Report { title, verdicts, .. } in reports {
        for tool in verdicts {
            let count = expected.differences(tool).len();
            println!("{title}, {} on {}: {count} verdicts changed", tool.tool, tool.on);
            is_noticed &= count > 0;
        }
    }
    if is_noticed {
        return ExitCode::SUCCESS;
    }
    eprintln!("error: a tool did not notice the faults in the artifacts");
    ExitCode::FAILURE
}

fn table(reports: &[Report], expected: &Expected) -> String {
    let mut table =
        "| language | tool | what | as published |\n| --- | --- | --- | --- |\n".to_owned();
    for Report { title, verdicts, .. } in reports {
        for tool in verdicts {
            let count = expected.count(&tool.on);
            let same = count.saturating_sub(expected.differences(tool).len());
            row(&mut table, &[title, &tool.tool, &tool.on, &format!("{same} of {count}")]);
        }
    }
    table += "\n| language | what was tried | holds |\n| --- | --- | --- |\n";
    for Report { title, claims, .. } in reports {
        for Claim { sentence, holds, .. } in claims {
            row(&mut table, &[title, sentence, if *holds { "yes" } else { "**no**" }]);
        }
    }
    table
}

fn row(table: &mut String, cells: &[&str]) {
    let _ = writeln!(table, "| {} |", cells.join(" | "));
}

fn document(table: &str) -> String {
    format!(
        "# What other languages make of it\n\n\
         <!-- Written by `cargo xtask conformance --write`. -->\n\n\
         For each language a small consumer, of the sort that a user could copy, reads what is published in\n\
         `schema/generated`: [tests/conformance](../tests/conformance/README.md). Each tool gives its own verdict on every\n\
         sample and every signature; how many of them are as published is in the last column. CI runs all of it, and once\n\
         more with faults in the artifacts, which every tool has to notice.\n\n\
         {table}"
    )
}

/// A copy of the artifacts in which no callback needs a hash, and every hash
/// was made with another key.
fn mutated(workspace: &Path, published: &Path) -> Result<PathBuf> {
    let folder = workspace.join("target/conformance-mutated");
    remove_folder(&folder)?;
    for path in files_below(published)? {
        let text = read(&published.join(&path))?;
        // Bodies keep their digits, which a JSON value would lose.
        let is_body = path.starts_with("samples/") && path != "samples/index.json";
        let text = match serde_json::from_str(&text) {
            Ok(mut json) if !is_body => {
                mutate(&mut json);
                format!("{json:#}\n")
            }
            _ => text,
        };
        write(&folder.join(path), text.as_bytes())?;
    }
    Ok(folder)
}

fn mutate(json: &mut Value) {
    match json {
        Value::Object(object) => {
            mutate_object(object);
            object.values_mut().for_each(mutate);
        }
        Value::Array(list) => list.iter_mut().for_each(mutate),
        _ => {}
    }
}

fn mutate_object(object: &mut Map<String, Value>) {
    if let Some(Value::Array(required)) = object.get_mut("required") {
        required.retain(|name| name != "hash");
    }
    if let Some(Value::String(api_key)) = object.get_mut("api_key") {
        api_key.push('0');
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_tell() {
        let cases = [
            ("v20.20.2\n", vec![20, 20, 2]),
            ("go version go1.26.8 linux/amd64", vec![1, 26, 8]),
            ("javac 17.0.15", vec![17, 0, 15]),
            ("Python 3.11.7", vec![3, 11, 7]),
            ("rustc 1.95.0 (59807616e 2026-04-14)", vec![1, 95, 0]),
            ("20", vec![20]),
            ("1.88.", vec![1, 88]),
        ];
        for (told, version) in cases {
            assert_eq!(version_in(told), Some(version), "{told}");
        }
        assert_eq!(version_in("no number"), None);
        assert!(version_in("3.9") < version_in("3.11"));
    }

    #[test]
    fn a_toolchain_that_is_missing_or_old_is_told() {
        let consumer = |needs| Consumer { needs, ..Language::Python.consumer() };
        let missing = consumer(&[(&["no-such-program", "--version"], "3.11")]);
        let told = format!("{:#}", missing.look_for_needs().unwrap_err());
        assert!(told.starts_with("Python needs no-such-program 3.11 or newer: "), "{told}");

        let old = consumer(&[(&["rustc", "--version"], "999.1")]);
        let told = old.look_for_needs().unwrap_err().to_string();
        assert!(told.starts_with("Python needs rustc 999.1 or newer: this is rustc 1."), "{told}");
        assert!(consumer(&[(&["rustc", "--version"], "1.88")]).look_for_needs().is_ok());
    }

    fn expected() -> Expected {
        let verdicts = [("a.json", "valid"), ("b.json", "invalid")];
        let verdicts = verdicts.map(|(name, verdict)| (name.to_owned(), verdict.to_owned()));
        Expected(BTreeMap::from([("validation", verdicts.into())]))
    }

    fn report(on: &str, verdicts: &Value, holds: bool) -> [Report; 1] {
        let report = json!({
            "verdicts": [{ "tool": "tool", "version": "1.0", "on": on, "verdicts": verdicts }],
            "claims": [{ "claim": "it works", "holds": holds, "detail": "broken" }],
        });
        [Report::read("Language", &report).unwrap()]
    }

    #[test]
    fn what_differs_from_what_is_published_is_a_fault() {
        let right = json!({ "a.json": "valid", "b.json": "invalid" });
        assert!(faults(&report("validation", &right, true), &expected()).is_empty());

        let wrong = [
            (json!({ "a.json": "valid", "b.json": "valid" }), "b.json is invalid, told as valid"),
            (json!({ "a.json": "valid" }), "b.json is invalid, told as none"),
            (
                json!({ "a.json": "valid", "b.json": "invalid", "c.json": "valid" }),
                "c.json is none, told as valid",
            ),
        ];
        for (verdicts, difference) in wrong {
            assert_eq!(
                faults(&report("validation", &verdicts, true), &expected()),
                [format!("Language, tool 1.0 on validation: 1 differ; {difference}")]
            );
        }
        assert_eq!(
            faults(&report("another", &right, true), &expected()),
            ["Language, tool 1.0 on another: 1 differ; there are no verdicts on `another`"]
        );
        assert_eq!(
            faults(&report("validation", &right, false), &expected()),
            ["Language: it does not hold that it works; broken"]
        );
    }

    #[test]
    fn faults_that_no_tool_notices_fail_the_run() {
        let right = json!({ "a.json": "valid", "b.json": "invalid" });
        let wrong = json!({ "a.json": "invalid", "b.json": "invalid" });
        let code = |verdicts| judge_mutated(&report("validation", verdicts, true), &expected());
        assert_eq!(code(&right), ExitCode::FAILURE);
        assert_eq!(code(&wrong), ExitCode::SUCCESS);
    }

    #[test]
    fn a_report_of_another_form_is_none() {
        assert!(Report::read("Language", &json!({})).is_none());
        let no_claims = json!({ "verdicts": [] });
        assert!(Report::read("Language", &no_claims).is_none());
        let nothing = json!({ "verdicts": [], "claims": [] });
        assert!(Report::read("Language", &nothing).is_none());
    }
}
