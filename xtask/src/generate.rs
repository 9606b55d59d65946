//! `cargo xtask gen`: compares the artifacts with the files on disk, and writes or lists what
//! differs.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, IsTerminal},
    path::Path,
    process::ExitCode,
    time::Instant,
};

use anyhow::{Result, ensure};
use codegen::{Artifact, OWNED_DIRECTORIES, model::Model};

use crate::{
    description::Description,
    files::{bytes, files_below, place, remove, write},
    workspace::Workspace,
};

/// Generates into `out`, or with `check` only lists what would change.
///
/// # Errors
///
/// If a file cannot be read, written or removed.
pub(crate) fn run(
    workspace: &Workspace,
    check: bool,
    description: Option<&Path>,
    out: Option<&Path>,
) -> Result<ExitCode> {
    let start = Instant::now();
    let command = workspace.command_with("gen", &[("--description", description), ("--out", out)]);
    let out = out.unwrap_or(&workspace.root);
    let Description { name, text } = Description::current(workspace, description)?;
    let model = match codegen::resolve(&name, &text) {
        Ok(model) => model,
        Err(diagnostics) => {
            eprintln!("{}", diagnostics.render(io::stderr().is_terminal()));
            return Ok(ExitCode::FAILURE);
        }
    };
    let plan = Plan::new(out, generated(&model, out)?)?;

    if check {
        return Ok(plan.report(&command));
    }
    plan.carry_out(out)?;
    let structs = || {
        let payloads = model.kinds.iter().map(|kind| &kind.payload);
        payloads.chain(&model.objects).chain([&model.envelope])
    };
    println!(
        "{} kinds, {} fields: {} artifacts written, {} unchanged, {} removed in {} ms",
        model.kinds.len(),
        structs().map(|of| of.fields.len()).sum::<usize>(),
        plan.stale.len() + plan.missing.len(),
        plan.unchanged,
        plan.orphaned.len(),
        start.elapsed().as_millis(),
    );
    Ok(ExitCode::SUCCESS)
}

/// Every file that is generated: the artifacts, and the documents below the root that contain a
/// table.
pub(crate) fn generated(model: &Model, root: &Path) -> Result<Vec<Artifact>> {
    let mut files = codegen::artifacts(model);
    let read = |path: &str| fs::read_to_string(root.join(path)).ok();
    let documents = codegen::documents(&files, read)?;
    files.extend(codegen::fixed());
    files.extend(documents);
    Ok(files)
}

/// The differences between the disk and the artifacts.
pub(crate) struct Plan {
    missing: Vec<Artifact>,
    stale: Vec<Artifact>,
    /// Files that were generated but are no longer artifacts, as paths from the root.
    orphaned: Vec<String>,
    /// Files among the artifacts that were never generated.
    foreign: Vec<String>,
    unchanged: usize,
}

impl Plan {
    pub(crate) fn new(root: &Path, artifacts: Vec<Artifact>) -> Result<Self> {
        let mut others = BTreeSet::new();
        for directory in OWNED_DIRECTORIES {
            let below = files_below(&place(root, directory)?)?;
            let paths: Vec<_> = below.iter().map(|path| format!("{directory}/{path}")).collect();
            ensure!(
                paths.is_empty() || paths.iter().any(|path| is_marked(root, path)),
                "{} contains files, but none that `gen` made: choose another folder",
                root.join(directory).display()
            );
            others.extend(paths);
        }
        let mut plan = Self {
            missing: Vec::new(),
            stale: Vec::new(),
            orphaned: Vec::new(),
            foreign: Vec::new(),
            unchanged: 0,
        };
        for artifact in artifacts {
            let path = place(root, &artifact.path)?;
            let is_there = others.remove(&artifact.path) || path.exists();
            if !is_there {
                plan.missing.push(artifact);
            } else if bytes(&path)? == artifact.contents.as_bytes() {
                plan.unchanged += 1;
            } else {
                plan.stale.push(artifact);
            }
        }
        (plan.orphaned, plan.foreign) =
            others.into_iter().partition(|path| is_marked(root, path) || is_indexed(root, path));
        Ok(plan)
    }

    /// Fails if there is a file among the artifacts that is not an artifact.
    pub(crate) fn refuse_foreign(&self) -> Result<()> {
        ensure!(
            self.foreign.is_empty(),
            "`gen` did not make these files among the artifacts: move or remove them\n{}",
            self.foreign.join("\n")
        );
        Ok(())
    }

    /// Writes what is missing or stale, and removes what is orphaned.
    pub(crate) fn carry_out(&self, root: &Path) -> Result<()> {
        self.refuse_foreign()?;
        for artifact in self.missing.iter().chain(&self.stale) {
            write(root, &artifact.path, artifact.contents.as_bytes())?;
        }
        for orphan in &self.orphaned {
            remove(root, orphan)?;
            println!("removed {orphan}");
        }
        Ok(())
    }

    /// Every file that is out of date, with its state.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let missing = self.missing.iter().map(|artifact| ("missing", &*artifact.path));
        let stale = self.stale.iter().map(|artifact| ("stale", &*artifact.path));
        let orphaned = self.orphaned.iter().map(|path| ("orphaned", &**path));
        let foreign = self.foreign.iter().map(|path| ("not generated", &**path));
        missing.chain(stale).chain(orphaned).chain(foreign)
    }

    /// Lists every file that is out of date.
    fn report(&self, command: &str) -> ExitCode {
        let count = self.changes().count();
        if count == 0 {
            println!("{} artifacts are up to date", self.unchanged);
            return ExitCode::SUCCESS;
        }
        for (state, path) in self.changes() {
            eprintln!("{state}: {path}");
        }
        eprintln!("error: {count} files are out of date; run `{command}`");
        ExitCode::FAILURE
    }
}

/// Whether a file has the mark of a generated file.
fn is_marked(root: &Path, path: &str) -> bool {
    let is_mark = |line: &str| line.contains("enerated") && line.contains("`cargo xtask gen`");
    bytes(&root.join(path)).is_ok_and(|text| String::from_utf8_lossy(&text).lines().any(is_mark))
}

/// Whether a generated index lists a file: a sample is only a body, so it cannot have the mark.
fn is_indexed(root: &Path, path: &str) -> bool {
    path.match_indices('/').any(|(end, _)| {
        let (index, name) = (format!("{}/index.json", &path[..end]), &path[end + 1..]);
        let lists = |text: Vec<u8>| String::from_utf8_lossy(&text).contains(&format!("\"{name}\""));
        is_marked(root, &index) && bytes(&root.join(&index)).is_ok_and(lists)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Otherwise, it could not be removed once it is no longer an artifact.
    #[test]
    fn every_artifact_is_known_to_be_generated() {
        let Workspace { root, .. } = &Workspace::new(None);
        let model = Description::of(root).unwrap().resolve().unwrap();
        let artifacts = codegen::artifacts(&model).into_iter().chain(codegen::fixed());
        let paths = artifacts.map(|artifact| artifact.path);
        let unknown: Vec<_> =
            paths.filter(|path| !is_marked(root, path) && !is_indexed(root, path)).collect();
        assert!(unknown.is_empty(), "{unknown:?} need the mark, or an index.json that lists them");
    }
}
