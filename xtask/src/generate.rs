//! `cargo xtask gen`: compares the artifacts with the disk, and writes what
//! differs or only tells of it.

use std::{
    collections::BTreeSet, fs, io, io::IsTerminal, path::Path, process::ExitCode, time::Instant,
};

use anyhow::{Context, Result};
use codegen::{Artifact, OWNED_DIRECTORIES};

use crate::{
    files::{files_below, read, write},
    workspace::{DESCRIPTION, Workspace},
};

/// Generates into `out`, or with `check` only says what would change.
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
    let name = description.map_or(DESCRIPTION.into(), |path| path.display().to_string());
    let path = description.map_or_else(|| workspace.root.join(DESCRIPTION), Path::to_owned);

    let text = read(&path)?;
    let model = match codegen::resolve(&name, &text) {
        Ok(model) => model,
        Err(diagnostics) => {
            eprintln!("{}", diagnostics.render(io::stderr().is_terminal()));
            return Ok(ExitCode::FAILURE);
        }
    };
    let plan = Plan::new(out, codegen::artifacts(&model))?;

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

/// What stands between the disk and the artifacts.
pub(crate) struct Plan {
    missing: Vec<Artifact>,
    stale: Vec<Artifact>,
    /// Files that are in a directory of artifacts and are none, as paths from
    /// the root.
    orphaned: Vec<String>,
    unchanged: usize,
}

impl Plan {
    pub(crate) fn new(root: &Path, artifacts: Vec<Artifact>) -> Result<Self> {
        let mut orphaned = BTreeSet::new();
        for directory in OWNED_DIRECTORIES {
            let below = files_below(&root.join(directory))?;
            orphaned.extend(below.into_iter().map(|path| format!("{directory}/{path}")));
        }
        let mut plan =
            Self { missing: Vec::new(), stale: Vec::new(), orphaned: Vec::new(), unchanged: 0 };
        for artifact in artifacts {
            orphaned.remove(&artifact.path);
            let path = root.join(&artifact.path);
            match fs::read(&path) {
                Ok(contents) if contents == artifact.contents.as_bytes() => plan.unchanged += 1,
                Ok(_) => plan.stale.push(artifact),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    plan.missing.push(artifact);
                }
                Err(error) => {
                    return Err(error).with_context(|| format!("cannot read {}", path.display()));
                }
            }
        }
        plan.orphaned = orphaned.into_iter().collect();
        Ok(plan)
    }

    pub(crate) fn carry_out(&self, root: &Path) -> Result<()> {
        for artifact in self.missing.iter().chain(&self.stale) {
            let path = root.join(&artifact.path);
            write(&path, artifact.contents.as_bytes())?;
        }
        for orphan in &self.orphaned {
            let path = root.join(orphan);
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            println!("removed {orphan}");
            remove_empty_parents(root, &path);
        }
        Ok(())
    }

    /// Every file that is not as it should be, and how it is.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let missing = self.missing.iter().map(|artifact| ("missing", &*artifact.path));
        let stale = self.stale.iter().map(|artifact| ("stale", &*artifact.path));
        let orphaned = self.orphaned.iter().map(|path| ("orphaned", &**path));
        missing.chain(stale).chain(orphaned)
    }

    /// Names every file that is not as it should be.
    fn report(&self, command: &str) -> ExitCode {
        let count = self.changes().count();
        if count == 0 {
            println!("{} artifacts are fresh", self.unchanged);
            return ExitCode::SUCCESS;
        }
        for (state, path) in self.changes() {
            eprintln!("{state}: {path}");
        }
        eprintln!("error: {count} files are not what the description calls for; run `{command}`");
        ExitCode::FAILURE
    }
}

/// Removes the directories that a removed file leaves empty.
fn remove_empty_parents(root: &Path, path: &Path) {
    let parents = path.ancestors().skip(1).take_while(|parent| *parent != root);
    for parent in parents {
        // It fails on the first one that is not empty, which is where to stop.
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
}
