//! The sample case, from nothing to a dossier. Its files are part of the program, so that it runs anywhere.
//!
//! A second run goes on where the first stopped: what is there is recognised, decisions and a changed `case.toml`
//! stay, and a dossier that was written is never written over.

use std::path::{Path, PathBuf};

use variorum_ingest::SourceRow;
use variorum_store::ReadCase;

use crate::add::{Content, Item, Particulars, Summary, Told};
use crate::build::Built;
use crate::error::{Error, Result};
use crate::progress::Progress;
use crate::publish::{PublishOptions, last_export};
use crate::{Workbench, ledger};

macro_rules! sample {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../../examples/junquito/", $name)).as_slice())),*]
    };
}

/// The reports of the sample, in the order of publication.
const REPORTS: [(&str, &[u8]); 18] = sample![
    "01-diario-capital.txt",
    "02-hoja-de-la-montana.txt",
    "03-cordillera-daily.txt",
    "04-harbour-courier.txt",
    "05-plains-gazette.txt",
    "06-carta-del-valle.eml",
    "07-valley-ledger.txt",
    "08-world-digest.txt",
    "09-mirador-de-oriente.txt",
    "10-cordillera-daily-update.html",
    "11-northern-dispatch.md",
    "12-hillside-weekly.txt",
    "13-pliego-del-sur.txt",
    "14-western-tribune.txt",
    "15-semanario-araguaney.txt",
    "16-meridian-post.txt",
    "17-lakeside-monitor.txt",
    "18-open-record-review.pdf",
];
const SOURCES: &[u8] = include_bytes!("../../../examples/junquito/sources.csv");
const CONFIG: &[u8] = include_bytes!("../../../examples/junquito/case.toml");

/// What the demo made.
#[derive(Debug, Clone)]
pub struct Demo {
    /// The case folder.
    pub case: PathBuf,
    /// The dossier folder.
    pub dossier: PathBuf,
    /// The case as it stands.
    pub built: Built,
    /// Whether the dossier shows the case as it stands.
    pub dossier_is_current: bool,
}

impl Workbench {
    /// Makes or continues the sample case in `folder/case` and publishes it as `folder/dossier`.
    pub fn demo(&self, folder: &Path, progress: &dyn Progress) -> Result<Demo> {
        let (case, dossier) = (folder.join("case"), folder.join("dossier"));
        if !case.join("FORMAT").exists() {
            self.make_case(&case, CONFIG)?;
        }
        self.add_sample(&case, progress)?;
        let built = self.build(&case, progress)?;
        if !dossier.exists() {
            self.publish(&case, &dossier, &PublishOptions::default(), progress)?;
        }
        let dossier_is_current = is_current(&case, &built)?;
        Ok(Demo { case, dossier, built, dossier_is_current })
    }

    fn add_sample(&self, folder: &Path, progress: &dyn Progress) -> Result<()> {
        let (case, _) = self.open(folder)?;
        let sources = variorum_ingest::read_sources(SOURCES).map_err(|error| Error::usage(error.to_string()))?;
        let items = REPORTS.iter().map(|(name, bytes)| item(name, bytes, &sources.rows));
        let mut told = Told { told: &mut |_| {}, summary: Summary::default() };
        self.add_items(case, items, progress, &mut told)
    }
}

fn item(name: &str, bytes: &[u8], rows: &[SourceRow]) -> Item {
    let row = rows.iter().find(|row| row.path == name);
    let stated = Particulars {
        why: Some("bundled sample".to_owned()),
        url: row.and_then(|row| row.url.clone()),
        publisher: row.and_then(|row| row.publisher.clone()),
        published: row.and_then(|row| row.published.clone()),
        collected: row.and_then(|row| row.collected.clone()),
        ..Particulars::default()
    };
    Item { name: name.to_owned(), content: Content::Bytes(bytes.to_vec()), stated }
}

/// Whether nothing but the publishing itself was recorded since the last dossier.
fn is_current(folder: &Path, built: &Built) -> Result<bool> {
    let (case, _) = ReadCase::open(folder)?;
    let Some(size) = last_export(&case)? else { return Ok(false) };
    let since = case.entries()?.skip(size as usize);
    for entry in since {
        if entry?.kind != ledger::EXPORT {
            return Ok(false);
        }
    }
    Ok(built.size >= size)
}
