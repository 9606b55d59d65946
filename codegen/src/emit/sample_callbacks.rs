//! `samples.rs`: the documented callback of every kind, for the tests of the SDK's users. The
//! runtime decides how they are used.

use std::fmt::Write;

use super::rust;
use crate::{artifact::Artifact, model::Model};

pub(super) fn artifacts(model: &Model, samples: &[(&str, String)]) -> Vec<Artifact> {
    let mut artifact = rust::file("samples.rs", "The documented callback of every kind.", vec![]);
    artifact.contents.push_str("\ncrate::testing::samples! {\n");
    for (kind, (_, text)) in model.kinds.iter().zip(samples) {
        let name = rust::ident(&kind.payload.name);
        let _ = writeln!(artifact.contents, "    {name} => {},", raw(text));
    }
    artifact.contents.push_str("}\n");
    vec![artifact]
}

/// A raw string literal of the text, with as many `#` as it needs.
fn raw(text: &str) -> String {
    let mut fence = "#".to_owned();
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}")
}
