//! `notation.schema.json`: the JSON Schema with which editors check the description.

use crate::{
    artifact::{Artifact, Purpose},
    source,
};

pub(super) fn artifacts() -> Vec<Artifact> {
    let mut schema = source::notation_schema();
    schema["$comment"] =
        "Generated from codegen/src/source.rs by `cargo xtask gen`; edit that instead.".into();
    let contents = format!("{schema:#}\n");
    vec![Artifact::new("notation.schema.json", Purpose::Editing, contents)]
}
