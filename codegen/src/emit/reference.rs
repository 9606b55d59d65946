//! `reference.html`: the reference for people, as one self-contained page. It checks bodies with
//! the reader of the npm package.

mod bundle;
mod html;
mod kinds;
mod life;
mod page;
mod snippets;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use sha2::{Digest, Sha256};

use crate::{
    artifact::{Artifact, Purpose},
    model::{Kind, Model},
};

const STYLE: &str = include_str!("reference/page.css");
/// The scripts, in order of dependency.
const SCRIPTS: [&str; 2] =
    [include_str!("reference/leniency.js"), include_str!("reference/page.js")];
/// What the scripts need from the npm package.
const USED: [&str; 8] =
    ["BodyError", "Credential", "KINDS", "STATUSES", "TABLE", "read", "receive", "treeOf"];

/// The page, with the table of kinds and fields that drives the reader, and a
/// sample body of each kind.
pub(super) fn artifacts(
    model: &Model,
    table: &str,
    sample: impl Fn(&Kind) -> String,
) -> Vec<Artifact> {
    let style = format!("\n{STYLE}");
    let package = bundle::script(table, &USED);
    let script = format!("\n\"use strict\";\n\n{package}\n{}", SCRIPTS.join("\n"));
    let program =
        page::Program { policy: &policy(&style, &script), style: &style, script: &script };
    let contents = page::page(model, &program, &sample).into_string() + "\n";
    let purpose = Purpose::Published("reference of every kind, for people: open it in a browser");
    vec![Artifact::new("reference.html", purpose, contents)]
}

/// The page may use only its own style and script. Even injected markup could neither run nor load
/// anything.
fn policy(style: &str, script: &str) -> String {
    let hash = |text: &str| BASE64.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        hash(style),
        hash(script)
    )
}

#[cfg(test)]
mod tests;
