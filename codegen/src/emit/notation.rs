//! `notation.schema.json`: what an editor checks the description with.

use super::{Artifact, SCHEMA_DIRECTORY};
use crate::source;

pub(super) fn artifacts() -> Vec<Artifact> {
    vec![Artifact {
        path: format!("{SCHEMA_DIRECTORY}/notation.schema.json"),
        contents: format!("{:#}\n", source::notation_schema()),
    }]
}
