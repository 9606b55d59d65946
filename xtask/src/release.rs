//! `cargo xtask release`: computes the version from what changed, writes it everywhere, and runs
//! the checks. It publishes nothing.

mod changelog;
mod stamps;

use std::{cmp::max, collections::BTreeSet, path::Path, process::Command};

use anyhow::{Context, Result, bail, ensure};
use codegen::diff::{Comparison, Severity, next};
use semver::Version;

use self::changelog::{CHANGELOG, Changelog, UNRELEASED};
use crate::{
    description::{Description, RELEASED},
    files::{place, read, write},
    generate::{Plan, generated},
    process::{self, git},
    workspace::DESCRIPTION,
};

const MANIFEST: &str = "Cargo.toml";
/// The script with all checks of the workspace.
const CHECKS: &str = ".ci/run";

/// Makes the release, or with `dry_run` only shows it.
///
/// # Errors
///
/// If there is nothing to release, if something is not committed, or if a file, a description or a
/// check fails.
pub(crate) fn run(workspace: &Path, dry_run: bool) -> Result<()> {
    let release = Release::plan(workspace)?;
    let version = release.comparison.new.clone();
    anstream::print!("{}", release.comparison.text());
    release.show();
    if dry_run {
        println!(
            "\nNothing was written. Without --dry-run, the release is written and {CHECKS} runs; \
             nothing is published."
        );
        return Ok(());
    }
    refuse_uncommitted(workspace)?;
    release.write(workspace)?;
    println!("\nWrote {version}. Running {CHECKS}.\n");
    check(workspace)?;
    println!(
        "\n{version} is ready, but not published. What is left:\n\
         \x20 read {CHANGELOG}, and explain more where it helps\n\
         \x20 git add --all && git commit --message 'Release {version}' && git tag v{version}\n\
         \x20 cargo publish --workspace"
    );
    Ok(())
}

/// Everything that a release writes.
struct Release {
    comparison: Comparison,
    /// Files that change, with their old and new contents.
    files: Vec<(String, String, String)>,
    artifacts: Plan,
    /// The changelog's entry for the version.
    entry: String,
}

impl Release {
    fn plan(workspace: &Path) -> Result<Self> {
        let released = Description::released(workspace)?;
        let before = released.as_ref().map(Description::resolve).transpose()?;
        let draft = Description::of(workspace)?;
        let changelog = Changelog::of(read(&workspace.join(CHANGELOG))?)?;
        let version = version(&Comparison::of(before.as_ref(), &draft.resolve()?), &changelog)?;

        let text = stamps::description(&draft.text, DESCRIPTION, &version)?;
        let description = Description { name: DESCRIPTION.to_owned(), text };
        let model = description.resolve()?;
        let comparison = Comparison::of(before.as_ref(), &model);
        let entry = changelog.entry(&comparison);
        let new_changelog = changelog.with(&entry);

        let manifest = read(&workspace.join(MANIFEST))?;
        let new_manifest = stamps::manifest(&manifest, &version)?;
        let mut files = vec![
            (DESCRIPTION.to_owned(), draft.text, description.text.clone()),
            (RELEASED.to_owned(), released.map_or(String::new(), |it| it.text), description.text),
            (CHANGELOG.to_owned(), changelog.text, new_changelog),
        ];
        for lock in stamps::locks(workspace)? {
            let text = read(&workspace.join(&lock))?;
            let new = stamps::lock(&text, &lock, &manifest, &version)?;
            files.push((lock, text, new));
        }
        files.push((MANIFEST.to_owned(), manifest, new_manifest));
        files.retain(|(_, old, new)| old != new);
        let artifacts = Plan::new(workspace, generated(&model, workspace)?)?;
        Ok(Self { comparison, files, artifacts, entry })
    }

    fn show(&self) {
        println!("\n{CHANGELOG}, below `{UNRELEASED}`, which will be empty:\n");
        for line in self.entry.lines() {
            println!("{}", format!("    {line}").trim_end());
        }
        for (path, old, new) in self.files.iter().filter(|(path, ..)| *path != CHANGELOG) {
            if *path == RELEASED {
                println!("\n{path}\n    the new description");
                continue;
            }
            println!("\n{path}");
            // A stamp does not change the number of lines. A lock file has the same change for each
            // package.
            let stamps = old.lines().zip(new.lines()).filter(|(old, new)| old != new);
            let mut shown = BTreeSet::new();
            for (old, new) in stamps.filter(|stamp| shown.insert(*stamp)) {
                println!("  - {old}\n  + {new}");
            }
        }
        println!("\nGenerated files");
        if self.artifacts.changes().next().is_none() {
            println!("    unchanged");
        }
        for (state, path) in self.artifacts.changes() {
            println!("    {path} is {state}");
        }
    }

    fn write(&self, workspace: &Path) -> Result<()> {
        // Find obstacles before anything is written.
        self.artifacts.refuse_foreign()?;
        self.files.iter().try_for_each(|(path, ..)| place(workspace, path).map(drop))?;
        for (path, _, contents) in &self.files {
            write(workspace, path, contents.as_bytes())?;
        }
        self.artifacts.carry_out(workspace)
    }
}

/// The version to release: the lowest that covers the changes, unless the description has a higher
/// one, which somebody chose on purpose.
fn version(draft: &Comparison, changelog: &Changelog) -> Result<Version> {
    let Some(old) = &draft.old else { return Ok(draft.new.clone()) };
    if draft.severity().is_none() && changelog.notes().is_empty() && draft.new == *old {
        bail!(
            "nothing changed since {old}: neither the description, nor what {CHANGELOG} says \
             under `{UNRELEASED}`"
        );
    }
    let least = next(old, draft.severity().unwrap_or(Severity::Patch));
    Ok(max(least, draft.new.clone()))
}

/// Uncommitted changes would become part of the release, and be lost if git reverts the release.
fn refuse_uncommitted(workspace: &Path) -> Result<()> {
    // Outside of a repository, there is nothing to commit.
    if !process::output(&mut git(workspace, &["rev-parse", "--git-dir"]))?.status.success() {
        return Ok(());
    }
    let changes = process::stdout(&mut git(workspace, &["status", "--porcelain", "--", "."]))
        .context("cannot find out what is committed")?;
    ensure!(
        changes.is_empty(),
        "there are uncommitted changes: commit them, so that the release is a separate commit\n{}",
        changes.trim_end()
    );
    Ok(())
}

fn check(workspace: &Path) -> Result<()> {
    process::run(Command::new("bash").arg(CHECKS).current_dir(workspace)).with_context(|| {
        format!(
            "{CHECKS} failed, and nothing was published: fix the cause and run `bash {CHECKS}` \
             again, or revert the changes with git"
        )
    })
}
