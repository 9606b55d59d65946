//! Reads what is published as an engineer would who does not use the SDK, and
//! prints what came out: see the README of the folder above.

mod hash;
mod samples;
mod types;

use std::{env, error::Error, fs, process::Command};

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
            a_forgotten_kind_does_not_compile(),
        ),
        claim(
            "strange callbacks get the right verdict",
            strange_callbacks_get_the_right_verdict(&samples),
        ),
        claim("the lines in README.md work, on every sample", readme(&artifacts, &samples)),
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
        (text("description").to_owned(), credential.check(vector))
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

/// The verdicts that no sample asks for: what the field or a forger may send.
fn strange_callbacks_get_the_right_verdict(samples: &Samples) -> Result<()> {
    let right = &samples.get("card_payment/valid.json")?.body["callbacks"][0];
    let with = |name: &str, value: Value| {
        let mut callback = right.clone();
        callback[name] = value;
        callback
    };
    let quoted = |name: &str| with(name, right[name].to_string().into());
    let cases = [
        (quoted("account_id"), "match"),
        (quoted("callback_id"), "match"),
        (with("account_id", json!(1)), "mismatch"),
        (with("account_id", Value::Null), "invalid"),
        (with("callback_id", json!([1001])), "invalid"),
        (with("callback_id", json!("01001")), "invalid"),
        (with("callback_id", json!("")), "invalid"),
        (with("hash", json!([right["hash"]])), "invalid"),
        (with("hash", json!(false)), "invalid"),
        (with("hash", json!("")), "missing"),
        (Value::Null, "invalid"),
        (json!([]), "invalid"),
    ];
    for (callback, expected) in cases {
        let verdict = samples.credential().check(&callback);
        if verdict != expected {
            return Err(format!("{verdict}, not {expected}: {callback}").into());
        }
    }
    Ok(())
}

/// Compiles this again, with a `match` for each kind that leaves it out. The
/// one that has them all compiles, as this runs.
fn a_forgotten_kind_does_not_compile() -> Result<()> {
    let output = Command::new("cargo")
        .args(["rustc", "--quiet", "--locked", "--offline", "--message-format=short"])
        .args(["--", "--cfg=forgotten"])
        .output()?;
    let told = String::from_utf8(output.stderr)?;
    let expected = |kind: &&str| format!("`&Known::{kind}(_)` not covered");
    if let Some(missed) = types::KINDS.iter().map(expected).find(|error| !told.contains(error)) {
        return Err(format!("not told: {missed}").into());
    }
    let is_other = |line: &&str| line.contains(" error[") && !line.contains("` not covered");
    told.lines().find(is_other).map_or(Ok(()), |error| Err(error.into()))
}

/// Says of every sample what the index does.
fn readme(artifacts: &str, samples: &Samples) -> Result<()> {
    for sample in &samples.all {
        let (faults, hashes) = lines_of_readme(artifacts, &sample.text, &samples.credential())?;
        if faults.is_empty() == (sample.outcome == "malformed") {
            return Err(format!("{}: {}, {faults:?}", sample.file, sample.outcome).into());
        }
        // A place and no more: the rest of a fault shows values.
        if let Some(fault) = faults.iter().find(|fault| sample.body.pointer(fault).is_none()) {
            return Err(format!("{}: {fault} is no place", sample.file).into());
        }
        if sample.hash.as_ref().is_some_and(|hash| hashes != [hash]) {
            return Err(format!("{}: {hashes:?}", sample.file).into());
        }
    }
    Ok(())
}

/// The block of README.md, which the build script took from there.
fn lines_of_readme(
    artifacts: &str,
    request: &str,
    &Credential { salt, account_id, api_key }: &Credential,
) -> Result<(Vec<String>, Vec<&'static str>)> {
    include!(concat!(env!("OUT_DIR"), "/readme.rs"))
}
