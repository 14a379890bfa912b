//! Every file of a dossier that is made, one after the other, originals and manifests left out.
//!
//! One at a time, so that memory holds one page and not all of them.

use maud::Markup;

use crate::edition::DossierError;
use crate::page::{question_file, report_file};
use crate::view::View;
use crate::{custody, instructions, overview, question, report, tables};

/// A file of this path and these bytes is next.
pub(crate) type Next<'a> = dyn FnMut(&str, &[u8]) -> Result<(), DossierError> + 'a;

/// Makes the files under `data/`, in the order of their paths where that costs nothing.
pub(crate) fn payload(view: &View<'_>, next: &mut Next<'_>) -> Result<(), DossierError> {
    let edition = view.edition;
    next("data/case.toml", edition.config)?;
    next("data/case.vkey", format!("{}\n", edition.vkey).as_bytes())?;
    next("data/checkpoint", edition.checkpoint)?;
    next("data/tables/apparatus.json", &tables::json(view)?)?;
    next("data/tables/checks.csv", &tables::checks(view)?)?;
    next("data/tables/claims.csv", &tables::claims(view)?)?;
    next("data/tables/positions.csv", &tables::positions(view)?)?;
    next("data/tables/relations.csv", &tables::relations(view)?)?;
    next("data/tables/reports.csv", &tables::reports(view)?)?;
    segments(edition.journal, next)
}

/// The journal in segments of the same size as the case's own.
fn segments(journal: &[String], next: &mut Next<'_>) -> Result<(), DossierError> {
    const LARGEST: usize = 16 << 20;
    let mut segment = Vec::new();
    let mut number = 0;
    for line in journal {
        segment.extend_from_slice(line.as_bytes());
        segment.push(b'\n');
        if segment.len() >= LARGEST {
            next(&format!("data/journal/{number:06}.jsonl"), &segment)?;
            segment.clear();
            number += 1;
        }
    }
    if segment.is_empty() && number > 0 {
        return Ok(());
    }
    next(&format!("data/journal/{number:06}.jsonl"), &segment)
}

/// Makes the pages and instructions, which are tag files of the bag.
pub(crate) fn pages(view: &View<'_>, next: &mut Next<'_>) -> Result<(), DossierError> {
    let mut page = |path: &str, page: Markup| next(path, page.into_string().as_bytes());
    page("index.html", overview::page(view))?;
    page("pages/custody.html", custody::page(view))?;
    for account in &view.edition.apparatus.questions {
        page(&format!("pages/{}", question_file(account)), question::page(view, account))?;
    }
    for shown in &view.edition.apparatus.reports {
        page(&format!("pages/{}", report_file(&shown.code)), report::page(view, shown))?;
    }
    next("VERIFY.txt", instructions::text(view).as_bytes())
}
