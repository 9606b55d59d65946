//! `cargo xtask bench peers`: the corpus, read by the SDK and by its alternatives in other
//! languages. `benches/peers/README.md` says what a peer is.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, ExitCode, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use svg::{
    Document,
    node::element::{Rectangle, Text},
};

use crate::{
    bench, files, process,
    toolchain::{Needs, command},
};

const PEERS: &str = "benches/peers";
const MANIFEST: &str = "peer.toml";
/// The peer whose first reader the others are compared with.
const OURS: &str = "rust";
const CHART: &str = "docs/peers.svg";

/// Callbacks in a body.
const SIZES: [usize; 3] = [1, 10, 1000];
/// Warm-up rounds for just-in-time compilers.
const WARM_UP: usize = 10;
const ROUNDS: usize = 15;

/// How a peer is built, from its `peer.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    needs: Needs,
    setup: Vec<String>,
    reader: Vec<Reader>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reader {
    name: String,
    amounts: String,
    run: String,
}

/// Runs all readers in turn, prints how they compare, and with `write` puts the result into the
/// documentation.
///
/// # Errors
///
/// If a toolchain is missing, or a reader cannot be built or run.
pub(crate) fn run(workspace: &Path, write: bool) -> Result<ExitCode> {
    let peers = peers(&workspace.join(PEERS))?;
    for (folder, peer) in &peers {
        peer.needs.check(&folder.file_name().unwrap_or_default().to_string_lossy())?;
    }
    // In cargo's build folder, since a macro reads the JSON Schema from there.
    let schemas = workspace.join("benches/target/peers");
    write_schemas(workspace, &schemas)?;
    let environment =
        [("CORPUS", workspace.join("benches/corpus.ndjson")), ("SCHEMAS", schemas.clone())];

    let mut running = Vec::new();
    for (folder, peer) in peers {
        for line in &peer.setup {
            eprintln!("{}: {line}", folder.display());
            let mut command = command(line);
            command.envs(environment.clone()).current_dir(&folder).stdout(std::io::stderr());
            process::run(&mut command)?;
        }
        for reader in peer.reader {
            running.push(Running::start(reader, &folder, &environment)?);
        }
    }
    for round in 0..WARM_UP + ROUNDS {
        for (index, size) in SIZES.into_iter().enumerate() {
            for reader in &mut running {
                let took = reader.turn(size)?;
                if round >= WARM_UP {
                    reader.shortest[index] = reader.shortest[index].min(took);
                }
            }
        }
    }
    let text = format!("{}\n\n![{}](peers.svg)", table(&running)?, title());
    bench::show(workspace, "peers", &text, write)?;
    if write {
        files::write(workspace, CHART, chart(&running).to_string().as_bytes())?;
        eprintln!("wrote {CHART}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Every peer with its folder: ours first, the others by name.
fn peers(folder: &Path) -> Result<Vec<(PathBuf, Manifest)>> {
    let failed = || format!("cannot list {}", folder.display());
    let mut peers = Vec::new();
    for entry in fs::read_dir(folder).with_context(failed)? {
        let folder = entry.with_context(failed)?.path();
        let path = folder.join(MANIFEST);
        if path.is_file() {
            let manifest = toml::from_str(&files::read(&path)?)
                .with_context(|| format!("cannot read {}", path.display()))?;
            peers.push((folder, manifest));
        }
    }
    peers.sort_by_key(|(folder, _)| (!folder.ends_with(OURS), folder.clone()));
    Ok(peers)
}

/// A reader that waits for its turn, and stops when this value is dropped.
struct Running {
    reader: Reader,
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: String,
    /// Nanoseconds of processor time for a callback, by size.
    shortest: [f64; SIZES.len()],
}

impl Running {
    fn start(
        reader: Reader,
        folder: &Path,
        environment: &[(&'static str, PathBuf)],
    ) -> Result<Self> {
        let mut command = command(&reader.run);
        command.envs(environment.iter().cloned()).current_dir(folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process =
            command.spawn().with_context(|| format!("cannot start `{}`", reader.run))?;
        let input = process.stdin.take().context("no input")?;
        let output = BufReader::new(process.stdout.take().context("no output")?);
        let shortest = [f64::INFINITY; SIZES.len()];
        let mut running = Self { reader, process, input, output, version: String::new(), shortest };
        running.version = running.line()?;
        Ok(running)
    }

    /// Nanoseconds of processor time for a callback in bodies of this size.
    fn turn(&mut self, size: usize) -> Result<f64> {
        writeln!(self.input, "{size}")?;
        let line = self.line()?;
        line.parse().with_context(|| format!("{} printed {line}", self.reader.name))
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        ensure!(!line.is_empty(), "`{}` ended", self.reader.run);
        Ok(line.trim().to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // If it has already ended, there is nothing left to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The sources of the readers' types: the published JSON Schema, and one in which a single object
/// has the fields of all kinds.
fn write_schemas(workspace: &Path, folder: &Path) -> Result<()> {
    let published = workspace.join("schema/generated");
    files::write(
        folder,
        "types.schema.json",
        &files::bytes(&published.join("types.schema.json"))?,
    )?;
    let schema = files::read(&published.join("types.draft-07.schema.json"))?;
    let mut schema = one_object(&serde_json::from_str(&schema)?)?;
    simplify(&mut schema);
    files::write(folder, "callback.schema.json", schema.to_string().as_bytes())?;
    Ok(())
}

fn one_object(schema: &Value) -> Result<Value> {
    let mut definitions = schema["definitions"].as_object().context("no definitions")?.clone();
    let callback = definitions.remove("Callback").context("no callback")?;
    let mut properties = Map::new();
    let mut requirements = Vec::new();
    for kind in callback["anyOf"].as_array().context("no kinds")? {
        let name = kind["$ref"].as_str().and_then(|it| it.strip_prefix("#/definitions/"));
        let kind = name.and_then(|name| definitions.remove(name)).context("no such kind")?;
        properties.extend(kind["properties"].as_object().cloned().unwrap_or_default());
        requirements.push(kind["required"].as_array().cloned().unwrap_or_default());
    }
    // The common fields.
    let mut required = requirements.first().cloned().unwrap_or_default();
    required.retain(|field| requirements.iter().all(|kind| kind.contains(field)));
    definitions.insert("Money".to_owned(), json!({ "type": "number" }));
    definitions.insert(
        "Callback".to_owned(),
        json!({
            "title": "Callback",
            "type": "object",
            "properties": properties,
            "required": required,
        }),
    );
    let mut schema = schema.clone();
    schema["definitions"] = definitions.into();
    Ok(schema)
}

/// Removes keywords from which no type is made.
fn simplify(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Array(all)) = object.remove("allOf") {
                *schema = all.into_iter().next().unwrap_or_default();
                return simplify(schema);
            }
            if object.remove("const").is_some() {
                object.insert("type".to_owned(), "string".into());
            }
            if object.get("pattern").is_some_and(Value::is_string) {
                object.remove("not");
            }
            for word in ["$comment", "$id", "description", "enum", "examples", "format", "pattern"]
            {
                // A property may have the same name.
                if object.get(word).is_some_and(|value| !value.is_object()) {
                    object.remove(word);
                }
            }
            object.values_mut().for_each(simplify);
        }
        Value::Array(list) => list.iter_mut().for_each(simplify),
        _ => {}
    }
}

fn title() -> String {
    "Time for a callback, compared with this SDK".to_owned()
}

fn table(running: &[Running]) -> Result<String> {
    let mut text = format!("On {}, by processor time:\n\n", bench::machine());
    text += "| reader | version | amounts |";
    for size in SIZES {
        write!(text, " bodies of {size} |")?;
    }
    text += "\n| --- | --- | --- | --- | --- | --- |\n";
    for reader in running {
        write!(
            text,
            "| {} | {} | {} |",
            reader.reader.name, reader.version, reader.reader.amounts
        )?;
        for (took, ours) in reader.shortest.iter().zip(running[0].shortest) {
            write!(text, " {:.2} ({:.2} µs) |", took / ours, took / 1e3)?;
        }
        text += "\n";
    }
    Ok(text)
}

/// Bars by size of bodies; their length is the time per callback.
fn chart(running: &[Running]) -> Document {
    const NAMES: f64 = 270.0;
    const BARS: f64 = 420.0;
    const ROW: f64 = 22.0;
    const GAP: f64 = 40.0;

    let ratios = |index: usize| {
        running.iter().map(move |it| it.shortest[index] / running[0].shortest[index])
    };
    let longest = (0..SIZES.len()).flat_map(ratios).fold(0.0, f64::max);
    let height = GAP + as_f64(SIZES.len()) * (GAP + as_f64(running.len()) * ROW);
    let width = NAMES + BARS + 70.0;
    let mut chart = Document::new()
        .set("viewBox", (0.0, 0.0, width, height))
        .set("width", width)
        .set("height", height)
        .set("font-family", "sans-serif")
        .set("font-size", 13)
        .add(Rectangle::new().set("width", "100%").set("height", "100%").set("fill", "white"))
        .add(label(title(), 12.0, 24.0, "start").set("font-weight", "bold"));
    let mut y = GAP;
    for (index, size) in SIZES.into_iter().enumerate() {
        let unit = if size == 1 { "callback" } else { "callbacks" };
        chart = chart.add(label(format!("Bodies of {size} {unit}"), 12.0, y + 22.0, "start"));
        y += GAP - 8.0;
        for (reader, ratio) in running.iter().zip(ratios(index)) {
            let fill =
                if reader.reader.name.starts_with("this SDK") { "#d9480f" } else { "#748ffc" };
            let bar = Rectangle::new()
                .set("x", NAMES)
                .set("y", y)
                .set("width", (ratio / longest * BARS).round())
                .set("height", ROW - 5.0)
                .set("fill", fill);
            let end = NAMES + (ratio / longest * BARS).round() + 6.0;
            chart = chart
                .add(label(&reader.reader.name, NAMES - 8.0, y + 13.0, "end"))
                .add(bar)
                .add(label(format!("{ratio:.1}"), end, y + 13.0, "start"));
            y += ROW;
        }
        y += 8.0;
    }
    chart
}

fn label(text: impl Into<String>, x: f64, y: f64, anchor: &str) -> Text {
    Text::new(text).set("x", x).set("y", y).set("text-anchor", anchor).set("fill", "#212529")
}

/// A number that is small enough for a double.
#[allow(clippy::cast_precision_loss)]
fn as_f64(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_object_has_the_fields_of_all_kinds_and_needs_what_all_need() {
        let kind = |name: &str| {
            json!({
                "description": "A kind.",
                "type": "object",
                "properties": {
                    "type": { "type": "string", "const": name },
                    "description": { "type": "string", "description": "A name like a word." },
                    name: { "allOf": [{ "$ref": "#/definitions/Money" }], "description": "It." },
                },
                "required": ["type", name],
            })
        };
        let schema = json!({
            "definitions": {
                "Callback": { "anyOf": [{ "$ref": "#/definitions/A" }, { "$ref": "#/definitions/B" }] },
                "A": kind("a"),
                "B": kind("b"),
                "Money": { "anyOf": [] },
            },
        });
        let mut one = one_object(&schema).unwrap();
        simplify(&mut one);
        let money = json!({ "$ref": "#/definitions/Money" });
        let expected = json!({
            "definitions": {
                "Callback": {
                    "title": "Callback",
                    "type": "object",
                    "properties": {
                        "type": { "type": "string" },
                        "description": { "type": "string" },
                        "a": money,
                        "b": money,
                    },
                    "required": ["type"],
                },
                "Money": { "type": "number" },
            },
        });
        assert_eq!(one, expected);
    }
}
