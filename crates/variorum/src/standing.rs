//! A case as it stands now, in memory, for a page that somebody reads and decides on.
//!
//! Everything in it is of one moment. Whoever holds one asks [`Standing::is_current`] before each answer and takes a new
//! one when somebody has written to the case since. All entries of the journal can be read on its pages: the page is for
//! whoever has the case, a dossier is for strangers (`disclosure`).
//!
//! Left out: parts of a case. The whole table is held in memory, as `build` and `apparatus` hold it (ADR 0025).

use std::collections::BTreeSet;
use std::path::Path;

use variorum_dossier::{Anchored, Desk, Edition, Pages};
use variorum_store::ReadCase;

use crate::build::Built;
use crate::error::{Error, Result};
use crate::ground::Extent;
use crate::progress::Progress;
use crate::publish::CaseOriginals;
use crate::{Workbench, anchors, catalogue};

/// A case as it stood at one moment.
pub struct Standing {
    /// Settings, journal, table and texts.
    pub built: Built,
    case: ReadCase,
    lines: Vec<String>,
    anchors: Vec<Anchored>,
}

impl Workbench {
    /// A case as it stands; reads what is new and fills the catalogue, and writes no entry.
    pub fn standing(&self, folder: &Path, progress: &dyn Progress) -> Result<Standing> {
        let (case, findings) = ReadCase::open(folder)?;
        let built = self.built(&case, case.config()?, &Extent::default(), findings, progress)?;
        if built.apparatus.reports.is_empty() {
            return Err(Error::usage(format!(
                "there is no report in {}: add some with `variorum add {0} FILE…`",
                folder.display()
            )));
        }
        catalogue::fill(&case, &built, progress)?;
        let lines = case.lines()?.collect::<std::result::Result<Vec<_>, _>>()?;
        let entries = case.entries()?.collect::<std::result::Result<Vec<_>, _>>()?;
        let anchors = anchors::published(&case, &entries)?;
        Ok(Standing { built, case, lines, anchors })
    }
}

impl Standing {
    /// Whether nobody has written to the case or its settings since.
    pub fn is_current(&self) -> bool {
        self.case.is_newest() && self.case.config().is_ok_and(|config| config == self.built.config_bytes)
    }

    /// Its pages, with this desk around them.
    pub fn pages<T>(&self, desk: &dyn Desk, act: impl FnOnce(&Pages<'_>) -> T) -> Result<T> {
        let Self { built, case, lines, anchors } = self;
        let event = &built.config.event;
        let edition = Edition {
            title: &built.config.title,
            place: event.place.as_deref(),
            zone: event.zone,
            apparatus: &built.apparatus,
            texts: &built.texts,
            documents: &built.documents,
            journal: lines,
            disclosed: &(0..built.size).collect::<BTreeSet<u64>>(),
            anchors,
            checkpoint: case.checkpoint().map_or(b"".as_slice(), |checkpoint| checkpoint.note().as_bytes()),
            vkey: &case.vkey().to_string(),
            config: Some(&built.config_bytes),
            originals: &CaseOriginals(case),
            include_originals: false,
            language: built.config.language(),
            redaction: None,
        };
        Ok(act(&Pages::of(&edition, desk)?))
    }
}
