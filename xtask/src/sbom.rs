//! The list of what is in the program (SBOM), as CycloneDX 1.5 in JSON.
//!
//! Made from `cargo metadata` and `Cargo.lock` alone: no tool to install, no clock and no random number in it, so the same
//! lock file gives the same bytes. It lists what `variorum-cli` is built from on this platform (normal and build
//! dependencies, not those of tests) with licence, package URL and the SHA-256 that the lock file pins, and who depends
//! on whom. A test holds it against the schema of CycloneDX.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::run::root;

/// The package that people install.
const PRODUCT: &str = "variorum-cli";

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
    description: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Deserialize)]
struct EdgeKind {
    kind: Option<String>,
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

/// Prints the list.
pub fn print() -> Result<()> {
    println!("{}", serde_json::to_string_pretty(&bill()?)?);
    Ok(())
}

/// The list for this platform.
pub fn bill() -> Result<Value> {
    let metadata: Metadata = serde_json::from_slice(&metadata()?).context("cargo metadata changed its form")?;
    let lock: Lock = toml::from_str(&std::fs::read_to_string(root().join("Cargo.lock"))?)?;
    let checksums: BTreeMap<(String, String), String> =
        lock.package.into_iter().filter_map(|it| Some(((it.name, it.version), it.checksum?))).collect();
    let packages: BTreeMap<&str, &Package> = metadata.packages.iter().map(|it| (it.id.as_str(), it)).collect();
    let edges: BTreeMap<&str, Vec<&str>> =
        metadata.resolve.nodes.iter().map(|it| (it.id.as_str(), shipped(it))).collect();
    let product =
        metadata.packages.iter().find(|it| it.name == PRODUCT).context("the product is not in the workspace")?;
    let mut reached = BTreeSet::new();
    let mut next = vec![product.id.as_str()];
    while let Some(id) = next.pop() {
        if reached.insert(id) {
            next.extend(edges.get(id).into_iter().flatten());
        }
    }
    let parts = reached.iter().filter(|id| **id != product.id).filter_map(|id| packages.get(id));
    let mut components: Vec<Value> = parts.map(|it| component(it, "library", &checksums)).collect();
    components.sort_by_key(|it| it["bom-ref"].to_string());
    ensure!(components.len() > 50, "only {} components: cargo metadata changed its form", components.len());
    let refs = |ids: &[&str]| -> BTreeSet<String> {
        ids.iter().filter_map(|id| packages.get(id)).map(|it| reference(it)).collect()
    };
    let mut dependencies: Vec<Value> = reached
        .iter()
        .filter_map(|id| Some(json!({"ref": reference(packages.get(id)?), "dependsOn": refs(edges.get(id)?)})))
        .collect();
    dependencies.sort_by_key(|it| it["ref"].to_string());
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": component(product, "application", &checksums)},
        "components": components,
        "dependencies": dependencies,
    }))
}

fn metadata() -> Result<Vec<u8>> {
    let version = Command::new("rustc").arg("-vV").output().context("rustc does not run")?;
    let version = String::from_utf8(version.stdout)?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc does not name its host")?;
    let arguments = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host];
    let output = Command::new("cargo").args(arguments).current_dir(root()).output().context("cargo does not run")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    Ok(output.stdout)
}

/// What a package is built from, tests apart.
fn shipped(node: &Node) -> Vec<&str> {
    let is_shipped = |edge: &&Edge| edge.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev"));
    node.deps.iter().filter(is_shipped).map(|edge| edge.pkg.as_str()).collect()
}

fn reference(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

fn component(package: &Package, kind: &str, checksums: &BTreeMap<(String, String), String>) -> Value {
    let mut component = json!({
        "type": kind,
        "bom-ref": reference(package),
        "name": package.name,
        "version": package.version,
        "scope": "required",
    });
    if let Some(description) = &package.description {
        component["description"] = json!(description.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    if let Some(license) = &package.license {
        // Before SPDX expressions, packages wrote a slash for "or".
        component["licenses"] = json!([{"expression": license.replace('/', " OR ")}]);
    }
    if package.source.is_some() {
        component["purl"] = json!(reference(package));
    }
    if let Some(checksum) = checksums.get(&(package.name.clone(), package.version.clone())) {
        component["hashes"] = json!([{"alg": "SHA-256", "content": checksum}]);
    }
    component
}
