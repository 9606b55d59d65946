//! `notation.schema.json`: what an editor checks the description with.

use crate::{
    artifact::{Artifact, Purpose},
    source,
};

pub(super) fn artifacts() -> Vec<Artifact> {
    let contents = format!("{:#}\n", source::notation_schema());
    vec![Artifact::new("notation.schema.json", Purpose::Editing, contents)]
}
