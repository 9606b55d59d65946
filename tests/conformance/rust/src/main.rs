//! Reads what is published as an engineer would who does not use the SDK, and
//! prints what came out: see the README of the folder above.

mod hash;
mod samples;
mod types;

use std::{env, error::Error, fs, path::Path, process::Command};

use hash::Credential;
use samples::{Sample, Samples, Verdicts};
use serde_json::{Value, json};
use types::Known;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let artifacts = env::args().nth(1).ok_or("the folder of the artifacts is missing")?;
    let samples = Samples::read(&artifacts)?;
    let mut verdicts = Vec::new();
    for on in ["validation", "validation.draft-07", "types", "types.draft-07"] {
        let schema = fs::read_to_string(format!("{artifacts}/{on}.schema.json"))?;
        let schema: Value = serde_json::from_str(&schema)?;

        let validator = jsonschema::validator_for(&schema)?;
        let of_jsonschema = samples.verdicts(|json| validator.is_valid(json));
        verdicts.push(report("jsonschema", on, &of_jsonschema));

        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        compiler.add_resource("body.schema.json", schema)?;
        let body = compiler.compile("body.schema.json", &mut schemas)?;
        let of_boon = samples.verdicts(|json| schemas.validate(json, body).is_ok());
        verdicts.push(report("boon", on, &of_boon));
    }
    let of_types = samples.all.iter().map(|sample| {
        let verdict = if decode(sample).is_ok() { "valid" } else { "invalid" };
        (sample.file.clone(), verdict)
    });
    verdicts.push(report("typify", "types", &of_types.collect()));
    verdicts.push(report("md-5", "hash", &samples.hashes()));
    verdicts.push(report("md-5", "signatures", &signatures(&artifacts)?));

    let claims = [
        claim("a decimal and a number of 64 bits stay exact", numbers_are_exact(&samples)),
        claim(
            "a `match` that leaves out a kind does not compile",
            a_forgotten_kind_does_not_compile(&artifacts),
        ),
        claim("the lines in README.md work", readme(&artifacts)),
    ];
    println!("{}", json!({ "verdicts": verdicts, "claims": claims }));
    Ok(())
}

fn report(tool: &str, on: &str, verdicts: &Verdicts) -> Value {
    json!({ "tool": tool, "version": version(tool), "on": on, "verdicts": verdicts })
}

/// The version of a crate, from the lock file.
fn version(name: &str) -> Option<&'static str> {
    let mut lines = include_str!("../Cargo.lock").lines();
    lines.find(|line| *line == format!("name = {name:?}"))?;
    lines.next()?.strip_prefix("version = ")?.strip_prefix('"')?.strip_suffix('"')
}

fn claim(claim: &str, shown: Result<()>) -> Value {
    match shown {
        Ok(()) => json!({ "claim": claim, "holds": true }),
        Err(error) => json!({ "claim": claim, "holds": false, "detail": error.to_string() }),
    }
}

/// The typed callback. The guard in front of the types is `type`: a kind that
/// they do not know is no mistake, but nothing for them.
fn decode(sample: &Sample) -> Result<Known> {
    let known = Known::decode(&sample.kind, sample.callback.get())?;
    known.ok_or_else(|| "newer than the types".into())
}

/// Checks every entry of `signatures.json`.
fn signatures(artifacts: &str) -> Result<Verdicts> {
    let text = fs::read_to_string(format!("{artifacts}/signatures.json"))?;
    let vectors: Value = serde_json::from_str(&text)?;
    let vectors = vectors["signatures"].as_array().ok_or("no signatures")?;
    let check = |vector: &Value| {
        let text = |name: &str| vector[name].as_str().unwrap_or_default();
        let credential = Credential {
            salt: text("salt"),
            account_id: text("account_id"),
            api_key: text("api_key"),
        };
        let verdict = credential.check(text("callback_id"), Some(text("hash")));
        (text("description").to_owned(), verdict)
    };
    Ok(vectors.iter().map(check).collect())
}

fn numbers_are_exact(samples: &Samples) -> Result<()> {
    let large = samples.get("numbers/large.json")?;
    // Every kind has the same envelope, whichever this one is.
    let shown = format!("{:?}", decode(large)?);
    for exact in ["balance: 12345678901234567890.12,", "callback_id: 18446744073709551615,"] {
        if !shown.contains(exact) {
            return Err(format!("no `{exact}` in {shown}").into());
        }
    }
    let quoted = format!("{:?}", decode(samples.get("numbers/quoted.json")?)?);
    if !quoted.contains("balance: 12345678901234567890.12,") {
        return Err(format!("another balance in {quoted}").into());
    }
    match decode(samples.get("card_payment/valid.json")?)? {
        Known::CardPaymentCallback(it) if it.card_payment.amount.to_string() == "10.50" => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}

/// Compiles a `match` over every kind, and then one without the last of them.
fn a_forgotten_kind_does_not_compile(artifacts: &str) -> Result<()> {
    let schema = fs::read_to_string(format!("{artifacts}/types.schema.json"))?;
    let schema: Value = serde_json::from_str(&schema)?;
    let kinds = schema["$defs"]["Callback"]["anyOf"].as_array().ok_or("no kinds")?;
    let names = kinds.iter().filter_map(|kind| kind["$ref"].as_str()?.rsplit('/').next());
    let names: Vec<_> = names.collect();
    let (forgotten, others) = names.split_last().ok_or("no kinds")?;

    compile("complete", &names, &names)?;
    match compile("forgotten", &names, others) {
        Err(error) if error.to_string().contains(&format!("`Known::{forgotten}` not covered")) => {
            Ok(())
        }
        Err(error) => Err(format!("it does not compile for another reason: {error}").into()),
        Ok(()) => Err("it compiles".into()),
    }
}

fn compile(name: &str, kinds: &[&str], handled: &[&str]) -> Result<()> {
    let arms: Vec<_> = handled.iter().map(|kind| format!("Known::{kind} => {{}}")).collect();
    let code = format!(
        "#![allow(dead_code)]\npub enum Known {{ {} }}\n\
         pub fn handle(known: Known) {{ match known {{ {} }} }}\n",
        kinds.join(", "),
        arms.join(", "),
    );
    let folder = Path::new("build");
    fs::create_dir_all(folder)?;
    let file = folder.join(name).with_extension("rs");
    fs::write(&file, code)?;
    let output = Command::new("rustc")
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--out-dir"])
        .args([folder, &file])
        .output()?;
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into())
    }
}

/// The block of README.md, which the build script took from there.
fn readme(artifacts: &str) -> Result<()> {
    let problems: Vec<String> = include!(concat!(env!("OUT_DIR"), "/readme.rs"));
    if problems.is_empty() { Ok(()) } else { Err(problems.join(", ").into()) }
}
