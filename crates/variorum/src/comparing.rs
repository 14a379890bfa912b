//! What would a changed reader, or changed rules, now propose differently?
//!
//! `build` notes which table it kept last. A comparison makes that table anew, from the same entries and the same
//! settings but without any kept reading, and tells where the two differ: positions, relations between positions that
//! both have, and whose words a claim is. Beside it stands where the proposal differs from what people decided; their
//! decisions hold all the same. Nothing is kept and nothing is written over. Left out: texts that come out otherwise
//! when an original is read again, which `build --check` tells; relations of positions that only one table has, which
//! follow from these.

mod decided;
mod differences;

use std::path::Path;

use serde::{Deserialize, Serialize};
use variorum_evidence::account::Apparatus;
use variorum_evidence::decision::Decision;
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::OriginalId;
use variorum_store::{Derived, ReadCase, Stage};

pub use self::decided::DecidedOtherwise;
pub use self::differences::{ClaimCounts, PositionChange, PositionSide, RelationChange, RelationSide, SpeakerChange};
use crate::Workbench;
use crate::build::{Built, READING_VERSION, RECONCILE_VERSION, derived_key, keep, kept_apparatus, reconcile};
use crate::config::CaseConfig;
use crate::error::{Error, Result};
use crate::ground::{Extent, Ground};
use crate::progress::Progress;

/// The name of the contract of `build --compare --json`.
pub const SCHEMA: &str = "variorum.compare/1";

const LAST_BUILD: Stage = Stage::new("last-build");
/// The last table that another reader or other rules made.
const LAST_OF_OTHERS: Stage = Stage::new("last-build-of-others");

/// Who made a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maker {
    /// The reader, with its version.
    pub reader: String,
    /// The version of the rules that read.
    pub reading: String,
    /// The version of the rules that line up.
    pub rules: String,
}

/// Which table was kept last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct LastBuild {
    apparatus: Digest,
    config: OriginalId,
    entries: u64,
    maker: Maker,
}

/// How the table that would be made now differs from the one that was kept last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposals {
    /// Always [`SCHEMA`].
    pub schema: &'static str,
    /// The entries of the journal that both tables rest on.
    pub entries: u64,
    /// Who made the kept table.
    pub kept: Maker,
    /// Who made the other one.
    pub now: Maker,
    /// Claims that only one of them has.
    pub claims: ClaimCounts,
    /// Positions that differ, by question.
    pub positions: Vec<PositionChange>,
    /// Relations that differ, between positions that both have.
    pub relations: Vec<RelationChange>,
    /// Claims that both have, and that are somebody else's now.
    pub speakers: Vec<SpeakerChange>,
    /// Where what is proposed now differs from what people decided.
    pub decisions: Vec<DecidedOtherwise>,
}

impl Proposals {
    /// Whether both tables say the same.
    pub fn is_same(&self) -> bool {
        let claims = self.claims.lost == 0 && self.claims.gained == 0;
        claims && self.positions.is_empty() && self.relations.is_empty() && self.speakers.is_empty()
    }
}

impl Workbench {
    /// Makes the table that was kept last anew and tells where the two differ. Keeps nothing.
    pub fn compare_build(&self, folder: &Path, progress: &dyn Progress) -> Result<Proposals> {
        let (case, _) = ReadCase::open(folder)?;
        let nothing = || {
            let folder = folder.display();
            Error::usage(format!("no table of {folder} was kept to compare with; `variorum build {folder}` keeps one"))
        };
        let derived = case.derived();
        let newest = last_build(&derived, LAST_BUILD).ok_or_else(nothing)?;
        let reader = CaseConfig::parse(&case.original(newest.config)?)?.reader.open()?;
        let (last, kept) = to_compare(&derived, newest, &maker(reader.name())).ok_or_else(nothing)?;
        let extent = Extent { size: Some(last.entries), ..Extent::default() };
        let ground = self.ground(&case, case.original(last.config)?, &extent, progress)?;
        let (mut readings, _) = self.readings(None, &ground, &*reader, progress)?;
        let now = reconcile(&case, &ground, &mut readings.clone(), progress)?;
        let unaided = without_people(ground);
        let machine = reconcile(&case, &unaided.ground, &mut readings, progress)?;
        Ok(told(&case, &kept, &now, &machine, &unaided, last, reader.name()))
    }
}

fn told(
    case: &ReadCase,
    kept: &Apparatus,
    now: &Apparatus,
    machine: &Apparatus,
    unaided: &Unaided,
    last: LastBuild,
    reader: &str,
) -> Proposals {
    let language = unaided.ground.config.language();
    let standing = variorum_reconcile::standing(&unaided.decisions, &case.by());
    Proposals {
        schema: SCHEMA,
        entries: last.entries,
        kept: last.maker,
        now: maker(reader),
        claims: differences::claims(kept, now),
        positions: differences::positions(kept, now, language),
        relations: differences::relations(kept, now),
        speakers: differences::speakers(kept, now),
        decisions: decided::otherwise(&standing, machine, language),
    }
}

/// A case without what people decided about claims and speakers, and those decisions.
struct Unaided {
    ground: Ground,
    decisions: Vec<variorum_evidence::decision::Decided>,
}

/// Questions that people asked, and the events that they placed reports in, are the frame of a proposal; the rest is what it is compared with.
fn without_people(mut ground: Ground) -> Unaided {
    let is_frame = |decision: &Decision| {
        matches!(
            decision,
            Decision::Ask { .. } | Decision::Place { .. } | Decision::SetPublished { .. } | Decision::Undo { .. }
        )
    };
    let decisions = ground.ledger.decisions.clone();
    ground.ledger.decisions.retain(|decided| is_frame(&decided.decision));
    Unaided { ground, decisions }
}

/// Notes which table was kept last, and beside it the last one by another maker, so that a second build does not take away
/// what the first can be compared with. A note that cannot be kept only means that there is nothing to compare with.
pub(crate) fn note_last_build(case: &ReadCase, built: &Built) {
    let last = LastBuild {
        apparatus: built.key,
        config: OriginalId::of_bytes(&built.config_bytes),
        entries: built.size,
        maker: maker(&built.reader),
    };
    let derived = case.derived();
    if let Some(before) = last_build(&derived, LAST_BUILD).filter(|before| before.maker != last.maker) {
        note(&derived, LAST_OF_OTHERS, &before);
    }
    note(&derived, LAST_BUILD, &last);
}

fn note(derived: &Derived, stage: Stage, last: &LastBuild) {
    let bytes = serde_json::to_vec(last).expect("evidence is texts, integers and lists of them");
    keep(derived, stage, derived_key(&stage.to_string()), &bytes);
}

fn last_build(derived: &Derived, stage: Stage) -> Option<LastBuild> {
    serde_json::from_slice(&derived.get(stage, derived_key(&stage.to_string()))?).ok()
}

/// The table to compare with: the newest, or the last by another maker if the newest is this program's own.
fn to_compare(derived: &Derived, newest: LastBuild, now: &Maker) -> Option<(LastBuild, Apparatus)> {
    let of_others = last_build(derived, LAST_OF_OTHERS).filter(|other| newest.maker == *now && other.maker != *now);
    let with_table = |last: LastBuild| kept_apparatus(derived, last.apparatus).map(|table| (last, table));
    of_others.and_then(with_table).or_else(|| with_table(newest))
}

fn maker(reader: &str) -> Maker {
    Maker { reader: reader.to_owned(), reading: READING_VERSION.to_owned(), rules: RECONCILE_VERSION.to_owned() }
}
