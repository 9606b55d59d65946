//! A consumer: a folder of `tests/conformance`, whose `consumer.toml` says how
//! it is installed and run.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Instant,
};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::report::Report;
use crate::{
    files::read,
    process,
    toolchain::{Needs, command},
};

const MANIFEST: &str = "consumer.toml";

/// How a consumer is installed and run, from its `consumer.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    /// Its name in the table.
    title: String,
    /// The programs that it needs.
    needs: Needs,
    /// Commands that install its tools, in the versions of its lock file.
    setup: Vec<String>,
    /// The command that runs it; the folder of the artifacts is appended.
    run: String,
    /// Whether it also needs the folder of `dist`.
    #[serde(default)]
    dist: bool,
}

pub(super) struct Consumer {
    /// The name of its folder.
    pub(super) name: String,
    folder: PathBuf,
    manifest: Manifest,
}

impl Consumer {
    /// Every consumer, by the names of their folders.
    pub(super) fn all(folder: &Path) -> Result<Vec<Self>> {
        let failed = || format!("cannot list {}", folder.display());
        let mut consumers = Vec::new();
        for entry in fs::read_dir(folder).with_context(failed)? {
            let folder = entry.with_context(failed)?.path();
            let path = folder.join(MANIFEST);
            if path.is_file() {
                let manifest = toml::from_str(&read(&path)?)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                let name = folder.file_name().unwrap_or_default().display().to_string();
                consumers.push(Self { name, folder, manifest });
            }
        }
        consumers.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(consumers)
    }

    pub(super) fn is_of_dist(&self) -> bool {
        self.manifest.dist
    }

    /// Fails if a program that it needs is missing or too old.
    pub(super) fn check_needs(&self) -> Result<()> {
        self.manifest.needs.check(&self.manifest.title)
    }

    /// Installs its tools and runs it.
    pub(super) fn run(&self, artifacts: &Path, packages: &Path) -> Result<Report> {
        let title = &self.manifest.title;
        let start = Instant::now();
        eprintln!("{title}: installing its tools");
        for line in &self.manifest.setup {
            // Standard output is for the table.
            process::run(command(line).current_dir(&self.folder).stdout(io::stderr()))
                .with_context(|| title.clone())?;
        }
        eprintln!("{title}: running");
        let mut command = command(&self.manifest.run);
        command.arg(artifacts).current_dir(&self.folder).stderr(Stdio::inherit());
        // For builds, which take no argument.
        command.env("ARTIFACTS", artifacts).env("DIST", packages);
        let printed = process::stdout(&mut command).with_context(|| title.clone())?;
        eprintln!("{title}: done in {} s", start.elapsed().as_secs());
        let report = serde_json::from_str(&printed)
            .with_context(|| format!("{title}: the report is not JSON"))?;
        Report::read(title, &report, self.is_of_dist())
            .with_context(|| format!("{title}: the report has another form"))
    }
}
