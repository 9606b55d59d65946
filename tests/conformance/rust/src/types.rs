//! What typify made of the JSON Schema.
#![allow(clippy::all, clippy::pedantic, dead_code)]

include!(concat!(env!("OUT_DIR"), "/types.rs"));
include!(concat!(env!("OUT_DIR"), "/known.rs"));
