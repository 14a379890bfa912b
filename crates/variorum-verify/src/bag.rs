//! The dossier as a bag: BagIt 1.0 (RFC 8493), and narrower.
//!
//! Of the spellings that the RFC leaves open we write and accept one, the one that `sha256sum -c` reads too:
//! two spaces between digest and path, one manifest algorithm, no fetch file. Tag files must be listed as
//! well as payload, since a bag of ours holds nothing that nobody accounts for.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::digest::Digest;

use crate::check::Checks;
use crate::folder::Folder;

/// The declaration of every bag, in full.
pub const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/// The list of what lies under `data/`.
pub const MANIFEST: &str = "manifest-sha256.txt";
/// The list of all the rest but itself.
pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";

/// A list of a million originals has 110 MB.
const LARGEST_MANIFEST: u64 = 1 << 30;

/// A line of a manifest, with its line feed.
pub fn manifest_line(digest: Digest, path: &str) -> String {
    let path = path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D");
    format!("{digest}  {path}\n")
}

/// Digests by path, from the text of a manifest; the error names a line that is no such line.
pub fn read_manifest(text: &str) -> Result<BTreeMap<String, Digest>, String> {
    let mut listed = BTreeMap::new();
    let body = text.strip_suffix('\n').ok_or("its last line has no end")?;
    for (place, line) in body.split('\n').enumerate() {
        let refuse = |why: &str| format!("line {}: {why}", place + 1);
        let (digest, path) = line.split_once("  ").ok_or_else(|| refuse("no two spaces after a digest"))?;
        let digest: Digest = digest.parse().map_err(|error| refuse(&format!("{error}")))?;
        let path = path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
        if manifest_line(digest, &path) != format!("{line}\n") {
            return Err(refuse("another spelling of a path"));
        }
        if !is_inside(&path) {
            return Err(refuse("a path that leads out of the folder"));
        }
        if listed.insert(path, digest).is_some() {
            return Err(refuse("a path that was listed before"));
        }
    }
    Ok(listed)
}

pub(crate) fn check(folder: &Folder, digests: &BTreeMap<String, Digest>, checks: &mut Checks) {
    check_declaration(folder, checks);
    let (payload, tags): (BTreeSet<&str>, BTreeSet<&str>) = folder.files().partition(|path| path.starts_with("data/"));
    check_manifest(folder, MANIFEST, &payload, digests, checks);
    let tags = tags.into_iter().filter(|path| *path != TAG_MANIFEST).collect();
    check_manifest(folder, TAG_MANIFEST, &tags, digests, checks);
    check_oxum(folder, checks);
}

fn check_declaration(folder: &Folder, checks: &mut Checks) {
    let mut check = checks.open("format");
    match folder.read("bagit.txt", 1024) {
        Ok(bytes) if bytes == DECLARATION.as_bytes() => {}
        Ok(_) => check.fail("bagit.txt", "is not the declaration of a BagIt 1.0 bag in UTF-8", None),
        Err(error) => check.fail("bagit.txt", error.to_string(), None),
    }
    check.close("bagit.txt", || "a BagIt 1.0 bag".to_owned());
}

/// Everything listed is there and unchanged, and everything there is listed.
fn check_manifest(
    folder: &Folder,
    manifest: &'static str,
    there: &BTreeSet<&str>,
    digests: &BTreeMap<String, Digest>,
    checks: &mut Checks,
) {
    let mut check = checks.open("bag.manifest");
    let read = folder.read(manifest, LARGEST_MANIFEST).map_err(|error| error.to_string());
    let text = read.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned()));
    let listed = match text.and_then(|text| read_manifest(&text)) {
        Ok(listed) => listed,
        Err(problem) => return check.fail(manifest, problem, None),
    };
    for (path, digest) in &listed {
        match digests.get(path) {
            _ if !there.contains(path.as_str()) => {
                check.fail(path, format!("is listed in {manifest} and missing"), None);
            }
            Some(found) if found == digest => {}
            Some(found) => check.fail(path, format!("was changed: {manifest} gives {digest}, it has {found}"), None),
            // A file without a digest could not be read, which is reported where it was tried.
            None => {}
        }
    }
    for path in there.iter().filter(|path| !listed.contains_key(**path)) {
        check.fail(*path, format!("is not listed in {manifest}"), None);
    }
    check.close(manifest, || format!("{} files, each listed and unchanged", listed.len()));
}

fn check_oxum(folder: &Folder, checks: &mut Checks) {
    let (count, size) = folder.under("data/").fold((0u64, 0u64), |(count, sum), (_, size)| (count + 1, sum + size));
    let expected = format!("Payload-Oxum: {size}.{count}");
    let mut check = checks.open("bag.oxum");
    match folder.read("bag-info.txt", 1 << 20) {
        Ok(bytes) if String::from_utf8_lossy(&bytes).lines().any(|line| line == expected) => {}
        Ok(_) => check.fail("bag-info.txt", format!("does not say {expected:?}, which is what is there"), None),
        Err(error) => check.fail("bag-info.txt", error.to_string(), None),
    }
    check.close("bag-info.txt", || format!("{count} payload files of {size} bytes"));
}

fn is_inside(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_as_it_is_written() {
        let paths = ["data/a", "data/with  two spaces", "data/100%", "data/line\nfeed\r", "data/%0A"];
        let digest = Digest::of(b"x");
        let text: String = paths.iter().map(|path| manifest_line(digest, path)).collect();
        assert_eq!(read_manifest(&text).unwrap().into_keys().collect::<BTreeSet<_>>(), paths.map(str::to_owned).into());
    }

    #[test]
    fn other_spellings_are_refused() {
        let digest = Digest::of(b"x");
        for text in [
            String::new(),
            "\n".to_owned(),
            format!("{digest}  data/a"),
            format!("{digest} data/a\n"),
            format!("{digest} *data/a\n"),
            format!("{}  data/a\n", digest.to_string().to_uppercase()),
            format!("{digest}  data/%0a\n"),
            format!("{digest}  data/100%\n"),
            format!("{digest}  /data/a\n"),
            format!("{digest}  data/../../a\n"),
            format!("{digest}  data//a\n"),
            format!("{digest}  data/a\n\n"),
            format!("{digest}  data/a\n{digest}  data/a\n"),
        ] {
            assert!(read_manifest(&text).is_err(), "{text:?}");
        }
    }
}
