//! `reference.html`: what a person reads about the callbacks, as one page that
//! needs nothing beside itself. It checks bodies with the reader of the package
//! for npm.

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
/// In the order in which they need each other.
const SCRIPTS: [&str; 2] =
    [include_str!("reference/leniency.js"), include_str!("reference/page.js")];
/// What the scripts need of the package for npm.
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
    let purpose = Purpose::Published("every kind, for people: open it in a browser");
    vec![Artifact::new("reference.html", purpose, contents)]
}

/// What the page may do: use its own style and script, and nothing else. Even
/// a text that got out of its place could neither run nor load anything.
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
