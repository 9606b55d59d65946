//! Judges a file of bodies, each after its length as four bytes, with a JSON
//! Schema, and prints a line of JSON for each (`tests/differential`).

use std::{
    env, fs,
    io::{self, BufWriter, Write},
};

use jsonschema::Validator;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [schema, bodies] = [1, 2].map(|at| env::args().nth(at));
    let schema = serde_json::from_slice(&fs::read(schema.ok_or("name a JSON Schema")?)?)?;
    let validator = jsonschema::validator_for(&schema)?;
    let data = fs::read(bodies.ok_or("name a file of bodies")?)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut rest = &*data;
    while let Some((length, tail)) = rest.split_first_chunk() {
        let (body, tail) = tail.split_at(usize::try_from(u32::from_le_bytes(*length))?);
        serde_json::to_writer(&mut out, &line(&validator, body))?;
        out.write_all(b"\n")?;
        rest = tail;
    }
    Ok(())
}

fn line(validator: &Validator, body: &[u8]) -> Value {
    match serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)) {
        Ok(body) => json!({ "valid": validator.is_valid(&body) }),
        Err(error) => json!({ "unparsed": error.to_string() }),
    }
}
