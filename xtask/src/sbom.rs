//! What an artifact of `dist` is built from, as `CycloneDX`:
//! <https://cyclonedx.org/docs/1.6/json/>.
//!
//! It has neither a time nor a serial number, so two runs give the same bytes.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::{files::read, process::stdout};

/// The license of this project.
const LICENSE: &str = "MIT OR Apache-2.0";

/// The document of an artifact without dependencies. `purl` is the package URL without a version,
/// such as `pkg:npm/name`.
pub(crate) fn alone(purl: &str, version: &str, sha256: &str) -> Result<String> {
    let name = purl.rsplit('/').next().unwrap_or_default();
    let component = Component::new(purl, name, version, Some(LICENSE), Some(sha256));
    document(component, BTreeMap::new(), BTreeMap::new())
}

/// The packages that cargo would build, for every feature and platform.
pub(crate) struct Crates {
    packages: BTreeMap<String, Component>,
    /// The dependencies of each, by cargo's IDs.
    needs: BTreeMap<String, Vec<String>>,
}

impl Crates {
    /// The packages of a workspace, with the checksums of its lock file.
    pub(crate) fn of(root: &Path) -> Result<Self> {
        let lock: Lock =
            toml::from_str(&read(&root.join("Cargo.lock"))?).context("cannot read Cargo.lock")?;
        let arguments = ["metadata", "--format-version=1", "--locked", "--all-features"];
        let metadata = stdout(Command::new("cargo").args(arguments).current_dir(root))?;
        let metadata: Metadata =
            serde_json::from_str(&metadata).context("cannot read what `cargo metadata` prints")?;
        let checksum = |package: &Package| {
            let is_it =
                |locked: &&Locked| locked.name == package.name && locked.version == package.version;
            lock.package.iter().find(is_it).and_then(|locked| locked.checksum.as_deref())
        };
        let packages = metadata.packages.iter().map(|package| {
            // The old form in manifests, before SPDX.
            let license = package.license.as_ref().map(|license| license.replace('/', " OR "));
            let purl = format!("pkg:cargo/{}", package.name);
            let (name, version) = (&*package.name, &*package.version);
            let hash = checksum(package);
            (package.id.clone(), Component::new(&purl, name, version, license.as_deref(), hash))
        });
        let needs = metadata.resolve.nodes.into_iter().map(|node| {
            let is_built_in = |need: &Need| need.dep_kinds.iter().any(|it| it.kind.is_none());
            (node.id, node.deps.into_iter().filter(is_built_in).map(|need| need.pkg).collect())
        });
        Ok(Self { packages: packages.collect(), needs: needs.collect() })
    }

    /// The document of the package with this name, whose archive has this checksum.
    pub(crate) fn document(&self, name: &str, sha256: &str) -> Result<String> {
        let is_own = |(_, package): &(&String, &Component)| package.name == name;
        let mut own = self.packages.iter().filter(is_own);
        let (id, package) = own.next().with_context(|| format!("there is no package {name}"))?;
        let mut components = BTreeMap::new();
        let mut dependencies = BTreeMap::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let needs = self.needs.get(id).into_iter().flatten();
            let urls = needs.clone().map(|id| self.packages[id].purl.clone()).collect();
            let component = &self.packages[id];
            if dependencies.insert(component.purl.clone(), urls).is_none() {
                open.extend(needs);
                components.insert(component.purl.clone(), component.clone());
            }
        }
        components.remove(&package.purl);
        document(package.clone().with_hash(sha256), components, dependencies)
    }
}

fn document(
    component: Component,
    components: BTreeMap<String, Component>,
    mut dependencies: BTreeMap<String, BTreeSet<String>>,
) -> Result<String> {
    dependencies.entry(component.purl.clone()).or_default();
    let dependencies = dependencies.into_iter();
    let document = Document {
        bom_format: "CycloneDX",
        spec_version: "1.6",
        version: 1,
        metadata: About { component },
        components: components.into_values().collect(),
        dependencies: dependencies.map(|(of, on)| Dependency { of, depends_on: on }).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    bom_format: &'static str,
    spec_version: &'static str,
    version: u32,
    metadata: About,
    components: Vec<Component>,
    dependencies: Vec<Dependency>,
}

#[derive(Serialize)]
struct About {
    component: Component,
}

#[derive(Serialize, Clone)]
struct Component {
    #[serde(rename = "type")]
    sort: &'static str,
    #[serde(rename = "bom-ref")]
    reference: String,
    name: String,
    version: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashes: Vec<Hash>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<License>,
    purl: String,
}

#[derive(Serialize, Clone)]
struct Hash {
    alg: &'static str,
    content: String,
}

#[derive(Serialize, Clone)]
struct License {
    expression: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dependency {
    #[serde(rename = "ref")]
    of: String,
    depends_on: BTreeSet<String>,
}

impl Component {
    fn new(
        purl: &str,
        name: &str,
        version: &str,
        license: Option<&str>,
        sha256: Option<&str>,
    ) -> Self {
        let purl = format!("{purl}@{version}");
        let component = Self {
            sort: "library",
            reference: purl.clone(),
            name: name.to_owned(),
            version: version.to_owned(),
            hashes: Vec::new(),
            licenses: license.map(|it| License { expression: it.to_owned() }).into_iter().collect(),
            purl,
        };
        match sha256 {
            Some(sha256) => component.with_hash(sha256),
            None => component,
        }
    }

    fn with_hash(self, sha256: &str) -> Self {
        Self { hashes: vec![Hash { alg: "SHA-256", content: sha256.to_owned() }], ..self }
    }
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Need>,
}

#[derive(Deserialize)]
struct Need {
    pkg: String,
    dep_kinds: Vec<NeedKind>,
}

/// `None` means a normal dependency; the others are for tests and builds.
#[derive(Deserialize)]
struct NeedKind {
    kind: Option<String>,
}
