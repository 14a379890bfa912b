//! Originals: the bytes hash to their name, the journal names each, and each that it names is there.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::digest::Digest;

use crate::check::{Checks, Kind};
use crate::folder::Folder;
use crate::journal::Journal;

/// Where an original lies in the folder `originals`, which ends in `/`.
pub fn path_of(originals: &str, digest: Digest) -> String {
    let name = digest.to_string();
    format!("{originals}{}/{name}", &name[..2])
}

/// Whether this is an original of the journal that a sample leaves out. What else lies there is always hashed.
pub(crate) fn is_left_out(path: &str, sample: &BTreeSet<Digest>, journal: &Journal) -> bool {
    let digest = path.rsplit('/').next().and_then(|name| name.parse().ok());
    digest.is_some_and(|digest: Digest| journal.originals.contains_key(&digest) && !sample.contains(&digest))
}

pub(crate) fn check(
    folder: &Folder,
    originals: &str,
    digests: &BTreeMap<String, Digest>,
    journal: &Journal,
    kind: Kind,
    checks: &mut Checks,
) {
    check_digests(originals, digests, checks);
    check_named(folder, originals, journal, kind, checks);
    check_there(folder, originals, journal, kind, checks);
}

fn check_digests(originals: &str, digests: &BTreeMap<String, Digest>, checks: &mut Checks) {
    let mut looked_at = 0;
    let not_sampled = checks.counts.not_sampled;
    let mut check = checks.open("original.digest");
    for (path, digest) in digests.range(originals.to_owned()..).take_while(|(path, _)| path.starts_with(originals)) {
        looked_at += 1;
        if *path != path_of(originals, *digest) {
            check.fail(path, format!("its bytes hash to {digest}, which is not its name"), None);
        }
    }
    check.close(originals, || match not_sampled {
        0 => format!("{looked_at} originals hash to their names"),
        left_out => format!("{looked_at} originals hash to their names; {left_out} are not in the sample"),
    });
    checks.counts.originals = looked_at;
}

/// Every file is named by the journal. One exception, in a case only: bytes under their own digest that no entry
/// names. An `add` that was killed between storing and naming leaves such; they are part of nothing, and `add`
/// takes them up when the same file comes again. So they are told, and no failure.
fn check_named(folder: &Folder, originals: &str, journal: &Journal, kind: Kind, checks: &mut Checks) {
    let mut unnamed = 0;
    let mut check = checks.open("original.unknown");
    for (path, _) in folder.under(originals) {
        let digest = path.rsplit('/').next().and_then(|name| name.parse().ok());
        let is_in_place = digest.is_some_and(|digest| path == path_of(originals, digest));
        if is_in_place && digest.is_some_and(|digest| journal.originals.contains_key(&digest)) {
            continue;
        }
        if is_in_place && kind == Kind::Case {
            unnamed += 1;
            continue;
        }
        let help = "add it to the case with `variorum add`, or move it out";
        check.fail(path, "lies among the originals, and the journal does not name it", Some(help));
    }
    check.close(originals, || match unnamed {
        0 => "the journal names each of them".to_owned(),
        unnamed => format!(
            "{unnamed} whole originals are named by no entry: an interrupted `add` left them; adding the same files \
             again takes them up"
        ),
    });
}

fn check_there(folder: &Folder, originals: &str, journal: &Journal, kind: Kind, checks: &mut Checks) {
    let mut withheld = 0;
    let mut check = checks.open("original.missing");
    for (digest, named) in &journal.originals {
        let path = path_of(originals, *digest);
        match folder.size(&path) {
            Some(size) => {
                if let Some(stated) = named.size.filter(|stated| *stated != size) {
                    check.fail(&path, format!("has {size} bytes; entry {} says {stated}", named.seq), None);
                }
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
