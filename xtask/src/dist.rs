//! `cargo xtask dist`: one folder, ready to publish, with the same bytes in every run.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io,
    path::Path,
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, ensure};
use codegen::{Artifact, Purpose};
use flate2::{Compression, GzBuilder};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::{
    description::Description,
    files::{bytes, files_below, place, read, write},
    generate::{Plan, generated},
    process::stdout,
    replacement::Replacement,
    sbom::{self, Crates},
    toolchain::{self, Needs},
    workspace::Workspace,
};

/// The default folder.
const FOLDER: &str = "target/dist";
const ARTIFACTS: &str = "schema/generated";
/// The crates, by folders of their names.
const CRATES: &str = "crates";
const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// The packages for other languages. Each folder says how its package is built.
const PACKAGES: &str = "packages";
const MANIFEST: &str = "dist.toml";

/// The version in the sources of the packages until they are staged.
const UNSTAMPED: &str = "0.0.0";

/// The earliest time that a zip archive can hold, as two builds must give the same bytes.
const EPOCH: &str = "315532800";

/// Extensions of packages. Files with other extensions help tools to find them.
const ARCHIVES: [&str; 5] = ["crate", "gz", "tgz", "whl", "zip"];

/// A page for people, and the checksums of all files. Together they identify a folder that this
/// command made.
const INDEX: &str = "index.html";
const SUMS: &str = "SHA256SUMS";
/// Extension of the document that lists what a package is built from.
const SBOM: &str = ".cdx.json";
const GENERATOR: &str = "<meta name=\"generator\" content=\"cargo xtask dist\">";

/// Builds everything into `out`, and prints the result.
///
/// # Errors
///
/// If `out` contains anything else, a file cannot be read or written, or a tool fails. Then `out`
/// is unchanged.
pub(crate) fn run(
    workspace: &Workspace,
    out: Option<&Path>,
    allow_dirty: bool,
    only: Option<&str>,
) -> Result<ExitCode> {
    let root = &workspace.root;
    let out = out.map_or_else(|| place(root, FOLDER), |out| Ok(out.to_owned()))?;
    let replacement = Replacement::of(&out, root, refuse_foreign)?;
    build(workspace, &replacement.folder(), allow_dirty, only)?;
    let out = replacement.finish()?;
    for path in files_below(&out)?.iter().filter(|path| !path.contains('/')) {
        println!("{:>9}  {path}", bytes(&out.join(path))?.len());
    }
    println!("in {}", out.display());
    Ok(ExitCode::SUCCESS)
}

/// Builds everything into an empty folder, or the documents and only one of the
/// packages for other languages.
///
/// # Errors
///
/// If a file cannot be read or written, or a tool fails.
pub(crate) fn build(
    workspace: &Workspace,
    out: &Path,
    allow_dirty: bool,
    only: Option<&str>,
) -> Result<()> {
    let root = &*workspace.root;
    let mut packages = packages(root)?;
    if let Some(only) = only {
        let names = packages.keys().cloned().collect::<Vec<_>>().join(", ");
        packages.retain(|name, _| name == only);
        ensure!(!packages.is_empty(), "there is no package {only}: the packages are {names}");
    }
    let model = Description::of(root)?.resolve()?;
    let artifacts = codegen::artifacts(&model);
    ensure!(
        Plan::new(root, generated(&model, root)?)?.changes().next().is_none(),
        "generated files are out of date; run `{}`",
        workspace.command("gen")
    );
    let mut made = Made { out, purposes: BTreeMap::new() };
    let version = &*model.version;
    for artifact in &artifacts {
        if let Some(path) = artifact.published_path() {
            let path = format!("{version}/{path}");
            write(out, &path, artifact.contents.as_bytes())?;
            made.is(path, purpose(artifact));
        }
    }
    for name in LICENSES {
        write(&out.join(version), name, &bytes(&root.join(name))?)?;
    }
    made.all_else_is("license")?;
    archive(&out.join(version), &format!("voximplant-callbacks-{version}"), out)?;
    made.packages("the files in the folder of the version, as one archive", |_, sum| {
        sbom::alone("pkg:generic/voximplant-callbacks", version, sum)
    })?;
    for (name, package) in packages {
        eprintln!("building the {}", package.purpose);
        package.build(&name, root, &artifacts, version, out)?;
        made.packages(&package.purpose, |_, sum| sbom::alone(&package.purl, version, sum))?;
    }
    if only.is_none() {
        eprintln!("building the packages for Rust");
        crates(root, out, allow_dirty)?;
        let built_from = Crates::of(root)?;
        let ending = format!("-{version}.crate");
        made.packages("Rust crate", |path, sum| {
            built_from.document(path.strip_suffix(&*ending).unwrap_or(path), sum)
        })?;
    }

    write(out, INDEX, index(&made, version)?.as_bytes())?;
    let mut sums = String::new();
    for path in files_below(out)? {
        let _ = writeln!(sums, "{}  {path}", checksum(&out.join(&path))?);
    }
    write(out, SUMS, sums.as_bytes()).map(drop)
}

/// Fails if a folder contains a file that this command did not make, or that was changed since.
fn refuse_foreign(folder: &Path) -> Result<()> {
    let refusal = || {
        format!("{} was not made by `dist`: choose another folder, or empty it", folder.display())
    };
    let page = read(&folder.join(INDEX)).with_context(refusal)?;
    ensure!(page.contains(GENERATOR), refusal());
    let sums = read(&folder.join(SUMS)).with_context(refusal)?;
    let sums: BTreeMap<&str, &str> = sums
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, path)| (path, sum))
        .collect();
    for path in files_below(folder)?.iter().filter(|path| *path != SUMS) {
        let sum = sums.get(&**path).copied().unwrap_or_default();
        ensure!(
            sum == checksum(&folder.join(path))?,
            "`dist` did not make {}, or it was changed since: move it elsewhere",
            folder.join(path).display()
        );
    }
    Ok(())
}

/// The purpose of each file made so far.
struct Made<'a> {
    out: &'a Path,
    purposes: BTreeMap<String, String>,
}

impl Made<'_> {
    fn is(&mut self, path: String, purpose: &str) {
        self.purposes.insert(path, purpose.to_owned());
    }

    /// Gives a purpose to everything made since the last call.
    fn all_else_is(&mut self, purpose: &str) -> Result<()> {
        for path in self.new_ones()? {
            self.is(path, purpose);
        }
        Ok(())
    }

    /// Everything made since the last call belongs to a package. Next to each archive goes a
    /// document, made from its path and its checksum, that lists what it is built from.
    fn packages(
        &mut self,
        purpose: &str,
        document: impl Fn(&str, &str) -> Result<String>,
    ) -> Result<()> {
        for path in self.new_ones()? {
            let ending = Path::new(&path).extension().unwrap_or_default();
            if !ARCHIVES.iter().any(|archive| *archive == ending) {
                self.is(path, purpose);
                continue;
            }
            let text = document(&path, &checksum(&self.out.join(&path))?)?;
            let beside = format!("{path}{SBOM}");
            write(self.out, &beside, text.as_bytes())?;
            self.is(path, purpose);
            self.is(beside, "what it is built from, as CycloneDX");
        }
        Ok(())
    }

    fn new_ones(&self) -> Result<BTreeSet<String>> {
        let mut paths = files_below(self.out)?;
        paths.retain(|path| !self.purposes.contains_key(path));
        Ok(paths)
    }
}

/// The purpose of an artifact. Samples have none, as an index lists them.
fn purpose(artifact: &Artifact) -> &'static str {
    match artifact.purpose {
        Purpose::Published(phrase) | Purpose::JsonSchema(phrase) => phrase,
        Purpose::Code | Purpose::Editing | Purpose::Sample => "",
    }
}

/// Everything in a folder as one archive, without owners and times.
fn archive(folder: &Path, name: &str, out: &Path) -> Result<()> {
    let gzip = GzBuilder::new().write(Vec::new(), Compression::best());
    let mut archive = tar::Builder::new(gzip);
    for file in files_below(folder)? {
        let bytes = bytes(&folder.join(&file))?;
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, format!("{name}/{file}"), &*bytes)?;
    }
    let archive = archive.into_inner()?.finish()?;
    write(out, &format!("{name}.tar.gz"), &archive).map(drop)
}

/// A package for another language, as described by `dist.toml` in its folder. Paths are relative to
/// its folder.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    /// What it is.
    purpose: String,
    /// Its package URL, without a version.
    purl: String,
    /// The folder of `schema/generated` with its code, and the target: `.` is the folder of the
    /// package.
    code: [String; 2],
    /// The target of the JSON Schemas.
    schemas: String,
    /// The target of the vectors, if it tests itself with them.
    vectors: Option<String>,
    /// The file with the version.
    version: String,
    /// The programs that build it.
    #[serde(default)]
    needs: Needs,
    /// Commands that build it, run in a copy of its folder. `{out}` is the target of the archives,
    /// `{tools}` a folder that is kept between runs, and `{version}` the version.
    build: Vec<String>,
}

/// The packages by their folders.
fn packages(root: &Path) -> Result<BTreeMap<String, Package>> {
    let mut packages = BTreeMap::new();
    for path in files_below(&root.join(PACKAGES))? {
        if let Some((name, MANIFEST)) = path.split_once('/') {
            let package = toml::from_str(&read(&root.join(PACKAGES).join(&path))?)
                .with_context(|| format!("cannot read {PACKAGES}/{path}"))?;
            packages.insert(name.to_owned(), package);
        }
    }
    Ok(packages)
}

impl Package {
    fn build(
        &self,
        name: &str,
        root: &Path,
        artifacts: &[Artifact],
        version: &str,
        out: &Path,
    ) -> Result<()> {
        self.needs.check(&self.purpose)?;
        let stage = TempDir::new()?;
        let stage = stage.path();
        let folder = root.join(PACKAGES).join(name);
        for path in files_below(&folder)?.iter().filter(|path| *path != MANIFEST) {
            publish(stage, path, &bytes(&folder.join(path))?)?;
        }
        let [from, to] = &self.code;
        for artifact in artifacts {
            let contents = artifact.contents.as_bytes();
            let path = artifact.path.strip_prefix(ARTIFACTS).unwrap_or_default();
            if let Some(path) = path.strip_prefix(&format!("/{from}/")) {
                let path = if to == "." { path.to_owned() } else { format!("{to}/{path}") };
                publish(stage, &path, contents)?;
            }
            if let Some(folder) = &self.vectors
                && is_vectors(artifact)
            {
                publish(stage, &format!("{folder}{path}"), contents)?;
            }
            if let Purpose::JsonSchema(_) = artifact.purpose {
                publish(stage, &format!("{}{path}", self.schemas), contents)?;
            }
        }
        for license in LICENSES {
            publish(stage, license, &bytes(&root.join(license))?)?;
        }
        let text = read(&stage.join(&self.version))?;
        ensure!(
            text.matches(UNSTAMPED).count() == 1,
            "{PACKAGES}/{name}/{} must contain the version {UNSTAMPED} exactly once",
            self.version
        );
        publish(stage, &self.version, text.replace(UNSTAMPED, version).as_bytes())?;

        let tools = place(root, &format!("target/dist-{name}"))?;
        for line in &self.build {
            let variables =
                [("{out}", out), ("{tools}", &*tools), ("{version}", Path::new(version))];
            let mut command = toolchain::command_with(line, &variables);
            stdout(command.current_dir(stage).env("SOURCE_DATE_EPOCH", EPOCH))?;
        }
        Ok(())
    }
}

/// Whether a reader can be tested with an artifact.
fn is_vectors(artifact: &Artifact) -> bool {
    artifact.path.ends_with("-vectors.json") || artifact.path.ends_with("/signatures.json")
}

/// Writes a file of a package with a fixed mode, so that the umask does not
/// show in the archive.
fn publish(stage: &Path, path: &str, contents: &[u8]) -> Result<()> {
    let place = write(stage, path, contents)?;
    set_mode(&place).with_context(|| format!("cannot write {}", place.display()))
}

#[cfg(unix)]
fn set_mode(path: &Path) -> io::Result<()> {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_mode(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Packages every crate in `crates`.
fn crates(root: &Path, out: &Path, allow_dirty: bool) -> Result<()> {
    let target = TempDir::new()?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["package", "--quiet", "--locked", "--no-verify", "--target-dir"])
        .arg(target.path());
    // Not every file in the folder: the licenses of a crate are links to those of the workspace.
    for entry in std::fs::read_dir(root.join(CRATES))? {
        let folder = entry?.path();
        if let (true, Some(name)) = (folder.join("Cargo.toml").is_file(), folder.file_name()) {
            cargo.arg("--package").arg(name);
        }
    }
    if allow_dirty {
        cargo.arg("--allow-dirty");
    }
    stdout(cargo.current_dir(root))?;
    let packaged = target.path().join("package");
    for path in files_below(&packaged)? {
        let is_crate = Path::new(&path).extension().is_some_and(|ending| ending == "crate");
        if is_crate && !path.contains('/') {
            write(out, &path, &bytes(&packaged.join(&path))?)?;
        }
    }
    Ok(())
}

/// A page for browsers that lists every file.
fn index(made: &Made, version: &str) -> Result<String> {
    let mut rows = String::new();
    for (path, purpose) in made.purposes.iter().filter(|(_, purpose)| !purpose.is_empty()) {
        let size = bytes(&made.out.join(path))?.len();
        let _ = writeln!(
            rows,
            "<tr><td><a href=\"{path}\">{path}</a></td><td>{purpose}</td><td>{size}</td></tr>"
        );
    }
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         {GENERATOR}\n\
         <title>voximplant-callbacks {version}</title>\n\
         <style>body {{ font: 1rem/1.5 system-ui; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}\n\
         td {{ padding: .2rem 1rem .2rem 0; overflow-wrap: anywhere }} th {{ text-align: left }} :is(td, th):last-child {{ text-align: right }}</style>\n\
         <h1>voximplant-callbacks {version}</h1>\n\
         <p>What the telephony platform Voximplant POSTs to its customers' servers, as types, JSON Schemas and test \
         vectors. Unofficial. Begin with the <a href=\"{version}/reference.html\">reference</a>; \
         <a href=\"{SUMS}\">{SUMS}</a> has the checksum of every file.</p>\n\
         <table>\n<tr><th scope=\"col\">file<th scope=\"col\">what it is<th scope=\"col\">bytes</tr>\n{rows}</table>\n</html>\n"
    ))
}

fn checksum(path: &Path) -> Result<String> {
    let digest = Sha256::digest(bytes(path)?);
    Ok(digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
