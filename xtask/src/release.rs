//! `cargo xtask release`: computes the version from what changed, writes it
//! wherever it stands, and runs the checks. It publishes nothing.

use std::{cmp::max, collections::BTreeSet, fs, path::Path, process::Command};

use anyhow::{Context, Result, anyhow, bail, ensure};
use codegen::diff::{Comparison, Severity, next};
use semver::Version;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    description::{Description, RELEASED},
    files::{place, read, write},
    generate::Plan,
    process::{self, git},
    workspace::DESCRIPTION,
};

const MANIFEST: &str = "Cargo.toml";
/// Names the versions of the workspace's own packages. Each workspace within
/// this one has one too.
const LOCK: &str = "Cargo.lock";
const CHANGELOG: &str = "CHANGELOG.md";
/// Everything that guards the quality of the workspace.
const CHECKS: &str = ".ci/run";

/// Where the changelog gathers what the next version brings.
const UNRELEASED: &str = "## Unreleased";
/// Room for words by hand, if there are none yet.
const ROOM: &str = "<!-- Room for words by hand. -->";

/// Makes the release, or with `dry_run` only shows it.
///
/// # Errors
///
/// If there is nothing to release, if something is not committed, or if a file,
/// a description or a check is not as it should be.
pub(crate) fn run(workspace: &Path, dry_run: bool) -> Result<()> {
    let release = Release::plan(workspace)?;
    let version = release.comparison.new.clone();
    anstream::print!("{}", release.comparison.text());
    release.show();
    if dry_run {
        println!(
            "\nNothing is written. Without --dry-run, it is; then {CHECKS} runs, and nothing is \
             published."
        );
        return Ok(());
    }
    refuse_uncommitted(workspace)?;
    release.write(workspace)?;
    println!("\n{version} is written. {CHECKS} runs now.\n");
    check(workspace)?;
    println!(
        "\n{version} is ready, and nothing is published. What is left:\n\
         \x20 read {CHANGELOG}, and add a word where one helps\n\
         \x20 git add --all && git commit --message 'Release {version}' && git tag v{version}\n\
         \x20 cargo publish --package voximplant-callbacks"
    );
    Ok(())
}

/// All that a release writes.
struct Release {
    comparison: Comparison,
    /// Files with what they hold and what they are to hold, where that
    /// differs.
    files: Vec<(String, String, String)>,
    artifacts: Plan,
    /// What the changelog says of the version.
    entry: String,
}

impl Release {
    fn plan(workspace: &Path) -> Result<Self> {
        let released = Description::released(workspace)?;
        let before = released.as_ref().map(Description::resolve).transpose()?;
        let draft = Description::of(workspace)?;
        let changelog = Changelog::of(read(&workspace.join(CHANGELOG))?)?;
        let version = version(&Comparison::of(before.as_ref(), &draft.resolve()?), &changelog)?;

        let text = stamped(&draft.text, DESCRIPTION, &["version"], &version)?;
        let description = Description { name: DESCRIPTION.to_owned(), text };
        let model = description.resolve()?;
        let comparison = Comparison::of(before.as_ref(), &model);
        let entry = changelog.entry(&comparison);
        let new_changelog = changelog.with(&entry);

        let manifest = read(&workspace.join(MANIFEST))?;
        let place = ["workspace", "package", "version"];
        let new_manifest = stamped(&manifest, MANIFEST, &place, &version)?;
        let mut files = vec![
            (DESCRIPTION.to_owned(), draft.text, description.text.clone()),
            (RELEASED.to_owned(), released.map_or(String::new(), |it| it.text), description.text),
            (CHANGELOG.to_owned(), changelog.text, new_changelog),
        ];
        for lock in locks(workspace, "")? {
            let text = read(&workspace.join(&lock))?;
            let new = locked(&text, &lock, &manifest, &version)?;
            files.push((lock, text, new));
        }
        files.push((MANIFEST.to_owned(), manifest, new_manifest));
        files.retain(|(_, old, new)| old != new);
        let artifacts = Plan::new(workspace, codegen::artifacts(&model))?;
        Ok(Self { comparison, files, artifacts, entry })
    }

    fn show(&self) {
        println!("\n{CHANGELOG}, below `{UNRELEASED}`, which is empty then:\n");
        for line in self.entry.lines() {
            println!("{}", format!("    {line}").trim_end());
        }
        for (path, old, new) in self.files.iter().filter(|(path, ..)| *path != CHANGELOG) {
            if *path == RELEASED {
                println!("\n{path}\n    the description as it is then");
                continue;
            }
            println!("\n{path}");
            // A stamp changes no number of lines. A lock file has the same one for each package.
            let stamps = old.lines().zip(new.lines()).filter(|(old, new)| old != new);
            let mut shown = BTreeSet::new();
            for (old, new) in stamps.filter(|stamp| shown.insert(*stamp)) {
                println!("  - {old}\n  + {new}");
            }
        }
        println!("\nGenerated files");
        if self.artifacts.changes().next().is_none() {
            println!("    as they are");
        }
        for (state, path) in self.artifacts.changes() {
            println!("    {path} is {state}");
        }
    }

    fn write(&self, workspace: &Path) -> Result<()> {
        // What may not be written is found before anything is.
        self.files.iter().try_for_each(|(path, ..)| place(workspace, path).map(drop))?;
        for (path, _, contents) in &self.files {
            write(workspace, path, contents.as_bytes())?;
        }
        self.artifacts.carry_out(workspace)
    }
}

/// The version to release: the least that covers what changed, unless the
/// description has a higher one, as somebody wrote it there on purpose.
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

/// The changelog, taken apart at what is not released.
struct Changelog {
    text: String,
    /// Where the words by hand stand.
    notes: std::ops::Range<usize>,
}

impl Changelog {
    fn of(text: String) -> Result<Self> {
        let mut lines = text.split_inclusive('\n').scan(0, |end, line| {
            *end += line.len();
            Some((*end - line.len(), line))
        });
        let Some((heading, line)) = lines.find(|(_, line)| line.trim_end() == UNRELEASED) else {
            bail!("{CHANGELOG} has no heading `{UNRELEASED}`: put one above the last version");
        };
        let next = lines.find(|(_, line)| line.starts_with("## "));
        let notes = heading + line.len()..next.map_or(text.len(), |(start, _)| start);
        Ok(Self { text, notes })
    }

    fn notes(&self) -> &str {
        self.text[self.notes.clone()].trim()
    }

    /// What it says of a version: words by hand, or room for them, and what
    /// changed.
    fn entry(&self, comparison: &Comparison) -> String {
        let notes = if self.notes().is_empty() { ROOM } else { self.notes() };
        let mut entry = format!("## {}\n\n{notes}\n", comparison.new);
        let changes = comparison.changelog();
        if !changes.is_empty() {
            entry = format!("{entry}\n{changes}\n");
        }
        entry
    }

    /// The changelog with an entry for a version, and nothing that is not
    /// released.
    fn with(&self, entry: &str) -> String {
        let (before, after) = (&self.text[..self.notes.start], &self.text[self.notes.end..]);
        let gap = if after.is_empty() { "" } else { "\n" };
        format!("{before}\n{entry}{gap}{after}")
    }
}

/// A TOML file with a version in place of the one that stands there.
fn stamped(text: &str, name: &str, place: &[&str], version: &Version) -> Result<String> {
    let root = parsed(text, name)?;
    let value = at(root.get_ref(), place)
        .with_context(|| format!("{name} has no `{}`", place.join(".")))?;
    let mut text = text.to_owned();
    text.replace_range(value.span(), &format!("\"{version}\""));
    Ok(text)
}

/// Every lock file below a folder, as paths from the root, sorted. What tools
/// keep for themselves has none of ours.
fn locks(root: &Path, folder: &str) -> Result<Vec<String>> {
    let path = root.join(folder);
    let entries = fs::read_dir(&path).with_context(|| format!("cannot list {}", path.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot list {}", path.display()))?;
        let file_type =
            entry.file_type().with_context(|| format!("cannot list {}", path.display()))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_of_tools = name.starts_with('.') || name == "target" || name == "node_modules";
        let child = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if file_type.is_dir() && !is_of_tools {
            found.extend(locks(root, &child)?);
        } else if name == LOCK {
            found.push(child);
        }
    }
    found.sort();
    Ok(found)
}

/// A lock file with a version in place of the one that the manifest gives to
/// the packages of the workspace, which come from nowhere else.
fn locked(text: &str, name: &str, manifest: &str, version: &Version) -> Result<String> {
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
    let mut spans: Vec<_> = own.collect();
    spans.sort_by_key(|span| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for span in spans {
        text.replace_range(span, &format!("\"{version}\""));
    }
    Ok(text)
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

/// What is not committed would become a part of the release, and be lost with
/// it where git takes a release back.
fn refuse_uncommitted(workspace: &Path) -> Result<()> {
    // Outside of a repository, nothing can be committed.
    if !process::output(&mut git(workspace, &["rev-parse", "--git-dir"]))?.status.success() {
        return Ok(());
    }
    let changes = process::stdout(&mut git(workspace, &["status", "--porcelain", "--", "."]))
        .context("cannot tell what is committed")?;
    ensure!(
        changes.is_empty(),
        "there are changes that are not committed: commit them, so that the release is a commit of \
         its own\n{}",
        changes.trim_end()
    );
    Ok(())
}

fn check(workspace: &Path) -> Result<()> {
    process::run(Command::new("bash").arg(CHECKS).current_dir(workspace)).with_context(|| {
        format!(
            "{CHECKS} failed, and nothing is published: fix it and run `bash {CHECKS}` again, or \
             take back what was written with git"
        )
    })
}
