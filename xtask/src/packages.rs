//! Packages that the tests need, from Debian, PyPI and npm: installed where missing, or named exactly where that is not allowed.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::Group;
use crate::run;

/// What a group needs: a file whose presence shows that the package is there, and the package.
const NEEDED: [(Option<Group>, &str, &str); 9] = [
    (None, "/usr/bin/cc", "build-essential"),
    (None, "/usr/bin/openssl", "openssl"),
    (None, "/usr/bin/xxd", "xxd"),
    (Some(Group::Browser), "/usr/bin/chromium", "chromium"),
    (Some(Group::Python), "/usr/lib/python3/dist-packages/jsonschema/__init__.py", "python3-jsonschema"),
    (Some(Group::Validators), "/usr/bin/pip3", "python3-pip"),
    (Some(Group::Go), "/usr/share/gocode/src/golang.org/x/mod/sumdb/note/note.go", "golang-golang-x-mod-dev"),
    (Some(Group::Strace), "/usr/bin/strace", "strace"),
    (Some(Group::Age), "/usr/bin/age", "age"),
];

/// Packages that are missing and may not be installed from here.
#[derive(Debug)]
pub struct Missing {
    packages: Vec<&'static str>,
    groups: Vec<&'static str>,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let packages = self.packages.join(" ");
        writeln!(f, "Debian packages are missing, and this user may not install them (or apt-get is not here)")?;
        write!(f, "help: sudo apt-get install --yes --no-install-recommends {packages}")?;
        match self.groups.join(",") {
            groups if groups.is_empty() => Ok(()),
            groups => write!(f, "\nhelp: or leave their tests out: cargo xtask test --without {groups}"),
        }
    }
}

impl std::error::Error for Missing {}

/// Makes sure that the packages of all groups but `without` are there.
pub fn ensure(without: &[Group]) -> Result<()> {
    let wanted = |group: &Option<Group>| group.is_none_or(|group| !without.contains(&group));
    let missing: Vec<_> =
        NEEDED.into_iter().filter(|(group, file, _)| wanted(group) && !Path::new(file).exists()).collect();
    let mut packages: Vec<_> = missing.iter().map(|(_, _, package)| *package).collect();
    if missing.iter().any(|(group, ..)| *group == Some(Group::Go)) && !run::installed("go") {
        packages.push("golang-go");
    }
    if wanted(&Some(Group::Browser)) && !run::installed("npm") {
        packages.push("npm");
    }
    if packages.is_empty() {
        return Ok(());
    }
    if !may_install() {
        let groups = missing.iter().filter_map(|(group, ..)| group.map(crate::test::word)).collect();
        return Err(Missing { packages, groups }.into());
    }
    eprintln!("installing missing Debian packages: {}", packages.join(" "));
    run::run(Command::new("apt-get").args(["update", "--quiet"]))?;
    let install = ["install", "--yes", "--quiet", "--no-install-recommends"];
    run::run(Command::new("apt-get").args(install).args(&packages).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Makes sure that the validators from PyPI are in the target folder, in the versions that `validators.txt` names.
pub fn ensure_validators() -> Result<()> {
    ensure_in("validators", include_str!("../validators.txt"), install_validators)
}

/// Makes sure that axe-core, the checker of accessible pages, is in the target folder, in the version and with the digest
/// that the lock file names.
pub fn ensure_axe() -> Result<()> {
    ensure_in("axe", include_str!("../axe/package-lock.json"), install_axe)
}

/// Installs into a folder below the target folder, unless what is wanted is there.
fn ensure_in(name: &str, wanted: &str, install: fn(&Path) -> Result<()>) -> Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| run::root().join("target"), PathBuf::from);
    let folder = target.join(name);
    // Written last, so that a half-finished installation is done again.
    let stamp = folder.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    install(&folder)?;
    std::fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

fn install_validators(folder: &Path) -> Result<()> {
    let mut pip = Command::new("/usr/bin/pip3");
    pip.args(["install", "--quiet", "--upgrade", "--target"]).arg(folder);
    pip.arg("--requirement").arg(run::root().join("xtask/validators.txt"));
    run::run(&mut pip).context(
        "the validators cannot be installed from PyPI\nhelp: leave their tests out: cargo xtask test --without validators",
    )
}

fn install_axe(folder: &Path) -> Result<()> {
    for name in ["package.json", "package-lock.json"] {
        let from = run::root().join("xtask/axe").join(name);
        std::fs::copy(&from, folder.join(name)).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"]).arg(folder);
    run::run(&mut npm)
        .context("axe-core cannot be installed from npm\nhelp: leave its tests out: cargo xtask test --without browser")
}

fn may_install() -> bool {
    let user = Command::new("id").arg("-u").output();
    run::installed("apt-get") && user.is_ok_and(|user| user.stdout.trim_ascii() == b"0")
}
