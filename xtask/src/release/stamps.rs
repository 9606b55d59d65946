//! The places of a version: manifests, the description, and lock files.

use std::{cmp::Reverse, fs, ops::Range, path::Path};

use anyhow::{Context, Result, anyhow};
use semver::Version;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::MANIFEST;

/// The file with the versions of the workspace's own packages. Each nested workspace has one too.
const LOCK: &str = "Cargo.lock";

/// A description with a new version.
pub(super) fn description(text: &str, name: &str, version: &Version) -> Result<String> {
    let root = parsed(text, name)?;
    let own = at(root.get_ref(), &["version"]);
    let own = own.with_context(|| format!("{name} has no `version`"))?;
    Ok(replaced(text, vec![own.span()], version))
}

/// The manifest of the workspace with a new version, both of its packages and of their dependencies
/// on each other.
pub(super) fn manifest(text: &str, version: &Version) -> Result<String> {
    let root = parsed(text, MANIFEST)?;
    let own = at(root.get_ref(), &["workspace", "package", "version"]);
    let own = own.with_context(|| format!("{MANIFEST} has no `workspace.package.version`"))?;
    let dependencies = at(root.get_ref(), &["workspace", "dependencies"]);
    let dependencies = dependencies.and_then(|table| table.get_ref().as_table());
    let on_each_other = dependencies.into_iter().flat_map(DeTable::values).filter_map(|it| {
        let dependency = it.get_ref().as_table()?;
        dependency.get("path").and(dependency.get("version")).map(Spanned::span)
    });
    let spans = on_each_other.chain([own.span()]).collect();
    Ok(replaced(text, spans, version))
}

/// Every lock file of a workspace, as paths from the root, sorted. The folders of tools contain
/// none of ours.
pub(super) fn locks(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let failed = || format!("cannot list {}", root.join(&folder).display());
        for entry in fs::read_dir(root.join(&folder)).with_context(failed)? {
            let entry = entry.with_context(failed)?;
            let name = entry.file_name().display().to_string();
            let is_of_tools = name.starts_with('.') || name == "target" || name == "node_modules";
            if name == LOCK {
                found.push(folder.clone() + LOCK);
            } else if entry.file_type().with_context(failed)?.is_dir() && !is_of_tools {
                folders.push(format!("{folder}{name}/"));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A lock file with a new version for the packages of the workspace, which have no source.
pub(super) fn lock(text: &str, name: &str, manifest: &str, version: &Version) -> Result<String> {
    let manifest = parsed(manifest, MANIFEST)?;
    let old = at(manifest.get_ref(), &["workspace", "package", "version"]);
    let old = old.and_then(|old| old.get_ref().as_str());

    let root = parsed(text, name)?;
    let packages = root.get_ref().get("package").and_then(|packages| packages.get_ref().as_array());
    let own = packages.into_iter().flatten().filter_map(|package| {
        let package = package.get_ref().as_table()?;
        let version = package.get("version")?;
        let is_own = !package.contains_key("source") && version.get_ref().as_str() == old;
        is_own.then(|| version.span())
    });
    Ok(replaced(text, own.collect(), version))
}

/// A text with the version replaced at these places.
fn replaced(text: &str, mut spans: Vec<Range<usize>>, version: &Version) -> String {
    spans.sort_by_key(|span| Reverse(span.start));
    let mut text = text.to_owned();
    for span in spans {
        text.replace_range(span, &format!("\"{version}\""));
    }
    text
}

fn parsed<'a>(text: &'a str, name: &str) -> Result<Spanned<DeTable<'a>>> {
    DeTable::parse(text).map_err(|error| anyhow!("cannot read {name}: {}", error.message()))
}

/// The value at the end of a path of keys.
fn at<'t, 'a>(table: &'t DeTable<'a>, place: &[&str]) -> Option<&'t Spanned<DeValue<'a>>> {
    let (last, tables) = place.split_last()?;
    let table =
        tables.iter().try_fold(table, |table, key| table.get(*key)?.get_ref().as_table())?;
    table.get(*last)
}
