//! From the model to artifacts: one file per family, and none imports another. What several share
//! is in `rust`, `json`, `json_schema`, `canonical`,
//! `published`, `reader_table` and `spelling`.

mod canonical;
mod enums;
mod event;
mod go;
mod handler;
mod json;
mod json_schema;
mod kind;
mod markdown;
mod notation;
mod objects;
mod published;
mod python;
mod reader_table;
mod reference;
mod rust;
mod sample_callbacks;
mod samples;
mod signatures;
mod spelling;
mod tables;
mod types;
mod typescript;
mod validation;
mod vectors;

use crate::{
    artifact::Artifact,
    model::{Kind, Model},
};

pub use tables::documents;

/// Every artifact of a resolved description, sorted by path.
#[must_use]
pub fn artifacts(model: &Model) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    artifacts.extend(kind::artifacts(model));
    artifacts.extend(objects::artifacts(model));
    artifacts.extend(enums::artifacts(model));
    artifacts.extend(event::artifacts(model));
    artifacts.extend(handler::artifacts(model));
    artifacts.extend(validation::artifacts(model));
    artifacts.extend(types::artifacts(model));
    let samples = samples::of_each_kind(model);
    artifacts.extend(sample_callbacks::artifacts(model, &samples));
    artifacts.extend(typescript::artifacts(model, &samples));
    artifacts.extend(python::artifacts(model, &samples));
    artifacts.extend(go::artifacts(model, &samples));
    artifacts.extend(samples::artifacts(model));
    artifacts.extend(signatures::artifacts(model));
    artifacts.extend(vectors::artifacts(model));
    let documented = |kind: &Kind| samples::documented(model, kind);
    artifacts.extend(reference::artifacts(model, &typescript::table(model), documented));
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    artifacts
}

/// The artifacts that are the same for every description.
#[must_use]
pub fn fixed() -> Vec<Artifact> {
    notation::artifacts()
}
