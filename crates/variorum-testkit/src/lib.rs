//! Generated cases, the frame of long fault tests ([`Campaign`]) and time-stamping [`authority`]s: as many reports and claims as a test or a scale figure asks for, the same for one seed.
//!
//! The texts are ours and speak of nobody. They hold what makes reading and reconciling work hard: counts that
//! grow, totals and parts, sources before and after the cue, hedges, denials, and wire stories of which many
//! reports are near-copies. What they do not hold is the variety of real prose: figures of *quality* are never
//! taken on them, only figures of speed and memory.

pub mod authority;
mod campaign;
mod random;
mod reports;

use std::io;
use std::path::{Path, PathBuf};

pub use campaign::Campaign;
pub use random::Random;

/// How large a generated case is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Reports, each one text file.
    pub reports: usize,
    /// Sentences that make a claim, over all reports.
    pub claims: usize,
    /// Where the random numbers start.
    pub seed: u64,
}

/// A file that could not be written.
#[derive(Debug)]
pub struct CannotWrite {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl std::fmt::Display for CannotWrite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot write {}", self.path.display())
    }
}

impl std::error::Error for CannotWrite {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Writes `reports/` (the reports and their `sources.csv`) and `case.toml` into `folder`.
pub fn generate(folder: &Path, size: Size) -> Result<(), CannotWrite> {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|source| CannotWrite { path, source })
    };
    let reports_folder = folder.join("reports");
    std::fs::create_dir_all(&reports_folder).map_err(|source| CannotWrite { path: reports_folder, source })?;
    let mut sources = String::from("path,url,publisher,published,collected\n");
    for report in reports::reports(size) {
        write(&format!("reports/{}", report.name), &report.text)?;
        sources.push_str(&report.row);
    }
    write("reports/sources.csv", &sources)?;
    write("case.toml", reports::CASE)
}
