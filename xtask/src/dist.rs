//! `cargo xtask dist`: one folder, ready to publish, whose bytes are the same
//! in every run.

use std::{
    fmt::Write as _,
    path::{self, Path},
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};

use crate::{
    diff::Description,
    files::{bytes, copy, files_below, read, remove_folder, write},
    process::stdout,
    workspace::DESCRIPTION,
};

/// Where it goes, unless it is said otherwise.
const FOLDER: &str = "target/dist";
const ARTIFACTS: &str = "schema/generated";

/// What is published under its version, of the artifacts: the rest is for
/// those who change the description.
const PUBLISHED: [&str; 9] = [
    "asyncapi.json",
    "openapi.json",
    "reference.html",
    "samples",
    "signatures.json",
    "types.draft-07.schema.json",
    "types.schema.json",
    "validation.draft-07.schema.json",
    "validation.schema.json",
];

/// What goes into packages of other languages as `schemas`.
const JSON_SCHEMAS: [&str; 4] = [
    "types.draft-07.schema.json",
    "types.schema.json",
    "validation.draft-07.schema.json",
    "validation.schema.json",
];

const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// The version that stands in the packages until they are staged.
const UNSTAMPED: &str = "0.0.0";

/// The earliest time that a zip archive can tell: what is built twice must
/// not tell when.
const EPOCH: &str = "315532800";

/// Builds everything into `out`, and prints what came out.
///
/// # Errors
///
/// If a file cannot be read or written, or a tool fails.
pub(crate) fn run(workspace: &Path, out: Option<&Path>, allow_dirty: bool) -> Result<ExitCode> {
    let out = out.map_or_else(|| workspace.join(FOLDER), Path::to_owned);
    // The tools that build packages run elsewhere.
    let out = path::absolute(&out).with_context(|| format!("cannot find {}", out.display()))?;
    build(workspace, &out, allow_dirty)?;
    for path in files_below(&out)?.iter().filter(|path| !path.contains('/')) {
        println!("{:>9}  {path}", size(&out.join(path))?);
    }
    println!("in {}", out.display());
    Ok(ExitCode::SUCCESS)
}

/// Builds everything into `out`.
///
/// # Errors
///
/// The same as [`run`].
pub(crate) fn build(workspace: &Path, out: &Path, allow_dirty: bool) -> Result<()> {
    let version = version(workspace)?;
    let stage = workspace.join("target/dist-stage");
    [out, &stage].into_iter().try_for_each(remove_folder)?;

    let published = out.join(&version);
    for name in PUBLISHED {
        copy(&workspace.join(ARTIFACTS).join(name), &published.join(name))?;
    }
    for name in LICENSES {
        copy(&workspace.join(name), &published.join(name))?;
    }
    archive(&published, &format!("voximplant-callbacks-{version}"), out)?;
    npm(workspace, &stage.join("npm"), out, &version)?;
    python(workspace, &stage.join("python"), out, &version)?;
    rust(workspace, out, &version, allow_dirty)?;

    write(&out.join("index.html"), index(out, &version)?.as_bytes())?;
    let mut sums = String::new();
    for path in files_below(out)? {
        let digest = Sha256::digest(bytes(&out.join(&path))?);
        let _ = writeln!(sums, "{}  {path}", hex(&digest));
    }
    write(&out.join("SHA256SUMS"), sums.as_bytes())
}

/// The version of the description, which is that of all packages.
fn version(workspace: &Path) -> Result<String> {
    Ok(Description::file(&workspace.join(DESCRIPTION), DESCRIPTION)?.resolve()?.version)
}

/// Everything below a folder as one archive, without owners and times.
fn archive(folder: &Path, name: &str, out: &Path) -> Result<()> {
    let path = out.join(format!("{name}.tar.gz"));
    let gzip = GzBuilder::new().write(Vec::new(), Compression::best());
    let mut archive = tar::Builder::new(gzip);
    for file in files_below(folder)? {
        let bytes = bytes(&folder.join(&file))?;
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, format!("{name}/{file}"), &*bytes)?;
    }
    write(&path, &archive.into_inner()?.finish()?)
}

fn npm(workspace: &Path, stage: &Path, out: &Path, version: &str) -> Result<()> {
    copy(&workspace.join("packages/npm"), stage)?;
    copy(&workspace.join(ARTIFACTS).join("typescript"), &stage.join("generated"))?;
    add_schemas_and_licenses(workspace, &stage.join("schemas"), stage)?;
    stamp(&stage.join("package.json"), version)?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "--silent", "--pack-destination"]).arg(out).current_dir(stage);
    stdout(&mut pack).map(drop)
}

fn python(workspace: &Path, stage: &Path, out: &Path, version: &str) -> Result<()> {
    copy(&workspace.join("packages/python"), stage)?;
    let package = stage.join("src/voximplant_callbacks");
    copy(&workspace.join(ARTIFACTS).join("python"), &package)?;
    add_schemas_and_licenses(workspace, &package.join("schemas"), stage)?;
    stamp(&package.join("__init__.py"), version)?;

    let venv = workspace.join("target/dist-venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        stdout(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let requirements = workspace.join("packages/python/requirements.txt");
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    stdout(install.args(["--require-hashes", "--requirement"]).arg(&requirements))?;
    let mut build = Command::new(&python);
    build.args(["-m", "build", "--no-isolation", "--outdir"]).arg(out).arg(stage);
    stdout(build.env("SOURCE_DATE_EPOCH", EPOCH)).map(drop)
}

fn rust(workspace: &Path, out: &Path, version: &str, allow_dirty: bool) -> Result<()> {
    let mut package = Command::new("cargo");
    package.args(["package", "--quiet", "--locked", "--no-verify"]);
    package.args(["--package", "voximplant-callbacks"]).current_dir(workspace);
    if allow_dirty {
        package.arg("--allow-dirty");
    }
    stdout(&mut package)?;
    let name = format!("voximplant-callbacks-{version}.crate");
    copy(&workspace.join("target/package").join(&name), &out.join(&name))
}

fn add_schemas_and_licenses(workspace: &Path, schemas: &Path, root: &Path) -> Result<()> {
    for name in JSON_SCHEMAS {
        copy(&workspace.join(ARTIFACTS).join(name), &schemas.join(name))?;
    }
    LICENSES.iter().try_for_each(|name| copy(&workspace.join(name), &root.join(name)))
}

/// Puts the version in the one place where it belongs.
fn stamp(path: &Path, version: &str) -> Result<()> {
    let text = read(path)?;
    ensure!(
        text.matches(UNSTAMPED).count() == 1,
        "{} must contain the version {UNSTAMPED} exactly once",
        path.display()
    );
    write(path, text.replace(UNSTAMPED, version).as_bytes())
}

/// A page that names everything there is, for a browser.
fn index(out: &Path, version: &str) -> Result<String> {
    let mut rows = String::new();
    for path in files_below(out)? {
        // The index of the samples names them.
        let is_sample = path.contains("/samples/") && !path.ends_with("/index.json");
        let size = size(&out.join(&path))?;
        if !is_sample {
            let _ = writeln!(
                rows,
                "<tr><td><a href=\"{path}\">{path}</a></td><td>{}</td><td>{size}</td></tr>",
                purpose(&path)
            );
        }
    }
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>voximplant-callbacks {version}</title>\n\
         <style>body {{ font: 1rem/1.5 system-ui; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}\n\
         td {{ padding: .2rem 1rem .2rem 0; overflow-wrap: anywhere }} th {{ text-align: left }} :is(td, th):last-child {{ text-align: right }}</style>\n\
         <h1>voximplant-callbacks {version}</h1>\n\
         <p>What the telephony platform Voximplant POSTs to its customers' servers, as types, JSON Schemas and test \
         vectors. Unofficial. Begin with the <a href=\"{version}/reference.html\">reference</a>; \
         <a href=\"SHA256SUMS\">SHA256SUMS</a> has the checksum of every file.</p>\n\
         <table>\n<tr><th scope=\"col\">file<th scope=\"col\">what it is<th scope=\"col\">bytes</tr>\n{rows}</table>\n</html>\n"
    ))
}

fn purpose(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name {
        "validation.schema.json" => "JSON Schema 2020-12 to validate bodies with",
        "types.schema.json" => "JSON Schema 2020-12 to generate types from",
        _ if name.ends_with(".draft-07.schema.json") => "the same in draft-07",
        "openapi.json" => "OpenAPI 3.1, with a webhook",
        "asyncapi.json" => "AsyncAPI 3",
        "signatures.json" => "hashes, and what a check is to say of them",
        "reference.html" => "every kind, for people",
        "index.json" => "sample bodies, and what is to be made of each",
        _ if name.starts_with("LICENSE") => "license",
        _ => match Path::new(name).extension().and_then(|extension| extension.to_str()) {
            Some("crate") => "package for Rust",
            Some("tgz") => "package for npm",
            Some("whl") => "package for Python",
            Some("gz") if name.contains('_') => "package for Python, as source",
            Some("gz") => "what stands under the version, as one archive",
            _ => "",
        },
    }
}

fn size(path: &Path) -> Result<u64> {
    Ok(bytes(path)?.len() as u64)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
