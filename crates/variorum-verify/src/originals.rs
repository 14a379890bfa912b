//! Originals: the bytes hash to their name, the journal names each, and each that it names is there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use variorum_evidence::digest::Digest;

use crate::check::{Checks, Kind, Step};
use crate::folder::{Folder, Hashed, NoFile, ORIGINALS};
use crate::journal::Journal;
use crate::threads;

/// Where an original lies in the folder `originals`, which ends in `/`.
pub fn path_of(originals: &str, digest: Digest) -> String {
    let name = digest.to_string();
    format!("{originals}{}/{name}", &name[..2])
}

/// What is to be said of files among the originals. Of those that are as they should be only the number is kept.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    /// Files whose bytes were hashed.
    hashed: u64,
    /// Originals that a sample leaves out.
    not_sampled: u64,
    /// Files in the place of their digest that no entry names.
    unnamed: u64,
    /// Files whose bytes hash to something else than their names.
    changed: BTreeMap<String, Digest>,
    /// Files that the journal does not name.
    unknown: BTreeSet<String>,
    /// Originals that the journal names and that are there with another size than it states.
    sizes: BTreeMap<Digest, u64>,
    /// Originals that the journal names and that are not there.
    missing: BTreeSet<Digest>,
}

/// Looks at the originals of a case. Of those that the journal names only those in `sample` are hashed, if there is one.
pub(crate) fn look(
    folder: &Folder,
    journal: &Journal,
    sample: Option<&BTreeSet<Digest>>,
    threads: usize,
    checks: &mut Checks,
    progress: &mut dyn FnMut(Step),
) -> Looked {
    let stated = |path: &str| {
        let digest: Option<Digest> = path.rsplit('/').next().and_then(|name| name.parse().ok());
        journal.originals.get(&digest?).and_then(|named| named.size)
    };
    let is_worth = |path: &str, size: u64| size <= Journal::most_bytes(stated(path));
    let strays = folder.digests_under(ORIGINALS, &is_worth, threads, checks, progress);
    let mut looked = Looked { hashed: strays.len() as u64, ..Looked::default() };
    looked.changed = strays.into_iter().filter(|(path, digest)| *path != path_of(ORIGINALS, *digest)).collect();
    looked.unknown = folder.under(ORIGINALS).map(|(path, _)| path.to_owned()).collect();
    looked.look_at_shelf(folder, journal, sample, threads, checks, progress);
    let shelf = folder.shelf();
    looked.unnamed = shelf.iter().filter(|digest| !journal.originals.contains_key(digest)).count() as u64;
    let is_missing = |digest: &&Digest| shelf.binary_search(digest).is_err();
    looked.missing = journal.originals.keys().filter(is_missing).copied().collect();
    looked
}

/// What came of one original.
enum One {
    Hashed(Hashed),
    LeftOut(Option<u64>),
    Unreadable(NoFile),
}

impl Looked {
    fn look_at_shelf(
        &mut self,
        folder: &Folder,
        journal: &Journal,
        sample: Option<&BTreeSet<Digest>>,
        threads: usize,
        checks: &mut Checks,
        progress: &mut dyn FnMut(Step),
    ) {
        let shelf = folder.shelf();
        let stated = |digest: &Digest| journal.originals.get(digest).and_then(|named| named.size);
        let look = |range: Range<usize>, buffer: &mut Vec<u8>| {
            let (mut bytes, mut found, mut hashed) = (0, Vec::new(), 0);
            for digest in &shelf[range.clone()] {
                let one = look_at(folder, journal, sample, *digest, buffer);
                bytes += stated(digest).unwrap_or(0);
                hashed += u64::from(matches!(one, One::Hashed(Hashed { digest: Some(_), .. })));
                let is_well = |one: &One| match one {
                    One::Hashed(found) => {
                        found.digest == Some(*digest) && stated(digest).is_none_or(|size| size == found.size)
                    }
                    One::LeftOut(_) | One::Unreadable(_) => false,
                };
                if !is_well(&one) {
                    found.push((*digest, one));
                }
            }
            (bytes, hashed, found)
        };
        let of = shelf.iter().filter_map(stated).sum();
        let (mut done, mut unreadable) = (0, BTreeMap::new());
        threads::spread(shelf.len(), threads, &look, &mut |(bytes, hashed, found)| {
            done += bytes;
            self.hashed += hashed;
            for (digest, one) in found {
                if let Some(error) = self.take(digest, one, stated(&digest)) {
                    unreadable.insert(digest, error);
                }
            }
            progress(Step { name: "files", done, of });
        });
        for (digest, error) in unreadable {
            checks.fail("file.unreadable", &path_of(ORIGINALS, digest), error.to_string());
        }
    }

    fn take(&mut self, digest: Digest, one: One, stated: Option<u64>) -> Option<NoFile> {
        let size = match one {
            One::Unreadable(error) => return Some(error),
            One::LeftOut(size) => {
                self.not_sampled += 1;
                size
            }
            One::Hashed(found) => {
                let other = found.digest.filter(|found| *found != digest);
                self.changed.extend(other.map(|found| (path_of(ORIGINALS, digest), found)));
                Some(found.size)
            }
        };
        let other = size.zip(stated).filter(|(size, stated)| size != stated);
        self.sizes.extend(other.map(|(size, _)| (digest, size)));
        None
    }
}

fn look_at(
    folder: &Folder,
    journal: &Journal,
    sample: Option<&BTreeSet<Digest>>,
    digest: Digest,
    buffer: &mut Vec<u8>,
) -> One {
    let path = path_of(ORIGINALS, digest);
    let named = journal.originals.get(&digest);
    if named.is_some() && sample.is_some_and(|sample| !sample.contains(&digest)) {
        return One::LeftOut(folder.size(&path));
    }
    let stated = named.and_then(|named| named.size);
    match folder.hash(&path, Journal::most_bytes(stated), stated, buffer) {
        Ok(hashed) => One::Hashed(hashed),
        Err(error) => One::Unreadable(error),
    }
}

/// What lies in a dossier's folder of originals, whose files were hashed with all others.
pub(crate) fn of_dossier(
    folder: &Folder,
    originals: &str,
    digests: &BTreeMap<String, Digest>,
    journal: &Journal,
) -> Looked {
    let mut looked = Looked::default();
    for (path, digest) in digests.range(originals.to_owned()..).take_while(|(path, _)| path.starts_with(originals)) {
        looked.hashed += 1;
        if *path != path_of(originals, *digest) {
            looked.changed.insert(path.clone(), *digest);
        }
    }
    for (path, _) in folder.under(originals) {
        let digest = path.rsplit('/').next().and_then(|name| name.parse().ok());
        let is_named = |digest| path == path_of(originals, digest) && journal.originals.contains_key(&digest);
        if !digest.is_some_and(is_named) {
            looked.unknown.insert(path.to_owned());
        }
    }
    for (digest, named) in &journal.originals {
        match folder.size(&path_of(originals, *digest)) {
            None => drop(looked.missing.insert(*digest)),
            Some(size) if named.size.is_some_and(|stated| stated != size) => drop(looked.sizes.insert(*digest, size)),
            Some(_) => {}
        }
    }
    looked
}

pub(crate) fn check(looked: &Looked, originals: &str, journal: &Journal, kind: Kind, checks: &mut Checks) {
    checks.counts.originals = looked.hashed;
    checks.counts.not_sampled = looked.not_sampled;
    check_digests(looked, originals, checks);
    check_named(looked, originals, checks);
    check_there(looked, originals, journal, kind, checks);
}

fn check_digests(looked: &Looked, originals: &str, checks: &mut Checks) {
    let mut check = checks.open("original.digest");
    for (path, digest) in &looked.changed {
        check.fail(path, format!("its bytes hash to {digest}, which is not its name"), None);
    }
    let hashed = looked.hashed;
    check.close(originals, || match looked.not_sampled {
        0 => format!("{hashed} originals hash to their names"),
        left_out => format!("{hashed} originals hash to their names; {left_out} are not in the sample"),
    });
}

/// Every file is named by the journal. One exception, in a case only: bytes under their own digest that no entry
/// names. An `add` that was killed between storing and naming leaves such; they are part of nothing, and `add`
/// takes them up when the same file comes again. So they are told, and no failure.
fn check_named(looked: &Looked, originals: &str, checks: &mut Checks) {
    let mut check = checks.open("original.unknown");
    for path in &looked.unknown {
        let help = "add it to the case with `variorum add`, or move it out";
        check.fail(path, "lies among the originals, and the journal does not name it", Some(help));
    }
    check.close(originals, || match looked.unnamed {
        0 => "the journal names each of them".to_owned(),
        unnamed => format!(
            "{unnamed} whole originals are named by no entry: an interrupted `add` left them; adding the same files \
             again takes them up"
        ),
    });
}

fn check_there(looked: &Looked, originals: &str, journal: &Journal, kind: Kind, checks: &mut Checks) {
    let mut withheld = 0;
    let mut check = checks.open("original.missing");
    let in_doubt: BTreeSet<&Digest> = looked.sizes.keys().chain(&looked.missing).collect();
    for digest in in_doubt {
        let Some(named) = journal.originals.get(digest) else { continue };
        let path = path_of(originals, *digest);
        match looked.sizes.get(digest) {
            Some(size) => {
                let stated = named.size.unwrap_or(*size);
                check.fail(&path, format!("has {size} bytes; entry {} says {stated}", named.seq), None);
            }
            // What decisions quote must be there for the quotes to be found again.
            None if kind == Kind::Dossier && !named.kept_text => withheld += 1,
            None => {
                let help = "put the file back from a backup: its name is its SHA-256";
                check.fail(path, format!("is missing; entry {} names it", named.seq), Some(help));
            }
        }
    }
    check.close(originals, || match withheld {
        0 => "every original that the journal names is there".to_owned(),
        withheld => format!("{withheld} originals are withheld: only their digests are here"),
    });
    checks.counts.withheld = withheld;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_level_of_256_folders() {
        let digest = Digest::of(b"");
        assert_eq!(path_of("originals/", digest), format!("originals/e3/{digest}"));
    }
}
